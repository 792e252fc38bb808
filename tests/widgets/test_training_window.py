"""The window Train on My Sketches, and the dialog that asks what the sketch on the canvas shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.palette import LIGHT, THEMES
from sketchxai_desktop.widgets.training_state import Drawing, TrainedFacts, TrainingAsked
from sketchxai_desktop.widgets.training_window import TrainingWindow
from sketchxai_desktop.widgets.training_words import WordBox, WordDialog


@dataclass(frozen=True)
class Progress:
    step: int
    steps: int
    loss: float | None
    accuracy: float | None


def drawing(number: int, word: str | None, source: str = "a.ndjson") -> Drawing:
    points = np.random.default_rng(number).uniform(0, 255, (6, 2))
    return Drawing(Sketch((Stroke(points),), word=word), word, source, number + 1)


@pytest.fixture
def window(qapp: object, show: Callable[..., QWidget]) -> TrainingWindow:
    widget = TrainingWindow()
    widget.set_theme(LIGHT)
    widget.set_network("tiny-30", ("apple", "Bed", "tree"))
    show(widget, 900, 620)
    return widget


@pytest.fixture
def filled(window: TrainingWindow) -> TrainingWindow:
    """12 beds, 3 trees, 4 that nobody has named, from two files."""
    window.add_drawings([drawing(k, "Bed") for k in range(12)])
    window.add_drawings([drawing(20 + k, "tree", "b.ndjson") for k in range(3)])
    window.add_drawings([drawing(40 + k, None, "b.ndjson") for k in range(4)])
    return window


def words(window: TrainingWindow) -> list[str | None]:
    return [d.word for d in window.collected.drawings]


def test_the_same_drawing_is_taken_once(filled: TrainingWindow) -> None:
    filled.add_drawings([drawing(3, "Bed"), drawing(3, "tree")])
    assert len(filled.collected.drawings) == 20, "another word makes another drawing"


def test_categories_with_few_drawings_are_flagged(filled: TrainingWindow) -> None:
    table = filled.collected.table
    rows = {table.item(r, 0).text(): table.item(r, 1).text() for r in range(table.rowCount())}
    assert rows == {"no category": "4", "tree": "few: 3", "Bed": "12"}
    assert filled.collected.flag.text() == "1 of 2 have fewer than 10."
    assert "tree" in filled.run.about.text()


def test_all_that_is_shown_gets_a_word(filled: TrainingWindow) -> None:
    page = filled.collected
    page.show_only(("none", ""))
    assert len(page.grid.cells) == 4
    assert not page.give.isEnabled(), "without a word and a selection there is nothing to do"
    page.box.set_word("gnu")
    assert page.whom.text() == "of all 4 shown"
    QTest.mouseClick(page.give, Qt.MouseButton.LeftButton)
    assert words(filled)[-4:] == ["gnu"] * 4
    assert "gnu" in [page.box.itemText(k) for k in range(page.box.count())], "a new word is offered from then on"


def test_the_selected_get_a_word_as_the_network_spells_it(filled: TrainingWindow) -> None:
    page = filled.collected
    page.show_only(("source", "b.ndjson"))
    page.grid.choose([0, 6])
    page.box.set_word("bed")
    assert page.whom.text() == "of 2 selected"
    QTest.keyClick(page.box, Qt.Key.Key_Return)
    assert words(filled)[12:] == ["Bed", "tree", "tree", None, None, None, "Bed"]


def test_a_word_is_taken_away_from_what_is_selected_only(filled: TrainingWindow) -> None:
    page = filled.collected
    page.give_word()
    assert words(filled).count("Bed") == 12
    page.grid.choose([0])
    page.give_word()
    assert words(filled).count("Bed") == 11
    assert page.drawings[0].labelled().word is None


def test_removing_takes_off_the_list(filled: TrainingWindow) -> None:
    page = filled.collected
    page.show_only(("word", "tree"))
    page.grid.choose([0, 1])
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert words(filled).count("tree") == 1
    assert len(page.drawings) == 17


def test_training_needs_two_categories(window: TrainingWindow, qtbot: QtBot) -> None:
    run = window.run
    assert not run.train.isEnabled()
    window.add_drawings([drawing(k, "Bed") for k in range(3)])
    assert "two categories" in run.about.text()
    run.keep.setChecked(True)
    assert run.train.isEnabled(), "with those that it knows there are enough"
    run.keep.setChecked(False)
    window.add_drawings([drawing(9, "gnu")])
    assert "4 drawings of 2 categories, 1 of them new to it" in run.about.text()
    run.epochs.setValue(3)
    run.layers.setCurrentIndex(1)
    window.tabs.setCurrentWidget(run)
    with qtbot.waitSignal(run.train_wanted) as asked:
        QTest.mouseClick(run.train, Qt.MouseButton.LeftButton)
    assert asked.args == [TrainingAsked("all", False, 3, 0)]
    window.set_network("", ())
    assert not run.train.isEnabled()


def test_the_curves_grow_and_stop_is_at_hand(filled: TrainingWindow, qtbot: QtBot) -> None:
    run = filled.run
    filled.tabs.setCurrentWidget(run)
    run.set_running(True)
    run.add_progress([Progress(0, 4, None, 0.25), Progress(1, 4, 2.0, None)])
    run.add_progress([Progress(2, 4, 1.0, 0.75)])
    assert (run.loss.xs, run.loss.ys) == ([1, 2], [2.0, 1.0])
    assert (run.accuracy.xs, run.accuracy.ys) == ([0, 2], [0.25, 0.75])
    assert not run.epochs.isEnabled()
    with qtbot.waitSignal(run.stop_wanted):
        QTest.mouseClick(run.stop, Qt.MouseButton.LeftButton)
    run.set_running(False)
    run.add_progress([Progress(0, 9, None, 0.5)])
    assert run.loss.xs == [], "another training begins with empty curves"


def test_the_result_is_said_saved_and_used(filled: TrainingWindow, qtbot: QtBot) -> None:
    run = filled.run
    filled.tabs.setCurrentWidget(run)
    assert run.save.isHidden()
    facts = TrainedFacts("tiny-30 fine-tuned", 2, 12, 7, 2 / 3, 3, complete=False)
    run.set_trained(facts)
    for part in ("12 drawings of 2 categories in 7 steps, then stopped", "66.7 % of 3", "Not saved yet"):
        assert part in run.result.text()
    with qtbot.waitSignal(run.use_wanted):
        QTest.mouseClick(run.use, Qt.MouseButton.LeftButton)
    run.set_trained(replace(facts, path="/somewhere/mine.safetensors"), used=True)
    assert "Saved as mine.safetensors. It is in use." in run.result.text()
    assert not run.use.isEnabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(620, 430), (1300, 800)])
def test_it_fits_small_and_large(filled: TrainingWindow, pixels: Callable, theme: str, size: tuple[int, int]) -> None:
    filled.set_theme(THEMES[theme])
    filled.run.set_trained(TrainedFacts("x", 2, 12, 7, 0.5, 3, complete=True))
    filled.resize(*size)
    assert (filled.width(), filled.height()) == size
    for tab in range(2):
        filled.tabs.setCurrentIndex(tab)
        assert len(np.unique(pixels(filled) @ (65536, 256, 1))) > 20


def test_words_are_tidied(qtbot: QtBot) -> None:
    box = WordBox()
    qtbot.addWidget(box)
    box.set_words(["Bed", "tree"])
    box.set_word("  hot   dog ")
    assert box.word == "hot dog"
    box.set_words(["Bed"])
    assert box.word == "hot dog", "what is typed stays"
    box.set_word("BED")
    assert box.word == "Bed"
    box.set_word("x" * 200)
    assert len(box.word) == 60


def test_the_dialog_gives_a_word(qtbot: QtBot) -> None:
    given: list[str] = []
    dialog = WordDialog(["Bed", "tree"], "tree")
    dialog.word_given.connect(given.append)
    dialog.show()
    assert dialog.box.word == "tree"
    assert dialog.note.text() == ""
    dialog.box.set_word("gnu")
    assert "does not know" in dialog.note.text()
    QTest.keyClick(dialog.box, Qt.Key.Key_Return)
    assert given == ["gnu"]
    assert not dialog.isVisible()
