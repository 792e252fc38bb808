"""Paint a sketch. Nothing here loads, computes or remembers anything but the strokes' polylines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, contrast, stroke_colour
from sketchxai_desktop.rendering.view import Ink, View, ink_of, polygon

#: Space kept around a sketch that is fitted into a rectangle, in pen widths.
FIT_MARGIN = 4.0
#: From so many strokes on, lines are drawn without round joints, so that a canvas keeps up with its screen.
DENSE = 150
_TRACE_OPACITY = 0.55
#: Dashes and gaps of strokes that speak against something, in pen widths.
DASHES = [2.4, 1.7]


class StrokeLook(NamedTuple):
    """How one stroke is drawn: colour, width as a factor, and whether in dashes."""

    colour: Colour
    width: float = 1.0
    dashed: bool = False


def paint_sketch(
    painter: QPainter,
    sketch: Sketch,
    place: View | QRectF,
    *,
    theme: Theme = LIGHT,
    scheme: Scheme = "rainbow",
    width: float = 3.0,
    selected: Collection[int] = (),
    hovered: int | None = None,
    ghost: Sketch | None = None,
    traces: npt.ArrayLike | None = None,
    shifts: npt.ArrayLike | None = None,
    start_dots: bool = True,
    numbers: bool = False,
    only: Collection[int] | None = None,
    lines: bool = True,
    quick: bool = False,
    looks: Sequence[StrokeLook] | None = None,
) -> None:
    """Draw the strokes of `sketch` in order. The painter's state is left as it was found.

    Args:
        painter: active painter, on any thread.
        sketch: in its own units; the x axis points right, the y axis down.
        place: the view to draw with, or a rectangle in which the sketch (as shifted) is fitted.
        theme: colours; the background is not painted here.
        scheme: how strokes are coloured by order.
        width: of the pen in pixels; a pen's pressure, where known, varies it.
        selected: orders of strokes to mark with a halo.
        hovered: order of the stroke under the pointer, marked with a fainter halo, or None.
        ghost: a sketch drawn faintly behind, or None.
        traces: (K, S, 2) sketch units: where each stroke's location has travelled, or None.
        shifts: (S, 2) sketch units added to each stroke, so that a layout can change without new strokes.
        start_dots: mark every location (first point) with a dot.
        numbers: write the order, counted from 1, into the dots, so that strokes differ by more than hue.
        only: ascending orders of the strokes to draw, for a picture that is drawn in parts; None: all.
        lines: draw the strokes themselves, not only dots or numbers.
        quick: without round joints, which cannot be told from others where the pen is thin.
        looks: one for every stroke, instead of colours by order; None: by order.
    """
    count = len(sketch)
    moves = np.zeros((count, 2)) if shifts is None else np.asarray(shifts, np.float64)
    view = place if isinstance(place, View) else View.fit(shifted_bounds(sketch, moves), place, FIT_MARGIN * width)
    orders = range(count) if only is None else list(only)
    inks = {k: ink_of(sketch.strokes[k]) for k in orders}
    if looks is None:
        colours = [QColor(*stroke_colour(k, count, scheme, theme)) for k in orders]
    else:
        colours = [QColor(*looks[k].colour) for k in orders]
    offsets = None if shifts is None else moves.tolist()

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(view.transform(), combine=True)
    brush = _Brush(painter, width / view.scale, coarse=quick or count >= DENSE)
    if ghost is not None:
        for stroke in ghost.strokes:
            brush.draw(ink_of(stroke), QColor(*theme.ghost))
    if traces is not None:
        _paint_traces(painter, np.asarray(traces, np.float64), colours, 0.45 * brush.width)
    for order, glow in _halos(count, selected, hovered, theme):
        ink = ink_of(sketch.strokes[order])
        brush.draw(ink, QColor(*glow), None if offsets is None else offsets[order], halo=True)
    if lines:
        for (order, ink), colour in zip(inks.items(), colours, strict=True):
            look = None if looks is None else looks[order]
            brush.draw(ink, colour, None if offsets is None else offsets[order], look=look)
    if numbers or start_dots:
        starts = np.array([ink.start for ink in inks.values()]).reshape(-1, 2) + moves[list(orders)]
        if numbers:
            painter.setTransform(view.transform().inverted()[0], combine=True)
            _paint_numbers(painter, orders, view.to_view(starts).tolist(), colours, theme, width)
        else:
            _paint_dots(painter, starts.tolist(), colours, theme, brush.width, dense=count >= DENSE)
    painter.restore()


def shifted_bounds(sketch: Sketch, shifts: npt.ArrayLike) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the sketch with every stroke moved by its (S, 2) shift, in sketch units.

    `shifts` may have leading axes, (..., S, 2): the bounds then hold every layout.
    """
    if not sketch.strokes:
        return (0.0, 0.0, 0.0, 0.0)
    moves = np.asarray(shifts, np.float64).reshape(-1, len(sketch), 2)
    low = np.stack([s.points.min(axis=0) for s in sketch.strokes]) + moves.min(axis=0)
    high = np.stack([s.points.max(axis=0) for s in sketch.strokes]) + moves.max(axis=0)
    (left, top), (right, bottom) = low.min(axis=0).tolist(), high.max(axis=0).tolist()
    return left, top, right, bottom


