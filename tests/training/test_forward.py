"""The forward pass for training gives the numbers of the network itself; teachers, precision and starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.training.augmentation import Augmentation
from sketchxai_desktop.training.batches import Preparation, TrainingBatch, Work, prepared, training_batch
from sketchxai_desktop.training.forward import Teacher, TrainingForward, loss_of
from sketchxai_desktop.training.initial import start_from
from sketchxai_desktop.training.packed_lstm import fast_shapes
from sketchxai_desktop.training.packing import DrawingArrays, PackedDrawings, pack
from sketchxai_desktop.training.precision import autocast, resolve_precision
from sketchxai_desktop.training.processes import Processes
from tests.training.small_runs import SMALL, small_trainer

MakeDrawings = Callable[[int, int], Path]
CPU = torch.device("cpu")


def arrays(seed: int, *drawings: list[int]) -> DrawingArrays:
    lengths = np.array([n for d in drawings for n in d])
    points = np.random.default_rng(seed).uniform(0, 255, (lengths.sum(), 2)).astype(np.float32)
    return DrawingArrays(points, lengths, np.array([len(d) for d in drawings])).normalised()


MIXED = arrays(0, [3, 9, 1], [4], [2, 2, 2, 2, 7], [5, 1, 30])
EVEN = arrays(1, [3, 9], [4, 4], [1, 2])


@pytest.mark.parametrize("drawings", [MIXED, EVEN], ids=["mixed", "even"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"mask_empty": False},
        {"pooling": "mean", "shape_extractor": "gru"},
        {"without": ("shape",)},
        {"without": ("order", "location"), "mask_empty": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("fast", [False, True])
def test_it_gives_the_numbers_of_the_network(drawings: DrawingArrays, changes: dict[str, object], fast: bool) -> None:
    torch.manual_seed(0)
    network = SketchXAINet(replace(SMALL, categories=5, **changes))  # type: ignore[arg-type]
    with torch.no_grad():
        network.head.weight.mul_(30)
    labels = np.arange(len(drawings.counts)) % 5
    expected = network(drawings.batch())
    torch.nn.functional.cross_entropy(expected, torch.from_numpy(labels)).backward()
    slow = {k: p.grad.clone() for k, p in network.named_parameters() if p.grad is not None}
    network.zero_grad(set_to_none=True)
    batch = training_batch(drawings, labels)
    if fast:
        with fast_shapes(network):
            logits = TrainingForward(network)(batch)
            loss_of(logits, batch, 0.0).backward()
    else:
        logits = TrainingForward(network)(batch)
        loss_of(logits, batch, 0.0).backward()
    torch.testing.assert_close(logits, expected, rtol=1e-4, atol=1e-5)
    for key, value in slow.items():
        torch.testing.assert_close(network.get_parameter(key).grad, value, rtol=1e-3, atol=1e-5, msg=key)


def test_a_batch_is_packed_longest_first() -> None:
    batch = training_batch(MIXED, np.zeros(4, np.int64))
    assert batch.lengths.tolist() == sorted(MIXED.lengths.tolist(), reverse=True)
    assert batch.sizes.sum() == len(batch.points) == MIXED.lengths.sum()
    assert batch.sizes.tolist() == [int((MIXED.lengths > t).sum()) for t in range(30)]
    assert (batch.slots, batch.full, batch.total, batch.stand_in) == (5, False, 4, False)
    assert training_batch(EVEN, np.zeros(3, np.int64)).full
    assert batch.points[:, 2:].sum(dim=1).tolist() == [1.0] * len(batch.points)


def test_parts_of_a_loss_add_up() -> None:
    logits = torch.randn(4, 5)
    labels = np.array([0, 3, 2, 1])
    whole = loss_of(logits, training_batch(MIXED, labels), 0.1)
    assert whole == pytest.approx(
        torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels), label_smoothing=0.1).item()
    )
    first = MIXED.with_strokes(np.arange(3), MIXED.counts[:1])
    rest = MIXED.with_strokes(np.arange(3, 12), MIXED.counts[1:])
    parts = [
        loss_of(logits[:1], training_batch(first, labels[:1], 4), 0.1),
        loss_of(logits[1:], training_batch(rest, labels[1:], 4), 0.1),
        loss_of(logits[:1], training_batch(first, labels[:1], 4)._replace(stand_in=True), 0.1),
    ]
    assert sum(parts) == pytest.approx(whole.item(), rel=1e-6)


@pytest.fixture(scope="module")
def packed(make_drawings: MakeDrawings, tmp_path_factory: pytest.TempPathFactory) -> PackedDrawings:
    return pack([make_drawings(1, 40)], tmp_path_factory.mktemp("cache"))


def test_helpers_prepare_the_same_batches(packed: PackedDrawings) -> None:
    works = [Work.of(k, np.arange(10 * k, 10 * k + 10), Processes()) for k in range(6)]
    preparation = Preparation(packed, Augmentation(), 3)
    here = list(prepared(preparation, works, 0, False))
    there = list(prepared(preparation, works, 2, False))
    assert len(here) == len(there) == 6
    for mine, theirs in zip(here, there, strict=True):
        assert isinstance(theirs, TrainingBatch)
        for a, b in zip(mine, theirs, strict=True):
            assert torch.equal(a, b) if isinstance(a, torch.Tensor) else a == b


# Precision ------------------------------------------------------------------------------------------------------


def test_precision_follows_the_hardware(monkeypatch: pytest.MonkeyPatch) -> None:
    for unit, expected in [("avx512_bf16", torch.bfloat16), ("bf16", torch.bfloat16), ("avx2", torch.float32)]:
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda unit=unit: {unit: True}, raising=False)
        assert resolve_precision("auto", CPU) == expected
        assert resolve_precision("float32", CPU) == torch.float32
        assert resolve_precision("bf16", CPU) == torch.bfloat16


def test_bf16_gives_about_the_same_gradients_in_float32() -> None:
    torch.manual_seed(0)
    network = SketchXAINet(replace(SMALL, categories=5))
    batch = training_batch(MIXED, np.array([0, 1, 2, 3]))
    found = []
    for precision in (torch.float32, torch.bfloat16):
        network.zero_grad(set_to_none=True)
        with autocast(CPU, precision), fast_shapes(network):
            logits = TrainingForward(network)(batch)
        assert logits.dtype == torch.float32
        loss_of(logits, batch, 0.0).backward()
        assert {p.grad.dtype for p in network.parameters() if p.grad is not None} == {torch.float32}
        found.append(torch.cat([p.grad.flatten() for p in network.parameters() if p.grad is not None]))
    assert not torch.equal(*found), "nothing was computed in bf16"
    assert torch.nn.functional.cosine_similarity(*found, dim=0) > 0.99


# Starting from, and learning from, another network ----------------------------------------------------------------


def checkpoint(categories: tuple[str, ...], seed: int = 1, **changes: object) -> Checkpoint:
    torch.manual_seed(seed)
    network = SketchXAINet(NetworkConfig(len(categories), 24, 2, 3, 48, 12, **changes))  # type: ignore[arg-type]
    with torch.no_grad():
        network.head.weight.mul_(50)
        network.head.bias.uniform_(-1, 1)
    return Checkpoint(network.eval(), categories, name="teacher")


def test_what_fits_is_copied_and_rows_by_name() -> None:
    source = checkpoint(("Apple", "bed", "cat"))
    torch.manual_seed(9)
    network = SketchXAINet(replace(SMALL, categories=3, layers=3))
    before = {k: v.clone() for k, v in network.state_dict().items()}
    said = start_from(network, ("cat", "door", "apple"), source)
    assert said.endswith("its rows for 2 of 3 categories.")
    theirs, now = source.network.state_dict(), network.state_dict()
    for key, value in now.items():
        if not key.startswith("head."):
            assert torch.equal(value, before[key] if key.startswith("layers.2.") else theirs[key]), key
    for row, other in [(0, 2), (2, 0)]:
        assert torch.equal(now["head.weight"][row], theirs["head.weight"][other])
        assert torch.equal(now["head.bias"][row], theirs["head.bias"][other])
    assert torch.equal(now["head.weight"][1], before["head.weight"][1])
    wider = SketchXAINet(replace(SMALL, categories=3, width=36))
    assert "rows for 0 of 3" in start_from(wider, ("cat", "x", "y"), source), "rows of another width"


def test_a_run_starts_from_a_checkpoint_and_its_average_too(packed: PackedDrawings, tmp_path: Path) -> None:
    source = checkpoint(("circle", "Zigzag"))
    trainer = small_trainer(packed, packed, tmp_path, start=source)
    for kept in (trainer.network, trainer.smoothed.network):
        assert all(torch.equal(v, source.network.state_dict()[k]) for k, v in kept.state_dict().items())
    assert "rows for 2 of 2 categories" in trainer.notes[0]


def test_a_student_comes_close_to_its_teacher(packed: PackedDrawings, tmp_path: Path) -> None:
    teacher = checkpoint(("Zigzag", "other", "circle"), 4)
    batch = training_batch(packed.gather(np.arange(80)).normalised(), packed.labels[:80].astype(np.int64))
    answers = Teacher(teacher, packed.categories, CPU).probabilities(batch)
    with torch.no_grad():
        expected = TrainingForward(teacher.network)(batch)[:, [2, 0]].softmax(dim=1)
    torch.testing.assert_close(answers, expected)
    student = small_trainer(
        packed, packed, tmp_path, teacher=teacher, distil_weight=1.0, epochs=6, augment=(), learning_rate=1e-2
    )

    def distance() -> float:
        with torch.no_grad():
            said = TrainingForward(student.smoothed.network)(batch).log_softmax(dim=1)
        return torch.nn.functional.kl_div(said, expected, reduction="batchmean").item()

    before = distance()
    student.run(progress=False)
    assert distance() < before / 3
    with pytest.raises(UserError, match='no category "Zigzag"'):
        Teacher(checkpoint(("circle", "other")), packed.categories, CPU)
