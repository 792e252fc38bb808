"""Statistics of a file of drawings, as plots and as a table to take away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.analysis.statistics import (
    FEW_STROKES,
    PAPER_SHARE,
    FileStatistics,
    by_size,
    quantile,
    recognized_counts,
)
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_progress import MessageLine, WorkBar
from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.statistics_plots import CountPlot, NameBars
from sketchxai_desktop.widgets.take_away import Rows, TakeAway


class StatisticsWindow(QWidget):
    """A window of its own.

    Signals:
        count_wanted: count the opened file. cancel_wanted: stop counting; what was counted is shown.
    """

    count_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._statistics: FileStatistics | None = None
        self._whole = True
        tr = self.tr
        self.setWindowTitle(tr("Statistics"))
        self.setMinimumSize(520, 380)
        open_at(self, 940, 640)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.strokes = CountPlot(tr("Strokes per sketch"), tr("strokes"), tr("sketches"), few=FEW_STROKES)
        self.points = CountPlot(tr("Points per sketch"), tr("points"), tr("sketches"))
        self.words = NameBars(tr("Categories"), counted=True)
        self.countries = NameBars(tr("Countries"), counted=True)
        self.recognized = NameBars(tr("Recognised by the game"))
        self.recognized.setMinimumHeight(84)
        self.recognized.setMaximumHeight(92)
        self._sheet = QWidget()
        self._sheet.setAccessibleName(tr("Statistics of the file"))
        grid = QGridLayout(self._sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        grid.addWidget(self.headline, 0, 0, 1, 2)
        grid.addWidget(self.strokes, 1, 0)
        grid.addWidget(self.words, 1, 1, 2, 1)
        grid.addWidget(self.points, 2, 0, 2, 1)
        grid.addWidget(self.countries, 3, 1)
        grid.addWidget(self.recognized, 4, 0, 1, 2)
        for row, stretch in ((1, 4), (2, 1), (3, 4)):
            grid.setRowStretch(row, stretch)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.take_away = TakeAway(self._sheet, "statistics", self.rows)
        self.save = QPushButton(tr("Save CSV…"))
        self.save.setToolTip(tr("Save all counts as a table"))
        self.save.clicked.connect(self.take_away.ask_for_data)
        self.again = QPushButton(tr("Count Again"))
        self.again.setToolTip(tr("Count the file that is open now"))
        self.again.clicked.connect(self.count_wanted)
        self.message, self.progress = MessageLine(), WorkBar()
        self.cancel = QToolButton()
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop counting; what was counted stays"))
        self.cancel.clicked.connect(self.cancel_wanted)
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        bottom.addWidget(self.progress)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.again)
        bottom.addWidget(self.take_away.button())
        bottom.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self._sheet, 1)
        layout.addLayout(bottom)
        self.take_away.taken.connect(self.message.setText)
        self.set_progress(None)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        for part in (self.strokes, self.points, self.words, self.countries, self.recognized):
            part.set_theme(theme)

    def set_progress(self, share: float | None, what: str = "") -> None:
        """How far the counting is, 0..1; None when nothing is counted."""
        for widget in (self.progress, self.cancel):
            widget.setVisible(share is not None)
        self.again.setVisible(share is None)
        self.save.setEnabled(self._statistics is not None)
        if share is not None:
            self.progress.setValue(round(1000 * share))
        self.message.setText(what)

    def set_statistics(self, statistics: FileStatistics, *, whole: bool = True) -> None:
        """Show these counts; `whole`: of all of the file."""
        self._statistics, self._whole = statistics, whole
        self.save.setEnabled(True)
        self._refresh()

    @property
    def statistics(self) -> FileStatistics | None:
        return self._statistics

    def _refresh(self) -> None:
        s = self._statistics
        for part in (self.strokes, self.points, self.words, self.countries, self.recognized):
            part.setVisible(s is not None and s.drawings > 0)
        if s is None or not s.drawings:
            self.headline.setText(self.tr("Nothing has been counted yet.") if s is None else self.tr("No drawings."))
            return
        self.headline.setText(self.summary())
        self.strokes.set_counts(s.strokes)
        self.points.set_counts(s.points)
        self.words.set_entries(by_size(s.words))
        self.countries.set_entries(by_size(s.countries))
        names = {"yes": self.tr("yes"), "no": self.tr("no"), "unknown": self.tr("not stated")}
        self.recognized.set_entries([(names[name], n) for name, n in recognized_counts(s)])

    def summary(self) -> str:
        """The headline, in words."""
        s = self._statistics
        if s is None:
            return ""
        text = self.tr(
            "<b>{0}</b>: {1}. <b>{2:.2f}%</b> have at most {3} strokes (paper: {4:.2f}%); "
            "median {5} strokes, {6} points."
        ).format(
            _escaped(s.name),
            self.tr("1 sketch") if s.drawings == 1 else self.tr("{0:,} sketches").format(s.drawings),
            100 * s.share_up_to(),
            FEW_STROKES,
            100 * PAPER_SHARE,
            quantile(s.strokes, 0.5),
            quantile(s.points, 0.5),
        )
        if s.bad_lines:
            lines = self.tr("1 line is no drawing.") if s.bad_lines == 1 else self.tr("{0:,} lines are no drawings.")
            text += " " + lines.format(s.bad_lines)
        return text if self._whole else text + " " + self.tr("<b>Only a part of the file is counted.</b>")

    def rows(self) -> Rows:
        """All counts as one table."""
        if self._statistics is None:
            return []
        return [
            {"statistic": name, "value": value, "count": n, "share": round(share, 6)}
            for name, value, n, share in self._statistics.rows()
        ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
