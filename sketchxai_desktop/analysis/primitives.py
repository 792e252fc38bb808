"""Strokes as geometric primitives: the best affine placing of a square, a triangle, a circle, ... on a stroke.

A placing is an affine map p = A q + t of the primitive's points q that stretches it along no direction more than
`MOST_STRETCH` times as much as across: with all affine maps allowed, a square could become a line and a half circle
anything. Both curves are sampled at equal distances along themselves, so the distance is between points that are
equally far along; open primitives are tried in both directions, closed ones also from every start. Stretching moves
the points of a curve apart, so each primitive is sampled anew at nine stretches in each of several directions.

For a given start, direction and sampling, with both point sets centred, the best map is A = sum(p q') sum(q q')^-1
(least squares). Where that stretches too much, the best of the maps R(angle) diag(sx, sy) is taken that stretch little
from what the sampling is for: the columns of R are the unit vectors r and Jr, and what is left of the squared distance
is |p|^2 - (r.u)^2 / Sxx - (r.w)^2 / Syy, where u = sum p qx, v = sum p qy, w = J'v, Sxx = sum qx^2, Syy = sum qy^2. So
r is the first eigenvector of a 2 x 2 matrix; at the bound the ratio k = sx / sy is fixed, and r points along k u + w.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.simplify import EPSILON, EXTENT, ramer_douglas_peucker
from sketchxai_desktop.core.sketch import Stroke

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
# Directions of these stretches in degrees, up to where a primitive's symmetries repeat them.
_DIRECTIONS: dict[str, tuple[int, ...]] = {"circle": (0,), "triangle": (0, 10, 20)}
_ANY_DIRECTION = (0, 15, 30, 45, 60, 75)
# How often the best map's own sampling is tried, and how many starts around the best one with it.
_REFINED, _STARTS_NEAR = 3, 4
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
        placed, residual = _refined(name, centred) if name != "line" else _best_line(centred)
        shape = ramer_douglas_peucker(placed, epsilon) + centre
        error = float(np.sqrt(max(residual, 0.0) / spread))
        fits.append(Fit(name, Stroke(shape.astype(np.float32)), error))
    fits.sort(key=lambda f: f.error - (_LINE_BONUS if f.name == "line" else 0.0))
    return [*fits, dot]


@dataclass(frozen=True, eq=False)
class _Variants:
    """A primitive at every stretch, from every start and in both directions, each centred.

    Attributes:
        x, y: (V, M); sxx, syy, sxy: (V,) sums of their products.
        maps: (V, 2, 2) what its outline was stretched by. starts: (V,) place of its first point among `_STEPS`.
        backwards: (V,) drawn the other way round.
    """

    x: Points
    y: Points
    sxx: Points
    syy: Points
    sxy: Points
    maps: Points
    starts: npt.NDArray[np.int64]
    backwards: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Placing:
    """A variant on a stroke.

    Attributes:
        points: (M, 2). residual: squared distance that is left. map: (2, 2) of the primitive's outline.
        start, backwards: as in `_Variants`.
    """

    points: Points
    residual: float
    map: Points
    start: int
    backwards: bool


def _refined(name: str, centred: Points) -> tuple[Points, float]:
    """The best placing of a primitive, and the squared distance that is left."""
    best = _best_placing(centred, _variants(name))
    for _ in range(_REFINED):  # the samplings are for a grid of maps; now for the very map that was found
        starts = np.arange(best.start - _STARTS_NEAR, best.start + _STARTS_NEAR + 1) % _STEPS if _closed(name) else None
        near = _sampled(name, best.map[None], starts, backwards=(best.backwards,))
        other = _best_placing(centred, near)
        if other.residual >= best.residual * 0.999:
            break
        best = other
    return best.points, best.residual


def _best_line(centred: Points) -> tuple[Points, float]:
    """Of a line only its length and direction are free."""
    along = np.linspace(-1, 1, len(centred))
    u = along @ centred
    square = float((along**2).sum())
    return np.outer(along, u) / square, float((centred**2).sum() - (u**2).sum() / square)


def _best_placing(centred: Points, variants: _Variants) -> _Placing:
    """The variant of a primitive, placed, that lies best on (M, 2) points around (0, 0)."""
    u, v = variants.x @ centred, variants.y @ centred
    spread = float((centred**2).sum())
    gain, found = np.full(len(u), -1.0), np.zeros((len(u), 2, 2))
    for its_gain, its_map in (_along_axes(u, v, variants), _any_map(u, v, variants)):
        better = (_stretch(its_map @ variants.maps) <= MOST_STRETCH * (1 + 1e-9)) & (its_gain > gain)
        gain = np.where(better, its_gain, gain)
        found = np.where(better[:, None, None], its_map, found)
    best = int(gain.argmax())
    points = np.stack([variants.x[best], variants.y[best]], axis=1) @ found[best].T
    whole = found[best] @ variants.maps[best]
    return _Placing(
        points, spread - float(gain[best]), whole, int(variants.starts[best]), bool(variants.backwards[best])
    )


def _any_map(u: Points, v: Points, variants: _Variants) -> tuple[Points, Points]:
    """(V,) squared distance that least squares take away, and their (V, 2, 2) maps."""
    determinant = np.maximum(variants.sxx * variants.syy - variants.sxy**2, 1e-12)
    first = (variants.syy[:, None] * u - variants.sxy[:, None] * v) / determinant[:, None]
    second = (variants.sxx[:, None] * v - variants.sxy[:, None] * u) / determinant[:, None]
    return (first * u + second * v).sum(axis=1), np.stack([first, second], axis=2)


def _along_axes(u: Points, v: Points, variants: _Variants) -> tuple[Points, Points]:
    """The same for the best R(angle) diag(sx, sy) that stretches no more than half way to the next sampling."""
    sxx, syy = variants.sxx, variants.syy
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
    across = np.stack([-r[:, 1], r[:, 0]], axis=1)
    return gain, np.stack([sx[:, None] * r, sy[:, None] * across], axis=2)


def _stretch(maps: Points) -> Points:
    """(V,) the larger singular value over the smaller one of (V, 2, 2) maps."""
    square = (maps**2).sum(axis=(1, 2))
    area = abs(maps[:, 0, 0] * maps[:, 1, 1] - maps[:, 0, 1] * maps[:, 1, 0])
    half = np.sqrt(np.maximum(square**2 - 4 * area**2, 0.0))
    found: Points = np.sqrt((square + half) / np.maximum(square - half, 1e-300))
    return found


@lru_cache(maxsize=len(PRIMITIVES))
def _variants(name: str) -> _Variants:
    """All that are tried at first."""
    maps = [np.eye(2)]
    for degrees in _DIRECTIONS.get(name, _ANY_DIRECTION):
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.array([[c, s], [-s, c]])
        # Half of it along either axis, so that no stretch makes the primitive small.
        maps += [np.diag([k**0.5, k**-0.5]) @ turn for k in _SAMPLED if k != 1.0]
    return _sampled(name, np.array(maps), np.arange(_STEPS) if _closed(name) else None, backwards=(False, True))


def _sampled(
    name: str, maps: Points, starts: npt.NDArray[np.int64] | None, *, backwards: tuple[bool, ...]
) -> _Variants:
    """A primitive's outline under (K, 2, 2) maps, from each start (None: an open one), in each of the directions."""
    drawn = np.stack([_resampled(_outline(name) @ one.T) for one in maps])
    firsts = np.zeros(1, np.int64) if starts is None else starts
    if starts is not None:
        drawn = drawn[:, (starts[:, None] + np.arange(_STEPS + 1)) % _STEPS]
    points = drawn.reshape(-1, _STEPS + 1, 2)
    points = np.concatenate([points[:, ::-1] if back else points for back in backwards])
    points = points - points.mean(axis=1, keepdims=True)
    x, y = np.ascontiguousarray(points[..., 0]), np.ascontiguousarray(points[..., 1])
    ways = len(backwards)
    return _Variants(
        x,
        y,
        (x**2).sum(axis=1),
        (y**2).sum(axis=1),
        (x * y).sum(axis=1),
        np.tile(np.repeat(maps, len(firsts), axis=0), (ways, 1, 1)),
        np.tile(firsts, len(maps) * ways),
        np.repeat(np.array(backwards), len(maps) * len(firsts)),
    )


def _closed(name: str) -> bool:
    outline = _outline(name)
    return bool(np.allclose(outline[0], outline[-1]))


@lru_cache(maxsize=len(PRIMITIVES))
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
