"""Are they true? Methods by measures for this sketch, as a table that can be sorted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from sketchxai_desktop.explain.measures import MEASURES
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_measures import SORTED
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_parts import scores_overlay
from sketchxai_desktop.widgets.explain_score_model import ScoreModel
from sketchxai_desktop.widgets.explain_state import ExplainState, is_signed, why
from sketchxai_desktop.widgets.explain_table import ScoreTable
from sketchxai_desktop.widgets.explain_tests_window import ScoresWindow, whole_table
from sketchxai_desktop.widgets.explain_view import Caption, ProgressRow, View, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway


class TestsView(View):
    """Signals:
    wanted: names of methods to put to the test. method_chosen: a row was chosen. cancelled: stop.
    file_wanted: put methods to the test on all the opened file.
    """

    __test__ = False  # no test case, whatever its name
    wanted = Signal(object)
    method_chosen = Signal(str)
    cancelled = Signal()
    file_wanted = Signal()

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
        self.whole = tool_button(
            self.tr("Enlarge"), self.tr("Show the whole table, with all its columns, in a window of its own")
        )
        self.whole.clicked.connect(self.show_whole)
        self.file = tool_button(
            self.tr("Whole File…"), self.tr("Put methods to the test on many drawings of the opened file")
        )
        self.file.clicked.connect(self.file_wanted)
        further = QHBoxLayout()
        further.setSpacing(4)
        for place, buttons in ((row, (self.methods, self.run)), (further, (self.whole, self.file))):
            for button in buttons:
                place.addWidget(button)
            place.addStretch(1)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.cancelled)
        self.model = ScoreModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORTED)
        self.table = ScoreTable(self.sorted)
        self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.table.setMinimumHeight(self.table.least_height())
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.caption = Caption()
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.caption)
        self.body.addLayout(further)
        self.take_away = TakeAway(self, "explanation-scores", self.rows, picture=self.whole_picture)
        self._window: ScoresWindow | None = None
        session.sketch_changed.connect(self._sketch_changed)

    def show_whole(self) -> None:
        """The table in a window of its own, in which all columns fit."""
        if self._window is None:
            self._window = ScoresWindow(self.sorted, self.take_away, self)
        self._window.set_words(self.about(), self._sentence(self.state))
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def about(self) -> str:
        """Which question the numbers answer."""
        question = self.state.question
        if question is None:
            return ""
        checkpoint = self.session.checkpoint
        kept = self.tr("orders stay") if question.removal == "drop" else self.tr("orders close up")
        output = self.tr("probability") if question.output == "probability" else self.tr("logit")
        details = [checkpoint.name if checkpoint is not None else "", output, kept]
        return f"{self.tr('Why {0}?').format(why(question))} ({', '.join(filter(None, details))})"

    def whole_picture(self) -> QWidget:
        """All of the table, whatever part of it is in sight, with what it is about."""
        return whole_table(self.sorted, self.about(), self)

    def _sketch_changed(self, _: object = None) -> None:
        if self._window is not None and not self.isVisible():
            self._window.close()  # nobody brings it up to date now

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
        self.whole.setEnabled(bool(state.results.scores))
        self.caption.setText(self._sentence(state))
        if self._window is not None:
            self._window.set_words(self.about(), self._sentence(state))

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
            "Bold: best of its column. Pale: no better than the random control. Arrows: whether higher or lower is "
            "better."
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
