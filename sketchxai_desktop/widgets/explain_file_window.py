"""The Scores of Explanations window: methods put to the test on the drawings of a file, beside their pictures."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRectF, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, Measure, written
from sketchxai_desktop.explain.question import Output, Removal, Scores
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.score_table import ENOUGH, ScoredDrawing, Standing
from sketchxai_desktop.rendering.palette import LIGHT, Theme, signed_colour
from sketchxai_desktop.widgets.common_file import DrawingCount, FileLine
from sketchxai_desktop.widgets.common_progress import MessageLine, WorkBar
from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.common_sketches import SketchCell, SketchGrid
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_file_model import FileScoreModel
from sketchxai_desktop.widgets.explain_measures import SORTED
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_paint import paint_scored
from sketchxai_desktop.widgets.explain_question import OutputBox, RemovalBox
from sketchxai_desktop.widgets.explain_table import ScoreTable
from sketchxai_desktop.widgets.explain_tests_window import whole_table
from sketchxai_desktop.widgets.explain_view import Caption, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway
from sketchxai_desktop.workers.saying import said

_FIRST_MEASURE = "shapley_correlation"


@dataclass(frozen=True)
class ScoringWish:
    """What is to be put to the test. `limit`: drawings, None: all of the file."""

    methods: tuple[str, ...]
    limit: int | None
    output: Output
    removal: Removal


class ScoringWindow(QWidget):
    """A window of its own.

    Signals:
        scoring_wanted: a `ScoringWish` about the opened file. cancel_wanted: stop; what there is stays.
        drawing_wanted: a `ScoredDrawing` that is to be opened on the canvas.
        save_wanted: path of a page to write.
    """

    scoring_wanted = Signal(object)
    cancel_wanted = Signal()
    drawing_wanted = Signal(object)
    save_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme: Theme = LIGHT
        self._drawings: list[ScoredDrawing] = []
        self._about = self._file = ""
        self._folder = Path.home()
        self._busy = False
        self.setWindowTitle(self.tr("Explanations Put to the Test"))
        self.setMinimumSize(640, 420)
        open_at(self, 1240, 720)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        for row in self._make_top():
            layout.addLayout(row)
        layout.addWidget(self.headline)
        self._body = self._make_body()
        layout.addLayout(self._body, 1)
        layout.addLayout(self._make_bottom())
        self.set_file(None, "")
        self.set_progress(None)
        self.clear()

    # Parts ------------------------------------------------------------------------------------------

    def _make_top(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        tr = self.tr
        self.about, self.count = FileLine(), DrawingCount()
        self.count.all_drawings.setToolTip(tr("Every drawing of the file that has 2 to 12 strokes"))
        most = self.count.most
        most.setRange(1, 1_000_000)
        most.setValue(20)
        most.setSpecialValueText(tr("the first drawing"))
        most.setPrefix(tr("the first "))
        most.setToolTip(tr("Drawings of 2 to 12 strokes: of more there is no exact Shapley value to compare with"))
        self.start = QPushButton(tr("&Run Tests"))
        self.start.setToolTip(tr("Put the checked methods, and a random explanation as control, to the test"))
        self.start.clicked.connect(self._start)
        self.stop = QPushButton(tr("&Stop"))
        self.stop.setToolTip(tr("Stop; the drawings that were scored stay"))
        self.stop.clicked.connect(self.cancel_wanted)
        self.menu = MethodMenu(self)
        self.methods = tool_button(tr("Methods"), tr("Which methods are put to the test"))
        self.methods.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.methods.setMenu(self.menu)
        self.menu.chosen_changed.connect(self._enable)
        self.output, self.removal = OutputBox(), RemovalBox()
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.about, 1)
        for widget in (self.count, self.start, self.stop):
            upper.addWidget(widget)
        lower.addWidget(self.methods)
        for label, box in ((tr("Explain the"), self.output), (tr("When strokes are taken away"), self.removal)):
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToContents)
            lower.addSpacing(8)
            lower.addWidget(QLabel(label))
            lower.addWidget(box)
        lower.addStretch(1)
        return upper, lower

    def _make_body(self) -> QStackedLayout:
        tr = self.tr
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(80)
        self.empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.model = FileScoreModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORTED)
        self.table = ScoreTable(self.sorted)
        self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.table.selectionModel().currentRowChanged.connect(self._method_chosen)
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._fill_sketches())
        self.caption = Caption()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.caption)
        self.sketches_title = QLabel()
        self.sketches_title.setWordWrap(True)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.sketches = SketchGrid(tr("Sketches"), side=104)
        self.sketches.opened.connect(lambda row: self.drawing_wanted.emit(self._drawings[row]))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self.sketches_title)
        column.addWidget(self.legend)
        column.addWidget(self.sketches, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([860, 360])
        self.take_away = TakeAway(
            self.table,
            "explanation-scores",
            self.rows,
            picture=lambda: whole_table(self.sorted, self.headline.text(), self),
        )
        self.take_drawings = TakeAway(self.sketches, "explanation-scores-drawings", self.drawing_rows)
        body = QStackedLayout()
        body.addWidget(self.empty)
        body.addWidget(self.splitter)
        return body

    def _make_bottom(self) -> QHBoxLayout:
        tr = self.tr
        self.message, self.progress = MessageLine(), WorkBar()
        self.export = self.take_away.button()
        self.save_html = QPushButton(tr("Save &HTML…"))
        self.save_html.setToolTip(tr("Save a page with the table, the measures and the methods in words"))
        self.save_html.clicked.connect(self._ask)
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        for widget in (self.progress, self.export, self.save_html):
            bottom.addWidget(widget)
        for taken in (self.take_away.taken, self.take_drawings.taken):
            taken.connect(self.say)
        return bottom

    # What it is told --------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.sketches.set_theme(theme)
        chosen = self.chosen
        self.model.set_theme(theme, self.devicePixelRatioF())
        self._choose(chosen)
        self._fill_sketches()

    def set_file(self, path: Path | None, network: str) -> None:
        """What would be tested: the drawings of the opened file with the network of that name ("": none is loaded)."""
        if self.about.set_file(path, network) and not self._busy:
            self.say("")  # what was said is about another file or network
        self._enable()

    def set_progress(self, share: float | None, what: str = "") -> None:
        """How far it is, 0..1; None when nothing is going on."""
        self._busy = share is not None
        self.progress.setVisible(self._busy)
        self.stop.setVisible(self._busy)
        self.start.setVisible(not self._busy)
        if share is not None:
            self.progress.setValue(round(1000 * share))
        self.message.setText(what)
        self.message.setToolTip(what)
        self._enable()

    def say(self, sentence: str) -> None:
        """Something that needs no action."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)

    def clear(self) -> None:
        """Nothing has been tested."""
        self._drawings, self._about, self._file = [], "", ""
        self.sketches.set_cells([])
        self.model.set_standing(Standing(), None, 1.0)
        self._body.setCurrentWidget(self.empty)
        self.headline.hide()
        self._enable()

    def begin(self, file: str, network: str, wish: ScoringWish) -> None:
        """Numbers about that file and network will come."""
        self.clear()
        output = self.tr("probability") if wish.output == "probability" else self.tr("logit")
        kept = self.tr("orders stay") if wish.removal == "drop" else self.tr("orders close up")
        self._file = file
        self._about = self.tr("{0} by {1} ({2}, {3})").format(file, network, output, kept)

    def add(self, drawings: list[ScoredDrawing], standing: Standing | None) -> None:
        """Drawings on which all methods are through, and what the table says; None: what it said before them."""
        chosen = self.chosen
        self._drawings += drawings
        if not self._drawings:
            return
        if standing is not None:
            first = not self.standing.drawings
            self.model.set_standing(standing, self._drawings[0], self.devicePixelRatioF())
            if first:
                self._body.setCurrentWidget(self.splitter)
                self.headline.show()
                self._choose(chosen or self.model.method(self.sorted.mapToSource(self.sorted.index(0, 0)).row()))
            else:
                self.table.fit_columns()
            self._say_standing(standing)
        self.sketches.add_cells([self._cell(drawing) for drawing in drawings])
        self._say_sketches()
        self._enable()

    def _say_standing(self, standing: Standing) -> None:
        text = self.tr("{0}: {1:,} drawings of {2:.1f} strokes on average.")
        if standing.drawings == 1:
            text = self.tr("{0}: one drawing of {2:.0f} strokes.")
        words = [text.format(self._about, standing.drawings, standing.strokes)]
        if standing.left_out:
            words.append(self.tr("Left out: {0}.").format("; ".join(map(said, standing.left_out))))
        self.headline.setText(" ".join(words))
        if standing.drawings < ENOUGH:
            compared = self.tr("Fewer than {0} drawings cannot tell a method from the random control.").format(ENOUGH)
        else:
            compared = self.tr(
                "Pale: not better than the random control, drawing by drawing, by more than the uncertainty."
            )
        self.caption.setText(
            " ".join(
                [
                    self.tr("Mean over the drawings, and its 95 % interval (bootstrap)."),
                    self.tr("Bold: best of its column."),
                    compared,
                    self.tr("Arrows: whether higher or lower is better."),
                ]
            )
        )

    def _enable(self) -> None:
        # Part by part while it is built.
        there = bool(self._drawings)
        self.start.setEnabled(self.about.ready and bool(self.menu.chosen))
        for widget in (self.count, self.methods, self.output, self.removal):
            widget.setEnabled(not self._busy)
        self.export.setEnabled(there)
        self.save_html.setEnabled(there and not self._busy)
        if self._busy:
            text = self.tr("The first drawing is on its way…")
        elif not self.about.ready:
            text = self.tr("Open a file of drawings, and a network.")
        elif not self.menu.chosen:
            text = self.tr("Check at least one method.")
        else:
            text = self.tr(
                "Every method claims to know which strokes count. Run Tests finds out whose claims hold on the "
                "drawings of this file: what happens when strokes are taken away, put back and moved, and whether a "
                "random explanation does as well."
            )
        self.empty.setText(text)

    # What it shows ----------------------------------------------------------------------------------

    @property
    def chosen(self) -> str | None:
        """The method whose scores colour the sketches."""
        index = self.sorted.mapToSource(self.table.currentIndex())
        return self.model.method(index.row()) if index.isValid() else None

    @property
    def measure(self) -> Measure:
        """Whose numbers stand below the sketches: the sorted column, or the first."""
        return self.model.measure(self.sorted.sortColumn()) or MEASURES[_FIRST_MEASURE]

    @property
    def drawings(self) -> list[ScoredDrawing]:
        return self._drawings

    @property
    def standing(self) -> Standing:
        """What the table shows."""
        return self.model.standing

    def _choose(self, method: str | None) -> None:
        names = [self.model.method(row) for row in range(self.model.rowCount())]
        if method in names:
            index = self.sorted.mapFromSource(self.model.index(names.index(method), 0))
            self.table.setCurrentIndex(index)

    def _method_chosen(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self._fill_sketches()

    def _fill_sketches(self) -> None:
        rows = range(len(self.sketches.cells))
        self.sketches.update_cells(rows, [self._cell(self._drawings[row]) for row in rows])
        self._say_sketches()

    def _say_sketches(self) -> None:
        method = self.chosen
        if method is None:
            self.sketches_title.clear()
            self.legend.clear()
            return
        self.sketches_title.setText(f"{shown(METHODS[method].title)} \N{MIDDLE DOT} {shown(self.measure.title)}")
        against, for_ = signed_colour(-1.0, self._theme), signed_colour(1.0, self._theme)
        if METHODS[method].signed:
            pairs = [(for_, self.tr("speaks for the answer")), (against, self.tr("against"))]
        else:
            pairs = [(for_, self.tr("counts much")), (signed_colour(0.15, self._theme), self.tr("little"))]
        square = '<span style="color:rgb{0}">\N{BLACK SQUARE}</span> {1}'
        self.legend.setText("\N{EN SPACE}".join(square.format(tuple(colour), text) for colour, text in pairs))

    def _cell(self, drawing: ScoredDrawing) -> SketchCell:
        method, measure = self.chosen, self.measure
        known = {score.method: score for score in drawing.scores}
        if method is None or method not in known:
            return SketchCell(drawing.sketch, drawing.target)
        value = known[method].measures[measure.name]
        text = written(value) or "\N{EN DASH}"
        tip = self.tr("{0}, line {1:,}: the network says {2}. {3}, {4}: {5}.").format(
            self._file, drawing.line, drawing.target, shown(METHODS[method].title), shown(measure.title), text
        )
        control = known["random"].measures[measure.name]
        if method != "random" and math.isfinite(control):
            tip += " " + self.tr("The random control: {0}.").format(written(control))
        tip += " " + self.tr("Double-click to open it.")
        scores = known[method].attribution.scores
        paint = functools.partial(_paint, drawing.sketch, scores)
        return SketchCell(drawing.sketch, f"{text} {drawing.target}", tip, paint=paint)

    # Taking it away ---------------------------------------------------------------------------------

    def rows(self) -> Rows:
        """One row per method."""
        found = []
        for row in self.model.standing.rows:
            numbers: dict[str, object] = {"method": row.method.name}
            for name, estimate in row.estimates.items():
                numbers |= {
                    name: estimate.value,
                    f"{name}_low": estimate.low,
                    f"{name}_high": estimate.high,
                    f"{name}_drawings": row.counts[name],
                }
            found.append({**numbers, "seconds": row.seconds})
        return found

    def drawing_rows(self) -> Rows:
        """One row per drawing and method."""
        return [
            {
                "line": drawing.line,
                "target": drawing.target,
                "strokes": len(drawing.sketch),
                "method": score.method,
                **{name: score.measures[name] for name in MEASURES},
                "scores": " ".join(f"{value:.6g}" for value in score.attribution.scores),
                "seconds": score.attribution.seconds,
            }
            for drawing in self._drawings
            for score in drawing.scores
        ]

    def _start(self) -> None:
        wish = ScoringWish(tuple(self.menu.chosen), self.count.limit, self.output.output, self.removal.removal)
        self.scoring_wanted.emit(wish)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("Save Page"), str(self._folder), self.tr("Web page (*.html)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"{self._file.split('.')[0]}-explanations.html")
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, path: str) -> None:
        self._folder = Path(path).parent
        self.save_wanted.emit(path)


def _paint(sketch: Sketch, scores: Scores, painter: QPainter, place: QRectF, theme: Theme) -> None:
    paint_scored(painter, place, sketch, scores, theme)
