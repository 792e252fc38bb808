"""The Evaluation window: how good is the network on a file, where is it wrong, and what do those drawings look like?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.evaluation.estimate import percent
from sketchxai_desktop.evaluation.evaluation import Evaluation
from sketchxai_desktop.rendering.palette import LIGHT, Theme
from sketchxai_desktop.widgets.common_file import DrawingCount, FileLine
from sketchxai_desktop.widgets.common_progress import MessageLine, WorkBar
from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.common_sketches import SketchCell, SketchGrid
from sketchxai_desktop.widgets.evaluation_categories import CategoryTable
from sketchxai_desktop.widgets.evaluation_charts import GroupChart, ReliabilityChart
from sketchxai_desktop.widgets.evaluation_confusion import ConfusionMap
from sketchxai_desktop.widgets.evaluation_figures import Figures
from sketchxai_desktop.widgets.evaluation_state import Measured, Pictured
from sketchxai_desktop.workers.saying import said

#: From so many categories on, only those with most mistakes are shown at first.
_MANY, _FEW = 60, 30
#: Sketches that are shown at once.
MOST_SKETCHES = 300
_WORST = 60


class EvaluationWindow(QWidget):
    """A window of its own.

    Signals:
        evaluate_wanted: measure the opened file; the most drawings to take, 0 for all of them.
        cancel_wanted: stop; what was counted is measured.
        sketches_wanted: places (of `Measured.predictions`) whose sketches are to be shown.
        drawing_wanted: place of a drawing that is to be opened on the canvas.
        save_wanted: (path, "html" or "json").
    """

    evaluate_wanted = Signal(int)
    cancel_wanted = Signal()
    sketches_wanted = Signal(object)
    drawing_wanted = Signal(int)
    save_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        tr = self.tr
        self._measured: Measured | None = None
        self._pictured: list[Pictured] = []
        self._title = ""
        self._theme: Theme = LIGHT
        self._folder = Path.home()
        self._busy = False
        self.setWindowTitle(tr("Evaluation"))
        self.setMinimumSize(640, 440)
        open_at(self, 1120, 720)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = Figures()
        self._body = self._make_body()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addLayout(self._make_top())
        layout.addWidget(self.figures)
        layout.addWidget(self.headline)
        layout.addLayout(self._body, 1)
        layout.addLayout(self._make_bottom())
        self.set_file(None, "")
        self.set_progress(None)
        self.set_measured(None)

    # Parts ------------------------------------------------------------------------------------------

    def _make_top(self) -> QHBoxLayout:
        tr = self.tr
        self.about, self.count = FileLine(), DrawingCount()
        self.count.all_drawings.setToolTip(tr("Measure every drawing of the file"))
        most = self.count.most
        most.setRange(10, 10_000_000)
        most.setValue(1000)
        most.setSingleStep(500)
        most.setPrefix(tr("at most "))
        most.setToolTip(tr("A random sample; the same one every time"))
        self.evaluate = QPushButton(tr("&Evaluate"))
        self.evaluate.setToolTip(tr("Ask the network about the drawings of the opened file"))
        self.evaluate.clicked.connect(lambda: self.evaluate_wanted.emit(self.count.limit or 0))
        self.stop = QPushButton(tr("&Stop"))
        self.stop.setToolTip(tr("Stop and measure what was counted so far"))
        self.stop.clicked.connect(self.cancel_wanted)
        top = QHBoxLayout()
        top.addWidget(self.about, 1)
        for widget in (self.count, self.evaluate, self.stop):
            top.addWidget(widget)
        return top

    def _make_body(self) -> QStackedLayout:
        tr = self.tr
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.table = CategoryTable()
        self.table.category_chosen.connect(self._category_chosen)
        self.reliability, self.strokes = ReliabilityChart(), GroupChart()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._make_confusion(), tr("&Confusions"))
        self.tabs.addTab(self.table, tr("Cate&gories"))
        self.tabs.addTab(self.reliability, tr("Cali&bration"))
        self.tabs.addTab(self.strokes, tr("Stro&kes"))
        self.sketches_title = QLabel()
        self.sketches_title.setWordWrap(True)
        self.sketches_title.setTextFormat(Qt.TextFormat.PlainText)
        self.sketches = SketchGrid(tr("Sketches"))
        self.sketches.opened.connect(self._opened)
        self.worst = QPushButton(tr("&Worst Mistakes"))
        self.worst.setToolTip(tr("The mistakes that the network was surest of"))
        self.worst.clicked.connect(self.show_worst)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(4, 4, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.sketches_title, 1)
        head.addWidget(self.worst, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.sketches, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.tabs)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([700, 400])
        body = QStackedLayout()
        body.addWidget(self.empty)
        body.addWidget(self.splitter)
        return body

    def _make_confusion(self) -> QWidget:
        tr = self.tr
        self.confusion = ConfusionMap()
        self.confusion.cell_chosen.connect(self._cell_chosen)
        self.confusion.row_chosen.connect(self._category_chosen)
        self.confusion.column_chosen.connect(self._column_chosen)
        self.confusion.pointed.connect(self._pointed)
        self.which = QComboBox()
        self.which.addItems([tr("All categories"), tr("Most mistakes")])
        self.which.setToolTip(tr("Which categories the matrix shows"))
        self.which.setAccessibleName(tr("Categories of the matrix"))
        self.which.currentIndexChanged.connect(lambda _: self._fill_confusion())
        self.pointed_at = QLabel()
        self.pointed_at.setTextFormat(Qt.TextFormat.PlainText)
        self.pointed_at.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        below = QHBoxLayout()
        below.addWidget(self.pointed_at, 1)
        for text, tip, factor in (
            ("−", tr("Smaller cells (-, or Ctrl and the wheel)"), 0.8),
            ("+", tr("Larger cells (+, or Ctrl and the wheel)"), 1.25),
            (tr("Fit"), tr("The whole matrix (0)"), None),
        ):
            button = QPushButton(text)
            button.setFixedWidth(button.fontMetrics().horizontalAdvance(text) + 32)  # the style's own margins
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, f=factor: self.confusion.zoom(f))
            below.addWidget(button)
        below.addWidget(self.which)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.confusion, 1)
        column.addLayout(below)
        return page

    def _make_bottom(self) -> QHBoxLayout:
        tr = self.tr
        self.message, self.progress = MessageLine(), WorkBar()
        self.save_html, self.save_json = QPushButton(tr("Save &HTML…")), QPushButton(tr("Save &JSON…"))
        self.save_html.setToolTip(tr("Save a page with all figures, charts and the worst mistakes"))
        self.save_json.setToolTip(tr("Save all figures, with intervals and the confusion matrix"))
        self.save_html.clicked.connect(lambda: self._ask("html"))
        self.save_json.clicked.connect(lambda: self._ask("json"))
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        for widget in (self.progress, self.save_html, self.save_json):
            bottom.addWidget(widget)
        return bottom

    # What it shows ----------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.figures, self.confusion, self.reliability, self.strokes, self.sketches):
            part.set_theme(theme)

    def set_file(self, path: Path | None, network: str) -> None:
        """What would be measured: the opened file, by the network of that name ("" while there is none)."""
        if self.about.set_file(path, network) and not self._busy:
            self.say("")  # what was said is about another file or network
        self.evaluate.setEnabled(self.about.ready)
        if self._measured is None:
            self._say_empty()

    def set_progress(self, share: float | None, what: str = "") -> None:
        """How far it is, 0..1; None when nothing is going on."""
        busy = share is not None
        self._busy = busy
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.evaluate.setVisible(not busy)
        for widget in (self.save_html, self.save_json):
            widget.setEnabled(not busy and self._measured is not None)
        if share is not None:
            self.progress.setValue(round(1000 * share))
        self.message.setText(what)
        self._say_empty()

    def say(self, sentence: str) -> None:
        """Something that needs no action."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)

    def set_so_far(self, drawings: int, top1: float, top5: float) -> None:
        """Shares 0..1 of the drawings counted so far."""
        self.figures.show()
        self.figures.set_shares({self.tr("Top-1"): top1, self.tr("Top-5"): top5})
        self.headline.show()
        self.headline.setText(self.tr("{0:,} drawings so far.").format(drawings))

    def set_measured(self, measured: Measured | None) -> None:
        """Show a measurement, or none."""
        self._measured = measured
        self._pictured = []
        for widget in (self.figures, self.headline):
            widget.setVisible(measured is not None)
        self._body.setCurrentWidget(self.empty if measured is None else self.splitter)
        for button in (self.save_html, self.save_json):
            button.setEnabled(measured is not None)
        self.sketches.set_cells([])
        self.table.set_evaluation(None if measured is None else measured.evaluation)
        if measured is None:
            self._say_empty()
            return
        e, tr = measured.evaluation, self.tr
        self.figures.set_estimates(
            {
                tr("Top-1"): e.top1,
                tr("Top-5"): e.top5,
                tr("Macro top-1"): e.macro_top1,
                tr("Macro top-5"): e.macro_top5,
                tr("ECE"): e.ece,
            }
        )
        self.headline.setText(self.summary())
        self.reliability.set_bins(e.reliability)
        self.strokes.set_groups(e.by_strokes)
        self.which.blockSignals(True)
        self.which.setCurrentIndex(1 if len(_shown(e)) > _MANY else 0)
        self.which.blockSignals(False)
        self._fill_confusion()
        self.show_worst()

    @property
    def measured(self) -> Measured | None:
        return self._measured

    def summary(self) -> str:
        """What was measured, and what was left out, in words."""
        m = self._measured
        if m is None:
            return ""
        e = m.evaluation
        text = self.tr("{0} on {1}: {2:,} drawings of {3:,} categories.")
        if len(e.per_category) == 1:
            text = self.tr("{0} on {1}: {2:,} drawings of one category.")
        text = text.format(m.checkpoint.name, m.path.name, e.drawings, len(e.per_category))
        if not m.complete:
            text += " " + self.tr("Stopped before the end: these are the drawings counted until then.")
        left_out = m.skipped.sentences(3)
        if left_out:
            text += " " + self.tr("Left out: {0}").format(" ".join(map(said, left_out)))
        return text

    def _say_empty(self) -> None:
        if self._busy:
            self.empty.setText(self.tr("Asking the network…"))
        elif self.about.ready:
            self.empty.setText(
                self.tr("Evaluate measures how often the network names the drawings of the file rightly.")
            )
        else:
            self.empty.setText(self.tr("Open a file of drawings with words, and a network."))

    def _fill_confusion(self) -> None:
        m = self._measured
        if m is None:
            return
        e = m.evaluation
        rows = columns = _shown(e)
        if self.which.currentIndex() == 1:
            rows = columns = _most_mistaken(e, rows)
        else:
            # Names that were given to drawings of other categories only.
            rows = [k for k in rows if e.confusion[k].any()]
            columns = rows + [k for k in columns if k not in set(rows)]
        self.confusion.set_counts(e.confusion, e.categories, rows, columns)
        self._pointed(-1, -1)

    # Looking at sketches ----------------------------------------------------------------------------

    def show_worst(self) -> None:
        """The mistakes that the network was surest of."""
        if self._measured is not None:
            self._want(self.tr("Worst mistakes"), self._measured.mistakes(_WORST))

    def _category_chosen(self, label: int) -> None:
        m = self._measured
        if m is not None:
            self._want(self.tr("Drawings of {0}").format(m.evaluation.categories[label]), m.of_category(label))

    def _column_chosen(self, label: int) -> None:
        m = self._measured
        if m is not None:
            self._want(self.tr("Named {0}").format(m.evaluation.categories[label]), m.named(label))

    def _cell_chosen(self, true: int, predicted: int) -> None:
        m = self._measured
        if m is not None:
            names = m.evaluation.categories
            title = self.tr("{0} named {1}").format(names[true], names[predicted])
            self._want(title, m.in_cell(true, predicted))

    def _want(self, title: str, places: list[int]) -> None:
        self._title = title
        count = len(places)
        if count > MOST_SKETCHES:
            text = self.tr("{0}: the first {1:,} of {2:,}").format(title, MOST_SKETCHES, count)
        else:
            text = self.tr("{0}: {1:,}").format(title, count)
        self.sketches_title.setText(text)
        self._pictured = []
        self.sketches.set_cells([], self.tr("Reading…") if places else self.tr("There are none."))
        self.sketches_wanted.emit(places[:MOST_SKETCHES])

    def set_sketches(self, pictured: list[Pictured]) -> None:
        """The sketches that were wanted last."""
        m = self._measured
        if m is None:
            return
        self._pictured = pictured
        self.sketches.set_cells([self._cell(m, p) for p in pictured], self.tr("They cannot be read any more."))

    def _cell(self, m: Measured, pictured: Pictured) -> SketchCell:
        p, place = m.predictions, pictured.place
        names = m.evaluation.categories
        true, answer = names[int(p.labels[place])], names[int(p.predicted[place])]
        sure = percent(float(p.confidence[place]), 0)
        right = bool(p.right[place])
        tip = self.tr("{0}, line {1:,}: {2} named {3} ({4}). {5}: {6}. Double-click to open it.").format(
            m.path.name, pictured.line, true, answer, sure, true, percent(float(p.true_probability[place]), 1)
        )
        return SketchCell(pictured.sketch, f"{sure} {answer}", tip, not right)

    def _opened(self, row: int) -> None:
        self.drawing_wanted.emit(self._pictured[row].place)

    def _pointed(self, true: int, predicted: int) -> None:
        m = self._measured
        if m is None or true < 0:
            self.pointed_at.setText(self.tr("Rows: what was drawn. Columns: what it was named."))
            return
        e = m.evaluation
        count, total = int(e.confusion[true, predicted]), int(e.confusion[true].sum())
        share = percent(count / total, 1) if total else "–"
        self.pointed_at.setText(
            self.tr("{0} named {1}: {2:,} of {3:,} ({4})").format(
                e.categories[true], e.categories[predicted], count, total, share
            )
        )

    # Saving -----------------------------------------------------------------------------------------

    def _ask(self, kind: str) -> None:
        m = self._measured
        if m is None:
            return
        filters = {"html": self.tr("Web page (*.html)"), "json": self.tr("JSON (*.json)")}[kind]
        dialog = QFileDialog(self, self.tr("Save Evaluation"), str(self._folder), filters)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{m.path.name.split('.')[0]}-{m.checkpoint.name}.{kind}")
        dialog.fileSelected.connect(lambda path: self._save(path, kind))
        dialog.open()

    def _save(self, path: str, kind: str) -> None:
        self._folder = Path(path).parent
        self.save_wanted.emit(path, kind)


def _shown(e: Evaluation) -> list[int]:
    """Labels that have drawings or were given to one."""
    rows, columns = e.confusion.nonzero()
    return sorted({*rows.tolist(), *columns.tolist()})


def _most_mistaken(e: Evaluation, labels: list[int]) -> list[int]:
    """The labels with most mistakes in their rows and columns, in the order of the labels."""
    wrong = e.confusion.copy()
    wrong[range(len(wrong)), range(len(wrong))] = 0
    mistakes = wrong.sum(axis=0) + wrong.sum(axis=1)
    return sorted(sorted(labels, key=lambda k: -int(mistakes[k]))[:_FEW])
