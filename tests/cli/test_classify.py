"""`sketchxai classify`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sketchxai_desktop.cli import classify
from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.quickdraw import parse_line

Run = Callable[..., Any]


def test_json_is_the_contract(sketchxai: Run, drawings: Path, checkpoint: Path) -> None:
    answer = sketchxai("classify", drawings, "--checkpoint", checkpoint, "--json", "--top", 2)
    assert answer.status == 0
    assert answer.err == ""
    records = [json.loads(line) for line in answer.out.splitlines()]
    assert [r["line"] for r in records] == [1, 2, 4, 5, 6]
    assert [r.get("word", "-") for r in records] == ["cat", "-", "zebra", "-", None]
    assert set(records[0]) == {"line", "word", "predictions"}
    assert set(records[1]) == set(records[3]) == {"line", "error"}
    assert "not JSON" in records[1]["error"]
    assert "no size" in records[3]["error"]
    lines = drawings.read_bytes().splitlines()
    for record in (records[0], records[2], records[4]):
        row = classify_sketches(load_checkpoint(checkpoint), [parse_line(lines[record["line"] - 1])])[0]
        best = np.argsort(-row)[:2]
        names = ("apple", "bicycle", "camera", "cat", "door")
        assert [p["category"] for p in record["predictions"]] == [names[k] for k in best]
        assert [p["probability"] for p in record["predictions"]] == pytest.approx(row[best].tolist(), abs=1e-5)


def test_top_is_five_and_never_more_than_there_are(sketchxai: Run, drawings: Path, checkpoint: Path) -> None:
    for options, wanted in (([], 5), (["--top", 1], 1), (["--top", 99], 5)):
        answer = sketchxai("classify", drawings, "--checkpoint", checkpoint, "--json", *options)
        assert len(json.loads(answer.out.splitlines()[0])["predictions"]) == wanted


def test_batches_do_not_change_what_is_said(
    sketchxai: Run, drawings: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sketchxai("classify", drawings, "--checkpoint", checkpoint, "--json").out.splitlines()
    monkeypatch.setattr(classify, "BATCH", 2)
    parts = sketchxai("classify", drawings, "--checkpoint", checkpoint, "--json").out.splitlines()
    assert len(whole) == len(parts) == 5
    for a, b in zip(map(json.loads, whole), map(json.loads, parts), strict=True):
        assert a["line"] == b["line"]
        for p, q in zip(a.get("predictions", []), b.get("predictions", []), strict=True):
            assert p["category"] == q["category"]
            assert p["probability"] == pytest.approx(q["probability"], abs=1e-5)


def test_gzipped_files_are_the_same(sketchxai: Run, drawings: Path, checkpoint: Path) -> None:
    packed = drawings.with_suffix(".ndjson.gz")
    packed.write_bytes(gzip.compress(drawings.read_bytes()))
    plain, gzipped = (sketchxai("classify", f, "--checkpoint", checkpoint, "--json").out for f in (drawings, packed))
    assert plain == gzipped != ""


def test_table(sketchxai: Run, drawings: Path, checkpoint: Path) -> None:
    answer = sketchxai("classify", drawings, "--checkpoint", checkpoint, "--top", 2)
    assert answer.status == 0
    rows = answer.out.splitlines()
    assert rows[0].split() == ["line", "word", "1.", "2."]
    assert rows[1].split()[:2] == ["1", "cat"]
    assert rows[2].split()[:3] == ["2", "not", "usable:"]
    assert len({row.index("%") for row in (rows[1], rows[3], rows[5])}) == 1, "columns are not aligned"
    assert rows[-1].startswith("3 drawings, ")
    assert rows[-1].endswith("2 not usable")


def test_no_usable_line_ends_with_2(sketchxai: Run, tmp_path: Path, checkpoint: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_text('{broken\n{"word": "dot", "drawing": [[[5, 5], [9, 9]]]}\n', encoding="utf-8")
    answer = sketchxai("classify", path, "--checkpoint", checkpoint, "--json")
    assert answer.refused("has no line that holds a usable drawing")
    assert [json.loads(line)["line"] for line in answer.out.splitlines()] == [1, 2]


def test_files_and_checkpoints_that_cannot_be_used(sketchxai: Run, drawings: Path, checkpoint: Path) -> None:
    empty = drawings.with_name("empty.ndjson")
    empty.touch()
    assert sketchxai("classify", empty, "--checkpoint", checkpoint).refused("is empty")
    assert sketchxai("classify", drawings.parent, "--checkpoint", checkpoint).refused("is a folder")
    assert sketchxai("classify", drawings.with_name("none"), "--checkpoint", checkpoint).refused("No such file")
    assert sketchxai("classify", drawings, "--checkpoint", "none-99").refused('There is no checkpoint "none-99"')
    assert sketchxai("classify", drawings, "--checkpoint", drawings).refused("is not a checkpoint")


def test_a_word_cannot_steer_the_terminal(sketchxai: Run, tmp_path: Path, checkpoint: Path) -> None:
    path = tmp_path / "evil.ndjson"
    record = {"word": "\x1b[2J\x07\u202ecat", "drawing": [[[0, 255], [255, 0]]]}
    path.write_text(json.dumps(record), encoding="utf-8")
    answer = sketchxai("classify", path, "--checkpoint", checkpoint)
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out
    record_out = json.loads(sketchxai("classify", path, "--checkpoint", checkpoint, "--json").out)
    assert record_out["word"] == record["word"]


def test_a_failing_graphics_card_is_replaced_by_the_cpu(
    checkpoint: Path, drawings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_checkpoint(checkpoint)
    sketch = parse_line(drawings.read_bytes().splitlines()[0])
    wanted = classify_sketches(loaded, [sketch])
    asked_on: list[str] = []

    def on_card(*_: object) -> Any:
        asked_on.append(loaded.network.device.type)
        if asked_on[-1] == "meta":  # stands in for a graphics card
            raise torch.OutOfMemoryError("CUDA out of memory")
        return wanted

    def move(device: str) -> None:
        place[0] = torch.device(device)

    place = [torch.device("meta")]
    monkeypatch.setattr(type(loaded.network), "device", property(lambda _network: place[0]))
    monkeypatch.setattr(loaded.network, "to", move)
    monkeypatch.setattr(classify, "classify_sketches", on_card)
    assert classify._classify(loaded, [sketch]) is wanted
    assert asked_on == ["meta", "cpu"]
    assert "The graphics card failed (CUDA out of memory); going on on the CPU." in capsys.readouterr().err
