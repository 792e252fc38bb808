"""Write .ndjson: whole or not at all, also when appending."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.file_bytes import GZIP_MAGIC
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.quickdraw import LineError, format_line
from sketchxai_desktop.core.sketch import Sketch

_COPY_BYTES = 4 * 1024 * 1024


def save_drawings(path: str | Path, sketches: Iterable[Sketch], append: bool = False) -> None:
    """Write the sketches as .ndjson, one a line; compressed if the name ends in .gz.

    Nobody ever sees half a file: it is written beside `path` and then takes its place, also when appending.

    Args:
        append: keep the drawings that are there and add these behind them.

    Raises:
        UserError: the file cannot be written, a sketch cannot be stored (it has no strokes, say), or `append`
            meets a file that is not .ndjson. What stood at `path` is untouched.
    """
    path = Path(path)
    with atomic_path(path) as temporary, temporary.open("w+b") as file:
        compressed = path.suffix.lower() == ".gz"
        if append and path.exists():
            compressed = _copy(path, file)
        if compressed:
            has_more_above = file.tell() > 0
            # Gzip files in a row are one gzip file, so appending needs no decompression.
            with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
                if has_more_above:
                    packed.write(b"\n")  # in case the last line has no end; a blank line is skipped
                _write(cast(BinaryIO, packed), sketches)
        else:
            _write(file, sketches)


def _write(file: BinaryIO, sketches: Iterable[Sketch]) -> None:
    for number, sketch in enumerate(sketches, start=1):
        try:
            file.write(format_line(sketch))
        except LineError as error:
            raise UserError(
                "Drawing {number} cannot be saved: {reason}. Nothing was changed.", number=number, reason=error
            ) from error


def _copy(path: Path, file: BinaryIO) -> bool:
    """Copy what is at `path` and end its last line; True if it is compressed."""
    with path.open("rb") as old:
        head = old.read(4096)
        compressed = head.startswith(GZIP_MAGIC)
        if not compressed and b"\0" in head:
            raise UserError(
                "{path} is not .ndjson, so no drawing can be appended to it. Choose another file.", path=path
            )
        old.seek(0)
        shutil.copyfileobj(old, file, _COPY_BYTES)
    if not compressed and file.tell() > 0:
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.write(b"\n")
    return compressed
