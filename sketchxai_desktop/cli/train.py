"""`sketchxai train`: make a checkpoint of one's own."""

from __future__ import annotations

import os
import platform
import shlex
import signal
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch

from sketchxai_desktop import paths
from sketchxai_desktop.cli.arguments import PROGRAM
from sketchxai_desktop.cli.output import notify
from sketchxai_desktop.core.categories import PAPER_30
from sketchxai_desktop.core.checkpoint import save_checkpoint
from sketchxai_desktop.core.devices import pick_device
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.network import ATTRIBUTES, NetworkConfig, base, tiny
from sketchxai_desktop.training.evaluate import describe, score
from sketchxai_desktop.training.model_card import DATA, LICENCE, facts_of, model_card
from sketchxai_desktop.training.packing import PackedDrawings, pack
from sketchxai_desktop.training.train import Trainer, TrainingSettings

#: Half precision halves the file and costs no accuracy.
STORED = torch.float16


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status: 0, or 130 after Ctrl-C with everything saved.

    Raises:
        UserError: the data or the settings cannot be used.
    """
    if arguments.threads is not None:
        torch.set_num_threads(arguments.threads)
    device, message = pick_device(arguments.device)
    if message:
        notify(message)
    cache = arguments.cache or paths.cache_dir() / "packs"
    chosen = chosen_categories(arguments.categories)
    train = pack(arguments.train, cache, chosen)
    valid = pack(arguments.valid, cache, list(train.categories))
    test = pack(arguments.test, cache, list(train.categories)) if arguments.test else None
    _require_drawings(train)
    config = _config(arguments, len(train.categories))
    name = arguments.name or f"{arguments.size}-{config.categories}"
    trainer = Trainer(config, settings_from(arguments), train, valid, arguments.out, device)
    print(f"{len(train):,} drawings of {config.categories} categories, {trainer.total_steps:,} steps on {device.type}.")
    if trainer.step:
        print(f"Going on after step {trainer.step:,}.")
    with _asked_to_stop(arguments.max_minutes) as stop:
        scores = trainer.run(stop=stop)
    if scores is None:
        print(f"Stopped and saved after step {trainer.step:,}; the same command goes on.")
        return 0 if stop.interrupts == 0 else 130
    _write(trainer, valid, test, arguments.out / f"{name}.safetensors")
    return 0


def settings_from(arguments: Namespace) -> TrainingSettings:
    """The defaults, with what was asked for.

    Raises:
        UserError: a number is out of range.
    """
    names = {f.name for f in fields(TrainingSettings)}
    given = {k: v for k, v in vars(arguments).items() if k in names and v is not None}
    rate = given.get("learning_rate", 1.0)
    if not 0 < rate <= 1:
        raise UserError(f"The learning rate must be above 0 and at most 1, not {rate:g}.")
    return TrainingSettings(**given, augment=not arguments.no_augment)


def chosen_categories(text: str | None) -> list[str] | None:
    """From "paper-30", "a,b,c", or the name of a file with one a line; None stays None.

    Raises:
        UserError: that leaves fewer than two.
    """
    if text is None:
        return None
    if text == "paper-30":
        return list(PAPER_30)
    path = Path(text)
    try:
        parts = path.read_text(encoding="utf-8").splitlines() if path.is_file() else text.split(",")
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a list of categories ({error}).") from None
    names = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if len(names) < 2:
        raise UserError("A network needs at least two categories to choose from; --categories gives fewer.")
    return names


def _require_drawings(train: PackedDrawings) -> None:
    if len(train.categories) < 2:
        raise UserError("A network needs at least two categories to choose from; the training drawings have one.")
    seen = set(train.labels.tolist())
    empty = [name for k, name in enumerate(train.categories) if k not in seen]
    if empty:
        raise UserError(f"There is no training drawing of {', '.join(empty[:5])}.")


def _config(arguments: Namespace, categories: int) -> NetworkConfig:
    without = tuple(part.strip() for part in arguments.without.split(",") if part.strip())
    unknown = sorted(set(without) - set(ATTRIBUTES))
    if unknown:
        raise UserError(f"--without takes {', '.join(ATTRIBUTES)}, not {unknown[0]}.")
    return {"tiny": tiny, "base": base}[arguments.size](categories, without=without)


def _write(trainer: Trainer, valid_set: PackedDrawings, test_set: PackedDrawings | None, path: Path) -> None:
    """Checkpoint and card. What is reported was measured with the weights as they are stored."""
    network = trainer.checkpoint({}).network
    for weights in network.parameters():
        weights.data = weights.data.to(STORED).float()
    valid = score(network, valid_set)
    print(f"Validation: {describe(valid)}.")
    test = None
    if test_set is not None:
        test = score(network, test_set)
        print(f"Test: {describe(test)}.")
    command = shlex.join([PROGRAM, *sys.argv[1:]])
    hardware = _hardware(trainer.device)
    facts: dict[str, Any] = {"data": f"{DATA} ({LICENCE})", "command": command, "hardware": hardware}
    facts["valid"] = facts_of(valid)
    if test is not None:
        facts["test"] = facts_of(test)
    checkpoint = trainer.checkpoint(facts)
    save_checkpoint(checkpoint, path, STORED)
    with atomic_path(path.with_suffix(".md")) as temporary:
        card = model_card(checkpoint, path.stem, command, valid, test, hardware)
        temporary.write_text(card, encoding="utf-8")
    print(f"Wrote {path} and {path.with_suffix('.md').name}.")


def _hardware(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} of {os.cpu_count()} CPU cores ({platform.machine()})"


class _Stop:
    """Says yes after the time is up or Ctrl-C was pressed."""

    def __init__(self, minutes: float | None) -> None:
        self.interrupts = 0
        self._deadline = None if minutes is None else time.monotonic() + 60 * minutes

    def __call__(self) -> bool:
        return self.interrupts > 0 or (self._deadline is not None and time.monotonic() >= self._deadline)


@contextmanager
def _asked_to_stop(minutes: float | None) -> Iterator[_Stop]:
    """While inside, the first Ctrl-C asks the run to save and stop; the second ends the program."""
    stop = _Stop(minutes)

    def interrupted(*_: object) -> None:
        stop.interrupts += 1
        if stop.interrupts > 1:
            raise KeyboardInterrupt
        notify("Saving and stopping; press Ctrl-C again to leave at once.")

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before: Callable[..., Any] | int | None = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
