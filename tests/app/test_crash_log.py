"""A crash leaves its stacks for the next start; an ordinary end leaves nothing."""

from __future__ import annotations

import subprocess
import sys

from sketchxai_desktop.app.crash_log import CrashLog, crash_folder, take_crashes

SESSION = """
import sys
from sketchxai_desktop.app.crash_log import CrashLog
log = CrashLog()
{}
"""


def session(ending: str) -> None:
    subprocess.run([sys.executable, "-c", SESSION.format(ending)], check=False, timeout=60, capture_output=True)


def test_an_ordinary_end_leaves_nothing() -> None:
    session("log.close()")
    assert list(crash_folder().iterdir()) == []
    assert take_crashes() == []


def test_a_crash_tells_where_it_was_once() -> None:
    session("import ctypes\ndef deep_inside(): ctypes.string_at(0)\ndeep_inside()")
    crashes = take_crashes()
    assert len(crashes) == 1
    assert "deep_inside" in crashes[0]
    assert take_crashes() == []
    assert [p.suffix for p in crash_folder().iterdir()] == [".txt"]


def test_a_kill_is_known_but_has_no_stack() -> None:
    session("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert take_crashes() == [""]
    assert take_crashes() == []


def test_a_running_program_is_no_crash() -> None:
    log = CrashLog()
    try:
        assert take_crashes() == []
    finally:
        log.close()
    assert list(crash_folder().iterdir()) == []


def test_only_the_newest_five_are_kept() -> None:
    crash_folder().mkdir(parents=True)
    for day in range(1, 9):
        (crash_folder() / f"2026-01-0{day}-120000.txt").write_text("stack")
    take_crashes()
    assert sorted(p.name[:10] for p in crash_folder().iterdir()) == [f"2026-01-0{day}" for day in range(4, 9)]
