"""The chosen method's scores: one column per stroke, or one per part of a stroke."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.text import draw_text
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_chip, paint_columns, paint_message
from sketchxai_desktop.widgets.explain_parts import spans
from sketchxai_desktop.widgets.explain_state import ExplainState, signed

_CHIPS, _TITLE = 18.0, 20.0


class ScoreChart(QWidget):
    """Pointing at a column highlights its stroke everywhere, a click selects it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ExplainState()
        self._message = ""
        self.setMouseTracking(True)
        self.setMinimumHeight(110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scores of the strokes"))

    def sizeHint(self) -> QSize:
        return QSize(280, 140)

    def show_state(self, state: ExplainState, message: str = "") -> None:
        """Show the scores of the state's method, or `message` in their place."""
        self._state, self._message = state, message
        found = state.attribution
        if state.part_attribution is not None:
            parts = state.part_attribution
            sums = np.zeros(1 + max((part.stroke for part in parts.parts), default=0))
            np.add.at(sums, [part.stroke for part in parts.parts], parts.attribution.scores)
            said = ", ".join(f"{k + 1}: {signed(v)}" for k, v in enumerate(sums.tolist()[:40]))
            self.setAccessibleDescription(f"{shown(METHODS[state.method].title)}: {said}")
        elif found is not None:
            said = ", ".join(f"{k + 1}: {signed(v)}" for k, v in enumerate(found.scores.tolist()[:40]))
            self.setAccessibleDescription(f"{shown(METHODS[state.method].title)}: {said}")
        else:
            self.setAccessibleDescription(message)
        self.update()

    def _place(self) -> QRectF:
        return QRectF(self.rect()).adjusted(8, _TITLE + 6, -8, -_CHIPS - 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, found = self._state, self._state.shown
        paint_card(painter, QRectF(self.rect()), state.theme)
        title = QRectF(9, 3, self.width() - 18, _TITLE)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, title, shown(METHODS[state.method].title), 13, state.theme.text, bold=True, align=left)
        if self._message or found is None or not len(found.scores):
            paint_message(painter, QRectF(self.rect()), self._message, state.theme)
            return
        place, count = self._place(), len(found.scores)
        groups = self._groups()
        pointed = {k for k in (state.selected, state.hovered) if k is not None}
        marked = [k for stroke, first, end in groups if stroke in pointed for k in range(first, end)]
        paint_columns(painter, place, found.scores, state.theme, marked=marked, errors=found.errors)
        step = place.width() / count
        radius = _CHIPS / 2 - 1
        if count == len(groups):  # many strokes: every so many has a smaller chip
            every = max(1, round(13 / step + 0.49))
            radius = min(radius, 0.46 * step * every)
        bottom, free = self.height() - _CHIPS / 2 - 4, 0.0
        for number, (stroke, first, end) in enumerate(groups):
            x = place.left() + (first + end) / 2 * step
            if x - radius >= free or stroke in pointed:
                paint_chip(painter, QPointF(x, bottom), radius, stroke, state)
                free = x + radius
            if number and count > len(groups):  # where the next stroke begins
                painter.setPen(QColor(*state.theme.grid))
                x = place.left() + first * step
                painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
        if count == len(groups):
            for k in marked[:1]:
                self._paint_value(painter, place, k, float(found.scores[k]), step)

    def _groups(self) -> list[tuple[int, int, int]]:
        """(stroke, first, end) of the columns of each stroke: one, or one for each of its parts."""
        parts, found = self._state.part_attribution, self._state.shown
        if parts is not None:
            return spans(parts.parts)
        return [(k, k, k + 1) for k in range(0 if found is None else len(found.scores))]

    def _paint_value(self, painter: QPainter, place: QRectF, stroke: int, score: float, step: float) -> None:
        painter.setFont(picture_font(12, bold=True))
        text = signed(score)
        width = painter.fontMetrics().horizontalAdvance(text) + 8
        x = min(max(place.left() + (stroke + 0.5) * step - width / 2, place.left()), place.right() - width)
        box = QRectF(x, place.top() if score < 0 else place.bottom() - 15, width, 15)
        surface = QColor(*self._state.theme.surface)
        surface.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(*self._state.theme.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def column_at(self, x: float) -> int | None:
        """The column that is there."""
        found, place = self._state.shown, self._place()
        if found is None or self._message or not len(found.scores) or not place.left() <= x < place.right():
            return None
        return min(int((x - place.left()) / place.width() * len(found.scores)), len(found.scores) - 1)

    def stroke_at(self, x: float) -> int | None:
        """The stroke whose column is there, or that of one of its parts."""
        column, parts = self.column_at(x), self._state.part_attribution
        return column if column is None or parts is None else parts.parts[column].stroke

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._session.hover(self.stroke_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._session.hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._session.select(self.stroke_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            column, found, parts = self.column_at(event.pos().x()), self._state.shown, self._state.part_attribution
            if column is not None and found is not None:
                score = signed(float(found.scores[column]), 4)
                if parts is None:
                    text = self.tr("Stroke {0}: {1}").format(column + 1, score)
                else:
                    part = parts.parts[column]
                    text = self.tr("Stroke {0}, points {1} to {2}: {3}").format(
                        part.stroke + 1, part.first + 1, part.last + 1, score
                    )
                if found.errors is not None:
                    text += f" \N{PLUS-MINUS SIGN} {float(found.errors[column]):.4f}"
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
