"""Pictures of many small cells, painted a few at a time, so that no frame of the window waits for all of them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap, Qt

#: Milliseconds of painting at a time, and of rest in between.
_SLICE, _REST = 3.0, 9
#: Points of strokes that may be painted at once where somebody is looking at a picture that is out of date.
_AT_ONCE = 300


class PictureCache(QObject):
    """Keeps the picture of every cell until the cell should show something else.

    The cells that have waited longest are painted first, so that all of them follow a run evenly.

    Signals:
        painted: number of a cell whose picture is new.
    """

    painted = Signal(int)

    def __init__(self, paint: Callable[[QPainter, int, Any], None], parent: QObject) -> None:
        """`paint` paints the content of a cell with a painter whose origin is the cell's upper left corner."""
        super().__init__(parent)
        self._paint = paint
        self._wanted: Mapping[int, Hashable] = {}
        self._size, self._ratio = QSize(), 1.0
        self._points = 0
        self._pictures: dict[int, tuple[Hashable, QPixmap]] = {}
        self._stale: dict[int, None] = {}  # in the order in which they are painted
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._work)

    def clear(self) -> None:
        """Forget all pictures."""
        self._wanted = {}
        self._pictures.clear()
        self._stale.clear()
        self._timer.stop()

    def want(self, contents: Mapping[int, Hashable], size: QSize, ratio: float, points: int) -> None:
        """What each cell should show.

        Args:
            contents: for every cell that can be seen; other pictures are forgotten.
            size: of all cells in device-independent pixels; ratio: device pixels for each of them.
            points: of the strokes of one picture, to tell quick pictures from slow ones.
        """
        if (size, ratio) != (self._size, self._ratio):
            self._pictures.clear()
            self._stale.clear()
        self._wanted, self._size, self._ratio, self._points = dict(contents), size, ratio, points
        for cell in [c for c in self._pictures if c not in contents]:
            del self._pictures[cell]
        self._stale = {c: None for c in self._stale if c in contents and not self._is_current(c)}
        self._stale.update({c: None for c in contents if c not in self._stale and not self._is_current(c)})
        if self._stale and not self._timer.isActive():
            self._timer.start(0)

    @property
    def empty(self) -> bool:
        """Whether there is no picture yet."""
        return not self._pictures

    @property
    def up_to_date(self) -> bool:
        """Whether every picture shows what it should."""
        return not self._stale

    def catch_up(self) -> None:
        """Paint what is out of date now, if that does not take long."""
        if len(self._stale) * self._points <= _AT_ONCE:
            stale = list(self._stale)
            self.finish()
            for cell in stale:  # whoever is painting now may be painting another cell only
                self.painted.emit(cell)

    def finish(self) -> None:
        """Paint all that is out of date now: after a rare change of all pictures, such as other colours."""
        for cell in list(self._stale):
            self._renew(cell)

    def draw(self, painter: QPainter, cell: int, place: QPoint) -> None:
        """The latest picture of a cell; nothing while there is none."""
        known = self._pictures.get(cell)
        if known is not None:
            painter.drawPixmap(place, known[1])

    def _is_current(self, cell: int) -> bool:
        known = self._pictures.get(cell)
        return known is not None and known[0] == self._wanted[cell]

    def _work(self) -> None:
        until = time.perf_counter() + _SLICE / 1000
        while self._stale:
            cell = next(iter(self._stale))
            self._renew(cell)
            self.painted.emit(cell)
            if time.perf_counter() >= until:
                break
        if self._stale:
            self._timer.start(_REST)

    def _renew(self, cell: int) -> None:
        content = self._wanted[cell]
        known = self._pictures.get(cell)
        picture = known[1] if known is not None else self._new_picture()
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, cell, content)
        painter.end()
        self._pictures[cell] = (content, picture)
        self._stale.pop(cell, None)

    def _new_picture(self) -> QPixmap:
        picture = QPixmap(math.ceil(self._size.width() * self._ratio), math.ceil(self._size.height() * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        return picture
