"""The filters above the grid: word, recognised, country; go to a line; shuffle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.drawing_metadata import Filter

_TYPING_PAUSE_MS = 250
_MOST_COMPLETIONS = 5000
_LARGEST_SEED = 999_999


@dataclass(frozen=True)
class BrowserQuery:
    """Which drawings to show, and in which order.

    Attributes:
        filter: which.
        seed: 0 or more to shuffle them with; None for the order of the file.
    """

    filter: Filter = Filter()  # noqa: RUF009 - frozen
    seed: int | None = None

    @property
    def shows_all(self) -> bool:
        """Nothing is left out and nothing is moved."""
        return self == BrowserQuery()


class FilterBar(QWidget):
    """The word, and behind a button, as the dock may be small, everything else.

    Signals:
        changed: a `BrowserQuery`, shortly after the last key.
        line_requested: a line number as people count.
    """

    changed = Signal(object)
    line_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = BrowserQuery()
        self._clearing = False
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self._words = QStringListModel(self)
        self._make_word()
        self._make_more()
        self._lay_out()

    def _make_word(self) -> None:
        self.word = QLineEdit(self)
        self.word.setPlaceholderText(self.tr("Filter by word"))
        self.word.setClearButtonEnabled(True)
        self.word.setMaxLength(200)
        self.word.setAccessibleName(self.tr("Filter by word"))
        self.word.setToolTip(self.tr("Show only drawings whose word contains this text"))
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.word.setCompleter(completer)
        self.word.textChanged.connect(self._timer.start)
        self.word.returnPressed.connect(self._tell)
        self.more = QToolButton(self)
        self.more.setText(self.tr("Filters"))
        self.more.setCheckable(True)
        self.more.setAccessibleName(self.tr("Show more filters"))
        self.more.setToolTip(self.tr("Filter by recognition or country, go to a line, shuffle"))
        self.more.toggled.connect(self._show_more)

    def _make_more(self) -> None:
        self.recognized = QComboBox(self)
        for text, value in (
            (self.tr("Any result"), None),
            (self.tr("Recognised"), True),
            (self.tr("Missed"), False),
        ):
            self.recognized.addItem(text, value)
        self.recognized.setAccessibleName(self.tr("Recognised by the game"))
        self.recognized.setToolTip(
            self.tr("Whether the game Quick, Draw! recognised the drawing or missed it, when it was made")
        )
        self.recognized.currentIndexChanged.connect(self._tell)
        self.country = QComboBox(self, editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self.country.addItem(self.tr("Anywhere"), "")
        self.country.setAccessibleName(self.tr("Country"))
        self.country.setToolTip(self.tr("Two-letter code of the country where it was drawn, such as DE or US"))
        self.country.editTextChanged.connect(self._timer.start)
        self.country.activated.connect(self._tell)
        self.line = QLineEdit(self)
        self.line.setValidator(QIntValidator(1, 2_000_000_000, self.line))
        self.line.setPlaceholderText(self.tr("Go to line"))
        self.line.setAccessibleName(self.tr("Go to line"))
        self.line.setToolTip(self.tr("Number of a line of the file, counted from 1; Enter goes there (Ctrl+G)"))
        self.line.returnPressed.connect(self._go)
        self.shuffle = QToolButton(self)
        self.shuffle.setText(self.tr("Shuffle"))
        self.shuffle.setProperty("compact", True)
        self.shuffle.setCheckable(True)
        self.shuffle.setAccessibleName(self.tr("Shuffle"))
        self.shuffle.setToolTip(self.tr("Show the drawings in random order"))
        self.shuffle.toggled.connect(self._shuffle)
        self.seed = QSpinBox(self)
        self.seed.setMaximum(_LARGEST_SEED)
        self.seed.setMinimumWidth(70)  # in a narrow dock the number may scroll
        self.seed.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.seed.setEnabled(False)
        self.seed.setAccessibleName(self.tr("Seed of the shuffle"))
        self.seed.setToolTip(self.tr("The same seed gives the same random order"))
        self.seed.valueChanged.connect(self._timer.start)
        self.country.setMinimumContentsLength(4)
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.country.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.country.setMinimumWidth(84)
        self.line.setMinimumWidth(44)
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _lay_out(self) -> None:
        self._panel = QWidget(self)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(0, 0, 0, 0)
        panel.setSpacing(4)
        panel.addLayout(_row(self.recognized, self.country, wide=self.country))
        panel.addLayout(_row(self.line, self.shuffle, self.seed, wide=self.line))
        self._panel.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(_row(self.word, self.more, wide=self.word))
        layout.addWidget(self._panel)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In the order in which the tab key visits them."""
        return (self.word, self.more, self.recognized, self.country, self.line, self.shuffle, self.seed)

    @property
    def query(self) -> BrowserQuery:
        """What the controls say now."""
        place = self.country.findText(self.country.currentText())
        country = self.country.itemData(place) if place >= 0 else self.country.currentText().strip()
        chosen = Filter(self.word.text().strip(), self.recognized.currentData(), country or None)
        return BrowserQuery(chosen, self.seed.value() if self.shuffle.isChecked() else None)

    def focus_line(self) -> None:
        """Let the user type a line number."""
        self.more.setChecked(True)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def focus_word(self) -> None:
        """Let the user type a word to filter by."""
        self.word.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.word.selectAll()

    def set_suggestions(self, words: Sequence[str], countries: Sequence[str]) -> None:
        """Words to complete and countries to choose from, as they occur in the file."""
        self._words.setStringList(sorted(words[:_MOST_COMPLETIONS], key=str.casefold))
        text = self.country.currentText()
        while self.country.count() > 1:
            self.country.removeItem(1)
        for code in sorted(countries):
            self.country.addItem(code, code)
        self.country.setEditText(text)

    def clear(self) -> None:
        """Show everything, in file order, for another file: this is not announced."""
        self._clearing = True
        self.word.clear()
        self.recognized.setCurrentIndex(0)
        self.country.setCurrentIndex(0)
        self.country.setEditText(self.country.itemText(0))
        self.shuffle.setChecked(False)
        self.line.clear()
        self._clearing = False
        self._told = self.query
        self._tell()

    def _show_more(self, shown: bool) -> None:
        self._panel.setVisible(shown)

    def _shuffle(self, on: bool) -> None:
        self.seed.setEnabled(on)
        self._tell()

    def _go(self) -> None:
        if self.line.hasAcceptableInput():
            self.line_requested.emit(int(self.line.text()))

    def _tell(self) -> None:
        self._timer.stop()
        if self._clearing:
            return
        query = self.query
        hidden = [query.filter.recognized is not None, bool(query.filter.country), query.seed is not None]
        # What is folded away must not be forgotten.
        self.more.setText(self.tr("Filters ({count})").format(count=sum(hidden)) if any(hidden) else self.tr("Filters"))
        if query != self._told:
            self._told = query
            self.changed.emit(query)


def _row(*widgets: QWidget, wide: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is wide else 0)
    return row
