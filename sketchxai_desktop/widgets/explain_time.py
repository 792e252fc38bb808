"""The time line: what the network would have said after stroke 1, 2, ..., S."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import mix
from sketchxai_desktop.rendering.text import draw_text
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.session import Preview, Session
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_message, paint_scored
from sketchxai_desktop.widgets.explain_state import ExplainState, percent
from sketchxai_desktop.widgets.explain_view import Caption, Heading, View
from sketchxai_desktop.widgets.take_away import Rows, TakeAway, is_drawing


class TimeView(View):
    """A chart of the target's probability, and a picture for every moment."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Time line"), parent)
        self._moment: int | None = None
        self.heading = Heading("")
        self.keep = QPushButton(self.tr("Keep These"))
        self.keep.setToolTip(self.tr("Keep only the strokes up to this moment, as one edit that can be undone"))
        self.keep.clicked.connect(self.keep_moment)
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.keep)
        self.chart = TimeChart(session)
        self.moments = Moments(session)
        for part in (self.chart, self.moments):
            part.chosen.connect(self.choose)
        self.caption = Caption(self.tr("Click a moment to see the sketch as it was then; Esc goes back."))
        self.body.addLayout(row)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.moments)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "time-line", self.rows)
        session.preview_changed.connect(self._preview_changed)

    @property
    def moment(self) -> int | None:
        """0-based stroke after which the sketch is shown on the canvas, or None."""
        return self._moment

    def choose(self, stroke: int) -> None:
        """Show the sketch as it was after a stroke (0-based) on the canvas."""
        line = self.state.results.time_line
        if line is None or not 0 <= stroke < len(line.sketches):
            return
        self._moment = stroke
        best = line.best(stroke)
        title = self.tr("After stroke {0} of {1}").format(stroke + 1, len(line.sketches))
        title += f": {best[0]} {percent(best[1])}" if best is not None else ""
        if stroke == len(line.sketches) - 1:
            self.session.show_preview(None)
            self._moment = stroke
        else:
            self.session.show_preview(Preview(line.sketches[stroke], title))
        self.refresh(self.state)

    def keep_moment(self) -> None:
        """The sketch becomes what it was then."""
        line, stroke = self.state.results.time_line, self._moment
        if line is not None and stroke is not None and stroke < len(line.sketches) - 1:
            self.session.edit(line.sketches[stroke], f"Keep Only First {stroke + 1} Strokes")

    def _preview_changed(self, preview: object) -> None:
        line = self.state.results.time_line
        if self._moment is None or line is None or self._moment >= len(line.sketches):
            return
        if not isinstance(preview, Preview) or preview.sketch is not line.sketches[self._moment]:
            self._moment = None
            self.refresh(self.state)

    def refresh(self, state: ExplainState) -> None:
        line = state.results.time_line
        if line is None or (self._moment is not None and self._moment >= len(line.sketches)):
            self._moment = None
        target = state.question.target if state.question is not None else ""
        self.heading.setText(self.tr("{0} after each stroke").format(target) if target else self.tr("Time line"))
        self.keep.setEnabled(line is not None and self._moment is not None and self._moment < len(line.sketches) - 1)
        message = state.message or (self.tr("Computing\N{HORIZONTAL ELLIPSIS}") if line is None else "")
        self.chart.show_state(state, self._moment, message)
        self.moments.show_state(state, self._moment)

    def rows(self) -> Rows:
        """One row per moment."""
        line, question = self.state.results.time_line, self.state.question
        if line is None or question is None:
            return []
        values = target_curve(self.state)
        found = [line.best(k) for k in range(len(line.sketches))]
        return [
            {
                "strokes": k + 1,
                "best": best[0] if best else "",
                "probability": best[1] if best else "",
                question.target: float(value),
            }
            for k, (best, value) in enumerate(zip(found, values, strict=True))
        ]


def target_curve(state: ExplainState) -> np.ndarray:
    """(S,) probability of the target after each stroke; NaN where there was nothing to see."""
    line, question = state.results.time_line, state.question
    if line is None or question is None or question.target not in line.categories:
        return np.zeros(0)
    return line.probabilities[:, line.categories.index(question.target)]


