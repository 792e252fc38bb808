"""Parts of strokes as players."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.cutting import (
    cut_strokes,
    part_names,
    scores_of_points,
    split_stroke,
    summed_points,
)
from sketchxai_desktop.explain.parts import PartValue, explain_parts
from sketchxai_desktop.explain.question import Attribution, Part, Question
from sketchxai_desktop.explain.value import StrokeValue

COMPACT = Question("cat", output="logit", removal="compact")
KEPT = Question("cat", output="logit")
BOX = Stroke([[0, 0], [255, 0], [255, 255], [0, 255]])
SKETCH = Sketch((BOX, Stroke([[10, 20], [50, 60], [90, 30], [120, 80], [60, 200]]), Stroke([[70, 70]])))


@pytest.mark.parametrize(
    ("points", "most", "wanted"),
    [
        (1, 2, [(0, 0)]),
        (2, 2, [(0, 1)]),
        (5, 2, [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (5, 3, [(0, 2), (2, 4)]),
        (6, 4, [(0, 2), (2, 5)]),
        (9, 20, [(0, 8)]),
    ],
)
def test_strokes_are_cut_at_their_points(points: int, most: int, wanted: list[tuple[int, int]]) -> None:
    parts = split_stroke(Stroke(np.arange(2 * points).reshape(points, 2)), most)
    assert parts == wanted
    assert all(last - first + 1 <= most for first, last in parts)


def test_a_part_needs_two_points() -> None:
    with pytest.raises(ValueError, match="two points"):
        split_stroke(BOX, 1)


@pytest.mark.parametrize("question", [KEPT, COMPACT])
def test_whole_strokes_are_worth_what_strokes_are(checkpoint: Checkpoint, question: Question) -> None:
    parts, strokes = PartValue(checkpoint, SKETCH, question, 3), StrokeValue(checkpoint, SKETCH, question)
    assert parts.parts == (Part(0, 0, 2), Part(0, 2, 3), Part(1, 0, 2), Part(1, 2, 4), Part(2, 0, 0)) or (
        parts.parts == (Part(0, 0, 1), Part(0, 1, 3), Part(1, 0, 2), Part(1, 2, 4), Part(2, 0, 0))
    )
    for mask in all_coalitions(3):
        own = mask[[0, 0, 1, 1, 2]]
        assert parts(own[None])[0] == pytest.approx(strokes(mask[None])[0], abs=1e-4)


def test_what_is_left_of_a_stroke_is_strokes_of_its_own(checkpoint: Checkpoint) -> None:
    """Closed up, a coalition is a sketch that can be drawn; the box keeps the frame."""
    value = PartValue(checkpoint, SKETCH, Question("cat", removal="compact"), 2)
    points = SKETCH.strokes[1].points
    gone = next(k for k, part in enumerate(value.parts) if part == Part(1, 1, 2))
    mask = np.ones((1, value.players), bool)
    mask[0, gone] = False
    drawn = Sketch((BOX, Stroke(points[:2]), Stroke(points[2:]), SKETCH.strokes[2]))
    assert value(mask)[0] == pytest.approx(classify_sketches(checkpoint, [drawn])[0, 2], abs=1e-5)


def test_runs_of_a_stroke_share_its_order(masked: Checkpoint) -> None:
    value = PartValue(masked, SKETCH, KEPT, 2)
    mask = np.ones((1, value.players), bool)
    mask[0, [k for k, part in enumerate(value.parts) if part == Part(1, 1, 2)]] = False
    compact = PartValue(masked, SKETCH, COMPACT, 2)
    assert value.token_counts(mask).tolist() == compact.token_counts(mask).tolist() == [4]
    assert not np.allclose(value.logits(mask), compact.logits(mask), atol=1e-3)


def test_more_runs_than_slots(make_checkpoint: Callable[..., Checkpoint]) -> None:
    for mask_empty in (True, False):
        for question in (KEPT, COMPACT):
            small = make_checkpoint(order_slots=3, mask_empty=mask_empty)
            value = PartValue(small, SKETCH, question, 2)
            every_other = np.arange(value.players)[None] % 2 == 0
            assert np.isfinite(value(every_other)).all()


@pytest.mark.parametrize("name", ["exact_shapley", "leave_one_out", "lime", "kernel_shap", "anchors", "random"])
def test_methods_explain_parts(checkpoint: Checkpoint, name: str) -> None:
    ((parts, found),) = explain_parts(checkpoint, SKETCH, KEPT, 3, [name])
    assert found.scores.shape == (len(parts),) == (5,)
    if name == "exact_shapley":
        value = PartValue(checkpoint, SKETCH, KEPT, 3)
        assert found.scores.sum() == pytest.approx(value.value - value.base, abs=1e-6)
        per_stroke = value.stroke_scores(found.scores)
        assert per_stroke.shape == (3,)
        assert per_stroke.sum() == pytest.approx(found.scores.sum())


def test_gradients_know_no_parts(masked: Checkpoint) -> None:
    with pytest.raises(UserError, match="whole strokes only"):
        next(explain_parts(masked, SKETCH, KEPT, 3, ["grad_cam"]))


def test_points_add_up_to_parts_and_parts_to_strokes() -> None:
    draws = np.random.default_rng(2)
    points = tuple(draws.normal(size=len(stroke)) for stroke in SKETCH.strokes)
    for most in (2, 3, 8):
        parts = cut_strokes(SKETCH.strokes, most)
        scores = scores_of_points(parts, points)
        for k, own in enumerate(points):
            assert scores[[part.stroke == k for part in parts]].sum() == pytest.approx(own.sum())
    first, second = scores_of_points((Part(1, 0, 2), Part(1, 2, 4)), points)
    a, b, c, d, e = points[1]
    assert (first, second) == pytest.approx((a + b + c / 2, c / 2 + d + e))


def test_parts_are_named_by_stroke_and_number() -> None:
    parts = cut_strokes(SKETCH.strokes, 3)
    assert part_names(parts) == ["1.1", "1.2", "2.1", "2.2", "3"]
    assert part_names(cut_strokes(SKETCH.strokes, 20)) == ["1", "2", "3"]


def test_an_anchor_of_parts_names_parts(checkpoint: Checkpoint) -> None:
    ((parts, found),) = explain_parts(checkpoint, SKETCH, KEPT, 3, ["anchors"])
    held = [name for name, score in zip(part_names(parts), found.scores, strict=True) if score]
    assert found.note.startswith(f"Anchor: {', '.join(held) or 'none'}; precision ")


def test_points_are_summed_up_for_parts() -> None:
    points = tuple(np.arange(len(stroke), dtype=float) for stroke in SKETCH.strokes)
    whole = Attribution("integrated_gradients", np.array([own.sum() for own in points]), points=points)
    found = summed_points(whole, SKETCH.strokes, 3)
    assert found.parts == cut_strokes(SKETCH.strokes, 3)
    np.testing.assert_allclose(found.attribution.scores, scores_of_points(found.parts, points))
    with pytest.raises(ValueError, match="nothing of points"):
        summed_points(Attribution("lime", np.zeros(3)), SKETCH.strokes, 3)
