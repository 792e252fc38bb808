"""Does 90 % mean nine out of ten? Reliability table and expected calibration error.

Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 2: confidences
(the probability of the answer) are put into M = 15 bins of equal width, half-open at the lower end; the error is the
mean distance between accuracy and mean confidence over the bins, weighted with the bins' numbers of drawings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.evaluation.estimate import Estimate, Floats, resampled_counts

BINS = 15
# The bootstrap counts drawings in parts of a bin, each standing for its mean confidence: 1500 parts of 0..1 put a
# confidence off by 0.0003 at most, and by far less on average.
_PARTS = 100


@dataclass(frozen=True)
class ReliabilityBin:
    """Drawings with a confidence above `low` and up to `high`.

    Attributes:
        drawings: how many.
        confidence: mean confidence 0..1; NaN for none.
        accuracy: share 0..1 of right answers; NaN for none.
    """

    low: float
    high: float
    drawings: int
    confidence: float
    accuracy: float


def reliability(confidence: npt.ArrayLike, right: npt.ArrayLike, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """The reliability table of (D,) confidences and whether each answer was right, lowest bin first."""
    values, hits = np.asarray(confidence, np.float64), np.asarray(right, bool)
    place = _cells(values, bins)
    counts = np.bincount(place, minlength=bins)
    sums = np.bincount(place, values, minlength=bins)
    rights = np.bincount(place[hits], minlength=bins)
    nan = float("nan")
    return tuple(
        ReliabilityBin(
            k / bins, (k + 1) / bins, int(n), float(sums[k] / n) if n else nan, float(rights[k] / n) if n else nan
        )
        for k, n in enumerate(counts.tolist())
    )


def expected_calibration_error(table: tuple[ReliabilityBin, ...]) -> float:
    """0..1; NaN without drawings."""
    total = sum(row.drawings for row in table)
    if not total:
        return float("nan")
    return sum(row.drawings * abs(row.accuracy - row.confidence) for row in table if row.drawings) / total


def calibration_estimate(
    confidence: npt.ArrayLike, right: npt.ArrayLike, resamples: int, rng: np.random.Generator, bins: int = BINS
) -> Estimate:
    """The expected calibration error with its interval. It is never negative, so chance alone raises it a little."""
    values, hits = np.asarray(confidence, np.float64), np.asarray(right, bool)
    parts = bins * _PARTS
    cells = _cells(values, parts) + parts * hits
    counts = np.bincount(cells, minlength=2 * parts)
    sums = np.bincount(cells, values, minlength=2 * parts)
    means = np.divide(sums, counts, out=np.zeros(2 * parts), where=counts > 0)
    # What one drawing of a cell adds to its bin: right minus confidence.
    excess = np.repeat([0.0, 1.0], parts) - means
    resampled = [_errors(block * excess, bins) / len(values) for block in resampled_counts(counts, resamples, rng)]
    value = expected_calibration_error(reliability(values, hits, bins))
    return Estimate.of(value, np.concatenate(resampled) if resampled else [])


def _errors(excess: Floats, bins: int) -> Floats:
    """(r,) sums of the bins' absolute excess, from (r, 2 * bins * parts) cells."""
    per_bin = excess.reshape(len(excess), 2, bins, _PARTS).sum(axis=(1, 3))
    total: Floats = np.abs(per_bin).sum(axis=1)
    return total


def _cells(values: Floats, count: int) -> npt.NDArray[np.int64]:
    """(D,) 0..count-1: the cell above whose lower end a value of 0..1 lies; 0 is in the first."""
    return np.clip(np.ceil(values * count).astype(np.int64) - 1, 0, count - 1)
