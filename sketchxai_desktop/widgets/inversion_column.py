"""The chart with its legend above and the filmstrip below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme, hex_colour
from sketchxai_desktop.widgets.inversion_filmstrip import Filmstrip
from sketchxai_desktop.widgets.inversion_pens import cosmetic_pen, dashed_colour

_SAMPLE, _SPACE, _BETWEEN = 20, 5, 14
_GAP = 2


class Legend(QWidget):
    """One line above the chart: what is solid, what is dashed, and both probabilities at the shown step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._entries: list[tuple[str, bool]] = []
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: list[tuple[str, bool]]) -> None:
        """(words, whether dashed) from left to right."""
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName(self.words())
            self.setToolTip(self.words())
            self.updateGeometry()
            self.update()

    def words(self) -> str:
        """All of it as text."""
        return ", ".join(text for text, _ in self._entries)

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self.fontMetrics().horizontalAdvance(text) for text, _ in self._entries]
        return QSize(sum(widths) + len(widths) * (_SAMPLE + _SPACE + _BETWEEN), self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, middle, x = self.fontMetrics(), self.height() / 2, 2.0
        share = self.width() / max(1, len(self._entries)) - _SAMPLE - _SPACE - _BETWEEN + 2
        fits = self.width() >= self.sizeHint().width()
        for text, dashed in self._entries:
            colour = dashed_colour(self._theme) if dashed else self._theme.accent
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(cosmetic_pen(colour, 2.2, style))
            painter.drawLine(QPointF(x, middle), QPointF(x + _SAMPLE, middle))
            painter.setPen(QColor(*self._theme.text))
            shown = text if fits else metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, int(max(20.0, share)))
            width = metrics.horizontalAdvance(shown)
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(QRectF(x + _SAMPLE + _SPACE, 0, width + 2, self.height()), flags, shown)
            x += _SAMPLE + _SPACE + width + _BETWEEN
        painter.end()


class StatusLabel(QLabel):
    """One line on the right that gives way: what does not fit is cut and stands in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Show another line."""
        if words != self._words:
            self._words = words
            self.setToolTip(words)
            self.setAccessibleName(words)
            self._fit()

    def words(self) -> str:
        """The whole line."""
        return self._words

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self.setStyleSheet(f"color: {hex_colour(theme.muted)};")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width()))


class ChartColumn(QWidget):
    """Shares its height: one line of words, the chart, and, where there is room, the filmstrip as high as its
    pictures need."""

    def __init__(self, legend: Legend, status: StatusLabel, chart: QWidget, filmstrip: Filmstrip) -> None:
        super().__init__()
        self._chart, self._filmstrip = chart, filmstrip
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(legend)
        row.addWidget(status, 1)
        for part in (chart, filmstrip):
            part.setParent(self)

    def minimumSizeHint(self) -> QSize:
        chart, strip = self._chart.minimumSizeHint(), self._filmstrip.minimumSizeHint()
        return QSize(max(chart.width(), strip.width()), self._head_height() + _GAP + chart.height())

    def sizeHint(self) -> QSize:
        return QSize(520, 230)

    def _head_height(self) -> int:
        return self.fontMetrics().height() + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height, head = self.width(), self.height(), self._head_height()
        self._head.setGeometry(0, 0, width, head)
        room = height - head - self._chart.minimumSizeHint().height() - 2 * _GAP
        shown = room >= self._filmstrip.minimumSizeHint().height()
        strip = min(room, self._filmstrip.height_for(width, round(0.42 * height))) + _GAP if shown else 0
        self._chart.setGeometry(0, head + _GAP, width, height - head - _GAP - strip)
        self._filmstrip.setGeometry(0, height - strip + _GAP, width, strip - _GAP)
        self._filmstrip.setVisible(shown)
