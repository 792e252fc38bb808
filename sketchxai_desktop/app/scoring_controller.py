"""Explanations put to the test on a file: from the window's wishes to jobs on the lanes and back.

Reading begins on the file lane. Methods run on the model lane below everything else, one method on one drawing at a
time; each finished drawing comes with the whole table, worked out there too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sketchxai_desktop.app.work_controller import FileWorkController
from sketchxai_desktop.explain.question import Cancelled
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

if TYPE_CHECKING:  # torch is loaded on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.drawing_file import DrawingSource
    from sketchxai_desktop.explain.score_table import ExplanationTable, ScoredDrawing, Standing
    from sketchxai_desktop.widgets.explain_file_window import ScoringWindow, ScoringWish

#: It takes long: whatever else the network is asked goes first.
_PRIORITY = -3
#: Seconds between two tables at least, and how many times as long as the last one took to make.
_OFTEN, _SHARE = 0.5, 10.0


@dataclass(eq=False)
class _Scoring:
    """What is tested, or was tested last."""

    path: Path
    checkpoint: Checkpoint
    wish: ScoringWish
    source: DrawingSource | None = None
    table: ExplanationTable | None = None

    def close(self) -> None:
        if self.source is not None:
            self.source.close()
            self.source = None


class ScoringController(FileWorkController):
    """Puts methods of explanation to the test."""

    window: ScoringWindow | None
    _scoring: _Scoring | None = None

    def end(self) -> None:
        """Close the window and cancel its work."""
        self._ended = True
        if self.window is not None:
            self.window.close()
        if self._job is not None:
            self._job.cancel()

    def make_window(self) -> ScoringWindow:
        from sketchxai_desktop.widgets.explain_file_window import ScoringWindow

        window = ScoringWindow(self._main)
        window.scoring_wanted.connect(self.score)
        window.cancel_wanted.connect(self.cancel)
        window.drawing_wanted.connect(self._drawing_wanted)
        window.save_wanted.connect(self.save)
        return window

    # Testing ----------------------------------------------------------------------------------------

    def score(self, wish: ScoringWish) -> None:
        """Put methods to the test on the opened file."""
        checkpoint, path, window = self._models.checkpoint, self._file(), self.window
        if window is None or checkpoint is None or path is None or self._job is not None:
            return
        self._scoring = _Scoring(path, checkpoint, wish)
        window.begin(path.name, checkpoint.name, wish)

        def work(job: Job) -> DrawingSource:
            from sketchxai_desktop.core.drawing_file import open_drawings

            return open_drawings(path, complete=False, cancelled=job.is_cancelled)

        job = self._submit(self._file_lane, work, self.tr("Reading {0}").format(path.name))
        job.finished.connect(self._opened)

    def _opened(self, source: DrawingSource) -> None:
        scoring = self._scoring
        if scoring is None or self._ended:
            source.close()
            return
        scoring.source = source
        wish = scoring.wish

        def work(job: Job) -> Generator[tuple[ScoredDrawing, Standing | None] | None, None, None]:
            from sketchxai_desktop.explain.file_scoring import FileScoring

            def check() -> None:
                if job.is_cancelled():
                    raise Cancelled

            running = FileScoring(
                source,
                scoring.path.name,
                scoring.checkpoint,
                wish.methods,
                limit=wish.limit,
                output=wish.output,
                removal=wish.removal,
                check=check,
            )
            scoring.table, total = running.table, len(running.methods)
            due = 0.0
            for found in running.run():
                if found is None:  # nothing to score for a while: others may go first
                    yield None
                elif found.complete:
                    job.report_progress(running.progress, title)
                    standing, began = None, time.monotonic()
                    if began >= due:  # the more drawings, the longer it takes
                        standing = running.table.standing()
                        now = time.monotonic()
                        due = now + max(_OFTEN, _SHARE * (now - began))
                    yield found, standing
                else:
                    done = len(found.scores) / total / wish.limit if wish.limit else 0.0
                    job.report_progress(running.progress + done, title)
                    yield None

        title = self.tr("Testing explanations on {0}").format(scoring.path.name)
        job = self._submit(self._models.lane, work, title, _PRIORITY)
        job.items_ready.connect(self._scored)
        for over in (job.finished, job.cancelled, job.failed):
            over.connect(self._scored)

    def _scored(self, _: object = None) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        if job is not self._job or self.window is None:
            return
        items = [item for item in job.take_items() if item is not None]
        if items:
            standings = [standing for _, standing in items if standing is not None]
            self.window.add([drawing for drawing, _ in items], standings[-1] if standings else None)

    def cancel(self) -> None:
        """Stop; what was scored stays."""
        if self._job is not None:
            self._job.cancel()

    def _submit(self, lane: Lane, work: Callable[[Job], object], title: str, priority: int = 0) -> Job:
        """The next stage, with its progress in the window."""
        job = lane.submit(work, title, key="scoring", priority=priority)
        job.noticed.connect(self.noticed)
        self.begin(job, title)
        self.job_started.emit(job)
        return job

    def over(self) -> None:
        """Let go of the file, and have the table say what it says with all drawings."""
        if self._scoring is not None:
            self._scoring.close()
        self._sum_up()

    def _sum_up(self) -> None:
        scoring, window = self._scoring, self.window
        if self._ended or window is None or scoring is None or scoring.table is None:
            return
        table = scoring.table
        if window.standing.drawings == table.drawings:
            return
        job = self._file_lane.submit(lambda _: (scoring, table.standing()), self.tr("Measuring"))
        job.finished.connect(self._summed_up)

    def _summed_up(self, answer: tuple[_Scoring, Standing]) -> None:
        scoring, standing = answer
        if scoring is self._scoring and self.window is not None:
            self.window.add([], standing)

    # Looking and saving -----------------------------------------------------------------------------

    def _drawing_wanted(self, drawing: ScoredDrawing) -> None:
        """Open a drawing: from the opened file if it is still that one, else as it was scored."""
        if self._scoring is not None and self._file() == self._scoring.path:
            self._open_drawing(drawing.index)
        else:
            self._session.open_sketch(drawing.sketch)
            self._main.canvas.fit()

    def save(self, path: str) -> None:
        """Write the table as a page."""
        table = None if self._scoring is None else self._scoring.table
        if table is None or not table.drawings or self._job is not None:
            return

        def work(_: Job) -> str:
            from sketchxai_desktop.reports.explanation import scores_page
            from sketchxai_desktop.reports.page import write_page

            write_page(scores_page(table), Path(path))
            return path

        job = self._file_lane.submit(work, self.tr("Saving {0}").format(Path(path).name))
        job.finished.connect(self._saved)
        job.failed.connect(self._say)
