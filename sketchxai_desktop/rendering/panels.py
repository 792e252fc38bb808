"""The paper's animation: the sketch, a bar for the original category, a bar for the target category."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.cell import draw_card, paint_state, pen_width
from sketchxai_desktop.rendering.palette import Colour
from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.text import (
    SMALLEST_TEXT,
    draw_text,
    fitting_decimals,
    fitting_pixels,
    name_lines,
    percent,
)
from sketchxai_desktop.rendering.view import View, polygon


class Panels:
    """Lays the three panels out, 3:1:1 wide. Where the target is the original, the third panel shows the
    target's probability over the steps instead of the same bar twice.

    Attributes:
        cards: rectangles of the three panels, in pixels.
        plots: rectangles of the two plots; probability 0 is their bottom, 1 their top.
        bars: left and right edge of the bar in each plot.
    """

    def __init__(self, run: Run, geometry: RunGeometry, style: FrameStyle) -> None:
        self._geometry, self._style = geometry, style
        self._category = run.original or run.target
        self._target = run.target
        self.single = self._category == run.target
        self._p_target = run.target_probability[:, style.path].astype(float)
        self._p_original = run.original_probability[:, style.path].astype(float)
        self.width, self.height = round(style.size * 5 / 3), style.size

        unit = style.size / 100
        margin, gap = max(3.0, round(2.5 * unit)), max(2.0, round(1.6 * unit))
        column = (self.width - 2 * margin - 2 * gap) / 5
        tall = self.height - 2 * margin
        second = margin + 3 * column + gap
        self.cards = (
            QRectF(margin, margin, 3 * column, tall),
            QRectF(second, margin, column, tall),
            QRectF(second + column + gap, margin, column, tall),
        )
        self._pad = max(2.0, 1.6 * unit)
        self._band = max(SMALLEST_TEXT + 4, 9 * unit)
        self._title_pixels = max(SMALLEST_TEXT + 2, 5.2 * unit)
        self._label_pixels = max(SMALLEST_TEXT, 4.2 * unit)
        self._tick_pixels = max(SMALLEST_TEXT, 2.7 * unit)
        self._role_pixels = 2.9 * unit if 2.9 * unit >= SMALLEST_TEXT else 0.0
        gutter = 1.9 * self._tick_pixels
        # Words may use the card up to its border, plots keep away from it.
        self._room = column - max(4.0, self._pad)
        self._names = (self._target, "step") if self.single else (self._category, self._target)
        lines = [name_lines(name, self._room, self._label_pixels) for name in self._names]
        self._name_lines, self._foot_lines = lines, max(map(len, lines))
        flat = [line for text in lines for line in text]
        self._label_pixels = fitting_pixels(flat, self._room, self._label_pixels)
        foot = 1.3 * self._label_pixels * self._foot_lines + 1.4 * self._role_pixels + self._pad
        self.plots = tuple(
            QRectF(
                round(card.left() + self._pad + gutter),
                round(card.top() + self._band + 0.7 * self._tick_pixels),
                round(card.width() - 2 * self._pad - gutter),
                round(tall - self._band - foot - 1.2 * self._tick_pixels),
            )
            for card in self.cards[1:]
        )
        self.bars = tuple((round(p.left() + 0.2 * p.width()), round(p.right() - 0.2 * p.width())) for p in self.plots)
        self._bold = 4.2 * unit >= 11
        self._decimals, self._value_pixels = fitting_decimals(self._room, 4.2 * unit, bold=self._bold)
        last = len(self._p_target) - 1
        self._count_pixels = fitting_pixels([f"{last}/{last}"], self._room, self._value_pixels)
        self._title_pixels = fitting_pixels([f"{self._category}-{last}"], 3 * column - 4, self._title_pixels)

        page = self.cards[0].adjusted(self._pad, self._band, -self._pad, -self._pad)
        self._pen = pen_width(page.height())
        bounds = geometry.bounds([style.path], with_sketch=style.show_ghost)
        self._view = View.fit(bounds, page, 3.2 * self._pen)

    def paint_still(self, painter: QPainter) -> None:
        """What is the same in every frame: cards, axes, names."""
        theme = self._style.colours
        for card in self.cards:
            draw_card(painter, card, self._style)
        roles = ("target", "") if self.single else ("original", "target")
        line = 1.3 * self._label_pixels
        for plot, card, name, role in zip(self.plots, self.cards[1:], self._name_lines, roles, strict=True):
            self._paint_axes(painter, plot)
            place = QRectF(card.left() + 2, 0, self._room, line)
            place.moveBottom(card.bottom() - self._pad - 1.4 * self._role_pixels - line * (len(name) - 1))
            for text in name:
                draw_text(painter, place, text, self._label_pixels, theme.text, bold=True)
                place.translate(0, line)
            if self._role_pixels:
                place.setHeight(1.4 * self._role_pixels)
                draw_text(painter, place, role, self._role_pixels, theme.muted)

    def paint(self, painter: QPainter, state: int) -> None:
        """What changes from frame to frame."""
        theme, sketch_card = self._style.colours, self.cards[0]
        paint_state(painter, self._geometry, state, self._style.path, self._view, self._style, self._pen)
        place = QRectF(sketch_card.left(), sketch_card.top(), sketch_card.width(), self._band)
        draw_text(
            painter, place.adjusted(2, 0, -2, 0), f"{self._category}-{state}", self._title_pixels, theme.text, bold=True
        )
        if self.single:
            self._paint_bar(painter, 0, float(self._p_target[state]), theme.accent)
            self._paint_curve(painter, state)
        else:
            self._paint_bar(painter, 0, float(self._p_original[state]), theme.original)
            self._paint_bar(painter, 1, float(self._p_target[state]), theme.accent)

    def _paint_axes(self, painter: QPainter, plot: QRectF) -> None:
        theme = self._style.colours
        ticks = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0) if plot.height() / 5 > 2.6 * self._tick_pixels else (0.0, 0.5, 1.0)
        for tick in ticks:
            y = plot.bottom() - tick * plot.height()
            painter.setPen(QPen(QColor(*(theme.muted if tick == 0 else theme.grid)), 1.0))
            painter.drawLine(QLineF(plot.left(), round(y) + 0.5, plot.right(), round(y) + 0.5))
            label = QRectF(plot.left() - 3 * self._tick_pixels, y - self._tick_pixels, 2.72 * self._tick_pixels, 0)
            label.setHeight(2 * self._tick_pixels)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, label, f"{tick:g}", self._tick_pixels, theme.muted, align=right)

    def _paint_value(self, painter: QPainter, which: int, text: str, pixels: float) -> None:
        card = self.cards[1 + which]
        place = QRectF(card.left() + 2, card.top(), self._room, self._band)
        draw_text(painter, place, text, pixels, self._style.colours.text, bold=self._bold)

    def _paint_bar(self, painter: QPainter, which: int, probability: float, colour: Colour) -> None:
        self._paint_value(painter, which, percent(probability, self._decimals), self._value_pixels)
        if not math.isfinite(probability):
            return
        plot, (left, right) = self.plots[which], self.bars[which]
        top = plot.bottom() - min(max(probability, 0.0), 1.0) * plot.height()
        painter.fillRect(QRectF(left, top, right - left, plot.bottom() - top), QColor(*colour))

    def _paint_curve(self, painter: QPainter, state: int) -> None:
        theme, plot = self._style.colours, self.plots[1]
        last = len(self._p_target) - 1
        self._paint_value(painter, 1, f"{state}/{last}", self._count_pixels)
        known = np.flatnonzero(np.isfinite(self._p_target[: state + 1]))
        if not len(known):
            return
        dot = 1.5 * self._pen
        x = plot.left() + dot + known / max(last, 1) * (plot.width() - 2 * dot)
        y = plot.bottom() - np.clip(self._p_target[known], 0, 1) * plot.height()
        pen = QPen(QColor(*theme.accent), max(1.5, 0.7 * self._pen))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(polygon(np.stack([x, y], axis=1)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*theme.accent))
        painter.drawEllipse(QPointF(x[-1], y[-1]), dot, dot)
