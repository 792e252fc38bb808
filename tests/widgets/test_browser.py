from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from sketchxai_desktop.core.drawing_metadata import Filter, Metadata, Problems
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.browser import BrowserQuery, SketchBrowser

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def drawn(k: int) -> Sketch:
    return Sketch((Stroke(np.array([(0.0, 0.0), (200.0, 20.0 + k % 90), (9.0, 120.0)])),), word=f"word {k}")


def network(*categories: str) -> CheckpointSummary:
    return CheckpointSummary("tiny", "tiny.safetensors", "own", categories, 1, 96, 2, 4, 50, True, "0" * 64)


class Controller:
    """Answers a browser's requests as the window does, and writes them down."""

    def __init__(self, browser: SketchBrowser, bad: Mapping[int, str] | None = None) -> None:
        self.browser, self.bad = browser, bad or {}
        self.rows: list[list[int]] = []
        self.predictions: list[list[int]] = []
        self.chosen: list[int] = []
        self.answers = True
        browser.rows_wanted.connect(self.load)
        browser.predictions_wanted.connect(self.predict)
        browser.sketch_chosen.connect(self.chosen.append)

    def load(self, indices: Any) -> None:
        assert indices.dtype == np.int64
        self.rows.append(indices.tolist())
        if self.answers:
            self.browser.set_sketches({i: self.bad.get(i) or drawn(i) for i in self.rows[-1]})

    def predict(self, sketches: Any) -> None:
        self.predictions.append(list(sketches))
        assert all(isinstance(s, Sketch) for s in sketches.values())
        if self.answers:
            self.browser.set_predictions({i: (f"word {i - i % 2}", 0.75) for i in sketches})


@pytest.fixture
def browser(session: Session, qtbot: Any) -> SketchBrowser:
    made = SketchBrowser(session)
    qtbot.addWidget(made)
    made.resize(200, 460)
    made.show()
    qtbot.waitExposed(made)
    return made


def visible(browser: SketchBrowser) -> list[int]:
    return [browser.model.drawing(r) for r in browser.grid.visible_rows()]


def painted(browser: SketchBrowser) -> bool:
    """Everything in view has arrived."""
    return all(
        isinstance(browser.model.entry(d), str) or browser._thumbnails.pixmap(d) is not None for d in visible(browser)
    )


def click(qtbot: Any, browser: SketchBrowser, row: int) -> None:
    place = browser.grid.visualRect(browser.model.index(row, 0)).center()
    qtbot.mouseClick(browser.grid.viewport(), LEFT, pos=place)


def test_without_a_file_it_says_what_to_do(browser: SketchBrowser, qtbot: Any) -> None:
    assert browser.grid._empty_text == "Open a .ndjson file or drop one here"
    assert browser.status.text == ""
    assert not browser.status.button.isVisible()
    with qtbot.waitSignal(browser.open_requested):
        qtbot.mouseClick(browser.open_button, LEFT)


def test_what_is_in_view_is_asked_for_once_and_shown(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser)
    browser.set_source("cats.ndjson", 1000, True)
    qtbot.waitUntil(lambda: painted(browser))
    assert controller.rows == [visible(browser)]
    assert browser.status.text == "1,000 drawings"
    with qtbot.assertNotEmitted(browser.rows_wanted, wait=80):
        browser.grid.viewport().update()


def test_scrolling_asks_only_for_what_comes_into_view(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser)
    browser.set_source("cats.ndjson", 1_000_000, True)
    qtbot.waitUntil(lambda: painted(browser))
    bar = browser.grid.verticalScrollBar()
    for share in np.linspace(0, 1, 200):
        bar.setValue(round(share * bar.maximum()))
    qtbot.waitUntil(lambda: painted(browser))
    assert visible(browser)[-1] == 999_999
    assert sum(map(len, controller.rows)) < 200, "what flew by was not asked for"


def test_a_million_rows_are_there_at_once(browser: SketchBrowser, qtbot: Any) -> None:
    _controller = Controller(browser)
    started = time.perf_counter()
    browser.set_source("all.ndjson", 1_000_000, True)
    browser.set_rows(np.random.default_rng(1).permutation(1_000_000))
    browser.set_rows(None)
    qtbot.waitUntil(lambda: painted(browser))
    assert browser.select_index(777_777)
    qtbot.waitUntil(lambda: painted(browser))
    assert time.perf_counter() - started < 3.0
    assert 777_777 in visible(browser)


