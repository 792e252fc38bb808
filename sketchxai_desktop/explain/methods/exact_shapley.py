"""Shapley values: exact for up to 12 strokes, sampled beyond.

Source: Shapley, "A Value for n-Person Games", 1953; sampling by permutations: Castro, Gomez & Tejada, 2009, in
antithetic pairs (Mitchell et al., "Sampling Permutations for Shapley Value Estimation", JMLR 2022).
"""

from __future__ import annotations

import math

import numpy as np

from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.question import Attribution, Masks, Scores
from sketchxai_desktop.explain.value import Game, ValueFunction

#: Most strokes whose coalitions are all looked at.
EXACT_UP_TO = 12
#: Coalitions that sampling looks at, about; never fewer than 8 pairs of permutations.
SAMPLED_COALITIONS = 2048


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: what it adds to the output, averaged over all orders in which strokes can join.

    Removing a stroke: as the question says. Range: any number, in units of the output. Scores sum to f(all) -
    f(none), strokes that do the same get the same, and one that never changes anything gets 0. Beyond 12 strokes
    the average is over random permutations and their reverses; the sum still holds, and standard errors are given.
    """
    if value.players <= EXACT_UP_TO:
        return Attribution("exact_shapley", shapley_values(value))
    scores, errors, count = sampled_shapley(value, seed)
    note = Sentence(
        "Sampled: {count:,} random orders in pairs, seed {seed}; largest standard error {error:.2g}.",
        count=count,
        seed=seed,
        error=float(errors.max()),
    )
    return Attribution("exact_shapley", scores, errors=errors, note=note, details={"permutations": count})


def shapley_values(game: Game) -> Scores:
    """(S,) exact values from all 2^S coalitions."""
    n = game.players
    masks = all_coalitions(n)
    values = game(masks)
    # Number k in the table is the coalition whose bits are k's: with player i it is k + 2^i.
    sizes = masks.sum(axis=1)
    weights = np.array([1 / (n * math.comb(n - 1, k)) for k in range(n)])
    numbers = np.arange(len(masks))
    scores = np.empty(n)
    for i in range(n):
        without = numbers[~masks[:, i]]
        scores[i] = weights[sizes[without]] @ (values[without + (1 << i)] - values[without])
    return scores


def sampled_shapley(game: Game, seed: int, coalitions: int = SAMPLED_COALITIONS) -> tuple[Scores, Scores, int]:
    """(S,) estimates, (S,) their standard errors, and the number of permutations.

    Each permutation's contributions sum to f(all) - f(none), and so does their mean.
    """
    n = game.players
    pairs = max(8, coalitions // (2 * max(1, n - 1)))
    rng = np.random.default_rng([seed, 0x54A9])
    forward = np.stack([rng.permutation(n) for _ in range(pairs)])
    orders = np.concatenate([forward, forward[:, ::-1]])  # (2 pairs, S)
    joined = _prefixes(orders)
    values = game(joined.reshape(-1, n)).reshape(len(orders), n + 1)
    gains = np.empty((len(orders), n))
    np.put_along_axis(gains, orders, np.diff(values, axis=1), axis=1)
    paired = (gains[:pairs] + gains[pairs:]) / 2
    errors: Scores = paired.std(axis=0, ddof=1) / math.sqrt(pairs)
    return paired.mean(axis=0), errors, len(orders)


def _prefixes(orders: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Masks:
    """(M, S) permutations to (M, S + 1, S) coalitions: nobody, then one more at a time."""
    ranks = np.argsort(orders, axis=1)
    masks: Masks = ranks[:, None, :] < np.arange(orders.shape[1] + 1)[None, :, None]
    return masks
