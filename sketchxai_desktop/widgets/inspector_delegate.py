"""How a row of the stroke list looks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6 import QtWidgets  # QStyle is set up when the first row is painted: it has 600 names
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, contrast, mix, stroke_colour
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_state import attribute_colours, place
from sketchxai_desktop.widgets.inspector_strokes import ROW, StrokeModel, StrokeRow

_Index = QModelIndex | QPersistentModelIndex
_CHIP, _PICTURE, _GAP = 22.0, 30, 7.0
_CACHED = 1024


def paint_chip(painter: QPainter, centre: QPointF, radius: float, text: str, colour: Colour) -> None:
    """A disc in a stroke's colour with its number, dark or light, whichever reads better. No pen is drawn."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*colour))
    painter.drawEllipse(centre, radius, radius)
    if text:
        painter.setFont(picture_font(radius * (1.2 if len(text) == 1 else 1.0 if len(text) == 2 else 0.78), bold=True))
        painter.setPen(QColor(*_readable_on(colour)))
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)


@lru_cache(maxsize=4096)
def _readable_on(colour: Colour) -> Colour:
    """White or black, whichever stands out more."""
    return max(((255, 255, 255), (0, 0, 0)), key=lambda text: contrast(text, colour))


def paint_shares(
    painter: QPainter, rect: QRectF, shares: Sequence[float], theme: Theme, span: tuple[float, float]
) -> None:
    """Shares of order, shape and location side by side, from zero to the right; negative ones to the left.

    Args:
        span: the least and the greatest value that `rect` has room for, with 0 between them.
    """
    low, high = span
    unit = rect.width() / (high - low)
    zero = rect.left() - low * unit
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*mix(theme.background, theme.grid, 0.6)))
    painter.drawRect(QRectF(zero, rect.top(), unit, rect.height()))
    right = left = zero
    for share, colour in zip(shares, attribute_colours(theme), strict=True):
        painter.setBrush(QColor(*colour))
        width = abs(share) * unit
        if share >= 0:
            painter.drawRect(QRectF(right, rect.top(), width, rect.height()))
            right += width
        else:
            left -= width
            painter.drawRect(QRectF(left, rect.top(), width, rect.height()))
    if low < 0:
        painter.setPen(QPen(QColor(*theme.text), 1))
        painter.drawLine(QPointF(zero, rect.top() - 2), QPointF(zero, rect.bottom() + 2))


def span_of(shares: npt.NDArray[np.floating]) -> tuple[float, float]:
    """The (least, greatest) sum of negative and of positive shares (S, 3), at least (0, 1), and at most (-2, 3).

    A part that points far against its token would make every other bar vanish; beyond that, bars are cut.
    """
    low = float(np.minimum(shares, 0.0).sum(axis=1).min(initial=0.0))
    high = float(np.maximum(shares, 0.0).sum(axis=1).max(initial=1.0))
    return max(low, -2.0), min(high, 3.0)


class StrokeDelegate(QStyledItemDelegate):
    """Number, picture, location and points, and what the token is made up of."""

    def __init__(self, session: Session, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._session = session
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self._pictures: dict[int, tuple[Stroke, float, QImage]] = {}
        self.span = (0.0, 1.0)

    def set_look(self, theme: Theme, scheme: Scheme) -> None:
        if theme is not self._theme:
            self._pictures.clear()
        self._theme, self._scheme = theme, scheme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, max(_PICTURE + 6, 2 * option.fontMetrics.height() + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, StrokeRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        self._paint_back(painter, rect, option, row.order)
        if not row.seen:
            painter.setOpacity(0.45)
        middle = rect.center().y()
        count = max(len(self._session.sketch), row.order + 1)
        colour = stroke_colour(row.order, count, self._scheme, self._theme)
        x = rect.left() + _GAP
        paint_chip(painter, QPointF(x + _CHIP / 2, middle), _CHIP / 2, str(row.order + 1), colour)
        x += _CHIP + _GAP
        picture = self._picture(row.stroke, painter.device().devicePixelRatioF())
        painter.drawImage(QPointF(x, middle - _PICTURE / 2), picture)
        x += _PICTURE + _GAP
        self._paint_texts(painter, QRectF(x, rect.top(), rect.right() - x, rect.height()), option, index, row)
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: _Index, row: StrokeRow
    ) -> None:
        metrics = QFontMetricsF(option.font)
        model = index.model()
        assert isinstance(model, StrokeModel)
        # Only a sketch without extent leaves its strokes without a location.
        where = place(row.location) if row.location is not None else self.tr("only a dot")
        width = min(metrics.horizontalAdvance(place((-0.88, -0.88))) + _GAP, rect.width())
        half = rect.height() / 2
        painter.setFont(option.font)
        painter.setPen(QColor(*self._theme.text))
        upper = QRectF(rect.left(), rect.top() + 2, width, half - 2)
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), where)
        if row.points is not None:
            painter.setPen(QColor(*self._theme.muted))
            lower = QRectF(rect.left(), rect.top() + half, width, half - 2)
            text = metrics.elidedText(model.points_text(row.points), Qt.TextElideMode.ElideRight, width)
            painter.drawText(lower, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        left = rect.left() + width + _GAP
        bar = QRectF(left, rect.center().y() - 5, rect.right() - _GAP - left, 10)
        if row.shares is not None and row.seen and bar.width() >= 20:
            painter.setClipRect(bar.adjusted(0, -3, 0, 3))
            paint_shares(painter, bar, row.shares, self._theme, self.span)

    def _paint_back(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, order: int) -> None:
        flag = QtWidgets.QStyle.StateFlag
        selected = bool(option.state & flag.State_Selected)
        hovered = order == self._session.hovered
        if not selected and not hovered:
            return
        theme = self._theme
        colour = mix(theme.background, theme.accent, 0.22) if selected else mix(theme.background, theme.hover, 0.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*colour))
        painter.drawRect(rect)
        if selected:
            painter.setBrush(QColor(*theme.accent))
            painter.drawRect(QRectF(rect.left(), rect.top(), 3, rect.height()))
        if option.state & flag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(*theme.accent), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _picture(self, stroke: Stroke, ratio: float) -> QImage:
        known = self._pictures.get(id(stroke))
        if known is not None and known[1] == ratio:
            return known[2]
        if len(self._pictures) >= _CACHED:
            self._pictures.clear()
        picture = thumbnail(Sketch((stroke,)), _PICTURE, ratio, theme=self._theme, width=1.4, background=False)
        self._pictures[id(stroke)] = (stroke, ratio, picture)
        return picture
