"""What if this stroke were gone, mirrored, turned, ...? One row for each: picture, signed bar, new answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import mix, signed_colour
from sketchxai_desktop.rendering.text import draw_text
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.widgets.explain_paint import paint_scored
from sketchxai_desktop.widgets.explain_state import ExplainState, percent, signed
from sketchxai_desktop.widgets.take_away import is_drawing

_ROW, _PICTURE, _NAME = 46, 40, 92


class WhatIfList(QWidget):
    """Signals: chosen: index of a row that was clicked or reached by a key; applied: by double click or Enter."""

    chosen = Signal(int)
    applied = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ExplainState()
        self._current = self._pointed = -1
        self._pictures: list[QImage] = []
        self._drawn: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What if"))

    def names(self) -> dict[str, str]:
        """Of the kinds of change, for people."""
        return {
            "drop": self.tr("gone"),
            "mirror-x": self.tr("mirrored \N{LEFT RIGHT ARROW}"),
            "mirror-y": self.tr("mirrored \N{UP DOWN ARROW}"),
            "smaller": self.tr("smaller"),
            "larger": self.tr("larger"),
            "turn-left": self.tr("turned left"),
            "turn-right": self.tr("turned right"),
            "turn-over": self.tr("turned over"),
            "swap": self.tr("order of {0}"),
            "shape": self.tr("look-alike {0}"),
        }

    def name(self, index: int) -> str:
        """As in "mirrored" or "order of 3"."""
        found = (self._state.results.what_ifs or ())[index]
        return self.names().get(found.change, found.change).format(found.detail)

    @property
    def current(self) -> int:
        """The chosen row, or -1."""
        return self._current

    def set_current(self, index: int) -> None:
        """Choose a row without a signal."""
        if index != self._current:
            self._current = index
            self.update()

    def show_state(self, state: ExplainState) -> None:
        self._state = state
        count = len(state.results.what_ifs or ())
        if self._current >= count:
            self._current = -1
        self.setFixedHeight(max(1, count * _ROW))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, max(1, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, found = self._state, self._state.results.what_ifs or ()
        ratio = self.devicePixelRatioF()
        drawn = (state.results.what_ifs, state.theme, ratio)
        if drawn != self._drawn:
            self._drawn = drawn
            self._pictures = [thumbnail(one.sketch, _PICTURE, ratio, theme=state.theme, width=1.3) for one in found]
        most = max((abs(one.difference) for one in found), default=0.0) or 1.0
        for k, one in enumerate(found):
            row = QRectF(0, k * _ROW, self.width(), _ROW)
            if not row.intersects(QRectF(event.rect())):
                continue
            theme = state.theme
            if k == self._current:
                painter.fillRect(row, QColor(*mix(theme.surface, theme.accent, 0.2)))
            elif k == self._pointed:
                painter.fillRect(row, QColor(*mix(theme.surface, theme.accent, 0.08)))
            corner = QPointF(3, row.top() + (_ROW - _PICTURE) / 2)
            if is_drawing():
                place = QRectF(corner.x(), corner.y(), _PICTURE, _PICTURE)
                paint_scored(painter, place, one.sketch, None, theme, "ink")
            else:
                painter.drawImage(corner, self._pictures[k])
            left = _PICTURE + 10.0
            name = QRectF(left, row.top() + 4, _NAME, 18)
            draw_text(painter, name, self.name(k), 12, theme.text, align=Qt.AlignmentFlag.AlignLeft)
            answer = f"{one.answer} {percent(one.probability)}"
            below = QRectF(left, row.top() + 23, self.width() - left - 6, 18)
            flips = state.question is not None and one.answer != self._answer()
            draw_text(painter, below, ("\N{RIGHTWARDS ARROW} " if flips else "") + answer, 12,
                      theme.text if flips else theme.muted, bold=flips, align=Qt.AlignmentFlag.AlignLeft)  # fmt: skip
            self._paint_bar(painter, QRectF(left + _NAME + 4, row.top() + 6, self.width() - left - _NAME - 58, 13),
                            one.difference, most)  # fmt: skip
            painter.setPen(QColor(*theme.text))
            painter.setFont(picture_font(11))
            value = QRectF(self.width() - 52, row.top() + 4, 48, 17)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(value, int(flags), signed(one.difference))
            painter.setPen(QPen(QColor(*mix(theme.surface, theme.grid, 0.6)), 1))
            painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _answer(self) -> str:
        inspection = self._state.inspection
        return "" if inspection is None else inspection.top(1)[0][0]

    def _paint_bar(self, painter: QPainter, place: QRectF, value: float, most: float) -> None:
        theme, middle = self._state.theme, place.center().x()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*mix(theme.surface, theme.grid, 0.5)))
        painter.drawRect(place)
        end = middle + value / most * place.width() / 2
        painter.setBrush(QColor(*signed_colour(value / most, theme)))
        painter.drawRect(QRectF(QPointF(min(middle, end), place.top()), QPointF(max(middle, end), place.bottom())))
        painter.setPen(QPen(QColor(*theme.muted), 1))
        painter.drawLine(QPointF(middle, place.top() - 1), QPointF(middle, place.bottom() + 1))

    def _index_at(self, y: float) -> int:
        index = int(y // _ROW)
        return index if 0 <= index < len(self._state.results.what_ifs or ()) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._index_at(event.position().y())
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._choose(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.applied.emit(index)

    def _choose(self, index: int) -> None:
        self._current = index
        self.update()
        self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._state.results.what_ifs or ())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and count:
            self._choose(min(max(self._current + step, 0), count - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._current < count:
            self.applied.emit(self._current)
        else:
            super().keyPressEvent(event)
