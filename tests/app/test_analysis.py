"""The Analyse menu, from the command to the answer in its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program
from sketchxai_desktop.widgets.shapes_state import GroupsAsked


def test_nothing_of_it_exists_until_it_is_asked_for(start: Callable[..., Program]) -> None:
    program = start()
    assert program.analysis.shapes is None
    assert program.analysis.statistics is None
    assert program.analysis._lane is None


def test_shapes_from_the_opened_file_to_the_canvas(start: Callable[..., Program], qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    registry, analysis, session = program.window.registry, program.analysis, program.session
    registry["analyse.shapes"].trigger()
    shapes = analysis.shapes
    assert shapes is not None
    assert shapes.isVisible()
    shapes.groups_wanted.emit(GroupsAsked(6, 200))
    qtbot.waitUntil(lambda: shapes.map._projection is not None, timeout=60_000)
    assert shapes.codebook is not None
    assert shapes.codebook.source == "samples.ndjson"
    assert len(shapes.codebook) <= 6
    assert shapes.usable_codebook is shapes.codebook
    qtbot.waitUntil(lambda: shapes.groups.own.count == len(session.sketch), timeout=10_000)

    # A stroke's drawing is opened from its page.
    other = int(shapes.codebook.strokes.drawings.max())
    before = session.sketch
    shapes.drawing_wanted.emit(other)
    qtbot.waitUntil(lambda: session.sketch is not before, timeout=10_000)

    registry["analyse.recast"].trigger()
    qtbot.waitUntil(lambda: shapes.recast._recast is not None, timeout=30_000)
    assert len(shapes.recast._recast.versions) == 3  # type: ignore[union-attr]

    registry["analyse.orders"].trigger()
    category = session.checkpoint.categories[0]  # type: ignore[union-attr]
    while len(session.sketch) < 2:
        session.edit(session.sketch.with_stroke(session.sketch.strokes[0].moved(30, 20)), "Draw Stroke")
    qtbot.waitUntil(lambda: shapes.orders.run.isEnabled(), timeout=30_000)
    shapes.order_test_wanted.emit(category, 20)
    qtbot.waitUntil(lambda: shapes.orders._test is not None, timeout=30_000)

    path = tmp_path / "groups.npz"
    shapes.save_wanted.emit(str(path))
    qtbot.waitUntil(path.is_file, timeout=10_000)
    old = shapes.codebook
    qtbot.waitUntil(lambda: analysis._shapes_job is None, timeout=10_000)
    assert str(path) in shapes.message.text()
    shapes.load_wanted.emit(str(path))
    qtbot.waitUntil(lambda: shapes.codebook is not old, timeout=10_000)
    assert shapes.codebook is not None
    assert len(shapes.codebook.strokes) == len(old.strokes)


def test_grouping_can_be_cancelled_and_quit_amid(start: Callable[..., Program], qtbot: QtBot) -> None:
    program = start()
    program.analysis.show_shapes()
    shapes = program.analysis.shapes
    assert shapes is not None
    shapes.groups_wanted.emit(GroupsAsked(6, 200))
    shapes.cancel_wanted.emit()
    qtbot.waitUntil(lambda: program.analysis._shapes_job is None, timeout=30_000)
    assert shapes.codebook is None
    assert shapes.make.isEnabled()
    shapes.groups_wanted.emit(GroupsAsked(6, 200))  # the fixture leaves while it runs


def test_statistics_of_the_opened_file(start: Callable[..., Program], qtbot: QtBot) -> None:
    program = start()
    program.window.registry["analyse.statistics"].trigger()
    window = program.analysis.statistics
    assert window is not None
    qtbot.waitUntil(lambda: window.statistics is not None and program.analysis._counting is None, timeout=20_000)
    assert window.statistics is not None
    assert window.statistics.drawings == 18
    window.close()
    before = window.statistics
    program.window.registry["analyse.statistics"].trigger()
    assert window.statistics is before  # the same file is not counted twice


def test_a_count_that_was_cancelled_says_so_and_is_made_anew(start: Callable[..., Program], qtbot: QtBot) -> None:
    program = start()
    program.analysis.show_statistics()
    window = program.analysis.statistics
    assert window is not None
    window.cancel_wanted.emit()
    qtbot.waitUntil(lambda: program.analysis._counting is None, timeout=20_000)
    assert window.statistics is None
    assert window.message.text() == "Cancelled."
    program.analysis.show_statistics()
    qtbot.waitUntil(lambda: window.statistics is not None and program.analysis._counting is None, timeout=20_000)


def test_an_answer_of_a_network_that_was_changed_meanwhile_is_dropped(
    start: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    program.analysis.show_shapes()
    shapes, checkpoint = program.analysis.shapes, program.models.checkpoint
    assert shapes is not None
    shown: list[object] = []
    monkeypatch.setattr(shapes, "set_recast", shown.append)
    monkeypatch.setattr(shapes, "set_order_test", shown.append)
    for answer in (program.analysis._recast, program.analysis._orders_tested):
        answer((checkpoint, "present"))
        answer((object(), "former"))
    assert shown == ["present", "present"]
