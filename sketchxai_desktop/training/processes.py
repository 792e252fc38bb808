"""Several processes that train together: what torchrun says about them, and the little they have to agree on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy.typing as npt
import torch
import torch.distributed as dist

#: The first process packs the drawings while the others wait.
_PATIENCE = timedelta(hours=6)


@dataclass(frozen=True)
class Processes:
    """This process among those that train together.

    Attributes:
        rank: its number, from 0. Only number 0 writes anything.
        count: how many there are.
    """

    rank: int = 0
    count: int = 1

    @property
    def writes(self) -> bool:
        return self.rank == 0

    def share_of(self, items: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Every `count`-th item: those that this process takes care of."""
        return items[self.rank :: self.count]

    def gather(self, value: Any) -> list[Any]:
        """What each process gave, in the order of their numbers, for all of them."""
        if self.count == 1:
            return [value]
        values: list[Any] = [None] * self.count
        dist.all_gather_object(values, value, group=_small_talk())
        return values

    def any(self, mine: bool) -> bool:
        """Whether it is so for any process."""
        if self.count == 1:
            return mine
        flag = torch.tensor([int(mine)])
        dist.all_reduce(flag, dist.ReduceOp.MAX, group=_small_talk())
        return bool(flag.item())

    def wait(self) -> None:
        """Until all processes are here."""
        if self.count > 1:
            dist.barrier(group=_small_talk())

    @contextmanager
    def first_alone(self) -> Iterator[None]:
        """The first process goes through the block before the others enter it (to find what it left on the disk)."""
        if self.rank != 0:
            self.wait()
        yield
        if self.rank == 0:
            self.wait()


_groups: dict[str, Any] = {}


def _small_talk() -> Any:
    """A group on the CPU: agreeing on a yes or no must not wait for what the graphics cards have queued."""
    if dist.get_backend() == "gloo":
        return None
    if "cpu" not in _groups:
        _groups["cpu"] = dist.new_group(backend="gloo", timeout=_PATIENCE)
    return _groups["cpu"]


def local_rank() -> int:
    """Number of this process on its machine, and so of its graphics card."""
    return int(os.environ.get("LOCAL_RANK", "0"))


def local_count() -> int:
    """Processes on this machine."""
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


@contextmanager
def joined(device: torch.device) -> Iterator[Processes]:
    """This process among those that torchrun started; alone without torchrun."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Processes()
        return
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        if device.type == "cuda":
            torch.cuda.set_device(device)
        yield Processes(dist.get_rank(), dist.get_world_size())
    finally:
        _groups.clear()
        dist.destroy_process_group()


def torchrun_command() -> str:
    """How several processes are started, as it is typed; "" for one."""
    count = local_count()
    return "" if count == 1 else f"torchrun --nproc-per-node {count} -m"
