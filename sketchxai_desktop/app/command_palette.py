"""Type a few letters, run any command; what is off says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sketchxai_desktop.app.actions import ActionRegistry, Command


class CommandPalette(QDialog):
    """A list of all commands, filtered while typing."""

    def __init__(self, registry: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._registry = registry
        self.setAccessibleName(self.tr("Command palette"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type a command"))
        self.search.setAccessibleName(self.tr("Command"))
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Matching commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._run_current)
        self.list.itemClicked.connect(lambda _: self._run_current())
        self._fill("")
        width = min(560, max(320, parent.width() - 80))
        self.setGeometry(
            parent.mapToGlobal(parent.rect().center()).x() - width // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 60,
            width,
            min(420, max(200, parent.height() - 120)),
        )

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
            title = self._title(command)
            if all(word in title.casefold() for word in words):
                item = QListWidgetItem(command.action.icon(), title)
                item.setData(Qt.ItemDataRole.UserRole, command.name)
                reason = command.why_not()
                if reason is not None:
                    item.setText(f"{title}   \N{EM DASH}  {reason}")
                    item.setForeground(self.palette().placeholderText())
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _title(self, command: Command) -> str:
        keys = command.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{command.text}   {keys}" if keys else command.text

    def _run_current(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        action = self._registry[item.data(Qt.ItemDataRole.UserRole)]
        if action.isEnabled():
            self.accept()
            action.trigger()
