"""Drawings packed once into memory-mapped arrays, so that millions can be trained on without being held."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.quickdraw import LineError, parse_line
from sketchxai_desktop.core.simplify import EXTENT, simplify
from sketchxai_desktop.core.sketch import NORMALISED_EXTENT, Sketch
from sketchxai_desktop.core.tensors import StrokeBatch, batch_from_arrays

_FORMAT = 1
_ARRAYS = ("points", "stroke_lengths", "stroke_counts", "labels")


@dataclass(frozen=True)
class PackedDrawings:
    """D drawings of N strokes and P points.

    Attributes:
        points: (P, 2) uint8, simplified coordinates.
        stroke_lengths: (N,) points per stroke.
        stroke_counts: (D,) strokes per drawing.
        labels: (D,) index into `categories`.
        categories: names, sorted without regard to case.
    """

    points: npt.NDArray[np.uint8]
    stroke_lengths: npt.NDArray[np.int32]
    stroke_counts: npt.NDArray[np.int32]
    labels: npt.NDArray[np.int32]
    categories: tuple[str, ...]

    def __post_init__(self) -> None:
        starts = np.cumsum(self.stroke_lengths, dtype=np.int64) - self.stroke_lengths
        object.__setattr__(self, "_first_point", starts)
        firsts = np.cumsum(self.stroke_counts, dtype=np.int64) - self.stroke_counts
        object.__setattr__(self, "_first_stroke", firsts)

    def __len__(self) -> int:
        return len(self.labels)

    def gather(self, drawings: npt.NDArray[np.int64]) -> DrawingArrays:
        """The given drawings as flat arrays."""
        counts = self.stroke_counts[drawings].astype(np.int64)
        rows = _ranges(self._first_stroke[drawings], counts)  # type: ignore[attr-defined]
        lengths = self.stroke_lengths[rows].astype(np.int64)
        points = self.points[_ranges(self._first_point[rows], lengths)]  # type: ignore[attr-defined]
        return DrawingArrays(points.astype(np.float32), lengths, counts)


@dataclass
class DrawingArrays:
    """Some drawings, free to be changed: points (P, 2) float32, lengths (N,), counts (B,)."""

    points: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @property
    def stroke_owner(self) -> npt.NDArray[np.int64]:
        """(N,) drawing of each stroke."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

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

    def batch(self) -> StrokeBatch:
        return batch_from_arrays(self.points, self.lengths, np.cumsum(self.lengths) - self.lengths, self.counts)


def _ranges(starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """concatenate(arange(s, s + n) for s, n in zip(starts, lengths)) without the loop."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)


def sketches_in(folders: Sequence[Path]) -> Iterator[Sketch]:
    """Every usable labelled drawing of the .ndjson files in the folders, file by file in name order.

    Args:
        folders: a file may stand for a folder with that file alone.

    Raises:
        UserError: a folder holds no .ndjson file, or a file cannot be read.
    """
    for folder in folders:
        files = _files_of(folder)
        if not files:
            raise UserError(f"{folder} holds no .ndjson file.")
        for path in files:
            try:
                yield from _sketches_of(path)
            except OSError as error:
                raise UserError(f"{path} cannot be read: {error.strerror or error}.") from None


def _files_of(folder: Path) -> list[Path]:
    return [folder] if folder.is_file() else sorted(folder.glob("*.ndjson"))


def _sketches_of(path: Path) -> Iterator[Sketch]:
    with path.open("rb") as lines:
        for line in lines:
            try:
                sketch = simplify(parse_line(line))
            except LineError:
                continue
            if sketch.word and sketch.extent > 0:
                yield sketch


def pack(
    folders: Sequence[Path], cache: Path, categories: Sequence[str] | None = None, max_strokes: int = 196
) -> PackedDrawings:
    """The drawings of the folders, packed under `cache` (once; reused while the files are unchanged).

    Args:
        categories: keep only these words; None keeps all and numbers them case-insensitively sorted.

    Raises:
        UserError: no usable drawing was found.
    """
    target = cache / _fingerprint(folders, categories, max_strokes)
    if not (target / "categories.json").exists():
        _write_pack(folders, target, categories, max_strokes)
    names = json.loads((target / "categories.json").read_text(encoding="utf-8"))
    arrays = {a: np.load(target / f"{a}.npy", mmap_mode="r") for a in _ARRAYS}
    return PackedDrawings(categories=tuple(names), **arrays)


def _fingerprint(folders: Sequence[Path], categories: Sequence[str] | None, max_strokes: int) -> str:
    files = [f for folder in folders for f in _files_of(folder)]
    stats = [(str(f.resolve()), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    key = json.dumps([_FORMAT, stats, list(categories or []), max_strokes])
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _write_pack(folders: Sequence[Path], target: Path, categories: Sequence[str] | None, max_strokes: int) -> None:
    wanted = set(categories) if categories else None
    words: dict[str, int] = {}
    # Bytes in four growing buffers: an array object per drawing would take more memory than the drawings.
    kinds = dict(zip(_ARRAYS, (np.uint8, np.int32, np.int32, np.int32), strict=True))
    buffers = {a: bytearray() for a in _ARRAYS}
    for sketch in sketches_in(folders):
        word = str(sketch.word)
        if wanted is not None and word not in wanted:
            continue
        left, top, _, _ = sketch.bounds
        strokes = sketch.strokes[:max_strokes]
        scale = EXTENT / sketch.extent
        flat = (np.concatenate([s.points for s in strokes]) - np.array([left, top])) * scale
        lengths, label = [len(s) for s in strokes], words.setdefault(word, len(words))
        for name, values in zip(_ARRAYS, (np.round(flat), lengths, [len(strokes)], [label]), strict=True):
            buffers[name] += np.asarray(values, kinds[name]).tobytes()
    if not words:
        raise UserError(f"No usable drawing with a word was found in {', '.join(map(str, folders))}.")
    names = sorted(categories or words, key=str.lower)
    arrays: dict[str, npt.NDArray[Any]] = {a: np.frombuffer(buffers[a], kinds[a]) for a in _ARRAYS}
    arrays["points"] = arrays["points"].reshape(-1, 2)
    renumber = np.array([names.index(w) for w in words], np.int32)
    arrays["labels"] = renumber[arrays["labels"]]
    target.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        with atomic_path(target / f"{name}.npy") as temporary, temporary.open("wb") as file:
            np.save(file, array)
    with atomic_path(target / "categories.json") as temporary:
        temporary.write_text(json.dumps(names), encoding="utf-8")
