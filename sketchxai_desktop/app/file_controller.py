"""Files: opening, browsing, saving, exporting. All of it on the file lane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.core.drawing_metadata import Filter, Indices, Metadata, Problems
from sketchxai_desktop.core.drawing_source import DrawingSource
from sketchxai_desktop.core.files import file_name_for
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.browser_filters import BrowserQuery
from sketchxai_desktop.workers import drawing_jobs
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

if TYPE_CHECKING:
    from sketchxai_desktop.rendering.export import ExportRequest

_VISIBLE_PRIORITY = 5
_CHOSEN_PRIORITY = 6
_OPENING_PRIORITY = 4
_REFERENCE_DRAWINGS = 300
_CHECKPOINT_ENDINGS = (".safetensors", ".bin", ".pt", ".pth")


class FileController(QObject):
    """The opened file of drawings, and everything that reads or writes the disk.

    Signals:
        failed, noticed: sentences. job_started: a job worth showing.
        source_changed: another file, or none. file_remembered: a path for the list of recent files.
        predictions_wanted: {index: Sketch} of thumbnails that came on the screen.
        reference_sketches: the first drawings of the file.
        checkpoint_wanted: the chosen path is a checkpoint. sketch_saved: the Sketch that is in a file now.
    """

    failed = Signal(str)
    noticed = Signal(str)
    job_started = Signal(object)
    source_changed = Signal()
    file_remembered = Signal(str)
    predictions_wanted = Signal(object)
    reference_sketches = Signal(object)
    checkpoint_wanted = Signal(str)
    sketch_saved = Signal(object)

    def __init__(self, session: Session, lane: Lane, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._lane, self._window, self._browser = session, lane, window, window.browser
        self._source: DrawingSource | None = None
        self._metadata: Metadata | None = None
        self._query = BrowserQuery()
        self._known: DrawingSource | None = None  # the source if all its lines are known that ever will be
        self._open_job: Job | None = None  # the file asked for last
        self._index_job: Job | None = None  # the file in use
        self._chosen = 0  # the drawing that was opened last, or is being
        self._origin: tuple[Sketch, str] | None = None  # it, and where it stands
        self._reference_job: Job | None = None
        self._collected: list[Sketch] = []
        self._remember, self._show_first = False, True
        self._folder = str(Path.home())
        self._saving: WeakKeyDictionary[QObject, Sketch] = WeakKeyDictionary()
        browser = self._browser
        browser.open_requested.connect(self.ask_and_open)
        browser.rows_wanted.connect(self._load_rows)
        browser.sketch_chosen.connect(self.open_drawing)
        browser.filter_changed.connect(self._filter_changed)
        browser.problems_wanted.connect(self._check)
        browser.copy_line.connect(self._copy_line)
        browser.line_requested.connect(self._go_to_line)
        browser.predictions_wanted.connect(self.predictions_wanted)

    @property
    def has_file(self) -> bool:
        return self._source is not None

    @property
    def path(self) -> Path | None:
        """The opened file."""
        return None if self._source is None else self._source.path

    def close(self) -> None:
        """Let go of the opened file; call when the lane has stopped."""
        if self._source is not None:
            self._source.close()
            self._source = self._known = None

    # Opening ------------------------------------------------------------------------------------------

    def open(self, path: str, *, remember: bool = True, show_first: bool = True) -> None:
        """Index a file of drawings; its first drawing is opened (unless told not to) as soon as it is known.

        The file that is open stays until the new one has a drawing to show, and for good if it has none.
        """
        if self._open_job is not None and self._open_job is not self._index_job:
            self._open_job.cancel()
        title = self.tr("Opening {}").format(Path(path).name)
        job = self._submit(drawing_jobs.open_file(path), title, priority=_OPENING_PRIORITY)
        self._open_job, self._remember, self._show_first = job, remember, show_first
        job.items_ready.connect(self._more_known)
        job.finished.connect(self._fully_known)
        job.ended.connect(self._open_ended)
        self.job_started.emit(job)

    def _more_known(self) -> None:
        job: Any = self.sender()
        for opened in job.take_items():
            first = opened.source is not self._source
            if first and job is not self._open_job:
                opened.source.close()  # another file was asked for meanwhile
                continue
            if first and not opened.count:
                continue  # nothing but blank lines so far
            if first:
                if self._index_job is not None:
                    self._index_job.cancel()
                self._index_job = job
                job.priority = 0  # what is wanted of it now goes first
                self._use(opened.source)
                path = opened.source.path
                self._browser.set_source(path.name, opened.count, opened.complete, str(path))
            self._browser.set_count(opened.count, opened.complete, opened.source.damage)
            if first and self._show_first:
                self._open_first(opened.source)

    def _use(self, source: DrawingSource) -> None:
        old, self._source, self._metadata, self._query = self._source, source, None, BrowserQuery()
        if old is not None:
            for job in self._lane.jobs:
                if job.key in ("rows", "scan", "check", "chosen", "reference"):
                    job.cancel()
            old.close()
        if self._remember:
            self.file_remembered.emit(str(source.path.resolve()))
        self.source_changed.emit()

    def _fully_known(self, source: DrawingSource) -> None:
        if source is not self._source:
            return
        self._known = source
        self._browser.set_count(len(source), True, source.damage)
        scan = self._submit(drawing_jobs.scan(source), self.tr("Reading the words"), key="scan", failing=False)
        scan.items_ready.connect(self._drop_items)
        scan.finished.connect(self._scanned)
        load = self._submit(
            drawing_jobs.load(source, range(min(len(source), _REFERENCE_DRAWINGS))),
            self.tr("Reading drawings"),
            key="reference",
        )
        # No lambdas that hold the job: its own signals would keep it, with the file and its drawings, for ever.
        self._reference_job, self._collected = load, []
        load.items_ready.connect(self._reference_read)
        load.ended.connect(self._reference_ended)

    def _reference_read(self) -> None:
        job: Any = self.sender()
        found = _sketches_in(job.take_items())
        if job is self._reference_job:
            self._collected += found

    def _reference_ended(self) -> None:
        if self.sender() is self._reference_job:
            self._reference_read()
            self.reference_sketches.emit(self._collected)
            self._reference_job, self._collected = None, []

    def _open_ended(self) -> None:
        job = self.sender()
        if job is self._open_job:
            self._open_job = None
        if job is self._index_job:
            self._index_job = None
            # Cancelled, or the disk failed: what is known so far can be searched all the same.
            if self._source is not None and self._source is not self._known:
                self._fully_known(self._source)
                if not self._source.complete:
                    damage = self.tr("indexing was stopped; the rest of the file is not listed")
                    self._browser.set_count(len(self._source), True, damage)

    def _scanned(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self._browser.set_metadata(metadata)
        if not self._query.shows_all:
            self._filter_changed(self._query)

    def _drop_items(self) -> None:
        job: Any = self.sender()
        job.take_items()

    def _open_first(self, source: DrawingSource) -> None:
        """Put the first drawing on the canvas that is one."""
        work, title = drawing_jobs.load_first(source), self.tr("Opening a sketch")
        job = self._submit(work, title, key="chosen", priority=_CHOSEN_PRIORITY)
        job.finished.connect(self._first_loaded)

    def _first_loaded(self, found: tuple[int, Sketch]) -> None:
        self._chosen = found[0]
        self._browser.select_index(found[0], opened=True)
        self._drawing_loaded(found[1])

    def open_drawing(self, index: int) -> None:
        """Put drawing `index` of the file on the canvas, as one edit."""
        if self._source is None:
            return
        self._chosen = index
        self._browser.select_index(index, opened=True)
        job = self._submit(
            drawing_jobs.load_one(self._source, index),
            self.tr("Opening a sketch"),
            key="chosen",
            priority=_CHOSEN_PRIORITY,
        )
        job.finished.connect(self._drawing_loaded)

    def _drawing_loaded(self, sketch: Sketch) -> None:
        if self._source is None:
            return  # it was on its way when the program ended
        if self.path is not None:
            self._origin = sketch, f"{self.path.name}, line {self._source.line_number(self._chosen):,}"
        self._session.open_sketch(sketch)
        self._window.canvas.fit()

    def origin(self, sketch: Sketch) -> str:
        """File and line of a sketch as it was opened; "" of any other."""
        return self._origin[1] if self._origin is not None and self._origin[0] is sketch else ""

    # The browser's wishes -------------------------------------------------------------------------------

    def _load_rows(self, indices: object) -> None:
        if self._source is None:
            return
        work = drawing_jobs.load(self._source, indices)  # type: ignore[arg-type]
        job = self._submit(work, self.tr("Drawing thumbnails"), key="rows", priority=_VISIBLE_PRIORITY)
        job.items_ready.connect(self._rows_loaded)

    def _rows_loaded(self) -> None:
        job: Any = self.sender()
        for loaded in job.take_items():
            self._browser.set_sketches(loaded.sketches, loaded.lines)

    def _filter_changed(self, query: BrowserQuery) -> None:
        self._query = query
        if self._source is None or (self._metadata is None and query.filter != Filter()):
            return  # `_scanned` comes back to it
        job = self._submit(
            drawing_jobs.find(self._metadata, len(self._source), query.filter, query.seed),
            self.tr("Filtering"),
            key="find",
        )
        job.finished.connect(self._found)

    def _found(self, rows: Indices | None) -> None:
        self._browser.set_rows(rows)

    def _go_to_line(self, line: int) -> None:
        if self._source is not None:
            self._browser.show_line(line, self._source.index_of_line(line))

    def _check(self) -> None:
        if self._source is None:
            return
        job = self._submit(drawing_jobs.check(self._source), self.tr("Checking every line"), key="check")
        job.items_ready.connect(self._problems_found)
        job.finished.connect(self._browser.set_problems)
        self.job_started.emit(job)

    def _problems_found(self) -> None:
        job: Any = self.sender()
        found: list[Problems] = job.take_items()
        if found:
            self._browser.set_problems(found[-1])

    def _copy_line(self, index: int) -> None:
        if self._source is not None:
            job = self._submit(drawing_jobs.line_text(self._source, index), self.tr("Copying a line"))
            job.finished.connect(self._line_copied)

    def _line_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.noticed.emit(self.tr("The line is on the clipboard."))

    # Dialogs ----------------------------------------------------------------------------------------------

    def ask_and_open(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # costs the start of the program, and not this

        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open"),
            self._folder,
            self.tr("Drawings (*.ndjson *.jsonl *.gz *.npz);;Checkpoints (*.safetensors *.bin);;All files (*)"),
        )
        if path:
            self._folder = str(Path(path).parent)
            if path.lower().endswith(_CHECKPOINT_ENDINGS):
                self.checkpoint_wanted.emit(path)
            else:
                self.open(path)

    def ask_and_open_checkpoint(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open Checkpoint"),
            self._folder,
            self.tr("Checkpoints (*.safetensors *.bin config.json);;All files (*)"),
        )
        if path:
            self._folder = str(Path(path).parent)
            self.checkpoint_wanted.emit(self._folder if Path(path).name == "config.json" else path)

    def ask_and_save(self, *, append: bool) -> None:
        """Save the sketch as a file of its own, or as a new line of a file that is chosen."""
        from PySide6.QtWidgets import QFileDialog

        title = self.tr("Append Sketch to File") if append else self.tr("Save Sketch")
        dialog = QFileDialog(self._window, title, self._folder, self.tr("Drawings (*.ndjson)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ndjson")
        dialog.selectFile(f"{file_name_for(self._session.sketch.word)}.ndjson")
        if append:
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if dialog.exec() and dialog.selectedFiles():
            self.save(dialog.selectedFiles()[0], append=append)

    def save(self, path: str, *, append: bool = False) -> None:
        self._folder = str(Path(path).parent)
        sketch = self._session.sketch
        job = self._submit(drawing_jobs.save(path, [sketch], append), self.tr("Saving"))
        self._saving[job] = sketch
        job.finished.connect(self._saved)

    def _saved(self, path: Path) -> None:
        self.sketch_saved.emit(self._saving.pop(self.sender()))
        self.file_remembered.emit(str(path.resolve()))
        self.noticed.emit(self.tr("Saved {}.").format(path))

    # Export -----------------------------------------------------------------------------------------------

    def export(self, request: ExportRequest) -> None:
        """Write the run as the request says; progress and Cancel in the status bar."""
        if self._session.run is None:
            return
        run = self._session.run.snapshot()

        def work(job: Job) -> Path | None:
            from sketchxai_desktop.rendering.export import perform_export

            def progress(done: int, total: int) -> None:
                job.report_progress(done / max(total, 1))

            return request.path if perform_export(run, request, progress, job.is_cancelled) else None

        job = self._submit(work, self.tr("Exporting {}").format(request.path.name))
        job.finished.connect(self._exported)
        self.job_started.emit(job)

    def _exported(self, path: Path | None) -> None:
        if path is not None:
            self._folder = str(path.parent)
            self.noticed.emit(self.tr("Exported {}.").format(path))

    # ------------------------------------------------------------------------------------------------------

    def _submit(
        self, work: Callable[[Job], Any], title: str, *, key: str | None = None, priority: int = 0, failing: bool = True
    ) -> Job:
        job = self._lane.submit(work, title, key=key, priority=priority)
        job.noticed.connect(self.noticed)
        job.failed.connect(self.failed if failing else self.noticed)
        return job


def _sketches_in(items: list[drawing_jobs.Loaded]) -> list[Sketch]:
    return [s for item in items for s in item.sketches.values() if isinstance(s, Sketch)]
