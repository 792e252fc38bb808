"""The strokes of the sketch as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sketchxai_desktop.core.sketch import Frame, Stroke
from sketchxai_desktop.widgets.inspector_state import ATTRIBUTES, InspectorState, percent, place

#: Role under which a row is given as a `StrokeRow`.
ROW = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class StrokeRow:
    """One stroke and what is known of it.

    Attributes:
        order: 0-based.
        stroke: as drawn.
        location: normalised, or None when the sketch has no size.
        points: of the stroke as the network sees it, or None while that is not known.
        shares: (order, shape, location) of its token, or None while the network has said nothing of it.
        seen: False if the network has no slot for it.
    """

    order: int
    stroke: Stroke
    location: tuple[float, float] | None
    points: int | None
    shares: tuple[float, float, float] | None
    seen: bool


class StrokeModel(QAbstractListModel):
    """Rows are made when they are asked for, so that 500 strokes cost no more than the visible ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = InspectorState()
        self._count = 0
        self._frame: Frame | None = None
        self._slots: int | None = None
        # What was last known of a stroke, by identity: after an edit the other strokes keep their numbers
        # until new ones arrive. The inspection keeps those strokes alive, so identities stay theirs.
        self._known: dict[int, int] = {}

    def set_state(self, state: InspectorState, slots: int | None) -> None:
        """Show another moment. `slots`: most strokes the network can see, or None while there is none."""
        if state.inspection is not self._state.inspection:
            strokes = () if state.inspection is None else state.inspection.sketch.strokes
            self._known = {id(stroke): k for k, stroke in enumerate(strokes)}
        changed = state.sketch is not self._state.sketch
        if changed:
            self._frame = Frame.of(state.sketch) if state.sketch.extent > 0 else None
        before, after = self.rowCount(), len(state.sketch)
        # Rows come and go at the end, so that the view keeps its place.
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
        self._state, self._slots, self._count = state, slots, after
        if after > before:
            self.endInsertRows()
        elif after < before:
            self.endRemoveRows()
        if after:
            self.dataChanged.emit(self.index(0), self.index(after - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        # Qt asks a thousand times for one edit of a large sketch.
        return 0 if parent.isValid() else self._count

    def row(self, order: int) -> StrokeRow:
        """What is known of a stroke (0-based)."""
        stroke = self._state.sketch.strokes[order]
        seen = self._slots is None or order < self._slots
        inspection, known = self._state.inspection, self._known.get(id(stroke))
        about_this = inspection is not None and inspection.sketch is self._state.sketch
        location = None if self._frame is None else self._frame.to_normalised(stroke.start)
        points = None if stroke.raw else len(stroke)
        shares = None
        if inspection is not None and known is not None:
            points = len(inspection.simplified.strokes[known])
            if known < len(inspection.contributions):
                shares = inspection.contributions[known]
                location = inspection.locations[known] if about_this else location
        return StrokeRow(
            order,
            stroke,
            None if location is None else (float(location[0]), float(location[1])),
            points,
            None if shares is None else (float(shares[0]), float(shares[1]), float(shares[2])),
            seen,
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        if role == ROW:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._sentence(self.row(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._lines(self.row(index.row())))
        return None

    def _sentence(self, row: StrokeRow) -> str:
        parts = [self.tr("Stroke {0}").format(row.order + 1)]
        if row.location is not None:
            parts.append(self.tr("starts at {0}").format(place(row.location)))
        if row.points is not None:
            parts.append(self.points_text(row.points))
        return ", ".join(parts)

    def points_text(self, points: int) -> str:
        """As in "23 points"."""
        return self.tr("1 point") if points == 1 else self.tr("{0} points").format(points)

    def _lines(self, row: StrokeRow) -> list[str]:
        lines = [self.tr("Stroke {0} of {1}").format(row.order + 1, self.rowCount())]
        if row.location is not None:
            lines.append(self.tr("Location: starts at {0}; the middle is (0, 0)").format(place(row.location)))
        drawn = self.tr("Drawn with {0}").format(self.points_text(len(row.stroke)))
        if row.points is not None and row.stroke.raw:
            drawn += self.tr("; the network sees {0}").format(self.points_text(row.points))
        lines.append(drawn)
        if not row.seen:
            lines.append(self.tr("The network has no slot for this stroke and does not see it."))
        elif row.shares is not None:
            names = {"order": self.tr("order"), "shape": self.tr("shape"), "location": self.tr("location")}
            shares = ", ".join(f"{names[a]} {percent(s)}" for a, s in zip(ATTRIBUTES, row.shares, strict=True))
            lines.append(self.tr("Made up of: {0}").format(shares))
        return lines
