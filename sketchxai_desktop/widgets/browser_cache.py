"""Caches of the browser: bounded, so that scrolling through a million drawings costs no more than a screenful."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.rendering.thumbnails import thumbnail

Value = TypeVar("Value")

#: Longest time in seconds that painting thumbnails keeps the window from anything else.
_SLICE = 0.006
_MOST_THUMBNAILS = 4000
_MOST_PIXMAP_BYTES = 96 * 1024 * 1024


class BoundedCache(Generic[Value]):
    """By drawing index; beyond its bounds it forgets what was used longest ago, but never the newest entry.

    Args:
        entries: how many to keep at most; cost: sum of the costs that are kept at most.
    """

    def __init__(self, entries: int, cost: int) -> None:
        self._entries, self._cost = entries, cost
        self._values: OrderedDict[int, tuple[Value, int]] = OrderedDict()
        self._total = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, index: int) -> Value | None:
        """The entry, now the most recently used one; None if there is none."""
        found = self._values.get(index)
        if found is None:
            return None
        self._values.move_to_end(index)
        return found[0]

    def put(self, index: int, value: Value, cost: int = 1) -> None:
        """Keep a value, in place of an older one of the same drawing."""
        old = self._values.pop(index, None)
        if old is not None:
            self._total -= old[1]
        self._values[index] = (value, cost)
        self._total += cost
        while len(self._values) > 1 and (len(self._values) > self._entries or self._total > self._cost):
            _, (_, gone) = self._values.popitem(last=False)
            self._total -= gone

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._total = 0


class Look(NamedTuple):
    """How thumbnails are painted: side in device-independent pixels, device pixels per such pixel, theme."""

    size: int = 80
    ratio: float = 1.0
    theme: Theme = LIGHT


class _Picture(NamedTuple):
    pixmap: QPixmap
    look: Look


class ThumbnailCache(QObject):
    """Paints thumbnails a few at a time, so that the window keeps answering, and keeps them.

    Signals:
        painted: a list of drawings whose thumbnails are new.
    """

    painted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._pictures: BoundedCache[_Picture] = BoundedCache(_MOST_THUMBNAILS, _MOST_PIXMAP_BYTES)
        self._wanted: list[tuple[int, Sketch]] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._paint_some)

    @property
    def look(self) -> Look:
        return self._look

    def set_look(self, look: Look) -> None:
        """Another size or theme. Older thumbnails of the same theme are shown, scaled, until there are new ones."""
        if look.theme != self._look.theme:
            self._pictures.clear()
        self._look = look
        self._wanted = []

    def pixmap(self, index: int) -> QPixmap | None:
        """The thumbnail of a drawing, perhaps of another size; None if there is none."""
        picture = self._pictures.get(index)
        return None if picture is None else picture.pixmap

    def want(self, sketches: Iterable[tuple[int, Sketch]]) -> None:
        """Paint thumbnails of these drawings, and of no others asked for before, where they are not up to date."""
        wanted = []
        for index, sketch in sketches:
            picture = self._pictures.get(index)
            if picture is None or picture.look != self._look:
                wanted.append((index, sketch))
        self._wanted = wanted[::-1]
        if wanted:
            self._timer.start()

    def clear(self) -> None:
        """Forget all drawings."""
        self._wanted = []
        self._pictures.clear()

    def _paint_some(self) -> None:
        until = time.monotonic() + _SLICE
        done = []
        while self._wanted and time.monotonic() < until:
            index, sketch = self._wanted.pop()
            look = self._look
            pixmap = QPixmap.fromImage(thumbnail(sketch, look.size, look.ratio, theme=look.theme))
            self._pictures.put(index, _Picture(pixmap, look), pixmap.width() * pixmap.height() * 4)
            done.append(index)
        if self._wanted:
            self._timer.start()
        if done:
            self.painted.emit(done)
