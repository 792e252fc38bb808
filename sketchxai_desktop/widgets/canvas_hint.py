"""A quiet hint on the canvas for the first start: that one can draw here. It is in nobody's way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session

_ABOVE_EDGE = 14


class CanvasHint(QWidget):
    """Floats at the lower edge of `canvas` until something is drawn, or it is clicked away.

    What is drawn under it goes through to the canvas; only its button takes clicks.

    Signals:
        dismissed: it is gone for good.
    """

    dismissed = Signal()

    def __init__(self, session: Session, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._session, self._theme = session, LIGHT
        self._text = QLabel(self.tr("Draw here: the network names your drawing stroke by stroke"))
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.close_button = QToolButton()
        self.close_button.setText("\N{MULTIPLICATION SIGN}")
        self.close_button.setToolTip(self.tr("Do not show this again"))
        self.close_button.setAccessibleName(self.tr("Close the hint"))
        self.close_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.addWidget(self._text)
        row.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._text.text())
        canvas.installEventFilter(self)
        session.history_changed.connect(self._changed)
        session.run_changed.connect(self._changed)
        self._place()
        self._changed()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def dismiss(self) -> None:
        """It was read, or is not wanted."""
        canvas = self.parent()
        if canvas is not None:
            canvas.removeEventFilter(self)
        self._session.history_changed.disconnect(self._changed)
        self._session.run_changed.disconnect(self._changed)
        self.hide()
        self.dismissed.emit()
        self.deleteLater()

    def _changed(self, _: object = None) -> None:
        session = self._session
        if session.undo_name is not None and session.undo_name != "Open Sketch":
            self.dismiss()  # who has drawn knows
            return
        # An empty canvas says the same in large letters.
        self.setVisible(bool(session.sketch.strokes) and session.run is None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        canvas = self.parentWidget()
        if canvas is None:
            return
        self.adjustSize()
        self._text.setVisible(True)
        width = min(self.sizeHint().width(), canvas.width() - 16)
        self.resize(width, self.sizeHint().height())
        self.move((canvas.width() - width) // 2, canvas.height() - self.height() - _ABOVE_EDGE)

    def mousePressEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(*self._theme.surface)
        fill.setAlphaF(0.94)
        painter.setBrush(fill)
        painter.setPen(QColor(*self._theme.grid))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
