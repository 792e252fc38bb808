"""Sketch-RNN .npz files: drawings in stroke-3 form, one category a file.

Format: https://github.com/googlecreativelab/quickdraw-dataset#sketch-rnn-quickdraw-dataset. The arrays
`train`, `valid` and `test` hold one array (N, 3) per drawing: the way from the previous point (dx, dy), and 1
where the pen is lifted after the point.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import MAX_COORDINATE, MAX_STROKES, Facts, LineError
from sketchxai_desktop.core.safe_unpickle import HostilePickleError, StandInArray, load_arrays
from sketchxai_desktop.core.sentences import Sentence, reason_of
from sketchxai_desktop.core.sketch import Sketch, Stroke

ARRAYS = ("train", "valid", "test")
#: The largest file of the data set unpacks to a tenth of this.
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
#: Drawings shrink two- to fourfold; from 8 MB on, what unpacks to twenty times its size is a bomb.
MAX_RATIO, RATIO_CHECKED_FROM = 20, 8 * 1024 * 1024
#: Operations of its pickles that a file may have for each of its bytes, beyond a million.
_OPERATIONS_PER_BYTE = 2
MAX_DRAWINGS = 5_000_000
MAX_POINTS = 1_000_000
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def word_of(path: Path) -> str | None:
    """The category that a file name stands for: ``sketchrnn_ice cream.full.npz`` is "ice cream"."""
    name = re.sub(r"(\.npz|\.full| \(\d+\))+$", "", path.name, flags=re.IGNORECASE)
    name = re.sub(r"^(sketchrnn|full)([_-]|%2f)", "", name, flags=re.IGNORECASE)
    return re.sub(r"%20|_|\+", " ", name).strip() or None


def from_stroke3(rows: npt.ArrayLike, word: str | None = None) -> Sketch:
    """(N, 3) rows of dx, dy, pen lifted to a simplified sketch in absolute coordinates.

    Raises:
        LineError: the rows are no drawing; the message says why.
    """
    table = np.asarray(rows)
    if table.ndim != 2 or table.shape[1] != 3 or table.dtype.kind not in "iuf":
        raise LineError("the drawing is not a list of (dx, dy, pen lifted)")
    if len(table) == 0:
        raise LineError("the drawing has no strokes")
    if len(table) > MAX_POINTS:
        raise LineError(
            "the drawing has {count} points; the most we accept is {most}", count=len(table), most=MAX_POINTS
        )
    with np.errstate(invalid="ignore", over="ignore"):
        points = np.cumsum(table[:, :2], axis=0, dtype=np.float64)
    if not (np.abs(points) <= MAX_COORDINATE).all():
        raise LineError("the drawing has coordinates out of range")
    ends = np.flatnonzero(table[:-1, 2] > 0) + 1
    if len(ends) >= MAX_STROKES:
        raise LineError(
            "the drawing has {count} strokes; the most we accept is {most}", count=len(ends) + 1, most=MAX_STROKES
        )
    return Sketch(tuple(Stroke(part.astype(np.float32)) for part in np.split(points, ends)), word=word)


class NpzSource:
    """A `DrawingSource` of the drawings in a Sketch-RNN file: train, valid, test, one after another.

    Such a file is compressed and pickled as a whole, so it is read when it is opened; its drawings are arrays of
    a few hundred bytes and become sketches when they are asked for. Drawing k counts as line k + 1.

    Raises:
        UserError: the file is damaged, no Sketch-RNN file, too large, or a pickle that wants more than arrays.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._word = word_of(path)
        self._drawings, self._parts = _read(path)
        self._closed = False

    @property
    def path(self) -> Path:
        return self._path

    @property
    def parts(self) -> dict[str, range]:
        """Which drawings stand in `train`, `valid` and `test`, as far as the file has these arrays."""
        return self._parts

    @property
    def complete(self) -> bool:
        return True

    @property
    def progress(self) -> float:
        return 1.0

    @property
    def damage(self) -> str | None:
        return None

    def __len__(self) -> int:
        return len(self._drawings)

    def step(self) -> bool:
        """See `DrawingSource.step`."""
        return False

    def sketch(self, index: int) -> Sketch:
        """See `DrawingSource.sketch`."""
        self._check(index)
        if self._closed:
            raise LineError("the file was closed")
        return from_stroke3(_rows(self._drawings[index]), self._word)

    def word(self, index: int) -> str | None:
        """See `DrawingSource.word`."""
        self._check(index)
        return self._word

    def line_number(self, index: int) -> int:
        """See `DrawingSource.line_number`."""
        return index + 1

    def index_of_line(self, line_number: int) -> int | None:
        """See `DrawingSource.index_of_line`."""
        return line_number - 1 if 1 <= line_number <= len(self) else None

    def facts(self) -> Iterator[Facts]:
        """See `DrawingSource.facts`."""
        return (Facts(self._word) for _ in range(len(self)))

    def problems(self) -> Iterator[str | None]:
        """See `DrawingSource.problems`."""
        for index in range(len(self)):
            try:
                self.sketch(index)
            except LineError as error:
                yield reason_of(error)
            else:
                yield None

    def close(self) -> None:
        """See `DrawingSource.close`."""
        self._closed = True

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self._drawings):
            raise IndexError(f"drawing {index} of {len(self._drawings)}")


