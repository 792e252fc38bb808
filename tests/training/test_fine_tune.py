"""Fine-tuning on a person's own drawings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.training.fine_tune import FineTune, FineTuneProgress, FineTuneSettings, few_drawings, fine_tune


def sketches(count: int, seed: int = 0) -> list[Sketch]:
    """Lines that lie and lines that stand, the latter also as raw ink."""
    rng = np.random.default_rng(seed)
    out = []
    for k in range(count):
        across = rng.integers(0, 40, 3).tolist()
        out.append(parse_line(json.dumps({"word": "flat", "drawing": [[[0, 120, 255], across]]})))
        times = [[0, 20, 40]] if k % 3 == 0 else []
        out.append(parse_line(json.dumps({"word": "Tall", "drawing": [[across, [0, 120, 255], *times]]})))
    return out


@pytest.fixture
def opened() -> Checkpoint:
    torch.manual_seed(0)
    network = SketchXAINet(NetworkConfig(3, width=24, layers=2, heads=3, mlp_width=48, order_slots=12))
    return Checkpoint(
        network.eval().requires_grad_(False), ("apple", "flat", "Zebra"), {"seed": 1}, "small", sha256="ab"
    )


def finish(run: object) -> tuple[list[FineTuneProgress], Checkpoint]:
    items = []
    while True:
        try:
            items.append(next(run))  # type: ignore[call-overload]
        except StopIteration as end:
            return items, end.value


def test_the_head_alone_learns(opened: Checkpoint, tmp_path: Path) -> None:
    before = {k: v.clone() for k, v in opened.network.state_dict().items()}
    settings = FineTuneSettings(epochs=12, batch_size=8, learning_rate=0.03)
    items, result = finish(fine_tune(opened, sketches(30), settings))
    assert result.categories == ("flat", "Tall")
    assert (items[0].step, items[0].loss) == (0, None)
    assert [i.step for i in items] == list(range(12 * 6 + 1))
    assert {i.steps for i in items} == {72}
    assert items[-1].loss is not None
    assert items[1].loss is not None
    assert items[-1].loss < items[1].loss
    assert items[-1].accuracy is not None
    assert items[-1].accuracy >= 0.9
    assert sum(i.accuracy is not None for i in items) == 13
    after = result.network.state_dict()
    for key, value in before.items():
        assert torch.equal(value, opened.network.state_dict()[key]), "the opened checkpoint was changed"
        if not key.startswith("head."):
            assert torch.equal(after[key], value), key
    facts = result.training
    assert facts["drawings_per_category"] == {"flat": 24, "Tall": 24}
    assert facts["valid"] == {"drawings": 12, "top1": pytest.approx(items[-1].accuracy, abs=1e-4)}
    assert facts["fine_tuned_from"] == {"name": "small", "sha256": "ab", "training": {"seed": 1}}
    # A checkpoint like any other.
    save_checkpoint(result, tmp_path / "mine.safetensors")
    loaded = load_checkpoint(tmp_path / "mine.safetensors")
    assert loaded.categories == ("flat", "Tall")
    answers = loaded.network(batch_of(sketches(10, seed=5), 12)).argmax(dim=1)
    assert (answers == torch.tensor([0, 1] * 10)).float().mean() > 0.8


def test_all_layers_learn_and_old_categories_stay(opened: Checkpoint) -> None:
    items, result = finish(
        fine_tune(opened, sketches(20), FineTuneSettings(layers="all", keep=True, epochs=4, learning_rate=3e-3))
    )
    assert result.categories == ("apple", "flat", "Tall", "Zebra")
    assert items[-1].loss < items[1].loss  # type: ignore[operator]
    changed = [k for k, v in opened.network.state_dict().items() if not torch.equal(v, result.network.state_dict()[k])]
    assert any(k.startswith("shape_extractor") for k in changed)
    assert any(k.startswith("layers.0") for k in changed)
    assert not result.network.training
    assert not any(p.requires_grad for p in result.network.parameters())


def test_it_can_be_left_at_any_item(opened: Checkpoint) -> None:
    tuning = FineTune(opened, sketches(20), FineTuneSettings(epochs=5, batch_size=8, augment=()))
    run = tuning.run()
    for _ in range(6):
        item = next(run)
    run.close()
    result = tuning.checkpoint()
    assert item.step == result.training["steps"] == 5
    assert result.categories == ("flat", "Tall")
    whole = FineTune(opened, sketches(20), FineTuneSettings(epochs=5, batch_size=8, augment=()))
    steps = whole.run()
    for _ in range(6):
        next(steps)
    early = whole.checkpoint().network.head.weight.clone()
    assert torch.equal(early, result.network.head.weight), "the same drawings and seed, other weights"
    kept = whole.checkpoint()
    next(steps)
    assert torch.equal(kept.network.head.weight, early), "a checkpoint changes while the run goes on"
    steps.close()


def test_gradients_may_be_off_around_it(opened: Checkpoint) -> None:
    with torch.no_grad():
        items, _ = finish(fine_tune(opened, sketches(8), FineTuneSettings(epochs=2, held_out=0)))
    assert all(i.accuracy is None for i in items)
    assert items[-1].loss != items[1].loss


def test_random_numbers_of_others_are_left_alone(opened: Checkpoint) -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    FineTune(opened, sketches(8))
    assert torch.equal(torch.rand(3), expected)


def test_unusable_drawings_are_left_out_and_too_few_are_refused(opened: Checkpoint) -> None:
    dot = Sketch((Stroke(np.array([[3, 3]])),), word="dot")
    tuning = FineTune(opened, [*sketches(6), dot, Sketch((), word="none"), Sketch(sketches(1)[0].strokes)])
    assert tuning.categories == ("flat", "Tall")
    with pytest.raises(UserError, match="at least two categories"):
        FineTune(opened, [dot])
    with pytest.raises(UserError, match="at least two categories"):
        FineTune(opened, sketches(4)[::2])
    assert FineTune(opened, sketches(4)[::2], FineTuneSettings(keep=True)).categories == opened.categories


def test_categories_with_few_drawings_are_flagged() -> None:
    words = ["cat"] * 10 + ["Bed"] * 9 + ["apple"] + [None, ""]
    assert few_drawings(words) == {"apple": 1, "Bed": 9}
    assert few_drawings(words, least=2) == {"apple": 1}


def test_a_loss_that_explodes_is_said(opened: Checkpoint) -> None:
    with torch.no_grad():
        opened.network.head.weight.fill_(float("inf"))
    run = FineTune(opened, sketches(8), FineTuneSettings(held_out=0)).run()
    next(run)
    with pytest.raises(UserError, match="smaller learning rate"):
        next(run)
