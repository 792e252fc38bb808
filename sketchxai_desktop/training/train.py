"""Train a SketchXAINet on packed drawings."""

from __future__ import annotations

import csv
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from tqdm import tqdm

from sketchxai_desktop import __version__
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.training.augmentation import augment, limit_points
from sketchxai_desktop.training.evaluate import Scores, describe, score
from sketchxai_desktop.training.packing import PackedDrawings

MAX_POINTS = 32


@dataclass(frozen=True)
class TrainingSettings:
    """How to train. `epochs` passes over the data; the learning rate warms up for 4 % of the steps, then
    falls along a half cosine to 1 % of `learning_rate`. `ema` smooths the weights that are kept."""

    epochs: int = 4
    batch_size: int = 128
    learning_rate: float = 7e-4
    weight_decay: float = 0.05
    label_smoothing: float = 0.0
    clip: float = 1.0
    ema: float = 0.999
    seed: int = 0
    augment: bool = True


def bucketed_order(
    counts: npt.NDArray[np.int32], batch_size: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.int64]]:
    """Every drawing once, in random batches of drawings with similar numbers of strokes.

    A shuffle is cut into pools of 200 batches; each pool is sorted by stroke count and cut into batches,
    which come in random order. Little padding, and batches stay random.
    """
    shuffled = rng.permutation(len(counts))
    pool = batch_size * 200
    for start in range(0, len(shuffled), pool):
        part = shuffled[start : start + pool]
        part = part[np.argsort(counts[part], kind="stable")]
        batches = [part[k : k + batch_size] for k in range(0, len(part), batch_size)]
        for k in rng.permutation(len(batches)):
            yield np.sort(batches[k])


