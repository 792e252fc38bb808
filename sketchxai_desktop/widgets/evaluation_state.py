"""What the Evaluation window shows: a measurement, and which of its drawings are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.drawings import Skipped
from sketchxai_desktop.evaluation.evaluation import Evaluation
from sketchxai_desktop.evaluation.predictions import Predictions


@dataclass(frozen=True, eq=False)
class Measured:
    """What was measured on a file.

    Attributes:
        predictions: of the same drawings as `evaluation`, in the same order.
        path: of the file. skipped: what could not be measured in it.
        complete: False if it was stopped before the last drawing.
    """

    evaluation: Evaluation
    predictions: Predictions
    path: Path
    checkpoint: CheckpointSummary
    skipped: Skipped
    complete: bool = True

    def in_cell(self, true: int, predicted: int) -> list[int]:
        """Places of the drawings of category `true` that were named `predicted`, most confident first."""
        return self.predictions.where(true, predicted).tolist()

    def of_category(self, true: int) -> list[int]:
        """Places of all its drawings: wrong ones first, of those the surest first."""
        return self._wrong_first(self.predictions.labels == true)

    def named(self, predicted: int) -> list[int]:
        """Places of all drawings that got that name: wrong ones first, of those the surest first."""
        return self._wrong_first(self.predictions.predicted == predicted)

    def mistakes(self, count: int) -> list[int]:
        """Places of the wrong answers that the network was surest of."""
        return self.predictions.worst_mistakes(count).tolist()

    def _wrong_first(self, which: np.ndarray) -> list[int]:
        places = np.flatnonzero(which)
        order = np.lexsort((-self.predictions.confidence[places], self.predictions.right[places]))
        return places[order].tolist()


@dataclass(frozen=True, eq=False)
class Pictured:
    """A measured drawing as it was read again: `place` among the predictions, `line` counts from 1."""

    place: int
    sketch: Sketch
    line: int
