"""What is this? A field for a category, known or new, and the dialog that asks it of the sketch on the canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

#: The longest word that is taken.
_LONGEST = 60


class WordBox(QComboBox):
    """Any word, with those that are known to choose from.

    Signals:
        word_changed: what is typed or chosen, without blanks around it. entered: Enter was pressed.
    """

    word_changed = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        edit = self.edit = QLineEdit(self)
        edit.setMaxLength(_LONGEST)
        edit.setPlaceholderText(self.tr("Category"))
        self.setEditable(True)
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Category"))
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.editTextChanged.connect(lambda _: self.word_changed.emit(self.word))

    def set_words(self, words: Sequence[str]) -> None:
        """Offer these; what is typed stays."""
        if list(words) == self._words:
            return
        kept = self.currentText()
        self._words = list(words)
        with QSignalBlocker(self):
            self.clear()
            self.addItems(self._words)
            self.setCurrentIndex(-1)
            self.setEditText(kept)

    @property
    def word(self) -> str:
        """What is typed or chosen; a known word in its own spelling; "" for nothing."""
        text = " ".join(self.currentText().split())
        return next((word for word in self._words if word.casefold() == text.casefold()), text)

    def set_word(self, word: str) -> None:
        self.setEditText(word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class WordDialog(QDialog):
    """Asks what the sketch on the canvas shows.

    Signals:
        word_given: the word, "" for none.
    """

    word_given = Signal(str)

    def __init__(self, words: Sequence[str], word: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("This Is a…"))
        self._known = {w.casefold() for w in words}
        self.box = WordBox()
        self.box.set_words(words)
        self.box.set_word(word or "")
        self.box.edit.selectAll()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        label = QLabel(self.tr("&What does the sketch show?"))
        label.setBuddy(self.box)
        layout.addWidget(label)
        layout.addWidget(self.box)
        layout.addWidget(self.note)
        layout.addWidget(buttons)
        self.setMinimumWidth(340)
        self.box.word_changed.connect(self._say)
        self.box.entered.connect(self.accept)
        self._say(self.box.word)
        self.box.setFocus()

    def accept(self) -> None:
        self.word_given.emit(self.box.word)
        super().accept()

    def _say(self, word: str) -> None:
        if not word:
            self.note.setText(self.tr("Nothing: the sketch has no word then."))
        elif self._known and word.casefold() not in self._known:
            self.note.setText(self.tr("The network does not know this category; it can be trained on your sketches."))
        else:
            self.note.setText("")
