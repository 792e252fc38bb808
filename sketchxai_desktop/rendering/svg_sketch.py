"""A sketch as SVG: a path for each stroke, in the sketch's own units, so that nothing is lost."""

from __future__ import annotations

from html import escape

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme, hex_colour, stroke_colour

#: Width of the pen and free edge, as shares of the longer side.
_PEN, _EDGE = 0.012, 0.04
_PIXELS = 512


def svg_of_sketch(sketch: Sketch, scheme: Scheme = "rainbow", theme: Theme = LIGHT) -> str:
    """An SVG document, strokes in drawing order. Without background, for use in other documents.

    Args:
        sketch: one stroke at least.

    Raises:
        ValueError: there is no stroke.
    """
    if not sketch.strokes:
        raise ValueError("there is no stroke")
    left, top, right, bottom = sketch.bounds
    extent = sketch.extent or 1.0
    edge, pen = _EDGE * extent, _PEN * extent
    box = (left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge)
    scale = _PIXELS / max(box[2:])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{round(box[2] * scale)}" height="{round(box[3] * scale)}" '
        f'viewBox="{" ".join(map(_number, box))}">',
        f"<title>{escape(sketch.word or 'sketch')}</title>",
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round" stroke-width="{_number(pen)}">',
    ]
    for order, stroke in enumerate(sketch.strokes):
        points = [f"{_number(x)} {_number(y)}" for x, y in stroke.points.tolist()]
        # A line without length still shows its round ends.
        data = "M" + "L".join(points if len(points) > 1 else points * 2)
        colour = hex_colour(stroke_colour(order, len(sketch), scheme, theme))
        lines.append(f'<path d="{data}" stroke="{colour}"/>')
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _number(value: float) -> str:
    return f"{value:.7g}"
