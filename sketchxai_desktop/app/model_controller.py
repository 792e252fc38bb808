"""Everything that asks the network: loading it, inspecting the sketch, naming thumbnails. On the model lane."""

from __future__ import annotations

import copy
import logging
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from sketchxai_desktop.core.shape_reference import NetworkTables, ShapeReference
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane
from sketchxai_desktop.workers.torch_import import import_torch

if TYPE_CHECKING:  # torch is imported on the model lane, after the window was painted
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection

log = logging.getLogger(__name__)

_INSPECTION_PRIORITY = 10
#: After loading a network and what it says of the first sketch, before everything else.
CHARTS_PRIORITY = 9
_BROWSING_PRIORITY = -1
#: Drawings that are named in one piece of work: what the pen draws waits for one piece at most.
_PREDICTION_BATCH = 2
_REFERENCE_STROKES = 1500
#: Milliseconds without an edit after which work in the background goes on.
_QUIET_MS = 400


class ModelController(QObject):
    """Owns the loaded checkpoint; only jobs on the model lane look inside it.

    Signals:
        failed: a sentence for the user. noticed: a sentence that needs no action.
        job_started: a job whose progress is worth showing.
        loading_changed: the name of the network being loaded, "" when none is.
        loaded, not_loaded: the name or path that was asked for.
        examined: (path, its CheckpointSummary); it is not in use yet.
        tables_ready, reference_ready: for the inspector.
        predicted: {index of the drawing in its file: (category, probability)}.
    """

    failed = Signal(str)
    noticed = Signal(str)
    job_started = Signal(object)
    loading_changed = Signal(str)
    loaded = Signal(str)
    not_loaded = Signal(str)
    examined = Signal(str, object)
    tables_ready = Signal(object)
    reference_ready = Signal(object)
    predicted = Signal(object)

    def __init__(self, session: Session, lane: Lane, device: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self.lane = session, lane
        self.device = device
        self.checkpoint: Checkpoint | None = None
        #: The same network where no failing graphics card can take it.
        self.safe_checkpoint: Checkpoint | None = None
        self._reference_sketches: list[Sketch] = []
        self._loading = ""
        self._examined: tuple[str, Checkpoint] | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._resume_background)
        session.sketch_changed.connect(self._hold_background)
        session.sketch_changed.connect(self.inspect)
        session.without_changed.connect(self.inspect)

    # Loading ----------------------------------------------------------------------------------------

    def examine(self, path: str) -> None:
        """Read a checkpoint and say what it is; `use_examined` then uses just what was read."""

        def work(_: Job) -> tuple[str, Checkpoint, CheckpointSummary]:
            import_torch()
            from sketchxai_desktop.core.checkpoint import load_checkpoint
            from sketchxai_desktop.core.checkpoint_summary import describe_loaded
            from sketchxai_desktop.core.devices import limit_threads

            limit_threads()
            checkpoint = load_checkpoint(path)
            return path, checkpoint, describe_loaded(checkpoint)

        title = self.tr("Reading {}").format(Path(path).name)
        job = self.lane.submit(work, title, key="examine", priority=_INSPECTION_PRIORITY + 1)
        job.finished.connect(self._checkpoint_examined)
        job.failed.connect(self.failed)
        self.job_started.emit(job)

    def _checkpoint_examined(self, result: tuple[str, Checkpoint, CheckpointSummary]) -> None:
        path, checkpoint, summary = result
        self._examined = path, checkpoint
        self.examined.emit(path, summary)

    def drop_examined(self) -> None:
        """It is not wanted."""
        self._examined = None

    def use_examined(self, path: str) -> None:
        """Use the checkpoint of `path` as it was when it was examined."""
        examined, self._examined = self._examined, None
        self.load(path, examined[1] if examined is not None and examined[0] == path else None)

    def load(self, name_or_path: str, ready: Checkpoint | None = None) -> None:
        """Load a bundled name or a path; the old network stays in use until the new one is there.

        Args:
            ready: what was read from there already.
        """
        device = self.device

        def work(job: Job) -> tuple[Checkpoint, Checkpoint, NetworkTables]:
            import_torch()
            from sketchxai_desktop.core.checkpoint import load_checkpoint
            from sketchxai_desktop.core.devices import limit_threads, pick_device
            from sketchxai_desktop.core.inspection import location_map, order_table

            limit_threads()
            checkpoint = ready or load_checkpoint(name_or_path)
            chosen, message = pick_device(device)
            if message:
                job.notify(message)
            checkpoint.network.to("cpu")
            tables = NetworkTables(order_table(checkpoint), *location_map(checkpoint))
            if chosen.type == "cpu":
                return checkpoint, checkpoint, tables
            used = replace(checkpoint, network=copy.deepcopy(checkpoint.network).to(chosen))
            return used, checkpoint, tables

        job = self.lane.submit(work, self.tr("Loading the network"), key="load", priority=_INSPECTION_PRIORITY + 1)
        job.noticed.connect(self.noticed)
        job.finished.connect(self._loaded)
        job.failed.connect(self._load_failed)
        self._loading = name_or_path
        self.loading_changed.emit(name_or_path)

    def _loaded(self, result: tuple[Checkpoint, Checkpoint, NetworkTables]) -> None:
        self.checkpoint, self.safe_checkpoint, tables = result
        self.loading_changed.emit("")
        self._session.set_checkpoint(self.checkpoint.summary())
        self.loaded.emit(self._loading)
        self.tables_ready.emit(tables)
        self.inspect()
        self._embed_reference()

    def _load_failed(self, sentence: str) -> None:
        self.loading_changed.emit("")
        self.failed.emit(sentence)
        self.not_loaded.emit(self._loading)

    def leave_card(self) -> None:
        """The graphics card failed: go on on the CPU, for as long as the program runs."""
        if self.device != "cpu" and self.safe_checkpoint is not None:
            self.device = "cpu"
            self.load(self._loading, self.safe_checkpoint)

    @property
    def device_in_use(self) -> str:
        """ "cpu" or "cuda", as far as known."""
        return "" if self.checkpoint is None else self.checkpoint.network.device.type

    # The sketch on the canvas -------------------------------------------------------------------------

    def inspect(self, _changed: object = None) -> None:
        """Ask what the network says of the present sketch; an older question is dropped."""
        sketch, without, checkpoint = self._session.sketch, self._session.without, self.checkpoint
        if checkpoint is None or not sketch.strokes or sketch.extent <= 0:
            for job in self.lane.jobs:
                if job.key == "inspect":
                    job.cancel()
            self._session.set_inspection(None)
            return

        def work(_: Job) -> list[Inspection]:
            from sketchxai_desktop.core.inspection import inspect_sketch

            # The full answer always comes first, so that the effect of leaving something out can be shown.
            choices: list[frozenset[str]] = [frozenset(), without] if without else [frozenset()]
            return [inspect_sketch(checkpoint, sketch, sorted(choice)) for choice in choices]

        job = self.lane.submit(work, self.tr("Classifying"), key="inspect", priority=_INSPECTION_PRIORITY)
        job.finished.connect(self._inspected)
        job.failed.connect(self.failed)

    def _inspected(self, inspections: list[Inspection]) -> None:
        if inspections[0].sketch is not self._session.sketch:
            return  # the sketch changed meanwhile; another answer is on its way
        for inspection in inspections:
            self._session.set_inspection(inspection)

    # Work in the background -------------------------------------------------------------------------

    def stop(self) -> None:
        """The program ends: start nothing more."""
        self._quiet.stop()

    def _hold_background(self, _sketch: Sketch) -> None:
        """While somebody draws, the answers about the drawing have the lane to themselves."""
        for job in self._background():
            job.pause()
        self._quiet.start()

    def _resume_background(self) -> None:
        for job in self._background():
            job.resume()

    def _background(self) -> list[Job]:
        return [job for job in self.lane.jobs if job.priority == _BROWSING_PRIORITY]

    # Reference strokes for the shape map ----------------------------------------------------------------

    def set_reference_sketches(self, sketches: Sequence[Sketch]) -> None:
        """Drawings whose strokes the sketch's own strokes are shown among."""
        self._reference_sketches = list(sketches)
        self._embed_reference()

    def _embed_reference(self) -> None:
        checkpoint, sketches = self.checkpoint, self._reference_sketches
        if checkpoint is None or not sketches:
            return

        def work(_: Job) -> Generator[None, None, ShapeReference | None]:
            # A batch at a time: what the pen draws meanwhile must not wait, nor must leaving the program.
            import numpy as np

            from sketchxai_desktop.core.inspection import embed_shapes
            from sketchxai_desktop.core.simplify import simplify

            slots = checkpoint.network.config.order_slots
            strokes: list[Stroke] = []
            words: list[str | None] = []
            kept: list[Sketch] = []
            for number, sketch in enumerate(map(simplify, sketches), start=1):
                if number % _PREDICTION_BATCH == 0:
                    yield
                if sketch.extent > 0 and len(strokes) < _REFERENCE_STROKES:
                    kept.append(sketch)
                    strokes += sketch.strokes[:slots]
                    words += [sketch.word] * len(sketch.strokes[:slots])
            if not kept:
                return None
            rows = []
            for k in range(0, len(kept), _PREDICTION_BATCH):
                rows.append(embed_shapes(checkpoint, kept[k : k + _PREDICTION_BATCH]))
                yield
            return ShapeReference(tuple(strokes), np.concatenate(rows), tuple(words))

        job = self.lane.submit(
            work, self.tr("Embedding reference strokes"), key="reference", priority=_BROWSING_PRIORITY
        )
        if self._quiet.isActive():
            job.pause()
        job.finished.connect(self._reference_embedded)
        job.failed.connect(self.failed)

    def _reference_embedded(self, reference: ShapeReference | None) -> None:
        if reference is not None:
            self.reference_ready.emit(reference)

    # Thumbnails ---------------------------------------------------------------------------------------

    def predict(self, sketches: dict[int, Sketch]) -> None:
        """Name drawings of the opened file; answers arrive batch by batch in `predicted`."""
        checkpoint = self.checkpoint
        if checkpoint is None or not sketches:
            return

        def work(_: Job) -> Iterator[dict[int, tuple[str, float]]]:
            from sketchxai_desktop.core.inspection import classify_sketches

            indices = [k for k, s in sketches.items() if s.extent > 0]
            for start in range(0, len(indices), _PREDICTION_BATCH):
                part = indices[start : start + _PREDICTION_BATCH]
                probabilities = classify_sketches(checkpoint, [sketches[k] for k in part])
                best = probabilities.argmax(axis=1)
                yield {
                    k: (checkpoint.categories[int(b)], float(row[b]))
                    for k, b, row in zip(part, best, probabilities, strict=True)
                }

        job = self.lane.submit(work, self.tr("Naming the thumbnails"), key="thumbnails", priority=_BROWSING_PRIORITY)
        if self._quiet.isActive():
            job.pause()
        job.items_ready.connect(self._deliver_predictions)
        job.failed.connect(self.failed)

    def _deliver_predictions(self) -> None:
        job: Any = self.sender()
        for item in job.take_items():
            self.predicted.emit(item)
