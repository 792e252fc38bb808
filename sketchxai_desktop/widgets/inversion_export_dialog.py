"""The export dialog: what of a run is written, what it looks like, and where it goes. It writes nothing itself."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.animation import HIGHEST_FPS, LONGEST_HOLD, frame_durations
from sketchxai_desktop.rendering.export import ENDINGS, ExportRequest, Kind
from sketchxai_desktop.rendering.filmstrip_steps import filmstrip_states
from sketchxai_desktop.rendering.palette import LIGHT, SCHEMES, Scheme, Theme, hex_colour
from sketchxai_desktop.rendering.style import LARGEST, SMALLEST, FrameStyle, Style
from sketchxai_desktop.widgets.inversion_export_formats import (
    CHOICES,
    FORMATS,
    proposed_name,
    usual_folder,
    with_ending,
)
from sketchxai_desktop.widgets.inversion_export_preview import ExportPreview, frame_size
from sketchxai_desktop.widgets.inversion_fields import named_combo, named_number, side_by_side
from sketchxai_desktop.workers.saying import said

#: Value of the path field that means every path.
_ALL_PATHS = 0


class ExportDialog(QDialog):
    """Collects an `ExportRequest` with a live preview of one frame.

    Signals:
        export_chosen: ExportRequest, when the dialog is accepted.
    """

    export_chosen = Signal(object)

    def __init__(
        self,
        run: Run,
        parent: QWidget | None = None,
        *,
        path: int = 0,
        step: int = 0,
        theme: Theme = LIGHT,
        scheme: Scheme = "rainbow",
        ghost: bool = False,
        traces: bool = False,
        folder: Path | None = None,
    ) -> None:
        """Begin with what the window shows.

        Args:
            run: with one state or more; must not grow while the dialog is open (`Run.snapshot`).
            path, step: 0-based ones that are shown now.
            theme, scheme, ghost, traces: how they are shown now.
            folder: to propose; None: the folder for pictures.
        """
        super().__init__(parent)
        self._run = run
        self._theme = theme
        self.setWindowTitle(self.tr("Export"))
        self._make_fields(path, step, scheme, ghost, traces)
        self._proposed = usual_folder(folder)
        self.path_edit.setText(str(self._proposed / proposed_name(run)))
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self._what_changed()
        self.resize(self.sizeHint().expandedTo(self.minimumSize()))

    def _make_fields(self, path: int, step: int, scheme: Scheme, ghost: bool, traces: bool) -> None:
        tr, run = self.tr, self._run
        self.what = named_combo(
            tr("What to export"),
            tr("Animation: three panels"),
            tr("Animation: sketch only"),
            tr("Animation: grid of paths"),
            tr("Filmstrip"),
            tr("One step"),
            tr("The run as data"),
        )
        self.format = named_combo(tr("File format"))
        self.path_box = QSpinBox()
        self.path_box.setAccessibleName(tr("Path"))
        self.path_box.setToolTip(tr("Which path is shown, counted from 1"))
        self.path_box.setRange(1, run.paths)
        self.path_box.setValue(path + 1)
        self.size_box = QSpinBox()
        self.size_box.setRange(SMALLEST, LARGEST)
        self.size_box.setSingleStep(64)
        self.size_box.setValue(512)
        self.size_box.setSuffix(tr(" px"))
        self.size_box.setAccessibleName(tr("Size"))
        self.theme_box = named_combo(tr("Look"), tr("Light"), tr("Dark"))
        self.theme_box.setCurrentIndex(0 if self._theme.name == "light" else 1)
        names = {"rainbow": tr("Rainbow"), "viridis": tr("Viridis"), "ink": tr("Ink")}
        self.scheme_box = named_combo(tr("Stroke colours"), *(names[s] for s in SCHEMES))
        self.scheme_box.setCurrentIndex(SCHEMES.index(scheme))
        self.scheme_box.setToolTip(tr("How strokes are coloured by their order"))
        self.ghost = QCheckBox(tr("Ghost"))
        self.ghost.setToolTip(tr("The original layout, faintly, behind"))
        self.ghost.setChecked(ghost)
        self.traces = QCheckBox(tr("Traces"))
        self.traces.setToolTip(tr("Where strokes have travelled"))
        self.traces.setChecked(traces)
        self.numbers = QCheckBox(tr("Numbers"))
        self.numbers.setToolTip(tr("The order of every stroke, counted from 1, at its start"))
        self.fps = named_number(tr("Steps per second"), 0.1, HIGHEST_FPS, 5.0, "")
        self.hold_first = named_number(tr("Seconds that the first step is held"), 0.0, LONGEST_HOLD, 1.0, tr(" s"))
        self.hold_last = named_number(tr("Seconds that the last step is held"), 0.0, LONGEST_HOLD, 2.0, tr(" s"))
        self.loop = QCheckBox(tr("Repeat for ever"))
        self.loop.setChecked(True)
        self.path_edit = QLineEdit()
        self.path_edit.setAccessibleName(tr("File"))
        self.path_edit.setMinimumWidth(160)
        self.browse = QPushButton(tr("Browse…"))
        self.browse.setAutoDefault(False)
        self.preview = ExportPreview(run, step)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName(tr("Note"))
        self.buttons = QDialogButtonBox()
        self.export_button = self.buttons.addButton(tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)

    def _lay_out(self) -> None:
        tr = self.tr
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&What"), self.what)
        form.addRow(tr("&Format"), self.format)
        form.addRow(tr("&Path"), self.path_box)
        form.addRow(tr("&Size"), self.size_box)
        form.addRow(tr("&Look"), self.theme_box)
        form.addRow(tr("&Colours"), self.scheme_box)
        shows = side_by_side(self.ghost, self.traces, self.numbers)
        form.addRow(tr("Show"), shows)
        form.addRow(tr("Steps per secon&d"), self.fps)
        holds = side_by_side(self.hold_first, self.hold_last)
        form.addRow(tr("&Hold first, last"), holds)
        form.addRow("", self.loop)
        label = form.labelForField(holds)
        if isinstance(label, QLabel):
            label.setBuddy(self.hold_first)
        self._form = form
        # Which rows belong to which kinds; a row that does not apply is hidden.
        self._rows: tuple[tuple[QWidget, tuple[Kind, ...]], ...] = (
            (self.size_box, ("animation", "filmstrip", "state")),
            (self.theme_box, ("animation", "filmstrip", "state")),
            (self.scheme_box, ("animation", "filmstrip", "state")),
            (shows, ("animation", "filmstrip", "state")),
            (self.fps, ("animation",)),
            (holds, ("animation",)),
            (self.loop, ("animation",)),
        )
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addStretch(1)
        side.setFixedWidth(max(300, side.sizeHint().width()))
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self.facts)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(side)
        middle.addLayout(right, 1)
        file_row = QHBoxLayout()
        label = QLabel(tr("F&ile"))
        label.setBuddy(self.path_edit)
        file_row.addWidget(label)
        file_row.addWidget(self.path_edit, 1)
        file_row.addWidget(self.browse)
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        bottom.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(9)
        column.addLayout(middle, 1)
        column.addLayout(file_row)
        column.addLayout(bottom)
        self.setMinimumSize(640, 430)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._what_changed)
        self.format.currentIndexChanged.connect(self._format_changed)
        for box in (self.theme_box, self.scheme_box):
            box.currentIndexChanged.connect(self._update)
        for number in (self.path_box, self.size_box, self.fps, self.hold_first, self.hold_last):
            number.valueChanged.connect(self._update)
        for switch in (self.ghost, self.traces, self.numbers, self.loop):
            switch.toggled.connect(self._update)
        self.preview.step_changed.connect(self._check)
        self.path_edit.textChanged.connect(self._check)
        self.path_edit.editingFinished.connect(self._follow_ending)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # What is asked for ------------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        return CHOICES[self.what.currentIndex()][0]

    @property
    def folder(self) -> Path:
        """Where the file goes."""
        return self._path().parent

    def _path(self) -> Path:
        """The file that is named: in the proposed folder where no other is, with the format's ending where none is."""
        text = self.path_edit.text().strip()
        path = self._proposed / os.path.expanduser(text)  # pathlib raises where there is nobody of that name
        if text and not path.suffix and not os.path.isdir(path):
            path = Path(with_ending(str(path), FORMATS[self.kind][self.format.currentIndex()][1]))
        return path

    def choose(self, kind: Kind, style: Style = "sketch") -> None:
        """Choose what to export."""
        self.what.setCurrentIndex(CHOICES.index((kind, style)))

    def style_asked(self) -> FrameStyle:
        """The look that is chosen."""
        return FrameStyle(
            style=CHOICES[self.what.currentIndex()][1],
            size=self.size_box.value(),
            theme="light" if self.theme_box.currentIndex() == 0 else "dark",
            scheme=SCHEMES[self.scheme_box.currentIndex()],
            path=max(0, self.path_box.value() - 1),
            show_ghost=self.ghost.isChecked(),
            show_traces=self.traces.isChecked(),
            show_numbers=self.numbers.isChecked(),
        )

    def request(self) -> ExportRequest:
        """What is asked for.

        Raises:
            UserError: it cannot be done; says why.
        """
        if not self.path_edit.text().strip():
            raise UserError("Choose a file.")
        path = self._path()
        request = ExportRequest(
            kind=self.kind,
            path=path,
            style=self.style_asked(),
            fps=self.fps.value(),
            hold_first=self.hold_first.value(),
            hold_last=self.hold_last.value(),
            loop=self.loop.isChecked(),
            step=self.preview.step,
            all_paths=self.kind == "filmstrip" and self.path_box.value() == _ALL_PATHS,
        )
        # Those of os, because pathlib raises where a name is too long.
        if os.path.isdir(path):
            raise UserError("{path} is a folder. Write the name of a file.", path=path)
        if not os.path.isdir(path.parent):
            raise UserError("There is no folder {folder}.", folder=path.parent)
        return request

    def accept(self) -> None:
        """Hand the request over and close; stay when it cannot be done."""
        self._follow_ending()
        try:
            request = self.request()
        except UserError as error:
            self._say(said(error), wrong=True)
            self.path_edit.setFocus()
            return
        super().accept()
        self.export_chosen.emit(request)

    # Keeping it consistent --------------------------------------------------------------------------

    def _what_changed(self, *_: object) -> None:
        kind, style = CHOICES[self.what.currentIndex()]
        for widget, kinds in self._rows:
            self._form.setRowVisible(widget, kind in kinds)
        self._form.setRowVisible(self.path_box, kind != "record" and style != "grid" and self._run.paths > 1)
        self.path_box.setMinimum(_ALL_PATHS if kind == "filmstrip" else 1)
        self.path_box.setSpecialValueText(self.tr("All") if kind == "filmstrip" else "")
        self.size_box.setToolTip(
            self.tr("Side of one picture in pixels")
            if kind == "filmstrip"
            else self.tr("Height of the picture in pixels")
        )
        blocked = self.format.blockSignals(True)
        self.format.clear()
        self.format.addItems([name for name, _, _ in FORMATS[kind]])
        self.format.blockSignals(blocked)
        self.format.setEnabled(self.format.count() > 1)
        self._follow_ending()
        ending = Path(self.path_edit.text()).suffix.lower()
        if ending not in ENDINGS[kind]:
            self._format_changed()
        self._update()

    def _format_changed(self, *_: object) -> None:
        """The file's name follows the format."""
        text = self.path_edit.text()
        if text.strip() and self.format.currentIndex() >= 0:
            self.path_edit.setText(with_ending(text, FORMATS[self.kind][self.format.currentIndex()][1]))
        self._check()

    def _follow_ending(self) -> None:
        """The format follows what is typed; a name without an ending gets the format's."""
        path = Path(self.path_edit.text())
        for index, (_, _, endings) in enumerate(FORMATS[self.kind]):
            if path.suffix.lower() in endings and index != self.format.currentIndex():
                blocked = self.format.blockSignals(True)
                self.format.setCurrentIndex(index)
                self.format.blockSignals(blocked)
        if path.name and not path.suffix and not os.path.isdir(self._proposed / path):
            self._format_changed()

    def _browse(self) -> None:
        name, _, endings = FORMATS[self.kind][self.format.currentIndex()]
        dialog = QFileDialog(self, self.tr("Export As"), str(self.folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{name} ({' '.join('*' + e for e in endings)})")
        dialog.setDefaultSuffix(endings[0].removeprefix("."))
        dialog.selectFile(self._path().name)
        dialog.fileSelected.connect(self.path_edit.setText)
        dialog.open()

    def _update(self, *_: object) -> None:
        self._check()
        every = self.kind == "filmstrip" and self.path_box.value() == _ALL_PATHS
        self.preview.show_export(self.kind, self.style_asked(), all_paths=every)

    def _check(self, *_: object) -> None:
        """Say at once what is wrong, and what an export will do to a file that exists."""
        try:
            request = self.request()
        except UserError as error:
            self._say(said(error), wrong=True)
        else:
            exists = os.path.exists(request.path)
            self._say(self.tr("This file exists and will be replaced.") if exists else "", wrong=False)
        self.facts.setText(self._facts())

    def _say(self, sentence: str, *, wrong: bool) -> None:
        red = (186, 26, 26) if self._theme.name == "light" else (255, 138, 128)
        self.message.setStyleSheet(f"color: {hex_colour(red if wrong else self._theme.muted)};")
        self.message.setText(sentence)
        self.export_button.setEnabled(not wrong)

    def _facts(self) -> str:
        """How many pictures, how large, how long."""
        tr, states = self.tr, self._run.states
        if self.kind == "record":
            return tr("Locations and probabilities of {0} paths at {1} steps.").format(self._run.paths, states)
        if self.kind == "filmstrip":
            return tr("Steps {0}.").format(", ".join(map(str, filmstrip_states(states))))
        width, height = frame_size(self._run, self.style_asked())
        size = tr("{0} × {1} pixels").format(width, height)
        if self.kind == "state":
            return size
        try:
            lasts = sum(frame_durations(states, self.fps.value(), self.hold_first.value(), self.hold_last.value()))
        except UserError as error:
            return said(error)
        return tr("{0} frames, {1} seconds, {2}").format(states, f"{lasts / 100:.1f}", size)

    def set_theme(self, theme: Theme) -> None:
        """Colours of the dialog itself; the exported look is chosen in it."""
        self._theme = theme
        self.facts.setStyleSheet(f"color: {hex_colour(theme.muted)};")
        self._check()
