"""Which steps of a run a filmstrip shows."""

from __future__ import annotations

#: The states that the paper's figures show.
FILMSTRIP_STEPS = (0, 1, 2, 3, 4, 5, 10, 50, 100)


def filmstrip_states(states: int) -> list[int]:
    """Which of `states` recorded states a filmstrip shows: the paper's, as far as they exist, and the last."""
    return sorted({k for k in FILMSTRIP_STEPS if k < states} | ({states - 1} if states else set()))
