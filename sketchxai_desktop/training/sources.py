"""Labelled drawings from files, a block at a time, as flat arrays. Imports no torch: helper processes use it."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import orjson

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.file_bytes import GZIP_MAGIC
from sketchxai_desktop.core.quickdraw import (
    MAX_COORDINATE,
    MAX_LINE_BYTES,
    MAX_STROKES,
    LineError,
    check_size,
    checked_record,
    parse_facts,
    parse_line,
)
from sketchxai_desktop.core.sentences import reason_of
from sketchxai_desktop.core.simplify import EXTENT, simplify
from sketchxai_desktop.core.sketchrnn import ARRAYS, NpzSource, word_of

SUFFIXES = (".ndjson", ".ndjson.gz", ".npz")
_BLOCK_BYTES = 1024 * 1024
BAD, UNLABELLED, INVISIBLE, LOST = (
    "lines that are no drawing",
    "drawings without a word",
    "drawings without extent",
    "compressed files that are cut off or damaged",
)


@dataclass(frozen=True)
class Wanted:
    """Which drawings to read, and how.

    Attributes:
        words: None: all.
        max_strokes: later strokes of a drawing are left out, as there is no slot for them.
        hashed: also compute the drawings' hashes.
    """

    words: frozenset[str] | None = None
    max_strokes: int = 196
    hashed: bool = False


@dataclass
class Block:
    """D usable drawings of N strokes and P points.

    Attributes:
        points: (P, 2) uint8, the longer side of each drawing spanning 0..255.
        lengths: (N,) points per stroke. counts: (D,) strokes per drawing. words: D of them.
        hashes: (D,) of what is in `points` and `lengths`, whatever the word; empty unless asked for.
        part: "train", "valid" or "test", where the file says so itself.
        left_out: how many of what.
        problem: the first bad line, counted from 0 within the block, and what is wrong with it.
    """

    points: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    words: list[str]
    hashes: npt.NDArray[np.uint64]
    part: str | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    problem: tuple[int, str] | None = None

    def select(self, keep: npt.NDArray[np.bool_]) -> Block:
        """Only the drawings where `keep` (D,)."""
        strokes = np.repeat(keep, self.counts)
        words = [word for word, kept in zip(self.words, keep.tolist(), strict=True) if kept]
        points = self.points[np.repeat(strokes, self.lengths)]
        hashes = self.hashes[keep] if len(self.hashes) else self.hashes
        return Block(points, self.lengths[strokes], self.counts[keep], words, hashes, self.part)


@dataclass(frozen=True)
class Piece:
    """A part of a file that can be turned into a block by itself, also in another process.

    Attributes:
        read: makes the block.
        path: of the file. first_line: of the piece, from 1. size: bytes of the file that it stands for.
    """

    read: Callable[[Wanted], Block]
    path: Path
    first_line: int
    size: int


def files_of(source: Path) -> list[Path]:
    """The files of drawings in a folder, in the order of their names; a file stands for itself.

    Raises:
        UserError: there is none.
    """
    if source.is_file():
        return [source]
    files = sorted(f for f in source.glob("*") if f.name.lower().endswith(SUFFIXES) and f.is_file())
    if not files:
        raise UserError("{path} holds no .ndjson file, nor .ndjson.gz or .npz.", path=source)
    return files


def pieces_of(path: Path) -> Iterator[Piece]:
    """The file in pieces of about a megabyte (an .npz file: of one array), in order.

    Raises:
        UserError: the file cannot be read.
    """
    try:
        if path.name.lower().endswith(".npz"):
            size = path.stat().st_size
            for k, name in enumerate(ARRAYS):
                yield Piece(partial(_read_npz, path, name), path, 1, size if k == 0 else 0)
            return
        with path.open("rb") as raw:
            zipped = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
            if not zipped:
                yield from _line_pieces(path, raw, raw)
                return
            lines = _Unzipped(raw)
            yield from _line_pieces(path, lines, raw)
            if lines.damaged:
                yield Piece(_read_nothing, path, 1, 0)
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from None


class _Unzipped:
    """Reads a gzip file up to its end or to where it is damaged."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=raw)
        self.damaged = False

    def read(self, size: int) -> bytes:
        """About `size` bytes; fewer at the end."""
        parts: list[bytes] = []
        while size > 0 and not self.damaged:
            try:
                # Unlike `read`, it gives what it has before it complains.
                part = self._file.read1(size)
            except (EOFError, gzip.BadGzipFile, zlib.error):
                self.damaged = True
                break
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _line_pieces(path: Path, lines: IO[bytes] | _Unzipped, raw: IO[bytes]) -> Iterator[Piece]:
    """Cut at ends of lines. A line of absurd length is dropped rather than collected."""
    rest, line, place = b"", 1, 0
    while data := lines.read(_BLOCK_BYTES):
        cut = data.rfind(b"\n") + 1
        if not cut:
            rest = rest + data if len(rest) <= MAX_LINE_BYTES else rest
            continue
        whole = rest + data[:cut]
        here = raw.tell()
        yield Piece(partial(read_lines, whole), path, line, here - place)
        rest, line, place = data[cut:], line + whole.count(b"\n"), here
    if rest.strip():
        yield Piece(partial(read_lines, rest), path, line, raw.tell() - place)


