"""Ctrl-C at a moment when it can be answered."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Inside, Ctrl-C is only noted; KeyboardInterrupt is raised when the block ends.

    Meant for importing torch: an exception that comes up inside its C++ code ends the process with an abort.
    Where interrupts are ignored, or outside the main thread, nothing changes.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield
        return
    noted = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: noted.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if noted.is_set():
        raise KeyboardInterrupt
