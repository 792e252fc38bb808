"""Primitives on strokes, and sketches redrawn with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sketchxai_desktop.analysis.codebook import build_codebook
from sketchxai_desktop.analysis.primitives import MOST_STRETCH, PRIMITIVES, fit_primitives
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


@pytest.mark.parametrize("name", [name for name in _CURVES if name != "line"])
def test_any_affine_image_is_found_again(name: str) -> None:
    """Sheared ones too: of them the same primitive remains, with hardly any error."""
    rng = np.random.default_rng(3)
    for _ in range(12):
        first, second = rng.uniform(0, 2 * np.pi, 2)
        turns = [np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) for a in (first, second)]
        affine = 40 * turns[0] @ np.diag([rng.uniform(1, 0.9 * MOST_STRETCH), rng.choice([-1.0, 1.0])]) @ turns[1]
        points = np.array(_CURVES[name], float) @ affine.T + 130
        fits = {f.name: f for f in fit_primitives(Stroke(points.astype(np.float32)), 2000)}
        assert fits[name].error < 0.06, affine
        assert fits[name].error <= min(f.error for f in fits.values()) + 0.02


def test_no_random_placing_comes_nearer() -> None:
    """Affine maps within the bound, of primitives that are sampled for them."""
    from sketchxai_desktop.analysis.primitives import _closed, _refined, _sampled, _stretch

    rng = np.random.default_rng(1)
    points = rng.normal(0, 5, (61, 2)).cumsum(axis=0)
    points -= points.mean(axis=0)
    spread = (points**2).sum()
    for name in ("square", "U", "half circle", "corner"):
        placed, residual = _refined(name, points)
        assert np.isclose(((points - placed) ** 2).sum(), residual, rtol=1e-6)
        tried = 0
        while tried < 800:
            affine = rng.normal(size=(1, 2, 2))
            if _stretch(affine)[0] > MOST_STRETCH:
                continue
            tried += 1
            starts = rng.integers(0, 60, 1) if _closed(name) else None
            one = _sampled(name, affine, starts, backwards=(bool(rng.integers(2)),))
            other = np.stack([one.x[0], one.y[0]], axis=1)
            scale = (other * points).sum() / (other**2).sum()
            assert ((points - scale * other) ** 2).sum() >= residual - 0.01 * spread


def test_stretch_is_bounded() -> None:
    from sketchxai_desktop.analysis.primitives import _refined, _resampled

    flat = Stroke(np.array([[0, 0], [200, 0], [200, 4], [0, 4], [0, 0]], np.float32))
    square = next(f for f in fit_primitives(flat, 255) if f.name == "square")
    size = np.ptp(square.stroke.points, axis=0)
    assert size[0] / size[1] > 4
    points = _resampled(flat.points.astype(float))
    points -= points.mean(axis=0)
    for name in ("square", "circle", "triangle"):  # as wide in all directions before they are placed
        placed = _refined(name, points)[0]
        high, low = np.sqrt(np.linalg.eigvalsh(np.cov((placed - placed.mean(axis=0)).T))[::-1])
        assert high / low < MOST_STRETCH * 1.5


def test_recast_has_as_many_strokes_and_says_what_the_network_says(
    checkpoint: object, sketch_of: Callable, blobs: Callable, finish: Callable
) -> None:
    from sketchxai_desktop.core.inspection import classify_sketches

    sketch = sketch_of(6)
    codebook, _ = finish(build_codebook(blobs([20, 30, 10], width=192), 3))
    found, progress = finish(recast(checkpoint, sketch, codebook))  # type: ignore[arg-type]
    assert progress == [pytest.approx(k / 7) for k in range(1, 7)]
    assert [v.name for v in found.versions] == ["input", "primitives", "ours"]
    assert all(len(v.sketch) == 6 for v in found.versions)
    answers = classify_sketches(checkpoint, [v.sketch for v in found.versions])  # type: ignore[arg-type]
    for version, row in zip(found.versions, answers, strict=True):
        assert np.allclose(version.probabilities, row, atol=1e-5)
        assert version.top(found.categories)[0][1] == pytest.approx(row.max(), abs=1e-5)
    assert tuple(f.name for f in found.fits) == tuple(fit_primitives(s, sketch.extent)[0].name for s in sketch.strokes)
    assert found.located is not None
    assert len(found.located.groups) == 6


def test_recast_without_groups_and_with_foreign_ones(
    checkpoint: object, sketch_of: Callable, blobs: Callable, finish: Callable
) -> None:
    sketch = sketch_of(2)
    found, _ = finish(recast(checkpoint, sketch))  # type: ignore[arg-type]
    assert [v.name for v in found.versions] == ["input", "primitives"]
    foreign, _ = finish(build_codebook(blobs([20, 30], width=16), 2))
    with pytest.raises(UserError, match="another network"):
        finish(recast(checkpoint, sketch, foreign))  # type: ignore[arg-type]
    with pytest.raises(UserError, match="no size"):
        finish(recast(checkpoint, Sketch()))  # type: ignore[arg-type]


def test_raw_ink_is_simplified_first(checkpoint: object, finish: Callable) -> None:
    angle = np.linspace(0, 2 * np.pi, 300)
    ink = Stroke(np.stack([900 + 400 * np.cos(angle), 700 + 400 * np.sin(angle)], axis=1), raw=True)
    found, _ = finish(recast(checkpoint, Sketch((ink,))))  # type: ignore[arg-type]
    assert found.fits[0].name == "circle"
    assert not found.versions[0].sketch.strokes[0].raw
