from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMarginsF, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.palette import LIGHT, stroke_colour
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.canvas_run import MOST_TRACE_POINTS, RunTrack


@pytest.fixture
def canvas(session: Session, show: Callable[..., Canvas], bicycle: Sketch) -> Canvas:
    session.edit(bicycle, "Open Sketch")
    return show(Canvas(session), 560, 430)


def settle(canvas: Canvas, qtbot: QtBot) -> None:
    """Wait until the view has grown."""
    qtbot.waitUntil(lambda: canvas._playback._growth.state() == canvas._playback._growth.State.Stopped)


def ink_at(canvas: Canvas, image: np.ndarray, point: np.ndarray, colour: tuple[int, int, int]) -> bool:
    """Whether that colour is within a pixel of a point given in sketch units."""
    x, y = np.rint(canvas.camera().view.to_view(point)).astype(int)
    return bool((image[y - 1 : y + 2, x - 1 : x + 2] == colour).all(axis=-1).any())


def test_the_shown_layout_is_painted_at_every_step(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, qtbot: QtBot, pixels: Callable
) -> None:
    canvas.set_show_traces(False)
    canvas.set_show_ghost(False)
    left = play(session, make_run(6, drift=0.5), 1)
    for step in left:
        session.add_steps([step])
        settle(canvas, qtbot)
        image = pixels(canvas)
        for order, stroke in enumerate(session.shown_sketch.strokes):
            assert ink_at(canvas, image, stroke.start, stroke_colour(order, 5)), (step.index, order)
    session.show_state(step=0)
    first = pixels(canvas)
    assert (first != image).any()
    session.show_state(step=5)
    assert (pixels(canvas) == image).all()


def test_each_state_is_acknowledged_after_it_was_painted(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, qtbot: QtBot
) -> None:
    painted = QSignalSpy(canvas.state_painted)
    for step in play(session, make_run(5), 0):
        with qtbot.waitSignal(canvas.state_painted, timeout=2000) as receipt:
            session.add_steps([step])
            assert painted.count() == step.index  # not yet: it has not been painted
        assert receipt.args == [step.index]
    canvas.update()
    QApplication.processEvents()
    assert painted.count() == 5


def test_a_hidden_canvas_does_not_hold_the_run_up(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, qtbot: QtBot
) -> None:
    left = play(session, make_run(4), 2)
    canvas.hide()
    for step in left:
        with qtbot.waitSignal(canvas.state_painted, timeout=2000) as receipt:
            session.add_steps([step])
        assert receipt.args == [step.index]
    canvas.show()
    session.show_state(step=0)
    with qtbot.waitSignal(canvas.state_painted, timeout=2000):
        canvas.hide()


def test_nothing_is_edited_while_a_run_is_shown(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, drag: Callable, qtbot: QtBot
) -> None:
    sketch = session.sketch
    play(session, make_run(3))
    session.select(1)
    for tool in ("draw", "select"):
        canvas.set_tool(tool)
        drag(canvas, [(200, 200), (260, 240)])
        session.select(1)
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
        done = [canvas.delete_selected(), canvas.duplicate_selected(), canvas.reorder_selected(1), canvas.clear()]
        assert not any(done)
    assert session.sketch is sketch
    assert session.showing_run


def test_who_draws_on_a_run_is_told_why_nothing_is_drawn(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, drag: Callable
) -> None:
    told = QSignalSpy(canvas.refused)
    play(session, make_run(3))
    for tool in ("draw", "select"):
        canvas.set_tool(tool)
        drag(canvas, [(200, 200), (203, 200)])
        assert told.count() == (tool == "select"), "a click with an unsteady hand"
        drag(canvas, [(200, 200), (230, 210), (260, 240)])
    assert told.count() == 2
    assert "Esc" in told.at(0)[0]
    session.show_sketch()
    canvas.set_tool("draw")
    drag(canvas, [(200, 200), (260, 240)])
    assert told.count() == 2
    assert len(session.sketch) == 6


