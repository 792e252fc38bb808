"""Words and numbers in pictures: fitted to their place, never clipped."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from sketchxai_desktop.rendering.gui import fitting_font, picture_font
from sketchxai_desktop.rendering.palette import Colour, Theme

#: Pixels below which letters cannot be read.
SMALLEST_TEXT = 8.0
_CENTRE = Qt.AlignmentFlag.AlignCenter


def percent(probability: float, decimals: int) -> str:
    """`probability` (0..1) as a percentage, "–" when it is not a number."""
    return f"{100 * probability:.{decimals}f}%" if math.isfinite(probability) else "–"


def short_percent(probability: float) -> str:
    """A percentage for a corner box: one decimal, two near 0 and 100; only certainty is called 100 %."""
    if not math.isfinite(probability):
        return "–"
    share = 100 * probability
    if 1 <= share < 99:
        return f"{share:.1f}%"
    return f"{math.floor(share * 100) / 100:.2f}%"


def fitting_decimals(width: float, pixels: float, *, bold: bool) -> tuple[int, float]:
    """(decimals, font pixels): as many of six decimals as "100 %" can have in `width` pixels at a legible size."""
    for decimals in (6, 4, 3, 2, 1):
        font = fitting_font(percent(1.0, decimals), width, max(pixels, SMALLEST_TEXT), SMALLEST_TEXT, bold=bold)
        if font is not None:
            return decimals, float(font.pixelSize())
    return 0, SMALLEST_TEXT


def fitting_pixels(texts: Iterable[str], width: float, pixels: float) -> float:
    """The height, `pixels` or less, at which the widest of `texts` (bold) fits; the smallest legible if none does."""
    size = pixels
    for text in texts:
        font = fitting_font(text, width, size, SMALLEST_TEXT, bold=True)
        size = float(font.pixelSize()) if font is not None else SMALLEST_TEXT
    return size


def name_lines(name: str, width: float, pixels: float) -> list[str]:
    """`name` as one line, or as two where one line would need letters of less than 3/4 of `pixels`."""
    if " " not in name or fitting_font(name, width, pixels, max(SMALLEST_TEXT, 0.75 * pixels), bold=True):
        return [name]
    spaces = [k for k, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda k: abs(2 * k + 1 - len(name)))
    return [name[:middle], name[middle + 1 :]]


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    pixels: float,
    colour: Colour,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = _CENTRE,
) -> None:
    """`text` in `box`: smaller than `pixels` where that makes it fit, cut with an ellipsis where nothing does."""
    pixels = min(pixels, box.height())
    font = fitting_font(text, box.width(), pixels, SMALLEST_TEXT, bold=bold)
    if font is None:
        font = picture_font(min(pixels, SMALLEST_TEXT), bold=bold)
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(QColor(*colour))
    painter.drawText(box, int(align | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine), text)


def draw_corner_box(painter: QPainter, place: QRectF, text: str, pixels: float, theme: Theme) -> None:
    """`text` in a small box in the lower right corner of `place`."""
    font = picture_font(pixels, bold=True)
    width = QFontMetricsF(font).horizontalAdvance(text) + 0.9 * pixels
    height = box_height(pixels)
    box = QRectF(place.right() - width, place.bottom() - height, width, height)
    painter.setPen(QPen(QColor(*theme.grid), max(1.0, pixels / 12)))
    painter.setBrush(QColor(*theme.surface))
    painter.drawRoundedRect(box, 0.3 * pixels, 0.3 * pixels)
    painter.setFont(font)
    painter.setPen(QColor(*theme.text))
    painter.drawText(box, int(_CENTRE | Qt.TextFlag.TextDontClip), text)


def box_height(pixels: float) -> float:
    """Height of a corner box around text of `pixels`."""
    return round(1.55 * pixels)
