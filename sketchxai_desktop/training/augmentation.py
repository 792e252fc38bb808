"""Random changes to training drawings that leave what they show as it was."""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.training.packing import DrawingArrays


def augment(drawings: DrawingArrays, rng: np.random.Generator) -> DrawingArrays:
    """Mirror half of the drawings; rotate, scale unevenly and shear all a little; drop strokes now and then.

    Strokes are dropped from a fifth of the drawings that have at least four, one stroke each.
    """
    drawings = _drop_strokes(drawings, rng)
    b = len(drawings.counts)
    angle = rng.normal(0, np.radians(6), b)
    stretch = np.exp(rng.normal(0, 0.08, (b, 2)))
    stretch[:, 0] *= rng.choice([-1.0, 1.0], b)
    shear = rng.normal(0, 0.06, b)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.empty((b, 2, 2), np.float32)
    matrix[:, 0, 0] = cos * stretch[:, 0]
    matrix[:, 0, 1] = (cos * shear - sin) * stretch[:, 1]
    matrix[:, 1, 0] = sin * stretch[:, 0]
    matrix[:, 1, 1] = (sin * shear + cos) * stretch[:, 1]
    owner = np.repeat(drawings.stroke_owner, drawings.lengths)
    moved = np.einsum("pij,pj->pi", matrix[owner], drawings.points, optimize=True)
    return DrawingArrays(moved.astype(np.float32), drawings.lengths, drawings.counts)


def _drop_strokes(drawings: DrawingArrays, rng: np.random.Generator) -> DrawingArrays:
    chosen = (rng.random(len(drawings.counts)) < 0.2) & (drawings.counts >= 4)
    first = np.cumsum(drawings.counts) - drawings.counts
    keep = np.ones(len(drawings.lengths), bool)
    keep[(first + rng.integers(0, drawings.counts))[chosen]] = False
    return drawings.select_points(np.repeat(keep, drawings.lengths))


def limit_points(drawings: DrawingArrays, most: int) -> DrawingArrays:
    """Strokes with more than `most` points keep `most` of them, evenly chosen, the ends included.

    The recurrent network's time grows with the longest stroke of a batch; 99 % of strokes have at most 38.
    """
    if drawings.lengths.max() <= most:
        return drawings
    place = np.arange(len(drawings.points)) - np.repeat(
        np.cumsum(drawings.lengths) - drawings.lengths, drawings.lengths
    )
    length = np.repeat(drawings.lengths, drawings.lengths)
    # Point i is kept when it is the first to reach its share i * (most - 1) / (length - 1).
    share = place * (most - 1) // np.maximum(length - 1, 1)
    before = (place - 1) * (most - 1) // np.maximum(length - 1, 1)
    return drawings.select_points((length <= most) | (place == 0) | (share != before))
