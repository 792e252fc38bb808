"""How well a network names drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.training.packing import PackedDrawings


@dataclass(frozen=True)
class Scores:
    """Accuracies in 0..1. `macro_top1` is the mean of the categories' accuracies, each counting the same."""

    drawings: int
    top1: float
    top5: float
    macro_top1: float
    per_category: dict[str, float]


def describe(scores: Scores) -> str:
    """As in "top-1 86.10 %, top-5 97.02 %, macro top-1 85.90 % of 3,000 drawings"."""
    shares = f"top-1 {scores.top1:.2%}, top-5 {scores.top5:.2%}, macro top-1 {scores.macro_top1:.2%}".replace("%", " %")
    return f"{shares} of {scores.drawings:,} drawings"


@torch.no_grad()
def predict_all(network: SketchXAINet, drawings: PackedDrawings, batch_size: int = 256) -> npt.NDArray[np.float32]:
    """(D, categories) probabilities of all drawings, in their order."""
    training = network.training
    network.eval()
    out = np.empty((len(drawings), network.config.categories), np.float32)
    by_strokes = np.argsort(drawings.stroke_counts, kind="stable")
    for start in range(0, len(drawings), batch_size):
        indices = by_strokes[start : start + batch_size]
        batch = drawings.gather(indices).normalised().batch().to(network.device)
        out[indices] = network(batch).softmax(dim=1).cpu().numpy()
    network.train(training)
    return out


def score(network: SketchXAINet, drawings: PackedDrawings, categories: Sequence[str] | None = None) -> Scores:
    """Top-1, top-5 and macro-averaged top-1 accuracy. Categories without drawings do not count.

    Args:
        categories: names of the network's labels, which must hold all of the drawings' (ValueError otherwise);
            None: the same as the drawings', in the same order.
    """
    probabilities = predict_all(network, drawings)
    labels = np.asarray(drawings.labels)
    if categories is not None:
        number_of = np.array([list(categories).index(name) for name in drawings.categories])
        labels = number_of[labels]
    names = drawings.categories if categories is None else categories
    true = probabilities[np.arange(len(labels)), labels]
    rank = (probabilities > true[:, None]).sum(axis=1)
    per_category = {name: float((rank[labels == k] == 0).mean()) for k, name in enumerate(names) if (labels == k).any()}
    return Scores(
        len(labels), float((rank == 0).mean()), float((rank < 5).mean()),
        float(np.mean(list(per_category.values()))), per_category,
    )  # fmt: skip
