"""Small networks and drawings, made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet

CATEGORIES = ("apple", "Bed", "cat")


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def make_checkpoint() -> Callable[..., Checkpoint]:
    """A network with random weights whose answers differ from drawing to drawing."""

    def make(categories: tuple[str, ...] = CATEGORIES, **changes: object) -> Checkpoint:
        torch.manual_seed(0)
        sizes = {"width": 24, "layers": 2, "heads": 3, "mlp_width": 48, "order_slots": 12, **changes}
        network = SketchXAINet(NetworkConfig(len(categories), **sizes)).eval().requires_grad_(False)  # type: ignore[arg-type]
        network.head.weight.mul_(30.0)
        return Checkpoint(network, categories, name="small")

    return make


def line(word: str | None, strokes: int, seed: int) -> str:
    """One line of .ndjson: a drawing with so many strokes."""
    rng = np.random.default_rng(seed)
    drawing = [rng.integers(0, 256, (2, int(rng.integers(2, 6)))).tolist() for _ in range(strokes)]
    return json.dumps({"drawing": drawing} if word is None else {"word": word, "drawing": drawing})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files of 8 drawings each, one stroke, two, three, one, ... and of a word that no network knows."""
    made = tmp_path / "drawings"
    made.mkdir()
    for seed, word in enumerate(("apple", "bed", "cat", "zebra")):
        rows = [line(word, 1 + k % 3, 100 * seed + k) for k in range(8)]
        (made / f"{word}.ndjson").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return made
