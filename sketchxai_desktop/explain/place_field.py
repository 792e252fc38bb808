"""Where does the network want this stroke? Its output as one stroke is moved over the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from sketchxai_desktop.core.sketch import NORMALISED_EXTENT, FloatArray
from sketchxai_desktop.explain.value import StrokeValue

#: Half the side of the square that is looked at, in normalised units: the sketch's box and a little around it.
REACH = NORMALISED_EXTENT / 2 * 1.25
#: Grid sizes, coarse first: something to look at after a few milliseconds, sharper as time allows.
GRIDS = (8, 16, 32)

_LAYOUTS_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class PlaceField:
    """NumPy only, so it may travel between threads.

    Attributes:
        stroke: 0-based order of the stroke that is moved; the others stay.
        axis: (R,) normalised coordinates, ascending, of columns (x) and of rows (y) alike.
        values: (R, R) the question's output with the stroke's location at (axis[column], axis[row]).
        here: the output where the stroke is now. here_at: (x, y) of that.
        best_at: (x, y) of the grid's highest value, or of the stroke itself if nothing on the grid beats it.
        best: the output there.
    """

    stroke: int
    axis: FloatArray
    values: FloatArray
    here: float
    here_at: tuple[float, float]
    best_at: tuple[float, float]
    best: float


def place_fields(value: StrokeValue, stroke: int, grids: tuple[int, ...] = GRIDS) -> Iterator[PlaceField]:
    """The field on finer and finer grids.

    Shapes and orders never change; the frame stays that of the sketch, so "moved" means the same as in stroke
    location inversion.

    Args:
        stroke: 0-based order, below `value.players` (IndexError otherwise).
    """
    if not 0 <= stroke < value.players:
        raise IndexError(f"stroke {stroke} of {value.players}")
    here = value.locations[stroke].cpu().numpy()
    place = (float(here[0]), float(here[1]))
    now = float(_outputs(value, stroke, here[None])[0])
    for size in grids:
        axis = np.linspace(-REACH, REACH, size, dtype=np.float32)
        places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)  # rows of equal y
        values = _outputs(value, stroke, places).reshape(size, size)
        row, column = np.unravel_index(int(values.argmax()), values.shape)
        best_at, best = (float(axis[column]), float(axis[row])), float(values[row, column])
        if best <= now:
            best_at, best = place, now
        yield PlaceField(stroke, axis, values, now, place, best_at, best)


def _outputs(value: StrokeValue, stroke: int, places: FloatArray) -> FloatArray:
    """(N,) outputs with the stroke at each of (N, 2) normalised places."""
    out = np.empty(len(places), np.float32)
    for start in range(0, len(places), _LAYOUTS_AT_ONCE):
        value.check()
        part = torch.from_numpy(places[start : start + _LAYOUTS_AT_ONCE]).to(value.locations)
        layouts = value.locations.expand(len(part), -1, -1).clone()
        layouts[:, stroke] = part
        with torch.no_grad():
            logits = value.network.classify_strokes(value.shapes, value.orders, layouts)
            out[start : start + len(part)] = value.output(logits).float().cpu().numpy()
    return out
