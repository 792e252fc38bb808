"""A combo box of categories that can be searched by typing any part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QWidget


class CategoryBox(QComboBox):
    """Chooses one of a list of names: by list, by keyboard, or by typing any part of the name in any case.

    Signals:
        category_changed: the chosen name, or "" while what is typed is no name of the list.
        category_edited: the same, but only when a person chose it.

    Attributes:
        edit: the field that is typed into.
    """

    category_changed = Signal(str)
    category_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key: dict[str, str] = {}
        self._last = ""
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(14)
        self.setAccessibleName(self.tr("Category"))
        edit = self.edit = QLineEdit(self)
        self.setLineEdit(edit)
        self.setCompleter(completer)
        edit.setPlaceholderText(self.tr("Category"))
        edit.editingFinished.connect(self._settle)
        self.currentTextChanged.connect(self._text_changed)
        completer.activated.connect(self._completed)
        self.textActivated.connect(self._completed)
        edit.textEdited.connect(lambda _: self.category_edited.emit(self.category() or ""))

    # What it offers ---------------------------------------------------------------------------------

    def set_categories(self, categories: Sequence[str]) -> None:
        """Offer these names. What was chosen stays chosen if it is still there."""
        if list(categories) == list(self._by_key.values()):
            return
        kept = self.category()
        self._by_key = {name.casefold(): name for name in categories}
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(categories))
            self.setCurrentIndex(-1)
        self.set_category(kept if kept in self._by_key.values() else None)

    def category(self) -> str | None:
        """The chosen name, or None while what is typed is no name of the list."""
        return self._by_key.get(self.currentText().strip().casefold())

    def set_category(self, name: str | None) -> None:
        """Choose `name`; None or an unknown name leaves nothing chosen."""
        known = self._by_key.get(name.casefold()) if name is not None else None
        with QSignalBlocker(self):
            self.setCurrentIndex(-1 if known is None else list(self._by_key.values()).index(known))
            self.setEditText(known or "")
        self.edit.setCursorPosition(0)
        self._text_changed()

    def matches(self, text: str) -> list[str]:
        """Names that contain `text` in any case."""
        part = text.strip().casefold()
        return [name for key, name in self._by_key.items() if part in key]

    # Typing -----------------------------------------------------------------------------------------

    def _text_changed(self, _text: str = "") -> None:
        name = self.category() or ""
        if name != self._last:
            self._last = name
            self.category_changed.emit(name)

    def _completed(self, text: str) -> None:
        self.set_category(text)
        self.category_edited.emit(self.category() or "")

    def _settle(self) -> None:
        """Done typing: an exact name takes its own spelling, the only match is taken, else the text stays."""
        text = self.currentText()
        name = self.category()
        if name is None and text.strip():
            found = self.matches(text)
            name = found[0] if len(found) == 1 else None
        if name is not None and name != text:
            self._completed(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first match of what is typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.category() is None:
            found = self.matches(self.currentText()) if self.currentText().strip() else []
            if found:
                self._completed(found[0])
                event.accept()
                return
        super().keyPressEvent(event)
