"""Evaluating the opened file in the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.inspection import classify_sketches

Start = Callable[..., Program]
WORDS = ("ant", "bee", "cow")


@pytest.fixture
def small(untrained: Callable[..., Path]) -> Path:
    return untrained(WORDS, {"drawings_per_category": {"ant": 5, "bee": 6, "cow": 7}})


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """60 drawings that it could name, 4 that it does not know, one without a word, a bad line."""
    rng = np.random.default_rng(1)
    rows = [
        json.dumps({"word": WORDS[k % 3], "drawing": rng.integers(0, 256, (1 + k % 4, 2, 5)).tolist()})
        for k in range(60)
    ]
    rows[7:7] = [json.dumps({"word": "gnu", "drawing": [[[0, 9], [0, 9]]]})] * 4
    rows.insert(20, json.dumps({"drawing": [[[0, 9], [0, 9]]]}))
    rows.insert(30, "{broken")
    path = tmp_path / "farm.ndjson"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def shown(program: Program) -> None:
    program.window.registry.refresh()
    program.window.registry["analyse.evaluate"].trigger()
    assert program.evaluation.window is not None


def test_a_file_is_measured_looked_at_and_saved(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    program = start(str(drawings), checkpoint=str(small))
    shown(program)
    window = program.evaluation.window
    window.count.all_drawings.setChecked(True)
    qtbot.mouseClick(window.evaluate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.measured is not None, timeout=60_000)
    measured = window.measured

    checkpoint = program.models.checkpoint
    source = open_drawings(drawings)
    sketches = [source.sketch(k) for k in range(len(source)) if k != 30]
    source.close()
    known = [s for s in sketches if s.word in WORDS]
    answers = classify_sketches(checkpoint, known).argmax(axis=1)
    right = sum(WORDS[a] == s.word for a, s in zip(answers, known, strict=True))
    assert measured.complete
    assert measured.evaluation.drawings == 60
    assert measured.evaluation.top1.value == pytest.approx(right / 60)
    assert measured.evaluation.by_training, "the checkpoint says what it learned from"
    assert "4 drawings of words that the network does not know (gnu 4)" in window.headline.text()
    assert "1 drawing without a word" in window.headline.text()
    assert "1 bad line" in window.headline.text()

    # The worst mistakes are shown at first; each is the drawing that it is said to be.
    mistakes = measured.mistakes(60)
    qtbot.waitUntil(lambda: len(window.sketches.cells) == len(mistakes), timeout=20_000)
    place = mistakes[0]
    wrong = window.sketches.cells[0].sketch
    assert wrong.word == WORDS[measured.predictions.labels[place]]
    window.sketches.opened.emit(0)
    qtbot.waitUntil(lambda: program.session.sketch == wrong, timeout=20_000)

    for kind in ("html", "json"):
        window.save_wanted.emit(str(tmp_path / f"report.{kind}"), kind)
    qtbot.waitUntil(lambda: (tmp_path / "report.json").exists(), timeout=30_000)
    record = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert record["drawings"] == 60
    assert record["left_out"]["unknown_words"] == {"gnu": 4}
    assert record["intervals"]["top1"]["low"] <= record["top1"] <= record["intervals"]["top1"]["high"]
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in html
    assert "farm.ndjson" in html
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_a_sample_has_as_many_as_asked_for(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(str(drawings), checkpoint=str(small))
    shown(program)
    program.evaluation.evaluate(25)
    window = program.evaluation.window
    qtbot.waitUntil(lambda: window.measured is not None, timeout=60_000)
    assert window.measured.evaluation.drawings == 25
    assert window.measured.skipped.unknown_words == {"gnu": 4}


def test_what_was_counted_before_a_stop_is_measured(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    many = drawings.with_name("many.ndjson")
    many.write_text((drawings.read_text(encoding="utf-8") + "\n") * 30, encoding="utf-8")
    program = start(str(many), checkpoint=str(small))
    shown(program)
    window, controller = program.evaluation.window, program.evaluation
    controller.evaluate()
    qtbot.waitUntil(lambda: controller._asking is not None and controller._asking.counted[0] > 0, timeout=60_000)
    assert window.stop.isVisible()
    qtbot.mouseClick(window.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.measured is not None, timeout=60_000)
    assert 0 < window.measured.evaluation.drawings < 1800
    assert not window.measured.complete
    assert "Stopped before the end" in window.headline.text()
    qtbot.waitUntil(lambda: controller._job is None, timeout=20_000)
    assert window.evaluate.isVisible()


def test_nothing_to_measure_is_said(start: Start, qtbot: QtBot, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "gnus.ndjson"
    path.write_text(json.dumps({"word": "gnu", "drawing": [[[0, 9], [0, 9]]]}), encoding="utf-8")
    program = start(str(path), checkpoint=str(small))
    shown(program)
    program.evaluation.evaluate()
    window = program.evaluation.window
    qtbot.waitUntil(lambda: "gnu 1" in window.message.text(), timeout=30_000)
    assert window.measured is None
    assert window.evaluate.isVisible()


def test_a_drawing_of_a_file_that_was_closed_is_opened_all_the_same(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    program = start(str(drawings), checkpoint=str(small))
    shown(program)
    window = program.evaluation.window
    program.evaluation.evaluate(20)
    qtbot.waitUntil(lambda: window.measured is not None, timeout=60_000)
    other = tmp_path / "other.ndjson"
    other.write_text(json.dumps({"word": "ant", "drawing": [[[0, 9], [0, 90]]]}), encoding="utf-8")
    program.files.open(str(other))
    qtbot.waitUntil(lambda: "other.ndjson" in window.about.text(), timeout=20_000)
    qtbot.waitUntil(lambda: program.session.sketch.word == "ant", timeout=20_000)  # or it would come on top later
    measured = window.measured
    window.drawing_wanted.emit(3)
    source = open_drawings(drawings)
    wanted = source.sketch(int(measured.predictions.drawings[3]))
    source.close()
    qtbot.waitUntil(lambda: program.session.sketch == wanted, timeout=20_000)


@pytest.mark.parametrize("moment", ["counting", "measuring"])
def test_quit_while_it_evaluates(start: Start, qtbot: QtBot, small: Path, drawings: Path, moment: str) -> None:
    many = drawings.with_name("many.ndjson")
    many.write_text((drawings.read_text(encoding="utf-8") + "\n") * 30, encoding="utf-8")
    program = start(str(many), checkpoint=str(small))
    shown(program)
    controller = program.evaluation
    controller.evaluate()
    qtbot.waitUntil(lambda: controller._asking is not None and controller._asking.counted[0] > 0, timeout=60_000)
    if moment == "measuring":
        controller.cancel()
        qtbot.waitUntil(lambda: controller._measuring, timeout=20_000)
    program.window.close()
    assert program._all_ended
    assert not controller.lane._thread.isRunning()
    assert not controller.window.isVisible()
