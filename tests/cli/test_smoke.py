"""`sketchxai --smoke-test`: the whole window, once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sketchxai_desktop import paths
from sketchxai_desktop.cli import smoke


def _smoke_test(home: Path, *code: str) -> subprocess.CompletedProcess[str]:
    # A name that no Qt platform has: the smoke test must not depend on what the environment says.
    environment = {**os.environ, "QT_QPA_PLATFORM": "nonsense", "HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *(code or ("-m", "sketchxai_desktop", "--smoke-test"))]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=118, check=False, stdin=subprocess.DEVNULL
    )


@pytest.mark.skipif(not paths.bundled_checkpoints(), reason="no checkpoint is bundled")
@pytest.mark.soak  # packages and bundles are tried with it, too
def test_the_smoke_test_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    answer = _smoke_test(tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    steps = [line.removesuffix(": ok") for line in answer.stdout.splitlines() if line.endswith(": ok")]
    assert steps == [
        "Opening the window", "Loading the network", "Opening the bundled sketches", "Drawing a stroke", "Classifying",
        "Inverting", "Writing a GIF", "Grouping and mapping strokes", "Explaining by every method", "Training",
        "Reading SVG", "Speaking HTTP", "Closing the window",
    ]  # fmt: skip
    assert "QThread" not in answer.stderr
    settings = paths.settings_dir()
    assert not settings.exists(), "the person's settings were touched"


def test_it_fails_in_a_sentence_where_something_is_wrong(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sketchxai_desktop import paths\n"
        f"paths.models = lambda: Path({str(tmp_path)!r})\n"
        "from sketchxai_desktop.__main__ import main; sys.exit(main(['--smoke-test']))"
    )
    answer = _smoke_test(tmp_path, "-c", code)
    assert answer.returncode == 2, answer.stdout
    assert answer.stderr.strip().splitlines()[-1].startswith("The smoke test failed: ")
    assert "Traceback" not in answer.stderr


def test_folders_come_back_after_it() -> None:
    before = (paths.settings_dir, paths.state_dir, paths.cache_dir)
    with smoke._private_folders(Path("elsewhere")):
        assert paths.settings_dir() == Path("elsewhere/settings_dir")
    assert (paths.settings_dir, paths.state_dir, paths.cache_dir) == before
