"""All paths side by side, as in the paper's figure: one picture each, with its probability in a corner box."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.rendering.text import box_height, draw_corner_box, draw_text, short_percent
from sketchxai_desktop.rendering.view import Bounds
from sketchxai_desktop.widgets.common_viewport import own_viewport
from sketchxai_desktop.widgets.inversion_arrays import RunArrays
from sketchxai_desktop.widgets.inversion_cache import PictureCache
from sketchxai_desktop.widgets.inversion_picture import Look, paint_card, paint_hint, paint_layout

_GAP = 4
#: Below this side a picture says nothing; then the grid scrolls.
_SMALLEST = 76
#: Below this side the number of the path is left out.
_ROOM_FOR_NUMBER = 60


def grid_layout(paths: int, width: int, height: int) -> tuple[int, int, bool]:
    """(columns, side of a picture, whether it must scroll) for the largest pictures that fit, or the smallest legible.

    Args:
        paths: 1 or more.
        width, height: of the place in pixels.
    """
    best = max(range(1, paths + 1), key=lambda c: (_fitting_side(paths, c, width, height), -c))
    side = _fitting_side(paths, best, width, height)
    if side >= _SMALLEST:
        return best, side, False
    # Rather two that are a little too small than one and much empty space.
    columns = max(1, min(paths, int((width + _GAP) / (_SMALLEST + _GAP) + 0.35)))
    side = (width - (columns - 1) * _GAP) // columns
    if height:  # a picture that is higher than its place is never seen whole
        side = min(side, max(height, _SMALLEST))
    return columns, max(24, side), True


def _fitting_side(paths: int, columns: int, width: int, height: int) -> int:
    rows = math.ceil(paths / columns)
    return min((width - (columns - 1) * _GAP) // columns, (height - (rows - 1) * _GAP) // rows)


@dataclass(frozen=True)
class _Content:
    """What the picture of one path depends on."""

    step: int
    bounds: Bounds
    look: Look
    theme: Theme
    chosen: bool
    hovered: bool
    focus: bool


class PathGrid(QAbstractScrollArea):
    """Pictures of all paths at the shown step.

    Signals:
        path_chosen: 0-based path that was clicked or reached by an arrow key.
    """

    path_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._arrays: RunArrays | None = None
        self._path = self._step = 0
        self._hovered: int | None = None
        self._look = Look()
        self._theme: Theme = LIGHT
        self._pictures = PictureCache(self._paint_cell, self)
        self._pictures.painted.connect(lambda path: self.viewport().update(self.cell_rect(path)))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Paths"))
        self.setToolTip("")

    # What it shows ----------------------------------------------------------------------------------

    def set_arrays(self, arrays: RunArrays | None) -> None:
        """Show another run, or none."""
        self._arrays, self._path, self._step, self._hovered = arrays, 0, 0, None
        self._pictures.clear()
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def set_shown(self, path: int, step: int) -> None:
        """Show `step` of every path; `path` is the chosen one (both 0-based)."""
        moved = path != self._path
        self._path, self._step = path, step
        if moved:
            self._ensure_visible(path)
        if self._pictures.empty:
            self.viewport().update()
        self._want()
        self._describe()

    def set_look(self, look: Look) -> None:
        """Colour strokes otherwise, or let some stand out."""
        if look != self._look:
            recoloured = look.scheme != self._look.scheme
            self._look = look
            self._want()
            if recoloured:
                self._pictures.finish()
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        self._want()
        self._pictures.finish()
        self.viewport().update()

    def cell_rect(self, path: int) -> QRect:
        """Where the picture of a path is, in the viewport's coordinates."""
        columns, side, left, top = self._columns, self._side, self._left, self._top
        y = top + path // columns * (side + _GAP) - self.verticalScrollBar().value()
        return QRect(left + path % columns * (side + _GAP), y, side, side)

    def path_at(self, position: QPoint) -> int | None:
        """The path whose picture is there, or None."""
        if self._arrays is None or not self._arrays.states:
            return None
        found = [p for p in range(self._arrays.paths) if self.cell_rect(p).contains(position)]
        return found[0] if found else None

    def sizeHint(self) -> QSize:
        return QSize(260, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(110, 80)

    # Laying out -------------------------------------------------------------------------------------

    _columns, _side, _left, _top = 1, 100, 0, 0

    def _lay_out(self) -> None:
        """Work out where the pictures are."""
        bar = self.verticalScrollBar()
        whole = self.maximumViewportSize()
        if self._arrays is None:
            bar.setRange(0, 0)
            self.viewport().update()
            return
        paths = self._arrays.paths
        self._columns, self._side, scrolls = grid_layout(paths, whole.width(), whole.height())
        if scrolls:
            self._columns, self._side, _ = grid_layout(paths, whole.width() - bar.sizeHint().width(), whole.height())
        rows = math.ceil(paths / self._columns)
        height = rows * (self._side + _GAP) - _GAP
        width = self._columns * (self._side + _GAP) - _GAP
        room = whole.width() - (bar.sizeHint().width() if scrolls else 0)
        self._left, self._top = max(0, (room - width) // 2), max(0, (whole.height() - height) // 2)
        bar.setPageStep(whole.height())
        bar.setSingleStep(self._side // 2)
        bar.setRange(0, max(0, height - whole.height()))
        self.viewport().update()

    def _ensure_visible(self, path: int) -> None:
        rect, bar = self.cell_rect(path), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self._arrays is not None:
            self._ensure_visible(self._path)

    # Painting ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrays = self._arrays
        if arrays is None or not arrays.states:
            hint = self.tr("Every path of a run is shown here with its probability.")
            paint_hint(painter, self, QRectF(self.viewport().rect()), hint, self._theme)
            painter.end()
            return
        self._want()
        self._pictures.catch_up()
        for path in self._visible_paths(event.rect()):
            self._pictures.draw(painter, path, self.cell_rect(path).topLeft())
        painter.end()

    def _visible_paths(self, area: QRect) -> list[int]:
        paths = 0 if self._arrays is None else self._arrays.paths
        return [path for path in range(paths) if self.cell_rect(path).intersects(area)]

    def _want(self) -> None:
        """Have the pictures that can be seen show the present state."""
        arrays = self._arrays
        if arrays is None or not arrays.states:
            return
        step, bounds, focus = min(self._step, arrays.states - 1), arrays.bounds(), self.hasFocus()
        contents = {
            path: _Content(
                step,
                bounds,
                self._look,
                self._theme,
                path == self._path,
                path == self._hovered,
                focus and path == self._path,
            )
            for path in self._visible_paths(self.viewport().rect())
        }
        self._pictures.want(contents, QSize(self._side, self._side), self.devicePixelRatioF(), arrays.points)

    def _paint_cell(self, painter: QPainter, path: int, content: _Content) -> None:
        arrays = self._arrays
        assert arrays is not None
        rect, step, theme, chosen = QRectF(0, 0, self._side, self._side), content.step, content.theme, content.chosen
        side = rect.width()
        paint_card(painter, rect, theme, chosen=chosen, hovered=content.hovered, focus=content.focus)
        pixels = max(9.5, min(0.1 * side, 9 + 0.02 * side))
        inset = 4 + 0.01 * side
        words = rect.adjusted(inset, inset, -inset, -inset)
        strip = box_height(pixels)
        place = words.adjusted(0, 0, 0, -strip - 1)
        paint_layout(painter, arrays, step, path, place, content.bounds, theme, content.look)
        draw_corner_box(painter, words, short_percent(float(arrays.target[step, path])), pixels, theme)
        if side >= _ROOM_FOR_NUMBER:
            place = QRectF(words.left() + 1, words.bottom() - strip, 0.35 * side, strip)
            align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            colour = theme.accent if chosen else theme.muted
            draw_text(painter, place, str(path + 1), pixels, colour, bold=chosen, align=align)

    # Choosing ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        path = self.path_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and path is not None:
            self.path_chosen.emit(path)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        path = self.path_at(event.position().toPoint())
        self._hover(path)
        # Set while the mouse moves, so that it says what is true when it comes up.
        self.viewport().setToolTip("" if path is None else self._words(path))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, path: int | None) -> None:
        if path != self._hovered:
            self._hovered = path
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if path is None else Qt.CursorShape.PointingHandCursor)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End and the page keys choose a path."""
        if self._arrays is None or not self._arrays.states:
            super().keyPressEvent(event)
            return
        last, path = self._arrays.paths - 1, self._path
        page = self._columns * max(1, self.viewport().height() // (self._side + _GAP))
        moves = {
            Qt.Key.Key_Left: path - 1,
            Qt.Key.Key_Right: path + 1,
            Qt.Key.Key_Up: path - self._columns,
            Qt.Key.Key_Down: path + self._columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: max(0, path - page),
            Qt.Key.Key_PageDown: min(last, path + page),
        }
        wanted = moves.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif 0 <= wanted <= last and wanted != path:
            self.path_chosen.emit(wanted)

    def _words(self, path: int) -> str:
        assert self._arrays is not None
        step = min(self._step, self._arrays.states - 1)
        return self.tr("Path {0}: {1} {2} at step {3}").format(
            path + 1, short_percent(float(self._arrays.target[step, path])), self._arrays.run.target, step
        )

    def _describe(self) -> None:
        if self._arrays is not None and self._arrays.states:
            self.setAccessibleDescription(self._words(self._path))
