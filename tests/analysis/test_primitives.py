"""Primitives on strokes, and sketches redrawn with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sketchxai_desktop.analysis.codebook import build_codebook
from sketchxai_desktop.analysis.primitives import MOST_STRETCH, PRIMITIVES, fit_primitives, primitives_of
from sketchxai_desktop.analysis.recast import recast
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch, Stroke

_CURVES = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)],
    "triangle": [(0, -1), (0.87, 0.5), (-0.87, 0.5), (0, -1)],
    "circle": [(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 40)],
    "line": [(-1, 0), (1, 0)],
    "half circle": [(np.cos(a), np.sin(a)) for a in np.linspace(0, np.pi, 30)],
    "U": [(-1, 1), (-1, -1), (1, -1), (1, 1)],
    "corner": [(-1, 1), (-1, -1), (1, -1)],
}


def _turned(name: str, angle: float, stretch: float, mirrored: bool) -> np.ndarray:
    points = np.array(_CURVES[name], float) * (stretch, -1.0 if mirrored else 1.0) * 40
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, -s], [s, c]]).T + (120, 130)


@pytest.mark.parametrize("name", list(_CURVES))
@pytest.mark.parametrize(("angle", "stretch", "mirrored"), [(0.0, 1.0, False), (0.7, 1.4, True), (2.5, 0.6, False)])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_primitive_is_recognised_as_itself(
    name: str, angle: float, stretch: float, mirrored: bool, backwards: bool
) -> None:
    points = _turned(name, angle, stretch, mirrored)[:: -1 if backwards else 1]
    best = fit_primitives(Stroke(points), 255)[0]
    assert best.name == name
    assert best.error < 0.08  # between two stretches that are sampled, corners are met a little too soon or too late
    # It is drawn the same way round, from the same end.
    assert np.hypot(*(best.stroke.points[0] - points[0])) < 8
    assert np.hypot(*(best.stroke.points[-1] - points[-1])) < 8


@pytest.mark.parametrize("start", range(4))
def test_a_square_may_begin_at_any_corner(start: int) -> None:
    corners = np.roll(np.array(_CURVES["square"][:4], float), start, axis=0)
    points = np.concatenate([corners, corners[:1]]) * 50 + 100
    best = fit_primitives(Stroke(points), 255)[0]
    assert best.name == "square"
    assert best.error < 0.02
    assert np.allclose(best.stroke.points, points, atol=1.5)


def test_a_tap_is_a_dot_and_so_is_what_is_as_small() -> None:
    tap = fit_primitives(Stroke(np.array([[50, 60], [50, 60]], np.float32)), 255)
    assert [f.name for f in tap] == ["dot"]
    assert tap[0].stroke.points.tolist() == [[50, 60], [50, 60]]
    assert fit_primitives(Stroke(np.array([[50, 60], [53, 61]], np.float32)), 255)[0].name == "dot"
    assert fit_primitives(Stroke(np.array([[50, 60], [60, 61]], np.float32)), 255)[0].name == "line"


def test_every_primitive_is_tried_and_errors_are_shares_of_the_spread() -> None:
    rng = np.random.default_rng(0)
    stroke = Stroke(rng.normal(0, 10, (30, 2)).cumsum(axis=0))
    fits = fit_primitives(stroke, 255)
    assert sorted(f.name for f in fits) == sorted(PRIMITIVES)
    assert all(0 <= f.error <= 1 for f in fits)
    # None is better than the best one by more than what a line is given.
    assert min(f.error for f in fits) >= fits[0].error - 0.03


def test_no_placing_beats_the_closed_form() -> None:
    """Random placings within the bound never come nearer than the one that is computed."""
    from sketchxai_desktop.analysis.primitives import _BOUND, _best_placing, _variants

    rng = np.random.default_rng(1)
    points = rng.normal(0, 5, (61, 2)).cumsum(axis=0)
    points -= points.mean(axis=0)
    for name in ("square", "U", "half circle"):
        variants = _variants(name)
        placed, residual = _best_placing(points, variants)
        assert np.isclose(((points - placed) ** 2).sum(), residual, rtol=1e-6)
        size = np.sqrt((points**2).sum() / (variants.sxx[0] + variants.syy[0]))
        for _ in range(3000):
            angle, sx = rng.uniform(0, 2 * np.pi), size * rng.uniform(-2, 2)
            sy = np.clip(abs(size * rng.uniform(-2, 2)), abs(sx) / _BOUND, abs(sx) * _BOUND)
            c, s = np.cos(angle), np.sin(angle)
            k = rng.integers(len(variants.x))
            other = np.stack([variants.x[k] * sx, variants.y[k] * sy], axis=1) @ np.array([[c, s], [-s, c]])
            assert ((points - other) ** 2).sum() >= residual - 1e-6


def test_stretch_is_bounded() -> None:
    flat = Stroke(np.array([[0, 0], [200, 0], [200, 4], [0, 4], [0, 0]], np.float32))
    square = next(f for f in fit_primitives(flat, 255) if f.name == "square")
    size = np.ptp(square.stroke.points, axis=0)
    assert size[0] / size[1] <= MOST_STRETCH * 1.05
    assert size[0] / size[1] > 4


def test_recast_has_as_many_strokes_and_says_what_the_network_says(
    checkpoint: object, sketch_of: Callable, blobs: Callable, finish: Callable
) -> None:
    from sketchxai_desktop.core.inspection import classify_sketches

    sketch = sketch_of(6)
    codebook, _ = finish(build_codebook(blobs([20, 30, 10], width=192), 3))
    found = recast(checkpoint, sketch, codebook)  # type: ignore[arg-type]
    assert [v.name for v in found.versions] == ["input", "primitives", "ours"]
    assert all(len(v.sketch) == 6 for v in found.versions)
    answers = classify_sketches(checkpoint, [v.sketch for v in found.versions])  # type: ignore[arg-type]
    for version, row in zip(found.versions, answers, strict=True):
        assert np.allclose(version.probabilities, row, atol=1e-5)
        assert version.top(found.categories)[0][1] == pytest.approx(row.max(), abs=1e-5)
    assert tuple(f.name for f in found.fits) == tuple(f.name for f in primitives_of(sketch))
    assert found.located is not None
    assert len(found.located.groups) == 6


def test_recast_without_groups_and_with_foreign_ones(
    checkpoint: object, sketch_of: Callable, blobs: Callable, finish: Callable
) -> None:
    sketch = sketch_of(2)
    assert [v.name for v in recast(checkpoint, sketch).versions] == ["input", "primitives"]  # type: ignore[arg-type]
    foreign, _ = finish(build_codebook(blobs([20, 30], width=16), 2))
    with pytest.raises(UserError, match="another network"):
        recast(checkpoint, sketch, foreign)  # type: ignore[arg-type]
    with pytest.raises(UserError, match="no size"):
        recast(checkpoint, Sketch())  # type: ignore[arg-type]


def test_raw_ink_is_simplified_first(checkpoint: object) -> None:
    angle = np.linspace(0, 2 * np.pi, 300)
    ink = Stroke(np.stack([900 + 400 * np.cos(angle), 700 + 400 * np.sin(angle)], axis=1), raw=True)
    found = recast(checkpoint, Sketch((ink,)))  # type: ignore[arg-type]
    assert found.fits[0].name == "circle"
    assert not found.versions[0].sketch.strokes[0].raw
