"""The smallest change that flips the answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain import counterfactual
from sketchxai_desktop.explain.counterfactual import fewest_removed, least_movement, one_swap
from sketchxai_desktop.explain.question import Cancelled
from tests.explain.conftest import scribble

SEARCHES = (fewest_removed, one_swap, least_movement)


def answer(checkpoint: Checkpoint, sketch: Sketch) -> str:
    return checkpoint.categories[int(classify_sketches(checkpoint, [sketch])[0].argmax())]


@pytest.mark.parametrize("seed", range(4))
def test_no_fewer_strokes_would_do(checkpoint: Checkpoint, seed: int) -> None:
    sketch = scribble(seed, 5)
    found = fewest_removed(checkpoint, sketch)
    before = answer(checkpoint, sketch)
    sizes = [
        size
        for size in range(1, 5)
        for gone in itertools.combinations(range(5), size)
        if (rest := sketch.without_strokes(gone)).extent > 0 and answer(checkpoint, rest) != before
    ]
    assert found.before == before
    assert found.found == found.smallest == bool(sizes)
    if not sizes:
        return
    assert found.size == len(found.strokes) == min(sizes)
    assert found.sketch == sketch.without_strokes(found.strokes)
    assert found.after == answer(checkpoint, found.sketch) != before
    was, now = (classify_sketches(checkpoint, [s])[0] for s in (sketch, found.sketch))
    one, other = checkpoint.category_index(before), checkpoint.category_index(found.after)
    assert found.before_probabilities == pytest.approx((was[one], now[one]), abs=1e-5)
    assert found.after_probabilities == pytest.approx((was[other], now[other]), abs=1e-5)


def test_beyond_the_budget_it_is_greedy(checkpoint: Checkpoint) -> None:
    found = fewest_removed(checkpoint, scribble(1, 9), budget=9)
    assert not found.smallest or found.size == 1
    if found.size > 1:
        assert "one at a time" in found.note
    assert fewest_removed(checkpoint, scribble(1, 1)).found is False


@pytest.mark.parametrize("seed", range(3))
def test_every_swap_is_tried(checkpoint: Checkpoint, seed: int) -> None:
    sketch = scribble(30 + seed, 5)
    before = answer(checkpoint, sketch)
    flips = set()
    for a, b in itertools.combinations(range(5), 2):
        strokes = list(sketch.strokes)
        strokes[a], strokes[b] = strokes[b], strokes[a]
        if answer(checkpoint, sketch.with_strokes(strokes)) != before:
            flips.add((a, b))
    found = one_swap(checkpoint, sketch)
    assert found.tried == 10
    assert found.found == bool(flips)
    assert (found.strokes in flips) == bool(flips)
    a, b = found.strokes
    assert found.sketch.strokes[a] == sketch.strokes[b]
    assert one_swap(checkpoint, scribble(0, 1)).strokes == ()


@pytest.fixture
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counterfactual, "_STEPS", 40)
    monkeypatch.setattr(counterfactual, "_RIVALS", 2)


@pytest.mark.usefixtures("_short_search")
def test_strokes_are_moved_no_further_than_needed(checkpoint: Checkpoint) -> None:
    moved = [least_movement(checkpoint, scribble(seed, 4)) for seed in range(2)]
    assert any(found.found for found in moved)
    for seed, found in enumerate(moved):
        if not found.found:
            continue
        sketch = scribble(seed, 4)
        assert answer(checkpoint, found.sketch) == found.after != found.before
        assert found.size > 0
        shifts = [b.start - a.start for a, b in zip(sketch.strokes, found.sketch.strokes, strict=True)]
        assert [k for k, shift in enumerate(shifts) if np.abs(shift).max() > 1e-3] == list(found.strokes)
        halved = [s.moved(*(0.8 * d).tolist()) for s, d in zip(sketch.strokes, shifts, strict=True)]
        assert answer(checkpoint, sketch.with_strokes(halved)) == found.before


@pytest.mark.usefixtures("_short_search")
@pytest.mark.parametrize("search", SEARCHES)
def test_a_wanted_answer(masked: Checkpoint, search: object) -> None:
    sketch = scribble(2, 4)
    before = answer(masked, sketch)
    wanted = next(c for c in masked.categories if c != before)
    found = search(masked, sketch, wanted=wanted)  # type: ignore[operator]
    assert found.found == (found.after == wanted == answer(masked, found.sketch))
    with pytest.raises(UserError, match="already says"):
        search(masked, sketch, wanted=before)  # type: ignore[operator]
    with pytest.raises(UserError, match="no stroke yet"):
        search(masked, Sketch())  # type: ignore[operator]


@pytest.mark.parametrize("search", SEARCHES)
def test_searches_can_be_cancelled(masked: Checkpoint, search: object) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        search(masked, scribble(3, 4), check=stop)  # type: ignore[operator]
