from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from sketchxai_desktop.core.drawing_metadata import Filter, Problems
from sketchxai_desktop.widgets.browser_filters import BrowserQuery, FilterBar
from sketchxai_desktop.widgets.browser_problems import ProblemsDialog

Key = Qt.Key


@pytest.fixture
def bar(qtbot: Any) -> FilterBar:
    made = FilterBar()
    qtbot.addWidget(made)
    made.resize(192, 120)
    made.show()
    made.more.setChecked(True)
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def told(bar: FilterBar) -> list[BrowserQuery]:
    queries: list[BrowserQuery] = []
    bar.changed.connect(queries.append)
    return queries


def test_typing_a_word_is_told_once_after_a_pause(bar: FilterBar, told: list[BrowserQuery], qtbot: Any) -> None:
    qtbot.keyClicks(bar.word, " bicycle")
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [BrowserQuery(Filter(word="bicycle"))]
    assert not told[0].shows_all


def test_enter_does_not_wait(bar: FilterBar, told: list[BrowserQuery], qtbot: Any) -> None:
    qtbot.keyClicks(bar.word, "cat")
    qtbot.keyClick(bar.word, Key.Key_Return)
    assert told == [BrowserQuery(Filter(word="cat"))]
    qtbot.keyClick(bar.word, Key.Key_Return)
    assert len(told) == 1, "nothing has changed"
    bar.word.clear()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[-1].shows_all


@pytest.mark.parametrize(("steps", "value"), [(1, True), (2, False)])
def test_recognised(bar: FilterBar, told: list[BrowserQuery], qtbot: Any, steps: int, value: bool) -> None:
    for _ in range(steps):
        qtbot.keyClick(bar.recognized, Key.Key_Down)
    assert told[-1] == BrowserQuery(Filter(recognized=value))
    for _ in range(steps):
        qtbot.keyClick(bar.recognized, Key.Key_Up)
    assert told[-1].shows_all


