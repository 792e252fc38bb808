"""Open files of drawings: .ndjson, gzipped .ndjson and Sketch-RNN .npz, of any length."""

from __future__ import annotations

import itertools
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sketchxai_desktop.core.drawing_metadata import Filter, Metadata, Problems, check_lines, scan_metadata, shuffled
from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.drawing_source import Cancelled, DrawingSource, Progress, ignore, never
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.file_bytes import GZIP_MAGIC, GzipBytes, PlainBytes
from sketchxai_desktop.core.line_index import STEP_BYTES, LineIndex
from sketchxai_desktop.core.quickdraw import MAX_LINE_BYTES, Facts, LineError, check_line, parse_facts, parse_line
from sketchxai_desktop.core.sentences import Sentence, reason_of
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.sketchrnn import NpzSource

__all__ = [
    "DrawingFile",
    "DrawingSource",
    "Filter",
    "LineError",
    "Metadata",
    "Problems",
    "check_lines",
    "open_drawings",
    "save_drawings",
    "scan_metadata",
    "shuffled",
]

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP_MAGIC = b"PK\x03\x04"


def open_drawings(
    path: str | Path, *, complete: bool = True, cancelled: Cancelled = never, progress: Progress = ignore
) -> DrawingSource:
    """The drawings of a file, whose format is told by its content.

    Args:
        complete: find all lines before returning. If False, only the first few MB are looked at, and the
            caller calls ``source.step()`` until it returns False.
        cancelled: asked after every step; if it says yes, the source is returned as far as it is known.
        progress: told the share 0..1 after every step.

    Raises:
        UserError: the file is missing, unreadable, empty, or no file of drawings.
    """
    path = Path(path)
    try:
        source = _open(path)
    except OSError as error:
        raise UserError("Could not open {path}: {reason}.", path=path, reason=reason_of(error)) from error
    except ValueError as error:  # a zero or a lone surrogate in its name
        raise UserError("Could not open the file: no file can have such a name.") from error
    try:
        more = source.step()
        while more:
            progress(source.progress)
            if not complete or cancelled():
                return source
            more = source.step()
        if len(source) == 0:
            raise UserError(
                "{path} holds no drawings: {damage}." if source.damage else "{path} holds no drawings.",
                path=path,
                damage=source.damage,
            )
    except BaseException:
        source.close()
        raise
    progress(1.0)
    return source


def _open(path: Path) -> DrawingSource:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UserError("{path} is a folder; choose a file of drawings in it.", path=path)
    if not stat.S_ISREG(mode):
        raise UserError("{path} is not a regular file, so its lines cannot be indexed.", path=path)
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UserError("{path} is empty: it holds no drawings.", path=path)
    if head.startswith(_ZIP_MAGIC) or path.suffix.lower() == ".npz":
        return NpzSource(path)
    if head.startswith(_UTF16_MARKS):
        raise UserError("{path} is text in UTF-16; save it as UTF-8 to open it.", path=path)
    if head.startswith(GZIP_MAGIC):
        return DrawingFile(path, GzipBytes(path))
    if b"\0" in head:
        raise UserError(
            "{path} is not a file of drawings: it holds binary data. Expected .ndjson or Sketch-RNN .npz.", path=path
        )
    return DrawingFile(path, PlainBytes(path))


