"""Shapes, orders and statistics: from the windows' wishes to jobs on the lanes and back.

What needs the network runs on the model lane, what reads files for counting on the file lane. Grouping and mapping
need neither, and single steps of them take seconds; they have a lane of their own, so that no prediction waits.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject

from sketchxai_desktop.app.work_controller import Surroundings, WorkController, bring_up
from sketchxai_desktop.rendering.palette import Scheme, Theme
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

if TYPE_CHECKING:
    from sketchxai_desktop.analysis.codebook import Codebook
    from sketchxai_desktop.analysis.order_test import OrderTest
    from sketchxai_desktop.analysis.projection import Projection
    from sketchxai_desktop.analysis.recast import Recast
    from sketchxai_desktop.analysis.statistics import FileStatistics
    from sketchxai_desktop.analysis.strokes import StrokeCollection
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.widgets.shapes_state import GroupsAsked
    from sketchxai_desktop.widgets.shapes_window import ShapesWindow
    from sketchxai_desktop.widgets.statistics_window import StatisticsWindow

_ASKED_PRIORITY = 5
_BACKGROUND_PRIORITY = -1
#: Seconds between two pictures of a count that is under way.
_SHOWN_EVERY = 0.3


class AnalysisController(WorkController):
    """Makes the two windows when they are first asked for, and does their work.

    Args:
        file: path of the opened file of drawings, None if there is none.
        open_drawing: puts a drawing of the opened file (index from 0) on the canvas.
    """

    def __init__(
        self,
        around: Surroundings,
        file: Callable[[], Path | None],
        open_drawing: Callable[[int], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._file, self._open_drawing = file, open_drawing
        self._lane: Lane | None = None
        self._scheme: Scheme = "rainbow"
        self.shapes: ShapesWindow | None = None
        self.statistics: StatisticsWindow | None = None
        self._shapes_job: Job | None = None  # whose progress the window shows
        self._counting: Job | None = None
        self._next: tuple[Any, ...] = ()  # what the collected strokes are for
        self._counted: Path | None = None

    def end(self) -> list[Lane]:
        """Close the windows, cancel their work; returns the lane that is to be waited for, if there is one."""
        self._ended = True
        for window in (self.shapes, self.statistics):
            if window is not None:
                window.close()
        for job in (self._shapes_job, self._counting):
            if job is not None:
                job.cancel()
        return [] if self._lane is None else [self._lane]

    def set_look(self, theme: Theme, scheme: Scheme) -> None:
        """Colours of the windows."""
        self._theme, self._scheme = theme, scheme
        if self.shapes is not None:
            self.shapes.set_scheme(scheme)
            self.shapes.set_theme(theme)
        if self.statistics is not None:
            self.statistics.set_theme(theme)

    # Windows --------------------------------------------------------------------------------------------

    def show_shapes(self) -> None:
        """Open the Shapes window, or bring it to the front."""
        if self.shapes is None:
            from sketchxai_desktop.widgets.shapes_window import ShapesWindow

            shapes = self.shapes = ShapesWindow(self._session, self._main)
            shapes.set_scheme(self._scheme)
            shapes.set_theme(self._theme)
            shapes.groups_wanted.connect(self.make_groups)
            shapes.map_wanted.connect(self.make_map)
            shapes.recast_wanted.connect(self.recast)
            shapes.order_test_wanted.connect(self.test_orders)
            shapes.drawing_wanted.connect(self._drawing_wanted)
            shapes.save_wanted.connect(self.save_groups)
            shapes.load_wanted.connect(self.load_groups)
            shapes.cancel_wanted.connect(self.cancel_shapes)
        bring_up(self.shapes)

    def show_order_test(self) -> None:
        """Open the Shapes window at the order test."""
        self.show_shapes()
        assert self.shapes is not None
        self.shapes.tabs.setCurrentWidget(self.shapes.orders)

    def show_recast(self) -> None:
        """Open the Shapes window at input, primitives, ours."""
        self.show_shapes()
        assert self.shapes is not None
        self.shapes.tabs.setCurrentWidget(self.shapes.recast)

    def show_statistics(self) -> None:
        """Open the Statistics window and count the opened file, unless that was done."""
        if self.statistics is None:
            from sketchxai_desktop.widgets.statistics_window import StatisticsWindow

            self.statistics = StatisticsWindow(self._session, self._main)
            self.statistics.set_theme(self._theme)
            self.statistics.count_wanted.connect(self.count)
            self.statistics.cancel_wanted.connect(self._cancel_counting)
        bring_up(self.statistics)
        if self._counting is None and self._file() not in (None, self._counted):
            self.count()

    # Groups and maps --------------------------------------------------------------------------------------

    @property
    def lane(self) -> Lane:
        """The lane of grouping and mapping, begun when it is first needed."""
        if self._lane is None:
            self._lane = Lane("analysis lane", self)
        return self._lane

    def make_groups(self, asked: GroupsAsked) -> None:
        """Collect strokes of the opened file, group them, and map them."""
        checkpoint, path = self._models.checkpoint, self._file()
        if checkpoint is None or path is None:
            self._shapes_say(
                self.tr("The network is still loading; try again in a moment.")
                if checkpoint is None
                else self.tr("Open a file of drawings first.")
            )
            return

        def work(job: Job) -> Generator[None, None, StrokeCollection]:
            from sketchxai_desktop.analysis.strokes import collect_strokes
            from sketchxai_desktop.core.drawing_file import open_drawings

            # A handle of its own: the browser closes its when another file is opened.
            source = open_drawings(path, complete=False, cancelled=job.is_cancelled)
            try:
                while source.step():
                    job.report_progress(0.1 * source.progress, self.tr("Reading {0}").format(path.name))
                    yield
                for share in _watched(found := _Kept(collect_strokes(checkpoint, source, asked.strokes, asked.seed))):
                    job.report_progress(0.1 + 0.6 * share, self.tr("Embedding strokes"))
                    yield
                return found.result
            finally:
                source.close()

        summary = checkpoint.summary()
        job = self._submit_shapes(self._models.lane, work, self.tr("Embedding strokes"), _BACKGROUND_PRIORITY)
        job.items_ready.connect(self._drop_items)
        self._next = (asked, summary.name, summary.sha256, path)
        job.finished.connect(self._collected)

    def _collected(self, strokes: StrokeCollection) -> None:
        if self.sender() is not self._shapes_job:
            return
        asked, name, sha256, path = self._next

        def work(job: Job) -> Generator[None, None, tuple[Codebook, Projection]]:
            from sketchxai_desktop.analysis.codebook import build_codebook
            from sketchxai_desktop.analysis.projection import pca_map

            grouping = build_codebook(
                strokes, asked.groups, asked.seed, checkpoint=name, sha256=sha256, source=path.name, path=str(path)
            )
            for share in _watched(found := _Kept(grouping)):
                job.report_progress(0.7 + 0.28 * share, self.tr("Grouping {0:,} strokes").format(len(strokes)))
                yield
            return found.result, pca_map(strokes)

        job = self._submit_shapes(self.lane, work, self.tr("Grouping strokes"))
        job.items_ready.connect(self._drop_items)
        job.finished.connect(self._grouped)

    def _grouped(self, made: tuple[Codebook, Projection]) -> None:
        if self.shapes is not None:
            codebook, projection = made
            self.shapes.set_codebook(codebook)
            self.shapes.set_projection(projection)

    def make_map(self, kind: str) -> None:
        """Map the strokes of the groups that are shown, as "pca" or "tsne"."""
        codebook = None if self.shapes is None else self.shapes.codebook
        if codebook is None:
            return
        strokes = codebook.strokes

        def work(job: Job) -> Generator[np.ndarray, None, tuple[StrokeCollection, Projection]]:
            from sketchxai_desktop.analysis.projection import pca_map, tsne_map

            if kind == "pca":
                return strokes, pca_map(strokes)
            for share, places in _watched(found := _Kept(tsne_map(strokes))):
                job.report_progress(share, self.tr("Mapping {0:,} strokes").format(len(strokes)))
                yield places
            return strokes, found.result

        job = self._submit_shapes(self.lane, work, self.tr("Mapping strokes"))
        job.items_ready.connect(self._places_ready)
        job.finished.connect(self._mapped)
        if kind != "pca":
            job.cancelled.connect(self._map_cancelled)

    def _places_ready(self) -> None:
        job: Any = self.sender()
        items = job.take_items()
        if items and job is self._shapes_job and self.shapes is not None:
            self.shapes.show_places(items[-1])

    def _mapped(self, made: tuple[StrokeCollection, Projection]) -> None:
        strokes, projection = made
        shown = None if self.shapes is None else self.shapes.codebook
        if self.shapes is not None and shown is not None and shown.strokes is strokes:
            self.shapes.set_projection(projection)

    def _map_cancelled(self) -> None:
        if self.sender() is self._shapes_job and not self._ended:
            self.make_map("pca")

    def cancel_shapes(self) -> None:
        """Stop what the Shapes window shows the progress of."""
        if self._shapes_job is not None:
            self._shapes_job.cancel()

    def save_groups(self, path: str) -> None:
        """Write the groups that are shown."""
        codebook = None if self.shapes is None else self.shapes.codebook
        if codebook is None:
            return

        def work(_: Job) -> Path:
            from sketchxai_desktop.analysis.codebook_file import save_codebook

            return save_codebook(codebook, path)

        job = self._submit_shapes(self.lane, work, self.tr("Saving groups"))
        job.finished.connect(self._groups_saved)

    def _groups_saved(self, path: Path) -> None:
        self._shapes_say(self.tr("Saved {0}.").format(path))

    def load_groups(self, path: str) -> None:
        """Show groups that were saved."""

        def work(_: Job) -> tuple[Codebook, Projection]:
            from sketchxai_desktop.analysis.codebook_file import load_codebook
            from sketchxai_desktop.analysis.projection import pca_map

            codebook = load_codebook(path)
            return codebook, pca_map(codebook.strokes)

        job = self._submit_shapes(self.lane, work, self.tr("Loading groups"))
        job.finished.connect(self._grouped)

    def _drawing_wanted(self, index: int) -> None:
        """Open the drawing that a stroke comes from, if its file is the one that is open."""
        codebook = None if self.shapes is None else self.shapes.codebook
        path = self._file()
        if codebook is None:
            return
        if path is None or str(path) != codebook.path:
            self._shapes_say(self.tr("Open {0} to see the drawings of these strokes.").format(codebook.source))
            return
        self._open_drawing(index)

    # The sketch on the canvas ------------------------------------------------------------------------------

    def recast(self) -> None:
        """Redraw the present sketch with primitives and medoids."""
        checkpoint, sketch = self._models.checkpoint, self._session.sketch
        if self.shapes is None or checkpoint is None or sketch.extent <= 0:
            return
        codebook = self.shapes.usable_codebook

        def work(_: Job) -> Generator[None, None, tuple[Checkpoint, Recast]]:
            from sketchxai_desktop.analysis.recast import recast

            for _share in _watched(found := _Kept(recast(checkpoint, sketch, codebook))):
                yield
            return checkpoint, found.result

        job = self._models.lane.submit(work, self.tr("Redrawing"), key="recast", priority=_ASKED_PRIORITY)
        job.items_ready.connect(self._drop_items)
        job.finished.connect(self._recast)
        job.failed.connect(self._shapes_say)

    def _recast(self, answer: tuple[Checkpoint, Recast]) -> None:
        checkpoint, found = answer
        if self.shapes is not None and self._models.checkpoint is checkpoint:
            self.shapes.set_recast(found)

    def test_orders(self, target: str, samples: int) -> None:
        """Ask about the present sketch in other orders."""
        checkpoint, sketch = self._models.checkpoint, self._session.sketch
        if self.shapes is None or checkpoint is None:
            return

        def work(job: Job) -> Generator[None, None, tuple[Checkpoint, OrderTest]]:
            from sketchxai_desktop.analysis.order_test import shuffle_orders

            for share in _watched(found := _Kept(shuffle_orders(checkpoint, sketch, target, samples))):
                job.report_progress(share, self.tr("Shuffling the order"))
                yield
            return checkpoint, found.result

        job = self._submit_shapes(self._models.lane, work, self.tr("Shuffling the order"), _BACKGROUND_PRIORITY)
        job.items_ready.connect(self._drop_items)
        job.finished.connect(self._orders_tested)

    def _orders_tested(self, answer: tuple[Checkpoint, OrderTest]) -> None:
        checkpoint, found = answer
        if self.shapes is not None and self._models.checkpoint is checkpoint:
            self.shapes.set_order_test(found)

    # Statistics -----------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Count the opened file."""
        path, window = self._file(), self.statistics
        if window is None:
            return
        if path is None:
            window.set_progress(None, self.tr("Open a file of drawings first."))
            return

        def work(job: Job) -> Generator[FileStatistics | None, None, FileStatistics]:
            from sketchxai_desktop.analysis.statistics import FileStatistics, count_drawings
            from sketchxai_desktop.core.drawing_file import open_drawings

            source = open_drawings(path, complete=False, cancelled=job.is_cancelled)
            try:
                while source.step():
                    job.report_progress(0.1 * source.progress)
                    yield None
                statistics, shown = FileStatistics(path.name), time.monotonic()
                for share in count_drawings(source, statistics):
                    job.report_progress(0.1 + 0.9 * share)
                    late = time.monotonic() - shown > _SHOWN_EVERY
                    yield copy.deepcopy(statistics) if late else None
                    shown = time.monotonic() if late else shown
                return statistics
            finally:
                source.close()

        job = self._file_lane.submit(
            work, self.tr("Counting {0}").format(path.name), key="statistics", priority=_BACKGROUND_PRIORITY
        )
        self._counting, self._counted = job, path
        window.set_progress(0.0, job.title)
        job.items_ready.connect(self._counted_some)
        job.progressed.connect(self._counting_progressed)
        job.finished.connect(window.set_statistics)
        job.failed.connect(self._counting_failed)
        job.cancelled.connect(self._counting_cancelled)
        job.ended.connect(self._counting_ended)

    def _counted_some(self) -> None:
        job: Any = self.sender()
        found = [item for item in job.take_items() if item is not None]
        if found and self.statistics is not None and job is self._counting:
            self.statistics.set_statistics(found[-1], whole=False)

    def _counting_progressed(self, share: float, what: str) -> None:
        if self.statistics is not None and self.sender() is self._counting:
            self.statistics.set_progress(share, what)

    def _counting_failed(self, sentence: str) -> None:
        if self.sender() is self._counting:
            self._counting = self._counted = None
            if self.statistics is not None:
                self.statistics.set_progress(None, sentence)

    def _counting_cancelled(self) -> None:
        if self.sender() is self._counting:
            self._counting = self._counted = None  # when it is asked for again, it is counted again
            if self.statistics is not None:
                self.statistics.set_progress(None, self.tr("Cancelled."))

    def _counting_ended(self) -> None:
        if self.sender() is self._counting:
            self._counting = None
            if self.statistics is not None:
                self.statistics.set_progress(None)

    def _cancel_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()

    # --------------------------------------------------------------------------------------------------------

    def _submit_shapes(self, lane: Lane, work: Callable[[Job], Any], title: str, priority: int = 0) -> Job:
        """One piece of work at a time for the Shapes window, with its progress there."""
        if self._shapes_job is not None:
            self._shapes_job.cancel()
        job = lane.submit(work, title, key="shapes", priority=priority)
        self._shapes_job = job
        if self.shapes is not None:
            self.shapes.set_progress(0.0, title)
        job.progressed.connect(self._shapes_progressed)
        job.noticed.connect(self._shapes_say)
        job.failed.connect(self._shapes_failed)
        job.ended.connect(self._shapes_ended)
        return job

    def _shapes_progressed(self, share: float, what: str) -> None:
        if self.shapes is not None and self.sender() is self._shapes_job:
            self.shapes.set_progress(share, what)

    def _shapes_failed(self, sentence: str) -> None:
        if self.sender() is self._shapes_job:
            self._shapes_job = None
            if self.shapes is not None:
                self.shapes.set_progress(None)
            self._shapes_say(sentence)

    def _shapes_ended(self) -> None:
        if self.sender() is self._shapes_job:
            self._shapes_job = None
            if self.shapes is not None:
                self.shapes.set_progress(None)

    def _shapes_say(self, sentence: str) -> None:
        if self.shapes is not None:
            self.shapes.say(sentence)

    def _drop_items(self) -> None:
        job: Any = self.sender()
        job.take_items()


class _Kept:
    """A generator that keeps what it returns."""

    def __init__(self, generator: Generator[Any, None, Any]) -> None:
        self._generator = generator
        self.result: Any = None

    def __iter__(self) -> Generator[Any, None, None]:
        self.result = yield from self._generator


def _watched(kept: _Kept) -> Generator[Any, None, None]:
    return iter(kept)
