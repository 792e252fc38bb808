"""Training: it learns, it goes on exactly where it stopped, it reports what it measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig
from sketchxai_desktop.training.evaluate import Scores, describe, predict_all, score
from sketchxai_desktop.training.model_card import model_card
from sketchxai_desktop.training.packing import PackedDrawings, pack
from sketchxai_desktop.training.train import Trainer, TrainingSettings

MakeDrawings = Callable[[int, int], Path]
SMALL = NetworkConfig(2, width=24, layers=2, heads=3, mlp_width=48, order_slots=12)
SETTINGS = TrainingSettings(epochs=2, batch_size=16, learning_rate=3e-3, ema=0.9)


@pytest.fixture(scope="module")
def data(
    make_drawings: MakeDrawings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[PackedDrawings, PackedDrawings]:
    cache = tmp_path_factory.mktemp("cache")
    return pack([make_drawings(1, 120)], cache), pack([make_drawings(2, 40)], cache)


def trainer(data: tuple[PackedDrawings, PackedDrawings], out: Path, **changes: object) -> Trainer:
    return Trainer(SMALL, replace(SETTINGS, **changes), *data, out, torch.device("cpu"))  # type: ignore[arg-type]


def test_it_learns_circles_from_zigzags(data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path) -> None:
    training = trainer(data, tmp_path, epochs=12)
    before = score(training.network, data[1])
    after = training.run(progress=False)
    assert after is not None
    assert after.top1 > 0.9
    assert after.macro_top1 > 0.9
    assert after.top1 > before.top1
    assert set(after.per_category) == {"circle", "Zigzag"}
    log = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()
    assert log[0].startswith("step,epoch,loss")
    assert float(log[-1].split(",")[-1]) == pytest.approx(after.macro_top1)


def test_a_resumed_run_ends_with_the_same_weights(data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path) -> None:
    whole = trainer(data, tmp_path / "whole")
    whole.run(progress=False)
    steps = iter(range(100))
    cut = trainer(data, tmp_path / "cut")
    assert cut.run(progress=False, stop=lambda: next(steps) == 6) is None
    assert cut.step == 7
    again = trainer(data, tmp_path / "cut")
    assert again.step == 7
    assert not again.finished
    again.run(progress=False)
    assert again.finished
    assert again.step == whole.step == whole.total_steps
    for key, value in whole.smoothed.state_dict().items():
        assert torch.equal(value, again.smoothed.state_dict()[key]), key


def test_resuming_right_after_an_epoch_starts_the_next(
    data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path
) -> None:
    first = trainer(data, tmp_path)
    first.run(progress=False, stop=lambda: first.step == first.steps_per_epoch)
    again = trainer(data, tmp_path)
    assert len(list(again.works())) == again.total_steps - again.steps_per_epoch
    again.run(progress=False)
    assert again.finished


def test_a_run_with_other_settings_is_not_continued(
    data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path
) -> None:
    trainer(data, tmp_path).run(progress=False)
    with pytest.raises(UserError, match=r"holds a run with other settings \(epochs 2\)"):
        trainer(data, tmp_path, epochs=3)


def test_a_loss_that_explodes_is_reported(data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path) -> None:
    training = trainer(data, tmp_path)
    with torch.no_grad():
        training.network.head.weight.fill_(float("nan"))
    with pytest.raises(UserError, match="use a smaller --learning-rate"):
        training.run(progress=False)


def test_the_learning_rate_warms_up_and_falls(data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path) -> None:
    training = trainer(data, tmp_path, epochs=20)
    rates = [training.learning_rate(k) for k in range(training.total_steps)]
    peak = int(np.argmax(rates))
    assert rates[0] < max(rates) == pytest.approx(3e-3)
    assert 0 < peak < 0.06 * training.total_steps
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(3e-5, rel=0.05)


# Scores -----------------------------------------------------------------------------------------------------


def test_scores_are_counted_right(
    data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid = data[1]
    network = trainer(data, tmp_path).network
    probabilities = np.zeros((len(valid), 2), np.float32)
    labels = np.asarray(valid.labels)
    probabilities[:, 0] = 0.6  # always "circle"
    probabilities[:, 1] = 0.4
    monkeypatch.setattr("sketchxai_desktop.training.evaluate.predict_all", lambda *_: probabilities)
    scores = score(network, valid)
    assert valid.categories == ("circle", "Zigzag")
    assert scores.per_category == {"circle": 1.0, "Zigzag": 0.0}
    assert (scores.top1, scores.top5, scores.macro_top1) == ((labels == 0).mean(), 1.0, 0.5)
    # The network may number its categories otherwise, and have more of them.
    swapped = np.stack([probabilities[:, 1], np.zeros(len(valid), np.float32), probabilities[:, 0]], axis=1)
    monkeypatch.setattr("sketchxai_desktop.training.evaluate.predict_all", lambda *_: swapped)
    assert score(network, valid, ["Zigzag", "other", "circle"]).per_category == {"circle": 1.0, "Zigzag": 0.0}


def test_predictions_keep_the_order_of_the_drawings(
    data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path
) -> None:
    network = trainer(data, tmp_path).network.eval()
    rows = predict_all(network, data[1], batch_size=7)
    one = data[1].gather(np.array([11])).normalised().batch()
    with torch.no_grad():
        np.testing.assert_allclose(rows[11], network(one).softmax(dim=1)[0].numpy(), atol=1e-5)


# What is written ------------------------------------------------------------------------------------------------


def test_checkpoint_and_card_say_how_they_came_about(
    data: tuple[PackedDrawings, PackedDrawings], tmp_path: Path
) -> None:
    training = trainer(data, tmp_path, epochs=1)
    scores = training.run(progress=False)
    assert scores is not None
    training.save_checkpoint(
        tmp_path / "own.safetensors", {"command": "sketchxai train", "data": "Quick, Draw! by Google, Inc. (CC BY 4.0)"}
    )
    loaded = load_checkpoint(tmp_path / "own.safetensors")
    assert loaded.categories == ("circle", "Zigzag")
    assert loaded.training["drawings"] == 240
    assert loaded.training["settings"]["epochs"] == 1
    assert loaded.training["command"] == "sketchxai train"
    test = Scores(7, 0.5, 1.0, 0.25, {"circle": 0.0, "Zigzag": 0.5})
    card = model_card(loaded, "own", "sketchxai train --out x", scores, test, "an abacus")
    for wanted in (
        "# own",
        "CC BY 4.0",
        "Google",
        "sketchxai train --out x",
        "an abacus",
        "seed 0",
        "| test | 7 | 50.00 % |",
    ):
        assert wanted in card
    assert "not touched" in model_card(loaded, "own", "x", scores, None, "an abacus")
    assert describe(test) == "top-1 50.00 %, top-5 100.00 %, macro top-1 25.00 % of 7 drawings"
