from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.canvas_hits import StrokeFinder

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(session: Session, show: Callable[..., Canvas], face: Sketch) -> Canvas:
    session.edit(face, "Open Sketch")
    canvas = show(Canvas(session), 480, 400)
    canvas.set_tool("select")
    return canvas


def place(canvas: Canvas, stroke: int, point: int = 0) -> tuple[float, float]:
    """Where a point of the sketch is on the widget."""
    x, y = canvas.camera().view.to_view(canvas._session.sketch.strokes[stroke].points[point]).tolist()
    return x, y


def test_tools(session: Session, qtbot: QtBot) -> None:
    canvas = Canvas(session)
    qtbot.addWidget(canvas)
    changes = QSignalSpy(canvas.tool_changed)
    assert canvas.tool == "draw"
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    canvas.set_tool("select")
    canvas.set_tool("select")
    assert [changes.at(k)[0] for k in range(changes.count())] == ["select"]
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    with pytest.raises(ValueError, match="lasso"):
        canvas.set_tool("lasso")


def test_click_selects_the_nearest_stroke_or_nothing(canvas: Canvas, session: Session, drag: Callable) -> None:
    x, y = place(canvas, 2)
    drag(canvas, [(x + 7, y)])
    assert session.selection == 2
    drag(canvas, [place(canvas, 3)])
    assert session.selection == 3
    drag(canvas, [(x + 40, y)])
    assert session.selection is None
    assert session.undo_name == "Open Sketch"


def test_dragging_moves_the_stroke_as_one_edit(
    canvas: Canvas, session: Session, face: Sketch, mouse: Callable, pixels: Callable
) -> None:
    x, y = place(canvas, 2)
    before = pixels(canvas)
    mouse(canvas, QEvent.Type.MouseButtonPress, (x, y))
    selected = pixels(canvas)
    mouse(canvas, QEvent.Type.MouseMove, (x + 30, y + 10))
    preview = pixels(canvas)
    assert session.sketch == face
    mouse(canvas, QEvent.Type.MouseMove, (x + 60, y + 20))
    mouse(canvas, QEvent.Type.MouseButtonRelease, (x + 60, y + 20))
    assert (preview != selected).any()
    scale = canvas.camera().view.scale
    moved = session.sketch.strokes[2].points - face.strokes[2].points
    np.testing.assert_allclose(moved, [[60 / scale, 20 / scale]] * 2, atol=1e-3)
    assert session.sketch.without_strokes([2]) == face.without_strokes([2])
    assert (session.undo_name, session.selection) == ("Move Stroke", 2)
    session.undo()
    session.select(None)
    session.hover(None)
    assert session.sketch == face
    assert (pixels(canvas) == before).all()


def test_a_click_that_trembles_moves_nothing_and_escape_puts_back(
    canvas: Canvas, session: Session, face: Sketch, drag: Callable, mouse: Callable, qtbot: QtBot
) -> None:
    x, y = place(canvas, 2)
    drag(canvas, [(x, y), (x + 2, y + 1)])
    assert session.sketch is face
    mouse(canvas, QEvent.Type.MouseButtonPress, (x, y))
    mouse(canvas, QEvent.Type.MouseMove, (x + 50, y))
    qtbot.keyClick(canvas, Key.Key_Escape)
    mouse(canvas, QEvent.Type.MouseButtonRelease, (x + 50, y))
    assert session.sketch is face
    assert session.selection == 2
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert session.selection is None


def test_arrow_keys_nudge(canvas: Canvas, session: Session, face: Sketch, qtbot: QtBot) -> None:
    session.select(1)
    scale = canvas.camera().view.scale
    qtbot.keyClick(canvas, Key.Key_Right)
    near = session.sketch.strokes[1].start - face.strokes[1].start
    qtbot.keyClick(canvas, Key.Key_Down, Shift)
    far = session.sketch.strokes[1].start - face.strokes[1].start
    np.testing.assert_allclose(near, [2 / scale, 0], atol=1e-3)
    np.testing.assert_allclose(far, [2 / scale, 20 / scale], atol=1e-3)
    assert (session.undo_name, session.selection) == ("Move Stroke", 1)
    session.undo()
    session.undo()
    assert session.sketch == face


def test_delete_duplicate_reorder_clear(canvas: Canvas, session: Session, face: Sketch) -> None:
    session.select(1)
    assert canvas.duplicate_selected()
    assert (session.undo_name, session.selection, len(session.sketch)) == ("Duplicate Stroke", 4, 5)
    copy, original = session.sketch.strokes[4], face.strokes[1]
    np.testing.assert_allclose(copy.points - original.points, 16 / canvas.camera().view.scale, atol=1e-3)
    assert canvas.reorder_selected(-1)
    assert canvas.reorder_selected(-99)
    assert not canvas.reorder_selected(-1)
    assert (session.undo_name, session.selection) == ("Reorder Stroke", 0)
    assert session.sketch.strokes[0] == copy
    assert canvas.reorder_selected(1)
    assert canvas.delete_selected()
    assert (session.undo_name, session.selection) == ("Delete Stroke", 1)
    assert session.sketch.strokes == face.strokes
    session.select(3)
    assert canvas.delete_selected()
    assert session.selection == 2
    assert canvas.clear()
    assert session.undo_name == "Clear Drawing"
    assert session.sketch == Sketch()
    assert not canvas.clear()
    for _ in range(7):
        session.undo()
    assert session.sketch == face