def read_lines(data: bytes, wanted: Wanted) -> Block:
    """The usable drawings of some lines of .ndjson, raw ink simplified."""
    # Checking every number of every line by itself takes longer than all the rest. So they are checked all
    # together, and only if one is bad, line by line.
    return (
        _parse_lines(data, wanted, _quick_columns) or _parse_lines(data, wanted, _no_columns) or _read_nothing(wanted)
    )


def _parse_lines(data: bytes, wanted: Wanted, quick: Callable[[bytes], tuple[str, list[Any]] | None]) -> Block | None:
    """None: what `quick` let through holds something that is no coordinate."""
    drawings = _Collector()
    of_interest = None if wanted.words is None else {*wanted.words, None, ""}
    for number, line in enumerate(data.splitlines()):
        # Looking only for the word is far cheaper than parsing a drawing that is not wanted.
        unwanted = of_interest is not None and parse_facts(line).word not in of_interest
        if unwanted or not line.strip():
            continue
        found = quick(line)
        if found is None:
            try:
                found = _checked_columns(line)
            except LineError as error:
                drawings.left_out[BAD] += 1
                drawings.problem = drawings.problem or (number, str(error))
                continue
        word, columns = found
        if not word:
            drawings.left_out[UNLABELLED] += 1
        elif wanted.words is None or word in wanted.words:
            drawings.add(word, columns)
    trusted = quick is _no_columns or drawings.holds_coordinates()
    return drawings.block(wanted) if trusted else None


def _no_columns(_line: bytes) -> None:
    return None


def _quick_columns(line: bytes) -> tuple[str, list[Any]] | None:
    """Word and strokes of a line that looks like a simplified drawing; the numbers are not looked at."""
    try:
        check_size(line)
        record = orjson.loads(line)
        columns = record["drawing"]
        for xs, ys in columns:
            if type(xs) is not list or type(ys) is not list or not 0 < len(xs) == len(ys):
                return None
        word = record["word"]
    except (ValueError, TypeError, KeyError):
        return None
    usual = type(columns) is list and 0 < len(columns) <= MAX_STROKES and len(line) <= MAX_LINE_BYTES
    return (word, columns) if usual and type(word) is str else None


def _checked_columns(line: bytes) -> tuple[str, list[Any]]:
    """Word ("" if there is none) and strokes, raw ink simplified.

    Raises:
        LineError: the line is no drawing.
    """
    record = checked_record(line)
    word, columns = record.get("word"), record["drawing"]
    if any(len(stroke) == 3 for stroke in columns):
        columns = [stroke.points.T.tolist() for stroke in simplify(parse_line(line)).strokes]
    return (str(word) if type(word) in (str, int) else "", columns)


def _read_nothing(wanted: Wanted) -> Block:
    """What stands for the lost rest of a damaged file."""
    drawings = _Collector()
    drawings.left_out[LOST] = 1
    return drawings.block(wanted)


def _read_npz(path: Path, part: str, wanted: Wanted) -> Block:
    """One array of a Sketch-RNN file, whose name is the category."""
    word = word_of(path)
    if not word:
        raise UserError("{path} has no name that could be its category.", path=path)
    drawings = _Collector()
    if wanted.words is None or word in wanted.words:
        source = NpzSource(path)
        for k in source.parts.get(part, ()):
            try:
                drawings.add(word, [stroke.points.T.tolist() for stroke in source.sketch(k).strokes])
            except LineError as error:
                drawings.left_out[BAD] += 1
                drawings.problem = drawings.problem or (k, str(error))
        source.close()
    block = drawings.block(wanted)
    block.part = part
    return block


