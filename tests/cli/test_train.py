"""`sketchxai train` and `sketchxai evaluate`: from drawings to a checkpoint and its score."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.cli.train import chosen_categories
from sketchxai_desktop.core.categories import PAPER_30
from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig

Run = Callable[..., Any]


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Lines that lie and lines that stand, to learn from, to choose by, to report on."""
    made = {}
    for seed, (name, count) in enumerate({"train": 64, "valid": 16, "test": 10}.items()):
        rng = np.random.default_rng(seed)
        made[name] = tmp_path / name
        made[name].mkdir()
        for word in ("flat", "Tall"):
            lines = []
            for _ in range(count):
                long, short = [0, 255], rng.integers(0, 30, 2).tolist()
                drawing = [[long, short] if word == "flat" else [short, long]]
                lines.append(json.dumps({"word": word, "drawing": drawing}))
            (made[name] / f"{word}.ndjson").write_text("\n".join(lines), encoding="utf-8")
    return made


@pytest.fixture
def train(sketchxai: Run, folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with a network small enough to wait for."""

    def small(categories: int, **changes: Any) -> NetworkConfig:
        sizes = {"width": 24, "layers": 1, "heads": 3, "mlp_width": 48, "order_slots": 8}
        return NetworkConfig(categories, **{**sizes, **changes})

    monkeypatch.setattr("sketchxai_desktop.cli.train.tiny", small)

    def run(*options: object) -> Any:
        given = (
            "train", "--train", folders["train"], "--valid", folders["valid"], "--cache", tmp_path / "cache",
            "--epochs", 4, "--batch-size", 16, "--learning-rate", 0.003, "--out", tmp_path / "out",
        )  # fmt: skip
        return sketchxai(*given, *options)

    return run


def test_train_then_evaluate(sketchxai: Run, train: Run, folders: dict[str, Path], tmp_path: Path) -> None:
    answer = train("--test", folders["test"], "--name", "lines", "--without", "order")
    assert answer.status == 0, answer.err
    assert "128 drawings of 2 categories, 32 steps on cpu." in answer.out
    path = tmp_path / "out" / "lines.safetensors"
    loaded = load_checkpoint(path)
    assert loaded.categories == ("flat", "Tall")
    assert loaded.network.config.without == ("order",)
    facts = loaded.training
    assert facts["settings"]["epochs"] == 4
    assert facts["data"] == "2 files of drawings (train)"
    assert (facts["valid"]["drawings"], facts["test"]["drawings"]) == (32, 20)
    card = path.with_suffix(".md").read_text(encoding="utf-8")
    assert f"| validation | 32 | {100 * facts['valid']['top1']:.2f} % |" in card
    assert "| test | 20 |" in card

    report = sketchxai("evaluate", path, folders["test"], "--json")
    assert report.status == 0, report.err
    scores = json.loads(report.out)
    assert scores["checkpoint"] == "lines"
    assert {k: scores[k] for k in ("drawings", "top1", "top5", "macro_top1", "per_category")} == facts["test"]
    text = sketchxai("evaluate", path, folders["test"] / "flat.ndjson")
    assert text.out.splitlines()[0].startswith("lines: top-1 ")
    assert text.out.splitlines()[0].endswith("of 10 drawings.")
    assert "\n  flat " in text.out


def test_a_run_that_was_stopped_goes_on(train: Run, tmp_path: Path) -> None:
    stopped = train("--max-minutes", 0)
    assert stopped.status == 0
    assert "Stopped and saved after step 1; the same command goes on." in stopped.out
    assert not list((tmp_path / "out").glob("*.safetensors"))
    finished = train()
    assert finished.status == 0
    assert "Going on after step 1." in finished.out
    assert (tmp_path / "out" / "tiny-2.safetensors").exists()
    again = train()
    assert "Going on after step 32." in again.out
    assert again.status == 0
    assert train("--seed", 1).refused("holds a run with other settings")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--categories", "flat,zebra"], "no training drawing of zebra"),
        (["--categories", "flat"], "at least two categories"),
        (["--without", "colour"], "not colour"),
        (["--learning-rate", "0"], "learning rate must be"),
        (["--test", "nowhere"], "nowhere holds no .ndjson file"),
    ],
)
def test_what_cannot_be_trained_is_said(train: Run, tmp_path: Path, options: list[str], complaint: str) -> None:
    assert train(*options).refused(complaint)
    assert not (tmp_path / "out").exists()


def test_categories_can_be_given_in_three_ways(tmp_path: Path) -> None:
    assert chosen_categories(None) is None
    assert chosen_categories("paper-30") == list(PAPER_30)
    assert chosen_categories("a, b,c ,a") == ["a", "b", "c"]
    listed = tmp_path / "list.txt"
    listed.write_text("cat\n\nhot dog\n", encoding="utf-8")
    assert chosen_categories(str(listed)) == ["cat", "hot dog"]
    listed.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UserError, match="cannot be read as a list"):
        chosen_categories(str(listed))


def test_evaluate_needs_drawings_of_its_categories(sketchxai: Run, folders: dict[str, Path], checkpoint: Path) -> None:
    answer = sketchxai("evaluate", checkpoint, folders["test"])
    assert answer.refused("No usable drawing with a word")
    assert sketchxai("evaluate", "none-99", folders["test"]).refused("There is no checkpoint")


def test_the_split_of_one_folder(train: Run, sketchxai: Run, folders: dict[str, Path], tmp_path: Path) -> None:
    common = ("--train", folders["train"], "--out", tmp_path / "split", "--cache", tmp_path / "cache", "--epochs", 1)
    answer = sketchxai("train", *common, "--split", "60/20/20", "--name", "split")
    assert answer.status == 0, answer.err
    facts = load_checkpoint(tmp_path / "split" / "split.safetensors").training
    numbers = [facts["drawings"], facts["valid"]["drawings"], facts["test"]["drawings"]]
    assert sum(numbers) == 128
    assert 0 < numbers[2] < numbers[0]
    assert facts["drawings_per_category"].keys() == {"flat", "Tall"}
    assert sum(facts["drawings_per_category"].values()) == facts["drawings"]
    assert train("--split", "90/5/5").refused("leave --valid and --test out")
    assert sketchxai("train", *common).refused("Say which drawings to choose by")
    for wrong in ("90", "90/10/x", "0/50/50", "90/0/10"):
        assert sketchxai("train", *common, "--split", wrong).refused("--split takes three shares")
    assert sketchxai("train", *common, "--split", "own").refused("divided already")


def test_a_run_may_start_from_and_learn_from_others(train: Run, tmp_path: Path) -> None:
    assert train("--name", "first", "--augment", "none", "--precision", "float32").status == 0
    first = tmp_path / "out" / "first.safetensors"
    options = ("--augment", "noise:0.5,affine", "--balance", 0.5, "--schedule", "linear", "--dropout", 0.1)
    answer = train(
        "--out", tmp_path / "second", "--start-from", first, "--distil-from", first, "--distil-weight", 0.3, *options
    )
    assert answer.status == 0, answer.err
    assert "Started from first: " in answer.out
    loaded = load_checkpoint(tmp_path / "second" / "tiny-2.safetensors")
    settings = loaded.training["settings"]
    assert settings["augment"] == ["noise:0.5", "affine"]
    assert (settings["balance"], settings["schedule"], settings["distil_weight"]) == (0.5, "linear", 0.3)
    assert settings["start"] == settings["teacher"] == load_checkpoint(first).sha256
    assert loaded.network.config.dropout == 0.1
    assert "moved a little (strength 0.5)" in loaded.training["augmentation"]
    # The same command goes on, and does not start from there again.
    again = train("--out", tmp_path / "second", "--start-from", first, "--distil-from", first, "--distil-weight", 0.3,
                  *options)  # fmt: skip
    assert "Going on after step 32." in again.out
    assert "Started" not in again.out


def test_bad_lines_are_told_of(train: Run, folders: dict[str, Path]) -> None:
    with (folders["train"] / "flat.ndjson").open("a", encoding="utf-8") as file:
        file.write('\n{"word": "flat"}\n{"drawing": [[[1, 2], [3, 9]]]}')
    answer = train("--max-minutes", 0)
    assert answer.status == 0
    assert "Left out: 1 drawings without a word, 1 lines that are no drawing. The first bad line: " in answer.err
    assert "flat.ndjson, line 65: there is no" in answer.err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--augment", "colour"], "not colour"),
        (["--balance", "-1"], "--balance must be from 0 to 2"),
        (["--ema", "1"], "--ema must be from 0"),
        (["--dropout", "1"], "--dropout must be"),
        (["--start-from", "none-99"], "There is no checkpoint"),
        (["--precision", "fp8"], "--precision"),
    ],
)
def test_settings_out_of_range_are_said(train: Run, options: list[str], complaint: str) -> None:
    assert train(*options).refused(complaint)
