"""Scores of strokes as looks, and scores of places as a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.rendering.palette import Colour, Theme, mix, sequential_colours, signed_colour
from sketchxai_desktop.rendering.sketch_painter import DASHES, StrokeLook
from sketchxai_desktop.rendering.view import Bounds, View, polygon

#: Widths of strokes that count nothing and most, as factors of the pen's.
_THIN, _THICK = 0.65, 1.6


def signed_shares(scores: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Scores over the largest of them without its sign, so -1..1; all 0 where all are."""
    values = np.nan_to_num(np.asarray(scores, np.float64))
    most = float(np.abs(values).max(initial=0.0))
    return values / most if most > 0 else np.zeros_like(values)


def stroke_looks(shares: Iterable[float], theme: Theme) -> tuple[StrokeLook, ...]:
    """One look per share (-1..1): wider the more it counts, in dashes where it speaks against the target."""
    return tuple(
        StrokeLook(signed_colour(share, theme), _THIN + (_THICK - _THIN) * min(1.0, abs(share)), share < 0)
        for share in map(float, shares)
    )


def paint_pieces(
    painter: QPainter, pieces: Sequence[FloatArray], shares: Iterable[float], view: View, theme: Theme, pen: float
) -> None:
    """Pieces of strokes by their shares (-1..1), with a gap in the ink wherever a stroke was cut.

    Args:
        pieces: (P, 2) points of each, sketch units; neighbours share the point they were cut at.
        pen: width of a stroke in pixels; a piece is wider the more it counts, and in dashes where it speaks against.
    """
    looks = stroke_looks(shares, theme)
    lines = [view.to_view(piece) for piece in pieces]
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # What counts most is painted last.
    for k in sorted(range(len(lines)), key=lambda k: looks[k].width):
        look, width = looks[k], pen * looks[k].width
        colour = QColor(*look.colour)
        if bool((lines[k] == lines[k][0]).all()):  # a tap
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(*lines[k][0].tolist()), 0.75 * width, 0.75 * width)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            continue
        line = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        if look.dashed:
            line.setCapStyle(Qt.PenCapStyle.FlatCap)
            line.setDashPattern(DASHES)
        painter.setPen(line)
        painter.drawPolyline(polygon(lines[k]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*theme.background))
    for before, after in pairwise(range(len(lines))):
        if bool((pieces[before][-1] == pieces[after][0]).all()):
            radius = 0.42 * pen * max(looks[before].width, looks[after].width)
            painter.drawEllipse(QPointF(*lines[after][0].tolist()), radius, radius)
    painter.restore()


def paint_place_map(
    painter: QPainter,
    values: FloatArray,
    box: Bounds,
    view: View,
    theme: Theme,
    opacity: float = 0.85,
    *,
    squares: bool = False,
) -> None:
    """(R, R) values of places as colours: the page's for the least, strong for the most.

    Args:
        values: rows from the top. box: where the first and the last row and column are, sketch units.
        squares: paint a square for every value, as drawings want it, and no picture whose colours run into each other.
    """
    table = np.array(sequential_colours(theme), np.uint8)
    known = np.nan_to_num(values)
    low, high = float(known.min()), float(known.max())
    share = (known - low) / (high - low) if high > low else np.zeros_like(known)
    rows = np.ascontiguousarray(table[np.rint(share * (len(table) - 1)).astype(int)])
    side = len(rows)
    (x0, y0), (x1, y1) = view.to_view([box[:2], box[2:]]).tolist()
    half = (x1 - x0) / max(side - 1, 1) / 2  # values belong to the middles of the cells
    place = QRectF(x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half)
    painter.save()
    if squares:
        paint_squares(painter, place, rows, theme.background, opacity)
    else:
        image = QImage(rows.data, side, side, 3 * side, QImage.Format.Format_RGB888).copy()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(opacity)
        painter.drawImage(place, image)
    painter.restore()


def paint_squares(
    painter: QPainter,
    place: QRectF,
    colours: npt.NDArray[np.uint8],
    ground: Colour,
    opacity: float = 1.0,
    overlap: float = 0.5,
) -> None:
    """(R, C, 3) colours as one rectangle for each run of equal ones in a row; without edges between them.

    Args:
        ground: what they lie on; mixed in where they are not opaque, so that overlaps do not show.
        overlap: by how much each reaches into the next, in units of the painter.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    height, width = place.height() / len(colours), place.width() / colours.shape[1]
    for number, row in enumerate(colours):
        ends = [*(np.flatnonzero((row[1:] != row[:-1]).any(axis=1)) + 1).tolist(), len(row)]
        # Down to the lower right corner of all: what comes later covers what is too much.
        low = place.bottom() if number == len(colours) - 1 else place.top() + (number + 1) * height + overlap
        for start, end in pairwise([0, *ends]):
            right = place.right() if end == len(row) else place.left() + end * width + overlap
            spot = QRectF(QPointF(place.left() + start * width, place.top() + number * height), QPointF(right, low))
            red, green, blue = row[start].tolist()
            painter.fillRect(spot, QColor(*mix(ground, (red, green, blue), opacity)))
    painter.restore()


def paint_best_place(painter: QPainter, centre: QPointF, radius: float, theme: Theme) -> None:
    """Cross hairs."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.background, 4.5), (theme.ink, 1.8)):
        painter.setPen(QPen(QColor(*colour), width))
        painter.drawEllipse(centre, radius, radius)
        for dx, dy in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
            way = QPointF(dx * radius, dy * radius)
            painter.drawLine(centre + way * 0.55, centre + way * 1.5)
    painter.restore()
