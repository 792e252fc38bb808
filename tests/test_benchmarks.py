"""The table of `make bench`: what its rows say, and that what it compares with stays out of the program."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
OTHERS = {"imageio", "matplotlib", "pandas", "polars", "transformers"}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    """Benchmarks are programs, which find one another beside them."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))

    def one(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module

    return one


def test_a_row_survives_the_way_between_processes(load, capsys: pytest.CaptureFixture[str]) -> None:
    rows = load("rows")
    sent = [rows.Row("GIF", "1 s", "20 s", 20.0, "20x", True, "a remark"), rows.Row("GPU", note="not measured")]
    print("something else")
    rows.hand_over(sent, as_json=True)
    assert rows.taken_over(capsys.readouterr().out) == sent


def test_the_table_says_what_is_met_and_what_is_not(load) -> None:
    rows = load("rows")
    text = rows.table([
        rows.Row("a", "1 ms", "3 ms", 3.0, "2x", True),
        rows.Row("b", "2 ms", "3 ms", 1.5, "2x", False, "a remark"),
        rows.Row("c", note="not measured: no CUDA device"),
    ])  # fmt: skip
    lines = text.splitlines()
    assert lines[0].split() == ["what", "ours", "other", "ratio", "aim", "met"]
    assert lines[2].split() == ["a", "1", "ms", "3", "ms", "3x", "2x", "yes"]
    assert lines[3].split()[-2:] == ["2x", "NO"]
    assert lines[4:] == ["    a remark", "c" + lines[5][1:], "    not measured: no CUDA device"]
    assert lines[5].split() == ["c", "-"]


def test_ways_are_measured_in_turn_and_warm_up_does_not_count(load) -> None:
    rows, order = load("rows"), []
    clock = iter(range(100))
    ways = {"ours": lambda: order.append("o"), "other": lambda: (order.append("x"), next(clock))}
    times = rows.in_turn(ways, 3, warm_up=1, clock=lambda: next(clock))
    assert "".join(order) == "oxoxoxox"
    assert times["ours"].seconds == (1, 1, 1)
    assert times["other"].best == times["other"].middle == 2


def test_what_is_missing_is_named(load) -> None:
    rows = load("rows")
    assert rows.missing("json") == ""
    assert "no_such_library not installed" in rows.missing("json", "no_such_library")


def test_the_scenes_at_full_rate_become_rows(load) -> None:
    table = load("table")
    figures = "".join(f"{n:8.1f}{n + 1:7.1f}{n + 2:7.1f}" for n in (1.0, 20.0, 3.0))
    line = f"{'recovery at full rate, 64 paths':36}{figures}    loop  20%, canvas  25% of 60 paints"
    canvas, loop = table._frames(f"milliseconds: p50 p99 max\n{line}\n")
    assert (canvas.ours, canvas.met) == ("4.0 ms", True)
    assert (loop.ours, loop.met) == ("2.0 ms", True)
    assert "p99 21.0 ms" in loop.note
    (odd,) = table._frames("recovery at full rate, and something else\n")
    assert odd.met is None


def test_what_is_compared_with_is_imported_by_benchmarks_alone() -> None:
    wrong = []
    for path in sorted((ROOT / "sketchxai_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            wrong += [f"{path.name}: {name}" for name in names if name.split(".")[0] in OTHERS]
    assert not wrong
