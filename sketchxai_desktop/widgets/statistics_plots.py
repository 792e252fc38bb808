"""The plots of the statistics window: histograms and bars of names."""

from __future__ import annotations

from collections import Counter

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.analysis.statistics import quantile
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Theme, mix
from sketchxai_desktop.widgets.common_charts import theme_axes

#: Widest histogram, in bars.
_MOST_BARS = 40


class CountPlot(pg.PlotWidget):
    """A histogram of whole numbers. What lies beyond is gathered in the last bar."""

    def __init__(self, name: str, across: str, up: str, *, few: int | None = None) -> None:
        """`few`: bars up to that number are in the accent colour, the rest is paler."""
        super().__init__(background=None)
        self._theme = LIGHT
        self._counts: Counter[int] = Counter()
        self._few = few
        self.setAccessibleName(name)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setMinimumSize(200, 120)
        self.setLabel("bottom", across)
        self.setLabel("left", up)
        self.setTitle(name, size="10pt")
        self._name = name
        # The number below the last, gathering bar would stick out of a narrow one, and not be shown.
        self.getAxis("bottom").setStyle(hideOverlappingLabels=False)
        self.getPlotItem().layout.setContentsMargins(0, 0, 14, 0)

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(QColor(*theme.surface))
        theme_axes(self, theme)
        self.setTitle(self._name, size="10pt", color=theme.text)
        self._draw()

    def set_counts(self, counts: Counter[int]) -> None:
        """How often each number occurs."""
        self._counts = counts
        self._draw()

    def _draw(self) -> None:
        self.clear()
        if not self._counts:
            return
        low, high = min(self._counts), max(self._counts)
        # The last hundredth would squeeze the rest into a corner.
        last = min(high, max(quantile(self._counts, 0.99), low + 9))
        width = max(1, -(-(last - low + 1) // _MOST_BARS))
        bars: Counter[int] = Counter()
        for value, n in self._counts.items():
            bars[(min(value, last) - low) // width] += n
        places = sorted(bars)
        theme = self._theme
        starts = [low + place * width - 0.5 for place in places]
        few = self._few
        rest = mix(theme.original, theme.surface, 0.25)
        brushes = [
            pg.mkBrush(theme.accent if few is None or low + (place + 1) * width - 1 <= few else rest)
            for place in places
        ]
        self.addItem(
            pg.BarGraphItem(
                x0=starts,
                x1=[s + width for s in starts],
                y0=0,
                height=[bars[p] for p in places],
                brushes=brushes,
                pen=pg.mkPen(theme.surface, width=1),
            )
        )
        if few is not None:
            self.addItem(pg.InfiniteLine(few + 0.5, pen=pg.mkPen(theme.text, style=Qt.PenStyle.DashLine)))
        ticks = self.getAxis("bottom")
        ticks.setTicks(None)
        if high > last:
            step = max(1, round((last - low) / 6 / 5) * 5) if last - low > 12 else max(1, (last - low) // 5)
            values = [v for v in range(0, last, step) if low <= v < last - 0.6 * step]
            end = starts[-1] + width / 2
            ticks.setTicks([[(v, str(v)) for v in values] + [(end, f"{low + places[-1] * width}+")]])
        elif high - low < 10:
            ticks.setTicks([[(v, str(v)) for v in range(low, high + 1)]])  # there is no half a stroke
        most = max(bars.values())
        self.getAxis("left").setTicks([[(n, str(n)) for n in range(most + 1)]] if most <= 5 else None)
        self.setXRange(starts[0], starts[-1] + width, padding=0.02)
        self.setYRange(0, most, padding=0.04)


class NameBars(QWidget):
    """Names with their counts as bars, most first; as many as fit, the rest in one line."""

    def __init__(self, name: str, *, counted: bool = False) -> None:
        """`counted`: the heading says how many names there are."""
        super().__init__()
        self._name, self._counted = name, counted
        self._theme = LIGHT
        self._entries: list[tuple[str, int]] = []
        self._names = 0
        self.setAccessibleName(name)
        self.setMinimumSize(180, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 220)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_entries(self, entries: list[tuple[str, int]]) -> None:
        """(name, how many), most first; an empty name is unknown."""
        self._names = sum(1 for name, _ in entries if name)
        self._entries = [(name or self.tr("not stated"), n) for name, n in entries]
        self.setAccessibleDescription(", ".join(f"{name} {n:,}" for name, n in self._entries[:20]))
        self.setToolTip(
            "\n".join(f"{name}: {n:,}" for name, n in self._entries[:30])
            + (f"\n… {len(self._entries) - 30:,}" if len(self._entries) > 30 else "")
        )
        self.update()

    def shown(self) -> list[tuple[str, int]]:
        """The rows that fit; the last gathers what does not."""
        room = max(2, int((self.height() - 30) // self._row))
        if len(self._entries) <= room:
            return self._entries
        rest = self._entries[room - 1 :]
        return [*self._entries[: room - 1], (self.tr("{0:,} others").format(len(rest)), sum(n for _, n in rest))]

    def lengths(self) -> list[float | None]:
        """How long the bar of each row of `shown` is, 0..1 of the room; None: what is gathered has no bar.

        The others together are often more than all that are named, and would leave these no length.
        """
        rows = self.shown()
        named = rows if len(rows) == len(self._entries) else rows[:-1]
        most = max((n for _, n in named), default=0) or 1
        gathered: list[float | None] = [None] * (len(rows) - len(named))
        return [n / most for _, n in named] + gathered

    @property
    def heading(self) -> str:
        return f"{self._name}: {self._names:,}" if self._counted else self._name

    @property
    def _row(self) -> float:
        return 18.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), QColor(*theme.surface))
        painter.setPen(QColor(*theme.text))
        painter.setFont(picture_font(13))
        head = QRectF(0, 2, self.width(), 22)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignCenter), self.heading)
        rows = self.shown()
        if not rows:
            return
        total = sum(n for _, n in self._entries)
        painter.setFont(picture_font(12))
        metrics = QFontMetricsF(painter.font())
        right = max(metrics.horizontalAdvance(self._said(n, total)) for _, n in rows) + 8
        left = min(max(metrics.horizontalAdvance(name) for name, _ in rows) + 10, 0.42 * self.width())
        track = max(self.width() - left - right, 10.0)
        middle = Qt.AlignmentFlag.AlignVCenter
        for k, ((name, n), length) in enumerate(zip(rows, self.lengths(), strict=True)):
            top = 28 + k * self._row
            painter.setPen(QColor(*theme.text))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 8)
            painter.drawText(QRectF(4, top, left - 6, self._row), int(Qt.AlignmentFlag.AlignLeft | middle), text)
            painter.setPen(QColor(*theme.muted))
            place = QRectF(self.width() - right, top, right - 4, self._row)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | middle), self._said(n, total))
            if length:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*theme.accent))
                painter.drawRect(QRectF(left, top + 4, max(track * length, 1.0), self._row - 8))

    @staticmethod
    def _said(n: int, total: int) -> str:
        share = 100 * n / total
        return f"{n:,} ({share:.0f}%)" if share >= 1 or n == 0 else f"{n:,} (<1%)"
