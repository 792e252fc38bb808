"""How a .ndjson of a gigabyte opens, against pandas, polars and a loop of json.loads.

The file is made up: the program's own sample sketches with every point jittered, again and again. Each way runs in a
process of its own, which says what it took and the most memory it ever held, libraries included; the file is put out
of the disk cache before each (where the system lets a program do that). Importing libraries does not count.

  first thumbnails  from opening the file to 50 pictures of its first drawings; all ways paint with our `thumbnail`
  all of it         ours: any drawing of the file can be shown. json: every line parsed once. pandas: read_json in
                    chunks. polars: the frame that scan_ndjson collects. These three read a tenth of the file, and
                    their time is scaled to all of it; their memory is that of the tenth. read: the bytes of all of
                    it, which is as fast as the disk is
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from rows import Row, hand_over, in_words, missing, peak_megabytes

from sketchxai_desktop import paths
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.quickdraw import format_line
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.gui import ensure_gui_application
from sketchxai_desktop.rendering.thumbnails import thumbnail

PICTURES, AIM_FIRST, AIM_MEMORY, AIM_INDEX = 50, 0.3, 150.0, 0.8
#: Of the file that the others read.
PART = 0.1
VARIANTS, CHUNK = 100, 4 << 20


def write(path: Path, size: int) -> None:
    """`size` bytes and the rest of a block."""
    random = np.random.default_rng(0)
    source = open_drawings(paths.resource("samples.ndjson"))
    lines = []
    for k in range(VARIANTS * len(source)):
        sketch = source.sketch(k % len(source))
        strokes = (np.clip(s.points + random.integers(-4, 5, s.points.shape), 0, 255) for s in sketch.strokes)
        key = str(10**15 + k)
        lines.append(format_line(Sketch(tuple(map(Stroke, strokes)), sketch.word, "DE", k % 7 > 0, key)))
    source.close()
    block = b"".join(lines)
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def forget(path: Path) -> None:
    """Put the file out of the disk cache."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def drawn(drawing: list[list[list[int]]]) -> None:
    """A picture of a drawing as the file spells it."""
    thumbnail(Sketch(tuple(Stroke(np.array(stroke[:2], np.float32).T) for stroke in drawing)))


def _line_bytes(path: Path) -> float:
    """Mean length of a line: all lines of the file are in its first block."""
    with path.open("rb") as file:
        lengths = [len(line) for line, _ in zip(file, range(18 * VARIANTS), strict=False)]
    return sum(lengths) / len(lengths)


Moments = Iterator[float]


def ours(path: Path) -> Moments:
    source = open_drawings(path, complete=False)
    for k in range(PICTURES):
        thumbnail(source.sketch(k))
    yield 1.0
    while source.step():
        pass
    assert len(source) > PICTURES
    yield 1.0


def loop(path: Path) -> Moments:
    with path.open("rb") as lines:
        for _, line in zip(range(PICTURES), lines, strict=False):
            drawn(json.loads(line)["drawing"])
    yield 1.0
    with path.open("rb") as lines:
        read = 0
        for line in lines:
            json.loads(line)
            read += len(line)
            if read > PART * path.stat().st_size:
                break
    yield path.stat().st_size / read


def pandas(path: Path) -> Moments:
    import pandas as pd

    yield 0.0
    for drawing in pd.read_json(path, lines=True, nrows=PICTURES)["drawing"]:
        drawn(drawing)
    yield 1.0
    with path.open("rb") as file, pd.read_json(file, lines=True, chunksize=10_000) as chunks:
        read = 0
        for chunk in chunks:
            assert len(chunk)
            read = file.tell()
            if read > PART * path.stat().st_size:
                break
    yield path.stat().st_size / read


def polars(path: Path) -> Moments:
    import polars as pl

    yield 0.0
    for drawing in pl.scan_ndjson(path).head(PICTURES).collect()["drawing"].to_list():
        drawn(drawing)
    yield 1.0
    rows = round(PART * path.stat().st_size / _line_bytes(path))
    assert len(pl.scan_ndjson(path).head(rows).collect()) == rows
    yield 1 / PART