@pytest.mark.parametrize("how", ["escape", "banner"])
def test_back_to_the_sketch_and_its_view(
    canvas: Canvas,
    session: Session,
    make_run: Callable[..., Run],
    play: Callable,
    drag: Callable,
    qtbot: QtBot,
    pixels: Callable,
    how: str,
) -> None:
    canvas.zoom_in()
    view, before = canvas.camera().view, pixels(canvas)
    play(session, make_run(3, sketch=session.sketch))
    assert canvas.camera().fitted
    assert (pixels(canvas) != before).any()
    if how == "escape":
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    else:
        drag(canvas, [(280, 8)])
    assert not session.showing_run
    assert canvas.camera().view == view
    assert (pixels(canvas) == before).all()


def test_using_a_layout_fits_it(canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable) -> None:
    play(session, make_run(4, drift=3.0))
    session.use_shown_layout()
    left, top, right, bottom = session.sketch.bounds
    corners = canvas.camera().view.to_view([(left, top), (right, bottom)])
    assert (corners >= 0).all()
    assert (corners <= [canvas.width(), canvas.height()]).all()
    assert session.undo_name == "Use Layout"


def test_the_picture_only_jumps_when_strokes_leave_it(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, qtbot: QtBot
) -> None:
    left = play(session, make_run(30, drift=1.5), 1)
    scales = []
    for step in left:
        session.add_steps([step])
        settle(canvas, qtbot)
        scales.append(canvas.camera().view.scale)
        low, high = np.array(session.shown_sketch.bounds).reshape(2, 2)
        corners = canvas.camera().view.to_view([low, high])
        assert (corners >= 0).all()
        assert (corners <= [canvas.width(), canvas.height()]).all()
    assert all(later <= earlier for earlier, later in itertools.pairwise(scales))
    assert 1 <= len(set(scales)) < 12
    session.show_state(step=0)
    assert canvas.camera().view.scale == scales[-1]
    canvas.zoom_in()
    zoomed = canvas.camera().view
    session.show_state(step=29)
    assert canvas.camera().view == zoomed


def test_traces_grow_with_the_run_and_look_the_same_when_painted_at_once(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, pixels: Callable
) -> None:
    run = make_run(12, drift=0.2)
    play(session, run)
    QApplication.processEvents()
    canvas.camera().fitted = False  # hold the view
    session.show_state(step=0)
    for step in range(1, 12):
        session.show_state(step=step)
        grown = pixels(canvas)
    session.show_state(step=0)
    canvas.grab()
    session.show_state(step=11)
    assert (np.abs(pixels(canvas) - grown).max(axis=-1) > 40).mean() < 0.0005
    canvas.set_show_traces(False)
    without = pixels(canvas)
    assert (without != grown).any()
    canvas.set_show_ghost(False)
    assert (pixels(canvas) != without).any()


def test_paths_are_shown_one_at_a_time(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, pixels: Callable, qtbot: QtBot
) -> None:
    play(session, make_run(5, 2))
    settle(canvas, qtbot)
    first = pixels(canvas)
    session.show_state(path=1)
    settle(canvas, qtbot)
    assert (pixels(canvas) != first).any()
    assert canvas.accessibleDescription() == "Step 4 of path 2: camera 100.00%"


def test_hover_follows_the_layout_and_only_while_strokes_correspond(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, mouse: Callable, qtbot: QtBot,
    face: Sketch,
) -> None:  # fmt: skip
    play(session, make_run(5, drift=0.6))
    settle(canvas, qtbot)
    x, y = canvas.camera().view.to_view(session.shown_sketch.strokes[4].points[2]).tolist()
    mouse(canvas, QEvent.Type.MouseMove, (x, y), Qt.MouseButton.NoButton)
    assert session.hovered == 4
    session.edit(face, "Open Sketch")
    session.show_state()
    assert session.showing_run
    mouse(canvas, QEvent.Type.MouseMove, (x, y), Qt.MouseButton.NoButton)
    assert session.hovered is None


def test_raw_sketches_are_shown_where_the_session_puts_them(make_run: Callable[..., Run], play: Callable) -> None:
    rng = np.random.default_rng(1)
    walk = rng.normal(0, 9, (3, 60, 2)).cumsum(axis=1) + rng.uniform(0, 600, (3, 1, 2))
    raw = Sketch(tuple(Stroke(p, raw=True) for p in walk))
    session = Session()
    play(session, make_run(4, sketch=raw))
    shifts = RunTrack(session.run).shifts(0, 3)
    expected = [s.start for s in session.shown_sketch.strokes]
    np.testing.assert_allclose(shifts + [s.start for s in raw.strokes], expected, atol=1e-2)


