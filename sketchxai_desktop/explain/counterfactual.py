"""The smallest change of a sketch that flips the answer: strokes removed, strokes moved, or two orders swapped.

Everything that is reported was classified as the sketch that it is: a change that moves the bounding box also moves
the frame through which the network looks, and that is part of its effect.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.core.sketch import locations as locations_of
from sketchxai_desktop.explain.question import Change, Check, Counterfactual, Question, Scores, never
from sketchxai_desktop.explain.value import StrokeValue, seen_by_network

#: Changed sketches that a search looks at one size after another, before it goes on greedily.
BUDGET = 4096
# Sketches between two looks at the check.
_AT_ONCE = 128
_TOKENS_AT_ONCE = 1 << 11

# Movement: rivals that are aimed for, or starts where there is one rival and how far these scatter.
_RIVALS, _STARTS, _SCATTER = 6, 4, 0.15
# Steps of Adam, its first and last step size, the logits by which a rival should lead, and what a unit of movement
# costs in logits before and after the answer has flipped.
_STEPS, _STEP_SIZE, _LAST_STEP_SIZE, _LEAD, _COST, _COST_AFTER = 100, 0.05, 0.005, 0.5, 0.02, 2.0


@dataclass(frozen=True, eq=False)
class _Judge:
    """Says whether an answer has flipped.

    Attributes:
        before: label the network gives to the sketch as it is; probabilities: (C,) of it.
        wanted: label it shall give, or None: any other.
    """

    checkpoint: Checkpoint
    before: int
    probabilities: FloatArray
    wanted: int | None
    check: Check

    @classmethod
    def of(cls, checkpoint: Checkpoint, sketch: Sketch, wanted: str | None, check: Check) -> _Judge:
        """Raises UserError when the sketch cannot be seen, or is seen as the wanted category already."""
        seen_by_network(sketch)
        probabilities = classify_sketches(checkpoint, [sketch])[0]
        before = int(probabilities.argmax())
        label = None if wanted is None else checkpoint.category_index(wanted)
        if label == before:
            raise UserError(
                'The network already says "{category}": nothing needs to change.',
                category=checkpoint.categories[before],
            )
        return cls(checkpoint, before, probabilities, label, check)

    def lacking(self, probabilities: FloatArray) -> Scores:
        """(K, C) to (K,) log-odds by which the flip is missed; below zero: flipped."""
        logs = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
        one = self.before if self.wanted is None else self.wanted
        others = np.delete(logs, one, axis=1).max(axis=1)
        lacking: Scores = logs[:, one] - others if self.wanted is None else others - logs[:, one]
        return lacking

    def classify(self, sketches: Sequence[Sketch]) -> FloatArray:
        """(K, C) probabilities of sketches that all have extent."""
        out = [np.zeros((0, len(self.probabilities)), np.float32)]
        for start in range(0, len(sketches), _AT_ONCE):
            self.check()
            out.append(classify_sketches(self.checkpoint, list(sketches[start : start + _AT_ONCE])))
        return np.concatenate(out)

    def result(
        self,
        change: Change,
        sketch: Sketch,
        strokes: Iterable[int],
        size: float,
        *,
        smallest: bool,
        tried: int,
        note: Sentence,
    ) -> Counterfactual:
        """What is reported of a changed sketch."""
        now = self.classify([sketch])[0]
        after = int(now.argmax())
        flipped = after != self.before if self.wanted is None else after == self.wanted
        names = self.checkpoint.categories
        was, other = self.probabilities, after if self.wanted is None else self.wanted
        return Counterfactual(
            change,
            flipped,
            sketch,
            tuple(int(k) for k in strokes),
            names[self.before],
            names[after],
            (float(was[self.before]), float(now[self.before])),
            (float(was[other]), float(now[other])),
            size,
            smallest and flipped,
            tried,
            note,
        )


def fewest_removed(
    checkpoint: Checkpoint, sketch: Sketch, *, wanted: str | None = None, budget: int = BUDGET, check: Check = never
) -> Counterfactual:
    """The fewest strokes whose removal flips the answer; among equally few, those that flip it most clearly.

    All sets of one size are tried before the next size, while `budget` allows; from there on, strokes are added
    to the best set one at a time. Orders of the strokes that are left close up, as in the edit.

    Raises:
        UserError: the network cannot see the sketch, or `wanted` is unknown or what it says already.
    """
    judge = _Judge.of(checkpoint, sketch, wanted, check)
    n, tried = len(sketch), 0
    best: tuple[float, tuple[int, ...]] = (math.inf, ())

    def look(sets: Iterable[tuple[int, ...]]) -> tuple[float, tuple[int, ...]]:
        nonlocal tried
        left = [(gone, sketch.without_strokes(gone)) for gone in sets]
        left = [(gone, rest) for gone, rest in left if rest.strokes and rest.extent > 0]
        if not left:
            return math.inf, ()
        tried += len(left)
        lacking = judge.lacking(judge.classify([rest for _, rest in left]))
        k = int(lacking.argmin())
        return float(lacking[k]), left[k][0]

    size, smallest = 0, True
    while size < n - 1 and best[0] >= 0:
        size += 1
        if tried + math.comb(n, size) > budget:
            smallest = False
            break
        best = min(best, look(itertools.combinations(range(n), size)))
    exhausted = size - (0 if smallest else 1)
    gone = best[1]
    while not smallest and best[0] >= 0 and len(gone) < n - 1:
        found = look(tuple(sorted((*gone, k))) for k in range(n) if k not in gone)
        if not found[1]:
            break
        gone = found[1]
        best = min(best, found)
    if not best[1]:
        note = Sentence("No stroke can be removed.")
        return judge.result("removal", sketch, (), 0.0, smallest=False, tried=tried, note=note)
    if smallest and exhausted == 1:
        note = Sentence("Every single stroke was tried.")
    elif smallest:
        note = Sentence("Every set of up to {count} strokes was tried.", count=exhausted)
    else:
        note = Sentence(
            "Sets of up to {count} were all tried; from there strokes were added one at a time.", count=exhausted
        )
    changed = sketch.without_strokes(best[1])
    return judge.result("removal", changed, best[1], float(len(best[1])), smallest=smallest, tried=tried, note=note)


def one_swap(
    checkpoint: Checkpoint, sketch: Sketch, *, wanted: str | None = None, budget: int = BUDGET, check: Check = never
) -> Counterfactual:
    """The swap of two strokes in the drawing order that flips the answer most clearly, or comes nearest to it.

    All pairs are tried, the nearest in order first if there are more than `budget`.

    Raises:
        UserError: the network cannot see the sketch, or `wanted` is unknown or what it says already.
    """
    judge = _Judge.of(checkpoint, sketch, wanted, check)
    value = StrokeValue(checkpoint, sketch, Question(checkpoint.categories[judge.before]), check)
    n = value.players
    pairs = sorted(itertools.combinations(range(n), 2), key=lambda pair: (pair[1] - pair[0], pair))
    everything = len(pairs) <= budget
    pairs = pairs[:budget]
    if not pairs:
        note = Sentence("There is nothing to swap: the sketch has one stroke.")
        return judge.result("swap", sketch, (), 0.0, smallest=False, tried=0, note=note)
    orders = np.tile(np.arange(n), (len(pairs), 1))
    for row, (a, b) in zip(orders, pairs, strict=True):
        row[[a, b]] = b, a
    lacking = judge.lacking(_classify_orders(value, orders))
    flips = np.flatnonzero(lacking < 0)
    a, b = pairs[int(flips[lacking[flips].argmin()] if len(flips) else lacking.argmin())]
    strokes = list(sketch.strokes)
    strokes[a], strokes[b] = strokes[b], strokes[a]
    if len(pairs) == 1:
        note = Sentence("The only swap of two strokes was tried.")
    elif everything:
        note = Sentence("All {count:,} swaps of two strokes were tried.", count=len(pairs))
    else:
        note = Sentence("The nearest {count:,} swaps of two strokes were tried.", count=len(pairs))
    changed = sketch.with_strokes(strokes)
    return judge.result("swap", changed, (a, b), float(b - a), smallest=everything, tried=len(pairs), note=note)


def _classify_orders(value: StrokeValue, orders: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> FloatArray:
    """(K, S) orders of the same strokes to (K, C) probabilities."""
    out = []
    step = max(1, _TOKENS_AT_ONCE // (value.players + 1))
    with torch.no_grad():
        for start in range(0, len(orders), step):
            value.check()
            part = torch.from_numpy(orders[start : start + step]).to(value.network.device)
            tokens = value.network.tokens(value.shapes.expand(len(part), -1, -1), part, value.locations)
            out.append(value.network.classify(value.full(tokens)).softmax(dim=1).cpu().numpy())
    return np.concatenate(out)


def least_movement(
    checkpoint: Checkpoint, sketch: Sketch, *, wanted: str | None = None, check: Check = never
) -> Counterfactual:
    """A small total movement of strokes (the sum of their distances) that flips the answer.

    Strokes are pulled towards each of the likeliest other categories by gradient descent, which pays for every
    unit of movement; the shortest way that flips is walked back as far as it goes, strokes that are not needed
    return to their places, and again. A local search: nothing proves that no smaller movement exists.

    Raises:
        UserError: the network cannot see the sketch, or `wanted` is unknown or what it says already.
    """
    judge = _Judge.of(checkpoint, sketch, wanted, check)
    value = StrokeValue(checkpoint, sketch, Question(checkpoint.categories[judge.before]), check)
    edit = _Edit(judge, sketch)
    ranked = [int(k) for k in np.argsort(-judge.probabilities, kind="stable") if k != judge.before]
    rivals = ranked[:_RIVALS] if judge.wanted is None else [judge.wanted] * _STARTS
    tried = [edit.shrink(shifts) for shifts in _pull(value, judge, rivals)]
    shrunk = [shifts for shifts in tried if shifts is not None]
    if not shrunk:
        note = Sentence("Searched by gradient from {count} starts: nothing was found.", count=len(rivals))
        return judge.result("movement", sketch, (), 0.0, smallest=False, tried=edit.tried, note=note)
    best = edit.without_needless(min(shrunk, key=_total))
    moved = np.flatnonzero(np.linalg.norm(best, axis=1) > 0)
    note = Sentence("Searched by gradient from {count} starts: a smaller movement may exist.", count=len(rivals))
    return judge.result("movement", edit.sketch(best), moved, _total(best), smallest=False, tried=edit.tried, note=note)


def _total(shifts: FloatArray) -> float:
    return float(np.linalg.norm(shifts, axis=1).sum())


def _pull(value: StrokeValue, judge: _Judge, rivals: list[int]) -> list[FloatArray]:
    """For each start the (S, 2) shifts with the least total movement that flipped the answer on the way, if any."""
    device = value.network.device
    labels = torch.tensor(rivals, device=device).unsqueeze(1)
    draws = np.random.default_rng(0).standard_normal((len(rivals), value.players, 2))
    # Never zero, where a distance has no gradient. The first start of every rival is (nearly) where strokes are.
    scatter = [1e-4 if rivals.index(k) == i else _SCATTER for i, k in enumerate(rivals)]
    start = (draws * np.array(scatter)[:, None, None]).astype(np.float32)
    shifts = torch.from_numpy(start).to(device).requires_grad_()
    rule = torch.optim.Adam([shifts], lr=_STEP_SIZE)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(rule, _STEPS, _LAST_STEP_SIZE)
    best: dict[int, tuple[float, FloatArray]] = {}
    for _ in range(_STEPS):
        value.check()
        logits = value.network.classify_strokes(value.shapes, value.orders, value.locations + shifts)
        total = torch.linalg.vector_norm(shifts, dim=2).sum(dim=1)
        flipped = judge.lacking(logits.detach().softmax(dim=1).cpu().numpy()) < 0
        for k, moved in enumerate(total.tolist()):
            if flipped[k] and moved < best.get(k, (math.inf,))[0]:
                best[k] = (moved, shifts[k].detach().cpu().numpy().copy())
        rival = logits.gather(1, labels)[:, 0]
        others = logits.scatter(1, labels, -math.inf).max(dim=1).values
        leader = logits[:, judge.before] if judge.wanted is None else others
        cost = torch.where(torch.from_numpy(flipped).to(device), _COST_AFTER, _COST)
        loss = torch.relu(leader - rival + _LEAD) + cost * total
        rule.zero_grad()
        (shifts.grad,) = torch.autograd.grad(loss.sum(), shifts)
        rule.step()
        pace.step()
    return [found for _, found in best.values()]


class _Edit:
    """Shifts of strokes, (S, 2) normalised, judged as the sketches they make."""

    def __init__(self, judge: _Judge, sketch: Sketch) -> None:
        self._judge = judge
        self._placement = Placement(sketch)
        self._home = locations_of(seen_by_network(sketch))
        self.tried = 0

    def sketch(self, shifts: FloatArray) -> Sketch:
        layout = self._home.copy()
        layout[: len(shifts)] += shifts
        return self._placement.laid_out(layout)

    def flips(self, shifts: Sequence[FloatArray]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        self.tried += len(shifts)
        lacking = self._judge.lacking(self._judge.classify([self.sketch(s) for s in shifts]))
        return lacking < 0

    def shrink(self, shifts: FloatArray) -> FloatArray | None:
        """The smallest multiple (up to 1.25) of the shifts that flips the answer; None if none does."""
        low, high, steps = 0.0, 1.25, 25
        for _ in range(3):
            shares = np.linspace(low, high, steps + 1)[1:]
            flips = np.flatnonzero(self.flips([(shifts * share).astype(np.float32) for share in shares]))
            if not len(flips):
                # Rounding at the upper end of an interval whose end did flip a moment ago.
                return (shifts * high).astype(np.float32) if steps == 8 else None
            first = int(flips[0])
            low, high = (float(shares[first - 1]) if first else low), float(shares[first])
            steps = 8
        return (shifts * high).astype(np.float32)

    def without_needless(self, shifts: FloatArray) -> FloatArray:
        """With every stroke back at its place that need not move, the least moved first, and shrunk again."""
        for k in np.argsort(np.linalg.norm(shifts, axis=1), kind="stable"):
            trial = shifts.copy()
            trial[k] = 0
            if trial.any() and self.flips([trial])[0]:
                shifts = trial
        shrunk = self.shrink(shifts)
        return shifts if shrunk is None else shrunk
