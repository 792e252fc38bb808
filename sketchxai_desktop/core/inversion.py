"""Stroke location inversion (SLI): freeze the network and move only the strokes' locations.

Source: Qu et al., CVPR 2023, section 3.3, and the released code's constants. Shape and order embeddings do
not depend on locations, so they are computed once; every step is one pass of the encoder over P paths.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.devices import brief, is_device_failure, pick_device
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import NORMALISED_EXTENT, FloatArray, Frame, Sketch
from sketchxai_desktop.core.sketch import locations as locations_of
from sketchxai_desktop.core.tensors import batch_of

_MOMENTUM = 0.9
#: Categories that are kept of every state.
_BEST = 5
_ADAM_BETAS = (0.9, 0.999)
# Tokens in one pass of the encoder: more paths than that are looked at one part after another, which bounds
# the memory that thousands of paths need.
_TOKENS_AT_ONCE = 1 << 14


def start_run(checkpoint: Checkpoint, sketch: Sketch, settings: InversionSettings) -> Run:
    """An empty record for `invert` to fill, with category names resolved.

    The original category is, in this order: the one in the settings; the sketch's own word, if the network
    knows it; in recovery the target; else what the network says of the sketch.

    Raises:
        UserError: the network does not know a category or does not look at locations, or the sketch has nothing to
            move.
    """
    _require_visible(sketch)
    if "location" in checkpoint.network.config.without:
        raise UserError(
            "{name} was trained without locations, so moving strokes changes nothing for it.", name=checkpoint.name
        )
    target = checkpoint.categories[checkpoint.category_index(settings.target)]
    known = {c.casefold(): c for c in checkpoint.categories}
    if settings.original is not None:
        original = checkpoint.categories[checkpoint.category_index(settings.original)]
    elif sketch.word is not None and sketch.word.casefold() in known:
        original = known[sketch.word.casefold()]
    elif settings.mode == "recovery":
        original = target
    else:
        with torch.inference_mode():
            network = checkpoint.network
            batch = batch_of([sketch], network.config.order_slots).to(network.device)
            original = checkpoint.categories[int(network(batch).argmax())]
    return Run(sketch, settings, target, original, checkpoint.name)


def start_locations(sketch: Sketch, settings: InversionSettings) -> FloatArray:
    """(P, S, 2) locations of state 0.

    Raises:
        UserError: a chosen stroke does not exist, or `start` does not have one location per stroke.
    """
    home = locations_of(simplify(sketch))
    chosen = _chosen(settings, len(home))
    start = np.repeat(home[None], settings.paths, axis=0)
    if settings.start is not None:
        if len(settings.start) != len(home):
            raise UserError(
                "There are {locations} starting locations for {strokes} strokes.",
                locations=len(settings.start),
                strokes=len(home),
            )
        start[:] = np.asarray(settings.start, np.float32)
        return start
    for path in range(settings.paths):
        # A generator per path: path p starts at the same place however many paths run beside it.
        noise = np.random.default_rng([settings.seed, path]).normal(0.0, settings.noise, home.shape)
        if settings.mode == "recovery":
            start[path, chosen] = noise[chosen]
        elif path > 0:
            start[path, chosen] += noise[chosen].astype(np.float32)
    return start


def step_size_at(settings: InversionSettings, step: int) -> float:
    """Step size of the update that leaves state `step`: a half cosine from the first to the final one."""
    first, last = settings.initial_step_size, settings.final_step_size
    return last + (first - last) * (1 + math.cos(math.pi * step / settings.steps)) / 2


def invert(
    checkpoint: Checkpoint, run: Run, *, device: str = "auto", notify: Callable[[str], None] = lambda _: None
) -> Iterator[Step]:
    """Yield states 0 .. settings.steps of all paths; each holds the probabilities before its update.

    Nothing is computed ahead: the next state is worked out when it is asked for, so pausing is not asking
    and stopping is dropping the generator. The steps are not added to `run`; the caller keeps them.

    Args:
        run: from `start_run`.
        device: "auto", "cpu" or "cuda".
        notify: receives a sentence when the graphics card cannot be used and the CPU takes over.
    """
    for steps in invert_together(checkpoint, [run], device=device, notify=notify):
        yield steps[0]


def invert_together(
    checkpoint: Checkpoint, runs: Sequence[Run], *, device: str = "auto", notify: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[Step, ...]]:
    """As `invert` for several runs side by side: yields the next state of each of them, in their order.

    A run comes out as it does alone, up to rounding: no path knows of another.

    Args:
        runs: their sketches have as many strokes, and their settings differ in mode, target, original, seed,
            start and number of paths at most.
        device, notify: as in `invert`.

    Raises:
        ValueError: the runs do not go together.
    """
    settings = _common_settings(runs)
    chosen_device, message = pick_device(device)
    if message:
        notify(message)
    starts = [start_locations(run.sketch, run.settings) for run in runs]
    paths = [len(start) for start in starts]
    locations = torch.from_numpy(np.concatenate(starts))
    rule = _UpdateRule(settings, locations)
    gradient: Tensor | None = None
    eye: _Eye | None = None
    for index in range(settings.steps + 1):
        started = time.perf_counter()
        if gradient is not None:
            locations = rule.next_locations(locations, gradient, index - 1)
        last = index == settings.steps
        try:
            eye = eye or _Eye(checkpoint, runs, chosen_device)
            seen = eye.look(locations, with_gradient=not last)
        except RuntimeError as error:
            if chosen_device.type == "cpu" or not is_device_failure(error):
                raise
            notify(Sentence("The graphics card failed ({reason}); the run goes on on the CPU.", reason=brief(error)))
            chosen_device = torch.device("cpu")
            eye = _Eye(checkpoint, runs, chosen_device)
            seen = eye.look(locations, with_gradient=not last)
        gradient = seen.gradient
        seconds = (time.perf_counter() - started) / len(locations)
        ends = np.cumsum(paths).tolist()
        yield tuple(
            seen.part(end - count, end).step(index, locations[end - count : end], seconds * count, chosen_device.type)
            for count, end in zip(paths, ends, strict=True)
        )


def _common_settings(runs: Sequence[Run]) -> InversionSettings:
    """What the runs have in common. Raises ValueError when they cannot go side by side."""
    if not runs:
        raise ValueError("there is no run")
    own: dict[str, Any] = {"mode": "recovery", "target": "", "original": None, "seed": 0, "start": None, "paths": 1}
    if len({replace(run.settings, **own) for run in runs}) > 1:
        raise ValueError("runs side by side need the same steps, rule, step sizes, noise and strokes")
    if len({len(run.sketch) for run in runs}) > 1:
        raise ValueError("runs side by side need sketches with as many strokes")
    return runs[0].settings


def single_step(checkpoint: Checkpoint, run: Run, layout: FloatArray, index: int) -> tuple[Step, FloatArray]:
    """State `index` if the strokes lay like `layout`, and where one update without memory takes them from there.

    Computed on the CPU.

    Args:
        run: from `start_run`.
        layout: (P, S, 2) normalised locations; P need not be the run's.
        index: 0 .. settings.steps - 1; decides the step size.

    Returns:
        The state, and (P, S, 2) locations of the next one.
    """
    locations = torch.from_numpy(np.array(layout, np.float32))
    started = time.perf_counter()
    seen = _Eye(checkpoint, [run], torch.device("cpu")).look(locations, with_gradient=True)
    assert seen.gradient is not None
    after = _UpdateRule(run.settings, locations).next_locations(locations, seen.gradient, index)
    return seen.step(index, locations, time.perf_counter() - started, "cpu"), after.numpy()


@dataclass(frozen=True)
class _Sight:
    """What the network sees in P layouts. Everything is on the CPU."""

    gradient: Tensor | None
    target_probability: Tensor
    original_probability: Tensor
    top_category: Tensor
    loss: Tensor
    best_categories: Tensor
    best_probabilities: Tensor

    def part(self, first: int, end: int) -> _Sight:
        """Layouts first..end-1; the gradient is left behind."""
        columns = (getattr(self, f.name) for f in fields(self) if f.name != "gradient")
        return _Sight(None, *(column[first:end] for column in columns))

    def step(self, index: int, locations: Tensor, seconds: float, device: str) -> Step:
        return Step(
            index,
            locations.numpy().copy(),
            self.target_probability.numpy(),
            self.original_probability.numpy(),
            self.top_category.numpy(),
            self.loss.numpy(),
            seconds,
            device,
            self.best_categories.numpy(),
            self.best_probabilities.numpy(),
        )


class _Eye:
    """The frozen network on one device, looking at layouts of the strokes of R sketches, S strokes each.

    All that must survive the device (locations, gradients, the rule's memory) stays on the CPU, and so does
    the checkpoint's own network: a failing graphics card takes only a copy with it.
    """

    def __init__(self, checkpoint: Checkpoint, runs: Sequence[Run], device: torch.device) -> None:
        self.device = device
        self.penalty = runs[0].settings.bounds_penalty
        labels = [[checkpoint.category_index(name) for name in (run.target, run.original)] for run in runs]
        self.targets, self.originals = torch.tensor(labels, device=device).unbind(dim=1)
        #: (P,) which run's strokes each layout is of.
        self.owners = torch.repeat_interleave(torch.tensor([run.paths for run in runs])).to(device)
        sketches = [simplify(run.sketch) for run in runs]
        batch = batch_of(sketches, checkpoint.network.config.order_slots)
        network = checkpoint.network
        with torch.no_grad():
            # Where the network is, mostly the CPU: recurrent layers differ from run to run on a graphics card.
            shapes = network.embed_shapes(batch.points.to(network.device), batch.lengths)
        self.network = network if network.device.type == device.type else _copy_to(network, device)
        self.shapes = shapes.to(device).view(len(runs), -1, shapes.shape[-1])  # (R, S, D)
        self.orders = batch.orders[: self.shapes.shape[1]].to(device)
        self.boxes = torch.stack([_boxes(sketch) for sketch in sketches]).to(device)

    def look(self, locations: Tensor, *, with_gradient: bool) -> _Sight:
        """Measure (P, S, 2) locations, and the gradient of the loss at each of them."""
        slots = len(self.orders) if self.network.config.mask_empty else self.network.config.order_slots
        at_once = max(1, _TOKENS_AT_ONCE // (slots + 1))
        # A lone run may be looked at in any number of layouts.
        owners = self.owners if len(self.shapes) > 1 else self.owners.new_zeros(len(locations))
        parts = zip(torch.split(locations, at_once), torch.split(owners, at_once), strict=True)
        # The fast attention kernels of graphics cards add up gradients in any order: runs would not repeat.
        exact = sdpa_kernel(SDPBackend.MATH) if self.device.type == "cuda" else contextlib.nullcontext()
        with exact:
            seen = [self._look_at(part.to(self.device), owner, with_gradient) for part, owner in parts]
        columns = [torch.cat(column).cpu() for column in zip(*seen, strict=True)]
        return _Sight(columns[0] if with_gradient else None, *columns[1:])

    def _look_at(self, locations: Tensor, owners: Tensor, with_gradient: bool) -> tuple[Tensor, ...]:
        shapes = self.shapes[0] if len(self.shapes) == 1 else self.shapes[owners]
        targets = self.targets[owners]
        with torch.enable_grad() if with_gradient else torch.no_grad():
            variable = locations.detach().requires_grad_(with_gradient)
            logits = self.network.classify_strokes(shapes, self.orders, variable[:, : len(self.orders)])
            loss = F.cross_entropy(logits, targets, reduction="none")
            if self.penalty:
                loss = loss + self.penalty * self._outside(variable, owners)
            gradient = torch.autograd.grad(loss.sum(), variable)[0] if with_gradient else locations
        probabilities = logits.detach().softmax(dim=1)
        chosen = probabilities.gather(1, torch.stack([targets, self.originals[owners]], dim=1))
        seen = (chosen[:, 0], chosen[:, 1], probabilities.argmax(dim=1))
        best = probabilities.topk(min(_BEST, probabilities.shape[1]), dim=1)
        return (gradient, *seen, loss.detach(), best.indices, best.values)

    def _outside(self, locations: Tensor, owners: Tensor) -> Tensor:
        """(P,) squared distance by which the strokes' boxes leave the canvas, summed over strokes."""
        limit = NORMALISED_EXTENT / 2
        boxes = self.boxes[owners]
        low, high = locations + boxes[:, :, 0], locations + boxes[:, :, 1]
        return (F.relu(-limit - low) ** 2 + F.relu(high - limit) ** 2).sum(dim=(1, 2))


class _UpdateRule:
    """From locations and their gradient to the next locations. Remembers what its rule has to."""

    def __init__(self, settings: InversionSettings, locations: Tensor) -> None:
        self.settings = settings
        self.movable = torch.zeros(locations.shape[1], 1, dtype=torch.bool)
        self.movable[_chosen(settings, locations.shape[1])] = True
        self.mean, self.mean_square = torch.zeros_like(locations), torch.zeros_like(locations)

    def next_locations(self, locations: Tensor, gradient: Tensor, step: int) -> Tensor:
        """Locations of state `step` + 1 from (P, S, 2) those of state `step` and their gradient."""
        rate = step_size_at(self.settings, step)
        gradient = gradient * self.movable
        if self.settings.rule == "adam":
            return locations - rate * self._adam_direction(gradient, step + 1)
        # As torch.nn.utils.clip_grad_norm_ does it, but for each path by itself.
        most = self.settings.clip / (rate + 1e-8)
        norm = torch.linalg.vector_norm(gradient, dim=(1, 2), keepdim=True)
        gradient = gradient * (most / (norm + 1e-6)).clamp(max=1.0)
        if self.settings.rule == "momentum":
            self.mean = _MOMENTUM * self.mean + gradient
            gradient = self.mean
        return locations - rate * gradient

    def _adam_direction(self, gradient: Tensor, count: int) -> Tensor:
        b1, b2 = _ADAM_BETAS
        self.mean = b1 * self.mean + (1 - b1) * gradient
        self.mean_square = b2 * self.mean_square + (1 - b2) * gradient**2
        return (self.mean / (1 - b1**count)) / ((self.mean_square / (1 - b2**count)).sqrt() + 1e-8)


def _copy_to(network: SketchXAINet, device: torch.device) -> SketchXAINet:
    with torch.device("meta"):
        copy = SketchXAINet(network.config)
    copy.load_state_dict({k: v.to(device) for k, v in network.state_dict().items()}, assign=True)
    return copy.eval().requires_grad_(False)


def _chosen(settings: InversionSettings, count: int) -> list[int]:
    if settings.strokes is None:
        return list(range(count))
    if not settings.strokes:
        raise UserError("No stroke was chosen to move.")
    for stroke in settings.strokes:
        if not 0 <= stroke < count:
            raise UserError(
                "There is no stroke {number}: the sketch has {count} strokes.", number=stroke + 1, count=count
            )
    return sorted(set(settings.strokes))


def _boxes(sketch: Sketch) -> Tensor:
    """(S, 2, 2) lowest and highest offset of every stroke's points from its location, normalised."""
    scale = Frame.of(sketch).scale
    boxes = [np.stack([s.points.min(axis=0), s.points.max(axis=0)]) - s.start for s in sketch.strokes]
    return torch.from_numpy((np.stack(boxes) * scale).astype(np.float32))


def _require_visible(sketch: Sketch) -> None:
    if not sketch.strokes:
        raise UserError("There is no stroke yet: draw something or open a sketch first.")
    if sketch.extent <= 0:
        raise UserError("All points of this sketch coincide, so it has no size and the network cannot see it.")
