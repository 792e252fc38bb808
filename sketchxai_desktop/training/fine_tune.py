"""Teach an open checkpoint a person's own drawings: a short run on few sketches, for the window.

No files, no processes, no log: sketches in, a `Checkpoint` out, one item per step in between.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from sketchxai_desktop import __version__
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.words import FEW, few_drawings
from sketchxai_desktop.training.augmentation import ON, Augmentation, in_words, limit_points
from sketchxai_desktop.training.batches import MAX_POINTS, TrainingBatch, training_batch
from sketchxai_desktop.training.data_origin import LICENCE, QUICKDRAW, are_quickdraw
from sketchxai_desktop.training.draws import Draws
from sketchxai_desktop.training.forward import TrainingForward, loss_of
from sketchxai_desktop.training.initial import start_from
from sketchxai_desktop.training.packing import DrawingArrays
from sketchxai_desktop.training.sampling import bucketed_order

__all__ = ["FEW", "FineTune", "FineTuneProgress", "FineTuneSettings", "few_drawings", "fine_tune"]

_HELD_OUT_FROM = 5
_AT_ONCE = 256


@dataclass(frozen=True)
class FineTuneSettings:
    """How to fine-tune.

    Attributes:
        layers: "head": only the classifier learns, "all": everything does.
        keep: also keep the checkpoint's other categories, as they are known now. Without, the result knows the
            categories of the drawings and no others.
        epochs: passes over the drawings. batch_size: drawings per step.
        learning_rate: the highest; None: 0.003 for the head, 0.0001 for all layers. It falls along a half cosine.
        held_out: share of each category with at least five drawings that is not learned but asked about.
        augment: as `Augmentation.texts` says.
    """

    layers: str = "head"
    keep: bool = False
    epochs: int = 20
    batch_size: int = 32
    learning_rate: float | None = None
    held_out: float = 0.2
    augment: tuple[str, ...] = ON
    seed: int = 0


@dataclass(frozen=True)
class FineTuneProgress:
    """After a step.

    Attributes:
        step: done so far, of `steps`.
        loss: of this step's drawings; None before the first step.
        accuracy: share 0..1 of the held-out drawings named rightly; given before the first step and after each
            epoch, None otherwise or if none are held out.
    """

    step: int
    steps: int
    loss: float | None
    accuracy: float | None


class FineTune:
    """One fine-tuning. The opened checkpoint stays as it is.

    Args:
        checkpoint: to begin with. sketches: with words; those without a word or without extent are left out.

    Raises:
        UserError: fewer than two categories would be left.
    """

    def __init__(
        self, checkpoint: Checkpoint, sketches: Sequence[Sketch], settings: FineTuneSettings | None = None
    ) -> None:
        self.settings = settings or FineTuneSettings()
        usable = [s for s in sketches if s.word and s.strokes and s.extent > 0]
        words = [_known(checkpoint, str(s.word)) for s in usable]
        self._quickdraw = are_quickdraw(usable)
        names = {*words, *(checkpoint.categories if self.settings.keep else ())}
        if len(set(words)) < 1 or len(names) < 2:
            raise UserError("A network needs drawings of at least two categories to tell them apart.")
        self.categories = tuple(sorted(names, key=str.lower))
        self._source = checkpoint
        old = checkpoint.network
        config = type(old.config)(**{**old.config.to_dict(), "categories": len(self.categories)})
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.settings.seed)
            self._network = SketchXAINet(config)
        start_from(self._network, self.categories, checkpoint)
        self._network.to(old.device)
        self._forward = TrainingForward(self._network)
        number = {name: k for k, name in enumerate(self.categories)}
        self._labels = np.array([number[word] for word in words], np.int64)
        self._drawings = [DrawingArrays.of([sketch], config.order_slots) for sketch in usable]
        self._learn, self._ask = _divide(self._labels, self.settings.held_out, self.settings.seed)
        self._per_category = Counter(words[k] for k in self._learn)
        self.steps = self.settings.epochs * math.ceil(len(self._learn) / self.settings.batch_size)
        self._done, self._accuracy = 0, self._measure()

    def run(self) -> Generator[FineTuneProgress, None, Checkpoint]:
        """Learn. Yields after every step; may be left at any item, and `checkpoint()` gives what was learned by then.

        Raises:
            UserError: the loss is no finite number any more.
        """
        yield FineTuneProgress(0, self.steps, None, self._accuracy)
        head = self.settings.layers == "head"
        learning = list(self._network.head.parameters() if head else self._network.parameters())
        self._network.requires_grad_(False)
        for parameter in learning:
            parameter.requires_grad_(True)
        highest = self.settings.learning_rate or (3e-3 if head else 1e-4)
        optimizer = torch.optim.AdamW(learning, lr=highest, weight_decay=0.01)
        counts = np.array([int(d.counts[0]) for d in self._drawings], np.int32)
        augmentation = Augmentation.parse(self.settings.augment)
        for epoch in range(self.settings.epochs):
            rng = np.random.default_rng([self.settings.seed, epoch])
            batches = list(bucketed_order(counts[self._learn], self.settings.batch_size, rng))
            for k, chosen in enumerate(batches):
                for group in optimizer.param_groups:
                    group["lr"] = highest * (1 + math.cos(math.pi * self._done / self.steps)) / 2
                draws = Draws.of(self.settings.seed, self._done, np.arange(len(chosen)))
                loss = self._step(optimizer, self._batch(self._learn[chosen], augmentation, draws))
                self._done += 1
                last = k + 1 == len(batches)
                self._accuracy = self._measure() if last else self._accuracy
                yield FineTuneProgress(self._done, self.steps, loss, self._accuracy if last else None)
        return self.checkpoint()

    def checkpoint(self) -> Checkpoint:
        """What was learned so far, as a checkpoint like any other."""
        source = self._source
        facts: dict[str, Any] = {
            "fine_tuned_from": {"name": source.name, "sha256": source.sha256, "training": source.training},
            "settings": asdict(self.settings),
            "augmentation": in_words(self.settings.augment),
            "data": f"{QUICKDRAW} ({LICENCE})" if self._quickdraw else "drawings of the person who trained",
            "drawings": len(self._learn),
            "drawings_per_category": dict(sorted(self._per_category.items(), key=lambda item: item[0].casefold())),
            "steps": self._done,
            "program": __version__,
        }
        if self._accuracy is not None:
            facts["valid"] = {"drawings": len(self._ask), "top1": round(self._accuracy, 4)}
        # The window may go on with this one while the run goes on with its own.
        network = SketchXAINet(self._network.config)
        network.load_state_dict(self._network.state_dict())
        network.to(self._network.device).eval().requires_grad_(False)
        return Checkpoint(network, self.categories, facts, f"{source.name} fine-tuned")

    def _batch(self, chosen: npt.NDArray[np.int64], augmentation: Augmentation, draws: Draws) -> TrainingBatch:
        drawings = augmentation(_joined([self._drawings[k] for k in chosen]), draws)
        batch = training_batch(limit_points(drawings, MAX_POINTS).normalised(), self._labels[chosen])
        return batch.to(self._network.device)

    def _step(self, optimizer: torch.optim.Optimizer, batch: TrainingBatch) -> float:
        # A window's other jobs on this thread must find gradients off and the dropout of a network in use at rest.
        self._network.train(self.settings.layers == "all")
        optimizer.zero_grad(set_to_none=True)
        with torch.enable_grad():
            loss = loss_of(self._forward(batch), batch, 0.0)
            loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in optimizer.param_groups for p in g["params"]], 1.0)
        value = loss.item()
        if not math.isfinite(value):
            raise UserError("The loss was no finite number any more; try a smaller learning rate.")
        optimizer.step()
        return value

    @torch.no_grad()
    def _measure(self) -> float | None:
        if not len(self._ask):
            return None
        self._network.eval()
        right = 0
        for start in range(0, len(self._ask), _AT_ONCE):
            chosen = self._ask[start : start + _AT_ONCE]
            drawings = _joined([self._drawings[k] for k in chosen]).normalised()
            batch = training_batch(drawings, self._labels[chosen]).to(self._network.device)
            right += int((self._forward(batch).argmax(dim=1) == batch.labels).sum())
        return right / len(self._ask)


def fine_tune(
    checkpoint: Checkpoint, sketches: Sequence[Sketch], settings: FineTuneSettings | None = None
) -> Generator[FineTuneProgress, None, Checkpoint]:
    """Fine-tune to the end: yields progress, returns the checkpoint. To stop early and keep what was learned,
    use `FineTune`.

    Raises:
        UserError: as `FineTune` and its `run`.
    """
    return (yield from FineTune(checkpoint, sketches, settings).run())


def _known(checkpoint: Checkpoint, word: str) -> str:
    """The word as the checkpoint spells it, if it knows it."""
    return next((name for name in checkpoint.categories if name.casefold() == word.casefold()), word)


def _joined(drawings: Sequence[DrawingArrays]) -> DrawingArrays:
    return DrawingArrays(
        np.concatenate([d.points for d in drawings]),
        np.concatenate([d.lengths for d in drawings]),
        np.concatenate([d.counts for d in drawings]),
    )


def _divide(
    labels: npt.NDArray[np.int64], held_out: float, seed: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Places of the drawings to learn from, and of those to ask about: a share of every category with enough."""
    rng = np.random.default_rng([seed, 0])
    asked = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        if len(members) >= _HELD_OUT_FROM and held_out > 0:
            asked.append(members[: max(1, round(held_out * len(members)))])
    ask = np.sort(np.concatenate(asked)) if asked else np.zeros(0, np.int64)
    return np.setdiff1d(np.arange(len(labels)), ask), ask
