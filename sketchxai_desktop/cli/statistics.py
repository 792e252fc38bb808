"""`sketchxai statistics`: strokes, points, categories, countries and recognition of a file of drawings."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Generator
from typing import Any

from sketchxai_desktop.analysis.statistics import (
    FEW_STROKES,
    PAPER_SHARE,
    FileStatistics,
    by_size,
    count_drawings,
    write_csv,
)
from sketchxai_desktop.cli.output import notify, percent, printable, progress_bar, require_folder_of, say
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.errors import UserError

_SHOWN = 10
_BAR = 40


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: the file cannot be used, holds no drawing, or the table cannot be written.
    """
    require_folder_of(arguments.csv)
    with progress_bar(None, "Opening", "step") as bar:
        source = open_drawings(arguments.file, progress=lambda _share: bar.update())
    try:
        with progress_bar(100, "Counting", "%") as bar:
            statistics = _finish(count_drawings(source), bar)
        if source.damage:
            notify(f"{arguments.file}: {source.damage}.")
    finally:
        source.close()
    if not statistics.drawings:
        raise UserError(f"{arguments.file} has no line that holds a drawing.")
    if arguments.csv is not None:
        write_csv(statistics, arguments.csv)
        notify(f"Wrote {arguments.csv}.")
    if arguments.json:
        say(json.dumps(statistics.to_json()))
    else:
        _print(statistics)
    return 0


def _finish(counting: Generator[float, None, FileStatistics], bar: Any) -> FileStatistics:
    while True:
        try:
            share = next(counting)
        except StopIteration as stop:
            statistics: FileStatistics = stop.value
            return statistics
        bar.update(int(100 * share) - bar.n)


def _print(statistics: FileStatistics) -> None:
    facts = statistics.summary()
    drawings, bad = statistics.drawings, statistics.bad_lines
    say(
        f"{printable(statistics.name)}: {drawings:,} {'drawing' if drawings == 1 else 'drawings'}, "
        f"{bad:,} bad {'line' if bad == 1 else 'lines'}"
    )
    for title, key in (("strokes", "strokes"), ("points", "points"), ("points per stroke", "points_per_stroke")):
        s = facts[key]
        say(f"  {title:<18} median {s['median']}, mean {s['mean']:.2f}, 90 % up to {s['p90']}, most {s['most']:,}")
    share, paper = percent(statistics.share_up_to()).strip(), percent(PAPER_SHARE).strip()
    say(f"  at most {FEW_STROKES} strokes: {share} (paper: {paper})")
    if facts["share_recognized"] is not None:
        say(f"  recognised: {percent(facts['share_recognized']).strip()} of those that say")
    say("Drawings per number of strokes")
    most = max(statistics.strokes.values())
    for count in range(1, 2 * FEW_STROKES + 1):
        n = statistics.strokes[count]
        say(f"  {count:>3}  {n:>9,}  {percent(n / statistics.drawings)}  {'#' * round(_BAR * n / most)}")
    more = sum(n for count, n in statistics.strokes.items() if count > 2 * FEW_STROKES)
    say(f"  more {more:>8,}  {percent(more / statistics.drawings)}")
    for title, counts in (("Categories", statistics.words), ("Countries", statistics.countries)):
        entries = by_size(counts)
        names = ", ".join(f"{printable(name) or 'unknown'} {n:,}" for name, n in entries[:_SHOWN])
        rest = f" and {len(entries) - _SHOWN:,} more" if len(entries) > _SHOWN else ""
        say(f"{title}: {names}{rest}")
