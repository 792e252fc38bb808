"""Where a sketch lies in a picture, and strokes as Qt's own polylines."""

from __future__ import annotations

import contextlib
import weakref
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform
from shiboken6 import VoidPtr

from sketchxai_desktop.core.sketch import FloatArray, Stroke

#: left, top, right, bottom in sketch units
Bounds = tuple[float, float, float, float]

#: Pen widths that pressure chooses from, as factors of the full width.
_LIGHTEST, _HEAVIEST, _PRESSURE_LEVELS = 0.4, 1.4, 8


@dataclass(frozen=True)
class View:
    """A similarity from sketch units to pixels: x * scale + dx, y * scale + dy."""

    scale: float
    dx: float
    dy: float

    @classmethod
    def fit(cls, bounds: Bounds, rect: QRectF, margin: float = 0.0) -> View:
        """The view that centres `bounds` in `rect`, as large as fits, `margin` pixels from its edges.

        Bounds without extent are centred at scale 1.
        """
        left, top, right, bottom = bounds
        width, height = max(rect.width() - 2 * margin, 1.0), max(rect.height() - 2 * margin, 1.0)
        scales = [s / e for s, e in ((width, right - left), (height, bottom - top)) if e > 0]
        scale = min(scales, default=1.0)
        centre = rect.center()
        return cls(scale, centre.x() - scale * (left + right) / 2, centre.y() - scale * (top + bottom) / 2)

    def to_view(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(..., 2) sketch units to (..., 2) pixels."""
        return np.asarray(points, np.float64) * self.scale + (self.dx, self.dy)

    def to_sketch(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(..., 2) pixels to (..., 2) sketch units."""
        return (np.asarray(points, np.float64) - (self.dx, self.dy)) / self.scale

    def transform(self) -> QTransform:
        """The same for a QPainter."""
        return QTransform(self.scale, 0, 0, self.scale, self.dx, self.dy)


def polygon(points: npt.ArrayLike) -> QPolygonF:
    """(P, 2) numbers as a polyline; filled through its buffer, because a QPointF per point is slow."""
    values = np.asarray(points, np.float64)
    line = QPolygonF()
    if len(values):
        line.resize(len(values))
        # The type stubs do not know this signature.
        buffer = cast(Any, VoidPtr)(line.data(), values.nbytes, True)
        np.frombuffer(buffer, np.float64).reshape(-1, 2)[:] = values
    return line


@dataclass(frozen=True)
class Ink:
    """What a painter needs of one stroke, in sketch units.

    Attributes:
        line: the polyline; empty when the stroke is a dot.
        start: its first point.
        levels: (pen width factor, path) pairs when the pen's pressure is known, else empty.
        dot: pen width factor of a stroke whose points all coincide, else None.
    """

    line: QPolygonF
    start: tuple[float, float]
    levels: tuple[tuple[float, QPainterPath], ...] = ()
    dot: float | None = None

    @cached_property
    def box(self) -> Bounds:
        """Left, top, right and bottom of the points."""
        if self.dot is not None:
            return (*self.start, *self.start)
        box = self.line.boundingRect()
        return box.left(), box.top(), box.right(), box.bottom()

    @cached_property
    def segments(self) -> list[QLineF]:
        """The polyline as separate lines, which Qt draws several times faster and a little coarser."""
        points = [self.line.at(k) for k in range(self.line.size())]
        return [QLineF(a, b) for a, b in pairwise(points) if a != b]


# Keyed by identity: hashing a stroke reads all of its points. A dead stroke takes its entry with it.
_cache: dict[int, tuple[weakref.ref[Stroke], Ink]] = {}
#: Strokes whose ink is kept: those on the screen, not all that an undo history holds.
_MOST = 1024


def ink_of(stroke: Stroke) -> Ink:
    """The stroke for a painter; made once, and kept while the stroke lives and until many others were made."""
    key = id(stroke)
    known = _cache.get(key)
    if known is not None and known[0]() is stroke:
        return known[1]
    ink = _make_ink(stroke)
    if len(_cache) >= _MOST:
        # Other threads paint, too, and may have been faster.
        with contextlib.suppress(RuntimeError, StopIteration):
            _cache.pop(next(iter(_cache)), None)
    _cache[key] = (weakref.ref(stroke, lambda gone: _forget(key, gone)), ink)
    return ink


def _forget(key: int, gone: weakref.ref[Stroke]) -> None:
    # The identity may already belong to another stroke.
    if (known := _cache.get(key)) is not None and known[0] is gone:
        del _cache[key]


def _make_ink(stroke: Stroke) -> Ink:
    points = stroke.points
    x, y = points[0].tolist()
    pressures = stroke.pressures
    if bool((points == points[0]).all()):
        factor = 1.0 if pressures is None else _factor(_level(pressures.max()))
        return Ink(QPolygonF(), (x, y), dot=factor)
    if pressures is None:
        return Ink(polygon(points), (x, y))
    levels = []
    for factor, segments in pressure_segments(stroke):
        path = QPainterPath()
        for ax, ay, bx, by in segments.reshape(-1, 4).tolist():
            path.moveTo(ax, ay)
            path.lineTo(bx, by)
        levels.append((factor, path))
    return Ink(polygon(points), (x, y), tuple(levels))


def pressure_segments(stroke: Stroke) -> list[tuple[float, FloatArray]]:
    """(pen width factor, (M, 2, 2) ends of line segments) for every width that the pen's pressure asks for.

    Empty when the pressure is not known.
    """
    if stroke.pressures is None or len(stroke) < 2:
        return []
    levels = _level((stroke.pressures[1:] + stroke.pressures[:-1]) / 2)
    segments = np.stack([stroke.points[:-1], stroke.points[1:]], axis=1)
    return [(_factor(level), segments[levels == level]) for level in np.unique(levels)]


def _level(pressure: npt.ArrayLike) -> npt.NDArray[np.int64]:
    return np.rint(np.clip(pressure, 0, 1) * (_PRESSURE_LEVELS - 1)).astype(np.int64)


def _factor(level: int | npt.NDArray[np.int64]) -> float:
    return _LIGHTEST + (_HEAVIEST - _LIGHTEST) * float(level) / (_PRESSURE_LEVELS - 1)
