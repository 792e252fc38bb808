"""Words on the canvas: the invitation to draw, the banner and the readout of a run, the focus frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from sketchxai_desktop.rendering.palette import Theme, mix

_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def font_of(base: QFont, factor: float, *, bold: bool = False) -> QFont:
    """`base` made larger or smaller."""
    font = QFont(base)
    if base.pixelSize() > 0:
        font.setPixelSize(max(8, round(base.pixelSize() * factor)))
    else:
        font.setPointSizeF(max(6.0, base.pointSizeF() * factor))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def paint_hint(painter: QPainter, area: QRectF, theme: Theme, base: QFont, title: str, detail: str) -> None:
    """An invitation in the middle of an empty page: a pencil stroke, a title and a line of detail."""
    large, small = font_of(base, 2.1, bold=True), font_of(base, 1.05)
    title_height, detail_height = QFontMetricsF(large).height(), QFontMetricsF(small).height()
    squiggle = 1.1 * title_height if area.height() > 6 * title_height else 0.0
    top = area.center().y() - (1.5 * squiggle + title_height + 1.6 * detail_height) / 2
    if squiggle:
        _paint_squiggle(painter, QPointF(area.center().x(), top + squiggle / 2), squiggle, theme)
        top += 1.5 * squiggle
    for text, font, height, colour in (
        (title, large, title_height, theme.muted),
        (detail, small, 1.6 * detail_height, theme.muted),
    ):
        place = QRectF(area.left() + 12, top, max(1.0, area.width() - 24), height)
        painter.setFont(font)
        painter.setPen(QColor(*colour))
        elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _CENTRE, elided)
        top += height


def _paint_squiggle(painter: QPainter, centre: QPointF, size: float, theme: Theme) -> None:
    """A stroke as the canvas shows it, with the dot of its location."""
    x, y, step = centre.x() - 1.5 * size, centre.y(), 0.75 * size
    path = QPainterPath(QPointF(x, y + 0.3 * size))
    for k in range(4):
        reach = (-0.75 if k % 2 == 0 else 0.75) * size
        left = x + k * step
        path.cubicTo(left + 0.45 * step, y + reach, left + 0.75 * step, y + reach, left + step, y)
    width = max(2.5, 0.09 * size)
    pen = QPen(QColor(*theme.accent), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*theme.accent))
    painter.drawEllipse(QPointF(x, y + 0.3 * size), 1.55 * width, 1.55 * width)


def banner_height(base: QFont) -> float:
    """Height of the banner in pixels."""
    return float(round(1.75 * QFontMetricsF(base).height()))


def paint_banner(painter: QPainter, width: float, theme: Theme, base: QFont, long: str, short: str) -> QRectF:
    """A strip along the top that says what is shown: `long`, or `short` where that does not fit. Its place."""
    strip = QRectF(0, 0, width, banner_height(base))
    painter.fillRect(strip, QColor(*mix(theme.background, theme.accent, 0.14)))
    painter.fillRect(QRectF(0, strip.bottom() - 1, width, 1), QColor(*mix(theme.background, theme.accent, 0.45)))
    metrics, room = QFontMetricsF(base), width - 24
    text = long if metrics.horizontalAdvance(long) <= room else short
    painter.setFont(base)
    painter.setPen(QColor(*theme.text))
    painter.drawText(strip, _CENTRE, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
    return strip


def is_small(area: QRectF, base: QFont) -> bool:
    """Whether the canvas has room for a small readout only."""
    return area.height() < 15 * QFontMetricsF(base).height() or area.width() < 20 * QFontMetricsF(base).height()


def readout_height(area: QRectF, base: QFont) -> float:
    """Height of the readout in pixels."""
    if is_small(area, base):
        return float(round(QFontMetricsF(font_of(base, 1.2, bold=True)).height() + 6))
    big, small = QFontMetricsF(font_of(base, 1.7, bold=True)), QFontMetricsF(font_of(base, 0.95))
    return float(round(big.height() + small.height() + 10))


def paint_readout(painter: QPainter, area: QRectF, theme: Theme, base: QFont, value: str, detail: str) -> QRectF:
    """A box in the lower right corner of `area`: a large value above a line of detail. Its place.

    On a small canvas the value alone.
    """
    if is_small(area, base):
        big, detail, inset, side = font_of(base, 1.2, bold=True), "", 5.0, 7.0
    else:
        big, inset, side = font_of(base, 1.7, bold=True), 10.0, 10.0
    small = font_of(base, 0.95)
    value_metrics, detail_metrics = QFontMetricsF(big), QFontMetricsF(small)
    most = max(area.width() - 2 * inset - 2 * side, 20.0)
    detail = detail_metrics.elidedText(detail, Qt.TextElideMode.ElideRight, most)
    # As wide as the widest value, so that the box does not tremble from step to step.
    width = max(value_metrics.horizontalAdvance("100.00%"), detail_metrics.horizontalAdvance(detail)) + 2 * side
    height = readout_height(area, base)
    box = QRectF(area.right() - inset - width, area.bottom() - inset - height, width, height)
    surface = QColor(*theme.surface)
    surface.setAlpha(235)
    painter.setPen(QPen(QColor(*theme.grid), 1.0))
    painter.setBrush(surface)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    inner = box.adjusted(side, side / 2, -side, -side / 2)
    painter.setFont(big)
    painter.setPen(QColor(*theme.text))
    upper = Qt.AlignmentFlag.AlignTop if detail else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | upper | Qt.TextFlag.TextDontClip), value)
    painter.setFont(small)
    painter.setPen(QColor(*theme.muted))
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), detail)
    return box


def paint_frame(painter: QPainter, area: QRectF, theme: Theme, *, focused: bool) -> None:
    """The edge of the page, in the accent's colour while keys go to the canvas."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 2.0 if focused else 1.0
    painter.setPen(QPen(QColor(*(theme.accent if focused else theme.grid)), width))
    inset = width / 2
    painter.drawRect(area.adjusted(inset, inset, -inset, -inset))
