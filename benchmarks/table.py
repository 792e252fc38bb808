"""The speed of the whole program in one table: same work, same run, against what else there is.

Every benchmark runs in a process of its own, one after the other, so that none leaves memory or threads to the next.
The other columns are libraries of the extra `bench`; a row says so where one is not installed. "ratio" is how many
times better ours is. How to read it, and what was tried and did not help: README.md beside this file.

    python benchmarks/table.py [--quick] [--threads N] [--only sli file gif frames]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rows import Row, table, taken_over

HERE = Path(__file__).resolve().parent
#: As bench_frames.py has them, in milliseconds.
LOOP_BUDGET, FRAME_BUDGET = 10.0, 16.0
_NUMBERS = re.compile(r"(?<![\w.])\d+\.\d+")


def _own_rows(name: str) -> Callable[[str], list[Row]]:
    """For benchmarks that print rows."""

    def read(output: str) -> list[Row]:
        return taken_over(output) or [Row(name, note="not measured: the benchmark printed no row")]

    return read


def _frames(output: str) -> list[Row]:
    """bench_frames.py prints p50, p99 and the longest of three things per scene."""
    return [row for line in output.splitlines() if line.startswith("recovery at full rate") for row in _scene(line)]


def _scene(line: str) -> Iterator[Row]:
    title = line[:36].strip()
    numbers = [float(n) for n in _NUMBERS.findall(line[36:])]
    if len(numbers) < 9:
        yield Row(title, note=f"not measured: not understood: {line.strip()}")
        return
    _, late, longest_late, _, work, _, _, paint, longest_paint = numbers[:9]
    yield Row(
        f"{title}: canvas, p99 frame", f"{paint:.1f} ms", aim=f"{FRAME_BUDGET:g} ms", met=paint < FRAME_BUDGET,
        note=f"longest {longest_paint:.1f} ms",
    )  # fmt: skip
    yield Row(
        f"{title}: event loop, p99 delay", f"{late:.1f} ms", aim=f"{LOOP_BUDGET:g} ms", met=late < LOOP_BUDGET,
        note=f"longest {longest_late:.1f} ms; its own work between two beats, which other programs cannot lengthen: "
        f"p99 {work:.1f} ms",
    )  # fmt: skip


def _commands(arguments: argparse.Namespace) -> dict[str, tuple[list[str], Callable[[str], list[Row]], bool]]:
    """What to run, how to read it, and whether it is to have `--threads` threads."""
    quick = ["--quick"] if arguments.quick else []
    return {
        "sli": (
            ["bench_sli.py", "--json", "--threads", str(arguments.threads), *quick],
            _own_rows("SLI step"),
            True,
        ),
        "file": (["bench_large_file.py", "--json", *quick], _own_rows("open a large file"), True),
        "gif": (["bench_gif.py", "--json", *quick], _own_rows("GIF"), True),
        # The program chooses its threads itself.
        "frames": (["bench_frames.py", "fast1", "fast64"], _frames, False),
    }


def _run(command: list[str], threads: int | None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    if threads is not None:
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
            environment[name] = str(threads)
    else:
        environment.pop("OMP_NUM_THREADS", None)
    program = [sys.executable, str(HERE / command[0]), *command[1:]]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)


def _computer() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{_processor()}, {cores} cores for this process{load}; Python {platform.python_version()}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a smaller file: for a first look")
    parser.add_argument("--threads", type=int, default=1, help="of every way that is compared (default: 1)")
    names = ("sli", "file", "gif", "frames")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="some of the benchmarks")
    arguments = parser.parse_args()
    commands = _commands(arguments)
    rows: list[Row] = []
    failed = False
    began = time.perf_counter()
    print(_computer(), flush=True)
    for name in arguments.only:
        command, read, fixed = commands[name]
        started = time.perf_counter()
        print(f"  {name} ...", end="", file=sys.stderr, flush=True)
        done = _run(command, arguments.threads if fixed else None)
        print(f" {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        new = read(done.stdout)
        print(table(new, heading=False), file=sys.stderr, flush=True)  # the table itself comes last
        rows += new
        if done.returncode:
            failed = True
            last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
            rows.append(Row(command[0], note=f"not measured to its end: {last}"))
    print(table(rows))
    print(f"{arguments.threads} thread(s) for each way; {time.perf_counter() - began:.0f} s in all")
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
