"""Epochs: what they are made of and in which batches."""

from __future__ import annotations

import numpy as np
import pytest

from sketchxai_desktop.training.sampling import balanced_drawings, bucketed_order, epoch_order, places


@pytest.mark.parametrize(("count", "size"), [(1, 4), (10, 4), (1000, 3), (2001, 10)])
def test_every_drawing_comes_exactly_once_an_epoch(count: int, size: int) -> None:
    counts = np.random.default_rng(0).integers(1, 30, count).astype(np.int32)
    batches = list(bucketed_order(counts, size, np.random.default_rng(1)))
    assert sorted(np.concatenate(batches).tolist()) == list(range(count))
    assert max(map(len, batches)) <= size
    assert len(batches) == -(-count // size)
    others = list(bucketed_order(counts, size, np.random.default_rng(2)))
    assert count < 100 or any(a.tolist() != b.tolist() for a, b in zip(batches, others, strict=True))


def test_batches_hold_drawings_of_similar_length() -> None:
    counts = np.random.default_rng(0).integers(1, 30, 4000).astype(np.int32)
    spread = [np.ptp(counts[b]) for b in bucketed_order(counts, 20, np.random.default_rng(1))]
    assert np.mean(spread) < 3


NUMBERS = np.array([1000, 100, 10, 0, 390])


@pytest.mark.parametrize("balance", [0.0, 0.3, 0.5, 1.0])
def test_shares_follow_the_exponent(balance: float) -> None:
    found = places(NUMBERS, balance)
    assert found.sum() == NUMBERS.sum()
    weights = np.where(NUMBERS > 0, np.maximum(NUMBERS, 1.0) ** (1 - balance), 0)
    np.testing.assert_allclose(found, weights / weights.sum() * NUMBERS.sum(), atol=1)


def test_the_ends_are_as_it_is_and_all_equally_often() -> None:
    assert places(NUMBERS, 0.0).tolist() == NUMBERS.tolist()
    assert places(NUMBERS, 1.0).tolist() == [375, 375, 375, 0, 375]


def labels() -> np.ndarray:
    return np.random.default_rng(0).permutation(np.repeat(np.arange(len(NUMBERS)), NUMBERS)).astype(np.int32)


def test_a_balanced_epoch_repeats_as_evenly_as_it_can() -> None:
    chosen = balanced_drawings(labels(), 1.0, np.random.default_rng(3))
    assert chosen is not None
    assert len(chosen) == NUMBERS.sum()
    assert np.bincount(labels()[chosen], minlength=5).tolist() == [375, 375, 375, 0, 375]
    times = np.bincount(chosen, minlength=len(labels()))
    for label, expected in {0: {0, 1}, 1: {3, 4}, 2: {37, 38}, 4: {0, 1}}.items():
        assert set(times[labels() == label].tolist()) <= expected


def test_balanced_epochs_are_the_same_when_asked_again_and_others_in_turn() -> None:
    counts = np.random.default_rng(1).integers(1, 20, NUMBERS.sum()).astype(np.int32)
    epochs = [
        [b.tolist() for b in epoch_order(counts, labels(), 32, 0.5, seed, epoch)]
        for seed, epoch in [(0, 0), (0, 0), (0, 1), (1, 0)]
    ]
    assert epochs[0] == epochs[1]
    assert epochs[0] != epochs[2]
    assert epochs[0] != epochs[3]
    assert len(epochs[0]) == -(-NUMBERS.sum() // 32)
    first, other = (sorted(k for batch in epochs[n] for k in batch) for n in (0, 2))
    assert first != other, "the same part of the large category every time"
    spread = [np.ptp(counts[b]) for b in epochs[0]]
    assert np.mean(spread) < 4
