"""The strokes of a large sketch as a picture that is painted a slice at a time, so that no frame waits for it."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.view import Bounds, View, ink_of
from sketchxai_desktop.widgets.canvas_paint import Look
from sketchxai_desktop.widgets.canvas_scores import looks_of

#: Sketches of more points than this are painted in slices.
LARGE = 3000
#: Milliseconds of painting at a time, of rest in between, and strokes between two looks at the clock.
_SLICE, _REST, _BATCH = 4.0, 1, 6
#: Points that are painted at once where one stroke was taken out or put back.
_PATCH = 900
#: Strokes that are new since the picture was painted, painted over it until it has caught up.
_MOST_NEW = 8


@dataclass(frozen=True)
class Wanted:
    """What the picture should show.

    Attributes:
        sketch: its strokes, but for the one (0-based) that is `lifted` and shown elsewhere.
        look, view, pen: how, and the width of the pen in pixels.
        size, ratio: of the picture in device-independent pixels; device pixels for each of them.
    """

    sketch: Sketch
    lifted: int | None
    look: Look
    view: View
    pen: float
    size: QSizeF
    ratio: float

    def looks_like(self, other: Wanted) -> bool:
        """Whether the same stroke looks the same in both, wherever it is."""
        return (
            (self.look, self.pen, self.size, self.ratio) == (other.look, other.pen, other.size, other.ratio)
            and self.view.scale == other.view.scale
            and len(self.sketch) == len(other.sketch)
        )

    def shows(self, other: Wanted) -> bool:
        """Whether both are the same picture."""
        return (
            self.sketch is other.sketch
            and self.lifted == other.lifted
            and self.view == other.view
            and self.looks_like(other)
        )

    def paint(self, painter: QPainter, orders: list[int], *, lines: bool = True, marks: bool = True) -> None:
        """Some of the strokes: their lines, the marks of their locations, or both."""
        paint_sketch(
            painter,
            self.sketch,
            self.view,
            theme=self.look.theme,
            scheme=self.look.scheme,
            width=self.pen,
            start_dots=marks and self.look.dots,
            numbers=marks and self.look.numbers,
            only=orders,
            lines=lines,
            looks=looks_of(self.look, self.sketch),
        )


class _Picture:
    """A transparent picture and what it shows."""

    def __init__(self, shown: Wanted) -> None:
        self.shown = shown
        width, height = (math.ceil(side * shown.ratio) for side in (shown.size.width(), shown.size.height()))
        self.pixmap = QPixmap(max(1, width), max(1, height))
        self.pixmap.setDevicePixelRatio(shown.ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def painted(self) -> Iterator[None]:
        """Paint it, a few strokes at a time: first all lines, then the marks that lie over them."""
        shown = self.shown
        orders = [k for k in range(len(shown.sketch)) if k != shown.lifted]
        for lines in (True, False):
            for first in range(0, len(orders), _BATCH):
                painter = QPainter(self.pixmap)
                shown.paint(painter, orders[first : first + _BATCH], lines=lines, marks=not lines)
                painter.end()
                yield


class StillStrokes(QObject):
    """Shows the strokes as they were until the new picture is complete.

    Signals:
        changed: there is more to see.

    Attributes:
        version: another number whenever what `blit` paints has changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.version = 0
        self._wanted: Wanted | None = None
        self._front: _Picture | None = None
        self._back: _Picture | None = None
        self._work: Iterator[None] = iter(())
        self._new: list[int] = []  # strokes that the front does not show yet
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._go_on)

    @property
    def complete(self) -> bool:
        """Whether everything wanted is shown."""
        return self._back is None

    def forget(self) -> None:
        """Keep no picture: what is shown now is not large."""
        self._wanted = self._front = self._back = None
        self._timer.stop()

    def want(self, wanted: Wanted) -> None:
        """Show this as soon as possible."""
        before, self._wanted = self._wanted, wanted
        if before is not None and before.shows(wanted):
            return
        self.version += 1
        if self._front is not None and _unlike(self._front.shown.sketch, wanted.sketch):
            self._front = None  # another drawing
        if self._front is not None and self._patch(self._front, wanted):
            self._back = None
        elif self._back is None or not self._worth_finishing(self._back.shown, wanted):
            self._begin(wanted)
        self._new = self._not_shown_yet(wanted)

    def _worth_finishing(self, begun: Wanted, wanted: Wanted) -> bool:
        """While somebody zooms or pans on and on, pictures must still be finished."""
        same = (begun.sketch, begun.look, begun.size) == (wanted.sketch, wanted.look, wanted.size)
        return same and begun.lifted == wanted.lifted

    def _begin(self, wanted: Wanted) -> None:
        self._back = _Picture(wanted)
        self._work = self._back.painted()
        self._timer.start()

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE / 1000
        while self._back is not None and time.perf_counter() < until:
            if next(self._work, self) is self:
                self._finish(self._back)
        if self._back is not None:
            self._timer.start()
            if self._front is None:
                self.version += 1
                self.changed.emit()

    def _finish(self, picture: _Picture) -> None:
        self._front, self._back = picture, None
        self.version += 1
        wanted = self._wanted
        if wanted is not None:
            if not picture.shown.shows(wanted):
                self._begin(wanted)
            self._new = self._not_shown_yet(wanted)
        self.changed.emit()

    def _not_shown_yet(self, wanted: Wanted) -> list[int]:
        if self._front is None or self._front.shown.sketch is wanted.sketch:
            lifted = None if self._front is None else self._front.shown.lifted
            return [] if lifted is None or lifted == wanted.lifted else [lifted]
        shown = self._front.shown
        known = {id(s) for k, s in enumerate(shown.sketch.strokes) if k != shown.lifted}
        new = [k for k, s in enumerate(wanted.sketch.strokes) if id(s) not in known and k != wanted.lifted]
        return new[-_MOST_NEW:]

    # Small changes ------------------------------------------------------------------------------------

    def _patch(self, picture: _Picture, wanted: Wanted) -> bool:
        """Change the picture where single strokes come and go; False when that takes too long."""
        shown = picture.shown
        if not shown.looks_like(wanted) or shown.view != wanted.view:
            return False
        pairs = list(zip(shown.sketch.strokes, wanted.sketch.strokes, strict=True))
        orders = {k for k, (old, new) in enumerate(pairs) if old is not new}
        orders |= {k for k in (shown.lifted, wanted.lifted) if k is not None and shown.lifted != wanted.lifted}
        if not orders:
            picture.shown = wanted
            return True
        area = _pixels(wanted, (ink_of(stroke).box for k in orders for stroke in pairs[k]))
        touched = _orders_within(area, wanted)
        if sum(len(wanted.sketch.strokes[k]) for k in touched) > _PATCH:
            return False
        painter = QPainter(picture.pixmap)
        painter.setClipRect(area)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(area, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        wanted.paint(painter, touched)
        painter.end()
        picture.shown = wanted
        return True

    # Painting -----------------------------------------------------------------------------------------

    def blit(self, painter: QPainter) -> None:
        """The strokes as far as they are painted, where the present view has them."""
        picture, wanted = self._front or self._back, self._wanted
        if picture is None or wanted is None:
            return
        old, new = picture.shown.view, wanted.view
        scale = new.scale / old.scale
        painter.save()
        painter.translate(new.dx - old.dx * scale, new.dy - old.dy * scale)
        painter.scale(scale, scale)
        painter.drawPixmap(0, 0, picture.pixmap)
        painter.restore()
        if self._new and self._front is not None:
            wanted.paint(painter, self._new)


def _reach(wanted: Wanted) -> float:
    """How many pixels beyond its points a stroke may cover, the mark of its location included."""
    return max(12.0, 4 * wanted.pen)


def _pixels(wanted: Wanted, boxes: Iterable[Bounds]) -> QRectF:
    """The whole pixels that strokes within these boxes (sketch units) may cover."""
    left, top, right, bottom = zip(*boxes, strict=True)
    (x, y), more = wanted.view.to_view((min(left), min(top))).tolist(), _reach(wanted)
    to_x, to_y = wanted.view.to_view((max(right), max(bottom))).tolist()
    return QRectF(QRectF(x - more, y - more, to_x - x + 2 * more, to_y - y + 2 * more).toAlignedRect())


def _orders_within(area: QRectF, wanted: Wanted) -> list[int]:
    """The strokes that may cover some of `area`, but for the lifted one. Compares in sketch units: there are many."""
    more = _reach(wanted) / wanted.view.scale
    left, top = (wanted.view.to_sketch((area.left(), area.top())) - more).tolist()
    right, bottom = (wanted.view.to_sketch((area.right(), area.bottom())) + more).tolist()
    found = []
    for k, stroke in enumerate(wanted.sketch.strokes):
        x, y, to_x, to_y = ink_of(stroke).box
        if x < right and to_x > left and y < bottom and to_y > top and k != wanted.lifted:
            found.append(k)
    return found


def _unlike(first: Sketch, second: Sketch) -> bool:
    """Whether most strokes differ."""
    if first is second:
        return False
    known = {id(s) for s in first.strokes}
    return 2 * sum(id(s) in known for s in second.strokes) < len(second)
