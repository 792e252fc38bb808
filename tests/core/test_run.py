"""Records of runs: the JSON contract, and START.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings, Run, read_start
from sketchxai_desktop.core.sketch import Sketch


@pytest.fixture
def run(checkpoint: Checkpoint, sketches: list[Sketch]) -> Run:
    settings = InversionSettings("transfer", "eye", steps=4, paths=3, seed=9)
    run = start_run(checkpoint, sketches[0], settings)
    run.steps.extend(invert(checkpoint, run, device="cpu"))
    return run


def test_json_is_the_contract(run: Run, tmp_path: Path) -> None:
    run.save_json(tmp_path / "run.json")
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert {k: record[k] for k in ("format", "mode", "target", "original", "checkpoint", "seed")} == {
        "format": 1, "mode": "transfer", "target": "eye", "original": "cat", "checkpoint": "made-up", "seed": 9,
    }  # fmt: skip
    assert len(record["paths"]) == 3
    for p, path in enumerate(record["paths"]):
        assert np.shape(path["locations"]) == (5, 3, 2)
        assert np.shape(path["target_probability"]) == np.shape(path["original_probability"]) == (5,)
        np.testing.assert_array_equal(np.float32(path["locations"]), run.locations[:, p])
        np.testing.assert_array_equal(np.float32(path["target_probability"]), run.target_probability[:, p])


def test_arrays_of_a_run_and_of_an_empty_one(run: Run) -> None:
    assert run.complete
    assert run.locations.shape == (5, 3, 3, 2)
    empty = Run(run.sketch, run.settings, "eye", "cat", "made-up")
    assert (empty.states, empty.complete) == (0, False)
    assert empty.locations.shape == (0, 3, 3, 2)
    assert empty.target_probability.shape == (0, 3)


def test_a_snapshot_does_not_grow(run: Run) -> None:
    snapshot = run.snapshot()
    run.steps.append(run.steps[-1])
    assert (snapshot.states, run.states) == (5, 6)


def test_a_record_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Could not write"):
        run.save_json(tmp_path / "missing" / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_start_is_read(tmp_path: Path) -> None:
    path = tmp_path / "start.json"
    path.write_text("[[0.1, -0.2], [1, 0]]", encoding="utf-8")
    assert read_start(path, 2) == ((0.1, -0.2), (1.0, 0.0))
    with pytest.raises(UserError, match="has 2 locations, but the sketch has 3 strokes"):
        read_start(path, 3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("\ud800".encode("utf-8", "surrogatepass"), "not valid JSON"),
        ("[]", "must hold a list"),
        ('{"a": 1}', "must hold a list"),
        ("[[1, 2, 3], [1, 2, 3]]", "must hold a list"),
        ("[[NaN, 0], [0, 0]]", "must hold a list"),
        ("[[Infinity, 0], [0, 0]]", "must hold a list"),
        ("[[1e99, 0], [0, 0]]", "must hold a list"),
        ("[[true, 0], [0, 0]]", "must hold a list"),
        ('[["1", 0], [0, 0]]', "must hold a list"),
    ],
)
def test_a_start_that_is_none_is_refused(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    path = tmp_path / "start.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError, match=complaint):
        read_start(path, 2)


def test_a_missing_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"start\.json cannot be read: No such file"):
        read_start(tmp_path / "start.json", 2)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"mode": "dance"}, "mode must be"),
        ({"rule": "lion"}, "update rule"),
        ({"steps": 0}, "steps must be"),
        ({"paths": 5000}, "paths must be"),
        ({"seed": -1}, "seed must be"),
        ({"noise": float("nan")}, "noise must be"),
        ({"step_size": -1.0}, "step size must be"),
        ({"clip": float("inf")}, "clip must be"),
        ({"bounds_penalty": -0.1}, "bounds penalty must be"),
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object], complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        InversionSettings(**{"mode": "recovery", "target": "cat", **wrong})  # type: ignore[arg-type]
