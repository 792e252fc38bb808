"""Type a few letters, run any command; what is off says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPainter, QPalette
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

_NAME, _ASIDE, _OFF = (Qt.ItemDataRole.UserRole + k for k in range(3))
_MARGIN, _ICON, _ROUND = 8, 18, 5.0


Index = QModelIndex | QPersistentModelIndex


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
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
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
        item = QListWidgetItem(command.action.icon(), command.text)
        keys = command.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        reason = command.why_not()
        item.setData(_NAME, command.name)
        item.setData(_ASIDE, keys if reason is None else reason)
        item.setToolTip(command.action.toolTip())
        item.setData(_OFF, reason is not None)
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
    """A picture, the command's name, and on the right its keys, or why it is off. All rows are of one height, and names
    stand below one another whether there is a picture or not."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, max(_ICON, option.fontMetrics.height()) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen, off = bool(option.state & QStyle.StateFlag.State_Selected), bool(index.data(_OFF))
        palette, metrics, place = option.palette, option.fontMetrics, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            fill = QColor(palette.color(QPalette.ColorRole.Highlight))
            fill.setAlphaF(0.25 if chosen else 0.1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(place).adjusted(1, 0, -1, 0), _ROUND, _ROUND)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            picture = QRect(place.left() + _MARGIN, place.center().y() - _ICON // 2 + 1, _ICON, _ICON)
            icon.paint(painter, picture, mode=QIcon.Mode.Disabled if off else QIcon.Mode.Normal)
        place.adjust(2 * _MARGIN + _ICON, 0, -_MARGIN, 0)
        muted, middle = palette.color(QPalette.ColorRole.PlaceholderText), Qt.AlignmentFlag.AlignVCenter
        name = index.data(Qt.ItemDataRole.DisplayRole)
        room = place.width() - metrics.horizontalAdvance(name) - 2 * _MARGIN
        painter.setFont(option.font)
        painter.setPen(muted if off else palette.color(QPalette.ColorRole.Text))
        painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignLeft), name)
        aside = metrics.elidedText(index.data(_ASIDE) or "", Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setPen(muted)
        painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignRight), aside)
        painter.restore()
