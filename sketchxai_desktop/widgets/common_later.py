"""A place in the window for a part that is made after the window was painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

Part = TypeVar("Part", bound=QWidget)


class Later(QWidget, Generic[Part]):
    """Keeps the place of a widget that is costly to make, such as a chart, until somebody asks for it.

    Args:
        make: called once, at the first call of `get`.
        smallest, usual: sizes (px) that the place asks for while it is empty.
    """

    def __init__(self, make: Callable[[], Part], *, smallest: QSize, usual: QSize) -> None:
        super().__init__()
        self._make = make
        self._smallest, self._usual = smallest, usual
        self.part: Part | None = None  # None until it was made
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def get(self) -> Part:
        """The part, which is made now if it was not."""
        if self.part is None:
            self.part = part = self._make()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(part)
            part.show()  # left to the layout, it would come up at some later turn of the event loop
            layout.activate()
            self._put_into_tab_order(part)
        return self.part

    def _put_into_tab_order(self, part: QWidget) -> None:
        """Tab comes to the part where its place is, not after everything that was there before it."""
        inside, widget = [], part.nextInFocusChain()
        while widget is not None and part.isAncestorOf(widget):
            inside.append(widget)
            widget = widget.nextInFocusChain()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt overlooks what cannot have the focus
        last: QWidget = self
        for widget in (part, *inside):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                QWidget.setTabOrder(last, widget)
                last = widget
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return self._usual if self.part is None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._smallest if self.part is None else super().minimumSizeHint()
