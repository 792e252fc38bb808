from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.view import View
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.canvas_view import PAGE, CanvasView, between, contains, grown

Control, Shift, Plain = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def canvas(session: Session, show: Callable[..., Canvas]) -> Canvas:
    return show(Canvas(session), 480, 400)


def wheel(canvas: Canvas, x: float, y: float, turn: QPoint, modifiers: Qt.KeyboardModifier = Plain) -> None:
    place = QPointF(x, y)
    event = QWheelEvent(
        place, canvas.mapToGlobal(place), QPoint(), turn, Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def inside(canvas: Canvas, sketch: Sketch) -> bool:
    left, top, right, bottom = sketch.bounds
    (x0, y0), (x1, y1) = canvas.camera().view.to_view([(left, top), (right, bottom)]).tolist()
    return x0 >= 0 and y0 >= 0 and x1 <= canvas.width() and y1 <= canvas.height()


def test_an_empty_canvas_shows_the_page_in_its_middle(canvas: Canvas) -> None:
    centre = canvas.camera().view.to_view([128, 128])
    assert centre == pytest.approx([canvas.width() / 2, canvas.height() / 2])
    assert contains(canvas.camera().visible, PAGE)


def test_zooming_keeps_the_point_under_the_pointer(canvas: Canvas) -> None:
    before = canvas.camera().view
    home = before.to_sketch([100, 80])
    wheel(canvas, 100, 80, QPoint(0, 240), Control)
    assert canvas.zoom == pytest.approx(1.44)
    np.testing.assert_allclose(canvas.camera().view.to_sketch([100, 80]), home, atol=1e-6)
    wheel(canvas, 100, 80, QPoint(0, -240), Control)
    assert canvas.camera().view.scale == pytest.approx(before.scale)
    canvas.zoom_in()
    assert canvas.zoom == pytest.approx(1.2)
    canvas.zoom_out()
    assert canvas.zoom == pytest.approx(1)


def test_zoom_has_limits_and_the_mapping_survives_them(canvas: Canvas) -> None:
    for turn in (100_000, -200_000):
        wheel(canvas, 300, 200, QPoint(0, turn), Control)
        view = canvas.camera().view
        points = np.array([(0.0, 0.0), (480, 400), (123.4, 56.7)])
        np.testing.assert_allclose(view.to_view(view.to_sketch(points)), points, atol=1e-6)
        assert canvas.grab().width() > 0
    assert 0.04 < canvas.zoom < 0.06


def test_pinch_on_a_touch_pad_zooms(canvas: Canvas) -> None:
    place = QPointF(200, 100)
    home = canvas.camera().view.to_sketch([200, 100])
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(), 2, place, place, canvas.mapToGlobal(place), 0.5, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert canvas.zoom == pytest.approx(np.exp(0.5))
    np.testing.assert_allclose(canvas.camera().view.to_sketch([200, 100]), home, atol=1e-6)


def test_scrolling_pans(canvas: Canvas) -> None:
    before = canvas.camera().view
    wheel(canvas, 10, 10, QPoint(0, -120))
    wheel(canvas, 10, 10, QPoint(0, -120), Shift)
    assert canvas.camera().view == View(before.scale, before.dx - 60, before.dy - 60)


@pytest.mark.parametrize("how", ["middle", "space"])
def test_dragging_pans(canvas: Canvas, session: Session, qtbot: QtBot, drag: Callable, how: str) -> None:
    before = canvas.camera().view
    if how == "space":
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
        assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
        drag(canvas, [(100, 100), (130, 90)])
        qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    else:
        drag(canvas, [(100, 100), (130, 90)], Qt.MouseButton.MiddleButton)
    assert canvas.camera().view == View(before.scale, before.dx + 30, before.dy - 10)
    assert not session.sketch.strokes
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_an_opened_sketch_is_fitted_and_fit_comes_back(canvas: Canvas, session: Session, face: Sketch) -> None:
    huge = face.with_strokes(s.moved(5000, -3000) for s in face.strokes)
    session.edit(huge, "Open Sketch")
    assert inside(canvas, huge)
    fitted = canvas.camera().view
    width = (huge.bounds[2] - huge.bounds[0]) * fitted.scale
    assert width > 0.7 * min(canvas.width(), canvas.height())
    canvas.zoom_in()
    canvas.camera().pan(200, 300)
    canvas.fit()
    assert canvas.camera().view == fitted


def test_another_sketch_is_fitted_but_an_edit_is_not(
    canvas: Canvas, session: Session, face: Sketch, bicycle: Sketch
) -> None:
    session.edit(face, "Open Sketch")
    canvas.zoom_in()
    zoomed = canvas.camera().view
    session.edit(face.with_strokes(s.moved(40, 0) for s in face.strokes), "Move All")
    session.undo()
    assert canvas.camera().view == zoomed
    session.edit(bicycle, "Open Sketch")
    assert canvas.camera().fitted
    assert inside(canvas, bicycle)
    session.undo()
    assert inside(canvas, face)


def test_a_fitted_sketch_stays_fitted_when_the_window_grows(canvas: Canvas, session: Session, face: Sketch) -> None:
    session.edit(face, "Open Sketch")
    small = canvas.camera().view.scale
    canvas.resize(960, 800)
    assert canvas.camera().view.scale == pytest.approx(2 * small)
    canvas.zoom_in()
    centre = canvas.camera().view.to_sketch([480, 400])
    canvas.resize(700, 500)
    np.testing.assert_allclose(canvas.camera().view.to_sketch([350, 250]), centre, atol=1e-6)


def test_one_tap_is_shown_in_the_middle_of_a_page(canvas: Canvas, session: Session, face: Sketch) -> None:
    session.edit(face.with_strokes(face.strokes[3:]), "Open Sketch")
    np.testing.assert_allclose(canvas.camera().view.to_view([95, 95]), [240, 200], atol=1e-6)
    assert contains(canvas.camera().visible, (0, 0, 200, 200))


def test_bounds_helpers() -> None:
    box = (0.0, 0.0, 100.0, 100.0)
    assert grown(box, (10, 10, 90, 90)) == box
    left, top, right, bottom = grown(box, (-50, 0, 100, 100))
    assert left < -50
    assert (top, right, bottom) == (0, 100, 100)
    first, second = View(1, 0, 0), View(4, -30, 10)
    assert between(first, second, 0) == first
    assert between(first, second, 1) == second
    middle = between(first, second, 0.5)
    assert middle.scale == pytest.approx(2)
    fixed = 10  # 1 * 10 + 0 == 4 * 10 - 30
    assert middle.scale * fixed + middle.dx == pytest.approx(10)


def test_a_canvas_without_room_still_has_a_view() -> None:
    view = CanvasView()
    view.resize(0, 0)
    view.fit((0, 0, 10, 10))
    view.zoom_by(float("nan"))
    assert view.view.scale > 0
