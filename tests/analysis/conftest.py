"""Made-up strokes in known groups, a small network, and a file of drawings."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sketchxai_desktop.analysis.strokes import StrokeCollection
from sketchxai_desktop.core.sketch import Sketch, Stroke

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint


def finish(generator: Generator[Any, None, Any]) -> tuple[Any, list[Any]]:
    """What a generator returns, and what it yielded."""
    items = []
    while True:
        try:
            items.append(next(generator))
        except StopIteration as stop:
            return stop.value, items


@pytest.fixture(name="finish")
def _finish() -> Callable[[Generator[Any, None, Any]], tuple[Any, list[Any]]]:
    """`finish(generator)`: (what it returns, what it yielded)."""
    return finish


@pytest.fixture
def blobs() -> Callable[..., StrokeCollection]:
    """`blobs(sizes, width=8)`: strokes whose embeddings lie closely around as many directions as there are sizes."""

    def make(sizes: list[int], width: int = 8, spread: float = 0.03) -> StrokeCollection:
        rng = np.random.default_rng(len(sizes))
        own = np.repeat(np.arange(len(sizes)), sizes)
        centres = np.eye(width)[: len(sizes)]
        lengths = rng.uniform(0.5, 20, (len(own), 1))  # groups must not depend on the length of an embedding
        embeddings = (centres[own] + rng.normal(0, spread, (len(own), width))) * lengths
        count = len(own)
        points = rng.uniform(0, 255, (3 * count, 2)).astype(np.float32)
        numbers = np.arange(count)
        return StrokeCollection(
            points,
            (numbers + 1) * 3,
            tuple(f"word {k}" for k in range(len(sizes))),
            own,
            numbers,
            numbers + 1,
            numbers % 4,
            embeddings.astype(np.float32),
        )

    return make


@pytest.fixture(scope="session")
def checkpoint() -> Checkpoint:
    """A network of two layers that has learnt nothing, for five categories."""
    import torch

    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.network import SketchXAINet, tiny

    torch.set_num_threads(1)
    torch.manual_seed(5)
    network = SketchXAINet(tiny(5, layers=2)).eval()
    with torch.no_grad():
        network.head.weight.mul_(40)
    return Checkpoint(network, ("apple", "bicycle", "camera", "cat", "door"), name="made-up")


@pytest.fixture(scope="session")
def unmasked() -> Checkpoint:
    """The same kind of network with all its slots always there."""
    import torch

    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.network import SketchXAINet, tiny

    torch.manual_seed(6)
    network = SketchXAINet(tiny(5, layers=2, mask_empty=False, order_slots=20)).eval()
    with torch.no_grad():
        network.head.weight.mul_(40)
    return Checkpoint(network, ("apple", "bicycle", "camera", "cat", "door"), name="unmasked")


@pytest.fixture
def sketch_of() -> Callable[[int], Sketch]:
    """`sketch_of(strokes, seed=0)`: a sketch of so many short strokes."""

    def make(strokes: int, seed: int = 0) -> Sketch:
        rng = np.random.default_rng((seed, strokes))
        walks = rng.normal(0, 6, (strokes, 8, 2)).cumsum(axis=1) + rng.uniform(40, 215, (strokes, 1, 2))
        return Sketch(tuple(Stroke(w) for w in walks), word="cat")

    return make


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """Forty drawings of 1 to 4 strokes, with a bad line and a drawing without size among them."""
    rng = np.random.default_rng(3)
    lines = []
    for k in range(40):
        strokes = [rng.integers(0, 256, (2, 2 + k % 5)).tolist() for _ in range(1 + k % 4)]
        country = "DE" if k % 3 == 0 else None
        lines.append(
            json.dumps(
                {"word": ("cat", "door")[k % 2], "countrycode": country, "recognized": k % 10 != 0, "drawing": strokes}
            )
        )
    lines.insert(7, "{broken")
    lines.insert(20, json.dumps({"word": "dot", "drawing": [[[5, 5], [9, 9]]]}))
    path = tmp_path / "drawings.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
