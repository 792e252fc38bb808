"""Type a few letters, run any command; what is off says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.app.actions import ActionRegistry, Command

_NAME, _ASIDE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_MARGIN = 8


class CommandPalette(QDialog):
    """A list of all commands, filtered while typing."""

    def __init__(self, registry: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._registry = registry
        self.setAccessibleName(self.tr("Command palette"))
        self.setObjectName("palette")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type a command"))
        self.search.setAccessibleName(self.tr("Command"))
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Matching commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Row(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._run_current)
        self.list.itemClicked.connect(lambda _: self._run_current())
        self._blank = QPixmap(16, 16)
        self._blank.fill(Qt.GlobalColor.transparent)
        self._fill("")
        width = min(560, max(320, parent.width() - 80))
        self.setGeometry(
            parent.mapToGlobal(parent.rect().center()).x() - width // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 60,
            width,
            min(420, max(200, parent.height() - 120)),
        )
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            move = moves.get(Qt.Key(event.key()))
            if move is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + move)))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        self.list.clear()
        words = text.casefold().split()
        for command in self._registry:
            if all(word in command.text.casefold() for word in words):
                self.list.addItem(self._item(command))
        self.list.setCurrentRow(0)

    def _item(self, command: Command) -> QListWidgetItem:
        icon = command.action.icon()
        # A blank icon keeps the names of commands without one in line with the others.
        item = QListWidgetItem(QIcon(self._blank) if icon.isNull() else icon, command.text)
        keys = command.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        reason = command.why_not()
        item.setData(_NAME, command.name)
        item.setData(_ASIDE, keys if reason is None else reason)
        item.setToolTip(command.action.toolTip())
        if reason is not None:
            item.setForeground(self.palette().placeholderText())
        spoken = ", ".join(part for part in (command.text, keys, reason) if part)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        return item

    def _run_current(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        action = self._registry[item.data(_NAME)]
        if action.isEnabled():
            self.accept()
            action.trigger()


class _Row(QStyledItemDelegate):
    """The command's name on the left; its keys, or why it is off, on the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        place = option.rect.adjusted(option.rect.width() // 3, 0, -_MARGIN, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        aside = option.fontMetrics.elidedText(index.data(_ASIDE) or "", Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, flags, aside)
        painter.restore()
