"""What is going on: network, device, last step's time, progress of long work with Cancel, messages."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from sketchxai_desktop.workers.job import Job

_MESSAGE_MS = 8000


class StatusBar(QStatusBar):
    """The window's bottom line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._job: Job | None = None
        self.what = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel = QToolButton()
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop this work; what it has done so far is kept"))
        self.cancel.clicked.connect(self._cancel)
        self.step_time, self.model, self.device = QLabel(), QLabel(), QLabel()
        self.step_time.setToolTip(self.tr("Time that the last inversion step took to compute"))
        self.device.setToolTip(self.tr("Where the network computes"))
        self.model.setToolTip(self.tr("The network in use"))
        for widget in (self.what, self.progress, self.cancel, self.step_time, self.model, self.device):
            self.addPermanentWidget(widget)
        self.setContentsMargins(6, 0, 8, 0)
        self._show_job(False)
        self._delay = QTimer(self, singleShot=True, interval=150)
        self._delay.timeout.connect(lambda: self._show_job(self._job is not None))

    def say(self, sentence: str, *, lasting: bool = False) -> None:
        """Show a sentence for a while."""
        self.showMessage(sentence, 0 if lasting else _MESSAGE_MS)

    def watch(self, job: Job) -> None:
        """Show a job's progress until it ends. Work shorter than 150 ms never shows."""
        self._job = job
        self.progress.setValue(0)
        self.what.setText(job.title)
        job.progressed.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
        job.ended.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self._delay.start()

    def _progressed(self, share: float, what: str) -> None:
        if self.sender() is self._job:
            self.progress.setValue(round(share * 1000))
            self.what.setText(what)

    def _ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._delay.stop()
            self._show_job(False)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_job(self, shown: bool) -> None:
        for widget in (self.what, self.progress, self.cancel):
            widget.setVisible(shown)
