"""Which stroke is under the pointer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sketch import Sketch


class StrokeFinder:
    """Finds the stroke nearest to a point. Made once for a sketch; a search is one pass over all its segments."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        lengths = np.array([len(stroke) for stroke in sketch.strokes], np.int64)
        points = np.concatenate([np.zeros((0, 2), np.float32), *(s.points for s in sketch.strokes)]).astype(np.float64)
        vectors = np.diff(points, axis=0, append=points[-1:])
        # A segment begins at every point but a stroke's last one; a dot is a segment without length.
        lasts = lengths.cumsum() - 1
        vectors[lasts] = 0.0
        kept = np.ones(len(points), bool)
        kept[lasts[lengths > 1]] = False
        self._starts, self._vectors = points[kept], vectors[kept]
        self._owners = np.repeat(np.arange(len(lengths)), lengths)[kept]
        self._squares = np.maximum(_dot(self._vectors, self._vectors), 1e-30)

    def nearest(self, x: float, y: float, within: float, shifts: npt.NDArray[np.float64] | None = None) -> int | None:
        """Order of the stroke nearest to (x, y) in sketch units, or None when none is as near as `within`.

        Of strokes that are equally near, the one drawn last, which lies on top. `shifts`: (S, 2) sketch units
        by which each stroke is moved.
        """
        if not len(self._starts):
            return None
        offset = np.array([x, y]) - self._starts
        if shifts is not None:
            offset -= shifts[self._owners]
        along = (_dot(offset, self._vectors) / self._squares).clip(0, 1)
        offset -= along[:, None] * self._vectors
        distances = _dot(offset, offset)
        best = len(distances) - 1 - int(np.argmin(distances[::-1]))
        return int(self._owners[best]) if distances[best] <= within**2 else None


def _dot(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Products of (N, 2) vectors, several times faster than a sum over rows of two."""
    products: npt.NDArray[np.float64] = np.einsum("ij,ij->i", first, second)
    return products
