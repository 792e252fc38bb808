"""The Evaluation window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.drawings import Skipped
from sketchxai_desktop.evaluation.evaluation import evaluate
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.rendering.palette import AGAINST, LIGHT, THEMES
from sketchxai_desktop.widgets.evaluation_confusion import ConfusionMap
from sketchxai_desktop.widgets.evaluation_state import Measured, Pictured
from sketchxai_desktop.widgets.evaluation_window import EvaluationWindow


def measured_of(count: int, drawings: int, summary: CheckpointSummary, *, complete: bool = True) -> Measured:
    """Made-up answers; the network knows two categories more than have drawings."""
    names = tuple(f"word {k:03d}" for k in range(count))
    rng = np.random.default_rng(count)
    labels = rng.integers(0, count - 2, drawings)
    scores = rng.normal(0, 1, (drawings, count))
    scores[np.arange(drawings), labels] += 2.5
    table = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    predictions = Predictions.of(table, labels, rng.integers(1, 20, drawings))
    skipped = Skipped(bad_lines=1)
    skipped.unknown_words["gnu"] += 3
    evaluation = evaluate(predictions, names, dict.fromkeys(names, 40), resamples=50)
    return Measured(evaluation, predictions, Path("some.ndjson"), summary, skipped, complete)


@pytest.fixture
def measured(summary: CheckpointSummary) -> Measured:
    return measured_of(8, 300, summary)


@pytest.fixture
def window(qapp: object, show: Callable[..., QWidget]) -> EvaluationWindow:
    widget = EvaluationWindow()
    widget.set_theme(LIGHT)
    show(widget, 1000, 700)
    return widget


def test_it_says_what_is_missing_before_it_can_begin(window: EvaluationWindow, qtbot: QtBot) -> None:
    assert not window.evaluate.isEnabled()
    window.set_file(Path("a.ndjson"), "")
    assert not window.evaluate.isEnabled()
    window.set_file(Path("a.ndjson"), "tiny-30")
    assert window.about.text() == "a.ndjson by tiny-30"
    window.count.most.setValue(70)
    with qtbot.waitSignal(window.evaluate_wanted) as asked:
        QTest.mouseClick(window.evaluate, Qt.MouseButton.LeftButton)
    assert asked.args == [70]
    window.count.all_drawings.setChecked(True)
    with qtbot.waitSignal(window.evaluate_wanted) as asked:
        QTest.mouseClick(window.evaluate, Qt.MouseButton.LeftButton)
    assert asked.args == [0]


def test_stop_is_there_while_it_counts(window: EvaluationWindow, measured: Measured, qtbot: QtBot) -> None:
    window.set_progress(0.4, "Evaluating")
    window.set_so_far(25, 0.8, 1.0)
    assert window.figures.figures[0] == ("Top-1", "80.0 %", "so far")
    with qtbot.waitSignal(window.cancel_wanted):
        QTest.mouseClick(window.stop, Qt.MouseButton.LeftButton)
    window.set_progress(None)
    assert window.stop.isHidden()
    assert not window.save_json.isEnabled()
    window.set_measured(measured)
    assert window.save_json.isEnabled()


def test_figures_intervals_and_what_was_left_out(window: EvaluationWindow, measured: Measured) -> None:
    window.set_measured(measured)
    e = measured.evaluation
    shown = {name: (value, interval) for name, value, interval in window.figures.figures}
    assert shown["Top-1"][0] == f"{100 * e.top1.value:.2f} %"
    assert shown["Macro top-5"][1] == f"{100 * e.macro_top5.low:.1f}–{100 * e.macro_top5.high:.1f} %"
    assert set(shown) == {"Top-1", "Top-5", "Macro top-1", "Macro top-5", "ECE"}
    assert "300 drawings of 6 categories" in window.headline.text()
    assert "3 drawings of words that the network does not know (gnu 3)" in window.headline.text()
    assert "1 bad line." in window.headline.text()
    assert "Stopped" not in window.headline.text()


def test_one_category_is_no_plural(window: EvaluationWindow, summary: CheckpointSummary) -> None:
    window.set_measured(measured_of(3, 20, summary))
    assert "20 drawings of one category." in window.headline.text()


def test_words_about_one_file_go_with_it(window: EvaluationWindow) -> None:
    window.set_file(Path("a.ndjson"), "tiny-30")
    window.say("No drawing of the file has a word that the network knows.")
    window.set_file(Path("a.ndjson"), "tiny-30")
    assert window.message.text()
    window.set_file(Path("b.ndjson"), "tiny-30")
    assert not window.message.text()


def test_a_stopped_measurement_says_so(window: EvaluationWindow, summary: CheckpointSummary) -> None:
    window.set_measured(measured_of(5, 20, summary, complete=False))
    assert "Stopped before the end" in window.headline.text()


def test_the_table_is_sorted_by_any_column(window: EvaluationWindow, measured: Measured) -> None:
    window.set_measured(measured)
    accuracy = {c.name: c.top1.value for c in measured.evaluation.per_category}
    shown = window.table.shown()
    assert sorted(accuracy) == sorted(shown)
    assert [accuracy[name] for name in shown] == sorted(accuracy.values())
    window.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert window.table.shown() == sorted(accuracy, reverse=True)
    window.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    drawings = {c.name: c.drawings for c in measured.evaluation.per_category}
    assert [drawings[name] for name in window.table.shown()] == sorted(drawings.values(), reverse=True)


def test_choosing_a_row_wants_its_drawings_wrong_ones_first(
    window: EvaluationWindow, measured: Measured, qtbot: QtBot
) -> None:
    window.set_measured(measured)
    with qtbot.waitSignal(window.sketches_wanted) as wanted:
        window.table.selectRow(0)
    places = wanted.args[0]
    p = measured.predictions
    label = measured.evaluation.categories.index(window.table.shown()[0])
    assert sorted(places) == np.flatnonzero(p.labels == label).tolist()
    right = p.right[places]
    assert not right[: int((~right).sum())].any()
    assert window.sketches_title.text().startswith(f"Drawings of {window.table.shown()[0]}")


def test_a_click_on_a_cell_shows_its_sketches(
    window: EvaluationWindow, measured: Measured, face: Sketch, qtbot: QtBot
) -> None:
    window.set_measured(measured)
    matrix = window.confusion
    wrong = measured.evaluation.confusion.copy()
    np.fill_diagonal(wrong, 0)
    true, answer = (int(k) for k in np.unravel_index(wrong.argmax(), wrong.shape))
    spot = matrix.rect_of(matrix.rows.index(true), matrix.columns.index(answer)).center().toPoint()
    QTest.mouseMove(matrix.viewport(), spot)
    assert f"{int(wrong[true, answer])} of" in window.pointed_at.text()
    with qtbot.waitSignal(window.sketches_wanted) as wanted:
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    places = wanted.args[0]
    assert len(places) == wrong[true, answer]
    assert places == measured.in_cell(true, answer)
    assert (measured.predictions.predicted[places] == answer).all()
    window.set_sketches([Pictured(place, face, 7) for place in places])
    cells = window.sketches.cells
    assert len(cells) == len(places)
    assert measured.evaluation.categories[answer] in cells[0].caption
    assert cells[0].wrong
    assert "line 7" in cells[0].tip
    with qtbot.waitSignal(window.drawing_wanted) as opened:
        window.sketches.opened.emit(1 if len(places) > 1 else 0)
    assert opened.args == [places[1 if len(places) > 1 else 0]]


def test_names_and_keys_of_the_matrix(window: EvaluationWindow, measured: Measured, qtbot: QtBot) -> None:
    window.set_measured(measured)
    matrix = window.confusion
    first = matrix.rect_of(2, 0).center().toPoint()
    with qtbot.waitSignal(matrix.row_chosen) as chosen:
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, first.y()))
    assert chosen.args == [matrix.rows[2]]
    top = matrix.rect_of(0, 3).center().toPoint()
    with qtbot.waitSignal(matrix.column_chosen) as chosen:
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(top.x(), 3))
    assert chosen.args == [matrix.columns[3]]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(matrix, key)
    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert chosen.args == [matrix.rows[1], matrix.columns[1]]


def test_every_cell_has_its_place_and_colour(
    show: Callable[..., QWidget], pixels: Callable[[QWidget], np.ndarray]
) -> None:
    matrix = ConfusionMap()
    matrix.set_theme(LIGHT)
    counts = np.array([[5, 0, 0], [4, 4, 0], [0, 0, 9]])
    show(matrix, 400, 300)
    matrix.set_counts(counts, ("a", "b", "c"), [0, 1, 2], [0, 1, 2])
    seen = pixels(matrix.viewport())
    ratio = matrix.devicePixelRatioF()

    def colour(row: int, column: int) -> np.ndarray:
        corner = matrix.rect_of(row, column).topLeft()
        return seen[int((corner.y() + 3) * ratio), int((corner.x() + 3) * ratio)]

    for row in range(3):
        for column in range(3):
            place = matrix.rect_of(row, column).center().toPoint()
            assert matrix.place_at(place) == (row, column)
    assert np.abs(colour(0, 0) - LIGHT.accent).max() <= 2
    assert np.abs(colour(0, 1) - LIGHT.background).max() <= 2
    assert np.abs(colour(1, 0) - AGAINST).sum() < np.abs(colour(1, 0) - LIGHT.accent).sum()
    assert matrix.place_at(QPoint(1, 1)) == (-2, -2)


def test_345_categories_can_be_read(window: EvaluationWindow, summary: CheckpointSummary, qtbot: QtBot) -> None:
    measured = measured_of(345, 2000, summary)
    window.set_measured(measured)
    matrix = window.confusion
    assert window.which.currentIndex() == 1
    assert len(matrix.rows) == 30
    assert min(matrix.cell_size) >= 12, "names fit beside every row"
    window.which.setCurrentIndex(0)
    assert len(matrix.rows) == len(measured.evaluation.per_category) > 300
    assert matrix.verticalScrollBar().maximum() > 0
    assert matrix.place_at(matrix.rect_of(40, 50).center().toPoint()) == (40, 50)
    before = matrix.cell_size
    QTest.keyClick(matrix, Qt.Key.Key_Plus)
    assert matrix.cell_size > before
    for _ in range(20):
        matrix.zoom(1.25)
    matrix.grab()
    QTest.keyClick(matrix, Qt.Key.Key_0)
    assert matrix.cell_size == before


def test_charts_hold_what_was_measured(window: EvaluationWindow, measured: Measured) -> None:
    window.set_measured(measured)
    for chart, count in (
        (window.reliability, sum(b.drawings > 0 for b in measured.evaluation.reliability)),
        (window.strokes, len(measured.evaluation.by_strokes)),
    ):
        bars = next(item for item in chart.getPlotItem().items if type(item).__name__ == "BarGraphItem")
        assert len(bars.opts["height"]) == count


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(640, 440), (1300, 800)])
def test_it_fits_small_and_large(
    window: EvaluationWindow, measured: Measured, pixels: Callable, theme: str, size: tuple[int, int]
) -> None:
    window.set_measured(measured)
    window.set_theme(THEMES[theme])
    window.resize(*size)
    assert (window.width(), window.height()) == size
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        assert len(np.unique(pixels(window) @ (65536, 256, 1))) > 20