class Trainer:
    """One training run, resumable at every saved step.

    Args:
        out: folder for `last.pt` (to resume), `log.csv`, and at the end the checkpoint.
    """

    def __init__(
        self,
        config: NetworkConfig,
        settings: TrainingSettings,
        train: PackedDrawings,
        valid: PackedDrawings,
        out: Path,
        device: torch.device,
    ) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.train_set, self.valid_set, self.out, self.device = settings, train, valid, out, device
        self.network = SketchXAINet(config).to(device)
        self.smoothed = torch.optim.swa_utils.AveragedModel(
            self.network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.ema)
        )
        decayed = [p for p in self.network.parameters() if p.ndim >= 2]
        others = [p for p in self.network.parameters() if p.ndim < 2]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}],
            lr=settings.learning_rate,
            fused=True,
        )
        self.steps_per_epoch = math.ceil(len(train) / settings.batch_size)
        self.total_steps = settings.epochs * self.steps_per_epoch
        self.step = 0
        self.seconds = 0.0
        out.mkdir(parents=True, exist_ok=True)
        self._resume()

    def learning_rate(self, step: int) -> float:
        """Learning rate of a 0-based step."""
        warm_up = max(1, round(0.04 * self.total_steps))
        if step < warm_up:
            return self.settings.learning_rate * (step + 1) / warm_up
        progress = (step - warm_up) / max(1, self.total_steps - warm_up)
        return self.settings.learning_rate * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)

    @property
    def finished(self) -> bool:
        return self.step >= self.total_steps

    def run(
        self, save_every: int = 200, progress: bool | None = None, stop: Callable[[], bool] = lambda: False
    ) -> Scores | None:
        """Train to the end, then score the smoothed weights on the validation drawings.

        Args:
            save_every: steps between two savings.
            progress: show a bar; None: on a terminal only.
            stop: asked after every step; when it says yes, the state is saved and the run can be resumed.

        Returns:
            The validation scores, or None when it was stopped before the end.

        Raises:
            UserError: the loss is no finite number any more.
        """
        # A windowed bundle has no stderr.
        hidden = True if sys.stderr is None else None if progress is None else not progress
        with tqdm(total=self.total_steps, initial=self.step, unit="step", disable=hidden) as bar:
            while not self.finished:
                loss = math.nan
                for indices in self._remaining_of_epoch():
                    started = time.perf_counter()
                    loss = self._train_step(indices)
                    self.seconds += time.perf_counter() - started
                    self.step += 1
                    bar.update()
                    stopping = stop() and not self.finished
                    if self.step % save_every == 0 or self.finished or stopping:
                        self._log(loss)
                        bar.set_postfix(loss=f"{loss:.3f}")
                        self._save()
                    if stopping:
                        return None
                if not self.finished:
                    scores = score(self._smoothed_network, self.valid_set)
                    self._log(loss, scores)
                    if not bar.disable:
                        bar.write(f"epoch {self.step // self.steps_per_epoch}: {describe(scores)}", file=sys.stderr)
        final = score(self._smoothed_network, self.valid_set)
        self._log(math.nan, final)
        return final

    @property
    def _smoothed_network(self) -> SketchXAINet:
        network = self.smoothed.module
        assert isinstance(network, SketchXAINet)
        return network

    def checkpoint(self, facts: dict[str, Any]) -> Checkpoint:
        """The smoothed weights with what is to be known about how they came about."""
        training = {
            "settings": asdict(self.settings),
            "drawings": len(self.train_set),
            "drawings_seen": self.step * self.settings.batch_size,
            "hours": round(self.seconds / 3600, 3),
            "device": str(self.device),
            "torch": torch.__version__,
            "program": __version__,
            **facts,
        }
        return Checkpoint(self._smoothed_network.eval(), self.train_set.categories, training)

    def save_checkpoint(self, path: Path, facts: dict[str, Any]) -> None:
        save_checkpoint(self.checkpoint(facts), path)

    def _remaining_of_epoch(self) -> Iterator[npt.NDArray[np.int64]]:
        epoch, done = divmod(self.step, self.steps_per_epoch)
        rng = np.random.default_rng([self.settings.seed, epoch])
        for k, indices in enumerate(bucketed_order(self.train_set.stroke_counts, self.settings.batch_size, rng)):
            if k >= done:
                yield indices

    def _train_step(self, indices: npt.NDArray[np.int64]) -> float:
        drawings = self.train_set.gather(indices)
        if self.settings.augment:
            drawings = augment(drawings, np.random.default_rng([self.settings.seed, 1, self.step]))
        batch = limit_points(drawings, MAX_POINTS).normalised().batch().to(self.device)
        labels = torch.from_numpy(self.train_set.labels[indices].astype(np.int64)).to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(self.step)
        self.network.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(self.network(batch), labels, label_smoothing=self.settings.label_smoothing)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        self.optimizer.step()
        self.smoothed.update_parameters(self.network)
        value = loss.item()
        if not math.isfinite(value):
            raise UserError(f"The loss became {value} at step {self.step + 1}; use a smaller --learning-rate.")
        return value

    # Saving and resuming --------------------------------------------------------------------------

    def _save(self) -> None:
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "network": self.network.state_dict(),
            "smoothed": self.smoothed.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "settings": json.dumps(asdict(self.settings)),
            "config": json.dumps(self.network.config.to_dict()),
        }
        with atomic_path(self.out / "last.pt") as temporary:
            torch.save(state, temporary)

    def _resume(self) -> None:
        path = self.out / "last.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        there = {**json.loads(state["settings"]), **json.loads(state["config"])}
        # Through JSON, which turns tuples into lists.
        here = json.loads(json.dumps({**asdict(self.settings), **self.network.config.to_dict()}))
        differences = ", ".join(f"{k} {there.get(k)}" for k in here if there.get(k) != here[k])
        if differences:
            raise UserError(
                f"{self.out} holds a run with other settings ({differences}); use another --out or the same settings."
            )
        self.step, self.seconds = state["step"], state["seconds"]
        self.network.load_state_dict(state["network"])
        self.smoothed.load_state_dict(state["smoothed"])
        self.optimizer.load_state_dict(state["optimizer"])

    def _log(self, loss: float, scores: Scores | None = None) -> None:
        path = self.out / "log.csv"
        fresh = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(["step", "epoch", "loss", "learning_rate", "seconds", "valid_top1", "valid_macro_top1"])
            row = [
                self.step,
                round(self.step / self.steps_per_epoch, 3),
                round(loss, 5),
                self.learning_rate(self.step),
                round(self.seconds),
            ]
            writer.writerow([*row, *([scores.top1, scores.macro_top1] if scores else ["", ""])])
