"""Scores over the sketch: colours of strokes, scored points, links, a map of places, and the legend of it all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import Theme, legible, mix, sequential_colours, signed_colour
from sketchxai_desktop.rendering.signed import paint_best_place, paint_pieces, paint_place_map, stroke_looks
from sketchxai_desktop.rendering.sketch_painter import StrokeLook
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import Overlay
from sketchxai_desktop.widgets.canvas_overlay import font_of
from sketchxai_desktop.widgets.canvas_paint import Look

_BAR = 74.0
#: Colour of links: neither of the two that scores have.
_LINK = (160, 70, 200)
#: Links weaker than this share of the strongest are left out.
_FAINTEST = 0.06


def shown_overlay(look: Look, sketch: Sketch) -> Overlay | None:
    """What is to be shown over `sketch`."""
    overlay = look.overlay
    return overlay if overlay is not None and overlay.sketch is sketch else None


def looks_of(look: Look, sketch: Sketch) -> Sequence[StrokeLook] | None:
    """How its strokes are coloured by scores; None: by order."""
    overlay = shown_overlay(look, sketch)
    if overlay is None or overlay.shares is None or len(overlay.shares) != len(sketch):
        return None
    return stroke_looks(overlay.shares.tolist(), look.theme)


def paint_behind(painter: QPainter, overlay: Overlay, view: View, theme: Theme) -> None:
    """What lies behind the strokes."""
    if overlay.map is not None:
        paint_place_map(painter, overlay.map.values, overlay.map.box, view, theme, 0.5)


def paint_over(painter: QPainter, overlay: Overlay, view: View, theme: Theme, pen: float) -> None:
    """What lies over the strokes."""
    if overlay.piece_shares is not None:
        paint_pieces(painter, overlay.pieces, overlay.piece_shares.tolist(), view, theme, pen)
    if overlay.links:
        _paint_links(painter, overlay, view, theme, pen)
    if overlay.places is not None and overlay.point_shares is not None:
        _paint_points(painter, overlay, view, theme, pen)
    if overlay.map is not None:
        centre = QPointF(*view.to_view(overlay.map.best).tolist())
        paint_best_place(painter, centre, max(9.0, 3 * pen), theme)


def _paint_links(painter: QPainter, overlay: Overlay, view: View, theme: Theme, pen: float) -> None:
    starts = view.to_view([s.start for s in overlay.sketch.strokes])
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    most = max(weight for _, _, weight in overlay.links)
    for first, second, weight in sorted(overlay.links, key=lambda link: link[2]):
        share = weight / most if most > 0 else 0.0
        if first == second or share < _FAINTEST:
            continue
        a, b = starts[first], starts[second]
        # Bent to the right of the way, so that the two directions between a pair lie apart.
        bend = (a + b) / 2 + 0.16 * np.array([a[1] - b[1], b[0] - a[0]])
        path = QPainterPath(QPointF(*a))
        path.quadTo(QPointF(*bend), QPointF(*b))
        colour = QColor(*legible(_LINK, theme))
        colour.setAlphaF(0.12 + 0.7 * share)
        painter.setPen(QPen(colour, 1.0 + 1.3 * pen * share, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)
        _paint_head(painter, bend, b, colour, 4.0 + 2.2 * pen * share)
    painter.restore()


def _paint_head(painter: QPainter, bend: np.ndarray, tip: np.ndarray, colour: QColor, size: float) -> None:
    """An arrow's head a little before its tip, which a start dot covers."""
    way = tip - bend
    length = float(np.hypot(*way))
    if length < 2 * size:
        return
    way = way / length
    side = np.array([-way[1], way[0]])
    end = tip - way * size * 0.8
    head = QPainterPath(QPointF(*end))
    for corner in (end - way * size + side * size * 0.5, end - way * size - side * size * 0.5):
        head.lineTo(QPointF(*corner))
    painter.fillPath(head, colour)


def _paint_points(painter: QPainter, overlay: Overlay, view: View, theme: Theme, pen: float) -> None:
    assert overlay.places is not None
    assert overlay.point_shares is not None
    painter.save()
    painter.setPen(QPen(QColor(*theme.background), 1.0))
    for place, share in zip(view.to_view(overlay.places).tolist(), overlay.point_shares.tolist(), strict=True):
        painter.setBrush(QColor(*signed_colour(share, theme)))
        radius = 0.45 * pen + 1.5 * pen * abs(share) ** 0.5
        if share < 0:  # told apart by more than hue
            painter.drawRect(QRectF(place[0] - radius, place[1] - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(QPointF(*place), radius, radius)
    painter.restore()


def paint_legend(painter: QPainter, area: QRectF, overlay: Overlay, theme: Theme, base: QFont) -> None:
    """A box in the upper left corner: what is shown, and what its colours mean."""
    big, small = font_of(base, 1.05, bold=True), font_of(base, 0.92)
    big_metrics, small_metrics = QFontMetricsF(big), QFontMetricsF(small)
    left, right = overlay.ends
    words = small_metrics.horizontalAdvance(left) + small_metrics.horizontalAdvance(right)
    scaled = bool(left or right)
    inset, side = 10.0, 9.0
    width = max(big_metrics.horizontalAdvance(overlay.title), words + _BAR + 16 if scaled else 0.0) + 2 * side
    width = min(width, area.width() - 2 * inset)
    height = big_metrics.height() + (small_metrics.height() + 3 if scaled else 0.0) + side
    box = QRectF(area.left() + inset, area.top() + inset, width, height)
    painter.save()
    surface = QColor(*theme.surface)
    surface.setAlpha(235)
    painter.setPen(QPen(QColor(*theme.grid), 1.0))
    painter.setBrush(surface)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    inner = box.adjusted(side, side / 2, -side, -side / 2)
    painter.setFont(big)
    painter.setPen(QColor(*theme.text))
    title = big_metrics.elidedText(overlay.title, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), title)
    if scaled:
        row = QRectF(inner.left(), inner.bottom() - small_metrics.height(), inner.width(), small_metrics.height())
        painter.setFont(small)
        painter.setPen(QColor(*theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | middle), left)
        start = row.left() + small_metrics.horizontalAdvance(left) + 6
        bar = QRectF(start, row.center().y() - 3.5, _BAR, 7)
        _paint_scale(painter, bar, overlay, theme)
        painter.setPen(QColor(*theme.muted))
        painter.drawText(QRectF(bar.right() + 6, row.top(), row.width(), row.height()),
                         int(Qt.AlignmentFlag.AlignLeft | middle), right)  # fmt: skip
    painter.restore()


def _paint_scale(painter: QPainter, bar: QRectF, overlay: Overlay, theme: Theme) -> None:
    from PySide6.QtGui import QLinearGradient  # brings 170 names of gradients; no overlay is there at the start

    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    if overlay.shares is None and overlay.map is not None:
        colours = sequential_colours(theme)
        for k in range(0, len(colours), 32):
            gradient.setColorAt(k / (len(colours) - 1), QColor(*colours[k]))
        gradient.setColorAt(1.0, QColor(*colours[-1]))
    elif overlay.shares is None and overlay.point_shares is None:
        gradient.setColorAt(0.0, QColor(*mix(theme.surface, legible(_LINK, theme), 0.15)))
        gradient.setColorAt(1.0, QColor(*legible(_LINK, theme)))
    else:
        low = -1.0 if overlay.signed else 0.0
        for k in range(17):
            share = low + (1 - low) * k / 16
            gradient.setColorAt(k / 16, QColor(*signed_colour(share, theme)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 3, 3)
