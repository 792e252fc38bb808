"""Why the network says what it says: attributions per stroke, counterfactuals, and whether they are true."""
