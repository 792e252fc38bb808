"""Evaluation: from the window's wishes to jobs on the lanes and back.

The network is asked on the model lane, a few drawings at a time. Reading and measuring have a lane of their own:
drawing a sample from a long file and resampling for the intervals can take seconds, and neither may hold up others.
What was counted before it is stopped is measured all the same.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketchxai_desktop.app.work_controller import FileWorkController
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import LineError
from sketchxai_desktop.core.sentences import Sentence, joined
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane
from sketchxai_desktop.workers.saying import said

if TYPE_CHECKING:  # made when it is asked for; torch is loaded on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.summary import CheckpointSummary
    from sketchxai_desktop.evaluation.drawings import Labelled, LabelledDrawings
    from sketchxai_desktop.evaluation.predictions import Predictions
    from sketchxai_desktop.widgets.evaluation_state import Measured, Pictured
    from sketchxai_desktop.widgets.evaluation_window import EvaluationWindow

#: It takes long: whatever else the network is asked goes first.
_PRIORITY = -3
_SHOWN_PRIORITY = 2
#: Drawings that are asked about in one piece of work: what the pen draws waits for one piece at most.
_PIECE = {"cpu": 8}
_LARGE_PIECE = 256
_NOTHING = Sentence("No drawing of the file has a word that the network knows.")


@dataclass(eq=False)
class _Asking:
    """One evaluation that is under way."""

    checkpoint: Checkpoint
    summary: CheckpointSummary
    path: Path
    drawings: LabelledDrawings
    iterator: Iterator[Labelled] | None = None
    parts: list[Predictions] = field(default_factory=list)
    counted: tuple[int, int, int] = (0, 0, 0)  # drawings, right, among the best five

    def close(self) -> None:
        """Let go of the file; call when no lane works on it any more."""
        if isinstance(self.iterator, Generator):
            self.iterator.close()


class EvaluationController(FileWorkController):
    """Measures how often the network is right."""

    window: EvaluationWindow | None
    _lane: Lane | None = None
    _asking: _Asking | None = None
    _pictures: Job | None = None
    _measuring = False

    def end(self) -> list[Lane]:
        """Close the window, cancel its work; returns the lane that is to be waited for, if there is one."""
        self._ended = True
        if self.window is not None:
            self.window.close()
        for job in (self._job, self._pictures):
            if job is not None:
                job.cancel()
        return [] if self._lane is None else [self._lane]

    @property
    def lane(self) -> Lane:
        """The lane of reading and measuring, begun when it is first needed: single steps of them take seconds."""
        if self._lane is None:
            self._lane = Lane("evaluation lane", self)
        return self._lane

    def make_window(self) -> EvaluationWindow:
        from sketchxai_desktop.widgets.evaluation_window import EvaluationWindow

        window = EvaluationWindow(self._main)
        window.evaluate_wanted.connect(self.evaluate)
        window.cancel_wanted.connect(self.cancel)
        window.sketches_wanted.connect(self._read_sketches)
        window.drawing_wanted.connect(self._drawing_wanted)
        window.save_wanted.connect(self.save)
        return window

    # Measuring --------------------------------------------------------------------------------------

    def evaluate(self, most: int = 0) -> None:
        """Measure the opened file; `most`: a random sample of so many drawings, 0: all of them."""
        checkpoint, path, window = self._models.checkpoint, self._file(), self.window
        if window is None or checkpoint is None or path is None or self._job is not None:
            return
        from sketchxai_desktop.evaluation.drawings import LabelledDrawings

        try:
            drawings = LabelledDrawings([path], checkpoint.categories, most or None)
        except UserError as error:  # the file is gone
            window.say(said(error))
            return
        asking = self._asking = _Asking(checkpoint, checkpoint.summary(), path, drawings)
        window.set_measured(None)

        def work(_: Job) -> Labelled:
            # The first drawing comes after the whole file was indexed and the sample drawn from its words.
            asking.iterator = iter(drawings)
            first = next(asking.iterator, None)
            if first is None:
                skipped = drawings.skipped
                why = joined([_NOTHING, *skipped.sentences(), *skipped.problems[:1]])
                raise UserError("{sentences}", sentences=why)
            return first

        job = self._submit(self.lane, work, self.tr("Reading {0}").format(path.name))
        job.finished.connect(self._opened)
        self.job_started.emit(job)

    def _opened(self, first: Labelled) -> None:
        asking = self._asking
        if asking is None or asking.iterator is None or self._ended:
            return
        drawings, checkpoint = asking.drawings, asking.checkpoint
        rest = itertools.chain([first], asking.iterator)

        def work(job: Job) -> Generator[Predictions, None, None]:
            from sketchxai_desktop.evaluation.predicting import predict

            size = _PIECE.get(checkpoint.network.device.type, _LARGE_PIECE)
            while piece := list(itertools.islice(rest, size)):
                yield from predict(checkpoint, piece, size, job.notify)
                job.report_progress(drawings.progress)

        title = self.tr("Evaluating {0}").format(asking.path.name)
        job = self._submit(self._models.lane, work, title, _PRIORITY)
        job.noticed.connect(self.noticed)
        job.items_ready.connect(self._counted)
        job.finished.connect(self._asked_all)
        job.cancelled.connect(self._asked_some)
        job.failed.connect(self._asked_some)
        self.job_started.emit(job)

    def _counted(self) -> None:
        asking, job = self._asking, self.sender()
        assert isinstance(job, Job)
        if asking is None or job is not self._job:
            return
        from sketchxai_desktop.evaluation.predictions import BEST

        parts = job.take_items()
        asking.parts += parts
        drawings, right, among = asking.counted
        for part in parts:
            drawings += len(part)
            right += int(part.right.sum())
            among += int((part.rank < BEST).sum())
        asking.counted = drawings, right, among
        if drawings and self.window is not None:
            self.window.set_so_far(drawings, right / drawings, among / drawings)

    def _asked_all(self, _: object = None) -> None:
        self._counted()
        self._measure(complete=True)

    def _asked_some(self, _: object = None) -> None:
        """Stopped or failed: what was counted until then is measured."""
        self._counted()
        self._measure(complete=False)

    def _measure(self, *, complete: bool) -> None:
        asking = self._asking
        if asking is None or self._ended:
            return
        if not asking.parts:
            return
        summary, parts, drawings = asking.summary, asking.parts, asking.drawings

        def work(_: Job) -> Measured:
            from sketchxai_desktop.evaluation.evaluation import evaluate, training_drawings_of
            from sketchxai_desktop.evaluation.predictions import Predictions
            from sketchxai_desktop.widgets.evaluation_state import Measured

            predictions = Predictions.joined(parts)
            evaluation = evaluate(predictions, summary.categories, training_drawings_of(summary.training))
            return Measured(evaluation, predictions, asking.path, summary, drawings.skipped, complete)

        job = self._submit(self.lane, work, self.tr("Measuring"))
        self._measuring = True
        job.finished.connect(self._measured)

    def _measured(self, measured: Measured) -> None:
        if self.window is not None and not self._ended:
            self.window.set_measured(measured)

    def cancel(self) -> None:
        """Stop asking; what was counted is measured."""
        if self._job is not None and not self._measuring:
            self._job.cancel()

    # Looking at drawings ------------------------------------------------------------------------------

    def _read_sketches(self, places: list[int]) -> None:
        """Read measured drawings again, to show them."""
        measured = None if self.window is None else self.window.measured
        if self._pictures is not None:
            self._pictures.cancel()
            self._pictures = None
        if measured is None or not places:
            return
        job = self.lane.submit(
            lambda job: _read(measured, places, job), self.tr("Reading drawings"), priority=_SHOWN_PRIORITY
        )
        self._pictures = job
        job.finished.connect(self._sketches_read)
        job.failed.connect(self._say)

    def _sketches_read(self, pictured: list[Pictured]) -> None:
        if self.sender() is self._pictures and self.window is not None:
            self._pictures = None
            self.window.set_sketches(pictured)

    def _drawing_wanted(self, place: int) -> None:
        """Open a drawing: from the opened file if it is still that one, else as it was read again."""
        measured = None if self.window is None else self.window.measured
        if measured is None:
            return
        if self._file() == measured.path:
            self._open_drawing(int(measured.predictions.drawings[place]))
            return
        job = self.lane.submit(
            lambda job: _read(measured, [place], job), self.tr("Opening a sketch"), priority=_SHOWN_PRIORITY
        )
        job.finished.connect(self._read_to_open)
        job.failed.connect(self._say)

    def _read_to_open(self, pictured: list[Pictured]) -> None:
        if pictured and not self._ended:
            self._session.open_sketch(pictured[0].sketch)
            self._main.canvas.fit()

    # Saving -----------------------------------------------------------------------------------------

    def save(self, path: str, kind: str) -> None:
        """Write what is shown, as "html" or "json"."""
        measured = None if self.window is None else self.window.measured
        if measured is None:
            return

        def work(job: Job) -> str:
            _write(measured, Path(path), kind, job)
            return path

        job = self.lane.submit(work, self.tr("Saving {0}").format(Path(path).name))
        job.finished.connect(self._saved)
        job.failed.connect(self._say)

    # --------------------------------------------------------------------------------------------------

    def _submit(self, lane: Lane, work: Callable[[Job], Any], title: str, priority: int = 0) -> Job:
        """The next stage, with its progress in the window."""
        job = lane.submit(work, title, key="evaluation", priority=priority)
        self.begin(job, title)
        return job

    def over(self) -> None:
        """Let go of the file."""
        self._measuring = False
        if self._asking is not None:
            self._asking.close()
            self._asking = None


def _read(measured: Measured, places: list[int], job: Job) -> list[Pictured]:
    """The drawings at these places; those that cannot be read any more are left out."""
    from sketchxai_desktop.core.drawing_file import open_drawings
    from sketchxai_desktop.widgets.evaluation_state import Pictured

    source = open_drawings(measured.path, cancelled=job.is_cancelled)
    found: list[Pictured] = []
    try:
        for place in places:
            if job.is_cancelled():
                break
            index = int(measured.predictions.drawings[place])
            try:
                found.append(Pictured(place, source.sketch(index), source.line_number(index)))
            except (LineError, IndexError):
                continue
    finally:
        source.close()
    return found


def _write(measured: Measured, path: Path, kind: str, job: Job) -> None:
    from sketchxai_desktop.core.files import atomic_path

    if kind == "json":
        from sketchxai_desktop.reports.evaluation_json import evaluation_record

        record = evaluation_record(measured.checkpoint, measured.skipped, measured.evaluation)
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        return
    from sketchxai_desktop.reports.evaluation_page import MISTAKES, Mistake, evaluation_page
    from sketchxai_desktop.reports.page import write_page

    p, names = measured.predictions, measured.evaluation.categories
    mistakes = [
        Mistake(
            found.sketch,
            names[int(p.labels[found.place])],
            names[int(p.predicted[found.place])],
            float(p.confidence[found.place]),
            float(p.true_probability[found.place]),
            f"{measured.path.name}, line {found.line:,}",
        )
        for found in _read(measured, measured.mistakes(MISTAKES), job)
    ]
    left_out = measured.skipped.sentences()
    if not measured.complete:
        left_out = ["It was stopped before the last drawing.", *left_out]
    page = evaluation_page(
        measured.checkpoint,
        measured.evaluation,
        mistakes,
        source=measured.path.name,
        left_out=left_out,
        problems=measured.skipped.problems,
    )
    write_page(page, path)
