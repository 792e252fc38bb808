"""Weights to begin with that come from another checkpoint."""

from __future__ import annotations

import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import SketchXAINet

#: The tensors with one row per category.
HEAD = ("head.weight", "head.bias")


@torch.no_grad()
def start_from(network: SketchXAINet, categories: tuple[str, ...], source: Checkpoint) -> str:
    """Copy what fits: tensors of equal name and size, and the classifier's rows of categories of equal name.

    Args:
        categories: of `network`.

    Returns:
        What was copied, as a sentence.
    """
    theirs, ours = source.network.state_dict(), network.state_dict()
    fitting = [k for k, v in ours.items() if k not in HEAD and k in theirs and theirs[k].shape == v.shape]
    for key in fitting:
        ours[key].copy_(theirs[key])
    rows = {name.casefold(): k for k, name in enumerate(source.categories)}
    known = [(k, rows[name.casefold()]) for k, name in enumerate(categories) if name.casefold() in rows]
    if known and theirs["head.weight"].shape[1] == ours["head.weight"].shape[1]:
        here, there = (torch.tensor(numbers) for numbers in zip(*known, strict=True))
        for key in HEAD:
            ours[key][here.to(ours[key].device)] = theirs[key][there].to(ours[key])
    else:
        known = []
    return (
        f"Started from {source.name}: {len(fitting)} of {len(ours) - len(HEAD)} tensors below the classifier and its "
        f"rows for {len(known)} of {len(categories)} categories."
    )
