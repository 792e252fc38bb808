"""The model lane: a graphics card that fails costs one answer and a sentence, not the network."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Generator, Iterator
from typing import Any

from PySide6.QtCore import Signal

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane


class NetworkLane(Lane):
    """A lane whose jobs say in words that the graphics card failed.

    Signals:
        card_failed: a job has met that; what is on the card may be lost.
    """

    card_failed = Signal()

    def submit(self, work: Callable[[Job], Any], title: str, *, key: str | None = None, priority: int = 0) -> Job:
        """See `Lane.submit`."""

        def watched(job: Job) -> Any:
            with self._watching():
                result = work(job)
            return self._steps(result) if isinstance(result, Generator) else result

        return super().submit(watched, title, key=key, priority=priority)

    def _steps(self, steps: Generator[Any, None, Any]) -> Generator[Any, None, Any]:
        with self._watching():
            return (yield from steps)

    @contextlib.contextmanager
    def _watching(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            if "torch" not in sys.modules:
                raise
            from sketchxai_desktop.core.devices import brief, is_device_failure

            if not is_device_failure(error):
                raise
            self.card_failed.emit()
            raise UserError(
                "The graphics card failed ({reason}). The network goes on on the CPU; ask again in a moment.",
                reason=brief(error),
            ) from error
