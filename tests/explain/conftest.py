"""Small networks with fixed random weights, with and without a mask, and sketches that we made up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.explain.question import Masks, Scores
from sketchxai_desktop.explain.value import Game

CATEGORIES = ("apple", "book", "cat", "door", "eye")


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def make_checkpoint() -> Callable[..., Checkpoint]:
    """Builds a small network in eval mode whose random weights make a difference."""

    def make(seed: int = 0, **changes: object) -> Checkpoint:
        torch.manual_seed(seed)
        sizes = {"categories": 5, "width": 24, "layers": 3, "heads": 3, "mlp_width": 48, "order_slots": 16}
        network = SketchXAINet(NetworkConfig(**{**sizes, **changes}))  # type: ignore[arg-type]
        with torch.no_grad():
            network.head.weight.mul_(30.0)
            for parameter in network.layers.parameters():
                if parameter.dim() == 1:  # biases that are not zero
                    parameter.add_(0.1 * torch.randn_like(parameter))
            network.location_map.weight.mul_(3.0)
            # Without this it would say the same of every sketch.
            network.eval()
            usual = network(batch_of([scribble(k, 2 + k % 5) for k in range(40)], network.config.order_slots))
            network.head.bias.sub_(usual.mean(dim=0))
        return Checkpoint(network.eval().requires_grad_(False), CATEGORIES, name="made-up")

    return make


@pytest.fixture(scope="session", params=["masked", "unmasked"])
def checkpoint(request: pytest.FixtureRequest, make_checkpoint: Callable[..., Checkpoint]) -> Checkpoint:
    return make_checkpoint(mask_empty=request.param == "masked")


@pytest.fixture(scope="session")
def masked(make_checkpoint: Callable[..., Checkpoint]) -> Checkpoint:
    return make_checkpoint()


def scribble(seed: int, strokes: int, points: int = 9) -> Sketch:
    """A random sketch of whole coordinates, as simplified drawings have them; its first stroke spans its box."""
    rng = np.random.default_rng(seed)
    first = Stroke([[0, 0], [255, 255], [40, 90]])
    rest = [Stroke(rng.integers(0, 256, (int(rng.integers(1, points)), 2))) for _ in range(strokes - 1)]
    return Sketch((first, *rest), word="cat")


class Toy(Game):
    """A game given by a function of one coalition."""

    def __init__(self, players: int, worth: Callable[[Masks], float]) -> None:
        self.players, self.worth, self.asked = players, worth, 0

    def __call__(self, masks: Masks) -> Scores:
        self.asked += len(masks)
        return np.array([self.worth(mask) for mask in masks], np.float64)
