"""The window comes first, torch after it; and the log of the start that benchmarks read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sketchxai_desktop import paths


@pytest.mark.skipif(not paths.bundled_checkpoints(), reason="no checkpoint is bundled")
@pytest.mark.skipif(sys.platform == "win32", reason="torch comes first there; closing needs a signal")
def test_painted_before_torch_is_loaded(tmp_path: Path) -> None:
    log = tmp_path / "startup.jsonl"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    environment |= {"HOME": str(tmp_path), "SKETCHXAI_STARTUP_LOG": str(log), "QT_QPA_PLATFORM": "offscreen"}
    started = time.time()
    with subprocess.Popen([sys.executable, "-m", "sketchxai_desktop"], env=environment, text=True) as window:
        try:
            while not log.exists() or '"prediction"' not in log.read_text(encoding="utf-8"):
                assert window.poll() is None
                assert time.time() < started + 100
                time.sleep(0.05)
            window.terminate()
            assert window.wait(timeout=15) == 0
        finally:
            window.kill()
    moments = {entry["moment"]: entry for entry in map(json.loads, log.read_text(encoding="utf-8").splitlines())}
    assert set(moments) == {"painted", "sketch", "network", "prediction"}
    assert not moments["painted"]["torch"]
    assert moments["prediction"]["torch"]
    assert started < moments["painted"]["time"] < moments["network"]["time"] <= moments["prediction"]["time"]


# Notes which enumerations PySide sets up, opens the window, and tells at the first paint what is there.
AT_THE_PAINT = """
import enum, json, os, sys
made, create = [], enum.EnumType._create_

def note(cls, name, *arguments, **options):
    made.append(name)
    return create(cls, name, *arguments, **options)

enum.EnumType._create_ = note
from sketchxai_desktop.cli.qt import prepare_for_qt
prepare_for_qt()
from sketchxai_desktop.app import launch
from sketchxai_desktop.app.first_paint import FirstPaint

def tell(_):
    print(json.dumps([made, sorted(sys.modules)]), flush=True)
    os._exit(0)

FirstPaint._over = tell
launch.run_window(temporary=True)
"""


def test_what_is_not_shown_waits_for_the_paint(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_PAINT], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    made, modules = json.loads(done.stdout.splitlines()[-1])
    assert "StandardKey" in made, "the enumerations are not seen"
    # Of QStyle and QGradient: 800 names, of 4,000 in all, that take a twentieth of the start.
    assert not {"PrimitiveElement", "StandardPixmap", "Preset"} & set(made)
    late = (
        "torch",
        "pyqtgraph",
        "xml.etree",
        "html.entities",
        "sketchxai_desktop.evaluation.",
        "sketchxai_desktop.reports",
    )
    assert not [m for m in modules if m.startswith(late)]
