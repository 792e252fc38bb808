"""Which part of the drawing plane the canvas shows: zoom, pan, fit."""

from __future__ import annotations

import math

from PySide6.QtCore import QMarginsF, QRectF

from sketchxai_desktop.rendering.view import Bounds, View

#: The page of a drawing that is begun on an empty canvas, in sketch units.
PAGE: Bounds = (0.0, 0.0, 256.0, 256.0)
#: How far one can zoom, as factors of the zoom at which the whole drawing fits.
FARTHEST, CLOSEST = 0.05, 40.0


class CanvasView:
    """The view of a widget of some size, and how it follows that size.

    As long as nobody zooms or pans, the fitted box stays fitted when the widget is resized; afterwards the
    centre stays in the centre.
    """

    def __init__(self) -> None:
        self._width, self._height = 1.0, 1.0
        self._margins = QMarginsF()
        self._box = PAGE
        self.fitted = True
        self._view = View(1.0, 0.0, 0.0)
        self._home = 1.0
        self.fit(PAGE)

    @property
    def view(self) -> View:
        """Sketch units to the widget's device-independent pixels."""
        return self._view

    @property
    def box(self) -> Bounds:
        """The bounds that were fitted last."""
        return self._box

    @property
    def zoom(self) -> float:
        """1 where the fitted box just fits."""
        return self._view.scale / self._home

    @property
    def visible(self) -> Bounds:
        """(left, top, right, bottom) of what the widget shows, in sketch units."""
        (left, top), (right, bottom) = self._view.to_sketch([(0.0, 0.0), (self._width, self._height)]).tolist()
        return left, top, right, bottom

    def resize(self, width: float, height: float) -> None:
        """Follow the widget's size in device-independent pixels."""
        before = (self._width, self._height)
        self._width, self._height = max(1.0, width), max(1.0, height)
        self._home = self._fitting().scale
        if self.fitted:
            self._view = self._fitting()
        else:
            self.pan((self._width - before[0]) / 2, (self._height - before[1]) / 2)

    def fit(self, box: Bounds, margins: QMarginsF | None = None) -> None:
        """Show all of `box` (sketch units), keeping `margins` (pixels) free if given."""
        self._box = roomy(box)
        self._margins = self._margins if margins is None else margins
        self.fitted = True
        self._view = self._fitting()
        self._home = self._view.scale

    def _fitting(self) -> View:
        m = self._margins
        inner = QRectF(0, 0, self._width, self._height).marginsRemoved(m)
        if inner.width() < 8 or inner.height() < 8:  # a canvas too small for margins
            inner = QRectF(0, 0, self._width, self._height)
        return View.fit(self._box, inner, 0.06 * min(inner.width(), inner.height()))

    def zoom_by(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Zoom while the point (x, y) in pixels (None: the centre) stays where it is."""
        if not (math.isfinite(factor) and factor > 0):
            return
        x = self._width / 2 if x is None else x
        y = self._height / 2 if y is None else y
        old = self._view
        scale = min(max(old.scale * factor, self._home * FARTHEST), self._home * CLOSEST)
        ratio = scale / old.scale
        self._view = View(scale, x - (x - old.dx) * ratio, y - (y - old.dy) * ratio)
        self.fitted = False

    def pan(self, dx: float, dy: float) -> None:
        """Move what is shown by so many pixels."""
        old = self._view
        self._view = View(old.scale, old.dx + dx, old.dy + dy)
        self.fitted = False

    def show(self, view: View) -> None:
        """Show exactly this view for now, as an animation towards a fitted one does."""
        self._view = view


def roomy(box: Bounds) -> Bounds:
    """`box`, or a page around it when it has no extent (a single tap)."""
    left, top, right, bottom = box
    if max(right - left, bottom - top) > 0:
        return box
    side = PAGE[2] - PAGE[0]
    return left - side / 2, top - side / 2, left + side / 2, top + side / 2


def contains(outer: Bounds, inner: Bounds) -> bool:
    """Whether `inner` lies within `outer`."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def grown(box: Bounds, needed: Bounds, spare: float = 0.12) -> Bounds:
    """`box` with room for `needed`, and `spare` of the result's size more on the sides that had to give way."""
    left, top, right, bottom = (
        min(box[0], needed[0]),
        min(box[1], needed[1]),
        max(box[2], needed[2]),
        max(box[3], needed[3]),
    )
    more = spare * max(right - left, bottom - top)
    return (
        left - more if left < box[0] else left,
        top - more if top < box[1] else top,
        right + more if right > box[2] else right,
        bottom + more if bottom > box[3] else bottom,
    )


def between(first: View, second: View, share: float) -> View:
    """The view `share` (0..1) of the way from `first` to `second`; zoom changes by even factors."""
    if share >= 1:
        return second
    scale = first.scale * (second.scale / first.scale) ** share
    # Linear in the scale, so that the points which keep their place between the two views keep it throughout.
    span = second.scale - first.scale
    part = (scale - first.scale) / span if abs(span) > 1e-9 * first.scale else share
    return View(scale, first.dx + (second.dx - first.dx) * part, first.dy + (second.dy - first.dy) * part)
