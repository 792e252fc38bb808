"""`sketchxai evaluate` and `sketchxai evaluate-inversion`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.inspection import classify_sketches

Run = Callable[..., Any]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """30 drawings of categories that the small network knows, two that it does not know, and a bad line."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("apple", "cat", "bicycle"):
        rng = np.random.default_rng(len(name))
        rows = [
            json.dumps({"word": name, "drawing": rng.integers(0, 256, (1 + k % 3, 2, 4)).tolist()}) for k in range(10)
        ]
        (folder / f"{name}.ndjson").write_text("\n".join(rows), encoding="utf-8")
    other = json.dumps({"word": "<b>zebra</b>", "drawing": [[[0, 9], [9, 0]]]})
    (folder / "other.ndjson").write_text(f"{other}\n{other}\n{{broken\n", encoding="utf-8")
    return folder


@pytest.fixture
def trained(checkpoint: Path, tmp_path: Path) -> Path:
    """The small network with facts about a training."""
    loaded = load_checkpoint(checkpoint)
    facts = {
        "data": "Quick, Draw! by Google, Inc. (CC BY 4.0)",
        "settings": {"learning_rate": 7e-4, "seed": 3, "augment": ["affine", "noise=0.5"], "start": ""},
        "augmentation": "While training, at random: a stroke less.",
        "drawings": 1234,
        "drawings_seen": 5678,
        "drawings_per_category": {"apple": 55, "bicycle": 600, "camera": 9, "cat": 579, "door": 0},
        "hours": 1.25,
        "torch": "2.9",
        "program": "0.1",
        "command": "sketchxai train --train quickdraw/train",
        "hardware": "an abacus",
    }
    path = tmp_path / "trained.safetensors"
    save_checkpoint(Checkpoint(loaded.network, loaded.categories, facts), path)
    return path


def accuracy(checkpoint: Path, data: Path) -> tuple[int, int]:
    loaded = load_checkpoint(checkpoint)
    right = total = 0
    for name in ("apple", "cat", "bicycle"):
        source = open_drawings(data / f"{name}.ndjson")
        table = classify_sketches(loaded, [source.sketch(k) for k in range(len(source))])
        right += int((table.argmax(axis=1) == loaded.categories.index(name)).sum())
        total += len(table)
        source.close()
    return right, total


def test_json_holds_everything(sketchxai: Run, checkpoint: Path, data: Path) -> None:
    answer = sketchxai("evaluate", checkpoint, data, "--json", "--seed", 5)
    assert answer.status == 0, answer.err
    found = json.loads(answer.out)
    right, total = accuracy(checkpoint, data)
    assert (found["drawings"], found["top1"]) == (total, round(right / total, 4))
    assert found["intervals"]["seed"] == 5
    assert sum(g["drawings"] for g in found["by_strokes"]) == 30
    assert found["by_training_drawings"] == []
    assert sum(map(sum, found["confusion_matrix"]["counts"])) == 30
    assert found["left_out"]["unknown_words"] == {"<b>zebra</b>": 2}
    assert found["left_out"]["bad_lines"] == 1
    assert found["left_out"]["problems"][0].startswith("other.ndjson, line 3: ")
    again = json.loads(sketchxai("evaluate", checkpoint, data, "--json", "--seed", 5).out)
    assert again == found
    small = json.loads(sketchxai("evaluate", checkpoint, data, "--json", "--seed", 5, "--batch-size", 3).out)
    assert small["confusion_matrix"] == found["confusion_matrix"]
    assert small["ece"] == pytest.approx(found["ece"], abs=1e-4)


