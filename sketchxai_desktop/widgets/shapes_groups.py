"""Groups: pages of look-alike strokes, and the sketch's own strokes among them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.shapes_grid import GridCell, StrokeGrid
from sketchxai_desktop.widgets.shapes_state import ShapesState
from sketchxai_desktop.widgets.take_away import Rows, TakeAway


class GroupsPage(QWidget):
    """Above: the sketch's strokes and their groups. Left: every group by its medoid. Right: a group's strokes.

    Signals:
        group_chosen: 0-based. drawing_wanted: index in the file of the drawing that a stroke comes from.
    """

    group_chosen = Signal(int)
    drawing_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ShapesState()
        self.group = -1
        self.own = StrokeGrid(self.tr("Strokes of the sketch"), 52, one_row=True)
        self.groups = StrokeGrid(self.tr("Groups of look-alike strokes"), 64)
        self.members = StrokeGrid(self.tr("Strokes of the chosen group"), 64)
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        bold = self.heading.font()
        bold.setBold(True)
        self.heading.setFont(bold)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._own_label = QLabel()
        self._own_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._groups_label = QLabel()
        self._groups_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)

        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(3)
        column.addWidget(self._groups_label)
        column.addWidget(self.groups, 1)
        self._right = right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        self.take_away = TakeAway(self.members, "group", self.rows)
        head.addWidget(self.take_away.button())
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.members, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([400, 600])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        layout.addWidget(self._own_label)
        layout.addWidget(self.own)
        layout.addWidget(splitter, 1)

        self.groups.chosen.connect(self.group_chosen)
        self.own.chosen.connect(self._own_chosen)
        self.own.pointed.connect(lambda k: session.hover(k if k >= 0 else None))
        self.members.activated.connect(self._member_activated)

    def set_theme(self, theme: Theme) -> None:
        for grid in (self.own, self.groups, self.members):
            grid.set_theme(theme)

    # Changes ------------------------------------------------------------------------------------------

    def set_state(self, state: ShapesState) -> None:
        """Show another moment."""
        before, self._state = self._state, state
        if state.codebook is not before.codebook:
            self.group = -1
            self.groups.set_current(-1)
            self.groups.to_top()
        if state.codebook is not before.codebook or state.located is not before.located:
            self._show_groups()
            self._show_own()
            if self.group < 0 and state.codebook is not None:
                first = 0 if state.located is None or not len(state.located.groups) else int(state.located.groups[0])
                self.show_group(first)
        elif state.sketch is not before.sketch or state.scheme != before.scheme or state.theme is not before.theme:
            self._show_own()
            self._show_groups()
        if state.codebook is not before.codebook:
            self._show_members()
        stroke = -1 if state.selected is None else state.selected
        if self.own.current != stroke:
            self.own.set_current(stroke)

    def show_group(self, group: int) -> None:
        """Show the strokes of a group (0-based) without a signal."""
        codebook = self._state.codebook
        if codebook is None or not 0 <= group < len(codebook):
            return
        changed, self.group = group != self.group, group
        self.groups.set_current(group)
        if changed:
            self.members.set_current(-1)
            self.members.to_top()
            self._show_members()

    def _show_own(self) -> None:
        state, located = self._state, self._state.located
        if located is None or state.codebook is None:
            text = self.tr("The sketch's strokes are shown here with their groups.")
            self._own_label.setText(self.tr("Strokes of the sketch"))
            self.own.set_cells(0, self._own_cell, "" if state.codebook is None else text)
            self.own.setVisible(state.codebook is not None and not state.outdated)
            self._own_label.setVisible(self.own.isVisibleTo(self))
            return
        self.own.show()
        self._own_label.show()
        self._own_label.setText(self.tr("Strokes of the sketch and their groups"))
        self.own.set_cells(min(len(located.groups), len(state.sketch)), self._own_cell)

    def _own_cell(self, index: int) -> GridCell:
        state, located = self._state, self._state.located
        assert located is not None
        group = int(located.groups[index])
        tip = self.tr("Stroke {0} is in group {1}; {2:.0f}% of that group's strokes are farther from its centre.")
        return GridCell(
            state.sketch.strokes[index],
            self.tr("group {0}").format(group + 1),
            tip.format(index + 1, group + 1, 100 * float(located.inside[index])),
            state.colour(index),
            ((index + 1, state.colour(index)),),
        )

    def _show_groups(self) -> None:
        codebook = self._state.codebook
        self._right.setVisible(codebook is not None)  # until there are groups, the sentence has all the room
        if codebook is None:
            self._groups_label.setText("")
            message = self.tr(
                "No groups yet. “Group Strokes” takes the strokes of the opened file, asks the network how each is "
                "shaped, and puts those together that look alike to it."
            )
            self.groups.set_cells(0, self._group_cell, message)
            return
        text = self.tr("{0} groups of {1:,} strokes, largest first")
        self._groups_label.setText(text.format(len(codebook), len(codebook.strokes)))
        self.groups.set_cells(len(codebook), self._group_cell)

    def _group_cell(self, index: int) -> GridCell:
        state, codebook = self._state, self._state.codebook
        assert codebook is not None
        chips: tuple[tuple[int, tuple[int, int, int]], ...] = ()
        if state.located is not None:
            own = [k for k, g in enumerate(state.located.groups.tolist()) if g == index and k < len(state.sketch)]
            chips = tuple((k + 1, state.colour(k)) for k in own)
        words = ", ".join(f"{word} {100 * share:.0f}%" for word, share in codebook.words(index))
        tip = self.tr("Group {0}: {1:,} strokes. Most often of: {2}").format(index + 1, codebook.sizes[index], words)
        caption = f"{index + 1} · {codebook.sizes[index]:,}"
        return GridCell(codebook.medoid(index), caption, tip, chips=chips)

    def _show_members(self) -> None:
        codebook = self._state.codebook
        if codebook is None or self.group < 0:
            self.heading.setText("")
            self.facts.setText("")
            self.members.set_cells(0, self._member_cell, "")
            return
        self.heading.setText(
            self.tr("Group {0}: {1:,} strokes").format(self.group + 1, int(codebook.sizes[self.group]))
        )
        words = ", ".join(f"{word} {100 * share:.0f}%" for word, share in codebook.words(self.group, 5))
        self.facts.setText(
            self.tr("Nearest to the centre first. Of: {0}.").format(words) if words else self.tr("Nearest first.")
        )
        self.members.set_cells(int(codebook.sizes[self.group]), self._member_cell)

    def _member_cell(self, index: int) -> GridCell:
        codebook = self._state.codebook
        assert codebook is not None
        stroke = int(codebook.members(self.group)[index])
        word = codebook.strokes.word(stroke) or self.tr("unknown")
        tip = self.tr("Stroke {0} of a drawing of: {1} (line {2:,}).\nCosine distance to the centre: {3:.3f}").format(
            int(codebook.strokes.orders[stroke]) + 1,
            word,
            int(codebook.strokes.lines[stroke]),
            float(codebook.distances[stroke]),
        )
        return GridCell(codebook.strokes.stroke(stroke), word, tip)

    # Pointing -----------------------------------------------------------------------------------------

    def _own_chosen(self, stroke: int) -> None:
        self._session.select(stroke)
        if self._state.located is not None:
            self.group_chosen.emit(int(self._state.located.groups[stroke]))

    def _member_activated(self, index: int) -> None:
        codebook = self._state.codebook
        if codebook is not None:
            self.drawing_wanted.emit(int(codebook.strokes.drawings[int(codebook.members(self.group)[index])]))

    def rows(self) -> Rows:
        """Every stroke of the codebook: its group, distance, word, line and order."""
        codebook = self._state.codebook
        if codebook is None:
            return []
        strokes, medoids = codebook.strokes, set(codebook.medoids.tolist())
        return [
            {
                "group": int(codebook.groups[k]) + 1,
                "distance": round(float(codebook.distances[k]), 6),
                "medoid": k in medoids,
                "word": strokes.word(k),
                "line": int(strokes.lines[k]),
                "stroke": int(strokes.orders[k]) + 1,
                "points": int(strokes.lengths[k]),
            }
            for k in range(len(strokes))
        ]
