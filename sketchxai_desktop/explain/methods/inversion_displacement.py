"""How far stroke location inversion moves each stroke.

Source: the explanation paths of Qu et al., "SketchXAI", CVPR 2023; reading scores off them is ours.
"""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.explain.captum_tools import strokes_of
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.recoveries import recoveries
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: the distance from where it was scattered to where it ends, averaged over recoveries.

    A recovery scatters all strokes and moves them until the target is seen; strokes whose place matters are moved,
    others stay where they fell. No stroke is removed, and where strokes were drawn plays no part. Range: 0 and up,
    normalised units (the longer side of a sketch is 1.48).
    """
    paths = recoveries(strokes_of(value), seed)
    distances = np.linalg.norm((paths.ends - paths.starts).astype(np.float64), axis=2)
    return Attribution("inversion_displacement", distances.mean(axis=0), note=paths.note)
