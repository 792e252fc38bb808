"""Gradient-weighted attention.

Source: Chefer, Gur & Wolf, "Generic Attention-model Explainability for Interpreting Bi-Modal and Encoder-Decoder
Transformers", ICCV 2021 (their rule for self-attention).
"""

from __future__ import annotations

import torch

from sketchxai_desktop.explain.attention import relevance
from sketchxai_desktop.explain.captum_tools import strokes_of, to_scores
from sketchxai_desktop.explain.eager import encode_eagerly
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its relevance to the classification token, gathered over all layers.

    In each layer attention counts times the output's gradient with respect to it, where that is above zero. No
    stroke is removed. Range: 0 and up, comparable within a sketch only.
    """
    strokes = strokes_of(value)
    strokes.check()
    seen = encode_eagerly(strokes.network, strokes.full(strokes.tokens().requires_grad_()))
    answer = strokes.output(strokes.network.head(seen.outputs[:, 0]).float())
    gradients = torch.autograd.grad(answer, seen.attention)
    with torch.no_grad():
        related = relevance(seen.attention, gradients)[0, 0]
    return Attribution("attention_gradient", to_scores(related[1 : 1 + value.players]))
