"""Pages of strokes: small pictures side by side, as many as there are, painted only where they are seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Theme
from sketchxai_desktop.rendering.sketch_painter import StrokeLook, paint_sketch
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.widgets.shapes_state import paint_card, paint_chip, paint_message
from sketchxai_desktop.widgets.take_away import is_drawing

_CAPTION = 15
_GAP = 5
_CACHED = 1500


@dataclass(frozen=True, eq=False)
class GridCell:
    """One picture.

    Attributes:
        stroke: to draw. caption: a few letters below it. tip: what is said of it when it is pointed at.
        colour: of the stroke, or None for ink.
        chips: (number, colour) of strokes of the sketch that belong here.
    """

    stroke: Stroke
    caption: str = ""
    tip: str = ""
    colour: Colour | None = None
    chips: tuple[tuple[int, Colour], ...] = ()


class StrokeGrid(QAbstractScrollArea):
    """Shows `count` cells that `cell(index)` makes when they come on the screen.

    Signals:
        chosen: a cell was clicked or reached by an arrow key. activated: double-clicked, or Enter.
        pointed: the cell under the pointer, -1 for none.
    """

    chosen = Signal(int)
    activated = Signal(int)
    pointed = Signal(int)

    def __init__(self, name: str, side: int = 64, *, one_row: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._one_row = side, one_row
        self._count = 0
        self._make: Callable[[int], GridCell] = lambda _: GridCell(Stroke([[0, 0]]))  # type: ignore[arg-type]
        self._message = ""
        self._theme = LIGHT
        self._current = self._pointed = -1
        self._pictures: OrderedDict[int, tuple[GridCell, QImage]] = OrderedDict()
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setSingleStep(24)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if one_row:
            self.setVerticalScrollBarPolicy(off)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setHorizontalScrollBarPolicy(off)

    # What is shown -----------------------------------------------------------------------------------

    def set_cells(self, count: int, make: Callable[[int], GridCell], message: str = "") -> None:
        """Show other cells; `message` where there are none. The chosen cell is kept if it is still there."""
        self._count, self._make, self._message = count, make, message
        self._pictures.clear()
        self._current = self._current if self._current < count else -1
        self._pointed = -1
        self._fit_bars()
        self.setAccessibleDescription(self._message if not count else self.tr("{0} strokes").format(count))
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._pictures.clear()
        self.viewport().update()

    @property
    def count(self) -> int:
        return self._count

    @property
    def current(self) -> int:
        """The chosen cell, or -1."""
        return self._current

    def set_current(self, index: int, *, scroll: bool = True) -> None:
        """Choose a cell without a signal."""
        self._current = index if 0 <= index < self._count else -1
        if scroll and self._current >= 0:
            self.scroll_to(self._current)
        self.viewport().update()

    def to_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    # Places -------------------------------------------------------------------------------------------

    @property
    def _cell_size(self) -> QSize:
        return QSize(self._side + _GAP, self._side + _CAPTION + _GAP)

    @property
    def columns(self) -> int:
        if self._one_row:
            return max(1, self._count)
        return max(1, (self.viewport().width() - _GAP) // self._cell_size.width())

    def sizeHint(self) -> QSize:
        size = self._cell_size
        if self._one_row:
            return QSize(6 * size.width(), size.height() + _GAP + 2)
        return QSize(5 * size.width() + _GAP, 4 * size.height())

    def minimumSizeHint(self) -> QSize:
        size = self._cell_size
        return QSize(2 * size.width() + 2 * _GAP, size.height() + _GAP + 2)

    def _fit_bars(self) -> None:
        size, view = self._cell_size, self.viewport().size()
        rows = -(-self._count // self.columns)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, view.height()))
        bar.setRange(0, 0 if self._one_row else max(0, rows * size.height() + _GAP - view.height()))
        across = self.horizontalScrollBar()
        across.setPageStep(max(1, view.width()))
        across.setRange(0, max(0, self._count * size.width() + _GAP - view.width()) if self._one_row else 0)

    def rect_of(self, index: int) -> QRectF:
        """Where a cell is in the viewport."""
        row, column = divmod(index, self.columns)
        size = self._cell_size
        x = _GAP + column * size.width() - self.horizontalScrollBar().value()
        y = _GAP + row * size.height() - self.verticalScrollBar().value()
        return QRectF(x, y, self._side, self._side + _CAPTION)

    def index_at(self, place: QPoint) -> int:
        """The cell at a place in the viewport, or -1."""
        size = self._cell_size
        column = (place.x() - _GAP + self.horizontalScrollBar().value()) // size.width()
        row = (place.y() - _GAP + self.verticalScrollBar().value()) // size.height()
        index = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and index < self._count
        return index if inside and self.rect_of(index).contains(QPointF(place)) else -1

    def scroll_to(self, index: int) -> None:
        place, view = self.rect_of(index), self.viewport().rect()
        bar = self.verticalScrollBar()
        if place.top() < 0 or place.bottom() > view.height():
            bar.setValue(bar.value() + round(place.center().y() - view.height() / 2))
        across = self.horizontalScrollBar()
        if place.left() < 0 or place.right() > view.width():
            across.setValue(across.value() + round(place.center().x() - view.width() / 2))

    # Painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self.viewport().rect()
        painter.fillRect(view, QColor(*self._theme.surface))
        if not self._count:
            paint_message(painter, QRectF(view), self._message, self._theme)
            return
        first_row = max(0, self.verticalScrollBar().value() // self._cell_size.height())
        last_row = (self.verticalScrollBar().value() + view.height()) // self._cell_size.height()
        first, last = first_row * self.columns, min((last_row + 1) * self.columns, self._count)
        for index in range(first, last):
            place = self.rect_of(index)
            if place.right() >= 0 and place.left() <= view.width():
                self._paint_cell(painter, index, place)

    def _paint_cell(self, painter: QPainter, index: int, place: QRectF) -> None:
        cell, picture = self._pictured(index)
        card = QRectF(place.left(), place.top(), self._side, self._side)
        chosen = index == self._current
        paint_card(painter, card, self._theme, chosen=chosen, pointed=index == self._pointed)
        inset = 3
        if is_drawing():
            looks = [StrokeLook(cell.colour or self._theme.ink)]
            inner = card.adjusted(inset, inset, -inset, -inset)
            paint_sketch(painter, Sketch((cell.stroke,)), inner, theme=self._theme, width=1.6, start_dots=False,
                         looks=looks)  # fmt: skip
        else:
            painter.drawImage(card.topLeft() + QPointF(inset, inset), picture)
        painter.setFont(picture_font(11))
        painter.setPen(QColor(*(self._theme.text if chosen else self._theme.muted)))
        below = QRectF(place.left(), card.bottom(), self._side, _CAPTION)
        text = painter.fontMetrics().elidedText(cell.caption, Qt.TextElideMode.ElideRight, self._side)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        room = max(1, int((self._side - 4) // 15))
        for k, (number, colour) in enumerate(cell.chips[:room]):
            paint_chip(painter, QPointF(card.left() + 9 + 15 * k, card.top() + 9), 7, str(number), colour)

    def _pictured(self, index: int) -> tuple[GridCell, QImage]:
        known = self._pictures.get(index)
        if known is not None:
            self._pictures.move_to_end(index)
            return known
        cell = self._make(index)
        theme = self._theme
        if cell.colour is not None:
            theme = Theme(**{**theme.__dict__, "ink": cell.colour})
        ratio = self.devicePixelRatioF()
        picture = thumbnail(Sketch((cell.stroke,)), self._side - 6, ratio, theme=theme, width=1.6, background=False)
        self._pictures[index] = cell, picture
        while len(self._pictures) > _CACHED:
            self._pictures.popitem(last=False)
        return cell, picture

    # Events -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bars()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.index_at(event.pos())
            QToolTip.showText(event.globalPos(), self._make(index).tip if index >= 0 else "", self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._point(-1)
        return super().viewportEvent(event)

    def _point(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.index_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.set_current(index, scroll=False)
            self.chosen.emit(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {
            keys.Key_Left: -1,
            keys.Key_Right: 1,
            keys.Key_Up: -self.columns,
            keys.Key_Down: self.columns,
            keys.Key_Home: -self._count,
            keys.Key_End: self._count,
        }
        key = event.key()
        if self._count and key in steps:
            index = min(max(max(self._current, 0) + steps[Qt.Key(key)], 0), self._count - 1)
            self.set_current(index)
            self.chosen.emit(index)
        elif self._current >= 0 and key in (keys.Key_Return, keys.Key_Enter):
            self.activated.emit(self._current)
        else:
            super().keyPressEvent(event)
