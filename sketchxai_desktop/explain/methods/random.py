"""Scores drawn by lot: the control that every other method must beat."""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: a draw from the normal distribution.

    Another sketch, layout or network gets other draws, or the control would pass the tests of stability for
    standing still; the same question with the same seed gets the same. Range: any number.
    """
    facts = np.array([value.value, value.base]).view(np.uint32)
    return Attribution("random", np.random.default_rng([seed, *facts.tolist()]).standard_normal(value.players))
