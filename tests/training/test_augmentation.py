"""Each change alone: how much of it there is, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.training.augmentation import (
    CHANGES,
    ON,
    Augmentation,
    affine,
    drop_points,
    drop_strokes,
    in_words,
    noise,
    reverse_strokes,
    swap_neighbours,
)
from sketchxai_desktop.training.draws import Draws
from sketchxai_desktop.training.packing import DrawingArrays


def arrays(*drawings: list[int]) -> DrawingArrays:
    """Drawings of strokes with these lengths, all points different."""
    lengths = np.array([n for d in drawings for n in d])
    points = np.random.default_rng(0).uniform(0, 255, (lengths.sum(), 2)).astype(np.float32)
    return DrawingArrays(points, lengths, np.array([len(d) for d in drawings]))


def draws(count: int, step: int = 0, seed: int = 0) -> Draws:
    return Draws.of(seed, step, np.arange(count))


def strokes_of(drawings: DrawingArrays) -> list[np.ndarray]:
    return np.split(drawings.points, np.cumsum(drawings.lengths)[:-1])


MANY = arrays(*[[4, 3, 2, 6, 5]] * 500, *[[7, 2]] * 500, *[[1]] * 20)


@pytest.mark.parametrize("name", CHANGES)
def test_strength_0_changes_nothing(name: str) -> None:
    after = CHANGES[name][0](MANY, draws(1020), 0.0)
    np.testing.assert_allclose(after.points, MANY.points, rtol=1e-6)
    assert after.lengths.tolist() == MANY.lengths.tolist()
    assert after.counts.tolist() == MANY.counts.tolist()


@pytest.mark.parametrize("name", CHANGES)
def test_a_drawing_is_changed_alike_alone_and_in_company(name: str) -> None:
    change = CHANGES[name][0]
    whole = change(MANY, draws(1020), 1.0)
    places = np.array([3, 700, 1019])
    firsts = np.cumsum(MANY.counts) - MANY.counts
    strokes = np.concatenate([np.arange(firsts[k], firsts[k] + MANY.counts[k]) for k in places])
    some = change(MANY.with_strokes(strokes, MANY.counts[places]), Draws.of(0, 0, places), 1.0)
    at = 0
    for k, count in zip(places, some.counts, strict=True):
        first = int(whole.counts[:k].sum())
        assert whole.counts[k] == count
        for mine, theirs in zip(strokes_of(some)[at : at + count], strokes_of(whole)[first:], strict=False):
            np.testing.assert_array_equal(mine, theirs)
        at += count


@pytest.mark.parametrize("name", CHANGES)
def test_other_steps_and_seeds_change_otherwise(name: str) -> None:
    results = [CHANGES[name][0](MANY, draws(1020, *at), 1.0).points for at in [(0, 0), (0, 0), (1, 0), (0, 1)]]
    np.testing.assert_array_equal(results[0], results[1])
    for other in results[2:]:
        assert results[0].shape != other.shape or (results[0] != other).any()


def test_strokes_are_dropped_where_there_are_enough() -> None:
    after = drop_strokes(MANY, draws(1020), 1.0)
    dropped = MANY.counts - after.counts
    assert set(dropped[:500].tolist()) == {0, 1}
    assert 0.14 < dropped[:500].mean() < 0.26
    assert (dropped[500:] == 0).all(), "strokes were dropped from drawings that have few"
    assert 0.06 < (MANY.counts - drop_strokes(MANY, draws(1020), 0.5).counts)[:500].mean() < 0.14


def test_affine_keeps_straight_lines_and_about_the_size() -> None:
    line = np.stack([np.linspace(0, 200, 5), np.linspace(0, 100, 5)], axis=1).astype(np.float32)
    before = DrawingArrays(np.tile(line, (600, 1)), np.full(600, 5), np.ones(600, np.int64))
    after = affine(before, draws(600), 1.0).points.reshape(600, 5, 2)
    np.testing.assert_allclose(after[:, 2], (after[:, 0] + after[:, 4]) / 2, atol=1e-2)
    sizes = np.linalg.norm(after[:, 4] - after[:, 0], axis=1) / np.hypot(200, 100)
    assert 0.05 < sizes.std() < 0.12
    assert 0.97 < sizes.mean() < 1.03
    assert 0.43 < (after[:, 4, 0] < after[:, 0, 0]).mean() < 0.57, "half are mirrored"
    angle = np.degrees(np.arctan2(after[:, 4, 1], np.abs(after[:, 4, 0])))
    assert 4 < angle.std() < 10


def test_noise_has_its_size() -> None:
    moved = noise(MANY, draws(1020), 1.0).points - MANY.points
    ends = np.cumsum(np.add.reduceat(MANY.lengths, np.cumsum(MANY.counts) - MANY.counts))[:-1]
    shares = [np.ptp(p, axis=0).max() for p in np.split(MANY.points, ends)]
    relative = np.concatenate([m / max(s, 1e-9) for m, s in zip(np.split(moved, ends), shares, strict=True)][:1000])
    assert 0.0095 < relative.std() < 0.0105
    assert abs(relative.mean()) < 0.0005
    assert abs(np.corrcoef(relative.T)[0, 1]) < 0.03


def test_dropped_points_are_never_the_ends() -> None:
    after = drop_points(MANY, draws(1020), 1.0)
    assert len(after.lengths) == len(MANY.lengths)
    for long, short in zip(strokes_of(MANY), strokes_of(after), strict=True):
        np.testing.assert_array_equal(short[[0, -1]], long[[0, -1]])
    inner = (MANY.lengths - 2).clip(0).sum()
    assert 0.08 < (len(MANY.points) - len(after.points)) / inner < 0.12


def test_neighbours_swap() -> None:
    after = swap_neighbours(MANY, draws(1020), 1.0)
    orders = [
        [int(np.flatnonzero([len(s) == n for s in strokes_of(arrays([4, 3, 2, 6, 5]))])[0]) for n in lengths]
        for lengths in after.lengths[: 5 * 500].reshape(500, 5)
    ]
    changed = [order for order in orders if order != sorted(order)]
    assert 0.14 < len(changed) / 500 < 0.26
    for order in changed:
        moved = [k for k, place in enumerate(order) if k != place]
        assert len(moved) == 2
        assert moved[1] == moved[0] + 1
    assert len({str(order) for order in changed}) == 4, "every pair of neighbours is swapped now and then"
    assert sorted(map(str, strokes_of(after))) == sorted(map(str, strokes_of(MANY)))


def test_strokes_are_turned_whole() -> None:
    after = reverse_strokes(MANY, draws(1020), 1.0)
    turned = 0
    for before, now in zip(strokes_of(MANY), strokes_of(after), strict=True):
        if not np.array_equal(before, now):
            np.testing.assert_array_equal(before[::-1], now)
            turned += 1
    assert 0.08 < turned / len(MANY.lengths) < 0.12


def test_lists_are_read_and_written() -> None:
    assert Augmentation().texts() == ("affine",)
    assert set(Augmentation().texts()) == set(ON)
    assert Augmentation.parse(ON) == Augmentation()
    found = Augmentation.parse(["noise:0.5", " affine", "drop-points:0"])
    assert found.texts() == ("noise:0.5", "affine")
    assert Augmentation.parse(found.texts()) == found
    assert in_words(()) == "Drawings were shown as they are."
    assert "moved a little (strength 0.5)" in in_words(found.texts())
    for wrong in (["colour"], ["noise:-1"], ["noise:much"], [""], ["affine:nan"]):
        with pytest.raises(UserError, match=r"knows|strength"):
            Augmentation.parse(wrong)


def test_all_together_leave_usable_drawings() -> None:
    after = Augmentation.parse([f"{name}:3" for name in CHANGES])(MANY, draws(1020))
    assert len(after.counts) == len(MANY.counts)
    assert np.isfinite(after.points).all()
    assert (after.lengths > 0).all()
    assert after.points.dtype == np.float32


def test_draws_are_even_and_independent() -> None:
    everyone = np.arange(20_000)
    numbers = draws(20_000).uniform(everyone, np.zeros_like(everyone), 2)
    assert numbers.min() >= 0
    assert numbers.max() < 1
    assert np.histogram(numbers[:, 0], 10, (0, 1))[0].std() < 100
    assert abs(np.corrcoef(numbers.T)[0, 1]) < 0.02
    assert abs(np.corrcoef(numbers[1:, 0], numbers[:-1, 0])[0, 1]) < 0.02
    assert abs(np.corrcoef(numbers[:, 0], draws(20_000, step=1).uniform_each()[:, 0])[0, 1]) < 0.02
    assert abs(np.corrcoef(numbers[:, 0], draws(20_000).named("x").uniform_each()[:, 0])[0, 1]) < 0.02
    bell = draws(20_000).normal_each()
    assert abs(bell.mean()) < 0.02
    assert abs(bell.std() - 1) < 0.02
