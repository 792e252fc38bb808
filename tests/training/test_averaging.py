"""Means of weights."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.training.averaging import average_checkpoints

CONFIG = NetworkConfig(3, width=24, layers=1, heads=3, mlp_width=48, order_slots=12)


def checkpoint(seed: int, categories: tuple[str, ...] = ("cat", "dog", "sun"), **changes: int) -> Checkpoint:
    torch.manual_seed(seed)
    config = replace(CONFIG, categories=len(categories), **changes)
    return Checkpoint(SketchXAINet(config).eval(), categories, name=f"number {seed}")


def test_the_mean_of_two() -> None:
    first, second = checkpoint(0), checkpoint(1)
    before = {k: v.clone() for k, v in first.network.state_dict().items()}
    mean = average_checkpoints([first, second], [3, 1])
    for name, values in mean.network.state_dict().items():
        expected = 0.75 * before[name] + 0.25 * second.network.state_dict()[name]
        torch.testing.assert_close(values, expected)
        assert torch.equal(first.network.state_dict()[name], before[name])
    assert mean.categories == first.categories


def test_rows_of_the_first_ones_categories() -> None:
    first, large = checkpoint(0, ("sun", "cat")), checkpoint(1, ("cat", "dog", "sun"))
    mean = average_checkpoints([first, large], [0.5, 0.5])
    assert mean.network.head.weight.shape == (2, 24)
    for row, theirs in ((0, 2), (1, 0)):
        expected = (first.network.head.weight[row] + large.network.head.weight[theirs]) / 2
        torch.testing.assert_close(mean.network.head.weight[row], expected)


def test_what_cannot_be_averaged() -> None:
    first = checkpoint(0)
    with pytest.raises(UserError, match="another architecture"):
        average_checkpoints([first, checkpoint(1, layers=2)], [1, 1])
    with pytest.raises(UserError, match="does not know sun"):
        average_checkpoints([first, checkpoint(1, ("cat", "dog"))], [1, 1])
    for shares in ([1.0], [1.0, 0.0], []):
        with pytest.raises(UserError, match="share above 0"):
            average_checkpoints([first, checkpoint(1)], shares)
