"""The two tables of the paper's poster for any checkpoint: recoveries and transfers, state by state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.inversion import start_run
from sketchxai_desktop.core.run import InversionSettings, Mode, Run
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.evaluation.drawings import LabelledDrawings
from sketchxai_desktop.evaluation.trials import carry_out

RECOVERY = ("bed", "bicycle", "cell phone", "sun", "tree")
TRANSFER = ("broom", "pants", "apple", "camera", "bicycle")
#: The states that are shown.
STATES = (0, 1, 2, 3, 4, 5, 10, 50, 100)
# Drawings of a category that are looked at for one that the network names rightly.
_CANDIDATES = 10


def poster_runs(
    checkpoint: Checkpoint,
    data: Sequence[Path],
    *,
    seed: int = 0,
    device: str = "auto",
    notify: Callable[[str], None] = lambda _: None,
) -> tuple[list[Run], list[str]]:
    """Complete runs of one path with the paper's settings: the recoveries, then the transfers.

    Each is of the first drawing in the data, of two strokes or more, that the network names rightly; if it names none
    of the first ten rightly, of the first. A transfer goes to the category that the network finds the most probable
    after the drawing's own.

    Returns:
        The runs, and a sentence for each category that could not be shown.

    Raises:
        UserError: the data cannot be read.
    """
    known = {name.casefold(): label for label, name in enumerate(checkpoint.categories)}
    wanted = list(dict.fromkeys((*RECOVERY, *TRANSFER)))
    labels = {name: known[name] for name in wanted if name in known}
    missing = [f"The network does not know {name}." for name in wanted if name not in known]
    candidates = _first_drawings(checkpoint, data, set(labels.values()))
    missing += [f"The data have no {name} of two strokes or more." for name, k in labels.items() if not candidates[k]]
    chosen = {k: _named_rightly(checkpoint, drawings, k) for k, drawings in candidates.items() if drawings}
    runs = []
    plans: tuple[tuple[Mode, tuple[str, ...]], ...] = (("recovery", RECOVERY), ("transfer", TRANSFER))
    for mode, names in plans:
        for name in names:
            label = labels.get(name)
            if label is None or label not in chosen or (mode == "transfer" and len(checkpoint.categories) < 2):
                continue
            sketch, probabilities = chosen[label]
            others = [k for k in (-probabilities).argsort(kind="stable").tolist() if k != label]
            target = label if mode == "recovery" else others[0]
            settings = InversionSettings(
                mode, checkpoint.categories[target], original=checkpoint.categories[label], steps=STATES[-1], seed=seed
            )
            runs.append(start_run(checkpoint, sketch, settings))
    for place, step in carry_out(checkpoint, runs, device=device, notify=notify):
        runs[place].steps.append(step)
    return runs, missing


def _first_drawings(checkpoint: Checkpoint, data: Sequence[Path], labels: set[int]) -> dict[int, list[Sketch]]:
    """The first drawings of each category that have two strokes or more."""
    found: dict[int, list[Sketch]] = {label: [] for label in labels}
    if not labels:
        return found
    for drawing in LabelledDrawings(data, checkpoint.categories, only=labels):
        here = found[drawing.label]
        if len(drawing.sketch) > 1 and len(here) < _CANDIDATES:
            here.append(simplify(drawing.sketch))
            if all(len(sketches) == _CANDIDATES for sketches in found.values()):
                break
    return found


def _named_rightly(checkpoint: Checkpoint, sketches: list[Sketch], label: int) -> tuple[Sketch, FloatArray]:
    """The first sketch whose best category is `label`, else the first, with its probabilities."""
    probabilities = classify_sketches(checkpoint, sketches)
    place = next((k for k, row in enumerate(probabilities) if int(row.argmax()) == label), 0)
    return sketches[place], probabilities[place]
