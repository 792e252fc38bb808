"""Attention of the last layer.

Attention as explanation, in the form of Vaswani et al., "Attention Is All You Need", NIPS 2017.
"""

from __future__ import annotations

import torch

from sketchxai_desktop.explain.captum_tools import strokes_of, to_scores
from sketchxai_desktop.explain.eager import encode_eagerly
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: the share of its attention that the last layer's classification token gives to it.

    Averaged over heads. No stroke is removed, and the target plays no part. Range: 0..1, summing to at most 1:
    the token also looks at itself and, without a mask, at empty slots.
    """
    strokes = strokes_of(value)
    strokes.check()
    with torch.no_grad():
        seen = encode_eagerly(strokes.network, strokes.full(strokes.tokens()))
    return Attribution("attention_last", to_scores(seen.attention[-1][0, :, 0].mean(dim=0)[1 : 1 + value.players]))