class DrawingFile:
    """A `DrawingSource` of .ndjson lines. Keeps one offset per line, and nothing else, in memory."""

    def __init__(self, path: Path, content: PlainBytes | GzipBytes) -> None:
        self._path = path
        self._bytes = content
        self._index = LineIndex()
        self._complete = False

    @property
    def path(self) -> Path:
        return self._path

    @property
    def complete(self) -> bool:
        return self._complete

    @property
    def progress(self) -> float:
        return 1.0 if self._complete else self._bytes.progress

    @property
    def damage(self) -> str | None:
        return self._bytes.damage

    @property
    def changed(self) -> bool:
        """Another program has written into the file since it was opened; open it again."""
        return self._bytes.changed

    def __len__(self) -> int:
        return len(self._index)

    def step(self) -> bool:
        """See `DrawingSource.step`."""
        if self._complete:
            return False
        try:
            with self._bytes.next_window(STEP_BYTES) as data:
                self._index.step(data, is_last=self._bytes.ended)
        except (OSError, ValueError) as error:
            self._complete = True
            raise UserError(
                "Could not read {path} to its end: {reason}.", path=self._path, reason=_reason(error)
            ) from error
        except UserError as error:
            self._complete = True
            raise UserError("{path}: {reason}", path=self._path, reason=error) from error
        self._complete = self._bytes.ended
        return not self._complete

    def sketch(self, index: int) -> Sketch:
        """See `DrawingSource.sketch`."""
        line = self.line(index)
        try:
            return parse_line(line)
        except LineError:
            if self.changed:
                raise LineError("the file was changed after it was opened; open it again") from None
            raise

    def line(self, index: int) -> bytes:
        """The text of drawing `index` without its newline; cut off just beyond `MAX_LINE_BYTES`.

        Raises:
            IndexError: there is no such drawing (yet).
            LineError: the file cannot be read any more.
        """
        starts = self._index.starts
        if not 0 <= index < len(starts):
            raise IndexError(f"drawing {index} of {len(starts)}")
        start = int(starts[index])
        # Blank lines may follow, and behind the last known line all that was scanned meanwhile.
        end = int(starts[index + 1]) if index + 1 < len(starts) else self._index.scanned
        try:
            data = self._bytes.read(start, min(end - start, MAX_LINE_BYTES + 2))
        except (OSError, ValueError) as error:
            raise LineError("the file cannot be read any more: {reason}", reason=_reason(error)) from error
        line, newline, _ = data.partition(b"\n")
        return line.removesuffix(b"\r") if newline else line

    def word(self, index: int) -> str | None:
        """See `DrawingSource.word`."""
        try:
            return parse_facts(self.line(index)).word
        except LineError:
            return None

    def line_number(self, index: int) -> int:
        """See `DrawingSource.line_number`."""
        return self._index.line_number(index)

    def index_of_line(self, line_number: int) -> int | None:
        """See `DrawingSource.index_of_line`."""
        return self._index.index_of(line_number)

    def facts(self) -> Iterator[Facts]:
        """See `DrawingSource.facts`."""
        return map(parse_facts, self._lines())

    def problems(self) -> Iterator[str | None]:
        """See `DrawingSource.problems`."""
        return map(_problem, self._lines())

    def _lines(self) -> Iterator[bytes]:
        """Every line known now, read in blocks of about `STEP_BYTES`."""
        starts = self._index.starts
        last = len(starts) - 1
        first = 0
        while first < last:
            begin = int(starts[first])
            stop = min(int(np.searchsorted(starts, np.uint64(begin + STEP_BYTES), side="right")) - 1, last)
            if stop <= first:
                yield self._line_or_nothing(first)
                first += 1
                continue
            offsets = (starts[first : stop + 1] - starts[first]).tolist()
            try:
                block = self._bytes.read(begin, offsets[-1])
            except (OSError, ValueError):
                block = b""
            for start, end in itertools.pairwise(offsets):
                yield block[start:end].rstrip()
            first = stop
        if last >= 0:
            yield self._line_or_nothing(last)

    def _line_or_nothing(self, index: int) -> bytes:
        try:
            return self.line(index)
        except LineError:
            return b""

    def close(self) -> None:
        """See `DrawingSource.close`."""
        self._bytes.close()


def _problem(line: bytes) -> str | None:
    try:
        check_line(line)
    except LineError as error:
        return reason_of(error)
    return None


def _reason(error: Exception) -> str:
    return reason_of(error) if isinstance(error, OSError) else Sentence("it was closed")