def test_edits_need_a_selection(canvas: Canvas, session: Session, face: Sketch) -> None:
    done = [
        canvas.delete_selected(),
        canvas.duplicate_selected(),
        canvas.move_selected(5, 5),
        canvas.reorder_selected(1),
    ]
    assert not any(done)
    assert session.sketch is face


def test_tab_home_and_end_choose_strokes_and_tab_leaves_at_the_end(
    session: Session, show: Callable, face: Sketch, qtbot: QtBot
) -> None:
    session.edit(face, "Open Sketch")
    window = QWidget()
    before, canvas, after = QLineEdit(), Canvas(session), QLineEdit()
    layout = QHBoxLayout(window)
    for widget in (before, canvas, after):
        layout.addWidget(widget)
    show(window, 700, 400)
    before.setFocus()
    qtbot.keyClick(before, Key.Key_Tab)
    assert canvas.hasFocus()
    canvas.set_tool("select")
    seen = []
    for _ in range(4):
        qtbot.keyClick(canvas, Key.Key_Tab)
        seen.append(session.selection)
    assert seen == [0, 1, 2, 3]
    qtbot.keyClick(canvas, Key.Key_Home)
    assert session.selection == 0
    qtbot.keyClick(canvas, Key.Key_End)
    assert session.selection == 3
    qtbot.keyClick(canvas, Key.Key_Tab)
    assert after.hasFocus()
    canvas.setFocus()
    qtbot.keyClick(canvas, Key.Key_Tab, Shift)
    assert session.selection == 2
    canvas.set_tool("draw")
    qtbot.keyClick(canvas, Key.Key_Tab)
    assert after.hasFocus()


def test_select_next_goes_around(canvas: Canvas, session: Session) -> None:
    seen = []
    for delta in (1, 1, -1, -1, 1):
        canvas.select_next(delta)
        seen.append(session.selection)
    assert seen == [0, 1, 0, 3, 0]
    session.select(None)
    canvas.select_next(-1)
    assert session.selection == 3


@pytest.mark.parametrize("tool", ["draw", "select"])
def test_hover_is_linked(canvas: Canvas, session: Session, mouse: Callable, pixels: Callable, tool: str) -> None:
    canvas.set_tool(tool)
    before = pixels(canvas)
    x, y = place(canvas, 2)
    mouse(canvas, QEvent.Type.MouseMove, (x + 3, y), Qt.MouseButton.NoButton)
    assert session.hovered == 2
    marked = pixels(canvas)
    assert (marked != before).any()
    mouse(canvas, QEvent.Type.MouseMove, (3, 3), Qt.MouseButton.NoButton)
    assert session.hovered is None
    session.hover(2)
    assert (pixels(canvas) == marked).all()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert session.hovered is None


def test_finder_prefers_the_stroke_on_top_and_follows_shifts(face: Sketch) -> None:
    finder = StrokeFinder(face.with_stroke(face.strokes[2]))
    assert finder.nearest(128, 125, 5) == 4
    assert finder.nearest(95, 97, 5) == 3
    assert finder.nearest(95, 101, 5) is None
    shifts = np.zeros((5, 2))
    shifts[3] = (0, 300)
    assert finder.nearest(95, 397, 5, shifts) == 3
    assert finder.nearest(95, 97, 5, shifts) is None
    assert StrokeFinder(Sketch()).nearest(0, 0, 1e9) is None


def test_summary_for_screen_readers(canvas: Canvas, session: Session, face: Sketch) -> None:
    assert canvas.accessibleName() == "Drawing canvas"
    assert canvas.accessibleDescription() == "Sketch with 4 strokes"
    session.select(1)
    assert canvas.accessibleDescription() == "Sketch with 4 strokes; stroke 2 selected"
    session.edit(face.with_strokes(face.strokes[:1]), "Delete Strokes")
    assert canvas.accessibleDescription() == "Sketch with 1 stroke"
    canvas.clear()
    assert canvas.accessibleDescription() == "Empty sketch"


def test_context_menu_offers_the_given_actions_for_the_stroke_under_the_mouse(
    canvas: Canvas, session: Session, qtbot: QtBot
) -> None:
    point = QPoint(*(round(v) for v in place(canvas, 2)))

    def ask() -> bool:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, canvas.mapToGlobal(point))
        QApplication.sendEvent(canvas, event)
        return event.isAccepted()

    assert not ask()
    action = QAction("Delete Stroke", canvas)
    action.triggered.connect(canvas.delete_selected)
    canvas.set_context_actions([action])
    assert ask()
    assert session.selection == 2
    (menu,) = canvas.findChildren(QMenu)
    assert menu.actions() == [action]
    action.trigger()
    menu.close()
    assert len(session.sketch) == 3
    qtbot.waitUntil(lambda: not canvas.findChildren(QMenu))


def test_dropped_files_are_left_to_the_window(canvas: Canvas) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("sketches.ndjson")])
    event = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(canvas, event)
    assert not canvas.acceptDrops()
    assert not event.isAccepted()
