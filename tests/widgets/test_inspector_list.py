"""The stroke list, driven by real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import LIGHT, stroke_colour
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector import Inspector
from sketchxai_desktop.widgets.inspector_delegate import span_of
from sketchxai_desktop.widgets.inspector_list import StrokeList
from sketchxai_desktop.widgets.inspector_state import number, percent, place
from sketchxai_desktop.widgets.inspector_strokes import ROW, StrokeRow

if TYPE_CHECKING:
    from sketchxai_desktop.core.inspection import Inspection

Show = Callable[..., QWidget]
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def inspector(session: Session, show: Show) -> Inspector:
    widget = Inspector(session)
    show(widget, 300, 560)
    return widget


@pytest.fixture
def strokes(inspector: Inspector) -> StrokeList:
    """The list of a shown inspector."""
    return inspector.strokes


def row(strokes: StrokeList, order: int) -> StrokeRow:
    found = strokes.model().index(order, 0).data(ROW)
    assert isinstance(found, StrokeRow)
    return found


def centre(strokes: StrokeList, order: int) -> QPoint:
    index = strokes.model().index(order, 0)
    strokes.scrollTo(index)
    return strokes.visualRect(index).center()


def tip(strokes: StrokeList, order: int) -> str:
    return str(strokes.model().index(order, 0).data(Qt.ItemDataRole.ToolTipRole))


def drag(qtbot: QtBot, strokes: StrokeList, order: int, to: QPoint) -> None:
    start = centre(strokes, order)
    viewport = strokes.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(viewport, start + (to - start) * share)


# What it shows -----------------------------------------------------------------------------------------


def test_strokes_are_listed_before_any_network_is_there(strokes: StrokeList, session: Session, bicycle: Sketch) -> None:
    session.edit(bicycle, "Open Sketch")
    assert strokes.model().rowCount() == 5
    for order, location in enumerate(locations(bicycle).tolist()):
        assert row(strokes, order).location == pytest.approx(location)
    assert row(strokes, 2).points == 5
    assert row(strokes, 2).shares is None


def test_the_network_adds_its_locations_and_shares(
    strokes: StrokeList, session: Session, inspection: Inspection
) -> None:
    session.edit(inspection.sketch, "Open Sketch")
    session.set_inspection(inspection)
    for order in range(5):
        assert row(strokes, order).shares == pytest.approx(inspection.contributions[order].tolist())
        assert row(strokes, order).location == pytest.approx(inspection.locations[order].tolist())
    assert percent(float(inspection.contributions[1, 0])) in tip(strokes, 1)


def test_points_are_those_the_network_sees(strokes: StrokeList, session: Session, checkpoint: object) -> None:
    from sketchxai_desktop.core.inspection import inspect_sketch

    ink = Stroke(np.stack([np.linspace(0, 300, 120), np.zeros(120)], axis=1), raw=True)
    sketch = Sketch((ink, replace(ink, points=ink.points + np.array((0, 40)))))
    session.edit(sketch, "Draw Stroke")
    assert row(strokes, 0).points is None
    session.set_inspection(inspect_sketch(checkpoint, sketch))  # type: ignore[arg-type]
    assert row(strokes, 0).points == 2
    assert "120 points" in tip(strokes, 0)
    assert "sees 2 points" in tip(strokes, 0)
    # While the answer to an edit is on its way, the strokes that stay keep their numbers.
    session.edit(sketch.with_stroke(Stroke(ink.points[:10] + np.array((0, 90)), raw=True)), "Draw Stroke")
    assert row(strokes, 1).points == 2
    assert row(strokes, 1).shares is not None
    assert row(strokes, 2).points is None


def test_a_sketch_without_size_has_no_locations(strokes: StrokeList, session: Session) -> None:
    session.edit(Sketch((Stroke(np.array([(3.0, 4.0)])),)), "Draw Stroke")
    assert row(strokes, 0).location is None
    assert "1 point" in strokes.model().index(0, 0).data()


def test_rows_say_what_they_are(strokes: StrokeList, session: Session, inspection: Inspection) -> None:
    session.edit(inspection.sketch, "Open Sketch")
    text = strokes.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text.startswith("Stroke 4, starts at (")
    assert text.endswith("2 points")


def test_the_number_has_the_strokes_colour(
    strokes: StrokeList, session: Session, bicycle: Sketch, pixels: Callable[[QWidget], np.ndarray]
) -> None:
    session.edit(bicycle, "Open Sketch")
    seen = pixels(strokes.viewport())
    for order in range(2):
        rect = strokes.visualRect(strokes.model().index(order, 0))
        chip = seen[rect.top() : rect.bottom(), :32]
        colour = np.array(stroke_colour(order, 5, "rainbow", LIGHT))
        assert (np.abs(chip - colour).max(axis=-1) < 4).sum() > 100


def test_strokes_beyond_the_networks_slots(
    strokes: StrokeList,
    session: Session,
    summary: CheckpointSummary,
    many_strokes: Callable[[int], Sketch],
) -> None:
    session.set_checkpoint(summary)  # 150 slots
    session.edit(many_strokes(500), "Open Sketch")
    assert strokes.model().rowCount() == 500
    assert row(strokes, 149).seen
    assert not row(strokes, 150).seen
    assert "does not see it" in tip(strokes, 499)
    strokes.scrollToBottom()
    assert strokes.indexAt(QPoint(60, strokes.viewport().height() - 5)).row() == 499
    assert not strokes.grab().isNull()


# Pointing and selecting --------------------------------------------------------------------------------


def test_hovering_and_leaving(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    qtbot.mouseMove(strokes.viewport(), centre(strokes, 1))
    assert session.hovered == 1
    qtbot.mouseMove(strokes.viewport(), centre(strokes, 2))
    assert session.hovered == 2
    QApplication.sendEvent(strokes, _leave())
    assert session.hovered is None


def _leave() -> object:
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)


def test_hovering_elsewhere_is_shown(
    strokes: StrokeList, session: Session, bicycle: Sketch, pixels: Callable[[QWidget], np.ndarray]
) -> None:
    session.edit(bicycle, "Open Sketch")
    before = pixels(strokes.viewport())
    session.hover(1)
    after = pixels(strokes.viewport())
    changed = np.flatnonzero((before != after).any(axis=(1, 2)))
    rect = strokes.visualRect(strokes.model().index(1, 0))
    assert len(changed)
    assert rect.top() <= changed[0] <= changed[-1] <= rect.bottom() + 1


def test_selecting_by_mouse_and_keys(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    qtbot.mouseClick(strokes.viewport(), Qt.MouseButton.LeftButton, pos=centre(strokes, 1))
    assert session.selection == 1
    qtbot.keyClick(strokes, Qt.Key.Key_Down)
    assert session.selection == 2
    qtbot.keyClick(strokes, Qt.Key.Key_Up)
    qtbot.keyClick(strokes, Qt.Key.Key_Up)
    assert session.selection == 0
    qtbot.keyClick(strokes, Qt.Key.Key_Escape)
    assert session.selection is None
    assert not strokes.selectionModel().hasSelection()


def test_selecting_elsewhere_is_followed(
    strokes: StrokeList, session: Session, many_strokes: Callable[[int], Sketch]
) -> None:
    session.edit(many_strokes(300), "Open Sketch")
    session.select(250)
    assert strokes.currentIndex().row() == 250
    assert strokes.viewport().rect().contains(strokes.visualRect(strokes.currentIndex()).center())
    session.select(None)
    assert not strokes.selectionModel().hasSelection()


def test_looking_selects_nothing(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    strokes.clearFocus()
    strokes.setFocus(Qt.FocusReason.TabFocusReason)
    assert session.selection is None
    qtbot.keyClick(strokes, Qt.Key.Key_Down)
    assert session.selection == 0


def test_an_edit_elsewhere_changes_no_selection_but_its_own(
    strokes: StrokeList, session: Session, bicycle: Sketch
) -> None:
    session.edit(bicycle, "Open Sketch", select=4)
    session.edit(bicycle.without_strokes([4]), "Delete Stroke")
    assert session.selection is None
    assert strokes.model().rowCount() == 4
    session.undo()
    assert strokes.model().rowCount() == 5


# Editing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "above", "expected"),
    [(0, 3, [1, 2, 0, 3, 4]), (4, 0, [4, 0, 1, 2, 3]), (1, 5, [0, 2, 3, 4, 1]), (3, 1, [0, 3, 1, 2, 4])],
)
def test_dragging_reorders(
    strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot, order: int, above: int, expected: list[int]
) -> None:
    strokes.window().resize(300, 900)
    session.edit(bicycle, "Open Sketch")
    height = strokes.visualRect(strokes.model().index(0, 0)).height()
    qtbot.waitUntil(lambda: strokes.viewport().height() >= 5 * height + 20)
    target = QPoint(40, strokes.visualRect(strokes.model().index(0, 0)).top() + above * height)
    drag(qtbot, strokes, order, target)
    qtbot.mouseRelease(strokes.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert session.sketch.strokes == tuple(bicycle.strokes[k] for k in expected)
    assert session.undo_name == "Reorder Stroke"
    assert session.selection == expected.index(order)
    session.undo()
    assert session.sketch == bicycle


def test_a_drag_can_be_given_up(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    drag(qtbot, strokes, 0, centre(strokes, 2))
    qtbot.keyClick(strokes, Qt.Key.Key_Escape)
    qtbot.mouseRelease(strokes.viewport(), Qt.MouseButton.LeftButton, pos=centre(strokes, 2))
    assert session.sketch == bicycle
    assert session.selection == 0


def test_a_trembling_click_moves_nothing(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    start = centre(strokes, 1)
    qtbot.mousePress(strokes.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(strokes.viewport(), start + QPoint(0, 3))
    qtbot.mouseRelease(strokes.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 3))
    assert session.sketch == bicycle
    assert session.selection == 1


def test_keys_reorder_and_delete(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch", select=1)
    qtbot.keyClick(strokes, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert session.sketch == bicycle.reordered(1, 2)
    assert session.selection == 2
    for _ in range(5):
        qtbot.keyClick(strokes, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert session.sketch == bicycle.reordered(1, 0)
    assert session.selection == 0
    qtbot.keyClick(strokes, Qt.Key.Key_Delete)
    assert session.sketch == bicycle.without_strokes([1])
    assert session.undo_name == "Delete Stroke"
    assert session.selection == 0


def test_deleting_the_only_stroke(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle.without_strokes(range(1, 5)), "Open Sketch", select=0)
    qtbot.keyClick(strokes, Qt.Key.Key_Delete)
    assert len(session.sketch) == 0
    assert session.selection is None


def test_the_menu(strokes: StrokeList, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    session.edit(bicycle, "Open Sketch")
    where = centre(strokes, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, strokes.viewport().mapToGlobal(where))
    QApplication.sendEvent(strokes.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert session.selection == 0
    actions = {action.text().split("\t")[0].replace("&", ""): action for action in menu.actions()}
    assert not actions["Draw Earlier"].isEnabled()
    assert not actions["Draw First"].isEnabled()
    actions["Draw Last"].trigger()
    assert session.sketch == bicycle.reordered(0, 4)
    assert session.selection == 4
    with qtbot.waitSignal(menu.destroyed):
        menu.close()


# Words -------------------------------------------------------------------------------------------------


def test_numbers() -> None:
    assert number(-0.001) == "0.00"
    assert number(-0.31) == f"{MINUS}0.31"
    assert place((-0.314, 0.2)) == f"({MINUS}0.31, 0.20)"
    assert percent(0.8658) == "86.6%"


def test_room_for_negative_shares() -> None:
    assert span_of(np.empty((0, 3))) == (0.0, 1.0)
    assert span_of(np.array([(0.2, 0.5, 0.3)])) == (0.0, 1.0)
    assert span_of(np.array([(0.2, 0.5, 0.3), (-0.25, 1.25, 0.0)])) == (-0.25, 1.25)
    assert span_of(np.array([(-80.0, 90.0, -9.0)])) == (-2.0, 3.0)
