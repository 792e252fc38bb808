"""Shuffling the order."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from sketchxai_desktop.analysis.order_test import permutations, shuffle_orders
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch


@pytest.mark.parametrize("strokes", [2, 3, 5])
def test_few_strokes_are_tried_in_all_orders(strokes: int) -> None:
    orders, every = permutations(strokes, 10)
    assert every
    assert len({tuple(o) for o in orders.tolist()}) == math.factorial(strokes)
    assert orders[0].tolist() == list(range(strokes))


def test_many_strokes_are_sampled_without_repeats() -> None:
    orders, every = permutations(8, 100, seed=3)
    assert not every
    assert len({tuple(o) for o in orders.tolist()}) == 101
    assert orders[0].tolist() == list(range(8))
    assert (np.sort(orders, axis=1) == np.arange(8)).all()
    assert np.array_equal(orders, permutations(8, 100, seed=3)[0])
    assert permutations(6, 1000)[1]  # asked for more than there are


@pytest.mark.parametrize("network", ["checkpoint", "unmasked"])
def test_answers_are_those_of_the_network_for_the_orders(
    network: str, request: pytest.FixtureRequest, sketch_of: Callable, finish: Callable
) -> None:
    """Compared with a batch in which every permutation is a sketch of its own."""
    import torch

    from sketchxai_desktop.core.tensors import batch_of

    checkpoint, sketch = request.getfixturevalue(network), sketch_of(4)
    test, shares = finish(shuffle_orders(checkpoint, sketch, "cat"))
    assert test.probabilities.shape == (24, 5)
    assert shares[-1] == 1.0
    batch = batch_of([sketch], checkpoint.network.config.order_slots)
    with torch.inference_mode():
        shapes = checkpoint.network.embed_shapes(batch.points, batch.lengths)
        for order, row in zip(test.orders, test.probabilities, strict=True):
            places = np.argsort(order)
            # The strokes as they stand in the sequence when they are drawn in that order.
            logits = checkpoint.network.classify_strokes(
                shapes[places], torch.arange(4), batch.locations[places].unsqueeze(0)
            )
            assert np.allclose(logits.softmax(dim=1)[0].numpy(), row, atol=1e-5)


def test_the_first_order_is_the_drawn_one(checkpoint: object, sketch_of: Callable, finish: Callable) -> None:
    from sketchxai_desktop.core.inspection import inspect_sketch

    sketch = sketch_of(7)
    test, _ = finish(shuffle_orders(checkpoint, sketch, "door", samples=30))
    probabilities = inspect_sketch(checkpoint, sketch).probabilities  # type: ignore[arg-type]
    assert np.allclose(test.probabilities[0], probabilities, atol=1e-5)
    assert test.of_target[0] == pytest.approx(float(probabilities[4]), abs=1e-5)
    assert test.shuffling[0] == 0
    assert len(test.orders) == 31


def test_flips_are_counted_over_the_shuffled_orders(checkpoint: object, sketch_of: Callable, finish: Callable) -> None:
    test, _ = finish(shuffle_orders(checkpoint, sketch_of(5), "cat"))
    best = test.probabilities.argmax(axis=1)
    assert test.flips == pytest.approx((best[1:] != best[0]).sum() / 119)
    assert sum(n for _, n in test.counted_answers()) == 120


def test_kendall_distance(checkpoint: object, sketch_of: Callable, finish: Callable) -> None:
    test, _ = finish(shuffle_orders(checkpoint, sketch_of(4), "cat"))
    by_order = {tuple(o): float(d) for o, d in zip(test.orders.tolist(), test.shuffling, strict=True)}
    assert by_order[(0, 1, 2, 3)] == 0
    assert by_order[(3, 2, 1, 0)] == 1
    assert by_order[(1, 0, 2, 3)] == pytest.approx(1 / 6)


def test_a_sketch_in_another_order(checkpoint: object, sketch_of: Callable, finish: Callable) -> None:
    sketch = sketch_of(3)
    test, _ = finish(shuffle_orders(checkpoint, sketch, "cat"))
    for index, order in enumerate(test.orders.tolist()):
        drawn = test.reordered(index)
        assert all(drawn.strokes[order[k]] is sketch.strokes[k] for k in range(3))


def test_strokes_beyond_the_slots_are_left_alone(unmasked: object, sketch_of: Callable, finish: Callable) -> None:
    sketch = sketch_of(23)
    test, _ = finish(shuffle_orders(unmasked, sketch, "cat", samples=3))
    assert test.orders.shape == (4, 20)
    assert test.reordered(2).strokes[20:] == sketch.strokes[20:]


def test_what_cannot_be_shuffled_is_refused(checkpoint: object, sketch_of: Callable, finish: Callable) -> None:
    with pytest.raises(UserError, match="two strokes"):
        finish(shuffle_orders(checkpoint, sketch_of(1), "cat"))
    with pytest.raises(UserError, match="two strokes"):
        finish(shuffle_orders(checkpoint, Sketch(), "cat"))
    with pytest.raises(UserError, match="zebra"):
        finish(shuffle_orders(checkpoint, sketch_of(3), "zebra"))
