"""Methods by measures over many drawings, with bootstrap intervals. No torch here: windows and reports keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import RESAMPLES, UNKNOWN, Estimate
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.registry import METHODS, Method

Floats = npt.NDArray[np.float64]

#: Of fewer drawings nobody can say which method is better than the control: resampling them says little.
ENOUGH = 10


@dataclass(frozen=True, eq=False)
class ScoredDrawing:
    """A drawing and how methods did on it.

    Attributes:
        index: in the file, from 0. line: of the file, from 1.
        target: what the network says, which is what is explained.
        scores: of the methods so far. complete: those are all.
    """

    index: int
    line: int
    sketch: Sketch
    target: str
    scores: tuple[MethodScore, ...]
    complete: bool


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


@dataclass(frozen=True, eq=False)
class Standing:
    """What a table says at one moment.

    Attributes:
        rows: one per method, none as long as there is no drawing.
        leads: by measure and method, how far it is ahead of the control, drawing by drawing; above zero is better.
        drawings: how many. strokes: of a drawing, on average.
        left_out: how many drawings were left out and why, in words.
    """

    rows: tuple[Row, ...] = ()
    leads: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    drawings: int = 0
    strokes: float = float("nan")
    left_out: tuple[Sentence, ...] = ()

    @cached_property
    def by_method(self) -> Mapping[str, Row]:
        """`rows` by the names of their methods."""
        return {row.method.name: row for row in self.rows}

    def beats_control(self, method: str, measure: str) -> bool:
        """Whether the lead over the control is larger than its uncertainty."""
        return self.leads[measure][method].low > 0


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

    def add(self, strokes: int, scores: Sequence[MethodScore]) -> None:
        """What the methods have reached on one more drawing with so many strokes; the same methods every time."""
        self.strokes.append(strokes)
        for score in scores:
            self._measures.setdefault(score.method, []).append(score.measures)
            self._seconds.setdefault(score.method, []).append(score.attribution.seconds)

    def rows(self) -> list[Row]:
        """One row per method. All cells see the same resamples of drawings, so they can be compared."""
        return list(self._rows(self._drawn()))

    def leads(self, measure: str) -> dict[str, Estimate]:
        """By how much each method is ahead of the control, drawing by drawing; above zero is better.

        UNKNOWN where no drawing has a number for both. For a measure that is best near zero, distances from zero.
        """
        return self._leads((measure,), self._drawn())[measure]

    def standing(self) -> Standing:
        """All of it as it is now."""
        left_out = tuple(self.left_out_sentences())
        if not self.drawings:
            return Standing(left_out=left_out)
        drawn, strokes = self._drawn(), float(np.mean(self.strokes))
        return Standing(self._rows(drawn), self._leads(tuple(MEASURES), drawn), self.drawings, strokes, left_out)

    def _rows(self, drawn: Floats) -> tuple[Row, ...]:
        columns = [self._values(name, measure) for name in self._measures for measure in MEASURES]
        found = iter(_means(np.stack(columns, axis=1), drawn))
        rows = []
        for name in self._measures:
            means = {measure: next(found) for measure in MEASURES}
            estimates = {measure: mean for measure, (mean, _) in means.items()}
            counts = {measure: count for measure, (_, count) in means.items()}
            rows.append(Row(METHODS[name], estimates, counts, float(np.mean(self._seconds[name]))))
        return tuple(rows)

    def _leads(self, measures: Sequence[str], drawn: Floats) -> dict[str, dict[str, Estimate]]:
        names = [name for name in self._measures if name != "random"]
        if not names:
            return {measure: {} for measure in measures}
        columns = [self._merit(name, one) - self._merit("random", one) for one in measures for name in names]
        found = iter(_means(np.stack(columns, axis=1), drawn))
        return {measure: {name: next(found)[0] for name in names} for measure in measures}

    def _merit(self, method: str, measure: str) -> Floats:
        """(N,) values such that more is better."""
        values, better = self._values(method, measure), MEASURES[measure].better
        return values if better == "higher" else -values if better == "lower" else -np.abs(values)

    def _values(self, method: str, measure: str) -> Floats:
        return np.array([one[measure] for one in self._measures[method]])

    def _drawn(self) -> Floats:
        """(R, N): how often each drawing is in each resample."""
        rng, count = np.random.default_rng([self.seed, 0xB007]), self.drawings
        places = rng.integers(0, count, (RESAMPLES, count)) + count * np.arange(RESAMPLES)[:, None]
        return np.bincount(places.ravel(), minlength=RESAMPLES * count).reshape(RESAMPLES, count).astype(np.float64)

    def left_out_sentences(self) -> list[Sentence]:
        """As in "3 drawings of one stroke"."""
        return [
            Sentence("1 drawing {reason}", reason=reason)
            if count == 1
            else Sentence("{count:,} drawings {reason}", count=count, reason=reason)
            for reason, count in self.left_out.items()
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


def _means(values: Floats, drawn: Floats) -> list[tuple[Estimate, int]]:
    """The mean of the known numbers of each column with its interval, and how many they are.

    Args:
        values: (N, K). drawn: (R, N), how often each row is in each resample.
    """
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    # Means over what is defined; a resample without any is no number and does not count.
    totals, sizes = drawn @ filled, drawn @ known.astype(np.float64)
    means = np.divide(totals, sizes, out=np.full(totals.shape, np.nan), where=sizes > 0)
    found = []
    for column, count in enumerate(known.sum(axis=0).tolist()):
        if not count:
            found.append((UNKNOWN, 0))
            continue
        these = values[known[:, column], column]
        # Rounding must not give equal numbers an interval. Resamples of one drawing are that drawing: no interval.
        resampled = np.clip(means[:, column], these.min(), these.max()) if count > 1 else means[:0, column]
        found.append((Estimate.of(float(np.clip(these.mean(), these.min(), these.max())), resampled), count))
    return found
