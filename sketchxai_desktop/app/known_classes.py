"""Has PySide set up all of Qt's classes, a few at a time, in the window's thread.

PySide sets up a class when it is first asked for, and that is not safe in two threads at once: pyqtgraph asks for all
of them, on a lane, and the program would crash now and then. It also saves the 20 to 40 ms for which the window would
stand still when Python is first handed a widget that it has not made, for then PySide sets up all widgets.
"""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

#: Seconds of work between two turns of the event loop.
_SLICE = 0.003
#: What pyqtgraph imports of PySide; a bundle lacks the last two.
_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtOpenGLWidgets", "QtTest")


class KnownClasses(QObject):
    """Works through all classes, beginning now.

    Signals:
        done: there is none left.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = _set_up()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def end(self) -> None:
        """Leave the rest."""
        self._timer.stop()

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE
        for _ in self._steps:
            if time.perf_counter() >= until:
                self._timer.start()
                return
        self.done.emit()


def _set_up() -> Iterator[None]:
    for name in _MODULES:
        with contextlib.suppress(ImportError):
            module = importlib.import_module(f"PySide6.{name}")
            yield
            for known in dir(module):
                getattr(module, known, None)
                yield