def test_text_is_a_report(sketchxai: Run, trained: Path, data: Path) -> None:
    answer = sketchxai("evaluate", trained, data)
    assert answer.status == 0, answer.err
    lines = answer.out.splitlines()
    assert lines[0].startswith("trained: top-1 ")
    assert lines[0].endswith(" of 30 drawings.")
    assert lines[1] == "Not counted: 2 drawings of words that the network does not know (<b>zebra</b> 2). 1 bad line."
    for words in (
        "95 % interval", "ECE (15 bins)", "2,000 resamples, seed 0.", "By number of strokes:", "Calibration:",
        "By training drawings of the category:", "50–99", "Categories:", "Weakest categories:", "Commonest confusions:",
    ):  # fmt: skip
        assert words in answer.out, words
    assert all(line == line.rstrip() for line in lines)


def test_a_sample_and_several_sources(sketchxai: Run, checkpoint: Path, data: Path) -> None:
    answer = sketchxai("evaluate", checkpoint, data / "apple.ndjson", data / "cat.ndjson", "--json", "--limit", 7)
    assert json.loads(answer.out)["drawings"] == 7


def test_the_page_shows_the_worst_mistakes(sketchxai: Run, trained: Path, data: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    answer = sketchxai("evaluate", trained, data, "--html", page)
    assert answer.status == 0, answer.err
    assert answer.err == f"Wrote {page}.\n"
    html = page.read_text(encoding="utf-8")
    right, total = accuracy(trained, data)
    assert html.count('class="card"') == html.count('class="sketch"') == total - right
    assert "&lt;b&gt;zebra&lt;/b&gt; 2" in html
    assert "<b>zebra" not in html
    first = html.index('class="card"')
    confidences = [float(part.split("</span> ")[1].split(" %")[0]) for part in html[first:].split('class="no">')[1:]]
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere"], "There is no file or folder"),
        (["{data}/other.ndjson"], "No usable drawing with a word that the network knows was found in"),
        (["{data}", "--card", "card.md"], "give --card and --valid together"),
        (["{data}", "--valid", "{data}"], "give --card and --valid together"),
        (["{data}", "--card", "card.md", "--valid", "{data}"], "does not say how it was trained"),
        (["{data}", "--html", "nowhere/page.html"], "there is no folder"),
        (["{data}", "--limit", "0"], "1 or more"),
    ],
)
def test_what_cannot_be_measured_is_said(
    sketchxai: Run, checkpoint: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], complaint: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    answer = sketchxai("evaluate", checkpoint, *(a.format(data=data) for a in arguments))
    assert answer.refused(complaint), answer.err
    assert not (tmp_path / "card.md").exists()


# The model card -----------------------------------------------------------------------------------------------


