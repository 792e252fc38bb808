"""What goes wrong outside the program must end in a sentence, with everything else as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app import settings as settings_module
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.settings import load_settings, settings_file
from sketchxai_desktop.core.line_index import STEP_BYTES
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.session import RunState

Start = Callable[..., Program]
LINE = json.dumps({"word": "cat", "drawing": [[[0, 90, 255], [0, 40, 255]]]}) + "\n"


def heard(program: Program) -> list[str]:
    said: list[str] = []
    program.files.failed.connect(said.append)
    program.models.failed.connect(said.append)
    return said


def close_boxes(program: Program) -> None:
    for box in QApplication.topLevelWidgets():
        if box is not program.window:
            box.close()


def write(path: Path, word: str, size: int = 200) -> Path:
    line = LINE.replace("cat", word)
    path.write_text(line * (size // len(line) + 1))
    return path


def test_a_file_goes_on_being_indexed_when_the_next_one_is_bad(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    said = heard(program)
    big = write(tmp_path / "big.ndjson", "dog", 5 * STEP_BYTES)
    program.files.open(str(big))
    qtbot.waitUntil(lambda: program.session.sketch.word == "dog")
    program.files.open(str(tmp_path / "missing.ndjson"))
    qtbot.waitUntil(lambda: bool(said))
    qtbot.waitUntil(lambda: program.files._metadata is not None, timeout=30_000)
    assert program.files._source is not None
    assert program.files._source.path == big
    assert len(program.files._metadata) == len(big.read_bytes().splitlines())
    close_boxes(program)


def test_of_files_opened_in_a_row_the_last_one_stays(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    for word in ("ant", "bee", "cow", "dog"):
        program.files.open(str(write(tmp_path / f"{word}.ndjson", word, 2 * STEP_BYTES)))
        qtbot.wait(3 if word == "bee" else 0)
    qtbot.waitUntil(lambda: program.session.sketch.word == "dog", timeout=20_000)
    qtbot.waitUntil(lambda: not program.file_lane.jobs, timeout=20_000)
    assert program.session.sketch.word == "dog"
    assert program.files._source is not None
    assert program.files._source.path.name == "dog.ndjson"


def test_stopped_indexing_leaves_a_usable_file(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    program.files.open(str(write(tmp_path / "big.ndjson", "dog", 40 * STEP_BYTES)))
    qtbot.waitUntil(lambda: program.session.sketch.word == "dog")
    job = program.files._index_job
    assert job is not None
    job.cancel()
    qtbot.waitUntil(lambda: program.files._metadata is not None, timeout=30_000)
    assert program.files._metadata is not None
    assert 0 < len(program.files._metadata) == program.window.browser.model.count


def test_the_first_good_drawing_is_shown(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "late.ndjson"
    path.write_text('{"drawing": []}\nno json\n' + LINE)
    program = start()
    said = heard(program)
    program.files.open(str(path))
    qtbot.waitUntil(lambda: program.session.undo_name == "Open Sketch")
    assert len(program.session.sketch) == 1
    assert not said


@pytest.mark.parametrize("damage", ["deleted", "truncated", "overwritten"])
def test_a_file_that_changes_while_it_is_browsed(start: Start, qtbot: QtBot, tmp_path: Path, damage: str) -> None:
    path = write(tmp_path / "dogs.ndjson", "dog", 3000)
    program = start(str(path))
    said = heard(program)
    before = program.session.sketch
    qtbot.waitUntil(lambda: not program.file_lane.jobs)
    if damage == "deleted":
        path.unlink()
    elif damage == "truncated":
        os.truncate(path, 100)
    else:
        path.write_bytes(os.urandom(3000))
    program.files.open_drawing(30)
    if damage == "deleted":  # whoever has a file open keeps it
        qtbot.waitUntil(lambda: not program.file_lane.jobs)
        assert not said
    else:
        qtbot.waitUntil(lambda: bool(said))
        assert "open it again" in said[0]
        assert program.session.sketch == before
    close_boxes(program)


def test_saving_to_a_full_disk_keeps_what_stood_there(
    start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    said = heard(program)
    path = tmp_path / "mine.ndjson"
    path.write_text(LINE)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    program.files.save(str(path))
    qtbot.waitUntil(lambda: bool(said))
    assert "No space left on device" in said[0]
    assert path.read_text() == LINE
    assert [p.name for p in tmp_path.iterdir()] == ["mine.ndjson"]
    close_boxes(program)


def test_a_sentence_is_not_said_twice_at_once(start: Start, qtbot: QtBot) -> None:
    program = start()
    for _ in range(5):
        program.files.failed.emit("The disk is gone.")
    boxes = program.window.findChildren(QMessageBox)
    assert len([b for b in boxes if b.isVisible()]) == 1
    close_boxes(program)


# Networks ---------------------------------------------------------------------------------------------------


def test_a_corrupt_checkpoint_is_neither_used_nor_remembered(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    before, said = program.session.checkpoint, heard(program)
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"\xff" * 5000)
    program.load_checkpoint(str(bad))
    qtbot.waitUntil(lambda: bool(said))
    assert program.session.checkpoint is before
    assert str(bad) not in (program.settings.last_checkpoint, *program.settings.recent_checkpoints)
    assert program.window.model_box.currentText() == before.title  # type: ignore[union-attr]
    close_boxes(program)


def test_a_remembered_checkpoint_that_is_gone_is_replaced(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(json.dumps({"checkpoint": str(tmp_path / "gone.safetensors")}))
    program = start()  # waits for what the network says
    assert program.session.checkpoint is not None
    close_boxes(program)


def test_without_any_network_sketches_can_still_be_drawn(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Path:
        raise FileNotFoundError("the installation lacks its 'models' folder")

    monkeypatch.setattr(paths, "models", missing)
    program = start(ready=False)
    qtbot.waitUntil(lambda: len(program.session.sketch) > 0)
    assert program.why_no_inversion() is not None
    assert any(b.isVisible() for b in program.window.findChildren(QMessageBox))
    close_boxes(program)


def test_a_run_that_cannot_begin_leaves_the_last_one_as_it_is(start: Start, qtbot: QtBot) -> None:
    program = start()
    said, session = heard(program), program.session
    program.runs.failed.connect(said.append)
    program.runs.start(InversionSettings("recovery", str(session.sketch.word), steps=2))
    qtbot.waitUntil(lambda: session.run_state is RunState.FINISHED)
    run = session.run
    program.runs.start(InversionSettings("transfer", "no such thing", steps=2))
    qtbot.waitUntil(lambda: bool(said))
    assert "no such thing" in said[0]
    assert session.run is run
    assert session.run_state is RunState.FINISHED
    close_boxes(program)


# Settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b'{"theme": ["dark"], "scheme": {}, "device": null, "show_dots": 1, "recent_files": "x", "geometry": 5}',
        b'{"theme": "pink", "scheme": "x", "device": "tpu"}',
        b'{"geometry": "zz\\ud800", "window_state": "\\u00e4\\u0000", "checkpoint": "\\u0000"}',
        b'{"geometry": "00ff", "window_state": "deadbeef"}',
        b'{"recent_files": ["\\ud800", "a\\u0000b", 5, null, {}]}',
        b"\xff\xfe\x00garbage",
        b'{"theme": NaN}',
        b" " * 2_000_000,
    ],
    ids=range(11),
)
def test_settings_that_are_no_settings(start: Start, qtbot: QtBot, content: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(content)
    program = start(ready=False)
    defaults = settings_module.Settings()
    for field in ("theme", "scheme", "device", "show_dots", "last_checkpoint", "recent_files"):
        assert getattr(program.settings, field) == getattr(defaults, field), field
    program.window.close()
    assert load_settings() == program.settings


def test_lists_of_recent_files_stay_short(start: Start) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(json.dumps({"recent_files": [f"{k}.ndjson" for k in range(5000)]}))
    program = start(ready=False)
    assert len(program.settings.recent_files) == 10


# Leaving ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("seconds", [1.0, 2.0, 5.0])
def test_a_signal_ends_the_program_at_any_moment(tmp_path: Path, number: signal.Signals, seconds: float) -> None:
    code = (
        "from sketchxai_desktop.app import launch\n"
        "launch.Program.start = (lambda old: lambda self, *a: (old(self, *a), print('shown', flush=True),"
        " self._failed('Something in the way.')))(launch.Program.start)\n"
        "raise SystemExit(launch.run_window())"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "shown\n"
        time.sleep(seconds)
        child.send_signal(number)
        began = time.monotonic()
        _, errors = child.communicate(timeout=30)
    finally:
        child.kill()
    assert child.returncode == 0
    assert "Traceback" not in errors
    assert "QThread" not in errors
    assert time.monotonic() - began < 8  # 3 s, and patience with a busy machine
