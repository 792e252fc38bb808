"""How well a network names drawings and how its inversions end: figures with their uncertainty. No Qt here."""
