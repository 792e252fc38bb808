"""The toolbar's list of networks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

#: Letters that are shown: in a narrow window and in a wide one.
_LETTERS = {False: 12, True: 19}


class NetworkBox(QComboBox):
    """Shortens a name that is too long for it; the tool tip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Network"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_roomy(True)
        self.currentTextChanged.connect(self._say)
        self._say("")

    def set_roomy(self, roomy: bool) -> None:
        self.setMinimumContentsLength(_LETTERS[roomy])

    def _say(self, shown: str) -> None:
        self.setToolTip(f"{shown}\n{self.tr('The network that looks at the sketch')}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        room = place.width() - 4
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