def test_country_by_typing_and_by_choosing(bar: FilterBar, told: list[BrowserQuery], qtbot: Any) -> None:
    bar.set_suggestions(["cat"], ["US", "DE"])
    assert [bar.country.itemText(k) for k in range(bar.country.count())] == ["Anywhere", "DE", "US"]
    bar.country.lineEdit().selectAll()
    qtbot.keyClicks(bar.country, "fr")
    qtbot.keyClick(bar.country, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == BrowserQuery(Filter(country="fr"))
    bar.country.setCurrentIndex(1)
    qtbot.waitUntil(lambda: told[-1] == BrowserQuery(Filter(country="DE")))
    bar.set_suggestions(["cat"], ["US", "DE", "BR"])
    assert bar.query.filter.country == "DE", "what was chosen stays, though the list has changed"
    bar.country.setCurrentIndex(0)
    qtbot.waitUntil(lambda: told[-1].shows_all)


def test_shuffle_with_a_seed(bar: FilterBar, told: list[BrowserQuery], qtbot: Any) -> None:
    assert not bar.seed.isEnabled()
    qtbot.mouseClick(bar.shuffle, Qt.MouseButton.LeftButton)
    assert told == [BrowserQuery(Filter(), 0)]
    bar.seed.selectAll()
    qtbot.keyClicks(bar.seed, "42")
    qtbot.keyClick(bar.seed, Key.Key_Return)
    qtbot.waitUntil(lambda: told[-1].seed == 42)
    qtbot.mouseClick(bar.shuffle, Qt.MouseButton.LeftButton)
    assert told[-1].shows_all
    assert not bar.seed.isEnabled()


def test_folded_filters_are_counted_on_the_button(bar: FilterBar, qtbot: Any) -> None:
    assert bar.more.text() == "Filters"
    qtbot.mouseClick(bar.shuffle, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.recognized, Key.Key_Down)
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    assert not bar.recognized.isVisible()
    assert bar.more.text() == "Filters (2)"


def test_going_to_a_line(bar: FilterBar, qtbot: Any) -> None:
    bar.more.setChecked(False)
    lines: list[int] = []
    bar.line_requested.connect(lines.append)
    bar.focus_line()
    assert bar.line.isVisible()
    qtbot.waitUntil(bar.line.hasFocus)
    qtbot.keyClicks(bar.line, "x-1a2 0")
    assert bar.line.text() == "120", "nothing but digits can be typed"
    qtbot.keyClick(bar.line, Key.Key_Return)
    assert lines == [120]
    for text in ("", "0"):
        bar.line.clear()
        qtbot.keyClicks(bar.line, text)
        qtbot.keyClick(bar.line, Key.Key_Return)
    assert lines == [120]


def test_clearing_says_nothing(bar: FilterBar, told: list[BrowserQuery], qtbot: Any) -> None:
    qtbot.keyClicks(bar.word, "cat")
    qtbot.keyClick(bar.recognized, Key.Key_Down)
    qtbot.mouseClick(bar.shuffle, Qt.MouseButton.LeftButton)
    bar.country.setCurrentText("DE")
    qtbot.waitUntil(lambda: told[-1].filter.country == "DE")
    count = len(told)
    bar.clear()
    with qtbot.assertNotEmitted(bar.changed, wait=350):
        pass
    assert len(told) == count
    assert bar.query.shows_all
    assert bar.more.text() == "Filters"
    qtbot.keyClicks(bar.word, "dog")
    qtbot.keyClick(bar.word, Key.Key_Return)
    assert told[-1] == BrowserQuery(Filter(word="dog"))


def test_every_control_can_be_named_reached_and_fits(bar: FilterBar) -> None:
    for control in (bar.word, bar.more, bar.recognized, bar.country, bar.line, bar.shuffle, bar.seed):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.geometry().right() <= bar.width()
        assert control.width() >= control.minimumSizeHint().width() or control in (bar.line, bar.seed)


def test_words_complete_anywhere_and_in_any_case(bar: FilterBar, qtbot: Any) -> None:
    bar.set_suggestions(["ice cream", "Cat"], [])
    completer = bar.word.completer()
    completer.setCompletionPrefix("CREAM")
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "ice cream"


@pytest.fixture
def dialog(qtbot: Any) -> ProblemsDialog:
    made = ProblemsDialog()
    qtbot.addWidget(made)
    made.set_problems(Problems(2000, ((4, "the line is cut off"), (1200, "stroke 1 has no points")), 10_000))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_problems_are_listed_and_counted(dialog: ProblemsDialog) -> None:
    assert "2,000 of 10,000 lines" in dialog._summary.text()
    assert "first 2 are listed" in dialog._summary.text()
    assert dialog._list.topLevelItem(1).text(0) == "1,200"
    dialog.set_problems(Problems(1, ((7, "x"),), 7))
    assert dialog._list.topLevelItemCount() == 1
    assert "listed" not in dialog._summary.text()


def test_problems_can_be_copied(dialog: ProblemsDialog, qtbot: Any) -> None:
    qtbot.mouseClick(dialog._copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "4\tthe line is cut off\n1200\tstroke 1 has no points"
    dialog._list.setFocus()
    dialog._list.topLevelItem(1).setSelected(True)
    dialog._list.topLevelItem(0).setSelected(False)
    qtbot.keyClick(dialog._list, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1200\tstroke 1 has no points"


def test_a_problem_leads_to_its_line(dialog: ProblemsDialog, qtbot: Any) -> None:
    lines: list[int] = []
    dialog.line_requested.connect(lines.append)
    place = dialog._list.visualItemRect(dialog._list.topLevelItem(1)).center()
    qtbot.mouseClick(dialog._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(dialog._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert lines == [1200]
    qtbot.keyClick(dialog._list, Key.Key_Return)
    assert lines == [1200, 1200]
