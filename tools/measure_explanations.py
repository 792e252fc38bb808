"""Measure which explanations of a network are true, and write the figures into docs/explanations.md.

    python tools/measure_explanations.py FOLDER [--limit 36] [--checkpoint tiny-30]

FOLDER holds drawings that the network was not trained on, one `.ndjson` file per category and named like it. The first
usable drawing of every category that the network knows is taken, then the second, and so on up to the limit. What
stands between the two marks of the page is replaced; the words around it are for people to check.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import zip_longest
from pathlib import Path

from sketchxai_desktop.__main__ import main
from sketchxai_desktop.cli.loading import load_chosen
from sketchxai_desktop.core.drawing_file import LineError, open_drawings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanations.md"
BEGIN = "<!-- figures: written by tools/measure_explanations.py; changes made here are lost -->"
END = "<!-- end of figures -->"


def chosen_lines(folder: Path, categories: tuple[str, ...], limit: int) -> list[str]:
    """Drawings of 2 to 12 strokes from the files of these categories, in turn. Raises SystemExit if there are none."""
    per_category = -(-limit // len(categories)) + 2
    files = [folder / f"{category}.ndjson" for category in categories]
    columns = [_usable(file, per_category) for file in files if file.is_file()]
    lines = [line for row in zip_longest(*columns) for line in row if line is not None][:limit]
    if not lines:
        raise SystemExit(f"{folder} has no drawings of the network's categories.")
    return lines


def _usable(file: Path, most: int) -> list[str]:
    source = open_drawings(file)
    found: list[str] = []
    with open(file, encoding="utf-8") as text:
        lines = text.readlines()
    try:
        for index in range(len(source)):
            if len(found) == most:
                break
            try:
                sketch = source.sketch(index)
            except LineError:
                continue
            if 2 <= len(sketch) <= 12 and sketch.extent > 0:
                found.append(lines[source.line_number(index) - 1])
    finally:
        source.close()
    return found


def with_figures(page: str, figures: str) -> str:
    """The page with other figures between the marks. Raises ValueError if a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no marks for the figures")
    return f"{before}{BEGIN}\n\n{figures.strip()}\n\n{END}{after}"


def run(arguments: argparse.Namespace) -> None:
    """Measure and write."""
    categories = load_chosen(arguments.checkpoint).categories
    with tempfile.TemporaryDirectory() as folder:
        drawings, table = Path(folder) / "drawings.ndjson", Path(folder) / "table.md"
        lines = chosen_lines(arguments.folder, categories, arguments.limit)
        drawings.write_text("".join(line.rstrip("\n") + "\n" for line in lines), encoding="utf-8")
        command = ["score-explanations", str(drawings), "--limit", str(arguments.limit), "--markdown", str(table)]
        started = time.perf_counter()
        status = main([*command, "--checkpoint", arguments.checkpoint])
        if status:
            raise SystemExit(status)
        print(f"{len(lines)} drawings in {time.perf_counter() - started:.0f} s")
        figures = table.read_text(encoding="utf-8")
    arguments.page.write_text(with_figures(arguments.page.read_text(encoding="utf-8"), figures), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="drawings, a file per category")
    parser.add_argument("--limit", type=int, default=36, help="drawings to look at (default 36)")
    parser.add_argument("--checkpoint", default="tiny-30", help="network (default tiny-30)")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write into")
    run(parser.parse_args())
