"""Methods by measures over many drawings, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import RESAMPLES, UNKNOWN, Estimate
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.registry import METHODS, Method

Floats = npt.NDArray[np.float64]
Draws = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """A method with the mean of every measure over the drawings for which it is defined.

    Attributes:
        estimates: an interval only where there are two drawings or more; of no width where all gave the same number.
        counts: how many drawings those are. seconds: mean time; what an earlier method has computed is not in it.
    """

    method: Method
    estimates: Mapping[str, Estimate]
    counts: Mapping[str, int]
    seconds: float


@dataclass
class ExplanationTable:
    """Grows drawing by drawing.

    Attributes:
        source: where the drawings come from, in words.
        output, removal, seed: what was asked, as in `explain.question.Question`.
        strokes: of each drawing.
        left_out: how many drawings were left out, by reason.
    """

    checkpoint: CheckpointSummary
    source: str
    output: str
    removal: str
    seed: int
    strokes: list[int] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    _measures: dict[str, list[Mapping[str, float]]] = field(default_factory=dict)
    _seconds: dict[str, list[float]] = field(default_factory=dict)

    @property
    def drawings(self) -> int:
        return len(self.strokes)

    def begin(self, strokes: int) -> None:
        """The next drawing, with so many strokes."""
        self.strokes.append(strokes)

    def add(self, score: MethodScore) -> None:
        """What a method has reached on the drawing that was begun last."""
        self._measures.setdefault(score.method, []).append(score.measures)
        self._seconds.setdefault(score.method, []).append(score.attribution.seconds)

    def rows(self) -> list[Row]:
        """One row per method. All cells see the same resamples of drawings, so they can be compared."""
        drawn = self._drawn()
        return [self._row(name, drawn) for name in self._measures]

    def leads(self, measure: str) -> dict[str, Estimate]:
        """By how much each method is ahead of the control, drawing by drawing; above zero is better.

        UNKNOWN where no drawing has a number for both. For a measure that is best near zero, distances from zero.
        """
        drawn, control, better = self._drawn(), self._values("random", measure), MEASURES[measure].better

        def merit(values: Floats) -> Floats:
            return values if better == "higher" else -values if better == "lower" else -np.abs(values)

        return {
            name: self._mean(merit(self._values(name, measure)) - merit(control), drawn)[0]
            for name in self._measures
            if name != "random"
        }

    def _drawn(self) -> Draws:
        rng = np.random.default_rng([self.seed, 0xB007])
        return rng.integers(0, self.drawings, (RESAMPLES, self.drawings))

    def _values(self, method: str, measure: str) -> Floats:
        return np.array([one[measure] for one in self._measures[method]])

    def _row(self, name: str, drawn: Draws) -> Row:
        found = {measure: self._mean(self._values(name, measure), drawn) for measure in MEASURES}
        estimates = {measure: one[0] for measure, one in found.items()}
        counts = {measure: one[1] for measure, one in found.items()}
        return Row(METHODS[name], estimates, counts, float(np.mean(self._seconds[name])))

    @staticmethod
    def _mean(values: Floats, drawn: Draws) -> tuple[Estimate, int]:
        """The mean of the numbers that are known, with its interval, and how many they are."""
        known = np.isfinite(values)
        count = int(known.sum())
        if not count:
            return UNKNOWN, 0
        # Means over what is defined; a resample without any is no number and does not count.
        totals, sizes = np.where(known, values, 0.0)[drawn].sum(axis=1), known[drawn].sum(axis=1)
        means = np.divide(totals, sizes, out=np.full(len(drawn), np.nan), where=sizes > 0)
        if count < 2:  # resamples of one drawing are that drawing: no interval, and not one of no width
            means = means[:0]
        return Estimate.of(float(values[known].mean()), means), count

    def left_out_sentences(self) -> list[str]:
        """As in "3 drawings of one stroke"."""
        return [
            f"{count:,} {'drawing' if count == 1 else 'drawings'} {reason}" for reason, count in self.left_out.items()
        ]

    def to_json(self) -> dict[str, Any]:
        """Everything, with null for what is not known."""
        return {
            "checkpoint": self.checkpoint.name,
            "sha256": self.checkpoint.sha256,
            "file": self.source,
            "output": self.output,
            "removal": self.removal,
            "seed": self.seed,
            "resamples": RESAMPLES,
            "drawings": self.drawings,
            "mean_strokes": float(np.mean(self.strokes)),
            "left_out": self.left_out,
            "measures": {m.name: {"title": m.title, "better": m.better} for m in MEASURES.values()},
            "methods": {
                row.method.name: {
                    **{
                        name: {**found.to_json(), "drawings": row.counts[name]} for name, found in row.estimates.items()
                    },
                    "seconds": row.seconds,
                }
                for row in self.rows()
            },
        }
