"""Which stroke is under the pointer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sketch import Sketch


class StrokeFinder:
    """Finds the stroke nearest to a point. Made once for a sketch; a search is one pass over all its segments."""

    def __init__(self, sketch: Sketch) -> None:
        starts, vectors, owners = [], [], []
        for order, stroke in enumerate(sketch.strokes):
            points = stroke.points.astype(np.float64)
            # A dot is a segment without length.
            first = points[:-1] if len(points) > 1 else points
            starts.append(first)
            vectors.append((points[1:] if len(points) > 1 else points) - first)
            owners.append(np.full(len(first), order))
        self.sketch = sketch
        self._starts = np.concatenate(starts) if starts else np.zeros((0, 2))
        self._vectors = np.concatenate(vectors) if vectors else np.zeros((0, 2))
        self._owners = np.concatenate(owners) if owners else np.zeros(0, np.int64)
        self._squares = np.maximum((self._vectors**2).sum(axis=1), 1e-30)

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
        along = ((offset * self._vectors).sum(axis=1) / self._squares).clip(0, 1)
        offset -= along[:, None] * self._vectors
        distances = (offset**2).sum(axis=1)
        best = len(distances) - 1 - int(np.argmin(distances[::-1]))
        return int(self._owners[best]) if distances[best] <= within**2 else None
