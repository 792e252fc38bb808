"""A stroke's token as a sum over the points of the stroke.

The shape embedding is the sum (or mean) of what the recurrent extractor says at every point, so any score that is
linear in the token splits over the points without a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.explain.value import StrokeValue


@dataclass(frozen=True, eq=False)
class TokenParts:
    """tokens = points.sum(2) + location + blank.

    Attributes:
        points: (1, S, T, D) what every point adds to the shape; zero past a stroke's end.
        location: (1, S, D) what the location adds, without the bias.
        blank: (1, S, D) what an empty slot in the stroke's place carries: order and the location's bias.
    """

    points: Tensor
    location: Tensor
    blank: Tensor


def shape_of_points(network: SketchXAINet, points: Tensor, lengths: Tensor) -> Tensor:
    """(N, T, 4) point features to (N, T, D) whose sum over T is `SketchXAINet.embed_shapes`."""
    packed = pack_padded_sequence(points.to(network.dtype), lengths, batch_first=True, enforce_sorted=False)
    out, _ = pad_packed_sequence(network.shape_extractor(packed)[0], batch_first=True)
    shown: Tensor = out
    return shown / lengths.to(shown).view(-1, 1, 1) if network.config.pooling == "mean" else shown


def token_parts(value: StrokeValue) -> TokenParts:
    """The tokens of the whole sketch, taken apart."""
    blank = value.blank_tokens()
    with torch.no_grad():
        points = shape_of_points(value.network, value.points, value.lengths).unsqueeze(0)
        if "shape" in value.network.config.without:
            points = torch.zeros_like(points)
        location = value.tokens() - blank - points.sum(dim=2)
    return TokenParts(points, location, blank)


def scores_of_parts(value: StrokeValue, points: Tensor, rest: Tensor) -> tuple[Scores, tuple[Scores, ...]]:
    """Attributions of the parts to scores per stroke and per point.

    Args:
        points: (1, S, T, D) of the points; rest: (1, S, D) of what belongs to no point (location, order): it goes
            to the first point, which is the stroke's location.

    Returns:
        (S,) and one (P,) array per stroke; the points of a stroke sum to its score.
    """
    per_point = points[0].detach().double().sum(dim=-1)
    per_point[:, 0] += rest[0].detach().double().sum(dim=-1)
    rows = per_point.cpu().numpy()
    cut = tuple(row[:length] for row, length in zip(rows, value.lengths.tolist(), strict=True))
    return rows.sum(axis=1), cut
