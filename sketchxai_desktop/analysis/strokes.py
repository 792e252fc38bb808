"""Strokes of many drawings with their shape embeddings, as flat arrays. No torch at import."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.drawing_source import DrawingSource
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import LineError
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch, Stroke

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.checkpoint import Checkpoint

Ints = npt.NDArray[np.int64]

#: Strokes that are collected unless asked otherwise.
MOST_STROKES = 50_000
# Drawings embedded together: about 50 ms of work, after which somebody else may use the network.
_AT_ONCE = 32


def unit(rows: npt.ArrayLike) -> FloatArray:
    """(..., D) rows at length 1; zero rows stay zero.

    Shapes are compared by the *direction* of their embeddings: networks that sum over the points of a stroke give
    long strokes long embeddings, and looks would drown in that length.
    """
    values = np.asarray(rows, np.float32)
    scaled: FloatArray = values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), 1e-12)
    return scaled


@dataclass(frozen=True, eq=False)
class StrokeCollection:
    """R strokes of many drawings.

    Attributes:
        points: (P, 2) float32: the points of all strokes one after another, simplified, in sketch units.
        ends: (R,) int64: where each stroke ends in `points`.
        words: distinct words; word_codes: (R,) int64 into them, -1 for none.
        drawings: (R,) int64: index in the file of the drawing that each comes from; lines: (R,) as people count.
        orders: (R,) int64: 0-based order in that drawing.
        embeddings: (R, D) float32 shape embeddings.

    Raises:
        ValueError: the arrays do not belong together.
    """

    points: FloatArray
    ends: Ints
    words: tuple[str, ...]
    word_codes: Ints
    drawings: Ints
    lines: Ints
    orders: Ints
    embeddings: FloatArray

    def __post_init__(self) -> None:
        count = len(self.ends)
        columns = (self.word_codes, self.drawings, self.lines, self.orders, self.embeddings)
        if any(len(c) != count for c in columns) or self.embeddings.ndim != 2:
            raise ValueError("every stroke needs one word, drawing, line, order and embedding")
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise ValueError("points are not pairs of x and y")
        lengths = np.diff(self.ends, prepend=0)
        if (count and (lengths.min() < 1 or self.ends[-1] != len(self.points))) or not np.isfinite(self.points).all():
            raise ValueError("strokes do not fit the points")
        if count and not (self.word_codes.min() >= -1 and self.word_codes.max() < len(self.words)):
            raise ValueError("words do not fit the strokes")
        if not np.isfinite(self.embeddings).all():
            raise ValueError("embeddings are not finite numbers")

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def lengths(self) -> Ints:
        """(R,) points per stroke."""
        lengths: Ints = np.diff(self.ends, prepend=0)
        return lengths

    def stroke(self, index: int) -> Stroke:
        """Stroke `index` (0-based)."""
        start = int(self.ends[index - 1]) if index > 0 else 0
        return Stroke(self.points[start : int(self.ends[index])])

    def word(self, index: int) -> str | None:
        """The word of the drawing that stroke `index` comes from."""
        code = int(self.word_codes[index])
        return self.words[code] if code >= 0 else None

    @cached_property
    def directions(self) -> FloatArray:
        """(R, D) embeddings at length 1; computed once."""
        return unit(self.embeddings)


def collect_strokes(
    checkpoint: Checkpoint, source: DrawingSource, limit: int = MOST_STROKES, seed: int = 0
) -> Generator[float, None, StrokeCollection]:
    """Embed strokes of randomly chosen drawings of a file, all strokes of each, until there are `limit`.

    Yields the share 0..1 that is done about every 50 ms. Bad lines, drawings without a size and strokes that the
    network has no slot for are left out.

    Raises:
        UserError: no drawing of the file can be used.
    """
    from sketchxai_desktop.core.inspection import embed_shapes

    slots = checkpoint.network.config.order_slots
    total = len(source)
    chosen = np.random.default_rng(seed).permutation(total)
    words: dict[str, int] = {}
    points: list[FloatArray] = []
    lengths: list[int] = []
    columns: list[tuple[int, int, int, int]] = []
    embeddings: list[FloatArray] = []
    for first in range(0, total, _AT_ONCE):
        kept: list[Sketch] = []
        for index in chosen[first : first + _AT_ONCE].tolist():
            sketch = _usable(source, index)
            if sketch is None or len(columns) >= limit:
                continue
            kept.append(sketch)
            code = -1 if sketch.word is None else words.setdefault(sketch.word, len(words))
            line = source.line_number(index)
            for order, stroke in enumerate(sketch.strokes[:slots]):
                points.append(stroke.points)
                lengths.append(len(stroke))
                columns.append((code, index, line, order))
        if kept:
            embeddings.append(embed_shapes(checkpoint, kept))
        yield min(1.0, max(len(columns) / limit, min(first + _AT_ONCE, total) / total))
        if len(columns) >= limit:
            break
    if not columns:
        raise UserError(
            "{file} holds no drawing that the network can see, so there are no strokes.", file=source.path.name
        )
    count = min(len(columns), limit)
    ends = np.cumsum(lengths[:count], dtype=np.int64)
    table = np.array(columns[:count], np.int64)
    return StrokeCollection(
        points=np.concatenate(points)[: ends[-1]],
        ends=ends,
        words=tuple(words),
        word_codes=table[:, 0],
        drawings=table[:, 1],
        lines=table[:, 2],
        orders=table[:, 3],
        embeddings=np.concatenate(embeddings)[:count],
    )


def _usable(source: DrawingSource, index: int) -> Sketch | None:
    try:
        sketch = source.sketch(index)
    except LineError:
        return None
    return simplify(sketch) if sketch.strokes and sketch.extent > 0 else None
