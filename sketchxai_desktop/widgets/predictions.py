"""What the network says: the most probable categories as bars, and switches that hide attributes from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.widgets.predictions_bars import MOST, Bars, Row

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.inspection import Inspection

#: A newer sketch mutes the bars only after so many milliseconds, because most answers are there before.
PATIENCE = 250
#: Milliseconds between two answers that are shown while a run goes on; the canvas comes first.
_FOLLOW = 40


def rows_of_shown(session: Session) -> list[Row] | None:
    """What the network said of the shown state of a run; None when the sketch is shown or that was not kept."""
    run, checkpoint = session.run, session.checkpoint
    if not session.showing_run or run is None or checkpoint is None or run.checkpoint != checkpoint.name:
        return None
    step = run.steps[session.step]
    if step.best_categories is None or step.best_probabilities is None:
        return None
    labels, values = step.best_categories[session.path], step.best_probabilities[session.path]
    names = [checkpoint.categories[int(label)] for label in labels]
    return [Row(n, float(v), None, n == run.target) for n, v in zip(names, values, strict=True)]


def rows_of(inspection: Inspection, full: Inspection | None) -> list[Row]:
    """The rows to show, best first.

    Args:
        full: what the network said of the same sketch with nothing left out, or None. Its winner is always
            among the rows, so that what it lost can be seen.
    """
    word = (inspection.sketch.word or "").casefold()
    before = dict(zip(full.categories, full.probabilities.tolist(), strict=True)) if full is not None else {}
    chosen = inspection.top(MOST)
    if full is not None:
        winner = full.top(1)[0][0]
        if winner not in [name for name, _ in chosen] and winner in inspection.categories:
            chosen[-1] = (winner, float(inspection.probabilities[inspection.categories.index(winner)]))
    return [Row(name, value, before.get(name), name.casefold() == word) for name, value in chosen]


class PredictionBars(QWidget):
    """Bars for the most probable categories, beside switches that leave attributes out of the tokens."""

    #: A category's row was clicked, or Enter pressed on it.
    category_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._message = ""
        self._full: Inspection | None = None
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(PATIENCE)
        self._stale.timeout.connect(self._mute)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW)
        self._follow.timeout.connect(self._refresh)
        self.setAccessibleName(self.tr("Predictions"))

        self.bars = Bars(self)
        self.bars.chosen.connect(self.category_chosen)
        self.switches: dict[str, QCheckBox] = {}
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QLabel(self.tr("without"))
        title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        title.setToolTip(self.tr("Hide one of a stroke's three attributes from the network and see what changes"))
        column.addStretch(1)
        column.addWidget(title)
        for attribute, name, tip in self._attributes():
            switch = QCheckBox(name)
            switch.setToolTip(tip)
            switch.setAccessibleName(self.tr("Without {0}").format(attribute))
            switch.toggled.connect(self._switched)
            self.switches[attribute] = switch
            column.addWidget(switch)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(12)
        row.addWidget(self.bars, 1)
        row.addLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

        session.inspection_changed.connect(self._inspection_changed)
        session.sketch_changed.connect(self._sketch_changed)
        session.checkpoint_changed.connect(self._checkpoint_changed)
        session.without_changed.connect(self._without_changed)
        session.shown_changed.connect(self._shown_changed)
        self._without_changed(session.without)
        self._inspection_changed(session.inspection)

    def set_theme(self, theme: Theme) -> None:
        self.bars.set_theme(theme)

    def set_message(self, message: str) -> None:
        """A sentence in place of the bars, as "Loading the network…"; "" shows the bars again."""
        self._message = message
        self._refresh()

    @property
    def rows(self) -> list[Row]:
        """What is shown; empty while there is a sentence in its place."""
        return self.bars.rows

    @property
    def message(self) -> str:
        """The sentence that is shown, or ""."""
        return self.bars.message

    @property
    def muted(self) -> bool:
        """Whether the bars belong to an earlier sketch."""
        return self.bars.muted

    # Changes ----------------------------------------------------------------------------------------

    def _attributes(self) -> list[tuple[str, str, str]]:
        return [
            (
                "order",
                self.tr("order"),
                self.tr("Hide the order from the network: its embedding is left out of every token"),
            ),
            (
                "shape",
                self.tr("shape"),
                self.tr("Hide the shapes from the network: their embeddings are left out of every token"),
            ),
            (
                "location",
                self.tr("location"),
                self.tr("Hide the locations from the network: their embeddings are left out of every token"),
            ),
        ]

    def _switched(self) -> None:
        self._session.set_without({name for name, switch in self.switches.items() if switch.isChecked()})

    def _without_changed(self, without: frozenset[str]) -> None:
        for name, switch in self.switches.items():
            if switch.isChecked() != (name in without):
                switch.blockSignals(True)
                switch.setChecked(name in without)
                switch.blockSignals(False)

    def _checkpoint_changed(self) -> None:
        self._full = None
        self._refresh()

    def _sketch_changed(self) -> None:
        if len(self._session.sketch) == 0 or self._session.inspection is None:
            self._refresh()
        elif self._session.inspection.sketch is not self._session.sketch and not self._stale.isActive():
            self._stale.start()

    def _shown_changed(self) -> None:
        if self._session.run_state is not RunState.RUNNING or not self._session.showing_run:
            self._refresh()
        elif not self._follow.isActive():
            self._follow.start()

    def _mute(self) -> None:
        inspection = self._session.inspection
        if inspection is not None and inspection.sketch != self._session.sketch:
            self.bars.set_muted(True)

    def _inspection_changed(self, inspection: Inspection | None) -> None:
        self._stale.stop()
        if inspection is not None and not inspection.without:
            self._full = inspection
        self._refresh()
        if inspection is not None and inspection.sketch != self._session.sketch:
            self._stale.start()

    def _refresh(self) -> None:
        shown = None if self._message else rows_of_shown(self._session)
        if shown is not None:
            self.bars.show_rows(shown)
            return
        message = self._message or self._nothing_to_say()
        inspection = self._session.inspection
        if message or inspection is None:
            self.bars.show_message(message)
            return
        full = self._full if inspection.without and self._is_the_same_question(inspection) else None
        self.bars.show_rows(rows_of(inspection, full))

    def _is_the_same_question(self, inspection: Inspection) -> bool:
        full = self._full
        return full is not None and full.checkpoint == inspection.checkpoint and full.sketch == inspection.sketch

    def _nothing_to_say(self) -> str:
        if not len(self._session.sketch):
            return self.tr("Draw something, and the network says what it sees.")
        if self._session.sketch.extent <= 0:
            return self.tr("A single dot has no size. Draw a line, and the network says what it sees.")
        if self._session.inspection is None and self._session.checkpoint is None:
            return self.tr("No network is loaded.")
        return ""
