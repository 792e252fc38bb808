"""The live curves of a training: the loss of every step, and how often held-out drawings are named rightly."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor

from sketchxai_desktop.rendering.palette import LIGHT, Theme, mix
from sketchxai_desktop.widgets.common_charts import theme_axes

#: The smooth line gives every new step this weight.
_WEIGHT = 0.15


class _Curve(pg.PlotWidget):
    def __init__(self, title: str) -> None:
        super().__init__(background=None)
        self._theme = LIGHT
        self._title = title
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setMinimumSize(180, 90)
        self.getAxis("left").setWidth(46)
        self.xs: list[int] = []
        self.ys: list[float] = []
        self.line = pg.PlotDataItem(antialias=True)
        self.addItem(self.line)

    def sizeHint(self) -> QSize:
        return QSize(420, 190)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(QColor(*theme.background))
        theme_axes(self, theme)
        self.setTitle(self._title, size="10pt", color=theme.text)

    def begin(self, steps: int) -> None:
        """Empty, with room for so many steps."""
        self.xs, self.ys = [], []
        self.setXRange(0, max(1, steps), padding=0.02)
        self.refresh()

    def add(self, step: int, value: float) -> None:
        self.xs.append(step)
        self.ys.append(value)

    def refresh(self) -> None:
        self.line.setData(self.xs, self.ys)


class LossCurve(_Curve):
    """Faint: every step. Strong: smoothed."""

    def __init__(self) -> None:
        super().__init__("")
        self._title = self.tr("Loss")
        self.setAccessibleName(self._title)
        self.smooth = pg.PlotDataItem(antialias=True)
        self.addItem(self.smooth)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.line.setPen(pg.mkPen(mix(theme.background, theme.accent, 0.4), width=1))
        self.smooth.setPen(pg.mkPen(theme.accent, width=2))

    def refresh(self) -> None:
        super().refresh()
        smooth: list[float] = []
        for value in self.ys:
            smooth.append(value if not smooth else (1 - _WEIGHT) * smooth[-1] + _WEIGHT * value)
        self.smooth.setData(self.xs, smooth)
        self.setYRange(0, max(self.ys, default=1.0) or 1.0, padding=0.05)


class AccuracyCurve(_Curve):
    """One dot after each epoch, one before the first step."""

    def __init__(self) -> None:
        super().__init__("")
        self._title = self.tr("Held-out drawings named rightly")
        self.setAccessibleName(self._title)
        self.setYRange(0, 1, padding=0.06)
        self.getAxis("left").setTicks([[(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")]])
        self.setLabel("bottom", self.tr("step"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.line.setPen(pg.mkPen(theme.accent, width=2, style=Qt.PenStyle.SolidLine))
        self.line.setSymbol("o")
        self.line.setSymbolSize(7)
        self.line.setSymbolBrush(pg.mkBrush(theme.accent))
        self.line.setSymbolPen(pg.mkPen(theme.background, width=1))
