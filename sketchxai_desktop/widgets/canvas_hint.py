"""A quiet hint on the canvas for the first start: that one can draw here. It is in nobody's way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas import Canvas

_ABOVE_EDGE = 14
#: Share of the canvas that may be kept free for the hint; a lower canvas needs all its room for the sketch.
_MOST = 0.3


class CanvasHint(QWidget):
    """Floats at the lower edge of `canvas` until something is drawn, or it is clicked away.

    The sketch is fitted above it. What is drawn under it goes through to the canvas; only its button takes clicks.
    On a canvas that is too low for both it is not shown, and in a narrow one it says less.

    Signals:
        dismissed: it is gone for good.
    """

    dismissed = Signal()

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas, self._theme = session, canvas, LIGHT
        # From the longest to the shortest.
        self._words = (
            self.tr("Draw here: the network names your drawing stroke by stroke"),
            self.tr("Draw here: the network names your drawing"),
            self.tr("Draw here"),
        )
        self._text = QLabel(self._words[0])
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
        self.setAccessibleName(self._words[0])
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
        self._canvas.removeEventFilter(self)
        self._canvas.keep_free(0)
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
        shown = bool(session.sketch.strokes) and session.run is None and self._fits()
        self._canvas.keep_free(self._room() if shown else 0)
        self.setVisible(shown)

    def _room(self) -> int:
        return self.height() + _ABOVE_EDGE

    def _fits(self) -> bool:
        return self._room() <= _MOST * self._canvas.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
            self._changed()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        canvas = self._canvas
        for words in self._words:
            self._text.setText(words)
            if self.sizeHint().width() <= canvas.width() - 16:
                break
        self.setToolTip(self._words[0] if self._text.text() != self._words[0] else "")
        self.resize(self.sizeHint())
        self.move((canvas.width() - self.width()) // 2, canvas.height() - self.height() - _ABOVE_EDGE)

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
