"""Stroke and Sketch: immutable values, safe to share between threads and to keep in an undo list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

#: Longer side of a normalised sketch (authors' preprocessing: 2 x 0.74).
NORMALISED_EXTENT = 1.48


def _frozen(values: npt.ArrayLike, columns: int | None) -> FloatArray:
    array = np.array(values, dtype=np.float32)
    shape_is_right = array.ndim == 1 if columns is None else array.ndim == 2 and array.shape[1] == columns
    if not shape_is_right:
        raise ValueError(f"expected {'a list of numbers' if columns is None else 'a list of x, y pairs'}")
    if not np.isfinite(array).all():
        raise ValueError("coordinates must be finite numbers")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Stroke:
    """One movement of the pen, from down to up. A tap is a stroke of one point.

    Attributes:
        points: (P, 2) float32, read-only, P >= 1; x to the right, y down, in the sketch's own units.
        times: (P,) milliseconds, or None when unknown.
        pressures: (P,) 0..1 from a tablet pen, or None. Affects how ink is drawn, never the model.
        raw: True for ink as drawn (many points); it passes through Google's simplification before the
            model sees it. False for a stroke that is already simplified.
    """

    points: FloatArray
    times: FloatArray | None = None
    pressures: FloatArray | None = None
    raw: bool = False

    def __post_init__(self) -> None:
        points = _frozen(self.points, 2)
        if len(points) == 0:
            raise ValueError("a stroke needs at least one point")
        object.__setattr__(self, "points", points)
        for name in ("times", "pressures"):
            values = getattr(self, name)
            if values is not None:
                values = _frozen(values, None)
                if len(values) != len(points):
                    raise ValueError(f"{name} must have one value per point")
                object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.points)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stroke):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        optional = tuple(None if a is None else a.tobytes() for a in (self.times, self.pressures))
        return (self.raw, self.points.tobytes(), *optional)

    @property
    def start(self) -> FloatArray:
        """(2,) the first point: the stroke's *location* in the paper's sense."""
        first: FloatArray = self.points[0]
        return first

    def moved(self, dx: float, dy: float) -> Stroke:
        """The same stroke, shifted by (dx, dy)."""
        return replace(self, points=self.points + np.array([dx, dy], np.float32))


@dataclass(frozen=True)
class Sketch:
    """A list of strokes in drawing order, with what the data set says about it.

    Attributes:
        strokes: in drawing order.
        word: the category the drawer was asked for, or None.
        country: two-letter country code, or None.
        recognized: whether the game recognised it, or None.
        key_id: the data set's identifier, or None.
        timestamp: when it was drawn, as the file spells it, or None.
    """

    strokes: tuple[Stroke, ...] = ()
    word: str | None = None
    country: str | None = None
    recognized: bool | None = None
    key_id: str | None = None
    timestamp: str | None = None
    _bounds: tuple[float, float, float, float] | None = field(default=None, init=False, repr=False, compare=False)
    _point_count: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", tuple(self.strokes))
        if self.strokes:
            # One pass for all strokes, column by column: an edit of a sketch of 500 strokes must not be felt.
            x, y = np.concatenate([s.points for s in self.strokes]).T
            object.__setattr__(self, "_point_count", len(x))
            object.__setattr__(self, "_bounds", (float(x.min()), float(y.min()), float(x.max()), float(y.max())))

    def __len__(self) -> int:
        return len(self.strokes)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) over all points; zeros for an empty sketch."""
        return self._bounds or (0.0, 0.0, 0.0, 0.0)

    @property
    def extent(self) -> float:
        """Longer side of the bounding box. 0 means the model cannot see this sketch."""
        left, top, right, bottom = self.bounds
        return max(right - left, bottom - top)

    @property
    def point_count(self) -> int:
        return self._point_count

    # Edits return a new sketch; the old one stays valid (undo is a list of references).

    def with_strokes(self, strokes: Iterable[Stroke]) -> Sketch:
        """The same sketch with other strokes."""
        return replace(self, strokes=tuple(strokes))

    def with_stroke(self, stroke: Stroke, index: int | None = None) -> Sketch:
        """With `stroke` added at `index` of the drawing order (None: at the end)."""
        strokes = list(self.strokes)
        strokes.insert(len(strokes) if index is None else index, stroke)
        return self.with_strokes(strokes)

    def without_strokes(self, indices: Iterable[int]) -> Sketch:
        """Without the strokes at `indices`; the orders of the rest close up."""
        gone = set(indices)
        return self.with_strokes(s for k, s in enumerate(self.strokes) if k not in gone)

    def with_stroke_moved(self, index: int, dx: float, dy: float) -> Sketch:
        """With the stroke at `index` shifted by (dx, dy) in sketch units."""
        strokes = list(self.strokes)
        strokes[index] = strokes[index].moved(dx, dy)
        return self.with_strokes(strokes)

    def reordered(self, index: int, to: int) -> Sketch:
        """With the stroke at `index` drawn as number `to` instead."""
        strokes = list(self.strokes)
        strokes.insert(to, strokes.pop(index))
        return self.with_strokes(strokes)


@dataclass(frozen=True)
class Frame:
    """The similarity between sketch units and normalised units: normalised = (sketch - centre) * scale."""

    centre: tuple[float, float]
    scale: float

    @classmethod
    def of(cls, sketch: Sketch) -> Frame:
        """The frame that centres the bounding box on (0, 0) with its longer side spanning 1.48.

        Raises:
            ValueError: the sketch has no extent.
        """
        left, top, right, bottom = sketch.bounds
        if sketch.extent <= 0:
            raise ValueError("a sketch whose points all coincide has no size, so the model cannot see it")
        return cls(((left + right) / 2, (top + bottom) / 2), NORMALISED_EXTENT / sketch.extent)

    def to_normalised(self, points: npt.ArrayLike) -> FloatArray:
        """(..., 2) sketch units to (..., 2) normalised units."""
        return ((np.asarray(points, np.float64) - self.centre) * self.scale).astype(np.float32)

    def to_sketch(self, points: npt.ArrayLike) -> FloatArray:
        """(..., 2) normalised units to (..., 2) sketch units."""
        return (np.asarray(points, np.float64) / self.scale + self.centre).astype(np.float32)


def locations(sketch: Sketch) -> FloatArray:
    """(S, 2) normalised location (first point) of every stroke, in drawing order."""
    if not sketch.strokes:
        return np.zeros((0, 2), np.float32)
    return Frame.of(sketch).to_normalised([s.start for s in sketch.strokes])
