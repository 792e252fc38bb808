"""What the network says of one sketch, and the three embeddings of each of its strokes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import ATTRIBUTES
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.core.tensors import batch_of


@dataclass(frozen=True)
class Inspection:
    """NumPy only, so it may travel between threads.

    Attributes:
        sketch: the inspected one, as drawn.
        simplified: the same as the network saw it; stroke k is stroke k of `sketch`.
        categories: names of the labels.
        probabilities: (C,) 0..1.
        without: attributes that were left out of the tokens.
        locations: (S, 2) normalised. S: strokes the network has a slot for.
        shape, order, location: (S, D) embeddings.
        contributions: (S, 3) share of shape, order, location (as in `core.network.ATTRIBUTES`: order, shape,
            location) in the token: projection of the part on the token over the token's squared length. The
            three sum to 1; a share can be negative when a part points against the token.
        checkpoint: name of the network.
    """

    sketch: Sketch
    simplified: Sketch
    categories: tuple[str, ...]
    probabilities: FloatArray
    without: tuple[str, ...]
    locations: FloatArray
    shape: FloatArray
    order: FloatArray
    location: FloatArray
    contributions: FloatArray
    checkpoint: str

    def top(self, count: int = 5) -> list[tuple[str, float]]:
        """The most probable categories with their probabilities, best first."""
        best = np.argsort(-self.probabilities, kind="stable")[:count]
        return [(self.categories[k], float(self.probabilities[k])) for k in best]


def inspect_sketch(checkpoint: Checkpoint, sketch: Sketch, without: Iterable[str] = ()) -> Inspection:
    """Classify a sketch and take its tokens apart.

    Args:
        without: any of "order", "shape", "location": attributes to leave out of every token.

    Raises:
        ValueError: the sketch is empty or has no extent.
    """
    network = checkpoint.network
    simplified = simplify(sketch)
    batch = batch_of([simplified], network.config.order_slots).to(network.device)
    with torch.inference_mode():
        shape = network.embed_shapes(batch.points, batch.lengths)
        order = network.embed_orders(batch.orders)
        location = network.embed_locations(batch.locations)
        probabilities = network.classify_strokes(shape, batch.orders, batch.locations, without)[0].softmax(dim=0)
        parts = torch.stack([{"order": order, "shape": shape, "location": location}[a] for a in ATTRIBUTES], dim=1)
        token = parts.sum(dim=1, keepdim=True)
        shares = (parts * token).sum(dim=2) / (token**2).sum(dim=2).clamp(min=1e-12)
    values, locations, shapes, orders, places, contributions = (
        t.float().cpu().numpy() for t in (probabilities, batch.locations, shape, order, location, shares)
    )
    return Inspection(
        sketch=sketch,
        simplified=simplified,
        categories=checkpoint.categories,
        probabilities=values,
        without=tuple(without),
        locations=locations,
        shape=shapes,
        order=orders,
        location=places,
        contributions=contributions,
        checkpoint=checkpoint.name,
    )


def classify_sketches(checkpoint: Checkpoint, sketches: list[Sketch], batch_size: int = 64) -> FloatArray:
    """(len(sketches), C) probabilities. Every sketch must have strokes and extent (ValueError otherwise)."""
    return _answers(checkpoint, sketches, batch_size, lambda logits: logits.softmax(dim=1))


def logits_of(checkpoint: Checkpoint, sketches: list[Sketch], batch_size: int = 64) -> FloatArray:
    """(len(sketches), C) what the classifier says before the softmax; else as `classify_sketches`."""
    return _answers(checkpoint, sketches, batch_size, lambda logits: logits)


def _answers(
    checkpoint: Checkpoint, sketches: list[Sketch], batch_size: int, output: Callable[[torch.Tensor], torch.Tensor]
) -> FloatArray:
    network = checkpoint.network
    out = np.zeros((len(sketches), network.config.categories), np.float32)
    by_strokes = sorted(range(len(sketches)), key=lambda k: len(sketches[k]))
    with torch.inference_mode():
        for start in range(0, len(by_strokes), batch_size):
            part = by_strokes[start : start + batch_size]
            batch = batch_of([sketches[k] for k in part], network.config.order_slots).to(network.device)
            out[part] = output(network(batch)).cpu().numpy()
    return out


def embed_shapes(checkpoint: Checkpoint, sketches: list[Sketch]) -> FloatArray:
    """(N, D) shape embeddings of all strokes of the sketches, one after another."""
    network = checkpoint.network
    batch = batch_of(sketches, network.config.order_slots).to(network.device)
    with torch.inference_mode():
        embeddings: FloatArray = network.embed_shapes(batch.points, batch.lengths).float().cpu().numpy()
    return embeddings


def order_table(checkpoint: Checkpoint) -> FloatArray:
    """(slots, D) the network's order embeddings."""
    table: FloatArray = checkpoint.network.order_table.weight.detach().float().cpu().numpy()
    return table


def cosine_similarity(rows: npt.ArrayLike) -> FloatArray:
    """(N, D) to (N, N) cosine similarities, -1..1."""
    matrix = np.asarray(rows, np.float32)
    unit = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    similarity: FloatArray = (unit @ unit.T).clip(-1, 1)
    return similarity


def location_map(checkpoint: Checkpoint) -> tuple[FloatArray, FloatArray]:
    """(D, 2) weight and (D,) bias of the location embedding, which is weight @ (x, y) + bias."""
    layer = checkpoint.network.location_map
    weight: FloatArray = layer.weight.detach().float().cpu().numpy()
    bias: FloatArray = layer.bias.detach().float().cpu().numpy()
    return weight, bias
