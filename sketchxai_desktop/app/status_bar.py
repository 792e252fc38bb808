"""What is going on: network, device, last step's time, progress of long work with Cancel, messages."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QStatusBar, QToolButton, QWidget

from sketchxai_desktop.workers.job import Job

_MESSAGE_MS = 8000


class _Part(QLabel):
    """A few words, shortened where they do not fit; then the tool tip has all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setContentsMargins(4, 0, 4, 0)
        self._tip = ""

    def setToolTip(self, tip: str) -> None:
        self._tip = tip
        super().setToolTip(tip)

    def minimumSizeHint(self) -> QSize:
        least = 4 * self.fontMetrics().lineSpacing()
        return QSize(min(self.sizeHint().width(), least), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, place.width())
        super().setToolTip(self._tip if shown == self.text() else f"{self.text()}\n{self._tip}".strip())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class StatusBar(QStatusBar):
    """The window's bottom line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._jobs: list[Job] = []  # oldest first; the newest is shown
        self._told: dict[Job, tuple[float, str]] = {}  # how far each is, and what it says
        self.what = _Part()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel = QToolButton()
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop this work; what it has done so far is kept"))
        self.cancel.clicked.connect(self._cancel)
        self.others = QToolButton()
        self.others.setToolTip(self.tr("Other work that is under way; choose some to stop it"))
        self.others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.others.setMenu(QMenu(self.others))
        self.others.menu().aboutToShow.connect(self._list_others)
        for button in (self.cancel, self.others):
            button.setProperty("compact", True)
        self.step_time, self.model, self.device = _Part(), _Part(), _Part()
        self.step_time.setToolTip(self.tr("Mean time that the latest inversion steps took to compute"))
        self.device.setToolTip(self.tr("Where the network computes"))
        self.model.setToolTip(self.tr("The network in use"))
        for widget in (self.what, self.progress, self.cancel, self.others, self.step_time, self.model, self.device):
            self.addPermanentWidget(widget)
        self.setContentsMargins(6, 0, 4, 0)
        self._show_job(False)
        self._delay = QTimer(self, singleShot=True, interval=150)
        self._delay.timeout.connect(lambda: self._show_job(bool(self._jobs)))

    def say(self, sentence: str, *, lasting: bool = False) -> None:
        """Show a sentence for a while."""
        self.showMessage(sentence, 0 if lasting else _MESSAGE_MS)

    def watch(self, job: Job) -> None:
        """Show a job's progress until it ends or a newer one comes. Work shorter than 150 ms never shows."""
        if job in self._jobs:
            return
        self._jobs.append(job)
        self._told[job] = (0.0, job.title)
        self._show_newest()
        job.progressed.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
        job.ended.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self._delay.start()

    @property
    def job(self) -> Job | None:
        """The one that is shown, and that Cancel stops."""
        return self._jobs[-1] if self._jobs else None

    def _progressed(self, share: float, what: str) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._told:
            self._told[job] = (share, what)
            if job is self.job:
                self._show_newest()

    def _ended(self) -> None:
        job = self.sender()
        if not isinstance(job, Job) or job not in self._told:
            return
        self._jobs.remove(job)
        del self._told[job]
        if self._jobs:
            self._show_newest()
        else:
            self._delay.stop()
            self._show_job(False)

    def _show_newest(self) -> None:
        share, what = self._told[self._jobs[-1]]
        self.progress.setValue(round(share * 1000))
        self.what.setText(what)
        count = len(self._jobs) - 1
        self.others.setText(self.tr("and {} more").format(count))
        self.others.setVisible(count > 0 and not self.cancel.isHidden())

    def _list_others(self) -> None:
        menu = self.others.menu()
        menu.clear()
        for job in self._jobs[:-1]:
            menu.addAction(self.tr("Cancel “{}”").format(self._told[job][1]), job.cancel)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _show_job(self, shown: bool) -> None:
        for widget in (self.what, self.progress, self.cancel):
            widget.setVisible(shown)
        self.others.setVisible(shown and len(self._jobs) > 1)
