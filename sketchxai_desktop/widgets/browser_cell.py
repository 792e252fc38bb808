"""One cell of the browser: thumbnail, line number, word, and whether the network names it."""

from __future__ import annotations

from PySide6 import QtWidgets  # QStyle is set up when the first cell is painted: it has 600 names
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Theme, legible, mix
from sketchxai_desktop.widgets.browser_cache import ThumbnailCache
from sketchxai_desktop.widgets.browser_model import DRAWING_ROLE, SketchModel

#: Pixels between a cell's edge and its card, and between cards and text.
PAD = 3
_GAP = 2
_RADIUS = 2.5
_GREEN: Colour = (22, 128, 60)
_RED: Colour = (205, 43, 49)
_TEXT_CONTRAST = 4.5

AnyIndex = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints cells from what model and cache hold; loads and computes nothing."""

    def __init__(self, model: SketchModel, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._thumbnails = model, thumbnails
        self._opened: int | None = None
        self.set_theme(LIGHT)
        self.set_font(QFont())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._good = QColor(*legible(_GREEN, theme, _TEXT_CONTRAST))
        self._bad = QColor(*legible(_RED, theme, _TEXT_CONTRAST))

    def set_font(self, font: QFont) -> None:
        """The captions' font is a little smaller than that of the widgets around."""
        self._font = QFont(font)
        if font.pointSizeF() > 0:
            self._font.setPointSizeF(max(7.0, 0.88 * font.pointSizeF()))
        self._metrics = QFontMetrics(self._font)

    def set_opened(self, drawing: int | None) -> None:
        """The drawing that was opened last is marked."""
        self._opened = drawing

    @property
    def caption_height(self) -> int:
        """Of the two lines below the thumbnail."""
        return 2 * self._metrics.height() + _GAP

    def cell_height(self, width: int) -> int:
        """Of a cell of that width."""
        return width + self.caption_height + PAD

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        width = self._thumbnails.look.size + 2 * PAD
        return QSize(width, self.cell_height(width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        drawing = int(index.data(DRAWING_ROLE))
        cell = QRect(option.rect)
        state = option.state
        theme = self._theme
        side = cell.width() - 2 * PAD
        card = QRect(cell.left() + PAD, cell.top() + PAD, side, side)
        entry = self._model.entry(drawing)

        painter.save()
        painter.setFont(self._font)
        if drawing == self._opened:
            painter.fillRect(cell.adjusted(0, 0, -1, -1), QColor(*mix(theme.surface, theme.hover, 0.8)))
        self._paint_card(painter, card, drawing, entry)
        self._paint_border(painter, card, state)
        text = QRect(card.left(), card.bottom() + _GAP, side, self._metrics.height())
        self._paint_name(painter, text, drawing, entry)
        text.translate(0, self._metrics.height())
        self._paint_prediction(painter, text, drawing)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, drawing: int, entry: Sketch | str | None) -> None:
        theme = self._theme
        if isinstance(entry, str):
            painter.fillRect(card, QColor(*mix(theme.surface, theme.grid, 0.5)))
            painter.setPen(QColor(*theme.muted))
            inner = card.adjusted(4, 4, -4, -4)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, flags, self.tr("not a drawing"))
            return
        painter.fillRect(card, QColor(*theme.background))
        pixmap = self._thumbnails.pixmap(drawing)
        if pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(card, pixmap)
        else:
            painter.setPen(QColor(*theme.muted))
            painter.drawText(card, Qt.AlignmentFlag.AlignCenter, "…")

    def _paint_border(self, painter: QPainter, card: QRect, state: QtWidgets.QStyle.StateFlag) -> None:
        theme, flag = self._theme, QtWidgets.QStyle.StateFlag
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & flag.State_Selected:
            # Thinner while the keyboard is elsewhere.
            width = 2.5 if state & flag.State_HasFocus else 1.5
            painter.setPen(QPen(QColor(*theme.accent), width))
        elif state & flag.State_MouseOver:
            painter.setPen(QPen(QColor(*theme.muted), 1.5))
        else:
            painter.setPen(QPen(QColor(*theme.grid), 1.0))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _paint_name(self, painter: QPainter, place: QRect, drawing: int, entry: Sketch | str | None) -> None:
        theme, metrics = self._theme, self._metrics
        number = str(self._model.line(drawing))
        painter.setPen(QColor(*theme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, number)
        if isinstance(entry, Sketch) and entry.word:
            rest = place.adjusted(metrics.horizontalAdvance(number + " "), 0, 0, 0)
            painter.setPen(QColor(*theme.text))
            word = metrics.elidedText(entry.word, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)

    def _paint_prediction(self, painter: QPainter, place: QRect, drawing: int) -> None:
        prediction = self._model.prediction(drawing)
        if prediction is None:
            return
        metrics, right = self._metrics, self._model.is_right(drawing)
        colour = QColor(*self._theme.muted) if right is None else self._good if right else self._bad
        left = place.left()
        if right is not None:
            size = round(0.62 * metrics.height())
            _paint_mark(painter, QRectF(left, place.center().y() - size / 2, size, size), colour, right)
            left += size + 4
        certain = prediction.probability >= 1  # nothing else is called 100 %
        share = f"{min(100 * prediction.probability, 100 if certain else 99):.0f}%"
        painter.setPen(colour)
        rest = QRect(left, place.top(), place.right() - left, place.height())
        # In a narrow cell the whole name says more than the number, which the tooltip has as well.
        if metrics.horizontalAdvance(f"{prediction.category} {share}") <= rest.width():
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
        said = metrics.elidedText(prediction.category, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)


def _paint_mark(painter: QPainter, place: QRectF, colour: QColor, right: bool) -> None:
    """A tick or a cross, drawn because not every font has them."""
    painter.setPen(QPen(colour, max(1.6, place.width() / 5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    box = place.adjusted(1, 1, -1, -1)
    if right:
        tick = [(0.0, 0.55), (0.36, 0.92), (1.0, 0.1)]
        painter.drawPolyline(
            QPolygonF([QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in tick])
        )
    else:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
