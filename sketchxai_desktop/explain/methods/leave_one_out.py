"""Leave one out.

Source: the occlusion of Zeiler & Fergus, ECCV 2014, with strokes in place of patches. Carried out by Captum
(FeatureAblation).
"""

from __future__ import annotations

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import AT_ONCE, everybody, over_masks, to_scores
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: f(all strokes) - f(all but this one).

    Removing a stroke: as the question says (`Question.removal`). Range: any number, in units of the output.
    """
    load_captum()
    from captum.attr import FeatureAblation

    ablation = FeatureAblation(over_masks(value))
    found = ablation.attribute(everybody(value), baselines=0.0, perturbations_per_eval=min(AT_ONCE, value.players))
    return Attribution("leave_one_out", to_scores(found))
