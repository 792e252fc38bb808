"""Everything that is reported of a network's answers, from the answers alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.evaluation.calibration import ReliabilityBin, calibration_estimate, reliability
from sketchxai_desktop.evaluation.estimate import RESAMPLES, Counts, Estimate, Floats, resampled_counts
from sketchxai_desktop.evaluation.predictions import BEST, Predictions

# Numbers of strokes that share a row: one by one up to ten, then wider.
_STROKE_EDGES = (*range(1, 11), 11, 16, 21, 31, 51)
_WEAKEST = 10
_DIGITS = 4


@dataclass(frozen=True)
class Scores:
    """Accuracies in 0..1. `macro_top1` is the mean of the categories' accuracies, each counting the same."""

    drawings: int
    top1: float
    top5: float
    macro_top1: float
    per_category: dict[str, float]


@dataclass(frozen=True)
class CategoryScore:
    """One category that has drawings.

    Attributes:
        drawings: of this category; right, within5: how many of them have it as the best, or among the best five.
        top1: share 0..1 of right answers.
        training_drawings: how many the network learned from; None where the checkpoint does not say.
    """

    name: str
    drawings: int
    right: int
    within5: int
    top1: Estimate
    training_drawings: int | None = None

    @property
    def top5(self) -> float:
        return self.within5 / self.drawings


@dataclass(frozen=True)
class GroupScore:
    """Drawings that have something in common, from `low` up to `high` (both included; None: no end).

    Attributes:
        categories: how many different ones the drawings show.
        top1, top5: shares 0..1 over the drawings.
    """

    low: int
    high: int | None
    drawings: int
    categories: int
    top1: Estimate
    top5: Estimate

    @property
    def label(self) -> str:
        """As in "3", "11-15" or "51 or more"."""
        if self.high is None:
            return f"{self.low:,} or more"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}\N{EN DASH}{self.high:,}"


