"""Small networks with fixed random weights, and sketches that we made up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.sketch import Sketch, Stroke


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Sums in a fixed order, and no waiting for one another when tests run side by side."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def make_network() -> Callable[..., SketchXAINet]:
    """Builds a small network in eval mode whose random weights make a difference."""

    def make(seed: int = 0, **changes: object) -> SketchXAINet:
        torch.manual_seed(seed)
        sizes = {"categories": 5, "width": 24, "layers": 2, "heads": 3, "mlp_width": 48, "order_slots": 12}
        network = SketchXAINet(NetworkConfig(**{**sizes, **changes}))  # type: ignore[arg-type]
        with torch.no_grad():
            network.head.weight.mul_(30.0)
        return network.eval().requires_grad_(False)

    return make


@pytest.fixture(scope="session")
def checkpoint(make_network: Callable[..., SketchXAINet]) -> Checkpoint:
    return Checkpoint(make_network(), ("apple", "book", "cat", "door", "eye"), name="made-up")


def scribble(seed: int, strokes: int, points: int = 9) -> Sketch:
    """A random sketch of whole coordinates, as simplified drawings have them."""
    rng = np.random.default_rng(seed)
    return Sketch(
        tuple(Stroke(rng.integers(0, 256, (int(rng.integers(1, points)), 2))) for _ in range(strokes)), word="cat"
    )


@pytest.fixture(scope="session")
def sketches() -> list[Sketch]:
    """With 1 to 6 strokes, in no order."""
    return [scribble(k, n, points=12 if n > 1 else 30) for k, n in enumerate((3, 6, 1, 4, 3, 5, 2))]
