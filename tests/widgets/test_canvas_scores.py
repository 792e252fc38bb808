"""Scores over the sketch on the canvas, previews in its place, and what a drag tells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Colour, signed_colour, stroke_colour
from sketchxai_desktop.session import Overlay, PlaceMap, Preview, Session
from sketchxai_desktop.widgets.canvas import Canvas

Show = Callable[..., QWidget]


@pytest.fixture
def canvas(session: Session, bicycle: Sketch, show: Show) -> Canvas:
    session.open_sketch(bicycle)
    canvas = Canvas(session)
    show(canvas, 500, 400)
    return canvas


def has(image: QImage, colour: Colour) -> int:
    """Pixels of exactly that colour."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(-1, 3)
    return int((pixels == colour).all(axis=1).sum())


def picture(canvas: Canvas) -> QImage:
    return canvas.grab().toImage()


def test_strokes_take_the_colours_of_their_scores(canvas: Canvas, session: Session, bicycle: Sketch) -> None:
    shares = np.array([1.0, -1.0, 0.0, 0.0, 0.0])
    own = stroke_colour(0, 5)
    assert has(picture(canvas), own) > 100
    session.set_overlay(Overlay(bicycle, "Exact Shapley", shares, ends=("against", "for")))
    scored = picture(canvas)
    assert has(scored, own) == 0
    assert has(scored, signed_colour(1.0, LIGHT)) > has(scored, signed_colour(-1.0, LIGHT)) > 100, "dashes have gaps"
    session.edit(bicycle.without_strokes([4]), "Delete Stroke")
    assert has(picture(canvas), signed_colour(1.0, LIGHT)) == 0, "scores of another sketch say nothing of this one"
    session.undo()
    session.set_overlay(None)
    assert has(picture(canvas), own) > 100


def test_a_run_shows_orders_because_its_layouts_have_other_scores(
    canvas: Canvas, session: Session, bicycle: Sketch, make_run: Callable[..., Run], play: Callable
) -> None:
    session.set_overlay(
        Overlay(bicycle, "Exact Shapley", np.array([1.0, -1.0, 0.0, 0.0, 0.0]), ends=("against", "for"))
    )
    play(session, make_run(2))
    assert has(picture(canvas), stroke_colour(0, 5)) > 100
    session.show_sketch()
    assert has(picture(canvas), stroke_colour(0, 5)) == 0


def test_links_points_and_maps_are_painted(canvas: Canvas, session: Session, bicycle: Sketch) -> None:
    plain = picture(canvas)
    places = np.array([[200, 20], [40, 40]], np.float32)
    values = np.random.default_rng(0).random((4, 4)).astype(np.float32)
    for overlay in (
        Overlay(bicycle, "links", links=((0, 1, 1.0), (1, 2, 0.4))),
        Overlay(bicycle, "points", places=places, point_shares=np.array([1.0, -1.0])),
        Overlay(bicycle, "map", map=PlaceMap(values, (0, 0, 255, 255), (128, 128), 1)),
    ):
        session.set_overlay(overlay)
        assert picture(canvas) != plain
        plain = picture(canvas)


def test_a_preview_is_shown_but_not_edited(canvas: Canvas, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    first = bicycle.with_strokes(bicycle.strokes[:1])
    session.show_preview(Preview(first, "After stroke 1"))
    shown = picture(canvas)
    assert has(shown, stroke_colour(0, 5)) > 100, "a stroke keeps its colour"
    assert has(shown, stroke_colour(4, 5)) == 0
    session.select(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert session.sketch is bicycle, "no arrow moves what is not shown"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.preview is None
    session.show_preview(Preview(first, "After stroke 1"))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert [session.preview, session.sketch] == [None, bicycle]


def test_a_drag_tells_where_the_stroke_is(canvas: Canvas, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    told: list[Sketch | None] = []
    session.dragged_changed.connect(told.append)
    canvas.set_tool("select")
    view = canvas.camera().view
    x, y = (round(v) for v in view.to_view(bicycle.strokes[2].points[1]).tolist())
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    qtbot.mouseMove(canvas, QPoint(x + 20, y))
    qtbot.mouseMove(canvas, QPoint(x + 40, y))
    shown = told[-1]
    assert shown is not None
    assert shown is session.dragged
    assert session.sketch is bicycle
    k = session.selection
    assert k is not None
    moved = shown.strokes[k].points - bicycle.strokes[k].points
    assert moved == pytest.approx(np.broadcast_to([40 / view.scale, 0], moved.shape), abs=0.01)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x + 40, y))
    assert told[-1] is None
    assert session.undo_name == "Move Stroke"