@dataclass(frozen=True)
class Confusion:
    """`count` drawings of `true` were named `predicted`: `share` 0..1 of that category's drawings."""

    true: str
    predicted: str
    count: int
    share: float


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What was measured on D drawings, with 95 % intervals (see `estimate`): Wilson's for shares of drawings.

    Attributes:
        categories: all C names of the network's labels.
        top1, top5: shares 0..1 over the drawings; macro_top1, macro_top5: means over the categories that have
            drawings, each counting the same (in a resample: those that it has drawings of).
        ece: expected calibration error 0..1 (see `calibration`).
        per_category: those with drawings, in the order of the labels.
        by_strokes: the drawings by their number of strokes.
        by_training: by how many drawings of their category the network learned from; empty where the checkpoint
            does not say.
        reliability: the bins behind `ece`.
        confusion: (C, C) drawings of the row's category that were named like the column's.
        resamples, seed: of the intervals of macro and calibration figures, which are bootstrapped.
    """

    categories: tuple[str, ...]
    drawings: int
    top1: Estimate
    top5: Estimate
    macro_top1: Estimate
    macro_top5: Estimate
    ece: Estimate
    per_category: tuple[CategoryScore, ...]
    by_strokes: tuple[GroupScore, ...]
    by_training: tuple[GroupScore, ...]
    reliability: tuple[ReliabilityBin, ...]
    confusion: Counts
    resamples: int
    seed: int

    @property
    def scores(self) -> Scores:
        """The bare accuracies."""
        per_category = {c.name: c.top1.value for c in self.per_category}
        return Scores(self.drawings, self.top1.value, self.top5.value, self.macro_top1.value, per_category)

    def weakest(self, count: int = _WEAKEST) -> list[CategoryScore]:
        """The categories with the lowest accuracy, lowest first."""
        return sorted(self.per_category, key=lambda c: c.top1.value)[:count]

    def confusions(self, count: int = _WEAKEST) -> list[Confusion]:
        """The commonest mistakes, most frequent first; of equally frequent ones the larger share first."""
        wrong = self.confusion.copy()
        np.fill_diagonal(wrong, 0)
        totals = np.maximum(self.confusion.sum(axis=1), 1)
        rows, columns = np.nonzero(wrong)
        found = [
            Confusion(self.categories[i], self.categories[j], int(wrong[i, j]), float(wrong[i, j] / totals[i]))
            for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
        return sorted(found, key=lambda c: (-c.count, -c.share))[:count]

    def to_json(self) -> dict[str, Any]:
        """All of it: bare figures by the names of `facts_of`, then those with intervals and all tables."""
        names = ("top1", "top5", "macro_top1", "macro_top5", "ece")
        tables = {
            "categories": [{**_plain(c), "top1": c.top1.to_json(), "top5": c.top5} for c in self.per_category],
            "by_strokes": [_group_json(g) for g in self.by_strokes],
            "by_training_drawings": [_group_json(g) for g in self.by_training],
            "reliability": [_plain(b) for b in self.reliability],
            "confusions": [asdict(c) for c in self.confusions()],
            "confusion_matrix": {"categories": list(self.categories), "counts": self.confusion.tolist()},
        }
        intervals = {name: getattr(self, name).to_json() for name in names}
        settings = {"resamples": self.resamples, "seed": self.seed, "calibration_bins": len(self.reliability)}
        return {
            **facts_of(self.scores),
            "macro_top5": round(self.macro_top5.value, _DIGITS),
            "ece": round(self.ece.value, _DIGITS),
            "intervals": {**intervals, **settings},
            **tables,
        }


def scores_of(predictions: Predictions, categories: Sequence[str]) -> Scores:
    """Top-1, top-5 and macro-averaged top-1 accuracy. Categories without drawings do not count."""
    cells = _cells(predictions, len(categories))
    top1, top5, macro, _ = (float(v[0]) for v in _accuracies(cells[None]))
    totals = cells.sum(axis=1)
    shares = {n: float(cells[k, 0] / totals[k]) for k, n in enumerate(categories) if totals[k]}
    return Scores(len(predictions), top1, top5, macro, shares)


def evaluate(
    predictions: Predictions,
    categories: Sequence[str],
    training_drawings: Mapping[str, int] | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Measure everything.

    Args:
        categories: names of the network's labels.
        training_drawings: how many drawings of each category the network learned from, if that is known.
        resamples, seed: of the intervals; the same ones give the same intervals.

    Raises:
        ValueError: there is no prediction.
    """
    if not len(predictions):
        raise ValueError("there is nothing to measure")
    known = dict(training_drawings or {})
    rng = np.random.default_rng(seed)
    cells = _cells(predictions, len(categories))
    blocks = resampled_counts(cells.reshape(-1), resamples, rng)
    resampled = [_accuracies(block.reshape(len(block), len(categories), 3)) for block in blocks]
    columns = [np.concatenate(column) for column in zip(*resampled, strict=True)]
    measured = [float(value[0]) for value in _accuracies(cells[None])]
    top1, top5 = (Estimate.proportion(value, len(predictions)) for value in measured[:2])
    macros = [_macro(value, column, cells) for value, column in zip(measured[2:], columns[2:], strict=True)]
    ece = calibration_estimate(predictions.confidence, predictions.right, resamples, rng)
    per_category = tuple(
        CategoryScore(
            name,
            int(cells[k].sum()),
            int(cells[k, 0]),
            int(cells[k, :2].sum()),
            Estimate.proportion(float(cells[k, 0] / cells[k].sum()), int(cells[k].sum())),
            known.get(name),
        )
        for k, name in enumerate(categories)
        if cells[k].any()
    )
    by_strokes = _groups(predictions, predictions.strokes, _STROKE_EDGES)
    by_training: tuple[GroupScore, ...] = ()
    if known:
        learned = np.array([known.get(name, 0) for name in categories])[predictions.labels]
        by_training = _groups(predictions, learned, _round_edges(int(learned.max())))
    return Evaluation(
        tuple(categories),
        len(predictions),
        top1,
        top5,
        macros[0],
        macros[1],
        ece,
        per_category,
        by_strokes,
        by_training,
        reliability(predictions.confidence, predictions.right),
        _confusion(predictions, len(categories)),
        resamples,
        seed,
    )


def facts_of(scores: Scores) -> dict[str, Any]:
    """Scores for a checkpoint's metadata, rounded to what their number of drawings can tell."""
    facts = asdict(scores)
    facts["per_category"] = {name: round(value, _DIGITS) for name, value in scores.per_category.items()}
    return {k: round(v, _DIGITS) if isinstance(v, float) else v for k, v in facts.items()}


