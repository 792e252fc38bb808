"""The chosen path at the steps that the paper shows, side by side; a click goes to that step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sketchxai_desktop.rendering.filmstrip_steps import filmstrip_states
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.rendering.text import draw_text, short_percent
from sketchxai_desktop.rendering.view import Bounds
from sketchxai_desktop.widgets.inversion_arrays import RunArrays
from sketchxai_desktop.widgets.inversion_cache import PictureCache
from sketchxai_desktop.widgets.inversion_picture import Look, paint_card, paint_hint, paint_layout

_GAP = 4
_SMALLEST, _LARGEST = 40, 240
#: Pictures that a narrow strip shows.
_FEWEST = 3


def fewer_steps(steps: list[int], most: int) -> list[int]:
    """At most `most` (2 or more) of `steps`, which rise: the first, the last, and what lies farthest from its
    neighbours by ratio, because the first steps change most."""
    left = list(steps)
    while len(left) > most:
        del left[min(range(1, len(left) - 1), key=lambda k: (left[k + 1] + 1) / (left[k - 1] + 1))]
    return left


@dataclass(frozen=True)
class _Content:
    """What the picture of one step depends on."""

    step: int
    path: int
    bounds: Bounds
    look: Look
    theme: Theme
    reached: bool
    chosen: bool
    hovered: bool
    focus: bool


class Filmstrip(QWidget):
    """Pictures of one path at steps 0, 1, 2, 3, 4, 5, 10, 50, 100 and the last one; fewer where it is narrow.

    While a run goes on, places are kept free for the steps to come, so that nothing jumps.

    Signals:
        step_chosen: 0-based state that was clicked or reached by an arrow key.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrays: RunArrays | None = None
        self._path = self._step = 0
        self._growing = False
        self._painted: tuple[object, ...] = ()
        self._hovered: int | None = None
        self._look = Look()
        self._theme: Theme = LIGHT
        self._pictures = PictureCache(self._paint_cell, self)
        self._pictures.painted.connect(lambda position: self.update(self.cell_rect(position)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Filmstrip"))

    # What it shows ----------------------------------------------------------------------------------

    def set_arrays(self, arrays: RunArrays | None) -> None:
        """Show another run, or none."""
        self._arrays, self._path, self._step, self._hovered = arrays, 0, 0, None
        self._painted = ()
        self._pictures.clear()
        self.update()

    def set_shown(self, path: int, step: int, growing: bool) -> None:
        """Show `path`, mark `step` (both 0-based). `growing`: more steps are on their way."""
        self._path, self._step, self._growing = path, step, growing
        # Between two of its steps nothing changes here, so nothing needs painting.
        shown = self._appearance()
        if shown != self._painted:
            if self._pictures.empty or shown[2:3] != self._painted[2:3]:  # other places
                self.update()
            self._painted = shown
            self._want()
        if self._arrays is not None and self._arrays.states:
            self.setAccessibleDescription(self._words(step))

    def _appearance(self) -> tuple[object, ...]:
        """Whatever a picture here depends on, but colours."""
        if self._arrays is None:
            return ()
        steps, states = self.steps(), self._arrays.states
        reached = sum(step < states for step in steps)
        chosen = self._step if self._step in steps else None
        return self._path, chosen, tuple(steps), reached, self._arrays.bounds(self._path)

    def set_look(self, look: Look) -> None:
        """Colour strokes otherwise, or let some stand out."""
        if look != self._look:
            recoloured = look.scheme != self._look.scheme
            self._look = look
            self._want()
            if recoloured:
                self._pictures.finish()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        self._want()
        self._pictures.finish()
        self.update()

    def steps(self) -> list[int]:
        """Which steps have a place, reached or still to come."""
        if self._arrays is None:
            return []
        planned = self._arrays.run.settings.steps + 1
        every = filmstrip_states(max(planned, self._arrays.states) if self._growing else self._arrays.states)
        return fewer_steps(every, max(_FEWEST, (self.width() + _GAP) // (_SMALLEST + _GAP)))

    def cell_rect(self, position: int) -> QRect:
        """The place of the picture number `position` (0-based, from the left), words included."""
        first = self._first_cell(len(self.steps()))
        return first.translated(position * (first.width() + _GAP), 0)

    def _first_cell(self, count: int) -> QRect:
        """The place of the leftmost of so many pictures."""
        count, words = max(1, count), self._words_height()
        side = min((self.width() - (count - 1) * _GAP) // count, self.height() - 2 * words)
        side = max(8, min(side, _LARGEST))
        left = (self.width() - count * (side + _GAP) + _GAP) // 2
        return QRect(left, 0, side, side + 2 * words)

    def height_for(self, width: int, most: int) -> int:
        """The height in which ten pictures fill `width`, but not more than `most` pixels."""
        words = 2 * self._words_height()
        side = (width + _GAP) // 10 - _GAP
        return max(_SMALLEST + words, min(side + words, most, _LARGEST + words))

    def sizeHint(self) -> QSize:
        return QSize(480, self.height_for(480, 1000))

    def minimumSizeHint(self) -> QSize:
        return QSize(_FEWEST * (_SMALLEST + _GAP), _SMALLEST + 2 * self._words_height())

    def _words_height(self) -> int:
        return round(1.1 * self._pixels())

    def _pixels(self) -> float:
        return min(0.82 * self.fontMetrics().height(), 12.0)

    # Painting ---------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrays = self._arrays
        if arrays is None or not arrays.states:
            hint = self.tr("The chosen path at steps 0, 1, 2, 3, 4, 5, 10, 50 and 100.")
            paint_hint(painter, self, QRectF(self.rect()), hint, self._theme)
            painter.end()
            return
        self._want()
        self._pictures.catch_up()
        count = len(self.steps())
        place = self._first_cell(count)
        for position in range(count):
            self._pictures.draw(painter, position, place.topLeft())
            place.translate(place.width() + _GAP, 0)
        painter.end()

    def _want(self) -> None:
        """Have every picture show what it should."""
        arrays = self._arrays
        if arrays is None or not arrays.states:
            return
        bounds, focus = arrays.bounds(self._path), self.hasFocus()
        contents, steps = {}, self.steps()
        for position, step in enumerate(steps):
            chosen, reached = step == self._step, step < arrays.states
            contents[position] = _Content(
                step,
                self._path,
                bounds if reached else (0.0, 0.0, 0.0, 0.0),
                self._look if reached else Look(),
                self._theme,
                reached,
                chosen,
                step == self._hovered,
                focus and chosen,
            )
        self._pictures.want(contents, self._first_cell(len(steps)).size(), self.devicePixelRatioF(), arrays.points)

    def _paint_cell(self, painter: QPainter, position: int, content: _Content) -> None:
        arrays, theme, words = self._arrays, content.theme, self._words_height()
        assert arrays is not None
        cell = QRectF(QPointF(0, 0), QSizeF(self.cell_rect(position).size()))
        card = cell.adjusted(0, words, 0, -words)
        step, chosen = content.step, content.chosen
        over = cell.adjusted(1, 0, -1, 0)  # so that neighbours' values never touch
        above = QRectF(over.left(), over.top(), over.width(), words)
        colour = theme.accent if chosen else theme.muted
        draw_text(painter, above, str(step), self._pixels(), colour, bold=chosen)
        if not content.reached:
            painter.setOpacity(0.4)
            paint_card(painter, card, theme)
            painter.setOpacity(1.0)
            return
        paint_card(painter, card, theme, chosen=chosen, hovered=content.hovered, focus=content.focus)
        inset = 2 + 0.02 * card.width()
        inner = card.adjusted(inset, inset, -inset, -inset)
        paint_layout(painter, arrays, step, content.path, inner, content.bounds, theme, content.look)
        below = QRectF(over.left(), card.bottom(), over.width(), words)
        share = float(arrays.target[step, content.path])
        draw_text(painter, below, short_percent(share), self._pixels(), theme.text, bold=chosen)

    # Choosing ---------------------------------------------------------------------------------------

    def step_at(self, position: QPoint) -> int | None:
        """The step whose picture is there, or None."""
        if self._arrays is None:
            return None
        for place, step in enumerate(self.steps()):
            if step < self._arrays.states and self.cell_rect(place).contains(position):
                return step
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and step is not None:
            self.step_chosen.emit(step)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.step_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, step: int | None) -> None:
        if step != self._hovered:
            self._hovered = step
            self.setCursor(Qt.CursorShape.ArrowCursor if step is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def event(self, event: QEvent) -> bool:
        """A tooltip of its own for every picture."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            step = self.step_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if step is None else self._words(step), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End go from picture to picture."""
        reached = [s for s in self.steps() if self._arrays is not None and s < self._arrays.states]
        before, after = [s for s in reached if s < self._step], [s for s in reached if s > self._step]
        wanted = {
            Qt.Key.Key_Left: before[-1:],
            Qt.Key.Key_Right: after[:1],
            Qt.Key.Key_Home: reached[:1],
            Qt.Key.Key_End: reached[-1:],
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif wanted:
            self.step_chosen.emit(wanted[0])

    def _words(self, step: int) -> str:
        assert self._arrays is not None
        share = short_percent(float(self._arrays.target[min(step, self._arrays.states - 1), self._path]))
        return self.tr("Path {0}, step {1}: {2} {3}").format(self._path + 1, step, share, self._arrays.run.target)
