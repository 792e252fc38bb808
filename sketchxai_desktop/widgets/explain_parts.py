"""Parts of strokes in the views of the Explain page: where they lie, and which columns belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.explain.question import Attribution, Part, PartAttribution
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.signed import signed_shares
from sketchxai_desktop.session import Overlay
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_state import ExplainState, is_signed, why


@dataclass(frozen=True, eq=False)
class Pieces:
    """Scored parts, ready to be painted over their sketch.

    Attributes:
        lines: (P, 2) points of each, sketch units. shares: (N,) -1..1.
    """

    lines: tuple[FloatArray, ...]
    shares: npt.NDArray[np.float64]


def pieces_of(sketch: Sketch, seen: Sketch, found: PartAttribution) -> Pieces:
    """The parts of `seen`, the simplified sketch, as ink of `sketch`, in its units."""
    cuts = {
        stroke: [*(p.first for p in found.parts[a:b]), found.parts[b - 1].last] for stroke, a, b in spans(found.parts)
    }
    lines: list[FloatArray] = []
    for stroke, places in enumerate(point_places(sketch, seen)):
        if stroke in cuts:
            ink = sketch.strokes[stroke].points
            lines += [places] if len(cuts[stroke]) < 3 and len(places) == 1 else cut_ink(ink, places[cuts[stroke]])
    return Pieces(tuple(lines), signed_shares(found.attribution.scores))


def cut_ink(ink: FloatArray, places: FloatArray) -> list[FloatArray]:
    """The polyline `ink` (P, 2) cut near (K, 2) places, which lie along it in this order: K - 1 polylines.

    The first begins where the ink begins, the last ends where it ends, and neighbours share a point.
    """
    if len(ink) < 2:
        return [ink.repeat(2, axis=0)] * (len(places) - 1)
    steps = np.linalg.norm(np.diff(ink, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at, here = [0.0], 0.0
    for before, place in pairwise(places[:-1]):
        # What was simplified is not much longer than what it became: a line that crosses itself is not cut too late.
        reach = here + 2 * float(np.linalg.norm(place - before)) + 0.02 * along[-1]
        here = _nearest_along(ink, along, place, here, reach)
        at.append(here)
    at.append(float(along[-1]))
    points = np.stack([np.interp(at, along, ink[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
    found = []
    for k, (start, end) in enumerate(pairwise(at)):
        inside = ink[(along > start) & (along < end)]
        found.append(np.concatenate([points[k : k + 1], inside, points[k + 1 : k + 2]]))
    return found


def _nearest_along(
    ink: FloatArray, along: npt.NDArray[np.float64], place: FloatArray, start: float, end: float
) -> float:
    """Length along the ink, between `start` and `end`, at which it comes nearest to `place`."""
    a, way = ink[:-1].astype(np.float64), np.diff(ink.astype(np.float64), axis=0)
    squares = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip(((place - a) * way).sum(axis=1) / squares, 0, 1)
    lengths = np.clip(along[:-1] + share * np.sqrt(squares), start, min(end, float(along[-1])))
    spots = np.stack([np.interp(lengths, along, ink[:, axis]) for axis in (0, 1)], axis=1)
    return float(lengths[np.linalg.norm(spots - place, axis=1).argmin()])


def point_places(sketch: Sketch, seen: Sketch) -> list[FloatArray]:
    """For every stroke the points that the network sees, in the units of `sketch`.

    Args:
        seen: `sketch` simplified.
    """
    if seen is sketch:
        return [s.points for s in sketch.strokes]
    (left, top, _, _), (x, y, _, _) = sketch.bounds, seen.bounds
    scale = sketch.extent / seen.extent if seen.extent > 0 else 1.0
    return [((s.points - (x, y)) * scale + (left, top)).astype(np.float32) for s in seen.strokes]


def spans(parts: Sequence[Part]) -> list[tuple[int, int, int]]:
    """(stroke, first, last + 1) of the parts of each stroke that has any."""
    found, start = [], 0
    for stroke, own in groupby(parts, key=lambda part: part.stroke):
        count = len(list(own))
        found.append((stroke, start, start + count))
        start += count
    return found


def scores_overlay(
    state: ExplainState, found: Attribution | None, ends: tuple[str, str], pieces: Pieces | None = None
) -> Overlay | None:
    """Scores of the state's method for the canvas.

    Args:
        ends: words for the least and the greatest score. pieces: parts that are coloured in place of whole strokes.
    """
    if found is None or state.question is None:
        return None
    return Overlay(
        state.sketch,
        f"{shown(METHODS[state.method].title)}: {why(state.question)}",
        signed_shares(found.scores) if pieces is None else np.zeros(len(state.sketch)),
        is_signed(state.method),
        ends,
        pieces=() if pieces is None else pieces.lines,
        piece_shares=None if pieces is None else pieces.shares,
    )
