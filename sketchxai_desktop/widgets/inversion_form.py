"""The form of an inversion: what is asked of the network, checked before it is asked."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import STEP_SIZES, InversionSettings, Mode
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Theme, hex_colour
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.common_viewport import own_viewport
from sketchxai_desktop.widgets.inversion_fields import ExportKeys, MoreSettings, NumberBox, StrokeChoice
from sketchxai_desktop.widgets.inversion_icons import icon
from sketchxai_desktop.workers.saying import said

MOST_PATHS, MOST_STEPS = 64, 1000
_HIGHEST_SEED = 2**31 - 1
#: A dice throws seeds that are easy to read out and to type.
_DICE_SEEDS = 100_000
#: Pixels between the two modes, between fields of a row, and on the right of all.
_MODES_ACROSS, _ACROSS, _RIGHT = 8, 6, 2


def default_target(mode: Mode, word: str | None, ranked: Sequence[str], categories: Sequence[str]) -> str | None:
    """Where a run goes unless somebody chooses: recovery to the sketch's own category, transfer to another.

    Args:
        word: what the sketch is said to be, or None.
        ranked: categories the network named, most probable first; may be empty.
        categories: that the network knows.
    """
    known = {name.casefold(): name for name in categories}
    own = known.get(word.casefold()) if word is not None else None
    original = own or next((name for name in ranked if name in categories), None)
    if mode == "recovery":
        return original
    others = [name for name in (*ranked, *categories) if name != original]
    return others[0] if others and original is not None else None


class SettingsForm(QScrollArea):
    """Recovery or transfer, target, paths, steps, step size, noise, seed, strokes, and more.

    Signals:
        changed: something else is asked for now.

    Attributes:
        error: what is wrong; hidden while nothing is. Whoever shows the form places it where it never scrolls away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._theme: Theme = LIGHT
        self._sketch = Sketch()
        self._selection: int | None = None
        self._ranked: tuple[str, ...] = ()
        self._categories: tuple[str, ...] = ()
        self._target_chosen = {"recovery": False, "transfer": False}
        self._kept_targets: dict[str, str | None] = {}
        self._make_fields()
        self._lay_out()
        self._connect()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Settings of the inversion"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.set_theme(LIGHT)
        self._check()

    def _make_fields(self) -> None:
        tr = self.tr
        self.recovery = QRadioButton(tr("&Recovery"))
        self.recovery.setToolTip(tr("Scatter the strokes and let the network find its way back to the sketch"))
        self.transfer = QRadioButton(tr("&Transfer"))
        self.transfer.setToolTip(tr("Start from the sketch and let the network turn it into something else"))
        self.recovery.setChecked(True)
        self._modes = QButtonGroup(self)
        self._modes.addButton(self.recovery)
        self._modes.addButton(self.transfer)
        self.more_button = QToolButton()
        self.more_button.setText(tr("More…"))
        self.more_button.setProperty("compact", True)
        self.more_button.setToolTip(tr("Update rule and bounds penalty"))
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more = MoreSettings(self)
        self.target = CategoryBox()
        self.target.setAccessibleName(tr("Target category"))
        self.target.setToolTip(tr("What the strokes shall become in the eyes of the network. Type any part of a name."))
        self.random_button = self._dice(tr("A random target"))
        self.paths = self._whole(1, MOST_PATHS, 4, tr("Paths"), tr("How many placements are followed side by side"))
        self.steps = self._whole(1, MOST_STEPS, 100, tr("Steps"), tr("How often the strokes are moved; the paper: 100"))
        self.step_size = NumberBox(0.00001, 1000.0, STEP_SIZES["sgd"])
        self._describe(
            self.step_size,
            tr("Step size"),
            tr("How far strokes move at the first step; it shrinks to nothing at the last. The paper: 10"),
        )
        self.noise = NumberBox(0.0, 2.0, 0.1)
        self._describe(
            self.noise,
            tr("Noise"),
            tr(
                "How widely the strokes are scattered at the start. A sketch is 1.48 wide; the paper: 0.1. "
                "In transfer, path 1 starts without noise."
            ),
        )
        self.seed = self._whole(
            0, _HIGHEST_SEED, 0, tr("Seed"), tr("Number of the random placement; the same number gives the same run")
        )
        self.dice = self._dice(tr("A new seed"))
        self.strokes = StrokeChoice()
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setAccessibleName(tr("What is wrong"))
        self.error.hide()

    def _whole(self, least: int, most: int, value: int, name: str, tip: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        box.setValue(value)
        self._describe(box, name, self.tr("{0} ({1} to {2})").format(tip, least, most) if most <= MOST_STEPS else tip)
        return box

    @staticmethod
    def _describe(field: QAbstractSpinBox, name: str, tip: str) -> None:
        field.setAccessibleName(name)
        field.setToolTip(tip)
        field.setMinimumWidth(52)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @staticmethod
    def _dice(tip: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("compact", True)  # no higher than the field beside it
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _lay_out(self) -> None:
        page = self._page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, _RIGHT, 0)
        column.setSpacing(3)
        self._modes_grid = modes = QGridLayout()
        modes.setHorizontalSpacing(_MODES_ACROSS)
        modes.setVerticalSpacing(3)
        column.addLayout(modes)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(_ACROSS)
        grid.setVerticalSpacing(3)
        self._pairs: list[tuple[QLabel, QWidget]] = [
            (self._label(text, field), self._beside(field, button) if button is not None else field)
            for text, field, button in (
                (self.tr("Tar&get"), self.target, self.random_button),
                (self.tr("&Paths"), self.paths, None),
                (self.tr("&Steps"), self.steps, None),
                (self.tr("Step si&ze"), self.step_size, None),
                (self.tr("&Noise"), self.noise, None),
                (self.tr("See&d"), self.seed, self.dice),
                (self.tr("Stro&kes"), self.strokes, None),
            )
        ]
        self._arrange(wide=True)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(page)
        # The scroll area's own background would hide the panel's.
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _arrange(self, *, wide: bool) -> None:
        """Two fields in a row, or one where there is little room; the target has a row of its own."""
        self._wide, grid, modes = wide, self._grid, self._modes_grid
        for button in (self.recovery, self.transfer, self.more_button):
            modes.removeWidget(button)
        modes.addWidget(self.recovery, 0, 0)
        modes.addWidget(self.transfer, *((0, 1) if wide else (1, 0)))
        modes.addWidget(self.more_button, 0, 2)
        modes.setColumnStretch(1, 1)
        for label, field in self._pairs:
            grid.removeWidget(label)
            grid.removeWidget(field)
        grid.removeWidget(self.strokes.listed)
        columns = 2 if wide else 1
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1 if wide else 0)
        for place, (label, field) in enumerate(self._pairs):
            row, side = (1 + (place - 1) // columns, (place - 1) % columns) if place else (0, 0)
            grid.addWidget(label, row, 2 * side)
            grid.addWidget(field, row, 2 * side + 1, 1, 3 if wide and not place else 1)
        grid.addWidget(self.strokes.listed, grid.rowCount(), 0, 1, 2 * columns)

    def _width(self, *, wide: bool) -> int:
        """Pixels that the page needs at least, arranged so."""
        labels = [_least_width(label) for label, _ in self._pairs]
        fields = [_least_width(field) for _, field in self._pairs]
        if wide:
            # Those of the first column (the target among them) and of the second.
            columns = max(labels[0], *labels[1::2]) + max(fields[1::2]) + max(labels[2::2]) + max(fields[2::2])
            columns += 3 * _ACROSS
            modes = _least_width(self.recovery) + _least_width(self.transfer) + _MODES_ACROSS
        else:
            columns = max(labels) + max(fields) + _ACROSS
            modes = max(_least_width(self.recovery), _least_width(self.transfer))
        return max(modes + _MODES_ACROSS + _least_width(self.more_button), columns) + _RIGHT

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width() >= self._width(wide=True)
        if wide != self._wide:
            self._arrange(wide=wide)

    @staticmethod
    def _label(text: str, field: QWidget) -> QLabel:
        label = QLabel(text)
        label.setBuddy(field)
        label.setToolTip(field.toolTip())
        return label

    @staticmethod
    def _beside(field: QWidget, button: QToolButton) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(field, 1)
        row.addWidget(button)
        return both

    def _connect(self) -> None:
        self.recovery.toggled.connect(self._mode_toggled)
        self.target.category_edited.connect(self._target_edited)
        self.target.category_changed.connect(self._changed)
        self.target.editTextChanged.connect(self._changed)
        self.target.edit.editingFinished.connect(self._check)
        self.random_button.clicked.connect(self.choose_random_target)
        self.dice.clicked.connect(self.throw_dice)
        self.more_button.clicked.connect(lambda: self.more.open_below(self.more_button))
        self.more.rule_changed.connect(self._rule_changed)
        self.more.settings_changed.connect(self._more_changed)
        self.strokes.choice_changed.connect(self._changed)
        self.strokes.currentIndexChanged.connect(self._reveal_list)
        for field in (self.paths, self.steps, self.step_size, self.noise, self.seed):
            field.valueChanged.connect(self._changed)
        self._export_keys = ExportKeys(self)
        for kind in (QAbstractSpinBox, QComboBox, QLineEdit):
            for part in self.findChildren(kind):
                part.installEventFilter(self._export_keys)

    # What it is about -------------------------------------------------------------------------------

    def set_categories(self, categories: Sequence[str]) -> None:
        """What the network knows; empty while there is no network."""
        self._categories = tuple(categories)
        self.target.set_categories(self._categories)
        self._propose()

    def set_sketch(self, sketch: Sketch) -> None:
        """The sketch to invert. A target chosen for another drawing is forgotten."""
        if (sketch.word, sketch.key_id) != (self._sketch.word, self._sketch.key_id):
            self._target_chosen["recovery"] = False
            self._kept_targets.pop("recovery", None)
        self._sketch = sketch
        self._propose()

    def set_selection(self, stroke: int | None) -> None:
        """The selected stroke (0-based) or None."""
        self._selection = stroke
        self._check()

    def set_ranked(self, ranked: Sequence[str]) -> None:
        """Categories that the network named, most probable first."""
        self._ranked = tuple(ranked)
        self._propose()

    # What it asks for -------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        return "recovery" if self.recovery.isChecked() else "transfer"

    def set_mode(self, mode: Mode) -> None:
        """Recovery or transfer."""
        (self.recovery if mode == "recovery" else self.transfer).setChecked(True)

    def set_target(self, category: str) -> None:
        """Choose a target as if a person had picked it."""
        self.target.set_category(category)
        self._target_edited(self.target.category() or "")

    def own_category(self) -> str | None:
        """What the sketch is said to be: its own word if the network knows it, else the network's answer."""
        return default_target("recovery", self._sketch.word, self._ranked, self._categories)

    def choose_random_target(self) -> None:
        """Any category but the one chosen now and what the sketch is said to be."""
        current = {
            self.target.category(),
            default_target("recovery", self._sketch.word, self._ranked, self._categories),
        }
        others = [name for name in self._categories if name not in current]
        if others:
            self.set_target(random.choice(others))

    def throw_dice(self) -> None:
        """Another seed than the one chosen now."""
        seed = random.randrange(_DICE_SEEDS - 1)
        self.seed.setValue(seed + 1 if seed >= self.seed.value() else seed)

    def settings(self) -> InversionSettings:
        """What is asked for.

        Raises:
            UserError: it cannot be used; says why.
        """
        typed = self.target.currentText().strip()
        target = self.target.category()
        if target is None:
            if typed:
                raise UserError('The network knows no category "{name}".', name=typed)
            raise UserError("Choose a target category.")
        rule = self.more.rule
        size = self.step_size.value()
        return InversionSettings(
            mode=self.mode,
            target=target,
            steps=self.steps.value(),
            paths=self.paths.value(),
            seed=self.seed.value(),
            noise=self.noise.value(),
            step_size=None if size == STEP_SIZES[rule] else size,
            strokes=self.strokes.strokes(len(self._sketch), self._selection),
            rule=rule,
            bounds_penalty=self.more.penalty,
        )

    def show_error(self, sentence: str) -> None:
        """Show what is wrong; "" when nothing is."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def focus_problem(self) -> None:
        """Put the cursor where the problem is."""
        field: QWidget = self.target
        if self.target.category() is not None:
            listed = self.strokes.currentIndex() == StrokeChoice.LISTED
            field = self.strokes.listed if listed else self.strokes
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field)

    # Keeping it consistent --------------------------------------------------------------------------

    def _mode_toggled(self, recovery: bool) -> None:
        before = "transfer" if recovery else "recovery"
        self._kept_targets[before] = self.target.category() if self._target_chosen[before] else None
        kept = self._kept_targets.get(self.mode)
        if kept is not None:
            self.target.set_category(kept)
        self._propose()
        self._changed()

    def _target_edited(self, _category: str) -> None:
        self._target_chosen[self.mode] = True
        self._changed()

    def _propose(self) -> None:
        """The default target, unless somebody chose one."""
        own = self.own_category()
        current = self.target.category()
        if self.mode == "transfer" and current is not None and current == own:
            self._target_chosen["transfer"] = False  # a transfer to itself was meant for another sketch
        if not self._target_chosen[self.mode] or (current is None and not self.target.edit.hasFocus()):
            proposed = default_target(self.mode, self._sketch.word, self._ranked, self._categories)
            if proposed != current:
                self.target.set_category(proposed)
        self._check()

    def _reveal_list(self) -> None:
        # The page learns its new height when the event loop has laid it out.
        if self.strokes.currentIndex() == StrokeChoice.LISTED:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.strokes.listed, 0, 4))

    def _rule_changed(self, rule: str) -> None:
        if self.step_size.value() in STEP_SIZES.values():
            self.step_size.setValue(next(size for name, size in STEP_SIZES.items() if name == rule))

    def _more_changed(self) -> None:
        self.more_button.setText(self.tr("More…") if self.more.is_default else self.tr("More… •"))
        self._changed()

    def _changed(self, *_: object) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        """Show at once what cannot be used, but do not nag before there is anything to invert."""
        sentence = ""
        asked = self._ranked or self.target.currentText().strip()  # else the network is about to propose a target
        if self._categories and self._sketch.strokes and asked and not self._is_typing_a_name():
            try:
                self.settings()
            except UserError as error:
                sentence = said(error)
        self.show_error(sentence)

    def _is_typing_a_name(self) -> bool:
        """Whether what is typed may still become a category."""
        target = self.target
        return target.edit.hasFocus() and target.category() is None and bool(target.matches(target.currentText()))

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        for button in (self.random_button, self.dice):
            button.setIcon(icon("dice", theme))
        self.more_button.setIcon(icon("more", theme))
        self.error.setStyleSheet(f"color: {hex_colour(error_colour(theme))};")

    def sizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(288, self._width(wide=True) + bar), self._page.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(wide=False) + self.verticalScrollBar().sizeHint().width(), 60)


def _least_width(widget: QWidget) -> int:
    return max(widget.minimumWidth(), widget.minimumSizeHint().width())


def error_colour(theme: Theme) -> tuple[int, int, int]:
    """Red that can be read on the panel."""
    return (186, 26, 26) if theme.name == "light" else (255, 138, 128)
