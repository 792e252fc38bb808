"""Weights of several trainings of the same network averaged into one."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.training.initial import HEAD


def average_checkpoints(checkpoints: Sequence[Checkpoint], shares: Sequence[float]) -> Checkpoint:
    """The weighted mean of the weights: a "model soup" (Wortsman et al., ICML 2022).

    Trainings that began with the same weights lie in one valley of the loss, where their mean tends to be better than
    each; of others it is noise, so measure the result.

    Args:
        checkpoints: of one architecture. The first says which categories there are and what the training was; of the
            others, the rows of its categories are taken.
        shares: one per checkpoint, positive; scaled to a sum of 1.

    Raises:
        UserError: architectures differ, a category is missing, or the shares are no shares.
    """
    if len(shares) != len(checkpoints) or not shares or min(shares) <= 0:
        raise UserError("Every checkpoint needs a share above 0.")
    first = checkpoints[0]
    total: dict[str, Tensor] = {}
    for checkpoint, share in zip(checkpoints, shares, strict=True):
        for name, values in _state_for(first, checkpoint).items():
            total[name] = total.get(name, torch.zeros_like(values)) + values * (share / sum(shares))
    network = copy.deepcopy(first.network)
    network.load_state_dict(total)
    return replace(first, network=network.eval(), path=None, sha256="")


def _state_for(first: Checkpoint, other: Checkpoint) -> dict[str, Tensor]:
    """The other's weights, with the rows of the first's categories."""
    config = first.network.config
    if replace(other.network.config, categories=config.categories, dropout=config.dropout) != config:
        raise UserError(
            "{name} has another architecture than {first}.",
            name=other.name or Sentence("A checkpoint"),
            first=first.name or Sentence("the first"),
        )
    missing = [category for category in first.categories if category not in other.categories]
    if missing:
        raise UserError(
            "{name} does not know {missing}.",
            name=other.name or Sentence("A checkpoint"),
            missing=", ".join(missing[:5]),
        )
    rows = [other.categories.index(category) for category in first.categories]
    state = other.network.state_dict()
    return {name: values[rows] if name in HEAD else values for name, values in state.items()}
