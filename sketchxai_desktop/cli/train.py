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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import torch

from sketchxai_desktop import paths
from sketchxai_desktop.cli.arguments import PROGRAM
from sketchxai_desktop.cli.output import notify, progress_bar
from sketchxai_desktop.core.categories import PAPER_30
from sketchxai_desktop.core.checkpoint import load_checkpoint, save_checkpoint
from sketchxai_desktop.core.devices import pick_device
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.network import ATTRIBUTES, NetworkConfig, base, tiny
from sketchxai_desktop.training.augmentation import Augmentation
from sketchxai_desktop.training.data_origin import data_of
from sketchxai_desktop.training.evaluate import describe, score
from sketchxai_desktop.training.model_card import facts_of, model_card
from sketchxai_desktop.training.packing import OwnSplit, PackedDrawings, Split, data_size, pack, pack_split
from sketchxai_desktop.training.processes import Processes, joined, local_count, local_rank, torchrun_command
from sketchxai_desktop.training.run_log import tensorboard_is_there
from sketchxai_desktop.training.settings import TrainingSettings
from sketchxai_desktop.training.train import Trainer

#: Half precision halves the file and costs no accuracy.
STORED = torch.float16
#: Settings that are shares, and the largest that makes sense.
_SHARES = {
    "label_smoothing": 0.5, "ema": 0.99999, "balance": 2.0, "warm_up": 0.9, "weight_decay": 10.0, "distil_weight": 1.0,
}  # fmt: skip
_MOST_HELPERS = 8


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status: 0, or 130 after Ctrl-C with everything saved.

    Raises:
        UserError: the data or the settings cannot be used.
    """
    if arguments.threads is not None:
        torch.set_num_threads(arguments.threads)
    device, message = pick_device(arguments.device)
    if device.type == "cuda":
        device = torch.device("cuda", local_rank())
    with joined(device) as processes:
        if message and processes.writes:
            notify(message)
        return _run(arguments, device, processes)


def _run(arguments: Namespace, device: torch.device, processes: Processes) -> int:
    settings = settings_from(arguments)
    chosen = chosen_categories(arguments.categories)
    with processes.first_alone():
        train, valid, test = _drawings(arguments, chosen, processes.writes)
    _require_drawings(train)
    start, teacher = (load_checkpoint(c) if c else None for c in (arguments.start_from, arguments.distil_from))
    settings = replace(settings, start=start.sha256 if start else "", teacher=teacher.sha256 if teacher else "")
    config = _config(arguments, len(train.categories))
    name = arguments.name or f"{arguments.size}-{config.categories}"
    helpers = _helpers(device) if arguments.helpers is None else arguments.helpers
    trainer = Trainer(
        config, settings, train, valid, arguments.out, device,
        processes=processes, start=start, teacher=teacher, helpers=helpers,
    )  # fmt: skip
    if processes.writes:
        _say_what_begins(trainer)
    with _asked_to_stop(arguments.max_minutes) as stop:
        scores = trainer.run(stop=stop, validate_every=arguments.validate_every)
    if processes.writes:
        if scores is None:
            print(f"Stopped and saved after step {trainer.step:,}; the same command goes on.")
        else:
            data = data_of(arguments.train, arguments.data)
            _write(trainer, valid, test, arguments.out / f"{name}.safetensors", data)
    # The others stay until then, or the launcher would take their leaving for the end.
    processes.wait()
    return 130 if scores is None and stop.interrupts else 0


def _drawings(
    arguments: Namespace, chosen: list[str] | None, shown: bool
) -> tuple[PackedDrawings, PackedDrawings, PackedDrawings | None]:
    """Drawings to learn from, to choose by and to report on.

    Raises:
        UserError: there are none, or it is not clear which is which.
    """
    cache = arguments.cache or paths.cache_dir() / "packs"
    if arguments.split is not None:
        if arguments.valid or arguments.test:
            raise UserError("--split divides the drawings of --train; leave --valid and --test out.")
        with _packing(arguments.train, shown) as progress:
            train, valid, test = pack_split(
                arguments.train, cache, split_from(arguments.split), chosen, helpers=None, progress=progress
            )
        _say_what_was_left_out(train, shown)
        if valid is None:
            raise UserError("The split leaves no drawing to choose by (validation); give that part a larger share.")
        return train, valid, test
    if not arguments.valid:
        raise UserError("Say which drawings to choose by: --valid DIR, or --split 90/5/5 to set some of --train apart.")
    with _packing([*arguments.train, *arguments.valid, *arguments.test], shown) as progress:
        train = pack(arguments.train, cache, chosen, helpers=None, progress=progress)
        valid, test = (
            pack(part, cache, list(train.categories), helpers=None, progress=progress) if part else None
            for part in (arguments.valid, arguments.test)
        )
    _say_what_was_left_out(train, shown)
    assert valid is not None
    return train, valid, test


@contextmanager
def _packing(sources: Sequence[Path], shown: bool) -> Iterator[Callable[[int], Any]]:
    """A bar over the bytes of the files."""
    if not shown:
        yield lambda _: None
        return
    with progress_bar(data_size(sources), "Packing", "B") as bar:
        bar.unit_scale = True
        yield bar.update


def _say_what_was_left_out(train: PackedDrawings, shown: bool) -> None:
    if shown and train.left_out:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(train.left_out.items()))
        notify(f"Left out: {reasons}." + (f" The first bad line: {train.problem}." if train.problem else ""))


def split_from(text: str) -> Split | OwnSplit:
    """From "90/5/5" or "own".

    Raises:
        UserError: it is neither.
    """
    if text == "own":
        return OwnSplit()
    try:
        shares = tuple(float(part) for part in text.split("/"))
    except ValueError:
        shares = ()
    if len(shares) != 3 or not all(0 <= share < 1e9 for share in shares) or shares[0] == 0 or shares[1] == 0:
        raise UserError(f"--split takes three shares such as 90/5/5, the first two above 0, or own; not {text}.")
    return Split((shares[0], shares[1], shares[2]))


def settings_from(arguments: Namespace) -> TrainingSettings:
    """The defaults, with what was asked for.

    Raises:
        UserError: a number is out of range.
    """
    names = {f.name for f in fields(TrainingSettings)} - {"augment"}
    given = {k: v for k, v in vars(arguments).items() if k in names and v is not None}
    rate = given.get("learning_rate", 1.0)
    if not 0 < rate <= 1:
        raise UserError(f"The learning rate must be above 0 and at most 1, not {rate:g}.")
    for name, most in _SHARES.items():
        if not 0 <= given.get(name, 0.0) <= most:
            raise UserError(f"--{name.replace('_', '-')} must be from 0 to {most:g}, not {given[name]:g}.")
    if arguments.augment is not None:
        texts = [] if arguments.augment == "none" else arguments.augment.split(",")
        given["augment"] = Augmentation.parse(texts).texts()
    return TrainingSettings(**given)


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
    empty = [name for name, number in train.drawings_per_category().items() if number == 0]
    if empty:
        raise UserError(f"There is no training drawing of {', '.join(empty[:5])}.")


def _config(arguments: Namespace, categories: int) -> NetworkConfig:
    without = tuple(part.strip() for part in arguments.without.split(",") if part.strip())
    unknown = sorted(set(without) - set(ATTRIBUTES))
    if unknown:
        raise UserError(f"--without takes {', '.join(ATTRIBUTES)}, not {unknown[0]}.")
    if not 0 <= arguments.dropout < 1:
        raise UserError(f"--dropout must be at least 0 and below 1, not {arguments.dropout:g}.")
    return {"tiny": tiny, "base": base}[arguments.size](categories, without=without, dropout=arguments.dropout)


def _helpers(device: torch.device) -> int:
    """Processes that keep a graphics card fed; on a CPU preparing takes a hundredth of a step."""
    return 0 if device.type == "cpu" else max(1, min(_MOST_HELPERS, (os.cpu_count() or 2) // local_count() - 1))


def _say_what_begins(trainer: Trainer) -> None:
    together = f" by {trainer.processes.count} processes" if trainer.processes.count > 1 else ""
    print(
        f"{len(trainer.train_set):,} drawings of {trainer.network.config.categories} categories, "
        f"{trainer.total_steps:,} steps on {trainer.device.type}{together}."
    )
    for note in trainer.notes:
        print(note)
    if not tensorboard_is_there():
        notify('The log is a CSV file only; for TensorBoard, too: pip install "sketchxai-desktop[train]".')


def _write(trainer: Trainer, valid_set: PackedDrawings, test_set: PackedDrawings | None, path: Path, data: str) -> None:
    """Checkpoint and card. What is reported was measured with the weights as they are stored."""
    checkpoint = trainer.checkpoint({})
    network = checkpoint.network
    for weights in network.parameters():
        weights.data = weights.data.to(STORED).float()
    valid = score(network, valid_set)
    print(f"Validation: {describe(valid)}.")
    test = None
    if test_set is not None:
        test = score(network, test_set)
        print(f"Test: {describe(test)}.")
    launcher = torchrun_command()
    command = shlex.join([PROGRAM, *sys.argv[1:]])
    if launcher:
        command = f"{launcher} sketchxai_desktop {shlex.join(sys.argv[1:])}"
    hardware = _hardware(trainer.device, trainer.processes.count)
    facts: dict[str, Any] = {"data": data, "command": command, "hardware": hardware}
    facts["valid"] = facts_of(valid)
    if test is not None:
        facts["test"] = facts_of(test)
    checkpoint = trainer.checkpoint(facts)
    save_checkpoint(checkpoint, path, STORED)
    with atomic_path(path.with_suffix(".md")) as temporary:
        card = model_card(checkpoint, path.stem, command, valid, test, hardware)
        temporary.write_text(card, encoding="utf-8")
    print(f"Wrote {path} and {path.with_suffix('.md').name}.")


def _hardware(device: torch.device, processes: int) -> str:
    if device.type == "cuda":
        return f"{processes} x {torch.cuda.get_device_name(device)}"
    return f"{processes * torch.get_num_threads()} of {os.cpu_count()} CPU cores ({platform.machine()})"


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
    # A batch system or torchrun that wants its machine back sends SIGTERM.
    before = {number: signal.signal(number, interrupted) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
