"""Put methods to the test: every measure for every method, on one sketch and over many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, MethodScore, why_not_measured
from sketchxai_desktop.explain.metrics import (
    LARGE_JITTER,
    LAYOUTS,
    OF_ONE_GAME,
    jitters,
    location_infidelity,
    max_sensitivity,
    rank_correlation,
)
from sketchxai_desktop.explain.question import Check, Question, Scores, never
from sketchxai_desktop.explain.randomisation import randomised
from sketchxai_desktop.explain.registry import METHODS, Method, chosen_methods
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.workbench import timed

#: Jittered sketches for max-sensitivity.
JITTERED = 4


@dataclass(frozen=True, eq=False)
class _Jitter:
    """Layouts with all strokes moved a little, for location infidelity.

    Attributes:
        distances: (R, S) by which each stroke was moved. falls: (R,) what the output lost.
    """

    distances: Scores
    falls: Scores

    @classmethod
    def of(cls, value: StrokeValue, seed: int) -> _Jitter:
        drawn = value.locations.cpu().numpy()
        layouts = np.stack(jitters(drawn, LAYOUTS, seed, LARGE_JITTER))
        distances = np.linalg.norm((layouts - drawn).astype(np.float64), axis=2)
        return cls(distances, value.at_layouts(drawn[None])[0] - value.at_layouts(layouts))


class Scorer:
    """Scores methods on one sketch after another with the same network. The control is always among them."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        methods: Iterable[str] = tuple(METHODS),
        *,
        seed: int = 0,
        jittered: int = JITTERED,
        check: Check = never,
    ) -> None:
        """Raises UserError when there is no such method."""
        self.methods: list[Method] = chosen_methods([*methods, "random"])
        self._checkpoint, self._seed, self._jittered, self._check = checkpoint, seed, jittered, check
        self._randomised = randomised(checkpoint, seed)

    def score(self, sketch: Sketch, question: Question) -> Iterator[MethodScore]:
        """Yield a score per method.

        Raises:
            UserError: a category does not exist, or the network cannot see the sketch.
        """
        value = StrokeValue(self._checkpoint, sketch, question, self._check)
        truth = METHODS["exact_shapley"].run(value, self._seed).scores
        # What is computed for one method is remembered for the next.
        places = jitters(value.locations.cpu().numpy(), self._jittered, self._seed)
        moved = [value.at(layout) for layout in places]
        jitter = _Jitter.of(value, self._seed)
        untrained = value.through(self._randomised)
        for method in self.methods:
            found = timed(method, value, self._seed)
            yield MethodScore(found, self._measures(method, found.scores, value, truth, moved, jitter, untrained))

    def _measures(
        self,
        method: Method,
        scores: Scores,
        value: StrokeValue,
        truth: Scores,
        moved: list[StrokeValue],
        jitter: _Jitter,
        untrained: StrokeValue,
    ) -> dict[str, float]:
        if value.players < 2:  # with one stroke every explanation is the same
            return dict.fromkeys(MEASURES, math.nan)
        found = {name: measure(value, scores, self._seed) for name, measure in OF_ONE_GAME.items()}
        found["shapley_correlation"] = rank_correlation(scores, truth)
        found["location_infidelity"] = location_infidelity(jitter.distances, jitter.falls, scores)
        if moved and not why_not_measured(method, "max_sensitivity"):
            others = [method.run(other, self._seed).scores for other in moved]
            found["max_sensitivity"] = max_sensitivity(scores, others)
        else:
            found["max_sensitivity"] = math.nan
        found["randomisation"] = rank_correlation(method.run(untrained, self._seed).scores, scores)
        return {name: found[name] for name in MEASURES}
