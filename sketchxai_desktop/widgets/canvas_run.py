"""Where a run's strokes are and have been, kept up as the run grows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.sketch_painter import shifted_bounds
from sketchxai_desktop.rendering.view import Bounds

Points = npt.NDArray[np.float64]

#: A trace of more states than this is thinned when it is painted all at once.
MOST_TRACE_POINTS = 2000


class RunTrack:
    """The layouts of a run in sketch units. Every state is converted once, when its path is first shown."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._placement = Placement(run.sketch)
        self._drawn = np.array([s.start for s in run.sketch.strokes], np.float64)
        self._paths: dict[int, _Track] = {}

    @property
    def sketch(self) -> Sketch:
        """What was inverted."""
        return self.run.sketch

    def shifts(self, path: int, state: int) -> Points:
        """(S, 2) how far every stroke is from where it was drawn."""
        return self._path(path, state + 1).shifts[state]

    def trace(self, path: int, first: int, last: int) -> Points:
        """(K, S, 2) locations from state `first` to state `last`, both included; K is at most `MOST_TRACE_POINTS`."""
        shifts = self._path(path, last + 1).shifts[first : last + 1]
        if len(shifts) > MOST_TRACE_POINTS:
            shifts = shifts[np.linspace(0, len(shifts) - 1, MOST_TRACE_POINTS).round().astype(int)]
        return shifts + self._drawn

    def bounds(self, path: int) -> Bounds:
        """Holds the sketch as drawn and every layout of the path so far."""
        track = self._path(path, self.run.states)
        still = np.zeros_like(track.low)
        return shifted_bounds(self.sketch, np.stack([track.low, track.high, still]))

    def layout_bounds(self, path: int, state: int) -> Bounds:
        """Holds one layout."""
        return shifted_bounds(self.sketch, self.shifts(path, state))

    def _path(self, path: int, states: int) -> _Track:
        track = self._paths.get(path)
        if track is None:
            track = self._paths[path] = _Track(len(self.sketch))
        if track.states < states:
            new = np.stack([s.locations[path] for s in self.run.steps[track.states : states]])
            track.add(self._placement.shifts(new))
        return track


class _Track:
    """Shifts of one path in an array that doubles when it is full, and the lowest and highest of them."""

    def __init__(self, strokes: int) -> None:
        self.states = 0
        self._shifts = np.zeros((64, strokes, 2))
        self.low, self.high = np.full((strokes, 2), np.inf), np.full((strokes, 2), -np.inf)

    @property
    def shifts(self) -> Points:
        return self._shifts[: self.states]

    def add(self, shifts: Points) -> None:
        needed = self.states + len(shifts)
        if needed > len(self._shifts):
            larger = np.zeros((max(needed, 2 * len(self._shifts)), *self._shifts.shape[1:]))
            larger[: self.states] = self.shifts
            self._shifts = larger
        self._shifts[self.states : needed] = shifts
        self.states = needed
        self.low = np.minimum(self.low, shifts.min(axis=0))
        self.high = np.maximum(self.high, shifts.max(axis=0))
