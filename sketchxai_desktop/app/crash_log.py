"""What is known about a session that crashed: the stacks of its threads, shown at the next start, kept on this machine.

Every running program holds a locked file of its own that stays empty unless Python or a library crashes. A file
whose program no longer runs tells of a session that did not end as it should.
"""

from __future__ import annotations

import contextlib
import faulthandler
import time
import uuid
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QLockFile

from sketchxai_desktop import paths

_MOST_CHARACTERS = 20_000
_KEPT = 5


def crash_folder() -> Path:
    return paths.state_dir() / "crashes"


class CrashLog:
    """Watches this process from construction until `close`."""

    def __init__(self) -> None:
        self._file: TextIO | None = None
        path = crash_folder() / f"{uuid.uuid4().hex}.running"
        self._path, self._lock = path, QLockFile(str(path.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)
        with contextlib.suppress(OSError):  # a read-only home must not keep the window from opening
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.tryLock(0)
            self._file = path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def close(self) -> None:
        """The program ends as it should: nothing to tell."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._lock.unlock()


def take_crashes() -> list[str]:
    """What sessions that crashed since the last call left behind, oldest first.

    Returns:
        For each its stacks; "" where it was killed from outside, which leaves nothing. Their files stay in
        `crash_folder()`, the newest five.
    """
    found = []
    for path in sorted(_files("*.running"), key=_changed_at):
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)  # only a program that has ended lets go
        if not lock.tryLock(0):
            continue
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace")[:_MOST_CHARACTERS]
            found.append(text)
            if text:
                stamp = time.strftime("%Y-%m-%d-%H%M%S", time.localtime(path.stat().st_mtime))
                path.replace(path.with_name(f"{stamp}.txt"))
            else:
                path.unlink()
        lock.unlock()
    for old in sorted(_files("*.txt"))[:-_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return found


def _files(pattern: str) -> list[Path]:
    try:
        return list(crash_folder().glob(pattern))
    except OSError:
        return []


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
