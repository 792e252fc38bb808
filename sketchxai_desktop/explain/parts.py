"""Parts of strokes as players: which piece of a stroke does the work?

What is left of a stroke falls into runs of neighbouring parts, and each run is ink of its own: it has the shape of
its points, the location of its first point, and

- removal "drop": the order of the stroke it was cut from, which several runs can share;
- removal "compact": orders that count all runs that are left, as if they had been drawn one after another (past
  the network's last order, they share that one).

With all parts there the sketch is the one that was drawn, so f(all parts) = f(all strokes), and f(no parts) =
f(no strokes). Networks without a mask always see as many tokens as they have slots: each run beyond one per
stroke takes the place of the last empty slot. They see the first runs only, where there are more runs than slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Frame, Sketch, Stroke
from sketchxai_desktop.core.tensors import batch_from_arrays
from sketchxai_desktop.explain.cutting import cut_strokes, part_names
from sketchxai_desktop.explain.question import Attribution, Check, Masks, Part, Question, Scores, never
from sketchxai_desktop.explain.registry import METHODS, chosen_methods
from sketchxai_desktop.explain.value import Counts, ValueFunction, empty_slots, seen_by_network
from sketchxai_desktop.explain.workbench import timed

# Runs whose shapes are embedded at once.
_RUNS_AT_ONCE = 512


class PartValue(ValueFunction):
    """The players are parts of the strokes of one sketch.

    Attributes:
        sketch: simplified.
        parts: one per player, in drawing order.
    """

    def __init__(
        self, checkpoint: Checkpoint, sketch: Sketch, question: Question, most_points: int, check: Check = never
    ) -> None:
        """Raises UserError when a category is unknown or the network cannot see the sketch."""
        self.sketch = seen_by_network(sketch)
        seen = self.sketch.strokes[: checkpoint.network.config.order_slots]
        self.parts = cut_strokes(seen, most_points)
        super().__init__(checkpoint, question, len(self.parts), check)
        self._stroke = np.array([part.stroke for part in self.parts])
        #: (players, players): row of the run from one part to another of the same stroke, else -1.
        self._run = np.full((self.players, self.players), -1)
        self._embed_runs(seen)

    def name_of(self, player: int) -> str:
        return part_names(self.parts)[player]

    def stroke_scores(self, scores: Scores) -> Scores:
        """(players,) to (S,) sums over the parts of every stroke."""
        summed = np.zeros(len(self.sketch.strokes))
        np.add.at(summed, self._stroke, scores)
        return summed

    def _embed_runs(self, strokes: tuple[Stroke, ...]) -> None:
        pairs = [(a, b) for a in range(self.players) for b in range(a, self.players) if self._same_stroke(a, b)]
        self._run[tuple(np.transpose(pairs))] = np.arange(len(pairs))
        ink = Frame.of(self.sketch).to_normalised(np.concatenate([s.points for s in strokes]))
        offsets = np.cumsum([0, *(len(s) for s in strokes)])
        first = np.array([offsets[self.parts[a].stroke] + self.parts[a].first for a, _ in pairs])
        lengths = np.array([self.parts[b].last - self.parts[a].first + 1 for a, b in pairs])
        shapes, locations = [], []
        for start in range(0, len(pairs), _RUNS_AT_ONCE):
            self.check()
            part = slice(start, start + _RUNS_AT_ONCE)
            batch = batch_from_arrays(ink, lengths[part], first[part], np.array([len(lengths[part])]))
            with torch.no_grad():
                shapes.append(self.network.embed_shapes(batch.points.to(self.network.device), batch.lengths))
            locations.append(batch.locations)
        self._shapes, self._locations = torch.cat(shapes), torch.cat(locations).to(self.network.device)

    def _same_stroke(self, a: int, b: int) -> bool:
        return self.parts[a].stroke == self.parts[b].stroke

    def token_counts(self, masks: Masks) -> Counts:
        counts: Counts = self._ends(masks)[0].sum(axis=1)
        if not self.network.config.mask_empty:
            counts = np.minimum(counts, self.network.config.order_slots)
        return counts

    def _ends(self, masks: Masks) -> tuple[Masks, Masks]:
        """(K, players) which parts begin a run, and which end one."""
        joined = np.zeros((len(masks), self.players + 1), bool)  # column k: parts k - 1 and k hang together
        joined[:, 1:-1] = masks[:, 1:] & masks[:, :-1] & (self._stroke[1:] == self._stroke[:-1])
        return masks & ~joined[:, :-1], masks & ~joined[:, 1:]

    def sequence(self, masks: Masks) -> Tensor:
        begins, ends = self._ends(masks)
        count = int(self.token_counts(masks[:1])[0]) if len(masks) else 0
        a, b = (np.stack([np.flatnonzero(row)[:count] for row in rows]) for rows in (begins, ends))
        device, slots = self.network.device, self.network.config.order_slots
        if self.question.removal == "compact":
            orders = np.broadcast_to(np.minimum(np.arange(count), slots - 1), a.shape).copy()
        else:
            orders = self._stroke[a]
        rows = torch.from_numpy(self._run[a, b].astype(np.int64)).to(device)
        wanted = torch.from_numpy(orders.astype(np.int64)).to(device)
        tokens = self.network.tokens(self._shapes[rows], wanted, self._locations[rows])
        if self.network.config.mask_empty:
            return tokens
        left = np.stack([_empty(row, slots)[: slots - count] for row in orders])
        return torch.cat([tokens, empty_slots(self.network)[0][torch.from_numpy(left).to(device)]], dim=1)


def _empty(orders: npt.NDArray[np.int64], slots: int) -> npt.NDArray[np.int64]:
    """Orders that nothing has."""
    free = np.ones(slots, bool)
    free[orders] = False
    return np.flatnonzero(free)


def explain_parts(
    checkpoint: Checkpoint,
    sketch: Sketch,
    question: Question,
    most_points: int,
    methods: Iterable[str] = ("exact_shapley",),
    *,
    seed: int = 0,
    check: Check = never,
) -> Iterator[tuple[tuple[Part, ...], Attribution]]:
    """Yield for each method the parts and an attribution with one score per part.

    Args:
        most_points: of a part, 2 or more: 2 makes every line between two points a player.

    Raises:
        UserError: a method cannot be asked about parts, a category does not exist, or there is nothing to see.
    """
    chosen = chosen_methods(methods)
    for method in chosen:
        if not method.on_parts:
            able = ", ".join(m.name for m in METHODS.values() if m.on_parts)
            raise UserError(
                'The method "{method}" explains whole strokes only; for parts there are {able}.',
                method=method.name,
                able=able,
            )
    value = PartValue(checkpoint, sketch, question, most_points, check)
    for method in chosen:
        yield value.parts, timed(method, value.fresh(), seed)
