"""A figure with its uncertainty: Wilson's interval of a share of yes-no answers, percentile bootstrap of all else.

Sources: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
Statistical Association 22 (158), 1927, pages 209-212, without continuity correction: unlike a bootstrap, it has a width
also where all answers are the same. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Where a
figure depends only on how many drawings fall into which cell, resampling the drawings is the same as drawing the cells'
counts from a multinomial distribution, so the cost does not depend on the number of drawings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

#: How often an interval holds the true value; share of the resamples between its two ends.
COVERAGE = 0.95
#: Standard deviations of a normal distribution to either side that hold as much: 1.96.
_DEVIATIONS = NormalDist().inv_cdf((1 + COVERAGE) / 2)
RESAMPLES = 2000
# Resamples worked on at a time: bounds the memory that many cells need.
_BLOCK = 250
_DASH = "\N{EN DASH}"

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Estimate:
    """A measured value and its 95 % interval. All NaN: it could not be measured."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, resampled: npt.ArrayLike) -> Estimate:
        """From the value and (R,) resampled values; those that are not finite do not count."""
        values = np.asarray(resampled, np.float64)
        values = values[np.isfinite(values)]
        if not np.isfinite(value) or not len(values):
            return UNKNOWN if not np.isfinite(value) else cls(float(value), float("nan"), float("nan"))
        low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
        return cls(float(value), float(low), float(high))

    @classmethod
    def proportion(cls, share: float, trials: float) -> Estimate:
        """Of a share of independent yes-no answers: Wilson's interval.

        Args:
            share: of the answers that are "yes", 0..1.
            trials: how many answers there are; a weighted share has as many as an unweighted one of its variance,
                which need not be a whole number.
        """
        if not trials:
            return UNKNOWN
        squared = _DEVIATIONS**2
        middle = (share + squared / (2 * trials)) / (1 + squared / trials)
        spread = _DEVIATIONS * math.sqrt(share * (1 - share) / trials + squared / (4 * trials**2))
        half = spread / (1 + squared / trials)
        # The ends are 0 and 1 exactly where all answers are alike; rounding must not spoil that.
        return cls(
            share, 0.0 if share == 0 else max(0.0, middle - half), 1.0 if share == 1 else min(1.0, middle + half)
        )

    def text(self, digits: int) -> str:
        """The value with that many digits; a dash for what is not known."""
        return f"{self.value:.{digits}f}" if np.isfinite(self.value) else _DASH

    def interval_text(self, digits: int) -> str:
        """The interval with that many digits; a dash for what is not known."""
        known = np.isfinite([self.low, self.high]).all()
        return f"{self.low:.{digits}f}{_DASH}{self.high:.{digits}f}" if known else _DASH

    def to_json(self) -> dict[str, Any]:
        """Value, low and high; null for what is not known."""
        parts = {"value": self.value, "low": self.low, "high": self.high}
        return {name: None if np.isnan(number) else number for name, number in parts.items()}


def percent(share: float, digits: int = 2) -> str:
    """As in "92.11 %"; a dash for what is not known."""
    return f"{100 * share:.{digits}f} %" if np.isfinite(share) else _DASH


def percent_interval(estimate: Estimate, digits: int = 2) -> str:
    """The interval of a share as in "90.96 - 93.20 %" with an en dash; a dash for what is not known."""
    known = np.isfinite([estimate.low, estimate.high]).all()
    return f"{100 * estimate.low:.{digits}f}{_DASH}{100 * estimate.high:.{digits}f} %" if known else _DASH


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"))


def resampled_counts(counts: Counts, resamples: int, rng: np.random.Generator) -> list[Counts]:
    """The (K,) counts of K cells as they come out when the counted things are drawn again with replacement.

    Returns:
        Blocks of (r, K) counts, `resamples` rows in all; every row has the sum of `counts`.
    """
    total = int(counts.sum())
    if not total:
        return []
    shares = counts / total
    sizes = [min(_BLOCK, resamples - done) for done in range(0, resamples, _BLOCK)]
    return [rng.multinomial(total, shares, size) for size in sizes]
