"""Grad-CAM on the stroke tokens of the last layer.

Source: Selvaraju et al., "Grad-CAM", ICCV 2017. Carried out by Captum (LayerGradCam).
"""

from __future__ import annotations

from torch import Tensor

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import strokes_of, to_scores
from sketchxai_desktop.explain.eager import LastFeatures
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its features, weighted by the output's gradient averaged over all tokens.

    Features are what the last layer's attention reads: past it strokes have no say of their own. The averaging
    takes the place of that over an image's positions and includes the classification token and, without a mask,
    empty slots. No stroke is removed. Range: any number, comparable within a sketch only; the rectifier of the
    original is left out, so that what speaks against the target shows below zero.
    """
    load_captum()
    from captum.attr import LayerGradCam

    strokes = strokes_of(value)
    model = LastFeatures(strokes.network).eval()

    def forward(tokens: Tensor) -> Tensor:
        strokes.check()
        return strokes.output(model(tokens))

    tokens = strokes.full(strokes.tokens()).requires_grad_()
    found = LayerGradCam(forward, model.features).attribute(tokens)
    assert isinstance(found, Tensor)
    return Attribution("grad_cam", to_scores(found)[1 : 1 + value.players])
