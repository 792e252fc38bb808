"""Small multiples: the sketch coloured by every method, with its columns below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.explain.question import Attribution, PartAttribution
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import mix
from sketchxai_desktop.rendering.text import draw_text
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_columns, paint_scored, scored_picture, two_lines
from sketchxai_desktop.widgets.explain_parts import pieces_of
from sketchxai_desktop.widgets.explain_state import ExplainState
from sketchxai_desktop.widgets.take_away import is_drawing
from sketchxai_desktop.workers.saying import said

_LEAST, _GAP = 86, 6
_TITLE, _COLUMNS = 18, 26
_LETTERS, _LINE = 11, 14


class MethodCards(QWidget):
    """A card per method, as many in a row as fit.

    Signals:
        chosen: the name of a method whose card was clicked or reached by a key.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ExplainState()
        self._methods: list[str] = []
        self._waiting = ""
        self._pointed = -1
        self._pictures: dict[str, tuple[object, QImage]] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Methods"))

    def show_state(self, state: ExplainState, methods: Sequence[str], running: str = "") -> None:
        """Show these methods. `running`: the one that is computed now."""
        self._state, self._methods, self._waiting = state, list(methods), running
        self._pictures = {name: kept for name, kept in self._pictures.items() if name in self._methods}
        known = [shown(METHODS[n].title) for n in self._methods if state.found_by(n) is not None]
        self.setAccessibleDescription(", ".join(known))
        self._fit()
        self.update()

    # Places -----------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        return max(1, (self.width() + _GAP) // (_LEAST + _GAP))

    def _side(self) -> float:
        return min((self.width() + _GAP) / self.columns - _GAP, 150.0)

    def _height(self) -> float:
        return self._title_height() + 0.8 * self._side() + _COLUMNS

    def _title_height(self) -> float:
        """Of one line, or of two if there is a card whose title needs them."""
        metrics, room = QFontMetrics(picture_font(_LETTERS, bold=True)), self._side() - 10
        two = any(len(two_lines(shown(METHODS[name].title), metrics, room)) > 1 for name in self._methods)
        return _TITLE + (_LINE if two else 0)

    def rect_of(self, index: int) -> QRectF:
        """Where a card is."""
        row, column = divmod(index, self.columns)
        side, height = self._side(), self._height()
        return QRectF(column * (side + _GAP), row * (height + _GAP), side, height)

    def _fit(self) -> None:
        rows = -(-len(self._methods) // self.columns)
        self.setFixedHeight(max(1, round(rows * (self._height() + _GAP))))

    def sizeHint(self) -> QSize:
        return QSize(280, max(1, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def index_at(self, place: QPointF) -> int:
        """The card at a place, or -1."""
        return next((k for k in range(len(self._methods)) if self.rect_of(k).contains(place)), -1)

    def _stroke_at(self, place: QPointF) -> int | None:
        """The stroke whose column is there."""
        index = self.index_at(place)
        if index < 0:
            return None
        found, parts = self._state.found_by(self._methods[index]), self._state.parts_by(self._methods[index])
        columns = self._column_place(index)
        if found is None or not columns.contains(place) or not len(found.scores):
            return None
        column = min(int((place.x() - columns.left()) / columns.width() * len(found.scores)), len(found.scores) - 1)
        return column if parts is None else parts.parts[column].stroke

    def _column_place(self, index: int) -> QRectF:
        card = self.rect_of(index)
        return QRectF(card.left() + 6, card.bottom() - _COLUMNS, card.width() - 12, _COLUMNS - 6)

    # Painting ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, name in enumerate(self._methods):
            if self.rect_of(index).intersects(QRectF(event.rect())):
                self._paint_one(painter, index, name)

    def _paint_one(self, painter: QPainter, index: int, name: str) -> None:
        state, card = self._state, self.rect_of(index)
        chosen = name == state.method
        paint_card(painter, card, state.theme, chosen=chosen, pointed=index == self._pointed)
        self._paint_title(painter, card, shown(METHODS[name].title), chosen)
        parts = state.parts_by(name)
        found = state.found_by(name)
        top = self._title_height()
        picture = QRectF(card.left() + 4, card.top() + top, card.width() - 8, card.height() - top - _COLUMNS - 2)
        if found is None:
            painter.setFont(picture_font(11))
            painter.setPen(QColor(*state.theme.muted))
            text = self.tr("computing\N{HORIZONTAL ELLIPSIS}") if name == self._waiting else self.tr("click to run")
            painter.drawText(picture, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), text)
            return
        if is_drawing():
            self._paint_sketch(painter, picture, found, parts)
        else:
            painter.drawImage(picture.topLeft(), self._picture(name, found, parts, picture))
        pointed = {state.selected, state.hovered}
        if parts is None:
            marked = [k for k in range(len(found.scores)) if k in pointed]
        else:
            marked = [k for k, part in enumerate(parts.parts) if part.stroke in pointed]
        paint_columns(painter, self._column_place(index), found.scores, state.theme, marked=marked)
        if self.hasFocus() and chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(*mix(state.theme.accent, state.theme.text, 0.3)))
            painter.drawRoundedRect(card.adjusted(3, 3, -3, -3), 4, 4)

    def _paint_title(self, painter: QPainter, card: QRectF, title: str, chosen: bool) -> None:
        lines = two_lines(title, QFontMetrics(picture_font(_LETTERS, bold=True)), card.width() - 10)
        for k, line in enumerate(lines):
            place = QRectF(card.left() + 5, card.top() + 3 + k * _LINE, card.width() - 10, _LINE)
            draw_text(painter, place, line, _LETTERS, self._state.theme.text, bold=chosen,
                      align=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)  # fmt: skip

    def _picture(self, name: str, found: Attribution, parts: PartAttribution | None, place: QRectF) -> QImage:
        state, ratio = self._state, self.devicePixelRatioF()
        width, height = int(place.width()), int(place.height())
        whole, cut = state.results.attributions.get(name), state.results.parts.get((state.cut, name))
        key = (id(whole), id(cut), state.cut, id(state.sketch), state.theme.name, width, height, ratio)
        kept = self._pictures.get(name)
        if kept is None or kept[0] != key:
            pieces = None if parts is None else pieces_of(state.sketch, state.seen, parts)
            picture = scored_picture(state.sketch, found.scores, width, height, ratio, state.theme, pieces=pieces)
            kept = self._pictures[name] = (key, picture)
        return kept[1]

    def _paint_sketch(
        self, painter: QPainter, place: QRectF, found: Attribution, parts: PartAttribution | None
    ) -> None:
        state = self._state
        pieces = None if parts is None else pieces_of(state.sketch, state.seen, parts)
        paint_scored(painter, place, state.sketch, found.scores, state.theme, pieces=pieces)

    # Pointing and keys ------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._session.hover(self._stroke_at(event.position()))
        pointed = self.index_at(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self._session.hover(None)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or index < 0:
            return
        stroke = self._stroke_at(event.position())
        if stroke is not None:
            self._session.select(stroke)
        self.chosen.emit(self._methods[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        step = moves.get(Qt.Key(event.key()))
        if step is None or not self._methods:
            super().keyPressEvent(event)
            return
        current = self._methods.index(self._state.method) if self._state.method in self._methods else 0
        self.chosen.emit(self._methods[min(max(current + step, 0), len(self._methods) - 1)])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.index_at(QPointF(event.pos()))
            if index >= 0:
                QToolTip.showText(event.globalPos(), self._tip(self._methods[index]), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _tip(self, name: str) -> str:
        found = self._state.found_by(name)
        lines = [shown(METHODS[name].title), shown(METHODS[name].sentence)]
        if found is not None:
            lines += [said(found.note)] if found.note else []
            lines.append(self.tr("{0:.0f} ms").format(1000 * found.seconds))
        return "\n".join(lines)