def read(path: Path) -> Moments:
    buffer = bytearray(CHUNK)
    yield 1.0
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass
    yield 1.0


WAYS: dict[str, Callable[[Path], Moments]] = {
    "ours": ours,
    "json": loop,
    "pandas": pandas,
    "polars": polars,
    "read": read,
}


def measured(name: str, path: Path) -> dict[str, float]:
    """What one way took in this process: seconds to the first pictures and for all, and megabytes."""
    ensure_gui_application()
    thumbnail(Sketch((Stroke(np.array([(0, 0), (9, 9)])),)))
    moments = WAYS[name](path)
    if name in ("pandas", "polars"):
        next(moments)  # the library is imported
    started = time.perf_counter()
    next(moments)
    first = time.perf_counter() - started
    again = 0.0 if name == "ours" else time.perf_counter()
    share = next(moments)
    # Ours goes on where it was; the others begin anew.
    everything = (time.perf_counter() - (again or started)) * share
    return {"first": first, "all": everything, "memory": peak_megabytes()}


def child(name: str, path: Path) -> dict[str, float]:
    forget(path)
    command = [sys.executable, __file__, "--way", name, "--file", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def rows(path: Path, rounds: int) -> Iterator[Row]:
    size = path.stat().st_size
    names = [name for name in WAYS if name not in ("pandas", "polars") or not missing(name)]
    found: dict[str, dict[str, float]] = {}
    for number in range(rounds):
        # In turn; the slow ones once.
        for name in names if number == 0 else ("ours", "read"):
            new = child(name, path)
            found[name] = {key: min(value, found.get(name, new)[key]) for key, value in new.items()}
    own, others = found["ours"], [n for n in names if n not in ("ours", "read")]
    gigabytes = f"{size / 1e9:.2g} GB .ndjson"
    remark = missing("pandas", "polars")

    def beside(key: str, unit: Callable[[float], str]) -> str:
        texts = [f"{n} {unit(found[n][key])} ({found[n][key] / own[key]:.3g}x)" for n in others]
        return "; ".join(filter(None, [", ".join(texts), remark]))

    best = min(found[name]["first"] for name in others)
    yield Row(
        f"open {gigabytes}: {PICTURES} thumbnails", in_words(own["first"]), in_words(best), best / own["first"],
        in_words(AIM_FIRST), own["first"] <= AIM_FIRST, beside("first", in_words),
    )  # fmt: skip
    disk = found["read"]["all"]
    speeds = f"{size / 1e6 / own['all']:,.0f} MB/s; reading alone {size / 1e6 / disk:,.0f} MB/s"
    yield Row(
        f"open {gigabytes}: index of all drawings, against reading alone", in_words(own["all"]), in_words(disk),
        disk / own["all"], "disk speed", disk / own["all"] >= AIM_INDEX, f"{speeds}; {beside('all', in_words)}",
    )  # fmt: skip
    least = min(found[name]["memory"] for name in others)
    yield Row(
        f"open {gigabytes}: most memory, all of the process", f"{own['memory']:.0f} MB", f"{least:.0f} MB",
        least / own["memory"], f"{AIM_MEMORY:.0f} MB", own["memory"] <= AIM_MEMORY,
        beside("memory", lambda m: f"{m:,.0f} MB"),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000, help="size of the file (default: 1000)")
    parser.add_argument("--quick", action="store_true", help="a file of 200 MB at most, one round")
    parser.add_argument("--json", action="store_true", help="print rows for table.py")
    parser.add_argument("--way", choices=WAYS, help="measure one way in this process")
    parser.add_argument("--file", type=Path, help="the file for --way")
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measured(arguments.way, arguments.file)))
        return
    megabytes = min(arguments.megabytes, 200) if arguments.quick else arguments.megabytes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.ndjson"
        write(path, megabytes * 1_000_000)
        hand_over(rows(path, 1 if arguments.quick else 3), arguments.json)


if __name__ == "__main__":
    main()
