"""How fast training is and where the time goes.

Packs the drawings of DIR (default: made-up ones with the numbers of strokes and points of Quick, Draw!), then prints
drawings packed per second, batches prepared per second, the parts of a training step one after another, and the
sketches per second of the real training loop, on a graphics card also the share of the time in which it computes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import orjson
import torch

from sketchxai_desktop.core.devices import pick_device
from sketchxai_desktop.core.network import base, tiny
from sketchxai_desktop.training.augmentation import Augmentation
from sketchxai_desktop.training.batches import Preparation, prepared
from sketchxai_desktop.training.forward import TrainingForward, loss_of
from sketchxai_desktop.training.packed_lstm import fast_shapes
from sketchxai_desktop.training.packing import PackedDrawings, pack
from sketchxai_desktop.training.precision import autocast
from sketchxai_desktop.training.settings import PRECISIONS, TrainingSettings
from sketchxai_desktop.training.train import Trainer

_CATEGORIES = 30
_WARM_UP = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--size", choices=("tiny", "base"), default="tiny")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--precision", choices=PRECISIONS, default="auto")
    parser.add_argument("--helpers", type=int, help="processes that prepare batches (default: 0 on a CPU, else 8)")
    arguments = parser.parse_args()
    device, _ = pick_device(arguments.device)
    with tempfile.TemporaryDirectory() as folder:
        drawings = _pack(arguments.data, Path(folder), arguments.batch_size * (arguments.steps + _WARM_UP))
        per_drawing = drawings.stroke_counts.mean(), len(drawings.points) / len(drawings)
        print(f"on average {per_drawing[0]:.1f} strokes and {per_drawing[1]:.0f} points a drawing")
        config = {"tiny": tiny, "base": base}[arguments.size](len(drawings.categories))
        settings = TrainingSettings(batch_size=arguments.batch_size, precision=arguments.precision)
        trainer = Trainer(config, settings, drawings, drawings, Path(folder) / "run", device)
        print(
            f"{arguments.size}, batch {settings.batch_size}, {trainer.precision}, {device}, "
            f"{torch.get_num_threads()} threads, torch {torch.__version__}"
        )
        with fast_shapes(trainer.network):
            _profile(trainer, arguments.steps)
            helpers = arguments.helpers if arguments.helpers is not None else 0 if device.type == "cpu" else 8
            _loop(trainer, arguments.steps, helpers)


def _pack(data: Path | None, folder: Path, least: int) -> PackedDrawings:
    if data is None:
        data = folder / "data"
        data.mkdir()
        _make_up(data, max(20_000, least))
    started = time.perf_counter()
    drawings = pack([data], folder / "cache")
    seconds = time.perf_counter() - started
    print(f"packing: {len(drawings) / seconds:,.0f} drawings/s in one process ({len(drawings):,} drawings)")
    return drawings


def _make_up(folder: Path, count: int) -> None:
    """Random walks: 4.7 strokes a drawing and 8.8 points a stroke on average, as in Quick, Draw!."""
    rng = np.random.default_rng(0)
    for category in range(_CATEGORIES):
        lines = []
        for _ in range(-(-count // _CATEGORIES)):
            strokes = []
            for _ in range(min(30, int(rng.geometric(1 / 4.7)))):
                walk = rng.normal(0, 25, (1 + min(80, int(rng.geometric(1 / 7.8))), 2)).cumsum(axis=0)
                strokes.append((walk % 255).astype(int).T.tolist())
            lines.append(orjson.dumps({"word": f"category {category}", "drawing": strokes}))
        (folder / f"{category}.ndjson").write_bytes(b"\n".join(lines))


class _Clock:
    """Adds up the times of named parts; on a graphics card each is waited for."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self.times: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], object]) -> object:
        self._wait()
        started = time.perf_counter()
        result = work()
        self._wait()
        self.times[name] = self.times.get(name, 0.0) + time.perf_counter() - started
        return result

    def _wait(self) -> None:
        if self._device.type == "cuda":
            torch.cuda.synchronize()


def _profile(trainer: Trainer, steps: int) -> None:
    """The parts of a step one after another, each waited for."""
    clock = _Clock(trainer.device)
    forward = TrainingForward(trainer.network)
    preparation = Preparation(trainer.train_set, Augmentation(), 0)
    works = trainer.works()
    count = 0
    for number, work in enumerate(islice(works, steps + _WARM_UP)):
        if number == _WARM_UP:
            clock.times.clear()
        batch = clock("data preparation", lambda work=work: preparation[work])
        batch = clock("copy to the device", lambda batch=batch: batch.to(trainer.device))
        trainer.optimizer.zero_grad()
        with autocast(trainer.device, trainer.precision):
            shapes = clock("shape extractor, forward", lambda batch=batch: forward.shapes(batch))
            leaf = shapes.detach().requires_grad_()
            forward.shapes = lambda _, leaf=leaf: leaf  # type: ignore[method-assign]
            loss = clock("encoder, forward", lambda batch=batch: loss_of(forward(batch), batch, 0.0))
            del forward.shapes
        clock("encoder, backward", loss.backward)
        clock("shape extractor, backward", lambda shapes=shapes, leaf=leaf: shapes.backward(leaf.grad))
        clock("clipping and AdamW", lambda: _optimise(trainer))
        clock("averaged weights", lambda: trainer.smoothed.update(0.999))
        count += batch.total * (number >= _WARM_UP)
    total = sum(clock.times.values())
    for name, seconds in clock.times.items():
        print(f"  {name:<26}{1e3 * seconds / steps:9.2f} ms a step {seconds / total:7.1%}")
    print(f"  {'all of it':<26}{1e3 * total / steps:9.2f} ms a step   {count / total:,.0f} sketches/s")
    print(f"preparation alone: {count / clock.times['data preparation']:,.0f} sketches/s in one process")


def _optimise(trainer: Trainer) -> None:
    torch.nn.utils.clip_grad_norm_(trainer.network.parameters(), 1.0)
    trainer.optimizer.step()


def _loop(trainer: Trainer, steps: int, helpers: int) -> None:
    """As `Trainer.run` goes, without validation and saving."""
    cuda = trainer.device.type == "cuda"
    preparation = Preparation(trainer.train_set, Augmentation(), 0)
    batches: Iterator = prepared(preparation, islice(trainer.works(), steps + _WARM_UP), helpers, cuda)
    for batch in islice(batches, _WARM_UP):
        trainer.train_step(batch.to(trainer.device))
    if cuda:
        torch.cuda.synchronize()
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
            count, seconds = _timed(trainer, batches)
        busy = sum(event.self_device_time_total for event in profile.key_averages()) / 1e6
        print(f"training loop: {count / seconds:,.0f} sketches/s, graphics card busy {busy / seconds:.0%} of the time")
    else:
        count, seconds = _timed(trainer, batches)
        print(f"training loop: {count / seconds:,.0f} sketches/s with {helpers} helpers")


def _timed(trainer: Trainer, batches: Iterator) -> tuple[int, float]:
    started, count = time.perf_counter(), 0
    for batch in batches:
        trainer.train_step(batch.to(trainer.device))
        count += batch.total
    if trainer.device.type == "cuda":
        torch.cuda.synchronize()
    return count, time.perf_counter() - started


if __name__ == "__main__":
    main()
