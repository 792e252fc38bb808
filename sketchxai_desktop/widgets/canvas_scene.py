"""Paints what the canvas shows: the page with the sketch, or the layout of a run."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import stroke_colour
from sketchxai_desktop.rendering.sketch_painter import StrokeLook, paint_sketch
from sketchxai_desktop.rendering.text import short_percent
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import Preview, Session
from sketchxai_desktop.widgets import canvas_overlay as overlay
from sketchxai_desktop.widgets.canvas_paint import Layer, Look, ink_width, paint_ink, paint_paper, paint_traces
from sketchxai_desktop.widgets.canvas_run import RunTrack
from sketchxai_desktop.widgets.canvas_scores import looks_of, paint_behind, paint_legend, paint_over, shown_overlay
from sketchxai_desktop.widgets.canvas_still import LARGE, StillStrokes, Wanted
from sketchxai_desktop.widgets.canvas_tools import DrawTool, SelectTool
from sketchxai_desktop.widgets.canvas_view import PAGE

#: While the view moves, the traces on the page may be so many states behind.
_MOST_BEHIND = 12


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
        still: the strokes of a large sketch, which take several frames.
    """

    def __init__(self, session: Session, draw: DrawTool, select: SelectTool, parent: QObject | None = None) -> None:
        self._session, self._draw, self._select = session, draw, select
        self.look = Look()
        self.banner = QRectF()
        self.still = StillStrokes(parent)
        self._page, self._run_page = Layer(), Layer()
        self._inked = 0  # points of the stroke in progress that are on the page
        self._traced = 0  # state up to which the run's traces are on the page
        self._run_kept: object = None  # what the run's page was painted for, but for its view
        self._run_view = View(1.0, 0.0, 0.0)

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
        scored = shown_overlay(look, sketch)
        shift = self._select.shift if session.selection is not None else None
        large = sketch.point_count > LARGE
        if large:
            lifted = session.selection if self._select.active else None
            self.still.want(Wanted(sketch, lifted, look, surface.view, surface.pen, surface.area.size(), surface.ratio))
        else:
            self.still.forget()
        version = self.still.version
        content = (sketch, look, surface.view, session.selection, session.hovered, shift, inviting, large, version)

        def paint(page: QPainter) -> None:
            paint_paper(page, surface.area, surface.view, look.theme)
            if scored is not None:
                paint_behind(page, scored, surface.view, look.theme)
            if inviting:
                title, detail = _tr("Draw here"), _tr("or drop a drawing file (.ndjson) on the window")
                overlay.paint_hint(page, surface.area, look.theme, surface.font, title, detail)
            shifts = _one_shift(len(sketch), session.selection, shift)
            if large:
                self._paint_strokes(page, surface, sketch, shifts, marked=True, only=())
                self.still.blit(page)
                if lifted is not None:
                    self._paint_strokes(page, surface, sketch, shifts, marked=False, only=(lifted,))
            else:
                self._paint_strokes(page, surface, sketch, shifts, marked=True)
            if scored is not None:
                paint_over(page, scored, surface.view, look.theme, surface.pen)
                paint_legend(page, surface.area, scored, look.theme, surface.font)

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

    def paint_preview(self, painter: QPainter, surface: Surface, preview: Preview) -> None:
        """A sketch that is looked at in place of the present one, with the present one faintly behind it."""
        look, view = self.look, surface.view
        left, top, right, bottom = preview.sketch.bounds if preview.sketch.strokes else PAGE
        (x0, y0), (x1, y1) = view.to_view([(left, top), (right, bottom)]).tolist()
        if not surface.area.contains(QRectF(x0, y0, x1 - x0, y1 - y0)):
            view = View.fit((left, top, right, bottom), surface.area, 60.0)
        paint_paper(painter, surface.area, view, look.theme)
        paint_sketch(
            painter,
            preview.sketch,
            view,
            theme=look.theme,
            scheme=look.scheme,
            width=surface.pen,
            ghost=self._session.sketch,
            start_dots=look.dots,
            numbers=look.numbers,
            looks=self._familiar_looks(preview.sketch),
        )
        long = _tr("{0} — Esc returns to your sketch").format(preview.title)
        self.banner = overlay.paint_banner(painter, surface.area.width(), look.theme, surface.font, long, preview.title)

    def _familiar_looks(self, sketch: Sketch) -> list[StrokeLook]:
        """Colours in which strokes of the present sketch are known again."""
        own = self._session.sketch
        count = max(len(own), len(sketch))
        orders = {id(stroke): order for order, stroke in enumerate(own.strokes)}
        theme, scheme = self.look.theme, self.look.scheme
        return [
            StrokeLook(stroke_colour(orders.get(id(stroke), order), count, scheme, theme))
            for order, stroke in enumerate(sketch.strokes)
        ]

    def paint_run(
        self, painter: QPainter, surface: Surface, track: RunTrack, *, marked: bool, moving: bool = False
    ) -> None:
        """The shown state of the run.

        Args:
            marked: selection and hover are about these strokes.
            moving: the view is on its way to another one, so that what lies still need not be sharp.
        """
        look, path, state = self.look, self._session.path, self._session.step
        if state < self._traced:
            self._run_page.drop()
            self._run_kept = None
        kept = (track, path, look, surface.area, surface.ratio)
        if moving and self._run_kept == kept and state - self._traced <= _MOST_BEHIND:
            paint_paper(painter, surface.area, surface.view, look.theme)
            self._run_page.blit_moved(painter, self._run_view, surface.view)
        else:
            self._run_kept, self._run_view = kept, surface.view
            self._paint_run_page(surface, track, path, state)
            self._run_page.blit(painter)
        self._paint_strokes(painter, surface, track.sketch, track.shifts(path, state), marked=marked, scored=False)
        self._paint_words(painter, surface, track)

    def _paint_run_page(self, surface: Surface, track: RunTrack, path: int, state: int) -> None:
        """What lies still behind the strokes of a run: paper, ghost and the traces up to `state`."""
        look = self.look

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

    def _paint_strokes(
        self,
        painter: QPainter,
        surface: Surface,
        sketch: Sketch,
        shifts: np.ndarray | None,
        *,
        marked: bool,
        scored: bool = True,
        only: Collection[int] | None = None,
    ) -> None:
        # Scores are about the sketch as it was drawn: another layout of its strokes has others.
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
            only=only,
            looks=looks_of(self.look, sketch) if scored else None,
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
        inspection = session.inspection
        if inspection is not None and inspection.sketch is session.sketch:
            category, probability = inspection.top(1)[0]
            said = _tr("; the network says {category}, {share}")
            text += said.format(category=category, share=short_percent(probability))
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
