"""Drawings that nobody saved: one file for each day, and the drawing at hand in a file of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.quickdraw import LineError, parse_line
from sketchxai_desktop.core.sketch import Sketch


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
    """Add the sketches to today's file.

    Raises:
        UserError: it cannot be written; then nothing has changed.
    """
    target = day_file(folder)
    with contextlib.suppress(OSError):  # what is wrong with the folder is said when the file is written
        folder.mkdir(parents=True, exist_ok=True)
    save_drawings(target, sketches, append=True)
    return target


def read_kept(path: Path) -> Sketch | None:
    """The drawing of an autosaved file, None if there is none to be had."""
    try:
        with path.open("rb") as file:
            sketch = parse_line(file.readline())
    except (OSError, LineError):
        return None
    return sketch if sketch.strokes else None
