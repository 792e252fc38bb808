"""The encoder once more, step by step: what the fast path fuses away can be looked at here.

`core.network` stays as fast as it is; a test holds the two equal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sketchxai_desktop.core.network import EncoderLayer, SketchXAINet


@dataclass(frozen=True, eq=False)
class EagerPass:
    """One pass of the encoder.

    Attributes:
        outputs: (B, 1 + S, D) as `SketchXAINet.encode` gives them, CLS first.
        attention: for every layer (B, heads, 1 + S, 1 + S); row: who looks, column: at whom; rows sum to 1.
    """

    outputs: Tensor
    attention: tuple[Tensor, ...]


def encoder_layers(network: SketchXAINet) -> list[EncoderLayer]:
    return [cast(EncoderLayer, layer) for layer in network.layers]


def with_cls(network: SketchXAINet, tokens: Tensor) -> Tensor:
    """(B, S, D) tokens to (B, 1 + S, D) with the classification token in front."""
    return torch.cat([network.cls_token.expand(tokens.shape[0], -1, -1), tokens], dim=1)


def encode_eagerly(network: SketchXAINet, tokens: Tensor, present: Tensor | None = None) -> EagerPass:
    """The same as `SketchXAINet.encode` in eval mode, keeping every layer's attention; differentiable.

    Args:
        tokens: (B, S, D); present: (B, S) bool, False where a slot is to be ignored.
    """
    x = with_cls(network, tokens)
    mask = None if present is None else F.pad(present, (1, 0), value=True)[:, None, None, :]
    kept = []
    for layer in encoder_layers(network):
        x, attention = layer_eagerly(layer, x, layer.attention_norm(x), mask)
        kept.append(attention)
    return EagerPass(network.norm(x), tuple(kept))


def layer_eagerly(layer: EncoderLayer, x: Tensor, normed: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """One layer, from its input (B, 1 + S, D) and the normed input that attention reads.

    Returns:
        The layer's output (B, 1 + S, D) and its attention (B, heads, 1 + S, 1 + S).
    """
    b, s, d = x.shape
    q, k, v = layer.qkv(normed).view(b, s, 3, layer.heads, -1).permute(2, 0, 3, 1, 4)
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    attention = scores.softmax(dim=-1)
    x = x + layer.attention_out((attention @ v).transpose(1, 2).reshape(b, s, d))
    return x + layer.mlp_out(F.gelu(layer.mlp_in(layer.mlp_norm(x)))), attention


def before_last_layer(network: SketchXAINet, tokens: Tensor) -> Tensor:
    """(B, S, D) tokens to the (B, 1 + S, D) input of the last layer."""
    x = with_cls(network, tokens)
    for layer in encoder_layers(network)[:-1]:
        x = layer(x, None)
    return x


def from_last_layer(network: SketchXAINet, x: Tensor, normed: Tensor) -> Tensor:
    """(B, C) logits from the last layer's (B, 1 + S, D) input and its normed input.

    The classifier reads the classification token, and other tokens reach that only through `normed`: past this
    point strokes have no say of their own, so it is the last place where features of strokes can be looked at.
    """
    x, _ = layer_eagerly(encoder_layers(network)[-1], x, normed)
    logits: Tensor = network.head(network.norm(x)[:, 0])
    return logits.float()


class LastFeatures(nn.Module):
    """The network with its last layer's normed input laid open as a layer, channels first as CAMs expect them."""

    def __init__(self, network: SketchXAINet) -> None:
        super().__init__()
        self.network = network
        #: Passes (B, D, 1 + S) on as it is.
        self.features = nn.Identity()

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, S, D) tokens, as the encoder gets them, to (B, C) logits."""
        x = before_last_layer(self.network, tokens)
        normed = encoder_layers(self.network)[-1].attention_norm(x)
        seen = self.features(normed.transpose(1, 2)).transpose(1, 2)
        return from_last_layer(self.network, x, seen)
