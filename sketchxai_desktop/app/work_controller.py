"""What controllers have in common that answer windows and pages with work on the lanes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.app.model_controller import ModelController
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.job import Job
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


class FileWorkController(WorkController):
    """Works on the opened file with a window of its own, made when it is first asked for; one job after another.

    Args:
        file: path of the opened file of drawings, None if there is none.
        open_drawing: puts a drawing of the opened file (index from 0) on the canvas.
    """

    #: Has `set_theme`, `set_file`, `set_progress` and `say`; None until it was asked for.
    window: Any = None

    def __init__(
        self,
        around: Surroundings,
        file: Callable[[], Path | None],
        open_drawing: Callable[[int], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._file, self._open_drawing = file, open_drawing
        self._job: Job | None = None  # the stage that is under way
        self._problem = ""
        self._session.checkpoint_changed.connect(self.refresh)

    def make_window(self) -> QWidget:
        """The window, connected."""
        raise NotImplementedError

    def set_look(self, theme: Theme) -> None:
        """Colours of the window."""
        self._theme = theme
        if self.window is not None:
            self.window.set_theme(theme)

    def refresh(self, _: object = None) -> None:
        """Another file or network may be open."""
        if self.window is not None and not self._ended:
            checkpoint = self._session.checkpoint
            self.window.set_file(self._file(), "" if checkpoint is None else checkpoint.name)

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self.window is None:
            self.window = self.make_window()
            self.window.set_theme(self._theme)
        self.refresh()
        bring_up(self.window)

    def begin(self, job: Job, title: str) -> None:
        """A job is the stage that is under way now: show how it goes."""
        self._job = job
        if self.window is not None:
            self.window.set_progress(0.0, title)
        job.progressed.connect(self._progressed)
        job.failed.connect(self._failed)
        job.ended.connect(self._job_ended)

    def over(self) -> None:
        """The last stage has ended, however it did."""

    def _progressed(self, share: float, what: str) -> None:
        if self.window is not None and self.sender() is self._job:
            self.window.set_progress(min(1.0, share), what)

    def _failed(self, sentence: str) -> None:
        self._problem = sentence
        if not self._ended:
            self.noticed.emit(sentence)

    def _job_ended(self) -> None:
        if self.sender() is not self._job:
            return  # the next stage has begun
        self._job = None
        self.over()
        if self.window is not None:
            self.window.set_progress(None, self._problem)
        self._problem = ""

    def _say(self, sentence: str) -> None:
        if self.window is not None:
            self.window.say(sentence)

    def _saved(self, path: str) -> None:
        self._say(self.tr("Saved {0}.").format(path))


def bring_up(window: QWidget) -> None:
    """Open a window, or bring it to the front."""
    window.show()
    window.raise_()
    window.activateWindow()
