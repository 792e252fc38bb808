"""Which view is shown: a button for each, in as many rows as the width asks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget


class Segments(QWidget):
    """Buttons of which one is down. Left and right go to the neighbours.

    Signals:
        chosen: the name of the view.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._names: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 2, 6, 4)
        self._grid.setSpacing(1)
        self._extra: list[QToolButton] = []
        self._columns = 0
        self.setAccessibleName(self.tr("What to show"))
        self._group.idClicked.connect(lambda k: self.chosen.emit(self._names[k]))

    def add(self, name: str, text: str, tip: str) -> None:
        """One more, the first is down."""
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setProperty("compact", True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setChecked(not self._names)
        button.installEventFilter(self)
        self._group.addButton(button, len(self._names))
        self._names.append(name)
        self._columns = 0
        self._arrange()

    def add_extra(self, button: QToolButton) -> None:
        """A button of another kind that takes the last place."""
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._extra.append(button)
        self._columns = 0
        self._arrange()

    @property
    def current(self) -> str:
        return self._names[self._group.checkedId()]

    def choose(self, name: str) -> None:
        """Push a button."""
        button = self._group.button(self._names.index(name))
        if not button.isChecked():
            button.setChecked(True)
            self.chosen.emit(name)

    def _arrange(self) -> None:
        buttons = [*self._group.buttons(), *self._extra]
        widths, room = [b.sizeHint().width() + 1 for b in buttons], self.width() - 12
        rows = 1
        while rows < len(buttons):
            columns = -(-len(buttons) // rows)
            if sum(max(widths[k::columns]) for k in range(columns)) <= room:
                break
            rows += 1
        columns = -(-len(buttons) // rows)
        if columns != self._columns:
            self._columns = columns
            for k, button in enumerate(buttons):
                self._grid.addWidget(button, *divmod(k, columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys on a button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            if step:
                following = (self._group.checkedId() + step) % len(self._names)
                self._group.button(following).setFocus(Qt.FocusReason.TabFocusReason)
                self.choose(self._names[following])
                return True
        return super().eventFilter(watched, event)
