"""A picture of what is shown, to be dragged into a folder or another program."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from sketchxai_desktop import paths
from sketchxai_desktop.app.appearance import theme_for
from sketchxai_desktop.core.files import file_name_for
from sketchxai_desktop.rendering.palette import DARK
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import RunState
from sketchxai_desktop.workers.job import Job

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program

_THUMBNAIL = 128
#: Pixels a side of a GIF that is dragged: made while the button is held, so it must not take long.
_SIZE = 320


class TakeOut(QToolButton):
    """Drag from this button: the sketch as PNG, or a finished run that is shown as GIF. A click copies the picture.

    The GIF is begun when the button is pressed; the drag starts once it is there and the pointer has moved.
    """

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._pressed: QPoint | None = None
        self._moved = False
        self._file: Path | None = None  # what would be dragged now
        self._job: Job | None = None
        self._folder: Path | None = None
        self.setToolTip(
            self.tr("Drag this into a folder or another program: the sketch as a picture, a shown run as an animation")
        )
        self.setAccessibleName(self.tr("Drag out or copy the picture"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(program.habits.clipboard.copy_picture)

    def end(self) -> None:
        """Throw the files away."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._pressed, self._moved, self._file = event.position().toPoint(), False, None
            self._prepare()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if distance >= QApplication.startDragDistance():
            self._moved = True
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self._moved:
            self.setDown(False)  # a drag, not a click
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    # Files ----------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        session = self._program.session
        if session.run is None or not session.showing_run or session.run_state is RunState.RUNNING:
            path = self._place("png")
            if self._program.window.canvas.grab().save(str(path)):
                self._file = path
            return
        run, path = session.run.snapshot(), self._place("gif")
        settings = self._program.settings
        dark = theme_for(settings.theme) is DARK
        style = FrameStyle(
            size=_SIZE,
            theme="dark" if dark else "light",
            scheme=settings.scheme,
            path=session.path,
            show_ghost=settings.show_ghost,
            show_traces=settings.show_traces,
        )

        def work(job: Job) -> Path | None:
            from sketchxai_desktop.rendering.animation import export_animation

            return path if export_animation(run, path, style, cancelled=job.is_cancelled) else None

        title = self.tr("Making the animation")
        self._job = self._program.file_lane.submit(work, title, key="take out", priority=7)
        self._job.finished.connect(self._made)
        self._job.failed.connect(self._program.window.status.say)

    def _place(self, ending: str) -> Path:
        if self._folder is None:
            paths.cache_dir().mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix="dragged-", dir=paths.cache_dir()))
        return self._folder / f"{file_name_for(self._program.session.sketch.word)}.{ending}"

    def _made(self, path: Path | None) -> None:
        self._file = path
        held = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if self._moved and self._pressed is not None and held:
            self._drag()

    def _drag(self) -> None:
        if self._file is None or self._pressed is None:
            return
        self._pressed = None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._file))])
        picture = self._program.window.canvas.grab()
        if self._file.suffix == ".png":
            data.setImageData(QImage(str(self._file)))
        drag = QDrag(self)
        drag.setMimeData(data)
        keep = Qt.AspectRatioMode.KeepAspectRatio
        drag.setPixmap(picture.scaled(_THUMBNAIL, _THUMBNAIL, keep, Qt.TransformationMode.SmoothTransformation))
        carry(drag)
        self.setDown(False)


def carry(drag: QDrag) -> Qt.DropAction:
    """Let the pointer carry it until it is dropped."""
    return drag.exec(Qt.DropAction.CopyAction)
