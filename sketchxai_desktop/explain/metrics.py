"""Are attributions true? Measures over the strokes of one sketch.

All take a game (what coalitions of strokes are worth, see `value.Game`) and (S,) scores, and speak of the game's
own output. Removing a stroke means what the game's question says. NaN: not defined for so few strokes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.question import Masks, Scores
from sketchxai_desktop.explain.value import Game

#: Shares of the strokes that comprehensiveness and sufficiency look at.
SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)
#: Coalitions of one size that sensitivity-n looks at, or all if there are fewer.
SUBSETS = 100
#: Random removals for infidelity, or all if there are fewer.
REMOVALS = 256
#: Largest shift of a coordinate in the jitter of max-sensitivity, normalised units.
JITTER = 0.02
#: The same in the jitter of location infidelity, where the output has to change: a tenth of the sketch's longer side.
LARGE_JITTER = 0.148
#: Jittered layouts for location infidelity.
LAYOUTS = 128

FloatArray = npt.NDArray[np.float32]


def deletion_curve(game: Game, scores: Scores) -> Scores:
    """(S + 1,) outputs while strokes are removed one by one, the highest score first (ties: in drawing order)."""
    return game(~_top_first(scores))


def insertion_curve(game: Game, scores: Scores) -> Scores:
    """(S + 1,) outputs while strokes are added one by one to nothing, the highest score first."""
    return game(_top_first(scores))


def area(curve: Scores) -> float:
    """The area under a curve over 0..1 by the trapezoidal rule: its mean height."""
    return float(np.trapezoid(curve, dx=1 / (len(curve) - 1)))


def deletion(game: Game, scores: Scores) -> float:
    """Deletion AUC; lower is better.

    Source: Petsiuk, Das & Saenko, "RISE", BMVC 2018, with strokes for pixels: the area under the output while
    strokes are taken away from the sketch in the order of their scores, over the share that is gone.
    """
    return area(deletion_curve(game, scores))


def insertion(game: Game, scores: Scores) -> float:
    """Insertion AUC; higher is better. Source: Petsiuk, Das & Saenko, 2018, with strokes for pixels."""
    return area(insertion_curve(game, scores))


def comprehensiveness(game: Game, scores: Scores) -> float:
    """f(all) - f(all but the top q % of the strokes), mean over q; higher is better.

    Source: DeYoung et al., "ERASER", ACL 2020, with their q of 1, 5, 10, 20, 50 % and strokes for tokens; at least
    one stroke, else as many as make up q, rounded up.
    """
    top = _top_first(scores)[_counts(game.players)]
    return float(game.value - game(~top).mean())


def sufficiency(game: Game, scores: Scores) -> float:
    """f(all) - f(only the top q % of the strokes), mean over q; lower is better. Source: DeYoung et al., 2020."""
    top = _top_first(scores)[_counts(game.players)]
    return float(game.value - game(top).mean())


def sensitivity_n(game: Game, scores: Scores, n: int, seed: int = 0) -> float:
    """Correlation over sets of n strokes between their summed scores and what removing them takes off the output.

    Source: Ancona et al., "Towards Better Understanding of Gradient-based Attribution Methods", ICLR 2018. All
    sets, or 100 random ones where there are more. -1..1; 0 where the scores do not tell sets apart; NaN where
    the output does not, or there are not two sets.
    """
    sets = _sets_of(game.players, n, seed)
    if len(sets) < 2:
        return math.nan
    return correlation(sets @ scores, game.value - game(~sets))


def mean_sensitivity_n(game: Game, scores: Scores, seed: int = 0) -> float:
    """The mean of sensitivity-n over n = 1..S-1 where it is defined; higher is better."""
    found = [sensitivity_n(game, scores, n, seed) for n in range(1, game.players)]
    found = [one for one in found if not math.isnan(one)]
    return float(np.mean(found)) if found else math.nan


def infidelity(game: Game, scores: Scores, seed: int = 0, *, normalise: bool = True) -> float:
    """Mean over removals of (summed scores of what is removed - what that takes off the output)^2; lower is better.

    Source: Yeh et al., "On the (In)fidelity and Sensitivity of Explanations", NeurIPS 2019. The perturbation I has
    a one for every removed stroke; removals are all sets of strokes but the empty one, or 256 random ones in which
    each stroke is removed with probability 1/2. `normalise`: scores are first brought to the scale that makes the
    error smallest (the source's beta), so that methods with other units can be compared; 0 is perfect.
    """
    removed = removals(game.players, seed)
    return _mean_error(removed @ scores, game.value - game(~removed), normalise)


def location_infidelity(distances: Scores, falls: Scores, scores: Scores, *, normalise: bool = True) -> float:
    """Mean over jittered layouts of (summed scores by distance - what the output loses)^2; lower is better.

    Source: Yeh et al., 2019, with their perturbation of the input itself: I jitters the vector of all locations. A
    stroke that was moved by some distance is foretold to take that distance times its score off the output; the way
    it was moved plays no part, because one score per stroke cannot know ways. 0 is perfect.

    Args:
        distances: (R, S) by which each stroke was moved in each layout, normalised units.
        falls: (R,) output for the sketch as drawn, minus output for the layout.
        normalise: bring scores to the scale that makes the error smallest, as for `infidelity`.
    """
    return _mean_error(distances @ scores, falls, normalise)


def _mean_error(foretold: Scores, fall: Scores, normalise: bool) -> float:
    if normalise:
        squares = float(np.mean(foretold**2))
        foretold = foretold * (float(np.mean(foretold * fall)) / squares if squares > 0 else 0.0)
    return float(np.mean((foretold - fall) ** 2))


def removals(players: int, seed: int) -> Masks:
    """(R, S) the sets of strokes that infidelity removes."""
    if 2**players - 1 <= REMOVALS:
        return all_coalitions(players)[1:]
    draws = np.random.default_rng([seed, 0x1F1D]).integers(0, 2, (REMOVALS, players)).astype(bool)
    some: Masks = draws[draws.any(axis=1)]
    return some


def max_sensitivity(scores: Scores, jittered: Sequence[Scores]) -> float:
    """max |scores' - scores| / |scores| over explanations of jittered sketches; lower is better.

    Source: Yeh et al., 2019, estimated from random points of the ball. NaN where all scores are 0.
    """
    size = float(np.linalg.norm(scores))
    return max(float(np.linalg.norm(other - scores)) for other in jittered) / size if size > 0 else math.nan


def jitters(locations: FloatArray, count: int, seed: int, radius: float = JITTER) -> list[FloatArray]:
    """`count` times the (S, 2) locations with every coordinate shifted by up to `radius`, uniformly."""
    rng = np.random.default_rng([seed, 0x7177])
    shifts = [rng.uniform(-radius, radius, locations.shape) for _ in range(count)]
    return [(locations + shift).astype(np.float32) for shift in shifts]


def rank_correlation(first: Scores, second: Scores) -> float:
    """Spearman's rank correlation; ties share their mean rank.

    Source: Spearman, 1904. -1..1; 0 where one of them does not tell strokes apart; NaN for fewer than 3 strokes,
    where even chance is right half of the time.
    """
    if len(first) < 3:
        return math.nan
    found = correlation(ranks(first), ranks(second))
    return 0.0 if math.isnan(found) else found


def correlation(first: Scores, second: Scores) -> float:
    """Pearson's correlation; 0 where only `first` is constant, NaN where `second` is."""
    a, b = first - first.mean(), second - second.mean()
    # What is left of equal numbers after rounding is no difference.
    tiny = [1e-12 * max(1e-300, float(np.abs(values).max())) * math.sqrt(len(values)) for values in (first, second)]
    lengths = [float(np.linalg.norm(values)) for values in (a, b)]
    if lengths[1] <= tiny[1]:
        return math.nan
    return 0.0 if lengths[0] <= tiny[0] else float(np.clip(a @ b / (lengths[0] * lengths[1]), -1, 1))


def ranks(values: Scores) -> Scores:
    """1 for the lowest; equal values share their mean rank."""
    order = np.argsort(values, kind="stable")
    _, group, counts = np.unique(values[order], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    out = np.empty(len(values))
    out[order] = ((ends - counts + 1 + ends) / 2)[group]
    return out


#: Measures that need nothing but a game, the scores and a seed.
OF_ONE_GAME: dict[str, Callable[[Game, Scores, int], float]] = {
    "deletion": lambda game, scores, _seed: deletion(game, scores),
    "insertion": lambda game, scores, _seed: insertion(game, scores),
    "comprehensiveness": lambda game, scores, _seed: comprehensiveness(game, scores),
    "sufficiency": lambda game, scores, _seed: sufficiency(game, scores),
    "sensitivity_n": mean_sensitivity_n,
    "infidelity": infidelity,
}


def _top_first(scores: Scores) -> Masks:
    """(S + 1, S): row k holds the k strokes with the highest scores."""
    place = np.empty(len(scores), np.intp)
    place[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    masks: Masks = place < np.arange(len(scores) + 1)[:, None]
    return masks


def _counts(players: int) -> list[int]:
    # The tolerance keeps 0.2 * 5 strokes at one.
    return [max(1, math.ceil(share * players - 1e-9)) for share in SHARES]


def _sets_of(players: int, n: int, seed: int) -> Masks:
    if not 1 <= n < players:
        return np.zeros((0, players), bool)
    if players <= 12 and math.comb(players, n) <= SUBSETS:
        every = all_coalitions(players)
        of_size: Masks = every[every.sum(axis=1) == n]
        return of_size
    draws = np.random.default_rng([seed, n, 0x5E25]).random((SUBSETS, players))
    masks = np.zeros((SUBSETS, players), bool)
    np.put_along_axis(masks, np.argsort(draws, axis=1)[:, :n], True, axis=1)
    return masks