class TimeChart(QWidget):
    """A line over the strokes. Signals: chosen: a stroke (0-based)."""

    chosen = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._state, self._message = ExplainState(), ""
        self._moment: int | None = None
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probability of the target after each stroke"))

    def sizeHint(self) -> QSize:
        return QSize(280, 128)

    def show_state(self, state: ExplainState, moment: int | None, message: str) -> None:
        self._state, self._moment, self._message = state, moment, message
        said = ", ".join(percent(float(v)) for v in target_curve(state)[:40] if np.isfinite(v))
        self.setAccessibleDescription(message or said)
        self.update()

    def _place(self) -> QRectF:
        return QRectF(self.rect()).adjusted(38, 10, -12, -20)

    def _point(self, stroke: int, value: float, count: int) -> QPointF:
        place = self._place()
        x = place.left() + (stroke + 0.5) / count * place.width()
        return QPointF(x, place.bottom() - value * place.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, theme, place = self._state, self._state.theme, self._place()
        paint_card(painter, QRectF(self.rect()), theme)
        values = target_curve(state)
        count = len(values)
        if self._message or not count:
            paint_message(painter, QRectF(self.rect()), self._message, theme)
            return
        painter.setFont(picture_font(11))
        for share in (0.0, 0.5, 1.0):
            y = place.bottom() - share * place.height()
            painter.setPen(QPen(QColor(*theme.grid), 1))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
            painter.setPen(QColor(*theme.muted))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, place.left() - 5, 16), int(flags), f"{100 * share:.0f}%")
        every = max(1, -(-count * 22 // max(1, int(place.width()))))
        for k in range(0, count, every):
            x = self._point(k, 0, count).x()
            painter.drawText(QRectF(x - 14, place.bottom() + 2, 28, 15), int(Qt.AlignmentFlag.AlignCenter), str(k + 1))
        for mark in (self._pointed, self._moment):
            if mark is not None and mark < count:
                x, half = self._point(mark, 0, count).x(), place.width() / count / 2
                area = QRectF(x - half, place.top(), 2 * half, place.height())
                painter.fillRect(area, QColor(*mix(theme.background, theme.hover, 0.9)))
        seen = [k for k in range(count) if np.isfinite(values[k])]
        line = QPolygonF([self._point(k, float(values[k]), count) for k in seen])
        painter.setPen(QPen(QColor(*theme.accent), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        for k in seen:
            painter.setPen(QPen(QColor(*theme.background), 1))
            painter.setBrush(QColor(*state.colour(k)))
            radius = 6.0 if k == self._moment else 4.5 if count <= 40 else 3.0
            painter.drawEllipse(self._point(k, float(values[k]), count), radius, radius)

    def stroke_at(self, x: float) -> int | None:
        """The stroke above that place."""
        place, count = self._place(), len(target_curve(self._state))
        if not count or self._message or not place.left() <= x < place.right():
            return None
        return min(int((x - place.left()) / place.width() * count), count - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self.stroke_at(event.position().x())
        self._session.hover(self._pointed)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self._session.hover(None)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stroke = self.stroke_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and stroke is not None:
            self.chosen.emit(stroke)


class Moments(QWidget):
    """A picture with the best answer for every moment. Signals: chosen: a stroke (0-based)."""

    chosen = Signal(int)
    _LEAST, _GAP, _WORDS = 82, 5, 32

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._state = ExplainState()
        self._moment: int | None = None
        self._pictures: list[QImage] = []
        self._drawn: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Moments"))

    def show_state(self, state: ExplainState, moment: int | None) -> None:
        self._state, self._moment = state, moment
        self._fit()
        self.update()

    @property
    def _sketches(self) -> tuple[Sketch, ...]:
        line = self._state.results.time_line
        return () if line is None else line.sketches

    @property
    def columns(self) -> int:
        return max(1, (self.width() + self._GAP) // (self._LEAST + self._GAP))

    def _side(self) -> float:
        return min((self.width() + self._GAP) / self.columns - self._GAP, 120.0)

    def rect_of(self, index: int) -> QRectF:
        """Where a moment's card is."""
        row, column = divmod(index, self.columns)
        side = self._side()
        return QRectF(
            column * (side + self._GAP), row * (0.8 * side + self._WORDS + self._GAP), side, 0.8 * side + self._WORDS
        )

    def _fit(self) -> None:
        count = len(self._sketches)
        self.setFixedHeight(max(1, round(self.rect_of(count - 1).bottom()) + 2 if count else 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, line = self._state, self._state.results.time_line
        if line is None:
            return
        side = int(0.8 * self._side()) - 6
        drawn = (line, side, self.devicePixelRatioF(), state.theme, state.scheme)
        if drawn != self._drawn:
            self._drawn, self._pictures = drawn, []
        while len(self._pictures) < len(line.sketches):  # no stroke changes its colour from moment to moment
            sketch = line.sketches[len(self._pictures)]
            self._pictures.append(
                thumbnail(sketch, max(side, 8), self.devicePixelRatioF(), theme=state.theme, background=False)
            )
        for k in range(len(line.sketches)):
            card = self.rect_of(k)
            if not card.intersects(QRectF(event.rect())):
                continue
            paint_card(painter, card, state.theme, chosen=k == self._moment)
            corner = QPointF(card.center().x() - side / 2, card.top() + 4)
            if is_drawing():
                place = QRectF(corner.x(), corner.y(), side, side)
                paint_scored(painter, place, line.sketches[k], None, state.theme, "ink")
            else:
                painter.drawImage(corner, self._pictures[k])
            best = line.best(k)
            words = QRectF(card.left() + 4, card.bottom() - self._WORDS, card.width() - 8, self._WORDS / 2)
            draw_text(painter, words, best[0] if best else self.tr("nothing yet"), 12, state.theme.text, bold=True)
            words.translate(0, self._WORDS / 2 - 2)
            draw_text(painter, words, percent(best[1]) if best else "", 11, state.theme.muted)

    def index_at(self, place: QPointF) -> int:
        """The moment there, or -1."""
        return next((k for k in range(len(self._sketches)) if self.rect_of(k).contains(place)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.columns, Qt.Key.Key_Down: self.columns}
        step, count = moves.get(Qt.Key(event.key())), len(self._sketches)
        if step is None or not count:
            super().keyPressEvent(event)
            return
        current = count - 1 if self._moment is None else self._moment
        self.chosen.emit(min(max(current + step, 0), count - 1))
