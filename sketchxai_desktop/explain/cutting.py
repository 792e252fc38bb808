"""Strokes cut at their points, and what is said of the pieces. No torch here."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sketchxai_desktop.core.sketch import Stroke
from sketchxai_desktop.explain.question import Attribution, Part, PartAttribution, Scores


def split_stroke(stroke: Stroke, most_points: int) -> list[tuple[int, int]]:
    """(first, last) point of the fewest parts of at most `most_points` >= 2 points, about equally long.

    Neighbouring parts share the point they are cut at, so no ink is lost; a tap is one part.
    """
    if most_points < 2:
        raise ValueError("a part needs two points")
    segments = len(stroke) - 1
    count = max(1, -(-segments // (most_points - 1)))
    cuts = [round(k * segments / count) for k in range(count + 1)]
    return list(itertools.pairwise(cuts))


def cut_strokes(strokes: Sequence[Stroke], most_points: int) -> tuple[Part, ...]:
    """The parts of all strokes, in drawing order."""
    return tuple(Part(k, a, b) for k, stroke in enumerate(strokes) for a, b in split_stroke(stroke, most_points))


def part_names(parts: Sequence[Part]) -> list[str]:
    """ "2.3" for the third part of the second stroke; "2" where the stroke was not cut."""
    counts = Counter(part.stroke for part in parts)
    seen: Counter[int] = Counter()
    names = []
    for part in parts:
        seen[part.stroke] += 1
        whole = counts[part.stroke] == 1
        names.append(f"{part.stroke + 1}" if whole else f"{part.stroke + 1}.{seen[part.stroke]}")
    return names


def scores_of_points(parts: Sequence[Part], points: Sequence[Scores]) -> Scores:
    """(N,) sums over the points of every part; a point that two parts share counts half for each.

    The parts of a stroke sum to what its points sum to.

    Args:
        points: one (P,) array per stroke; there must be one for every stroke that has parts.
    """
    out = np.empty(len(parts))
    for k, part in enumerate(parts):
        own = points[part.stroke]
        score = float(own[part.first : part.last + 1].sum())
        if part.first > 0:
            score -= float(own[part.first]) / 2
        if part.last < len(own) - 1:
            score -= float(own[part.last]) / 2
        out[k] = score
    return out


def summed_points(whole: Attribution, strokes: Sequence[Stroke], most_points: int) -> PartAttribution:
    """What a method that scores points says of parts: the sums over their points.

    Args:
        whole: with points, of whole strokes. strokes: the simplified sketch's.
    """
    if whole.points is None:
        raise ValueError(f"{whole.method} says nothing of points")
    parts = cut_strokes(strokes[: len(whole.points)], most_points)
    return PartAttribution(parts, replace(whole, scores=scores_of_points(parts, whole.points)))