def test_the_card_has_the_figures_of_the_command(sketchxai: Run, trained: Path, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "small.md"
    path.write_text("# old\n\n## Notes\n\nKept by *hand*.\n\n## Limits\n\nnone\n", encoding="utf-8")
    answer = sketchxai("evaluate", trained, data, "--valid", data / "cat.ndjson", "--card", path)
    assert answer.status == 0, answer.err
    card = path.read_text(encoding="utf-8")
    for section in ("# small", "## Intended use", "## Accuracy", "## Data", "## Training", "## Notes", "## Limits"):
        assert f"{section}\n\n" in card
    for words in (
        "CC BY 4.0", "Google", "1,234 to learn from", "10 to choose by (validation)", "30 to report on (test)",
        "sketchxai train --train quickdraw/train", "an abacus", "1.25 hours", "seed 3", "5,678 drawings seen",
        "While training, at random: a stroke less.", "`augment affine+noise=0.5`", "`learning_rate 0.0007`",
        "ECE", "2,000 resamples, seed 0", "Commonest confusions:", "Weakest categories on the test drawings:",
        "| strokes | drawings | top-1 |", "| training drawings | drawings | categories |",
        f"sketchxai evaluate small {data} --valid {data / 'cat.ndjson'}\n",
        "Kept by *hand*.", "apple, bicycle, camera, cat, door.",
    ):  # fmt: skip
        assert words in card, words
    assert "# old" not in card
    assert "none" not in card.split("## Limits")[1]
    # Each share in the accuracy table was printed.
    for row in (line for line in card.splitlines() if line.startswith(("| test |", "| validation |"))):
        for cell in row.split(" | ")[2:]:
            assert cell.removesuffix(" |") in answer.out, cell
    # Again: the notes stay.
    assert sketchxai("evaluate", trained, data, "--valid", data / "cat.ndjson", "--card", path).status == 0
    assert path.read_text(encoding="utf-8") == card


# Inversions ---------------------------------------------------------------------------------------------------


@pytest.fixture
def short_poster(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("evaluation.poster", "reports.inversion_page", "cli.evaluate_inversion"):
        monkeypatch.setattr(f"sketchxai_desktop.{module}.STATES", (0, 1, 3))


@pytest.mark.usefixtures("short_poster")
@pytest.mark.parametrize("mode", ["recovery", "transfer"])
def test_inversions_are_measured(sketchxai: Run, checkpoint: Path, data: Path, tmp_path: Path, mode: str) -> None:
    page = tmp_path / "page.html"
    options = ("--mode", mode, "--paths", 2, "--steps", 3, "--limit", 9)
    answer = sketchxai("evaluate-inversion", checkpoint, data, *options, "--json", "--html", page)
    assert answer.status == 0, answer.err
    found = json.loads(answer.out)
    assert (found["mode"], found["sketches"], found["runs"], found["paths"], found["steps"]) == (mode, 9, 9, 2, 3)
    for figures in (found["trained"], found["random_weights"]):
        assert 0 <= figures["success"]["low"] <= figures["success"]["value"] <= figures["success"]["high"] <= 1
        assert (figures["location_error"]["value"] is None) == (mode == "transfer")
        assert len(figures["success_by_state"]) == 4
    shown = [(p["mode"], p["original"]) for p in found["poster"]]
    assert shown == [("recovery", "bicycle"), ("transfer", "apple"), ("transfer", "bicycle")]
    assert "The network does not know sun." in found["poster_missing"]
    html = page.read_text(encoding="utf-8")
    assert html.count('class="sketch"') == 3 * (1 + 3)
    text = sketchxai("evaluate-inversion", checkpoint, data, *options)
    assert text.out.startswith(f"small: {mode} of 9 sketches, 9 runs, 2 paths of 3 steps each; success ")
    for words in ("random weights", "steps to success, median", "By category of the sketch:", "seed 0;"):
        assert words in text.out
    assert ("location error at the end" in text.out) == (mode == "recovery")


def test_targets_choose(sketchxai: Run, checkpoint: Path, data: Path) -> None:
    options = ("--steps", 1, "--targets", "CAT, door", "--mode")
    recovery = sketchxai("evaluate-inversion", checkpoint, data, *options, "recovery")
    assert recovery.out.startswith("small: recovery of 10 sketches, 10 runs")
    transfer = sketchxai("evaluate-inversion", checkpoint, data, *options, "transfer")
    assert transfer.out.startswith("small: transfer of 30 sketches, 50 runs")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["{data}"], "--mode"),
        (["{data}", "--mode", "recovery", "--targets", "zebra"], 'no category "zebra"'),
        (["{data}", "--mode", "recovery", "--targets", ","], "--targets names no category"),
        (["{data}", "--mode", "recovery", "--targets", "door"], "No usable drawing"),
        (["{data}/cat.ndjson", "--mode", "transfer", "--targets", "cat"], "nothing to transfer"),
        (["{data}/other.ndjson", "--mode", "recovery"], "No usable drawing"),
        (["{data}", "--mode", "recovery", "--paths", "5000"], "from 1 to 4096"),
    ],
)
def test_inversions_that_make_no_sense_are_refused(
    sketchxai: Run, checkpoint: Path, data: Path, arguments: list[str], complaint: str
) -> None:
    answer = sketchxai("evaluate-inversion", checkpoint, *(a.format(data=data) for a in arguments))
    assert answer.refused(complaint), answer.err
