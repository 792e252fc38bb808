"""A hand for the real program: mouse, keys, menus and files dropped, as they come from outside."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTabBar, QWidget

from sketchxai_desktop.app.main_window import MainWindow

LEFT, NOTHING_HELD = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def tell(**what: object) -> None:
    """One line to whoever watches from outside, with the time."""
    print(json.dumps({"at": time.monotonic(), **what}), flush=True)


def main_window() -> MainWindow | None:
    """The program's window, once it is shown."""
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    return windows[0] if windows else None


def draw_stroke(window: MainWindow, rng: random.Random, points: int) -> None:
    """Press, move, release."""
    canvas = window.canvas
    area = canvas.rect().adjusted(30, 30, -30, -30)
    at = QPoint(rng.randint(area.left(), area.right()), rng.randint(area.top(), area.bottom()))
    QTest.mousePress(canvas, LEFT, NOTHING_HELD, at)
    for _ in range(points - 1):
        at += QPoint(rng.randint(-25, 25), rng.randint(-25, 25))
        at = QPoint(min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom()))
        QTest.mouseMove(canvas, at)
    QTest.mouseRelease(canvas, LEFT, NOTHING_HELD, at)


def drop_file(window: MainWindow, path: Path) -> None:
    """A file from a file manager."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    held = (Qt.DropAction.CopyAction, data, LEFT, NOTHING_HELD)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(40, 40), *held))
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 40), *held))


def press(key: Qt.Key, held: Qt.KeyboardModifier = NOTHING_HELD) -> None:
    """A key, to whatever window has the keyboard now, as the system sends it."""
    window = QGuiApplication.focusWindow()
    if window is not None:
        QTest.keyClick(window, key, held)


def click_something(rng: random.Random) -> str:
    """A button, a box or a tab that is there to be clicked; what it was."""
    modal = QApplication.activeModalWidget()
    shown = [modal] if modal is not None else [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    kinds = (QAbstractButton, QComboBox, QTabBar)
    found: list[QWidget] = [
        part
        for window in shown
        for kind in kinds
        for part in window.findChildren(kind)
        if part.isVisible() and part.isEnabled() and part.width() > 0
    ]
    if not found:
        return "nothing"
    part = rng.choice(found)
    what = f"{type(part).__name__} {part.accessibleName() or getattr(part, 'text', str)()}"
    if isinstance(part, QComboBox):
        part.setFocus()
        QTest.keyClick(part, rng.choice([Qt.Key.Key_Up, Qt.Key.Key_Down]))
    elif isinstance(part, QTabBar):
        if part.count():
            QTest.mouseClick(part, LEFT, NOTHING_HELD, part.tabRect(rng.randrange(part.count())).center())
    else:
        QTest.mouseClick(part, LEFT)
    return what


def ask_for_menu(window: MainWindow, rng: random.Random) -> None:
    """The other button, on the canvas."""
    canvas = window.canvas
    at = QPoint(rng.randrange(1, canvas.width()), rng.randrange(1, canvas.height()))
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
