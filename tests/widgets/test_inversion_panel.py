"""The inversion panel as a person uses it: real clicks and keys, runs that we made up."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.widgets.inversion_arrays import RunArrays
from sketchxai_desktop.widgets.inversion_chart import thinned
from sketchxai_desktop.widgets.inversion_panel import InversionPanel, Pace
from tests.widgets.inversion_panel import LEFT, MakeRun, Play, Show, caught_up, click, panel, uneven

__all__ = ["panel", "uneven"]  # fixtures

# Asking for a run ---------------------------------------------------------------------------------------


def test_run_asks_for_what_the_form_says(panel: InversionPanel, qtbot: QtBot) -> None:
    panel.form.paths.setValue(3)
    qtbot.mouseClick(panel.form.transfer, LEFT)
    panel.form.set_target("camera")
    with qtbot.waitSignal(panel.run_requested) as asked:
        click(qtbot, panel.transport.run)
    assert asked.args == [InversionSettings("transfer", "camera", paths=3)]


def test_wrong_settings_are_shown_and_not_asked_for(panel: InversionPanel, qtbot: QtBot) -> None:
    panel.form.target.edit.selectAll()
    qtbot.keyClicks(panel.form.target.edit, "zebrafish")
    with qtbot.assertNotEmitted(panel.run_requested):
        click(qtbot, panel.transport.run)
    assert panel.form.error.isVisible()
    assert "zebrafish" in panel.form.error.text()
    qtbot.waitUntil(panel.form.target.edit.hasFocus)
    panel.set_target("camera")
    assert not panel.form.error.isVisible()
    with qtbot.waitSignal(panel.run_requested):
        click(qtbot, panel.transport.run)


def test_half_a_name_is_no_mistake_while_it_is_typed(panel: InversionPanel, qtbot: QtBot) -> None:
    edit = panel.form.target.edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "c")
    assert len(panel.form.target.matches("c")) > 1
    assert not panel.form.error.isVisible()
    edit.completer().popup().hide()
    panel.form.seed.setFocus()
    qtbot.waitUntil(panel.form.error.isVisible)


def test_the_selected_stroke_alone_may_move(panel: InversionPanel, session: Session, qtbot: QtBot) -> None:
    panel.form.strokes.setCurrentIndex(1)
    with qtbot.assertNotEmitted(panel.run_requested):
        panel.run()
    session.select(2)
    assert not panel.form.error.isVisible()
    with qtbot.waitSignal(panel.run_requested) as asked:
        panel.run()
    assert asked.args[0].strokes == (2,)


def test_without_network_or_sketch_run_is_off_and_says_why(
    session: Session, summary: CheckpointSummary, bicycle: Sketch, show: Show, qtbot: QtBot
) -> None:
    panel = InversionPanel(session)
    show(panel, 1000, 230)
    run = panel.transport.run
    assert not run.isEnabled()
    assert "network" in run.toolTip()
    with qtbot.assertNotEmitted(panel.run_requested):
        qtbot.mouseClick(run, LEFT)
        panel.run()
    session.set_checkpoint(summary)
    assert "stroke" in run.toolTip()
    session.edit(Sketch((Stroke(np.zeros((1, 2))),)), "Draw Stroke")
    assert not run.isEnabled()
    assert "coincide" in run.toolTip()
    session.edit(bicycle, "Open")
    assert run.isEnabled()
    session.set_checkpoint(None)
    assert not run.isEnabled()


def test_the_network_answer_gives_the_default_target(
    session: Session, summary: CheckpointSummary, show: Show, inspection: object, bicycle: Sketch
) -> None:
    panel = InversionPanel(session)
    show(panel, 1000, 230)
    session.set_checkpoint(summary)
    session.edit(Sketch(bicycle.strokes), "Draw Stroke")
    assert panel.form.target.category() is None
    session.set_inspection(inspection)  # type: ignore[arg-type]
    assert panel.form.target.category() == inspection.top(1)[0][0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("category", "mode"), [("camera", "transfer"), ("bicycle", "recovery")])
def test_a_target_from_elsewhere_brings_its_mode(panel: InversionPanel, category: str, mode: str) -> None:
    panel.form.set_mode("recovery" if mode == "transfer" else "transfer")
    panel.set_target(category)
    assert (panel.form.mode, panel.form.target.category()) == (mode, category)


# Buttons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (RunState.NONE, {"run"}),
        (RunState.RUNNING, {"pause", "step", "stop"}),
        (RunState.PAUSED, {"pause", "step", "stop"}),
        (RunState.FINISHED, {"run"}),
        (RunState.STOPPED, {"run"}),
    ],
)
def test_buttons_follow_the_run(panel: InversionPanel, session: Session, state: RunState, enabled: set[str]) -> None:
    session.set_run_state(state)
    names = ("run", "pause", "step", "stop")
    assert {name for name in names if getattr(panel.transport, name).isEnabled()} == enabled
    assert all(getattr(panel.transport, name).toolTip() for name in names)


def test_every_button_emits_its_wish(panel: InversionPanel, session: Session, qtbot: QtBot) -> None:
    session.set_run_state(RunState.RUNNING)
    width = panel.transport.pause.width()
    with qtbot.waitSignal(panel.pause_requested):
        click(qtbot, panel.transport.pause)
    session.set_run_state(RunState.PAUSED)
    assert panel.transport.pause.width() == width
    with qtbot.waitSignal(panel.step_requested):
        click(qtbot, panel.transport.step)
    with qtbot.waitSignal(panel.resume_requested), qtbot.assertNotEmitted(panel.pause_requested):
        click(qtbot, panel.transport.pause)
    with qtbot.waitSignal(panel.stop_requested):
        click(qtbot, panel.transport.stop)
    with qtbot.assertNotEmitted(panel.run_requested):
        panel.run()


def test_pace(panel: InversionPanel, qtbot: QtBot) -> None:
    assert panel.pace == Pace(True, 10.0)
    with qtbot.waitSignal(panel.pace_changed) as told:
        qtbot.keyClick(panel.transport.rate, Qt.Key.Key_End)
    assert told.args == [Pace(True, 60.0)]
    with qtbot.waitSignal(panel.pace_changed) as told:
        click(qtbot, panel.transport.watch)
    assert told.args == [Pace(False, None)]
    assert not panel.transport.rate.isEnabled()


# Watching -----------------------------------------------------------------------------------------------


def test_the_chart_shows_the_run_as_it_grows(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    run = uneven(states=12, paths=4, steps=20)
    left = play(session, run, 5)
    caught_up(qtbot, panel)
    x, y = panel.chart.curve()
    assert x.tolist() == list(range(5))
    assert y == pytest.approx(run.target_probability[:, 0])
    session.add_steps(left)
    session.show_state(path=2)
    caught_up(qtbot, panel)
    x, y = panel.chart.curve()
    assert x.tolist() == list(range(12))
    assert y == pytest.approx(run.target_probability[:, 2])
    assert panel.chart.curve(original=True)[1] == pytest.approx(run.original_probability[:, 2])
    assert "step 11 of 20" in panel.status.words()
    assert "10 ms per step" in panel.status.words()
    assert panel.legend.words().startswith("camera")


def test_recovery_draws_no_line_twice(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, make_run(6, mode="recovery", target="bicycle"))
    caught_up(qtbot, panel)
    assert len(panel.chart.curve()[0]) == 6
    assert len(panel.chart.curve(original=True)[0]) == 0


def test_another_run_takes_the_place_of_the_old_one(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, make_run(12, 4))
    caught_up(qtbot, panel)
    play(session, make_run(3, 2))
    caught_up(qtbot, panel)
    assert len(panel.chart.curve()[0]) == 3
    assert panel.scrubber.slider.maximum() == 2
    session.clear_run()
    caught_up(qtbot, panel)
    assert len(panel.chart.curve()[0]) == 0
    assert not panel.scrubber.export.isEnabled()


def test_a_panel_made_later_shows_the_run_that_is_there(
    session: Session, summary: CheckpointSummary, make_run: MakeRun, play: Play, show: Show, qtbot: QtBot
) -> None:
    play(session, make_run(7, 2))
    panel = InversionPanel(session)
    show(panel, 1000, 230)
    caught_up(qtbot, panel)
    assert len(panel.chart.curve()[0]) == 7
    assert panel.scrubber.slider.value() == 6


def test_a_run_of_an_earlier_sketch_is_said_to_be_one(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, face: Sketch, qtbot: QtBot
) -> None:
    play(session, make_run(7, 2))
    session.set_run_state(RunState.FINISHED)
    caught_up(qtbot, panel)
    assert panel.status.words().startswith("finished, ")
    before = session.sketch
    session.open_sketch(face)
    assert panel.status.words() == "the run of an earlier sketch"
    session.open_sketch(before)
    assert panel.status.words().startswith("finished, ")


def test_arrays_grow_without_forgetting(make_run: MakeRun) -> None:
    run = make_run(9, 3, steps=4)  # more states than were asked for
    steps = list(run.steps)
    run.steps.clear()
    arrays = RunArrays(run)
    for step in steps:
        run.steps.append(step)
        assert arrays.update() == 1
        assert arrays.update() == 0
    assert np.array_equal(arrays.target, run.target_probability)
    assert np.array_equal(arrays.original, run.original_probability)


def test_pictures_hold_every_layout_that_is_not_far_off(make_run: MakeRun, bicycle: Sketch) -> None:
    run = make_run(5, 3, drift=0.2)
    arrays = RunArrays(run)
    assert arrays.shifts(0, 0) == pytest.approx(np.zeros((5, 2)), abs=1e-3)
    left, top, right, bottom = arrays.bounds()
    for path in range(3):
        inner = arrays.bounds(path)
        assert left <= inner[0] <= inner[2] <= right
        assert top <= inner[1] <= inner[3] <= bottom
        for stroke, shift in zip(bicycle.strokes, arrays.shifts(4, path), strict=True):
            moved = stroke.points + shift
            assert (moved >= np.array(inner[:2]) - 1e-3).all()
            assert (moved <= np.array(inner[2:]) + 1e-3).all()
    far = RunArrays(make_run(5, 1, drift=100.0))
    left, top, right, bottom = far.bounds()
    assert max(right - left, bottom - top) <= 3.001 * bicycle.extent


def test_thinning_keeps_the_ends() -> None:
    values = np.random.default_rng(0).random((1001, 63)).astype(np.float32)
    kept, shown = thinned(values, 24_000)
    assert kept[0] == 0
    assert kept[-1] == 1000
    assert shown.size < 26_000
    assert np.array_equal(shown, values[kept])


# Choosing path and step ---------------------------------------------------------------------------------


def test_a_click_on_a_picture_chooses_its_path(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, uneven(12, 4))
    caught_up(qtbot, panel)
    for path in (3, 1, 0, 2):
        qtbot.mouseClick(panel.grid.viewport(), LEFT, pos=panel.grid.cell_rect(path).center())
        assert session.path == path
    qtbot.mouseClick(panel.grid.viewport(), LEFT, pos=QPoint(0, 0))
    assert session.path == 2


def test_arrow_keys_choose_a_path_and_scroll_to_it(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, uneven(3, 64))
    caught_up(qtbot, panel)
    assert panel.grid.verticalScrollBar().maximum() > 0
    panel.grid.setFocus()
    for key, path in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, 63)):
        qtbot.keyClick(panel.grid, key)
        caught_up(qtbot, panel)
        assert session.path == path
    assert panel.grid.viewport().rect().contains(panel.grid.cell_rect(63))
    qtbot.keyClick(panel.grid, Qt.Key.Key_Up)
    assert 0 < session.path < 63


def test_a_click_or_a_drag_on_the_chart_scrubs(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, uneven(12, 4))
    caught_up(qtbot, panel)
    place = panel.chart.viewport()
    spot = panel.chart.step_position(4).toPoint()
    qtbot.mousePress(place, LEFT, pos=spot)
    assert session.step == 4
    assert not session.following
    qtbot.mouseMove(place, panel.chart.step_position(9).toPoint())
    assert session.step == 9
    qtbot.mouseRelease(place, LEFT, pos=spot)
    assert panel.scrubber.slider.value() == 9
    panel.chart.setFocus()
    caught_up(qtbot, panel)
    qtbot.keyClick(panel.chart, Qt.Key.Key_Left)
    assert session.step == 8


def test_the_filmstrip_shows_the_paper_steps_and_scrubs(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    left = play(session, uneven(61, 2), 8)
    caught_up(qtbot, panel)
    assert panel.filmstrip.steps() == [0, 1, 2, 3, 4, 5, 10, 50, 60]
    qtbot.mouseClick(panel.filmstrip, LEFT, pos=panel.filmstrip.cell_rect(6).center())
    assert session.step == 7, "a step that is still to come cannot be shown"
    session.add_steps(left[:30])
    session.set_run_state(RunState.STOPPED)
    caught_up(qtbot, panel)
    assert panel.filmstrip.steps() == [0, 1, 2, 3, 4, 5, 10, 37]
    qtbot.mouseClick(panel.filmstrip, LEFT, pos=panel.filmstrip.cell_rect(6).center())
    assert session.step == 10
    panel.filmstrip.setFocus()
    caught_up(qtbot, panel)
    qtbot.keyClick(panel.filmstrip, Qt.Key.Key_Left)
    assert session.step == 5


def test_slider_buttons_and_keys_scrub(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, make_run(12, 2))
    scrubber = panel.scrubber
    assert scrubber.slider.maximum() == 11
    assert not scrubber.next.isEnabled()
    scrubber.slider.setFocus()
    for key, step in ((Qt.Key.Key_Left, 10), (Qt.Key.Key_PageDown, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_End, 11)):
        qtbot.keyClick(scrubber.slider, key)
        if key == Qt.Key.Key_PageDown and session.step == 11:
            pytest.fail("Page Down went to the end")
        assert session.step == step or key == Qt.Key.Key_PageDown
    click(qtbot, scrubber.first)
    assert session.step == 0
    assert not scrubber.previous.isEnabled()
    click(qtbot, scrubber.next)
    click(qtbot, scrubber.next)
    click(qtbot, scrubber.previous)
    assert session.step == 1
    click(qtbot, scrubber.last)
    assert session.step == 11
    assert session.following


def test_scrubbing_back_while_the_run_goes_on_stays_there(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    left = play(session, make_run(12, 2), 6)
    click(qtbot, panel.scrubber.first)
    session.add_steps(left)
    assert session.step == 0
    assert panel.scrubber.slider.value() == 0
    assert panel.scrubber.slider.maximum() == 11


def test_play_goes_through_the_steps_and_stops_at_the_last(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, make_run(8))
    scrubber, seen = panel.scrubber, []
    session.shown_changed.connect(lambda: seen.append(session.step))
    scrubber.set_replay_rate(60)
    click(qtbot, scrubber.play)
    assert scrubber.playing
    qtbot.waitUntil(lambda: not scrubber.playing)
    assert seen == list(range(8))
    click(qtbot, scrubber.first)
    scrubber.set_replay_rate(1)
    click(qtbot, scrubber.play)
    click(qtbot, scrubber.next)
    assert not scrubber.playing, "choosing a step ends playing"
    assert session.step == 1


# What to do with a layout -------------------------------------------------------------------------------


def test_use_this_layout_is_one_edit(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    before = session.sketch
    assert not panel.scrubber.use.isEnabled()
    play(session, make_run(6))
    shown = session.shown_sketch
    assert shown != before
    click(qtbot, panel.scrubber.use)
    assert session.sketch == shown
    assert session.undo_name == "Use Layout"
    assert not panel.scrubber.use.isEnabled()
    session.undo()
    assert session.sketch == before


def test_back_to_sketch(panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot) -> None:
    play(session, make_run(6))
    click(qtbot, panel.scrubber.back)
    assert not session.showing_run
    assert not panel.scrubber.back.isEnabled()
    click(qtbot, panel.scrubber.first)
    assert session.showing_run


def test_switches(panel: InversionPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.ghost_toggled), qtbot.assertNotEmitted(panel.traces_toggled):
        panel.set_switches(ghost=False, traces=True)
    with qtbot.waitSignal(panel.ghost_toggled) as told:
        click(qtbot, panel.scrubber.ghost)
    assert told.args == [True]
    with qtbot.waitSignal(panel.traces_toggled) as told:
        click(qtbot, panel.scrubber.traces)
    assert told.args == [False]
