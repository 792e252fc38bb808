"""The science: sketches, the network, inversion. Imports no Qt."""
