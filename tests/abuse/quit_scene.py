"""Somebody who does this and that in the real program, and then leaves it. Runs in a process of its own."""

from __future__ import annotations

import faulthandler
import gc
import os
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sketchxai_desktop.__main__ import main
from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.main_window import MainWindow
from tests.abuse.hand import ask_for_menu, click_something, draw_stroke, drop_file, main_window, press, tell

CONTROL = Qt.KeyboardModifier.ControlModifier
#: Of opening windows, computing and stopping there are more than of, say, zooming.
FAVOURITES = (
    "run.start", "run.start", "run.start", "run.pause", "run.step", "run.stop", "run.use", "file.export",
    "file.report", "file.save", "file.open", "file.settings", "analyse.shapes", "analyse.recast", "analyse.orders",
    "analyse.statistics", "analyse.evaluate", "model.train", "model.published", "explain.run", "explain.test",
    "explain.scores", "explain.tests", "explain.changes", "explain.time", "explain.attention", "explain.stroke",
    "explain.compare", "explain.removal", "help.palette", "help.about", "help.shortcuts", "help.show-log",
    "help.model", "view.present", "edit.clear", "edit.undo", "edit.word",
)  # fmt: skip
#: Keys mean something on the canvas, in lists and in fields.
KEYS = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in ("Tab", "Down", "Up", "Right", "Space", "Delete", "BracketLeft", "BracketRight", "PageDown", "5", "A")
)
#: Somebody who closes dialogs to get at the window gives up after so many.
MOST_DIALOGS = 20


class Person(QObject):
    """Acts until it is time to leave.

    Args:
        files: to open. leave_after: seconds after the window is shown; never by itself where `way` is a signal.
    """

    def __init__(self, seed: int, files: list[Path], leave_after: float, way: str) -> None:
        super().__init__()
        self._rng, self._files, self._way = random.Random(seed), files, way
        self._leave_after = leave_after
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._act)
        self._timer.start()
        self._leaving = False
        self._shown = False
        self._dialogs = 0

    def _act(self) -> None:
        window = main_window()
        if window is None:
            if not self._shown:
                self._timer.start(5)
            return
        if not self._shown:
            self._shown = True
            tell(what="shown")
            if self._way in ("key", "close"):
                QTimer.singleShot(round(1000 * self._leave_after), self, self._leave)
        # Asked for before it acts: a dialog that it opens may have an event loop of its own.
        self._timer.start(round(self._rng.expovariate(1 / 60)))
        if not self._leaving:
            self._do_something(window)

    def _do_something(self, window: MainWindow) -> None:
        rng = self._rng
        modal = QApplication.activeModalWidget()
        if modal is not None or QApplication.activePopupWidget() is not None:
            what = rng.choices(["click", "key", "escape", "enter"], [5, 2, 2, 1])[0]
        else:
            what = rng.choices(["command", "any", "click", "draw", "drop", "key", "menu"], [8, 2, 5, 4, 2, 2, 0.5])[0]
        tell(does=what)
        acts: dict[str, Callable[[], object]] = {
            "command": lambda: self._command(window, rng.choice(FAVOURITES)),
            "any": lambda: self._command(window, rng.choice([c.name for c in window.registry])),
            "click": lambda: tell(did=click_something(rng)),
            "draw": lambda: draw_stroke(window, rng, rng.randint(1, 30)),
            "drop": lambda: drop_file(window, rng.choice(self._files)),
            "key": lambda: press(rng.choice(KEYS)),
            "menu": lambda: ask_for_menu(window, rng),
            "escape": lambda: press(Qt.Key.Key_Escape),
            "enter": lambda: press(Qt.Key.Key_Return),
        }
        acts[what]()

    def _command(self, window: MainWindow, name: str) -> None:
        if name != "file.quit" and window.registry[name].isEnabled():
            tell(did=name)
            window.registry[name].trigger()

    def _leave(self) -> None:
        """Close what stands before the window, as somebody would who wants to leave, then the window."""
        self._leaving = True
        window, before = main_window(), QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if window is None:
            return
        if before is not None and self._dialogs < MOST_DIALOGS:
            self._dialogs += 1
            QTimer.singleShot(20, self, self._leave)
            if self._dialogs % 4 == 0:  # Escape does not help: its close button
                tell(did=f"closes {type(before).__name__}")
                before.close()
            else:
                press(Qt.Key.Key_Escape)
            return
        if self._way == "close":
            tell(what="leaves", by=self._way, dialogs=self._dialogs)
            window.close()
        else:
            window.activateWindow()
            QTimer.singleShot(50, self, self._press_to_leave)

    def _press_to_leave(self) -> None:
        window = main_window()
        if window is None:
            return
        if QGuiApplication.focusWindow() is not window.windowHandle():
            tell(did="clicks on the window", instead_of=str(QGuiApplication.focusWindow()))
            window.activateWindow()
            QTimer.singleShot(50, self, self._press_to_leave)
            return
        tell(what="leaves", by=self._way)
        QTimer.singleShot(500, self, self._leave_again)
        press(Qt.Key.Key_Q, CONTROL)

    def _leave_again(self) -> None:
        """A box may have come up just before the key; who sees the window still there presses it again."""
        if main_window() is not None:
            modal, popup = QApplication.activeModalWidget(), QApplication.activePopupWidget()
            tell(did="has to leave again", before=f"{type(modal).__name__}, {type(popup).__name__}")
            self._leave()


def scene(seed: int, files: list[str], leave_after: float, way: str) -> int:
    """The whole life of one process; what it tells ends with the threads that were left."""
    if seed % 2:
        # Windows that nobody holds any more are taken away at every turn, also in the middle of their own signals.
        gc.freeze()
        gc.set_threshold(200, 2, 2)
    make_application()
    person = Person(seed, [Path(f) for f in files], leave_after, way)
    status = main(files[:1] if seed % 3 == 0 else [])
    del person
    faulthandler.enable()  # the program's own crash log is closed by now
    own = [t.name for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    of_system = sorted(Path(f"/proc/self/task/{t}/comm").read_text().strip() for t in os.listdir("/proc/self/task"))
    tell(what="left", threads=own, all=of_system)
    return status


if __name__ == "__main__":
    seed, leave_after, way, *files = sys.argv[1:]
    sys.exit(scene(int(seed), files, float(leave_after), way))
