"""Strokes as geometric primitives: the best placing of a square, a triangle, a circle, ... on a stroke.

A placing is a rotation, a scale along each axis of the primitive (one may be negative: mirrored), and a shift:
p = R(angle) diag(sx, sy) q + t. There is no shear, and of the two scales none is more than `MOST_STRETCH` times the
other, because with all affine maps allowed a square could become a line and a half circle anything. Both curves are
sampled at equal distances along themselves, so the distance is between points that are equally far along; open
primitives are tried in both directions, closed ones also from every start. Stretching moves the points of a curve
apart, so each primitive is sampled anew at nine stretches, and is stretched no further from these than half way to
the next.

For a given start, direction and sampling the best placing is closed-form: with both point sets centred, the columns
of R are the unit vectors r and Jr, and what is left of the squared distance is |p|^2 - (r.u)^2 / Sxx - (r.w)^2 / Syy,
where u = sum p qx, v = sum p qy, w = J'v, Sxx = sum qx^2, Syy = sum qy^2. So r is the first eigenvector of a 2 x 2
matrix. Where that asks for too much stretch, the ratio k = sx / sy is fixed at its bound, and r points along k u + w.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.simplify import EPSILON, EXTENT, ramer_douglas_peucker
from sketchxai_desktop.core.sketch import Sketch, Stroke

Points = npt.NDArray[np.float64]

#: Names of the primitives, in the order of the paper's figure.
PRIMITIVES = ("square", "triangle", "circle", "line", "half circle", "U", "corner", "dot")
MOST_STRETCH = 6.0
#: Share of the sketch's longer side; a stroke whose box has a smaller diagonal is a dot.
DOT_SIZE = 0.03
#: By how much another primitive must be better than a line (as `Fit.error`): anything bent a little is still a line.
_LINE_BONUS = 0.03
# Stretches at which a primitive is sampled; they and their bounds tile 1 / MOST_STRETCH to MOST_STRETCH.
_SAMPLED = tuple(MOST_STRETCH ** (2 * k / 9) for k in range(-4, 5))
_BOUND = MOST_STRETCH ** (1 / 9)
# Points per curve: 60 steps divide evenly into 2, 3 and 4 sides, so that corners are among the points.
_STEPS = 60


@dataclass(frozen=True, eq=False)
class Fit:
    """A primitive on a stroke.

    Attributes:
        name: one of `PRIMITIVES`.
        stroke: the placed primitive, drawn in the stroke's direction.
        error: root mean square distance between the two, over the stroke's own root mean square distance from its
            centre: 0 is perfect, 1 is as bad as a dot.
    """

    name: str
    stroke: Stroke
    error: float


def fit_primitives(stroke: Stroke, extent: float) -> list[Fit]:
    """All primitives on one stroke, the best first.

    Args:
        stroke: simplified or raw.
        extent: longer side of the sketch, in the stroke's units.
    """
    points = _resampled(stroke.points.astype(np.float64))
    centre = points.mean(axis=0)
    centred = points - centre
    spread = float((centred**2).sum())
    dot = Fit("dot", Stroke(np.repeat(centre[None], 2, axis=0).astype(np.float32)), 1.0)
    diagonal = float(np.hypot(*np.ptp(points, axis=0)))
    if diagonal <= DOT_SIZE * extent or spread <= 0:
        return [Fit("dot", dot.stroke, 0.0)]
    epsilon = EPSILON / EXTENT * extent
    fits = []
    for name in PRIMITIVES[:-1]:
        placed, residual = _best_placing(centred, _variants(name))
        shape = ramer_douglas_peucker(placed, epsilon) + centre
        error = float(np.sqrt(max(residual, 0.0) / spread))
        fits.append(Fit(name, Stroke(shape.astype(np.float32)), error))
    fits.sort(key=lambda f: f.error - (_LINE_BONUS if f.name == "line" else 0.0))
    return [*fits, dot]


def primitives_of(sketch: Sketch) -> tuple[Fit, ...]:
    """The best primitive on each stroke of a simplified sketch."""
    return tuple(fit_primitives(stroke, sketch.extent)[0] for stroke in sketch.strokes)


@dataclass(frozen=True, eq=False)
class _Variants:
    """A primitive at every stretch, from every start and in both directions, each centred.

    Attributes:
        x, y: (V, M); sxx, syy: (V,) sums of their squares.
    """

    x: Points
    y: Points
    sxx: Points
    syy: Points


def _best_placing(centred: Points, variants: _Variants) -> tuple[Points, float]:
    """The variant of a primitive, placed, that lies best on (M, 2) points around (0, 0).

    Returns:
        (M, 2) points of the placed primitive, and the squared distance that is left.
    """
    u, v = variants.x @ centred, variants.y @ centred
    sxx, syy = variants.sxx, variants.syy
    spread = float((centred**2).sum())
    if float(syy.max()) < 1e-12:  # a line: only its length and direction are free
        gain = (u**2).sum(axis=1) / sxx
        best = int(gain.argmax())
        r = u[best] / max(float(np.hypot(*u[best])), 1e-300)
        return _placed(variants, best, r, (float(u[best] @ r / sxx[best]), 0.0)), spread - float(gain[best])
    w = np.stack([v[:, 1], -v[:, 0]], axis=1)
    # The matrix [[a, b], [b, d]], its larger eigenvalue, and the direction that belongs to it.
    a = u[:, 0] ** 2 / sxx + w[:, 0] ** 2 / syy
    d = u[:, 1] ** 2 / sxx + w[:, 1] ** 2 / syy
    b = u[:, 0] * u[:, 1] / sxx + w[:, 0] * w[:, 1] / syy
    gain = (a + d) / 2 + np.hypot((a - d) / 2, b)
    angle = np.arctan2(2 * b, a - d) / 2
    r = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    sx, sy = (r * u).sum(axis=1) / sxx, (r * w).sum(axis=1) / syy
    low, high = np.minimum(abs(sx), abs(sy)), np.maximum(abs(sx), abs(sy))
    too_far = high > _BOUND * low
    gain = np.where(too_far, -1.0, gain)
    for ratio in (_BOUND, -_BOUND, 1 / _BOUND, -1 / _BOUND):
        along = ratio * u + w
        length = np.hypot(along[:, 0], along[:, 1])
        weight = ratio**2 * sxx + syy
        better = too_far & (length**2 / weight > gain)
        gain = np.where(better, length**2 / weight, gain)
        r = np.where(better[:, None], along / np.maximum(length, 1e-300)[:, None], r)
        sy = np.where(better, length / weight, sy)
        sx = np.where(better, ratio * length / weight, sx)
    best = int(gain.argmax())
    return _placed(variants, best, r[best], (float(sx[best]), float(sy[best]))), spread - float(gain[best])


def _placed(variants: _Variants, index: int, r: Points, scales: tuple[float, float]) -> Points:
    across = np.array([-r[1], r[0]])
    placed: Points = np.outer(variants.x[index] * scales[0], r) + np.outer(variants.y[index] * scales[1], across)
    return placed


@lru_cache(maxsize=len(PRIMITIVES))
def _variants(name: str) -> _Variants:
    outline = _outline(name)
    closed = bool(np.allclose(outline[0], outline[-1]))
    parts = []
    for stretch in (1.0,) if name == "line" else _SAMPLED:
        # Half of it along either axis, so that no stretch makes the primitive small.
        drawn = _resampled(outline * (stretch**0.5, stretch**-0.5))
        if closed:
            starts = (np.arange(_STEPS)[:, None] + np.arange(_STEPS + 1)) % _STEPS
            parts.append(drawn[starts])
        else:
            parts.append(drawn[None])
    forward = np.concatenate(parts)
    both = np.concatenate([forward, forward[:, ::-1]])
    both -= both.mean(axis=1, keepdims=True)
    x, y = np.ascontiguousarray(both[..., 0]), np.ascontiguousarray(both[..., 1])
    return _Variants(x, y, (x**2).sum(axis=1), (y**2).sum(axis=1))


def _outline(name: str) -> Points:
    """(P, 2) the corners of a primitive of about unit size, or many points of a round one."""
    turn = np.linspace(0, 2 * np.pi, 4 * _STEPS + 1)
    if name == "circle":
        return np.stack([np.cos(turn), np.sin(turn)], axis=1)
    if name == "half circle":
        return np.stack([np.cos(turn / 2), np.sin(turn / 2)], axis=1)
    corners = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)],
        "triangle": [(np.cos(a), np.sin(a)) for a in np.pi / 2 + np.arange(4) * 2 * np.pi / 3],
        "line": [(-1, 0), (1, 0)],
        "U": [(-1, 1), (-1, -1), (1, -1), (1, 1)],
        "corner": [(-1, 1), (-1, -1), (1, -1)],
    }[name]
    return np.array(corners, np.float64)


def _resampled(points: Points) -> Points:
    """(P, 2) to (M, 2) points at equal distances along the polyline, both ends kept."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0, along[-1], _STEPS + 1)
    return np.stack([np.interp(at, along, points[:, k]) for k in (0, 1)], axis=1)
