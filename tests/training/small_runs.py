"""A run small enough for a test, the same in every process that is started with it.

Started as a program (by torchrun, or to be killed), it does what its first argument says; see `main`.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from sketchxai_desktop.core.network import NetworkConfig
from sketchxai_desktop.training.augmentation import Augmentation
from sketchxai_desktop.training.batches import Preparation, prepared
from sketchxai_desktop.training.packing import PackedDrawings
from sketchxai_desktop.training.processes import Processes, joined
from sketchxai_desktop.training.train import Trainer, TrainingSettings

SMALL = NetworkConfig(2, width=24, layers=2, heads=3, mlp_width=48, order_slots=12)
SETTINGS = TrainingSettings(epochs=2, batch_size=16, learning_rate=3e-3, ema=0.9)
CPU = torch.device("cpu")


def small_trainer(
    train: PackedDrawings, valid: PackedDrawings, out: Path, processes: Processes | None = None, **changes: Any
) -> Trainer:
    dropout = changes.pop("dropout", 0.0)
    config = replace(changes.pop("network", SMALL), dropout=dropout, without=changes.pop("without", ()))
    kept = {k: changes.pop(k) for k in ("start", "teacher", "helpers") if k in changes}
    return Trainer(config, replace(SETTINGS, **changes), train, valid, out, CPU, processes=processes, **kept)


def gradients(trainer: Trainer, step: int) -> dict[str, torch.Tensor]:
    """Of the mean loss of a step's whole batch, at the first weights."""
    works = [work for work in trainer.works() if work.step == step]
    preparation = Preparation(trainer.train_set, Augmentation.parse(trainer.settings.augment), trainer.settings.seed)
    (batch,) = prepared(preparation, works, 0, False)
    trainer.backward(batch)
    return {k: p.grad.clone() for k, p in trainer.network.named_parameters() if p.grad is not None}


def together(train: PackedDrawings, valid: PackedDrawings, out: Path, without: tuple[str, ...]) -> None:
    """One of several processes: gradients of the steps, the weights in the end, the scores."""
    with joined(CPU) as processes:
        trainer = small_trainer(train, valid, out / "run", processes, batch_size=15, without=without)
        found = [gradients(trainer, step) for step in range(trainer.steps_per_epoch)]
        trainer = small_trainer(train, valid, out / "again", processes, batch_size=15, without=without)
        scores = trainer.run(progress=False)
        torch.save(
            {"gradients": found, "weights": trainer.network.state_dict(), "kept": trainer.smoothed.state_dict(),
             "scores": vars(scores), "seen": trainer.seen, "count": processes.count},
            out / f"found-{processes.rank}.pt",
        )  # fmt: skip


def killed(train: PackedDrawings, valid: PackedDrawings, out: Path, save: int) -> None:
    """Dies as by kill -9 when half of the `save`-th state is written."""
    write, saves = torch.save, 0

    def dying(state: Any, path: Any) -> None:
        nonlocal saves
        saves += 1
        write(state, path)
        if saves == save:
            with open(path, "rb+") as file:
                file.truncate(Path(path).stat().st_size // 2)
                file.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    torch.save = dying
    small_trainer(train, valid, out, dropout=0.1).run(save_every=3, progress=False, log_every=1)


def main(what: str, train: str, valid: str, out: str, *more: str) -> None:
    torch.set_num_threads(1)
    data = PackedDrawings.open(Path(train)), PackedDrawings.open(Path(valid))
    if what == "together":
        together(*data, Path(out), tuple(more))
    elif what == "killed":
        killed(*data, Path(out), int(more[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
