"""Methods by measures for the sketch on the canvas."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, best_values
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.widgets.explain_measures import MeasureModel
from sketchxai_desktop.widgets.explain_state import ExplainState


class ScoreModel(MeasureModel):
    """Rows are the methods that were put to the test."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ExplainState()
        self._best: dict[str, float] = {}
        self._shown: tuple[object, ...] = ()

    def set_state(self, state: ExplainState, ratio: float) -> None:
        shown = (state.sketch, state.results.scores, state.theme)
        if shown == self._shown:
            return
        self.beginResetModel()
        self._state, self._shown, self._theme = state, shown, state.theme
        self._names = list(state.results.scores)
        self._best = best_values({name: score.measures for name, score in state.results.scores.items()})
        self.make_pictures(self._names, ratio)
        self.endResetModel()

    def value(self, name: str, measure: str) -> float:
        return self._state.results.scores[name].measures[measure]

    def seconds(self, name: str) -> float:
        return self._state.results.scores[name].attribution.seconds

    def is_best(self, name: str, measure: str) -> bool:
        return self.value(name, measure) == self._best.get(measure)

    def beats_control(self, name: str, measure: str) -> bool:
        better = MEASURES[measure].better
        if "random" not in self._state.results.scores or better == "zero":
            return True
        value, limit = self.value(name, measure), self.value("random", measure)
        if not math.isfinite(value) or not math.isfinite(limit):
            return math.isfinite(value)
        return value > limit if better == "higher" else value < limit

    def scored(self, name: str) -> tuple[Sketch, Scores] | None:
        scores = self._state.results.scores[name].attribution.scores
        return (self._state.sketch, scores) if len(scores) == len(self._state.sketch) else None
