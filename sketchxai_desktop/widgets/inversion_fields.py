"""Small input fields of the inversion form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import STEP_SIZES, Rule

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def parse_strokes(text: str, count: int) -> tuple[int, ...]:
    """Stroke orders (0-based, sorted, each once) from what a person typed, counted from 1: "1, 3-5".

    Args:
        count: strokes of the sketch.

    Raises:
        UserError: nothing typed, not a list of numbers, or a stroke that does not exist.
    """
    chosen: set[int] = set()
    joined = re.sub(r"\s*[-–]\s*", "-", text)
    for part in filter(None, re.split(r"[,;\s]+", joined)):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise UserError(
                '"{part}" is not a stroke. Write numbers with commas between them, as in 1, 3-5.', part=part
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            first, last = last, first
        for number in (first, last):
            if not 1 <= number <= count:
                raise UserError("There is no stroke {number}: the sketch has {count}.", number=number, count=count)
        chosen.update(range(first - 1, last))
    if not chosen:
        raise UserError("Write which strokes may move, as in 1, 3-5.")
    return tuple(sorted(chosen))


class ExportKeys(QObject):
    """Lets Ctrl+E through, which a field on X11 takes for the key End: it is to export the run from a field, too."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.keyCombination() if isinstance(event, QKeyEvent) else None
        if event.type() == QEvent.Type.ShortcutOverride and pressed == (Qt.Modifier.CTRL | Qt.Key.Key_E):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class DecimalBox(QDoubleSpinBox):
    """A number whose decimals may be typed behind a point or a comma, whichever the keyboard has."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        plain = re.sub("[.,]", lambda _: self.locale().decimalPoint(), text)
        return super().validate(plain, position)


class NumberBox(DecimalBox):
    """A number shown as short as it can be, with steps that suit its size."""

    def __init__(self, least: float, most: float, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(5)
        self.setRange(least, most)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setValue(value)

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(value, "g", 6)

    def valueFromText(self, text: str) -> float:
        value, right = self.locale().toDouble(text)
        return value if right else QLocale.c().toDouble(text)[0]


class StrokeChoice(QComboBox):
    """Which strokes may move: all, the selected one, or a list that is typed into `listed`.

    Signals:
        choice_changed: another choice, or another list.

    Attributes:
        listed: the field for the list; shown only while it is needed. Whoever makes the form places it.
    """

    choice_changed = Signal()
    ALL, SELECTED, LISTED = range(3)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listed = QLineEdit(parent)
        self.listed.setPlaceholderText(self.tr("as in 1, 3-5"))
        self.listed.setAccessibleName(self.tr("Numbers of the strokes that may move"))
        self.listed.setToolTip(self.tr("Numbers of the strokes that may move, counted from 1, as in 1, 3-5"))
        self.listed.hide()
        choices = (
            (self.tr("All"), self.tr("Every stroke may move")),
            (self.tr("Selected"), self.tr("Only the stroke that is selected on the canvas may move")),
            (self.tr("Listed"), self.tr("Only the strokes whose numbers you write may move")),
        )
        for index, (text, tip) in enumerate(choices):
            self.addItem(text)
            self.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)
        self.setAccessibleName(self.tr("Strokes that may move"))
        self.setToolTip(self.tr("Which strokes may move; the others stay where they are"))
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentIndexChanged.connect(self._changed)
        self.listed.textChanged.connect(lambda _: self.choice_changed.emit())

    def strokes(self, count: int, selection: int | None) -> tuple[int, ...] | None:
        """0-based orders for a sketch of `count` strokes, None for all of them.

        Raises:
            UserError: nothing is selected, or the list cannot be used.
        """
        if self.currentIndex() == self.SELECTED:
            if selection is None:
                raise UserError("No stroke is selected. Select one on the canvas, or let all strokes move.")
            return (selection,)
        if self.currentIndex() == self.LISTED:
            return parse_strokes(self.listed.text(), count)
        return None

    def _changed(self, index: int) -> None:
        self.listed.setVisible(index == self.LISTED)
        if index == self.LISTED and self.hasFocus():
            self.listed.setFocus()
        self.choice_changed.emit()


class MoreSettings(QFrame):
    """What few people change: the update rule and the bounds penalty. Opens below its button.

    Signals:
        settings_changed: any of its values changed.
        rule_changed: the update rule.
    """

    settings_changed = Signal()
    rule_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._rules: Sequence[Rule] = get_args(Rule)
        names = {
            "sgd": self.tr("Plain descent (the paper's)"),
            "momentum": self.tr("Momentum"),
            "adam": self.tr("Adam"),
        }
        self.rule_box = QComboBox()
        for index, rule in enumerate(self._rules):
            self.rule_box.addItem(names[rule])
            tip = self.tr("Step size {0:g} unless you choose another").format(STEP_SIZES[rule])
            self.rule_box.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)
        tips = (
            self.tr("How the locations are changed at every step. The paper uses plain descent."),
            self.tr(
                "How strongly strokes are kept on the canvas: 0 lets them leave it, as in the paper; 1 to 10 "
                "pulls them back."
            ),
        )
        self.penalty_box = NumberBox(0.0, 1000.0, 0.0)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        rows = ((self.tr("&Update rule"), self.rule_box), (self.tr("&Bounds penalty"), self.penalty_box))
        for row, ((text, field), tip) in enumerate(zip(rows, tips, strict=True)):
            label = QLabel(text)
            label.setBuddy(field)
            label.setToolTip(tip)
            field.setToolTip(tip)
            field.setAccessibleName(text.replace("&", ""))
            layout.addWidget(label, row, 0)
            layout.addWidget(field, row, 1)
        self.rule_box.currentIndexChanged.connect(lambda index: self.rule_changed.emit(self._rules[index]))
        self.rule_box.currentIndexChanged.connect(lambda _: self.settings_changed.emit())
        self.penalty_box.valueChanged.connect(lambda _: self.settings_changed.emit())

    @property
    def rule(self) -> Rule:
        return self._rules[self.rule_box.currentIndex()]

    @property
    def penalty(self) -> float:
        return self.penalty_box.value()

    @property
    def is_default(self) -> bool:
        """Whether this is what the paper does."""
        return self.rule == "sgd" and self.penalty == 0

    def open_below(self, widget: QWidget) -> None:
        """Show it at `widget`, on the side where the screen has room."""
        self.adjustSize()
        place = widget.mapToGlobal(widget.rect().bottomLeft())
        screen = widget.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place = widget.mapToGlobal(widget.rect().topLeft())
            place.setY(place.y() - self.height())
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self.rule_box.setFocus(Qt.FocusReason.PopupFocusReason)


def named_combo(name: str, *texts: str) -> QComboBox:
    """A combo box of `texts` that a screen reader calls `name`."""
    box = QComboBox()
    box.addItems(list(texts))
    box.setAccessibleName(name)
    return box


def named_number(name: str, least: float, most: float, value: float, suffix: str) -> QDoubleSpinBox:
    """A number with one decimal that a screen reader calls `name`."""
    box = DecimalBox()
    box.setDecimals(1)
    box.setRange(least, most)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box


def side_by_side(*widgets: QWidget) -> QWidget:
    """The widgets in one row, as wide as they need."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
