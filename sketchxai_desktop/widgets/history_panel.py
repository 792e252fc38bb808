"""Undo history: every state of the drawing with the action that led to it; a click goes there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6 import QtWidgets  # QStyle is set up when the first row is painted: it has 600 names
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from sketchxai_desktop.core.history import Edit
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_viewport import own_viewport

_SIDE = 34
_PAD = 4
_CACHED = 300
_EDIT, _UNDONE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class HistoryPanel(QWidget):
    """A list, oldest first; states that were undone are faint. While nobody can see it, it does nothing.

    Args:
        name_of: the name of an edit in the language of the window.
    """

    def __init__(self, session: Session, name_of: Callable[[str], str] = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filling = self._stale = False
        self._model = _Edits(name_of, self)
        self._row = _Row(self)
        self.list = QListView()
        own_viewport(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._row)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Undo history"))
        self.list.setToolTip(self.tr("Click to go back or forward to a state of the drawing"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setMinimumWidth(150)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        session.history_changed.connect(self._changed)
        self._changed()

    def sizeHint(self) -> QSize:
        return QSize(200, 300)

    def set_theme(self, theme: Theme) -> None:
        self._row.set_look(theme, self._row.scheme)
        self.list.viewport().update()

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order."""
        self._row.set_look(self._row.theme, scheme)
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._fill()
        super().showEvent(event)

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self._stale, self._filling = False, True
        present = self._session.present_edit
        self._model.show_edits([*self._session.edits], present, self.tr("Start"))
        self.list.setCurrentIndex(self._model.index(present))
        self.list.scrollTo(self._model.index(present))
        self._filling = False

    def _chosen(self, index: Index) -> None:
        if not self._filling and index.isValid():
            self._session.go_to_edit(index.row())


class _Edits(QAbstractListModel):
    def __init__(self, name_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._edits: list[Edit] = []
        self._present, self._start = 0, ""

    def show_edits(self, edits: list[Edit], present: int, start: str) -> None:
        """Keeps the rows that are the same, so that the view neither jumps nor blinks."""
        old, self._start = self._edits, start
        pairs = zip(old, edits, strict=False)
        same = next((k for k, (a, b) in enumerate(pairs) if a is not b), min(len(old), len(edits)))
        if same < len(old):
            self.beginRemoveRows(QModelIndex(), same, len(old) - 1)
            self._edits = old[:same]
            self.endRemoveRows()
        if same < len(edits):
            self.beginInsertRows(QModelIndex(), same, len(edits) - 1)
            self._edits = edits
            self.endInsertRows()
        self._present = present
        self.dataChanged.emit(self.index(0), self.index(len(edits) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._edits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._edits):
            return None
        edit = self._edits[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._name_of(edit.name) if edit.name else self._start
        if role == _EDIT:
            return edit
        if role == _UNDONE:
            return index.row() > self._present
        return None


class _Row(QStyledItemDelegate):
    """A small picture and the name of the action."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.scheme: Scheme = "rainbow"
        # By identity; the edit is held so that its id stays its own.
        self._pictures: OrderedDict[int, tuple[Edit, QImage]] = OrderedDict()

    def set_look(self, theme: Theme, scheme: Scheme) -> None:
        self.theme, self.scheme = theme, scheme
        self._pictures.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, _SIDE + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, state, flag = self.theme, option.state, QtWidgets.QStyle.StateFlag
        present, undone = bool(state & flag.State_Selected), bool(index.data(_UNDONE))
        painter.save()
        place = option.rect
        if present or state & flag.State_MouseOver:
            fill = QColor(*theme.accent)
            fill.setAlphaF(0.22 if present else 0.1)
            painter.fillRect(place, fill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(place.left() + _PAD, place.top() + _PAD, _SIDE, _SIDE)
        painter.setPen(QColor(*(theme.accent if present else theme.grid)))
        painter.setBrush(QColor(*theme.background))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setOpacity(0.45 if undone else 1.0)
        painter.drawImage(card.topLeft().toPoint() + QPoint(2, 2), self._picture(index.data(_EDIT), painter))
        painter.setOpacity(1.0)
        font = QFont(option.font)
        font.setBold(present)
        font.setItalic(undone)
        painter.setFont(font)
        painter.setPen(QColor(*(theme.muted if undone else theme.text)))
        words = place.adjusted(_SIDE + 3 * _PAD, 0, -_PAD, 0)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def _picture(self, edit: Edit, painter: QPainter) -> QImage:
        known = self._pictures.get(id(edit))
        if known is not None:
            self._pictures.move_to_end(id(edit))
            return known[1]
        ratio = painter.device().devicePixelRatio()
        look = {"theme": self.theme, "scheme": self.scheme, "width": 1.2, "background": False}
        picture = thumbnail(edit.sketch, _SIDE - 4, ratio, **look)  # type: ignore[arg-type]
        self._pictures[id(edit)] = (edit, picture)
        while len(self._pictures) > _CACHED:
            self._pictures.popitem(last=False)
        return picture
