"""`sketchxai invert`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.sketch import locations

Run = Callable[..., Any]


@pytest.fixture
def invert(sketchxai: Run, drawings: Path, checkpoint: Path) -> Run:
    """The command on the drawings, 6 steps unless told otherwise."""

    def run(line: int, mode: str, *options: object) -> Any:
        return sketchxai(
            "invert", drawings, "--line", line, "--mode", mode, "--checkpoint", checkpoint, "--steps", 6, *options
        )

    return run


def test_record_is_the_contract(invert: Run, drawings: Path, tmp_path: Path) -> None:
    record_path = tmp_path / "run.json"
    answer = invert(1, "transfer", "--target", "Camera", "--paths", 3, "--seed", 4, "--record", record_path)
    assert answer.status == 0, answer.err
    assert answer.err == ""
    record = json.loads(record_path.read_text(encoding="utf-8"))
    assert {k: record[k] for k in ("format", "mode", "target", "original", "checkpoint", "seed")} == {
        "format": 1, "mode": "transfer", "target": "camera", "original": "cat", "checkpoint": "small", "seed": 4,
    }  # fmt: skip
    assert len(record["paths"]) == 3
    for path in record["paths"]:
        assert np.shape(path["locations"]) == (7, 3, 2)
        assert np.shape(path["target_probability"]) == np.shape(path["original_probability"]) == (7,)
    home = locations(parse_line(drawings.read_bytes().splitlines()[0]))
    np.testing.assert_allclose(record["paths"][0]["locations"][0], home, atol=1e-6)
    rows = answer.out.splitlines()
    assert rows[0].startswith('drawings.ndjson, line 1: transfer of "cat" to "camera", small on cpu, 6 steps, seed 4')
    assert len(rows) == 6
    start, end = (record["paths"][1]["target_probability"][k] for k in (0, -1))
    assert f"{100 * start:.1f} %" in rows[3]
    assert f"{100 * end:.1f} %" in rows[3]
    reached = sum(not row.endswith("not reached") for row in rows[2:5])
    assert rows[-1] == f'{reached} of 3 paths reached "camera".'


def test_the_same_seed_writes_the_same_file(invert: Run, tmp_path: Path) -> None:
    files = [tmp_path / f"{k}.json" for k in range(3)]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        assert invert(1, "recovery", "--paths", 2, "--seed", seed, "--record", file).status == 0
    first, same, other = (file.read_bytes() for file in files)
    assert first == same != other


def test_recovery_goes_back_to_the_word_or_to_what_is_seen(invert: Run, tmp_path: Path) -> None:
    targets = []
    for line in (1, 4, 6):
        answer = invert(line, "recovery", "--record", tmp_path / "r.json")
        assert answer.status == 0
        record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        targets.append(record["target"])
        assert record["original"] == record["target"]
        assert (answer.err == "") == (line == 1)
    assert targets[0] == "cat"
    assert 'the network does not know "zebra"' in invert(4, "recovery").err
    assert "the drawing has no word" in invert(6, "recovery").err


def test_start_strokes_noise_and_step_size(invert: Run, tmp_path: Path) -> None:
    start, record_path = tmp_path / "start.json", tmp_path / "r.json"
    start.write_text("[[0.1, 0.2], [0.3, -0.4], [0, 0]]", encoding="utf-8")
    options = ("--start", start, "--strokes", "1,3", "--paths", 2, "--step-size", 0.1, "--record", record_path)
    assert invert(1, "recovery", *options).status == 0
    states = np.array([p["locations"] for p in json.loads(record_path.read_text(encoding="utf-8"))["paths"]])
    np.testing.assert_allclose(states[:, 0], [[[0.1, 0.2], [0.3, -0.4], [0, 0]]] * 2, atol=1e-6)
    np.testing.assert_allclose(states[:, :, 1], 0 * states[:, :, 1] + [0.3, -0.4], atol=1e-6)
    assert np.abs(states[:, -1, [0, 2]] - states[:, 0, [0, 2]]).min() > 0
    assert invert(1, "recovery", "--noise", 0, "--record", record_path).status == 0
    states = np.array(json.loads(record_path.read_text(encoding="utf-8"))["paths"][0]["locations"])
    np.testing.assert_array_equal(states[0], 0)


@pytest.mark.parametrize(("style", "paths"), [("panels", 1), ("sketch", 1), ("grid", 4)])
def test_gif(invert: Run, tmp_path: Path, style: str, paths: int) -> None:
    gif = tmp_path / "out.gif"
    answer = invert(1, "recovery", "--gif", gif, "--style", style, "--paths", paths, "--size", 128, "--fps", 10)
    assert answer.status == 0, answer.err
    with Image.open(gif) as image:
        assert image.n_frames == 7
        assert image.height == 128
        image.seek(2)
        assert image.info["duration"] == 100


@pytest.mark.parametrize(
    ("line", "options", "complaint"),
    [
        (2, [], "line 2 is no drawing"),
        (3, [], "no drawing on line 3: that line is blank"),
        (5, [], "line 5: all points coincide"),
        (7, [], "no drawing on line 7: the last drawing is on line 6"),
        (10**9, [], "the last drawing is on line 6"),
        (1, ["--target", "camra"], "Did you mean camera?"),
        (1, ["--strokes", "4"], "There is no stroke 4: the sketch has 3 strokes"),
        (1, ["--noise", "nan"], "noise must be"),
        (1, ["--step-size", "-1"], "step size must be"),
        (1, ["--paths", "100000"], "paths must be"),
        (1, ["--steps", "1000000"], "steps must be"),
        (1, ["--start", "none.json"], "none.json cannot be read"),
        (1, ["--record", "no/such/folder/r.json"], "there is no folder"),
        (1, ["--gif", "no/such/folder/r.gif"], "there is no folder"),
        (1, ["--gif", "out.mp4"], "must end in"),
        (1, ["--gif", "out.gif", "--fps", "0"], "frame rate"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_done(
    invert: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: int, options: list[str], complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = invert(line, "recovery", *options)
    assert answer.refused(complaint), answer.err
    assert answer.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_a_transfer_needs_a_target(invert: Run) -> None:
    assert invert(1, "transfer").refused("--target")


def test_a_start_for_another_drawing_is_refused(invert: Run, tmp_path: Path) -> None:
    (tmp_path / "start.json").write_text("[[0, 0]]", encoding="utf-8")
    assert invert(1, "recovery", "--start", tmp_path / "start.json").refused("has 1 locations, but the sketch has 3")


def test_without_a_graphics_card_cuda_falls_back(invert: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    answer = invert(1, "recovery", "--device", "cuda")
    assert answer.status == 0
    assert answer.err == "No usable CUDA graphics card was found; computing on the CPU instead.\n"


def test_raw_drawings_are_inverted_as_the_network_sees_them(sketchxai: Run, tmp_path: Path, checkpoint: Path) -> None:
    t = np.linspace(0, 6, 200)
    columns = [(400 + 300 * np.cos(t)).tolist(), (300 + 200 * np.sin(t)).tolist(), (t * 100).tolist()]
    raw = tmp_path / "raw.ndjson"
    raw.write_text(json.dumps({"word": "cat", "drawing": [columns]}), encoding="utf-8")
    gif = tmp_path / "o.gif"
    answer = sketchxai(
        "invert", raw, "--line", 1, "--mode", "transfer", "--target", "door", "--checkpoint", checkpoint,
        "--steps", 2, "--gif", gif, "--size", 128,
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert gif.exists()


def test_real_drawings(sketchxai: Run, quickdraw: Path, checkpoint: Path, tmp_path: Path) -> None:
    record = tmp_path / "r.json"
    answer = sketchxai(
        "invert", quickdraw / "test" / "bicycle.ndjson", "--line", 3, "--mode", "transfer", "--target", "camera",
        "--paths", 4, "--steps", 10, "--checkpoint", checkpoint, "--record", record,
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert json.loads(record.read_text(encoding="utf-8"))["original"] == "bicycle"
