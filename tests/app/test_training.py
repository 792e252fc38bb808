"""Training on one's own drawings in the window, and saying what the sketch on the canvas is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.kept_networks import MOST, drop_network, keep_network, kept_networks
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.kept_drawings import keep
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.widgets.training_state import TrainingAsked
from sketchxai_desktop.widgets.training_words import WordDialog

Start = Callable[..., Program]


@pytest.fixture
def small(untrained: Callable[..., Path]) -> Path:
    return untrained(("apple", "flat", "zebra"), {"seed": 1})


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """12 lines that lie, 12 that stand (a category that is new to the network), and one without a word."""
    rng = np.random.default_rng(0)
    rows = []
    for _ in range(12):
        across = rng.integers(0, 40, 3).tolist()
        rows.append({"word": "flat", "drawing": [[[0, 120, 255], across]]})
        rows.append({"word": "tall", "drawing": [[across, [0, 120, 255]]]})
    rows.append({"drawing": [[[0, 120, 255], [3, 2, 1]]]})
    path = tmp_path / "mine.ndjson"
    path.write_text("\n".join(["{broken", *map(json.dumps, rows)]), encoding="utf-8")
    return path


def collected(program: Program, qtbot: QtBot, path: Path, count: int = 25) -> None:
    program.window.registry["model.train"].trigger()
    window = program.training.window
    window.collected.files_wanted.emit([str(path)])
    qtbot.waitUntil(lambda: len(window.collected.drawings) == count, timeout=20_000)


def test_drawings_are_learned_saved_and_used(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    program = start(checkpoint=str(small))
    before = load_checkpoint(small).network.state_dict()
    collected(program, qtbot, drawings)
    window, run = program.training.window, program.training.window.run
    qtbot.waitUntil(lambda: "1 that cannot be read" in window.message.text(), timeout=10_000)
    window.collected.show_only(("none", ""))
    window.collected.box.set_word("flat")
    window.collected.give_word()
    window.tabs.setCurrentWidget(run)
    run.epochs.setValue(4)
    qtbot.mouseClick(run.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run.trained is not None and run.train.isVisible(), timeout=60_000)
    trained = program.training.checkpoint
    assert trained.categories == ("flat", "tall")
    assert run.loss.xs == list(range(1, 5))
    assert len(run.accuracy.xs) == 5
    assert run.trained.complete
    assert run.trained.drawings + run.trained.asked == 25
    assert all(torch.equal(v, before[k]) for k, v in program.models.checkpoint.network.state_dict().items())

    # Used at once, without a file: the sketch on the canvas is named by it.
    qtbot.mouseClick(run.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.checkpoint.categories == ("flat", "tall"), timeout=30_000)
    qtbot.waitUntil(
        lambda: program.session.inspection is not None and len(program.session.inspection.probabilities) == 2,
        timeout=30_000,
    )
    assert program.window.model_box.currentText() == program.session.checkpoint.title
    assert "It is in use" in run.result.text()

    target = tmp_path / "out" / "tuned.safetensors"
    target.parent.mkdir()
    run.save_wanted.emit(str(target))
    qtbot.waitUntil(lambda: run.trained.path == str(target), timeout=30_000)
    qtbot.waitUntil(lambda: program.session.checkpoint.name == "tuned", timeout=30_000)
    again = load_checkpoint(target)
    assert again.categories == ("flat", "tall")
    assert again.training["fine_tuned_from"]["name"] == "small"
    card = target.with_suffix(".md").read_text(encoding="utf-8")
    assert card.startswith("# tuned")
    assert "| flat | " in card
    assert str(target) in program.settings.recent_checkpoints


def test_a_stop_keeps_what_was_learned(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    run = program.training.window.run
    program.training.window.tabs.setCurrentWidget(run)
    program.training.train(TrainingAsked("all", True, 500))
    qtbot.waitUntil(lambda: len(run.loss.xs) >= 3, timeout=60_000)
    qtbot.mouseClick(run.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run.trained is not None and run.train.isVisible(), timeout=60_000)
    assert not run.trained.complete
    assert 3 <= run.trained.steps < 500
    assert program.training.checkpoint.categories == ("apple", "flat", "tall", "zebra")
    assert program.training.checkpoint.training["steps"] == run.trained.steps


def test_the_canvas_is_answered_while_it_trains(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    program.training.train(TrainingAsked("all", False, 500))
    run, session = program.training.window.run, program.session
    qtbot.waitUntil(lambda: len(run.loss.xs) >= 1, timeout=60_000)
    session.edit(session.sketch.without_strokes([0]), "Delete Stroke")
    qtbot.waitUntil(
        lambda: session.inspection is not None and session.inspection.sketch is session.sketch, timeout=20_000
    )
    assert program.training._training is not None
    program.training.stop_training()


def test_what_cannot_be_learned_is_said(start: Start, qtbot: QtBot, small: Path, tmp_path: Path) -> None:
    program = start(checkpoint=str(small))
    program.window.registry["model.train"].trigger()
    window = program.training.window
    window.collected.files_wanted.emit([str(tmp_path / "none.ndjson")])
    qtbot.waitUntil(lambda: "none.ndjson" in window.message.text(), timeout=20_000)
    window.collected.kept_wanted.emit(False)
    assert "No drawing was kept" in window.message.text()
    program.training.train(TrainingAsked())
    qtbot.waitUntil(lambda: "two categories" in window.message.text(), timeout=60_000)
    assert window.run.trained is None
    qtbot.waitUntil(lambda: program.training._training is None, timeout=20_000)


def test_kept_drawings_the_canvas_and_folders_are_collected(
    start: Start, qtbot: QtBot, small: Path, drawings: Path
) -> None:
    stroke = Stroke(np.array([[0, 0], [9, 40]], np.float32), raw=True)
    keep(paths.drawings_dir(), [Sketch((stroke,), word="gnu"), Sketch((stroke.moved(1, 2), stroke))])
    program = start(checkpoint=str(small))
    program.window.registry["model.train"].trigger()
    window = program.training.window
    window.collected.kept_wanted.emit(False)
    qtbot.waitUntil(lambda: len(window.collected.drawings) == 2, timeout=20_000)
    assert [d.word for d in window.collected.drawings] == ["gnu", None]
    window.collected.canvas_wanted.emit()
    assert window.collected.drawings[2].sketch is program.session.sketch
    window.collected.files_wanted.emit([str(drawings.parent)])
    qtbot.waitUntil(lambda: len(window.collected.drawings) == 28, timeout=20_000)
    out = drawings.with_name("named.ndjson")
    window.collected.save_wanted.emit(str(out))
    qtbot.waitUntil(out.exists, timeout=20_000)
    source = open_drawings(out)
    assert [source.sketch(k).word for k in (0, 1, 3)] == ["gnu", None, "flat"]
    source.close()


def test_a_drawing_made_by_hand_becomes_training_data(start: Start, qtbot: QtBot, small: Path, tmp_path: Path) -> None:
    program = start(checkpoint=str(small))
    session, registry = program.session, program.window.registry
    session.edit(replace(session.sketch, word=None), "Draw Stroke", 0)
    registry.refresh()
    registry["edit.word"].trigger()
    dialog = program.window.findChild(WordDialog)
    dialog.box.set_word("ZEBRA")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert session.sketch.word == "zebra"
    assert (session.undo_name, session.selection) == ("Set Category", 0)
    program.files.save(str(tmp_path / "z.ndjson"))
    qtbot.waitUntil((tmp_path / "z.ndjson").exists, timeout=20_000)
    assert json.loads((tmp_path / "z.ndjson").read_text(encoding="utf-8"))["word"] == "zebra"
    session.undo()
    assert session.sketch.word is None
    program.training.give_word("")
    assert session.undo_name != "Set Category", "nothing changed"
    session.redo()
    assert session.sketch.word == "zebra"


@pytest.mark.parametrize("moment", ["learning", "stopping"])
def test_quit_while_it_trains(start: Start, qtbot: QtBot, small: Path, drawings: Path, moment: str) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    program.training.train(TrainingAsked("all", False, 500))
    qtbot.waitUntil(lambda: len(program.training.window.run.loss.xs) >= 2, timeout=60_000)
    if moment == "stopping":
        program.training.stop_training()
    program.window.close()
    assert program._all_ended
    assert not program.model_lane._thread.isRunning()
    assert not program.training.window.isVisible()


def kept() -> list[Path]:
    return [Path(path) for path in kept_networks()]


def test_what_was_learned_and_not_saved_is_there_at_the_next_start(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    run = program.training.window.run
    program.training.train(TrainingAsked("head", False, 2))
    qtbot.waitUntil(lambda: "kept" in run.result.text(), timeout=60_000)
    (path,) = kept()
    assert path.name.startswith("small fine-tuned ")
    box = program.window.model_box
    assert box.findData(str(path)) >= 0
    program.window.close()
    again = start(checkpoint=str(small))
    box = again.window.model_box
    again._model_chosen(box.findData(str(path)))
    qtbot.waitUntil(lambda: again.session.checkpoint.categories == ("flat", "tall"), timeout=30_000)


def test_saving_takes_the_kept_copy_away(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, tmp_path: Path
) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    run = program.training.window.run
    program.training.train(TrainingAsked("head", False, 2))
    qtbot.waitUntil(lambda: run.trained is not None, timeout=60_000)
    assert len(kept()) == 1
    run.save_wanted.emit(str(tmp_path / "saved.safetensors"))
    qtbot.waitUntil(lambda: bool(run.trained.path), timeout=30_000)
    assert not kept()
    assert program.window.model_box.findData(str(tmp_path / "saved.safetensors")) >= 0


def test_quitting_keeps_what_was_learned_so_far(start: Start, qtbot: QtBot, small: Path, drawings: Path) -> None:
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    program.training.train(TrainingAsked("all", False, 500))
    qtbot.waitUntil(lambda: len(program.training.window.run.loss.xs) >= 3, timeout=60_000)
    program.window.close()
    (path,) = kept()
    assert 2 <= load_checkpoint(path).training["steps"] < 500


def test_a_network_that_cannot_be_kept_can_still_be_used_and_saved(
    start: Start, qtbot: QtBot, small: Path, drawings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Checkpoint) -> Path:
        raise UserError("Could not write it: No space left on device.")

    monkeypatch.setattr("sketchxai_desktop.app.training_controller.keep_network", full)
    program = start(checkpoint=str(small))
    collected(program, qtbot, drawings)
    run = program.training.window.run
    program.training.train(TrainingAsked("head", False, 2))
    qtbot.waitUntil(lambda: "Not saved yet." in run.result.text(), timeout=60_000)
    assert not kept()


def test_only_the_newest_are_kept_and_names_lead_nowhere_else(tmp_path: Path) -> None:
    network = SketchXAINet(NetworkConfig(3, width=24, layers=1, heads=3, mlp_width=48, order_slots=12))
    for number in range(MOST + 2):
        name = f"../../{number}/evil"
        made = keep_network(Checkpoint(network, ("apple", "flat", "zebra"), {}, name))
        assert made.parent == paths.trained_dir()
        assert made.is_file()
        os.utime(made, (number, number))
    assert len(kept()) == MOST
    assert [path.name.split("evil")[0][-1] for path in kept()] == ["6", "5", "4", "3", "2"]
    other = tmp_path / "other.safetensors"
    other.write_bytes(b"")
    drop_network(other)
    assert other.exists()


def test_the_windows_are_made_without_torch(tmp_path: Path) -> None:
    """Neither waits for torch, nor makes the program's start wait for it."""
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from sketchxai_desktop.app import evaluation_controller, training_controller\n"
        "from sketchxai_desktop.widgets.evaluation_window import EvaluationWindow\n"
        "from sketchxai_desktop.widgets.training_window import TrainingWindow\n"
        "windows = [EvaluationWindow(), TrainingWindow()]\n"
        "sys.exit('torch is loaded' if 'torch' in sys.modules else 0)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=110, check=False, stdin=subprocess.DEVNULL
    )
    assert answer.returncode == 0, answer.stderr
