"""The Statistics window."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.analysis.statistics import FileStatistics
from sketchxai_desktop.rendering.palette import LIGHT, THEMES
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.statistics_plots import CountPlot
from sketchxai_desktop.widgets.statistics_window import StatisticsWindow


def _colours(image: np.ndarray) -> int:
    """How many colours a (height, width, 3) picture has."""
    return len(np.unique(image @ (1 << 16, 1 << 8, 1)))


@pytest.fixture
def statistics() -> FileStatistics:
    found = FileStatistics("a & <b>.ndjson", bad_lines=2)
    rng = np.random.default_rng(0)
    for k in range(500):
        lengths = rng.integers(2, 12, min(1 + int(rng.geometric(0.2)), 60)).tolist()
        found.add(lengths, f"word {k % 31}", (None, "DE", "US")[k % 3], (True, False, None)[k % 7 % 3])
    return found


@pytest.fixture
def window(session: Session, show: Callable[..., QWidget]) -> StatisticsWindow:
    widget = StatisticsWindow(session)
    widget.set_theme(LIGHT)
    show(widget, 940, 640)
    return widget


def test_nothing_is_shown_before_anything_was_counted(window: StatisticsWindow) -> None:
    assert not window.strokes.isVisible()
    assert not window.save.isEnabled()
    window.set_statistics(FileStatistics("empty"))
    assert not window.strokes.isVisible()


def test_the_headline_has_the_share_and_the_papers(window: StatisticsWindow, statistics: FileStatistics) -> None:
    window.set_statistics(statistics)
    text = window.headline.text()
    assert f"{100 * statistics.share_up_to():.2f}%" in text
    assert "91.44%" in text
    assert "a &amp; &lt;b>.ndjson" in text
    assert "2 lines" in text
    assert window.strokes.isVisible()


def test_bars_hold_every_sketch(window: StatisticsWindow, statistics: FileStatistics) -> None:
    window.set_statistics(statistics)
    for plot in (window.strokes, window.points):
        bars = next(item for item in plot.getPlotItem().items if type(item).__name__ == "BarGraphItem")
        assert sum(bars.opts["height"]) == 500
    assert sum(n for _, n in window.words.shown()) == 500
    assert window.words.shown()[-1][0].endswith("others")
    assert [n for n, _ in window.recognized.shown()] == ["yes", "no", "not stated"]


@pytest.mark.parametrize("counts", [{1: 4}, {3: 1, 5000: 1}, dict.fromkeys(range(1, 300), 1)])
def test_odd_histograms_are_drawn(qtbot: QtBot, counts: dict[int, int]) -> None:
    plot = CountPlot("Strokes", "strokes", "sketches", few=10)
    qtbot.addWidget(plot)
    plot.set_theme(LIGHT)
    plot.set_counts(Counter(counts))
    bars = next(item for item in plot.getPlotItem().items if type(item).__name__ == "BarGraphItem")
    assert sum(bars.opts["height"]) == sum(counts.values())
    assert len(bars.opts["height"]) <= 41


def test_the_table_is_saved(window: StatisticsWindow, statistics: FileStatistics, tmp_path: Path) -> None:
    window.set_statistics(statistics)
    assert window.take_away.save_data(tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(list(statistics.rows()))
    assert sum(int(r["count"]) for r in rows if r["statistic"] == "category") == 500


def test_the_charts_are_saved_as_they_are_and_as_lines(
    window: StatisticsWindow, statistics: FileStatistics, tmp_path: Path
) -> None:
    window.set_statistics(statistics)
    for name in ("s.png", "s.svg"):
        assert window.take_away.save_image(tmp_path / name)
    assert "<image" not in (tmp_path / "s.svg").read_text(encoding="utf-8")
    assert (tmp_path / "s.png").stat().st_size > 10_000


def test_counting_is_asked_for_and_cancelled(window: StatisticsWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.count_wanted):
        QTest.mouseClick(window.again, Qt.MouseButton.LeftButton)
    window.set_progress(0.5, "Counting")
    with qtbot.waitSignal(window.cancel_wanted):
        QTest.mouseClick(window.cancel, Qt.MouseButton.LeftButton)
    window.set_progress(None)
    assert window.cancel.isHidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(520, 380), (1500, 900)])
def test_it_fits_small_and_large(
    window: StatisticsWindow, statistics: FileStatistics, pixels: Callable, theme: str, size: tuple[int, int]
) -> None:
    window.set_statistics(statistics)
    window.set_theme(THEMES[theme])
    window.resize(*size)
    assert (window.width(), window.height()) == size
    assert _colours(pixels(window)) > 20


def test_a_count_that_is_not_complete_says_so(window: StatisticsWindow, statistics: FileStatistics) -> None:
    window.set_statistics(statistics, whole=False)
    assert "part of the file" in window.headline.text()
    window.set_statistics(statistics)
    assert "part of the file" not in window.headline.text()


def test_many_small_categories_have_bars_that_can_be_told_apart(window: StatisticsWindow) -> None:
    many = FileStatistics("many.ndjson")
    for k in range(3000):
        many.add([3], f"word {k % 300 if k % 7 else 0}", None, None)
    window.set_statistics(many)
    lengths = window.words.lengths()
    assert len(lengths) < 300
    assert lengths[0] == 1.0, "the most frequent has all the room, however many the others are together"
    assert lengths[-1] is None, "what is gathered has a number and no bar"
    assert window.words.heading == "Categories: 300"
    assert window.countries.heading == "Countries: 0", "a drawing that does not say comes from no country"
    assert window.recognized.heading == "Recognised by the game"


def test_the_bar_of_all_that_lies_beyond_is_labelled_however_narrow_it_is(qtbot: QtBot) -> None:
    plot = CountPlot("Points", "points", "sketches")
    qtbot.addWidget(plot)
    plot.set_theme(LIGHT)
    plot.resize(500, 220)
    plot.set_counts(Counter({**dict.fromkeys(range(2, 116), 100), 300: 9}))
    plot.show()
    axis = plot.getAxis("bottom")
    sheet = QPixmap(500, 220)
    painter = QPainter(sheet)
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    words = {text: rect for rect, _, text in texts}
    beyond = next(text for text in words if text.endswith("+"))
    assert axis.mapRectToScene(words[beyond]).right() <= plot.width()


@pytest.mark.parametrize("counts", [{1: 1}, {1: 2, 4: 5}, {3: 40, 11: 7}])
def test_what_is_counted_is_marked_off_in_whole_numbers(qtbot: QtBot, counts: dict[int, int]) -> None:
    plot = CountPlot("Strokes", "strokes", "sketches", few=10)
    qtbot.addWidget(plot)
    plot.set_theme(LIGHT)
    plot.resize(600, 300)
    plot.set_counts(Counter(counts))
    plot.show()
    for side in ("bottom", "left"):
        axis = plot.getAxis(side)
        low, high = axis.range
        marks = [v for v, _ in axis._tickLevels[0]] if axis._tickLevels else axis.tickValues(low, high, 300)[0][1]
        assert [float(v) for v in marks] == [round(v) for v in marks], side


def test_one_sketch_is_one(window: StatisticsWindow) -> None:
    one = FileStatistics("one.ndjson")
    one.add([31], "moon", None, None)
    window.set_statistics(one)
    assert "1 sketch." in window.headline.text()
    assert window.recognized.lengths() == [0.0, 0.0, 1.0]
