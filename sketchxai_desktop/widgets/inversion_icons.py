"""Icons of the inversion panel, drawn as paths so that they are sharp at every scale and follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from sketchxai_desktop.rendering.palette import Colour, Theme, mix
from sketchxai_desktop.widgets.common_icon_sizes import icon_sizes

#: Drawn on a square of this side, in any unit.
_SIDE = 16.0
#: Sides of icons in device-independent pixels.
_SIDES = (16,)


@lru_cache(maxsize=256)
def icon(name: str, theme: Theme, colour: Colour | None = None) -> QIcon:
    """The icon `name`, one of `ICONS`, in the theme's text colour or in `colour`; fainter when disabled."""
    result = QIcon()
    faint = mix(theme.surface, theme.muted, 0.45)
    for mode, shade in ((QIcon.Mode.Normal, colour or theme.text), (QIcon.Mode.Disabled, faint)):
        for size in icon_sizes(_SIDES):
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(size / _SIDE, size / _SIDE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*shade))
            ICONS[name](painter, QColor(*shade))
            painter.end()
            result.addPixmap(pixmap, mode)
    return result


def _triangle(painter: QPainter, left: float, right: float, half: float = 5.0) -> None:
    points = [QPointF(left, 8 - half), QPointF(right, 8), QPointF(left, 8 + half)]
    painter.drawPolygon(QPolygonF(points))


def _line_pen(painter: QPainter, colour: QColor, width: float = 1.5) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _polyline(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _play(painter: QPainter, _: QColor) -> None:
    _triangle(painter, 4.2, 13)


def _pause(painter: QPainter, _: QColor) -> None:
    painter.drawRoundedRect(QRectF(3.8, 3, 3, 10), 0.8, 0.8)
    painter.drawRoundedRect(QRectF(9.2, 3, 3, 10), 0.8, 0.8)


def _step(painter: QPainter, _: QColor) -> None:
    painter.drawRoundedRect(QRectF(2.8, 3, 2.6, 10), 0.8, 0.8)
    _triangle(painter, 7, 14)


def _stop(painter: QPainter, _: QColor) -> None:
    painter.drawRoundedRect(QRectF(3.5, 3.5, 9, 9), 1.2, 1.2)


def _first(painter: QPainter, _: QColor) -> None:
    painter.drawRect(QRectF(3, 3.5, 2, 9))
    _triangle(painter, 13, 6, 4.5)


def _last(painter: QPainter, _: QColor) -> None:
    painter.drawRect(QRectF(11, 3.5, 2, 9))
    _triangle(painter, 3, 10, 4.5)


def _previous(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 2.0)
    _polyline(painter, (10, 4), (6, 8), (10, 12))


def _next(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 2.0)
    _polyline(painter, (6, 4), (10, 8), (6, 12))


def _dice(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 1.4)
    painter.drawRoundedRect(QRectF(2.2, 2.2, 11.6, 11.6), 2.4, 2.4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x, y in ((5.2, 5.2), (10.8, 5.2), (8, 8), (5.2, 10.8), (10.8, 10.8)):
        painter.drawEllipse(QPointF(x, y), 1.15, 1.15)


def _ghost(painter: QPainter, colour: QColor) -> None:
    faint = QColor(colour)
    faint.setAlphaF(0.45)
    _line_pen(painter, faint, 1.5)
    painter.drawEllipse(QPointF(6.3, 9.6), 4.2, 4.2)
    _line_pen(painter, colour, 1.5)
    painter.drawEllipse(QPointF(9.9, 6.2), 4.2, 4.2)


def _traces(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 1.4)
    path = QPainterPath(QPointF(2.5, 12.5))
    path.cubicTo(QPointF(5.5, 1.5), QPointF(8.5, 14.5), QPointF(12, 5))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(12.4, 4.2), 2.1, 2.1)


def _use(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 2.0)
    _polyline(painter, (3, 8.6), (6.6, 12), (13, 4.2))


def _back(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 1.7)
    _polyline(painter, (6.4, 3), (3, 6.2), (6.4, 9.4))
    path = QPainterPath(QPointF(3.4, 6.2))
    path.lineTo(9.6, 6.2)
    path.cubicTo(QPointF(14.4, 6.2), QPointF(14.4, 12.8), QPointF(9.6, 12.8))
    path.lineTo(7.6, 12.8)
    painter.drawPath(path)


def _export(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 1.6)
    _polyline(painter, (8, 10), (8, 2.6))
    _polyline(painter, (5, 5.2), (8, 2.3), (11, 5.2))
    _polyline(painter, (2.8, 9.2), (2.8, 13.4), (13.2, 13.4), (13.2, 9.2))


def _more(painter: QPainter, colour: QColor) -> None:
    _line_pen(painter, colour, 1.5)
    for y, x in ((4, 10.4), (8, 5.4), (12, 9.4)):
        _polyline(painter, (2.4, y), (13.6, y))
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, y), 1.9, 1.9)
        painter.restore()


ICONS: dict[str, Callable[[QPainter, QColor], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "stop": _stop,
    "first": _first,
    "last": _last,
    "previous": _previous,
    "next": _next,
    "dice": _dice,
    "ghost": _ghost,
    "traces": _traces,
    "use": _use,
    "back": _back,
    "export": _export,
    "more": _more,
}
