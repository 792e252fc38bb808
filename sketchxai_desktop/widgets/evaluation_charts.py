"""The charts of a measurement: is the network as right as it is sure, and does it need many strokes?"""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent

from sketchxai_desktop.evaluation.calibration import ReliabilityBin
from sketchxai_desktop.evaluation.evaluation import GroupScore
from sketchxai_desktop.rendering.palette import AGAINST, LIGHT, Theme, mix
from sketchxai_desktop.widgets.common_charts import theme_axes


class _Chart(pg.PlotWidget):
    def __init__(self, title: str, across: str, up: str) -> None:
        super().__init__(background=None)
        self._theme = LIGHT
        self._title = title
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setMinimumSize(200, 150)
        self.setLabel("bottom", across)
        self.setLabel("left", up)
        self.setYRange(0, 1, padding=0.02)
        self.getAxis("left").setTicks([[(k / 4, f"{25 * k} %") for k in range(5)]])

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(QColor(*theme.background))
        theme_axes(self, theme)
        self.setTitle(self._title, size="10pt", color=theme.text)
        self._draw()

    def _draw(self) -> None:
        raise NotImplementedError


class ReliabilityChart(_Chart):
    """Bars: how often answers of a confidence are right. Dots on the dashed line would be perfect."""

    def __init__(self) -> None:
        super().__init__("", "", "")
        self._title = self.tr("Is it as right as it is sure?")
        self.setAccessibleName(self._title)
        self.setLabel("bottom", self.tr("confidence"))
        self.setLabel("left", self.tr("right"))
        self.setXRange(0, 1, padding=0.01)
        self.getAxis("bottom").setTicks([[(k / 4, f"{25 * k} %") for k in range(5)]])
        self._bins: tuple[ReliabilityBin, ...] = ()

    def set_bins(self, bins: tuple[ReliabilityBin, ...]) -> None:
        """The bins of equal width, lowest first."""
        self._bins = bins
        line = self.tr("{0:.0%} to {1:.0%}: {2:.0%} of {3:,}")
        said = [line.format(b.low, b.high, b.accuracy, b.drawings) for b in bins if b.drawings]
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self._draw()

    def _draw(self) -> None:
        self.clear()
        theme = self._theme
        used = [b for b in self._bins if b.drawings]
        if not used:
            return
        most = max(b.drawings for b in used)
        # The fuller a bar, the more drawings stand behind it.
        brushes = [pg.mkBrush(mix(theme.background, theme.accent, 0.25 + 0.75 * b.drawings / most)) for b in used]
        edge = pg.mkPen(theme.accent, width=1)
        self.addItem(
            pg.BarGraphItem(
                x0=[b.low for b in used],
                x1=[b.high for b in used],
                y0=0,
                height=[b.accuracy for b in used],
                brushes=brushes,
                pen=edge,
            )
        )
        self.addItem(pg.PlotDataItem([0, 1], [0, 1], pen=pg.mkPen(theme.muted, style=Qt.PenStyle.DashLine)))
        self.addItem(
            pg.ScatterPlotItem(
                [b.confidence for b in used],
                [b.accuracy for b in used],
                size=8,
                brush=pg.mkBrush(AGAINST),
                pen=pg.mkPen(theme.background, width=1),
            )
        )


class GroupChart(_Chart):
    """Top-1 accuracy of groups of drawings, with intervals."""

    def __init__(self) -> None:
        super().__init__("", "", "")
        self._title = self.tr("By number of strokes")
        self.setAccessibleName(self._title)
        self.setLabel("bottom", self.tr("strokes"))
        self.setLabel("left", self.tr("top-1"))
        self._groups: tuple[GroupScore, ...] = ()

    def set_groups(self, groups: tuple[GroupScore, ...]) -> None:
        self._groups = groups
        line = self.tr("{0}: {1:.1%} of {2:,}")
        said = [line.format(g.label, g.top1.value, g.drawings) for g in groups]
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self._draw()

    def _draw(self) -> None:
        self.clear()
        if not self._groups:
            return
        theme = self._theme
        places = np.arange(len(self._groups))
        values = np.array([g.top1.value for g in self._groups])
        lows = np.array([_or(g.top1.low, g.top1.value) for g in self._groups])
        highs = np.array([_or(g.top1.high, g.top1.value) for g in self._groups])
        pale = mix(theme.background, theme.accent, 0.55)
        self.addItem(pg.BarGraphItem(x=places, height=values, width=0.72, brush=pg.mkBrush(pale), pen=pg.mkPen(pale)))
        self.addItem(
            pg.ErrorBarItem(
                x=places, y=values, top=highs - values, bottom=values - lows, beam=0.25, pen=pg.mkPen(theme.text)
            )
        )
        self.setXRange(-0.6, len(self._groups) - 0.4, padding=0)
        self._name_groups()

    def _name_groups(self) -> None:
        """As many names below the bars as there is room for."""
        names = [g.label.replace(" or more", "+") for g in self._groups]
        room = max(1, (self.width() - 60) // 44)
        step = max(1, -(-len(names) // room))
        self.getAxis("bottom").setTicks([[(k, names[k]) for k in range(0, len(names), step)]])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_groups"):  # pyqtgraph resizes while it is made
            self._name_groups()


def _or(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value
