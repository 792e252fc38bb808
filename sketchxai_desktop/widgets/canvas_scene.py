"""Paints what the canvas shows: the page with the sketch, or the layout of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import stroke_colour
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.text import short_percent
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets import canvas_overlay as overlay
from sketchxai_desktop.widgets.canvas_paint import Layer, Look, ink_width, paint_ink, paint_paper, paint_traces
from sketchxai_desktop.widgets.canvas_run import RunTrack
from sketchxai_desktop.widgets.canvas_tools import DrawTool, SelectTool


@dataclass(frozen=True)
class Surface:
    """What is painted on.

    Attributes:
        area: of the widget in device-independent pixels; ratio: device pixels for each of them.
        view: sketch units to those pixels.
        font: of the words.
    """

    area: QRectF
    ratio: float
    view: View
    font: QFont

    @property
    def pen(self) -> float:
        """Width of ink in pixels."""
        return ink_width(self.area.width(), self.area.height())


class Scene:
    """Keeps what does not change from frame to frame as pictures, so that a frame costs little.

    Attributes:
        look: how strokes are shown.
        banner: where the banner of a run was painted last.
    """

    def __init__(self, session: Session, draw: DrawTool, select: SelectTool) -> None:
        self._session, self._draw, self._select = session, draw, select
        self.look = Look()
        self.banner = QRectF()
        self._page, self._run_page = Layer(), Layer()
        self._inked = 0  # points of the stroke in progress that are on the page
        self._traced = 0  # state up to which the run's traces are on the page

    @property
    def inked(self) -> int:
        """How many points of the stroke in progress have been painted."""
        return self._inked

    def forget_ink(self) -> None:
        """The stroke in progress has ended: paint the page without its ink."""
        self._inked = 0
        self._page.drop()

    def paint_page(self, painter: QPainter, surface: Surface) -> None:
        """The sketch, and the ink of the stroke in progress over it."""
        session, look = self._session, self.look
        sketch = session.sketch
        inviting = not sketch.strokes and not self._draw.active
        shift = self._select.shift if session.selection is not None else None
        content = (sketch, look, surface.view, session.selection, session.hovered, shift, inviting)

        def paint(page: QPainter) -> None:
            paint_paper(page, surface.area, surface.view, look.theme)
            if inviting:
                title, detail = _tr("Draw here"), _tr("or drop a drawing file (.ndjson) on the window")
                overlay.paint_hint(page, surface.area, look.theme, surface.font, title, detail)
            shifts = _one_shift(len(sketch), session.selection, shift)
            self._paint_strokes(page, surface, sketch, shifts, marked=True)

        if self._page.show(surface.area.size(), surface.ratio, content, paint):
            self._inked = 0
        if len(self._draw.points) > self._inked:
            self._page.add(self._new_ink(surface))
        self._page.blit(painter)

    def _new_ink(self, surface: Surface) -> Callable[[QPainter], None]:
        first = max(self._inked - 1, 0)
        points, pressures = self._draw.points[first:], self._draw.pressures[first:]
        self._inked = len(self._draw.points)
        order = len(self._session.sketch)
        colour = QColor(*stroke_colour(order, order + 1, self.look.scheme, self.look.theme))
        return lambda page: paint_ink(page, points, pressures, surface.view, colour, surface.pen)

    def paint_run(self, painter: QPainter, surface: Surface, track: RunTrack, *, marked: bool) -> None:
        """The shown state of the run. `marked`: selection and hover are about these strokes."""
        look, path, state = self.look, self._session.path, self._session.step
        if state < self._traced:
            self._run_page.drop()

        def paint(page: QPainter) -> None:
            paint_paper(page, surface.area, surface.view, look.theme)
            if look.ghost:
                paint_sketch(page, Sketch(), surface.view, theme=look.theme, width=surface.pen, ghost=track.sketch)
            self._traced = 0

        self._run_page.show(surface.area.size(), surface.ratio, (track, path, look, surface.view), paint)
        if look.traces and state > self._traced:
            trace = track.trace(path, self._traced, state)
            self._run_page.add(lambda page: paint_traces(page, trace, surface.view, look, surface.pen))
        self._traced = state
        self._run_page.blit(painter)
        self._paint_strokes(painter, surface, track.sketch, track.shifts(path, state), marked=marked)
        self._paint_words(painter, surface, track)

    def _paint_strokes(
        self, painter: QPainter, surface: Surface, sketch: Sketch, shifts: np.ndarray | None, *, marked: bool
    ) -> None:
        selection = self._session.selection
        paint_sketch(
            painter,
            sketch,
            surface.view,
            theme=self.look.theme,
            scheme=self.look.scheme,
            width=surface.pen,
            selected=(selection,) if marked and selection is not None else (),
            hovered=self._session.hovered if marked else None,
            shifts=shifts,
            start_dots=self.look.dots,
            numbers=self.look.numbers,
        )

    def _paint_words(self, painter: QPainter, surface: Surface, track: RunTrack) -> None:
        theme, font = self.look.theme, surface.font
        state = track.run.steps[self._session.step]
        path = self._session.path
        names = {"step": state.index, "path": path + 1, "target": track.run.target}
        long = _tr("Showing step {step} of path {path} — Esc returns to your sketch").format(**names)
        short = _tr("Step {step}, path {path} — Esc: back").format(**names)
        self.banner = overlay.paint_banner(painter, surface.area.width(), theme, font, long, short)
        value = short_percent(float(state.target_probability[path]))
        detail = _tr("{target} · path {path} · step {step}").format(**names)
        overlay.paint_readout(painter, surface.area, theme, font, value, detail)


def summary(session: Session) -> str:
    """What the canvas shows, for those who do not see it."""
    run = session.run
    if session.showing_run and run is not None:
        state = run.steps[session.step]
        share = short_percent(float(state.target_probability[session.path]))
        text = _tr("Step {step} of path {path}: {target} {share}")
        text = text.format(step=state.index, path=session.path + 1, target=run.target, share=share)
    else:
        count = len(session.sketch)
        if not count:
            return _tr("Empty sketch")
        text = _tr("Sketch with 1 stroke") if count == 1 else _tr("Sketch with {n} strokes").format(n=count)
    if session.selection is not None:
        text += _tr("; stroke {order} selected").format(order=session.selection + 1)
    return text


def _one_shift(count: int, stroke: int | None, shift: tuple[float, float] | None) -> np.ndarray | None:
    if stroke is None or shift is None:
        return None
    shifts = np.zeros((count, 2))
    shifts[stroke] = shift
    return shifts


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)
