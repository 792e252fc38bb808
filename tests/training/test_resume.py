"""A run that was cut short, by any means and at any time, ends as if nothing had happened."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.training.packing import PackedDrawings, pack
from sketchxai_desktop.training.train import Trainer, make_optimizer
from tests.training.small_runs import SMALL, small_trainer

MakeDrawings = Callable[[int, int], Path]
Data = tuple[PackedDrawings, PackedDrawings]
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def data(make_drawings: MakeDrawings, tmp_path_factory: pytest.TempPathFactory) -> Data:
    cache = tmp_path_factory.mktemp("cache")
    return pack([make_drawings(1, 60)], cache), pack([make_drawings(2, 20)], cache)


def same(a: Trainer, b: Trainer) -> None:
    for kind in ("network", "smoothed"):
        mine, theirs = (getattr(t, kind).state_dict() for t in (a, b))
        assert all(torch.equal(mine[k], theirs[k]) for k in mine), kind
    mine, theirs = (t.optimizer.state_dict()["state"] for t in (a, b))
    assert all(torch.equal(mine[k]["exp_avg_sq"], theirs[k]["exp_avg_sq"]) for k in mine)
    assert (a.step, a.seen) == (b.step, b.seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"dropout": 0.1},
        {"balance": 0.7, "augment": ("swap-neighbours", "noise"), "schedule": "linear", "label_smoothing": 0.1},
        {"precision": "bf16", "without": ("order",), "schedule": "constant"},
    ],
    ids=["dropout", "balance", "bf16"],
)
def test_a_resumed_run_ends_with_the_same_weights_to_the_bit(
    data: Data, tmp_path: Path, changes: dict[str, Any]
) -> None:
    whole = small_trainer(*data, tmp_path / "whole", **changes)
    whole.run(progress=False)
    for stop_at in (3, 8, 12):
        cut = small_trainer(*data, tmp_path / "cut", **changes)
        # Whatever else draws random numbers in between must not matter.
        torch.manual_seed(stop_at)
        cut.run(progress=False, stop=lambda cut=cut, at=stop_at: cut.step >= at)  # type: ignore[misc]
        assert cut.step == stop_at
    again = small_trainer(*data, tmp_path / "cut", **changes)
    again.run(progress=False)
    assert whole.step == whole.total_steps == 16
    assert whole.seen == 240
    same(whole, again)


def test_kill_in_the_middle_of_saving_leaves_the_state_before(data: Data, tmp_path: Path) -> None:
    assert data[0].folder is not None
    assert data[1].folder is not None
    out = tmp_path / "killed"
    arguments = ["killed", str(data[0].folder), str(data[1].folder), str(out), "3"]
    ended = subprocess.run(
        [sys.executable, str(HERE / "small_runs.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert list(out.glob(".*.part")), "nothing was being written when it was killed"
    again = small_trainer(*data, out, dropout=0.1)
    assert again.step == 6
    assert not list(out.glob(".*.part")), "what was half written is still there"
    again.run(progress=False, log_every=1)
    whole = small_trainer(*data, tmp_path / "whole", dropout=0.1)
    whole.run(progress=False, log_every=1)
    same(whole, again)
    # Steps 7, 8, 9 were logged, lost, and done again.
    logs = []
    for folder in (out, tmp_path / "whole"):
        with (folder / "log.csv").open(encoding="utf-8") as file:
            logs.append([(row["step"], row["loss"], row["valid_macro_top1"]) for row in csv.DictReader(file)])
    assert logs[0] == logs[1]


@pytest.mark.parametrize("says", [True, False], ids=["with settings", "bare"])
def test_the_state_of_an_earlier_version_goes_on(data: Data, tmp_path: Path, says: bool) -> None:
    torch.manual_seed(3)
    network = SketchXAINet(SMALL)
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)
    )
    averaged.update_parameters(network)
    with torch.no_grad():
        network.head.weight.add_(0.5)
    averaged.update_parameters(network)
    settings = {
        "epochs": 2, "batch_size": 16, "learning_rate": 3e-3, "weight_decay": 0.05, "label_smoothing": 0.0,
        "clip": 1.0, "ema": 0.9, "seed": 0, "augment": True,
    }  # fmt: skip
    state = {
        "step": 9,
        "seconds": 12.5,
        "network": network.state_dict(),
        "smoothed": averaged.state_dict(),
        "optimizer": make_optimizer(network, 3e-3, 0.05).state_dict(),
    }
    if says:
        state |= {"settings": json.dumps(settings), "config": json.dumps(SMALL.to_dict())}
    torch.save(state, tmp_path / "last.pt")
    columns = "step,epoch,loss,learning_rate,seconds,valid_top1,valid_macro_top1"
    rows = ["8,1.0,0.7,0.001,11,,", "10,1.25,0.6,0.001,13,,"]
    (tmp_path / "log.csv").write_text("\r\n".join([columns, *rows]) + "\r\n", encoding="utf-8")
    trainer = small_trainer(*data, tmp_path, augment=("drop-strokes", "affine"))  # what "true" meant then
    assert (trainer.step, trainer.seconds, trainer.seen) == (9, 12.5, 144)
    assert torch.equal(trainer.network.head.weight, network.head.weight)
    assert torch.equal(trainer.smoothed.network.head.weight, averaged.module.head.weight)
    assert next(iter(trainer.works())).step == 9
    if not says:
        with pytest.raises(UserError, match="holds a run of another network"):
            small_trainer(*data, tmp_path, without=("shape",), network=replace(SMALL, width=36))
        return
    trainer.run(progress=False)
    assert trainer.finished
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [columns, rows[0]]
    assert lines[2].startswith("16,2.0,")
    assert {len(line.split(",")) for line in lines} == {7}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"epochs": 3}, r"\(epochs 2\)"),
        ({"augment": ()}, r"\(augment affine\)"),
        ({"start": ""}, None),
        ({"dropout": 0.2}, r"\(dropout 0\.0\)"),
    ],
)
def test_only_the_same_run_is_continued(
    data: Data, tmp_path: Path, changes: dict[str, Any], complaint: str | None
) -> None:
    small_trainer(*data, tmp_path).save()
    changes.pop("start", None)
    if complaint is None:
        assert small_trainer(*data, tmp_path, **changes).notes == ["Going on after step 0."]
        with pytest.raises(UserError, match=r"\(drawings 120\)"):
            small_trainer(data[1], data[1], tmp_path)
        return
    with pytest.raises(UserError, match=f"holds a run with other settings {complaint}"):
        small_trainer(*data, tmp_path, **changes)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a state", None])
def test_a_damaged_state_is_said(data: Data, tmp_path: Path, damage: bytes | None) -> None:
    small_trainer(*data, tmp_path).save()
    path = tmp_path / "last.pt"
    path.write_bytes(path.read_bytes()[:5000] if damage is None else damage)
    with pytest.raises(UserError, match=r"last\.pt is damaged \(.*\); delete it to start again\."):
        small_trainer(*data, tmp_path)
