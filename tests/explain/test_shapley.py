"""Shapley values: the axioms, every permutation, and another implementation."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from captum.attr import ShapleyValues

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.explain.captum_tools import everybody, over_masks
from sketchxai_desktop.explain.methods.exact_shapley import attribute, sampled_shapley, shapley_values
from sketchxai_desktop.explain.question import Masks, Question, Scores
from sketchxai_desktop.explain.value import Game, StrokeValue
from tests.explain.conftest import Toy, scribble


def by_permutations(game: Game) -> Scores:
    scores = np.zeros(game.players)
    for order in itertools.permutations(range(game.players)):
        mask = np.zeros((1, game.players), bool)
        for player in order:
            before = game(mask)[0]
            mask[0, player] = True
            scores[player] += game(mask)[0] - before
    return scores / math.factorial(game.players)


def worth(mask: Masks) -> float:
    """Players 0 and 1 are alike, player 3 does nothing, 2 works only with 4."""
    a, b, c, _, e = mask.tolist()
    return 2.0 + 3.0 * (a or b) + 1.5 * (a and b and c) + 4.0 * (c and e) - 0.5 * e


def test_axioms_on_a_toy() -> None:
    game = Toy(5, worth)
    scores = shapley_values(game)
    assert scores.sum() == pytest.approx(game.value - game.base, abs=1e-12)
    assert scores[0] == pytest.approx(scores[1], abs=1e-12)
    assert scores[3] == pytest.approx(0, abs=1e-12)
    assert scores[2] == pytest.approx(2.0 + 0.5, abs=1e-12)
    np.testing.assert_allclose(scores, by_permutations(game), atol=1e-12)
    doubled = shapley_values(Toy(5, lambda mask: 2 * worth(mask) + 7))
    np.testing.assert_allclose(doubled, 2 * scores, atol=1e-12)


@pytest.mark.parametrize("removal", ["drop", "compact"])
def test_every_permutation_of_five_strokes(checkpoint: Checkpoint, removal: str) -> None:
    value = StrokeValue(checkpoint, scribble(1, 5), Question("cat", removal=removal))  # type: ignore[arg-type]
    np.testing.assert_allclose(shapley_values(value), by_permutations(value), atol=1e-9)


def test_captum_says_the_same(masked: Checkpoint) -> None:
    value = StrokeValue(masked, scribble(2, 5), Question("cat", "eye"))
    theirs = ShapleyValues(over_masks(value)).attribute(everybody(value), perturbations_per_eval=8)
    np.testing.assert_allclose(shapley_values(value), theirs[0].numpy(), atol=1e-5)


@pytest.mark.parametrize("strokes", [1, 2, 12])
def test_up_to_twelve_strokes_are_exact(masked: Checkpoint, strokes: int) -> None:
    value = StrokeValue(masked, scribble(3, strokes), Question("cat"))
    found = attribute(value, 0)
    assert found.errors is None
    assert found.scores.sum() == pytest.approx(value.value - value.base, abs=1e-9)


def test_more_strokes_are_sampled(masked: Checkpoint) -> None:
    value = StrokeValue(masked, scribble(4, 14), Question("cat"))
    first, again, other = attribute(value, 1), attribute(value, 1), attribute(value, 2)
    np.testing.assert_array_equal(first.scores, again.scores)
    assert not np.array_equal(first.scores, other.scores)
    assert first.scores.sum() == pytest.approx(value.value - value.base, abs=1e-9)
    assert first.errors is not None
    assert (first.errors > 0).any()
    assert "random orders" in first.note


def test_standard_errors_are_honest() -> None:
    game = Toy(6, lambda mask: float(mask @ np.arange(6) + 3 * (mask[1] and mask[4]) * mask.sum()))
    exact = shapley_values(game)
    runs = [sampled_shapley(game, seed, coalitions=400) for seed in range(40)]
    deviations = np.array([(scores - exact) / np.maximum(errors, 1e-12) for scores, errors, _ in runs])
    moving = runs[0][1] > 1e-9
    assert moving.any()
    assert 0.6 < np.sqrt((deviations[:, moving] ** 2).mean()) < 1.5