def _rows(drawing: Any) -> npt.NDArray[Any]:
    value = drawing.value if isinstance(drawing, StandInArray) else drawing
    return value if isinstance(value, np.ndarray) else np.zeros(0)


def _read(path: Path) -> tuple[list[Any], dict[str, range]]:
    """The drawings, not yet looked at (stand-ins or arrays), and which of them stand in which array."""
    drawings: list[Any] = []
    parts: dict[str, range] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for name in ARRAYS for m in archive.infolist() if m.filename == f"{name}.npy"]
            if not members:
                raise UserError(
                    "{path} is not a Sketch-RNN file: it holds none of the arrays train, valid and test.", path=path
                )
            # Others take any amount of memory for what they remember, and NumPy does not write them.
            if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
                raise UserError(
                    "{path} is compressed in a way that no Sketch-RNN file is; it was not opened.", path=path
                )
            # The directory may lie, but no more is ever read of a member than it states.
            unpacked, size = sum(m.file_size for m in members), path.stat().st_size
            if unpacked > RATIO_CHECKED_FROM and unpacked > MAX_RATIO * size:
                raise UserError(
                    "{path} unpacks to more than {most} times its size, as no Sketch-RNN file does.",
                    path=path,
                    most=MAX_RATIO,
                )
            if unpacked > MAX_UNPACKED_BYTES:
                raise UserError(
                    "{path} unpacks to more than {most} MB, which no Sketch-RNN file does; it was not opened.",
                    path=path,
                    most=MAX_UNPACKED_BYTES // 1024**2,
                )
            for member in members:
                before = len(drawings)
                drawings += _drawings_of(archive.read(member), 1_000_000 + _OPERATIONS_PER_BYTE * size)
                parts[member.filename.removesuffix(".npy")] = range(before, len(drawings))
                if len(drawings) > MAX_DRAWINGS:
                    raise UserError("{path} holds more than {most:,} drawings; split it.", path=path, most=MAX_DRAWINGS)
    except HostilePickleError as error:
        raise UserError(
            "{path} was refused: it asks for {reason} where only arrays of numbers belong. It may be an attack; "
            "nothing in it was executed.",
            path=path,
            reason=error,
        ) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        reason = reason_of(error)
        if not isinstance(reason, Sentence):
            reason = " ".join(reason[:200].split())  # a file can put any text into it
        raise UserError("{path} cannot be read as a Sketch-RNN file: {reason}.", path=path, reason=reason) from error
    return drawings, parts


def _drawings_of(member: bytes, operations: int) -> list[Any]:
    """The drawings in one .npy member, whose pickle may have so many operations.

    Raises:
        ValueError: it is damaged or has another layout.
    """
    stream = io.BytesIO(member)
    version = np.lib.format.read_magic(stream)
    if version not in _HEADERS:
        raise ValueError(Sentence("its arrays are of an unknown version"))
    shape, columns_first, kind = _HEADERS[version](stream)
    if kind.hasobject:
        if kind != np.dtype(object) or len(shape) not in (1, 3):
            raise ValueError(Sentence("its arrays are not lists of drawings"))
        array = load_arrays(member[stream.tell() :], operations)
        if not isinstance(array.value, list) or array.shape != shape:
            raise ValueError(Sentence("its arrays are not lists of drawings"))
        return array.value if len(shape) == 1 else _equally_long(array.value, shape)
    # Drawings of equal length, saved without pickles.
    if len(shape) != 3 or kind.kind not in "iuf" or columns_first:
        raise ValueError(Sentence("its arrays are not lists of drawings"))
    return list(np.frombuffer(member, kind, offset=stream.tell()).reshape(shape))


def _equally_long(numbers: list[Any], shape: tuple[int, ...]) -> list[Any]:
    """NumPy flattens drawings of equal length into one array of single numbers."""
    if not all(type(n) in (int, float) for n in numbers):
        raise ValueError(Sentence("its arrays are not lists of drawings"))
    return list(np.array(numbers, np.float64).reshape(shape))
