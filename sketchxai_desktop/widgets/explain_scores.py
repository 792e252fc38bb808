"""Attributions: how much each stroke counts, by one method large and by all chosen ones side by side."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.signed import signed_shares
from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_cards import MethodCards
from sketchxai_desktop.widgets.explain_chart import ScoreChart
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_state import ExplainState, is_signed, signed, why
from sketchxai_desktop.widgets.explain_view import Caption, ProgressRow, View, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway


class ScoresView(View):
    """Signals:
    wanted: names of methods to run now. method_chosen: another method is shown large. cancelled: stop running.
    """

    wanted = Signal(object)
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
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.methods, self.run):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.points)
        self.chart = ScoreChart(session)
        self.caption = Caption()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.cancelled)
        self.cards = MethodCards(session)
        self.cards.chosen.connect(self._choose)
        self.body.addLayout(row)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.cards)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "attributions", self.rows)
        self.menu.chosen_changed.connect(lambda: self.refresh(self.state))
        self._running = ""

    def _missing(self) -> list[str]:
        return [name for name in self.menu.chosen if name not in self.state.results.attributions]

    def _choose(self, name: str) -> None:
        self.method_chosen.emit(name)
        if name not in self.state.results.attributions and not self.state.message:
            self.wanted.emit([name])

    def set_progress(self, kind: str, share: float | None, what: str) -> None:
        if kind == "attributions":  # `what` is the method that is running
            self._running = what if share is not None and what in METHODS else ""
            self.progress.set_progress(share, shown(METHODS[what].title) if what in METHODS else what)
            if self.isVisible():
                self.cards.show_state(self.state, self.menu.chosen, self._running)

    def refresh(self, state: ExplainState) -> None:
        found, method = state.attribution, METHODS[state.method]
        message = state.message
        if not message and found is None:
            message = self.tr("Computing\N{HORIZONTAL ELLIPSIS}") if self._running else self.tr("Not computed yet.")
        self.chart.show_state(state, message)
        self.caption.setText(self._sentence(state, found))
        self.points.setVisible(method.per_point)
        missing = self._missing()
        self.run.setEnabled(bool(missing) and not state.message)
        self.cards.show_state(state, self.menu.chosen, self._running)

    def _sentence(self, state: ExplainState, found: Attribution | None) -> str:
        parts = [shown(METHODS[state.method].sentence)]
        if found is not None:
            if state.method in ("exact_shapley", "kernel_shap"):
                parts.append(self.tr("Sum: {0}.").format(signed(float(found.scores.sum()))))
            if found.note:
                parts.append(found.note)
        return " ".join(parts)

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        return (state.sketch, state.question, state.attribution, self.points.isChecked())

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        found = state.attribution
        if found is None or state.question is None:
            return None
        places = point_shares = None
        if self.points.isChecked() and found.points is not None:
            places = np.concatenate(
                [p[: len(s)] for p, s in zip(point_places(state.sketch), found.points, strict=False)]
            )
            point_shares = signed_shares(np.concatenate(found.points)[: len(places)])
        against = self.tr("against") if is_signed(state.method) else self.tr("little")
        towards = self.tr("for") if is_signed(state.method) else self.tr("much")
        return Overlay(
            state.sketch,
            f"{shown(METHODS[state.method].title)}: {why(state.question)}",
            signed_shares(found.scores),
            is_signed(state.method),
            (against, towards),
            places,
            point_shares,
        )

    def rows(self) -> Rows:
        """One row per stroke and method."""
        rows = []
        for name, found in self.state.results.attributions.items():
            for k, score in enumerate(found.scores.tolist()):
                rows.append(
                    {
                        "method": name,
                        "stroke": k + 1,
                        "score": score,
                        "error": "" if found.errors is None else float(found.errors[k]),
                        "target": self.state.question.target if self.state.question else "",
                        "versus": (self.state.question.versus or "") if self.state.question else "",
                        "output": self.state.question.output if self.state.question else "",
                        "removal": self.state.question.removal if self.state.question else "",
                        "seconds": round(found.seconds, 6),
                    }
                )
        return rows


def point_places(sketch: Sketch) -> list[FloatArray]:
    """For every stroke the points that the network sees, in the sketch's own units."""
    seen = simplify(sketch)
    if seen is sketch:
        return [s.points for s in sketch.strokes]
    (left, top, _, _), (x, y, _, _) = sketch.bounds, seen.bounds
    scale = sketch.extent / seen.extent if seen.extent > 0 else 1.0
    return [((s.points - (x, y)) * scale + (left, top)).astype(np.float32) for s in seen.strokes]
