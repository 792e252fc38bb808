"""A stroke and its nearest neighbours, drawn side by side."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.widgets.inspector_delegate import paint_chip
from sketchxai_desktop.widgets.inspector_state import InspectorState, number
from sketchxai_desktop.widgets.take_away import is_drawing

_WORDS = 14.0


@dataclass(frozen=True, eq=False)
class Neighbour:
    """A stroke of the reference.

    Attributes:
        index: in the reference; stroke: itself; word: category of its sketch, or None.
        similarity: cosine of the two shape embeddings, -1..1.
    """

    index: int
    stroke: Stroke
    word: str | None
    similarity: float


class NeighbourStrip(QWidget):
    """The stroke itself at the left, then its neighbours, the nearest first, each with its similarity."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.neighbours: list[Neighbour] = []
        self._most = most
        self._own: Stroke | None = None
        self._order = 0
        self._state = InspectorState()
        self._pictures: list[QImage] = []
        self._drawn_for: tuple[int, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(44)
        self.setAccessibleName(self.tr("Strokes that look most like it"))

    def sizeHint(self) -> QSize:
        return QSize(240, 58)

    def show_neighbours(self, own: Stroke, order: int, neighbours: list[Neighbour], state: InspectorState) -> None:
        """Show stroke number `order` (0-based) and its neighbours."""
        self._own, self._order, self.neighbours, self._state = own, order, neighbours, state
        self._pictures = []
        described = [f"{n.word or self.tr('unknown')} {number(n.similarity)}" for n in neighbours]
        self.setAccessibleDescription(", ".join(described))
        self.update()

    def clear(self, state: InspectorState) -> None:
        """Show that a stroke can be chosen."""
        self._own, self.neighbours, self._state = None, [], state
        self._pictures = []
        self.setAccessibleDescription("")
        self.update()

    def cell(self, index: int) -> QRectF:
        """Where a picture is: 0 is the stroke itself, 1 its nearest neighbour."""
        width = self.width() / (self._most + 1)
        return QRectF(index * width, 0, width, self.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cells = range(0 if self._own is None else len(self.neighbours) + 1)
            index = next((k for k in cells if self.cell(k).contains(QPointF(event.pos()))), None)
            QToolTip.showText(event.globalPos(), "" if index is None else self.tip(index), self)
            return True
        return super().event(event)

    def tip(self, index: int) -> str:
        """What is to be said of a picture, counted as in `cell`."""
        if index == 0:
            return self.tr("Stroke {0} of the sketch").format(self._order + 1)
        neighbour = self.neighbours[index - 1]
        where = self.tr("A stroke of: {0}").format(neighbour.word or self.tr("unknown"))
        return where + "\n" + self.tr("Similarity of the shape embeddings: {0}").format(number(neighbour.similarity, 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._state.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._own is None:
            painter.setPen(QColor(*theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self.tr("Select a stroke to see which others look like it."))
            return
        side = int(min(self.height() - _WORDS, self.cell(0).width() - 4))
        self._draw_pictures(side)
        for index, picture in enumerate(self._pictures):
            cell = self.cell(index)
            frame = QRectF(cell.center().x() - side / 2, 0.5, side, side)
            painter.setPen(QPen(QColor(*(theme.text if index == 0 else theme.grid)), 1.5 if index == 0 else 1))
            painter.setBrush(QColor(*theme.background))
            painter.drawRoundedRect(frame, 4, 4)
            if is_drawing():
                stroke = self._own if index == 0 else self.neighbours[index - 1].stroke
                assert stroke is not None
                paint_sketch(painter, Sketch((stroke,)), frame.adjusted(2, 2, -2, -2), theme=theme, scheme="ink",
                             width=1.6, start_dots=False)  # fmt: skip
            else:
                painter.drawImage(frame.topLeft(), picture)
            below = QRectF(cell.left(), self.height() - _WORDS, cell.width(), _WORDS)
            if index == 0:
                radius = _WORDS / 2 - 0.5
                paint_chip(painter, below.center(), radius, str(self._order + 1), self._state.colour(self._order))
            else:
                painter.setFont(picture_font(11))
                painter.setPen(QColor(*theme.muted))
                text = number(self.neighbours[index - 1].similarity)
                painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)

    def _draw_pictures(self, side: int) -> None:
        strokes = [self._own, *(n.stroke for n in self.neighbours)]
        ratio = self.devicePixelRatioF()
        if len(self._pictures) == len(strokes) and self._drawn_for == (side, ratio):
            return
        self._drawn_for = (side, ratio)
        theme = self._state.theme
        self._pictures = [
            thumbnail(Sketch((s,)), max(side, 8), ratio, theme=theme, width=1.5, background=False)
            for s in strokes
            if s is not None
        ]
