"""The action registry: every command once, behind menus, toolbar, shortcuts and the command palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.app.icons import icon
from sketchxai_desktop.rendering.palette import LIGHT, Theme


@dataclass
class Command:
    """One thing the user can do.

    Attributes:
        name: stable identifier, "edit.undo"; the part before the dot is its menu.
        action: the QAction that menus, toolbar and shortcuts share.
        title: its words for a list of all commands; `text` may say more at times, as "Undo Draw Stroke".
        icon_name: file in resources/icons, or "".
        why_not: returns the reason why it is off now, or None when it is on.
    """

    name: str
    action: QAction
    title: str
    icon_name: str = ""
    why_not: Callable[[], str | None] = lambda: None

    @property
    def text(self) -> str:
        return self.action.text().replace("&", "").removesuffix("…")

    def refresh(self) -> None:
        reason = self.why_not()
        self.action.setEnabled(reason is None)


class ActionRegistry(QObject):
    """All commands by name, in the order they were added."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._theme = LIGHT
        self._plain: list[Command] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._paint_one)

    def add(
        self,
        name: str,
        text: str,
        slot: Callable[..., object],
        *,
        shortcut: str | QKeySequence.StandardKey | list[str] | None = None,
        icon_name: str = "",
        tip: str = "",
        checked: bool | None = None,
        why_not: Callable[[], str | None] = lambda: None,
    ) -> QAction:
        """Make a command. `checked`: its first state if it is a switch (then `slot` receives the new state)."""
        action = QAction(text, self.parent())
        if isinstance(shortcut, list):
            action.setShortcuts([QKeySequence(s) for s in shortcut])
        elif shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "").removesuffix("…")
        action.setToolTip(f"{tip or plain} ({keys})" if keys else tip or plain)
        action.setStatusTip(tip)
        if checked is None:
            action.triggered.connect(lambda _=False: slot())
        else:
            action.setCheckable(True)
            action.setChecked(checked)
            action.toggled.connect(slot)
        self._commands[name] = Command(name, action, plain, icon_name, why_not)
        return action

    def __getitem__(self, name: str) -> QAction:
        return self._commands[name].action

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def actions(self, *names: str) -> list[QAction]:
        return [self[name] for name in names]

    def refresh(self) -> None:
        """Turn every command on or off by its `why_not`."""
        for command in self:
            command.refresh()

    def why_off(self, keys: QKeySequence) -> str | None:
        """What to say to somebody who pressed `keys` of a command that is off; None: they are of none."""
        for command in self:
            if not command.action.isEnabled() and keys in command.action.shortcuts():
                reason = command.why_not()
                return None if reason is None else f"{command.title}: {reason}."
        return None

    def set_theme(self, theme: Theme, *shown: QWidget) -> None:
        """Paint the icons: those of what is `shown` now, the others one per turn of the event loop."""
        first = {action for widget in shown for action in widget.actions()}
        iconed = [command for command in self if command.icon_name]
        self._theme, self._plain = theme, [command for command in iconed if command.action not in first]
        for command in iconed:
            if command.action in first:
                command.action.setIcon(icon(command.icon_name, theme))
        self._timer.start()

    def end(self) -> None:
        """Paint no more."""
        self._timer.stop()

    def _paint_one(self) -> None:
        if self._plain:
            command = self._plain.pop()
            command.action.setIcon(icon(command.icon_name, self._theme))
            self._timer.start()
