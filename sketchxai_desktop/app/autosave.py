"""No drawing is lost: not by leaving without saving, not by opening another one, not by a crash.

While a drawing is changed, it is written to a file of this window's own. When it is left (another one opened, the
canvas cleared, the program closed) without having been saved, it moves to the file of the day. A file whose program
no longer runs belongs to a session that crashed.
"""

from __future__ import annotations

import contextlib
import logging
import uuid

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from sketchxai_desktop import paths
from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import forget_unfinished
from sketchxai_desktop.core.kept_drawings import keep, read_kept
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

log = logging.getLogger(__name__)

_DELAY_MS = 400
#: A drawing that is left is kept before the next one takes its place in the autosaved file.
_WRITING_PRIORITY, _KEEPING_PRIORITY = 3, 4
#: Seconds that writing a drawing never takes.
_WRITTEN_WITHIN = 60.0
_LEAVING = ("Open Sketch", "Clear Drawing", "New Drawing", "Paste Sketch")


class Autosave(QObject):
    """Keeps the session's drawing.

    Attributes:
        keeping: drawings that are left without having been saved move to the file of the day. A crash never loses
            one, whatever this says.

    Signals:
        looked: a list with the drawings of sessions that crashed, newest last; mostly empty.
        failed: a sentence.
    """

    looked = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._lane = session, lane
        self._folder, self._drawings = paths.state_dir() / "autosave", paths.drawings_dir()
        self.keeping = True
        self._file = self._folder / f"{uuid.uuid4().hex}.ndjson"
        self._lock: QLockFile | None = None
        self._safe: list[Sketch] = []  # saved by hand or kept: need not be kept again
        self._before, self._was_unsaved, self._written = session.sketch, False, False
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._write)
        session.sketch_changed.connect(self._changed)

    @property
    def unsaved(self) -> bool:
        """Whether the canvas shows something that exists nowhere else."""
        return bool(self._session.sketch.strokes) and self._drawn and not self._is_safe(self._session.sketch)

    def mark_saved(self, sketch: Sketch) -> None:
        """The sketch lies in a file of the user's choice now."""
        self._remember(sketch)
        if sketch == self._session.sketch:
            self._timer.start()

    # Between sessions ----------------------------------------------------------------------------------

    def recover(self) -> None:
        """Look for drawings of sessions that crashed and keep them; `looked` tells."""
        job = self._lane.submit(self._collect, self.tr("Looking for drawings of a session that crashed"), priority=9)
        job.finished.connect(self._collected)

    def _collect(self, _job: Job) -> list[Sketch]:
        found: list[tuple[float, Sketch]] = []
        for path in sorted(self._folder.glob("*.ndjson")) if self._folder.is_dir() else []:
            lock = QLockFile(str(path.with_suffix(".lock")))
            lock.setStaleLockTime(0)  # only a program that has ended lets go of its drawing
            if path == self._file or not lock.tryLock(0):
                continue
            try:
                with contextlib.suppress(OSError):
                    sketch = read_kept(path)
                    if sketch is not None:
                        found.append((path.stat().st_mtime, sketch))
                        keep(self._drawings, [sketch])
                    path.unlink()
            except UserError as error:
                log.warning("%s", error)  # it stays where it is, for the next start
            finally:
                lock.unlock()
        self._tidy_up()
        return [sketch for _, sketch in sorted(found, key=lambda f: f[0])]

    def _tidy_up(self) -> None:
        """Take away what killed programs had begun to write, and locks that nobody holds (.rmlock: Qt's own, of one
        that was killed while it took over a lock)."""
        forget_unfinished(self._folder, unchanged_for=_WRITTEN_WITHIN)
        for path in self._folder.glob("*.*lock") if self._folder.is_dir() else []:
            lock = QLockFile(str(path))
            lock.setStaleLockTime(0)
            if not path.with_suffix(".ndjson").exists() and lock.tryLock(0):
                lock.unlock()

    def _collected(self, sketches: list[Sketch]) -> None:
        for sketch in sketches:
            self._remember(sketch)
        self.looked.emit(sketches)

    def close(self) -> None:
        """Keep what is on the canvas; call when the lane has stopped. Nothing is written after that."""
        self._session.sketch_changed.disconnect(self._changed)
        self._timer.stop()
        if self.unsaved and not self._keep(self._session.sketch):
            self._save_now(self._session.sketch)  # the next start finds it
            return
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    # While drawing ------------------------------------------------------------------------------------

    @property
    def _drawn(self) -> bool:
        return self._session.undo_name not in (None, "Open Sketch")

    def _is_safe(self, sketch: Sketch) -> bool:
        return any(sketch is kept or sketch == kept for kept in self._safe)

    def _remember(self, sketch: Sketch) -> None:
        self._safe = [*self._safe[-50:], sketch]

    def _changed(self, sketch: Sketch) -> None:
        before, was_unsaved = self._before, self._was_unsaved
        self._before, self._was_unsaved = sketch, self.unsaved
        if was_unsaved and self._session.undo_name in _LEAVING:
            title = self.tr("Keeping the drawing")
            self._lane.submit(lambda _job: self._keep(before), title, priority=_KEEPING_PRIORITY)
        if not self._timer.isActive():  # somebody who draws without a pause is not put off
            self._timer.start()

    def _write(self) -> None:
        sketch = self._session.sketch
        if self.unsaved:
            self._written = True
            job = self._lane.submit(
                lambda _job: self._save(sketch), self.tr("Autosave"), key="autosave", priority=_WRITING_PRIORITY
            )
            job.failed.connect(self.failed)
        elif self._written:
            self._written = False
            self._lane.submit(lambda _job: self._file.unlink(missing_ok=True), self.tr("Autosave"), key="autosave")

    def _save_now(self, sketch: Sketch) -> None:
        try:
            self._save(sketch)
        except UserError as error:
            log.warning("%s", error)

    def _save(self, sketch: Sketch) -> None:
        if self._lock is None:
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
            lock = QLockFile(str(self._file.with_suffix(".lock")))
            lock.setStaleLockTime(0)
            lock.tryLock(0)
            self._lock = lock
        save_drawings(self._file, [sketch])

    def _keep(self, sketch: Sketch) -> bool:
        if self._is_safe(sketch) or not self.keeping:
            return True
        try:
            keep(self._drawings, [sketch])
        except UserError as error:
            log.warning("%s", error)
            return False
        self._remember(sketch)
        return True
