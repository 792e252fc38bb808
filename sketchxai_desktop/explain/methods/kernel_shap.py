"""KernelSHAP over strokes.

Source: Lundberg & Lee, "A Unified Approach to Interpreting Model Predictions", NIPS 2017. Carried out by Captum.
"""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import (
    AT_ONCE,
    WeightedRidge,
    everybody,
    fitted,
    over_masks,
    seeded,
    to_scores,
)
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction

SAMPLES = 1024


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its coefficient in a linear fit under the Shapley kernel.

    Fitted to 1,024 coalitions drawn by that kernel; the empty and the whole one weigh so much that scores sum to
    f(all) - f(none). Removing a stroke: as the question says. Range: any number, in units of the output. The
    result tends to the exact Shapley values with more samples.
    """
    load_captum()
    from captum.attr import KernelShap

    if value.players == 1:  # Captum draws sizes from 1 to S - 1
        return Attribution("kernel_shap", np.array([value.value - value.base]))
    method = KernelShap(over_masks(value))
    method.interpretable_model = WeightedRidge(0.0)
    with seeded(seed):
        found = method.attribute(everybody(value), n_samples=SAMPLES, perturbations_per_eval=AT_ONCE)
    return Attribution("kernel_shap", to_scores(found), note=fitted(SAMPLES, seed))