def test_a_request_replaces_the_one_before(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser)
    controller.answers = False
    browser.set_source("cats.ndjson", 1000, True)
    qtbot.waitUntil(lambda: len(controller.rows) == 1)
    browser.select_index(500)
    qtbot.waitUntil(lambda: len(controller.rows) == 2)
    browser.select_index(0)
    qtbot.waitUntil(lambda: len(controller.rows) == 3)
    assert controller.rows[2] == controller.rows[0], "it was never answered, so it is asked for again"
    browser.set_sketches({controller.rows[2][0]: drawn(0)})
    with qtbot.assertNotEmitted(browser.rows_wanted, wait=80):
        pass


def test_growing_while_the_file_is_indexed(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser)
    browser.set_source("cats.ndjson", 3, False)
    assert browser.status.text == "3 drawings so far"
    qtbot.waitUntil(lambda: controller.rows == [[0, 1, 2]])
    browser.set_count(50, False)
    qtbot.waitUntil(lambda: len(controller.rows) == 2)
    assert controller.rows[1][0] == 3, "those that are there are not asked for again"
    browser.set_count(4120, True, damage="the file is cut off")
    assert browser.status.text == "4,120 drawings. The file is cut off"


def test_bad_lines_are_muted_cells_that_say_why(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser, bad={1: "stroke 2 has no points"})
    browser.set_source("cats.ndjson", 20, True)
    qtbot.waitUntil(lambda: painted(browser))
    place = browser.grid.visualRect(browser.model.index(1, 0)).center()
    viewport = browser.grid.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place)))
    assert "Line 2 is no drawing: stroke 2 has no points." in QToolTip.text()
    QToolTip.hideText()
    assert browser.status.text == "20 drawings, at least 1 skipped"
    click(qtbot, browser, 1)
    assert controller.chosen == []
    assert "stroke 2 has no points" in browser.status.text
    qtbot.keyClick(browser.grid, Key.Key_Return)
    assert controller.chosen == []


def test_choosing_by_click_by_keys_and_one_after_another(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser, bad={4: "cut off"})
    browser.set_source("cats.ndjson", 7, True)
    qtbot.waitUntil(lambda: painted(browser))
    click(qtbot, browser, 2)
    qtbot.keyClick(browser.grid, Key.Key_Right)
    assert controller.chosen == [2], "moving opens nothing"
    qtbot.keyClick(browser.grid, Key.Key_Return)
    browser.choose_next()
    assert browser.current_index() == 5
    browser.choose_next()
    browser.choose_next()
    browser.choose_previous()
    browser.choose_previous()
    assert controller.chosen == [2, 3, 5, 6, 5, 3]
    browser.set_rows([6, 0])
    browser.choose_next()
    browser.choose_next()
    browser.choose_next()
    assert controller.chosen[6:] == [6, 0]


def test_choosing_in_nothing_does_nothing(browser: SketchBrowser) -> None:
    controller = Controller(browser)
    browser.choose_next()
    browser.choose_previous()
    assert not browser.select_index(0)
    assert controller.chosen == []


def test_filters_ask_and_rows_answer(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser)
    browser.set_source("cats.ndjson", 4120, True)
    browser.select_index(4000)
    with qtbot.waitSignal(browser.filter_changed) as changed:
        qtbot.keyClicks(browser.filters.word, "bicycle")
    assert changed.args == [BrowserQuery(Filter(word="bicycle"))]
    browser.set_rows(np.array([17, 4000]))
    assert browser.status.text == "2 of 4,120 shown"
    assert browser.current_index() == 4000, "the cursor stays on its drawing"
    qtbot.waitUntil(lambda: 17 in controller.rows[-1])
    browser.set_rows([])
    assert browser.status.text == "0 of 4,120 shown"
    assert browser.grid._empty_text == "No drawing matches the filters"
    browser.set_rows(None)
    assert browser.status.text == "4,120 drawings"


