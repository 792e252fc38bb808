"""Measure how much a trained network's answers depend on order, shape and location.

    python tools/measure_attributes.py CHECKPOINT FOLDER [--limit 2000] [--seed 0] [--versus OTHER ...]

FOLDER holds drawings that the network was not trained on. The network stays as it is; only what it is told changes:
the strokes' orders are reversed or shuffled, or one of the three embeddings is left out. Prints its accuracy for each,
with Wilson's 95 % interval, and on how many drawings alone the true drawing and the changed one are right.
Other checkpoints of the same categories, such as the network's ablations, get a row each on the same drawings.
This says what a network has learned to use; what it could do without is what the ablations in models/TRAINING.md say.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from sketchxai_desktop.cli.loading import load_chosen
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.evaluation.drawings import LabelledDrawings
from sketchxai_desktop.evaluation.estimate import Estimate

Change = Callable[[Sketch, np.random.Generator], Sketch]


def as_drawn(sketch: Sketch, _: np.random.Generator) -> Sketch:
    return sketch


def backwards(sketch: Sketch, _: np.random.Generator) -> Sketch:
    return replace(sketch, strokes=sketch.strokes[::-1])


def shuffled(sketch: Sketch, rng: np.random.Generator) -> Sketch:
    return replace(sketch, strokes=tuple(sketch.strokes[k] for k in rng.permutation(len(sketch))))


#: What is printed: the strokes' orders, and what is left out of the tokens.
TRIALS: dict[str, tuple[Change, tuple[str, ...]]] = {
    "as drawn": (as_drawn, ()),
    "orders backwards": (backwards, ()),
    "orders shuffled": (shuffled, ()),
    "no order embedding": (as_drawn, ("order",)),
    "no location embedding": (as_drawn, ("location",)),
    "no shape embedding": (as_drawn, ("shape",)),
}


def answers(checkpoint: Checkpoint, sketches: list[Sketch], without: tuple[str, ...]) -> np.ndarray:
    """(N,) index of the most probable category of each sketch."""
    network, found = checkpoint.network, np.zeros(len(sketches), np.int64)
    by_length = sorted(range(len(sketches)), key=lambda k: len(sketches[k]))
    with torch.inference_mode():
        for first in range(0, len(by_length), 64):
            some = by_length[first : first + 64]
            batch = batch_of([sketches[k] for k in some], network.config.order_slots).to(network.device)
            found[some] = network(batch, without).argmax(dim=1).cpu().numpy()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=2000, help="0: all drawings")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--versus", nargs="*", default=[], metavar="OTHER")
    arguments = parser.parse_args()
    checkpoint = load_chosen(arguments.checkpoint)
    drawings = LabelledDrawings([arguments.folder], checkpoint.categories, arguments.limit or None, arguments.seed)
    found = [(simplify(d.sketch), d.label) for d in drawings if len(d.sketch) > 1]
    sketches, labels = [sketch for sketch, _ in found], np.array([label for _, label in found])
    print(f"{checkpoint.name}: {len(labels):,} drawings of two strokes or more from {drawings.source}.")
    rng = np.random.default_rng(arguments.seed)
    true = answers(checkpoint, sketches, ()) == labels
    for name, (change, without) in TRIALS.items():
        show(name, answers(checkpoint, [change(sketch, rng) for sketch in sketches], without) == labels, true)
    for path in arguments.versus:
        other = load_chosen(path)
        if other.categories != checkpoint.categories:
            raise SystemExit(f"{path} knows other categories.")
        show(path, answers(other, sketches, ()) == labels, true)


def show(name: str, right: np.ndarray, true: np.ndarray) -> None:
    share = Estimate.proportion(float(right.mean()), len(right))
    print(
        f"{name:22} {share.value:6.1%}  [{share.low:.1%}, {share.high:.1%}]  "
        f"only as drawn {int((true & ~right).sum()):5,}, only so {int((right & ~true).sum()):5,}"
    )


if __name__ == "__main__":
    main()
