"""Inversions: from the panel's wish to a job on the model lane and back into the session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sketchxai_desktop.app.model_controller import ModelController
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.workers.job import Job

if TYPE_CHECKING:
    from sketchxai_desktop.widgets.inversion_panel import Pace

#: A hidden or minimised window paints nothing; the run then goes on after this long.
_PAINT_PATIENCE_MS = 250
#: Where each state need not be seen, they are taken over together, once for each frame of a usual screen.
_GATHER_MS = 16


class RunController(QObject):
    """Runs one inversion at a time.

    In watch mode the next state is not computed before the last one was painted (`state_painted`).

    Signals:
        failed, noticed: sentences. job_started: the job, for the status bar.
    """

    failed = Signal(str)
    noticed = Signal(str)
    job_started = Signal(object)

    def __init__(self, session: Session, model: ModelController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._model = session, model
        self._job: Job | None = None
        self._watch, self._rate = True, 10.0
        self._patience = QTimer(self, singleShot=True, interval=_PAINT_PATIENCE_MS)
        self._patience.timeout.connect(self._receive_next)
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self._take_over)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, settings: InversionSettings) -> None:
        """Invert the present sketch. A run that is under way is stopped first."""
        # The one on the CPU: `invert` puts a copy on the graphics card, and goes on without it should it fail.
        checkpoint, sketch = self._model.safe_checkpoint, self._session.sketch
        if checkpoint is None:
            self.failed.emit(self.tr("The network is still loading; try again in a moment."))
            return
        self.stop()
        device = self._model.device

        def work(job: Job) -> Iterator[Run | Step]:
            from sketchxai_desktop.core.inversion import invert, start_run

            run = start_run(checkpoint, sketch, settings)
            yield run
            for step in invert(checkpoint, run, device=device, notify=job.notify):
                job.report_progress(step.index / settings.steps)
                yield step

        job = self._model.lane.submit(work, self.tr("Inverting"))
        self._job = job
        self._apply_pace(job)
        job.items_ready.connect(self._items_ready)
        job.noticed.connect(self.noticed)
        job.finished.connect(self._finished)
        job.cancelled.connect(self._stopped)
        job.failed.connect(self._failed)
        self.job_started.emit(job)

    def pause(self) -> None:
        if self._job is not None:
            self._job.pause()
            self._session.set_run_state(RunState.PAUSED)

    def resume(self) -> None:
        if self._job is not None:
            self._job.resume()
            self._session.set_run_state(RunState.RUNNING)

    def step(self) -> None:
        """One more state, then wait. Pauses a run that is going."""
        if self._job is not None:
            self.pause()
            self._job.step()

    def stop(self) -> None:
        """End the run, keeping every state it has."""
        if self._job is not None:
            self._job.cancel()
            self._drain(self._job)
            self._job = None
            self._set_end(RunState.STOPPED)

    def set_pace(self, pace: Pace) -> None:
        self._watch, self._rate = pace.watch, pace.steps_per_second or 0.0
        if self._job is not None:
            self._apply_pace(self._job)

    def _apply_pace(self, job: Job) -> None:
        job.set_pace(self._rate if self._watch and self._rate else None, wait_for_receipt=self._watch)

    # From the lane ------------------------------------------------------------------------------------

    def _items_ready(self) -> None:
        job = self._job
        if job is None or self.sender() is not job:
            return
        if not self._watch:
            if not self._gather.isActive():
                self._gather.start()
            return
        items = job.peek_items()
        self._add(items)
        if any(isinstance(item, Step) for item in items) and self._session.following and self._session.showing_run:
            self._patience.start()  # until then, state_painted() gives the receipt
        else:
            job.take_items()

    def _take_over(self) -> None:
        if self._job is not None:
            self._add(self._job.take_items())

    def state_painted(self, _step: int) -> None:
        """The canvas has put the newest state on the screen."""
        if self._patience.isActive():
            self._receive_next()

    def _receive_next(self) -> None:
        self._patience.stop()
        if self._job is not None:
            self._job.take_items()

    def _add(self, items: list[Run | Step]) -> None:
        for item in items:
            if isinstance(item, Run):
                self._session.start_run(item)
        known = self._session.run.states if self._session.run is not None else 0
        # A state that was peeked at may be seen again when it is taken.
        self._session.add_steps([i for i in items if isinstance(i, Step) and i.index >= known])

    def _drain(self, job: Job) -> None:
        self._patience.stop()
        self._gather.stop()
        self._add(job.take_items())

    def _finished(self, _result: object) -> None:
        self._end(RunState.FINISHED)

    def _stopped(self) -> None:
        self._end(RunState.STOPPED)

    def _failed(self, sentence: str) -> None:
        if self._end(RunState.STOPPED):
            self.failed.emit(sentence)

    def _end(self, state: RunState) -> bool:
        job = self._job
        if job is None or self.sender() is not job:
            return False
        self._drain(job)
        self._job = None
        self._set_end(state)
        return True

    def _set_end(self, state: RunState) -> None:
        # A run that never began has left the one before it as it was.
        if self._session.run_state.active:
            self._session.set_run_state(state)
