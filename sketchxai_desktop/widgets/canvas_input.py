"""Mouse, tablet pen, wheel and gestures, turned into what a canvas does: use a tool, zoom, pan."""

from __future__ import annotations

import math
from typing import cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from sketchxai_desktop.widgets.canvas_tools import Pointer
from sketchxai_desktop.widgets.canvas_view import CanvasView

#: Zoom of one notch of the wheel, and pixels that it scrolls without Ctrl.
NOTCH_ZOOM, NOTCH_SCROLL = 1.2, 60.0
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class PointerSurface(QWidget):
    """A widget that is drawn on. A subclass says what the pointer does by overriding the methods without a body."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._down = False  # a tool has the pointer
        self._erasing = False
        self._space = False
        self._pan_from: QPointF | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    # What a subclass does -----------------------------------------------------------------------------

    def camera(self) -> CanvasView:
        """The view that zooming and panning change."""
        raise NotImplementedError

    def camera_moved(self) -> None:
        """Zoomed or panned by hand."""

    def pointer_pressed(self, pointer: Pointer) -> None:
        """The left button or the pen went down."""

    def pointer_moved(self, pointer: Pointer) -> None:
        """It moved while down."""

    def pointer_released(self, pointer: Pointer) -> None:
        """It went up."""

    def pointer_lost(self, *, keep: bool) -> None:
        """What was begun ends without a release: `keep` what was done, or forget it."""

    def pointer_hovered(self, place: QPointF | None) -> None:
        """The pointer moved while up, or left the widget (None)."""

    def pointer_erased(self, place: QPointF) -> None:
        """The pen's eraser touches this place."""

    def choose_cursor(self) -> Qt.CursorShape:
        """The cursor while nothing is panned."""
        return Qt.CursorShape.ArrowCursor

    # Mouse ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (_LEFT, _MIDDLE):
            self._begin(event.button(), _pointer(event))
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second of two quick taps is a tap.
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._down and not event.buttons() & _LEFT:  # the release went to somebody else
            self.end_pointer(keep=True)
        self._go_on(_pointer(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (_LEFT, _MIDDLE):
            self._end(_pointer(event))
        else:
            event.ignore()

    def _begin(self, button: Qt.MouseButton, pointer: Pointer) -> None:
        if self._down or self._pan_from is not None:
            return
        if button == _MIDDLE or self._space:
            self._pan_from = QPointF(pointer.x, pointer.y)
        else:
            self._down = True
            self.pointer_pressed(pointer)
        self.update_cursor()

    def _go_on(self, pointer: Pointer) -> None:
        place = QPointF(pointer.x, pointer.y)
        if self._pan_from is not None:
            moved, self._pan_from = place - self._pan_from, place
            self._pan(moved.x(), moved.y())
        elif self._down:
            self.pointer_moved(pointer)
        else:
            self.pointer_hovered(place)
            self.update_cursor()

    def _end(self, pointer: Pointer) -> None:
        if self._pan_from is not None:
            self._pan_from = None
        elif self._down:
            self._down = False
            self.pointer_released(pointer)
        self.update_cursor()

    def end_pointer(self, *, keep: bool) -> None:
        """Whatever the pointer is doing is over."""
        self._pan_from, self._erasing = None, False
        if self._down:
            self._down = False
            self.pointer_lost(keep=keep)
        self.update_cursor()

    def update_cursor(self) -> None:
        """Show what the pointer would do here."""
        if self._pan_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = self.choose_cursor()
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    # Tablet ---------------------------------------------------------------------------------------------

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Accepted, so that Qt makes no mouse events of it; other buttons of the pen act as a mouse's."""
        kind = event.type()
        if kind != QEvent.Type.TabletMove and event.button() != _LEFT:
            event.ignore()
            return
        event.accept()
        measures = event.pointingDevice().capabilities() & QInputDevice.Capability.Pressure
        pointer = _pointer(event, event.pressure() if measures else None)
        if event.pointerType() == QPointingDevice.PointerType.Eraser:
            if kind == QEvent.Type.TabletPress:
                self._erasing = True
            if self._erasing:
                self.pointer_erased(event.position())
            if kind == QEvent.Type.TabletRelease:
                self._erasing = False
        elif kind == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # Qt gives it to a mouse only
            self._begin(_LEFT, pointer)
        elif kind == QEvent.Type.TabletRelease:
            self._end(pointer)
        else:
            self._go_on(pointer)

    # Wheel and gestures -----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl zoom at the pointer."""
        event.accept()
        if self._down:
            return
        turn, place = event.angleDelta(), event.position()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(NOTCH_ZOOM ** (turn.y() / 120), place)
            return
        moved = QPointF(event.pixelDelta())
        if moved.isNull():
            moved = QPointF(turn) * (NOTCH_SCROLL / 120)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and moved.x() == 0:
            moved = moved.transposed()
        self._pan(moved.x(), moved.y())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture:
            return self._native_gesture(cast(QNativeGestureEvent, event))
        if event.type() == QEvent.Type.Gesture:
            pinch = cast(QGestureEvent, event).gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                return True
        return super().event(event)

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(math.exp(event.value()), event.position())
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            self._pan(event.delta().x(), event.delta().y())
        else:
            return False
        return True

    def _pinch(self, pinch: QPinchGesture) -> None:
        # The first finger of a pinch has begun a stroke.
        self.end_pointer(keep=False)
        moved = pinch.centerPoint() - pinch.lastCenterPoint()
        self._pan(moved.x(), moved.y())
        self._zoom(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint())))

    def _zoom(self, factor: float, place: QPointF) -> None:
        self.camera().zoom_by(factor, place.x(), place.y())
        self.camera_moved()

    def _pan(self, dx: float, dy: float) -> None:
        if dx or dy:
            self.camera().pan(dx, dy)
            self.camera_moved()

    # Keys and leaving ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self.update_cursor()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = False
                self.update_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self.end_pointer(keep=True)
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        # While a button is down the pointer may come back.
        if self._down and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.end_pointer(keep=True)
        self.pointer_hovered(None)
        super().leaveEvent(event)


def _pointer(event: QMouseEvent | QTabletEvent, pressure: float | None = None) -> Pointer:
    place = event.position()
    return Pointer(place.x(), place.y(), float(event.timestamp()), pressure)
