"""The map itself: tens of thousands of strokes as dots, as small pictures where there is room, panned and zoomed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.analysis.strokes import StrokeCollection
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Theme
from sketchxai_desktop.rendering.sketch_painter import StrokeLook, paint_sketch
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.widgets.shapes_dots import DotCloud, Pixels
from sketchxai_desktop.widgets.shapes_state import ShapesState, paint_card, paint_chip, paint_message
from sketchxai_desktop.widgets.take_away import is_drawing

Places = npt.NDArray[np.float64]

#: Side of a small picture, and of the cell of which only one stroke is pictured.
_SIDE, _CELL = 46, 56
#: Strokes per cell up to which pictures are shown instead of dots alone.
_SPARSE = 6.0
#: Pixels from a dot within which it counts as pointed at.
_NEAR = 10.0
_CARD = 92
_CACHED = 4000


class ShapesMapView(pg.GraphicsView):
    """Dots in data coordinates: drag pans, the wheel zooms, a double click on nothing shows everything.

    Signals:
        stroke_pointed: index in the collection, -1 for none. stroke_chosen: clicked. stroke_activated: double-clicked.
        own_pointed: 0-based stroke of the sketch, -1 for none. own_chosen: clicked.
    """

    stroke_pointed = Signal(int)
    stroke_chosen = Signal(int)
    stroke_activated = Signal(int)
    own_pointed = Signal(int)
    own_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self._theme: Theme = LIGHT
        self._state = ShapesState()
        self._strokes: StrokeCollection | None = None
        self._places: Places = np.zeros((0, 2))
        self._colours: Pixels = np.zeros(0, np.uint32)
        self._own: Places = np.zeros((0, 2))
        self._message = ""
        self._details: list[str] = []
        self._pointed = self._pointed_own = -1
        self._pressed: QPointF | None = None
        self._cloud = DotCloud()
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self.pictured: list[int] = []  # strokes that the last frame showed as pictures
        self.box = pg.ViewBox(enableMenu=False, defaultPadding=0.04, lockAspect=True)
        self.setCentralItem(self.box)
        self.setAccessibleName(self.tr("Map of stroke shapes"))
        self.setMinimumSize(160, 120)
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.viewport().setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    # What is shown ----------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._pictures.clear()
        self.setBackground(QColor(*theme.surface))
        self.viewport().update()

    def set_message(self, message: str) -> None:
        """A sentence in place of the map; "" shows the map."""
        self._message = message
        self.viewport().update()

    def set_strokes(self, strokes: StrokeCollection | None) -> None:
        """The strokes whose pictures are shown; another collection forgets the places."""
        if strokes is not self._strokes:
            self._strokes = strokes
            self._pictures.clear()
            self._places, self._colours = np.zeros((0, 2)), np.zeros(0, np.uint32)
            self._pointed = -1
            self.viewport().update()

    def set_places(self, places: npt.ArrayLike, *, fit: bool) -> None:
        """(R, 2) where the strokes are."""
        self._places = np.asarray(places, np.float64)
        if fit:
            self.fit()
        self.viewport().update()

    def set_colours(self, colours: Pixels) -> None:
        """(R,) as `shapes_dots.packed`."""
        self._colours = colours
        self.viewport().update()

    def set_own(self, places: npt.ArrayLike, state: ShapesState) -> None:
        """(S, 2) where the strokes of the sketch are."""
        self._own, self._state = np.asarray(places, np.float64).reshape(-1, 2), state
        self.viewport().update()

    def set_details(self, lines: list[str]) -> None:
        """What is said of the stroke under the pointer, beside its picture."""
        self._details = lines
        self.viewport().update()

    def fit(self) -> None:
        """Show all strokes but for a few stragglers."""
        if len(self._places):
            low, high = np.quantile(self._places, [0.001, 0.999], axis=0)
            size = np.maximum(high - low, 1e-9)
            self.box.setRange(QRectF(low[0], low[1], size[0], size[1]), padding=0.06)

    # Coordinates ------------------------------------------------------------------------------------

    def _to_viewport(self) -> QTransform:
        self.box.updateMatrix()
        return self.box.childGroup.sceneTransform() * self.viewportTransform()

    def to_pixels(self, places: npt.ArrayLike) -> Places:
        """(N, 2) data coordinates to (N, 2) pixels of the viewport."""
        t = self._to_viewport()
        pixels: Places = np.asarray(places, np.float64) * (t.m11(), t.m22()) + (t.dx(), t.dy())
        return pixels

    # Painting ---------------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = QRectF(self.viewport().rect())
        self.pictured = []
        if self._message or len(self._places) != len(self._colours) or not len(self._places):
            paint_message(painter, view, self._message, self._theme)
        else:
            pixels = self.to_pixels(self._places)
            seen = _within(pixels, view.adjusted(-_SIDE / 2, -_SIDE / 2, _SIDE / 2, _SIDE / 2))
            self._paint_dots(painter, pixels, seen)
            if len(seen) <= _SPARSE * view.width() * view.height() / _CELL**2:
                self._paint_pictures(painter, pixels, seen)
            self._paint_own(painter)
            self._paint_pointed(painter, pixels, view)
        painter.restore()

    def _paint_dots(self, painter: QPainter, pixels: Places, seen: npt.NDArray[np.intp]) -> None:
        ratio = self.devicePixelRatioF()
        size = (round(self.viewport().width() * ratio), round(self.viewport().height() * ratio))
        # Few dots may be large, many must be small to be told apart.
        radius = next(r for most, r in ((600, 3), (4000, 2), (len(pixels), 1)) if len(seen) <= most)
        if is_drawing():
            self._draw_dots(painter, pixels[seen], self._colours[seen], radius)
            return
        image = self._cloud.paint(pixels * ratio, self._colours, size, round(radius * ratio), self._theme.surface)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, image)

    def _draw_dots(self, painter: QPainter, pixels: Places, colours: Pixels, radius: int) -> None:
        """One path for all dots of a colour."""
        painter.setPen(Qt.PenStyle.NoPen)
        for colour in np.unique(colours).tolist():
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)  # two dots on each other are no hole
            for x, y in pixels[colours == colour].tolist():
                if radius > 1:
                    path.addEllipse(QPointF(x, y), radius + 0.5, radius + 0.5)
                else:
                    path.addRect(QRectF(x - 1, y - 1, 2, 2))
            painter.setBrush(QColor(colour >> 16 & 255, colour >> 8 & 255, colour & 255))
            painter.drawPath(path)

    def _paint_pictures(self, painter: QPainter, pixels: Places, seen: npt.NDArray[np.intp]) -> None:
        if self._strokes is None or not len(seen):
            return
        # Cells hang on the data, not on the window: a picture does not change places while the map is panned.
        t = self._to_viewport()
        cells = np.floor((pixels[seen] - (t.dx(), t.dy())) / _CELL).astype(np.int64)
        _, first = np.unique(cells[:, 0] * (1 << 32) + cells[:, 1], return_index=True)
        chosen = seen[np.sort(first)]
        self.pictured = chosen.tolist()
        for index, (x, y) in zip(self.pictured, (np.rint(pixels[chosen]) - _SIDE // 2).tolist(), strict=True):
            if is_drawing():
                place = QRectF(x, y, _SIDE, _SIDE)
                paint_card(painter, place, self._theme)
                self._draw_stroke(painter, index, place.adjusted(3, 3, -3, -3), self._ink(index), 1.5)
            else:
                painter.drawPixmap(QPointF(x, y), self._picture(index))

    def _ink(self, index: int) -> Colour:
        value = int(self._colours[index])
        return value >> 16 & 255, value >> 8 & 255, value & 255

    def _draw_stroke(self, painter: QPainter, index: int, place: QRectF, colour: Colour, width: float) -> None:
        assert self._strokes is not None
        sketch, looks = Sketch((self._strokes.stroke(index),)), [StrokeLook(colour)]
        paint_sketch(painter, sketch, place, theme=self._theme, width=width, start_dots=False, looks=looks)

    def _picture(self, index: int) -> QPixmap:
        """The card of a stroke, drawn once: rounded edges take far longer than a copy."""
        known = self._pictures.get(index)
        if known is None:
            assert self._strokes is not None
            sketch = Sketch((self._strokes.stroke(index),))
            theme = replace(self._theme, ink=self._ink(index))
            ratio = self.devicePixelRatioF()
            known = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            painter = QPainter(known)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_card(painter, QRectF(0, 0, _SIDE, _SIDE), self._theme)
            drawn = thumbnail(sketch, _SIDE - 6, ratio, theme=theme, width=1.5, background=False)
            painter.drawImage(QPointF(3, 3), drawn)
            painter.end()
            self._pictures[index] = known
            while len(self._pictures) > _CACHED:
                self._pictures.popitem(last=False)
        return known

    def forget_pictures(self) -> None:
        """Colours changed: small pictures are drawn again."""
        self._pictures.clear()

    def _paint_own(self, painter: QPainter) -> None:
        state = self._state
        for k, (x, y) in enumerate(self.to_pixels(self._own).tolist()):
            marked = k in (state.selected, state.hovered)
            if marked:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*(self._theme.halo if k == state.selected else self._theme.hover)))
                painter.drawEllipse(QPointF(x, y), 15, 15)
            painter.setPen(QPen(QColor(*self._theme.background), 2))
            painter.setBrush(QColor(*self._theme.background))
            painter.drawEllipse(QPointF(x, y), 10, 10)
            paint_chip(painter, QPointF(x, y), 9, str(k + 1), state.colour(k))

    def _paint_pointed(self, painter: QPainter, pixels: Places, view: QRectF) -> None:
        if self._pointed < 0 or self._strokes is None:
            return
        x, y = pixels[self._pointed].tolist()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(*self._theme.text), 1.5))
        if self._pointed in self.pictured:
            painter.drawRoundedRect(QRectF(x - _SIDE / 2, y - _SIDE / 2, _SIDE, _SIDE), 4, 4)
        else:
            painter.drawEllipse(QPointF(x, y), 6, 6)
        # In the corner that the pointer is not in.
        below = y < view.height() / 2 or x > view.width() / 2
        painter.setFont(picture_font(12))
        metrics = painter.fontMetrics()
        width = _CARD + 14 + max((metrics.horizontalAdvance(line) for line in self._details), default=0)
        height = _CARD + 8
        place = QRectF(8, view.height() - height - 8 if below else 8, width, height)
        paint_card(painter, place, self._theme)
        theme, corner = self._theme, place.topLeft() + QPointF(6, 8)
        if is_drawing():
            spot = QRectF(corner, QSizeF(_CARD - 8, _CARD - 8))
            self._draw_stroke(painter, self._pointed, spot, theme.ink, 2.0)
        else:
            sketch = Sketch((self._strokes.stroke(self._pointed),))
            ratio = self.devicePixelRatioF()
            painter.drawImage(corner, thumbnail(sketch, _CARD - 8, ratio, theme=theme, width=2.0, background=False))
        for k, line in enumerate(self._details):
            painter.setPen(QColor(*(theme.text if k == 0 else theme.muted)))
            painter.drawText(QPointF(place.left() + _CARD + 4, place.top() + 24 + 19 * k), line)

    # Pointing ---------------------------------------------------------------------------------------

    def stroke_at(self, pixel: QPointF) -> int:
        """The nearest stroke within reach of a place in the viewport, or -1."""
        if self._message or not len(self._places):
            return -1
        away = np.hypot(*(self.to_pixels(self._places) - (pixel.x(), pixel.y())).T)
        best = int(away.argmin())
        reach = _NEAR
        if best in self.pictured:
            reach = _SIDE / 2
        return best if away[best] <= reach else -1

    def own_at(self, pixel: QPointF) -> int:
        """The stroke of the sketch whose chip is there, or -1."""
        if self._message or not len(self._own):
            return -1
        away = np.hypot(*(self.to_pixels(self._own) - (pixel.x(), pixel.y())).T)
        best = int(away.argmin())
        return best if away[best] <= 11 else -1

    def _point(self, stroke: int, own: int) -> None:
        if own != self._pointed_own:
            self._pointed_own = own
            self.own_pointed.emit(own)
        if stroke != self._pointed:
            self._pointed = stroke
            self.stroke_pointed.emit(stroke)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            own = self.own_at(event.position())
            self._point(-1 if own >= 0 else self.stroke_at(event.position()), own)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1, -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or (event.position() - pressed).manhattanLength() >= 4:
            return
        own, stroke = self.own_at(event.position()), self.stroke_at(event.position())
        if own >= 0:
            self.own_chosen.emit(own)
        elif stroke >= 0:
            self.stroke_chosen.emit(stroke)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        stroke = self.stroke_at(event.position())
        if stroke >= 0:
            self.stroke_activated.emit(stroke)
        else:
            self.fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.viewport().update()


def _within(pixels: Places, place: QRectF) -> npt.NDArray[np.intp]:
    """Indices of the places inside a rectangle."""
    x, y = pixels[:, 0], pixels[:, 1]
    inside = (x > place.left()) & (x < place.right()) & (y > place.top()) & (y < place.bottom())
    return np.flatnonzero(inside)
