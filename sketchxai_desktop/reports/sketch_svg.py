"""A sketch as inline SVG whose stroke colours follow the page's light or dark look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Scheme, hex_colour, stroke_colour

#: Side of the picture in its own units.
SIDE = 100.0
_MARGIN = 7.0
_PEN = 2.4
_DOT = 3.0

Bounds = tuple[float, float, float, float]


def bounds_of(sketches: Sequence[Sketch]) -> Bounds:
    """(left, top, right, bottom) that hold all sketches, which must have strokes."""
    boxes = np.array([sketch.bounds for sketch in sketches])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def sketch_svg(
    sketch: Sketch, *, title: str, bounds: Bounds | None = None, dots: bool = False, scheme: Scheme = "rainbow"
) -> Markup:
    """A square picture, `class="sketch"`; the page says how large.

    Args:
        title: what screen readers say and pointing shows.
        bounds: what the picture holds, so that pictures of a row share a scale; None: the sketch.
        dots: mark the first point of every stroke, its location.
    """
    left, top, right, bottom = bounds or sketch.bounds
    scale = (SIDE - 2 * _MARGIN) / max(right - left, bottom - top, 1e-9)
    centre = np.array([left + right, top + bottom]) / 2
    count = len(sketch)
    parts = []
    for order, stroke in enumerate(sketch.strokes):
        colours = [hex_colour(stroke_colour(order, count, scheme, theme)) for theme in (LIGHT, DARK)]
        shapes = _polyline(stroke, centre, scale)
        if dots:
            x, y = (stroke.start - centre) * scale + SIDE / 2
            shapes += Markup('<circle cx="{}" cy="{}" r="{}"/>').format(_n(x), _n(y), _n(_DOT))
        parts.append(Markup('<g style="--l:{};--d:{}">{}</g>').format(*colours, shapes))
    return Markup(
        '<svg class="sketch" viewBox="0 0 {0} {0}" stroke-width="{1}" role="img"><title>{2}</title>{3}</svg>'
    ).format(_n(SIDE), _n(_PEN), title, Markup("").join(parts))


def _polyline(stroke: Stroke, centre: npt.NDArray[np.float64], scale: float) -> Markup:
    # A line of one point shows nothing, one of two equal points its round ends.
    points = stroke.points if len(stroke) > 1 else stroke.points.repeat(2, axis=0)
    places = ((points - centre) * scale + SIDE / 2).tolist()
    return Markup('<polyline points="{}"/>').format(" ".join(f"{_n(x)},{_n(y)}" for x, y in places))


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
