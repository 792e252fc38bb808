"""Where drawings come from, as far as their files say: nothing is claimed of a person's own drawings.

Every drawing of Quick, Draw! carries the data set's key, country and whether the game recognised it; drawings that this
program or another one made do not. Sketch-RNN's .npz files carry nothing but strokes, so what they are has to be said.
"""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from sketchxai_desktop.core.file_bytes import GZIP_MAGIC
from sketchxai_desktop.core.quickdraw import MAX_LINE_BYTES, LineError, parse_line
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.training.sources import files_of

QUICKDRAW = "Quick, Draw! by Google, Inc."
LICENCE = "CC BY 4.0"
#: Lines looked at in each file, from its beginning.
_LINES = 20


def are_quickdraw(sketches: Iterable[Sketch]) -> bool:
    """Whether there are any, and all of them carry what Quick, Draw! says of its drawings."""
    found = [s.key_id is not None and s.country is not None and s.recognized is not None for s in sketches]
    return bool(found) and all(found)


def data_of(sources: Sequence[Path], said: str | None = None) -> str:
    """What a checkpoint says of the drawings that it learned from.

    Args:
        sources: folders and files. said: what the person who trains says, "quickdraw" for short; it goes before
            all else.

    Returns:
        Quick, Draw! with its licence where the first lines of every file are of it; else the names of the folders
        and the number of files, and no licence.
    """
    if said:
        return f"{QUICKDRAW} ({LICENCE})" if said.casefold() == "quickdraw" else said
    files = [file for source in sources for file in files_of(source)]
    if files and all(are_quickdraw(_first(file)) for file in files):
        return f"{QUICKDRAW} ({LICENCE})"
    names = ", ".join(dict.fromkeys(source.resolve().name for source in sources))
    number = "one file" if len(files) == 1 else f"{len(files):,} files"
    return f"{number} of drawings ({names})"


def is_quickdraw(data: object) -> bool:
    """Whether a checkpoint's fact `data` names Quick, Draw!."""
    return isinstance(data, str) and data.startswith(QUICKDRAW)


def _first(path: Path) -> list[Sketch]:
    """The first drawings of a file of lines, bad lines left out; none of what cannot be read as such."""
    if path.name.lower().endswith(".npz"):
        return []
    found = []
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == GZIP_MAGIC
        with gzip.open(path) if zipped else path.open("rb") as lines:
            for line in itertools.islice(iter(lambda: lines.readline(MAX_LINE_BYTES), b""), _LINES):
                try:
                    found.append(parse_line(line))
                except LineError:
                    continue
    except (OSError, EOFError, zlib.error):
        return []
    return found
