"""Does the order of the strokes matter? What the network says when only the orders are shuffled.

Shapes and locations stay; each stroke is told that it was drawn at another time. Letters in shape comments:
N permutations, S strokes, C categories.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sketchxai_desktop.analysis.strokes import Ints
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.checkpoint import Checkpoint

#: Up to so many strokes, every permutation is tried: 120.
ALL_UP_TO = 5
SAMPLES = 200
# Tokens in one pass; between two passes it can be cancelled.
_TOKENS_AT_ONCE = 1 << 11


@dataclass(frozen=True, eq=False)
class OrderTest:
    """What became of the answer.

    Attributes:
        sketch: as it was asked about.
        categories: names of the labels; target: index of the one that is followed.
        orders: (N, S) int64: `orders[n, k]` is the 0-based order that stroke k was given; row 0 is the true one.
        probabilities: (N, C) 0..1.
        every: whether all permutations were tried, and not a sample.
    """

    sketch: Sketch
    categories: tuple[str, ...]
    target: int
    orders: Ints
    probabilities: FloatArray
    every: bool

    @property
    def of_target(self) -> FloatArray:
        """(N,) probability of the target."""
        return self.probabilities[:, self.target]

    @property
    def answers(self) -> Ints:
        """(N,) the most probable category."""
        best: Ints = self.probabilities.argmax(axis=1).astype(np.int64)
        return best

    @property
    def flips(self) -> float:
        """Share 0..1 of the shuffled orders (the true one not counted) whose answer is another one."""
        answers = self.answers
        return float((answers[1:] != answers[0]).mean()) if len(answers) > 1 else 0.0

    def counted_answers(self) -> list[tuple[str, int]]:
        """How many orders give which answer, most frequent first."""
        counts = Counter(self.answers.tolist())
        return [(self.categories[k], n) for k, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]

    @property
    def shuffling(self) -> FloatArray:
        """(N,) Kendall's tau distance 0..1 from the true order: the share of stroke pairs whose order is reversed."""
        count = self.orders.shape[1]
        if count < 2:
            return np.zeros(len(self.orders), np.float32)
        first, second = np.triu_indices(count, 1)
        reversed_pairs = self.orders[:, first] > self.orders[:, second]
        shares: FloatArray = reversed_pairs.mean(axis=1).astype(np.float32)
        return shares

    def reordered(self, index: int) -> Sketch:
        """The sketch drawn in order `index`; strokes that the network has no slot for stay at the end."""
        seen = self.orders.shape[1]
        strokes = [self.sketch.strokes[k] for k in np.argsort(self.orders[index], kind="stable")]
        return self.sketch.with_strokes([*strokes, *self.sketch.strokes[seen:]])


def permutations(strokes: int, samples: int = SAMPLES, seed: int = 0) -> tuple[Ints, bool]:
    """((N, S) permutations without repeats, the true order first; whether these are all there are)."""
    if strokes <= ALL_UP_TO or math.factorial(min(strokes, 20)) <= samples:
        return np.array(list(itertools.permutations(range(strokes))), np.int64), True
    rng = np.random.default_rng(seed)
    found = dict.fromkeys([tuple(range(strokes))])
    while len(found) <= samples:
        found[tuple(rng.permutation(strokes).tolist())] = None
    return np.array(list(found), np.int64), False


def shuffle_orders(
    checkpoint: Checkpoint, sketch: Sketch, target: str, samples: int = SAMPLES, seed: int = 0
) -> Generator[float, None, OrderTest]:
    """Ask about a sketch in many orders. Yields the share 0..1 done after each batch.

    Args:
        target: the category whose probability is followed.
        samples: shuffled orders to try beside the true one, where not all are tried.

    Raises:
        UserError: the sketch has fewer than two strokes or no size, or the network does not know `target`.
    """
    import torch

    from sketchxai_desktop.core.tensors import batch_of

    if len(sketch) < 2 or sketch.extent <= 0:
        raise UserError("Shuffling the order needs a sketch of two strokes or more.")
    network = checkpoint.network
    wanted = checkpoint.category_index(target)
    batch = batch_of([simplify(sketch)], network.config.order_slots).to(network.device)
    strokes = len(batch.orders)
    orders, every = permutations(strokes, samples, seed)
    with torch.inference_mode():
        shapes = network.embed_shapes(batch.points, batch.lengths)
    slots = strokes if network.config.mask_empty else network.config.order_slots
    step = max(1, _TOKENS_AT_ONCE // (slots + 1))
    parts = []
    for first in range(0, len(orders), step):
        part = torch.from_numpy(orders[first : first + step]).to(network.device)
        with torch.inference_mode():
            tokens = network.tokens(shapes, part, batch.locations)
            if not network.config.mask_empty:
                # Slots are told apart by their order embedding alone, so it does not matter where they stand.
                tokens = network.fill_slots(tokens)
            parts.append(network.classify(tokens).softmax(dim=1).cpu().numpy())
        yield min(1.0, (first + step) / len(orders))
    return OrderTest(sketch, checkpoint.categories, wanted, orders, np.concatenate(parts), every)
