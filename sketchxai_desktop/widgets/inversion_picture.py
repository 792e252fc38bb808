"""One small picture of one state of one path, as the grid and the filmstrip show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.rendering.cell import pen_width
from sketchxai_desktop.rendering.palette import Scheme, Theme
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.view import Bounds, View
from sketchxai_desktop.widgets.inversion_arrays import RunArrays

#: Width in pixels of a pen whose joints nobody can tell apart.
_THIN = 2.0


@dataclass(frozen=True)
class Look:
    """How strokes are coloured by order, and which stand out: selected ones and the one under the pointer (0-based)."""

    scheme: Scheme = "rainbow"
    selected: Collection[int] = ()
    hovered: int | None = None


def paint_card(
    painter: QPainter, rect: QRectF, theme: Theme, *, chosen: bool = False, hovered: bool = False, focus: bool = False
) -> None:
    """The page of a picture; the chosen one has a thick border in the accent colour."""
    radius = min(8.0, 0.04 * rect.height() + 2)
    painter.setBrush(QColor(*theme.background))
    painter.setPen(QPen(QColor(*(theme.muted if hovered else theme.grid)), 1.0))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = 3.0 if focus else 2.0
        painter.setPen(QPen(QColor(*theme.accent), width))
        inset = width / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def paint_layout(
    painter: QPainter,
    arrays: RunArrays,
    state: int,
    path: int,
    rect: QRectF,
    bounds: Bounds,
    theme: Theme,
    look: Look,
) -> None:
    """The strokes of `path` at `state` in `rect`, which shows `bounds` (sketch units)."""
    width = pen_width(min(rect.width(), rect.height()))
    painter.save()
    painter.setClipRect(rect)
    paint_sketch(
        painter,
        arrays.run.sketch,
        View.fit(bounds, rect, 2.2 * width),
        theme=theme,
        scheme=look.scheme,
        width=width,
        selected=look.selected,
        hovered=look.hovered,
        shifts=arrays.shifts(state, path),
        quick=width < _THIN,
    )
    painter.restore()


def paint_hint(painter: QPainter, widget: QWidget, rect: QRectF, text: str, theme: Theme) -> None:
    """What will be seen here, while there is nothing to see yet."""
    painter.setFont(widget.font())
    painter.setPen(QColor(*theme.muted))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(rect.adjusted(10, 4, -10, -4), flags, text)
