"""A lane of its own for every test, and someone who listens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane


@pytest.fixture
def lane(qtbot: Any) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    assert made.stop(5.0), "a job outlasted its test"


class Listener(QObject):
    """Writes down what a job says and on which thread it was heard."""

    def __init__(self, job: Job, *, takes_items: bool = True) -> None:
        super().__init__()
        self.job = job
        self.heard: list[tuple[str, Any]] = []
        self.items: list[Any] = []
        self.progress: list[tuple[float, str]] = []
        self.threads: set[int] = set()
        if takes_items:
            job.items_ready.connect(self.take)
        job.progressed.connect(self.on_progress)
        job.noticed.connect(self.on_notice)
        job.finished.connect(self.on_finished)
        job.failed.connect(self.on_failed)
        job.cancelled.connect(self.on_cancelled)
        job.ended.connect(self.on_ended)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    @property
    def ended(self) -> bool:
        return "ended" in self.names

    def take(self) -> None:
        self.threads.add(threading.get_ident())
        self.items += self.job.take_items()

    def on_progress(self, share: float, what: str) -> None:
        self.progress.append((share, what))

    def on_notice(self, text: str) -> None:
        self._hear("noticed", text)

    def on_finished(self, value: object) -> None:
        self._hear("finished", value)

    def on_failed(self, text: str) -> None:
        self._hear("failed", text)

    def on_cancelled(self) -> None:
        self._hear("cancelled")

    def on_ended(self) -> None:
        self._hear("ended")

    def _hear(self, name: str, value: Any = None) -> None:
        self.threads.add(threading.get_ident())
        self.heard.append((name, value))


@pytest.fixture
def listen() -> Iterator[Any]:
    kept = []

    def make(job: Job, **options: bool) -> Listener:
        kept.append(Listener(job, **options))
        return kept[-1]

    yield make
    kept.clear()
