"""All settings in one dialog that scrolls on small screens; each applies at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.app.language import NAMES
from sketchxai_desktop.app.settings import Settings
from sketchxai_desktop.widgets.inversion_transport import FASTEST, SLOWEST

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program


class SettingsDialog(QDialog):
    """Stays open beside the window, so that what a setting does can be seen; follows when a menu changes one."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self.setWindowTitle(self.tr("Settings"))
        self._program = program
        self._forms: list[QFormLayout] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)
        self._add_looks()
        self._add_canvas()
        self._add_network()
        self._add_runs()
        self._add_drawings()
        self._align_labels()
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setWidget(self._inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.defaults = QPushButton(self.tr("Restore &Defaults"))
        self.defaults.setAutoDefault(False)
        self.defaults.clicked.connect(self.restore_defaults)
        buttons.addButton(self.defaults, QDialogButtonBox.ButtonRole.ResetRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(scroll, 1)
        row = QVBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(buttons)
        column.addLayout(row)
        wide = max(460, self._inside.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width() + 8)
        self.resize(min(wide, program.window.width() - 40), min(640, program.window.height() - 40))

    # Groups -------------------------------------------------------------------------------------------

    def _add_looks(self) -> None:
        tr, form = self.tr, self._group(self.tr("Looks"))
        self.theme = self._choices({"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}, "theme")
        self.scheme = self._choices(
            {"rainbow": tr("Rainbow, by order"), "viridis": tr("Viridis, by order"), "ink": tr("One colour")}, "scheme"
        )
        form.addRow(tr("&Theme"), self.theme)
        form.addRow(tr("Stroke &colours"), self.scheme)
        self.language = _combo({"system": tr("As the system"), **NAMES}, self._program.settings.language)
        self.language.currentIndexChanged.connect(
            lambda _: self._program.change_setting("language", self.language.currentData())
        )
        form.addRow(tr("&Language"), self.language)
        form.addRow(_aside(tr("Another language is spoken from the next start on.")))

    def _add_canvas(self) -> None:
        tr, form = self.tr, self._group(self.tr("Canvas"))
        for name, text in (
            ("dots", tr("&Dots where strokes start")),
            ("numbers", tr("Order &numbers")),
            ("ghost", tr("&Ghost of the original behind a run")),
            ("traces", tr("T&races of where locations travelled")),
        ):
            form.addRow(self._switch(text, self._action(f"view.{name}")))

    def _add_network(self) -> None:
        tr, program, form = self.tr, self._program, self._group(self.tr("Network"))
        names = program.checkpoints.known()
        chosen = program.settings.first_checkpoint
        titles = {n: n if "/" not in n and "\\" not in n else Path(n).name for n in (*names, *filter(None, [chosen]))}
        self.network = _combo({"": tr("The one used last"), **titles}, chosen)
        self.network.currentIndexChanged.connect(
            lambda _: program.change_setting("first_checkpoint", self.network.currentData())
        )
        self.device = _combo(
            {"auto": tr("Automatic"), "cpu": tr("CPU"), "cuda": tr("Graphics card (CUDA)")}, program.settings.device
        )
        self.device.currentIndexChanged.connect(lambda _: program.use_device(self.device.currentData()))
        form.addRow(tr("&Start with"), self.network)
        form.addRow(tr("Compute &on"), self.device)
        form.addRow(_aside(tr("Automatic takes a graphics card where there is one. The network is loaded anew.")))

    def _add_runs(self) -> None:
        tr, form = self.tr, self._group(self.tr("Inversion"))
        transport = self._program.window.inversion.transport
        self.watch = QCheckBox(tr("&Watch: show each step before the next is taken"))
        self.watch.setChecked(transport.watch.isChecked())
        self.watch.toggled.connect(transport.watch.setChecked)
        transport.watch.toggled.connect(self.watch.setChecked)
        self.rate = QSlider()
        self.rate.setOrientation(transport.rate.orientation())
        self.rate.setRange(SLOWEST, FASTEST)
        self.rate.setAccessibleName(tr("Steps per second"))
        said = QLabel()
        self.rate.valueChanged.connect(lambda rate: said.setText(tr("{} steps a second").format(rate)))
        self.rate.setValue(transport.rate.value())
        self.rate.valueChanged.connect(transport.rate.setValue)
        transport.rate.valueChanged.connect(self.rate.setValue)
        self.rate.setEnabled(self.watch.isChecked())
        self.watch.toggled.connect(self.rate.setEnabled)
        form.addRow(self.watch)
        pace = QWidget()
        beside = QHBoxLayout(pace)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.rate, 1)
        beside.addWidget(said)
        said.setMinimumWidth(said.fontMetrics().horizontalAdvance(tr("{} steps a second").format(FASTEST)) + 2)
        form.addRow(tr("S&peed"), pace)
        label = form.labelForField(pace)
        assert isinstance(label, QLabel)
        label.setBuddy(self.rate)

    def _add_drawings(self) -> None:
        tr, program, form = self.tr, self._program, self._group(self.tr("Drawings"))
        self.keep = QCheckBox(tr("&Keep drawings that were not saved"))
        self.keep.setChecked(program.settings.keep_drawings)
        self.keep.toggled.connect(lambda on: program.change_setting("keep_drawings", on))
        form.addRow(self.keep)
        form.addRow(_aside(tr("They are under File > My Drawings, a file for each day, on this computer.")))

    # Parts --------------------------------------------------------------------------------------------

    def _group(self, title: str) -> QFormLayout:
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        if self._column.count():
            self._column.addSpacing(10)
        self._column.addWidget(heading)
        form = QFormLayout()
        form.setContentsMargins(8, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._column.addLayout(form)
        self._forms.append(form)
        return form

    def _align_labels(self) -> None:
        """The fields of all groups stand below one another."""
        rows = [(form, k) for form in self._forms for k in range(form.rowCount())]
        items = [form.itemAt(k, QFormLayout.ItemRole.LabelRole) for form, k in rows]
        labels = [label for item in items if item is not None and (label := item.widget()) is not None]
        widest = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(widest)

    def _action(self, name: str) -> QAction:
        return self._program.window.registry[name]

    def _switch(self, text: str, action: QAction) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(action.isChecked())
        box.setToolTip(action.statusTip())
        box.toggled.connect(action.setChecked)
        action.toggled.connect(box.setChecked)
        return box

    def _choices(self, texts: Mapping[str, str], field: str) -> QComboBox:
        """A list whose entries are commands of a menu, too."""
        box = _combo(texts, getattr(self._program.settings, field))
        box.currentIndexChanged.connect(lambda _: self._action(f"{field}.{box.currentData()}").setChecked(True))
        for value in texts:
            self._action(f"{field}.{value}").toggled.connect(_follower(box, value))
        return box

    def restore_defaults(self) -> None:
        """What this dialog shows as it was at first; lists of files and the window's layout stay."""
        usual = Settings()
        for box, value in (
            (self.language, usual.language),
            (self.theme, usual.theme),
            (self.scheme, usual.scheme),
            (self.network, usual.first_checkpoint),
            (self.device, usual.device),
        ):
            box.setCurrentIndex(box.findData(value))
        for name in ("dots", "numbers", "ghost", "traces"):
            self._action(f"view.{name}").setChecked(getattr(usual, f"show_{name}"))
        self.watch.setChecked(usual.watch)
        self.rate.setValue(usual.watch_rate)
        self.keep.setChecked(usual.keep_drawings)


def _combo(texts: Mapping[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(18)
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _follower(box: QComboBox, value: str) -> Callable[[bool], None]:
    def follow(on: bool) -> None:
        if on:
            box.setCurrentIndex(box.findData(value))

    return follow


def _aside(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
