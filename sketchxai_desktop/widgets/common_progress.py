"""What stands at the bottom of windows that work for a while: a sentence, and how far the work is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy


class MessageLine(QLabel):
    """A sentence of less weight that takes the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)


class WorkBar(QProgressBar):
    """A small bar without words; its values go from 0 to 1000."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setFixedSize(150, 12)
        self.setAccessibleName(self.tr("Progress"))
