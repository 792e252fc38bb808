"""Are they true? Methods by measures for this sketch, as a table that can be sorted."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QToolButton, QWidget

from sketchxai_desktop.explain.measures import MEASURES, best_values, why_not_measured, written
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import mix
from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_paint import scored_picture
from sketchxai_desktop.widgets.explain_parts import scores_overlay
from sketchxai_desktop.widgets.explain_state import ExplainState, is_signed
from sketchxai_desktop.widgets.explain_view import Caption, Heading, ProgressRow, View, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PICTURE, _ROW = 34, 36
_SORTED = Qt.ItemDataRole.UserRole
_ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "0"}


class TestsView(View):
    """Signals:
    wanted: names of methods to put to the test. method_chosen: a row was chosen. cancelled: stop.
    """

    __test__ = False  # no test case, whatever its name
    wanted = Signal(object)
    method_chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, session: Session, menu: MethodMenu, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Are they true?"), parent)
        self._menu = menu
        self.methods = tool_button(self.tr("Methods"), self.tr("Which methods are put to the test"))
        self.methods.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.methods.setMenu(menu)
        self.run = tool_button(
            self.tr("Run Tests"), self.tr("Put the checked methods, and a random explanation as control, to the test")
        )
        self.run.clicked.connect(lambda: self.wanted.emit(menu.chosen))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Heading(self.tr("Are they true?")), 1)
        row.addWidget(self.methods)
        row.addWidget(self.run)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.cancelled)
        self.model = _Scores(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(_SORTED)
        self.table = QTableView()
        self.table.setModel(self.sorted)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.table.setAccessibleName(self.tr("Methods by measures"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setIconSize(QSize(_PICTURE, _PICTURE))
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        metrics = header.fontMetrics()
        header.setFixedHeight(2 * metrics.height() + 8)
        self.table.setColumnWidth(0, 150)
        for column in range(1, self.model.columnCount()):
            words = str(self.model.headerData(column, Qt.Orientation.Horizontal)).split()
            widest = max(metrics.horizontalAdvance(word) for word in words)
            self.table.setColumnWidth(column, max(74, widest + 28))  # with room for the arrow of sorting
        self.table.setMinimumHeight(120)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.caption = Caption()
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.caption)
        self.take_away = TakeAway(self, "explanation-scores", self.rows, picture=self.table, drawing=False)

    def _row_chosen(self, index: QModelIndex, _: QModelIndex) -> None:
        name = self.model.method(self.sorted.mapToSource(index).row())
        if name is not None:
            self.method_chosen.emit(name)

    def set_progress(self, kind: str, share: float | None, what: str) -> None:
        if kind == "scores":
            self.progress.set_progress(share, shown(METHODS[what].title) if what in METHODS else what)

    def refresh(self, state: ExplainState) -> None:
        self.model.set_state(state, self.devicePixelRatioF())
        self.run.setEnabled(not state.message and len(state.sketch) > 1)
        self.caption.setText(self._sentence(state))

    def _sentence(self, state: ExplainState) -> str:
        if state.message:
            return state.message
        if len(state.sketch) < 2:
            return self.tr("With one stroke every explanation is the same.")
        if not state.results.scores:
            return self.tr(
                "Every method claims to know which strokes count. Run the tests to see whose claims hold: strokes "
                "are taken away and put back, locations jitter, and the network's weights are made random."
            )
        return self.tr(
            "Bold: best of its column. Arrows: whether higher or lower is better. What is no better than the random "
            "control says nothing about this sketch."
        )

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        return (state.sketch, state.question, state.attribution, state.method in state.results.scores)

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        """The chosen row's scores: what was put to the test."""
        ends = (self.tr("against"), self.tr("for")) if is_signed(state.method) else (self.tr("little"), self.tr("much"))
        tested = state.method in state.results.scores
        return scores_overlay(state, state.attribution, ends) if tested else None

    def rows(self) -> Rows:
        """One row per method."""
        return [
            {"method": name, **{m: score.measures[m] for m in MEASURES}, "seconds": score.attribution.seconds}
            for name, score in self.state.results.scores.items()
        ]


class _Scores(QAbstractTableModel):
    """Methods by measures; the control is a row like the others, but looks otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = ExplainState()
        self._names: list[str] = []
        self._measures = list(MEASURES.values())
        self._best: dict[str, float] = {}
        self._pictures: dict[str, QPixmap] = {}
        self._shown: tuple[object, ...] = ()

    def method(self, row: int) -> str | None:
        """Name of a row's method."""
        return self._names[row] if 0 <= row < len(self._names) else None

    def set_state(self, state: ExplainState, ratio: float) -> None:
        shown = (state.sketch, state.results.scores, state.theme)
        if shown == self._shown:
            return
        self.beginResetModel()
        self._state, self._shown = state, shown
        self._names = list(state.results.scores)
        self._best = best_values(state.results.scores.values())
        self._pictures = {
            name: QPixmap.fromImage(
                scored_picture(state.sketch, score.attribution.scores, _PICTURE, _PICTURE, ratio, state.theme)
            )
            for name, score in state.results.scores.items()
            if len(score.attribution.scores) == len(state.sketch)
        }
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2 + len(self._measures)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        inside = 1 <= section <= len(self._measures)
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return self.tr("Method")
            if not inside:
                return self.tr("ms")
            measure = self._measures[section - 1]
            return f"{shown(measure.short)} {_ARROWS[measure.better]}"
        if role == Qt.ItemDataRole.ToolTipRole and inside:
            measure = self._measures[section - 1]
            better = {
                "higher": self.tr("Higher is better."),
                "lower": self.tr("Lower is better."),
                "zero": self.tr("Near zero is better."),
            }[measure.better]
            return f"{shown(measure.title)}\n{shown(measure.sentence)}\n{better}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if section == 0:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return side.value | Qt.TextFlag.TextWordWrap.value
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, column = self._names[index.row()], index.column()
        score, control = self._state.results.scores[name], name == "random"
        if column == 0:
            if role in (Qt.ItemDataRole.DisplayRole, _SORTED):
                return shown(METHODS[name].title)
            if role == Qt.ItemDataRole.DecorationRole:
                return self._pictures.get(name)
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{shown(METHODS[name].title)}\n{shown(METHODS[name].sentence)}"
        inside = 1 <= column <= len(self._measures)
        measure = self._measures[column - 1].name if inside else ""
        value = score.measures[measure] if inside else 1000 * score.attribution.seconds
        if role == _SORTED:
            return value if math.isfinite(value) else -1e30
        if role == Qt.ItemDataRole.DisplayRole:
            if not inside:
                return f"{value:.0f}"
            return written(value) or (self.tr("n/a") if why_not_measured(METHODS[name], measure) else "\N{EN DASH}")
        if role == Qt.ItemDataRole.ToolTipRole and not math.isfinite(value):
            if why_not_measured(METHODS[name], measure):
                return self.tr("Not applicable: moving strokes changes nothing that this method looks at.")
            return self.tr("Not defined for so few strokes.")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setItalic(control)
            given = name == "exact_shapley" and measure == "shapley_correlation"  # it is the yardstick
            font.setBold(inside and not control and not given and value == self._best.get(measure))
            return font
        if role == Qt.ItemDataRole.BackgroundRole and control:
            return QBrush(QColor(*mix(self._state.theme.background, self._state.theme.halo, 0.16)))
        return None
