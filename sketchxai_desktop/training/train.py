"""Train a SketchXAINet on packed drawings."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from sketchxai_desktop import __version__
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.evaluation.evaluation import Scores, describe
from sketchxai_desktop.training.augmentation import Augmentation, in_words
from sketchxai_desktop.training.batches import Preparation, TrainingBatch, Work, prepared
from sketchxai_desktop.training.forward import Teacher, TrainingForward, loss_of
from sketchxai_desktop.training.initial import start_from
from sketchxai_desktop.training.packed_lstm import fast_shapes
from sketchxai_desktop.training.packing import PackedDrawings
from sketchxai_desktop.training.precision import autocast, resolve_precision
from sketchxai_desktop.training.processes import Processes
from sketchxai_desktop.training.run_log import RunLog
from sketchxai_desktop.training.run_state import forget_unfinished, load_state, save_state
from sketchxai_desktop.training.sampling import bucketed_order, epoch_order
from sketchxai_desktop.training.settings import TrainingSettings
from sketchxai_desktop.training.smoothing import SmoothedWeights
from sketchxai_desktop.training.validation import validate

__all__ = ["Trainer", "TrainingSettings", "bucketed_order", "make_optimizer"]

LOG_EVERY = 50
SAVE_EVERY_SECONDS = 120.0
#: Steps between two agreements of several processes whether to stop.
_AGREE_EVERY = 10


def make_optimizer(network: nn.Module, learning_rate: float, weight_decay: float) -> torch.optim.AdamW:
    """AdamW that decays matrices and tables, but neither biases nor norms."""
    decayed = [p for p in network.parameters() if p.ndim >= 2]
    others = [p for p in network.parameters() if p.ndim < 2]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=learning_rate, fused=True)


class Trainer:
    """One training run, resumable at every saved step.

    What a step computes follows from the settings, the drawings and its number alone: which drawings, how they are
    changed, and (with dropout) which outputs are dropped. So a run that was cut short and went on ends with the same
    weights as one that was not, bit for bit on a CPU, and the same drawings in the same steps are seen by any number
    of processes.

    Args:
        out: folder for `last.pt` (to resume), `log.csv`, the TensorBoard log, and at the end the checkpoint.
        processes: those that train together; `settings.batch_size` drawings a step are divided among them.
        start: weights to begin with, unless the run goes on. teacher: whose probabilities to imitate.
        helpers: processes that prepare batches ahead; 0: none, best on a CPU, where they would take its cores.

    Attributes:
        network: the weights being trained. smoothed: the average that is kept.
        step: steps done. seen: drawings in them. seconds: what they took, without validation and saving.
        notes: sentences about how it began.
    """

    def __init__(
        self,
        config: NetworkConfig,
        settings: TrainingSettings,
        train: PackedDrawings,
        valid: PackedDrawings,
        out: Path,
        device: torch.device,
        *,
        processes: Processes | None = None,
        start: Checkpoint | None = None,
        teacher: Checkpoint | None = None,
        helpers: int = 0,
    ) -> None:
        self.settings, self.train_set, self.valid_set, self.out, self.device = settings, train, valid, out, device
        self.processes = processes or Processes()
        self.precision = resolve_precision(settings.precision, device)
        self.notes: list[str] = []
        self._helpers = helpers
        torch.manual_seed(settings.seed)
        network = SketchXAINet(config)
        if start is not None:
            self.notes.append(start_from(network, train.categories, start))
        self.network = network.to(device)
        _freeze_unused(self.network)
        self.smoothed = SmoothedWeights(self.network)
        self.optimizer = make_optimizer(self.network, settings.learning_rate, settings.weight_decay)
        self._teacher = None if teacher is None else Teacher(teacher, train.categories, device)
        self.steps_per_epoch = math.ceil(len(train) / settings.batch_size)
        self.total_steps = settings.epochs * self.steps_per_epoch
        self.step = self.seen = 0
        self.seconds = 0.0
        self._forget_losses()
        if self.processes.writes:
            out.mkdir(parents=True, exist_ok=True)
            forget_unfinished(out)
        self.processes.wait()
        self._resume()
        self._forward: nn.Module = TrainingForward(self.network)
        if self.processes.count > 1:
            self._forward = nn.parallel.DistributedDataParallel(self._forward, gradient_as_bucket_view=True)

    @property
    def finished(self) -> bool:
        return self.step >= self.total_steps

    def learning_rate(self, step: int) -> float:
        """Learning rate of a 0-based step."""
        return self.settings.rate(step, self.total_steps)

    def works(self) -> Iterator[Work]:
        """What this process has to do from here to the end of the run."""
        counts, labels = self.train_set.stroke_counts, self.train_set.labels
        first, done = divmod(self.step, self.steps_per_epoch)
        step = self.step
        for epoch in range(first, self.settings.epochs):
            order = epoch_order(
                counts, labels, self.settings.batch_size, self.settings.balance, self.settings.seed, epoch
            )
            for k, whole in enumerate(order):
                if epoch > first or k >= done:
                    yield Work.of(step, whole, self.processes)
                    step += 1

    # Running ----------------------------------------------------------------------------------------

    def run(
        self,
        save_every: int | None = None,
        progress: bool | None = None,
        stop: Callable[[], bool] = lambda: False,
        validate_every: int | None = None,
        log_every: int = LOG_EVERY,
    ) -> Scores | None:
        """Train to the end, then score the smoothed weights on the validation drawings.

        Args:
            save_every: steps between two savings; None: every two minutes.
            progress: show a bar; None: on a terminal only.
            stop: asked after every step (with several processes: every ten); when it says yes, the state is saved
                and the run can be resumed.
            validate_every: steps between two validations; None: once an epoch.
            log_every: steps between two lines of the log, each with the mean loss since the one before.

        Returns:
            The validation scores, or None when it was stopped before the end.

        Raises:
            UserError: the loss is no finite number any more.
        """
        with ExitStack() as stack:
            log = stack.enter_context(RunLog(self.out, self.step)) if self.processes.writes else None
            bar = stack.enter_context(self._bar(progress))
            if self.device.type == "cpu":
                stack.enter_context(fast_shapes(self.network))
            if not self.finished and not self._train(log, bar, save_every, stop, validate_every, log_every):
                return None
            scores = validate(self.smoothed.network, self.valid_set, self.processes)
            self._log_scores(log, scores)
            return scores

    def _train(
        self,
        log: RunLog | None,
        bar: Any,
        save_every: int | None,
        stop: Callable[[], bool],
        validate_every: int | None,
        log_every: int,
    ) -> bool:
        """Whether it came to the end."""
        saved = last = logged = time.perf_counter()
        seen = self.seen
        preparation = Preparation(self.train_set, Augmentation.parse(self.settings.augment), self.settings.seed)
        for batch in prepared(preparation, self.works(), self._helpers, self.device.type == "cuda"):
            self.train_step(batch.to(self.device))
            now = time.perf_counter()
            self.seconds += now - last
            bar.update(batch.total)
            if self.step % log_every == 0 or self.finished:
                rate = (self.seen - seen) / max(now - logged, 1e-9)
                bar.set_postfix(self._log_losses(log, rate))
                logged, seen = now, self.seen
            stopping = not self.finished and self._agreed(stop)
            if self.step % (validate_every or self.steps_per_epoch) == 0 and not self.finished and not stopping:
                # Before this step is saved: a run that goes on after it would not score it any more.
                self._require_finite()
                scores = validate(self.smoothed.network, self.valid_set, self.processes)
                self._log_scores(log, scores)
                if not bar.disable:
                    bar.write(f"after {self._epoch():.2f} epochs: {describe(scores)}", file=sys.stderr)
            due = now - saved >= SAVE_EVERY_SECONDS if save_every is None else self.step % save_every == 0
            if due or self.finished or stopping:
                self._require_finite()
                self.save()
                saved = time.perf_counter()
            if stopping:
                return False
            pause = time.perf_counter() - now
            logged += pause
            last = now + pause
        return True

    def train_step(self, batch: TrainingBatch) -> None:
        """One step with a batch that lies on the device. Waits for nothing."""
        self.backward(batch)
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(self.step)
        self.optimizer.step()
        self.smoothed.update(self.settings.decay(self.step))
        self._norms += norm.detach()
        self.step += 1
        self.seen += batch.total

    def backward(self, batch: TrainingBatch) -> None:
        """The gradient of the mean loss over the drawings of all processes, for each of them."""
        if self.network.config.dropout > 0:
            torch.manual_seed(hash((self.settings.seed, self.step, self.processes.rank)) % 2**63)
        self.network.train()
        self.optimizer.zero_grad(set_to_none=True)
        with autocast(self.device, self.precision):
            logits: Tensor = self._forward(batch)
            taught = None if self._teacher is None else self._teacher.probabilities(batch)
        loss = loss_of(logits, batch, self.settings.label_smoothing, taught, self.settings.distil_weight)
        # Averaging over the processes divides by their number.
        (loss * self.processes.count).backward()
        self._losses += loss.detach()
        self._steps_of_losses += 1

    def _agreed(self, stop: Callable[[], bool]) -> bool:
        if self.processes.count == 1:
            return stop()
        return self.step % _AGREE_EVERY == 0 and self.processes.any(stop())

    # Results ----------------------------------------------------------------------------------------

    def checkpoint(self, facts: dict[str, Any]) -> Checkpoint:
        """The smoothed weights with what is to be known about how they came about."""
        training = {
            "settings": asdict(self.settings),
            "augmentation": in_words(self.settings.augment),
            "precision": str(self.precision).removeprefix("torch."),
            "drawings": len(self.train_set),
            "drawings_per_category": self.train_set.drawings_per_category(),
            "drawings_seen": self.seen,
            "steps": self.step,
            "processes": self.processes.count,
            "hours": round(self.seconds / 3600, 3),
            "device": str(self.device),
            "torch": torch.__version__,
            "program": __version__,
            **facts,
        }
        return Checkpoint(self.smoothed.network.eval(), self.train_set.categories, training)

    def save_checkpoint(self, path: Path, facts: dict[str, Any]) -> None:
        save_checkpoint(self.checkpoint(facts), path)

    # Saving and resuming ----------------------------------------------------------------------------

    def save(self) -> None:
        """Write the state to go on from; one process does it."""
        if self.processes.writes:
            values = {
                "step": self.step,
                "seen": self.seen,
                "seconds": self.seconds,
                "network": self.network.state_dict(),
                "smoothed": self.smoothed.state_dict(),
                "optimizer": self.optimizer.state_dict(),
            }
            save_state(self.out, self.settings, self.network.config, len(self.train_set), values)

    def _resume(self) -> None:
        state = load_state(self.out, self.settings, self.network.config, len(self.train_set), self.device)
        if state is None:
            return
        self.step, self.seconds = state["step"], state["seconds"]
        self.seen = state.get(
            "seen", min(self.step * self.settings.batch_size, self.settings.epochs * len(self.train_set))
        )
        try:
            self.network.load_state_dict(state["network"])
            self.smoothed.load_state_dict(state["smoothed"])
            self.optimizer.load_state_dict(state["optimizer"])
        except (RuntimeError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            raise UserError(
                "{folder} holds a run of another network ({reason}); use another --out.", folder=self.out, reason=reason
            ) from None
        self.notes = [f"Going on after step {self.step:,}."]

    # Losses are added up on the device; asking for them makes the processor wait for it. ----------------

    def _forget_losses(self) -> None:
        self._losses = torch.zeros((), device=self.device)
        self._norms = torch.zeros((), device=self.device)
        self._steps_of_losses = 0

    def _require_finite(self) -> None:
        if not math.isfinite(self._losses.item()) or not math.isfinite(self._norms.item()):
            raise UserError(
                "The loss was no finite number any more by step {step:,}; use a smaller --learning-rate.",
                step=self.step,
            )

    def _log_losses(self, log: RunLog | None, sketches_per_second: float) -> dict[str, str]:
        """Log the mean since the last time; what the bar shows of it."""
        self._require_finite()
        loss = sum(self.processes.gather(self._losses.item())) / max(self._steps_of_losses, 1)
        self._forget_losses()
        if log is not None:
            rate = self.learning_rate(self.step - 1)
            values = {"loss": loss, "learning_rate": rate, "sketches_per_second": sketches_per_second}
            log.add(self.step, {"epoch": self._epoch(), "seconds": self.seconds, **values})
        return {"loss": f"{loss:.3f}", "epoch": f"{self._epoch():.2f}"}

    def _log_scores(self, log: RunLog | None, scores: Scores) -> None:
        if log is not None:
            found = {
                "valid_top1": scores.top1,
                "valid_top5": scores.top5,
                "valid_macro_top1": scores.macro_top1,
            }
            log.add(self.step, {"epoch": self._epoch(), "seconds": self.seconds, **found})

    def _epoch(self) -> float:
        return self.step / self.steps_per_epoch

    def _bar(self, progress: bool | None) -> Any:
        # A windowed bundle has no stderr.
        hidden = True if sys.stderr is None or not self.processes.writes else None if progress is None else not progress
        total = self.settings.epochs * len(self.train_set)
        return tqdm(
            total=total, initial=self.seen, unit=" sketches", unit_scale=True, disable=hidden, dynamic_ncols=True
        )


def _freeze_unused(network: SketchXAINet) -> None:
    """What the network was built without gets no gradient, and processes must not wait for one."""
    unused = {"order": network.order_table, "shape": network.shape_extractor, "location": network.location_map}
    for name in network.config.without:
        unused[name].requires_grad_(False)
