"""Shape: the sketch's strokes among many others, and those that look most like the selected one."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.core.shape_reference import ShapeReference
from sketchxai_desktop.core.sketch import FloatArray, Sketch, Stroke
from sketchxai_desktop.rendering.palette import Theme, mix
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_delegate import paint_chip
from sketchxai_desktop.widgets.inspector_neighbours import Neighbour, NeighbourStrip
from sketchxai_desktop.widgets.inspector_plot import Panel, Places, Plot
from sketchxai_desktop.widgets.inspector_state import InspectorState
from sketchxai_desktop.widgets.take_away import Rows, is_drawing

NEIGHBOURS = 5
#: Pixels from a point within which it counts as pointed at.
_NEAR = 9.0
#: Fewer reference strokes than this are no map.
_FEWEST = 3


class ShapePanel(Panel):
    """A map of shape embeddings; the nearest neighbours of the selected stroke are drawn beneath."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Shape"), parent)
        self.plot = ShapePlot(session, self.tr("Map of the shape embeddings"))
        self.plot.setMinimumHeight(46)  # with the strip no higher than the other panels' pictures
        self.strip = NeighbourStrip(NEIGHBOURS)
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.strip)
        self._found: tuple[object, ...] | None = None

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)

    def refresh(self, state: InspectorState) -> None:
        reference = state.reference
        if reference is not None and state.inspection is not None:
            # While checkpoints change, one of the two may still be the former network's.
            reference = reference if reference.embeddings.shape[1] == state.inspection.shape.shape[1] else None
        message = self.nothing(state)
        if not message and (reference is None or len(reference) < _FEWEST):
            message = self.tr("Strokes to compare with are still being gathered.")
        if message != self.plot.message:
            self.plot.set_message(message)
        self.strip.setVisible(not message)
        if message or reference is None or state.inspection is None:
            self.say("")
            return
        self.plot.set_points(state, reference)
        if state.stroke is None:
            share = round(100 * reference.explained)
            self.say(
                self.tr(
                    "Each dot is a stroke; close together: alike to the network ({0}% of the spread shown)."
                ).format(share)
            )
            self.plot.set_neighbours([])
            self.strip.clear(state)
            self._found = None
            return
        self._find(state, reference, state.stroke)
        self.say(
            self.tr("Most like stroke {0} among {1:,} strokes, and how alike its shape embedding is to theirs.").format(
                state.stroke + 1, len(reference)
            )
        )

    def rows(self) -> Rows:
        """The sketch's strokes on the map, and those that look most like the selected one."""
        state, reference = self.state, self.plot.reference
        if state.inspection is None or reference is None or self.plot.message:
            return []
        empty = {"neighbour_of": "", "word": "", "similarity": ""}
        places = reference.project(state.inspection.shape[: state.seen]).tolist()
        own = [{"stroke": k + 1, "x": x, "y": y, **empty} for k, (x, y) in enumerate(places)]
        if state.stroke is None:
            return own
        alike = [(n, *reference.places[n.index].tolist()) for n in self.strip.neighbours]
        about = state.stroke + 1
        return own + [
            {"stroke": "", "x": x, "y": y, "neighbour_of": about, "word": n.word or "", "similarity": n.similarity}
            for n, x, y in alike
        ]

    def _find(self, state: InspectorState, reference: ShapeReference, stroke: int) -> None:
        inspection = state.inspection
        assert inspection is not None
        key = (reference, inspection, stroke, state.theme, state.scheme)
        if self._found is not None and all(a is b for a, b in zip(key, self._found, strict=True)):
            return
        self._found = key
        own = inspection.simplified.strokes[stroke]
        neighbours: list[Neighbour] = []
        # The sketch itself may be among the reference; its own stroke is no neighbour. A few to spare.
        indices, distances = reference.nearest(inspection.shape[stroke], 3 * NEIGHBOURS)
        for index, distance in zip(indices.tolist(), distances.tolist(), strict=True):
            other = reference.strokes[index]
            if len(neighbours) < NEIGHBOURS and not _same(own, other):
                neighbours.append(Neighbour(index, other, reference.words[index], 1 - distance))
        self.strip.show_neighbours(own, stroke, neighbours, state)
        self.plot.set_neighbours([n.index for n in neighbours])


def _same(first: Stroke, second: Stroke) -> bool:
    """Whether it is the same line, wherever it lies."""
    if len(first) != len(second):
        return False
    return bool(np.allclose(first.points - first.start, second.points - second.start, atol=1e-3))


