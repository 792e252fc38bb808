"""The fast backward pass of the shape extractor gives torch's numbers."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from sketchxai_desktop.core.network import SketchXAINet, tiny
from sketchxai_desktop.training.packed_lstm import FastLSTM, fast_shapes, run_packed


def packed(lengths: list[int], features: int = 4) -> torch.nn.utils.rnn.PackedSequence:
    points = torch.randn(len(lengths), max(lengths), features)
    return pack_padded_sequence(points, torch.tensor(lengths), batch_first=True, enforce_sorted=False)


@pytest.mark.parametrize("lengths", [[1], [1, 1, 1], [5], [3, 7, 1, 7, 2], [9, 9, 9]])
@pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (2, True)])
def test_outputs_and_gradients_are_those_of_torch(lengths: list[int], layers: int, bidirectional: bool) -> None:
    torch.manual_seed(0)
    lstm = nn.LSTM(4, 6, layers, batch_first=True, bidirectional=bidirectional).double()
    strokes = packed(lengths)
    strokes = type(strokes)(strokes.data.double().requires_grad_(), *strokes[1:])
    expected, ours = lstm(strokes)[0], run_packed(lstm, strokes)
    weights = torch.randn_like(expected.data)
    wanted = torch.autograd.grad((expected.data * weights).sum(), [*lstm.parameters(), strokes.data])
    got = torch.autograd.grad((ours.data * weights).sum(), [*lstm.parameters(), strokes.data])
    assert torch.allclose(expected.data, ours.data, atol=1e-12)
    for a, b in zip(wanted, got, strict=True):
        assert torch.allclose(a, b, atol=1e-12)


def test_a_network_takes_the_fast_way_only_inside_and_keeps_its_parameters() -> None:
    torch.manual_seed(0)
    network = SketchXAINet(tiny(3, layers=1))
    names = list(network.state_dict())
    points, lengths = torch.randn(5, 4, 4), torch.tensor([4, 1, 2, 4, 3])
    slow = network.embed_shapes(points, lengths)
    with fast_shapes(network):
        assert type(network.shape_extractor) is FastLSTM
        fast = network.embed_shapes(points, lengths)
        assert list(network.state_dict()) == names
    assert type(network.shape_extractor) is nn.LSTM
    assert torch.allclose(slow, fast, atol=1e-5)


def test_without_gradients_torch_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    network = SketchXAINet(tiny(3, layers=1))
    monkeypatch.setattr("sketchxai_desktop.training.packed_lstm.run_packed", lambda *_: pytest.fail("the fast way"))
    with torch.no_grad(), fast_shapes(network):
        network.embed_shapes(torch.randn(2, 3, 4), torch.tensor([3, 2]))


def test_a_gru_is_left_alone() -> None:
    network = SketchXAINet(tiny(3, layers=1, shape_extractor="gru"))
    with fast_shapes(network):
        assert type(network.shape_extractor) is nn.GRU