def test_another_file_forgets_the_last_one(browser: SketchBrowser, session: Session, qtbot: Any) -> None:
    controller = Controller(browser, bad={0: "bad"})
    session.set_checkpoint(network("word 2"))
    browser.set_source("cats.ndjson", 20, True)
    browser.filters.word.setText("cat")
    browser.set_rows([0, 1, 2])
    browser.set_problems(Problems(1, ((1, "bad"),), 20))
    qtbot.waitUntil(lambda: bool(controller.predictions) and painted(browser))
    browser.set_progress(0.5, "Checking")
    controller.answers = False
    browser.set_source("dogs.ndjson", 9, True)
    assert browser.model.rowCount() == 9
    assert browser.model.entry(1) is None
    assert browser.model.prediction(1) is None
    assert browser.filters.query.shows_all
    assert browser.status.text == "9 drawings"
    assert browser.current_index() is None
    assert not browser._progress.isVisible()
    qtbot.waitUntil(lambda: 8 in controller.rows[-1] or len(controller.rows[-1]) >= 6)


def test_a_network_is_asked_about_what_is_in_view(browser: SketchBrowser, session: Session, qtbot: Any) -> None:
    controller = Controller(browser)
    browser.set_source("cats.ndjson", 1000, True)
    qtbot.waitUntil(lambda: painted(browser))
    assert controller.predictions == [], "there is no network yet"
    session.set_checkpoint(network(*(f"word {k}" for k in range(1000))))
    qtbot.waitUntil(lambda: len(controller.predictions) == 1)
    assert controller.predictions[0] == visible(browser)
    assert [browser.model.is_right(d) for d in (0, 1)] == [True, False]
    assert "Right: the network says word 0, 75.0%" in browser.model.description(0)
    assert "Wrong: the network says word 0, 75.0%" in browser.model.description(1)
    controller.answers = False
    session.set_checkpoint(network("word 5"))
    assert browser.model.prediction(0) is None, "another network has said nothing yet"
    qtbot.waitUntil(lambda: len(controller.predictions) == 2)
    session.set_checkpoint(None)
    browser.set_predictions({0: ("stale", 1.0)})
    assert browser.model.prediction(0) is None
    with qtbot.assertNotEmitted(browser.predictions_wanted, wait=80):
        pass


