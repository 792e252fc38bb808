"""Animation frames of a run."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.cell import Cell
from sketchxai_desktop.rendering.panels import Panels
from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.style import FrameStyle, grid_shape
from sketchxai_desktop.rendering.text import SMALLEST_TEXT, draw_text


class _Layout(Protocol):
    width: int
    height: int

    def paint_still(self, painter: QPainter) -> None: ...

    def paint(self, painter: QPainter, state: int) -> None: ...


class FrameRenderer:
    """Draws any state of a run in one style; what is the same in all frames is drawn once.

    The view is chosen once, so that no stroke leaves the picture at any state and nothing jumps. States that a
    growing run records later are not seen. Needs a QGuiApplication (`ensure_gui_application`); any thread.

    Attributes:
        width, height: of the frames in pixels.
        states: how many states can be drawn.
    """

    def __init__(self, run: Run, style: FrameStyle) -> None:
        """Lay the frames out.

        Raises:
            UserError: the run has no state yet, or not the path that the style asks for.
        """
        if not run.states:
            raise UserError("This run has no steps yet, so there is nothing to draw.")
        if style.style != "grid" and style.path >= run.paths:
            raise UserError(
                "This run has {paths} paths; there is no path {path}.", paths=run.paths, path=style.path + 1
            )
        geometry = RunGeometry(run)
        self._layout: _Layout
        if style.style == "panels":
            self._layout = Panels(run, geometry, style)
        elif style.style == "grid":
            self._layout = Grid(run, geometry, style)
        else:
            self._layout = Single(run, geometry, style)
        self.states = len(geometry.shifts)
        self.width, self.height = self._layout.width, self._layout.height
        surface = style.colours.background if style.style == "sketch" else style.colours.surface
        self._still = QImage(self.width, self.height, QImage.Format.Format_RGB32)
        self._still.fill(QColor(*surface))
        painter = _painter(self._still)
        self._layout.paint_still(painter)
        painter.end()

    def render(self, state: int) -> QImage:
        """The frame of `state`, 0..states-1, as RGB32.

        Raises:
            IndexError: there is no such state.
        """
        if not 0 <= state < self.states:
            raise IndexError(f"there is no state {state} among {self.states}")
        image = self._still.copy()
        painter = _painter(image)
        self._layout.paint(painter, state)
        painter.end()
        return image


def render_frame(run: Run, state: int, style: FrameStyle) -> QImage:
    """One frame (RGB32). For many frames of a run make one `FrameRenderer`."""
    return FrameRenderer(run, style).render(state)


def image_pixels(image: QImage) -> np.ndarray[tuple[int, int], np.dtype[np.uint32]]:
    """(height, width) 0xRRGGBB of an RGB32 image; a copy."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return rows[:, : image.width()] & np.uint32(0xFFFFFF)


def _painter(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    return painter


class Single:
    """The sketch alone, square."""

    def __init__(self, run: Run, geometry: RunGeometry, style: FrameStyle) -> None:
        self._geometry, self._style = geometry, style
        self._probability = run.target_probability[:, style.path]
        self.width = self.height = style.size
        bounds = geometry.bounds([style.path], with_sketch=style.show_ghost)
        self._cell = Cell.at(QRectF(0, 0, style.size, style.size), bounds, box=style.show_box)

    def paint_still(self, painter: QPainter) -> None:
        """Nothing stands still here but the page."""

    def paint(self, painter: QPainter, state: int) -> None:
        probability = float(self._probability[state])
        self._cell.paint(painter, self._geometry, state, self._style.path, probability, self._style)


class Grid:
    """All paths side by side at one scale, each with its number and its probability."""

    def __init__(self, run: Run, geometry: RunGeometry, style: FrameStyle) -> None:
        self._geometry, self._style = geometry, style
        self._probability = run.target_probability
        category = run.original or run.target
        self._category = category
        self._goal = "recovery" if category == run.target else f"to {run.target}"
        unit = style.size / 100
        self._margin, gap = max(3.0, round(2 * unit)), max(2.0, round(1.2 * unit))
        self._title_pixels = max(SMALLEST_TEXT + 1, 4.2 * unit)
        self._band = round(1.5 * self._title_pixels)
        rows, columns = grid_shape(run.paths)
        top = self._margin + self._band
        side = (style.size - top - self._margin - (rows - 1) * gap) / rows
        self.height = style.size
        self.width = round(2 * self._margin + columns * side + (columns - 1) * gap)
        bounds = geometry.bounds(range(run.paths), with_sketch=style.show_ghost)
        self._cells = [
            Cell.at(
                QRectF(
                    self._margin + (path % columns) * (side + gap), top + (path // columns) * (side + gap), side, side
                ),
                bounds,
                box=style.show_box,
            )
            for path in range(run.paths)
        ]

    def paint_still(self, painter: QPainter) -> None:
        for cell in self._cells:
            cell.paint_card(painter, self._style)
        place = QRectF(self.width / 2, 0.6 * self._margin, self.width / 2 - self._margin, self._band)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, place, self._goal, 0.85 * self._title_pixels, self._style.colours.muted, align=right)

    def paint(self, painter: QPainter, state: int) -> None:
        place = QRectF(self._margin, 0.6 * self._margin, self.width / 2 - 1.5 * self._margin, self._band)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        title, theme = f"{self._category}-{state}", self._style.colours
        draw_text(painter, place, title, self._title_pixels, theme.text, bold=True, align=left)
        for path, cell in enumerate(self._cells):
            probability = float(self._probability[state, path])
            cell.paint(painter, self._geometry, state, path, probability, self._style, label=f"{path + 1}")
