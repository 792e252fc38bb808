"""The program as it is started from outside: a second start, a private start, a clean end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sketchxai_desktop import paths
from sketchxai_desktop.app.crash_log import crash_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="windows end politely by other means")

Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Start the program as from a shell; what still runs at the end is killed."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, until: str = "painted") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sketchxai_desktop", *arguments]
        log = tmp_path / f"startup-{len(started)}"
        own = {**environment, "SKETCHXAI_STARTUP_LOG": str(log)}
        started.append(subprocess.Popen(command, env=own, stderr=subprocess.PIPE, text=True))
        if until == "painted":
            wait(log.is_file, "the window never came up")
        return started[-1]

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait(condition: Callable[[], object], what: str) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def leave(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


def log() -> str:
    path = paths.state_dir() / "sketchxai-desktop.log"
    return path.read_text() if path.is_file() else ""


def test_a_second_start_opens_its_file_in_the_first_window(run: Run, tmp_path: Path) -> None:
    first = run()
    wait(lambda: [p for p in tmp_path.glob("sketchxai-*") if p.is_socket()], "the first one never listened")
    drawing = tmp_path / "mine.ndjson"
    drawing.write_text('{"word": "mine", "drawing": [[[0, 5], [0, 9]]]}\n')
    second = run(str(drawing), until="")
    assert second.wait(timeout=60) == 0
    leave(first)
    settings = json.loads((paths.settings_dir() / "settings.json").read_text())
    assert settings["recent_files"] == [str(drawing)]
    assert list(crash_folder().iterdir()) == [], "a clean end leaves no crash behind"


def test_a_private_start_leaves_nothing(run: Run, tmp_path: Path) -> None:
    process = run("--temp-config")
    assert list(tmp_path.glob("sketchxai-*/state/crashes/*.running"))
    leave(process)
    assert list(tmp_path.glob("sketchxai-*")) == []
    assert not paths.settings_dir().exists()
    assert not paths.state_dir().exists()
    assert log() == ""


def test_new_instances_stand_on_their_own(run: Run) -> None:
    processes = [run("--new-instance") for _ in range(2)]
    assert len(list(crash_folder().glob("*.running"))) == 2
    for process in processes:
        leave(process)
