"""Methods by measures over the drawings of a file: means with their intervals."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, best_values, written
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.score_table import ENOUGH, ScoredDrawing, Standing
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_measures import MeasureModel


class FileScoreModel(MeasureModel):
    """Grows with the drawings: rows stay, their numbers change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing()
        self._example: ScoredDrawing | None = None
        self._best: dict[str, float] = {}

    def set_standing(self, standing: Standing, example: ScoredDrawing | None, ratio: float) -> None:
        """Show these numbers. `example`: the drawing whose picture stands beside the methods."""
        names = [row.method.name for row in standing.rows]
        same = names == self._names
        if not same:
            self.beginResetModel()
        fresh = not same or example is not self._example
        self._names, self.standing, self._example = names, standing, example
        self._best = best_values(
            {name: {m: found.value for m, found in row.estimates.items()} for name, row in standing.by_method.items()}
        )
        if fresh:
            self.make_pictures(names, ratio)
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, self.columnCount() - 1))
        else:
            self.endResetModel()

    def set_theme(self, theme: Theme, ratio: float) -> None:
        self.beginResetModel()
        self._theme = theme
        self.make_pictures(self._names, ratio)
        self.endResetModel()

    def value(self, name: str, measure: str) -> float:
        return self.standing.by_method[name].estimates[measure].value

    def interval(self, name: str, measure: str) -> str:
        found = self.standing.by_method[name].estimates[measure]
        if not math.isfinite(found.low):
            return ""
        return f"{written(found.low)}\N{HORIZONTAL ELLIPSIS}{written(found.high)}"  # a dash would look like a minus

    def spoken(self, name: str, measure: str) -> str:
        row = self.standing.by_method[name]
        found, count = row.estimates[measure], row.counts[measure]
        text = self.tr("{0}, {1}: {2}, mean of {3:,} drawings.").format(
            shown(METHODS[name].title), shown(MEASURES[measure].title), written(found.value), count
        )
        if math.isfinite(found.low):
            text += " " + self.tr("95 % interval: {0} to {1}.").format(written(found.low), written(found.high))
        lead = self.standing.leads[measure].get(name)
        if lead is None or MEASURES[measure].better == "zero" or not math.isfinite(lead.low):
            return text
        if count < ENOUGH:
            said = self.tr("Too few drawings to tell it from the random control.")
        elif lead.low > 0:
            said = self.tr("Better than the random control, drawing by drawing.")
        elif lead.high < 0:
            said = self.tr("Worse than the random control, drawing by drawing.")
        else:
            said = self.tr("Not to be told from the random control.")
        return f"{text} {said}"

    def seconds(self, name: str) -> float:
        return self.standing.by_method[name].seconds

    def is_best(self, name: str, measure: str) -> bool:
        return self.value(name, measure) == self._best.get(measure)

    def beats_control(self, name: str, measure: str) -> bool:
        if self.standing.by_method[name].counts[measure] < ENOUGH or MEASURES[measure].better == "zero":
            return True
        return self.standing.beats_control(name, measure)

    def scored(self, name: str) -> tuple[Sketch, Scores] | None:
        example = self._example
        if example is None:
            return None
        scores = {score.method: score.attribution.scores for score in example.scores}.get(name)
        return None if scores is None or len(scores) != len(example.sketch) else (example.sketch, scores)
