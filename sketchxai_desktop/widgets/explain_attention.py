"""Attention: who looks at whom, per layer and head, and followed through all layers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.rendering.palette import sequential_colours
from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_chip, paint_columns, paint_message
from sketchxai_desktop.widgets.explain_state import ExplainState
from sketchxai_desktop.widgets.explain_view import Caption, Heading, View
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

#: Links on the canvas while no stroke is pointed at.
_MOST_LINKS = 16
#: Share of the largest weight by which rows may differ that are called alike.
_ALIKE = 0.03


class AttentionView(View):
    """Bars of what the classification token looks at, a heat map of what strokes look at."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Attention"), parent)
        self.layer, self.head = QComboBox(), QComboBox()
        self.layer.setAccessibleName(self.tr("Layer"))
        self.head.setAccessibleName(self.tr("Head"))
        self.layer.setToolTip(self.tr("Rollout follows attention through all layers, first to last"))
        for box in (self.layer, self.head):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(3)
            box.currentIndexChanged.connect(self._choice_changed)
        grid = QGridLayout()
        grid.setSpacing(5)
        for column, (text, box) in enumerate(((self.tr("Layer"), self.layer), (self.tr("Head"), self.head))):
            label = QLabel(text)
            label.setBuddy(box)
            grid.addWidget(label, 0, 2 * column)
            grid.addWidget(box, 0, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 3 - column)  # "All: rollout" needs more room than "Mean"
        self.bars = _Bars(session)
        self.map = HeatMap(session)
        self.caption = Caption()
        self.body.addLayout(grid)
        self.headings = Heading(""), Heading("")
        self.body.addWidget(self.headings[0])
        self.body.addWidget(self.bars)
        self.body.addWidget(self.headings[1])
        self.body.addWidget(self.map)
        self.body.addWidget(self.caption)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "attention", self.rows)
        self._sizes = (0, 0)

    def _choice_changed(self, _: int) -> None:
        self.head.setEnabled(self.layer.currentIndex() > 0)
        self.refresh(self.state)
        self.overlay_changed.emit()

    @property
    def weights(self) -> FloatArray | None:
        """(1 + S, 1 + S) of the chosen layer and head."""
        found = self.state.results.attention
        if found is None or self.layer.currentIndex() < 0:
            return None
        if self.layer.currentIndex() == 0:
            return found.rollout
        layer = found.weights[self.layer.currentIndex() - 1]
        head = self.head.currentIndex()
        return layer.mean(axis=0) if head <= 0 else layer[head - 1]

    def refresh(self, state: ExplainState) -> None:
        found = state.results.attention
        if found is not None and self._sizes != found.weights.shape[:2]:
            self._sizes = found.weights.shape[:2]
            layers, heads = self._sizes
            for box, texts in (
                (self.layer, [self.tr("All: rollout"), *(self.tr("Layer {0}").format(k + 1) for k in range(layers))]),
                (self.head, [self.tr("Mean"), *(self.tr("Head {0}").format(k + 1) for k in range(heads))]),
            ):
                box.blockSignals(True)
                box.clear()
                box.addItems(texts)
                box.blockSignals(False)
            self.head.setEnabled(False)
        weights = self.weights
        message = state.message or (self.tr("Computing\N{HORIZONTAL ELLIPSIS}") if weights is None else "")
        self.bars.show_state(state, weights, message)
        self.map.show_state(state, weights, message)
        titles = (self.tr("What the answer looks at"), self.tr("Which stroke looks at which"))
        for heading, title in zip(self.headings, titles, strict=True):
            heading.setText(title if weights is None else f"{title} ({self._name()})")
        if weights is not None:
            own = float(weights[0, 0])
            text = self.tr(
                "Above: how much of each stroke goes into the answer, which keeps {0:.0f}% for itself. In the map, "
                "the stroke of a row looks at those of the columns. Attention says where the network looks, not "
                "whether that speaks for or against its answer."
            ).format(100 * own)
            if len(weights) > 2 and float(np.ptp(weights[1:, 1:], axis=0).max()) < _ALIKE * float(
                weights[1:, 1:].max()
            ):
                text += " " + self.tr("All rows are alike: here every stroke looks at the same strokes.")
            self.caption.setText(text)

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        pointed = state.selected if state.hovered is None else state.hovered
        return (state.sketch, state.results.attention, self.layer.currentIndex(), self.head.currentIndex(), pointed)

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        weights = self.weights
        if weights is None or state.results.attention is None:
            return None
        seen = len(weights) - 1
        cls = np.zeros(len(state.sketch))
        cls[:seen] = weights[0, 1:]
        pointed = state.selected if state.hovered is None else state.hovered
        among = weights[1:, 1:]
        if pointed is not None and pointed < seen:
            links = [(pointed, k, float(among[pointed, k])) for k in range(seen) if k != pointed]
        else:
            pairs = [(a, b, float(among[a, b])) for a in range(seen) for b in range(seen) if a != b]
            links = sorted(pairs, key=lambda link: -link[2])[:_MOST_LINKS]
        most = float(cls.max()) or 1.0
        return Overlay(
            state.sketch,
            self.tr("Attention: {0}").format(self._name()),
            cls / most,
            False,
            (self.tr("little"), self.tr("much")),
            links=tuple(links),
        )

    def _name(self) -> str:
        if self.layer.currentIndex() == 0:
            return self.tr("rollout")
        return f"{self.layer.currentText()}, {self.head.currentText()}".lower()

    def rows(self) -> Rows:
        """One row per looking and looked-at token; 0 is the classification token."""
        weights = self.weights
        if weights is None:
            return []
        return [
            {"layer": self.layer.currentText(), "head": self.head.currentText(), "from": a, "to": b, "weight": float(w)}
            for a, row in enumerate(weights)
            for b, w in enumerate(row)
        ]


