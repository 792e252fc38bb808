"""The program as a person meets it: a process of its own, a real X window, a real mouse and keyboard."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.system_libraries import missing_libraries

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform != "linux", reason="drives an X server"),
    pytest.mark.skipif(not shutil.which("Xvfb") or not shutil.which("xdotool"), reason="needs Xvfb and xdotool"),
]


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a fresh X display."""
    if missing_libraries("xcb"):
        pytest.skip("needs the libraries of Qt's xcb platform")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def xdotool(screen: str, *words: object) -> str:
    done = subprocess.run(
        ["xdotool", *map(str, words)],
        env={**os.environ, "DISPLAY": screen},
        check=True,
        capture_output=True,
        text=True,
        timeout=40,
    )
    return done.stdout.strip()


def test_draw_save_and_quit_with_mouse_and_keyboard(screen: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    environment["OMP_NUM_THREADS"] = "1"
    program = subprocess.Popen(
        [sys.executable, "-m", "sketchxai_desktop"], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    try:
        window = xdotool(screen, "search", "--sync", "--onlyvisible", "--name", "SketchXAI").splitlines()[0]
        xdotool(screen, "windowfocus", "--sync", window)
        time.sleep(4)  # there is no event to wait for from outside: the first sketch has been opened by then
        geometry = xdotool(screen, "getwindowgeometry", "--shell", window)
        values = dict(line.split("=") for line in geometry.splitlines())
        x, y = (int(values[k]) for k in ("X", "Y"))
        width, height = (int(values[k]) for k in ("WIDTH", "HEIGHT"))
        cx, cy = x + width // 2, y + round(height * 0.28)
        xdotool(screen, "mousemove", cx, cy, "key", "ctrl+BackSpace")
        circle = [(cx + 50 * math.cos(a / 4), cy + 50 * math.sin(a / 4)) for a in range(26)]
        xdotool(screen, "mousemove", *map(round, circle[0]), "mousedown", 1)
        for point in circle[1:]:
            xdotool(screen, "mousemove", "--sync", *map(round, point))
        xdotool(screen, "mouseup", 1)
        xdotool(screen, "mousemove", cx - 80, cy, "click", 1)  # a tap is a stroke
        xdotool(screen, "key", "ctrl+s")
        dialog = xdotool(screen, "search", "--sync", "--onlyvisible", "--name", "Save Sketch").splitlines()[0]
        xdotool(screen, "windowfocus", "--sync", dialog, "key", "ctrl+a")
        target = tmp_path / "drawn.ndjson"
        xdotool(screen, "type", str(target))
        xdotool(screen, "key", "Return")
        deadline = time.monotonic() + 20
        while not target.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        source = open_drawings(target)
        sketch = source.sketch(0)
        source.close()
        assert [len(sketch), len(sketch.strokes[1])] == [2, 1]
        assert len(sketch.strokes[0]) > 4, "a busy X server joins motions, but the stroke must be round"
        assert np.ptp(sketch.strokes[0].points, axis=0).min() > 0.5 * np.ptp(sketch.strokes[0].points, axis=0).max()
        xdotool(screen, "windowfocus", "--sync", window, "key", "ctrl+q")
        assert program.wait(20) == 0
        assert program.stderr is not None
        assert program.stderr.read() == ""
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
