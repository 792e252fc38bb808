"""Attention rollout.

Source: Abnar & Zuidema, "Quantifying Attention Flow in Transformers", ACL 2020.
"""

from __future__ import annotations

import torch

from sketchxai_desktop.explain.attention import rollout
from sketchxai_desktop.explain.captum_tools import strokes_of, to_scores
from sketchxai_desktop.explain.eager import encode_eagerly
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its share in the classification token when attention is followed through all layers.

    Heads are averaged and half of each token comes past attention. No stroke is removed, and the target plays no
    part. Range: 0..1, summing to at most 1.
    """
    strokes = strokes_of(value)
    strokes.check()
    with torch.no_grad():
        seen = encode_eagerly(strokes.network, strokes.full(strokes.tokens()))
        shares = rollout(seen.attention)[0, 0]
    return Attribution("attention_rollout", to_scores(shares[1 : 1 + value.players]))
