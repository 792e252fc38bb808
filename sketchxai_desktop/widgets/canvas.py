"""The drawing canvas: ink, strokes by order, selection, and the layouts of a run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import Scheme, Theme
from sketchxai_desktop.rendering.view import Bounds
from sketchxai_desktop.session import Overlay, Preview, Session
from sketchxai_desktop.widgets import canvas_overlay as overlay
from sketchxai_desktop.widgets.canvas_edits import StrokeEdits, same_drawing
from sketchxai_desktop.widgets.canvas_hits import StrokeFinder
from sketchxai_desktop.widgets.canvas_input import NOTCH_ZOOM
from sketchxai_desktop.widgets.canvas_keys import KeyedSurface
from sketchxai_desktop.widgets.canvas_paint import Look, ink_width
from sketchxai_desktop.widgets.canvas_playback import Playback
from sketchxai_desktop.widgets.canvas_scene import Scene, Surface, summary
from sketchxai_desktop.widgets.canvas_tools import DrawTool, Pointer, SelectTool
from sketchxai_desktop.widgets.canvas_view import PAGE, CanvasView

#: Pixels within which a stroke is under the pointer, when drawing and when selecting.
NEAR = {"draw": 6.0, "select": 12.0}
#: Pixels that the pointer goes over a run, where nothing can be drawn, before it is said so.
REFUSED = 12.0
#: Pixels by which a duplicate lies beside its stroke.
OFFSET = 16.0


class Canvas(KeyedSurface):
    """Shows the session's sketch, or while `session.showing_run` a layout of its run, which cannot be edited.

    Signals:
        tool_changed: "draw" or "select".
        state_painted: index of the run's step that has really been painted (or that nobody can see, because
            the canvas is hidden), so that the next may be taken.
        refused: a sentence, why what was drawn or dragged did not come to be.
    """

    tool_changed = Signal(str)
    state_painted = Signal(int)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._tool = "draw"
        self._sketch_camera, self._run_camera = CanvasView(), CanvasView()
        self._draw = DrawTool(session, self._sketch_camera)
        self._select = SelectTool(session, self._sketch_camera, self._stroke_at)
        self._edits = StrokeEdits(session)
        self._finder = StrokeFinder(Sketch())
        self._scene = Scene(session, self._draw, self._select, self)
        self._playback = Playback(session, self._run_camera, self)
        self._was_showing_run = False
        self._sketch = session.sketch  # the latest, to notice one that came while a run was shown
        self._known: Sketch | None = session.sketch if session.sketch.strokes else None  # latest with strokes
        self._editing = False
        self._kept_free = 0.0
        self._refused: Pointer | None = None  # where the pointer went down over a run
        self._context_actions: list[QAction] = []

        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Drawing canvas"))
        session.sketch_changed.connect(self._on_sketch_changed)
        session.selection_changed.connect(self._on_pointed)
        session.hover_changed.connect(self._on_pointed)
        session.inspection_changed.connect(self._describe)
        session.shown_changed.connect(self._on_shown_changed)
        session.overlay_changed.connect(self._on_overlay_changed)
        session.preview_changed.connect(self._on_preview_changed)
        self._playback.moved.connect(self.update)
        self._scene.still.changed.connect(self.update)
        self._playback.state_painted.connect(self.state_painted)
        self.update_cursor()
        self._describe()
        self.fit()

    # Looks ------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._set_look(replace(self._scene.look, theme=theme))

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order."""
        self._set_look(replace(self._scene.look, scheme=scheme))

    def set_show_dots(self, on: bool) -> None:
        """Mark every stroke's location with a dot."""
        self._set_look(replace(self._scene.look, dots=on))

    def set_show_numbers(self, on: bool) -> None:
        """Write every stroke's order at its location."""
        self._set_look(replace(self._scene.look, numbers=on))

    def set_show_traces(self, on: bool) -> None:
        """In a run, show where the locations have travelled."""
        self._set_look(replace(self._scene.look, traces=on))

    def set_show_ghost(self, on: bool) -> None:
        """In a run, show the sketch as it was drawn faintly behind."""
        self._set_look(replace(self._scene.look, ghost=on))

    def _set_look(self, look: Look) -> None:
        self._scene.look = look
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 240)  # it gets whatever is left; below this, the predictions share in what is missing

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 110)

    # Tools ------------------------------------------------------------------------------------------

    @property
    def tool(self) -> str:
        """ "draw" or "select"."""
        return self._tool

    def set_tool(self, tool: str) -> None:
        """Choose "draw" or "select". Raises ValueError for anything else."""
        if tool not in NEAR:
            raise ValueError(f"there is no tool {tool!r}")
        if tool != self._tool:
            self.end_pointer(keep=True)
            self._tool = tool
            self.update_cursor()
            self.tool_changed.emit(tool)

    @property
    def busy(self) -> bool:
        """Whether a stroke is being drawn or dragged."""
        return self._draw.active or self._select.active

    def choose_cursor(self) -> Qt.CursorShape:
        if self._session.showing_run or self._session.preview is not None:
            return Qt.CursorShape.ArrowCursor
        if self._tool == "draw":
            return Qt.CursorShape.CrossCursor
        over = self._select.active or self._session.hovered is not None
        return Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor

    @contextmanager
    def _own_edit(self) -> Iterator[None]:
        """Edits made here never change the view."""
        self._editing = True
        try:
            yield
        finally:
            self._editing = False

    # Edits ------------------------------------------------------------------------------------------

    def delete_selected(self) -> bool:
        """Delete the selected stroke. This and the next three do nothing, and say False, without a selection."""
        with self._own_edit():
            return self._edits.delete()

    def duplicate_selected(self) -> bool:
        """Add a copy of the selected stroke beside it, as the last stroke, and select that."""
        with self._own_edit():
            return self._edits.duplicate(OFFSET / self._sketch_camera.view.scale)

    def move_selected(self, dx: float, dy: float) -> bool:
        """Shift the selected stroke by sketch units."""
        with self._own_edit():
            return self._edits.move(dx, dy)

    def reorder_selected(self, delta: int) -> bool:
        """Draw the selected stroke `delta` places later (negative: earlier)."""
        with self._own_edit():
            return self._edits.reorder(delta)

    def clear(self) -> bool:
        """Begin with an empty sketch; False when it is empty already or a run is shown."""
        with self._own_edit():
            return self._edits.clear()

    def start_new(self) -> None:
        """An empty page to draw on, whatever is shown: the sketch, a run or a preview."""
        self.end_pointer(keep=True)
        self._session.show_preview(None)
        self._session.show_sketch()
        with self._own_edit():
            self._edits.start_new()
        self._fit_sketch(PAGE)
        self.set_tool("draw")
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def select_next(self, delta: int = 1) -> None:
        """Select the stroke `delta` orders later, around the ends; without a selection the first or last."""
        count = len(self._session.sketch)
        if count:
            current = self._session.selection
            start = (-1 if delta > 0 else 0) if current is None else current
            self._session.select((start + delta) % count)

    # View -------------------------------------------------------------------------------------------

    def camera(self) -> CanvasView:
        return self._run_camera if self._session.showing_run else self._sketch_camera

    @property
    def zoom(self) -> float:
        """1 where everything just fits."""
        return self.camera().zoom

    def zoom_in(self) -> None:
        """Zoom in at the centre."""
        self._zoom(NOTCH_ZOOM, QRectF(self.rect()).center())

    def zoom_out(self) -> None:
        """Zoom out at the centre."""
        self._zoom(1 / NOTCH_ZOOM, QRectF(self.rect()).center())

    def fit(self) -> None:
        """Show the whole sketch, or every layout of the shown path so far."""
        self._playback.settle()
        track = self._playback.track
        if track is not None:
            font, area = self.font(), QRectF(self.rect())
            below = 0.0 if overlay.is_small(area, font) else 0.6 * overlay.readout_height(area, font)
            margins = QMarginsF(0, overlay.banner_height(font), 0, below)
            self._run_camera.fit(track.bounds(self._session.path), margins)
        else:
            sketch = self._session.sketch
            self._fit_sketch(sketch.bounds if sketch.strokes else PAGE)
        self.update()

    def _fit_sketch(self, bounds: Bounds) -> None:
        self._sketch_camera.fit(bounds, QMarginsF(0, 0, 0, self._kept_free))

    def keep_free(self, below: float) -> None:
        """Fit sketches above the lowest `below` pixels, where something else is. 0 moves nothing at once, so that a
        stroke that ends this stays under the pen."""
        self._kept_free = below
        if below and self._sketch_camera.fitted:
            self._fit_sketch(self._sketch_camera.box)
            self.update()

    def camera_moved(self) -> None:
        self._playback.settle()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._playback.settle()
        for camera in (self._sketch_camera, self._run_camera):
            camera.resize(self.width(), self.height())
        super().resizeEvent(event)

    # The session ------------------------------------------------------------------------------------

    def _on_sketch_changed(self, sketch: Sketch) -> None:
        self._sketch = sketch
        self._select.cancel()
        if sketch.strokes:
            opened = self._known is None or not same_drawing(self._known, sketch)
            self._known = sketch
            if opened and not self._editing:
                self._fit_sketch(sketch.bounds)
        self._describe()
        self.update()

    def _on_pointed(self, _stroke: int | None) -> None:
        self._describe()
        self.update_cursor()
        self.update()

    def _on_overlay_changed(self, overlay: Overlay | None) -> None:
        self._set_look(replace(self._scene.look, overlay=overlay))

    def _on_preview_changed(self, _preview: Preview | None) -> None:
        self.end_pointer(keep=True)
        self._describe()
        self.update_cursor()
        self.update()

    def _on_shown_changed(self) -> None:
        session, track = self._session, self._playback.track
        if track is not None and self._draw.active:
            # A run appears under the pen: keep the stroke, then go on showing the run.
            self.end_pointer(keep=True)
            session.show_state()
            return
        if (track is not None) != self._was_showing_run:
            self._was_showing_run = track is not None
            self.end_pointer(keep=False)
            if track is not None:
                self.fit()
            elif session.sketch.strokes and session.sketch is not self._sketch:
                self._fit_sketch(session.sketch.bounds)  # edited from the run, as by "Use Layout"
        if track is not None:
            self._playback.make_room(track)
            self._playback.expect(visible=self._can_be_seen())
        self._describe()
        self.update_cursor()
        self.update()

    def _can_be_seen(self) -> bool:
        window = self.window().windowHandle()
        return self.isVisible() and window is not None and window.isExposed() and not self.visibleRegion().isEmpty()

    def hideEvent(self, event: QHideEvent) -> None:
        self._playback.painted()
        super().hideEvent(event)

    # Pointing ---------------------------------------------------------------------------------------

    def _stroke_at(self, x: float, y: float) -> int | None:
        track, view = self._playback.track, self.camera().view
        if not self._playback.linked or self._session.preview is not None:
            return None
        if self._finder.sketch is not self._session.sketch:
            self._finder = StrokeFinder(self._session.sketch)
        shifts = None if track is None else track.shifts(self._session.path, self._session.step)
        place_x, place_y = view.to_sketch((x, y)).tolist()
        return self._finder.nearest(place_x, place_y, NEAR[self._tool] / view.scale, shifts)

    def pointer_pressed(self, pointer: Pointer) -> None:
        if self._session.preview is not None:
            self._session.show_preview(None)
        elif self._session.showing_run:
            if self._scene.banner.contains(pointer.x, pointer.y):
                self._session.show_sketch()
            else:
                self._session.select(self._stroke_at(pointer.x, pointer.y))
                self._refused = pointer
        elif self._tool == "draw":
            self._session.hover(None)
            self._draw.press(pointer)
            self._update_ink()
        else:
            self._select.press(pointer)

    def pointer_moved(self, pointer: Pointer) -> None:
        if self._refused is not None:
            if math.hypot(pointer.x - self._refused.x, pointer.y - self._refused.y) > REFUSED:
                self._refused = None
                self.refused.emit(self.tr("A run is shown, and cannot be drawn on. Esc returns to your sketch."))
            return
        if self._draw.active:
            self._draw.move(pointer)
            self._update_ink()
        elif self._select.active:
            self._select.move(pointer)
            self._tell_dragged()
            self.update()

    def _tell_dragged(self) -> None:
        shift, stroke = self._select.shift, self._session.selection
        if shift is not None and stroke is not None:
            self._session.drag(self._session.sketch.with_stroke_moved(stroke, *shift))

    def pointer_released(self, pointer: Pointer) -> None:
        self._refused = None
        with self._own_edit():
            self._draw.release(pointer)
            self._select.release(pointer)
        self._end_ink()

    def pointer_lost(self, *, keep: bool) -> None:
        self._refused = None
        with self._own_edit():
            for tool in (self._draw, self._select):
                if keep:
                    tool.finish()
                else:
                    tool.cancel()
        self._end_ink()

    def pointer_hovered(self, place: QPointF | None) -> None:
        self._session.hover(None if place is None else self._stroke_at(place.x(), place.y()))

    def pointer_erased(self, place: QPointF) -> None:
        stroke = self._stroke_at(place.x(), place.y())
        if stroke is not None and not self._session.showing_run:
            self._session.select(stroke)
            self.delete_selected()
            self._session.select(None)

    def _update_ink(self) -> None:
        """Repaint only where the ink is new."""
        points = self._draw.points[max(self._scene.inked - 1, 0) :]
        if points:
            places = self._sketch_camera.view.to_view(points)
            (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
            reach = 2 * ink_width(self.width(), self.height()) + 2
            area = QRectF(left, top, right - left, bottom - top).adjusted(-reach, -reach, reach, reach)
            # The first point of an empty sketch takes the invitation away.
            self.update(area.toAlignedRect()) if self._session.sketch.strokes or self._scene.inked else self.update()

    def _end_ink(self) -> None:
        self._session.drag(None)
        self._scene.forget_ink()
        self.update()

    # Menu -------------------------------------------------------------------------------------------

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """What the context menu offers, separators included."""
        self._context_actions = list(actions)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._context_actions or self._draw.active:
            event.ignore()
            return
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            stroke = self._stroke_at(event.pos().x(), event.pos().y())
            if stroke is not None:
                self._session.select(stroke)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._context_actions)
        menu.popup(event.globalPos())

    # Painting ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        surface = Surface(area, self.devicePixelRatioF(), self.camera().view, self.font())
        track = self._playback.track
        preview = self._session.preview
        if preview is not None:
            self._scene.paint_preview(painter, surface, preview)
        elif track is None:
            self._scene.paint_page(painter, surface)
        else:
            playback = self._playback
            self._scene.paint_run(painter, surface, track, marked=playback.linked, moving=playback.moving)
        overlay.paint_frame(painter, area, self._scene.look.theme, focused=self.key_focus)
        painter.end()
        if track is not None:
            self._playback.painted()

    def _describe(self, _: object = None) -> None:
        text = summary(self._session)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
