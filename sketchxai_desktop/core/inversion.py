"""Stroke location inversion (SLI): freeze the network and move only the strokes' locations.

Source: Qu et al., CVPR 2023, section 3.3, and the released code's constants. Shape and order embeddings do
not depend on locations, so they are computed once; every step is one pass of the encoder over P paths.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.devices import brief, is_device_failure, pick_device
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import NORMALISED_EXTENT, FloatArray, Frame, Sketch
from sketchxai_desktop.core.sketch import locations as locations_of
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.tensors import batch_of

_MOMENTUM = 0.9
_ADAM_BETAS = (0.9, 0.999)


def start_run(checkpoint: Checkpoint, sketch: Sketch, settings: InversionSettings) -> Run:
    """An empty record for `invert` to fill, with category names resolved.

    The original category is, in this order: the one in the settings; the sketch's own word, if the network
    knows it; in recovery the target; else what the network says of the sketch.

    Raises:
        UserError: the network does not know a category, or the sketch has nothing to move.
    """
    _require_visible(sketch)
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
            raise UserError(f"There are {len(settings.start)} starting locations for {len(home)} strokes.")
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
    chosen_device, message = pick_device(device)
    if message:
        notify(message)
    start = start_locations(run.sketch, run.settings)
    descent: _Descent | None = None
    for index in range(run.settings.steps + 1):
        started = time.perf_counter()
        try:
            if descent is None:
                descent = _Descent(checkpoint, run, torch.from_numpy(start), chosen_device)
            state = descent.advance(index)
        except RuntimeError as error:
            if chosen_device.type == "cpu" or not is_device_failure(error):
                raise
            notify(f"The graphics card failed ({brief(error)}); the run goes on on the CPU.")
            chosen_device = torch.device("cpu")
            descent = descent.on_cpu(checkpoint) if descent else _Descent(checkpoint, run, torch.from_numpy(start), chosen_device)
            state = descent.advance(index)
        yield Step(index, *state, time.perf_counter() - started, chosen_device.type)


@dataclass
class _Momenta:
    first: Tensor
    second: Tensor


class _Descent:
    """The state of one run on one device: P x S locations and the update rule's memory."""

    def __init__(self, checkpoint: Checkpoint, run: Run, locations: Tensor, device: torch.device) -> None:
        self.run, self.settings, self.device = run, run.settings, device
        self.network: SketchXAINet = checkpoint.network.to(device)
        slots = self.network.config.order_slots
        sketch = simplify(run.sketch)
        batch = batch_of([sketch], slots).to(device)
        with torch.no_grad():
            self.shapes = self.network.embed_shapes(batch.points, batch.lengths)  # (S', D), S' <= slots
        self.seen = len(batch.orders)
        self.orders = batch.orders
        self.target = checkpoint.category_index(run.target)
        self.original = checkpoint.category_index(run.original)
        self.locations = locations.to(device)
        self.movable = torch.zeros(locations.shape[1], 1, dtype=torch.bool, device=device)
        self.movable[_chosen(self.settings, locations.shape[1])] = True
        self.boxes = _boxes(sketch).to(device)
        self.momenta = _Momenta(torch.zeros_like(self.locations), torch.zeros_like(self.locations))
        self.gradient: Tensor | None = None

    def on_cpu(self, checkpoint: Checkpoint) -> _Descent:
        """The same state on the CPU, as far as the failed device still gives it."""
        moved = _Descent(checkpoint, self.run, self.locations.detach().cpu(), torch.device("cpu"))
        moved.momenta = _Momenta(self.momenta.first.cpu(), self.momenta.second.cpu())
        moved.gradient = None if self.gradient is None else self.gradient.cpu()
        return moved

    def advance(self, index: int) -> tuple[FloatArray, FloatArray, FloatArray, np.ndarray, FloatArray]:
        """Update to state `index` (unless it is 0), then measure it and its gradient."""
        if self.gradient is not None:
            self.locations = self._updated(self.gradient, index)
            self.gradient = None
        last = index == self.settings.steps
        with torch.enable_grad() if not last else torch.no_grad():
            variable = self.locations.detach().requires_grad_(not last)
            logits = self._logits(variable)
            label = torch.full((len(logits),), self.target, device=self.device)
            loss = F.cross_entropy(logits, label, reduction="none")
            if self.settings.bounds_penalty:
                loss = loss + self.settings.bounds_penalty * self._outside(variable)
            if not last:
                (self.gradient,) = torch.autograd.grad(loss.sum(), variable)
        probabilities = logits.detach().softmax(dim=1)
        return (
            self.locations.cpu().numpy().copy(),
            probabilities[:, self.target].cpu().numpy().copy(),
            probabilities[:, self.original].cpu().numpy().copy(),
            probabilities.argmax(dim=1).cpu().numpy().copy(),
            loss.detach().cpu().numpy().copy(),
        )

    def _logits(self, locations: Tensor) -> Tensor:
        return self.network.classify_strokes(self.shapes, self.orders, locations[:, : self.seen])

    def _outside(self, locations: Tensor) -> Tensor:
        """(P,) squared distance by which the strokes' boxes leave the canvas, summed over strokes."""
        limit = NORMALISED_EXTENT / 2
        low, high = locations + self.boxes[:, 0], locations + self.boxes[:, 1]
        return (F.relu(-limit - low) ** 2 + F.relu(high - limit) ** 2).sum(dim=(1, 2))

    def _updated(self, gradient: Tensor, index: int) -> Tensor:
        """Locations of state `index` from those of the state before and their gradient."""
        rate = step_size_at(self.settings, index - 1)
        gradient = gradient * self.movable
        if self.settings.rule == "adam":
            return self.locations - rate * self._adam_direction(gradient, index)
        # As torch.nn.utils.clip_grad_norm_ does it, but for each path by itself.
        most = self.settings.clip / (rate + 1e-8)
        norm = torch.linalg.vector_norm(gradient, dim=(1, 2), keepdim=True)
        gradient = gradient * (most / (norm + 1e-6)).clamp(max=1.0)
        if self.settings.rule == "momentum":
            self.momenta.first = _MOMENTUM * self.momenta.first + gradient
            gradient = self.momenta.first
        return self.locations - rate * gradient

    def _adam_direction(self, gradient: Tensor, step: int) -> Tensor:
        b1, b2 = _ADAM_BETAS
        m = self.momenta
        m.first = b1 * m.first + (1 - b1) * gradient
        m.second = b2 * m.second + (1 - b2) * gradient**2
        return (m.first / (1 - b1**step)) / ((m.second / (1 - b2**step)).sqrt() + 1e-8)


def _chosen(settings: InversionSettings, count: int) -> list[int]:
    if settings.strokes is None:
        return list(range(count))
    if not settings.strokes:
        raise UserError("No stroke was chosen to move.")
    for stroke in settings.strokes:
        if not 0 <= stroke < count:
            raise UserError(f"There is no stroke {stroke + 1}: the sketch has {count} strokes.")
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
