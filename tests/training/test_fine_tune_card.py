"""The card beside a fine-tuned checkpoint."""

from __future__ import annotations

import json

import numpy as np
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.training.fine_tune import FineTune, FineTuneSettings
from sketchxai_desktop.training.fine_tune_card import fine_tune_card


def sketch(word: str, seed: int) -> Sketch:
    points = np.random.default_rng(seed).integers(0, 255, (2, 5)).tolist()
    return parse_line(json.dumps({"word": word, "drawing": [points]}))


def tuned(settings: FineTuneSettings, counts: dict[str, int]) -> Checkpoint:
    torch.manual_seed(0)
    network = SketchXAINet(NetworkConfig(2, width=24, layers=1, heads=3, mlp_width=48, order_slots=12))
    opened = Checkpoint(network.eval(), ("apple", "bed"), {}, "small", sha256="abc")
    drawings = [sketch(word, 100 * k + n) for k, (word, count) in enumerate(counts.items()) for n in range(count)]
    run = FineTune(opened, drawings, settings).run()
    while True:
        try:
            next(run)
        except StopIteration as stop:
            return stop.value


def test_it_says_what_was_learned_of_whom() -> None:
    card = fine_tune_card(tuned(FineTuneSettings(epochs=1, keep=True), {"bed": 15, "a|b": 3}), "mine")
    assert card.startswith("# mine\n")
    assert "fine-tuned from small (SHA-256 abc)" in card
    assert "of 3 held-out drawings named rightly" in card
    assert "| bed | 12 |" in card
    assert "| a\\|b | 3 (few) |" in card
    assert "Fewer than 10 drawings were learned of: a|b." in card
    assert "One category was kept from before" in card
    assert "only the classifier learned" in card


def test_accuracy_that_was_not_measured_is_not_claimed() -> None:
    card = fine_tune_card(tuned(FineTuneSettings("all", epochs=1, held_out=0), {"bed": 3, "cow": 3}), "mine")
    assert "Not measured" in card
    assert "all layers learned" in card
    assert "%" not in card.split("## Accuracy")[1].split("## Drawings")[0]
