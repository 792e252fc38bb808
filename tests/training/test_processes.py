"""Two processes do together what one does alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.training.batches import Work
from sketchxai_desktop.training.packing import PackedDrawings, pack
from sketchxai_desktop.training.processes import Processes
from sketchxai_desktop.training.validation import validate
from tests.training.small_runs import gradients, small_trainer

MakeDrawings = Callable[[int, int], Path]
Data = tuple[PackedDrawings, PackedDrawings]
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def data(make_drawings: MakeDrawings, tmp_path_factory: pytest.TempPathFactory) -> Data:
    cache = tmp_path_factory.mktemp("cache")
    # 76 drawings in batches of 15: one is left over for the last batch of an epoch, and one process has none.
    return pack([make_drawings(1, 38)], cache), pack([make_drawings(2, 150)], cache)


def torchrun(count: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={count}"]
    return subprocess.run(
        [*launcher, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def settled(key: str, value: torch.Tensor) -> torch.Tensor:
    """Without the bias of the attention's keys: softmax does not see it, so its gradient is nothing but rounding,
    which AdamW blows up to whole steps."""
    if not key.endswith("qkv.bias"):
        return value
    query, _, values = value.chunk(3)
    return torch.cat([query, values])


@pytest.mark.skipif(sys.platform != "linux", reason="torchrun with gloo over lo")
def test_two_processes_have_the_gradients_and_weights_of_one(data: Data, tmp_path: Path) -> None:
    ended = torchrun(2, HERE / "small_runs.py", "together", data[0].folder, data[1].folder, tmp_path, "order")
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = [torch.load(tmp_path / f"found-{rank}.pt") for rank in (0, 1)]
    alone = small_trainer(*data, tmp_path / "alone", batch_size=15, without=("order",))
    assert alone.steps_per_epoch == 6
    for step in range(6):
        expected = gradients(alone, step)
        assert len(expected) > 20
        for each in found:
            assert each["count"] == 2
            assert set(each["gradients"][step]) == set(expected)
            for key, value in expected.items():
                torch.testing.assert_close(each["gradients"][step][key], value, rtol=1e-4, atol=1e-6, msg=key)
    alone = small_trainer(*data, tmp_path / "alone", batch_size=15, without=("order",))
    scores = alone.run(progress=False)
    assert scores is not None
    for each in found:
        assert each["seen"] == 2 * 76
        for mine, theirs in ((alone.network, each["weights"]), (alone.smoothed, each["kept"])):
            for key, value in mine.state_dict().items():
                torch.testing.assert_close(settled(key, theirs[key]), settled(key, value), rtol=0, atol=1e-5, msg=key)
        assert each["scores"]["drawings"] == scores.drawings == 300
    assert found[0]["scores"] == found[1]["scores"]
    # One log, one state.
    assert (tmp_path / "again" / "log.csv").read_text(encoding="utf-8").count("\n12,") == 2


@pytest.mark.skipif(sys.platform != "linux", reason="torchrun with gloo over lo")
@pytest.mark.soak
def test_the_command_under_torchrun(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    source = make_drawings(4, 20)
    ended = torchrun(
        2, "-m", "sketchxai_desktop", "train", "--train", source, "--split", "70/20/10", "--device", "cpu",
        "--epochs", 1, "--batch-size", 16, "--out", tmp_path / "out", "--cache", tmp_path / "cache", "--threads", 1,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.count("steps on cpu by 2 processes.") == 1
    assert ended.stdout.count("Wrote ") == 1
    facts = load_checkpoint(tmp_path / "out" / "tiny-2.safetensors").training
    assert facts["processes"] == 2
    assert facts["command"].startswith("torchrun --nproc-per-node 2 -m sketchxai_desktop train --train ")
    assert sum(facts["drawings_per_category"].values()) == facts["drawings"] == facts["drawings_seen"]


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("size", [1, 2, 7, 16])
def test_every_drawing_of_a_batch_is_somebodys(count: int, size: int) -> None:
    whole = np.arange(100, 100 + size)
    works = [Work.of(4, whole, Processes(rank, count)) for rank in range(count)]
    counted = [w for w in works if not w.stand_in]
    assert sorted(np.concatenate([w.drawings for w in counted]).tolist()) == whole.tolist()
    assert sorted(np.concatenate([w.places for w in counted]).tolist()) == list(range(size))
    assert {w.total for w in works} == {size}
    assert all(len(w.drawings) for w in works)
    assert max(len(w.drawings) for w in works) - min(len(w.drawings) for w in works) <= 1


def test_scores_are_the_same_for_any_number_of_processes(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = small_trainer(*data, tmp_path).network
    alone = validate(network, data[1], Processes())
    for count in (2, 3):
        shares: list[object] = []
        monkeypatch.setattr(Processes, "gather", lambda _self, value: shares.append(value) or [value])  # noqa: B023
        for rank in range(count - 1):
            validate(network, data[1], Processes(rank, count))
        monkeypatch.setattr(Processes, "gather", lambda _self, value: [*shares, value])  # noqa: B023
        # The last of three has no batch at all: 300 drawings are two batches.
        assert validate(network, data[1], Processes(count - 1, count)) == alone
