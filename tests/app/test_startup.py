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
