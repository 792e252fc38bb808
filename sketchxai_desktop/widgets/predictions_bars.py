"""Rows of categories with their bars: painted, pointed at, and walked through with the arrow keys."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Colour, Theme, legible, mix

#: Categories shown at most, and at least however low the place is.
MOST, FEWEST = 5, 3
_MINUS, _CHECK = "\N{MINUS SIGN}", "\N{CHECK MARK}"


@dataclass(frozen=True)
class Row:
    """One category with its bar.

    Attributes:
        probability: 0..1 as the network says it now.
        full: 0..1 as it said with nothing left out, or None when that is not known or the same question.
        own: whether the drawer was asked for this category.
    """

    category: str
    probability: float
    full: float | None = None
    own: bool = False

    @property
    def percent(self) -> str:
        """As in "97.1%"; only certainty is called 100%."""
        return f"{min(self.probability * 100, 99.9 if self.probability < 1 else 100.0):.1f}%"

    @property
    def change(self) -> str:
        """Percentage points gained or lost, as in "−34.2"; empty when there is nothing to compare with."""
        if self.full is None:
            return ""
        points = (self.probability - self.full) * 100
        if abs(points) < 0.05:
            return "\N{PLUS-MINUS SIGN}0.0"
        return f"{'+' if points > 0 else _MINUS}{abs(points):.1f}"


class Bars(QWidget):
    """The rows themselves: painted, pointed at, and walked through with the arrow keys."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.message = ""
        self.muted = False
        self._theme = LIGHT
        self._hovered = -1
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Most probable categories"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_rows(self, rows: list[Row]) -> None:
        self.rows, self.message, self.muted = rows, "", False
        self._described()

    def show_message(self, message: str) -> None:
        self.rows, self.message, self.muted = [], message, False
        self._described()

    def set_muted(self, muted: bool) -> None:
        self.muted = muted
        self.update()

    def _described(self) -> None:
        texts = [f"{row.category} {row.percent} {row.change}".strip() for row in self.rows]
        self.setAccessibleDescription(self.message or "; ".join(texts))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if 0 <= self._hovered < len(self.shown) else Qt.CursorShape.ArrowCursor
        )
        self.update()

    # Places -----------------------------------------------------------------------------------------

    @property
    def _line(self) -> float:
        return float(max(16, self.fontMetrics().height() + 2))

    @property
    def shown(self) -> list[Row]:
        """As many rows as fit. What led before something was left out is never the one that does not."""
        count = max(FEWEST, math.floor((self.height() + 2) / self._line))
        leader = max(self.rows, key=lambda row: row.full or 0.0, default=None)
        if leader is None or leader.full is None or leader in self.rows[:count]:
            return self.rows[:count]
        return [*self.rows[: count - 1], leader]

    def row_rect(self, index: int) -> QRectF:
        """Where a row is; the rows share the height, up to comfortable ones."""
        count = max(len(self.shown), 1)
        height = min(self.height() / count, 1.6 * self._line)
        top = (self.height() - count * height) / 2
        return QRectF(0, top + index * height, self.width(), height)

    def _row_at(self, place: QPointF) -> int:
        return next((k for k in range(len(self.shown)) if self.row_rect(k).contains(place)), -1)

    def sizeHint(self) -> QSize:
        return QSize(320, round(MOST * self._line) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, round(FEWEST * self._line))

    # Events -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._row_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._tip(self.shown[index]) if index >= 0 else "", self)
            return True
        return super().event(event)

    def _tip(self, row: Row) -> str:
        lines = [self.tr("{0}: {1}").format(row.category, row.percent)]
        if row.full is not None:
            lines.append(
                self.tr("With nothing left out: {0}. Change in percentage points: {1}").format(
                    Row(row.category, row.full).percent, row.change
                )
            )
        if row.own:
            lines.append(self.tr("This is what the drawer was asked for."))
        lines.append(self.tr("Click to make it the target of an inversion."))
        return "\n".join(lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hovered(self._row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(-1)

    def _set_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._current = index
            self.chosen.emit(self.shown[index].category)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.key(), len(self.shown)
        if count and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), count - 1)
            self.update()
        elif count and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.shown[min(self._current, count - 1)].category)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # Painting ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.rows:
            painter.setPen(QColor(*self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self.message)
            return
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wide, plain = QFontMetricsF(bold), QFontMetricsF(self.font())
        shown = self.shown
        count = len(shown)
        names = max(wide.horizontalAdvance(_name(row)) for row in shown) + 4
        columns = _Columns(
            name=min(names, 0.42 * self.width()),
            percent=wide.horizontalAdvance("100.0%") + 4,
            change=plain.horizontalAdvance(f"{_MINUS}100.0") + 6 if any(r.full is not None for r in self.rows) else 0.0,
        )
        for index in range(count):
            rect = self.row_rect(index)
            if index == self._hovered or (self.hasFocus() and index == min(self._current, count - 1)):
                focused = self.hasFocus() and index == self._current
                painter.setPen(QPen(QColor(*self._theme.accent), 1) if focused else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*mix(self._theme.surface, self._theme.accent, 0.14)))
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            self._paint_row(painter, rect.adjusted(4, 0, -4, 0), shown[index], columns, bold if not index else None)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row, columns: _Columns, bold: QFont | None) -> None:
        theme = self._theme
        text = theme.muted if self.muted else theme.text
        middle = Qt.AlignmentFlag.AlignVCenter
        left, right = int(Qt.AlignmentFlag.AlignLeft | middle), int(Qt.AlignmentFlag.AlignRight | middle)
        painter.setFont(bold or self.font())
        painter.setPen(QColor(*(theme.accent if row.own and not self.muted else text)))
        name = QFontMetricsF(painter.font()).elidedText(_name(row), Qt.TextElideMode.ElideRight, columns.name)
        painter.drawText(QRectF(rect.left(), rect.top(), columns.name, rect.height()), left, name)

        ends = columns.percent + columns.change
        track = QRectF(rect.left() + columns.name + 6, 0, rect.width() - columns.name - ends - 12, 0)
        height = min(10.0, 0.5 * rect.height())
        track.setTop(rect.center().y() - height / 2)
        track.setHeight(height)
        self._paint_bar(painter, track, row, leading=bold is not None)

        painter.setPen(QColor(*text))
        place = QRectF(rect.right() - ends, rect.top(), columns.percent, rect.height())
        painter.drawText(place, right, row.percent)
        if columns.change and row.full is not None:
            painter.setFont(self.font())
            painter.setPen(QColor(*(theme.muted if self.muted else _change_colour(row, theme))))
            place = QRectF(rect.right() - columns.change, rect.top(), columns.change, rect.height())
            painter.drawText(place, right, row.change)

    def _paint_bar(self, painter: QPainter, track: QRectF, row: Row, *, leading: bool) -> None:
        theme, radius = self._theme, track.height() / 2
        if track.width() <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*mix(theme.surface, theme.grid, 0.7)))
        painter.drawRoundedRect(track, radius, radius)
        if self.muted:
            colour = theme.original
        else:
            colour = theme.accent if leading else mix(theme.surface, theme.accent, 0.6)
        painter.setBrush(QColor(*colour))
        painter.save()
        painter.setClipRect(QRectF(track.left(), track.top(), track.width() * row.probability, track.height()))
        painter.drawRoundedRect(track, radius, radius)
        painter.restore()
        if row.full is not None:
            x = track.left() + track.width() * row.full
            painter.setPen(QPen(QColor(*theme.text), 2))
            painter.drawLine(QPointF(x, track.top() - 2), QPointF(x, track.bottom() + 2))


@dataclass(frozen=True)
class _Columns:
    name: float
    percent: float
    change: float


def _name(row: Row) -> str:
    return f"{row.category} {_CHECK}" if row.own else row.category


def _change_colour(row: Row, theme: Theme) -> Colour:
    if row.change.startswith("+"):
        return legible((0, 140, 90), theme, 4.5)
    return legible((205, 60, 40), theme, 4.5) if row.change.startswith(_MINUS) else theme.muted
