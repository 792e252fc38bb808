"""Lists of coalitions."""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.explain.question import Masks


def all_coalitions(players: int) -> Masks:
    """(2^S, S) bool: row k holds player i if bit i of k is set."""
    masks: Masks = (np.arange(1 << players)[:, None] >> np.arange(players)) & 1 == 1
    return masks
