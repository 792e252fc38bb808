"""Which drawings make up an epoch, in which batches.

Balance. With exponent E, a category of n drawings makes up a share of the epoch in proportion to n^(1 - E), that
is, each of its drawings weighs n^(-E): 0 leaves the categories as they are, 1 shows all of them equally often, 0.5
lies between. An epoch always has as many places as there are drawings. A category with more places than drawings
shows each of them equally often, some once more than others; one with fewer shows a part of them, another one every
epoch. So an epoch follows from the seed and its number alone, and a run can go on in the middle of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

_POOL = 200


def places(numbers: npt.NDArray[np.int64], balance: float) -> npt.NDArray[np.int64]:
    """(C,) how often each category appears in an epoch, from (C,) its numbers of drawings. The sums are equal."""
    total = int(numbers.sum())
    weights = np.where(numbers > 0, np.maximum(numbers, 1).astype(np.float64) ** (1 - balance), 0.0)
    exact = weights * (total / weights.sum())
    whole = np.floor(exact).astype(np.int64)
    # What rounding down left over goes to the largest remainders.
    for category in np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]:
        whole[category] += 1
    return whole


def balanced_drawings(
    labels: npt.NDArray[np.int32], balance: float, rng: np.random.Generator
) -> npt.NDArray[np.int64] | None:
    """The drawings of an epoch, as many as there are, some several times; None: each once."""
    if balance == 0:
        return None
    numbers = np.bincount(labels)
    by_category = np.argsort(labels, kind="stable")
    out = np.empty(len(labels), np.int64)
    at = first = 0
    for number, wanted in zip(numbers.tolist(), places(numbers, balance).tolist(), strict=True):
        members = by_category[first : first + number]
        first += number
        if number:
            rounds, more = divmod(wanted, number)
            chosen = rng.choice(members, more, replace=False)
            out[at : at + wanted] = np.concatenate([np.tile(members, rounds), chosen])
            at += wanted
    return out


def bucketed_order(
    counts: npt.NDArray[np.int32],
    batch_size: int,
    rng: np.random.Generator,
    drawings: npt.NDArray[np.int64] | None = None,
) -> Iterator[npt.NDArray[np.int64]]:
    """Every drawing once, in random batches of drawings with similar numbers of strokes.

    A shuffle is cut into pools of 200 batches; each pool is sorted by stroke count and cut into batches,
    which come in random order. Little padding, and batches stay random.

    Args:
        counts: (D,) strokes of every drawing.
        drawings: which drawings to order instead of all; some may appear several times.
    """
    shuffled = rng.permutation(len(counts) if drawings is None else drawings)
    pool = batch_size * _POOL
    for start in range(0, len(shuffled), pool):
        part = shuffled[start : start + pool]
        part = part[np.argsort(counts[part], kind="stable")]
        batches = [part[k : k + batch_size] for k in range(0, len(part), batch_size)]
        for k in rng.permutation(len(batches)):
            yield np.sort(batches[k])


def epoch_order(
    counts: npt.NDArray[np.int32],
    labels: npt.NDArray[np.int32],
    batch_size: int,
    balance: float,
    seed: int,
    epoch: int,
) -> Iterator[npt.NDArray[np.int64]]:
    """The batches of an epoch, the same whenever they are asked for."""
    chosen = balanced_drawings(labels, balance, np.random.default_rng([seed, epoch, 1]))
    return bucketed_order(counts, batch_size, np.random.default_rng([seed, epoch]), chosen)
