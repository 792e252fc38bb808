"""Methods of explanation put to the test on the opened file, in the window."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program
from sketchxai_desktop.cli.arguments import score_explanations_parser
from sketchxai_desktop.cli.score_explanations import run as run_command
from sketchxai_desktop.explain.measures import MEASURES
from sketchxai_desktop.widgets.explain_file_window import ScoringWindow

Start = Callable[..., Program]
METHODS = ("exact_shapley", "leave_one_out", "attention_last")


@pytest.fixture
def small(untrained: Callable[..., Path]) -> Path:
    return untrained(("ant", "bee", "cow"))


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """14 drawings of 1 to 5 strokes, of which 12 can be scored, after a bad line."""
    rng = np.random.default_rng(1)
    counts = [1, 3, 2, 4, 5, 3, 1, 3, 4, 2, 5, 3, 4, 3]
    rows = [json.dumps({"word": "ant", "drawing": rng.integers(0, 256, (n, 2, 5)).tolist()}) for n in counts]
    path = tmp_path / "farm.ndjson"
    path.write_text("\n".join(["{broken", *rows]), encoding="utf-8")
    return path


def shown(program: Program, limit: int | None) -> ScoringWindow:
    program.window.registry.refresh()
    program.window.registry["analyse.scores"].trigger()
    window = program.scoring.window
    assert window is not None
    window.menu.choose(METHODS)
    window.count.all_drawings.setChecked(limit is None)
    window.count.most.setValue(limit or 1)
    return window


def scored(window: ScoringWindow, qtbot: QtBot, count: int) -> None:
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.standing.drawings == count and window.start.isVisible(), timeout=60_000)


def test_the_window_says_what_the_command_says(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = start(str(drawings), checkpoint=str(small))
    window = shown(program, None)
    scored(window, qtbot, 12)
    command = [str(drawings), "--checkpoint", str(small), "--methods", ",".join(METHODS)]
    run_command(score_explanations_parser().parse_args([*command, "--limit", "99", "--json"]))
    record = json.loads(capsys.readouterr().out)
    assert record["drawings"] == 12
    rows = {row["method"]: row for row in window.rows()}
    assert sorted(rows) == sorted(record["methods"])
    for name, said in record["methods"].items():
        for measure in MEASURES:
            expected = [said[measure][end] for end in ("value", "low", "high")]
            got = [rows[name][measure], rows[name][f"{measure}_low"], rows[name][f"{measure}_high"]]
            assert got == [pytest.approx(x) if x is not None else pytest.approx(np.nan, nan_ok=True) for x in expected]
            assert rows[name][f"{measure}_drawings"] == said[measure]["drawings"]
    text = window.headline.text()
    assert "farm.ndjson by small" in text
    assert "12 drawings" in text
    assert "1 drawing unreadable" in text
    assert "2 drawings of one stroke" in text


def test_the_table_sorts_and_colours_the_sketches(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(str(drawings), checkpoint=str(small))
    window = shown(program, 3)
    scored(window, qtbot, 3)
    assert window.chosen is not None, "a method is chosen at first"
    table, model = window.table, window.sorted
    column = 1 + list(MEASURES).index("deletion")
    table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    names = [window.model.method(model.mapToSource(model.index(row, 0)).row()) for row in range(model.rowCount())]
    numbers = {row["method"]: row["deletion"] for row in window.rows()}
    assert names == sorted(numbers, key=lambda name: numbers[name])
    cell = str(model.index(0, column).data())
    value, interval = cell.split("\n")
    low, high = interval.replace("\N{MINUS SIGN}", "-").split("\N{HORIZONTAL ELLIPSIS}")
    assert float(low) <= float(value.replace("\N{MINUS SIGN}", "-")) <= float(high)

    for row in (0, len(names) - 1):
        table.selectRow(row)
        name = names[row]
        assert window.chosen == name
        first = window.drawings[0]
        by_method = {score.method: score for score in first.scores}
        assert window.sketches.cells[0].caption.startswith(f"{by_method[name].measures['deletion']:.3f}"[:4])
        image = window.sketches.grab().toImage()
        seen = {QColor(image.pixel(x, y)).name() for x in range(10, 90) for y in range(10, 90)}
        assert len(seen) > 3
    assert "Deletion AUC" in window.sketches_title.text()

    window.sketches.opened.emit(1)
    wanted = window.drawings[1].sketch
    qtbot.waitUntil(lambda: program.session.sketch.strokes == wanted.strokes, timeout=20_000)


def test_what_was_scored_before_a_stop_stays_and_is_saved(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    many = drawings.with_name("many.ndjson")
    many.write_text((drawings.read_text(encoding="utf-8") + "\n") * 40, encoding="utf-8")
    program = start(str(many), checkpoint=str(small))
    window = shown(program, None)
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.drawings) >= 2, timeout=60_000)
    assert not window.start.isVisible()
    qtbot.mouseClick(window.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.start.isVisible(), timeout=20_000)
    count = len(window.drawings)
    assert 2 <= count < 400
    qtbot.waitUntil(lambda: window.standing.drawings == count, timeout=20_000)
    assert len(window.sketches.cells) == count
    window.save_wanted.emit(str(tmp_path / "page.html"))
    qtbot.waitUntil(lambda: (tmp_path / "page.html").exists(), timeout=30_000)
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f"{count} drawings from many.ndjson" in html
    assert window.take_drawings.save_data(tmp_path / "drawings.csv")
    with (tmp_path / "drawings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count * (len(METHODS) + 1)
    assert window.take_drawings.save_image(tmp_path / "drawings.svg")
    assert "<image" not in (tmp_path / "drawings.svg").read_text(encoding="utf-8"), "lines stay lines"
    assert window.take_away.save_image(tmp_path / "table.svg")
    assert "Exact Shapley" in (tmp_path / "table.svg").read_text(encoding="utf-8")

    # Another run begins anew; with another file open, a drawing comes as it was scored.
    scored_before = window.drawings[0]
    program.files.open(str(drawings))
    qtbot.waitUntil(lambda: program.files.path == drawings, timeout=20_000)
    assert "farm.ndjson" in window.about.text()
    window.drawing_wanted.emit(scored_before)
    qtbot.waitUntil(lambda: program.session.sketch == scored_before.sketch, timeout=20_000)


def test_a_file_without_such_drawings_is_refused_in_words(
    start: Start, qtbot: QtBot, small: Path, drawings: Path
) -> None:
    drawings.write_text(json.dumps({"word": "ant", "drawing": [[[0, 9], [0, 9]]]}), encoding="utf-8")
    program = start(str(drawings), checkpoint=str(small))
    window = shown(program, 5)
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no drawing of 2 to 12 strokes" in window.message.text(), timeout=30_000)
    assert "1 drawing of one stroke" in window.message.text()
    assert window.start.isVisible()
    assert not window.save_html.isEnabled()


def test_leaving_in_the_middle(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(str(drawings), checkpoint=str(small))
    window = shown(program, None)
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.drawings) >= 1, timeout=60_000)
    assert program.stop()
