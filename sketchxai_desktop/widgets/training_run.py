"""The page where the network learns: settings, live curves, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.words import FEW, few_drawings
from sketchxai_desktop.evaluation.estimate import percent
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.widgets.training_curves import AccuracyCurve, LossCurve
from sketchxai_desktop.widgets.training_state import Drawing, TrainedFacts, TrainingAsked, word_counts

if TYPE_CHECKING:  # its module imports torch
    from sketchxai_desktop.training.fine_tune import FineTuneProgress


class RunPage(QWidget):
    """Signals:
    train_wanted: TrainingAsked. stop_wanted: what was learned is kept.
    save_wanted: path for the checkpoint. use_wanted: look at sketches with this network from now on.
    """

    train_wanted = Signal(object)
    stop_wanted = Signal()
    save_wanted = Signal(str)
    use_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawings: Sequence[Drawing] = ()
        self._known: tuple[str, ...] = ()
        self._network = ""
        self._running = self._used = False
        self._trained: TrainedFacts | None = None
        self._folder = Path.home()
        self.loss, self.accuracy = LossCurve(), AccuracyCurve()
        curves = QVBoxLayout()
        curves.addWidget(self.loss, 1)
        curves.addWidget(self.accuracy, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self._make_side())
        layout.addLayout(curves, 1)
        self.loss.begin(1)
        self.accuracy.begin(1)
        self._refresh()

    def _make_side(self) -> QScrollArea:
        tr = self.tr
        self.layers = QComboBox()
        self.layers.addItem(tr("The classifier (quick)"), "head")
        self.layers.addItem(tr("All layers (slow)"), "all")
        self.layers.setToolTip(tr("The classifier alone learns from few drawings; all layers need more"))
        self.epochs = QSpinBox()
        self.epochs.setRange(1, 500)
        self.epochs.setValue(20)
        self.epochs.setToolTip(tr("How often every drawing is learned from"))
        self.seed = QSpinBox()
        self.seed.setRange(0, 999_999)
        self.keep = QCheckBox(tr("&Keep its other categories"))
        self.keep.setToolTip(tr("Without, the network will know the categories of these drawings and no others"))
        self.keep.toggled.connect(lambda _: self._refresh())
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for text, field in (
            (tr("&Learn with"), self.layers),
            (tr("&Epochs"), self.epochs),
            (tr("S&eed"), self.seed),
        ):
            form.addRow(text, field)
        form.addRow(self.keep)
        self.about = _words()
        self.train, self.stop = QPushButton(tr("&Train")), QPushButton(tr("&Stop"))
        self.stop.setToolTip(tr("Stop after this step; what was learned is kept"))
        self.train.clicked.connect(lambda: self.train_wanted.emit(self.asked))
        self.stop.clicked.connect(self.stop_wanted)
        self.result = _words()
        self.save, self.use = QPushButton(tr("Save Check&point…")), QPushButton(tr("&Use This Network"))
        self.save.setToolTip(tr("Save the network as .safetensors, with a card that says how it came about"))
        self.use.setToolTip(tr("Look at sketches with this network from now on"))
        self.save.clicked.connect(self.ask_to_save)
        self.use.clicked.connect(self.use_wanted)
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 6, 0)
        side.addWidget(self.about)
        side.addLayout(form)
        side.addWidget(self.train)
        side.addWidget(self.stop)
        side.addSpacing(10)
        for widget in (self.result, self.use, self.save):
            side.addWidget(widget)
        side.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(max(270, inside.minimumSizeHint().width() + 20))
        return area

    # What it shows ----------------------------------------------------------------------------------

    @property
    def asked(self) -> TrainingAsked:
        """The settings as they are now."""
        return TrainingAsked(self.layers.currentData(), self.keep.isChecked(), self.epochs.value(), self.seed.value())

    def set_theme(self, theme: Theme) -> None:
        self.loss.set_theme(theme)
        self.accuracy.set_theme(theme)

    def set_network(self, name: str, categories: tuple[str, ...]) -> None:
        """The open checkpoint, "" for none."""
        self._network, self._known = name, categories
        self._refresh()

    def set_drawings(self, drawings: Sequence[Drawing]) -> None:
        self._drawings = drawings
        self._refresh()

    def begin(self, steps: int) -> None:
        """Empty curves for so many steps."""
        self.loss.begin(steps)
        self.accuracy.begin(steps)

    def add_progress(self, items: Sequence[FineTuneProgress]) -> None:
        """What happened since."""
        for item in items:
            if item.step == 0:
                self.begin(item.steps)
            if item.loss is not None:
                self.loss.add(item.step, item.loss)
            if item.accuracy is not None:
                self.accuracy.add(item.step, item.accuracy)
        self.loss.refresh()
        self.accuracy.refresh()

    def set_running(self, running: bool) -> None:
        self._running = running
        self._refresh()

    def set_trained(self, trained: TrainedFacts | None, *, used: bool = False) -> None:
        """What came of it; `used`: the window looks at sketches with it now."""
        self._trained, self._used = trained, used
        self._refresh()

    @property
    def trained(self) -> TrainedFacts | None:
        return self._trained

    def why_not(self) -> str:
        """Why training cannot begin, "" if it can."""
        counts = word_counts(self._drawings)
        known = {name.casefold() for name in self._known} if self.keep.isChecked() else set()
        if not self._network:
            return self.tr("No network is loaded.")
        if not counts:
            return self.tr("Add drawings and say what they show.")
        if len({w.casefold() for w in counts} | known) < 2:
            return self.tr("A network needs drawings of at least two categories to tell them apart.")
        return ""

    def _refresh(self) -> None:
        tr, why = self.tr, self.why_not()
        for widget in (self.layers, self.epochs, self.seed, self.keep):
            widget.setEnabled(not self._running)
        self.train.setVisible(not self._running)
        self.stop.setVisible(self._running)
        self.train.setEnabled(not why)
        self.train.setToolTip(why or tr("Fine-tune a copy of the open network; the network itself stays as it is"))
        self.about.setText(why or self._about())
        trained = self._trained
        for button in (self.save, self.use):
            button.setVisible(trained is not None and not self._running)
        self.use.setEnabled(not self._used)
        self.result.setText("" if trained is None or self._running else self._said(trained))

    def _about(self) -> str:
        counts, few = word_counts(self._drawings), few_drawings([d.word for d in self._drawings])
        known = {name.casefold() for name in self._known}
        new = sum(word.casefold() not in known for word in counts)
        text = self.tr("{0} learns {1:,} drawings of {2:,} categories").format(
            self._network, counts.total(), len(counts)
        )
        text += self.tr(", {0:,} of them new to it.").format(new) if new else "."
        if few:
            text += " " + self.tr("Fewer than {0} drawings: {1}.").format(FEW, ", ".join(list(few)[:6]))
            text = text[:-1] + self.tr(" and {0:,} more.").format(len(few) - 6) if len(few) > 6 else text
        return text

    def _said(self, t: TrainedFacts) -> str:
        text = self.tr("Learned {0:,} drawings of {1:,} categories in {2:,} steps").format(
            t.drawings, t.categories, t.steps
        )
        text += "." if t.complete else self.tr(", then stopped.")
        if t.accuracy is not None:
            text += " " + self.tr("{0} of {1:,} held-out drawings are named rightly.").format(
                percent(t.accuracy, 1), t.asked
            )
        text += " " + self._where(t)
        return text + (" " + self.tr("It is in use.") if self._used else "")

    def _where(self, t: TrainedFacts) -> str:
        if t.path:
            return self.tr("Saved as {0}.").format(Path(t.path).name)
        if t.kept:
            return self.tr("Not saved yet, but kept among the networks in the toolbar until five newer ones are.")
        return self.tr("Not saved yet.")

    def ask_to_save(self) -> None:
        dialog = QFileDialog(
            self, self.tr("Save Checkpoint"), str(self._folder), self.tr("Checkpoints (*.safetensors)")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("safetensors")
        dialog.selectFile("my-sketches.safetensors")
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, path: str) -> None:
        self._folder = Path(path).parent
        self.save_wanted.emit(path)


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
