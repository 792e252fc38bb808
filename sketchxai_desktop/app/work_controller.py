"""What controllers have in common that answer windows and pages with work on the lanes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.app.model_controller import ModelController
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.lane import Lane


class WorkController(QObject):
    """Knows the session, the lanes and the main window, and says how its work goes.

    Args:
        main: parent of the windows that it makes.

    Signals:
        failed, noticed: sentences. job_started: a job worth showing in the status bar.
    """

    failed = Signal(str)
    noticed = Signal(str)
    job_started = Signal(object)

    def __init__(
        self,
        session: Session,
        models: ModelController,
        file_lane: Lane,
        main: MainWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._models, self._file_lane, self._main = session, models, file_lane, main
        self._theme: Theme = LIGHT
        self._ended = False


def bring_up(window: QWidget) -> None:
    """Open a window, or bring it to the front."""
    window.show()
    window.raise_()
    window.activateWindow()
