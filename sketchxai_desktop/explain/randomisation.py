"""Do scores depend on what the network has learnt? The model-parameter randomisation test.

Source: Adebayo et al., "Sanity Checks for Saliency Maps", NeurIPS 2018: an explanation that stays the same when
weights are replaced by random ones cannot explain what those weights have learnt. Similarity is Spearman's rank
correlation of the signed scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import nn

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.explain.metrics import rank_correlation
from sketchxai_desktop.explain.registry import Method
from sketchxai_desktop.explain.value import StrokeValue


def randomised(checkpoint: Checkpoint, seed: int = 0) -> Checkpoint:
    """The same network with every weight as before training."""
    fresh = _fresh(checkpoint.network, seed)
    return replace(checkpoint, network=fresh, name=f"{checkpoint.name}, randomised")


def cascade(checkpoint: Checkpoint, seed: int = 0) -> Iterator[tuple[str, Checkpoint]]:
    """Randomise from the top down: yield (what was randomised last, network) from the classifier to the strokes.

    The network that is yielded is the same one every time, a step further; the checkpoint's own stays as it is.
    """
    fresh = _fresh(checkpoint.network, seed)
    work = _copy(checkpoint.network)
    stage = replace(checkpoint, network=work, name=f"{checkpoint.name}, partly randomised")
    for name, part, source in _parts(work, fresh):
        part.load_state_dict(source.state_dict())
        if part is work.head:
            work.norm.load_state_dict(fresh.norm.state_dict())
        if name == "layer 1":
            work.cls_token.data.copy_(fresh.cls_token.data)
        yield name, stage


def similarity_under_cascade(method: Method, value: StrokeValue, seed: int = 0) -> Iterator[tuple[str, float]]:
    """Yield (stage, similarity of the method's scores to those of the trained network), from the top down."""
    trained = method.run(value, seed).scores
    for name, checkpoint in cascade(value.checkpoint, seed):
        value.check()
        yield name, rank_correlation(method.run(value.through(checkpoint), seed).scores, trained)


def _parts(work: SketchXAINet, fresh: SketchXAINet) -> Iterator[tuple[str, nn.Module, nn.Module]]:
    yield "classifier", work.head, fresh.head
    for k in reversed(range(len(work.layers))):
        yield f"layer {k + 1}", work.layers[k], fresh.layers[k]
    yield "location map", work.location_map, fresh.location_map
    yield "order table", work.order_table, fresh.order_table
    yield "shape extractor", work.shape_extractor, fresh.shape_extractor


def _fresh(network: SketchXAINet, seed: int) -> SketchXAINet:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        fresh = SketchXAINet(network.config)
    return fresh.to(network.device).eval().requires_grad_(False)


def _copy(network: SketchXAINet) -> SketchXAINet:
    with torch.device("meta"):
        copy = SketchXAINet(network.config)
    copy.load_state_dict({k: v.clone() for k, v in network.state_dict().items()}, assign=True)
    return copy.eval().requires_grad_(False)
