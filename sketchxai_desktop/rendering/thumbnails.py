"""Small pictures of sketches for lists and browsers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme, stroke_colour

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
        image = QImage(pixels, pixels, QImage.Format.Format_RGB32)
        image.fill(QColor(*theme.background))
    else:
        image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
    count = len(sketch)
    if count:
        left, top, right, bottom = sketch.bounds
        pen_width = width * ratio
        room = pixels - 2 * (2.5 * pen_width)
        extent = sketch.extent
        scale = room / extent if extent > 0 else 1.0
        offset = (pixels / 2 - scale * (left + right) / 2, pixels / 2 - scale * (top + bottom) / 2)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(*stroke_colour(0, count, scheme, theme)), pen_width, *_SQUARE)
        painter.setPen(pen)
        # One conversion and one call for all strokes: at this rate calls cost more than numbers. Separate lines
        # with square ends are drawn several times faster than a round pen's polyline and look alike this small.
        points = np.concatenate([s.points for s in sketch.strokes]) * scale + offset
        x, y = points.T.tolist()
        lines = list(map(QLineF, x, y, x[1:], y[1:]))
        first = 0
        chosen: list[QLineF] = []
        for order, stroke in enumerate(sketch.strokes):
            last = first + len(stroke.points)
            chosen += lines[first : last - 1] if last - first > 1 else [_dot(x[first], y[first])]
            first = last
            if scheme != "ink":
                pen.setColor(QColor(*stroke_colour(order, count, scheme, theme)))
                painter.setPen(pen)
                painter.drawLines(chosen)
                chosen = []
        if chosen:
            painter.drawLines(chosen)
        painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _dot(x: float, y: float) -> QLineF:
    """A line so short that only the pen's ends show; one without any length is not drawn."""
    return QLineF(x - 0.2, y, x + 0.2, y)
