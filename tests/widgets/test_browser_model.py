from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.palette import DARK
from sketchxai_desktop.widgets import browser_cache
from sketchxai_desktop.widgets.browser_cache import BoundedCache, Look, ThumbnailCache
from sketchxai_desktop.widgets.browser_model import DRAWING_ROLE, SketchModel


def drawn(word: str | None = "cat", **facts: Any) -> Sketch:
    return Sketch((Stroke(np.array([(0.0, 0.0), (200.0, 90.0)])),), word=word, **facts)


@pytest.fixture
def model(qapp: Any) -> SketchModel:
    made = SketchModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def text(model: SketchModel, row: int, role: Qt.ItemDataRole = Qt.ItemDataRole.AccessibleTextRole) -> str:
    return str(model.data(model.index(row, 0), role))


def test_rows_are_drawings_or_those_that_were_found(model: SketchModel) -> None:
    model.reset(10)
    assert [model.drawing(r) for r in range(model.rowCount())] == list(range(10))
    model.set_rows([7, 3, 5])
    assert model.rowCount() == 3
    assert [model.data(model.index(r, 0), DRAWING_ROLE) for r in range(3)] == [7, 3, 5]
    assert (model.row_of(3), model.row_of(4)) == (1, None)
    model.set_rows(None)
    assert (model.row_of(9), model.row_of(10), model.row_of(-1)) == (9, None, None)


def test_growing_inserts_rows_unless_they_were_chosen(model: SketchModel, qtbot: Any) -> None:
    model.reset(3)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.set_count(5)
    assert inserted.args[1:] == [3, 4]
    model.set_rows([1])
    model.set_count(9)
    assert model.rowCount() == 1
    model.set_rows(None)
    assert model.rowCount() == 9


def test_a_million_rows_cost_nothing(qapp: Any) -> None:
    model = SketchModel()
    started = time.perf_counter()
    model.reset(1_000_000)
    assert model.rowCount() == 1_000_000
    for row in range(0, 1_000_000, 1000):
        assert model.data(model.index(row, 0)) == ""
    model.set_rows(np.random.default_rng(0).permutation(1_000_000))
    assert model.row_of(123_456) is not None
    assert time.perf_counter() - started < 2.0
    assert len(model._entries) == 0, "looking at rows loads nothing"


def test_descriptions_say_everything_in_words(model: SketchModel) -> None:
    model.reset(9)
    assert text(model, 0) == "Line 1: loading"
    model.set_entries(
        {
            0: drawn("cat", recognized=False, country="DE"),
            1: "there is no drawing",
            2: drawn(None),
            3: drawn("dragon"),
            4: Sketch((Stroke(np.array([(1.0, 1.0)])),), word="dot"),
        },
        {1: 12},
    )
    model.clear_predictions(["cat", "dog"])
    model.set_predictions({0: ("Cat", 0.973), 2: ("dog", 0.5), 3: ("dog", 0.25)})
    assert text(model, 0) == "Line 1: cat\nThe game missed it\nCountry: DE\nRight: the network says Cat, 97.3%"
    assert text(model, 1) == "Line 12 is no drawing: there is no drawing."
    assert text(model, 2) == "Line 3: no word\nThe network says dog, 50.0%"
    assert text(model, 3) == "Line 4: dragon\nThe network says dog, 25.0%\nIt was never taught the word “dragon”"
    assert "cannot see it" in text(model, 4)
    assert [model.is_right(d) for d in range(5)] == [True, None, None, None, None]


def test_tooltips_show_markup_as_text(model: SketchModel) -> None:
    model.reset(1)
    model.set_entries({0: drawn("<img src='x'>")}, {})
    shown = text(model, 0, Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_what_is_missing_and_what_the_network_may_be_asked(model: SketchModel) -> None:
    model.reset(9)
    dot = Sketch((Stroke(np.array([(1.0, 1.0)])),))
    model.set_entries({0: drawn(), 1: "bad", 2: drawn(), 3: dot}, {})
    model.set_predictions({2: ("cat", 1.0)})
    assert model.missing(range(6)) == [4, 5]
    assert model.unpredicted(range(6)) == {0: drawn()}
    model.clear_predictions()
    assert set(model.unpredicted(range(6))) == {0, 2}


def test_another_file_has_nothing_of_the_last_one(model: SketchModel) -> None:
    model.reset(3)
    model.set_entries({0: drawn()}, {0: 44})
    model.set_predictions({0: ("cat", 1.0)})
    model.reset(3)
    assert model.entry(0) is None
    assert model.prediction(0) is None
    assert model.line(0) == 1


def test_a_cache_forgets_what_was_used_longest_ago() -> None:
    cache: BoundedCache[str] = BoundedCache(3, 100)
    for k in range(3):
        cache.put(k, str(k))
    assert cache.get(0) == "0"
    cache.put(3, "3")
    assert [cache.get(k) for k in range(4)] == ["0", None, "2", "3"]
    cache.put(9, "large", 98)
    assert [cache.get(k) for k in (0, 2, 3, 9)] == [None, "2", "3", "large"]
    cache.put(10, "larger than all", 1000)
    assert len(cache) == 1
    assert cache.get(10) == "larger than all"
    cache.put(10, "small", 1)
    cache.put(11, "also", 99)
    assert len(cache) == 2
    cache.clear()
    assert len(cache) == 0


def test_sketches_are_bounded_by_their_points(model: SketchModel) -> None:
    model.reset(1000)
    huge = Sketch((Stroke(np.zeros((300_000, 2)) + np.arange(300_000)[:, None]),))
    model.set_entries(dict.fromkeys(range(100), huge), {})
    assert len(model._entries) <= 13
    assert model.entry(99) is not None


def test_thumbnails_come_in_slices_and_only_those_wanted_last(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_cache, "_SLICE", 0.0)
    cache = ThumbnailCache()
    painted: list[int] = []
    cache.painted.connect(painted.extend)
    cache.set_look(Look(40, 2.0, DARK))
    cache.want([(k, drawn()) for k in range(100, 110)])
    cache.want([(k, drawn()) for k in range(5)])
    monkeypatch.setattr(browser_cache, "_SLICE", 0.001)
    qtbot.waitUntil(lambda: len(painted) == 5)
    assert painted == [0, 1, 2, 3, 4]
    picture = cache.pixmap(3)
    assert picture is not None
    assert (picture.width(), picture.devicePixelRatio()) == (80, 2.0)
    assert picture.toImage().pixelColor(1, 1).getRgb()[:3] == DARK.background
    assert cache.pixmap(100) is None


def test_thumbnails_of_another_size_are_replaced_and_of_another_theme_forgotten(qtbot: Any) -> None:
    cache = ThumbnailCache()
    cache.want([(0, drawn())])
    qtbot.waitUntil(lambda: cache.pixmap(0) is not None)
    with qtbot.assertNotEmitted(cache.painted, wait=30):
        cache.want([(0, drawn())])
    cache.set_look(Look(60))
    assert cache.pixmap(0).width() == 80, "shown, scaled, until there is a better one"
    with qtbot.waitSignal(cache.painted):
        cache.want([(0, drawn())])
    assert cache.pixmap(0).width() == 60
    cache.set_look(Look(60, theme=DARK))
    assert cache.pixmap(0) is None


def test_thumbnails_are_bounded_by_memory(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_cache, "_MOST_PIXMAP_BYTES", 10 * 80 * 80 * 4)
    cache = ThumbnailCache()
    cache.want([(k, drawn()) for k in range(30)])
    qtbot.waitUntil(lambda: cache.pixmap(29) is not None)
    assert len(cache._pictures) == 10
