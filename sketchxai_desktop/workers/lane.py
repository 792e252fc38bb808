"""A lane: one QThread that works through jobs, one piece at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal

from sketchxai_desktop.workers.job import Job

#: Threads that outlasted their deadline. Qt aborts the program when a running thread is destroyed.
_outlasting: list[QThread] = []


class Lane(QObject):
    """Serial: never two jobs at the same moment, but a long job made of items lets short ones in between.

    Among jobs that may advance, the highest priority goes first, then the oldest. A paused job blocks nobody.
    Call `stop` before the program ends.

    Signals:
        busy_changed: whether any job is queued, running or paused.
    """

    busy_changed = Signal(bool)
    _submitted = Signal(object)
    _job_ended = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._ended_jobs: list[Job] = []
        self._condition = threading.Condition()
        self._accepting = True
        self._busy = False
        self._submitted.connect(self._release, Qt.ConnectionType.QueuedConnection)
        self._job_ended.connect(self._let_go, Qt.ConnectionType.QueuedConnection)
        self._thread = _LaneThread(self._loop)
        self._thread.setObjectName(name)
        self._thread.start()

    def submit(self, work: Callable[[Job], Any], title: str, *, key: str | None = None, priority: int = 0) -> Job:
        """Queue `work`; it starts when the caller returns to the event loop, so signals can be connected first.

        On a lane that was stopped, the job is cancelled without having started.

        Args:
            title: what is being done, for the status bar ("Indexing cats.ndjson").
            key: an unfinished job with the same key is cancelled: its answer would be stale.
            priority: higher goes first.
        """
        job = Job(work, title, key, priority)
        job._wake = self._notify
        with self._condition:
            if key is not None:
                for other in self._jobs:
                    if other.key == key:
                        other.cancel()
            if self._accepting:
                self._jobs.append(job)
            else:
                job.cancel()
        self._tell_busy()
        self._submitted.emit(job)
        return job

    @property
    def jobs(self) -> list[Job]:
        """Unfinished jobs, oldest first."""
        with self._condition:
            return list(self._jobs)

    @property
    def name(self) -> str:
        return self._thread.objectName()

    def cancel_all(self) -> None:
        """Accept nothing more and cancel everything, without waiting. `stop` must still be called."""
        with self._condition:
            self._accepting = False
            for job in self._jobs:
                job.cancel()
            self._condition.notify_all()

    def stop(self, deadline: float = 3.0) -> bool:
        """Accept nothing more, cancel everything, wait. False if a job outlasted `deadline` seconds."""
        self.cancel_all()
        ended = bool(self._thread.wait(round(deadline * 1000)))
        if not ended and self._thread not in _outlasting:
            _outlasting.append(self._thread)
        return ended

    def _release(self, job: Job) -> None:
        with self._condition:
            ours = job in self._jobs
        if ours:
            job.release()
        elif not job.done:
            job.advance()  # refused by a stopped lane: tells that it is cancelled

    def _let_go(self) -> None:
        """Jobs end on the lane's thread, but as QObjects they must die in the one they were made in.

        One call for each job, behind that job's own signals; the jobs after it may not have told theirs yet.
        """
        with self._condition:
            job = self._ended_jobs.pop(0)
        del job
        self._tell_busy()

    def _tell_busy(self) -> None:
        # Only told from here, in the window's thread, so that the last thing told is always what is true.
        with self._condition:
            busy = bool(self._jobs)
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    # On the lane's thread ----------------------------------------------------------------------------

    def _notify(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def _loop(self) -> None:
        while self._advance_one():
            # Gives the window's thread a chance between items even where locks are unfair.
            time.sleep(0)

    def _advance_one(self) -> bool:
        """Wait for a job that may advance and advance it; False when there is nothing more to come.

        No reference to a job outlives this call, see `_let_go`.
        """
        with self._condition:
            job = self._next()
            while job is None:
                if not self._accepting and not self._jobs:
                    return False
                self._condition.wait(self._shortest_delay())
                job = self._next()
        job.advance()
        if not job.done:
            return True
        with self._condition:
            self._jobs.remove(job)
            self._ended_jobs.append(job)
        del job
        self._job_ended.emit()
        return True

    def _next(self) -> Job | None:
        now = time.monotonic()
        ready = [j for j in self._jobs if j.delay(now) == 0.0]
        return max(ready, key=lambda j: j.priority, default=None)

    def _shortest_delay(self) -> float | None:
        now = time.monotonic()
        delays = [d for d in (j.delay(now) for j in self._jobs) if d is not None]
        return min(delays, default=None)


class _LaneThread(QThread):
    def __init__(self, loop: Callable[[], None]) -> None:
        super().__init__()
        self._run_loop = loop

    def run(self) -> None:
        self._run_loop()
