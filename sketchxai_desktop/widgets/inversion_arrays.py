"""The numbers of a growing run, ready to be drawn: every step is taken over once and never stacked again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.rendering.view import Bounds

#: A stroke that was thrown far away must not make all others tiny: pictures show at most so many extents.
_WIDEST_VIEW = 3.0


class RunArrays:
    """What the chart and the pictures need of a run.

    Attributes:
        run: the record; only read.
        states: how many of its states were taken over.
        points: of all strokes together.
        target, original: (states, P) probabilities, 0..1; views of larger arrays, so do not keep them.
    """

    def __init__(self, run: Run) -> None:
        """Raises ValueError when the run's sketch has no extent."""
        self.run = run
        self.states = 0
        self.points = sum(len(stroke) for stroke in run.sketch.strokes)
        capacity = run.settings.steps + 1
        self._target = np.zeros((capacity, run.paths), np.float32)
        self._original = np.zeros((capacity, run.paths), np.float32)
        self._placement = Placement(run.sketch)
        self._lowest = np.stack([s.points.min(axis=0) for s in run.sketch.strokes]).astype(np.float64)
        self._highest = np.stack([s.points.max(axis=0) for s in run.sketch.strokes]).astype(np.float64)
        left, top, right, bottom = run.sketch.bounds
        self._low = np.repeat(np.array([[left, top]], np.float64), run.paths, axis=0)
        self._high = np.repeat(np.array([[right, bottom]], np.float64), run.paths, axis=0)
        middle, half = (self._low[0] + self._high[0]) / 2, _WIDEST_VIEW / 2 * run.sketch.extent
        self._limits = (middle - half, middle + half)
        self.update()

    def update(self) -> int:
        """Take over the states that were recorded since. Returns how many."""
        new = self.run.steps[self.states :]
        if self.states + len(new) > len(self._target):
            room = np.zeros((len(self._target) + len(new), self.run.paths), np.float32)
            self._target = np.concatenate([self._target, room])
            self._original = np.concatenate([self._original, room])
        for step in new:
            self._target[self.states] = step.target_probability
            self._original[self.states] = step.original_probability
            shifts = self._placement.shifts(step.locations)
            self._low = np.minimum(self._low, (shifts + self._lowest).min(axis=1))
            self._high = np.maximum(self._high, (shifts + self._highest).max(axis=1))
            self.states += 1
        return len(new)

    @property
    def target(self) -> FloatArray:
        return self._target[: self.states]

    @property
    def original(self) -> FloatArray:
        return self._original[: self.states]

    @property
    def paths(self) -> int:
        return self.run.paths

    def bounds(self, path: int | None = None) -> Bounds:
        """(left, top, right, bottom) in sketch units around every layout so far, of one path or of all."""
        chosen = slice(None) if path is None else slice(path, path + 1)
        low = np.maximum(self._low[chosen].min(axis=0), self._limits[0])
        high = np.minimum(self._high[chosen].max(axis=0), self._limits[1])
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def shifts(self, state: int, path: int) -> npt.NDArray[np.float64]:
        """(S, 2) sketch units: how far every stroke is from where it was drawn."""
        return self._placement.shifts(self.run.steps[state].locations[path])
