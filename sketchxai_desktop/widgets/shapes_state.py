"""What the pages of the Shapes window show, and the little that they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sketchxai_desktop.analysis.codebook import Codebook, Located
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, contrast, stroke_colour

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.inspection import Inspection


@dataclass(frozen=True, eq=False)
class ShapesState:
    """One moment of the Shapes window.

    Attributes:
        sketch: the current one.
        inspection: what the network said of `sketch`, or None while it has not.
        codebook: the groups, or None; located: where the strokes of `sketch` fall in them, or None.
        checkpoint: the present network, or None; answers of another one are out of date.
        outdated: the codebook was made by another network than the present one.
        selected, hovered: 0-based strokes of `sketch`, or None.
        theme, scheme: of colours.
    """

    sketch: Sketch = field(default_factory=Sketch)
    inspection: Inspection | None = None
    codebook: Codebook | None = None
    located: Located | None = None
    outdated: bool = False
    selected: int | None = None
    hovered: int | None = None
    theme: Theme = LIGHT
    scheme: Scheme = "rainbow"
    checkpoint: CheckpointSummary | None = None

    def colour(self, stroke: int) -> Colour:
        """The colour of that stroke everywhere."""
        return stroke_colour(stroke, max(len(self.sketch), stroke + 1), self.scheme, self.theme)


@dataclass(frozen=True)
class GroupsAsked:
    """How strokes are to be grouped: how many groups, from how many strokes, and the seed of what is random."""

    groups: int
    strokes: int
    seed: int = 0


def paint_chip(painter: QPainter, centre: QPointF, radius: float, text: str, colour: Colour) -> None:
    """A filled circle with a number in it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*colour))
    painter.drawEllipse(centre, radius, radius)
    painter.setFont(picture_font(radius * (1.25 if len(text) < 2 else 1.0), bold=True))
    painter.setPen(QColor(*max(((255, 255, 255), (0, 0, 0)), key=lambda c: contrast(c, colour))))
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_card(painter: QPainter, place: QRectF, theme: Theme, *, chosen: bool = False, pointed: bool = False) -> None:
    """The frame behind a small picture."""
    edge, width = (theme.accent, 2.0) if chosen else (theme.muted, 1.2) if pointed else (theme.grid, 1.0)
    painter.setPen(QPen(QColor(*edge), width))
    painter.setBrush(QColor(*theme.background))
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)


def paint_message(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    """A sentence in place of a picture."""
    painter.setPen(QColor(*theme.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place.adjusted(16, 8, -16, -8), int(flags), text)


def percent(share: float) -> str:
    """As in "97.1%"; only certainty is called 100%."""
    return f"{min(share * 100, 99.9 if share < 1 else 100.0):.1f}%"
