"""Why this, and not that? The row in which the question is put."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.explain.question import Output, Question, Removal
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.explain_view import tool_button


class QuestionRow(QWidget):
    """Two rows: the categories, and what is measured how.

    Signals:
        changed: somebody asks something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target, self.versus = CategoryBox(), CategoryBox()
        self.target.setAccessibleName(self.tr("Category to explain"))
        self.target.setToolTip(self.tr("Explain this category. Empty: whatever the network answers."))
        self.versus.setAccessibleName(self.tr("Category to compare with"))
        self.versus.setToolTip(self.tr("Explain what speaks for the first category rather than this one. Empty: none."))
        self.versus.edit.setPlaceholderText(self.tr("nothing else"))
        for box in (self.target, self.versus):
            box.edit.setClearButtonEnabled(True)
            box.setMinimumContentsLength(5)
        self.output, self.removal = OutputBox(), RemovalBox()
        self.on_canvas = tool_button(
            self.tr("On Canvas"), self.tr("Show the scores of this view on the strokes of the canvas"), checked=True
        )
        self.on_canvas.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        first, second = QHBoxLayout(), QHBoxLayout()
        for text, box in ((self.tr("Why"), self.target), (self.tr("not"), self.versus)):
            label = QLabel(text)
            label.setBuddy(box)
            first.addWidget(label)
            first.addWidget(box, 1)
        for widget in (self.output, self.removal):
            second.addWidget(widget, 1)
        second.addWidget(self.on_canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 2)
        layout.setSpacing(4)
        for row in (first, second):
            row.setSpacing(5)
            layout.addLayout(row)
        for category_box in (self.target, self.versus):
            category_box.category_changed.connect(self._changed)
        for combo in (self.output, self.removal):
            combo.currentIndexChanged.connect(self._changed)
        self._answer: str | None = None

    def _changed(self, _: object = None) -> None:
        self.changed.emit()

    def set_categories(self, categories: Sequence[str]) -> None:
        """Offer these names, without asking anything anew unless a chosen one is gone."""
        self.target.set_categories(categories)
        self.versus.set_categories(categories)

    def set_answer(self, answer: str | None) -> None:
        """What the network says, which is explained while no category is chosen."""
        self._answer = answer
        self.target.edit.setPlaceholderText(self.tr("its answer") if answer is None else answer)

    def set_question(self, target: str | None, versus: str | None) -> None:
        """Choose categories, telling once."""
        with QSignalBlocker(self):
            self.target.set_category(target)
            self.versus.set_category(versus)
        self.changed.emit()

    @property
    def question(self) -> Question | None:
        """What is asked, or None while no category is known."""
        target = self.target.category() or self._answer
        if target is None:
            return None
        versus = self.versus.category()
        return Question(target, None if versus == target else versus, self.output.output, self.removal.removal)


class _Choice(QComboBox):
    def __init__(self, name: str, choices: dict[str, str], tip: str) -> None:
        super().__init__()
        for value, text in choices.items():
            self.addItem(text, value)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(5)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # As Qt does it, but what does not fit ends with an ellipsis in place of half a letter.
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        option.currentText = text
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class OutputBox(_Choice):
    """Which output of the network is explained."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("What is explained"),
            {"probability": self.tr("probability"), "logit": self.tr("logit")},
            self.tr(
                "What is explained:\n"
                "probability – the share of certainty that the network gives the category, 0 to 1.\n"
                "logit – its raw score before that. Where the network is certain, probabilities hardly move; "
                "logits still do."
            ),
        )

    @property
    def output(self) -> Output:
        output: Output = self.currentData()
        return output


class RemovalBox(_Choice):
    """What taking a stroke away does to the orders of the others."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("What taking a stroke away does"),
            {"drop": self.tr("orders stay"), "compact": self.tr("orders close up")},
            self.tr(
                "Methods take strokes away to see what changes. The network also looks at which stroke was drawn "
                "when, so there are two ways:\n"
                "orders stay – the third stroke stays the third, whatever is taken away (drop).\n"
                "orders close up – strokes drawn later move up, as if it had never been drawn (compact)."
            ),
        )

    @property
    def removal(self) -> Removal:
        removal: Removal = self.currentData()
        return removal
