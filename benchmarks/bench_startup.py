"""How long it takes until the window can be used, against `python -c "import torch"` in the same run.

Every round (default 5, after one that warms the disk cache and does not count) starts each program once, one after
the other, so that whatever else the computer does hits all of them. Printed are the fastest and the middle time, and
the middle one as a share of importing torch. The window opens in the platform of QT_QPA_PLATFORM (offscreen unless
set) with settings of its own. The bundle is measured if its program is named or lies in dist/. "CPU" is the
processor's time that the window took so far, which waiting for a processor does not lengthen.

Targets on 2 cores (taskset -c 0,1): painted 0.6 s from source, 0.9 s bundled; first prediction 2.5 s; --version 60 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "dist/sketchxai-desktop/sketchxai-desktop"
SOURCE = [sys.executable, "-m", "sketchxai_desktop"]
MOMENTS = ("painted", "sketch", "network", "prediction")
PATIENCE = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=int, default=5, help="default: 5")
    parser.add_argument("bundle", nargs="?", type=Path, default=BUNDLE, help="the bundle's program")
    arguments = parser.parse_args()
    runs, bundle = arguments.runs, arguments.bundle.resolve()
    windows = {"window": SOURCE}
    versions = {"--version": [*SOURCE, "--version"]}
    if bundle.exists():
        windows["bundle"] = [str(bundle)]
        versions["bundle --version"] = [str(bundle), "--version"]
    plain = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import torch'": [sys.executable, "-c", "import torch"],
        **versions,
    }
    seconds: dict[str, list[float]] = defaultdict(list)
    early = True
    compiled = tempfile.TemporaryDirectory()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = compiled.name  # as if installed, without a trace in the tree
    for number in range(runs + 1):
        for name, command in plain.items():
            took = _run(command)
            if number:
                seconds[name].append(took)
        for name, command in windows.items():
            moments, torch_waited = _open(command)
            early &= torch_waited
            if number:
                for moment in MOMENTS:
                    for what, taken in zip(("", ", CPU"), moments[moment], strict=True):
                        seconds[f"{name}: {moment}{what}"].append(taken)

    torch = statistics.median(seconds["python -c 'import torch'"])
    print(f"{runs} runs, {len(_cores())} cores, load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else runs)
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"{name:28s} {min(values):7.3f} s  {middle:7.3f} s  {middle / torch:6.2f} of importing torch")
    print("torch began to load after the window was painted" if early else "THE WINDOW WAITED FOR TORCH")


def _run(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _open(command: list[str]) -> tuple[dict[str, tuple[float, float]], bool]:
    """Seconds from the start of the process to each moment, by the clock and of the processor's time.

    And whether torch was not loaded at the first.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "startup.jsonl"
        environment = dict(os.environ, HOME=folder, SKETCHXAI_STARTUP_LOG=str(log))
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            environment.pop(name, None)
        started = time.time()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as window:
            try:
                noted = _wait_for(log, window)
            finally:
                window.terminate()
    taken = {m: (noted[m]["time"] - started, noted[m]["processor"]) for m in MOMENTS}
    return taken, not noted["painted"]["torch"]


def _wait_for(log: Path, window: subprocess.Popen[bytes]) -> dict[str, dict[str, float]]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and window.poll() is None:
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        if len(lines) == len(MOMENTS):
            return {entry["moment"]: entry for entry in map(json.loads, lines)}
        time.sleep(0.02)
    raise SystemExit(f"The window did not come to its first prediction within {PATIENCE:.0f} s.")


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


if __name__ == "__main__":
    main()
