"""Map: every stroke as a dot, alike ones close together, and the sketch's own strokes among them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sketchxai_desktop.analysis.projection import Projection
from sketchxai_desktop.rendering.palette import Colour, Theme, legible, mix, stroke_colour
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.shapes_dots import Pixels, packed
from sketchxai_desktop.widgets.shapes_map_view import ShapesMapView
from sketchxai_desktop.widgets.shapes_state import ShapesState
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

#: What dots can be coloured by, in the order of the box.
GROUP, ORDER, POINTS, WORD = range(4)
_KINDS = ("pca", "tsne")
_MOST_ORDERS, _MOST_POINTS = 10, 40


class MapPage(QWidget):
    """The map with what its dots are coloured by.

    Signals:
        map_wanted: "pca" or "tsne". group_chosen: 0-based. drawing_wanted: index in the file.
    """

    map_wanted = Signal(str)
    group_chosen = Signal(int)
    drawing_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ShapesState()
        self._projection: Projection | None = None
        self._group = -1
        self.view = ShapesMapView()
        self.kind = QComboBox()
        self.kind.addItems([self.tr("PCA"), self.tr("t-SNE")])
        self.kind.setAccessibleName(self.tr("Kind of map"))
        self.kind.setToolTip(
            self.tr(
                "PCA: the two directions of largest spread; at once.\n"
                "t-SNE: keeps neighbours together; takes a minute or more and can be watched."
            )
        )
        self.colour_by = QComboBox()
        self.colour_by.addItems([self.tr("group"), self.tr("order"), self.tr("points"), self.tr("category")])
        self.colour_by.setAccessibleName(self.tr("Colour by"))
        self.colour_by.setToolTip(self.tr("What the colour of a dot says about its stroke"))
        self.word = CategoryBox()
        self.word.setMaximumWidth(170)
        self.word.setToolTip(self.tr("The category whose strokes stand out"))
        self.word.hide()
        self.whole = QToolButton()
        self.whole.setText(self.tr("Show All"))
        self.whole.clicked.connect(self.view.fit)
        self.caption = QLabel()
        self.caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.take_away = TakeAway(self.view, "map", self.rows)
        row = QHBoxLayout()
        row.setSpacing(6)
        for label, widget in ((self.tr("&Map"), self.kind), (self.tr("&Colour by"), self.colour_by)):
            name = QLabel(label)
            name.setBuddy(widget)
            row.addWidget(name)
            row.addWidget(widget)
        row.addWidget(self.word)
        row.addStretch(1)
        row.addWidget(self.whole)
        row.addWidget(self.take_away.button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.caption)

        self.kind.activated.connect(lambda k: self.map_wanted.emit(_KINDS[k]))
        self.colour_by.currentIndexChanged.connect(self._colour_by_changed)
        self.word.category_changed.connect(lambda _: self._show_colours())
        self.view.stroke_pointed.connect(self._stroke_pointed)
        self.view.stroke_chosen.connect(self._stroke_chosen)
        self.view.stroke_activated.connect(self._stroke_activated)
        self.view.own_pointed.connect(lambda k: session.hover(k if k >= 0 else None))
        self.view.own_chosen.connect(session.select)
        self._say_nothing()

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)

    # Changes ------------------------------------------------------------------------------------------

    def set_state(self, state: ShapesState) -> None:
        """Show another moment."""
        before, self._state = self._state, state
        if state.codebook is not before.codebook:
            self._projection, self._group = None, -1
            self.view.set_strokes(None if state.codebook is None else state.codebook.strokes)
            self.word.set_categories([] if state.codebook is None else sorted(state.codebook.strokes.words))
            self._say_nothing()
            self._show_colours()
        elif state.theme is not before.theme:
            self._show_colours()
        self._show_own()

    def set_projection(self, projection: Projection) -> None:
        """A finished map."""
        codebook = self._state.codebook
        if codebook is None or len(projection.places) != len(codebook.strokes):
            return
        first = self._projection is None or self._projection.kind != projection.kind
        self._projection = projection
        self.kind.setCurrentIndex(_KINDS.index(projection.kind))
        self.view.set_message("")
        self.view.set_places(projection.places, fit=first)
        self._show_own()
        share = "" if projection.explained is None else self.tr("; {0:.0f}% of the spread shown")
        share = share.format(100 * (projection.explained or 0))
        text = self.tr("{0:,} strokes{1}. Drag to pan, wheel to zoom, double-click opens a stroke's drawing.")
        self.caption.setText(text.format(len(projection.places), share))

    @property
    def in_the_making(self) -> bool:
        """Whether the map that is shown is not finished."""
        return self._state.codebook is not None and self._projection is None

    def show_places(self, places: npt.ArrayLike) -> None:
        """A map that is still being made."""
        if self._state.codebook is not None and len(np.asarray(places)) == len(self._state.codebook.strokes):
            self.view.set_message("")
            self._projection = None
            self.view.set_own(np.zeros((0, 2)), self._state)
            self.view.set_places(places, fit=True)
            self.caption.setText(self.tr("The map is being made; Cancel goes back to PCA."))

    def show_group(self, group: int) -> None:
        """Let a group (0-based) stand out; -1: none."""
        if group != self._group:
            self._group = group
            if self.colour_by.currentIndex() == GROUP:
                self._show_colours()

    def _say_nothing(self) -> None:
        made = self._state.codebook is not None
        message = self.tr("The map is being made.") if made else self.tr("“Group Strokes” makes the map, too.")
        self.view.set_message(message)
        self.caption.setText("")

    def _show_own(self) -> None:
        state = self._state
        if self._projection is None or state.inspection is None or state.located is None:
            self.view.set_own(np.zeros((0, 2)), state)
        else:
            self.view.set_own(self._projection.place(state.inspection.shape), state)

    # Colours ------------------------------------------------------------------------------------------

    def _colour_by_changed(self, index: int) -> None:
        self.word.setVisible(index == WORD)
        if index == WORD and self.word.category() is None and self._state.codebook is not None:
            word = self._state.sketch.word
            words = self._state.codebook.strokes.words
            self.word.set_category(word if word in words else next(iter(words), None))
        self._show_colours()

    def _show_colours(self) -> None:
        codebook = self._state.codebook
        if codebook is not None:
            self.view.forget_pictures()
            self.view.set_colours(self.colours())

    def colours(self) -> Pixels:
        """(R,) the colour of each stroke's dot."""
        codebook, theme = self._state.codebook, self._state.theme
        if codebook is None:
            return np.zeros(0, np.uint32)
        strokes, by = codebook.strokes, self.colour_by.currentIndex()
        pale = packed(mix(theme.surface, theme.muted, 0.4))
        if by == GROUP:
            table = packed([group_colour(g, theme) for g in range(len(codebook))])
            found: Pixels = table[codebook.groups]
            return found if self._group < 0 else np.where(codebook.groups == self._group, found, pale)
        if by == WORD:
            word = self.word.category()
            code = strokes.words.index(word) if word in strokes.words else -2
            return np.where(strokes.word_codes == code, packed(theme.accent), pale)
        values, most = (strokes.orders, _MOST_ORDERS) if by == ORDER else (strokes.lengths - 1, _MOST_POINTS)
        ramp = packed([stroke_colour(k, most, "viridis", theme) for k in range(most)])
        ranked: Pixels = ramp[np.clip(values, 0, most - 1)]
        return ranked

    # Pointing -----------------------------------------------------------------------------------------

    def _stroke_pointed(self, stroke: int) -> None:
        codebook = self._state.codebook
        if stroke < 0 or codebook is None:
            self.view.set_details([])
            return
        strokes, group = codebook.strokes, int(codebook.groups[stroke])
        self.view.set_details(
            [
                strokes.word(stroke) or self.tr("unknown"),
                self.tr("line {0:,}").format(int(strokes.lines[stroke])),
                self.tr("stroke {0}, {1} points").format(int(strokes.orders[stroke]) + 1, int(strokes.lengths[stroke])),
                self.tr("group {0} with {1:,} strokes").format(group + 1, int(codebook.sizes[group])),
            ]
        )

    def _stroke_chosen(self, stroke: int) -> None:
        if self._state.codebook is not None:
            self.group_chosen.emit(int(self._state.codebook.groups[stroke]))

    def _stroke_activated(self, stroke: int) -> None:
        if self._state.codebook is not None:
            self.drawing_wanted.emit(int(self._state.codebook.strokes.drawings[stroke]))

    def rows(self) -> Rows:
        """Every stroke with its place."""
        codebook, projection = self._state.codebook, self._projection
        if codebook is None or projection is None:
            return []
        strokes = codebook.strokes
        return [
            {
                "x": round(float(x), 6),
                "y": round(float(y), 6),
                "group": int(codebook.groups[k]) + 1,
                "word": strokes.word(k),
                "line": int(strokes.lines[k]),
                "stroke": int(strokes.orders[k]) + 1,
                "points": int(strokes.lengths[k]),
            }
            for k, (x, y) in enumerate(projection.places.tolist())
        ]


def group_colour(group: int, theme: Theme) -> Colour:
    """A colour for a group: neighbours in number are far apart in hue (golden angle)."""
    hue = (group * 0.618034) % 1.0 * 6
    part = int(255 * (1 - abs(hue % 2 - 1)))
    wheel: list[Colour] = [
        (230, part, 40),
        (part, 230, 40),
        (40, 230, part),
        (40, part, 230),
        (part, 40, 230),
        (230, 40, part),
    ]
    return legible(wheel[int(hue) % 6], theme)
