"""Settings, history, clipboard, presentation, hint, log, crash notice: by real events, in the real program."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app import take_out
from sketchxai_desktop.app.about import BIBTEX, AboutDialog
from sketchxai_desktop.app.crash_log import crash_folder
from sketchxai_desktop.app.dialogs import ModelDialog
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.settings import Settings, load_settings, save_settings
from sketchxai_desktop.app.settings_dialog import SettingsDialog
from sketchxai_desktop.app.text_window import TextWindow
from sketchxai_desktop.app.window_docks import Title
from sketchxai_desktop.core.kept_drawings import day_files
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_transport import Pace

Start = Callable[..., Program]


def opened(start: Start, qtbot: QtBot, **options: object) -> Program:
    """With its first sketch on the canvas; the network may still be on its way."""
    program = start(ready=False, **options)
    qtbot.waitUntil(lambda: bool(program.session.sketch.strokes), timeout=30_000)
    return program


def boxes() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def press(button: QAbstractButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def crashed(text: str) -> None:
    crash_folder().mkdir(parents=True)
    (crash_folder() / "0123.running").write_text(text)


# After a crash -------------------------------------------------------------------------------------------


def test_a_crash_is_told_once_with_its_log(start: Start, qtbot: QtBot) -> None:
    crashed("Fatal Python error: Segmentation fault\n  File canvas.py, line 7 in paint")
    program = opened(start, qtbot)
    assert [b.text() for b in boxes()] == ["The program ended unexpectedly last time."]
    show = next(b for b in boxes()[0].findChildren(QPushButton) if "Crash Log" in b.text())
    press(show, qtbot)
    (window,) = program.window.findChildren(TextWindow)
    assert "line 7 in paint" in window.text.toPlainText()
    assert "SketchXAI Desktop" in window.text.toPlainText()
    window.close()
    program.window.close()
    opened(start, qtbot)
    assert boxes() == []


def test_crash_and_lost_drawing_share_one_box(start: Start, qtbot: QtBot) -> None:
    crashed("Fatal Python error: Aborted")
    folder = paths.state_dir() / "autosave"
    folder.mkdir(parents=True)
    (folder / "x.ndjson").write_text('{"drawing": [[[0, 5], [0, 9]]]}\n')
    program = start(ready=False)
    qtbot.waitUntil(lambda: len(program.session.sketch) == 1)
    (box,) = boxes()
    assert "It is on the canvas again" in box.text()
    assert any("Crash Log" in b.text() for b in box.findChildren(QPushButton))
    box.close()


def test_a_kill_that_lost_nothing_is_no_reason_for_a_box(start: Start, qtbot: QtBot) -> None:
    crashed("")
    program = opened(start, qtbot)
    assert boxes() == []
    assert list(crash_folder().glob("*.txt")) == []
    assert program.window.isVisible()


def test_an_exception_in_a_slot_is_said_once(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from sketchxai_desktop.app import logs

    program = opened(start, qtbot)
    program.window.registry.add("test.fail", "Fail", lambda: 1 // 0)
    monkeypatch.setattr(sys, "excepthook", logs._log_exception)
    with qtbot.capture_exceptions():
        for _ in range(3):
            logs._log_exception(ZeroDivisionError, ZeroDivisionError("division by zero"), None)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    QApplication.processEvents()
    assert ["division by zero" in b.text() for b in boxes()] == [True]
    boxes()[0].close()


# Settings -----------------------------------------------------------------------------------------------


def test_settings_apply_at_once_and_follow_the_menus(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    registry, window = program.window.registry, program.window
    registry["file.settings"].trigger()
    dialog = program.habits._settings
    assert isinstance(dialog, SettingsDialog)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    assert registry["theme.dark"].isChecked()
    assert program.settings.theme == "dark"
    registry["scheme.viridis"].trigger()
    assert dialog.scheme.currentData() == "viridis"
    dialog.rate.setValue(33)
    assert window.inversion.transport.rate.value() == 33
    assert window.inversion.pace.steps_per_second == 33
    window.inversion.transport.watch.click()
    assert not dialog.watch.isChecked()
    assert not dialog.rate.isEnabled()
    dialog.keep.click()
    assert not program.autosave.keeping
    dialog.network.setCurrentIndex(1)
    wanted = dialog.network.currentData()
    window.close()
    stored = load_settings()
    assert (stored.theme, stored.scheme, stored.watch, stored.watch_rate) == ("dark", "viridis", False, 33)
    assert (stored.keep_drawings, stored.first_checkpoint) == (False, wanted)


def test_defaults_can_be_restored(start: Start, qtbot: QtBot) -> None:
    save_settings(Settings(theme="dark", show_numbers=True, watch=False, watch_rate=3, keep_drawings=False))
    program = opened(start, qtbot)
    assert program.window.inversion.transport.rate.value() == 3
    program.habits.show_settings()
    dialog = program.habits._settings
    assert isinstance(dialog, SettingsDialog)
    press(dialog.defaults, qtbot)
    s, usual = program.settings, Settings()
    for name in ("theme", "show_numbers", "watch", "watch_rate", "keep_drawings", "device"):
        assert getattr(s, name) == getattr(usual, name), name


def test_the_dialog_fits_a_small_window_and_opens_once(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    program.window.resize(700, 500)
    program.habits.show_settings()
    dialog = program.habits._settings
    program.habits.show_settings()
    assert program.habits._settings is dialog
    assert dialog is not None
    assert dialog.width() <= program.window.width()
    assert dialog.height() <= program.window.height()
    assert dialog.minimumSizeHint().height() < 400


def test_the_other_device_loads_the_network_anew(start: Start, qtbot: QtBot) -> None:
    program = start()
    with qtbot.waitSignal(program.models.loaded, timeout=60_000):
        program.use_device("auto")
    assert program.models.device == "auto"
    assert program.session.checkpoint is not None


def test_nothing_is_kept_when_it_is_not_wanted(start: Start, qtbot: QtBot) -> None:
    save_settings(Settings(keep_drawings=False))
    program = opened(start, qtbot)
    program.session.edit(Sketch((Stroke([[0, 0], [5, 9]]),)), "Draw Stroke")
    program.window.close()
    assert day_files(paths.drawings_dir()) == []


# History ------------------------------------------------------------------------------------------------


def test_a_click_in_the_history_goes_there(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    session, window = program.session, program.window
    first = session.sketch
    assert not window.history_dock.isVisible()
    window.registry["view.history"].trigger()
    assert window.history_dock.isVisible()
    for x in (50, 60, 70):
        session.edit(session.sketch.with_stroke(Stroke([[0, 0], [x, 9]])), "Draw Stroke")
    view = window.history.list
    model = view.model()
    assert [model.index(k, 0).data() for k in range(4)] == ["Start", *["Draw Stroke"] * 3]
    place = view.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(session.sketch) == len(first) + 1
    assert session.redo_name == "Draw Stroke"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert session.sketch == first
    assert session.undo_name is None
    session.redo()
    assert view.currentIndex().row() == 1
    session.edit(Sketch((Stroke([[0, 0], [9, 9]]),)), "Clear Drawing")
    assert model.rowCount() == 3
    window.history_dock.close()
    assert not window.registry["view.history"].isChecked()


# Recent files -------------------------------------------------------------------------------------------


def test_deleted_files_leave_the_list_and_unplugged_ones_wait(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    here, gone = tmp_path / "here.ndjson", tmp_path / "gone.ndjson"
    here.write_text('{"drawing": [[[0, 5], [0, 9]]]}\n')
    away = tmp_path / "disk" / "away.ndjson"
    save_settings(Settings(recent_files=(str(gone), str(away), str(here))))
    program = opened(start, qtbot)
    qtbot.waitUntil(lambda: program.settings.recent_files == (str(away), str(here)))
    assert [a.isEnabled() for a in program.file_menus.recent.actions()[:2]] == [False, True]
    away.parent.mkdir()
    away.write_text(here.read_text())
    program.file_menus.recent.aboutToShow.emit()
    qtbot.waitUntil(lambda: program.file_menus.recent.actions()[0].isEnabled())


# Clipboard ----------------------------------------------------------------------------------------------


def test_a_line_is_copied_and_pasted(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    registry, session, clipboard = program.window.registry, program.session, QGuiApplication.clipboard()
    first = session.sketch
    registry["edit.copy"].trigger()
    assert parse_line(clipboard.text()) == first
    clipboard.setText('{"word": "cat", "drawing": [[[0, 5], [0, 9]]]}\n{"drawing": [[[0, 1], [0, 1]]]}\n')
    program.window.canvas.setFocus()
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.sketch.word == "cat")
    assert session.undo_name == "Paste Sketch"
    assert "2" in program.window.status.currentMessage()
    session.undo()
    assert session.sketch == first


def test_svg_goes_out_and_comes_back(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    session, strokes = program.session, len(program.session.sketch)
    program.window.registry["edit.copy-svg"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat("image/svg+xml")
    session.edit(Sketch(), "Clear Drawing")
    program.window.registry["edit.paste"].trigger()
    qtbot.waitUntil(lambda: len(session.sketch) == strokes)


@pytest.mark.parametrize("text", ["", "hello", "{}", "<svg/>", "M nonsense", "[1, 2]", "<svg", '{"drawing": []}'])
def test_what_is_no_sketch_is_refused_in_words(start: Start, qtbot: QtBot, text: str) -> None:
    program = opened(start, qtbot)
    before = program.session.sketch
    QGuiApplication.clipboard().setText(text)
    program.window.status.clearMessage()
    program.habits.clipboard.paste()
    qtbot.waitUntil(lambda: program.window.status.currentMessage() != "")
    assert program.session.sketch is before
    assert program.window.status.currentMessage().endswith(".")


def test_an_svg_file_is_dropped(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = opened(start, qtbot)
    path = tmp_path / "two lines.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L9 9M3 0L9 0"/></svg>')
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    QApplication.sendEvent(program.window, QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
    QApplication.sendEvent(program.window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: len(program.session.sketch) == 2)


def test_the_picture_is_dragged_out(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    program = opened(start, qtbot)
    carried: list[Path] = []

    def carry(drag: QDrag) -> Qt.DropAction:
        path = Path(drag.mimeData().urls()[0].toLocalFile())
        assert path.read_bytes().startswith(b"\x89PNG")
        carried.append(path)
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(take_out, "carry", carry)
    button = program.habits.take_out
    assert button is not None
    middle = button.rect().center()
    qtbot.mousePress(button, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(button, middle + QPoint(40, 40))
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 40))
    assert [p.stem for p in carried] == [program.session.sketch.word]
    press(button, qtbot)
    assert len(carried) == 1
    assert QGuiApplication.clipboard().mimeData().hasImage(), "a click copies"
    program.window.close()
    assert not carried[0].exists()


# Presentation, hint, log, about -----------------------------------------------------------------------------


def test_presentation_shows_three_things_and_goes_back(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    window = program.window
    before = QApplication.font().pointSizeF()
    visible = {d.objectName(): d.isVisible() for d in (window.browser_dock, window.history_dock, window.inspector_dock)}
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert program.habits.presentation.on
    assert not window.menuBar().isVisible()
    assert not window.tool_bar.isVisible()
    assert not window.browser_dock.isVisible()
    assert window.canvas.isVisible()
    assert window.predictions.isVisible()
    assert window.inversion.isVisible()
    assert window.canvas.font().pointSizeF() > 1.3 * before
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not program.habits.presentation.on
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.canvas.font().pointSizeF() == before
    after = {d.objectName(): d.isVisible() for d in (window.browser_dock, window.history_dock, window.inspector_dock)}
    assert after == visible
    assert not window.registry["view.present"].isChecked()


def test_leaving_from_a_presentation_remembers_the_ordinary_window(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    program.window.registry["view.present"].trigger()
    program.window.close()
    program = opened(start, qtbot)
    assert program.window.browser_dock.isVisible()
    assert not program.window.isFullScreen()
    assert program.window.menuBar().isVisible()


def test_the_hint_goes_with_the_first_stroke_and_for_good(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    hint, canvas = program.habits.hint, program.window.canvas
    assert hint is not None
    assert hint.isVisible()
    under = canvas.mapFromGlobal(hint.mapToGlobal(QPoint(30, hint.height() // 2)))
    strokes = len(program.session.sketch)
    target = canvas.childAt(under) or canvas
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(canvas, under))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(canvas, under))
    assert len(program.session.sketch) == strokes + 1, "one can draw where it is"
    assert program.habits.hint is None
    program.window.close()
    assert load_settings().hint_seen
    assert opened(start, qtbot).habits.hint is None


def test_the_hint_can_be_closed(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    assert program.habits.hint is not None
    press(program.habits.hint.close_button, qtbot)
    assert program.habits.hint is None
    assert program.settings.hint_seen


def test_the_log_can_be_read_searched_and_copied(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    path = paths.state_dir() / "sketchxai-desktop.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("INFO one\nWARNING two\nINFO three\n")
    program.window.registry["help.show-log"].trigger()
    (window,) = program.window.findChildren(TextWindow)
    assert window.text.toPlainText().splitlines() == ["INFO one", "WARNING two", "INFO three"]
    qtbot.keyClicks(window.search, "info")
    assert window.text.toPlainText().splitlines() == ["INFO one", "INFO three"]
    press(window.copy_button, qtbot)
    assert QGuiApplication.clipboard().text() == "INFO one\nINFO three"
    program.window.close()
    assert not window.isVisible()


def test_the_about_box_says_how_to_cite(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.show_about()
    (dialog,) = program.window.findChildren(AboutDialog)
    copy = next(b for b in dialog.findChildren(QPushButton) if "BibTeX" in b.text())
    dialog.pages.setCurrentIndex(1)
    press(copy, qtbot)
    assert QGuiApplication.clipboard().text() == BIBTEX
    assert program.session.checkpoint is not None
    assert program.session.checkpoint.sha256 in program.diagnostics()
    dialog.close()


def test_no_two_commands_share_keys(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    keys = [(k.toString(), c.name) for c in program.window.registry for k in c.action.shortcuts() if k.toString()]
    assert len({k for k, _ in keys}) == len(keys), sorted(keys)


def test_forwarded_files_are_opened(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = opened(start, qtbot)
    path = tmp_path / "mine.ndjson"
    path.write_text(json.dumps({"word": "mine", "drawing": [[[0, 5], [0, 9]]]}))
    program.window.showMinimized()
    program.habits.open_forwarded([str(path)])
    qtbot.waitUntil(lambda: program.session.sketch.word == "mine")
    assert not program.window.isMinimized()
    assert os.fspath(path) in program.settings.recent_files


def test_a_shown_run_is_dragged_out_as_an_animation(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    program.runs.set_pace(Pace(watch=False, steps_per_second=None))
    word = program.session.sketch.word
    assert word is not None
    program.runs.start(InversionSettings("recovery", word, word, steps=3, paths=1))
    qtbot.waitUntil(lambda: program.session.run_state is RunState.FINISHED, timeout=60_000)
    button, carried = program.habits.take_out, []
    assert button is not None

    def carry(drag: QDrag) -> Qt.DropAction:
        carried.append(Path(drag.mimeData().urls()[0].toLocalFile()).read_bytes())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(take_out, "carry", carry)
    monkeypatch.setattr(QGuiApplication, "mouseButtons", staticmethod(lambda: Qt.MouseButton.LeftButton))
    middle = button.rect().center()
    qtbot.mousePress(button, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(button, middle + QPoint(40, 40))
    qtbot.waitUntil(lambda: bool(carried), timeout=30_000)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 40))
    assert carried[0].startswith(b"GIF89a")
    assert len(carried) == 1


def test_the_hint_covers_no_stroke(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    hint, canvas = program.habits.hint, program.window.canvas
    assert hint is not None
    sketch = program.session.sketch
    for width, height in ((1280, 800), (900, 700), (1440, 1000), (900, 500)):
        program.window.resize(width, height)
        QApplication.processEvents()
        bottom = float(canvas.camera().view.to_view([sketch.bounds[2:]])[0][1])
        assert hint.isVisible()
        assert bottom < hint.y(), (width, height)
        assert hint.x() >= 0
        assert hint.geometry().right() <= canvas.width()
    program.window.resize(900, 1)
    QApplication.processEvents()
    assert not hint.isVisible(), "there is no room for both"
    program.window.resize(1280, 800)
    QApplication.processEvents()
    assert hint.isVisible()
    view = canvas.camera().view
    press(hint.close_button, qtbot)
    assert canvas.camera().view == view, "nothing jumps when it goes"
    canvas.fit()
    assert canvas.camera().view != view


def test_in_a_presentation_the_canvas_has_most_of_the_screen(start: Start, qtbot: QtBot) -> None:
    program = opened(start, qtbot)
    window = program.window
    window.resize(900, 480)
    QApplication.processEvents()
    program.habits.presentation.enter()
    for size in ((1280, 720), (1920, 1080)):
        window.resize(*size)
        QApplication.processEvents()
        assert window.inversion_dock.height() < 0.42 * window.height()
        assert window.canvas.height() > window.inversion_dock.height()
    program.habits.presentation.leave()
    assert isinstance(window.inversion_dock.titleBarWidget(), Title)
    assert window.share_below is None


def test_facts_of_a_network_are_words(start: Start) -> None:
    program = start()
    program.show_model()
    (dialog,) = program.window.findChildren(ModelDialog)
    text = dialog.findChild(QTextBrowser).toPlainText()
    assert "Settings" in text
    assert not {"{", "}", "'"} & set(text)
    dialog.reject()
