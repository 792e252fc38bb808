"""The live chart: probability of the target and of the original category over the steps, for every path."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.rendering.palette import LIGHT, Theme, mix
from sketchxai_desktop.widgets.inversion_arrays import RunArrays
from sketchxai_desktop.widgets.inversion_pens import cosmetic_pen, dashed_colour

#: All paths but the chosen one are drawn as one curve of at most so many points, so that 64 paths stay live.
_MOST_POINTS = 24_000
#: From so many steps on Qt's dashes get slow; then every other short piece of a curve is left out instead.
_DENSE = 250
#: Milliseconds after which new states of a run are drawn: the canvas, which follows every one, comes first.
_FOLLOW = 50
_DASH = 5


def thinned(values: FloatArray, most: int) -> tuple[np.ndarray, FloatArray]:
    """(kept state numbers, their values): every n-th of the (K, P) values and the last, at most about `most` in all."""
    states, paths = values.shape
    stride = max(1, -(-states * paths // max(1, most)))
    kept = np.arange(0, states, stride)
    if states and kept[-1] != states - 1:
        kept = np.append(kept, states - 1)
    return kept, values[kept]


class PathChart(pg.PlotWidget):
    """Solid lines: the target's probability. Dashed lines: the original category's. The chosen path stands out.

    Signals:
        step_chosen: 0-based state that was clicked, dragged or reached by an arrow key.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrays: RunArrays | None = None
        self._path = self._step = 0
        self._drawn: tuple[int, int] | None = None  # (states, path) that the curves show
        self._theme: Theme = LIGHT
        self._soon = QTimer(self, singleShot=True, interval=_FOLLOW)
        self._soon.timeout.connect(self.refresh)
        self.setAccessibleName(self.tr("Probability over the steps"))
        self.setToolTip(self.tr("Probability over the steps. Click or drag to look at a step."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setContentsMargins(0, 7, 14, 0)
        item.setDefaultPadding(0.0)
        self.setYRange(-0.02, 1.02, padding=0)
        self.setXRange(0, 100, padding=0.01)
        self._left, self._bottom = item.getAxis("left"), item.getAxis("bottom")
        self._left.setTicks([[(0.0, "0%"), (0.5, "50%"), (1.0, "100%")], [(0.25, ""), (0.75, "")]])
        self._left.setStyle(tickLength=-4, autoExpandTextSpace=False, tickTextWidth=34, hideOverlappingLabels=False)
        self._left.setWidth(42)
        self._bottom.setStyle(tickLength=-4, autoExpandTextSpace=False, hideOverlappingLabels=False)
        self._bottom.setHeight(18)
        # pyqtgraph's own grid would cost the axis the room for its first and last label.
        self._rules = [pg.InfiniteLine(y, angle=0) for y in (0.25, 0.5, 0.75, 1.0)]
        for rule in self._rules:
            item.addItem(rule)
        self._others_original, self._others_target = _Bundle(), _Bundle()
        # "peak" keeps every dip that one step made.
        self._original = pg.PlotDataItem(autoDownsample=True, downsampleMethod="peak", clipToView=False, antialias=True)
        self._target = pg.PlotDataItem(autoDownsample=True, downsampleMethod="peak", clipToView=False, antialias=True)
        self._cursor = pg.InfiniteLine(0, angle=90, movable=False)
        self._dot = pg.ScatterPlotItem(size=8, pxMode=True)
        for part in (self._others_original, self._others_target, self._original, self._target, self._cursor, self._dot):
            item.addItem(part)
        self._cursor.hide()
        self.set_theme(LIGHT)

    # What it shows ----------------------------------------------------------------------------------

    def set_arrays(self, arrays: RunArrays | None) -> None:
        """Show another run, or none."""
        self._arrays, self._path, self._step, self._drawn = arrays, 0, 0, None
        if arrays is not None:
            self.setXRange(0, max(1, arrays.run.settings.steps), padding=0.012)
        self.refresh()

    def set_shown(self, path: int, step: int) -> None:
        """Let `path` stand out and put the cursor at `step` (both 0-based); new states are drawn a little later."""
        grown = self._drawn is not None and self._arrays is not None and self._drawn[0] < self._arrays.states
        hurry = path != self._path or not grown
        self._path, self._step = path, step
        if hurry:
            self.refresh()
        elif not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Draw what has been recorded since."""
        arrays = self._arrays
        if arrays is None or not arrays.states:
            for curve in (self._target, self._original):
                curve.setData([], [])
            self._others_target.setData([], [])
            self._others_original.setData([], [])
            self._dot.setData([], [])
            self._cursor.hide()
            self._drawn = None
            return
        if self._drawn != (arrays.states, self._path):
            self._drawn = (arrays.states, self._path)
            self._draw_curves(arrays)
        step = min(self._step, arrays.states - 1)
        self._cursor.setValue(step)
        self._cursor.show()
        self._dot.setData([step], [float(arrays.target[step, self._path])])

    def curve(self, *, original: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """(steps, probabilities) of the chosen path as they were given to the chart."""
        item = self._original if original else self._target
        x, y = item.getOriginalDataset()
        return (np.zeros(0), np.zeros(0)) if x is None or y is None else (x, y)

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        self.setBackground(QColor(*theme.background))
        for axis in (self._left, self._bottom):
            axis.setPen(QColor(*theme.grid))
            axis.setTextPen(QColor(*theme.muted))
            font = self.font()
            font.setPixelSize(max(9, min(12, round(0.8 * self.fontMetrics().height()))))
            axis.setStyle(tickFont=font)
        dashed = dashed_colour(theme)
        self._target.setPen(cosmetic_pen(theme.accent, 1.8))
        self._original.setPen(cosmetic_pen(dashed, 1.4, Qt.PenStyle.DashLine))
        self._others_target.setPen(cosmetic_pen(mix(theme.background, theme.accent, 0.42), 1.0))
        self._others_original.setPen(cosmetic_pen(mix(theme.background, theme.original, 0.5), 1.0))
        self._others_original.gaps = True
        for rule in self._rules:
            rule.setPen(cosmetic_pen(theme.grid, 1.0))
        self._cursor.setPen(cosmetic_pen(theme.muted, 1.0))
        self._dot.setBrush(QColor(*theme.accent))
        self._dot.setPen(cosmetic_pen(theme.background, 1.5))
        self._drawn = None
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(480, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 60)

    def _draw_curves(self, arrays: RunArrays) -> None:
        x = np.arange(arrays.states)
        others = np.arange(arrays.paths) != self._path
        self._target.setData(x, arrays.target[:, self._path].copy())
        self._others_target.show_paths(arrays.target[:, others])
        if arrays.run.target == arrays.run.original:
            self._original.setData([], [])
            self._others_original.setData([], [])
        else:
            self._original.setData(x, arrays.original[:, self._path].copy())
            self._others_original.show_paths(arrays.original[:, others])

    # Choosing a step --------------------------------------------------------------------------------

    def step_at(self, position: QPointF) -> int | None:
        """The recorded step nearest to a place in the widget, or None while there is none."""
        if self._arrays is None or not self._arrays.states:
            return None
        x = self.getPlotItem().vb.mapSceneToView(self.mapToScene(position.toPoint())).x()
        return min(max(round(x), 0), self._arrays.states - 1)

    def step_position(self, step: int, probability: float = 0.5) -> QPointF:
        """Where a step and a probability (0..1) are in the widget."""
        scene = self.getPlotItem().vb.mapViewToScene(QPointF(step, probability))
        return QPointF(self.mapFromScene(scene))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.step_at(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self.step_at(event.position()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch is one step."""
        delta = event.angleDelta().y()
        if delta and self._arrays is not None:
            self._choose_clamped(self._step + (-1 if delta > 0 else 1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home, End and the page keys move the cursor."""
        far = 1_000_000_000
        moves = {
            Qt.Key.Key_Left: self._step - 1,
            Qt.Key.Key_Right: self._step + 1,
            Qt.Key.Key_PageUp: self._step - 10,
            Qt.Key.Key_PageDown: self._step + 10,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: far,
        }
        wanted = moves.get(Qt.Key(event.key()))
        if wanted is None or self._arrays is None:
            event.ignore()
        else:
            self._choose_clamped(wanted)

    def _choose_clamped(self, step: int) -> None:
        if self._arrays is not None and self._arrays.states:
            self._choose(min(max(step, 0), self._arrays.states - 1))

    def _choose(self, step: int | None) -> None:
        if step is not None and step != self._step:
            self.step_chosen.emit(step)


class _Bundle(pg.PlotCurveItem):
    """Many paths as one thin curve with gaps between them; fast, because Qt strokes it without antialiasing.

    Attributes:
        gaps: draw dashes.
    """

    def __init__(self) -> None:
        super().__init__(antialias=False)
        self.gaps = False

    def show_paths(self, values: FloatArray) -> None:
        """Show (K, P) probabilities."""
        kept, shown = thinned(values, _MOST_POINTS)
        states, paths = shown.shape
        if states < 2 or not paths:
            self.setData([], [])
            return
        connect = np.ones((paths, states), np.uint8)
        connect[:, -1] = 0
        if self.gaps and states >= _DENSE:
            # Half of every stretch of `_DASH` pixels (of a chart about 500 wide) is left out.
            stretch = max(1, _DASH * states // 500)
            connect[:, (np.arange(states) // stretch) % 2 == 1] = 0
            self._set_style(Qt.PenStyle.SolidLine)
        elif self.gaps:
            self._set_style(Qt.PenStyle.DashLine)
        self.setData(np.tile(kept, paths).astype(float), shown.T.ravel().astype(float), connect=connect.ravel())

    def _set_style(self, style: Qt.PenStyle) -> None:
        pen = QPen(self.opts["pen"])
        if pen.style() != style:
            pen.setStyle(style)
            self.setPen(pen)
