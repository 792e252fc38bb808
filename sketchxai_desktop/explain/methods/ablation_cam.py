"""Ablation-CAM on the stroke tokens of the last layer.

Source: Desai & Ramaswamy, "Ablation-CAM", WACV 2020. Features are ablated by Captum (FeatureAblation).
"""

from __future__ import annotations

import torch
from torch import Tensor

from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.captum_tools import strokes_of
from sketchxai_desktop.explain.eager import before_last_layer, encoder_layers, from_last_layer
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.value import ValueFunction

# Tokens in one pass of the last layer.
_TOKENS_AT_ONCE = 1 << 13


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: its features, weighted by how much the output falls when a feature is zero everywhere.

    Features are what the last layer's attention reads, as in Grad-CAM, but no gradient is used. Features are
    removed, strokes are not. Range: any number, comparable within a sketch only: the original's division by the
    output (a constant) and its rectifier are left out.
    """
    load_captum()
    from captum.attr import FeatureAblation

    strokes = strokes_of(value)
    network = strokes.network
    with torch.no_grad():
        x = before_last_layer(network, strokes.full(strokes.tokens()))
        features = encoder_layers(network)[-1].attention_norm(x).transpose(1, 2)  # (1, D, 1 + S)

        def forward(kept: Tensor) -> Tensor:
            strokes.check()
            return strokes.output(from_last_layer(network, x.expand(len(kept), -1, -1), kept.transpose(1, 2)))

        one_each = torch.arange(features.shape[1], device=x.device).view(1, -1, 1).expand_as(features)
        at_once = max(1, _TOKENS_AT_ONCE // features.shape[2])
        falls = FeatureAblation(forward).attribute(features, feature_mask=one_each, perturbations_per_eval=at_once)
        scores = (falls * features).double().sum(dim=1)[0]
    return Attribution("ablation_cam", scores[1 : 1 + value.players].cpu().numpy())
