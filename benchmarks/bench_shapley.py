"""How long exact Shapley values of a sketch of ten strokes take, and its coalitions one at a time for comparison."""

from __future__ import annotations

import argparse
import math
import time

import numpy as np
import torch

from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.methods.exact_shapley import shapley_values
from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.workbench import best_category

_REPEATS = 5


def rings(strokes: int) -> Sketch:
    """A drawing of made-up rings, 12 points each, as many as a drawn stroke has."""
    rng = np.random.default_rng(0)
    angles = np.linspace(0, 2 * math.pi, 12)
    shapes = [np.stack([np.cos(angles), np.sin(angles)], axis=1) for _ in range(strokes)]
    return Sketch(tuple(Stroke(128 + rng.uniform(-90, 90, 2) + rng.uniform(10, 35) * shape) for shape in shapes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("threads", nargs="?", type=int, default=4, help="default: 4")
    parser.add_argument("strokes", nargs="?", type=int, default=10, help="default: 10")
    parser.add_argument("checkpoint", nargs="?", default="tiny-30", help="default: tiny-30")
    arguments = parser.parse_args()
    threads, strokes = arguments.threads, arguments.strokes
    torch.set_num_threads(threads)
    checkpoint = load_checkpoint(arguments.checkpoint)
    sketch = rings(strokes)
    question = Question(best_category(checkpoint, sketch))
    times, processor = [], []
    for _ in range(_REPEATS):
        started, worked = time.perf_counter(), time.process_time()
        value = StrokeValue(checkpoint, sketch, question)  # with embedding the shapes
        scores = shapley_values(value)
        times.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    gap = abs(scores.sum() - (value.value - value.base))
    some = all_coalitions(strokes)[:: max(1, 2**strokes // 64)]
    alone = StrokeValue(checkpoint, sketch, question)
    started = time.perf_counter()
    for mask in some:
        alone(mask[None])
    each = (time.perf_counter() - started) / len(some)
    print(
        f"exact Shapley, {strokes} strokes, {2**strokes:,} coalitions, {checkpoint.name}, {threads} threads: "
        f"best {min(times):.2f} s, median {np.median(times):.2f} s, processor time {min(processor):.2f} s; "
        f"sums to value - base within {gap:.1e}; "
        f"one coalition at a time: {each * 2**strokes:.2f} s"
    )


if __name__ == "__main__":
    main()
