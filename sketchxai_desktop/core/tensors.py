"""Sketches to tensors: the one place that knows how a batch of strokes is laid out.

Strokes of all sketches in a batch stand one after another, so nothing is wasted on sketches with few
strokes; `StrokeBatch.scatter` brings anything that is per stroke into the padded (B, S, ...) form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Frame, Sketch

#: Features of one point: dx, dy from the previous point, pen_down, pen_up.
POINT_FEATURES = 4


@dataclass(frozen=True)
class StrokeBatch:
    """N strokes of B sketches, at most S strokes and T points each.

    Attributes:
        points: (N, T, 4) float32: dx, dy, pen_down, pen_up; rows past a stroke's end are zero.
        lengths: (N,) int64 on the CPU: points of each stroke, >= 1.
        sketches: (N,) int64: which sketch of the batch each stroke belongs to.
        orders: (N,) int64: 0-based place in the drawing sequence.
        locations: (N, 2) float32: normalised first point.
        size: B.
    """

    points: Tensor
    lengths: Tensor
    sketches: Tensor
    orders: Tensor
    locations: Tensor
    size: int

    @property
    def slots(self) -> int:
        """S: strokes of the sketch that has most."""
        return int(self.orders.max()) + 1 if len(self.orders) else 0

    def to(self, device: torch.device | str) -> StrokeBatch:
        """The batch on `device` (lengths stay on the CPU, where packing needs them)."""
        moved = [t.to(device, non_blocking=True) for t in (self.points, self.sketches, self.orders, self.locations)]
        return StrokeBatch(moved[0], self.lengths, moved[1], moved[2], moved[3], self.size)

    def scatter(self, per_stroke: Tensor, slots: int | None = None) -> Tensor:
        """(N, ...) values to (B, S, ...), zero where a sketch has no such stroke."""
        out = per_stroke.new_zeros((self.size, slots or self.slots, *per_stroke.shape[1:]))
        return out.index_put((self.sketches, self.orders), per_stroke)

    def present(self, slots: int | None = None) -> Tensor:
        """(B, S) bool: which slots hold a stroke."""
        return self.scatter(torch.ones_like(self.orders, dtype=torch.bool), slots)


def batch_of(sketches: Sequence[Sketch], max_strokes: int) -> StrokeBatch:
    """Batch of drawings as a person made or a file holds them; raw ink is simplified first.

    Strokes after the first `max_strokes` of a sketch are left out: the network has no slot for them.

    Raises:
        ValueError: a sketch is empty or has no extent.
    """
    rows, lengths, points, starts = [], [], [], []
    for sketch in map(simplify, sketches):
        if not sketch.strokes:
            raise ValueError("an empty sketch has nothing to show to the model")
        frame = Frame.of(sketch)
        shown = sketch.strokes[:max_strokes]
        normalised = frame.to_normalised(np.concatenate([s.points for s in shown]))
        counts = [len(s) for s in shown]
        rows.append(len(shown))
        lengths += counts
        points.append(normalised)
        starts.append(np.cumsum([0, *counts[:-1]]))
    offsets = np.cumsum([0, *(len(p) for p in points[:-1])])
    first = np.concatenate([s + o for s, o in zip(starts, offsets, strict=True)])
    return batch_from_arrays(np.concatenate(points), np.asarray(lengths), first, np.asarray(rows))


def batch_from_arrays(
    points: npt.NDArray[np.float32],
    lengths: npt.NDArray[np.int64],
    first: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
) -> StrokeBatch:
    """Batch from flat arrays.

    Args:
        points: (P, 2) normalised coordinates of all points.
        lengths: (N,) points per stroke.
        first: (N,) index into `points` of every stroke's first point.
        counts: (B,) strokes per sketch, sum N.
    """
    longest = int(lengths.max())
    column = np.arange(longest)
    inside = column < lengths[:, None]
    absolute = points[np.where(inside, first[:, None] + column, first[:, None])]
    features = np.zeros((len(lengths), longest, POINT_FEATURES), np.float32)
    features[:, 1:, :2] = absolute[:, 1:] - absolute[:, :-1]
    last = column == (lengths - 1)[:, None]
    features[..., 2] = inside & ~last
    features[..., 3] = last
    features[~inside] = 0
    ends = np.cumsum(counts)
    orders = np.arange(len(lengths)) - np.repeat(ends - counts, counts)
    return StrokeBatch(
        torch.from_numpy(features),
        torch.from_numpy(lengths.astype(np.int64)),
        torch.from_numpy(np.repeat(np.arange(len(counts)), counts)),
        torch.from_numpy(orders),
        torch.from_numpy(np.ascontiguousarray(points[first])),
        len(counts),
    )
