"""Tells when the window is on the screen: what can wait, waits for that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

#: Milliseconds after which there is no more waiting: a window that opens minimised is not painted.
_PATIENCE = 1000


class FirstPaint(QObject):
    """Watches a widget of a window that is about to be shown.

    Signals:
        happened: once, when the widget was painted and the event loop is back, or after a second without.
    """

    happened = Signal()

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = widget
        widget.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._timer.timeout.connect(self._over)

    def start(self) -> None:
        """The window is being shown."""
        self._timer.start()

    def end(self) -> None:
        """There is nothing to wait for any more."""
        self._let_go()
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._let_go()
            self._timer.start(0)
        return False

    def _let_go(self) -> None:
        if self._widget is not None:
            self._widget.removeEventFilter(self)
            self._widget = None

    def _over(self) -> None:
        self._let_go()
        self.happened.emit()
