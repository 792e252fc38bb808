"""Intervals: they cover what they should, repeat, and cost nothing that grows with the drawings."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sketchxai_desktop.evaluation.estimate import UNKNOWN, Estimate, percent, percent_interval, resampled_counts


def test_a_share_gets_the_interval_of_a_binomial_distribution() -> None:
    found = Estimate.proportion(0.9, 10_000)
    spread = 1.96 * math.sqrt(0.9 * 0.1 / 10_000)
    assert found.value == 0.9
    assert found.low == pytest.approx(0.9 - spread, abs=0.0003)
    assert found.high == pytest.approx(0.9 + spread, abs=0.0003)


@pytest.mark.parametrize(
    # Newcombe, Statistics in Medicine 17, 1998, table I: his examples for Wilson's interval.
    ("right", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_gets_wilsons_interval(right: int, trials: int, low: float, high: float) -> None:
    found = Estimate.proportion(right / trials, trials)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    mirrored = Estimate.proportion((trials - right) / trials, trials)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - high, 1 - low), abs=5e-5)


@pytest.mark.parametrize("trials", [1, 7, 1000, 12.5])
def test_answers_that_are_all_alike_are_not_taken_for_certainty(trials: float) -> None:
    all_right, all_wrong = Estimate.proportion(1.0, trials), Estimate.proportion(0.0, trials)
    assert all_right.high == 1.0
    assert all_wrong.low == 0.0
    assert all_right.low == pytest.approx(1 / (1 + 1.959964**2 / trials))
    assert all_wrong.high == pytest.approx(1 - all_right.low)


def test_the_true_share_is_in_the_interval_as_often_as_it_says() -> None:
    """Over all outcomes of 40 answers, each as often as it comes: on average over shares it is near 95 %."""
    found = [Estimate.proportion(k / 40, 40) for k in range(41)]
    covered = []
    for share in np.linspace(0.02, 0.98, 97):
        weights = [math.comb(40, k) * share**k * (1 - share) ** (40 - k) for k in range(41)]
        covered.append(sum(w for w, e in zip(weights, found, strict=True) if e.low <= share <= e.high))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)
    assert min(covered) > 0.83


def test_what_was_not_measured_is_unknown() -> None:
    assert Estimate.proportion(0.0, 0) is UNKNOWN
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