class _Bars(QWidget):
    """What the classification token looks at."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._state, self._message = ExplainState(), ""
        self._weights: FloatArray | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What the answer looks at"))

    def sizeHint(self) -> QSize:
        return QSize(280, 96)

    def show_state(self, state: ExplainState, weights: FloatArray | None, message: str) -> None:
        self._state, self._weights, self._message = state, weights, message
        self.update()

    def _place(self) -> QRectF:
        return QRectF(self.rect()).adjusted(8, 8, -8, -24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, place = self._state, self._place()
        paint_card(painter, QRectF(self.rect()), state.theme)
        if self._weights is None or self._message:
            paint_message(painter, QRectF(self.rect()), self._message, state.theme)
            return
        values = self._weights[0, 1:].astype(np.float64)
        marked = [k for k in {state.selected, state.hovered} if k is not None and k < len(values)]
        paint_columns(painter, place, values, state.theme, marked=marked)
        step = place.width() / max(1, len(values))
        every = max(1, round(13 / step + 0.49))
        for k in range(0, len(values), every):
            centre = QPointF(place.left() + (k + 0.5) * step, self.height() - 13)
            paint_chip(painter, centre, min(8.0, 0.46 * step * every), k, state)

    def _stroke_at(self, x: float) -> int | None:
        place = self._place()
        if self._weights is None or not place.left() <= x < place.right():
            return None
        count = len(self._weights) - 1
        return min(int((x - place.left()) / place.width() * count), count - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._session.hover(self._stroke_at(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._session.select(self._stroke_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._session.hover(None)


class HeatMap(QWidget):
    """(S, S): the stroke of a row looks at the strokes of the columns."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._state, self._message = ExplainState(), ""
        self._weights: FloatArray | None = None
        self.setMouseTracking(True)
        # Not fixed: that would mean the height of sizeHint, whatever heightForWidth says.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Attention between strokes"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, 340)

    def sizeHint(self) -> QSize:
        return QSize(280, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def show_state(self, state: ExplainState, weights: FloatArray | None, message: str) -> None:
        self._state, self._message = state, message
        self._weights = None if weights is None else weights[1:, 1:]
        self.update()

    def _place(self) -> QRectF:
        side = min(self.width(), self.height()) - 30
        return QRectF((self.width() - side) / 2 + 8, 24, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, place, weights = self._state, self._place(), self._weights
        paint_card(painter, QRectF(self.rect()), state.theme)
        if weights is None or self._message or not len(weights):
            paint_message(painter, QRectF(self.rect()), self._message, state.theme)
            return
        count = len(weights)
        cell = place.width() / count
        table = sequential_colours(state.theme)
        most = float(weights.max()) or 1.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for a in range(count):
            for b in range(count):
                area = QRectF(place.left() + b * cell, place.top() + a * cell, cell + 0.5, cell + 0.5)
                painter.fillRect(area, QColor(*table[round(255 * float(weights[a, b]) / most)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(*state.theme.grid), 1))
        painter.drawRect(place)
        for k in {state.selected, state.hovered}:
            if k is not None and k < count:
                painter.setPen(QPen(QColor(*state.theme.halo), 2))
                painter.drawRect(QRectF(place.left(), place.top() + k * cell, place.width(), cell))
                painter.drawRect(QRectF(place.left() + k * cell, place.top(), cell, place.height()))
        every = max(1, round(13 / cell + 0.49))
        radius = min(8.0, 0.45 * cell * every)
        for k in range(0, count, every):
            middle = (k + 0.5) * cell
            paint_chip(painter, QPointF(place.left() + middle, place.top() - 11), radius, k, state)
            paint_chip(painter, QPointF(place.left() - 11, place.top() + middle), radius, k, state)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """(row, column) there."""
        area = self._place()
        if self._weights is None or not area.contains(place):
            return None
        count = len(self._weights)
        row, column = ((v / area.width() * count) for v in (place.y() - area.top(), place.x() - area.left()))
        return min(int(row), count - 1), min(int(column), count - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self._session.hover(None if cell is None else cell[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self._session.select(None if cell is None else cell[0])

    def leaveEvent(self, event: QEvent) -> None:
        self._session.hover(None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            if cell is not None and self._weights is not None:
                share = 100 * float(self._weights[cell])
                text = self.tr("Stroke {0} looks at stroke {1}: {2:.1f}%").format(cell[0] + 1, cell[1] + 1, share)
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
