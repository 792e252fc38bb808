"""Input, Primitives, Ours: the sketch redrawn, and what the network then says of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.analysis.recast import Recast
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.shapes_pictures import Picture, PictureCard
from sketchxai_desktop.widgets.shapes_state import ShapesState, percent
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

_NAMES = ("input", "primitives", "ours")


class RecastPage(QWidget):
    """Three pictures side by side, and beneath them what became of each stroke.

    Signals:
        recast_wanted: the present sketch is to be redrawn.
    """

    recast_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ShapesState()
        self._recast: Recast | None = None
        self._asked: tuple[object, ...] = ()
        self.titles = {
            "input": self.tr("Input"),
            "primitives": self.tr("Primitives"),
            "ours": self.tr("Ours: medoids of the groups"),
        }
        self.cards = [PictureCard(self.titles[name]) for name in _NAMES]
        self.use = [QPushButton(self.tr("Use on Canvas")) for _ in _NAMES[1:]]
        strip = QWidget()
        strip.setAccessibleName(self.tr("Input, primitives, ours"))
        pictures = QHBoxLayout(strip)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(10)
        for card in self.cards:
            pictures.addWidget(card, 1)
            card.pointed.connect(lambda k: session.hover(k if k >= 0 else None))
            card.chosen.connect(session.select)
        self.take_away = TakeAway(strip, "shapes", self.rows)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.take_away.button(), 1, Qt.AlignmentFlag.AlignLeft)
        for name, button in zip(_NAMES[1:], self.use, strict=True):
            button.setToolTip(self.tr("Put this version on the canvas, as one edit that can be undone"))
            button.clicked.connect(lambda _=False, n=name: self._use(n))
            buttons.addWidget(button, 1, Qt.AlignmentFlag.AlignLeft)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Stroke"), self.tr("Primitive"), self.tr("Left over"), self.tr("Group")]
        )
        self.table.horizontalHeader().setToolTip(
            self.tr("Left over: distance of stroke and primitive over the stroke's own spread; 0% is a perfect fit")
        )
        self.table.setAccessibleName(self.tr("What became of each stroke"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMouseTracking(True)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(80)
        self.table.cellEntered.connect(lambda row, _: session.hover(row))
        self.table.currentCellChanged.connect(self._row_chosen)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(5)
        layout.addWidget(strip, 3)
        layout.addLayout(buttons)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 2)

    def set_theme(self, theme: Theme) -> None:
        """The state that follows brings the colours."""

    # Changes ------------------------------------------------------------------------------------------

    def set_state(self, state: ShapesState) -> None:
        """Show another moment; asks for what it needs while it can be seen."""
        other = state.checkpoint != self._state.checkpoint
        self._state = state
        if self._recast is not None and (other or self._recast.original is not state.sketch):
            self._recast = None
        self._refresh()
        self._mark()
        self.ask()

    def ask(self) -> None:
        """Ask for the present sketch, if that was not done yet and somebody looks."""
        state = self._state
        question = (state.sketch, state.codebook, state.outdated, state.checkpoint)
        if self.isVisible() and state.inspection is not None and question != self._asked:
            self._asked = question
            self.recast_wanted.emit()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.ask()

    def set_recast(self, recast: Recast) -> None:
        """The answer; one about another sketch is dropped."""
        if recast.original is self._state.sketch:
            self._recast = recast
            self._refresh()
            self._mark()

    def _refresh(self) -> None:
        state, recast = self._state, self._recast
        versions = {} if recast is None else {v.name: v for v in recast.versions}
        for name, card in zip(_NAMES, self.cards, strict=True):
            version = versions.get(name)
            message, sketch = "", state.sketch
            answers: tuple[tuple[str, float], ...] = ()
            if version is not None and recast is not None:
                sketch, answers = version.sketch, tuple(version.top(recast.categories))
                if version.probabilities is None:
                    message = self.tr("All points coincide, so the network cannot see it.")
            elif not state.sketch.strokes:
                message = self.tr("Draw a stroke or open a sketch.")
            elif name == "ours" and (state.codebook is None or state.outdated):
                message = self.tr("“Group Strokes” finds the groups whose medoids are drawn here.")
            elif name != "input":
                message = self.tr("The network has not looked at this sketch yet.")
            picture = Picture(self.titles[name], sketch, answers, state.sketch.word)
            card.show_picture(picture, state.theme, state.scheme, message)
        for name, button in zip(_NAMES[1:], self.use, strict=True):
            button.setEnabled(name in versions)
        self._fill_table()

    def _fill_table(self) -> None:
        recast = self._recast
        self.note.setText(
            ""
            if recast is None
            else self.tr(
                "Primitives are turned, mirrored, sheared and stretched up to sixfold to fit; "
                "medoids are stretched to the stroke's box."
            )
        )
        blocked = self.table.blockSignals(True)
        self.table.setRowCount(0 if recast is None else len(recast.fits))
        if recast is not None:
            names = self._names()
            for k, fit in enumerate(recast.fits):
                group = "–"
                if recast.located is not None and k < len(recast.located.groups):
                    group = str(int(recast.located.groups[k]) + 1)
                for column, text in enumerate((str(k + 1), names.get(fit.name, fit.name), percent(fit.error), group)):
                    item = QTableWidgetItem(text)
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                    self.table.setItem(k, column, item)
        self.table.blockSignals(blocked)

    def _names(self) -> dict[str, str]:
        """The primitives in the language of the window."""
        return {
            "square": self.tr("square"),
            "triangle": self.tr("triangle"),
            "circle": self.tr("circle"),
            "line": self.tr("line"),
            "half circle": self.tr("half circle"),
            "U": self.tr("U"),
            "corner": self.tr("corner"),
            "dot": self.tr("dot"),
        }

    def _mark(self) -> None:
        state = self._state
        for card in self.cards:
            card.mark(state.selected, state.hovered)
        blocked = self.table.blockSignals(True)
        if state.selected is None or state.selected >= self.table.rowCount():
            self.table.clearSelection()
        elif self.table.currentRow() != state.selected or not self.table.selectedItems():
            self.table.selectRow(state.selected)
        self.table.blockSignals(blocked)

    def _row_chosen(self, row: int, *_: int) -> None:
        if row >= 0:
            self._session.select(row)

    def _use(self, name: str) -> None:
        recast = self._recast
        if recast is None:
            return
        version = next((v for v in recast.versions if v.name == name), None)
        if version is not None:
            title = self.tr("Use Primitives") if name == "primitives" else self.tr("Use Medoids")
            self._session.edit(version.sketch, title)

    def rows(self) -> Rows:
        """One row per stroke."""
        recast = self._recast
        if recast is None:
            return []
        return [
            {
                "stroke": k + 1,
                "primitive": fit.name,
                "left over": round(fit.error, 6),
                "group": None
                if recast.located is None or k >= len(recast.located.groups)
                else int(recast.located.groups[k]) + 1,
            }
            for k, fit in enumerate(recast.fits)
        ]