class _Brush:
    """A round pen of one width in sketch units."""

    def __init__(self, painter: QPainter, width: float, *, coarse: bool) -> None:
        self._painter = painter
        self._coarse = coarse
        self.width = width
        self._pen = QPen(QColor(), width)
        self._pen.setCapStyle(Qt.PenCapStyle.SquareCap if coarse else Qt.PenCapStyle.RoundCap)
        self._pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)

    def draw(
        self,
        ink: Ink,
        colour: QColor,
        offset: list[float] | None = None,
        *,
        halo: bool = False,
        look: StrokeLook | None = None,
    ) -> None:
        painter, width = self._painter, self.width + (2.4 * self.width if halo else 0.0)
        width *= 1.0 if look is None else look.width
        if offset is not None:
            painter.translate(offset[0], offset[1])
        if ink.dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            radius = width * (0.5 if halo else 0.75) * ink.dot
            painter.drawEllipse(QPointF(*ink.start), radius, radius)
        else:
            self._pen.setColor(colour)
            if look is not None and look.dashed:
                pen = QPen(colour, width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
                pen.setDashPattern(DASHES)
                painter.setPen(pen)
                painter.drawPolyline(ink.line)
            elif ink.levels and not halo:
                for factor, path in ink.levels:
                    self._pen.setWidthF(width * factor)
                    painter.setPen(self._pen)
                    painter.drawPath(path)
            else:
                self._pen.setWidthF(width)
                painter.setPen(self._pen)
                if self._coarse:
                    painter.drawLines(ink.segments)
                else:
                    painter.drawPolyline(ink.line)
        if offset is not None:
            painter.translate(-offset[0], -offset[1])


def _halos(count: int, selected: Collection[int], hovered: int | None, theme: Theme) -> Iterator[tuple[int, Colour]]:
    if hovered is not None and hovered not in selected and 0 <= hovered < count:
        yield hovered, theme.hover
    for order in sorted(selected):
        if 0 <= order < count:
            yield order, theme.halo


def _paint_traces(painter: QPainter, traces: npt.NDArray[np.float64], colours: list[QColor], width: float) -> None:
    for order, colour in enumerate(colours):
        faint = QColor(colour)
        faint.setAlphaF(_TRACE_OPACITY)
        painter.setPen(QPen(faint, width))
        painter.drawPolyline(polygon(traces[:, order]))


def _paint_dots(
    painter: QPainter, starts: list[list[float]], colours: list[QColor], theme: Theme, width: float, *, dense: bool
) -> None:
    if dense:
        pen = QPen(QColor(), 2.4 * width)
        for (x, y), colour in zip(starts, colours, strict=True):
            pen.setColor(colour)
            painter.setPen(pen)
            painter.drawLine(QLineF(x - width / 8, y, x + width / 8, y))
        return
    painter.setPen(QPen(QColor(*theme.background), 0.5 * width))
    radius = 1.55 * width
    for (x, y), colour in zip(starts, colours, strict=True):
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _paint_numbers(
    painter: QPainter,
    orders: Collection[int],
    starts: list[list[float]],
    colours: list[QColor],
    theme: Theme,
    width: float,
) -> None:
    radius = max(7.0, 2.6 * width)
    ring = QPen(QColor(*theme.background), max(1.0, 0.5 * width))
    for order, (x, y), colour in zip(orders, starts, colours, strict=True):
        text = str(order + 1)
        painter.setPen(ring)
        painter.setBrush(QBrush(colour))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.setFont(picture_font(radius * (1.25 if len(text) == 1 else 1.05 if len(text) == 2 else 0.8), bold=True))
        on = (colour.red(), colour.green(), colour.blue())
        painter.setPen(QColor(*max(((255, 255, 255), (0, 0, 0)), key=lambda c: contrast(c, on))))
        box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
