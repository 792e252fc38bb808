"""How long it takes to open a large .ndjson file, against reading it with json.loads.

Writes a file of made-up drawings (default 200 MB) into a temporary folder, opens it the way the window does, and
prints each time also as a share of a plain `json.loads` loop over the whole file, measured on a part of it in the
same run. Memory is the growth of the process's peak.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sketchxai_desktop.core.drawing_file import check_lines, open_drawings, scan_metadata
from sketchxai_desktop.core.quickdraw import format_line
from sketchxai_desktop.core.sketch import Sketch, Stroke

_COUNTRIES = ("DE", "US", "FR", "JP", "BR")
_WORDS = ("bicycle", "cat", "ice cream", "tree", "star")
_SAMPLE_BYTES = 20 * 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="?", type=int, default=200, help="size of the file (default: 200)")
    megabytes: int = parser.parse_args().megabytes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.ndjson"
        _write(path, megabytes * 1024 * 1024)
        _measure(path)


def _measure(path: Path) -> None:
    size = path.stat().st_size
    before = _peak_megabytes()

    started = time.perf_counter()
    source = open_drawings(path, complete=False)
    for k in range(50):
        source.sketch(k)
    first = time.perf_counter() - started
    while source.step():
        pass
    indexed = time.perf_counter() - started
    index_growth = _peak_megabytes() - before

    started = time.perf_counter()
    metadata = scan_metadata(source)
    scanned = time.perf_counter() - started
    growth = _peak_megabytes() - before

    started = time.perf_counter()
    problems = check_lines(source)
    checked = time.perf_counter() - started

    assert len(metadata) == len(source)
    assert problems.total == 0
    plain = _plain_json(path)
    print(f"{size / 1e6:.0f} MB, {len(source):,} drawings; json.loads loop: {plain:.2f} s")
    print(f"index: {size / 1e6 / indexed:.0f} MB/s; metadata: {size / 1e6 / scanned:.0f} MB/s")
    for name, seconds in (
        ("first 50 sketches", first),
        ("index of all lines", indexed),
        ("words, countries, recognised", scanned),
        ("check of every line", checked),
    ):
        print(f"{name:30s} {seconds:8.3f} s  {seconds / plain:8.4f} of json.loads")
    print(f"{'peak memory, index':30s} {index_growth:8.1f} MB {index_growth * 1e6 / size:8.4f} of the file")
    print(f"{'peak memory, with metadata':30s} {growth:8.1f} MB {growth * 1e6 / size:8.4f} of the file")
    source.close()


def _plain_json(path: Path) -> float:
    """Seconds that a json.loads loop takes for the file, from its first part."""
    read = 0
    started = time.perf_counter()
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)
            read += len(line)
            if read >= _SAMPLE_BYTES:
                break
    return (time.perf_counter() - started) * path.stat().st_size / read


def _write(path: Path, size: int) -> None:
    """Random walks in the size of real drawings: 6 strokes of 12 points, and raw-like ones of 60."""
    random = np.random.default_rng(0)
    made = []
    for k in range(400):
        points = 60 if k % 4 == 0 else 12
        strokes = [
            Stroke(np.clip(np.cumsum(random.integers(-9, 10, (points, 2)), axis=0) + 128, 0, 255)) for _ in range(6)
        ]
        facts = {"word": _WORDS[k % 5], "country": _COUNTRIES[k % 5], "recognized": k % 7 > 0}
        made.append(format_line(Sketch(tuple(strokes), key_id=str(10**15 + k), **facts)))  # type: ignore[arg-type]
    block = b"".join(made)
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(block)


def _peak_megabytes() -> float:
    try:
        import resource
    except ImportError:  # Windows
        import psutil  # type: ignore[import-untyped,unused-ignore]

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


if __name__ == "__main__":
    main()
