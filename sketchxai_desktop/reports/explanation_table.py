"""Methods by measures over many drawings, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import RESAMPLES, UNKNOWN, Estimate
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.registry import METHODS, Method


@dataclass(frozen=True)
class Row:
    """A method with the mean of every measure over the drawings for which it is defined.

    Attributes:
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
        drawn = np.random.default_rng([self.seed, 0xB007]).integers(0, self.drawings, (RESAMPLES, self.drawings))
        return [self._row(name, drawn) for name in self._measures]

    def _row(self, name: str, drawn: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Row:
        estimates, counts = {}, {}
        for measure in MEASURES:
            values = np.array([one[measure] for one in self._measures[name]])
            known = np.isfinite(values)
            counts[measure] = int(known.sum())
            if not known.any():
                estimates[measure] = UNKNOWN
                continue
            # Means over what is defined; a resample without any is no number and does not count.
            totals, sizes = np.where(known, values, 0.0)[drawn].sum(axis=1), known[drawn].sum(axis=1)
            means = np.divide(totals, sizes, out=np.full(len(drawn), np.nan), where=sizes > 0)
            estimates[measure] = Estimate.of(float(values[known].mean()), means)
        return Row(METHODS[name], estimates, counts, float(np.mean(self._seconds[name])))

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
