"""A stretch of a file mapped into memory for a moment, where nobody can pull it away meanwhile."""

from __future__ import annotations

import contextlib
import mmap
import signal
import sys
from collections.abc import Iterator

if sys.platform == "linux":
    import fcntl

#: madvise(2), Linux 5.14: read the pages now, and report a failing disk as an error instead of with SIGBUS.
_POPULATE_READ = 22


@contextlib.contextmanager
def mapped_window(descriptor: int, offset: int, size: int) -> Iterator[memoryview | None]:
    """The bytes of a file from `offset`, without a copy; None where mapping them would not be safe.

    Touching a page that another program has cut off the file, or that the disk cannot give, kills the process
    (SIGBUS). So the window is mapped under a read lease (fcntl(2), F_SETLEASE): whoever wants to write or to
    truncate waits until the block is left, which takes milliseconds. There is no lease for a file that is being
    written, that belongs to another user, or that lies on another machine, and none outside Linux: read it instead.

    Args:
        descriptor: of the file, open for reading; stays open until the block is left.
        offset: of the first byte, a multiple of `mmap.ALLOCATIONGRANULARITY`.
        size: bytes, 1 or more.

    Yields:
        `size` bytes, valid inside the block only.
    """
    if sys.platform != "linux" or size < 1 or offset % mmap.ALLOCATIONGRANULARITY:
        yield None
        return
    try:
        # Who waits for the lease is announced by SIGIO, which ends a process; SIGURG is ignored unless asked for.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError:
        yield None
        return
    try:
        window = _mapped(descriptor, offset, size)
        if window is None:
            yield None
            return
        view = memoryview(window)
        try:
            yield view
        finally:
            # What still looks at the bytes (a frame in a traceback, say) keeps the mapping until it goes.
            with contextlib.suppress(BufferError):
                view.release()
                window.close()
    finally:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _mapped(descriptor: int, offset: int, size: int) -> mmap.mmap | None:
    """None when the file is shorter than that, or its disk fails."""
    try:
        window = mmap.mmap(descriptor, size, access=mmap.ACCESS_READ, offset=offset)
    except (OSError, ValueError):  # ValueError: shorter than that
        return None
    try:
        window.madvise(_POPULATE_READ)
    except OSError:
        window.close()
        return None
    return window
