"""Place field, time line and what-ifs say what the network says of the changed sketches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches, logits_of
from sketchxai_desktop.core.network import SketchXAINet, tiny
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.explain.place_field import REACH, place_fields
from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.time_line import time_line
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.what_if import CHANGES, what_ifs

SKETCH = Sketch(
    (
        Stroke([[0, 0], [255, 0], [255, 200], [0, 200], [0, 0]]),
        Stroke([[40, 60], [90, 120]]),
        Stroke([[150, 60], [200, 70], [180, 120]]),
    )
)
NAMES = ("bed", "book", "camera", "cloud")


@pytest.fixture
def checkpoint() -> Checkpoint:
    torch.manual_seed(1)
    network = SketchXAINet(tiny(len(NAMES), layers=2)).eval()
    torch.nn.init.normal_(network.head.weight)  # answers that differ
    return Checkpoint(network, NAMES, {})


def test_the_place_field_is_the_network_s_output_with_the_stroke_moved(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, SKETCH, Question("book"))
    fields = list(place_fields(value, 1, (3, 5)))
    assert [f.values.shape for f in fields] == [(3, 3), (5, 5)]
    field = fields[-1]
    assert field.axis[0] == pytest.approx(-REACH)
    layout = locations(SKETCH)
    assert field.here_at == pytest.approx(layout[1])
    for row, column in ((0, 4), (3, 1)):
        layout[1] = field.axis[column], field.axis[row]
        with torch.no_grad():
            logits = checkpoint.network.classify_strokes(value.shapes, value.orders, torch.from_numpy(layout))
        assert field.values[row, column] == pytest.approx(logits.softmax(1)[0, 1].item(), abs=1e-4)
    assert field.best == pytest.approx(max(field.values.max(), field.here))
    assert field.here == pytest.approx(classify_sketches(checkpoint, [SKETCH])[0, 1], abs=1e-4)


def test_the_place_field_can_be_cancelled_and_knows_its_strokes(checkpoint: Checkpoint) -> None:
    class Enough(Exception):
        pass

    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) > 2:
            raise Enough

    value = StrokeValue(checkpoint, SKETCH, Question("book"), check)
    with pytest.raises(Enough):
        list(place_fields(value, 0))
    with pytest.raises(IndexError):
        next(place_fields(StrokeValue(checkpoint, SKETCH, Question("book")), 3))


def test_the_time_line_frames_every_moment_anew(checkpoint: Checkpoint) -> None:
    line = time_line(checkpoint, SKETCH)
    assert [len(s) for s in line.sketches] == [1, 2, 3]
    for k, moment in enumerate(line.sketches):
        assert np.allclose(line.probabilities[k], classify_sketches(checkpoint, [moment])[0], atol=1e-4)
        best = line.best(k)
        assert best is not None
        assert best[1] == line.probabilities[k].max()


def test_a_moment_with_nothing_to_see_says_nothing(checkpoint: Checkpoint) -> None:
    tap = Stroke([[10, 10]])
    line = time_line(checkpoint, SKETCH.with_stroke(tap, 0))
    assert line.best(0) is None
    assert line.best(1) is not None
    with pytest.raises(UserError, match="no stroke"):
        time_line(checkpoint, Sketch())


def test_what_ifs_tell_the_change_of_the_output(checkpoint: Checkpoint) -> None:
    question = Question("book", versus="bed")
    neighbour = Stroke([[0, 0], [5, 5], [10, 0]])
    found = what_ifs(checkpoint, SKETCH, 2, question, [neighbour])
    assert {w.change for w in found} == set(CHANGES)
    assert [w.detail for w in found if w.change == "swap"] == ["1", "2"]
    before = classify_sketches(checkpoint, [SKETCH])[0]
    for w in found:
        after = classify_sketches(checkpoint, [w.sketch])[0]
        assert w.difference == pytest.approx((after[1] - after[0]) - (before[1] - before[0]), abs=1e-4)
        assert w.answer == NAMES[int(after.argmax())]
    raw = what_ifs(checkpoint, SKETCH, 2, replace(question, output="logit"), [neighbour])
    before, *rest = logits_of(checkpoint, [SKETCH, *(w.sketch for w in raw)])
    for w, after in zip(raw, rest, strict=True):
        assert w.difference == pytest.approx((after[1] - after[0]) - (before[1] - before[0]), abs=1e-4)
    assert [w.answer for w in raw] == [w.answer for w in found]
    drop = next(w for w in found if w.change == "drop")
    assert drop.sketch == SKETCH.without_strokes([2])
    mirrored = next(w for w in found if w.change == "mirror-x").sketch.strokes[2].points
    assert np.allclose(mirrored, [[200, 60], [150, 70], [170, 120]])
    turned = next(w for w in found if w.change == "turn-over").sketch.strokes[2].points
    assert np.allclose(turned, [[200, 120], [150, 110], [170, 60]])


def test_what_ifs_of_ink_leave_the_other_strokes_as_they_were_drawn(checkpoint: Checkpoint) -> None:
    """The network sees simplified strokes; whoever applies a change did not ask for that."""
    angle = np.linspace(0, 6, 90)
    ink = Sketch(
        (
            Stroke(np.stack([400 + 150 * np.cos(angle), 300 + 150 * np.sin(angle)], axis=1), raw=True),
            Stroke(np.stack([400 + 20 * angle, 300 + 9 * np.sin(3 * angle)], axis=1), raw=True),
        )
    )
    question = Question("book")
    before = classify_sketches(checkpoint, [ink])[0, 1]
    for w in what_ifs(checkpoint, ink, 1, question, [Stroke([[0, 0], [5, 5], [10, 0]])]):
        kept = w.sketch.strokes[1 if w.change == "swap" else 0]
        assert kept is ink.strokes[0], w.change
        assert w.difference == pytest.approx(classify_sketches(checkpoint, [w.sketch])[0, 1] - before, abs=1e-5)


def test_what_ifs_of_the_only_stroke_and_of_a_tap(checkpoint: Checkpoint) -> None:
    alone = Sketch((SKETCH.strokes[0],))
    assert {w.change for w in what_ifs(checkpoint, alone, 0, Question("bed"))}.isdisjoint({"drop", "swap"})
    with_tap = SKETCH.with_stroke(Stroke([[10, 10]]))
    assert {w.change for w in what_ifs(checkpoint, with_tap, 3, Question("bed"))} == {"drop", "swap"}
