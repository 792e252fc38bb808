"""One piece of work on a lane, seen from the window's thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Signal

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.workers.saying import said

log = logging.getLogger(__name__)


class Job(QObject):
    """Runs `work(job)` on a lane.

    `work` may return a value, or be a generator: then every item it yields is delivered, and pausing, single
    stepping, pacing and cancelling happen between items. `work` runs on the lane's thread and must touch
    nothing of the window; it may call `report_progress`, `notify` and `is_cancelled`.

    Connect bound methods of QObjects: they are called in the thread of their object. A plain function or a
    lambda has no thread and would run on the lane's.

    Sentences are told in the language of the window.

    Signals (exactly one of finished, failed, cancelled is emitted, then ended):
        items_ready: yielded items wait; take them with `take_items()`. Many items may share one signal, and all
            of them can be taken when finished, failed or cancelled arrives.
        progressed: (share 0..1, what is being done).
        noticed: a sentence to show.
        finished: the returned value. failed: a sentence. cancelled. ended.
    """

    items_ready = Signal()
    progressed = Signal(float, str)
    noticed = Signal(str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[[Job], Any], title: str, key: str | None = None, priority: int = 0) -> None:
        super().__init__()
        self.title, self.key, self.priority = title, key, priority
        self._work = work
        self._iterator: Generator[Any, Any, Any] | None = None
        self._items: deque[Any] = deque()
        self._lock = threading.Lock()
        self._wake: Callable[[], None] = lambda: None
        self._cancel = threading.Event()
        self._released = False
        self._paused = False
        self._single_steps = 0
        self._interval = 0.0
        self._wait_for_receipt = False
        self._next_time = 0.0
        self._last_progress = 0.0
        self.done = False

    # Called from the window's thread ----------------------------------------------------------------

    def release(self) -> None:
        """Let it start (the lane does this)."""
        self._released = True
        self._wake()

    def cancel(self) -> None:
        """Stop before the next item. What was delivered stays delivered."""
        self._cancel.set()
        self._wake()

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self._wake()

    @property
    def paused(self) -> bool:
        return self._paused

    def step(self) -> None:
        """While paused: let exactly one more item through."""
        with self._lock:
            self._single_steps += 1
        self._wake()

    def set_pace(self, items_per_second: float | None, wait_for_receipt: bool = False) -> None:
        """At most that many items a second (None: no limit). With `wait_for_receipt`, the next item is not
        begun before the last one was taken, so that each is seen before the next exists."""
        self._interval = 1.0 / items_per_second if items_per_second else 0.0
        self._wait_for_receipt = wait_for_receipt
        self._next_time = 0.0
        self._wake()

    def peek_items(self) -> list[Any]:
        """The same without taking them: a job that waits for receipt goes on only after `take_items`."""
        with self._lock:
            return list(self._items)

    def take_items(self) -> list[Any]:
        """All delivered items that were not taken yet, oldest first."""
        with self._lock:
            items = list(self._items)
            self._items.clear()
        self._wake()
        return items

    # Called from the lane's thread ------------------------------------------------------------------

    def is_cancelled(self) -> bool:
        return self._cancel.is_set()

    def report_progress(self, share: float, what: str = "") -> None:
        """Tell the window how far it is; calls closer than 50 ms apart are dropped, but never the last."""
        now = time.monotonic()
        if share >= 1.0 or now - self._last_progress >= 0.05:
            self._last_progress = now
            self.progressed.emit(share, what or self.title)

    def notify(self, sentence: str) -> None:
        self.noticed.emit(said(sentence))

    # For the lane -----------------------------------------------------------------------------------

    def delay(self, now: float) -> float | None:
        """Seconds until it may advance: 0 at once, None when it waits to be woken."""
        if self._cancel.is_set():
            return 0.0
        if not self._released or (self._paused and not self._single_steps):
            return None
        if self._iterator is not None and self._wait_for_receipt and self._items:
            return None
        return 0.0 if self._paused else max(0.0, self._next_time - now)

    def advance(self) -> None:
        """Do the next piece: everything, or up to the next yielded item. Raises nothing, whatever `work` does."""
        if self._cancel.is_set():
            self._end(self.cancelled)
            return
        try:
            if self._iterator is None:
                result = self._work(self)
                if not isinstance(result, Generator):
                    self._end(self.finished, result)
                    return
                self._iterator = result
            self._deliver(next(self._iterator))
        except StopIteration as stop:
            self._end(self.finished, stop.value)
        except UserError as error:
            sentence = said(error)
            if sentence != str(error):
                log.warning("%s", error)  # for who reads the log and not the window's language
            self._end(self.failed, sentence)
        except BaseException as error:  # one job must not end the thread that all others need
            if not self._cancel.is_set():
                log.exception("%s failed", self.title)
            self._end(self.failed, _fault(error))

    def _deliver(self, item: Any) -> None:
        with self._lock:
            self._items.append(item)
            first = len(self._items) == 1
            self._single_steps = max(0, self._single_steps - 1)
        self._next_time = time.monotonic() + self._interval
        if first:
            self.items_ready.emit()

    def _end(self, signal: Any, *arguments: Any) -> None:
        """Close the generator, then say how it ended: whoever has cancelled hears nothing else."""
        iterator, self._iterator = self._iterator, None
        try:
            if iterator is not None:
                iterator.close()
        except BaseException as error:
            log.exception("%s failed while it was ended", self.title)
            signal, arguments = self.failed, (_fault(error),)
        if self._cancel.is_set():
            signal, arguments = self.cancelled, ()
        self.done = True
        signal.emit(*arguments)
        self.ended.emit()


def _fault(error: BaseException) -> str:
    return said(
        Sentence(
            "Something went wrong inside the program ({kind}: {text}). The log has the details.",
            kind=type(error).__name__,
            text=str(error)[:200],
        )
    )
