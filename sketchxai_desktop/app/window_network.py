"""The toolbar's list of networks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox

#: Letters that are shown: in a narrow window and in a wide one.
_LETTERS = {False: 12, True: 19}
#: Pixels that the arrow, the edges and the padding of the style sheet take. Asking the style for them would have PySide
#: set up its 600 names while the window is waited for.
_ARROW_AND_EDGES = 26


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

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        room = self.width() - _ARROW_AND_EDGES
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
