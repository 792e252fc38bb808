"""The part of `sketchxai explain` that is about parts of strokes: `--parts N`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.explain.cutting import part_names, summed_points
from sketchxai_desktop.explain.parts import explain_parts
from sketchxai_desktop.explain.question import Attribution, PartAttribution
from sketchxai_desktop.explain.registry import METHODS, Method
from sketchxai_desktop.explain.value import StrokeValue


def methods_on_parts(methods: Sequence[Method]) -> list[Method]:
    """Those that can say something of parts.

    Raises:
        UserError: none can.
    """
    able = [method for method in methods if method.scores_parts]
    if not able:
        every = ", ".join(method.name for method in METHODS.values() if method.scores_parts)
        raise UserError("None of these methods can score parts of strokes; those that can are {able}.", able=every)
    return able


def of_parts(
    value: StrokeValue, methods: Sequence[Method], found: Sequence[Attribution], most_points: int, seed: int
) -> Iterator[PartAttribution]:
    """One attribution per method, in this order.

    Args:
        methods: that score parts. found: what was said of whole strokes, by these methods among others.
    """
    whole = {one.method: one for one in found}
    for method in methods:
        if method.on_parts:
            names = (method.name,)
            asked = explain_parts(value.checkpoint, value.sketch, value.question, most_points, names, seed=seed)
            yield PartAttribution(*next(asked))
        else:
            yield summed_points(whole[method.name], value.sketch.strokes, most_points)


def parts_as_json(found: Sequence[PartAttribution], most_points: int) -> dict[str, object]:
    """The object "parts": where each lies, and one score per part and method."""
    parts = found[0].parts
    return {
        "most_points": most_points,
        "pieces": [{"stroke": p.stroke + 1, "first_point": p.first + 1, "last_point": p.last + 1} for p in parts],
        "methods": {one.attribution.method: one.attribution.scores.tolist() for one in found},
        "seconds": {one.attribution.method: one.attribution.seconds for one in found},
    }


def parts_as_lines(methods: Sequence[Method], found: Sequence[PartAttribution], most_points: int) -> list[str]:
    """A table with a row per part, for there are many; columns are methods.

    Args:
        methods: all that were asked for; those that cannot score parts are named.
    """
    columns = [one.attribution for one in found]
    widths = [max(len(one.method), 10) for one in columns]
    parts = found[0].parts
    head = "  ".join(f"{one.method:>{width}}" for one, width in zip(columns, widths, strict=True))
    lines = [f"parts of up to {most_points} points", f"{'part':<6}  {'points':<10}  {head}"]
    for k, (part, name) in enumerate(zip(parts, part_names(parts), strict=True)):
        points = str(part.first + 1) if part.first == part.last else f"{part.first + 1} to {part.last + 1}"
        cells = "  ".join(f"{one.scores[k]:>{width}.4g}" for one, width in zip(columns, widths, strict=True))
        lines.append(f"{name:<6}  {points:<10}  {cells}")
    lines += [f"{METHODS[one.method].title}: {one.note}" for one in columns if one.note]
    unable = ", ".join(method.name for method in methods if not method.scores_parts)
    return [*lines, f"whole strokes only: {unable}"] if unable else lines
