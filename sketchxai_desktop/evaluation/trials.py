"""Many inversions, batched over sketches and paths, and how each of them ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.inversion import invert_together, start_run
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.run import InversionSettings, Mode, Run, Step
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import locations as locations_of
from sketchxai_desktop.evaluation.drawings import Labelled
from sketchxai_desktop.evaluation.estimate import Floats

# Tokens of all paths that are worked on at a time: enough to keep a processor busy, and their memory stays small.
_TOKENS_AT_ONCE = 1 << 13


@dataclass(frozen=True, eq=False)
class Trials:
    """How N runs of P paths each went, in the order of the runs. K states: 0 .. steps.

    Attributes:
        sketches: (N,) which sketch each run is of: runs of one sketch are no independent evidence.
        hits: (K, N, P) whether the target is what the network would answer.
        probability: (K, N, P) float32, of the target.
        start_error, end_error: (N, P) `location_error` of the first and the last state, normalised units; NaN for
            sketches of one stroke, which lie rightly wherever they lie.
    """

    sketches: npt.NDArray[np.int64]
    hits: npt.NDArray[np.bool_]
    probability: npt.NDArray[np.float32]
    start_error: Floats
    end_error: Floats

    @property
    def reached(self) -> npt.NDArray[np.bool_]:
        """(N, P) whether the target is the answer at the end."""
        at_end: npt.NDArray[np.bool_] = self.hits[-1]
        return at_end

    @property
    def since(self) -> npt.NDArray[np.int64]:
        """(N, P) first state from which on the target stays the answer to the end; K where it is not reached."""
        stays = np.logical_and.accumulate(self.hits[::-1], axis=0)
        first: npt.NDArray[np.int64] = len(self.hits) - stays.sum(axis=0)
        return first


def location_error(layouts: npt.ArrayLike, home: npt.ArrayLike) -> Floats:
    """How far layouts are from the true one, wherever on the canvas they stand.

    The mean difference over the strokes (the translation that aligns the two best) is taken off, and the root of the
    mean squared distance of the strokes from their true places is left.

    Args:
        layouts: (..., S, 2) normalised locations.
        home: (S, 2) the true ones.

    Returns:
        (...,) normalised units: a sketch's longer side is 1.48. NaN for a single stroke, which is always aligned.
    """
    difference = np.asarray(layouts, np.float64) - np.asarray(home, np.float64)
    if difference.shape[-2] < 2:
        return np.full(difference.shape[:-2], np.nan)
    rest = difference - difference.mean(axis=-2, keepdims=True)
    error: Floats = np.sqrt((rest**2).sum(axis=-1).mean(axis=-1))
    return error


def runs_of(
    checkpoint: Checkpoint,
    drawings: Iterable[Labelled],
    mode: Mode,
    *,
    paths: int = 1,
    steps: int = 100,
    seed: int = 0,
    targets: Sequence[str] | None = None,
) -> tuple[list[Run], list[int]]:
    """The inversions to try, with the paper's settings.

    Recovery goes to the drawing's own category; transfer to each of the targets but its own, or to one other
    category drawn at random where there are no targets. Sketch k (from 0) has the seed `seed` + k, so that
    `sketchxai invert` repeats any of them.

    Returns:
        The runs, and the number of the sketch of each.

    Raises:
        UserError: the network does not know a target, or the settings are out of range.
    """
    rng = np.random.default_rng(seed)
    known = None if targets is None else [checkpoint.category_index(name) for name in targets]
    runs, sketches = [], []
    for number, drawing in enumerate(drawings):
        if mode == "recovery":
            chosen = [drawing.label]
        elif known is not None:
            chosen = [label for label in known if label != drawing.label]
        else:
            other = int(rng.integers(len(checkpoint.categories) - 1)) if len(checkpoint.categories) > 1 else 0
            chosen = [other + (other >= drawing.label)]
        for label in chosen:
            settings = InversionSettings(
                mode=mode,
                target=checkpoint.categories[label],
                original=checkpoint.categories[drawing.label],
                steps=steps,
                paths=paths,
                seed=seed + number,
            )
            runs.append(start_run(checkpoint, simplify(drawing.sketch), settings))
            sketches.append(number)
    return runs, sketches


def with_random_weights(checkpoint: Checkpoint, seed: int) -> Checkpoint:
    """The control: the same architecture and categories, weights as before any training, on the CPU."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = SketchXAINet(checkpoint.network.config).eval().requires_grad_(False)
    return Checkpoint(network, checkpoint.categories, name=f"{checkpoint.name}, random weights")


def carry_out(
    checkpoint: Checkpoint, runs: Sequence[Run], *, device: str = "auto", notify: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[int, Step]]:
    """Carry the runs out, several at a time; yields (place of the run, its next state), each run's states in order.

    Args:
        device, notify: as in `core.inversion.invert`.
    """
    for places in _together(runs, _slots(checkpoint)):
        for steps in invert_together(checkpoint, [runs[k] for k in places], device=device, notify=notify):
            yield from zip(places, steps, strict=True)


def try_out(
    checkpoint: Checkpoint,
    runs: Sequence[Run],
    sketches: Sequence[int],
    *,
    device: str = "auto",
    notify: Callable[[str], None] = lambda _: None,
    progress: Callable[[], None] = lambda: None,
) -> Trials:
    """How the runs go. Nothing but the trials is kept.

    Args:
        runs: one or more, of as many steps and paths each; sketches: the sketch of each.
        device, notify: as in `core.inversion.invert`.
        progress: called after each state of each run.
    """
    states, paths = runs[0].settings.steps + 1, runs[0].paths
    hits = np.zeros((states, len(runs), paths), bool)
    probability = np.zeros((states, len(runs), paths), np.float32)
    errors = np.full((2, len(runs), paths), np.nan)
    labels = [checkpoint.category_index(run.target) for run in runs]
    for place, step in carry_out(checkpoint, runs, device=device, notify=notify):
        hits[step.index, place] = step.top_category == labels[place]
        probability[step.index, place] = step.target_probability
        if step.index in (0, states - 1):
            home = locations_of(simplify(runs[place].sketch))
            errors[0 if step.index == 0 else 1, place] = location_error(step.locations, home)
        progress()
    return Trials(np.asarray(sketches, np.int64), hits, probability, errors[0], errors[1])


def _slots(checkpoint: Checkpoint) -> int | None:
    """Tokens that every layout costs, if that does not depend on its strokes."""
    config = checkpoint.network.config
    return None if config.mask_empty else config.order_slots


def _together(runs: Sequence[Run], slots: int | None) -> Iterator[list[int]]:
    """Places of runs whose sketches have as many strokes, as many as are worked on at a time."""
    by_strokes = sorted(range(len(runs)), key=lambda k: len(runs[k].sketch))
    part: list[int] = []
    for place in by_strokes:
        run = runs[place]
        tokens = (len(run.sketch) if slots is None else slots) + 1
        full = (len(part) + 1) * run.paths * tokens > _TOKENS_AT_ONCE
        if part and (full or len(runs[part[0]].sketch) != len(run.sketch)):
            yield part
            part = []
        part.append(place)
    if part:
        yield part
