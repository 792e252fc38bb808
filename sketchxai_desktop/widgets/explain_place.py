"""Where does the network want this stroke? Its output as the stroke is moved over the canvas."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Frame, Sketch
from sketchxai_desktop.rendering.signed import paint_best_place, paint_place_map
from sketchxai_desktop.rendering.sketch_painter import StrokeLook, paint_sketch
from sketchxai_desktop.rendering.view import View as Place
from sketchxai_desktop.session import PlaceMap
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_chip, paint_message
from sketchxai_desktop.widgets.explain_state import ExplainState
from sketchxai_desktop.widgets.take_away import is_drawing


def place_map(state: ExplainState) -> PlaceMap | None:
    """The field in the units of the sketch it is about."""
    found, sketch = state.results.field, state.results.field_sketch
    if found is None or sketch is None or sketch.extent <= 0:
        return None
    left, top = to_sketch(sketch, (float(found.axis[0]), float(found.axis[0])))
    right, bottom = to_sketch(sketch, (float(found.axis[-1]), float(found.axis[-1])))
    return PlaceMap(found.values, (left, top, right, bottom), to_sketch(sketch, found.best_at), found.stroke)


def to_sketch(sketch: Sketch, place: tuple[float, float]) -> tuple[float, float]:
    """A normalised place, as the network has it, in the sketch's units."""
    seen = simplify(sketch)
    x, y = Frame.of(seen).to_sketch(place).tolist()
    if seen is sketch:
        return x, y
    (left, top, _, _), (x0, y0, _, _) = sketch.bounds, seen.bounds
    scale = sketch.extent / seen.extent
    return (x - x0) * scale + left, (y - y0) * scale + top


def moved_there(state: ExplainState) -> Sketch | None:
    """The sketch with the stroke at its best place; None if that is where it is."""
    found, stroke = state.results.field, state.results.stroke
    if found is None or stroke is None or state.results.field_sketch is not state.sketch:
        return None
    layout = np.array(Frame.of(simplify(state.sketch)).to_normalised([s.start for s in simplify(state.sketch).strokes]))
    if np.allclose(layout[stroke], found.best_at, atol=1e-4):
        return None
    layout[stroke] = found.best_at
    moves = Placement(state.sketch).shifts(layout)
    return state.sketch.with_stroke_moved(stroke, *moves[stroke].tolist())


class PlacePicture(QWidget):
    """The field behind the sketch, with the best place marked.

    Signals:
        pointed: (x, y) in sketch units under the pointer, or None.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._message = ExplainState(), ""
        self._map: PlaceMap | None = None
        self.setMouseTracking(True)
        # Not fixed: that would mean the height of sizeHint, whatever heightForWidth says.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Where the network wants this stroke"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, 320)

    def sizeHint(self) -> QSize:
        return QSize(280, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def show_state(self, state: ExplainState, message: str) -> None:
        self._state, self._message = state, message
        self._map = None if message else place_map(state)
        self.update()

    def _view(self) -> Place:
        assert self._map is not None
        return Place.fit(self._map.box, QRectF(self.rect()), 10.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, theme = self._state, self._state.theme
        paint_card(painter, QRectF(self.rect()), theme)
        sketch = state.results.field_sketch
        if self._message or self._map is None or sketch is None:
            paint_message(painter, QRectF(self.rect()), self._message, theme)
            return
        view, stroke = self._view(), self._map.stroke
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        paint_place_map(painter, self._map.values, self._map.box, view, theme, squares=is_drawing())
        # The field shows every colour, so strokes are drawn in ink on it; the one that is moved stands out.
        looks = [StrokeLook(theme.ink, 1.5 if k == stroke else 0.7) for k in range(len(sketch))]
        paint_sketch(painter, sketch, view, theme=theme, width=2.0, looks=looks, start_dots=False)
        if stroke < len(sketch):
            start = QPointF(*view.to_view(sketch.strokes[stroke].start).tolist())
            best = QPointF(*view.to_view(self._map.best).tolist())
            painter.setPen(QPen(QColor(*theme.ink), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(start, best)
            paint_chip(painter, start, 8.0, stroke, state)
            paint_best_place(painter, best, 8.0, theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._map is not None and not self._message:
            self.pointed.emit(tuple(self._view().to_sketch((event.position().x(), event.position().y())).tolist()))
