"""The list of lines that are no drawings."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.drawing_metadata import Problems
from sketchxai_desktop.widgets.browser_text import tooltip
from sketchxai_desktop.workers.saying import said


class ProblemsDialog(QDialog):
    """Line numbers and reasons; they can be copied, and a line can be gone to.

    Signals:
        line_requested: a line number, as people count.
    """

    line_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Skipped lines"))
        self._summary = QLabel(self, wordWrap=True)
        self._list = QTreeWidget(self)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setHeaderLabels([self.tr("Line"), self.tr("Reason")])
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setAccessibleName(self.tr("Skipped lines"))
        self._list.setToolTip(self.tr("Double-click or Enter shows the line in the browser"))
        self._list.setAllColumnsShowFocus(True)
        header = self._list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._list.activated.connect(self._go)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._copy_button = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self._copy_button.setToolTip(self.tr("Copy the selected lines, or all of them, as text"))
        self._copy_button.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        layout = QVBoxLayout(self)
        layout.addWidget(self._summary)
        layout.addWidget(self._list, 1)
        layout.addWidget(buttons)

    def sizeHint(self) -> QSize:
        return QSize(520, 360)

    def set_problems(self, problems: Problems) -> None:
        """Show these instead."""
        text = self.tr("{bad} of {checked} lines are no drawings. They were skipped; the rest is fine.")
        text = text.format(bad=f"{problems.total:,}", checked=f"{problems.checked:,}")
        if len(problems.listed) < problems.total:
            text += " " + self.tr("The first {count} are listed.").format(count=f"{len(problems.listed):,}")
        self._summary.setText(text)
        self._list.clear()
        items = []
        for line, why in problems.listed:
            reason = said(why)
            item = QTreeWidgetItem([f"{line:,}", reason])
            item.setData(0, Qt.ItemDataRole.UserRole, line)
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(1, tooltip(reason))
            items.append(item)
        self._list.addTopLevelItems(items)
        self._copy_button.setEnabled(bool(items))

    def copy(self) -> None:
        """Put the selected entries, or all, on the clipboard: number, tab, reason."""
        items = (self._list.topLevelItem(k) for k in range(self._list.topLevelItemCount()))
        every = [item for item in items if item is not None]
        chosen = [item for item in every if item.isSelected()] or every
        lines = [f"{item.data(0, Qt.ItemDataRole.UserRole)}\t{item.text(1)}" for item in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _go(self, index: QModelIndex) -> None:
        self.line_requested.emit(int(index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)))
