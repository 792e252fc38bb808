from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, stroke_colour
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas import Canvas

PRESS, MOVE, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(session: Session, show: Callable[..., Canvas]) -> Canvas:
    return show(Canvas(session), 480, 400)


def test_a_mouse_stroke_is_one_edit_with_every_point(canvas: Canvas, session: Session, drag: Callable) -> None:
    changes = QSignalSpy(session.sketch_changed)
    places = [(100.0, 100.0), (110.5, 103.25), (130.0, 120.0), (130.0, 120.0), (180.0, 90.0)]
    drag(canvas, places, first=5000, every=10)
    assert changes.count() == 1
    (stroke,) = session.sketch.strokes
    assert stroke.raw
    assert stroke.pressures is None
    expected = canvas.camera().view.to_sketch([places[0], places[1], places[2], places[4]])
    np.testing.assert_allclose(stroke.points, expected, atol=1e-3)
    assert stroke.times is not None
    assert stroke.times.tolist() == [0, 10, 20, 40]
    assert session.undo_name == "Draw Stroke"
    session.undo()
    assert not session.sketch.strokes
    assert session.undo_name is None


def test_times_go_on_from_stroke_to_stroke(canvas: Canvas, session: Session, drag: Callable) -> None:
    drag(canvas, [(10, 10), (60, 60)], first=1000, every=10)
    drag(canvas, [(90, 10), (20, 60)], first=1700, every=10)
    times = [s.times.tolist() for s in session.sketch.strokes if s.times is not None]
    assert times == [[0, 10], [700, 710]]


@pytest.mark.parametrize("jitter", [0.0, 1.5])
def test_a_tap_is_a_stroke_of_one_point(canvas: Canvas, session: Session, drag: Callable, jitter: float) -> None:
    drag(canvas, [(200, 200), (200 + jitter, 200)])
    assert [len(s) for s in session.sketch.strokes] == [1]


def test_two_quick_taps_are_two_strokes(canvas: Canvas, session: Session, mouse: Callable) -> None:
    for kind in (PRESS, RELEASE, QEvent.Type.MouseButtonDblClick, RELEASE):
        mouse(canvas, kind, (50, 50))
    assert [len(s) for s in session.sketch.strokes] == [1, 1]


def test_other_buttons_do_not_draw(canvas: Canvas, session: Session, drag: Callable) -> None:
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        drag(canvas, [(100, 100), (150, 150)], button)
    assert not session.sketch.strokes


def test_escape_cancels_the_stroke_in_progress(
    canvas: Canvas, session: Session, qtbot: QtBot, mouse: Callable, pixels: Callable
) -> None:
    before = pixels(canvas)
    mouse(canvas, PRESS, (100, 100))
    mouse(canvas, MOVE, (200, 150))
    assert (pixels(canvas) != before).any()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    mouse(canvas, MOVE, (250, 150))
    mouse(canvas, RELEASE, (250, 150))
    assert not session.sketch.strokes
    assert (pixels(canvas) == before).all()


@pytest.mark.parametrize("how", ["focus", "tool", "lost release", "hide"])
def test_what_was_drawn_is_kept_when_the_stroke_is_interrupted(
    canvas: Canvas, session: Session, mouse: Callable, how: str
) -> None:
    mouse(canvas, PRESS, (100, 100))
    mouse(canvas, MOVE, (200, 150))
    if how == "focus":
        QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    elif how == "tool":
        canvas.set_tool("select")
    elif how == "hide":
        canvas.hide()
    else:
        mouse(canvas, MOVE, (220, 160), Qt.MouseButton.NoButton)
    assert [len(s) for s in session.sketch.strokes] == [2]
    mouse(canvas, RELEASE, (220, 160))
    assert len(session.sketch) == 1


def test_a_run_that_appears_under_the_pen_keeps_the_stroke(
    canvas: Canvas, session: Session, mouse: Callable, make_run: Callable[..., Run], play: Callable
) -> None:
    mouse(canvas, PRESS, (100, 100))
    mouse(canvas, MOVE, (200, 150))
    play(session, make_run(3))
    assert len(session.sketch) == 1
    assert session.showing_run


def test_drawing_never_moves_the_view(canvas: Canvas, session: Session, drag: Callable) -> None:
    view = canvas.camera().view
    drag(canvas, [(10, 10), (30, 40)])
    session.undo()
    drag(canvas, [(400, 300), (420, 320), (470, 390)])
    canvas.set_tool("select")
    session.select(0)
    canvas.move_selected(500, 500)
    session.undo()
    canvas.clear()
    session.undo()
    assert canvas.camera().view == view


# Tablet -----------------------------------------------------------------------------------------------------


def pen(name: str, kind: QPointingDevice.PointerType, *, pressure: bool = True) -> QPointingDevice:
    capabilities = QInputDevice.Capability.Position
    if pressure:
        capabilities |= QInputDevice.Capability.Pressure
    return QPointingDevice(name, 7, QInputDevice.DeviceType.Stylus, kind, capabilities, 1, 1)


