"""What if this stroke were gone, mirrored, larger, turned, drawn at another time, or shaped like another one?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.inspection import logits_of
from sketchxai_desktop.core.sketch import FloatArray, Sketch, Stroke
from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.value import seen_by_network


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One changed sketch and what it does to the answer.

    Attributes:
        change: what was done, as in "mirror-x"; see `CHANGES`.
        detail: a number or name that goes with it: the other stroke (from 1), say; "" if none.
        sketch: the changed sketch, in the units of the one that was given.
        difference: the question's output after, minus before; of probabilities -1..1, with "versus" -2..2.
        answer, probability: what the network says of the changed sketch.
    """

    change: str
    detail: str
    sketch: Sketch
    difference: float
    answer: str
    probability: float


#: Every kind of change, in the order in which they are tried.
CHANGES = ("drop", "mirror-x", "mirror-y", "smaller", "larger", "turn-left", "turn-right", "turn-over", "swap", "shape")
_SCALE, _ANGLE = 1.5, math.radians(30)


def what_ifs(
    checkpoint: Checkpoint, sketch: Sketch, stroke: int, question: Question, neighbours: Sequence[Stroke] = ()
) -> list[WhatIf]:
    """Try every change of one stroke.

    A stroke is mirrored, scaled (by 1.5) and turned (by 30 degrees, and by 180) about the middle of its box. It
    swaps its order with every other stroke. A neighbour's shape is fitted into the stroke's box.

    Args:
        stroke: 0-based order (IndexError if there is none).
        neighbours: strokes with similar shape embeddings, nearest first, in any units.

    Raises:
        UserError: the network cannot see the sketch.
    """
    seen_by_network(sketch)
    if not 0 <= stroke < len(sketch):
        raise IndexError(f"stroke {stroke} of {len(sketch)}")
    # Of the sketch as it was drawn, not as it is seen: whoever applies a change wants the rest as it is.
    tried = [(c, d, s) for c, d, s in _changed(sketch, stroke, neighbours) if s.extent > 0]
    logits = logits_of(checkpoint, [sketch, *(s for _, _, s in tried)]).astype(np.float64)
    probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    answers = probabilities if question.output == "probability" else logits
    output = answers[:, checkpoint.category_index(question.target)]
    if question.versus is not None:
        output = output - answers[:, checkpoint.category_index(question.versus)]
    return [
        WhatIf(c, d, s, float(after - output[0]), checkpoint.categories[int(row.argmax())], float(row.max()))
        for (c, d, s), after, row in zip(tried, output[1:], probabilities[1:], strict=True)
    ]


def _changed(sketch: Sketch, k: int, neighbours: Sequence[Stroke]) -> list[tuple[str, str, Sketch]]:
    stroke = sketch.strokes[k]
    cos, sin = math.cos(_ANGLE), math.sin(_ANGLE)
    matrices: dict[str, list[list[float]]] = {
        "mirror-x": [[-1, 0], [0, 1]],
        "mirror-y": [[1, 0], [0, -1]],
        "smaller": [[1 / _SCALE, 0], [0, 1 / _SCALE]],
        "larger": [[_SCALE, 0], [0, _SCALE]],
        "turn-left": [[cos, sin], [-sin, cos]],  # y points down
        "turn-right": [[cos, -sin], [sin, cos]],
        "turn-over": [[-1, 0], [0, -1]],
    }
    found = [("drop", "", sketch.without_strokes([k]))]
    if len(stroke) > 1:
        for name, matrix in matrices.items():
            found.append((name, "", _with(sketch, k, _turned(stroke, np.array(matrix, np.float32)))))
    for other in range(len(sketch)):
        if other != k:
            strokes = list(sketch.strokes)
            strokes[k], strokes[other] = strokes[other], strokes[k]
            found.append(("swap", str(other + 1), sketch.with_strokes(strokes)))
    for number, neighbour in enumerate(neighbours, start=1):
        found.append(("shape", str(number), _with(sketch, k, _fitted(neighbour, stroke))))
    return found


def _with(sketch: Sketch, k: int, stroke: Stroke) -> Sketch:
    strokes = list(sketch.strokes)
    strokes[k] = stroke
    return sketch.with_strokes(strokes)


def _box(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(2,) middle and (2,) size of the points' box."""
    low, high = points.min(axis=0), points.max(axis=0)
    return (low + high) / 2, high - low


def _turned(stroke: Stroke, matrix: FloatArray) -> Stroke:
    middle, _ = _box(stroke.points)
    turned = (stroke.points - middle) @ matrix.T + middle
    return replace(stroke, points=turned.astype(np.float32))


def _fitted(shape: Stroke, place: Stroke) -> Stroke:
    """`shape` scaled evenly so that its longer side is that of `place`, about the middle of its box."""
    (middle, size), (target, room) = _box(shape.points), _box(place.points)
    scale = float(room.max()) / max(float(size.max()), 1e-6)
    return Stroke((shape.points - middle) * scale + target)
