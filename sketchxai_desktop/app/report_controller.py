"""The report on the present sketch: asked for by a command, worked out on both lanes, written as one page.

The model lane finds out what there is to say, the file lane draws the animation and writes the page. Cancelling either
leaves nothing behind, and the sketch may be changed meanwhile: the report is on the one it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sketchxai_desktop.app.work_controller import Surroundings, WorkController
from sketchxai_desktop.core.files import file_name_for
from sketchxai_desktop.explain.question import Cancelled
from sketchxai_desktop.session import RunState
from sketchxai_desktop.workers.job import Job

if TYPE_CHECKING:  # torch is imported on the model lane
    from sketchxai_desktop.core.run import Run
    from sketchxai_desktop.core.sketch import Sketch
    from sketchxai_desktop.reports.sketch_findings import SketchFindings

#: Below what anybody waits for while drawing.
_PRIORITY = -2


class ReportController(WorkController):
    """Makes one report at a time.

    Args:
        origin: says where a sketch comes from; "": nobody knows.

    Signals:
        changed: a report is being made, or no longer.
    """

    changed = Signal()

    def __init__(self, around: Surroundings, origin: Callable[[Sketch], str], parent: QObject | None = None) -> None:
        super().__init__(around, parent)
        self._origin = origin
        self._drawing = ""
        self._folder = str(Path.home())
        self._job: Job | None = None
        self._path = Path()

    @property
    def running(self) -> bool:
        return self._job is not None

    def why_not(self) -> str | None:
        """Why no report can be made now; None: one can."""
        sketch = self._session.sketch
        if self._session.checkpoint is None or self._models.checkpoint is None:
            return self.tr("no network is loaded")
        if not sketch.strokes:
            return self.tr("there is no stroke yet")
        if sketch.extent <= 0:
            return self.tr("all points coincide, so the network cannot see the sketch")
        return self.tr("a report is being made") if self.running else None

    def ask_and_make(self) -> None:
        """Ask where the page goes, then make it."""
        from PySide6.QtWidgets import QFileDialog  # costs the start of the program, and not this

        dialog = QFileDialog(self._main, self.tr("Report"), self._folder, self.tr("Pages (*.html)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"{file_name_for(self._session.sketch.word)}.html")
        if dialog.exec() and dialog.selectedFiles():
            self.make(dialog.selectedFiles()[0])

    def make(self, path: str) -> None:
        """Write a report on the present sketch; an earlier one that is under way is cancelled."""
        checkpoint, sketch = self._models.checkpoint, self._session.sketch
        if checkpoint is None:
            self.failed.emit(self.tr("The network is still loading; try again in a moment."))
            return
        self.cancel()
        self._path = Path(path)
        self._folder = str(self._path.parent)
        self._drawing = self._origin(sketch)
        run, device, shown = self._present_run(), self._models.device, self._session.path

        def work(job: Job) -> Generator[None, None, SketchFindings]:
            from sketchxai_desktop.reports.sketch_findings import find_out

            def check() -> None:
                if job.is_cancelled():
                    raise Cancelled

            finding = find_out(checkpoint, sketch, run=run, path=shown, device=device, check=check)
            while True:
                try:
                    share = next(finding)
                except StopIteration as end:
                    found: SketchFindings = end.value
                    return found
                job.report_progress(0.7 * share)
                yield

        job = self._models.lane.submit(work, self.tr("Making the report"), priority=_PRIORITY)
        job.items_ready.connect(self._drop_items)
        job.finished.connect(self._found)
        self._watch(job)

    def cancel(self) -> None:
        """Make no report after all."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.changed.emit()

    def end(self) -> None:
        """The program ends."""
        self.cancel()

    def _present_run(self) -> Run | None:
        """The session's run, if it is one of the present sketch by the present network that has ended."""
        run, session = self._session.run, self._session
        if run is None or run.states < 2 or session.run_state is RunState.RUNNING:
            return None
        checkpoint = session.checkpoint
        ours = checkpoint is not None and run.checkpoint == checkpoint.name and run.target in checkpoint.categories
        return run.snapshot() if ours and run.sketch == session.sketch else None

    def _drop_items(self) -> None:
        if self._job is not None and self.sender() is self._job:
            self._job.take_items()

    def _found(self, findings: SketchFindings) -> None:
        if self.sender() is not self._job:
            return
        path, drawing = self._path, self._drawing

        def work(job: Job) -> Path | None:
            from sketchxai_desktop.rendering.embedded import MEDIA_TYPE, embedded_animations
            from sketchxai_desktop.reports.page import write_page
            from sketchxai_desktop.reports.sketch_report import Animation, animated, sketch_page

            def progress(done: int, total: int) -> None:
                job.report_progress(0.7 + 0.3 * done / max(total, 1))

            animation = None
            if findings.run is not None:
                drawn = embedded_animations(
                    animated(findings.run),
                    path=findings.path,
                    progress=progress,
                    cancelled=job.is_cancelled,
                )
                if drawn is None:
                    return None
                animation = Animation(MEDIA_TYPE, drawn["light"], drawn["dark"])
            page = sketch_page(findings, drawing=drawing, animation=animation)
            if job.is_cancelled():
                return None
            write_page(page, path)
            return path

        job = self._file_lane.submit(work, self.tr("Writing {}").format(path.name))
        job.finished.connect(self._written)
        self._watch(job)

    def _watch(self, job: Job) -> None:
        self._job = job
        job.failed.connect(self._failed)
        job.ended.connect(self._forget)
        self.job_started.emit(job)
        self.changed.emit()

    def _written(self, path: Path | None) -> None:
        if path is not None and self.sender() is self._job:
            self.noticed.emit(self.tr("Saved {}.").format(path))

    def _failed(self, sentence: str) -> None:
        if self.sender() is self._job:
            self.failed.emit(sentence)

    def _forget(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.changed.emit()
