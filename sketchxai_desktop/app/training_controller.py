"""Training on a person's own drawings: from the window's wishes to jobs on the lanes and back.

Files are read on the file lane; the network learns on the model lane, where every step lets other jobs in between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sketchxai_desktop import paths
from sketchxai_desktop.app.kept_networks import drop_network, keep_network
from sketchxai_desktop.app.language import tr
from sketchxai_desktop.app.work_controller import Surroundings, WorkController, bring_up
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.kept_drawings import day_file, day_files
from sketchxai_desktop.core.quickdraw import LineError
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.saying import said

if TYPE_CHECKING:  # torch is loaded on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.training.fine_tune import FineTune, FineTuneProgress
    from sketchxai_desktop.widgets.training_state import Drawing, TrainedFacts, TrainingAsked
    from sketchxai_desktop.widgets.training_window import TrainingWindow

log = logging.getLogger(__name__)

#: It takes long: whatever else the network is asked goes first.
_PRIORITY = -3
_SAVING_PRIORITY = 5
#: Most drawings taken from one file: a window is for a small fine-tuning, `sketchxai train` for more.
MOST_OF_A_FILE = 2000
_PIECE = 200


#: A trained network, and where it was put aside; "" if it could not be.
Result = tuple["Checkpoint", str]


@dataclass(eq=False)
class _Learning:
    """One training that is under way."""

    tuning: FineTune | None = None  # made on the model lane, and used there alone
    steps: int = 0


class TrainingController(WorkController):
    """Makes the training window when it is first asked for, and does its work.

    Signals:
        use_wanted: (Checkpoint, the path it was saved at or "").
        saved: path of a checkpoint that was written. kept: one was put aside, as nobody has saved it yet.
    """

    use_wanted = Signal(object, str)
    saved = Signal(str)
    kept = Signal()

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(around, parent)
        self.window: TrainingWindow | None = None
        self.checkpoint: Checkpoint | None = None  # what came of the last training
        self._facts: TrainedFacts | None = None
        self._kept_at = ""
        self._learning: _Learning | None = None
        self._training: Job | None = None
        self._reading: Job | None = None
        self._session.checkpoint_changed.connect(self._checkpoint_changed)

    def end(self) -> None:
        """Close the window, compute nothing any more."""
        self._ended = True
        if self.window is not None:
            self.window.close()
        for job in (self._training, self._reading):
            if job is not None:
                job.cancel()

    def set_look(self, theme: Theme) -> None:
        """Colours of the window."""
        self._theme = theme
        if self.window is not None:
            self.window.set_theme(theme)

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self.window is None:
            from sketchxai_desktop.widgets.training_window import TrainingWindow

            window = self.window = TrainingWindow(self._main)
            window.set_theme(self._theme)
            window.collected.files_wanted.connect(self.read)
            window.collected.kept_wanted.connect(self.read_kept)
            window.collected.canvas_wanted.connect(self.take_canvas)
            window.collected.save_wanted.connect(self.save_drawings)
            window.run.train_wanted.connect(self.train)
            window.run.stop_wanted.connect(self.stop_training)
            window.run.save_wanted.connect(self.save)
            window.run.use_wanted.connect(self.use)
            window.cancel_wanted.connect(self._cancel)
            self._checkpoint_changed(self._session.checkpoint)
        bring_up(self.window)

    def _checkpoint_changed(self, summary: CheckpointSummary | None) -> None:
        if self.window is None or self._ended:
            return
        self.window.set_network(*(("", ()) if summary is None else (summary.name, summary.categories)))
        self.window.run.set_trained(self._facts, used=self._in_use)

    @property
    def _in_use(self) -> bool:
        return self.checkpoint is not None and self._models.checkpoint is self.checkpoint

    # The sketch on the canvas -------------------------------------------------------------------------

    def ask_word(self) -> None:
        """Ask what the sketch on the canvas shows; the answer is an edit that can be undone."""
        from sketchxai_desktop.widgets.training_words import WordDialog

        checkpoint = self._session.checkpoint
        words = () if checkpoint is None else checkpoint.categories
        dialog = WordDialog(words, self._session.sketch.word, self._main)
        dialog.word_given.connect(self.give_word)
        dialog.open()

    def give_word(self, word: str) -> None:
        """The sketch on the canvas shows `word`; "" takes its word away."""
        sketch = self._session.sketch
        if sketch.strokes:
            self._session.edit(replace(sketch, word=word or None), "Set Category", self._session.selection)

    # Collecting ---------------------------------------------------------------------------------------

    def read(self, chosen: Sequence[str]) -> None:
        """Read drawings of files and folders."""
        self._read([Path(path) for path in chosen])

    def read_kept(self, all_days: bool) -> None:
        """Read the drawings of today, or of all days, that nobody saved."""
        folder = paths.drawings_dir()
        files = day_files(folder) if all_days else [f for f in (day_file(folder),) if f.is_file()]
        if files:
            self._read(files)
        elif self.window is not None:
            self.window.say(self.tr("No drawing was kept yet: a drawing is kept when you leave it."))

    def take_canvas(self) -> None:
        """Add the sketch on the canvas."""
        sketch = self._session.sketch
        if self.window is None:
            return
        from sketchxai_desktop.widgets.training_state import Drawing

        if sketch.strokes and sketch.extent > 0:
            self.window.add_drawings([Drawing(sketch, sketch.word, self.tr("canvas"))])
        else:
            self.window.say(self.tr("There is nothing on the canvas."))

    def _read(self, chosen: list[Path]) -> None:
        window = self.window
        if window is None:
            return
        job = self._file_lane.submit(_reading(chosen), self.tr("Reading drawings"), key="training drawings")
        self._reading = job
        window.set_progress(0.0, job.title)
        job.progressed.connect(self._progressed)
        job.noticed.connect(self._say)
        job.items_ready.connect(self._drawings_read)
        job.finished.connect(self._drawings_read)
        job.cancelled.connect(self._drawings_read)
        job.failed.connect(self._say)
        job.ended.connect(self._reading_ended)

    def _drawings_read(self, _: object = None) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        found = [drawing for piece in job.take_items() for drawing in piece]
        if found and self.window is not None and not self._ended:
            self.window.add_drawings(found)

    def _reading_ended(self) -> None:
        if self.sender() is self._reading:
            self._reading = None
            self._show_progress(None)

    def save_drawings(self, path: str) -> None:
        """Write the collected drawings with the words they were given."""
        if self.window is None:
            return
        sketches = [d.labelled() for d in self.window.collected.drawings]

        def work(_: Job) -> str:
            from sketchxai_desktop.core.drawing_save import save_drawings

            save_drawings(path, sketches)
            return path

        job = self._file_lane.submit(work, self.tr("Saving {0}").format(Path(path).name))
        job.finished.connect(self._tell_saved)
        job.failed.connect(self.failed)

    def _tell_saved(self, path: str) -> None:
        self._say(self.tr("Saved {0}.").format(path))

    # Learning -----------------------------------------------------------------------------------------

    def train(self, asked: TrainingAsked) -> None:
        """Fine-tune a copy of the open checkpoint on the collected drawings that have a word."""
        checkpoint, window = self._models.checkpoint, self.window
        if checkpoint is None or window is None or self._training is not None:
            return
        sketches = [d.labelled() for d in window.collected.drawings if d.word]
        learning = self._learning = _Learning()

        def work(job: Job) -> Generator[FineTuneProgress, None, Result]:
            from sketchxai_desktop.training.fine_tune import FineTune, FineTuneSettings

            settings = FineTuneSettings(asked.layers, asked.keep, asked.epochs, seed=asked.seed)
            tuning = learning.tuning = FineTune(checkpoint, sketches, settings)
            done = 0
            try:
                for progress in tuning.run():
                    job.report_progress(
                        progress.step / max(progress.steps, 1),
                        self.tr("Training, step {0:,} of {1:,}").format(progress.step, progress.steps),
                    )
                    yield progress
                    done = progress.step
            except GeneratorExit:
                if self._ended and done:  # the window is gone; nobody can be asked what to do with it
                    _put_aside(tuning.checkpoint())
                raise
            return _put_aside(tuning.checkpoint())

        job = self._models.lane.submit(work, self.tr("Training"), key="fine-tune", priority=_PRIORITY)
        self._training = job
        window.run.begin(1)
        window.run.set_running(True)
        window.set_progress(0.0, job.title)
        job.progressed.connect(self._progressed)
        job.items_ready.connect(self._learned_some)
        job.finished.connect(self._learned)
        job.cancelled.connect(self._stopped)
        job.failed.connect(self._training_failed)
        job.ended.connect(self._training_ended)
        self.job_started.emit(job)

    def stop_training(self) -> None:
        """Stop after the present step; what was learned by then is kept."""
        if self._training is not None:
            self._training.cancel()

    def _learned_some(self) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        self._take_progress(job)

    def _take_progress(self, job: Job) -> None:
        items = job.take_items()
        if items and self.window is not None and self._learning is not None:
            self._learning.steps = items[-1].step
            self.window.run.add_progress(items)

    def _learned(self, result: Result) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._take_progress(job)
        self._set_result(result, complete=True)

    def _stopped(self) -> None:
        job, learning = self.sender(), self._learning
        if isinstance(job, Job):
            self._take_progress(job)
        if self._ended or learning is None or learning.tuning is None or not learning.steps:
            return
        tuning = learning.tuning
        ending = self._models.lane.submit(
            lambda _: _put_aside(tuning.checkpoint()), self.tr("Keeping what was learned"), priority=_SAVING_PRIORITY
        )
        ending.finished.connect(self._stopped_with)
        ending.failed.connect(self._say)

    def _stopped_with(self, result: Result) -> None:
        self._set_result(result, complete=False)

    def _set_result(self, result: Result, *, complete: bool) -> None:
        if self._ended or self.window is None:
            return
        from sketchxai_desktop.widgets.training_state import TrainedFacts

        checkpoint, self._kept_at = result
        training = checkpoint.training
        valid = training.get("valid") or {}
        self.checkpoint = checkpoint
        self._facts = TrainedFacts(
            checkpoint.name,
            len(checkpoint.categories),
            training["drawings"],
            training["steps"],
            valid.get("top1"),
            valid.get("drawings", 0),
            complete,
            kept=bool(self._kept_at),
        )
        self.window.run.set_trained(self._facts)
        self.kept.emit()

    def _training_failed(self, sentence: str) -> None:
        self._say(sentence)
        self.failed.emit(sentence)

    def _training_ended(self) -> None:
        if self.sender() is self._training:
            self._training = self._learning = None
            if self.window is not None and not self._ended:
                self.window.run.set_running(False)
            self._show_progress(None)

    # The result ---------------------------------------------------------------------------------------

    def save(self, path: str) -> None:
        """Write the trained checkpoint, and its card beside it."""
        checkpoint = self.checkpoint
        if checkpoint is None:
            return
        target, aside, self._kept_at = Path(path), self._kept_at, ""

        def work(_: Job) -> tuple[Checkpoint, Checkpoint]:
            from sketchxai_desktop.core.checkpoint import load_checkpoint, save_checkpoint
            from sketchxai_desktop.core.files import atomic_path
            from sketchxai_desktop.training.fine_tune_card import fine_tune_card

            save_checkpoint(checkpoint, target)
            with atomic_path(target.with_suffix(".md")) as temporary:
                temporary.write_text(fine_tune_card(checkpoint, target.stem), encoding="utf-8", newline="\n")
            drop_network(aside)
            # From now on it is what was written, half precision and all.
            return checkpoint, load_checkpoint(target)

        title = self.tr("Saving {0}").format(target.name)
        job = self._models.lane.submit(work, title, priority=_SAVING_PRIORITY)
        job.finished.connect(self._saved)
        job.failed.connect(self.failed)

    def _saved(self, result: tuple[Checkpoint, Checkpoint]) -> None:
        before, after = result
        path = str(after.path)
        if before is self.checkpoint and self._facts is not None and self.window is not None:
            used = self._in_use
            self._facts, self.checkpoint = replace(self._facts, path=path), after
            self.window.run.set_trained(self._facts, used=used)
            if used:
                self.use()
        self._tell_saved(path)
        self.saved.emit(path)

    def use(self) -> None:
        """Look at sketches with the trained network from now on."""
        if self.checkpoint is not None and self._facts is not None:
            self.use_wanted.emit(self.checkpoint, self._facts.path)

    # --------------------------------------------------------------------------------------------------

    def _cancel(self) -> None:
        for job in (self._training, self._reading):
            if job is not None:
                job.cancel()

    def _progressed(self, share: float, what: str) -> None:
        if self.sender() in (self._training, self._reading):
            self._show_progress(share, what)

    def _show_progress(self, share: float | None, what: str = "") -> None:
        if self.window is not None and not self._ended:
            self.window.set_progress(share, what)
            if share is None and self._facts is not None and self._training is None:
                self.window.run.set_trained(self._facts, used=self._in_use)

    def _say(self, sentence: str) -> None:
        if self.window is not None and not self._ended:
            self.window.say(sentence)


def _put_aside(checkpoint: Checkpoint) -> Result:
    """Whether or not somebody will save it, what was learned is not lost. On the model lane."""
    try:
        return checkpoint, str(keep_network(checkpoint))
    except UserError as error:
        log.warning("a trained network was not kept: %s", error)
        return checkpoint, ""


def _reading(chosen: list[Path]) -> Callable[[Job], Generator[list[Drawing], None, None]]:
    """Work that reads the drawings of files and folders, a few at a time, and tells in words what it left out."""

    def work(job: Job) -> Generator[list[Drawing], None, None]:
        from sketchxai_desktop.core.drawing_file import open_drawings
        from sketchxai_desktop.evaluation.drawings import drawing_files
        from sketchxai_desktop.widgets.training_state import Drawing

        files = drawing_files(chosen)
        bad = without_size = left = 0
        problems: list[str] = []
        for number, file in enumerate(files):
            try:
                source = open_drawings(file, cancelled=job.is_cancelled)
            except UserError as error:
                if len(files) == 1:
                    raise
                problems.append(said(error))
                continue
            try:
                # Of a long file, drawings from all parts of it.
                stride = max(1, -(-len(source) // MOST_OF_A_FILE))
                places = range(0, len(source), stride)
                left += len(source) - len(places)
                piece: list[Drawing] = []
                for count, index in enumerate(places):
                    try:
                        sketch = source.sketch(index)
                    except LineError:
                        bad += 1
                        continue
                    if sketch.extent > 0:
                        piece.append(Drawing(sketch, sketch.word or None, file.name, source.line_number(index)))
                    else:
                        without_size += 1
                    if len(piece) == _PIECE:
                        job.report_progress((number + count / len(places)) / len(files))
                        yield piece
                        piece = []
                yield piece
            finally:
                source.close()
        left_out = [
            tr("{0:,} that cannot be read.").format(bad) if bad else "",
            tr("{0:,} without a size.").format(without_size) if without_size else "",
            tr("{0:,} beyond {1:,} of a file.").format(left, MOST_OF_A_FILE) if left else "",
        ]
        if any(left_out) or problems:
            job.notify(" ".join([tr("Drawings left out:"), *filter(None, left_out), *problems[:2]]))

    return work
