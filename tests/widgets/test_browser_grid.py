from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Theme
from sketchxai_desktop.widgets.browser_cache import ThumbnailCache
from sketchxai_desktop.widgets.browser_cell import CellDelegate
from sketchxai_desktop.widgets.browser_grid import CELL_WIDTH, SketchGrid
from sketchxai_desktop.widgets.browser_model import SketchModel

Key = Qt.Key


@pytest.fixture
def model(qapp: Any) -> SketchModel:
    return SketchModel()


@pytest.fixture
def grid(model: SketchModel, qtbot: Any) -> SketchGrid:
    view = SketchGrid(model, CellDelegate(model, ThumbnailCache(model), model))
    qtbot.addWidget(view)
    view.resize(3 * CELL_WIDTH + view.verticalScrollBar().sizeHint().width() + 4, 400)
    view.show()
    qtbot.waitExposed(view)
    assert view.columns == 3
    return view


def press(qtbot: Any, grid: SketchGrid, *keys: Qt.Key) -> int:
    for key in keys:
        qtbot.keyClick(grid, key)
    return grid.currentIndex().row()


def click(qtbot: Any, grid: SketchGrid, row: int) -> None:
    place = grid.visualRect(grid.model().index(row, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_cells_fill_the_width_and_do_not_overlap(grid: SketchGrid, model: SketchModel) -> None:
    model.reset(100)
    rects = [grid.visualRect(model.index(r, 0)) for r in range(9)]
    assert rects[0].top() == rects[1].top() == rects[2].top()
    assert rects[3].top() == rects[0].bottom() + 1
    assert rects[1].left() == rects[0].right() + 1
    assert rects[0].left() >= 0
    assert rects[2].right() < grid.viewport().width()
    for row, rect in enumerate(rects):
        assert grid.indexAt(rect.center()).row() == row
        assert grid.indexAt(rect.topLeft()).row() == row
        assert grid.indexAt(rect.bottomRight()).row() == row


def test_a_dock_of_200_pixels_holds_two_columns(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(10)
    grid.resize(192, 300)
    qtbot.waitUntil(lambda: grid.columns == 2)
    assert grid.thumbnail_size >= 78


def test_arrow_keys(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(1000)
    assert press(qtbot, grid, Key.Key_Down) == 0, "the first key goes to the first cell"
    assert press(qtbot, grid, Key.Key_Right) == 1
    assert press(qtbot, grid, Key.Key_Down, Key.Key_Down) == 7
    assert press(qtbot, grid, Key.Key_Up) == 4
    assert press(qtbot, grid, Key.Key_Left, Key.Key_Left) == 2
    assert press(qtbot, grid, Key.Key_Up) == 2
    assert press(qtbot, grid, Key.Key_End) == 999
    assert press(qtbot, grid, Key.Key_Right) == 999
    assert press(qtbot, grid, Key.Key_Home) == 0
    assert press(qtbot, grid, Key.Key_Left) == 0
    lines = grid.viewport().height() // grid.cell_height
    assert press(qtbot, grid, Key.Key_PageDown) == 3 * lines
    assert press(qtbot, grid, Key.Key_PageDown) == 6 * lines
    assert press(qtbot, grid, Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp) == 0


def test_keys_at_the_ragged_end(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(8)  # 0 1 2 / 3 4 5 / 6 7
    grid.setCurrentIndex(model.index(5, 0))
    assert press(qtbot, grid, Key.Key_Down) == 7, "the last line has no third cell"
    grid.setCurrentIndex(model.index(4, 0))
    assert press(qtbot, grid, Key.Key_PageDown) == 7
    assert press(qtbot, grid, Key.Key_Down) == 7
    grid.setCurrentIndex(model.index(6, 0))
    assert press(qtbot, grid, Key.Key_Down) == 6
    model.reset(0)
    assert press(qtbot, grid, Key.Key_Down, Key.Key_End, Key.Key_Return) == -1


def test_the_current_cell_is_scrolled_into_view(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(100_000)
    for key in (Key.Key_Down, Key.Key_PageDown, Key.Key_End, Key.Key_PageUp, Key.Key_Up, Key.Key_Home):
        press(qtbot, grid, key)
        rect = grid.visualRect(grid.currentIndex())
        assert grid.viewport().rect().contains(rect), key


def test_enter_and_click_choose(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(100)
    chosen: list[int] = []
    grid.chosen.connect(chosen.append)
    press(qtbot, grid, Key.Key_Return)
    assert chosen == [], "there is nothing to choose yet"
    press(qtbot, grid, Key.Key_Down, Key.Key_Right, Key.Key_Return)
    click(qtbot, grid, 5)
    press(qtbot, grid, Key.Key_Enter)
    assert chosen == [1, 5, 5]
    assert grid.selectionModel().selectedIndexes() == [model.index(5, 0)]


def test_typing_and_copying_ask_no_row(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(1_000_000)
    grid.setCurrentIndex(model.index(3, 0))
    QGuiApplication.clipboard().setText("kept")
    started = time.perf_counter()
    qtbot.keyClicks(grid, "bicycle")
    qtbot.keyClick(grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert time.perf_counter() - started < 1.0
    assert grid.currentIndex().row() == 3
    assert len(grid.selectionModel().selectedIndexes()) <= 1
    assert QGuiApplication.clipboard().text() == "kept"


def test_a_million_rows_are_shown_and_scrolled_at_once(
    grid: SketchGrid, model: SketchModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[int] = set()
    original = SketchModel.data

    def data(self: SketchModel, index: Any, role: int = 0) -> Any:
        asked.add(index.row())
        return original(self, index, role)

    monkeypatch.setattr(SketchModel, "data", data)
    started = time.perf_counter()
    model.reset(1_000_000)
    bar = grid.verticalScrollBar()
    for place in (0.0, 0.25, 0.5, 1.0):
        bar.setValue(round(place * bar.maximum()))
        grid.viewport().grab()
    grid.resize(grid.width() + CELL_WIDTH, 500)
    grid.viewport().grab()
    assert time.perf_counter() - started < 2.0
    assert 0 < len(asked) < 300
    assert 999_999 in asked


def test_contents_longer_than_a_scroll_bar_counts(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    model.reset(100_000_000)
    bar = grid.verticalScrollBar()
    assert bar.maximum() < 2**31
    bar.setValue(bar.maximum())
    assert grid.visible_rows().stop == 100_000_000
    assert press(qtbot, grid, Key.Key_End) == 99_999_999
    last = grid.visualRect(grid.currentIndex())
    assert last.top() >= 0
    assert last.bottom() <= grid.viewport().height()
    grid.setCurrentIndex(model.index(50_000_000, 0))
    assert 50_000_000 in grid.visible_rows()
    click(qtbot, grid, 50_000_000)
    assert grid.currentIndex().row() == 50_000_000


def test_growing_keeps_the_place(grid: SketchGrid, model: SketchModel) -> None:
    model.reset(1000)
    grid.setCurrentIndex(model.index(500, 0))
    before = grid.visible_rows()
    maximum = grid.verticalScrollBar().maximum()
    model.set_count(2000)
    assert grid.visible_rows() == before
    assert grid.verticalScrollBar().maximum() > maximum
    assert grid.currentIndex().row() == 500


@pytest.mark.parametrize("width", [150, 420, 700])
def test_resizing_keeps_the_first_row_in_view(grid: SketchGrid, model: SketchModel, qtbot: Any, width: int) -> None:
    model.reset(10_000)
    grid.scrollTo(model.index(3000, 0), SketchGrid.ScrollHint.PositionAtTop)
    assert grid.visible_rows().start == 3000
    columns = grid.columns
    grid.resize(width, 400)
    qtbot.waitUntil(lambda: grid.columns != columns)
    assert 3000 in grid.visible_rows()[: grid.columns]


def test_the_wheel_scrolls(grid: SketchGrid, model: SketchModel, qtbot: Any) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    model.reset(1000)
    spot = QPointF(50, 50)
    turn = QWheelEvent(
        spot,
        grid.viewport().mapToGlobal(spot),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(grid.view_changed):
        QApplication.sendEvent(grid.viewport(), turn)
    assert grid.verticalOffset() > 0


def test_the_context_menu_by_mouse_and_by_keyboard(grid: SketchGrid, model: SketchModel) -> None:
    model.reset(100)
    wanted: list[int] = []
    grid.menu_wanted.connect(lambda row, _place: wanted.append(row))
    spot = grid.visualRect(model.index(4, 0)).center()
    for reason, at in (
        (QContextMenuEvent.Reason.Mouse, spot),
        (QContextMenuEvent.Reason.Keyboard, spot),
        (QContextMenuEvent.Reason.Mouse, QPoint(5, 5000)),
    ):
        event = QContextMenuEvent(reason, at, grid.viewport().mapToGlobal(at))
        QApplication.sendEvent(grid.viewport(), event)
    assert wanted == [4], "no cell is current, and none is below the last"
    grid.setCurrentIndex(model.index(7, 0))
    QApplication.sendEvent(grid.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, QPoint()))
    assert wanted == [4, 7]


def colours(grid: SketchGrid, row: int) -> set[tuple[int, int, int]]:
    image = grid.viewport().grab(grid.visualRect(grid.model().index(row, 0))).toImage()
    return {image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_right_wrong_and_unknown_look_different(grid: SketchGrid, model: SketchModel, theme: Theme) -> None:
    delegate = grid.itemDelegate()
    delegate.set_theme(theme)
    grid.set_theme(theme)
    line = Stroke(np.array([(0.0, 0.0), (9.0, 9.0)]))
    model.reset(5)
    model.set_entries({k: Sketch((line,), word="cat") for k in range(3)} | {3: "cut off"}, {})
    model.set_predictions({0: ("cat", 0.9), 1: ("dog", 0.9)})
    good, bad = delegate._good.getRgb()[:3], delegate._bad.getRgb()[:3]
    assert good in colours(grid, 0)
    assert bad not in colours(grid, 0)
    assert bad in colours(grid, 1)
    assert good not in colours(grid, 1)
    assert not {good, bad} & colours(grid, 2)
    assert theme.background not in colours(grid, 3), "a bad line has no page"
    assert theme.background in colours(grid, 4), "a drawing on its way has"


def test_right_and_wrong_differ_in_shape_too(grid: SketchGrid, model: SketchModel) -> None:
    line = Stroke(np.array([(0.0, 0.0), (9.0, 9.0)]))
    model.reset(2)
    model.set_entries({0: Sketch((line,), word="cat"), 1: Sketch((line,), word="dog")}, {})
    model.set_predictions({0: ("cat", 0.5), 1: ("cat", 0.5)})
    delegate = grid.itemDelegate()
    delegate._bad = delegate._good

    def mark(row: int) -> bytes:
        rect = grid.visualRect(model.index(row, 0))
        corner = QPoint(rect.left(), rect.bottom() - delegate.caption_height // 2)
        image = grid.viewport().grab().toImage().copy(corner.x(), corner.y(), 18, delegate.caption_height // 2)
        return bytes(image.constBits())

    assert mark(0) != mark(1)


def test_the_empty_text_is_shown(grid: SketchGrid, model: SketchModel) -> None:
    model.reset(0)
    before = grid.viewport().grab().toImage()
    grid.set_empty_text("Open a file")
    assert grid.viewport().grab().toImage() != before
