"""Who looks at whom: the encoder's attention weights per layer and head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.explain.eager import encode_eagerly
from sketchxai_desktop.explain.value import StrokeValue


@dataclass(frozen=True, eq=False)
class AttentionMaps:
    """NumPy only, so it may travel between threads.

    Attributes:
        weights: (layers, heads, 1 + S, 1 + S): row looks at column, index 0 is the classification token. Rows
            sum to 1, except in networks without a mask, where the rest went to empty slots.
        rollout: (1 + S, 1 + S) attention followed through all layers.
    """

    weights: FloatArray
    rollout: FloatArray


def attention_maps(value: StrokeValue) -> AttentionMaps:
    """The attention that the whole sketch gets."""
    with torch.no_grad():
        seen = encode_eagerly(value.network, value.full(value.tokens()))
    size = 1 + value.players
    weights = torch.stack(seen.attention)[:, 0, :, :size, :size]
    rolled = rollout(seen.attention)[0, :size, :size]
    return AttentionMaps(
        weights.float().cpu().numpy().astype(np.float32), rolled.float().cpu().numpy().astype(np.float32)
    )


def rollout(attention: tuple[Tensor, ...]) -> Tensor:
    """Attention rollout: layers' (B, heads, N, N) to (B, N, N), rows sum to 1.

    Source: Abnar & Zuidema, "Quantifying Attention Flow in Transformers", ACL 2020: heads are averaged, half of
    every token comes past attention through the residual connection, layers are multiplied.
    """
    rolled: Tensor | None = None
    for weights in attention:
        mean = weights.mean(dim=1)
        step = (mean + torch.eye(mean.shape[-1], dtype=mean.dtype, device=mean.device)) / 2
        rolled = step if rolled is None else step @ rolled
    assert rolled is not None
    return rolled


def relevance(attention: tuple[Tensor, ...], gradients: tuple[Tensor, ...]) -> Tensor:
    """Gradient-weighted attention: (B, heads, N, N) per layer to (B, N, N) relevance >= 0.

    Source: Chefer, Gur & Wolf, "Generic Attention-model Explainability for Interpreting Bi-Modal and
    Encoder-Decoder Transformers", ICCV 2021, for self-attention: R starts as the identity; each layer adds
    mean over heads of max(0, gradient * attention), times R.
    """
    first = attention[0]
    related = torch.eye(first.shape[-1], dtype=first.dtype, device=first.device).expand(first.shape[0], -1, -1)
    for weights, gradient in zip(attention, gradients, strict=True):
        related = related + (weights * gradient).clamp(min=0).mean(dim=1) @ related
    return related
