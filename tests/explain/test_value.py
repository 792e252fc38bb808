"""What the network says when only some of the strokes are there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.eager import encode_eagerly
from sketchxai_desktop.explain.question import Cancelled, Question
from sketchxai_desktop.explain.value import StrokeValue, empty_slots
from tests.explain.conftest import scribble

LOGIT = Question("cat", output="logit")


def test_the_whole_sketch_is_what_the_network_says(checkpoint: Checkpoint) -> None:
    sketch = scribble(1, 5)
    probabilities = classify_sketches(checkpoint, [sketch])[0]
    assert StrokeValue(checkpoint, sketch, Question("Cat")).value == pytest.approx(probabilities[2], abs=1e-6)
    compared = StrokeValue(checkpoint, sketch, Question("cat", "eye"))
    assert compared.value == pytest.approx(probabilities[2] - probabilities[4], abs=1e-6)
    with torch.no_grad():
        logits = checkpoint.network(batch_of([sketch], 16))[0]
    assert StrokeValue(checkpoint, sketch, LOGIT).value == pytest.approx(float(logits[2]), abs=1e-4)
    both = StrokeValue(checkpoint, sketch, replace(LOGIT, versus="eye"))
    assert both.value == pytest.approx(float(logits[2] - logits[4]), abs=1e-4)


def test_dropping_a_token_is_masking_it(masked: Checkpoint) -> None:
    value = StrokeValue(masked, scribble(2, 5), LOGIT)
    masks = all_coalitions(5)
    with torch.no_grad():
        tokens = value.tokens().expand(len(masks), -1, -1)
        wanted = masked.network.classify(tokens, torch.from_numpy(masks))
    np.testing.assert_allclose(value.logits(masks), wanted.numpy(), atol=1e-5)


def test_without_a_mask_an_empty_slot_takes_the_place(make_checkpoint: object) -> None:
    checkpoint = make_checkpoint(mask_empty=False)  # type: ignore[operator]
    value = StrokeValue(checkpoint, scribble(2, 5), LOGIT)
    mask = np.array([[True, False, True, True, False]])
    with torch.no_grad():
        tokens = torch.where(torch.from_numpy(mask)[..., None], value.tokens(), value.blank_tokens())
        wanted = checkpoint.network.classify(checkpoint.network.fill_slots(tokens))
        nothing = checkpoint.network.classify(empty_slots(checkpoint.network))
    np.testing.assert_allclose(value.logits(mask), wanted.numpy(), atol=1e-5)
    assert value.base == pytest.approx(float(nothing[0, 2]), abs=1e-5)


def test_compact_is_what_removing_strokes_from_the_sketch_does(checkpoint: Checkpoint) -> None:
    """As long as the box, and with it the frame, stays: the first stroke spans it."""
    sketch = scribble(3, 5)
    value = StrokeValue(checkpoint, sketch, replace(Question("cat"), removal="compact"))
    for gone in ((1,), (2, 3), (1, 2, 4)):
        mask = np.array([[k not in gone for k in range(5)]])
        wanted = classify_sketches(checkpoint, [sketch.without_strokes(gone)])[0, 2]
        assert value(mask)[0] == pytest.approx(wanted, abs=1e-6)
    kept = StrokeValue(checkpoint, sketch, Question("cat"))
    assert not np.allclose(kept.logits(mask), value.logits(mask), atol=1e-3)
    assert kept.value == pytest.approx(value.value, abs=1e-6)
    assert kept.base == pytest.approx(value.base, abs=1e-6)


def test_every_coalition_is_computed_once(masked: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    value = StrokeValue(masked, scribble(4, 4), LOGIT)
    asked = []
    compute = value._compute
    monkeypatch.setattr(value, "_compute", lambda masks: asked.append(len(masks)) or compute(masks))
    twice = np.concatenate([all_coalitions(4), all_coalitions(4)])
    first = value(twice)
    np.testing.assert_array_equal(first[:16], first[16:])
    value(all_coalitions(4)[3:9])
    assert asked == [16]
    fresh = value.fresh()
    assert not fresh._known
    assert fresh.value == value.value


def test_other_places_and_other_networks(make_checkpoint: object) -> None:
    first, second = make_checkpoint(0), make_checkpoint(1)  # type: ignore[operator]
    sketch = scribble(5, 4)
    value = StrokeValue(first, sketch, LOGIT)
    assert value.through(second).value == pytest.approx(StrokeValue(second, sketch, LOGIT).value, abs=1e-6)
    moved = value.at(value.locations.numpy() + np.float32(0.3))
    with torch.no_grad():
        wanted = first.network.classify_strokes(value.shapes, value.orders, value.locations + 0.3)
    assert moved.value == pytest.approx(float(wanted[0, 2]), abs=1e-5)
    assert value.value != moved.value


def test_it_can_be_cancelled_between_passes(checkpoint: Checkpoint) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise Cancelled

    value = StrokeValue(checkpoint, scribble(6, 8), LOGIT, check)
    with pytest.raises(Cancelled):
        value(all_coalitions(8))
    assert calls == 3


@pytest.mark.parametrize(
    ("sketch", "question", "complaint"),
    [
        (Sketch(), ("cat",), "no stroke yet"),
        (Sketch((Stroke([[3, 3], [3, 3]]),)), ("cat",), "coincide"),
        (scribble(0, 2), ("cta",), "Did you mean cat"),
        (scribble(0, 2), ("cat", "eyes"), "Did you mean eye"),
        (scribble(0, 2), ("cat", "Cat"), "compared with itself"),
        (scribble(0, 2), ("cat", None, "odds"), "output must be"),
        (scribble(0, 2), ("cat", None, "logit", "keep"), "Removal must be"),
    ],
)
def test_what_cannot_be_asked(masked: Checkpoint, sketch: Sketch, question: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        StrokeValue(masked, sketch, Question(*question))  # type: ignore[arg-type]


def test_the_eager_encoder_is_the_fast_one(checkpoint: Checkpoint) -> None:
    value = StrokeValue(checkpoint, scribble(7, 6), LOGIT)
    tokens = value.full(value.tokens().expand(2, -1, -1))
    present = torch.rand(tokens.shape[:2], generator=torch.Generator().manual_seed(0)) > 0.4
    with torch.no_grad():
        for there in (None, present):
            seen = encode_eagerly(checkpoint.network, tokens, there)
            wanted = checkpoint.network.encode(tokens, there)
            np.testing.assert_allclose(seen.outputs.numpy(), wanted.numpy(), atol=1e-5)
            for weights in seen.attention:
                np.testing.assert_allclose(weights.sum(dim=-1).numpy(), 1, atol=1e-5)
    assert len(seen.attention) == 3
    assert seen.attention[0].shape == (2, 3, 1 + tokens.shape[1], 1 + tokens.shape[1])
    assert float(seen.attention[1][:, :, :, 1:].masked_select(~present[:, None, None, :]).abs().max()) == 0
