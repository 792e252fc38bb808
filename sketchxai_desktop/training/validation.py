"""What a network says of packed drawings, worked out by any number of processes with the same result."""

from __future__ import annotations

import numpy as np
import torch

from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.evaluation.evaluation import Scores, scores_of
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.training.batches import training_batch
from sketchxai_desktop.training.forward import TrainingForward
from sketchxai_desktop.training.packing import PackedDrawings
from sketchxai_desktop.training.processes import Processes

_BATCH = 256


@torch.no_grad()
def validate(network: SketchXAINet, drawings: PackedDrawings, processes: Processes) -> Scores:
    """Scores of all drawings, for every process. All processes have to call it.

    The batches are the same for any number of processes, so each drawing gets the very same answer.
    """
    training = network.training
    forward = TrainingForward(network).eval()
    by_strokes = np.argsort(drawings.stroke_counts, kind="stable")
    starts = processes.share_of(np.arange(0, len(drawings), _BATCH))
    parts = []
    for start in starts:
        chosen = by_strokes[start : start + _BATCH]
        labels = drawings.labels[chosen].astype(np.int64)
        batch = training_batch(drawings.gather(chosen).normalised(), labels).to(network.device)
        answers = forward(batch).softmax(dim=1).cpu().numpy()
        parts.append(Predictions.of(answers, labels, drawings.stroke_counts[chosen]))
    network.train(training)
    everyone = [part for theirs in processes.gather(parts) for part in theirs]
    return scores_of(Predictions.joined(everyone), drawings.categories)
