"""How well a network names packed drawings. The arithmetic is that of `sketchxai evaluate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch

from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.evaluation.evaluation import Evaluation, Scores, describe, evaluate, scores_of
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.training.packing import PackedDrawings

__all__ = ["Scores", "describe", "evaluate_packed", "predict_all", "score"]


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
    return scores_of(_predictions(network, drawings, categories), categories or drawings.categories)


def evaluate_packed(
    network: SketchXAINet,
    drawings: PackedDrawings,
    categories: Sequence[str] | None = None,
    training_drawings: Mapping[str, int] | None = None,
) -> Evaluation:
    """All that `sketchxai evaluate` reports.

    Args:
        categories: as in `score`.
        training_drawings: how many drawings of each category the network learned from, if that is known.
    """
    return evaluate(_predictions(network, drawings, categories), categories or drawings.categories, training_drawings)


def _predictions(network: SketchXAINet, drawings: PackedDrawings, categories: Sequence[str] | None) -> Predictions:
    labels = np.asarray(drawings.labels)
    if categories is not None:
        labels = np.array([list(categories).index(name) for name in drawings.categories])[labels]
    return Predictions.of(predict_all(network, drawings), labels, drawings.stroke_counts)
