"""Ask several methods the same question."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import overload

import numpy as np

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.captum_import import load_captum
from sketchxai_desktop.explain.question import Attribution, Check, Question, Scores, never
from sketchxai_desktop.explain.registry import METHODS, Method, chosen_methods
from sketchxai_desktop.explain.value import StrokeValue, ValueFunction


def explain(
    checkpoint: Checkpoint,
    sketch: Sketch,
    question: Question,
    methods: Iterable[str] = tuple(METHODS),
    *,
    seed: int = 0,
    check: Check = never,
) -> Iterator[Attribution]:
    """Yield one attribution per method, in the order given.

    Every method starts without what others have computed, so `seconds` can be compared. Strokes that the network
    has no slot for score 0: it does not see them.

    Args:
        check: called many times a second; raises to cancel.

    Raises:
        UserError: a category or method does not exist, or the network cannot see the sketch.
    """
    chosen = chosen_methods(methods)
    value = StrokeValue(checkpoint, sketch, question, check)
    for method in chosen:
        found = timed(method, value.fresh(), seed)
        missing = len(value.sketch.strokes) - len(found.scores)
        yield replace(found, scores=_padded(found.scores, missing), errors=_padded(found.errors, missing))


def timed(method: Method, value: ValueFunction, seed: int) -> Attribution:
    """Run a method; the result says how many seconds it took, without those of importing its library."""
    value.check()
    _import_library(method)
    started = time.perf_counter()
    found = method.run(value, seed)
    return replace(found, seconds=time.perf_counter() - started)


def best_category(checkpoint: Checkpoint, sketch: Sketch) -> str:
    """What the network says of a sketch: the target where none was named.

    Raises:
        UserError: the network cannot see the sketch.
    """
    value = StrokeValue(checkpoint, sketch, Question(checkpoint.categories[0]))
    return checkpoint.categories[int(value.logits(np.ones((1, value.players), bool))[0].argmax())]


#: Our own: no library is needed for these.
_OWN = ("exact_shapley", "anchors")


def _import_library(method: Method) -> None:
    if method.family in ("saliency", "perturbation") and method.name not in _OWN:
        load_captum()


@overload
def _padded(scores: Scores, missing: int) -> Scores: ...
@overload
def _padded(scores: Scores | None, missing: int) -> Scores | None: ...
def _padded(scores: Scores | None, missing: int) -> Scores | None:
    """With a 0 for every stroke beyond the network's slots."""
    return None if scores is None else np.concatenate([scores, np.zeros(missing)])
