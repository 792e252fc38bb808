"""Where the strokes of a run are at every state, in sketch units."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.sketch_painter import shifted_bounds
from sketchxai_desktop.rendering.view import Bounds


class RunGeometry:
    """The layouts of a run, ready for `paint_sketch`.

    Attributes:
        starts: (K, P, S, 2) float64, sketch units: location of every stroke at every state.
        shifts: (K, P, S, 2) float64, sketch units: how far every stroke is from where it was drawn.
    """

    def __init__(self, run: Run) -> None:
        """Raises ValueError when the run's sketch has no extent."""
        self.sketch = run.sketch
        drawn = np.array([s.start for s in run.sketch.strokes], np.float64)
        self.shifts: npt.NDArray[np.float64] = Placement(run.sketch).shifts(run.locations)
        self.starts: npt.NDArray[np.float64] = self.shifts + drawn

    def bounds(self, paths: Collection[int], *, with_sketch: bool) -> Bounds:
        """(left, top, right, bottom) in sketch units that hold every layout of `paths`.

        `with_sketch`: hold the sketch as it was drawn as well.
        """
        chosen = self.shifts[:, list(paths)]
        if with_sketch or not chosen.size:
            still = np.zeros((1, len(self.sketch), 2))
            chosen = np.concatenate([chosen.reshape(-1, len(self.sketch), 2), still])
        return shifted_bounds(self.sketch, chosen)
