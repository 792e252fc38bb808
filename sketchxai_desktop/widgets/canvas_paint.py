"""What lies still on the canvas: the paper, the ink of the stroke in progress, and the traces of a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from sketchxai_desktop.core.sketch import Stroke
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme, mix, stroke_colour
from sketchxai_desktop.rendering.view import View, polygon, pressure_segments
from sketchxai_desktop.session import Overlay

#: Least distance between the dots of the paper in pixels; it doubles from zoom to zoom.
GRID_SPACING = 22.0
_TRACE_STRENGTH = 0.5
#: Traces of more lines than this are thinned: places within a spot of 1/2, 1, 2 or 4 pixels become one.
_MOST_LINES, _SPOTS = 600, (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class Look:
    """How strokes are shown.

    Attributes:
        dots, numbers: mark locations with a dot, with the order in it.
        traces, ghost: in a run, show where locations travelled and the layout that was.
        overlay: scores shown over the sketch that they are about.
    """

    theme: Theme = LIGHT
    scheme: Scheme = "rainbow"
    dots: bool = True
    numbers: bool = False
    traces: bool = True
    ghost: bool = True
    overlay: Overlay | None = None


class Layer:
    """A picture the size of the widget that is painted again only when what it shows has changed."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._content: object = None

    def show(self, size: QSizeF, ratio: float, content: object, paint: Callable[[QPainter], None]) -> bool:
        """Have the layer show `content`, which `paint` paints in device-independent pixels.

        `ratio`: device pixels per pixel. True when it had to be painted.
        """
        content = (size.width(), size.height(), ratio, content)
        if self._content == content:
            return False
        pixels = (math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
        if (self._pixmap.width(), self._pixmap.height()) != pixels:
            self._pixmap = QPixmap(*pixels)
        self._pixmap.setDevicePixelRatio(ratio)
        self._content = content
        self.add(paint)
        return True

    def add(self, paint: Callable[[QPainter], None]) -> None:
        """Paint over what the layer shows."""
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()

    def blit(self, painter: QPainter) -> None:
        """Copy it to where `painter` paints."""
        painter.drawPixmap(QPointF(0, 0), self._pixmap)

    def blit_moved(self, painter: QPainter, before: View, after: View) -> None:
        """The same where another view has it: quick, but not sharp."""
        scale = after.scale / before.scale
        painter.save()
        painter.translate(after.dx - before.dx * scale, after.dy - before.dy * scale)
        painter.scale(scale, scale)
        self.blit(painter)
        painter.restore()

    def drop(self) -> None:
        """Paint it again next time."""
        self._content = None


def ink_width(width: float, height: float) -> float:
    """Width of the pen in pixels: thicker on larger canvases, so that a projected one reads from afar."""
    return min(max(0.0066 * min(width, height), 2.6), 8.0)


def paint_paper(painter: QPainter, area: QRectF, view: View, theme: Theme) -> None:
    """The page with a faint grid of dots that zooms and pans along."""
    # Not `fillRect`: to choose among its overloads, PySide sets up the 170 names of gradients that one of them takes.
    painter.setBackground(QColor(*theme.background))
    painter.eraseRect(area)
    size = GRID_SPACING * max(1.0, min(area.width(), area.height()) / 900)
    spacing = 2.0 ** math.ceil(math.log2(size / view.scale)) * view.scale
    columns = np.arange(math.floor((area.left() - view.dx) / spacing), area.right() / spacing - view.dx / spacing + 1)
    rows = np.arange(math.floor((area.top() - view.dy) / spacing), area.bottom() / spacing - view.dy / spacing + 1)
    x, y = np.meshgrid(columns * spacing + view.dx, rows * spacing + view.dy)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # A whole number of device pixels, so that all dots look the same.
    ratio = painter.device().devicePixelRatioF()
    painter.setPen(QPen(QColor(*theme.grid), max(2, round(ratio * size / 14)) / ratio))
    painter.drawPoints(polygon(np.stack([x.ravel(), y.ravel()], axis=1)))
    painter.restore()


def paint_ink(
    painter: QPainter,
    points: Sequence[tuple[float, float]],
    pressures: Sequence[float | None],
    view: View,
    colour: QColor,
    width: float,
) -> None:
    """The ink of a stroke in progress, or of the part of it that is new."""
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    places = view.to_view(points)
    known = [p for p in pressures if p is not None]
    if len(points) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = 0.5 * width
        painter.drawEllipse(QPointF(*places[0].tolist()), radius, radius)
    elif len(known) < len(points):
        painter.setPen(pen)
        painter.drawPolyline(polygon(places))
    else:
        for factor, segments in pressure_segments(
            Stroke(places.astype(np.float32), pressures=np.array(known, np.float32))
        ):
            pen.setWidthF(factor * width)
            painter.setPen(pen)
            for segment in segments:
                painter.drawPolyline(polygon(segment))


def paint_traces(
    painter: QPainter,
    trace: npt.NDArray[np.float64],
    view: View,
    look: Look,
    width: float,
) -> None:
    """Where (K, S, 2) locations have travelled.

    The colours are opaque, so that traces painted piece by piece look like those painted at once.
    """
    count = trace.shape[1]
    pen = QPen(QColor(), max(1.2, 0.55 * width))
    places = view.to_view(trace)
    kept = _kept(places)
    for order in range(count):
        colour = stroke_colour(order, count, look.scheme, look.theme)
        pen.setColor(QColor(*mix(look.theme.background, colour, _TRACE_STRENGTH)))
        painter.setPen(pen)
        x, y = places[kept[:, order], order].T.tolist()
        # Separate lines with square ends: several times faster than a polyline, and this thin they look alike.
        painter.drawLines(list(map(QLineF, x, y, x[1:], y[1:])))


def _kept(places: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which of (K, S, 2) pixels to paint, so that a frame is not missed for what nobody can see."""
    kept = np.ones(places.shape[:2], bool)
    for spot in _SPOTS:
        if kept.sum() <= _MOST_LINES:
            break
        kept[:-1] = (np.diff(np.rint(places / spot), axis=0) != 0).any(axis=2)
    return kept
