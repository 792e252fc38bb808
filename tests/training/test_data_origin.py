"""What a checkpoint says of the drawings it learned from is what their files say, or a person."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.evaluation.evaluation import Scores
from sketchxai_desktop.training.data_origin import are_quickdraw, data_of, is_quickdraw
from sketchxai_desktop.training.fine_tune import FineTune, FineTuneSettings
from sketchxai_desktop.training.fine_tune_card import fine_tune_card
from sketchxai_desktop.training.model_card import model_card

KEYS = {"key_id": "5201136883597312", "countrycode": "DE", "recognized": True, "timestamp": "2017-03-09"}


def line(**more: Any) -> str:
    points = np.random.default_rng(3).integers(0, 255, (2, 5)).tolist()
    return json.dumps({"word": "bed", "drawing": [points], **more})


def test_lines_with_the_data_sets_keys_are_quick_draw(tmp_path: Path) -> None:
    folder = tmp_path / "beds"
    folder.mkdir()
    (folder / "a.ndjson").write_text(f"{{broken\n{line(**KEYS)}\n", encoding="utf-8")
    with gzip.open(folder / "b.ndjson.gz", "wt", encoding="utf-8") as file:
        file.write(line(**KEYS))
    assert is_quickdraw(data_of([folder]))
    assert "CC BY 4.0" in data_of([folder])


@pytest.mark.parametrize("left_out", ["key_id", "countrycode", "recognized"])
def test_drawings_without_a_key_are_somebodys_own(tmp_path: Path, left_out: str) -> None:
    folder = tmp_path / "my beds"
    folder.mkdir()
    (folder / "a.ndjson").write_text(line(**KEYS), encoding="utf-8")
    keys = {key: value for key, value in KEYS.items() if key != left_out}
    (folder / "b.ndjson").write_text(line(**keys), encoding="utf-8")
    assert data_of([folder]) == "2 files of drawings (my beds)"
    assert not is_quickdraw(data_of([folder]))


def test_files_that_say_nothing_and_what_a_person_says(tmp_path: Path) -> None:
    npz = tmp_path / "bed.npz"
    npz.write_bytes(b"PK")
    cut = tmp_path / "cut.ndjson.gz"
    cut.write_bytes(gzip.compress(line(**KEYS).encode() * 50)[:40])
    assert data_of([npz]) == "one file of drawings (bed.npz)"
    assert data_of([npz, cut]) == "2 files of drawings (bed.npz, cut.ndjson.gz)"
    assert data_of([npz], "Our class, all rights reserved") == "Our class, all rights reserved"
    assert is_quickdraw(data_of([npz], "quickdraw"))
    assert not are_quickdraw([])


def opened(data: str | None) -> Checkpoint:
    torch.manual_seed(0)
    network = SketchXAINet(NetworkConfig(2, width=24, layers=1, heads=3, mlp_width=48, order_slots=12)).eval()
    facts = {"settings": {}, "drawings": 7, "drawings_seen": 70, "hours": 0.1, **({"data": data} if data else {})}
    return Checkpoint(network, ("apple", "bed"), facts, "small", sha256="abc")


def test_card_names_data_and_licence_only_where_they_are_known() -> None:
    scores = Scores(3, 1.0, 1.0, 1.0, {"apple": 1.0, "bed": 1.0})
    own, unknown, quick = (
        model_card(opened(data), "mine", "x", scores, None, "")
        for data in ("2 files of drawings (my [beds](evil))", None, "Quick, Draw! by Google, Inc. (CC BY 4.0)")
    )
    for card in (own, unknown):
        assert "Google" not in card
        assert "CC BY" not in card
        assert "game against the clock" not in card
        assert "No licence of the drawings is known" in card
        assert "7 to learn from" in card
    assert "2 files of drawings (my \\[beds\\](evil))." in own
    assert "Not recorded." in unknown
    assert "Google" in quick
    assert "CC BY 4.0" in quick
    assert "game against the clock" in quick


def test_card_of_a_fine_tuned_network_tells_both_collections_apart() -> None:
    sketch = parse_line(line(**KEYS))
    own = [replace(sketch, key_id=None)] * 3
    before = opened("Quick, Draw! by Google, Inc. (CC BY 4.0)")

    def card(source: Checkpoint, sketches: list[Any]) -> str:
        run = FineTune(source, sketches, FineTuneSettings(epochs=1, keep=True)).run()
        while True:
            try:
                next(run)
            except StopIteration as stop:
                return fine_tune_card(stop.value, "mine")

    said = card(before, own)
    assert "3 drawings of 1 category to learn from" in said
    assert "no licence of theirs is known" in said
    assert "What it began with had learned from Quick, Draw!" in said
    assert "Google" not in card(opened(None), own)
    assert "They carry the keys of Quick, Draw!" in card(opened(None), [sketch] * 3)
