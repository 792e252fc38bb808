"""Location: how the location embedding changes over the canvas."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from sketchxai_desktop.core.sketch import Frame
from sketchxai_desktop.rendering.palette import Theme, mix
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_delegate import paint_chip
from sketchxai_desktop.widgets.inspector_field import FieldItem
from sketchxai_desktop.widgets.inspector_plot import ColourBar, Panel, Plot, colour_table
from sketchxai_desktop.widgets.inspector_state import InspectorState, number, place
from sketchxai_desktop.widgets.take_away import Rows

#: The field reaches from -REACH to REACH in both directions, a little beyond the sketch's +-0.74.
REACH = 0.8
#: Places per side at which it is computed, and bands of colour, whose edges read as contour lines.
GRID, BANDS = 72, 16
SIMILARITY, DISTANCE = 0, 1
#: Pixels from a start within which it counts as pointed at.
_NEAR = 10.0


def grid_points() -> np.ndarray:
    """(GRID * GRID, 2) normalised centres of the field's cells, row by row from the top."""
    centres = (np.arange(GRID) + 0.5) / GRID * 2 * REACH - REACH
    x, y = np.meshgrid(centres, centres)
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


class LocationPanel(Panel):
    """The canvas coloured by how alike each place is to the stroke's location, in the network's eyes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Location"), parent)
        self.measure = QComboBox()
        self.measure.addItems([self.tr("Similarity"), self.tr("Distance")])
        self.measure.setAccessibleName(self.tr("What the field shows"))
        self.measure.setToolTip(
            self.tr(
                "Similarity: the cosine between the location embedding there and at the stroke. "
                "Distance: how far apart the two embeddings are."
            )
        )
        self.measure.currentIndexChanged.connect(lambda: self.refresh(self.state))
        self._points = grid_points()
        self._units: tuple[object, np.ndarray] | None = None
        table = colour_table(BANDS)
        self.plot = _LocationPlot(self.tr("Field of the location embedding"))
        self.plot.image.setLookupTable(table)
        self.plot.pointed.connect(self._pointed)
        self.plot.clicked.connect(self._clicked)
        self.bar = ColourBar(table)
        self.body.addWidget(self.plot, 1)
        self.add_meaning(self.bar, self.measure)
        self._shown: tuple[object, ...] | None = None

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)
        self.bar.set_theme(theme)

    def refresh(self, state: InspectorState) -> None:
        message = self.nothing(state)
        if not message and state.tables is None:
            message = self.tr("The location embedding is not known yet.")
        if message != self.plot.message:
            self.plot.set_message(message)
        for widget in (self.bar, self.measure):
            widget.setVisible(not message and state.stroke is not None)
        if message:
            self.say("")
            return
        self._draw(state)
        self.plot.mark(state)
        if state.stroke is None:
            self.say(self.tr("Point at a stroke or select it to see its location through the network's eyes."))
        elif self.measure.currentIndex() == SIMILARITY:
            self.say(
                self.tr("Bright: to the network, starting there is much like where stroke {0} starts.").format(
                    state.stroke + 1
                )
            )
        else:
            self.say(
                self.tr("Dark to bright: how much the location embedding changes when stroke {0} starts there.").format(
                    state.stroke + 1
                )
            )

    def _draw(self, state: InspectorState) -> None:
        tables, stroke, inspection = state.tables, state.stroke, state.inspection
        self.plot.image.setVisible(stroke is not None)
        if stroke is None or tables is None or inspection is None:
            self._shown = None
            return
        here = inspection.locations[stroke]
        key = (tables, self.measure.currentIndex(), *here.tolist())
        if key == self._shown:
            return
        self._shown = key
        if self.measure.currentIndex() == SIMILARITY:
            values = self._unit_grid(state) @ self._unit_grid_row(state, here)
            low = float(values.min())
            self.plot.set_field(values, min(low, 0.999), 1.0)
            self.bar.set_range(number(low), self.tr("1.00 alike"))
        else:
            values = tables.location_distance(self._points, here)
            high = max(float(values.max()), 1e-6)
            self.plot.set_field(values, 0.0, high)
            self.bar.set_range(self.tr("0.00 same"), number(high))

    def rows(self) -> Rows:
        """One row per place of the field; without a stroke to look at, one per stroke."""
        state = self.state
        if state.inspection is None or state.tables is None:
            return []
        if state.stroke is None:
            starts = state.inspection.locations[: state.seen].tolist()
            return [{"stroke": k + 1, "x": x, "y": y} for k, (x, y) in enumerate(starts)]
        here, name = state.inspection.locations[state.stroke], "similarity"
        if self.measure.currentIndex() == SIMILARITY:
            values = state.tables.location_similarity(self._points, here)
        else:
            name, values = "distance", state.tables.location_distance(self._points, here)
        places = zip(self._points.tolist(), values.tolist(), strict=True)
        return [{"stroke": state.stroke + 1, "x": x, "y": y, name: value} for (x, y), value in places]

    def _unit_grid(self, state: InspectorState) -> np.ndarray:
        """(GRID * GRID, D) location embeddings of the cells at length 1; made once per network."""
        tables = state.tables
        assert tables is not None
        if self._units is None or self._units[0] is not tables:
            embedded = tables.embed_locations(self._points)
            embedded /= np.maximum(np.linalg.norm(embedded, axis=1, keepdims=True), 1e-12)
            self._units = (tables, embedded)
        return self._units[1]

    @staticmethod
    def _unit_grid_row(state: InspectorState, here: np.ndarray) -> np.ndarray:
        assert state.tables is not None
        row = state.tables.embed_locations(here[None])[0]
        return row / max(float(np.linalg.norm(row)), 1e-12)

    def tip(self, point: QPointF) -> str:
        """What is to be said of a place (normalised)."""
        state = self.state
        where = place((point.x(), point.y()))
        if state.stroke is None or state.tables is None or state.inspection is None:
            return where
        here, there = state.inspection.locations[state.stroke], [(point.x(), point.y())]
        if self.measure.currentIndex() == SIMILARITY:
            value = float(state.tables.location_similarity(there, here)[0])
            return self.tr("{0}: similarity {1}").format(where, number(value))
        value = float(state.tables.location_distance(there, here)[0])
        return self.tr("{0}: distance {1}").format(where, number(value))

    def _pointed(self, point: QPointF | None) -> None:
        if point is None:
            self.plot.show_tip("")
            self.session.hover(None)
            return
        inside = max(abs(point.x()), abs(point.y())) <= REACH
        self.plot.show_tip(self.tip(point) if inside else "")
        self.session.hover(self._start_at(point))

    def _clicked(self, point: QPointF) -> None:
        if (stroke := self._start_at(point)) is not None:
            self.session.select(stroke)

    def _start_at(self, point: QPointF) -> int | None:
        """The stroke that starts nearest to the place, if it is near."""
        inspection = self.state.inspection
        if inspection is None or not self.state.seen:
            return None
        away = self.plot.to_pixels(inspection.locations) - self.plot.to_pixels((point.x(), point.y()))
        distances = np.hypot(*away.T)
        return int(distances.argmin()) if distances.min() <= _NEAR else None


class _LocationPlot(Plot):
    """The field under the sketch; y points down."""

    def __init__(self, name: str) -> None:
        self._state = InspectorState()
        super().__init__(name)
        self.image = FieldItem()
        self.box.addItem(self.image)
        self.box.invertY(True)
        self.box.setAspectLocked(True)
        self.fit()

    def set_field(self, values: np.ndarray, low: float, high: float) -> None:
        """(GRID * GRID,) values, as the places of `grid_points`, and those for the first and last colour."""
        everywhere = QRectF(-REACH, -REACH, 2 * REACH, 2 * REACH)
        self.image.setImage(values.reshape(GRID, GRID), levels=(low, high), autoLevels=False, rect=everywhere)

    def mark(self, state: InspectorState) -> None:
        self._state = state
        self.viewport().update()

    def fit(self) -> None:
        self.box.setRange(QRectF(-REACH, -REACH, 2 * REACH, 2 * REACH), padding=0.01)
        super().fit()

    def paint_over(self, painter: QPainter) -> None:
        state, inspection = self._state, self._state.inspection
        if inspection is None or not state.seen:
            return
        frame = Frame.of(inspection.simplified)
        (x0, y0), (x1, _) = self.to_pixels([(0, 0), (1, 0)]).tolist()
        unit = x1 - x0
        scale = unit * frame.scale
        view = View(scale, x0 - frame.centre[0] * scale, y0 - frame.centre[1] * scale)
        stroke = state.stroke
        if stroke is None:
            area = self.pixel_rect(-REACH, -REACH, REACH, REACH)
            painter.setPen(QPen(QColor(*mix(self.theme.grid, self.theme.muted, 0.3)), 1))
            painter.setBrush(QColor(*self.theme.background))
            painter.drawRect(area)
            paint_sketch(painter, inspection.simplified, view, theme=self.theme, scheme=state.scheme, width=2.0)
            return
        # The field shows every colour, so strokes are drawn in black and white on it.
        lines = [_lines(view.to_view(item.points).tolist()) for item in inspection.simplified.strokes]
        others = [line for order, own in enumerate(lines) if order != stroke for line in own]
        for colour, width in ((QColor(0, 0, 0, 90), 3.2), (QColor(255, 255, 255, 200), 1.4)):
            # Separate lines are drawn ten times faster than translucent polylines.
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(others)
            pen.setWidthF(1.7 * width)
            painter.setPen(pen)
            painter.drawLines(lines[stroke])
        marked = [k for k in (state.hovered, stroke) if k is not None and k < len(inspection.locations)]
        for k in dict.fromkeys(marked):
            centre = QPointF(*self.to_pixels(inspection.locations[k]).tolist())
            radius = 9.0 if k == stroke else 7.0
            painter.setPen(QPen(QColor(0, 0, 0, 140), 1))
            painter.setBrush(QColor(255, 255, 255))
            painter.drawEllipse(centre, radius + 2, radius + 2)
            paint_chip(painter, centre, radius, str(k + 1), state.colour(k))


def _lines(points: list[list[float]]) -> list[QLineF]:
    return [QLineF(*first, *second) for first, second in pairwise(points)]
