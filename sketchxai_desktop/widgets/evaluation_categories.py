"""The table of categories; a click on a heading sorts it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from sketchxai_desktop.evaluation.estimate import percent, percent_interval
from sketchxai_desktop.evaluation.evaluation import CategoryScore, Evaluation

Index = QModelIndex | QPersistentModelIndex
_SORT = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class CategoryRow:
    """One category. `taken_for`: what its drawings were most often mistaken for, with how many; ("", 0): nothing."""

    label: int
    score: CategoryScore
    taken_for: tuple[str, int]


def rows_of(evaluation: Evaluation) -> list[CategoryRow]:
    """One row for each category that has drawings."""
    label = {name: k for k, name in reversed(list(enumerate(evaluation.categories)))}
    rows = []
    for score in evaluation.per_category:
        k = label[score.name]
        wrong = evaluation.confusion[k].copy()
        wrong[k] = 0
        most = int(wrong.argmax())
        taken_for = (evaluation.categories[most], int(wrong[most])) if wrong[most] else ("", 0)
        rows.append(CategoryRow(k, score, taken_for))
    return rows


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[CategoryRow] = []
        self._titles = (
            self.tr("Category"),
            self.tr("Drawings"),
            self.tr("Top-1"),
            self.tr("95 % interval"),
            self.tr("Top-5"),
            self.tr("Taken for"),
            self.tr("Learned from"),
        )

    def replace(self, rows: list[CategoryRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, direction: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if direction == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if direction == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if 0 < section < 5 or section == 6 else Qt.AlignmentFlag.AlignLeft)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == _SORT:
            return self._key(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and (0 < column < 5 or column == 6):
            return int(_RIGHT)
        return None

    def _text(self, row: CategoryRow, column: int) -> str:
        s, (name, count) = row.score, row.taken_for
        learned = "" if s.training_drawings is None else f"{s.training_drawings:,}"
        taken = self.tr("{0} ({1:,})").format(name, count) if count else ""
        interval = percent_interval(s.top1, 1)
        return (s.name, f"{s.drawings:,}", percent(s.top1.value, 1), interval, percent(s.top5, 1), taken, learned)[
            column
        ]

    @staticmethod
    def _key(row: CategoryRow, column: int) -> object:
        s = row.score
        low = 0.0 if math.isnan(s.top1.low) else s.top1.low
        learned = -1 if s.training_drawings is None else s.training_drawings
        return (s.name.casefold(), s.drawings, s.top1.value, low, s.top5, row.taken_for[1], learned)[column]


class CategoryTable(QTableView):
    """Signals: category_chosen: the label of the row that was chosen."""

    category_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._model = _Model(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(_SORT)
        self.setModel(self._sorted)
        self.setAccessibleName(self.tr("Categories"))
        self.setSortingEnabled(True)
        self.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    def set_evaluation(self, evaluation: Evaluation | None) -> None:
        """Show these categories, in the order that was chosen."""
        self._model.replace([] if evaluation is None else rows_of(evaluation))
        self.resizeColumnsToContents()
        known = any(r.score.training_drawings is not None for r in self._model.rows)
        self.setColumnHidden(6, not known)

    def shown(self) -> list[str]:
        """The categories from top to bottom."""
        return [str(self._sorted.index(k, 0).data()) for k in range(self._sorted.rowCount())]

    def _row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.category_chosen.emit(self._model.rows[self._sorted.mapToSource(current).row()].label)
