"""How the lines of the chart and of its legend are drawn."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from sketchxai_desktop.rendering.palette import Colour, Theme, mix


def dashed_colour(theme: Theme) -> Colour:
    """The original category's colour for lines: its grey is made for large bars, a thin line needs more contrast."""
    return mix(theme.original, theme.text, 0.35)


def cosmetic_pen(colour: Colour, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width is in pixels at every scale."""
    pen = QPen(QColor(*colour), width, style)
    pen.setCosmetic(True)
    return pen
