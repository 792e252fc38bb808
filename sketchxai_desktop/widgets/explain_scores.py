"""Attributions: how much each stroke counts, by one method large and by all chosen ones side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.signed import signed_shares
from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_cards import MethodCards
from sketchxai_desktop.widgets.explain_chart import ScoreChart
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_parts import pieces_of, point_places, scores_overlay
from sketchxai_desktop.widgets.explain_state import ExplainState, is_signed, signed
from sketchxai_desktop.widgets.explain_view import Caption, ProgressRow, View, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway
from sketchxai_desktop.workers.saying import said


class ScoresView(View):
    """Signals:
    wanted: names of methods to run now. method_chosen: another method is shown large. cancelled: stop running.
    cut_chosen: most points of the parts that are scored from now on; 0: whole strokes.
    """

    wanted = Signal(object)
    cut_chosen = Signal(int)
    method_chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, session: Session, menu: MethodMenu, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Attributions"), parent)
        self.menu = menu
        self.methods = tool_button(self.tr("Methods"), self.tr("Which methods are asked, by family"))
        self.methods.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.methods.setMenu(self.menu)
        self.run = tool_button(self.tr("Run Checked"), self.tr("Run the checked methods that have not answered yet"))
        self.run.clicked.connect(lambda: self.wanted.emit(self._missing()))
        self.points = tool_button(
            self.tr("Points"),
            self.tr("Show the scores of single points on the canvas, where the method gives them"),
            checked=False,
        )
        self.points.toggled.connect(lambda _: self.overlay_changed.emit())
        self.cut = QComboBox()
        for most, text in (
            (0, self.tr("Whole strokes")),
            (8, self.tr("Parts of up to 8 points")),
            (4, self.tr("Parts of up to 4 points")),
            (2, self.tr("Every line between two points")),
        ):
            self.cut.addItem(text, most)
        self.cut.setAccessibleName(self.tr("What is scored"))
        self.cut.setToolTip(
            self.tr(
                "What is scored: whole strokes, or parts of them, cut at their points.\n"
                "Parts are taken away like strokes; what is left of a stroke are shorter strokes in the same place.\n"
                "Methods that cannot take parts away score whole strokes, or add up the scores of points."
            )
        )
        self.cut.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cut.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.cut.setMinimumContentsLength(8)
        self.cut.currentIndexChanged.connect(lambda _: self.cut_chosen.emit(self.cut.currentData()))
        row, second = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(4)
        for button in (self.methods, self.run):
            row.addWidget(button)
        row.addStretch(1)
        second.setSpacing(4)
        second.addWidget(self.cut, 1)
        second.addWidget(self.points)
        self.chart = ScoreChart(session)
        self.caption = Caption()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.cancelled)
        self.cards = MethodCards(session)
        self.cards.chosen.connect(self._choose)
        self.body.addLayout(row)
        self.body.addLayout(second)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.cards)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "attributions", self.rows)
        self.menu.chosen_changed.connect(lambda: self.refresh(self.state))
        self._running = ""
        self._shares: dict[str, float] = {}

    def _missing(self) -> list[str]:
        return [name for name in self.menu.chosen if self.state.found_by(name) is None]

    def _choose(self, name: str) -> None:
        self.method_chosen.emit(name)
        if self.state.found_by(name) is None and not self.state.message:
            self.wanted.emit([name])

    def set_progress(self, kind: str, share: float | None, what: str) -> None:
        if kind not in ("attributions", "parts"):
            return
        self._shares.pop(kind, None)
        if share is not None:  # `what` is the method that is running
            self._shares[kind] = share
        self._running = what if share is not None and what in METHODS else ""
        left = next(iter(self._shares.values()), None)
        self.progress.set_progress(left, shown(METHODS[what].title) if what in METHODS else what)
        if self.isVisible():
            self.cards.show_state(self.state, self.menu.chosen, self._running)

    def refresh(self, state: ExplainState) -> None:
        found, method = state.shown, METHODS[state.method]
        if self.cut.currentData() != state.cut:
            with QSignalBlocker(self.cut):
                self.cut.setCurrentIndex(max(0, self.cut.findData(state.cut)))
        message = state.message
        if not message and found is None:
            message = self.tr("Computing\N{HORIZONTAL ELLIPSIS}") if self._running else self.tr("Not computed yet.")
        self.chart.show_state(state, message)
        self.caption.setText(self._sentence(state, found))
        self.points.setVisible(method.per_point and not state.cut)
        missing = self._missing()
        self.run.setEnabled(bool(missing) and not state.message)
        self.cards.show_state(state, self.menu.chosen, self._running)

    def _sentence(self, state: ExplainState, found: Attribution | None) -> str:
        method = METHODS[state.method]
        parts = [shown(method.sentence)]
        if state.cut:
            if method.on_parts:
                parts.append(self.tr("Here: parts of strokes."))
            elif method.per_point:
                parts.append(self.tr("A part's score is the sum over its points."))
            else:
                parts.append(self.tr("It can only score whole strokes."))
        if found is not None:
            if state.method in ("exact_shapley", "kernel_shap"):
                parts.append(self.tr("Sum: {0}.").format(signed(float(found.scores.sum()))))
            if found.note:
                parts.append(said(found.note))
        return " ".join(parts)

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        kept = state.results.parts.get((state.cut, state.method))
        return (state.sketch, state.question, state.attribution, kept, state.cut, self.points.isChecked())

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        found, parts = state.shown, state.part_attribution
        if found is None or state.question is None:
            return None
        places = point_shares = None
        pieces = None if parts is None else pieces_of(state.sketch, state.seen, parts)
        if pieces is None and self.points.isChecked() and found.points is not None:
            own = point_places(state.sketch, state.seen)
            places = np.concatenate([p[: len(s)] for p, s in zip(own, found.points, strict=False)])
            point_shares = signed_shares(np.concatenate(found.points)[: len(places)])
        ends = (self.tr("against"), self.tr("for")) if is_signed(state.method) else (self.tr("little"), self.tr("much"))
        overlay = scores_overlay(state, found, ends, pieces)
        return None if overlay is None else replace(overlay, places=places, point_shares=point_shares)

    def rows(self) -> Rows:
        """One row per stroke and method; where strokes are cut into parts, one per part."""
        state, question = self.state, self.state.question
        asked = {
            "target": question.target if question else "",
            "versus": (question.versus or "") if question else "",
            "output": question.output if question else "",
            "removal": question.removal if question else "",
        }
        rows = []
        for name in METHODS:
            found, parts = state.found_by(name), state.parts_by(name)
            for k, score in enumerate([] if found is None else found.scores.tolist()):
                assert found is not None
                place: dict[str, object] = {"stroke": k + 1}
                if state.cut:
                    part = None if parts is None else parts.parts[k]
                    place = {
                        "stroke": k + 1 if part is None else part.stroke + 1,
                        "first_point": "" if part is None else part.first + 1,
                        "last_point": "" if part is None else part.last + 1,
                    }
                error = "" if found.errors is None else float(found.errors[k])
                seconds = round(found.seconds, 6)
                rows.append({"method": name, **place, "score": score, "error": error, **asked, "seconds": seconds})
        return rows
