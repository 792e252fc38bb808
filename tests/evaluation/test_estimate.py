"""Intervals: they cover what they should, repeat, and cost nothing that grows with the drawings."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sketchxai_desktop.evaluation.estimate import UNKNOWN, Estimate, percent, percent_interval, resampled_counts


def test_a_share_gets_the_interval_of_a_binomial_distribution() -> None:
    found = Estimate.proportion(900, 1000, 20_000, np.random.default_rng(0))
    spread = 1.96 * math.sqrt(0.9 * 0.1 / 1000)
    assert found.value == 0.9
    assert found.low == pytest.approx(0.9 - spread, abs=0.002)
    assert found.high == pytest.approx(0.9 + spread, abs=0.002)


def test_intervals_repeat_with_their_seed() -> None:
    first, again, other = (Estimate.proportion(33, 70, 500, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize(("right", "low", "high"), [(20, 0.025 ** (1 / 20), 1.0), (0, 0.0, 1 - 0.025 ** (1 / 20))])
def test_answers_that_are_all_alike_are_not_taken_for_certainty(right: int, low: float, high: float) -> None:
    found = Estimate.proportion(right, 20, 100, np.random.default_rng(0))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_what_was_not_measured_is_unknown() -> None:
    assert Estimate.proportion(0, 0, 100, np.random.default_rng(0)) is UNKNOWN
    assert Estimate.of(float("nan"), [1.0]) is UNKNOWN
    assert UNKNOWN.to_json() == {"value": None, "low": None, "high": None}
    assert (percent(UNKNOWN.value), percent_interval(UNKNOWN)) == ("–", "–")
    assert (UNKNOWN.text(2), UNKNOWN.interval_text(2)) == ("–", "–")


def test_values_that_are_no_numbers_do_not_count() -> None:
    found = Estimate.of(0.5, [0.4, float("nan"), 0.6])
    assert (found.low, found.high) == pytest.approx((0.405, 0.595))
    assert percent_interval(found, 1) == "40.5–59.5 %"


def test_counts_are_resampled_as_drawings_are() -> None:
    """Against drawing the drawings themselves again, one by one."""
    counts = np.array([5, 0, 30, 65])
    blocks = resampled_counts(counts, 4001, np.random.default_rng(0))
    found = np.concatenate(blocks)
    assert found.shape == (4001, 4)
    assert (found.sum(axis=1) == 100).all()
    cells = np.repeat(np.arange(4), counts)
    rng = np.random.default_rng(1)
    by_hand = np.stack([np.bincount(rng.choice(cells, 100), minlength=4) for _ in range(4000)])
    np.testing.assert_allclose(found.mean(axis=0), by_hand.mean(axis=0), atol=0.4)
    np.testing.assert_allclose(found.std(axis=0), by_hand.std(axis=0), rtol=0.06, atol=0.02)
    assert resampled_counts(np.zeros(3, np.int64), 10, rng) == []
