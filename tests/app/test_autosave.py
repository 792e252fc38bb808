"""What was drawn and not saved is there again, after a crash and after an ordinary end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.kept_drawings import day_file, day_files, keep, read_kept
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.sketch import Sketch, Stroke

Start = Callable[..., Program]

CRASHING = """
import os, signal, sys
from PySide6.QtCore import QCoreApplication, QTimer
from sketchxai_desktop.app.autosave import Autosave
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.session import Session
from sketchxai_desktop.workers.lane import Lane
app = QCoreApplication(sys.argv)
session, lane = Session(), Lane("file lane")
autosave = Autosave(session, lane)
session.edit(Sketch((Stroke([[1, 2], [30, 40]]),)), "Draw Stroke")
timer = QTimer(interval=5)
folder = autosave._folder
timer.timeout.connect(lambda: list(folder.glob("*.ndjson")) and os.kill(os.getpid(), signal.SIGKILL))
timer.start()
app.exec()
"""


def drawn(x: float = 5.0) -> Sketch:
    return Sketch((Stroke([[0, 0], [x, 9]]),))


def kept() -> list[Sketch]:
    return [parse_line(line) for path in day_files(paths.drawings_dir()) for line in path.read_bytes().splitlines()]


def autosaved() -> list[Path]:
    return sorted((paths.state_dir() / "autosave").glob("*.ndjson"))


def close_boxes() -> list[str]:
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    for box in boxes:
        box.close()
    return [box.text() for box in boxes]


def test_a_killed_program_gives_the_drawing_back(start: Start, qtbot: QtBot) -> None:
    subprocess.run([sys.executable, "-c", CRASHING], check=False, timeout=60)
    assert len(autosaved()) == 1
    program = start(ready=False)
    wanted = Sketch((Stroke([[1, 2], [30, 40]]),))
    qtbot.waitUntil(lambda: program.session.sketch == wanted)
    said = close_boxes()
    assert len(said) == 1
    assert "unexpectedly" in said[0]
    qtbot.waitUntil(lambda: program.files.has_file)
    assert program.session.sketch == wanted, "the samples must not take its place"
    assert kept() == [wanted]
    program.window.close()
    assert kept() == [wanted], "kept once, not again when leaving"
    assert autosaved() == []


def test_several_programs_at_once_keep_to_their_own(start: Start, qtbot: QtBot) -> None:
    first = start()
    first.session.edit(drawn(), "Draw Stroke")
    qtbot.waitUntil(lambda: len(autosaved()) == 1)
    second = start()
    assert close_boxes() == []
    assert second.session.sketch != drawn()
    assert read_kept(autosaved()[0]) == drawn()


def test_leaving_keeps_the_drawing_and_nothing_else(start: Start, qtbot: QtBot) -> None:
    program = start()
    opened = program.session.sketch
    program.window.close()
    assert kept() == []
    program = start()
    program.session.edit(drawn(), "Draw Stroke")
    program.window.close()
    assert kept() == [drawn()]
    assert autosaved() == []
    assert opened not in kept()


def test_the_next_start_says_where_the_drawing_is(start: Start, qtbot: QtBot) -> None:
    program = start(ready=False)
    qtbot.waitUntil(lambda: program.files.has_file)
    program.session.edit(drawn(), "Draw Stroke")
    program.window.close()
    after = start(ready=False)
    qtbot.waitUntil(lambda: after.files.has_file)
    assert "My Drawings" in after.window.status.currentMessage()
    after.window.close()
    third = start(ready=False)
    qtbot.waitUntil(lambda: third.files.has_file)
    assert third.window.status.currentMessage() == "", "nothing was drawn in between"


def test_a_drawing_that_arrives_after_the_end_changes_nothing(start: Start) -> None:
    program = start()
    before = program.session.sketch
    program.window.close()
    program.files._drawing_loaded(drawn())
    assert program.session.sketch is before
    assert not program.models._quiet.isActive()


def test_clearing_and_opening_keep_what_was_there(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.session.edit(drawn(), "Draw Stroke")
    program.session.edit(Sketch(), "Clear Drawing")
    qtbot.waitUntil(lambda: kept() == [drawn()])
    program.session.undo()
    program.session.edit(drawn(7), "Move Stroke")
    program.session.open_sketch(drawn(8))
    qtbot.waitUntil(lambda: kept() == [drawn(), drawn(7)])
    program.window.close()
    assert kept() == [drawn(), drawn(7)]


def test_a_saved_drawing_is_not_kept_twice(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    program.session.edit(drawn(), "Draw Stroke")
    with qtbot.waitSignal(program.files.sketch_saved):
        program.files.save(str(tmp_path / "mine.ndjson"))
    program.window.close()
    assert kept() == []


def test_the_menu_opens_the_drawings_of_a_day(start: Start, qtbot: QtBot) -> None:
    keep(paths.drawings_dir(), [drawn(3), drawn(4)])
    program = start()
    program.file_menus.fill_kept()
    program.file_menus.kept.actions()[0].trigger()
    qtbot.waitUntil(lambda: program.session.sketch == drawn(3))


def test_a_folder_that_cannot_be_written_to_loses_nothing(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.session.edit(drawn(), "Draw Stroke")
    qtbot.waitUntil(lambda: len(autosaved()) == 1)
    day_file(paths.drawings_dir()).mkdir(parents=True)
    program.window.close()
    assert [read_kept(p) for p in autosaved()] == [drawn()], "the next start finds it"


def test_somebody_who_never_pauses_is_not_put_off(start: Start, qtbot: QtBot) -> None:
    program = start()
    begun = time.monotonic()

    def draw_on() -> bool:
        program.session.edit(drawn(1 + time.monotonic() - begun), "Draw Stroke")
        return bool(autosaved())

    qtbot.waitUntil(draw_on, timeout=10_000)  # asks every 10 ms, and so draws more often than it waits to write


def test_a_start_takes_away_what_a_killed_program_had_begun(start: Start, qtbot: QtBot) -> None:
    folder = paths.state_dir() / "autosave"
    folder.mkdir(parents=True)
    half = folder / f".{'0' * 16}.part"
    locks = [folder / "killed.lock", folder / "other.lock.rmlock"]
    half.write_text("half")
    os.utime(half, (0, 0))
    for lock in locks:
        lock.write_text(f"{2**22 + 1}\npython\n\n\n")
    start()
    assert not half.exists()
    assert not any(lock.exists() for lock in locks)
