"""How well stroke location inversion works, beside the same on a network that has learned nothing.

No such figures were published; these are ours. Intervals resample sketches, with all of their runs and paths, because
paths of one sketch are no independent evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sketchxai_desktop.core.run import Mode
from sketchxai_desktop.evaluation.estimate import RESAMPLES, UNKNOWN, Estimate, Floats, resampled_counts
from sketchxai_desktop.evaluation.trials import Trials


@dataclass(frozen=True)
class InversionScores:
    """Figures of one network over all paths.

    Attributes:
        success: share 0..1 of paths at whose end the target is the network's answer; at_start: at whose first state.
        steps: median, over the successful paths, of the first state from which on it stays the answer.
        start_probability, final_probability: mean 0..1 of the target's probability at the first and last state.
        start_error, location_error: mean of `trials.location_error` at the first and last state, normalised units,
            over the sketches with more than one stroke; unknown in transfer.
        success_by_state, probability_by_state: share of paths whose answer is the target, and its mean
            probability, for each state.
    """

    success: Estimate
    at_start: Estimate
    steps: Estimate
    start_probability: Estimate
    final_probability: Estimate
    start_error: Estimate
    location_error: Estimate
    success_by_state: tuple[float, ...]
    probability_by_state: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Every figure by its name."""
        return {name: v if isinstance(v, tuple) else Estimate(**v).to_json() for name, v in asdict(self).items()}


@dataclass(frozen=True)
class InversionEvaluation:
    """What was measured, on the network and on the control.

    Attributes:
        sketches, runs, paths: how many sketches; runs of them; paths of each run.
        trained: the checkpoint; control: the same architecture with random weights.
        as_drawn: share 0..1 of the sketches that the checkpoint names rightly as they were drawn.
        by_category: (category, sketches, success) of the checkpoint by what the sketches show.
        resamples, seed: of the intervals; `seed` is also that of the placements.
    """

    mode: Mode
    sketches: int
    runs: int
    paths: int
    steps: int
    trained: InversionScores
    control: InversionScores
    as_drawn: Estimate
    by_category: tuple[tuple[str, int, Estimate], ...]
    resamples: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        plain = {name: getattr(self, name) for name in ("mode", "sketches", "runs", "paths", "steps")}
        return {
            **plain,
            "trained": self.trained.to_json(),
            "random_weights": self.control.to_json(),
            "right_as_drawn": self.as_drawn.to_json(),
            "by_category": [
                {"name": name, "sketches": count, "success": success.to_json()}
                for name, count, success in self.by_category
            ],
            "resamples": self.resamples,
            "seed": self.seed,
        }


def inversion_scores(trials: Trials, mode: Mode, resamples: int = RESAMPLES, seed: int = 0) -> InversionScores:
    """The figures of some trials; the same seed resamples the same sketches."""
    steps = _steps_table(trials)
    values = {
        "success": trials.reached.astype(np.float64),
        "at_start": trials.hits[0].astype(np.float64),
        "start_probability": trials.probability[0].astype(np.float64),
        "final_probability": trials.probability[-1].astype(np.float64),
    }
    if mode == "recovery":
        values |= {"start_error": trials.start_error, "location_error": trials.end_error}
    columns = [column for name in values for column in _sums_and_counts(trials, values[name])]
    table = np.column_stack([*columns, steps])
    measured, resampled = table.sum(axis=0)[None], _resampled_sums(table, resamples, seed)
    estimates = {"start_error": UNKNOWN, "location_error": UNKNOWN}
    for k, name in enumerate(values):
        value, others = (_ratio(sums[:, 2 * k], sums[:, 2 * k + 1]) for sums in (measured, resampled))
        estimates[name] = _share(float(value[0]), others, len(table))
    medians = [_medians(sums[:, len(columns) :]) for sums in (measured, resampled)]
    return InversionScores(
        steps=Estimate.of(float(medians[0][0]), medians[1]),
        success_by_state=tuple(trials.hits.mean(axis=(1, 2)).tolist()),
        probability_by_state=tuple(trials.probability.mean(axis=(1, 2), dtype=np.float64).tolist()),
        **estimates,
    )


def success_by_category(
    trials: Trials, categories: Sequence[str], resamples: int = RESAMPLES, seed: int = 0
) -> tuple[tuple[str, int, Estimate], ...]:
    """(category, sketches, success) of each category's runs, in the order of the names.

    Args:
        categories: what the sketch of each run shows.
    """
    names = np.array(categories)
    sums, counts = _sums_and_counts(trials, trials.reached.astype(np.float64))
    firsts = np.unique(trials.sketches, return_index=True)[1]
    found = []
    for name in sorted(set(categories), key=str.casefold):
        here = np.flatnonzero(names[firsts] == name)
        table = np.column_stack([sums[here], counts[here]])
        resampled = _resampled_sums(table, resamples, seed)
        value = float(sums[here].sum() / counts[here].sum())
        success = _share(value, _ratio(resampled[:, 0], resampled[:, 1]), len(here))
        found.append((name, len(here), success))
    return tuple(found)


def _share(value: float, resampled: Floats, sketches: int) -> Estimate:
    """Where all paths are alike, resampling says nothing: then Wilson's interval for so many sketches."""
    if value in (0.0, 1.0):
        return Estimate.proportion(value, sketches)
    return Estimate.of(value, resampled)


def _resampled_sums(table: Floats, resamples: int, seed: int) -> Floats:
    """(R, M) sums over the rows of (sketches, M), drawn again with replacement."""
    ones = np.ones(len(table), np.int64)
    blocks = resampled_counts(ones, resamples, np.random.default_rng(seed))
    return np.concatenate([block @ table for block in blocks])


def _sums_and_counts(trials: Trials, values: Floats) -> tuple[Floats, Floats]:
    """(sketches,) sums of (N, P) values over all paths of each sketch, and of how many; NaN does not count."""
    rows = np.unique(trials.sketches, return_inverse=True)[1]
    known = np.isfinite(values)
    sums, counts = (np.bincount(rows, v.sum(axis=1)) for v in (np.where(known, values, 0.0), known))
    return sums.astype(np.float64), counts.astype(np.float64)


def _steps_table(trials: Trials) -> Floats:
    """(sketches, K) how many paths of each sketch succeed at each state."""
    rows = np.unique(trials.sketches, return_inverse=True)[1]
    reached = trials.reached
    owners = np.repeat(rows, reached.shape[1]).reshape(reached.shape)
    table = np.zeros((rows.max() + 1, len(trials.hits)))
    np.add.at(table, (owners[reached], trials.since[reached]), 1)
    return table


def _ratio(sums: Floats, counts: Floats) -> Floats:
    ratio: Floats = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    return ratio


def _medians(counts: Floats) -> Floats:
    """(r,) medians of whole numbers of which (r, K) say how often each occurs; NaN where none does."""
    totals = counts.sum(axis=1)
    running = counts.cumsum(axis=1)
    # The lower and the upper of the two middle ones, which are one where their number is odd.
    lower = (running >= np.maximum((totals + 1) // 2, 1)[:, None]).argmax(axis=1)
    upper = (running >= np.maximum(totals // 2 + 1, 1)[:, None]).argmax(axis=1)
    return np.where(totals > 0, (lower + upper) / 2, np.nan)
