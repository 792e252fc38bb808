"""What all benchmarks of the table share: measuring two ways in turn, and the rows that come out.

Ways are measured in turn (A B C A B C ...), so that whatever else the computer does hits all of them, and compared by
their best times, which other programs disturb least. The middle times are kept beside them.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

MARK = "row: "


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: was measured.
        ours, other: figures with their units; "" where there is none.
        ratio: how many times better ours is than the other; None where nothing is compared.
        aim: in words.
        met: None where nothing was measured, and `note` says why.
    """

    what: str
    ours: str = ""
    other: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Times:
    """Seconds of every repetition of one way."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        return min(self.seconds)

    @property
    def middle(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{in_words(self.best)} (middle {in_words(self.middle)})"


def in_words(seconds: float) -> str:
    """Seconds with a unit that suits them."""
    return f"{1e3 * seconds:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def in_turn(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    warm_up: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Times]:
    """Times of every way, measured one after the other, `rounds` times; the first `warm_up` rounds do not count.

    Args:
        clock: `time.process_time` where a way keeps one processor busy: waiting for a processor does not count then.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(warm_up + rounds):
        for name, way in ways.items():
            started = clock()
            way()
            if number >= warm_up:
                seconds[name].append(clock() - started)
    return {name: Times(tuple(values)) for name, values in seconds.items()}


def missing(*libraries: str) -> str:
    """Which libraries cannot be imported, as a remark; "" when all can."""
    absent = [name for name in libraries if importlib.util.find_spec(name) is None]
    return f"not compared: {' and '.join(absent)} not installed (extra bench)" if absent else ""


def hand_over(rows: Iterable[Row], as_json: bool) -> None:
    """Print rows: for `table.py` to read, or for people."""
    for row in rows:
        if as_json:
            print(MARK + json.dumps(asdict(row)), flush=True)
        else:
            print(table([row], heading=False), flush=True)


def taken_over(output: str) -> list[Row]:
    """The rows in what a benchmark has printed with `as_json`."""
    return [Row(**json.loads(line[len(MARK) :])) for line in output.splitlines() if line.startswith(MARK)]


def table(rows: Iterable[Row], heading: bool = True) -> str:
    """Rows under one another; remarks below their row."""
    titles = ("what", "ours", "other", "ratio", "aim", "met")
    cells = [list(titles)] if heading else []
    remarks: dict[int, str] = {}
    for row in rows:
        met = {None: "-", True: "yes", False: "NO"}[row.met]
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}x"
        cells.append([row.what, row.ours, row.other, ratio, row.aim, met])
        remarks[len(cells) - 1] = row.note
    widths = [max(len(line[k]) for line in cells) for k in range(len(titles))]
    lines = []
    for number, line in enumerate(cells):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if heading and number == 0:
            lines.append("  ".join("-" * width for width in widths))
        lines += ["    " + remark for remark in remarks.get(number, "").splitlines()]
    return "\n".join(lines)


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil  # type: ignore[import-untyped,unused-ignore]

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
