"""The list of methods by family, with check marks."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_state import AT_FIRST


class MethodMenu(QMenu):
    """Stays open while methods are checked.

    Signals:
        chosen_changed: other methods are checked.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        families = {
            "perturbation": self.tr("Perturbation: strokes are taken away"),
            "saliency": self.tr("Saliency: slopes of the output"),
            "attention": self.tr("Attention: who looks at whom"),
            "inversion": self.tr("Inversion: strokes are moved"),
            "control": self.tr("Control"),
        }
        self._actions: dict[str, QAction] = {}
        for family, title in families.items():
            self.addSection(title)
            for method in METHODS.values():
                if method.family == family:
                    action = QAction(shown(method.title), self)
                    action.setCheckable(True)
                    action.setChecked(method.name in AT_FIRST)
                    action.setToolTip(shown(method.sentence))
                    action.toggled.connect(lambda _: self.chosen_changed.emit())
                    self.addAction(action)
                    self._actions[method.name] = action
        self.addSeparator()
        for text, on in ((self.tr("Check All"), True), (self.tr("Check None"), False)):
            action = QAction(text, self)
            action.triggered.connect(lambda _=False, on=on: self.choose(METHODS if on else ()))
            self.addAction(action)

    @property
    def chosen(self) -> list[str]:
        """Names of the checked methods, by family."""
        return [name for name, action in self._actions.items() if action.isChecked()]

    def choose(self, names: Collection[str]) -> None:
        """Check these and no others."""
        self.blockSignals(True)
        for name, action in self._actions.items():
            action.setChecked(name in names)
        self.blockSignals(False)
        self.chosen_changed.emit()

    def _toggle(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or action.isSeparator():
            return False
        action.trigger()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._toggle(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() != " " or not self._toggle(self.activeAction()):
            super().keyPressEvent(event)
