"""Whole journeys of a user, by real events, through the real program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.command_palette import CommandPalette
from sketchxai_desktop.app.dialogs import ShortcutsDialog
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.window_docks import Grip, Title
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.kept_drawings import day_files
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.rendering.export import ExportRequest
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_panel import Pace

Start = Callable[..., Program]
FAST = Pace(watch=False, steps_per_second=None)


def draw(qtbot: QtBot, program: Program, points: list[tuple[int, int]]) -> None:
    canvas = program.window.canvas
    middle = canvas.rect().center()
    at = [middle + QPoint(x, y) for x, y in points]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at[0])
    for point in at[1:]:
        qtbot.mouseMove(canvas, point)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at[-1])


def invert(qtbot: QtBot, program: Program, settings: InversionSettings) -> None:
    program.runs.set_pace(FAST)
    program.runs.start(settings)
    qtbot.waitUntil(lambda: program.session.run_state is RunState.FINISHED, timeout=60_000)


def test_first_launch_shows_a_named_sketch(start: Start) -> None:
    program = start()
    sketch, inspection = program.session.sketch, program.session.inspection
    assert sketch.word is not None
    assert inspection is not None
    assert inspection.top(1)[0][0] == sketch.word
    assert program.window.isVisible()


def test_draw_undo_redo_and_clear(start: Start, qtbot: QtBot) -> None:
    program = start()
    session, registry = program.session, program.window.registry
    registry["edit.clear"].trigger()
    assert len(session.sketch) == 0
    draw(qtbot, program, [(-80, -60), (0, -80), (80, -60), (90, 40)])
    draw(qtbot, program, [(-60, 60), (60, 60)])
    assert [len(session.sketch), session.undo_name] == [2, "Draw Stroke"]
    registry["edit.undo"].trigger()
    assert len(session.sketch) == 1
    registry["edit.redo"].trigger()
    assert len(session.sketch) == 2
    assert all(s.raw for s in session.sketch.strokes)
    qtbot.waitUntil(lambda: session.inspection is not None and session.inspection.sketch is session.sketch)
    for _ in range(3):
        registry["edit.undo"].trigger()
    assert session.sketch.word is not None, "the sample is back after undoing Clear Drawing"


def test_open_filter_and_select(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    lines = [
        {"word": "cat", "drawing": [[[0, 255], [0, 255]]]},
        {"word": "bad", "drawing": []},
        {"word": "dog", "recognized": False, "drawing": [[[0, 255], [9, 9]], [[30, 30], [0, 99]]]},
    ]
    path = tmp_path / "pets.ndjson"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    program = start(str(path))
    session, browser = program.session, program.window.browser
    assert session.sketch.word == "cat"
    browser.sketch_chosen.emit(2)
    qtbot.waitUntil(lambda: session.sketch.word == "dog")
    assert session.undo_name == "Open Sketch"
    session.select(1)
    assert program.window.registry["edit.delete"].isEnabled() or not program._refresh()
    program.window.registry["edit.delete"].trigger()
    assert len(session.sketch) == 1


def test_bad_file_says_so_and_keeps_the_sketch(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    before = program.session.sketch
    bad = tmp_path / "noise.ndjson"
    bad.write_bytes(bytes(range(256)) * 50)
    said: list[str] = []
    program.files.failed.connect(said.append)
    program.files.open(str(bad))
    qtbot.waitUntil(lambda: bool(said) or program.files._source.path == bad, timeout=10_000)
    missing = tmp_path / "missing.ndjson"
    program.files.open(str(missing))
    qtbot.waitUntil(lambda: any("missing.ndjson" in s for s in said), timeout=10_000)
    assert program.session.sketch == before
    for box in QApplication.topLevelWidgets():
        if box is not program.window:
            box.close()


def test_recovery_every_step_is_painted_before_the_next(start: Start, qtbot: QtBot) -> None:
    program = start()
    session, canvas = program.session, program.window.canvas
    painted: list[int] = []
    canvas.state_painted.connect(painted.append)
    program.runs.set_pace(Pace(watch=True, steps_per_second=None))
    program.runs.start(InversionSettings("recovery", str(session.sketch.word), steps=8, paths=2))
    qtbot.waitUntil(lambda: session.run_state is RunState.FINISHED, timeout=60_000)
    assert session.run is not None
    assert session.run.states == 9
    assert sorted(set(painted)) == list(range(9))


def test_pause_step_stop_keep_what_was_computed(start: Start, qtbot: QtBot) -> None:
    program = start()
    session = program.session
    program.runs.set_pace(Pace(watch=True, steps_per_second=200))
    program.runs.start(InversionSettings("recovery", str(session.sketch.word), steps=500))
    qtbot.waitUntil(lambda: session.run is not None and session.run.states >= 3, timeout=60_000)
    program.runs.pause()
    assert session.run_state is RunState.PAUSED
    qtbot.wait(150)
    assert session.run is not None
    held = session.run.states
    program.runs.step()
    qtbot.waitUntil(lambda: session.run is not None and session.run.states > held, timeout=10_000)
    program.runs.stop()
    assert session.run_state is RunState.STOPPED
    states = session.run.states
    assert held < states < 500
    session.show_state(step=0)
    assert session.shown_layout is not None
    program.window.registry.refresh()
    assert program.window.registry["file.export"].isEnabled()


def test_prediction_still_works_while_a_run_is_paused(start: Start, qtbot: QtBot) -> None:
    program = start()
    session = program.session
    program.runs.start(InversionSettings("recovery", str(session.sketch.word), steps=500))
    qtbot.waitUntil(lambda: session.run is not None and session.run.states >= 2, timeout=60_000)
    program.runs.pause()
    session.edit(session.sketch.without_strokes([0]), "Delete Stroke")
    qtbot.waitUntil(
        lambda: session.inspection is not None and session.inspection.sketch is session.sketch, timeout=10_000
    )
    program.runs.stop()


def test_use_layout_is_one_undoable_edit(start: Start, qtbot: QtBot) -> None:
    program = start()
    session = program.session
    before = session.sketch
    invert(qtbot, program, InversionSettings("transfer", "camera", steps=5))
    session.show_state(step=5)
    program.window.registry.refresh()
    program.window.registry["run.use"].trigger()
    assert session.sketch != before
    assert session.undo_name == "Use Layout"
    assert not session.showing_run
    session.undo()
    assert session.sketch == before


@pytest.mark.parametrize("suffix", ["gif", "json"])
def test_export_and_reopen(start: Start, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    program = start()
    invert(qtbot, program, InversionSettings("recovery", str(program.session.sketch.word), steps=6, paths=4))
    path = tmp_path / f"run.{suffix}"
    kind = {"gif": "animation", "json": "record"}[suffix]
    done: list[str] = []
    program.files.noticed.connect(done.append)
    program.files.export(ExportRequest(kind=kind, path=path, style=FrameStyle("grid", size=200)))
    qtbot.waitUntil(lambda: any("run." in s for s in done), timeout=30_000)
    if suffix == "gif":
        with Image.open(path) as image:
            assert image.n_frames == 7
    else:
        record = json.loads(path.read_text())
        assert len(record["paths"]) == 4
        assert len(record["paths"][0]["locations"]) == 7


def test_save_and_reopen(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    path = tmp_path / "mine.ndjson"
    program.files.save(str(path))
    qtbot.waitUntil(path.exists, timeout=10_000)
    program.files.save(str(path), append=True)
    qtbot.waitUntil(lambda: len(path.read_text().splitlines()) == 2, timeout=10_000)
    source = open_drawings(path)
    assert source.sketch(0) == source.sketch(1) == program.session.sketch
    source.close()


@pytest.mark.parametrize("moment", ["loading", "running", "paused", "exporting"])
def test_quit_in_any_state(start: Start, qtbot: QtBot, tmp_path: Path, moment: str) -> None:
    program = start(ready=moment != "loading")
    if moment != "loading":
        program.runs.set_pace(FAST)
        program.runs.start(InversionSettings("recovery", str(program.session.sketch.word), steps=5000, paths=4))
        run = lambda: program.session.run  # noqa: E731
        qtbot.waitUntil(lambda: run() is not None and run().states > 2, timeout=60_000)
    if moment == "paused":
        program.runs.pause()
    if moment == "exporting":
        program.runs.stop()
        program.files.export(ExportRequest("animation", tmp_path / "late.gif", FrameStyle("panels", size=512)))
        qtbot.wait(50)
    program.window.close()
    assert not program.model_lane._thread.isRunning()
    assert not program.file_lane._thread.isRunning()
    assert not list(tmp_path.glob("*.part"))


def test_settings_survive_a_restart(start: Start, qtbot: QtBot) -> None:
    first = start()
    first.window.registry["theme.dark"].trigger()
    first.window.registry["view.numbers"].trigger()
    first.window.close()
    second = start()
    assert second.settings.theme == "dark"
    assert second.settings.show_numbers
    assert second.window.registry["theme.dark"].isChecked()


def test_every_command_has_words_and_the_palette_says_why_not(start: Start) -> None:
    program = start()
    for command in program.window.registry:
        assert command.text
        assert command.action.toolTip()
    assert program.why_not_running() is not None
    program.show_palette()
    palette = program.window.findChild(type(QApplication.activePopupWidget() or program.window))
    assert palette is not None
    for widget in QApplication.topLevelWidgets():
        if widget is not program.window:
            widget.close()


def test_the_bars_say_what_the_network_says_of_the_shown_state(start: Start, qtbot: QtBot) -> None:
    program = start()
    invert(qtbot, program, InversionSettings("recovery", str(program.session.sketch.word), steps=6, paths=2))
    session, bars = program.session, program.window.predictions
    assert session.run is not None
    for step in (0, 6):
        session.show_state(path=1, step=step)
        row = next((r for r in bars.rows if r.own), None)
        expected = session.run.steps[step].target_probability[1]
        assert row is None or row.probability == pytest.approx(float(expected))
    assert bars.rows[0].own
    session.show_sketch()
    assert session.inspection is not None
    assert bars.rows[0].probability == pytest.approx(float(session.inspection.probabilities.max()))


def test_the_palette_is_typed_into_at_once_and_runs_what_it_found(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.session.select(0)
    strokes = len(program.session.sketch)
    program.show_palette()
    palette = QApplication.activePopupWidget()
    assert isinstance(palette, CommandPalette)
    assert palette.focusWidget() is palette.search
    for letter in "duplicate":
        qtbot.keyClick(palette.focusWidget(), letter)
    assert [palette.list.item(k).text() for k in range(palette.list.count())] == ["Duplicate Stroke"]
    qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert len(program.session.sketch) == strokes + 1


def test_shortcuts_name_commands_as_such(start: Start) -> None:
    program = start()
    program.session.select(0)
    program.window.canvas.duplicate_selected()
    assert program.window.registry["edit.undo"].text() != "&Undo"
    program.show_shortcuts()
    dialog = program.window.findChild(ShortcutsDialog)
    assert dialog is not None
    words = dialog.findChild(QTextBrowser).toPlainText().splitlines()
    assert "Undo" in [w.strip() for w in words]
    for command in program.window.registry:
        if command.action.shortcuts():
            assert command.title in [w.strip() for w in words], command.name
    dialog.close()


def fits(part: QWidget) -> bool:
    least = part.minimumSizeHint()
    return part.width() >= least.width() and part.height() >= least.height()


def test_nothing_overlaps_in_the_smallest_window(start: Start, qtbot: QtBot) -> None:
    program = start()
    window = program.window
    panels = window.inspector.panels
    parts = (window.browser, window.inspector, window.inversion, window.predictions, window.canvas)
    qtbot.waitUntil(lambda: panels.panels[1].state.reference is not None, timeout=60_000)
    for tab in range(panels.tabs.count()):
        panels.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        window.resize(1, 1)
        qtbot.waitUntil(lambda: all(fits(part) for part in parts))
        assert window.height() <= 620, panels.tabs.tabText(tab)  # 640 less a title bar


def test_panels_keep_their_share_of_a_maximised_window(start: Start) -> None:
    program = start()
    window = program.window
    QApplication.processEvents()
    before = [d.width() for d in (window.browser_dock, window.inspector_dock)], window.inversion_dock.height()
    window.resize(2560, 1600)
    QApplication.processEvents()
    for dock, width in zip((window.browser_dock, window.inspector_dock), before[0], strict=True):
        assert dock.width() == pytest.approx(2 * width, abs=8)
    assert window.inversion_dock.height() == pytest.approx(2 * before[1], abs=8)
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.browser_dock.width() == pytest.approx(before[0][0], abs=8)


def test_panels_on_the_right_reach_down_where_the_inversion_has_room_beside_them(start: Start) -> None:
    window = start(ready=False).window
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.inspector_dock.geometry().bottom() > window.inversion_dock.geometry().top() + 100
    assert fits(window.inversion)
    window.resize(window.minimumSizeHint().width(), 640)
    QApplication.processEvents()
    window.resize(900, 640)
    QApplication.processEvents()
    assert window.width() == 900
    assert window.inspector_dock.geometry().bottom() < window.inversion_dock.geometry().top()
    assert fits(window.inversion)


def test_keys_of_a_command_that_is_off_say_why(start: Start, qtbot: QtBot) -> None:
    program = start(ready=False)
    window = program.window
    qtbot.waitUntil(lambda: bool(program.session.sketch.strokes), timeout=30_000)
    window.canvas.setFocus()
    program.session.select(None)
    QApplication.processEvents()
    qtbot.keyClick(window.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.status.currentMessage() == "Duplicate Stroke: no stroke is selected."
    qtbot.keyClick(window.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.status.currentMessage() == "Export Inversion: no inversion has been run."
    window.status.clearMessage()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.status.currentMessage() == ""


def test_escape_leaves_the_run_wherever_the_keys_go(start: Start, qtbot: QtBot) -> None:
    program = start()
    invert(qtbot, program, InversionSettings("recovery", str(program.session.sketch.word), steps=2))
    for widget in (program.window.inversion.form.seed, program.window.browser.grid, program.window.inversion.chart):
        program.session.show_state()
        QApplication.processEvents()
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
        assert not program.session.showing_run, widget


def test_a_new_drawing_begins_anywhere_and_loses_nothing(start: Start, qtbot: QtBot) -> None:
    program = start()
    session, registry, window = program.session, program.window.registry, program.window
    assert registry["file.new"].shortcut().toString() == "Ctrl+N"
    draw(qtbot, program, [(-80, -60), (0, -80), (80, -60), (90, 40)])
    drawn = session.sketch
    registry["tool.select"].setChecked(True)
    invert(qtbot, program, InversionSettings("recovery", str(drawn.word), steps=2))
    assert session.showing_run
    window.canvas.zoom_in()
    registry["file.new"].trigger()
    assert [len(session.sketch), session.showing_run, window.canvas.tool] == [0, False, "draw"]
    assert session.undo_name == "New Drawing"
    assert "My Drawings" in window.status.currentMessage()
    left, top, right, bottom = window.canvas._sketch_camera.visible
    assert left <= 0 <= 256 <= right
    assert top <= 0 <= 256 <= bottom
    qtbot.waitUntil(lambda: len(day_files(paths.drawings_dir())) == 1)
    registry["file.new"].trigger()
    assert session.undo_name == "New Drawing", "an empty page is as new as it gets"
    draw(qtbot, program, [(-60, 60), (60, 60)])
    assert len(session.sketch) == 1
    registry["edit.undo"].trigger()
    registry["edit.undo"].trigger()
    assert session.sketch == drawn


def test_sides_fold_away_and_come_back(start: Start, qtbot: QtBot) -> None:
    program = start()
    window, registry = program.window, program.window.registry
    for name, docks in (
        ("view.left", (window.browser_dock,)),
        ("view.below", (window.inversion_dock,)),
        ("view.right", (window.inspector_dock, window.explain_dock)),
    ):
        action = registry[name]
        assert action.isChecked()
        action.trigger()
        assert all(dock.isHidden() for dock in docks), name
        action.trigger()
        assert not any(dock.isHidden() for dock in docks), name
        assert window.history_dock.isHidden(), "what was not there before does not come"
        for dock in docks:
            dock.close()
        assert not action.isChecked(), "it follows when panels are closed otherwise"
        action.trigger()
    window.hide()
    assert registry["view.below"].isChecked(), "a window that is hidden has not lost its panels"
    window.show()
    assert window.inversion_dock.isVisible()
    title = window.inversion_dock.titleBarWidget()
    assert isinstance(title, Title)
    qtbot.mouseClick(title.hide_button, Qt.MouseButton.LeftButton)
    assert window.inversion_dock.isHidden()


def test_panels_behind_one_another_have_one_name_each(start: Start) -> None:
    window = start().window
    window.resize(900, 480)
    window.apply_default_layout()
    QApplication.processEvents()
    assert isinstance(window.browser_dock.titleBarWidget(), Title)
    window.registry["view.history"].trigger()
    QApplication.processEvents()
    assert window.history_dock in window.tabifiedDockWidgets(window.browser_dock), "there is no room for both"
    assert isinstance(window.browser_dock.titleBarWidget(), Grip)
    assert window.minimumSizeHint().height() <= 480
    window.registry["view.history"].trigger()
    QApplication.processEvents()
    assert isinstance(window.browser_dock.titleBarWidget(), Title)
