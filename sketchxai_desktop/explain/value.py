"""The value function: what the network says when only some of the strokes are there.

Letters in shape comments: K coalitions, S players (strokes), D width, C categories.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.explain.question import Check, Masks, Question, Scores, never

Counts = npt.NDArray[np.intp]

# Tokens in one pass of the encoder. More are not faster, and between two passes the computation can be cancelled.
_TOKENS_AT_ONCE = 1 << 11
# Answers that are remembered: all coalitions of 15 strokes.
_REMEMBERED = 1 << 15


class Game(ABC):
    """A number for every coalition of players.

    Attributes:
        players: S, how many.
        check: called between passes; raises to cancel.
    """

    players: int
    check: Check = staticmethod(never)

    @abstractmethod
    def __call__(self, masks: Masks) -> Scores:
        """(K, S) bool, True where a player takes part, to (K,) float64 values."""

    def name_of(self, player: int) -> str:
        """A player (0-based), as people call it."""
        return str(player + 1)

    @cached_property
    def value(self) -> float:
        """f(all players)."""
        return float(self(np.ones((1, self.players), bool))[0])

    @cached_property
    def base(self) -> float:
        """f(no players)."""
        return float(self(np.zeros((1, self.players), bool))[0])


class ValueFunction(Game):
    """A game whose values are read off the network's logits. Every coalition is computed once.

    Coalitions with equally many tokens go through the encoder together: tokens that are not there are left
    out of the sequence, which is what a mask does to the answer, but at no cost.
    """

    def __init__(self, checkpoint: Checkpoint, question: Question, players: int, check: Check = never) -> None:
        """Raises UserError when the network does not know a category."""
        self.checkpoint, self.question, self.players, self.check = checkpoint, question, players, check
        self.target = checkpoint.category_index(question.target)
        self.versus = None if question.versus is None else checkpoint.category_index(question.versus)
        self._known: dict[bytes, FloatArray] = {}
        #: What several methods need and one has computed.
        self.memo: dict[str, Any] = {}

    @property
    def network(self) -> SketchXAINet:
        return self.checkpoint.network

    def __call__(self, masks: Masks) -> Scores:
        logits = torch.from_numpy(self.logits(masks).astype(np.float64))
        values: Scores = self.output(logits).numpy()
        return values

    def output(self, logits: Tensor) -> Tensor:
        """(K, C) logits to the (K,) output that the question asks for; differentiable."""
        shown = logits.softmax(dim=1) if self.question.output == "probability" else logits
        wanted = shown[:, self.target]
        return wanted if self.versus is None else wanted - shown[:, self.versus]

    def logits(self, masks: Masks) -> FloatArray:
        """(K, S) coalitions to (K, C) float32 logits."""
        masks = np.asarray(masks, bool)
        if masks.ndim != 2 or masks.shape[1] != self.players:
            raise ValueError(f"expected coalitions of {self.players} players, not an array of shape {masks.shape}")
        keys = [row.tobytes() for row in np.packbits(masks, axis=1)]
        new: dict[bytes, int] = {}
        for k, key in enumerate(keys):
            if key not in self._known:
                new.setdefault(key, k)
        answers = self._known
        if new:
            computed = dict(zip(new, self._compute(masks[list(new.values())]), strict=True))
            if len(self._known) + len(computed) <= _REMEMBERED:
                self._known.update(computed)
            else:
                answers = {**self._known, **computed}
        if not keys:
            return np.zeros((0, self.network.config.categories), np.float32)
        return np.stack([answers[key] for key in keys])

    def fresh(self) -> Self:
        """The same without memory, as if nothing had been asked yet (for fair timings)."""
        twin = copy.copy(self)
        twin._known, twin.memo = {}, {}
        for name in ("value", "base"):
            twin.__dict__.pop(name, None)
        return twin

    def _compute(self, masks: Masks) -> FloatArray:
        out = np.empty((len(masks), self.network.config.categories), np.float32)
        counts = self.token_counts(masks)
        for count in np.unique(counts):
            group = np.flatnonzero(counts == count)
            length = int(count) if self.network.config.mask_empty else self.network.config.order_slots
            step = max(1, _TOKENS_AT_ONCE // (length + 1))
            for start in range(0, len(group), step):
                self.check()
                part = group[start : start + step]
                with torch.no_grad():
                    out[part] = self.network.classify(self.sequence(masks[part])).cpu().numpy()
        return out

    @abstractmethod
    def token_counts(self, masks: Masks) -> Counts:
        """(K,) how many tokens each coalition has."""

    @abstractmethod
    def sequence(self, masks: Masks) -> Tensor:
        """(K, S) coalitions with equally many tokens to the (K, T, D) tokens that the encoder gets."""


def empty_slots(network: SketchXAINet) -> Tensor:
    """(1, order_slots, D) the tokens of a sketch without strokes, as networks without a mask get them."""
    nothing = network.cls_token.new_zeros(1, 0, network.config.width)
    return network.fill_slots(nothing)


def seen_by_network(sketch: Sketch) -> Sketch:
    """The sketch as the network sees it: simplified.

    Raises:
        UserError: there is no stroke, or the sketch has no extent.
    """
    if not sketch.strokes:
        raise UserError("There is no stroke yet: draw something or open a sketch first.")
    if sketch.extent <= 0:
        raise UserError("All points of this sketch coincide, so it has no size and the network cannot see it.")
    return simplify(sketch)


class StrokeValue(ValueFunction):
    """The players are the strokes of one sketch.

    What removing a stroke means is in `Question.removal`. f(no strokes) is what the network says of its
    classification token alone, or, without a mask, of slots that are all empty.

    Attributes:
        sketch: simplified; players are its first S strokes, S at most the network's slots.
        shapes: (S, D); orders: (S,) 0..S-1; locations: (S, 2) normalised. All on the network's device.
    """

    def __init__(self, checkpoint: Checkpoint, sketch: Sketch, question: Question, check: Check = never) -> None:
        """Raises UserError when a category is unknown or the network cannot see the sketch."""
        self.sketch = seen_by_network(sketch)
        self._batch = batch_of([self.sketch], checkpoint.network.config.order_slots)
        super().__init__(checkpoint, question, len(self._batch.orders), check)
        self.orders = self._batch.orders.to(self.network.device)
        self.locations = self._batch.locations.to(self.network.device)
        self._embed()

    def _embed(self) -> None:
        self.points = self._batch.points.to(self.network.device)
        self.lengths = self._batch.lengths
        with torch.no_grad():
            self.shapes = self.network.embed_shapes(self.points, self.lengths)

    def at(self, locations: FloatArray) -> StrokeValue:
        """The same strokes at other (S, 2) normalised locations; shapes, orders and frame stay."""
        twin = self.fresh()
        twin.memo = self.memo  # paths of inversion, which start from scattered places wherever the strokes are
        twin.locations = torch.from_numpy(np.asarray(locations, np.float32)).to(self.network.device)
        return twin

    def at_layouts(self, layouts: FloatArray) -> Scores:
        """(K, S, 2) normalised locations of all strokes to the (K,) outputs."""
        out = np.empty(len(layouts))
        step = max(1, _TOKENS_AT_ONCE // (self.players + 1))
        for start in range(0, len(layouts), step):
            self.check()
            part = torch.from_numpy(np.asarray(layouts[start : start + step], np.float32)).to(self.network.device)
            with torch.no_grad():
                logits = self.network.classify_strokes(self.shapes, self.orders, part)
            out[start : start + step] = self.output(logits.double()).cpu().numpy()
        return out

    def through(self, checkpoint: Checkpoint) -> StrokeValue:
        """The same strokes seen by another network with the same categories and slots."""
        twin = self.fresh()
        twin.checkpoint = checkpoint
        twin.orders, twin.locations = self.orders.to(twin.network.device), self.locations.to(twin.network.device)
        twin._embed()
        return twin

    def token_counts(self, masks: Masks) -> Counts:
        counts: Counts = masks.sum(axis=1)
        return counts

    def sequence(self, masks: Masks) -> Tensor:
        rows = torch.from_numpy(np.nonzero(masks)[1].reshape(len(masks), -1)).to(self.network.device)
        compact = self.question.removal == "compact"
        orders = torch.arange(rows.shape[1], device=rows.device).expand_as(rows) if compact else self.orders[rows]
        tokens = self.network.tokens(self.shapes[rows], orders, self.locations[rows])
        if self.network.config.mask_empty:
            return tokens
        slots = empty_slots(self.network).expand(len(masks), -1, -1)
        return slots.scatter(1, orders.unsqueeze(-1).expand_as(tokens), tokens)

    # For methods that differentiate -----------------------------------------------------------------

    def tokens(self) -> Tensor:
        """(1, S, D) the tokens of the whole sketch."""
        with torch.no_grad():
            return self.network.tokens(self.shapes, self.orders, self.locations).unsqueeze(0)

    def blank_tokens(self) -> Tensor:
        """(1, S, D) what empty slots in the strokes' places carry: order and the location's bias, no shape."""
        with torch.no_grad():
            return empty_slots(self.network)[:, : self.players]

    def full(self, tokens: Tensor) -> Tensor:
        """(K, S, D) tokens of all strokes to what the encoder gets: with all slots if it has no mask."""
        return tokens if self.network.config.mask_empty else self.network.fill_slots(tokens)

    def output_of_tokens(self, tokens: Tensor) -> Tensor:
        """(K, S, D) tokens of all strokes to (K,) outputs; differentiable."""
        self.check()
        return self.output(self.network.classify(self.full(tokens)))
