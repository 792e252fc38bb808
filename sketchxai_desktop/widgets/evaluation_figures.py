"""The figures of a measurement, large, each with its interval below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.evaluation.estimate import Estimate, percent, percent_interval
from sketchxai_desktop.rendering.gui import fitting_font, picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Theme


class Figures(QWidget):
    """Cards in a row, as in "Top-1 92.11 %, 90.96 - 93.20 %"."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._figures: list[tuple[str, str, str]] = []  # name, value, interval
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Figures"))

    def sizeHint(self) -> QSize:
        return QSize(700, 74)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 74)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_estimates(self, named: dict[str, Estimate]) -> None:
        """Shares 0..1 by their names."""
        self._show([(name, percent(e.value, 2), percent_interval(e, 1)) for name, e in named.items()])

    def set_shares(self, named: dict[str, float]) -> None:
        """Shares 0..1 so far, without intervals."""
        self._show([(name, percent(share, 1), self.tr("so far")) for name, share in named.items()])

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """(name, value, interval) as they are shown."""
        return self._figures

    def _show(self, figures: list[tuple[str, str, str]]) -> None:
        self._figures = figures
        self.setAccessibleDescription("; ".join(f"{n} {v} ({i})" for n, v, i in figures))
        self.setToolTip(
            self.tr("Macro: mean over the categories, each counting the same. ECE: expected calibration error. ")
            + self.tr("Below: 95 % intervals (Wilson; macro and ECE: bootstrap).")
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._figures:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, gap = self._theme, 8.0
        width = (self.width() - gap * (len(self._figures) - 1)) / len(self._figures)
        for k, (name, value, interval) in enumerate(self._figures):
            card = QRectF(k * (width + gap), 0, width, self.height())
            painter.setPen(QPen(QColor(*theme.grid), 1.0))
            painter.setBrush(QColor(*theme.background))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            inside = card.adjusted(10, 6, -8, -6)
            self._line(painter, QRectF(inside.left(), inside.top(), inside.width(), 16), name, theme.muted, 12)
            middle = QRectF(inside.left(), inside.top() + 16, inside.width(), 28)
            self._line(painter, middle, value, theme.text, 21, bold=True)
            below = QRectF(inside.left(), inside.top() + 44, inside.width(), 18)
            self._line(painter, below, interval, theme.muted, 11.5)

    @staticmethod
    def _line(
        painter: QPainter,
        place: QRectF,
        text: str,
        colour: tuple[int, int, int],
        pixels: float,
        *,
        bold: bool = False,
    ) -> None:
        painter.setFont(fitting_font(text, place.width(), pixels, 8, bold=bold) or picture_font(8))
        painter.setPen(QColor(*colour))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
