"""A million damaged lines and whatever else comes from outside: a sentence, never a crash, a hang or foreign code.

In the ordinary suite each reader gets a few hundred inputs, those that need torch only with the soak tests, since a
process of their own takes seconds to import it. ``make fuzz`` gives each its full number (`FULL`);
SKETCHXAI_FUZZ is the share of that, SKETCHXAI_FUZZ_SEED another beginning.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.targets import TARGETS
from tests.fuzz.worker import MEGABYTES

ROOT = Path(__file__).resolve().parents[2]
FEW = {"lines": 4000, "npz pickle": 1000, "checkpoint header": 250}
WITH_TORCH = {
    "bin file", "bin program", "checkpoint description", "checkpoint file", "checkpoint header", "config.json", "notes",
    "run state",
}  # fmt: skip
SHARE = float(os.environ.get("SKETCHXAI_FUZZ", "1"))
SEED = os.environ.get("SKETCHXAI_FUZZ_SEED", "1")
#: How many inputs of each a full run tries.
FULL = {"lines": 1_000_000, "checkpoint header": 20_000}


def fuzz(name: str, count: int, folder: Path, seed: str = "0") -> dict[str, Any]:
    """What the worker found out."""
    environment = {
        **os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(folder / "data"),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzz.worker", name, str(count), seed, str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    lines = answer.stdout.splitlines()
    assert lines, answer.stderr[-3000:]
    found: dict[str, Any] = json.loads(lines[-1])
    kept = folder / "failure"
    assert "failure" not in found, f"{found['failure']}\n{kept}: {kept.read_bytes()[:300] if kept.exists() else b''!r}"
    assert answer.returncode == 0, answer.stderr[-3000:]
    assert found["inputs"] == count
    assert found["grown_mb"] < MEGABYTES
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.soak) if name in WITH_TORCH else name for name in TARGETS]
)
def test_damaged_input_ends_in_a_sentence(name: str, tmp_path: Path) -> None:
    fuzz(name, FEW.get(name, 100), tmp_path)


assert set(TARGETS) >= WITH_TORCH


@pytest.mark.fuzz
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", TARGETS)
def test_any_amount_of_damaged_input_ends_in_a_sentence(name: str, tmp_path: Path) -> None:
    print(json.dumps(fuzz(name, round(FULL.get(name, 10_000) * SHARE), tmp_path, SEED)))


def test_the_worker_notices_what_it_looks_for(tmp_path: Path) -> None:
    """A reader that runs a program, one that hangs, one that raises and one that fills memory are all found out."""
    code = """
import sys, os, time
from pathlib import Path
from tests.fuzz import targets, worker
sin, folder = sys.argv[1], sys.argv[4]
kept = []
def read(data):
    if not data.startswith(b"good"):
        {"run": lambda: os.system("true"), "write": lambda: open("/dev/full", "wb").close(),
         "hang": lambda: time.sleep(60), "raise": lambda: 1 / 0,
         "fill": lambda: kept.append(b"x" * 10_000_000)}[sin]()
targets.TARGETS[sin] = lambda folder: targets.Target([b"good example"], (b"bad",), read)
worker.SECONDS = 1
sys.exit(worker.main())
"""
    noticed = {"run": "os.system", "write": "open", "hang": "more than", "raise": "ZeroDivisionError", "fill": "grown"}
    for sin, words in noticed.items():
        command = [sys.executable, "-c", code, sin, "2000", "0", str(tmp_path)]
        answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert answer.returncode == 1, (sin, answer.stdout, answer.stderr[-2000:])
        assert words in json.loads(answer.stdout.splitlines()[-1])["failure"], sin
        assert (tmp_path / "failure").read_bytes()[:4] != b"good"
