"""What controllers have in common that answer windows and pages with work on the lanes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.app.model_controller import ModelController
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.lane import Lane


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What such a controller works with. `main` is the parent of the windows that it makes."""

    session: Session
    models: ModelController
    file_lane: Lane
    main: MainWindow


class WorkController(QObject):
    """Says how its work goes.

    Signals:
        failed, noticed: sentences. job_started: a job worth showing in the status bar.
    """

    failed = Signal(str)
    noticed = Signal(str)
    job_started = Signal(object)

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._models = around.session, around.models
        self._file_lane, self._main = around.file_lane, around.main
        self._theme: Theme = LIGHT
        self._ended = False


def bring_up(window: QWidget) -> None:
    """Open a window, or bring it to the front."""
    window.show()
    window.raise_()
    window.activateWindow()
