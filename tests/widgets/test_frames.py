"""What keeps frames short: pictures that are painted in parts, and what they look like in the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.canvas_hits import StrokeFinder
from sketchxai_desktop.widgets.canvas_paint import Look
from sketchxai_desktop.widgets.canvas_still import LARGE, StillStrokes, Wanted
from sketchxai_desktop.widgets.inversion_cache import PictureCache
from sketchxai_desktop.widgets.inversion_grid import PathGrid

AREA = QRectF(0, 0, 300, 240)


def wanted(sketch: Sketch, lifted: int | None = None, view: View | None = None) -> Wanted:
    return Wanted(sketch, lifted, Look(), view or View.fit(sketch.bounds, AREA, 12), 3.0, QSizeF(AREA.size()), 1.0)


def shown(still: StillStrokes) -> np.ndarray:
    """(H, W, 4) what it paints on white."""
    image = QImage(300, 240, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    still.blit(painter)
    painter.end()
    return np.array(image.constBits()).reshape(240, 300, 4).astype(int)


def painted_at_once(want: Wanted) -> np.ndarray:
    still = StillStrokes()
    still.want(want)
    while not still.complete:
        still._go_on()
    return shown(still)


@pytest.fixture
def large(many_strokes: Callable[..., Sketch]) -> Sketch:
    sketch = many_strokes(300)
    assert sketch.point_count > LARGE
    return sketch


def test_a_large_sketch_is_painted_in_slices_and_looks_as_if_painted_at_once(large: Sketch, qtbot: QtBot) -> None:
    still = StillStrokes()
    still.want(wanted(large))
    assert not still.complete
    spent = []
    while not still.complete:
        began = time.thread_time()
        still._go_on()
        spent.append(time.thread_time() - began)
    assert len(spent) > 1
    assert np.median(spent) < 0.010
    want, image = wanted(large), QImage(300, 240, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    want.paint(painter, list(range(len(large))))
    painter.end()
    direct = np.array(image.constBits()).reshape(240, 300, 4).astype(int)
    assert np.abs(shown(still) - direct).max() <= 8  # blending twice rounds twice


def test_taking_a_stroke_out_and_putting_it_back_changes_only_its_surroundings(large: Sketch, qtbot: QtBot) -> None:
    still = StillStrokes()
    still.want(wanted(large))
    while not still.complete:
        still._go_on()
    view = wanted(large).view
    for want in (wanted(large, 7), wanted(large.with_stroke_moved(7, 9, 4), None, view)):
        still.want(want)
        while not still.complete:
            still._go_on()
        assert np.abs(shown(still) - painted_at_once(want)).max() <= 8


def test_until_the_new_picture_is_there_the_old_one_is_shown_with_what_is_new(large: Sketch, qtbot: QtBot) -> None:
    still, view = StillStrokes(), wanted(large).view
    still.want(wanted(large))
    while not still.complete:
        still._go_on()
    before = shown(still)
    drawn = large.with_stroke(large.strokes[3].moved(20, 20))
    still.want(wanted(drawn, None, view))  # every colour changes with the number of strokes
    assert not still.complete
    assert (shown(still) != before).any()
    moved = View(view.scale, view.dx + 30, view.dy)
    still.want(wanted(drawn, None, moved))
    assert (shown(still)[:, 40:] != 255).any()
    while not still.complete:
        still._go_on()
    assert (shown(still) == painted_at_once(wanted(drawn, None, moved))).all()


def test_the_canvas_shows_a_large_sketch_in_the_end(
    session: Session, show: Callable[..., Canvas], large: Sketch, pixels: Callable, mouse: Callable, qtbot: QtBot
) -> None:
    canvas = show(Canvas(session), 400, 320)
    session.edit(large, "Open")
    QApplication.processEvents()
    assert not canvas._scene.still.complete
    qtbot.waitUntil(lambda: canvas._scene.still.complete)
    before = pixels(canvas)
    canvas.set_tool("select")
    x, y = canvas.camera().view.to_view(large.strokes[5].start).round().astype(int).tolist()
    mouse(canvas, QEvent.Type.MouseButtonPress, (x, y))
    mouse(canvas, QEvent.Type.MouseMove, (x + 30, y + 10))
    assert (pixels(canvas) != before).any()
    mouse(canvas, QEvent.Type.MouseButtonRelease, (x + 30, y + 10))
    qtbot.waitUntil(lambda: canvas._scene.still.complete)
    session.undo()
    session.select(None)
    canvas.grab()
    qtbot.waitUntil(lambda: canvas._scene.still.complete)
    assert np.abs(pixels(canvas).astype(int) - before).max() <= 8


def test_cells_take_turns(qtbot: QtBot) -> None:
    order: list[int] = []

    def paint(painter: QPainter, cell: int, content: Hashable) -> None:
        order.append(cell)
        time.sleep(0.004)  # more than a slice: one cell at a time

    owner = QWidget()
    qtbot.addWidget(owner)
    cache = PictureCache(paint, owner)
    size = QSize(20, 20)
    cache.want(dict.fromkeys(range(4), 0), size, 1.0, 10_000)
    cache._work()
    cache._work()
    cache.want(dict.fromkeys(range(4), 1), size, 1.0, 10_000)  # all change before all were painted
    for _ in range(4):
        cache._work()
    assert order == [0, 1, 2, 3, 0, 1]
    assert cache.up_to_date
    cache.catch_up()
    assert order == [0, 1, 2, 3, 0, 1]
    cache.want({0: 1}, size, 1.0, 10)
    cache.want({0: 2}, size, 1.0, 10)
    with qtbot.waitSignal(cache.painted, check_params_cb=lambda cell: cell == 0):  # it may lie outside of that paint
        cache.catch_up()
    assert cache.up_to_date
    assert order[-1] == 0


def test_pictures_of_many_paths_follow(
    make_run: Callable, show: Callable[..., PathGrid], session: Session, qtbot: QtBot
) -> None:
    from sketchxai_desktop.widgets.inversion_arrays import RunArrays

    run = make_run(5, 12, drift=0.6)
    grid = show(PathGrid(), 500, 400)
    grid.set_arrays(RunArrays(run))
    grid.set_shown(0, 0)
    qtbot.waitUntil(lambda: grid._pictures.up_to_date)
    first = grid.grab().toImage()
    grid.set_shown(0, 4)
    qtbot.waitUntil(lambda: grid._pictures.up_to_date)
    last = grid.grab().toImage()
    assert first != last
    assert first.copy(grid.cell_rect(11)) != last.copy(grid.cell_rect(11))
    picture = grid._pictures._pictures[11][1].toImage()
    painter = QPainter()
    fresh = QImage(picture.size(), QImage.Format.Format_ARGB32_Premultiplied)
    fresh.fill(Qt.GlobalColor.transparent)
    painter.begin(fresh)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    grid._paint_cell(painter, 11, grid._pictures._wanted[11])
    painter.end()
    assert picture.convertToFormat(fresh.format()) == fresh
    canvas = QImage(picture.size(), fresh.format())
    canvas.fill(Qt.GlobalColor.transparent)
    painter.begin(canvas)
    grid._pictures.draw(painter, 11, QPoint(0, 0))
    painter.end()
    assert canvas == fresh


def test_the_finder_knows_dots_lines_and_nothing(face: Sketch) -> None:
    finder = StrokeFinder(face)
    assert finder.nearest(95, 95, 2) == 3
    assert finder.nearest(128, 125, 2) == 2
    assert finder.nearest(100, 125, 2) is None  # between the end of one stroke and the start of the next
    assert StrokeFinder(Sketch()).nearest(0, 0, 5) is None


def test_while_a_run_goes_on_pictures_do_not_hold_it_up(
    session: Session, make_run: Callable, show: Callable[..., Canvas], play: Callable, qtbot: QtBot
) -> None:
    canvas = show(Canvas(session), 400, 320)
    left = play(session, make_run(8, drift=3.0), 1)
    session.set_run_state(RunState.RUNNING)
    for step in left:
        with qtbot.waitSignal(canvas.state_painted, timeout=2000) as receipt:
            session.add_steps([step])
        assert receipt.args == [step.index]
    qtbot.waitUntil(lambda: not canvas._playback.moving)
    QApplication.processEvents()
    settled = canvas.grab().toImage()
    canvas._scene._run_page.drop()
    canvas._scene._run_kept = None
    assert canvas.grab().toImage() == settled  # sharp again, and no trace is missing
