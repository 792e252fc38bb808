"""Statistics of files, and the command that prints them."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.__main__ import main
from sketchxai_desktop.analysis.statistics import FileStatistics, by_size, count_drawings, quantile, write_csv
from sketchxai_desktop.core.drawing_file import open_drawings


@pytest.fixture
def counted(drawings: Path, finish: Callable) -> FileStatistics:
    source = open_drawings(drawings)
    statistics, shares = finish(count_drawings(source))
    source.close()
    assert shares[-1] == 1.0
    return statistics


def test_everything_is_counted_as_parsing_says(drawings: Path, counted: FileStatistics) -> None:
    source = open_drawings(drawings)
    sketches = [source.sketch(k) for k in range(len(source)) if k != 7]
    source.close()
    assert counted.drawings == len(sketches) == 41
    assert counted.bad_lines == 1
    assert counted.strokes == Counter(len(s) for s in sketches)
    assert counted.points == Counter(s.point_count for s in sketches)
    assert counted.stroke_points == Counter(len(t) for s in sketches for t in s.strokes)
    assert counted.words == Counter(s.word for s in sketches)
    assert counted.countries == Counter(s.country for s in sketches)
    assert counted.recognized == Counter(s.recognized for s in sketches)


def test_share_of_sketches_with_few_strokes() -> None:
    statistics = FileStatistics()
    assert statistics.share_up_to() == 0
    for strokes in (1, 10, 10, 11, 40):
        statistics.add([2] * strokes, None, None, None)
    assert statistics.share_up_to() == pytest.approx(0.6)
    assert statistics.share_up_to(11) == pytest.approx(0.8)


def test_quantiles_are_those_of_the_values() -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(1, 30, 501)
    counts = Counter(values.tolist())
    for share in (0.0, 0.25, 0.5, 0.9, 1.0):
        assert quantile(counts, share) == np.quantile(values, share, method="inverted_cdf")
    assert quantile(Counter(), 0.5) == 0


def test_names_by_size() -> None:
    assert by_size(Counter({"b": 2, "a": 2, None: 5, "c": 1})) == [("", 5), ("a", 2), ("b", 2), ("c", 1)]


def test_csv_holds_every_count(counted: FileStatistics, tmp_path: Path) -> None:
    path = write_csv(counted, tmp_path / "out.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["statistic", "value", "count", "share"]
    strokes = {int(r["value"]): int(r["count"]) for r in rows if r["statistic"] == "strokes per drawing"}
    assert strokes == dict(counted.strokes)
    words = {r["value"]: int(r["count"]) for r in rows if r["statistic"] == "category"}
    assert words == {"cat": 20, "door": 20, "dot": 1}
    for name in {r["statistic"] for r in rows}:
        assert sum(float(r["share"]) for r in rows if r["statistic"] == name) == pytest.approx(1, abs=1e-4)


def test_compressed_and_sketchrnn_files_count_alike(
    drawings: Path, tmp_path: Path, finish: Callable, counted: FileStatistics
) -> None:
    packed = tmp_path / "packed.ndjson.gz"
    packed.write_bytes(gzip.compress(drawings.read_bytes()))
    source = open_drawings(packed)
    again, _ = finish(count_drawings(source))
    source.close()
    assert again.strokes == counted.strokes
    rows = np.array([[1, 2, 0], [3, 4, 1], [5, 5, 0], [2, 2, 1]], np.int16)
    table = np.empty(1, object)
    table[0] = rows
    path = tmp_path / "cat.npz"
    np.savez(path, train=table)
    source = open_drawings(path)
    other, _ = finish(count_drawings(source))
    source.close()
    assert other.strokes == Counter({2: 1})
    assert other.words == Counter({"cat": 1})


def test_counting_can_be_looked_at_and_left(drawings: Path) -> None:
    source = open_drawings(drawings)
    statistics = FileStatistics()
    working = count_drawings(source, statistics)
    next(working)
    working.close()
    source.close()
    assert statistics.drawings == 41


def test_the_command_prints_the_share(drawings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statistics", str(drawings)]) == 0
    out = capsys.readouterr().out
    assert "41 drawings, 1 bad line" in out
    assert "at most 10 strokes: 100.0 % (paper: 91.4 %)" in out


def test_the_command_writes_json_and_csv(
    drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], counted: FileStatistics
) -> None:
    assert main(["statistics", str(drawings), "--json", "--csv", str(tmp_path / "t.csv")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["drawings"] == 41
    assert found["share_up_to_10_strokes"] == 1.0
    assert found["drawings_per_category"] == {"cat": 20, "door": 20, "dot": 1}
    assert found["strokes"]["mean"] == pytest.approx(sum(k * n for k, n in counted.strokes.items()) / 41, abs=1e-3)
    assert (tmp_path / "t.csv").is_file()


def test_the_command_refuses_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], drawings: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_text("{broken\n", encoding="utf-8")
    assert main(["statistics", str(path)]) == 2
    assert "no line that holds a drawing" in capsys.readouterr().err
    assert main(["statistics", str(drawings), "--csv", str(tmp_path / "none" / "t.csv")]) == 2


def test_the_command_works_without_torch_and_qt(drawings: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom sketchxai_desktop.__main__ import main\n"
        f"status = main(['statistics', {str(drawings)!r}])\n"
        "heavy = {'torch', 'PySide6', 'sklearn'} & set(sys.modules)\nsys.exit(str(heavy) if heavy else status)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr


def test_real_drawings_are_like_the_papers(quickdraw: Path, finish: Callable) -> None:
    """The share of sketches with at most ten strokes, over all categories; the paper says 91.44 %."""
    few = total = 0
    for path in sorted((quickdraw / "test").glob("*.ndjson")):
        source = open_drawings(path)
        statistics, _ = finish(count_drawings(source))
        source.close()
        few += statistics.share_up_to() * statistics.drawings
        total += statistics.drawings
    assert few / total == pytest.approx(0.9144, abs=0.01)
