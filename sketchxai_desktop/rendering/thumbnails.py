"""Small pictures of sketches for lists and browsers."""

from __future__ import annotations

import functools

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, stroke_colour

_OPAQUE, _CLEAR = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
_SQUARE = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.BevelJoin)


def thumbnail(
    sketch: Sketch,
    size: int = 96,
    ratio: float = 1.0,
    *,
    theme: Theme = LIGHT,
    scheme: Scheme = "ink",
    width: float = 1.6,
    background: bool = True,
) -> QImage:
    """The whole sketch in a square picture.

    Args:
        sketch: any sketch; an empty one gives an empty picture.
        size: of a side in device-independent pixels, 8 or more.
        ratio: device pixels per device-independent pixel.
        theme: colours.
        scheme: how strokes are coloured by order.
        width: of the pen in device-independent pixels.
        background: fill with the theme's background; otherwise stay transparent.

    Returns:
        A picture of round(size * ratio) device pixels a side that knows its ratio.

    Unlike `paint_sketch` it keeps nothing of the strokes, because a browser passes millions of them by.
    """
    pixels = round(size * ratio)
    if background:
        image = QImage(pixels, pixels, _OPAQUE)
        image.fill(_colour(theme.background))
    else:
        image = QImage(pixels, pixels, _CLEAR)
        image.fill(Qt.GlobalColor.transparent)
    if sketch.strokes:
        left, top, right, bottom = sketch.bounds
        pen_width = width * ratio
        room = pixels - 2 * (2.5 * pen_width)
        extent = sketch.extent
        scale = room / extent if extent > 0 else 1.0
        offset = (pixels / 2 - scale * (left + right) / 2, pixels / 2 - scale * (top + bottom) / 2)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, lines in _coloured_lines(sketch, scale, offset, scheme, theme):
            painter.setPen(_pen(colour, pen_width))
            painter.drawLines(lines)
        painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _coloured_lines(
    sketch: Sketch, scale: float, offset: tuple[float, float], scheme: Scheme, theme: Theme
) -> list[tuple[Colour, list[QLineF]]]:
    """What is drawn in which colour, in device pixels."""
    # One conversion for all strokes, and one call for all of a colour: at this rate calls cost more than numbers.
    # Separate lines with square ends are drawn several times faster than a round pen's polyline and look alike here.
    count = len(sketch)
    x, y = (np.concatenate([stroke.points for stroke in sketch.strokes]) * scale + offset).T.tolist()
    lines = list(map(QLineF, x, y, x[1:], y[1:]))
    found: list[tuple[Colour, list[QLineF]]] = []
    chosen: list[QLineF] = []
    first = 0
    for order, stroke in enumerate(sketch.strokes):
        last = first + len(stroke.points)
        chosen += lines[first : last - 1] if last - first > 1 else [_dot(x[first], y[first])]
        first = last
        if scheme != "ink":
            found.append((stroke_colour(order, count, scheme, theme), chosen))
            chosen = []
    if chosen:
        found.append((stroke_colour(0, count, scheme, theme), chosen))
    return found


@functools.lru_cache(maxsize=8)
def _colour(colour: Colour) -> QColor:
    return QColor(*colour)


@functools.lru_cache(maxsize=512)
def _pen(colour: Colour, width: float) -> QPen:
    return QPen(QColor(*colour), width, *_SQUARE)


def _dot(x: float, y: float) -> QLineF:
    """A line so short that only the pen's ends show; one without any length is not drawn."""
    return QLineF(x - 0.2, y, x + 0.2, y)
