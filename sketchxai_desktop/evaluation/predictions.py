"""What a network said of labelled drawings, in a few numbers for each: millions of drawings fit into memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sentences import Sentence

#: Categories kept of each drawing, best first.
BEST = 5

Integers = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Answers for D drawings, K = min(5, categories) categories each.

    Attributes:
        labels: (D,) the true category.
        best: (D, K) the most probable categories, best first; of equal ones the lower label comes first.
        rank: (D,) categories that come before the true one in that order; 0: named rightly.
        confidence: (D,) 0..1 probability of the best category.
        true_probability: (D,) 0..1 probability of the true category.
        strokes: (D,) strokes of the drawing.
        files: (D,) index of the file that the drawing comes from; -1: from none.
        drawings: (D,) the drawing's index in that file, from 0; without a file, its place among the drawings.
    """

    labels: Integers
    best: Integers
    rank: Integers
    confidence: FloatArray
    true_probability: FloatArray
    strokes: Integers
    files: Integers
    drawings: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls,
        probabilities: npt.ArrayLike,
        labels: npt.ArrayLike,
        strokes: npt.ArrayLike,
        files: npt.ArrayLike | None = None,
        drawings: npt.ArrayLike | None = None,
    ) -> Predictions:
        """From (D, C) probabilities and D labels.

        Raises:
            ValueError: a probability is not a number, which no ranking survives.
        """
        table = np.asarray(probabilities, np.float32)
        if not np.isfinite(table).all():
            raise ValueError(Sentence("the network's probabilities are not finite numbers"))
        true = np.asarray(labels, np.int32)
        rows = np.arange(len(true))
        order = _best_first(table, min(BEST, table.shape[1]))
        own = table[rows, true]
        # Of equal probabilities the lower label comes first, here as in `best`: rank 0 is exactly best[:, 0].
        equal_before = (table == own[:, None]) & (np.arange(table.shape[1]) < true[:, None])
        rank = (table > own[:, None]).sum(axis=1) + equal_before.sum(axis=1)
        return cls(
            true,
            order,
            rank.astype(np.int32),
            table[rows, order[:, 0]],
            own,
            np.asarray(strokes, np.int32),
            np.full(len(true), -1, np.int32) if files is None else np.asarray(files, np.int32),
            rows.astype(np.int64) if drawings is None else np.asarray(drawings, np.int64),
        )

    @classmethod
    def joined(cls, parts: Sequence[Predictions]) -> Predictions:
        """All drawings of one or more parts, one after another."""
        return cls(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def predicted(self) -> Integers:
        """(D,) the category that the network would answer."""
        answer: Integers = self.best[:, 0]
        return answer

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """(D,) whether that is the true one."""
        answer: npt.NDArray[np.bool_] = self.rank == 0
        return answer

    def where(self, true: int, predicted: int) -> npt.NDArray[np.int64]:
        """Places of the drawings in one cell of the confusion matrix, most confident first."""
        places = np.flatnonzero((self.labels == true) & (self.predicted == predicted))
        return self._most_confident_first(places)

    def worst_mistakes(self, count: int) -> npt.NDArray[np.int64]:
        """Places of the `count` wrong answers that the network was surest of, surest first."""
        return self._most_confident_first(np.flatnonzero(~self.right))[:count]

    def _most_confident_first(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        order = np.argsort(-self.confidence[places], kind="stable")
        sorted_places: npt.NDArray[np.int64] = places[order].astype(np.int64)
        return sorted_places


def _best_first(table: FloatArray, count: int) -> Integers:
    """(D, count) labels of the largest entries of each row, largest first, the lower label first among equals."""
    if table.shape[1] > 4 * count:
        # All that could be among the best, in the order of their labels; ties at the edge are settled below.
        edge = np.partition(table, -count, axis=1)[:, -count, None]
        if int((table >= edge).sum(axis=1).max(initial=0)) == count:
            chosen = np.nonzero(table >= edge)[1].reshape(-1, count)
            order = np.argsort(-np.take_along_axis(table, chosen, axis=1), axis=1, kind="stable")
            return np.take_along_axis(chosen, order, axis=1).astype(np.int32)
    return np.argsort(-table, axis=1, kind="stable")[:, :count].astype(np.int32)
