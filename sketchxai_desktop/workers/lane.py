"""A lane: one QThread that works through jobs, one piece at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from sketchxai_desktop.workers.job import Job


class Lane(QObject):
    """Serial: never two jobs at the same moment, but a long job made of items lets short ones in between.

    Among jobs that may advance, the highest priority goes first, then the oldest. A paused job blocks nobody.

    Signals:
        busy_changed: whether any job is queued, running or paused.
    """

    busy_changed = Signal(bool)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._condition = threading.Condition()
        self._accepting = True
        self._thread = _LaneThread(self._loop)
        self._thread.setObjectName(name)
        self._thread.start()

    def submit(
        self, work: Callable[[Job], Any], title: str, *, key: str | None = None, priority: int = 0
    ) -> Job:
        """Queue `work`; it starts when the caller returns to the event loop, so signals can be connected first.

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
            if not self._accepting:
                job.cancel()
            self._jobs.append(job)
            self._condition.notify_all()
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        QTimer.singleShot(0, self, job.release)
        return job

    @property
    def jobs(self) -> list[Job]:
        """Unfinished jobs, oldest first."""
        with self._condition:
            return list(self._jobs)

    def stop(self, deadline: float = 3.0) -> bool:
        """Accept nothing more, cancel everything, wait. False if a job outlasted `deadline` seconds."""
        with self._condition:
            self._accepting = False
            for job in self._jobs:
                job.cancel()
            self._thread.requestInterruption()
            self._condition.notify_all()
        return bool(self._thread.wait(round(deadline * 1000)))

    # On the lane's thread ----------------------------------------------------------------------------

    def _notify(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def _loop(self) -> None:
        while True:
            with self._condition:
                job = self._next()
                while job is None:
                    if not self._accepting and not self._jobs:
                        return
                    self._condition.wait(self._shortest_delay())
                    job = self._next()
            job.advance()
            if job.done:
                with self._condition:
                    self._jobs.remove(job)
                    idle = not self._jobs
                if idle:
                    self.busy_changed.emit(False)
            else:
                # Gives the window's thread a chance between items even where locks are unfair.
                time.sleep(0)

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
