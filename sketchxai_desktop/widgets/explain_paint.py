"""What several views of the Explain page paint: sketches by scores, columns of scores, chips."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import Scheme, Theme, contrast, mix, signed_colour
from sketchxai_desktop.rendering.signed import paint_pieces, signed_shares, stroke_looks
from sketchxai_desktop.rendering.sketch_painter import FIT_MARGIN, paint_sketch, shifted_bounds
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.widgets.explain_parts import Pieces
from sketchxai_desktop.widgets.explain_state import ExplainState


def fit(sketch: Sketch, place: QRectF, width: float) -> View:
    """The view in which the whole sketch lies in `place`."""
    return View.fit(shifted_bounds(sketch, np.zeros((len(sketch), 2))), place, FIT_MARGIN * width)


def scored_picture(
    sketch: Sketch,
    scores: Scores | None,
    width: int,
    height: int,
    ratio: float,
    theme: Theme,
    scheme: Scheme = "rainbow",
    pieces: Pieces | None = None,
) -> QImage:
    """`paint_scored` on nothing."""
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_scored(painter, QRectF(0, 0, width, height), sketch, scores, theme, scheme, pieces)
    painter.end()
    return image


def paint_scored(
    painter: QPainter,
    place: QRectF,
    sketch: Sketch,
    scores: Scores | None,
    theme: Theme,
    scheme: Scheme = "rainbow",
    pieces: Pieces | None = None,
) -> None:
    """The sketch with its strokes coloured by scores (None: by order), or with scored parts of them."""
    if not sketch.strokes:
        return
    looks = None
    if pieces is not None:
        looks = stroke_looks([0.0] * len(sketch), theme)
    elif scores is not None and len(scores) == len(sketch):
        looks = stroke_looks(signed_shares(scores).tolist(), theme)
    pen = max(1.4, min(place.width(), place.height()) / 52)
    view = fit(sketch, place, pen)
    paint_sketch(painter, sketch, view, theme=theme, scheme=scheme, width=pen, start_dots=False, looks=looks)
    if pieces is not None:
        paint_pieces(painter, pieces.lines, pieces.shares.tolist(), view, theme, pen)


def two_lines(text: str, metrics: QFontMetrics, width: float) -> list[str]:
    """The text as one line, or as two where it does not fit: as many words as fit in the first, or up to a hyphen."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    ends = [k + (letter == "-") for k, letter in enumerate(text) if letter in " -"]
    fitting = [end for end in ends if metrics.horizontalAdvance(text[:end]) <= width]
    if not fitting:
        return [text]
    return [text[: fitting[-1]].rstrip(), text[fitting[-1] :].lstrip()]


def paint_card(painter: QPainter, place: QRectF, theme: Theme, *, chosen: bool = False, pointed: bool = False) -> None:
    """The frame behind a small picture."""
    edge, width = (theme.accent, 2.0) if chosen else (theme.muted, 1.2) if pointed else (theme.grid, 1.0)
    painter.setPen(QPen(QColor(*edge), width))
    painter.setBrush(QColor(*theme.background))
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)


def paint_message(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    """A sentence in place of a picture."""
    painter.setPen(QColor(*theme.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place.adjusted(12, 6, -12, -6), int(flags), text)


def paint_chip(painter: QPainter, centre: QPointF, radius: float, stroke: int, state: ExplainState) -> None:
    """A disc in the stroke's colour with its number."""
    colour, text = state.colour(stroke), str(stroke + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*colour))
    painter.drawEllipse(centre, radius, radius)
    painter.setFont(picture_font(radius * (1.25 if len(text) < 2 else 1.05 if len(text) < 3 else 0.8), bold=True))
    painter.setPen(QColor(*max(((255, 255, 255), (0, 0, 0)), key=lambda c: contrast(c, colour))))
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)


def column_rects(
    place: QRectF, scores: Sequence[float], errors: Sequence[float] = (), *, symmetric: bool = False
) -> tuple[list[QRectF], float]:
    """Where the columns of scores stand in `place`, and the height of their zero line.

    Zero is where the span of the scores, with their errors, has it, or in the middle.
    """
    low, high = _span(scores, errors)
    if symmetric:
        high = max(high, -low)
        low = -high
    span = high - low or 1.0
    zero = place.top() + place.height() * (high / span if high > low else 0.5)
    step = place.width() / len(scores)
    gap = min(4.0, 0.22 * step)
    rects = []
    for k, score in enumerate(scores):
        end = zero - score / span * place.height()
        x = place.left() + k * step + gap / 2
        rects.append(QRectF(QPointF(x, min(zero, end)), QPointF(x + step - gap, max(zero, end))))
    return rects, zero


def _span(scores: Sequence[float], errors: Sequence[float]) -> tuple[float, float]:
    """Lowest and highest number to be shown, with zero."""
    least, most = list(scores), list(scores)
    for k, error in enumerate(errors[: len(scores)]):
        least[k], most[k] = least[k] - error, most[k] + error
    return min(0.0, *least), max(0.0, *most)


def paint_columns(
    painter: QPainter,
    place: QRectF,
    scores: Scores,
    theme: Theme,
    *,
    marked: Sequence[int] = (),
    errors: Scores | None = None,
) -> None:
    """One column per stroke: up and blue for the target, down, orange and hatched against it."""
    values = np.nan_to_num(scores).tolist()
    if not values:
        return
    half = [] if errors is None else np.nan_to_num(errors).tolist()
    rects, zero = column_rects(place, values, half)
    step = place.width() / len(values)
    for k in marked:
        glow = QRectF(place.left() + k * step, place.top(), step, place.height())
        painter.fillRect(glow, QColor(*mix(theme.background, theme.hover, 0.8)))
    low, high = _span(values, half)
    span = (high - low) or 1.0
    painter.setPen(Qt.PenStyle.NoPen)
    for k, (rect, share) in enumerate(zip(rects, signed_shares(scores).tolist(), strict=True)):
        colour = QColor(*signed_colour(share, theme))
        painter.setPen(Qt.PenStyle.NoPen)
        if share < 0 and rect.width() > 4:
            pale = QColor(*mix(theme.background, signed_colour(share, theme), 0.35))
            painter.setBrush(pale)
            painter.drawRect(rect)
            painter.setBrush(colour)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            brush = painter.brush()
            brush.setColor(colour)
            painter.setBrush(brush)
        else:
            painter.setBrush(colour)
        painter.drawRect(rect)
        if k < len(half):
            reach = half[k] / span * place.height()
            end = rect.top() if values[k] >= 0 else rect.bottom()
            painter.setPen(QPen(QColor(*theme.text), 1))
            x = rect.center().x()
            painter.drawLine(QPointF(x, end - reach), QPointF(x, end + reach))
    painter.setPen(QPen(QColor(*theme.muted), 1))
    painter.drawLine(QPointF(place.left(), zero), QPointF(place.right(), zero))
