"""The list of strokes: pointing, selecting, and changing the order by dragging, keys or menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QMenu, QWidget

from sketchxai_desktop.rendering.palette import LIGHT
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_viewport import own_viewport
from sketchxai_desktop.widgets.inspector_delegate import StrokeDelegate, span_of
from sketchxai_desktop.widgets.inspector_state import InspectorState
from sketchxai_desktop.widgets.inspector_strokes import StrokeModel

#: Pixels from the upper and lower edge in which dragging scrolls.
_EDGE = 16


class StrokeList(QListView):
    """Follows the session's selection and hover, and sets them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._session = session
        self._theme = LIGHT
        self._rows = StrokeModel(self)
        self._look = StrokeDelegate(session, self)
        self._pressed: tuple[int, QPoint] | None = None
        self._gap: int | None = None
        self._following = False
        self.setModel(self._rows)
        self.setItemDelegate(self._look)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setMinimumHeight(84)
        self.setAccessibleName(self.tr("Strokes"))
        self.selectionModel().selectionChanged.connect(self._selected_here)
        session.selection_changed.connect(self._follow_selection)
        session.hover_changed.connect(self._follow_hover)

    def set_state(self, state: InspectorState) -> None:
        """Show another moment."""
        self._theme = state.theme
        self._look.set_look(state.theme, state.scheme)
        if state.inspection is not None:
            self._look.span = span_of(state.inspection.contributions)
        checkpoint = self._session.checkpoint
        slots = checkpoint.order_slots if checkpoint is not None else None
        self._following = True
        self._rows.set_state(state, slots)
        self._following = False
        self._follow_selection(self._session.selection)
        self.viewport().update()

    # The session --------------------------------------------------------------------------------------

    def _selected_here(self) -> None:
        if not self._following:
            rows = self.selectionModel().selectedIndexes()
            self._session.select(rows[0].row() if rows else None)

    def _follow_selection(self, stroke: int | None) -> None:
        self._following = True
        index = QModelIndex() if stroke is None else self._rows.index(stroke)
        if index.isValid():
            if index != self.currentIndex() or not self.selectionModel().isSelected(index):
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)
        elif self.currentIndex().isValid() or self.selectionModel().hasSelection():
            self.selectionModel().clear()
        self._following = False

    def _follow_hover(self) -> None:
        self.viewport().update()

    def _move(self, stroke: int, to: int) -> None:
        to = min(max(to, 0), len(self._session.sketch) - 1)
        if to != stroke:
            self._session.edit(self._session.sketch.reordered(stroke, to), "Reorder Stroke", select=to)

    def _delete(self, stroke: int) -> None:
        left = len(self._session.sketch) - 1
        self._session.edit(
            self._session.sketch.without_strokes([stroke]),
            "Delete Stroke",
            select=min(stroke, left - 1) if left else None,
        )

    # Mouse --------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (index.row(), event.position().toPoint()) if index.isValid() else None
            if not index.isValid():
                self._session.select(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            # The list's own answer would be to select whatever the pointer passes over.
            self._drag(here)
            return
        index = self.indexAt(here)
        self._session.hover(index.row() if index.isValid() else None)
        super().mouseMoveEvent(event)

    def _drag(self, here: QPoint) -> None:
        if self._pressed is None:
            return
        if self._gap is None and (here - self._pressed[1]).manhattanLength() < QApplication.startDragDistance():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if here.y() < _EDGE or here.y() > height - _EDGE:
            bar.setValue(bar.value() + (-_EDGE if here.y() < _EDGE else _EDGE))
        self._gap = self._gap_at(here.y())
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _gap_at(self, y: int) -> int:
        """The place between rows nearest to a height: 0 above the first, n below the last."""
        first = self.visualRect(self._rows.index(0))
        return min(max(round((y - first.top()) / max(first.height(), 1)), 0), self._rows.rowCount())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, gap = self._pressed, self._gap
        self._end_drag()
        if pressed is not None and gap is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move(pressed[0], gap if gap <= pressed[0] else gap - 1)
        else:
            super().mouseReleaseEvent(event)

    def _end_drag(self) -> None:
        self._pressed = self._gap = None
        self.unsetCursor()
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._session.hover(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first row current, so that the first press of Down would go to the second.
        if self._session.selection is None:
            self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)

    # Keys and menu --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stroke = self._session.selection
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape and self._gap is not None:
            self._end_drag()
        elif event.key() == Qt.Key.Key_Escape and stroke is not None:
            self._session.select(None)
        elif stroke is not None and alt and event.key() == Qt.Key.Key_Up:
            self._move(stroke, stroke - 1)
        elif stroke is not None and alt and event.key() == Qt.Key.Key_Down:
            self._move(stroke, stroke + 1)
        elif stroke is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete(stroke)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        self._session.select(index.row())
        where = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_for(index.row()).popup(where)

    def menu_for(self, stroke: int) -> QMenu:
        """What can be done with a stroke (0-based). The menu deletes itself when it closes."""
        last = len(self._session.sketch) - 1
        entries: list[tuple[str, bool, Callable[[], None]] | None] = [
            (self.tr("Draw &Earlier") + "\tAlt+Up", stroke > 0, lambda: self._move(stroke, stroke - 1)),
            (self.tr("Draw &Later") + "\tAlt+Down", stroke < last, lambda: self._move(stroke, stroke + 1)),
            (self.tr("Draw &First"), stroke > 0, lambda: self._move(stroke, 0)),
            (self.tr("Draw La&st"), stroke < last, lambda: self._move(stroke, last)),
            None,
            (self.tr("&Delete Stroke") + "\tDel", True, lambda: self._delete(stroke)),
        ]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            text, possible, slot = entry
            action = menu.addAction(text)
            action.setEnabled(possible)
            action.triggered.connect(slot)
        return menu

    # Painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self._rows.rowCount():
            painter.setPen(QColor(*self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            text = self.tr("No strokes yet. Draw some, or open a sketch.")
            painter.drawText(self.viewport().rect().adjusted(12, 4, -12, -4), int(flags), text)
            return
        if self.hasFocus() and not self.currentIndex().isValid():
            painter.setPen(QPen(QColor(*self._theme.accent), 1))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        if self._gap is not None:
            first = self.visualRect(self._rows.index(0))
            y = first.top() + self._gap * first.height()
            painter.setPen(QPen(QColor(*self._theme.accent), 3))
            painter.drawLine(4, y, self.viewport().width() - 4, y)
