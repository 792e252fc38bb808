"""What is shown over the sketch on the canvas, or in its place, without changing it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sketch import FloatArray, Sketch


@dataclass(frozen=True, eq=False)
class PlaceMap:
    """A number for every place of a square, as colours behind the strokes.

    Attributes:
        values: (R, R) rows from the top.
        box: (left, top, right, bottom) of the square in sketch units.
        best: (x, y) of the place to mark, sketch units.
        stroke: 0-based order of the stroke it is about.
    """

    values: FloatArray
    box: tuple[float, float, float, float]
    best: tuple[float, float]
    stroke: int


@dataclass(frozen=True, eq=False)
class Overlay:
    """Scores and links over the strokes. The canvas shows it only while `sketch` is the one it shows.

    Attributes:
        sketch: what it is about.
        title: for the legend.
        shares: (S,) one per stroke, -1..1 (0..1 if not `signed`), or None: strokes keep their colours.
        signed: whether values below zero mean the opposite.
        ends: words for the least and the greatest value.
        places, point_shares: (N, 2) sketch units and (N,) -1..1: scores of single points, or None.
        pieces, piece_shares: (P, 2) sketch units each and (N,) -1..1: scores of parts of strokes; () and None: none.
        links: (from, to, weight 0..1) between the starts of strokes, 0-based.
        map: numbers behind the strokes, or None.
    """

    sketch: Sketch
    title: str
    shares: npt.NDArray[np.float64] | None = None
    signed: bool = True
    ends: tuple[str, str] = ("", "")
    places: FloatArray | None = None
    point_shares: npt.NDArray[np.float64] | None = None
    pieces: tuple[FloatArray, ...] = ()
    piece_shares: npt.NDArray[np.float64] | None = None
    links: tuple[tuple[int, int, float], ...] = ()
    map: PlaceMap | None = None


@dataclass(frozen=True, eq=False)
class Preview:
    """A sketch that is looked at but not edited, such as the present one without a stroke."""

    sketch: Sketch
    title: str
