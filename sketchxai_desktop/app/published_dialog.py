"""The published checkpoints: which are here, and fetching the others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop import paths
from sketchxai_desktop.app.download_controller import DownloadController, DownloadState
from sketchxai_desktop.downloads.catalogue import PUBLISHED, Published


class PublishedDialog(QDialog):
    """A row for each published checkpoint. Closing it lets downloads go on.

    Signals:
        use_requested: the folder of a checkpoint that is here.
    """

    use_requested = Signal(str)

    def __init__(self, downloads: DownloadController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Published Checkpoints"))
        self._downloads = downloads
        self.rows = {model.name: PublishedRow(model) for model in PUBLISHED}
        self.trouble = _text()
        self.again = QPushButton(self.tr("Try &Again"))
        self.again.setAutoDefault(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        for name, row in self.rows.items():
            row.get.clicked.connect(lambda _=False, n=name: downloads.get(n))
            row.cancel.clicked.connect(lambda _=False, n=name: downloads.cancel(n))
            row.use.clicked.connect(lambda _=False, m=row.model: self.use_requested.emit(str(m.folder)))
        self.again.clicked.connect(downloads.ask)
        downloads.changed.connect(self._changed)
        downloads.asking_changed.connect(self._asking)
        downloads.not_reached.connect(self._not_reached)
        downloads.refresh()
        for name in self.rows:
            self._changed(name)
        self._not_reached("")
        self._asking(downloads.asking)

    def _lay_out(self) -> None:
        intro = _text(
            self.tr(
                "Networks that the authors of SketchXAI have published on Hugging Face. Nothing is downloaded "
                "before you ask for it; what was interrupted goes on where it stopped."
            )
        )
        place = _text(self.tr("Folder: {}").format(paths.user_models()))
        place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for row in self.rows.values():
            rows.addWidget(row)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.banner = QWidget()
        banner = QHBoxLayout(self.banner)
        banner.setContentsMargins(0, 0, 0, 0)
        banner.addWidget(self.trouble, 1)
        banner.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)
        column.addWidget(place)
        column.addWidget(self.buttons)
        self.resize(620, 460)
        parent = self.parentWidget()
        if parent is not None:
            self.resize(min(620, parent.width() - 40), min(460, parent.height() - 40))

    def _changed(self, name: str) -> None:
        self.rows[name].show_state(self._downloads.state(name), asking=self._downloads.asking)

    def _asking(self, asking: bool) -> None:
        self.again.setEnabled(not asking)
        for name in self.rows:
            self._changed(name)

    def _not_reached(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.banner.setVisible(bool(sentence))


class PublishedRow(QFrame):
    """One published checkpoint: name, size, licence, state, and the one thing that can be done now."""

    def __init__(self, model: Published) -> None:
        super().__init__()
        self.model = model
        self.setObjectName("published")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.title = _text(self.tr("SketchXAINet-{}, {} categories").format(model.size, model.categories))
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.facts = _text()
        self.facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress of {}").format(model.name))
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.state = _text()
        self.state.setAccessibleName(self.tr("State of {}").format(model.name))
        self.get = self._button(self.tr("Download"))
        self.cancel = self._button(self.tr("Cancel"))
        self.use = self._button(self.tr("Use…"))
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 9, 12, 9)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(12)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.facts, 1, 0)
        grid.addWidget(self.bar, 2, 0)
        grid.addWidget(self.state, 3, 0)
        grid.setColumnStretch(0, 1)
        buttons = QVBoxLayout()
        for button in (self.get, self.cancel, self.use):
            buttons.addWidget(button)
        grid.addLayout(buttons, 0, 1, 4, 1, Qt.AlignmentFlag.AlignVCenter)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{text.removesuffix('…')} {self.model.name}")
        button.setMinimumWidth(96)
        return button

    def show_state(self, state: DownloadState, *, asking: bool) -> None:
        """Show how far it has come."""
        tr, listing = self.tr, state.listing
        if listing is not None:
            facts = [_megabytes(listing.size), tr("licence {}").format(listing.licence or tr("not stated"))]
        else:
            facts = [tr("asking for size and licence…")] if asking else []
        self.facts.setText(" \N{MIDDLE DOT} ".join([self.model.name, *facts]))
        downloading = state.phase in ("waiting", "running")
        self.bar.setVisible(downloading or (state.phase == "begun" and listing is not None))
        self.bar.setValue(round(1000 * state.share))
        self.state.setText(state.sentence or self._words(state))
        focused = next((b for b in (self.get, self.cancel, self.use) if b.hasFocus()), None)
        self.get.setVisible(state.phase in ("absent", "begun"))
        self.get.setText(tr("Resume") if state.phase == "begun" else tr("Download"))
        self.get.setEnabled(listing is not None)
        self.cancel.setVisible(downloading)
        self.use.setVisible(state.phase == "here")
        if focused is not None and not focused.isVisibleTo(self):
            # The keyboard stays on the row whose button has changed its meaning.
            next(b for b in (self.get, self.cancel, self.use) if b.isVisibleTo(self)).setFocus()

    def _words(self, state: DownloadState) -> str:
        tr = self.tr
        if state.phase == "here":
            return tr("Here")
        if state.phase == "waiting":
            return tr("Waiting to be downloaded")
        if state.phase == "absent" or state.listing is None:
            return (
                tr("Not here")
                if state.phase == "absent"
                else tr("Interrupted, {} are here").format(_megabytes(state.done))
            )
        total = state.listing.size
        amount = tr("{} of {} ({:.0f} %)").format(_megabytes(state.done), _megabytes(total), 100 * state.share)
        if state.phase == "begun":
            return tr("Interrupted at {}").format(amount)
        words = [tr("Downloading {}").format(amount)]
        if state.rate > 0:
            words += [f"{_megabytes(state.rate)}/s", _remaining((total - state.done) / state.rate)]
        return " \N{MIDDLE DOT} ".join(words)


def _text(text: str = "") -> QLabel:
    """Words from outside stay words."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.1f} MB"


def _remaining(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
