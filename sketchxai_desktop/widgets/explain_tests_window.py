"""The table of the Tests view where there is room for all of it: in a window of its own, and in pictures."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.explain_table import ScoreTable
from sketchxai_desktop.widgets.explain_view import Caption, Heading
from sketchxai_desktop.widgets.take_away import TakeAway


class ScoresWindow(QWidget):
    """Shows the same rows, sorted alike, as the view that it belongs to."""

    def __init__(self, model: QSortFilterProxyModel, take_away: TakeAway, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Are they true?"))
        self.setMinimumSize(420, 260)
        self.heading = Heading("")
        self.table = ScoreTable(model)
        self.caption = Caption()
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.caption, 1)
        row.addWidget(take_away.button(), 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.heading)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        size = self.table.whole_size()
        open_at(self, max(size.width(), 760) + 44, min(size.height(), 620) + 120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def set_words(self, about: str, caption: str) -> None:
        """What the numbers are about, and how to read them."""
        self.heading.setText(about)
        self.caption.setText(caption)


def whole_table(model: QSortFilterProxyModel, about: str, parent: QWidget) -> QWidget:
    """A widget that is never seen, to be painted: all rows and columns below a line on what they are about."""
    sheet = QWidget(parent, Qt.WindowType.Window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.setAccessibleName(about)
    table = ScoreTable(model, frozen=False)
    table.setFrameShape(ScoreTable.Shape.NoFrame)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    layout = QVBoxLayout(sheet)
    layout.addWidget(QLabel(about))
    layout.addWidget(table)
    table.setFixedSize(table.whole_size())
    sheet.show()
    return sheet
