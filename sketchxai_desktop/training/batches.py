"""From packed drawings to what a training step takes, prepared ahead of time by helper processes if wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from sketchxai_desktop.core.tensors import POINT_FEATURES
from sketchxai_desktop.training.augmentation import Augmentation, limit_points
from sketchxai_desktop.training.draws import Draws
from sketchxai_desktop.training.packing import DrawingArrays, PackedDrawings
from sketchxai_desktop.training.processes import Processes

MAX_POINTS = 32
_AHEAD = 4


class TrainingBatch(NamedTuple):
    """B drawings with N strokes of P points, laid out so that a device never has to be asked how large anything is.

    Strokes stand longest first, and `points` in the order of `torch.nn.utils.rnn.PackedSequence`: the first points
    of all strokes, the second points of those that have one, and so on.

    Attributes:
        points: (P, 4) float32: dx, dy, pen_down, pen_up. owners: (P,) stroke of each point.
        sizes: (T,) on the CPU: how many strokes have a first, a second, ... point.
        lengths: (N,) points per stroke.
        sketches, orders, locations: (N,), (N,), (N, 2) as in `StrokeBatch`.
        labels: (B,).
        slots: S, the most strokes of a drawing. full: every drawing has S strokes.
        total: drawings of the step, those of other processes included.
        stand_in: this process has no drawing in this step; this one must not count.
    """

    points: Tensor
    owners: Tensor
    sizes: Tensor
    lengths: Tensor
    sketches: Tensor
    orders: Tensor
    locations: Tensor
    labels: Tensor
    slots: int
    full: bool
    total: int
    stand_in: bool = False

    def to(self, device: torch.device) -> TrainingBatch:
        """On the device, apart from `sizes`."""
        if device.type == "cpu":
            return self
        moved: dict[str, Any] = {
            name: value.to(device, non_blocking=True)
            for name, value in self._asdict().items()
            if isinstance(value, Tensor) and name != "sizes"
        }
        return self._replace(**moved)


def training_batch(drawings: DrawingArrays, labels: npt.NDArray[np.int64], total: int | None = None) -> TrainingBatch:
    """The batch of B normalised drawings with B labels; `total` is B unless there are other processes."""
    longest_first = np.argsort(-drawings.lengths, kind="stable")
    lengths = drawings.lengths[longest_first]
    first = drawings.first_points[longest_first]
    # Strokes that have a point number t are the first sizes[t] ones.
    sizes = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
    time = np.repeat(np.arange(len(sizes)), sizes)
    owners = np.arange(len(time)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = first[owners] + time
    last = time == lengths[owners] - 1
    points = np.empty((len(time), POINT_FEATURES), np.float32)
    points[:, :2] = drawings.points[at] - drawings.points[at - (time > 0)]
    points[:, 2] = ~last
    points[:, 3] = last
    orders = np.arange(len(lengths)) - np.repeat(np.cumsum(drawings.counts) - drawings.counts, drawings.counts)
    return TrainingBatch(
        torch.from_numpy(points),
        torch.from_numpy(owners),
        torch.from_numpy(sizes),
        torch.from_numpy(lengths),
        torch.from_numpy(drawings.stroke_owner[longest_first]),
        torch.from_numpy(orders[longest_first]),
        torch.from_numpy(drawings.points[first]),
        torch.from_numpy(labels),
        int(drawings.counts.max()),
        bool(drawings.counts.min() == drawings.counts.max()),
        len(labels) if total is None else total,
    )


@dataclass(frozen=True)
class Work:
    """What one process has to do in a step: these drawings, which stand at these places of the whole batch.

    Where there are fewer drawings than processes, some have none. As all have to take part in adding up the
    gradients, the first drawing stands in and is not counted.
    """

    step: int
    drawings: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]
    total: int
    stand_in: bool = False

    @classmethod
    def of(cls, step: int, whole: npt.NDArray[np.int64], processes: Processes) -> Work:
        """This process's share of the whole batch of a step."""
        places = processes.share_of(np.arange(len(whole)))
        if not len(places):
            return cls(step, whole[:1], np.zeros(1, np.int64), len(whole), True)
        return cls(step, whole[places], places, len(whole))


@dataclass(frozen=True)
class Preparation(Dataset[TrainingBatch]):
    """Makes batches of packed drawings. Indexed by `Work`; the result depends on nothing else."""

    drawings: PackedDrawings
    augmentation: Augmentation
    seed: int

    def __getitem__(self, work: Work) -> TrainingBatch:
        chosen = self.drawings.gather(work.drawings)
        changed = self.augmentation(chosen, Draws.of(self.seed, work.step, work.places))
        labels = self.drawings.labels[work.drawings].astype(np.int64)
        batch = training_batch(limit_points(changed, MAX_POINTS).normalised(), labels, work.total)
        return batch._replace(stand_in=work.stand_in)


class _Works(Sampler[Work]):
    """Hands an iterator to torch's DataLoader."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._works = works

    def __iter__(self) -> Iterator[Work]:
        return iter(self._works)


def prepared(preparation: Preparation, works: Iterable[Work], helpers: int, pinned: bool) -> Iterator[TrainingBatch]:
    """The batches of the works, in their order.

    Args:
        helpers: processes that prepare ahead; 0: each batch is prepared here when it is asked for.
        pinned: in memory from which a graphics card reads by itself.
    """
    if helpers == 0 and not pinned:
        return (preparation[work] for work in works)
    loader = DataLoader(
        preparation,
        batch_size=None,
        sampler=_Works(works),
        num_workers=helpers,
        pin_memory=pinned,
        prefetch_factor=_AHEAD if helpers else None,
        # A process that was forked while others threads ran may hang, and cannot use CUDA.
        multiprocessing_context="spawn" if helpers else None,
    )
    return iter(loader)
