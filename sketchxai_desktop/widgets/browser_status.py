"""What stands around the browser's grid: a title that shortens itself, and the line that counts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sketchxai_desktop.core.drawing_metadata import Problems
from sketchxai_desktop.widgets.browser_text import tooltip
from sketchxai_desktop.workers.saying import said

_BETWEEN = 4


class ElidedLabel(QLabel):
    """One line of text, shortened in the middle where it does not fit; the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_text(self, text: str, whole: str = "") -> None:
        self.setText(text)
        self.setToolTip(tooltip(whole or text))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class StatusLine(QWidget):
    """How many drawings there are, how many are shown, and how many lines were skipped.

    Signals:
        problems_requested: the user wants to see what is wrong with lines.
    """

    problems_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self, wordWrap=True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._label.setAccessibleName(self.tr("Number of drawings"))
        self._button = QToolButton(self)
        self._words = self._sign = ""
        self._button.clicked.connect(self.problems_requested)
        self._button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_BETWEEN)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        return self._label.text()

    @property
    def button(self) -> QToolButton:
        """Shows problems, or looks for them."""
        return self._button

    def say(self, text: str) -> None:
        """A sentence in place of the numbers."""
        self._label.setText(text)
        self._label.setToolTip(tooltip(text))

    def clear(self) -> None:
        """There is no file."""
        self.say("")
        self._button.hide()

    def count(
        self,
        count: int,
        shown: int | None,
        *,
        complete: bool,
        problems: Problems | None,
        bad_seen: int,
        damage: str | None,
    ) -> None:
        """Say how it stands.

        Args:
            count: drawings known; shown: those that pass the filter, None for all; complete: there are no more.
            problems: what a check of the lines has found, None before; bad_seen: bad lines met without a check.
            damage: what is wrong with the file as a whole, or None.
        """
        if shown is not None and shown < count:
            text = self.tr("{shown} of {count} shown").format(shown=f"{shown:,}", count=f"{count:,}")
        elif count == 1:
            text = self.tr("1 drawing")
        else:
            text = self.tr("{count} drawings").format(count=f"{count:,}")
        if not complete:
            text = self.tr("{text} so far").format(text=text)
        text += self._skipped(problems, bad_seen)
        if damage:
            damage = said(damage)
            text += f". {damage[:1].upper()}{damage[1:]}"
        self.say(text)
        if problems is not None and problems.total:
            self._set_button(
                self.tr("Problems…"), "!", self.tr("Show problems: the skipped lines, and what is wrong with them")
            )
        elif problems is None or problems.checked < count:
            self._set_button(
                self.tr("Check lines"), "\N{CHECK MARK}", self.tr("Read every line and list those that are no drawings")
            )
        self._button.setVisible(count > 0 and (problems is None or problems.total > 0 or problems.checked < count))

    def _skipped(self, problems: Problems | None, bad_seen: int) -> str:
        if problems is None or bad_seen > problems.total:
            return self.tr(", at least {bad} skipped").format(bad=f"{bad_seen:,}") if bad_seen else ""
        if problems.total == 0:
            return self.tr(", none skipped")
        if problems.total == 1:
            return self.tr(", 1 line skipped")
        return self.tr(", {bad} lines skipped").format(bad=f"{problems.total:,}")

    def _set_button(self, text: str, sign: str, tooltip: str) -> None:
        self._words, self._sign = text, sign
        self._button.setAccessibleName(text)
        self._button.setToolTip(tooltip)
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """A sign in place of the button's words where the numbers need the room."""
        beside = self._label.fontMetrics().horizontalAdvance(self._label.text().split(",")[0]) + 4
        self._button.setText(self._words)
        if self._button.sizeHint().width() + beside + _BETWEEN > self.width():
            self._button.setText(self._sign)
