"""A window with lines of text that can be searched and copied: the log, a crash log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget


class TextWindow(QWidget):
    """Shows what `read` returns; it is asked again by Refresh.

    Args:
        folder: where the text comes from, for a button that opens it; None: no such button.
    """

    def __init__(self, title: str, read: Callable[[], str], parent: QWidget, *, folder: Path | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._read, self._text = read, ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Show only lines with ..."))
        self.search.setAccessibleName(self.tr("Words to look for"))
        self.search.setClearButtonEnabled(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if self.font().pointSizeF() > 0:
            fixed.setPointSizeF(self.font().pointSizeF())  # as large as all other words
        self.text.setFont(fixed)
        self.refresh_button = QPushButton(self.tr("&Refresh"))
        self.copy_button = QPushButton(self.tr("&Copy All"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.refresh_button)
        buttons.addWidget(self.copy_button)
        if folder is not None:
            show = QPushButton(self.tr("Show &Folder"))
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            buttons.addWidget(show)
        buttons.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.setShortcut("Esc")
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
        self.search.textChanged.connect(self._fill)
        self.refresh_button.clicked.connect(self.refresh)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        close.clicked.connect(self.close)
        self.resize(min(820, parent.width() - 40), min(520, parent.height() - 40))
        self.refresh()

    def refresh(self) -> None:
        """Read anew and show the end."""
        self._text = self._read()
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        lines = [line for line in self._text.splitlines() if all(word in line.casefold() for word in words)]
        self.text.setPlaceholderText(
            self.tr("No line has these words.") if words else self.tr("Nothing has been noted.")
        )
        self.text.setPlainText("\n".join(lines))
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.moveCursor(QTextCursor.MoveOperation.StartOfLine)
