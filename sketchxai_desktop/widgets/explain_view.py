"""What the views of the Explain page have in common, and small parts that several use."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sketchxai_desktop.session import Overlay, Session
from sketchxai_desktop.widgets.explain_state import ExplainState
from sketchxai_desktop.widgets.take_away import TakeAway


class View(QWidget):
    """One view. Draws itself anew only while it can be seen.

    Attributes:
        take_away: copies and saves it; a subclass sets it.

    Signals:
        overlay_changed: something else is to be shown on the canvas.
    """

    overlay_changed = Signal()
    take_away: TakeAway

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.state = ExplainState()
        self._outdated = True
        self._overlay: tuple[tuple[object, ...], Overlay | None] | None = None
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(8, 4, 8, 8)
        self.body.setSpacing(6)

    def set_state(self, state: ExplainState) -> None:
        """Show another moment, now or as soon as there is somebody to see it."""
        self.state = state
        self._outdated = True
        if self.isVisible():
            self._bring_up_to_date()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        if self._outdated:
            self._outdated = False
            self.refresh(self.state)

    def refresh(self, state: ExplainState) -> None:
        """Draw `state`."""
        raise NotImplementedError

    def set_progress(self, kind: str, share: float | None, what: str) -> None:
        """How far a computation of that kind is; None: it has ended."""

    def overlay(self, state: ExplainState) -> Overlay | None:
        """What belongs on the canvas while this view is shown; the same object while nothing has changed."""
        key = self.overlay_key(state)
        if self._overlay is None or self._overlay[0] != key:
            self._overlay = (key, self.make_overlay(state))
        return self._overlay[1]

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        """What the overlay depends on."""
        return (state.sketch, state.question, state.results, state.method)

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        """What belongs on the canvas while this view is shown."""
        return None


class Caption(QLabel):
    """A sentence of less weight, as high as it needs."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)


class Heading(QLabel):
    """The title of a part of a view, in two lines where it is narrow."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.setMinimumWidth(20)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)


class _OneLine(QLabel):
    """Text of one line that ends in an ellipsis where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


class ProgressRow(QWidget):
    """How far a computation is, with Cancel. Hidden, but in its place, while nothing is computed."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what = _OneLine()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QToolButton()
        self.cancel.setProperty("compact", True)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop this; what is there already stays"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.what, 3)
        row.addWidget(self.bar, 2)
        row.addWidget(self.cancel)
        self.hide()

    def set_progress(self, share: float | None, text: str = "") -> None:
        """Show how far it is (0..1); None: nothing is computed."""
        self.setVisible(share is not None)
        if share is not None:
            self.bar.setValue(round(1000 * share))
            self.what.setText(text)
            self.what.setToolTip(text)

    def sizeHint(self) -> QSize:
        return QSize(200, 24)


def tool_button(text: str, tip: str, *, checked: bool | None = None) -> QToolButton:
    """A flat button; `checked`: its first state if it is a switch."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("compact", True)
    if checked is not None:
        button.setCheckable(True)
        button.setChecked(checked)
    return button
