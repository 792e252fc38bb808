"""One picture of one state: strokes, the probability in a corner box, a label beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.text import SMALLEST_TEXT, box_height, draw_corner_box, draw_text, short_percent
from sketchxai_desktop.rendering.view import Bounds, View

#: Below so many pixels a picture has no room for words.
_ROOM_FOR_BOX, _ROOM_FOR_LABEL = 46, 64


def pen_width(side: float) -> float:
    """Width of a stroke in a picture of that many pixels."""
    return 0.9 + 0.0076 * side


def paint_state(
    painter: QPainter, geometry: RunGeometry, state: int, path: int, view: View, style: FrameStyle, width: float
) -> None:
    """The strokes of `path` (0-based) at `state`, with the ghost and traces that `style` asks for."""
    still = geometry.sketch if style.show_ghost else None
    paint_sketch(
        painter,
        geometry.sketch,
        view,
        theme=style.colours,
        scheme=style.scheme,
        width=width,
        ghost=still,
        traces=geometry.starts[: state + 1, path] if style.show_traces else None,
        shifts=geometry.shifts[state, path],
        numbers=style.show_numbers,
    )


@dataclass(frozen=True)
class Cell:
    """A place for such a picture, laid out once for all states.

    Attributes:
        rect: of the card, in pixels.
        view: of the strokes; leaves the strip below free for words.
        text_pixels: height of the words; 0 when there is no room for them.
    """

    rect: QRectF
    view: View
    text_pixels: float

    @classmethod
    def at(cls, rect: QRectF, bounds: Bounds, *, box: bool) -> Cell:
        """The cell that shows `bounds` (sketch units) in `rect`, with words if `box` and they fit."""
        side = min(rect.width(), rect.height())
        pixels = max(SMALLEST_TEXT, min(0.068 * side, 0.035 * side + 6)) if box and side >= _ROOM_FOR_BOX else 0.0
        inset = 0.03 * side
        strip = box_height(pixels) + 0.4 * inset if pixels else 0.0
        inner = rect.adjusted(inset, inset, -inset, -inset - strip)
        # Start dots reach further out than lines do.
        return cls(rect, View.fit(bounds, inner, 2.2 * pen_width(side)), pixels)

    def paint_card(self, painter: QPainter, style: FrameStyle) -> None:
        """What does not change from state to state."""
        draw_card(painter, self.rect, style)

    def paint(
        self,
        painter: QPainter,
        geometry: RunGeometry,
        state: int,
        path: int,
        probability: float,
        style: FrameStyle,
        label: str = "",
    ) -> None:
        """Strokes and words of one state."""
        side = min(self.rect.width(), self.rect.height())
        paint_state(painter, geometry, state, path, self.view, style, pen_width(side))
        if not self.text_pixels:
            return
        inset = 0.03 * side
        words = self.rect.adjusted(inset, inset, -inset, -inset)
        draw_corner_box(painter, words, short_percent(probability), self.text_pixels, style.colours)
        if label and side >= _ROOM_FOR_LABEL:
            height = box_height(self.text_pixels)
            place = QRectF(words.left() + 0.2 * inset, words.bottom() - height, 0.45 * words.width(), height)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, place, label, self.text_pixels, style.colours.muted, align=left)


def draw_card(painter: QPainter, rect: QRectF, style: FrameStyle) -> None:
    """A page with round corners on the picture's surface."""
    radius = min(14.0, 0.03 * rect.height() + 1)
    painter.setPen(QPen(QColor(*style.colours.grid), 1.0))
    painter.setBrush(QColor(*style.colours.background))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