class ShapePlot(Plot):
    """Muted dots for the reference, numbered chips for the sketch, and a card with whatever is pointed at."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._state = InspectorState()
        self._reference: ShapeReference | None = None
        self._places: FloatArray = np.zeros((0, 2), np.float32)
        self._neighbours: list[int] = []
        self._card: tuple[Stroke, str, QPointF] | None = None
        super().__init__(name, zoomable=True)
        self._dots = pg.ScatterPlotItem(size=3.5, pen=None, pxMode=True)
        self.box.addItem(self._dots)
        self.pointed.connect(self._pointed)
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._dots.setBrush(QColor(*mix(self.theme.surface, self.theme.muted, 0.45)))

    def set_points(self, state: InspectorState, reference: ShapeReference) -> None:
        """Show a sketch among the reference."""
        assert state.inspection is not None
        if state.inspection is not self._state.inspection or reference is not self._reference:
            self._places = reference.project(state.inspection.shape[: state.seen])
        if reference is not self._reference:
            self._dots.setData(pos=reference.places.astype(np.float64))
            self._reference = reference
            self._neighbours = []
            self.zoomed = False
        self._state = state
        if not self.zoomed:
            self.fit()
        self.viewport().update()

    @property
    def reference(self) -> ShapeReference | None:
        """The strokes that are shown as dots."""
        return self._reference

    def set_neighbours(self, indices: list[int]) -> None:
        """Mark strokes of the reference."""
        self._neighbours = indices
        self.viewport().update()

    def fit(self) -> None:
        """Everything but the outermost of the reference, and all of the sketch."""
        super().fit()
        if self._reference is None:
            return
        inner = np.percentile(self._reference.places, [0.5, 99.5], axis=0)
        low, high = np.concatenate([inner, self._places]).min(axis=0), np.concatenate([inner, self._places]).max(axis=0)
        # Room for whole chips at the edge.
        size = np.maximum(high - low, 1e-3)
        room = size * 16 / np.maximum((self.viewport().width() - 32, self.viewport().height() - 32), 16)
        low, size = low - room, size + 2 * room
        wanted = QRectF(float(low[0]), float(low[1]), float(size[0]), float(size[1]))
        self.box.setRange(wanted, padding=0, disableAutoRange=True)

    # Pointing ---------------------------------------------------------------------------------------

    def stroke_at(self, point: QPointF) -> int | None:
        """The sketch's stroke whose chip is there (data coordinates); the one on top if there are several."""
        hit = np.flatnonzero(self._near(self._places, point) <= _NEAR)
        return int(hit[-1]) if len(hit) else None

    def _near(self, places: FloatArray, point: QPointF) -> Places:
        away = self.to_pixels(places) - self.to_pixels((point.x(), point.y()))
        return np.hypot(away[:, 0], away[:, 1])

    def _pointed(self, point: QPointF | None) -> None:
        stroke = None if point is None else self.stroke_at(point)
        card = None
        inspection, reference = self._state.inspection, self._reference
        if point is not None and inspection is not None and reference is not None:
            if stroke is not None:
                at = QPointF(*self.to_pixels(self._places[stroke]).tolist())
                text = self.tr("stroke {0}").format(stroke + 1)
                card = (inspection.simplified.strokes[stroke], text, at)
            else:
                distances = self._near(reference.places, point)
                nearest = int(distances.argmin())
                if distances[nearest] <= _NEAR:
                    at = QPointF(*self.to_pixels(reference.places[nearest]).tolist())
                    card = (reference.strokes[nearest], reference.words[nearest] or "", at)
        if card != self._card:
            self._card = card
            self.viewport().update()
        self._session.hover(stroke)

    def _clicked(self, point: QPointF) -> None:
        self._session.select(self.stroke_at(point))

    # Painting ---------------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        theme, state, reference = self.theme, self._state, self._reference
        if reference is None:
            return
        if self._neighbours:
            painter.setPen(QPen(QColor(*theme.surface), 1))
            painter.setBrush(QColor(*theme.accent))
            for x, y in self.to_pixels(reference.places[self._neighbours]).tolist():
                painter.drawEllipse(QPointF(x, y), 4, 4)
        chips = self.to_pixels(self._places).tolist()
        raised = [k for k in (state.hovered, state.selected) if k is not None and k < len(chips)]
        numbered = len(chips) <= 60
        for k in [*(k for k in range(len(chips)) if k not in raised), *raised]:
            centre = QPointF(*chips[k])
            if k in raised:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*(theme.text if k == state.selected else theme.muted)))
                painter.drawEllipse(centre, 12, 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*theme.surface))
            painter.drawEllipse(centre, 9.5, 9.5)
            text = str(k + 1) if numbered or k in raised else ""
            paint_chip(painter, centre, 8, text, state.colour(k))
        if self._card is not None:
            self._paint_card(painter, *self._card)

    def _paint_card(self, painter: QPainter, stroke: Stroke, text: str, at: QPointF) -> None:
        """A picture of the stroke beside its point, inside the plot."""
        theme = self.theme
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        side = max(min(54, self.viewport().height() - metrics.height() - 16), 16)
        width = max(side, metrics.horizontalAdvance(text)) + 12
        height = side + (metrics.height() if text else 0) + 10
        area = self.viewport().rect()
        x = at.x() + 14 if at.x() + 14 + width <= area.right() else at.x() - 14 - width
        y = min(max(at.y() - height / 2, 2), area.height() - height - 2)
        card = QRectF(x, y, width, height)
        painter.setPen(QPen(QColor(*theme.grid), 1))
        painter.setBrush(QColor(*theme.background))
        painter.drawRoundedRect(card, 5, 5)
        corner, sketch = QPointF(card.center().x() - side / 2, y + 4), Sketch((stroke,))
        if is_drawing():
            spot = QRectF(corner, QSizeF(side, side))
            paint_sketch(painter, sketch, spot, theme=theme, scheme="ink", width=2.0, start_dots=False)
        else:
            ratio = self.devicePixelRatioF()
            painter.drawImage(corner, thumbnail(sketch, side, ratio, theme=theme, width=2.0, background=False))
        painter.setPen(QColor(*theme.text))
        below = QRectF(card.left(), card.bottom() - metrics.height() - 4, width, metrics.height())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
