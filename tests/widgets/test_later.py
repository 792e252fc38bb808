"""Parts of the window that are made after it was painted."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.widgets.common_later import Later


def pair() -> QWidget:
    """Two fields, one above the other."""
    both = QWidget()
    layout = QVBoxLayout(both)
    for name in ("inner first", "inner second"):
        field = QLineEdit()
        field.setObjectName(name)
        layout.addWidget(field)
    return both


def window_with(later: QWidget) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in (QLineEdit(objectName="above"), later, QLineEdit(objectName="below")):
        layout.addWidget(widget)
    return window


def test_made_once_and_shown_at_once(qtbot: QtBot) -> None:
    made = []
    later = Later(lambda: made.append(1) or pair(), smallest=QSize(50, 60), usual=QSize(70, 80))
    window = window_with(later)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert not made
    assert (later.minimumSizeHint(), later.sizeHint()) == (QSize(50, 60), QSize(70, 80))
    part = later.get()
    assert later.get() is part is later.part
    assert made == [1]
    assert part.isVisible()
    assert part.size() == later.size()
    assert later.minimumSizeHint() == part.minimumSizeHint()


def test_tab_comes_to_it_where_it_is(qtbot: QtBot) -> None:
    later = Later(pair, smallest=QSize(9, 9), usual=QSize(9, 9))
    window = window_with(later)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    later.get()
    window.findChild(QLineEdit, "above").setFocus()
    reached = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(window.focusWidget().objectName())
    assert reached == ["inner first", "inner second", "below"]


def test_the_window_needs_no_charts_to_be_shown() -> None:
    """pyqtgraph and what draws exports are as large as everything else that the window imports."""
    code = (
        "import sys, sketchxai_desktop.app.launch; "
        "sys.exit(', '.join({'pyqtgraph', 'PIL', 'torch'} & set(sys.modules)) or 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=110, check=False)
    assert answer.returncode == 0, answer.stderr
