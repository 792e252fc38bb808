"""What waits for the window to be on the screen."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QListView, QScrollArea, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app import first_paint
from sketchxai_desktop.app.actions import ActionRegistry
from sketchxai_desktop.app.first_paint import FirstPaint
from sketchxai_desktop.rendering.palette import DARK, LIGHT
from sketchxai_desktop.widgets.common_viewport import own_viewport


class Painted(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.times += 1


def test_it_is_told_once_and_after_painting(qtbot: QtBot) -> None:
    widget = Painted()
    qtbot.addWidget(widget)
    watch, told = FirstPaint(widget, widget), []
    watch.happened.connect(lambda: told.append(widget.times))
    watch.start()
    widget.show()
    qtbot.waitUntil(lambda: bool(told))
    widget.repaint()
    qtbot.wait(20)
    assert len(told) == 1
    assert told[0] >= 1


def test_a_window_that_is_not_painted_is_not_waited_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "_PATIENCE", 5)
    widget = Painted()
    qtbot.addWidget(widget)
    watch = FirstPaint(widget, widget)
    with qtbot.waitSignal(watch.happened, timeout=2000):
        watch.start()
    assert widget.times == 0


@pytest.mark.parametrize("kind", [QListView, QScrollArea])
def test_an_own_viewport_is_like_that_of_qt(qtbot: QtBot, kind: type[QAbstractScrollArea]) -> None:
    usual, own = kind(), kind()
    qtbot.addWidget(usual)
    qtbot.addWidget(own)
    own_viewport(own)
    for area in (usual, own):
        area.setMouseTracking(True)
    a, b = usual.viewport(), own.viewport()
    for asked in ("objectName", "backgroundRole", "autoFillBackground", "hasMouseTracking", "acceptDrops"):
        assert getattr(a, asked)() == getattr(b, asked)(), asked
    assert a.focusProxy() is usual
    assert b.focusProxy() is own


def test_icons_that_are_shown_come_first_and_all_come(qtbot: QtBot) -> None:
    parent = QObject()
    registry = ActionRegistry(parent)
    shown = registry.add("a", "A", lambda: None, icon_name="open")
    hidden = registry.add("b", "B", lambda: None, icon_name="save")
    bar = QToolBar()
    qtbot.addWidget(bar)
    bar.addAction(shown)
    registry.set_theme(LIGHT, bar)
    assert not shown.icon().isNull()
    assert hidden.icon().isNull()
    qtbot.waitUntil(lambda: not hidden.icon().isNull())
    light = [action.icon().cacheKey() for action in (shown, hidden)]
    registry.set_theme(DARK, bar)
    qtbot.waitUntil(lambda: all(a.icon().cacheKey() != k for a, k in zip((shown, hidden), light, strict=True)))


def test_all_classes_are_set_up_a_few_at_a_time() -> None:
    """In a process of its own: here, some test has asked for them long ago."""
    code = """
import json, time
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QListView
from sketchxai_desktop.app.known_classes import KnownClasses
application = QApplication(["test", "-platform", "offscreen"])
turns, known = [], KnownClasses(application)
known.done.connect(lambda: turns.append("done"))
while "done" not in turns:
    application.processEvents()
    turns.insert(0, 1)
classes = len(QObject.__subclasses__())
QListView().viewport()
import pyqtgraph
from PySide6 import QtCore, QtGui, QtWidgets
mine = [c for c in QObject.__subclasses__() if c.__module__.startswith("PySide6")]
print(json.dumps([len(turns), len(mine), classes]))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
    turns, after, before = json.loads(answer.stdout)
    assert turns > 5
    assert after <= before  # pyqtgraph found all of them
