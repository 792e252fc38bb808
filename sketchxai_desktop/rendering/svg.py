"""One state of a run as SVG: exact coordinates, no Qt painting."""

from __future__ import annotations

from html import escape

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Stroke
from sketchxai_desktop.rendering.cell import Cell, pen_width
from sketchxai_desktop.rendering.palette import contrast, hex_colour, stroke_colour
from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.text import box_height, short_percent
from sketchxai_desktop.rendering.view import View, pressure_segments


def svg_of_state(run: Run, state: int, style: FrameStyle) -> str:
    """The picture of `style.path` at `state` as an SVG document, `style.size` units a side.

    What it shows follows `style` as in the style "sketch"; `style.style` itself is not looked at.

    Raises:
        IndexError: the run has no such state or path.
    """
    geometry, theme = RunGeometry(run), style.colours
    if not (0 <= state < run.states and 0 <= style.path < run.paths):
        raise IndexError(f"there is no state {state} of path {style.path}")
    size, count = style.size, len(run.sketch)
    bounds = geometry.bounds([style.path], with_sketch=style.show_ghost)
    cell = Cell.at(QRectF(0, 0, size, size), bounds, box=style.show_box)
    view, width = cell.view, pen_width(size)
    colours = [stroke_colour(k, count, style.scheme, theme) for k in range(count)]
    shifts = geometry.shifts[state, style.path]
    title = f"{run.original or run.target}-{state}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{size}" height="{size}" fill="{hex_colour(theme.background)}"/>',
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round" stroke-width="{_n(width)}">',
    ]
    if style.show_ghost:
        lines += [_stroke(s, view, np.zeros(2), hex_colour(theme.ghost), width) for s in run.sketch.strokes]
    if style.show_traces:
        for order, colour in enumerate(colours):
            points = _points(view.to_view(geometry.starts[: state + 1, style.path, order]))
            lines.append(
                f'<polyline points="{points}" stroke="{hex_colour(colour)}" stroke-opacity="0.55" '
                f'stroke-width="{_n(0.45 * width)}"/>'
            )
    for stroke, shift, colour in zip(run.sketch.strokes, shifts, colours, strict=True):
        lines.append(_stroke(stroke, view, shift, hex_colour(colour), width))
    lines.append("</g>")
    radius = max(7.0, 2.6 * width) if style.show_numbers else 1.55 * width
    for order, ((x, y), colour) in enumerate(
        zip(view.to_view(geometry.starts[state, style.path]).tolist(), colours, strict=True)
    ):
        lines.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{hex_colour(colour)}" '
            f'stroke="{hex_colour(theme.background)}" stroke-width="{_n(0.5 * width)}"/>'
        )
        if style.show_numbers:
            on = max(((255, 255, 255), (0, 0, 0)), key=lambda c: contrast(c, colour))
            lines.append(_text(x, y, str(order + 1), radius * (1.25 if order < 9 else 1.0), hex_colour(on)))
    if cell.text_pixels:
        pixels, height, inset = cell.text_pixels, box_height(cell.text_pixels), 0.03 * size
        words = short_percent(float(run.target_probability[state, style.path]))
        # Letters cannot be measured here: 0.72 em holds the widest digit of common bold fonts.
        box = 0.72 * pixels * len(words) + 0.9 * pixels
        left, top = size - inset - box, size - inset - height
        lines.append(
            f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(box)}" height="{_n(height)}" rx="{_n(0.3 * pixels)}" '
            f'fill="{hex_colour(theme.surface)}" stroke="{hex_colour(theme.grid)}"/>'
        )
        lines.append(_text(left + box / 2, top + height / 2, words, pixels, hex_colour(theme.text)))
    return "\n".join([*lines, "</svg>", ""])


def _stroke(stroke: Stroke, view: View, shift: npt.NDArray[np.float64], colour: str, width: float) -> str:
    levels = pressure_segments(stroke)
    if not levels:
        points = view.to_view(stroke.points + shift)
        # A line without length still shows its round ends; a line of one point does not.
        return f'<polyline points="{_points(points if len(points) > 1 else points.repeat(2, 0))}" stroke="{colour}"/>'
    parts = []
    for factor, segments in levels:
        ends = view.to_view(segments + shift).reshape(-1, 4).tolist()
        path = "".join(f"M{_n(ax)} {_n(ay)}L{_n(bx)} {_n(by)}" for ax, ay, bx, by in ends)
        parts.append(f'<path d="{path}" stroke="{colour}" stroke-width="{_n(width * factor)}"/>')
    return "\n".join(parts)


def _text(x: float, y: float, text: str, pixels: float, colour: str) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y + 0.36 * pixels)}" font-family="sans-serif" font-weight="600" '
        f'font-size="{_n(pixels)}" text-anchor="middle" fill="{colour}">{escape(text)}</text>'
    )


def _points(points: npt.NDArray[np.float64]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points.tolist())


def _n(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
