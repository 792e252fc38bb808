"""The session: one document, past-tense signals."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.session import RunState, Session


def sketch(count: int = 3) -> Sketch:
    return Sketch(tuple(Stroke([[10 * k, 0], [10 * k + 5, 40 + k]]) for k in range(count)), word="comb")


def a_run(states: int = 3, paths: int = 2) -> tuple[Run, list[Step]]:
    s = sketch()
    run = Run(s, InversionSettings("recovery", "comb", steps=10, paths=paths), "comb", "comb", "none")
    home = locations(s)
    steps = [
        Step(k, np.repeat(home[None] + np.float32(0.1 * k), paths, 0), *[np.full(paths, 0.1 * k, np.float32)] * 2,
             np.zeros(paths, np.int64), np.zeros(paths, np.float32), 0.01, "cpu")
        for k in range(states)
    ]  # fmt: skip
    return run, steps


def test_edit_names_and_history(qtbot: QtBot) -> None:
    session = Session()
    with qtbot.waitSignal(session.sketch_changed):
        session.edit(sketch(), "Draw Stroke")
    assert session.undo_name == "Draw Stroke"
    session.undo()
    assert len(session.sketch) == 0
    assert session.redo_name == "Draw Stroke"
    session.redo()
    assert len(session.sketch) == 3


def test_equal_sketch_is_no_edit() -> None:
    session = Session()
    session.edit(sketch(), "Draw Stroke")
    session.edit(sketch(), "Move Stroke")
    assert session.undo_name == "Draw Stroke"


def test_selection_outside_the_sketch_is_none() -> None:
    session = Session()
    session.edit(sketch(), "Open Sketch")
    session.select(2)
    assert session.selection == 2
    session.select(3)
    assert session.selection is None


def test_selection_survives_undo_only_if_the_stroke_does() -> None:
    session = Session()
    session.edit(sketch(2), "Draw Stroke")
    session.edit(sketch(3), "Draw Stroke")
    session.select(2)
    session.undo()
    assert session.selection is None


def test_run_is_followed_until_somebody_scrubs() -> None:
    session = Session()
    session.edit(sketch(), "Open Sketch")
    run, steps = a_run()
    session.start_run(run)
    session.add_steps(steps[:2])
    assert (session.step, session.following, session.run_state) == (1, True, RunState.RUNNING)
    session.show_state(path=1, step=0)
    session.add_steps(steps[2:])
    assert (session.path, session.step) == (1, 0)
    session.show_state(step=2)
    assert session.following


def test_an_edit_leaves_the_run_view_but_keeps_the_run() -> None:
    session = Session()
    session.edit(sketch(), "Open Sketch")
    run, steps = a_run()
    session.start_run(run)
    session.add_steps(steps)
    session.edit(sketch(2), "Delete Stroke")
    assert not session.showing_run
    assert session.run is run


def test_layout_is_drawn_where_the_locations_say() -> None:
    s = sketch()
    home = locations(s)
    moved = Placement(s).laid_out(home + np.float32([0.1, -0.2]))
    for before, after in zip(s.strokes, moved.strokes, strict=True):
        np.testing.assert_allclose(np.diff(before.points, axis=0), np.diff(after.points, axis=0), atol=1e-3)
    shift = moved.strokes[1].start - s.strokes[1].start
    np.testing.assert_allclose(shift * 1.48 / s.extent, [0.1, -0.2], atol=1e-3)
    np.testing.assert_allclose(Placement(s).laid_out(home).strokes[2].points, s.strokes[2].points, atol=1e-3)


def test_opening_the_present_sketch_again_shows_it() -> None:
    session = Session()
    session.edit(sketch(), "Open Sketch")
    run, steps = a_run()
    session.start_run(run)
    session.add_steps(steps)
    assert session.showing_run
    session.open_sketch(sketch())
    assert not session.showing_run
    assert session.undo_name == "Open Sketch", "and is no edit"


def test_use_layout_is_one_edit() -> None:
    session = Session()
    session.edit(sketch(), "Open Sketch")
    run, steps = a_run()
    session.start_run(run)
    session.add_steps(steps)
    session.use_shown_layout()
    assert session.undo_name == "Use Layout"
    session.undo()
    assert session.sketch == sketch()


def test_the_first_opened_sketch_is_where_history_begins() -> None:
    session = Session()
    session.open_sketch(sketch(2))
    assert session.undo_name is None
    session.open_sketch(sketch(3))
    assert session.undo_name == "Open Sketch"
    session.undo()
    assert session.sketch == sketch(2)
