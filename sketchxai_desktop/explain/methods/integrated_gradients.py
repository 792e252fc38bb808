"""Integrated gradients on the stroke tokens.

Source: Sundararajan, Taly & Yan, "Axiomatic Attribution for Deep Networks", ICML 2017. Carried out by Captum.
"""

from __future__ import annotations

import torch
from torch import Tensor

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import strokes_of
from sketchxai_desktop.explain.points import scores_of_parts, token_parts
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction

STEPS = 64
# Numbers in one batch of the way.
_AT_ONCE = 1 << 22


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: the gradient along the straight way from blank to real tokens, times the difference.

    Removing a stroke: its token fades into that of an empty slot, which has the stroke's order, location (0, 0)
    and no shape; the slot itself stays. Range: any number. Completeness: scores sum to the output for the sketch
    minus the output for blank slots (`details`: "blank" and "remainder", the error of 64 steps). Networks without
    a mask see blank slots when there is no stroke, so there "blank" is f(no strokes); with a mask it is not.
    Per point: what the point adds to the shape; what the location adds goes to the first point.
    """
    load_captum()
    from captum.attr import IntegratedGradients

    strokes = strokes_of(value)
    parts = token_parts(strokes)
    inputs = (parts.points.requires_grad_(), parts.location.requires_grad_())

    def forward(points: Tensor, location: Tensor) -> Tensor:
        return strokes.output_of_tokens(points.sum(dim=2) + location + parts.blank)

    batch = max(1, _AT_ONCE // parts.points.numel())
    found = IntegratedGradients(forward).attribute(inputs, n_steps=STEPS, internal_batch_size=batch)
    scores, points = scores_of_parts(strokes, *found)
    with torch.no_grad():
        blank = float(strokes.output_of_tokens(parts.blank)[0])
    details = {"blank": blank, "remainder": value.value - blank - float(scores.sum())}
    return Attribution("integrated_gradients", scores, points=points, details=details)