def test_a_track_grows_and_long_traces_are_thinned(make_run: Callable[..., Run]) -> None:
    run = make_run(MOST_TRACE_POINTS + 500, drift=2.0)
    steps = list(run.steps)
    del run.steps[3:]
    track = RunTrack(run)
    small = track.bounds(0)
    run.steps.extend(steps[3:])
    trace = track.trace(0, 0, len(steps) - 1)
    assert trace.shape == (MOST_TRACE_POINTS, 5, 2)
    np.testing.assert_allclose(trace[0], [s.start for s in run.sketch.strokes], atol=1e-3)
    large = track.bounds(0)
    assert large[2] - large[0] > small[2] - small[0]
    assert track.trace(0, 5, 9).shape == (5, 5, 2)


def test_run_is_forgotten_and_replaced(
    canvas: Canvas, session: Session, make_run: Callable[..., Run], play: Callable, pixels: Callable
) -> None:
    before = pixels(canvas)
    play(session, make_run(3))
    session.clear_run()
    assert (pixels(canvas) == before).all()
    play(session, make_run(4, target="clock"))
    assert "clock" in canvas.accessibleDescription()


# What it looks like, without words --------------------------------------------------------------------------


@pytest.mark.parametrize("shot", ["sketch", "run"])
def test_looks_as_before(
    session: Session,
    show: Callable[..., Canvas],
    bicycle: Sketch,
    make_run: Callable[..., Run],
    play: Callable,
    qtbot: QtBot,
    theme: object,
    looks_as_before: Callable[[QImage, str], None],
    shot: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.edit(bicycle, "Open Sketch")
    canvas = show(Canvas(session), 300, 240)
    canvas.set_theme(theme)  # type: ignore[arg-type]
    session.select(2)
    session.hover(0)
    if shot == "run":
        # Words, and the room left for them, depend on the fonts of the computer.
        monkeypatch.setattr(canvas._scene, "_paint_words", lambda *_: None)
        play(session, make_run(8, drift=0.3))
        canvas._playback.settle()
        canvas.camera().fit(RunTrack(session.run).bounds(0), QMarginsF())  # type: ignore[arg-type]
    image = canvas.grab().toImage()
    looks_as_before(image, f"canvas-{shot}-{theme.name}")  # type: ignore[attr-defined]


def test_empty_page_says_what_to_do_until_one_draws(
    session: Session, show: Callable[..., Canvas], mouse: Callable, pixels: Callable
) -> None:
    canvas = show(Canvas(session), 400, 300)
    words = (pixels(canvas)[60:240, 60:340] == LIGHT.muted).all(axis=-1).sum()
    assert words > 100
    mouse(canvas, QEvent.Type.MouseButtonPress, (20, 20))
    assert (pixels(canvas)[60:240, 60:340] == LIGHT.muted).all(axis=-1).sum() == 0
    canvas.end_pointer(keep=False)
    assert (pixels(canvas)[60:240, 60:340] == LIGHT.muted).all(axis=-1).sum() == words


def test_looks_change_what_is_painted(canvas: Canvas, pixels: Callable) -> None:
    seen = [pixels(canvas)]
    for change in (
        lambda: canvas.set_scheme("viridis"),
        lambda: canvas.set_show_dots(False),
        lambda: canvas.set_show_numbers(True),
        lambda: canvas.setFocus(Qt.FocusReason.TabFocusReason),
    ):
        canvas.clearFocus()
        change()
        seen.append(pixels(canvas))
        assert (seen[-1] != seen[-2]).any()


def test_high_resolution_is_crisp(canvas: Canvas, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    image = QImage(canvas.width() * 2, canvas.height() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    canvas.render(image, QPointF().toPoint())
    pixmap = canvas._scene._page._pixmap
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (2 * canvas.width(), 2.0)
    canvas.resize(561, 431)
    canvas.render(image, QPointF().toPoint())
    assert canvas._scene._page._pixmap.width() == 1122
