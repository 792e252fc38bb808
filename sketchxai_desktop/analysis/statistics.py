"""Statistics of a file of drawings: strokes, points, categories, countries, recognised. Neither Qt nor torch."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sketchxai_desktop.core.drawing_file import DrawingFile
from sketchxai_desktop.core.drawing_source import DrawingSource
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.quickdraw import LineError, checked_record

#: The paper's count: 91.44 % of the sketches have at most 10 strokes.
FEW_STROKES = 10
PAPER_SHARE = 0.9144
#: Drawings between two looks at whether to go on: about 20 ms of work.
_AT_ONCE = 1024


@dataclass
class FileStatistics:
    """Counts over the drawings of a file, which grow as it is read.

    Attributes:
        name: of the file.
        drawings: counted so far; bad_lines: lines that are no drawing.
        strokes: drawings per number of strokes.
        points: drawings per number of points; stroke_points: strokes per number of points.
        words, countries: drawings of each; None where a drawing does not say.
        recognized: drawings for True, False and None (unknown).
    """

    name: str = ""
    drawings: int = 0
    bad_lines: int = 0
    strokes: Counter[int] = field(default_factory=Counter)
    points: Counter[int] = field(default_factory=Counter)
    stroke_points: Counter[int] = field(default_factory=Counter)
    words: Counter[str | None] = field(default_factory=Counter)
    countries: Counter[str | None] = field(default_factory=Counter)
    recognized: Counter[bool | None] = field(default_factory=Counter)

    def add(self, lengths: list[int], word: str | None, country: str | None, recognized: bool | None) -> None:
        """Count a drawing whose strokes have these numbers of points."""
        self.drawings += 1
        self.strokes[len(lengths)] += 1
        self.points[sum(lengths)] += 1
        self.stroke_points.update(lengths)
        self.words[word] += 1
        self.countries[country] += 1
        self.recognized[recognized] += 1

    def share_up_to(self, strokes: int = FEW_STROKES) -> float:
        """Share 0..1 of the drawings that have at most so many strokes; 0 without drawings."""
        few = sum(n for count, n in self.strokes.items() if count <= strokes)
        return few / self.drawings if self.drawings else 0.0

    def summary(self) -> dict[str, Any]:
        """The numbers worth a line each; JSON-ready."""
        known = self.recognized[True] + self.recognized[False]
        return {
            "file": self.name,
            "drawings": self.drawings,
            "bad_lines": self.bad_lines,
            "categories": len([w for w in self.words if w is not None]),
            "countries": len([c for c in self.countries if c is not None]),
            "strokes": _spread(self.strokes),
            "share_up_to_10_strokes": self.share_up_to(),
            "points": _spread(self.points),
            "points_per_stroke": _spread(self.stroke_points),
            "recognized": self.recognized[True],
            "not_recognized": self.recognized[False],
            "recognized_unknown": self.recognized[None],
            "share_recognized": self.recognized[True] / known if known else None,
        }

    def to_json(self) -> dict[str, Any]:
        """The summary with all counts."""
        return {
            **self.summary(),
            "drawings_per_strokes": {str(k): n for k, n in sorted(self.strokes.items())},
            "drawings_per_points": {str(k): n for k, n in sorted(self.points.items())},
            "drawings_per_category": dict(by_size(self.words)),
            "drawings_per_country": dict(by_size(self.countries)),
        }

    def rows(self) -> Iterator[tuple[str, str | int, int, float]]:
        """(what is counted, its value, how many, share 0..1): everything, in one table."""
        tables: list[tuple[str, list[tuple[str | int, int]]]] = [
            ("strokes per drawing", sorted(self.strokes.items())),
            ("points per drawing", sorted(self.points.items())),
            ("points per stroke", sorted(self.stroke_points.items())),
            ("category", list(by_size(self.words))),
            ("country", list(by_size(self.countries))),
            ("recognized", [(name, n) for name, n in recognized_counts(self) if n]),
        ]
        for name, entries in tables:
            total = sum(n for _, n in entries)
            for value, n in entries:
                yield name, value, n, n / total


def recognized_counts(statistics: FileStatistics) -> list[tuple[str, int]]:
    """Drawings that were recognised, were not, and do not say."""
    return [(name, statistics.recognized[key]) for name, key in (("yes", True), ("no", False), ("unknown", None))]


def by_size(counts: Counter[str | None]) -> list[tuple[str, int]]:
    """Names and counts, most first, then by name; "" where a drawing says none."""
    named = [(name or "", n) for name, n in counts.items()]
    return sorted(named, key=lambda item: (-item[1], item[0].casefold()))


def quantile(counts: Counter[int], share: float) -> int:
    """The smallest value that at least `share` (0..1) of what is counted does not exceed; 0 for nothing."""
    total = sum(counts.values())
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= share * total:
            return value
    return 0


def _spread(counts: Counter[int]) -> dict[str, float]:
    total = sum(counts.values())
    return {
        "least": min(counts, default=0),
        "median": quantile(counts, 0.5),
        "mean": round(sum(v * n for v, n in counts.items()) / total, 4) if total else 0.0,
        "p90": quantile(counts, 0.9),
        "most": max(counts, default=0),
    }


def count_drawings(
    source: DrawingSource, statistics: FileStatistics | None = None
) -> Generator[float, None, FileStatistics]:
    """Count every drawing that the source knows now. Yields the share 0..1 done about every 20 ms.

    Nothing of a drawing is kept, so memory does not grow with the file.

    Args:
        statistics: counted into, so that it can be looked at meanwhile; None: new ones.
    """
    if statistics is None:
        statistics = FileStatistics(source.path.name)
    total = len(source)
    for first in range(0, total, _AT_ONCE):
        for index in range(first, min(first + _AT_ONCE, total)):
            try:
                _count(statistics, source, index)
            except LineError:
                statistics.bad_lines += 1
        yield min(1.0, (first + _AT_ONCE) / total)
    return statistics


def _count(statistics: FileStatistics, source: DrawingSource, index: int) -> None:
    if isinstance(source, DrawingFile):
        # Making strokes of the numbers would take most of the time, and only their count is asked for.
        record = checked_record(source.line(index))
        recognized, word, country = (record.get(key) for key in ("recognized", "word", "countrycode"))
        statistics.add(
            [len(stroke[0]) for stroke in record["drawing"]],
            word if isinstance(word, str) else None,
            country if isinstance(country, str) else None,
            recognized if isinstance(recognized, bool) else None,
        )
        return
    sketch = source.sketch(index)
    statistics.add([len(s) for s in sketch.strokes], sketch.word, sketch.country, sketch.recognized)


def write_csv(statistics: FileStatistics, path: str | Path) -> Path:
    """Write all counts as CSV with the columns statistic, value, count, share. Returns the path.

    Raises:
        UserError: the file cannot be written.
    """
    path = Path(path)
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["statistic", "value", "count", "share"])
        writer.writerows((name, value, n, f"{share:.6f}") for name, value, n, share in statistics.rows())
    return path
