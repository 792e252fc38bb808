"""What the inspector's panels have in common: a frame with a caption, a themed plot, a colour bar."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QStatusTipEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_state import InspectorState
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

Places = npt.NDArray[np.float64]


def colour_table(steps: int = 256) -> npt.NDArray[np.uint8]:
    """(256, 3) viridis, which changes in lightness all the way; in so many bands, whose edges act as contours."""
    table: npt.NDArray[np.uint8] = pg.colormap.get("viridis").getLookupTable(nPts=steps, alpha=False)
    return np.repeat(table, -(-256 // steps), axis=0)[:256]


class Panel(QWidget):
    """A heading, a picture and a sentence about it. Draws itself anew only while it can be seen."""

    def __init__(self, session: Session, heading: str, parent: QWidget | None = None, caption_lines: int = 2) -> None:
        super().__init__(parent)
        self.session = session
        self.state = InspectorState()
        self._outdated = True
        self._themed: Theme | None = None
        self.setAccessibleName(heading)
        self.heading = QLabel(heading)
        bold = self.heading.font()
        bold.setBold(True)
        self.heading.setFont(bold)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        # Room for every sentence: a picture that grows when the sentence changes would slip from under the pointer.
        self.caption.setMinimumHeight(caption_lines * self.caption.fontMetrics().lineSpacing())
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.caption)
        self.take_away = TakeAway(self, type(self).__name__.removesuffix("Panel").lower(), self.rows)
        # To the status bar of whatever window this is in.
        self.take_away.taken.connect(lambda sentence: QApplication.sendEvent(self, QStatusTipEvent(sentence)))

    def rows(self) -> Rows:
        """The table behind the picture."""
        raise NotImplementedError

    def set_state(self, state: InspectorState) -> None:
        """Show another moment, now or as soon as there is somebody to see it."""
        self.state = state
        self._outdated = True
        if self.isVisible():
            self._bring_up_to_date()

    def set_brief(self, brief: bool) -> None:
        """Leave out the sentence, so that a low panel is all picture."""
        self.caption.setVisible(not brief)

    def least_height(self) -> int:
        """Of a brief panel without its heading."""
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        return self.body.minimumSize().height() + margins.top() + margins.bottom()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        if self._outdated:
            self._outdated = False
            if self.state.theme is not self._themed:
                self._themed = self.state.theme
                self.set_theme(self.state.theme)
            self.refresh(self.state)

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours; `refresh` follows."""

    def refresh(self, state: InspectorState) -> None:
        """Draw `state`."""
        raise NotImplementedError

    def add_meaning(self, bar: ColourBar, tool: QWidget) -> None:
        """Below the picture: what its colours mean, and something to choose."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(bar, 1)
        row.addWidget(tool)
        for widget in (bar, tool):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self.body.addLayout(row)

    def say(self, caption: str) -> None:
        """Change the sentence below the picture."""
        if caption != self.caption.text():
            self.caption.setText(caption)

    def nothing(self, state: InspectorState) -> str:
        """Why there is nothing to show, or ""."""
        if not len(state.sketch):
            return self.tr("Draw a stroke to see how the network takes it apart.")
        if state.inspection is None and self.session.checkpoint is None:
            return self.tr("This is shown as soon as a network is loaded.")
        if state.inspection is None:
            return self.tr("The network has not looked at this sketch yet.")
        return ""


class Plot(pg.GraphicsView):
    """A picture in data coordinates, with whatever a panel paints over it in pixels.

    The wheel is left to whatever scrolls around it; with Ctrl it zooms, where the plot can.
    """

    #: QPointF in data coordinates, or None when the pointer left.
    pointed = Signal(object)
    #: QPointF in data coordinates.
    clicked = Signal(object)

    def __init__(self, name: str, *, zoomable: bool = False) -> None:
        super().__init__(background=None)
        self.theme = LIGHT
        self.zoomed = False
        self._zoomable = zoomable
        self._message = ""
        self._pressed: QPointF | None = None
        self.box = pg.ViewBox(enableMenu=False, enableMouse=zoomable, defaultPadding=0)
        self.box.sigRangeChangedManually.connect(self._range_chosen)
        self.setCentralItem(self.box)
        self.setMinimumSize(80, 72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        # Without it, a repaint under the pointer leaves parts of what is painted over the items.
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)

    def sizeHint(self) -> QSize:
        return QSize(260, 190)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.setBackground(QColor(*theme.surface))

    def set_message(self, message: str) -> None:
        """A sentence in place of the picture; "" shows the picture."""
        self._message = message
        self.box.setVisible(not message)
        self.viewport().update()

    @property
    def message(self) -> str:
        return self._message

    # Coordinates ------------------------------------------------------------------------------------

    def _to_viewport(self) -> QTransform:
        self.box.updateMatrix()
        return self.box.childGroup.sceneTransform() * self.viewportTransform()

    def to_pixels(self, points: npt.ArrayLike) -> Places:
        """(..., 2) data coordinates to (..., 2) pixels of the viewport."""
        t = self._to_viewport()
        values = np.asarray(points, np.float64)
        pixels: Places = values * (t.m11(), t.m22()) + (t.dx(), t.dy())
        return pixels

    def to_data(self, pixel: QPointF) -> QPointF:
        """A place in the viewport in data coordinates."""
        inverse, _ = self._to_viewport().inverted()
        return inverse.map(pixel)

    def pixel_rect(self, left: float, top: float, right: float, bottom: float) -> QRectF:
        """A rectangle in data coordinates as pixels."""
        (x0, y0), (x1, y1) = self.to_pixels([(left, top), (right, bottom)]).tolist()
        return QRectF(QPointF(x0, y0), QPointF(x1, y1)).normalized()

    # Painting ---------------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._message:
            painter.setPen(QColor(*self.theme.muted))
            painter.setFont(self.font())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(10, 4, -10, -4), int(flags), self._message)
        else:
            self.paint_over(painter)
        painter.restore()

    def paint_over(self, painter: QPainter) -> None:
        """What lies over the picture, in pixels of the viewport."""

    # Pointing ---------------------------------------------------------------------------------------

    def _range_chosen(self, *_: Any) -> None:
        self.zoomed = True

    def fit(self) -> None:
        """Show everything again."""
        self.zoomed = False

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if not getattr(self, "zoomed", True):
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._zoomable and event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._message:
            super().wheelEvent(event)
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons() and not self._message:
            self.pointed.emit(self.to_data(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position() - pressed).manhattanLength() < 4 and not self._message:
            self.clicked.emit(self.to_data(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._zoomable:
            self.fit()

    def show_tip(self, text: str) -> None:
        """Say something beside the pointer at once; "" takes it back."""
        QToolTip.showText(self.cursor().pos(), text, self)


class ColourBar(QWidget):
    """What the colours of a picture mean: from a low number to a high one."""

    def __init__(self, table: npt.NDArray[np.uint8]) -> None:
        super().__init__()
        self._theme = LIGHT
        self._table = table
        self._low, self._high = "", ""
        self.setFixedHeight(16)
        self.setAccessibleName(self.tr("Meaning of the colours"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_range(self, low: str, high: str) -> None:
        if (low, high) != (self._low, self._high):
            self._low, self._high = low, high
            self.setAccessibleDescription(self.tr("from {0} to {1}").format(low, high))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(picture_font(11))
        painter.setPen(QColor(*self._theme.muted))
        metrics = painter.fontMetrics()
        left, right = metrics.horizontalAdvance(self._low) + 6, metrics.horizontalAdvance(self._high) + 6
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | middle), self._low)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | middle), self._high)
        bar = QRectF(left, 4, max(self.width() - left - right, 1), 8)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for k in range(0, 256, 15):
            gradient.setColorAt(k / 255, QColor(*self._table[k].tolist()))
        painter.fillRect(bar, gradient)
