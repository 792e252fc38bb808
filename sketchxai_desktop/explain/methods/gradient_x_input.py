"""Gradient x input on the stroke tokens.

Source: Shrikumar et al., "Not Just a Black Box", 2016. Carried out by Captum (InputXGradient).
"""

from __future__ import annotations

from torch import Tensor

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import strokes_of
from sketchxai_desktop.explain.points import scores_of_parts, token_parts
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its token times the output's gradient with respect to it.

    Removing a stroke: to first order, shrinking its token to zero (which no real stroke has). Range: any number,
    in units of the output. Per point: the token is a sum over the stroke's points, and so is the score; what
    order and location add goes to the first point.
    """
    load_captum()
    from captum.attr import InputXGradient

    strokes = strokes_of(value)
    parts = token_parts(strokes)
    inputs = (parts.points.requires_grad_(), (parts.location + parts.blank).requires_grad_())

    def forward(points: Tensor, rest: Tensor) -> Tensor:
        return strokes.output_of_tokens(points.sum(dim=2) + rest)

    scores, points = scores_of_parts(strokes, *InputXGradient(forward).attribute(inputs))
    return Attribution("gradient_x_input", scores, points=points)
