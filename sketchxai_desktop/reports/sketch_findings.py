"""Everything the report on one sketch tells, worked out by the network. The page itself is made elsewhere."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import InversionSettings, Run
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.explain.question import Attribution, Check, Question, never

if TYPE_CHECKING:  # whoever only writes the page needs no torch
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection

#: Asked of every sketch: the reference, what removal says, and what the slope says.
DEFAULT_METHODS = ("exact_shapley", "leave_one_out", "gradient_x_input")
#: Shares of the progress after which prediction, attributions and inversion are there.
_INSPECTED, _EXPLAINED = 0.05, 0.45


@dataclass(frozen=True)
class SketchFindings:
    """NumPy only, so it may travel between threads.

    Attributes:
        sketch: as drawn.
        checkpoint: the network, with what its file and the text beside it say.
        inspection: prediction and embeddings. S: strokes that the network has a slot for.
        order_similarity: (S, S) cosine similarities of the strokes' order embeddings, -1..1.
        question: what the attributions answer.
        value, base: the explained output with all strokes and with none.
        attributions: one per method, a score for every stroke.
        run: an inversion of the sketch; None: there is none, and `run_note` says why.
        path: 0-based path of the run to be shown.
        fresh: the run was made for the report.
        seed: of all that was sampled.
    """

    sketch: Sketch
    checkpoint: CheckpointSummary
    inspection: Inspection
    order_similarity: FloatArray
    question: Question
    value: float
    base: float
    attributions: tuple[Attribution, ...]
    run: Run | None
    run_note: str = ""
    path: int = 0
    fresh: bool = True
    seed: int = 0


def find_out(
    checkpoint: Checkpoint,
    sketch: Sketch,
    *,
    run: Run | None = None,
    path: int = 0,
    methods: tuple[str, ...] = DEFAULT_METHODS,
    seed: int = 0,
    steps: int = 100,
    device: str = "auto",
    check: Check = never,
) -> Generator[float, None, SketchFindings]:
    """Yield the share that is done, 0..1, many times; return the findings.

    Args:
        run: an inversion of this sketch with states, to be shown as it is; None: a recovery of one path and `steps`
            steps is made.
        path: which of the run's paths is shown.
        device: where a new inversion is computed.
        check: called many times a second; raises to cancel.

    Raises:
        UserError: there is no stroke, the sketch has no size, or a method does not exist.
    """
    from sketchxai_desktop.core.checkpoint_summary import describe_loaded
    from sketchxai_desktop.core.inspection import cosine_similarity, inspect_sketch
    from sketchxai_desktop.core.simplify import simplify
    from sketchxai_desktop.explain.value import StrokeValue, seen_by_network
    from sketchxai_desktop.explain.workbench import explain

    seen_by_network(sketch)  # says in a sentence what the rest could only stumble over
    inspection = inspect_sketch(checkpoint, sketch)
    yield _INSPECTED
    question = Question(inspection.top(1)[0][0])
    value = StrokeValue(checkpoint, sketch, question, check)
    found = []
    for attribution in explain(checkpoint, sketch, question, methods, seed=seed, check=check):
        found.append(attribution)
        yield _INSPECTED + (_EXPLAINED - _INSPECTED) * len(found) / len(methods)
    note, fresh = "", run is None
    if run is None:
        # As the network sees it: in a raw drawing, ink and locations would differ by the simplification.
        recovery = _recovery(checkpoint, simplify(sketch), seed, steps, device)
        path = 0
        try:
            while True:
                yield _EXPLAINED + (1 - _EXPLAINED) * next(recovery)
        except StopIteration as end:
            run = end.value
        except UserError as error:
            note = str(error)
    return SketchFindings(
        sketch=sketch,
        checkpoint=describe_loaded(checkpoint),
        inspection=inspection,
        order_similarity=np.asarray(cosine_similarity(inspection.order)),
        question=question,
        value=value.value,
        base=value.base,
        attributions=tuple(found),
        run=run,
        run_note=note,
        path=path,
        fresh=fresh,
        seed=seed,
    )


def _recovery(
    checkpoint: Checkpoint, sketch: Sketch, seed: int, steps: int, device: str
) -> Generator[float, None, Run]:
    """From scattered strokes back to the sketch's own category, or to what the network says it is."""
    from sketchxai_desktop.core.inspection import classify_sketches
    from sketchxai_desktop.core.inversion import invert, start_run

    known = {name.casefold(): name for name in checkpoint.categories}
    target = known.get((sketch.word or "").casefold())
    if target is None:
        target = checkpoint.categories[int(classify_sketches(checkpoint, [sketch])[0].argmax())]
    run = start_run(checkpoint, sketch, InversionSettings("recovery", target, steps=steps, seed=seed))
    for step in invert(checkpoint, run, device=device):
        run.steps.append(step)
        yield run.states / (steps + 1)
    return run
