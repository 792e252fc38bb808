"""What windows about the opened file begin with: what it is, and how many of its drawings are meant."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QWidget


class FileLine(QLabel):
    """The opened file and the network, or which of them is missing. `ready`: both are there."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_file(self, path: Path | None, network: str) -> bool:
        """Name them ("": no network is loaded); whether they are others than before."""
        before = self.text()
        if path is None:
            self.setText(self.tr("No file of drawings is open."))
        elif not network:
            self.setText(self.tr("No network is loaded."))
        else:
            self.setText(self.tr("{0} by {1}").format(path.name, network))
        self.setToolTip(str(path or ""))
        self.ready = path is not None and bool(network)
        return self.text() != before


class DrawingCount(QWidget):
    """All drawings, or so many at most. Prefix, range and tips are for the window to choose."""

    def __init__(self) -> None:
        super().__init__()
        self.all_drawings = QCheckBox(self.tr("&All drawings"))
        self.most = QSpinBox()
        self.most.setGroupSeparatorShown(True)
        self.most.setSuffix(self.tr(" drawings"))
        self.most.setAccessibleName(self.tr("Drawings at most"))
        self.all_drawings.toggled.connect(self.most.setDisabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.all_drawings)
        row.addWidget(self.most)

    @property
    def limit(self) -> int | None:
        """None: all of them."""
        return None if self.all_drawings.isChecked() else self.most.value()