class _Collector:
    """Gathers drawings in plain lists, which beat small arrays, and converts them all at once."""

    def __init__(self) -> None:
        self.xs: list[float] = []
        self.ys: list[float] = []
        self.lengths: list[int] = []
        self.counts: list[int] = []
        self.words: list[str] = []
        self.left_out: Counter[str] = Counter()
        self.problem: tuple[int, str] | None = None

    def add(self, word: str, columns: Sequence[Sequence[Any]]) -> None:
        self.words.append(word)
        self.counts.append(len(columns))
        for stroke in columns:
            self.xs += stroke[0]
            self.ys += stroke[1]
            self.lengths.append(len(stroke[0]))

    def holds_coordinates(self) -> bool:
        """Whether everything gathered is a number in range."""
        for values in (self.xs, self.ys):
            # By type, because True is a number to NumPy.
            if not set(map(type, values)) <= {int, float}:
                return False
            if values and not (min(values) >= -MAX_COORDINATE and max(values) <= MAX_COORDINATE):
                return False
        return True

    def block(self, wanted: Wanted) -> Block:
        lengths, counts = np.array(self.lengths, np.int64), np.array(self.counts, np.int64)
        none = np.zeros(0, np.uint64)
        if not self.words:
            empty = np.zeros((0, 2), np.uint8)
            return Block(empty, lengths, counts, [], none, None, self.left_out, self.problem)
        points = np.stack([np.array(self.xs, np.float32), np.array(self.ys, np.float32)], axis=1)
        first_stroke = np.cumsum(counts) - counts
        per_drawing = np.add.reduceat(lengths, first_stroke)
        starts = np.cumsum(per_drawing) - per_drawing
        low = np.minimum.reduceat(points, starts, axis=0).astype(np.float64)
        extent = (np.maximum.reduceat(points, starts, axis=0) - low).max(axis=1)
        seen = extent > 0
        # A simplified drawing that is a point or two short of the full box stays as it is, to the integer.
        whole = np.logical_and.reduceat((points == np.round(points)).all(axis=1), starts)
        scale = np.where(whole & (extent <= EXTENT) & (extent > EXTENT / 2), 1.0, EXTENT / np.where(seen, extent, 1.0))
        owner = np.repeat(np.arange(len(counts)), per_drawing)
        packed = np.round((points - low[owner]) * scale[owner, None]).astype(np.uint8)
        block = Block(packed, lengths, counts, self.words, none)
        if not seen.all():
            self.left_out[INVISIBLE] += int((~seen).sum())
            block = block.select(seen)
        block = _cut(block, wanted.max_strokes)
        if wanted.hashed:
            block.hashes = _hashes(block)
        block.left_out, block.problem = self.left_out, self.problem
        return block


def _cut(block: Block, most: int) -> Block:
    """At most `most` strokes per drawing."""
    if not len(block.counts) or block.counts.max() <= most:
        return block
    place = np.arange(len(block.lengths)) - np.repeat(np.cumsum(block.counts) - block.counts, block.counts)
    keep = place < most
    points = block.points[np.repeat(keep, block.lengths)]
    return Block(points, block.lengths[keep], np.minimum(block.counts, most), block.words, block.hashes)


def _hashes(block: Block) -> npt.NDArray[np.uint64]:
    """Of every drawing's strokes: equal for equal drawings, whatever their file, order or word."""
    points, lengths = block.points.tobytes(), block.lengths.astype("<i4").tobytes()
    last_stroke = np.cumsum(block.counts)
    last_point = np.concatenate([[0], np.cumsum(block.lengths)])[last_stroke]
    out = np.empty(len(block.counts), np.uint64)
    stroke = point = 0
    for k, (to_stroke, to_point) in enumerate(zip((4 * last_stroke).tolist(), (2 * last_point).tolist(), strict=True)):
        key = hashlib.blake2b(points[point:to_point], digest_size=8)
        key.update(lengths[stroke:to_stroke])
        out[k] = int.from_bytes(key.digest(), "little")
        stroke, point = to_stroke, to_point
    return out
