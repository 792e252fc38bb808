"""A grid of equal cells that shows a million rows as fast as ten.

QListView in icon mode lays out every row, which takes seconds for a million and again at each resize; see
`benchmarks/bench_browser.py`. Here a row's place is computed from its number.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6 import QtWidgets  # QStyle is set up when the first cell is painted: it has 600 names
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.widgets.browser_cell import PAD, CellDelegate
from sketchxai_desktop.widgets.browser_model import SketchModel
from sketchxai_desktop.widgets.common_viewport import own_viewport

#: Least width of a cell; a dock of 200 pixels holds two beside its scroll bar.
CELL_WIDTH = 84
#: Scroll bars count in int; longer contents scroll by several pixels a step.
_LONGEST = 2**30

AnyIndex = QModelIndex | QPersistentModelIndex


class SketchGrid(QAbstractItemView):
    """Shows a `SketchModel` with a `CellDelegate`. Arrow keys, Page Up and Down, Home and End move, Enter chooses.

    Signals:
        chosen: row that was clicked, or where Enter was pressed.
        view_changed: other rows came into view, or cells have another size.
        menu_wanted: row and place on the screen for a context menu.
    """

    chosen = Signal(int)
    view_changed = Signal()
    menu_wanted = Signal(int, QPoint)

    def __init__(self, model: SketchModel, delegate: CellDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._theme = LIGHT
        self._cells = delegate
        self._hovered = -1
        self._empty_text = ""
        self._unit = 1
        self._columns = 1
        self._laid_out_height = delegate.cell_height(CELL_WIDTH)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, or columns would jump when a filter leaves few rows.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setModel(model)
        self.clicked.connect(self._click)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.viewport().update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no rows."""
        if text != self._empty_text:
            self._empty_text = text
            self.viewport().update()

    # Where rows are -----------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        return self._columns

    @property
    def cell_width(self) -> int:
        return max(CELL_WIDTH, self.viewport().width() // self._columns)

    @property
    def cell_height(self) -> int:
        return self._cells.cell_height(self.cell_width)

    @property
    def thumbnail_size(self) -> int:
        """Side of the thumbnails in device-independent pixels."""
        return self.cell_width - 2 * PAD

    def _row_count(self) -> int:
        return int(self.model().rowCount())

    def _offset(self) -> int:
        return self.verticalScrollBar().value() * self._unit

    def _rect(self, row: int) -> QRect:
        spare = max(0, self.viewport().width() - self._columns * self.cell_width) // 2
        line, column = divmod(row, self._columns)
        top = min(max(line * self.cell_height - self._offset(), -_LONGEST), _LONGEST)
        return QRect(spare + column * self.cell_width, top, self.cell_width, self.cell_height)

    def visible_rows(self) -> range:
        """Rows of which at least a part is in view."""
        return self._rows_between(0, self.viewport().height())

    def _rows_between(self, top: int, bottom: int) -> range:
        first = (self._offset() + max(0, top)) // self.cell_height * self._columns
        last = ((self._offset() + max(0, bottom) - 1) // self.cell_height + 1) * self._columns
        return range(min(first, self._row_count()), min(last, self._row_count()))

    def update_rows(self, rows: Iterable[int]) -> None:
        """Repaint these rows, as far as they are in view."""
        visible = self.visible_rows()
        region = QRegion()
        for row in rows:
            if row in visible:
                region += self._rect(row)
        self.viewport().update(region)

    # What QAbstractItemView asks ----------------------------------------------------------------------

    def visualRect(self, index: AnyIndex) -> QRect:
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        for row in self._rows_between(point.y(), point.y() + 1):
            if self._rect(row).contains(point):
                return self.model().index(row, 0)
        return QModelIndex()

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        top = index.row() // self._columns * self.cell_height
        height, view = self.cell_height, self.viewport().height()
        offset = self._offset()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            offset = top - (view - height) // 2
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or top < offset or height > view:
            offset = top
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or top + height > offset + view:
            offset = top + height - view
        self._scroll_to(offset)

    def _scroll_to(self, offset: int) -> None:
        # Rounded up, or the last pixels of a cell that is to be seen would stay hidden.
        self.verticalScrollBar().setValue(-(-offset // self._unit))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._row_count()
        if count == 0:
            return QModelIndex()
        actions = QAbstractItemView.CursorAction
        current = self.currentIndex()
        if not current.isValid() and action not in (actions.MoveHome, actions.MoveEnd):
            return self.model().index(min(self.visible_rows().start, count - 1), 0)
        row, columns = current.row(), self._columns
        page = max(1, self.viewport().height() // self.cell_height) * columns
        if action in (actions.MoveUp, actions.MovePageUp):
            step = columns if action == actions.MoveUp else page
            row = row - step if row >= step else row % columns
        elif action in (actions.MoveDown, actions.MovePageDown):
            step = columns if action == actions.MoveDown else page
            row = min(row + step, self._lowest(row % columns, row))
        elif action in (actions.MoveLeft, actions.MovePrevious):
            row -= 1
        elif action in (actions.MoveRight, actions.MoveNext):
            row += 1
        elif action == actions.MoveHome:
            row = 0
        elif action == actions.MoveEnd:
            row = count - 1
        return self.model().index(min(max(row, 0), count - 1), 0)

    def _lowest(self, column: int, row: int) -> int:
        """The last row in a column; the very last one, if only that lies below `row`."""
        count, columns = self._row_count(), self._columns
        lowest = (count - 1 - column) // columns * columns + column
        return lowest if lowest > row or lowest // columns == (count - 1) // columns else count - 1

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return min(self._offset(), _LONGEST)

    def isIndexHidden(self, index: AnyIndex) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        region = QRegion()
        visible = self.visible_rows()
        for part in selection:  # type: ignore[attr-defined]
            for row in range(max(part.top(), visible.start), min(part.bottom() + 1, visible.stop)):
                region += self._rect(row)
        return region

    def keyboardSearch(self, search: str) -> None:
        """No search by typing: it would ask every row of a file that was never read."""

    # Layout and scrolling ---------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        super().updateGeometries()
        first = self._offset() // self._laid_out_height * self._columns
        self._columns = max(1, self.viewport().width() // CELL_WIDTH)
        self._laid_out_height = self.cell_height
        lines = -(-self._row_count() // self._columns)
        view = self.viewport().height()
        hidden = max(0, lines * self.cell_height - view)
        self._unit = 1 + hidden // _LONGEST
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, view // self._unit))
        bar.setSingleStep(max(1, self.cell_height // 3 // self._unit))
        bar.setRange(0, -(-hidden // self._unit))
        if first // self._columns != self._offset() // self.cell_height:
            self._scroll_to(first // self._columns * self.cell_height)
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    def reset(self) -> None:
        super().reset()
        self._hovered = -1
        self.verticalScrollBar().setValue(0)
        self.updateGeometries()
        self.viewport().update()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        if start < self.visible_rows().stop:
            self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        way = dy * self._unit
        if abs(way) < self.viewport().height():
            self.viewport().scroll(0, way)
        else:
            self.viewport().update()
        self._hover(-1)
        self.view_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Sideways swipes belong to nobody here.
        if event.angleDelta().y():
            super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cells.set_font(self.font())
            self.updateGeometries()

    # Input --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()  # the view would copy the word; what copying means is decided by the window
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_keyboard else event.globalPos()
            self.menu_wanted.emit(index.row(), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return bool(super().viewportEvent(event))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            old, self._hovered = self._hovered, row
            self.update_rows([old, row])

    # Painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setBackground(QColor(*self._theme.surface))  # not `fillRect`: see `paint_paper`
        painter.eraseRect(event.rect())
        if self._row_count() == 0:
            painter.setPen(QColor(*self._theme.muted))
            place = self.viewport().rect().adjusted(12, 12, -12, -12)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)
            return
        option, flag = QStyleOptionViewItem(), QtWidgets.QStyle.StateFlag
        self.initViewItemOption(option)
        current, focused = self.currentIndex().row(), self.hasFocus()
        for row in self._rows_between(event.rect().top(), event.rect().bottom() + 1):
            rect = self._rect(row)
            if not event.region().intersects(rect):
                continue
            state = flag.State_Enabled
            if row == current:
                state |= flag.State_Selected
                if focused:
                    state |= flag.State_HasFocus
            if row == self._hovered:
                state |= flag.State_MouseOver
            option.rect = rect
            option.state = state
            self._cells.paint(painter, option, self.model().index(row, 0))
