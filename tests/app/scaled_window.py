"""The window in a process of its own, for a scale of the screen is chosen before Qt starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def look_at(code: str, *arguments: str, scale: float, folder: Path) -> dict[str, Any]:
    """The JSON on the last line that `code` prints, run with `arguments`; settings are in `folder`."""
    own = {
        name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    }
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **own, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found
