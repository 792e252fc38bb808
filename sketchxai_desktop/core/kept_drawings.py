"""Drawings that nobody saved: one file for each day, and the drawing at hand in a file of its own."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.quickdraw import LineError, parse_line
from sketchxai_desktop.core.sketch import Sketch

#: Seconds to wait for another program that adds to the same file, which takes milliseconds.
_PATIENCE = 2.0


def day_file(folder: Path, day: date | None = None) -> Path:
    """Where the drawings of a day are kept; None: of today."""
    return folder / f"{(day or date.today()).isoformat()}.ndjson"


def day_files(folder: Path) -> list[Path]:
    """All files of days in the folder, newest first."""
    try:
        found = [p for p in folder.glob("????-??-??.ndjson") if p.is_file()]
    except OSError:
        return []
    return sorted(found, reverse=True)


def keep(folder: Path, sketches: Sequence[Sketch]) -> Path:
    """Add the sketches to today's file, if they are not what it ends with.

    Several programs may do this at once, and one that was killed may have done it already.

    Raises:
        UserError: it cannot be written; then nothing has changed.
    """
    target = day_file(folder)
    with contextlib.suppress(OSError):  # what is wrong with the folder is said when the file is written
        folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if list(sketches) != _last(target, len(sketches)):
            save_drawings(target, sketches, append=True)
    return target


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else adds to a file of the folder meanwhile: adding means writing the whole file anew.

    A process that is killed lets go. Where no lock can be had, it is better to do without.
    """
    from filelock import FileLock  # the window imports this module at its start

    lock = FileLock(folder / ".lock", timeout=_PATIENCE)
    with contextlib.suppress(OSError, NotImplementedError):  # filelock's Timeout is an OSError
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _last(path: Path, count: int) -> list[Sketch]:
    """The last drawings of a file; fewer where it cannot be read."""
    try:
        with path.open("rb") as file:
            return [parse_line(line) for line in deque(file, maxlen=count)]
    except (OSError, LineError):
        return []


def read_kept(path: Path) -> Sketch | None:
    """The drawing of an autosaved file, None if it holds none.

    Raises:
        OSError: it cannot be read now.
    """
    with path.open("rb") as file:
        line = file.readline()
    try:
        sketch = parse_line(line)
    except LineError:
        return None
    return sketch if sketch.strokes else None