def describe(scores: Scores) -> str:
    """As in "top-1 86.10 %, top-5 97.02 %, macro top-1 85.90 % of 3,000 drawings"."""
    shares = f"top-1 {scores.top1:.2%}, top-5 {scores.top5:.2%}, macro top-1 {scores.macro_top1:.2%}".replace("%", " %")
    return f"{shares} of {scores.drawings:,} drawings"


def training_drawings_of(training: Mapping[str, Any]) -> dict[str, int] | None:
    """The fact `drawings_per_category` of a checkpoint's `training`, or None where it is not there or no such table."""
    table = training.get("drawings_per_category")
    if not isinstance(table, dict) or not all(type(n) is int and n >= 0 for n in table.values()):
        return None
    return {str(name): n for name, n in table.items()} or None


def _cells(predictions: Predictions, categories: int) -> Counts:
    """(C, 3) drawings of each category: named rightly, true category among the next best four, not even that."""
    outcome = np.where(predictions.rank == 0, 0, np.where(predictions.rank < BEST, 1, 2))
    cells: Counts = np.bincount(3 * predictions.labels + outcome, minlength=3 * categories).reshape(categories, 3)
    return cells


def _accuracies(cells: Counts) -> tuple[Floats, Floats, Floats, Floats]:
    """Top-1, top-5, macro top-1 and macro top-5, each (r,), of (r, C, 3) cells."""
    per_category = cells.sum(axis=2)
    within = [cells[:, :, 0], cells[:, :, 0] + cells[:, :, 1]]
    total, shown = per_category.sum(axis=1), np.maximum((per_category > 0).sum(axis=1), 1)
    plain = [part.sum(axis=1) / np.maximum(total, 1) for part in within]
    macro = [(part / np.maximum(per_category, 1)).sum(axis=1) / shown for part in within]
    return plain[0], plain[1], macro[0], macro[1]


def _confusion(predictions: Predictions, categories: int) -> Counts:
    places = predictions.labels.astype(np.int64) * categories + predictions.predicted
    matrix: Counts = np.bincount(places, minlength=categories**2).reshape(categories, categories)
    return matrix


def _macro(value: float, resampled: Floats, cells: Counts) -> Estimate:
    """Bootstrapped; but where all drawings are alike, resampling them says nothing.

    Then Wilson's interval takes its place, with as many answers as a plain share of the same variance has: the mean of
    C shares of n answers each has the variance p (1 - p) / C^2 times the sum of 1 / n.
    """
    if value in (0.0, 1.0):
        numbers = cells.sum(axis=1)
        numbers = numbers[numbers > 0]
        return Estimate.proportion(value, float(len(numbers) ** 2 / (1 / numbers).sum()))
    return Estimate.of(value, resampled)


def _groups(
    predictions: Predictions,
    values: npt.NDArray[np.integer[Any]],
    edges: Sequence[int],
) -> tuple[GroupScore, ...]:
    """The drawings by a whole number each, which falls between two of the ascending edges or above the last.

    The intervals take the sizes of the groups as given.
    """
    place = np.searchsorted(np.asarray(edges), values, side="right") - 1
    found = []
    for k, low in enumerate(edges):
        here = place == k
        count = int(here.sum())
        if not count:
            continue
        right, within = (int((predictions.rank[here] < limit).sum()) for limit in (1, BEST))
        top1, top5 = (Estimate.proportion(n / count, count) for n in (right, within))
        high = edges[k + 1] - 1 if k + 1 < len(edges) else None
        found.append(GroupScore(low, high, count, len(np.unique(predictions.labels[here])), top1, top5))
    return tuple(found)


def _round_edges(largest: int) -> list[int]:
    """0, 1, 2, 5, 10, 20, 50, ... up to the first above `largest`."""
    edges = [0]
    for exponent in range(math.ceil(math.log10(max(largest, 1))) + 2):
        for digit in (1, 2, 5):
            if edges[-1] <= largest:
                edges.append(digit * 10**exponent)
    return edges


def _group_json(group: GroupScore) -> dict[str, Any]:
    return {**asdict(group), "label": group.label, "top1": group.top1.to_json(), "top5": group.top5.to_json()}


def _plain(row: CategoryScore | ReliabilityBin) -> dict[str, Any]:
    """The fields, with null for what is not a number."""
    return {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in asdict(row).items()}