def test_going_to_a_line(browser: SketchBrowser, qtbot: Any) -> None:
    _controller = Controller(browser)
    browser.set_source("cats.ndjson", 1000, True)
    browser.grid.setFocus()
    qtbot.keyClick(browser.grid, Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(browser.filters.line.hasFocus)
    qtbot.keyClicks(browser.filters.line, "502")
    with qtbot.waitSignal(browser.line_requested) as wanted:
        qtbot.keyClick(browser.filters.line, Key.Key_Return)
    assert wanted.args == [502]
    browser.show_line(502, 500)
    assert browser.current_index() == 500
    assert 500 in visible(browser)
    assert browser.grid.hasFocus()
    browser.show_line(9999, None)
    assert browser.status.text == "There is no drawing on line 9,999."
    browser.set_rows([1, 2])
    browser.show_line(502, 500)
    assert browser.status.text == "Line 502 is hidden by the filters."


def test_line_numbers_are_those_of_the_file(browser: SketchBrowser) -> None:
    browser.set_source("cats.ndjson", 10, True)
    browser.set_sketches({3: drawn(3)}, {3: 8})
    assert browser.model.description(3).startswith("Line 8: ")


def test_problems_are_looked_for_on_request_and_then_shown(browser: SketchBrowser, qtbot: Any) -> None:
    browser.set_source("cats.ndjson", 4120, True)
    button = browser.status.button
    assert (button.text(), button.isVisible()) == ("Check lines", True)
    with qtbot.waitSignal(browser.problems_wanted):
        qtbot.mouseClick(button, LEFT)
    assert browser._problems_dialog is None
    browser.set_problems(Problems(0, (), 2000))
    assert browser._problems_dialog is None
    browser.set_problems(Problems(3, ((7, "cut off"), (8, "cut off"), (9, "cut off")), 4120))
    dialog = browser._problems_dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert browser.status.text == "4,120 drawings, 3 lines skipped"
    assert button.text() == "Problems…"
    dialog.close()
    with qtbot.assertNotEmitted(browser.problems_wanted):
        qtbot.mouseClick(button, LEFT)
    assert dialog.isVisible()
    with qtbot.waitSignal(browser.line_requested):
        dialog._list.activated.emit(dialog._list.model().index(1, 1))
    browser.clear()
    assert not dialog.isVisible()


def test_problems_that_nobody_asked_for_open_nothing(browser: SketchBrowser) -> None:
    browser.set_source("cats.ndjson", 10, True)
    browser.set_problems(Problems(1, ((7, "cut off"),), 10))
    assert browser._problems_dialog is None
    assert browser.status.text == "10 drawings, 1 line skipped"
    browser.set_problems(Problems(0, (), 10))
    assert browser.status.text == "10 drawings, none skipped"
    assert not browser.status.button.isVisible()


def test_progress(browser: SketchBrowser) -> None:
    height = browser.grid.height()
    browser.set_progress(0.25, "Indexing cats.ndjson")
    assert browser._progress.isVisible()
    assert browser._progress.value() == 250
    assert browser._progress.accessibleName() == "Indexing cats.ndjson"
    assert browser.grid.height() == height, "nothing jumps"
    browser.set_progress(None)
    assert not browser._progress.isVisible()


def test_the_context_menu_opens_and_copies(browser: SketchBrowser, qtbot: Any) -> None:
    controller = Controller(browser, bad={1: "cut off"})
    browser.set_source("cats.ndjson", 10, True)
    qtbot.waitUntil(lambda: painted(browser))
    copied: list[int] = []
    browser.copy_line.connect(copied.append)
    browser.set_rows([9, 1])
    qtbot.waitUntil(lambda: painted(browser))
    for row in (0, 1):
        spot = browser.grid.visualRect(browser.model.index(row, 0)).center()
        place = browser.grid.viewport().mapToGlobal(spot)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place)
        QApplication.sendEvent(browser.grid.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        opening, copying = menu.actions()
        assert opening.isEnabled() is (row == 0)
        opening.trigger()
        copying.trigger()
        menu.close()
    assert copied == [9, 1]
    assert controller.chosen == [9]


def test_words_and_countries_of_the_file_are_offered(browser: SketchBrowser) -> None:
    codes = np.zeros(1, np.int32)
    browser.set_metadata(Metadata(("cat",), codes, ("FR",), codes, np.ones(1, np.int8)))
    assert browser.filters.country.findText("FR") == 1
    browser.set_source("other", 1, True)
    assert browser.filters.country.findText("FR") == -1


def test_the_cursor_is_described_for_screen_readers(browser: SketchBrowser, qtbot: Any) -> None:
    _controller = Controller(browser)
    browser.set_source("cats.ndjson", 10, True)
    qtbot.waitUntil(lambda: painted(browser))
    qtbot.keyClick(browser.grid, Key.Key_Down)
    assert browser.grid.accessibleName() == "Drawings"
    assert browser.grid.accessibleDescription() == "Line 1: word 0"


def test_everything_is_reached_by_tab(browser: SketchBrowser, qtbot: Any) -> None:
    browser.set_source("cats.ndjson", 10, True)
    browser.open_button.setFocus()
    seen = []
    for _ in range(5):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    bar = browser.filters
    assert seen == [browser.open_button, bar.word, bar.more, browser.grid, browser.status.button]


def test_it_fits_a_narrow_dock(browser: SketchBrowser, qtbot: Any) -> None:
    browser.set_source("a file with a very long name that does not fit.ndjson", 1_000_000, True)
    browser.filters.more.setChecked(True)
    browser.set_problems(Problems(123_456, (), 1_000_000))
    browser.resize(200, 330)
    qtbot.waitUntil(lambda: browser.width() == 200)
    assert browser.layout().minimumSize().width() <= 200
    assert browser.grid.columns == 2
    assert browser.grid.height() >= browser.grid.cell_height // 2
    assert browser._title_label.geometry().right() <= 200
    assert "very long name" in browser._title_label.toolTip()


def test_both_themes_and_scales(browser: SketchBrowser, theme: Theme, qtbot: Any) -> None:
    _controller = Controller(browser)
    browser.set_source("cats.ndjson", 10, True)
    browser.set_theme(theme)
    qtbot.waitUntil(lambda: painted(browser))
    image = browser.grid.viewport().grab().toImage()
    page = browser.grid.visualRect(browser.model.index(0, 0)).topLeft() + QPoint(8, 8)
    assert image.pixelColor(image.width() - 1, image.height() - 1).getRgb()[:3] in (theme.surface, theme.background)
    ratio = image.devicePixelRatio()
    assert image.pixelColor(round(page.x() * ratio), round(page.y() * ratio)).getRgb()[:3] == theme.background
