"""LIME over strokes.

Source: Ribeiro, Singh & Guestrin, "Why Should I Trust You?", KDD 2016. Carried out by Captum (Lime).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import AT_ONCE, WeightedRidge, everybody, fitted, over_masks, to_scores
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction

SAMPLES = 1024
KERNEL_WIDTH = 0.25
PENALTY = 1.0


def nearness(coalition: Tensor) -> float:
    """Weight of a (1, S) coalition: exp(-d^2 / (2 * 0.25^2)) with d its cosine distance to the whole sketch.

    Between k of S ones and S ones the cosine is sqrt(k / S).
    """
    distance = 1 - math.sqrt(int(coalition.sum()) / coalition.shape[1])
    return math.exp(-(distance**2) / (2 * KERNEL_WIDTH**2))


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its coefficient in a ridge regression of the output on which strokes are there.

    Fitted to the sketch and 1,023 random coalitions in which each stroke is there with probability 1/2, weighted by
    an exponential kernel (width 0.25) of the cosine distance to the whole sketch. Removing a stroke: as the
    question says. Range: any number, in units of the output; the penalty (1) draws scores towards zero.
    """
    load_captum()
    from captum.attr import Lime

    def coalitions(original: Tensor, **_: Any) -> Iterator[Tensor]:
        yield torch.ones_like(original).long()
        draws = np.random.default_rng([seed, 0x11AE])
        while True:
            yield torch.from_numpy(draws.integers(0, 2, tuple(original.shape)))

    method = Lime(
        over_masks(value),
        interpretable_model=WeightedRidge(PENALTY),
        similarity_func=lambda _original, _perturbed, there, **_: nearness(there),
        perturb_func=coalitions,
    )
    found = method.attribute(everybody(value), n_samples=SAMPLES, perturbations_per_eval=AT_ONCE)
    return Attribution("lime", to_scores(found), note=fitted(SAMPLES, seed))
