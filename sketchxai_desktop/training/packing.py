"""Drawings packed once into memory-mapped arrays, so that millions can be trained on without being held."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import forget_unfinished
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import NORMALISED_EXTENT, Sketch
from sketchxai_desktop.core.tensors import StrokeBatch, batch_from_arrays
from sketchxai_desktop.training.pack_writer import PackWriter
from sketchxai_desktop.training.sources import BAD, Block, Piece, Wanted, files_of, pieces_of

_FORMAT = 2
_ARRAYS = ("points", "stroke_lengths", "stroke_counts", "labels", "first_points", "first_strokes")
#: Below this many bytes, starting helper processes takes longer than the work.
_WORTH_HELPERS = 32 * 1024 * 1024
_MOST_HELPERS = 8
#: How the names of folders begin that are being written.
_UNFINISHED = ".packing-"

Progress = Callable[[int], None]


@dataclass(frozen=True)
class PackedDrawings:
    """D drawings of N strokes and P points.

    Attributes:
        points: (P, 2) uint8, simplified coordinates.
        stroke_lengths: (N,) points per stroke.
        stroke_counts: (D,) strokes per drawing.
        labels: (D,) index into `categories`.
        categories: names, sorted without regard to case.
        first_points: (N,) where each stroke begins in `points`; computed unless given.
        first_strokes: (D,) where each drawing begins in `stroke_lengths`; computed unless given.
        folder: where the arrays lie, if they are on disk. Another process then opens them itself.
        left_out: how many drawings were not usable, by reason.
        problem: the first bad line, in words.
    """

    points: npt.NDArray[np.uint8]
    stroke_lengths: npt.NDArray[np.int32]
    stroke_counts: npt.NDArray[np.int32]
    labels: npt.NDArray[np.int32]
    categories: tuple[str, ...]
    first_points: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    first_strokes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    folder: Path | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    problem: str = ""

    def __post_init__(self) -> None:
        if len(self.first_points) != len(self.stroke_lengths):
            starts = np.cumsum(self.stroke_lengths, dtype=np.int64) - self.stroke_lengths
            object.__setattr__(self, "first_points", starts)
        if len(self.first_strokes) != len(self.stroke_counts):
            firsts = np.cumsum(self.stroke_counts, dtype=np.int64) - self.stroke_counts
            object.__setattr__(self, "first_strokes", firsts)

    @classmethod
    def open(cls, folder: Path) -> PackedDrawings:
        """The drawings that were packed into a folder, memory-mapped."""
        names = json.loads((folder / "categories.json").read_text(encoding="utf-8"))
        facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        arrays = {a: np.load(folder / f"{a}.npy", mmap_mode="r") for a in _ARRAYS}
        return cls(categories=tuple(names), folder=folder, **arrays, **facts)

    def __reduce__(self) -> Any:
        # Pickling a memory map would copy all of it.
        if self.folder is not None:
            return (PackedDrawings.open, (self.folder,))
        return (PackedDrawings, tuple(getattr(self, f.name) for f in fields(self)))

    def __len__(self) -> int:
        return len(self.labels)

    def drawings_per_category(self) -> dict[str, int]:
        """How many drawings each category has."""
        numbers = np.bincount(self.labels, minlength=len(self.categories)).tolist()
        return dict(zip(self.categories, numbers, strict=True))

    def gather(self, drawings: npt.NDArray[np.int64]) -> DrawingArrays:
        """The given drawings as flat arrays."""
        counts = self.stroke_counts[drawings].astype(np.int64)
        rows = _ranges(self.first_strokes[drawings], counts)
        lengths = self.stroke_lengths[rows].astype(np.int64)
        points = self.points[_ranges(self.first_points[rows], lengths)]
        return DrawingArrays(points.astype(np.float32), lengths, counts)


@dataclass
class DrawingArrays:
    """Some drawings, free to be changed: points (P, 2) float32, lengths (N,), counts (B,)."""

    points: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, sketches: Sequence[Sketch], max_strokes: int) -> DrawingArrays:
        """Sketches as the network sees them: simplified, cut to their first `max_strokes` strokes."""
        strokes = [simplify(sketch).strokes[:max_strokes] for sketch in sketches]
        points = np.concatenate([stroke.points for drawing in strokes for stroke in drawing])
        lengths = np.array([len(stroke) for drawing in strokes for stroke in drawing], np.int64)
        return cls(points.astype(np.float32), lengths, np.array([len(drawing) for drawing in strokes], np.int64))

    @property
    def stroke_owner(self) -> npt.NDArray[np.int64]:
        """(N,) drawing of each stroke."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    @property
    def first_points(self) -> npt.NDArray[np.int64]:
        """(N,) where each stroke begins in `points`."""
        return np.cumsum(self.lengths) - self.lengths

    def normalised(self) -> DrawingArrays:
        """Every drawing centred, its longer side spanning 1.48."""
        per_drawing = np.add.reduceat(self.lengths, np.cumsum(self.counts) - self.counts)
        starts = np.cumsum(per_drawing) - per_drawing
        low = np.minimum.reduceat(self.points, starts, axis=0)
        high = np.maximum.reduceat(self.points, starts, axis=0)
        extent = np.maximum((high - low).max(axis=1), 1e-6)
        owner = np.repeat(np.arange(len(per_drawing)), per_drawing)
        points = (self.points - ((low + high) / 2)[owner]) * (NORMALISED_EXTENT / extent)[owner, None]
        return DrawingArrays(points.astype(np.float32), self.lengths, self.counts)

    def select_points(self, keep: npt.NDArray[np.bool_]) -> DrawingArrays:
        """Only the points where `keep` (P,); strokes and drawings left without points vanish."""
        owner = np.repeat(np.arange(len(self.lengths)), self.lengths)
        lengths = np.bincount(owner[keep], minlength=len(self.lengths))
        counts = np.bincount(self.stroke_owner[lengths > 0], minlength=len(self.counts))
        return DrawingArrays(self.points[keep], lengths[lengths > 0], counts[counts > 0])

    def with_strokes(self, order: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> DrawingArrays:
        """The strokes `order` (M,), of which drawing b gets the next `counts[b]`."""
        lengths = self.lengths[order]
        return DrawingArrays(self.points[_ranges(self.first_points[order], lengths)], lengths, counts)

    def batch(self) -> StrokeBatch:
        return batch_from_arrays(self.points, self.lengths, self.first_points, self.counts)


def _ranges(starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """concatenate(arange(s, s + n) for s, n in zip(starts, lengths)) without the loop."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)


# Packing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Split:
    """Shares of the drawings to learn from, to choose by and to report on, told apart by a hash of the drawing.

    Equal drawings fall on the same side, whatever file they stand in and in whatever order; more drawings never
    move another.
    """

    shares: tuple[float, float, float] = (90, 5, 5)

    def side_of(self, block: Block) -> npt.NDArray[np.int64]:
        """(D,) 0, 1 or 2."""
        limits = np.cumsum(self.shares) / sum(self.shares)
        return np.searchsorted(limits[:2], block.hashes.astype(np.float64) / 2.0**64, side="right").astype(np.int64)


@dataclass(frozen=True)
class OwnSplit:
    """As Sketch-RNN files divide themselves: their arrays train, valid and test."""

    shares: tuple[float, float, float] = (1, 1, 1)

    def side_of(self, block: Block) -> npt.NDArray[np.int64]:
        """(D,) 0, 1 or 2.

        Raises:
            UserError: the file says nothing about it.
        """
        if block.part is None:
            raise UserError("Only Sketch-RNN .npz files are divided already; split .ndjson files by shares: 90/5/5.")
        return np.full(len(block.counts), ("train", "valid", "test").index(block.part), np.int64)


def data_size(sources: Sequence[Path]) -> int:
    """Bytes of all files of drawings in the folders (a file stands for itself).

    Raises:
        UserError: a folder holds none.
    """
    return sum(path.stat().st_size for source in sources for path in files_of(source))


def pack(
    sources: Sequence[Path],
    cache: Path,
    categories: Sequence[str] | None = None,
    max_strokes: int = 196,
    *,
    helpers: int | None = 0,
    progress: Progress = lambda _: None,
) -> PackedDrawings:
    """The drawings of the folders, packed under `cache` (once; reused while the files are unchanged).

    Args:
        sources: folders of .ndjson, .ndjson.gz and Sketch-RNN .npz files (category: the file's name), or such files.
        categories: keep only these words; None keeps all and numbers them case-insensitively sorted.
        helpers: processes that parse; None: as many as seem worth it.
        progress: told how many bytes of the files were worked on since it was last told.

    Raises:
        UserError: no usable drawing was found, or a file cannot be read.
    """
    (packed,) = _packs(sources, cache, categories, max_strokes, None, helpers, progress)
    assert packed is not None
    return packed


def pack_split(
    sources: Sequence[Path],
    cache: Path,
    split: Split | OwnSplit,
    categories: Sequence[str] | None = None,
    max_strokes: int = 196,
    *,
    helpers: int | None = 0,
    progress: Progress = lambda _: None,
) -> tuple[PackedDrawings, PackedDrawings | None, PackedDrawings | None]:
    """As `pack`, into drawings to learn from, to choose by and to report on; None where a side has none."""
    train, valid, test = _packs(sources, cache, categories, max_strokes, split, helpers, progress)
    if train is None:
        raise UserError("The split leaves no drawing to learn from.")
    return train, valid, test


def _packs(
    sources: Sequence[Path],
    cache: Path,
    categories: Sequence[str] | None,
    max_strokes: int,
    split: Split | OwnSplit | None,
    helpers: int | None,
    progress: Progress,
) -> list[PackedDrawings | None]:
    target = cache / _fingerprint(sources, categories, max_strokes, split)
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        forget_unfinished(cache, f"{_UNFINISHED}*")
        temporary = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=cache))
        try:
            wanted = Wanted(frozenset(categories) if categories else None, max_strokes, isinstance(split, Split))
            _write_packs(sources, temporary, wanted, categories, split, helpers, progress)
            # Somebody else may have been faster; what they wrote is the same.
            with contextlib.suppress(OSError):
                os.replace(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    folders = [target] if split is None else [target / str(side) for side in range(3)]
    return [PackedDrawings.open(f) if (f / "categories.json").exists() else None for f in folders]


def _fingerprint(
    sources: Sequence[Path], categories: Sequence[str] | None, max_strokes: int, split: Split | OwnSplit | None
) -> str:
    files = [f for source in sources for f in files_of(source)]
    stats = [(str(f.resolve()), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    key = json.dumps([_FORMAT, stats, list(categories or []), max_strokes, repr(split)])
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _write_packs(
    sources: Sequence[Path],
    folder: Path,
    wanted: Wanted,
    categories: Sequence[str] | None,
    split: Split | OwnSplit | None,
    helpers: int | None,
    progress: Progress,
) -> None:
    words: dict[str, int] = {}
    left_out: Counter[str] = Counter()
    problem = ""
    whole = folder / "pack"
    writers = [PackWriter(whole)] if split is None else [PackWriter(folder / str(side)) for side in range(3)]
    try:
        for piece, block in _blocks(sources, wanted, helpers):
            labels = np.array([words.setdefault(word, len(words)) for word in block.words], np.int64)
            for side, writer in enumerate(writers):
                if split is None:
                    writer.add(block, labels)
                elif len(labels):
                    chosen = split.side_of(block) == side
                    writer.add(block.select(chosen), labels[chosen])
            left_out += block.left_out
            if block.problem and not problem:
                problem = f"{piece.path}, line {piece.first_line + block.problem[0]}: {block.problem[1]}"
            progress(piece.size)
        if not words:
            first = Sentence(" The first of {count:,} bad lines is {problem}.", count=left_out[BAD], problem=problem)
            raise UserError(
                "No usable drawing with a word was found in {sources}.{bad}",
                sources=", ".join(map(str, sources)),
                bad=first if problem else "",
            )
        names = sorted(categories or words, key=str.lower)
        renumber = np.array([names.index(word) for word in words], np.int32)
        for side, writer in enumerate(writers):
            if len(writer):
                facts = {"left_out": dict(left_out), "problem": problem} if side == 0 else {}
                writer.finish(renumber, names, facts)
    finally:
        for writer in writers:
            writer.close()
    if split is None:
        for path in whole.iterdir():
            os.replace(path, folder / path.name)
        whole.rmdir()


def _blocks(sources: Sequence[Path], wanted: Wanted, helpers: int | None) -> Iterator[tuple[Piece, Block]]:
    """All pieces of all files with their blocks, in order; only some are in memory at a time."""
    pieces = (piece for source in sources for path in files_of(source) for piece in pieces_of(path))
    if helpers is None:
        free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        helpers = min(_MOST_HELPERS, free) if data_size(sources) >= _WORTH_HELPERS else 0
    if helpers < 2:
        for piece in pieces:
            yield piece, piece.read(wanted)
        return
    with ProcessPoolExecutor(helpers, get_context("spawn")) as pool:
        yield from _ahead(pool, pieces, wanted, 2 * helpers)


def _ahead(pool: Executor, pieces: Iterable[Piece], wanted: Wanted, depth: int) -> Iterator[tuple[Piece, Block]]:
    waiting: deque[tuple[Piece, Future[Block]]] = deque()
    for piece in pieces:
        waiting.append((piece, pool.submit(piece.read, wanted)))
        if len(waiting) > depth:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()
