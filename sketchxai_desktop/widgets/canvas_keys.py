"""The keyboard on the canvas: what is no menu action, because it only makes sense there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas_input import PointerSurface

#: Pixels of an arrow key, and with Shift.
NUDGE, FAR_NUDGE = 2.0, 20.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class KeyedSurface(PointerSurface):
    """Arrow keys move the selected stroke, Tab, Home and End choose one, Escape steps back.

    Attributes:
        key_focus: whether the focus came by key, and is worth showing.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.key_focus = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What a subclass says -------------------------------------------------------------------------------

    @property
    def tool(self) -> str:
        """ "draw" or "select"."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """Whether a stroke is being drawn or dragged."""
        raise NotImplementedError

    def move_selected(self, dx: float, dy: float) -> bool:
        """Shift the selected stroke by sketch units."""
        raise NotImplementedError

    # Keys -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Keys that mean something here at this moment come before the window's shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            arrow = event.key() in _ARROWS and self._can_nudge(event)
            if arrow or event.key() == Qt.Key.Key_Space or (event.key() == Qt.Key.Key_Escape and self._can_escape()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self._can_escape():
            self._escape()
        elif key in _ARROWS and self._can_nudge(event):
            far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            length = (FAR_NUDGE if far else NUDGE) / self.camera().view.scale
            dx, dy = _ARROWS[Qt.Key(key)]
            self.move_selected(dx * length, dy * length)
        elif key == Qt.Key.Key_Home and self.tool == "select":
            self._session.select(0)
        elif key == Qt.Key.Key_End and self.tool == "select":
            self._session.select(len(self._session.sketch) - 1)
        else:
            super().keyPressEvent(event)

    def _can_nudge(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        shown = not self._session.showing_run and self._session.preview is None
        return plain and self._session.selection is not None and shown

    def _can_escape(self) -> bool:
        session = self._session
        return self.busy or session.showing_run or session.preview is not None or session.selection is not None

    def _escape(self) -> None:
        if self.busy:
            self.end_pointer(keep=False)
        elif self._session.preview is not None:
            self._session.show_preview(None)
        elif self._session.showing_run:
            self._session.show_sketch()
        else:
            self._session.select(None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """With the select tool, Tab goes from stroke to stroke, and after the last one on to the next widget."""
        count, current = len(self._session.sketch), self._session.selection
        if self.tool == "select" and count and self.hasFocus():
            if current is None:
                current = -1 if forward else count
            following = current + (1 if forward else -1)
            if 0 <= following < count:
                self._session.select(following)
                return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self.key_focus = event.reason() in reasons
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.key_focus = False
        self.update()
        super().focusOutEvent(event)
