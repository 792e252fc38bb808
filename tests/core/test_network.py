"""The network: batches, masks, options, sizes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.inspection import classify_sketches, inspect_sketch
from sketchxai_desktop.core.network import ATTRIBUTES, NetworkConfig, SketchXAINet, base, tiny
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.tensors import batch_of

MakeNetwork = Callable[..., SketchXAINet]
OPTIONS = [
    {},
    {"mask_empty": False},
    {"shape_extractor": "gru"},
    {"pooling": "mean"},
    {"without": ("order",)},
    {"shape_extractor": "gru", "pooling": "mean", "mask_empty": False},
]


def logits_of(network: SketchXAINet, sketches: list[Sketch]) -> torch.Tensor:
    with torch.no_grad():
        return network(batch_of(sketches, network.config.order_slots))


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_sketch_gets_the_same_answer_alone_and_in_any_batch(
    make_network: MakeNetwork, sketches: list[Sketch], options: dict[str, object]
) -> None:
    network = make_network(**options)
    together = logits_of(network, sketches)
    alone = torch.cat([logits_of(network, [s]) for s in sketches])
    backwards = logits_of(network, sketches[::-1]).flip(0)
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-5)
    torch.testing.assert_close(together, backwards, rtol=0, atol=1e-5)
    assert (together[0] - together[1]).abs().max() > 1e-2, "the network does not look at the sketch"


def test_masked_slots_do_not_exist_and_unmasked_ones_are_seen(
    make_network: MakeNetwork, sketches: list[Sketch]
) -> None:
    """By hand: the tokens of one sketch alone against the same with filler behind."""
    sketch = sketches[0]
    for masked in (True, False):
        network = make_network(mask_empty=masked)
        batch = batch_of([sketch], 12)
        with torch.no_grad():
            shapes = network.embed_shapes(batch.points, batch.lengths)
            tokens = network.tokens(shapes, batch.orders, batch.locations)[None]
            assert torch.equal(
                tokens[0], shapes + network.order_table.weight[:3] + network.location_map(batch.locations)
            )
            filler = (network.order_table.weight[3:] + network.location_map.bias)[None]
            bare, filled = network.classify(tokens), network.classify(torch.cat([tokens, filler], dim=1))
        assert (bare - filled).abs().max() > 1e-2
        torch.testing.assert_close(logits_of(network, [sketch]), bare if masked else filled, rtol=0, atol=1e-5)
        torch.testing.assert_close(
            network.classify_strokes(shapes, batch.orders, batch.locations),
            bare if masked else filled,
            rtol=0,
            atol=1e-5,
        )


@pytest.mark.parametrize("pooling", ["sum", "mean"])
def test_shape_embedding_pools_over_the_points_of_its_stroke_alone(make_network: MakeNetwork, pooling: str) -> None:
    network = make_network(pooling=pooling)
    short = Stroke(np.array([(0, 0), (255, 9)]))
    long = Stroke(np.array([(0, 0), (10, 40), (90, 3), (255, 100), (3, 255)]))
    batch = batch_of([Sketch((long, short))], 12)
    with torch.no_grad():
        rows = network.embed_shapes(batch.points, batch.lengths)
        outputs = network.shape_extractor(batch.points[1:, :2])[0][0]
    wanted = outputs.sum(dim=0) if pooling == "sum" else outputs.mean(dim=0)
    torch.testing.assert_close(rows[1], wanted, rtol=0, atol=1e-6)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_leaving_an_attribute_out_makes_it_matter_no_more(
    make_network: MakeNetwork, sketches: list[Sketch], attribute: str
) -> None:
    network = make_network()
    shapes = torch.randn(3, 24, generator=torch.Generator().manual_seed(1))
    places = torch.tensor([[0.1, 0.2], [-0.3, 0.4], [0.5, -0.5]])
    orders = torch.arange(3)
    other = {
        "shape": (shapes.flip(1), orders, places),
        "order": (shapes, orders + 2, places),
        "location": (shapes, orders, places + 0.3),
    }[attribute]
    with torch.no_grad():
        full = network.classify_strokes(shapes, orders, places)
        changed = network.classify_strokes(*other)
        left_out = [network.classify_strokes(*x, [attribute]) for x in ((shapes, orders, places), other)]
    assert (full - changed).abs().max() > 1e-3
    assert torch.equal(*left_out)
    built_without = make_network(without=(attribute,))
    batch = batch_of(sketches, 12)
    with torch.no_grad():
        torch.testing.assert_close(built_without(batch), network(batch, [attribute]))


def test_a_sketch_with_more_strokes_than_slots_is_seen_as_far_as_they_go(
    checkpoint: Checkpoint, make_network: MakeNetwork
) -> None:
    rng = np.random.default_rng(3)
    strokes = tuple(Stroke(rng.integers(0, 256, (4, 2))) for _ in range(300))
    many = Sketch((Stroke(np.array([(0, 0), (255, 255)])), *strokes))
    network = make_network(order_slots=196)
    assert batch_of([many], 196).slots == 196
    assert torch.isfinite(logits_of(network, [many])).all()
    inspection = inspect_sketch(checkpoint, many)
    assert inspection.shape.shape == (12, 24)
    # What is left of the sketch keeps its place: its box is that of all strokes.
    np.testing.assert_allclose(inspection.locations[0], [-0.74, -0.74], atol=1e-6)


def test_bfloat16_runs_and_roughly_agrees(make_network: MakeNetwork, sketches: list[Sketch]) -> None:
    exact = logits_of(make_network(), sketches).softmax(dim=1)
    rough = logits_of(make_network().to(torch.bfloat16), sketches)
    assert rough.dtype == torch.float32
    assert (exact - rough.softmax(dim=1)).abs().max() < 0.15


@pytest.mark.parametrize(("make", "millions"), [(tiny, 6.1), (base, 91.7)])
def test_sizes_are_those_of_the_paper(make: Callable[[int], NetworkConfig], millions: float) -> None:
    config = make(345)
    with torch.device("meta"):
        ours = sum(p.numel() for p in SketchXAINet(config).parameters())
    # The paper counts what its image ViT leaves behind and never uses: patches, positions, 1000 ImageNet classes.
    d = config.width
    unused = (16 * 16 * 3 + 1) * d + 197 * d + 1000 * (d + 1)
    assert (ours + unused) / 1e6 == pytest.approx(millions, abs=0.05)


def test_gradients_reach_every_weight(make_network: MakeNetwork, sketches: list[Sketch]) -> None:
    network = make_network().requires_grad_(True)
    network(batch_of(sketches, 12)).square().sum().backward()
    silent = [name for name, p in network.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
    assert silent == []


def test_classify_sketches_keeps_their_order(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    rows = classify_sketches(checkpoint, sketches, batch_size=2)
    alone = np.concatenate([classify_sketches(checkpoint, [s]) for s in sketches])
    np.testing.assert_allclose(rows, alone, atol=1e-5)
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)


def test_contributions_sum_to_one_and_parts_to_the_token(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    inspection = inspect_sketch(checkpoint, sketches[1])
    np.testing.assert_allclose(inspection.contributions.sum(axis=1), 1, atol=1e-4)
    best = inspection.top(3)
    assert [p for _, p in best] == sorted((p for _, p in best), reverse=True)
    assert best[0][0] == checkpoint.categories[int(inspection.probabilities.argmax())]


def test_a_sketch_without_extent_is_refused(checkpoint: Checkpoint) -> None:
    dot = Sketch((Stroke(np.array([(5, 5), (5, 5)])),))
    for sketch in (Sketch(), dot):
        with pytest.raises(ValueError, match=r"nothing to show|no size"):
            inspect_sketch(checkpoint, sketch)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 25},
        {"width": 24, "heads": 5},
        {"layers": 0},
        {"width": 10**9},
        {"heads": 2.0},
        {"shape_extractor": "rnn"},
        {"pooling": "max"},
        {"without": ("colour",)},
        {"depth": 3},
    ],
)
def test_impossible_configurations_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        NetworkConfig.from_dict({"categories": 5, **wrong})
    assert NetworkConfig.from_dict(tiny(5, without=("order",)).to_dict()) == tiny(5, without=("order",))
