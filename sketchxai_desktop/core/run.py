"""What an inversion was asked to do and what it did. No torch here: records outlive the network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.sentences import Sentence, reason_of
from sketchxai_desktop.core.sketch import FloatArray, Sketch

Mode = Literal["recovery", "transfer"]
Rule = Literal["sgd", "momentum", "adam"]

#: Default step sizes. "sgd" is the paper's; the others were chosen so that paths are as long in 100 steps.
STEP_SIZES: dict[Rule, float] = {"sgd": 10.0, "momentum": 2.0, "adam": 0.03}
MAX_PATHS = 4096
MAX_STEPS = 100_000
#: 10,000 strokes take half of it; JSON takes thirty times its size in memory.
_MAX_START_BYTES = 1_000_000


@dataclass(frozen=True)
class InversionSettings:
    """How to run stroke location inversion. The defaults are the paper's (section 3.3 and released code).

    Attributes:
        mode: "recovery" scatters the chosen strokes first; "transfer" starts where they are.
        target: category to move towards, by name.
        original: category whose probability is shown beside the target's; None: the target.
        steps: updates, 1..100000.
        paths: placements run side by side as one batch, 1..4096. Every path has noise of its own. In
            transfer, path 1 starts exactly where the strokes are, the others are jittered by `noise`.
        seed: of the noise; path p of a seed starts at the same place whatever the number of paths.
        noise: standard deviation of the starting noise per coordinate, normalised units.
        step_size: learning rate of the first step, annealed to `final_step_size` along a half cosine.
            None: the rule's default (`STEP_SIZES`).
        clip: the gradient of all chosen locations of a path together is cut to an L2 norm of
            clip / (current step size + 1e-8) before the update, so one step of plain descent moves them by
            at most `clip`. Adam is not clipped.
        strokes: 0-based orders of the strokes that may move; None: all. The others stay put.
        start: one normalised (x, y) per stroke, used for every path instead of noise.
        rule: "sgd" is the paper's; "momentum" (0.9) and "adam" are ours.
        bounds_penalty: weight of the squared distance by which points leave the canvas (+-0.74); 0: off.
    """

    mode: Mode
    target: str
    original: str | None = None
    steps: int = 100
    paths: int = 1
    seed: int = 0
    noise: float = 0.1
    step_size: float | None = None
    final_step_size: float = 1e-5
    clip: float = 0.5
    strokes: tuple[int, ...] | None = None
    start: tuple[tuple[float, float], ...] | None = None
    rule: Rule = "sgd"
    bounds_penalty: float = 0.0

    def __post_init__(self) -> None:
        if self.mode not in ("recovery", "transfer"):
            raise UserError('The mode must be "recovery" or "transfer", not "{mode}".', mode=self.mode)
        if self.rule not in STEP_SIZES:
            raise UserError("The update rule must be one of {rules}.", rules=", ".join(STEP_SIZES))
        if not 1 <= self.steps <= MAX_STEPS:
            raise UserError("The number of steps must be from 1 to {most}.", most=MAX_STEPS)
        if not 1 <= self.paths <= MAX_PATHS:
            raise UserError("The number of paths must be from 1 to {most}.", most=MAX_PATHS)
        if not 0 <= self.seed < 2**63:
            raise UserError("The seed must be a whole number from 0 up.")
        numbers = {
            Sentence("noise"): self.noise,
            Sentence("step size"): self.initial_step_size,
            Sentence("clip"): self.clip,
            Sentence("bounds penalty"): self.bounds_penalty,
        }
        for name, value in numbers.items():
            if not (np.isfinite(value) and 0 <= value <= 1e6):
                raise UserError("The {name} must be a number from 0 to 1000000.", name=name)

    @property
    def initial_step_size(self) -> float:
        return STEP_SIZES[self.rule] if self.step_size is None else self.step_size


@dataclass(frozen=True)
class Step:
    """One state of all P paths, before the update that leads to the next.

    Attributes:
        index: 0..steps.
        locations: (P, S, 2) float32, normalised.
        target_probability, original_probability: (P,) float32, 0..1.
        top_category: (P,) int64, label the network would answer.
        loss: (P,) float32, cross-entropy to the target (plus the penalty, if any).
        seconds: time this state took to compute.
        device: "cpu" or "cuda".
        best_categories, best_probabilities: (P, K <= 5) the most probable labels, best first, and their
            probabilities; None where that was not kept.
    """

    index: int
    locations: FloatArray
    target_probability: FloatArray
    original_probability: FloatArray
    top_category: npt.NDArray[np.int64]
    loss: FloatArray
    seconds: float
    device: str
    best_categories: npt.NDArray[np.int64] | None = None
    best_probabilities: FloatArray | None = None


@dataclass
class Run:
    """The record of an inversion: grows step by step, never forgets one.

    Owned by one thread; hand `snapshot()` to others.

    Attributes:
        sketch: what was inverted, in its own units.
        settings: what was asked for.
        target, original: category names.
        checkpoint: name of the network.
    """

    sketch: Sketch
    settings: InversionSettings
    target: str
    original: str
    checkpoint: str
    steps: list[Step] = field(default_factory=list)

    @property
    def states(self) -> int:
        """How many states are recorded (0 .. settings.steps + 1)."""
        return len(self.steps)

    @property
    def paths(self) -> int:
        return self.settings.paths

    @property
    def mode(self) -> Mode:
        return self.settings.mode

    @property
    def seed(self) -> int:
        return self.settings.seed

    @property
    def complete(self) -> bool:
        return self.states == self.settings.steps + 1

    @property
    def locations(self) -> FloatArray:
        """(states, P, S, 2) normalised."""
        return self._stack("locations", (self.paths, len(self.sketch), 2))

    @property
    def target_probability(self) -> FloatArray:
        """(states, P), 0..1."""
        return self._stack("target_probability", (self.paths,))

    @property
    def original_probability(self) -> FloatArray:
        """(states, P), 0..1."""
        return self._stack("original_probability", (self.paths,))

    def _stack(self, name: str, shape: tuple[int, ...]) -> FloatArray:
        if not self.steps:
            return np.zeros((0, *shape), np.float32)
        return np.stack([getattr(s, name) for s in self.steps])

    def snapshot(self) -> Run:
        """A copy that later steps do not change (the steps themselves are immutable)."""
        return replace(self, steps=list(self.steps))

    def to_json(self) -> dict[str, Any]:
        """The RUN.json contract of the command line: per path `locations` (states x S x 2) and probabilities."""
        locations, target, original = self.locations, self.target_probability, self.original_probability
        return {
            "format": 1,
            "mode": self.mode,
            "target": self.target,
            "original": self.original,
            "checkpoint": self.checkpoint,
            "seed": self.seed,
            "steps": self.settings.steps,
            "noise": self.settings.noise,
            "step_size": self.settings.initial_step_size,
            "rule": self.settings.rule,
            "paths": [
                {
                    "locations": locations[:, p].tolist(),
                    "target_probability": target[:, p].tolist(),
                    "original_probability": original[:, p].tolist(),
                }
                for p in range(self.paths)
            ],
        }

    def save_json(self, path: Path) -> None:
        """Write `to_json()` whole or not at all. Raises UserError when the file cannot be written."""
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps(self.to_json()), encoding="utf-8")


def read_start(path: Path, strokes: int) -> tuple[tuple[float, float], ...]:
    """START.json: one normalised [x, y] per stroke.

    Raises:
        UserError: the file cannot be read or does not hold exactly that.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_START_BYTES + 1)
        if len(content) > _MAX_START_BYTES:
            raise UserError("{path} is too large to hold locations of strokes.", path=path)
        values = json.loads(content.decode("utf-8"))
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from None
    except (ValueError, RecursionError):
        raise UserError("{path} is not valid JSON.", path=path) from None
    pairs = values if isinstance(values, list) else []
    if not pairs or not all(
        isinstance(p, list) and len(p) == 2 and all(type(v) in (int, float) and abs(v) <= 1e3 for v in p) for p in pairs
    ):
        raise UserError("{path} must hold a list of [x, y] pairs in normalised units.", path=path)
    if len(pairs) != strokes:
        raise UserError(
            "{path} has {count} locations, but the sketch has {strokes} strokes.",
            path=path,
            count=len(pairs),
            strokes=strokes,
        )
    return tuple((float(x), float(y)) for x, y in pairs)
