"""A sketch in a frame with a title and the best answers of the network below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme, mix
from sketchxai_desktop.rendering.sketch_painter import FIT_MARGIN, paint_sketch, shifted_bounds
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.widgets.shapes_state import paint_card, paint_message, percent

_TITLE, _ROW = 20, 18
_NEAR = 10.0


@dataclass(frozen=True)
class Picture:
    """What a `PictureCard` shows.

    Attributes:
        title: above the sketch.
        answers: (category, probability 0..1), best first; at most `PictureCard.rows` are shown.
        own: the category that the drawer was asked for; its row is marked.
        numbers: whether orders are written into the dots where strokes start.
    """

    title: str
    sketch: Sketch = field(default_factory=Sketch)
    answers: tuple[tuple[str, float], ...] = ()
    own: str | None = None
    numbers: bool = False


class PictureCard(QWidget):
    """One picture.

    Signals:
        pointed: 0-based stroke under the pointer, -1 for none. chosen: stroke clicked.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, name: str, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._picture = Picture("")
        self._message = ""
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self._marked: tuple[int | None, int | None] = (None, None)
        self._pointed = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(260, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 110 + _TITLE + self._rows * _ROW)

    def show_picture(self, picture: Picture, theme: Theme, scheme: Scheme, message: str = "") -> None:
        """Show another picture, or `message` in its place."""
        self._picture, self._theme, self._scheme, self._message = picture, theme, scheme, message
        said = ", ".join(f"{c} {percent(p)}" for c, p in picture.answers[: self._rows])
        self.setAccessibleDescription(message or f"{picture.title}: {said}")
        self.update()

    def mark(self, selected: int | None, hovered: int | None) -> None:
        """Which strokes are marked."""
        if (selected, hovered) != self._marked:
            self._marked = (selected, hovered)
            self.update()

    @property
    def picture(self) -> Picture:
        return self._picture

    # Painting ---------------------------------------------------------------------------------------

    def _frame(self) -> QRectF:
        return QRectF(0, _TITLE, self.width(), max(self.height() - _TITLE - self._rows * _ROW - 4, 20))

    def _view(self) -> View | None:
        sketch = self._picture.sketch
        if not sketch.strokes:
            return None
        place = self._frame().adjusted(8, 8, -8, -8)
        return View.fit(shifted_bounds(sketch, [[0, 0]] * len(sketch)), place, FIT_MARGIN * 2.4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, frame = self._theme, self._frame()
        painter.setFont(picture_font(13, bold=True))
        painter.setPen(QColor(*theme.text))
        title = painter.fontMetrics().elidedText(self._picture.title, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(QRectF(2, 0, self.width() - 4, _TITLE - 2), int(Qt.AlignmentFlag.AlignVCenter), title)
        paint_card(painter, frame, theme)
        view = self._view()
        if self._message or view is None:
            paint_message(painter, frame, self._message, theme)
            return
        selected, hovered = self._marked
        paint_sketch(
            painter,
            self._picture.sketch,
            view,
            theme=theme,
            scheme=self._scheme,
            width=2.4,
            selected=() if selected is None else (selected,),
            hovered=hovered,
            numbers=self._picture.numbers,
        )
        for row, (category, probability) in enumerate(self._picture.answers[: self._rows]):
            self._paint_answer(painter, frame.bottom() + 4 + row * _ROW, category, probability)

    def _paint_answer(self, painter: QPainter, top: float, category: str, probability: float) -> None:
        theme = self._theme
        own = self._picture.own is not None and category.casefold() == self._picture.own.casefold()
        painter.setFont(picture_font(12))
        share = percent(probability)
        right = painter.fontMetrics().horizontalAdvance("100.0%") + 4
        name_width = min(0.42 * self.width(), 130.0)
        name = f"{category} ✓" if own else category
        painter.setPen(QColor(*theme.text))
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(name_width) - 4)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(2, top, name_width, _ROW), int(Qt.AlignmentFlag.AlignLeft | middle), name)
        place = QRectF(self.width() - right, top, right - 2, _ROW)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | middle), share)
        track = QRectF(name_width, top + 5, max(self.width() - name_width - right - 4, 4), _ROW - 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*mix(theme.surface, theme.grid, 0.6)))
        painter.drawRoundedRect(track, 3, 3)
        track.setWidth(max(track.width() * probability, 1.0))
        painter.setBrush(QColor(*(theme.accent if own else theme.original)))
        painter.drawRoundedRect(track, 3, 3)

    # Pointing ---------------------------------------------------------------------------------------

    def stroke_at(self, pixel: QPointF) -> int:
        """The stroke that passes nearest to a place, or -1."""
        import numpy as np

        view = self._view()
        if view is None or self._message:
            return -1
        best, nearest = -1, _NEAR
        for k, stroke in enumerate(self._picture.sketch.strokes):
            points = view.to_view(stroke.points)
            ends = points[1:] if len(points) > 1 else points
            ways = ends - points[: len(ends)]
            to = np.array([pixel.x(), pixel.y()]) - points[: len(ends)]
            along = (to * ways).sum(axis=1) / np.maximum((ways**2).sum(axis=1), 1e-12)
            away = float(np.hypot(*(to - np.clip(along, 0, 1)[:, None] * ways).T).min())
            if away < nearest:
                best, nearest = k, away
        return best

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.stroke_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, stroke: int) -> None:
        if stroke != self._pointed:
            self._pointed = stroke
            self.pointed.emit(stroke)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        stroke = self.stroke_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and stroke >= 0:
            self.chosen.emit(stroke)
