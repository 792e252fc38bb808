"""The list of drawings behind the browser: any length, nothing parsed, only what is on screen remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.widgets.browser_cache import BoundedCache
from sketchxai_desktop.widgets.browser_text import tooltip
from sketchxai_desktop.workers.saying import said

Indices = npt.NDArray[np.int64]
AnyIndex = QModelIndex | QPersistentModelIndex

_MOST_SKETCHES = 4000
_MOST_POINTS = 4_000_000
_MOST_PREDICTIONS = 50_000

#: Role of the drawing's index in its file.
DRAWING_ROLE = Qt.ItemDataRole.UserRole


class Prediction(NamedTuple):
    """What the network says: the most probable category, and how probable it is (0..1)."""

    category: str
    probability: float


class SketchModel(QAbstractListModel):
    """Row r is a drawing, counted from 0 in its file: r itself, or the r-th of the drawings that were found.

    `data` only looks up. What it does not know it leaves empty; `missing` tells what has to be asked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._rows: Indices | None = None
        self._entries: BoundedCache[Sketch | str] = BoundedCache(_MOST_SKETCHES, _MOST_POINTS)
        self._lines: BoundedCache[int] = BoundedCache(_MOST_PREDICTIONS, _MOST_PREDICTIONS)
        self._predictions: BoundedCache[Prediction] = BoundedCache(_MOST_PREDICTIONS, _MOST_PREDICTIONS)
        self._known: frozenset[str] | None = None

    # Which drawings ---------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Drawings of the file known so far."""
        return self._count

    @property
    def rows(self) -> Indices | None:
        """The drawings shown, in order; None while all are shown in file order."""
        return self._rows

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid():
            return 0
        return self._count if self._rows is None else len(self._rows)

    def drawing(self, row: int) -> int:
        """The drawing in a row."""
        return row if self._rows is None else int(self._rows[row])

    def row_of(self, drawing: int) -> int | None:
        """The row of a drawing, None if it is not shown."""
        if self._rows is None:
            return drawing if 0 <= drawing < self._count else None
        found = np.flatnonzero(self._rows == drawing)
        return int(found[0]) if len(found) else None

    def reset(self, count: int) -> None:
        """Another file: forget all drawings."""
        self.beginResetModel()
        self._count, self._rows = count, None
        self._entries.clear()
        self._lines.clear()
        self._predictions.clear()
        self.endResetModel()

    def set_count(self, count: int) -> None:
        """More drawings of the same file are known."""
        if count <= self._count:
            return
        if self._rows is None:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        else:
            self._count = count

    def set_rows(self, rows: npt.ArrayLike | None) -> None:
        """Show these drawings in this order; None for all in file order."""
        self.beginResetModel()
        self._rows = None if rows is None else np.asarray(rows, np.int64)
        self.endResetModel()

    # What is known of them --------------------------------------------------------------------------

    def entry(self, drawing: int) -> Sketch | str | None:
        """The sketch, the reason why there is none, or None while neither is known."""
        return self._entries.get(drawing)

    def line(self, drawing: int) -> int:
        """The number of its line, as people count; as if no line were blank, where it is not known."""
        return self._lines.get(drawing) or drawing + 1

    def prediction(self, drawing: int) -> Prediction | None:
        """What the network says of it, None while that is not known."""
        return self._predictions.get(drawing)

    def is_right(self, drawing: int) -> bool | None:
        """Whether the network names the drawing's word; None without prediction, or word that it was ever taught."""
        entry, prediction = self._entries.get(drawing), self._predictions.get(drawing)
        if not isinstance(entry, Sketch) or not entry.word or prediction is None:
            return None
        word = entry.word.casefold()
        return word == prediction.category.casefold() if self._known is None or word in self._known else None

    def missing(self, drawings: Iterable[int]) -> list[int]:
        """Those that were not loaded yet."""
        return [d for d in drawings if self._entries.get(d) is None]

    def unpredicted(self, drawings: Iterable[int]) -> dict[int, Sketch]:
        """Those that are loaded, that the network can see, and of which it has said nothing yet."""
        found = {}
        for drawing in drawings:
            entry = self._entries.get(drawing)
            if isinstance(entry, Sketch) and entry.extent > 0 and self._predictions.get(drawing) is None:
                found[drawing] = entry
        return found

    def set_entries(self, entries: Mapping[int, Sketch | str], lines: Mapping[int, int]) -> None:
        """Sketches, or reasons why there are none; and their line numbers, as far as they are known."""
        for drawing, entry in entries.items():
            cost = 100 if isinstance(entry, str) else entry.point_count + 20 * len(entry)
            self._entries.put(drawing, entry, cost)
        for drawing, line in lines.items():
            self._lines.put(drawing, line)

    def set_predictions(self, predictions: Mapping[int, tuple[str, float]]) -> None:
        """What the network says of some drawings."""
        for drawing, (category, probability) in predictions.items():
            self._predictions.put(drawing, Prediction(category, probability))

    def clear_predictions(self, categories: Iterable[str] | None = None) -> None:
        """Another network, which knows these categories, or none."""
        self._predictions.clear()
        self._known = None if categories is None else frozenset(c.casefold() for c in categories)

    # For views --------------------------------------------------------------------------------------

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        drawing = self.drawing(index.row())
        if role == DRAWING_ROLE:
            return drawing
        if role == Qt.ItemDataRole.DisplayRole:
            entry = self._entries.get(drawing)
            return (entry.word or "") if isinstance(entry, Sketch) else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.description(drawing)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.description(drawing))  # a word may look like HTML
        return None

    def description(self, drawing: int) -> str:
        """All that is known about a drawing, in words; one fact a line."""
        entry = self._entries.get(drawing)
        line = self.tr("Line {number}").format(number=f"{self.line(drawing):,}")
        if entry is None:
            return self.tr("{line}: loading").format(line=line)
        if isinstance(entry, str):
            return self.tr("{line} is no drawing: {reason}.").format(line=line, reason=said(entry))
        facts = [f"{line}: {entry.word or self.tr('no word')}"]
        if entry.recognized is not None:
            facts.append(self.tr("The game recognised it") if entry.recognized else self.tr("The game missed it"))
        if entry.country:
            facts.append(self.tr("Country: {code}").format(code=entry.country))
        facts.append(self._said(drawing, entry))
        return "\n".join(f for f in facts if f)

    def _said(self, drawing: int, sketch: Sketch) -> str:
        if sketch.extent <= 0:
            return self.tr("A single dot has no size, so the network cannot see it")
        prediction = self._predictions.get(drawing)
        if prediction is None:
            return ""
        share = f"{100 * prediction.probability:.1f}%"
        said = self.tr("the network says {category}, {share}").format(category=prediction.category, share=share)
        right = self.is_right(drawing)
        if right is not None:
            return (self.tr("Right: {said}") if right else self.tr("Wrong: {said}")).format(said=said)
        text = said[:1].upper() + said[1:]
        if sketch.word:
            text += "\n" + self.tr("It was never taught the word “{word}”").format(word=sketch.word)
        return text
