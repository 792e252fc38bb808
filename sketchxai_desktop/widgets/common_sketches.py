"""Sketches side by side, as small pictures with a word below each; pictures are made when they come on the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import AGAINST, LIGHT, Theme, legible
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.widgets.take_away import is_drawing

_CAPTION = 17
_GAP = 4
_CACHED = 1500

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class SketchCell:
    """One picture.

    Attributes:
        caption: a few letters below it. tip: what is said of it when it is pointed at.
        wrong: the caption tells of something that is amiss.
        paint: paints something else than the drawn strokes: (painter, place, theme).
    """

    sketch: Sketch
    caption: str = ""
    tip: str = ""
    wrong: bool = False
    paint: Callable[[QPainter, QRectF, Theme], None] | None = None


class _Cells(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells: list[SketchCell] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.cells):
            return None
        cell = self.cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.caption
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.tip or cell.caption
        return None

    def replace(self, cells: Sequence[SketchCell]) -> None:
        self.beginResetModel()
        self.cells = list(cells)
        self.endResetModel()

    def add(self, cells: Sequence[SketchCell]) -> None:
        if cells:
            self.beginInsertRows(QModelIndex(), len(self.cells), len(self.cells) + len(cells) - 1)
            self.cells += cells
            self.endInsertRows()

    def update(self, rows: Sequence[int], cells: Sequence[SketchCell]) -> None:
        for row, cell in zip(rows, cells, strict=True):
            self.cells[row] = cell
            self.dataChanged.emit(self.index(row), self.index(row))


class _Painter(QStyledItemDelegate):
    def __init__(self, side: int, model: _Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self.side, self.theme, self._model = side, LIGHT, model
        self._pictures: OrderedDict[int, QImage] = OrderedDict()  # by row

    def forget(self, rows: Iterable[int] | None = None) -> None:
        """Make the pictures of these rows, or of all, anew."""
        if rows is None:
            self._pictures.clear()
        else:
            for row in rows:
                self._pictures.pop(row, None)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self.side + 2 * _GAP, self.side + _CAPTION + 2 * _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.cells[index.row()]
        theme, state = self.theme, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        card = QRectF(place.left(), place.top(), self.side, self.side)
        edge, width = (theme.accent, 2.4) if chosen else (theme.muted, 1.2) if pointed else (theme.grid, 1.0)
        painter.setPen(QPen(QColor(*edge), width))
        painter.setBrush(QColor(*theme.background))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 5, 5)
        if cell.paint is not None and is_drawing():
            cell.paint(painter, card.adjusted(4, 4, -4, -4), theme)
        else:
            painter.drawImage(card.topLeft() + QPointF(4, 4), self._picture(index.row(), cell, painter))
        painter.setFont(picture_font(11.5, bold=chosen))
        colour = legible(AGAINST, theme, 4.5) if cell.wrong else theme.text if chosen else theme.muted
        painter.setPen(QColor(*colour))
        below = QRectF(place.left(), card.bottom(), self.side, _CAPTION)
        text = painter.fontMetrics().elidedText(cell.caption, Qt.TextElideMode.ElideRight, self.side)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()

    def _picture(self, row: int, cell: SketchCell, painter: QPainter) -> QImage:
        known = self._pictures.get(row)
        if known is not None:
            self._pictures.move_to_end(row)
            return known
        ratio = painter.device().devicePixelRatio()
        side = self.side - 8
        if cell.paint is None:
            picture = thumbnail(cell.sketch, side, ratio, theme=self.theme, background=False)
        else:
            picture = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32_Premultiplied)
            picture.fill(Qt.GlobalColor.transparent)
            picture.setDevicePixelRatio(ratio)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            cell.paint(inner, QRectF(0, 0, side, side), self.theme)
            inner.end()
        self._pictures[row] = picture
        while len(self._pictures) > _CACHED:
            self._pictures.popitem(last=False)
        return picture


class SketchGrid(QListView):
    """Shows sketches; chosen with mouse and keyboard like files in a folder.

    Args:
        many: several can be chosen at once.

    Signals:
        opened: a row was double-clicked, or Enter pressed on it. rows_chosen: other rows are chosen now.
    """

    opened = Signal(int)
    rows_chosen = Signal()

    def __init__(self, name: str, side: int = 84, *, many: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = ""
        self._theme = LIGHT
        self._cells = _Cells(self)
        self._painter = _Painter(side, self._cells, self)
        self.setModel(self._cells)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(500)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setMinimumSize(side + 40, side + 30)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.rows_chosen.emit())

    def set_cells(self, cells: Sequence[SketchCell], message: str = "") -> None:
        """Show these; `message` where there are none. Nothing is chosen afterwards."""
        self._message = message
        self._painter.forget()
        self._cells.replace(cells)
        self.setAccessibleDescription(message if not cells else self.tr("{0:,} sketches").format(len(cells)))
        self.scrollToTop()
        self.viewport().update()
        self.rows_chosen.emit()

    def add_cells(self, cells: Sequence[SketchCell]) -> None:
        """Show these after the others; what is chosen stays chosen."""
        self._cells.add(cells)
        self.setAccessibleDescription(self.tr("{0:,} sketches").format(len(self.cells)))

    def update_cells(self, rows: Sequence[int], cells: Sequence[SketchCell]) -> None:
        """Other words, or another picture, for the same sketches; what is chosen stays chosen."""
        changed = [row for row, cell in zip(rows, cells, strict=True) if cell.paint is not self.cells[row].paint]
        self._painter.forget(changed)
        self._cells.update(rows, cells)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._painter.theme = theme
        self._painter.forget()
        self.viewport().update()

    @property
    def cells(self) -> Sequence[SketchCell]:
        return self._cells.cells

    @property
    def message(self) -> str:
        return self._message

    def chosen(self) -> list[int]:
        """Rows, ascending."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def choose(self, rows: Sequence[int]) -> None:
        model = self.selectionModel()
        model.clearSelection()
        for row in rows:
            model.select(self._cells.index(row), QItemSelectionModel.SelectionFlag.Select)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._cells.cells and self._message:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(*self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(16, 8, -16, -8), int(flags), self._message)
