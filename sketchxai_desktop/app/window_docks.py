"""The window's panels: their title bars, and switches that fold a whole side away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QFont, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QMainWindow, QScrollArea, QToolButton, QWidget

from sketchxai_desktop.widgets.common_viewport import own_viewport


class Title(QWidget):
    """The name of a panel, and a button that folds it away."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        name = QLabel(dock.windowTitle())
        font = QFont(name.font())
        font.setWeight(QFont.Weight.DemiBold)
        name.setFont(font)
        self.hide_button = QToolButton()
        self.hide_button.setText("\N{MULTIPLICATION SIGN}")
        self.hide_button.setProperty("compact", True)
        self.hide_button.setToolTip(self.tr("Hide this panel; the View menu and the buttons above show it again"))
        self.hide_button.setAccessibleName(self.tr("Hide “{}”").format(dock.windowTitle()))
        self.hide_button.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.setSpacing(4)
        row.addWidget(name, 1)
        row.addWidget(self.hide_button)


class Grip(QWidget):
    """In place of a title: just enough to drag the panel by."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(self.tr("Drag this edge to move the panel; View shows and hides panels"))

    def sizeHint(self) -> QSize:
        return QSize(20, 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Titles(QObject):
    """Gives every panel its title; panels behind one another have tabs with their names, and need none."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._both: dict[QDockWidget, tuple[Title, Grip]] = {}

    def add(self, dock: QDockWidget) -> None:
        title, grip = Title(dock), Grip(dock)
        grip.hide()
        self._both[dock] = title, grip
        dock.setTitleBarWidget(title)
        dock.dockLocationChanged.connect(self.fit)
        dock.visibilityChanged.connect(self.fit)

    def fit(self, _: object = None) -> None:
        """Look which panels have tabs now."""
        for dock, (title, grip) in self._both.items():
            joined = not dock.isHidden() and any(not d.isHidden() for d in self._window.tabifiedDockWidgets(dock))
            wanted = grip if joined else title
            if dock.titleBarWidget() in (title, grip) and dock.titleBarWidget() is not wanted:
                dock.setTitleBarWidget(wanted)
                wanted.show()


class SideSwitch(QObject):
    """One switch for all panels of a side: whoever folds it away gets the room for the canvas.

    Args:
        action: a command that can be checked; it is while one of `docks` is shown.
        docks: of that side.
        usual: those that are shown when none was hidden by this switch; the first comes to the front.
    """

    def __init__(self, action: QAction, docks: Sequence[QDockWidget], usual: Sequence[QDockWidget]) -> None:
        super().__init__(action)
        self._action, self._docks, self._usual, self._following = action, docks, usual, False
        self._hidden: list[QDockWidget] = []
        action.toggled.connect(self._toggled)
        for dock in docks:
            dock.toggleViewAction().toggled.connect(self._follow)
            dock.visibilityChanged.connect(self._follow)
        self._follow()

    def _toggled(self, on: bool) -> None:
        if self._following:
            return
        with self._quietly():
            if on:
                wanted = self._hidden or [*self._usual]
            else:
                wanted = self._hidden = [dock for dock in self._docks if not dock.isHidden()]
            for dock in wanted:
                dock.setVisible(on)
            if on:
                wanted[0].raise_()
                self._hidden = []

    def _follow(self, _: object = None) -> None:
        # Not `isVisible`: while the whole window is hidden, its panels are not meant to be.
        if not self._following:
            with self._quietly():
                self._action.setChecked(any(not dock.isHidden() for dock in self._docks))

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._following = True
        try:
            yield
        finally:
            self._following = False


class Tall(QScrollArea):
    """Scrolls what is higher than its place, and asks for no more than `least` pixels of height."""

    def __init__(self, inside: QWidget, least: int) -> None:
        super().__init__()
        own_viewport(self)
        self._inside, self._least, self._low = inside, least, False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        inside = self._inside.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width() if self._low else 0
        return QSize(inside.width() + bar, min(inside.height(), self._least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < self._inside.minimumSizeHint().height()
        if low != self._low:
            self._low = low
            self.updateGeometry()
