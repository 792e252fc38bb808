"""From locations as the network has them to strokes on paper."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Frame, Sketch


class Placement:
    """Moves the strokes of one sketch to normalised locations; shapes and orders are untouched.

    Locations are given in the frame of the simplified sketch, the one the network saw; what is moved is the
    ink as drawn, in the sketch's own units.
    """

    def __init__(self, sketch: Sketch) -> None:
        """Raises ValueError when the sketch has no extent."""
        simplified = simplify(sketch)
        frame = Frame.of(simplified)
        self.sketch = sketch
        self._homes = frame.to_normalised([s.start for s in simplified.strokes]).astype(np.float64)
        self._units = sketch.extent / simplified.extent / frame.scale

    def shifts(self, locations: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(..., S, 2) normalised locations to (..., S, 2) how far each stroke is from where it was drawn."""
        shifts: npt.NDArray[np.float64] = (np.asarray(locations, np.float64) - self._homes) * self._units
        return shifts

    def laid_out(self, layout: FloatArray) -> Sketch:
        """The sketch with its strokes starting at (S, 2) normalised locations."""
        moves = self.shifts(layout).tolist()
        return self.sketch.with_strokes(s.moved(*move) for s, move in zip(self.sketch.strokes, moves, strict=True))
