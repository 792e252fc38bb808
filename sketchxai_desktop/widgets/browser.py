"""The sketch browser: thumbnails of a file of drawings, and whether the network names them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from sketchxai_desktop.core.drawing_metadata import Metadata, Problems
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.browser_cache import Look, ThumbnailCache
from sketchxai_desktop.widgets.browser_cell import CellDelegate
from sketchxai_desktop.widgets.browser_filters import BrowserQuery, FilterBar
from sketchxai_desktop.widgets.browser_grid import SketchGrid
from sketchxai_desktop.widgets.browser_model import SketchModel
from sketchxai_desktop.widgets.browser_status import ElidedLabel, StatusLine

if TYPE_CHECKING:
    from sketchxai_desktop.widgets.browser_problems import ProblemsDialog

__all__ = ["BrowserQuery", "SketchBrowser"]

#: From a scroll to the request for what came into view.
_PAUSE_MS = 25
#: Lines of text below which there is no room for the name of the file.
_LOW = 15


class SketchBrowser(QWidget):
    """Shows the drawings of one file. Drawings are counted from 0 in signals and methods, lines from 1.

    Reading and computing are asked for by signals and answered by methods, in any order and any number of parts.

    Signals:
        open_requested: the user wants to choose a file.
        rows_wanted: array of the drawings in view that are not loaded; answered by `set_sketches`. A new request
            takes the place of the one before.
        predictions_wanted: dict of drawings in view to their sketches; answered by `set_predictions`. A new
            request takes the place of the one before. Only while a checkpoint is loaded.
        sketch_chosen: the drawing that is to be opened.
        filter_changed: a `BrowserQuery`; answered by `set_rows`.
        line_requested: a line number to go to; answered by `show_line`.
        problems_wanted: check the lines; answered by `set_problems`.
        copy_line: the drawing whose line is to be put on the clipboard.
    """

    open_requested = Signal()
    rows_wanted = Signal(object)
    predictions_wanted = Signal(object)
    sketch_chosen = Signal(int)
    filter_changed = Signal(object)
    line_requested = Signal(int)
    problems_wanted = Signal()
    copy_line = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = LIGHT
        self._title: str | None = None
        self._complete = True
        self._damage: str | None = None
        self._problems: Problems | None = None
        self._bad_seen: set[int] = set()
        self._asked_rows: set[int] = set()
        self._asked_predictions: set[int] = set()
        self._show_problems_when_known = False
        self._problems_dialog: ProblemsDialog | None = None

        self.model = SketchModel(self)
        self._thumbnails = ThumbnailCache(self)
        self._cells = CellDelegate(self.model, self._thumbnails, self)
        self.grid = SketchGrid(self.model, self._cells, self)
        self.filters = FilterBar(self)
        self.status = StatusLine(self)
        self._refresh_timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self._connect()
        self._checkpoint_changed(session.checkpoint)
        self.clear()

    def _build(self) -> None:
        self.open_button = QPushButton(self.tr("Open…"), self)
        self.open_button.setAccessibleName(self.tr("Open a file of drawings"))
        self.open_button.setToolTip(self.tr("Open a file of drawings: .ndjson, .ndjson.gz or Sketch-RNN .npz"))
        self._title_label = ElidedLabel(self)
        self._progress = QProgressBar(self, maximum=1000, textVisible=False)
        self._progress.setFixedHeight(4)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._progress.hide()
        self.grid.setAccessibleName(self.tr("Drawings"))
        self._top = QWidget(self)
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addWidget(self.open_button)
        top.addWidget(self._title_label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._top)
        layout.addWidget(self.filters)
        layout.addWidget(self._progress)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.status)
        order = (self.open_button, *self.filters.controls, self.grid, self.status.button)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_requested)
        self.filters.changed.connect(self.filter_changed)
        self.filters.line_requested.connect(self.line_requested)
        self.status.problems_requested.connect(self._ask_for_problems)
        self.grid.chosen.connect(self._choose)
        self.grid.view_changed.connect(self._refresh_soon)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.selectionModel().currentChanged.connect(self._current_changed)
        self._thumbnails.painted.connect(self._update_cells)
        self._refresh_timer.timeout.connect(self._refresh)
        self._session.checkpoint_changed.connect(self._checkpoint_changed)
        go = QShortcut(QKeySequence("Ctrl+G"), self)
        go.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        go.activated.connect(self.focus_line)

    def sizeHint(self) -> QSize:
        return QSize(230, 520)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, 150)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Files are opened from menu and toolbar, too; where there is little room, the drawings need it.
        self._top.setVisible(self.height() >= _LOW * self.fontMetrics().lineSpacing())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._cells.set_theme(theme)
        self.grid.set_theme(theme)
        self._refresh()

    # The file -----------------------------------------------------------------------------------------

    def set_source(self, title: str, count: int, complete: bool, tooltip: str = "") -> None:
        """Another file: everything known of the one before is forgotten, filters too.

        Args:
            title: name of the file; tooltip: its whole path.
            count: drawings known so far; complete: there are no more.
        """
        self.clear()
        self._title = title
        self._title_label.set_text(title, tooltip)
        self._complete = complete
        self.model.reset(count)
        self._tell_state()

    def set_count(self, count: int, complete: bool, damage: str | None = None) -> None:
        """More of the same file is known. `damage`: what is wrong with it as a whole, in words."""
        self._complete = complete
        self._damage = damage
        self.model.set_count(count)
        self._tell_state()

    def clear(self) -> None:
        """No file."""
        self._title = None
        self._title_label.set_text(self.tr("No file"))
        self._complete = True
        self._damage = self._problems = None
        self._bad_seen.clear()
        self._asked_rows, self._asked_predictions = set(), set()
        self._show_problems_when_known = False
        if self._problems_dialog is not None:
            self._problems_dialog.close()
        self._cells.set_opened(None)
        self._thumbnails.clear()
        self.model.reset(0)
        self.filters.set_suggestions((), ())
        self.filters.clear()
        self.set_progress(None)
        self._tell_state()

    def set_metadata(self, metadata: Metadata) -> None:
        """Offer the words and countries that occur in the file."""
        self.filters.set_suggestions(metadata.words, metadata.countries)

    def set_progress(self, share: float | None, what: str = "") -> None:
        """Long work on this file: the share 0..1 that is done and what it is; None when there is none (any more)."""
        self._progress.setVisible(share is not None)
        self._progress.setValue(round(1000 * (share or 0.0)))
        self._progress.setToolTip(what)
        self._progress.setAccessibleName(what or self.tr("Progress"))

    def set_rows(self, indices: npt.ArrayLike | None) -> None:
        """Show these drawings, in this order; None for all in the order of the file."""
        current = self.current_index()
        self.model.set_rows(indices)
        self._asked_rows, self._asked_predictions = set(), set()
        if current is not None:
            self.select_index(current)
        self._tell_state()

    def set_problems(self, problems: Problems | None) -> None:
        """What a check of the lines has found (so far); None if it found out nothing."""
        self._problems = problems
        if self._problems_dialog is not None and problems is not None:
            self._problems_dialog.set_problems(problems)
        if problems is not None and problems.total and self._show_problems_when_known:
            self._show_problems(problems)
        self._tell_state()

    def _tell_state(self) -> None:
        if self._title is None:
            self.grid.set_empty_text(self.tr("Open a .ndjson file or drop one here"))
            self.status.clear()
        else:
            if self.model.rows is not None:
                self.grid.set_empty_text(self.tr("No drawing matches the filters"))
            else:
                self.grid.set_empty_text(self.tr("No drawings") if self._complete else self.tr("Reading the file…"))
            self.status.count(
                self.model.count,
                None if self.model.rows is None else len(self.model.rows),
                complete=self._complete,
                problems=self._problems,
                bad_seen=len(self._bad_seen),
                damage=self._damage,
            )
        self._refresh_soon()

    # Cells --------------------------------------------------------------------------------------------

    def set_sketches(self, sketches: Mapping[int, Sketch | str], lines: Mapping[int, int] | None = None) -> None:
        """Drawings that were asked for: the sketch, or the reason why the line is none; and their line numbers."""
        self.model.set_entries(sketches, lines or {})
        bad = {d for d, entry in sketches.items() if isinstance(entry, str)}
        if bad - self._bad_seen:
            self._bad_seen |= bad
            self._tell_state()
        self._update_cells(sketches)
        self._refresh_soon()

    def set_predictions(self, predictions: Mapping[int, tuple[str, float]]) -> None:
        """What the network says of drawings: the most probable category and its probability, 0..1."""
        if self._session.checkpoint is None:
            return
        self.model.set_predictions(predictions)
        self._update_cells(predictions)

    def _checkpoint_changed(self, checkpoint: CheckpointSummary | None) -> None:
        self.model.clear_predictions(None if checkpoint is None else checkpoint.categories)
        self._asked_predictions = set()
        self.grid.viewport().update()
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        # Not restarted while it runs, so that requests also go out in the middle of a long scroll.
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh(self) -> None:
        """Ask for what is in view and not known."""
        look = Look(self.grid.thumbnail_size, self.grid.devicePixelRatioF(), self._theme)
        if look != self._thumbnails.look:
            self._thumbnails.set_look(look)
            self.grid.viewport().update()
        drawings = [self.model.drawing(r) for r in self.grid.visible_rows()]
        entries = [(d, self.model.entry(d)) for d in drawings]
        self._thumbnails.want((d, entry) for d, entry in entries if isinstance(entry, Sketch))
        missing = self.model.missing(drawings)
        if not self._asked_rows.issuperset(missing):
            self._asked_rows = set(missing)
            self.rows_wanted.emit(np.array(missing, np.int64))
        if self._session.checkpoint is not None:
            unpredicted = self.model.unpredicted(drawings)
            if not self._asked_predictions.issuperset(unpredicted):
                self._asked_predictions = set(unpredicted)
                self.predictions_wanted.emit(unpredicted)

    def _update_cells(self, drawings: object) -> None:
        wanted = set(drawings)  # type: ignore[call-overload]
        self.grid.update_rows(r for r in self.grid.visible_rows() if self.model.drawing(r) in wanted)

    # Choosing -----------------------------------------------------------------------------------------

    def current_index(self) -> int | None:
        """The drawing under the cursor."""
        index = self.grid.currentIndex()
        return self.model.drawing(index.row()) if index.isValid() else None

    def select_index(self, index: int, *, opened: bool = False) -> bool:
        """Put the cursor on a drawing and scroll to it; False if it is not shown. `opened`: mark it as open."""
        if opened:
            self._cells.set_opened(index)
            self.grid.viewport().update()
        row = self.model.row_of(index)
        if row is None:
            return False
        place = self.model.index(row, 0)
        if row not in self.grid.visible_rows():
            self.grid.scrollTo(place, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.grid.setCurrentIndex(place)
        return True

    def choose_next(self) -> None:
        """Open the drawing behind the current one."""
        self._choose_beside(1)

    def choose_previous(self) -> None:
        """Open the drawing before the current one."""
        self._choose_beside(-1)

    def _choose_beside(self, step: int) -> None:
        current = self.grid.currentIndex()
        row = current.row() + step if current.isValid() else 0
        while 0 <= row < self.model.rowCount() and isinstance(self.model.entry(self.model.drawing(row)), str):
            row += step
        if 0 <= row < self.model.rowCount():
            self.grid.setCurrentIndex(self.model.index(row, 0))
            self._choose(row)

    def _choose(self, row: int) -> None:
        drawing = self.model.drawing(row)
        entry = self.model.entry(drawing)
        if isinstance(entry, str):
            self.status.say(self.model.description(drawing))
            return
        self._cells.set_opened(drawing)
        self.grid.viewport().update()
        self.sketch_chosen.emit(drawing)

    def focus_line(self) -> None:
        """Let the user type the number of a line to go to."""
        self.filters.focus_line()

    def show_line(self, line: int, index: int | None) -> None:
        """Answer to `line_requested`: go to the drawing on that line, or say why not (None: there is none)."""
        if index is None:
            self.status.say(self.tr("There is no drawing on line {line}.").format(line=f"{line:,}"))
        elif self.select_index(index):
            self._tell_state()
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.status.say(self.tr("Line {line} is hidden by the filters.").format(line=f"{line:,}"))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        text = self.model.description(self.model.drawing(current.row())) if current.isValid() else ""
        self.grid.setAccessibleDescription(text.replace("\n", ", "))

    def _show_menu(self, row: int, place: QPoint) -> None:
        drawing = self.model.drawing(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opening = menu.addAction(self.tr("Open"))
        opening.setEnabled(not isinstance(self.model.entry(drawing), str))
        opening.triggered.connect(lambda: self._choose(row))
        menu.addAction(self.tr("Copy line as .ndjson")).triggered.connect(lambda: self.copy_line.emit(drawing))
        menu.popup(place)

    # Bad lines ----------------------------------------------------------------------------------------

    def _ask_for_problems(self) -> None:
        known = self._problems
        if known is not None and known.total:
            self._show_problems(known)
        if known is None or known.checked < self.model.count:
            self._show_problems_when_known = known is None or not known.total
            self.problems_wanted.emit()

    def _show_problems(self, problems: Problems) -> None:
        from sketchxai_desktop.widgets.browser_problems import ProblemsDialog

        self._show_problems_when_known = False
        if self._problems_dialog is None:
            self._problems_dialog = ProblemsDialog(self)
            self._problems_dialog.line_requested.connect(self.line_requested)
        self._problems_dialog.set_problems(problems)
        self._problems_dialog.show()
        self._problems_dialog.raise_()
