"""What the pointer does on the canvas: draw strokes, or select and move them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sketchxai_desktop.core.sketch import Stroke
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas_view import CanvasView

#: A pen that moves less than this many pixels between down and up has tapped.
TAP = 2.0
#: Pixels that the pointer must move before a click becomes a drag.
DRAG = 4.0


@dataclass(frozen=True)
class Pointer:
    """Where the mouse or the pen is.

    Attributes:
        x, y: device-independent pixels of the canvas.
        time: milliseconds of the event's clock.
        pressure: 0..1 from a pen that has it, else None.
    """

    x: float
    y: float
    time: float
    pressure: float | None = None


class DrawTool:
    """Collects the points between pen down and pen up, then commits them as one stroke.

    Attributes:
        points: of the stroke in progress, sketch units; pressures: one each.
    """

    def __init__(self, session: Session, view: CanvasView) -> None:
        self._session, self._view = session, view
        self._clock_start: float | None = None
        self._reset()

    def _reset(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.pressures: list[float | None] = []
        self._times: list[float] = []
        self._places: list[tuple[float, float]] = []  # in pixels, to tell a tap from a line

    @property
    def active(self) -> bool:
        return bool(self.points)

    def press(self, pointer: Pointer) -> None:
        """Pen down."""
        self.finish()
        self._add(pointer)

    def move(self, pointer: Pointer) -> None:
        """A point on the way. One that repeats the last is left out."""
        if self.active and (pointer.x, pointer.y) != self._places[-1]:
            self._add(pointer)

    def release(self, pointer: Pointer) -> None:
        """Pen up. A pen reports no pressure at this moment, so the last one holds."""
        if self.active:
            self.move(Pointer(pointer.x, pointer.y, pointer.time, self.pressures[-1]))
            self.finish()

    def _add(self, pointer: Pointer) -> None:
        x, y = self._view.view.to_sketch((pointer.x, pointer.y)).tolist()
        self.points.append((x, y))
        self.pressures.append(pointer.pressure)
        self._times.append(max(pointer.time, self._times[-1]) if self._times else pointer.time)
        self._places.append((pointer.x, pointer.y))

    def cancel(self) -> bool:
        """Forget the stroke in progress; False when there is none."""
        was_active = self.active
        self._reset()
        return was_active

    def finish(self) -> None:
        """Commit what was drawn so far, if anything."""
        if not self.active:
            return
        stroke = self._stroke()
        self._reset()
        self._session.edit(self._session.sketch.with_stroke(stroke), "Draw Stroke")

    def _stroke(self) -> Stroke:
        x, y = self._places[0]
        tapped = all(math.hypot(px - x, py - y) <= TAP for px, py in self._places)
        count = 1 if tapped else len(self.points)
        known = [p for p in self.pressures if p is not None]
        pressures = None
        if len(known) == len(self.pressures):
            pressures = [max(known)] if tapped else known
        return Stroke(
            np.array(self.points[:count]),
            times=np.array(self._stroke_times()[:count]),
            pressures=None if pressures is None else np.clip(pressures, 0, 1),
            raw=True,
        )

    def _stroke_times(self) -> list[float]:
        """Milliseconds since the drawing's first stroke began, as raw drawings count them, never running back."""
        earlier = [float(s.times[-1]) for s in self._session.sketch.strokes if s.times is not None]
        if self._clock_start is None or not earlier:
            self._clock_start = self._times[0] - max(earlier, default=0.0)
        begin = max(self._times[0] - self._clock_start, max(earlier, default=0.0))
        return [begin + t - self._times[0] for t in self._times]


class SelectTool:
    """Click selects, dragging moves the selected stroke.

    Attributes:
        shift: sketch units by which the dragged stroke is shown moved, or None.
    """

    def __init__(self, session: Session, view: CanvasView, find: Callable[[float, float], int | None]) -> None:
        self._session, self._view, self._find = session, view, find
        self._origin: tuple[float, float] | None = None
        self.shift: tuple[float, float] | None = None

    @property
    def active(self) -> bool:
        """Whether the button is down on a stroke."""
        return self._origin is not None

    def press(self, pointer: Pointer) -> None:
        """Select the stroke under the pointer, or nothing."""
        hit = self._find(pointer.x, pointer.y)
        self._session.select(hit)
        self._origin = None if hit is None else (pointer.x, pointer.y)

    def move(self, pointer: Pointer) -> None:
        """Drag the selected stroke along."""
        if self._origin is None:
            return
        dx, dy = pointer.x - self._origin[0], pointer.y - self._origin[1]
        if self.shift is not None or math.hypot(dx, dy) >= DRAG:
            scale = self._view.view.scale
            self.shift = (dx / scale, dy / scale)

    def release(self, pointer: Pointer) -> None:
        """Commit the move."""
        self.move(pointer)
        self.finish()

    def cancel(self) -> bool:
        """Put the dragged stroke back; False when none is dragged."""
        dragged = self.shift is not None
        self._origin = self.shift = None
        return dragged

    def finish(self) -> None:
        """Commit the move as far as it went, if any."""
        shift, stroke = self.shift, self._session.selection
        self.cancel()
        if shift is not None and stroke is not None and shift != (0.0, 0.0):
            self._session.edit(self._session.sketch.with_stroke_moved(stroke, *shift), "Move Stroke", select=stroke)
