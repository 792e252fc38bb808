"""Order: how alike the network's order embeddings are."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_field import FieldItem
from sketchxai_desktop.widgets.inspector_plot import ColourBar, Panel, Plot, colour_table
from sketchxai_desktop.widgets.inspector_state import InspectorState, number
from sketchxai_desktop.widgets.take_away import Rows

#: Orders shown unless all are asked for: few sketches have more strokes.
FIRST = 20
#: Pixels for the numbers and the colours of the strokes, left of and above the map.
_LABELS, _STRIP = 20.0, 6.0


class OrderPanel(Panel):
    """Cosine similarities of the rows of the order table; the sketch's rows are marked in their colours."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Order"), parent)
        self.all_orders = QCheckBox(self.tr("all"))
        self.all_orders.setToolTip(self.tr("Show every order that the network can tell apart, not just the first few"))
        self.all_orders.toggled.connect(lambda: self.refresh(self.state))
        table = colour_table()
        self.plot = _OrderPlot(self.tr("Similarity of the order embeddings"))
        self.plot.image.setLookupTable(table)
        self.plot.pointed.connect(self._pointed)
        self.plot.clicked.connect(self._clicked)
        self.bar = ColourBar(table)
        self.body.addWidget(self.plot, 1)
        self.add_meaning(self.bar, self.all_orders)
        self._shown: tuple[object, int] | None = None

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)
        self.bar.set_theme(theme)

    def refresh(self, state: InspectorState) -> None:
        tables = state.tables
        if tables is None:
            self.plot.set_message(self.nothing(state) or self.tr("The order table is not known yet."))
            self.bar.hide()
            self.all_orders.hide()
            self.say("")
            return
        if self.plot.message:
            self.plot.set_message("")
        self.bar.show()
        self.all_orders.show()
        if self.all_orders.text() != (text := self.tr("all {0}").format(tables.slots)):
            self.all_orders.setText(text)
        strokes = min(len(state.sketch), tables.slots)
        count = tables.slots if self.all_orders.isChecked() else min(max(FIRST, strokes + 2), tables.slots)
        # The picture changes with the checkpoint and the size, not with the sketch.
        if self._shown is None or self._shown[0] is not tables or self._shown[1] != count:
            self._shown = (tables, count)
            self._draw(tables.order_similarity[:count, :count])
        self.plot.mark(state, strokes)
        self.say(
            self.tr("Bright: two orders are alike to the network. Select a stroke to frame its row.")
            if state.stroke is None
            else self.tr("Framed: how alike order {0} is to every other.").format(state.stroke + 1)
        )

    def _draw(self, similarity: np.ndarray) -> None:
        count = len(similarity)
        others = similarity[~np.eye(count, dtype=bool)]
        # The diagonal is 1 whatever the network; the colours are spent on the rest.
        low, high = (float(others.min()), float(others.max())) if len(others) else (0.0, 1.0)
        high = max(high, low + 1e-3)
        self.plot.image.setImage(similarity, levels=(low, high), autoLevels=False)
        self.plot.count = count
        self.plot.fit()
        self.bar.set_range(number(low), self.tr("{0} alike").format(number(high)))

    def rows(self) -> Rows:
        """One row per pair of orders on the map."""
        tables, count = self.state.tables, self.plot.count
        if tables is None:
            return []
        similarity = tables.order_similarity[:count, :count].tolist()
        return [
            {"order": a + 1, "other": b + 1, "similarity": value}
            for a, row in enumerate(similarity)
            for b, value in enumerate(row)
        ]

    def _cell(self, point: QPointF | None) -> tuple[int, int] | None:
        if point is None or not (0 <= point.x() < self.plot.count and 0 <= point.y() < self.plot.count):
            return None
        return int(point.y()), int(point.x())

    def _pointed(self, point: QPointF | None) -> None:
        cell, tables = self._cell(point), self.state.tables
        if cell is None or tables is None:
            self.plot.show_tip("")
            self.session.hover(None)
            return
        self.plot.show_tip(self.tip(*cell))
        self.session.hover(cell[0] if cell[0] < len(self.session.sketch) else None)

    def tip(self, row: int, column: int) -> str:
        """As in "order 3 vs 7: 0.62" (rows and columns 0-based)."""
        if self.state.tables is None:
            return ""
        value = number(float(self.state.tables.order_similarity[row, column]))
        return self.tr("order {0} vs {1}: {2}").format(row + 1, column + 1, value)

    def _clicked(self, point: QPointF) -> None:
        cell = self._cell(point)
        if cell is not None and cell[0] < len(self.session.sketch):
            self.session.select(cell[0])


class _OrderPlot(Plot):
    """The map with the strokes' numbers and colours at its left and upper edge."""

    def __init__(self, name: str) -> None:
        self.count = 1
        self._state = InspectorState()
        self._strokes = 0
        super().__init__(name)
        self.image = FieldItem()
        self.box.addItem(self.image)
        self.box.invertY(True)
        self.box.setAspectLocked(True)
        self.fit()

    def mark(self, state: InspectorState, strokes: int) -> None:
        self._state, self._strokes = state, strokes
        self.viewport().update()

    def fit(self) -> None:
        """The map as large as fits beside its labels."""
        side = max(min(self.viewport().width(), self.viewport().height()), 60)
        margin = self.count * (_LABELS + _STRIP) / (side - _LABELS - _STRIP - 2)
        self.box.setRange(QRectF(-margin, -margin, self.count + margin, self.count + margin), padding=0)
        super().fit()

    def paint_over(self, painter: QPainter) -> None:
        theme, state, strokes = self.theme, self._state, self._strokes
        whole = self.pixel_rect(0, 0, self.count, self.count)
        cell = whole.width() / self.count
        painter.setFont(picture_font(10))
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if s * cell >= 18)
        painter.setPen(QColor(*theme.muted))
        labels = [k for k in range(self.count) if (k + 1) % step == 0 or (k == 0 and step > 2)]
        edge = _STRIP + 2
        for k in labels:
            at = (k + 0.5) * cell
            text = str(k + 1)
            # The last number is as high as several small cells: it moves up rather than out of the picture.
            top = min(whole.top() + at - 8, self.viewport().height() - 15.0)
            left = QRectF(whole.left() - edge - 30, top, 28, 16)
            painter.drawText(left, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
            above = QRectF(whole.left() + at - 15, whole.top() - edge - 14, 30, 14)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for k in range(strokes):
            colour = QColor(*state.colour(k))
            # A hair of surface between neighbours, where there is room for one.
            gap = 1.0 if cell >= 5 else 0.0
            painter.fillRect(QRectF(whole.left() - edge, whole.top() + k * cell, _STRIP, cell - gap), colour)
            painter.fillRect(QRectF(whole.left() + k * cell, whole.top() - edge, cell - gap, _STRIP), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if strokes and strokes < self.count:
            painter.setPen(QPen(QColor(255, 255, 255, 190), 1.2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(whole.left(), whole.top(), strokes * cell, strokes * cell))
        for stroke, width in ((state.hovered, 1.5), (state.selected, 2.5)):
            if stroke is not None and stroke < strokes:
                row = QRectF(whole.left() - edge, whole.top() + stroke * cell, whole.width() + edge, cell)
                # Light on dark lines, so that the frame stands out from every colour of the map.
                painter.setPen(QPen(QColor(0, 0, 0, 160), width + 1.6))
                painter.drawRect(row)
                painter.setPen(QPen(QColor(255, 255, 255), width))
                painter.drawRect(row)
