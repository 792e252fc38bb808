"""The window "Train on My Sketches": collect drawings, let the open network learn them, take the result away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.widgets.common_progress import MessageLine, WorkBar
from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.training_drawings import DrawingsPage
from sketchxai_desktop.widgets.training_run import RunPage
from sketchxai_desktop.widgets.training_state import Drawing


class TrainingWindow(QWidget):
    """A window of its own. Its pages speak for themselves: `collected` and `run`.

    Signals:
        cancel_wanted: stop what the progress bar shows.
    """

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        tr = self.tr
        self._doing = ""
        self.setWindowTitle(tr("Train on My Sketches"))
        self.setMinimumSize(620, 430)
        open_at(self, 940, 640)
        self.collected, self.run = DrawingsPage(), RunPage()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.collected, tr("1  &Drawings"))
        self.tabs.addTab(self.run, tr("2  &Training"))
        self.message, self.progress = MessageLine(), WorkBar()
        self.cancel = QToolButton()
        self.cancel.setText(tr("Stop"))
        self.cancel.setToolTip(tr("Stop; what there is by then is kept"))
        self.cancel.clicked.connect(self.cancel_wanted)
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        bottom.addWidget(self.progress)
        bottom.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(bottom)
        self.collected.changed.connect(lambda: self.run.set_drawings(self.collected.drawings))
        self.set_progress(None)

    def set_theme(self, theme: Theme) -> None:
        self.collected.set_theme(theme)
        self.run.set_theme(theme)

    def set_network(self, name: str, categories: tuple[str, ...]) -> None:
        """The open checkpoint, "" for none."""
        self.collected.set_known(categories)
        self.run.set_network(name, categories)

    def add_drawings(self, drawings: Sequence[Drawing]) -> None:
        self.collected.add_drawings(drawings)

    def set_progress(self, share: float | None, what: str = "") -> None:
        """How far it is, 0..1; None when nothing is going on."""
        for widget in (self.progress, self.cancel):
            widget.setVisible(share is not None)
        if share is not None:
            self.progress.setValue(round(1000 * share))
            self.say(what)
            self._doing = what
        elif self.message.text() == self._doing:
            self.say("")

    def say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setToolTip(sentence)
