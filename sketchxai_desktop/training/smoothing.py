"""The weights that are kept: an exponential moving average of those that are trained."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import torch
from torch import Tensor

from sketchxai_desktop.core.network import SketchXAINet

_OLD_PREFIX = "module."


class SmoothedWeights:
    """A copy of the network that follows it. One fused operation per step and no wait for the device."""

    def __init__(self, network: SketchXAINet) -> None:
        self.network = copy.deepcopy(network).requires_grad_(False).eval()
        self._own: list[Tensor] = list(self.network.parameters())
        self._followed = list(network.parameters())

    @torch.no_grad()
    def update(self, decay: float) -> None:
        """Come closer to the followed weights: kept * decay + followed * (1 - decay)."""
        torch._foreach_lerp_(self._own, [p.detach() for p in self._followed], weight=1 - decay)

    def state_dict(self) -> dict[str, Tensor]:
        return dict(self.network.state_dict())

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Also as earlier versions saved it, through torch's AveragedModel."""
        own = {k.removeprefix(_OLD_PREFIX): v for k, v in state.items() if k != "n_averaged"}
        self.network.load_state_dict(own)
