"""How to train: everything that decides what the weights will be, apart from the drawings and the network."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from sketchxai_desktop.training.augmentation import ON

SCHEDULES = ("cosine", "linear", "constant")
PRECISIONS = ("auto", "float32", "bf16")
_LOWEST_RATE = 0.01
#: What "yes" meant when augmentation was a question of yes or no.
_ONCE_ON = ("drop-strokes", "affine")


@dataclass(frozen=True)
class TrainingSettings:
    """How to train.

    Attributes:
        epochs: passes over the drawings. batch_size: drawings per step, all processes together.
        learning_rate: the highest. It rises evenly during the first `warm_up` share of the steps; then `schedule`:
            "cosine" falls along a half cosine and "linear" evenly to 1 % of it, "constant" stays.
        label_smoothing: 0 by default, because smoothing with s over C categories teaches the network that no
            drawing deserves more than 1 - s + s / C: inversion would end at 90 %, where the paper shows 99.9 %.
        clip: largest norm of the gradient.
        ema: the weights that are kept are an average with this decay d per step; during the first steps
            (1 + step) / (10 + step), if that is smaller, so that the random start is forgotten.
        augment: as `Augmentation.texts` says.
        balance: exponent E; a category of n drawings gets a share of n^(1 - E) of every epoch (`sampling`).
        precision: of matrix products: "auto" is bf16 where the hardware has it, else float32.
        distil_weight: share of the loss that compares with a teacher's probabilities, if there is one.
        start, teacher: SHA-256 of the checkpoints that weights were started from and distilled from, or "".
    """

    epochs: int = 4
    batch_size: int = 128
    learning_rate: float = 7e-4
    weight_decay: float = 0.05
    label_smoothing: float = 0.0
    clip: float = 1.0
    ema: float = 0.999
    seed: int = 0
    augment: tuple[str, ...] = ON
    balance: float = 0.0
    schedule: str = "cosine"
    warm_up: float = 0.04
    precision: str = "auto"
    distil_weight: float = 0.5
    start: str = ""
    teacher: str = ""

    @classmethod
    def from_json(cls, text: str) -> TrainingSettings:
        """What `to_json` wrote, now or in an earlier version: what it did not know yet has its default."""
        values: dict[str, Any] = json.loads(text)
        if isinstance(values.get("augment"), bool):
            values["augment"] = _ONCE_ON if values["augment"] else ()
        known = {f.name for f in fields(cls)}
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return cls(**values)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    def rate(self, step: int, steps: int) -> float:
        """Learning rate of a 0-based step of so many."""
        warm_up = max(1, round(self.warm_up * steps))
        if step < warm_up:
            return self.learning_rate * (step + 1) / warm_up
        if self.schedule == "constant":
            return self.learning_rate
        progress = (step - warm_up) / max(1, steps - warm_up)
        left = 1 - progress if self.schedule == "linear" else (1 + math.cos(math.pi * progress)) / 2
        return self.learning_rate * (_LOWEST_RATE + (1 - _LOWEST_RATE) * left)

    def decay(self, step: int) -> float:
        """Of the average of the weights, at a 0-based step."""
        return min(self.ema, (1 + step) / (10 + step))