def tablet(canvas: Canvas, device: QPointingDevice, kind: QEvent.Type, x: float, y: float, pressure: float) -> bool:
    place = QPointF(x, y)
    moving, up = kind == QEvent.Type.TabletMove, kind == QEvent.Type.TabletRelease
    button = Qt.MouseButton.NoButton
    event = QTabletEvent(
        kind, device, place, canvas.mapToGlobal(place), pressure, 0, 0, 0, 0, 0,
        Qt.KeyboardModifier.NoModifier, button if moving else LEFT, button if up else LEFT,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def draw_with_pen(canvas: Canvas, device: QPointingDevice, points: list[tuple[float, float, float]]) -> None:
    assert tablet(canvas, device, QEvent.Type.TabletPress, *points[0])
    for point in points[1:]:
        assert tablet(canvas, device, QEvent.Type.TabletMove, *point)
    assert tablet(canvas, device, QEvent.Type.TabletRelease, *points[-1][:2], 0.0)


def test_pen_pressure_is_kept(canvas: Canvas, session: Session) -> None:
    device = pen("pen", QPointingDevice.PointerType.Pen)
    draw_with_pen(canvas, device, [(50 + 0.25 * k, 60, 0.2 + 0.006 * k) for k in range(100)])
    (stroke,) = session.sketch.strokes
    assert len(stroke) == 100
    assert stroke.raw
    np.testing.assert_allclose(stroke.pressures, [0.2 + 0.006 * k for k in range(100)], atol=1e-5)
    np.testing.assert_allclose(np.diff(canvas.camera().view.to_view(stroke.points)[:, 0]), 0.25, atol=1e-3)


def test_pressure_changes_the_width_of_fresh_ink(canvas: Canvas, pixels: Callable) -> None:
    device = pen("pen", QPointingDevice.PointerType.Pen)
    tablet(canvas, device, QEvent.Type.TabletPress, 50, 200, 0.05)
    for k in range(1, 60):
        tablet(canvas, device, QEvent.Type.TabletMove, 50 + 5 * k, 200, min(1.0, 0.05 + k / 50))
    fresh = pixels(canvas)[150:250]
    ink = (fresh == stroke_colour(0, 1)).all(axis=-1).sum(axis=0)
    assert ink[330] > ink[70] >= 0


def test_a_pen_without_pressure_and_a_pen_tap(canvas: Canvas, session: Session) -> None:
    draw_with_pen(canvas, pen("plain", QPointingDevice.PointerType.Pen, pressure=False), [(9, 9, 0), (40, 40, 0)])
    draw_with_pen(canvas, pen("pen", QPointingDevice.PointerType.Pen), [(80, 80, 0.3), (80.5, 80, 0.7)])
    line, tap = session.sketch.strokes
    assert line.pressures is None
    assert len(tap) == 1
    assert tap.pressures == pytest.approx([0.7])


def test_the_eraser_deletes_what_it_touches(canvas: Canvas, session: Session, face: Sketch) -> None:
    session.edit(face, "Open")
    x, y = canvas.camera().view.to_view(face.strokes[2].points.mean(axis=0)).tolist()
    device = pen("eraser", QPointingDevice.PointerType.Eraser)
    draw_with_pen(canvas, device, [(x - 40, y, 0.5), (x, y, 0.5)])
    assert session.sketch == face.without_strokes([2])
    assert session.undo_name == "Delete Stroke"


# What it costs ----------------------------------------------------------------------------------------------


def test_pen_moves_over_many_strokes_repaint_only_the_new_ink(
    canvas: Canvas, session: Session, mouse: Callable, many_strokes: Callable[[int], Sketch]
) -> None:
    session.edit(many_strokes(500), "Open")
    QApplication.processEvents()
    mouse(canvas, PRESS, (100, 100))
    QApplication.processEvents()
    seconds = []
    for k in range(300):
        began = time.thread_time()  # which other programs do not disturb
        mouse(canvas, MOVE, (100 + k % 250, 100 + (k * 7) % 200))
        QApplication.processEvents()
        seconds.append(time.thread_time() - began)
    mouse(canvas, RELEASE, (100, 100))
    assert len(session.sketch) == 501
    # Painting all 500 strokes takes tens of milliseconds; a frame lasts 16.
    assert statistics.quantiles(seconds, n=20)[18] < 0.016


def test_ink_painted_piece_by_piece_looks_like_the_stroke(
    canvas: Canvas, session: Session, mouse: Callable, pixels: Callable
) -> None:
    canvas.set_show_dots(False)
    places = [(100 + 8 * k, 200 + 60 * np.sin(k / 3)) for k in range(30)]
    mouse(canvas, PRESS, places[0])
    for place in places[1:]:
        mouse(canvas, MOVE, place)
        canvas.grab()
    wet = pixels(canvas)
    mouse(canvas, RELEASE, places[-1])
    dry = pixels(canvas)
    assert (wet != LIGHT.background).any()
    assert (np.abs(wet - dry).max(axis=-1) > 100).mean() < 0.0005
