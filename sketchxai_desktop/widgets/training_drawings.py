"""The page where drawings to learn from are collected and given their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.words import FEW, few_drawings
from sketchxai_desktop.rendering.palette import AGAINST, LIGHT, Theme, legible
from sketchxai_desktop.widgets.common_sketches import SketchCell, SketchGrid
from sketchxai_desktop.widgets.training_state import Drawing, word_counts
from sketchxai_desktop.widgets.training_words import WordBox

#: What the list shows: ("all", ""), ("none", ""), ("word", w) or ("source", s).
Shown = tuple[str, str]
_ALL: Shown = ("all", "")
_NONE: Shown = ("none", "")


class DrawingsPage(QWidget):
    """Signals:
    files_wanted: paths of files and folders. kept_wanted: whether those of all days, or of today.
    canvas_wanted: the sketch on the canvas. save_wanted: path for the drawings with their words.
    changed: other drawings, or other words.
    """

    files_wanted = Signal(object)
    kept_wanted = Signal(bool)
    canvas_wanted = Signal()
    save_wanted = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawings: list[Drawing] = []
        self._rows: list[int] = []  # of `_drawings`, as they are shown
        self._known: tuple[str, ...] = ()
        self._theme: Theme = LIGHT
        self._folder = str(Path.home())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addLayout(self._make_top())
        layout.addWidget(self._make_middle(), 1)
        layout.addLayout(self._make_bottom())
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.grid, self.remove_chosen)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._refresh()

    def _make_top(self) -> QHBoxLayout:
        tr = self.tr
        self.add = QToolButton()
        self.add.setText(tr("&Add Drawings"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.add)
        menu.addAction(tr("&Files…"), self.ask_for_files)
        menu.addAction(tr("F&older…"), self.ask_for_folder)
        menu.addSeparator()
        menu.addAction(tr("Drawings Made &Today"), lambda: self.kept_wanted.emit(False))
        menu.addAction(tr("All &Kept Drawings"), lambda: self.kept_wanted.emit(True))
        menu.addAction(tr("The Sketch on the &Canvas"), self.canvas_wanted.emit)
        self.add.setMenu(menu)
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Drawings shown"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(14)
        self.which.currentIndexChanged.connect(lambda _: self._fill_grid())
        self.remove = QPushButton(tr("&Remove"))
        self.remove.setToolTip(tr("Take the selected drawings off the list; their files stay as they are"))
        self.remove.clicked.connect(self.remove_chosen)
        self.save = QPushButton(tr("Save &Drawings…"))
        self.save.setToolTip(tr("Save the drawings with their words as .ndjson"))
        self.save.clicked.connect(self.ask_to_save)
        top = QHBoxLayout()
        top.addWidget(self.add)
        top.addWidget(self.which, 1)
        top.addStretch(1)
        top.addWidget(self.remove)
        top.addWidget(self.save)
        return top

    def _make_middle(self) -> QSplitter:
        tr = self.tr
        self.grid = SketchGrid(tr("Drawings to learn from"), many=True)
        self.grid.rows_chosen.connect(self._chosen_changed)
        self.grid.opened.connect(lambda _: self.box.setFocus())
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(tr("Categories"))
        self.table.setHorizontalHeaderLabels([tr("Category"), tr("Drawings")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setMinimumWidth(150)
        self.table.cellClicked.connect(lambda row, _: self._show_word(row))
        self.flag = QLabel()
        self.flag.setWordWrap(True)
        self.flag.setTextFormat(Qt.TextFormat.PlainText)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.flag)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setChildrenCollapsible(False)
        middle.addWidget(self.grid)
        middle.addWidget(right)
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 1)
        middle.setSizes([600, 220])
        return middle

    def _make_bottom(self) -> QHBoxLayout:
        tr = self.tr
        self.box = WordBox()
        self.box.setMaximumWidth(280)
        self.box.setToolTip(tr("A category of the network, or a new one"))
        self.box.entered.connect(self.give_word)
        self.box.word_changed.connect(lambda _: self._chosen_changed())
        self.give = QPushButton()
        self.give.clicked.connect(self.give_word)
        self.whom = QLabel()
        self.whom.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        bottom = QHBoxLayout()
        bottom.addWidget(QLabel(tr("These are:")))
        bottom.addWidget(self.box, 1)
        bottom.addWidget(self.give)
        bottom.addWidget(self.whom, 2)
        return bottom

    # What there is ------------------------------------------------------------------------------------

    @property
    def drawings(self) -> list[Drawing]:
        """All that were collected, also those without a word."""
        return self._drawings

    def add_drawings(self, drawings: Sequence[Drawing]) -> None:
        """Add these; one that is there already (same strokes, same word) is not added again."""
        seen = {(d.sketch.strokes, d.sketch.word) for d in self._drawings}
        for drawing in drawings:
            key = (drawing.sketch.strokes, drawing.sketch.word)
            if key not in seen:
                seen.add(key)
                self._drawings.append(drawing)
        self._refresh()
        self.changed.emit()

    def set_known(self, categories: tuple[str, ...]) -> None:
        """Categories of the network, to choose from."""
        self._known = categories
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.grid.set_theme(theme)
        self._fill_table()

    # Words ----------------------------------------------------------------------------------------------

    def show_only(self, shown: Shown) -> None:
        """Show a part of the drawings."""
        for k in range(self.which.count()):
            if tuple(self.which.itemData(k)) == shown:
                self.which.setCurrentIndex(k)

    def give_word(self) -> None:
        """The selected drawings, or all that are shown, get the word in the field.

        An empty field takes the word away, but of selected drawings only.
        """
        word = self.box.word or None
        rows = self._meant() if word or self.grid.chosen() else []
        for k in rows:
            self._drawings[k] = replace(self._drawings[k], word=word)
        if rows:
            self._refresh()
            self.changed.emit()

    def remove_chosen(self) -> None:
        """Take the selected drawings off the list."""
        gone = {self._rows[row] for row in self.grid.chosen()}
        if gone:
            self._drawings = [d for k, d in enumerate(self._drawings) if k not in gone]
            self._refresh()
            self.changed.emit()

    def _meant(self) -> list[int]:
        chosen = self.grid.chosen()
        return [self._rows[row] for row in chosen] if chosen else list(self._rows)

    def _chosen_changed(self) -> None:
        chosen, shown = len(self.grid.chosen()), len(self._rows)
        self.remove.setEnabled(bool(chosen))
        self.give.setEnabled(bool(chosen or (shown and self.box.word)))
        if self.box.word:
            self.give.setText(self.tr("&Set Category"))
        else:
            self.give.setText(self.tr("No &Category"))
        if chosen:
            self.whom.setText(self.tr("of {0:,} selected").format(chosen))
        else:
            self.whom.setText(self.tr("of all {0:,} shown").format(shown) if shown else "")

    def _show_word(self, row: int) -> None:
        item = self.table.item(row, 0)
        if item is not None:
            word = item.data(Qt.ItemDataRole.UserRole)
            self.show_only(("word", word) if word else _NONE)

    # Filling --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._offer()
        self._fill_which()
        self._fill_grid()
        self._fill_table()
        self.save.setEnabled(bool(self._drawings))

    def _offer(self) -> None:
        own = [w for w in word_counts(self._drawings) if w.casefold() not in {k.casefold() for k in self._known}]
        self.box.set_words(sorted({*self._known, *own}, key=str.casefold))

    def _fill_which(self) -> None:
        tr, box = self.tr, self.which
        before = box.currentData()
        without = sum(d.word is None for d in self._drawings)
        entries: list[tuple[str, Shown]] = [(tr("All drawings ({0:,})").format(len(self._drawings)), _ALL)]
        if without:
            entries.append((tr("Without a category ({0:,})").format(without), _NONE))
        sources: dict[str, int] = {}
        for d in self._drawings:
            sources[d.source] = sources.get(d.source, 0) + 1
        if len(sources) > 1:
            entries += [(tr("From {0} ({1:,})").format(s, n), ("source", s)) for s, n in sources.items()]
        counts = sorted(word_counts(self._drawings).items(), key=lambda item: item[0].casefold())
        entries += [(f"{word} ({n:,})", ("word", word)) for word, n in counts]
        box.blockSignals(True)
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        if before is not None:
            self.show_only(tuple(before))
        box.blockSignals(False)

    def _fill_grid(self) -> None:
        kind, what = self.which.currentData() or _ALL
        self._rows = [
            k
            for k, d in enumerate(self._drawings)
            if kind == "all"
            or (kind == "none" and d.word is None)
            or (kind == "word" and d.word == what)
            or (kind == "source" and d.source == what)
        ]
        tr = self.tr
        message = tr("No drawing is here.") if self._drawings else tr("Add drawings: files, folders, or what you drew.")
        self.grid.set_cells([self._cell(self._drawings[k]) for k in self._rows], message)
        self._chosen_changed()

    def _cell(self, drawing: Drawing) -> SketchCell:
        where = drawing.source + (self.tr(", line {0:,}").format(drawing.line) if drawing.line else "")
        return SketchCell(drawing.sketch, drawing.word or self.tr("no category"), where, drawing.word is None)

    def _fill_table(self) -> None:
        counts = word_counts(self._drawings)
        few = few_drawings([d.word for d in self._drawings])
        without = sum(d.word is None for d in self._drawings)
        rows: list[tuple[str, str, int]] = [(w, w, n) for w, n in sorted(counts.items(), key=lambda i: (i[1], i[0]))]
        if without:
            rows.insert(0, (self.tr("no category"), "", without))
        warning = QColor(*legible(AGAINST, self._theme, 4.5))
        self.table.setRowCount(len(rows))
        for row, (text, word, n) in enumerate(rows):
            name, number = QTableWidgetItem(text), QTableWidgetItem(f"{n:,}")
            name.setData(Qt.ItemDataRole.UserRole, word)
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if word in few or not word:
                for item in (name, number):
                    item.setForeground(warning)
                if word:
                    number.setText(self.tr("few: {0:,}").format(n))
                    name.setToolTip(self.tr("Fewer than {0} drawings: a network learns little from them.").format(FEW))
            self.table.setItem(row, 0, name)
            self.table.setItem(row, 1, number)
        if few:
            self.flag.setText(self.tr("{0:,} of {1:,} have fewer than {2}.").format(len(few), len(counts), FEW))
        else:
            self.flag.setText(self.tr("{0:,} categories").format(len(counts)) if counts else "")

    # Dialogs --------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add Drawings"),
            self._folder,
            self.tr("Drawings (*.ndjson *.jsonl *.gz *.npz);;All files (*)"),
        )
        self._take(paths)

    def ask_for_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Add a Folder of Drawings"), self._folder)
        self._take([path] if path else [])

    def _take(self, paths: list[str]) -> None:
        if paths:
            self._folder = str(Path(paths[0]).parent)
            self.files_wanted.emit(paths)

    def ask_to_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save Drawings"), self._folder, self.tr("Drawings (*.ndjson)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ndjson")
        dialog.selectFile("my-sketches.ndjson")
        dialog.fileSelected.connect(self.save_wanted)
        dialog.open()
