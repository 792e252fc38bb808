"""What is to be explained, and what comes out. No torch here: windows, records and reports keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch

Output = Literal["probability", "logit"]
Removal = Literal["drop", "compact"]
#: Called again and again while something is computed; raises (mostly `Cancelled`) to stop it.
Check = Callable[[], None]
Scores = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]


class Cancelled(Exception):
    """Raised by a `check` when nobody wants the answer any more."""


def never() -> None:
    """The check of those who do not cancel."""


@dataclass(frozen=True)
class Question:
    """Why this category, and not that one?

    Attributes:
        target: category whose output is explained, by name.
        versus: category whose output is taken off the target's ("why A and not B"); None: the target alone.
        output: "probability" (softmax over all categories, 0..1) or "logit" (the classifier's raw score).
        removal: what taking a stroke away does to the others. "drop": its token goes, the orders of the rest
            stay (in networks without a mask an empty slot's token comes in its place). "compact": the orders
            of the rest close up as if it had never been drawn. The frame stays that of the whole sketch, so
            locations and shapes of the rest never change.
    """

    target: str
    versus: str | None = None
    output: Output = "probability"
    removal: Removal = "drop"

    def __post_init__(self) -> None:
        if self.output not in get_args(Output):
            raise UserError('The output must be "probability" or "logit", not "{output}".', output=self.output)
        if self.removal not in get_args(Removal):
            raise UserError('Removal must be "drop" or "compact", not "{removal}".', removal=self.removal)
        if self.versus is not None and self.versus.casefold() == self.target.casefold():
            raise UserError('"{category}" cannot be compared with itself: name another category.', category=self.target)


@dataclass(frozen=True, eq=False)
class Attribution:
    """What a method says of each stroke. NumPy only, so it may travel between threads.

    Attributes:
        method: its name in `registry.METHODS`.
        scores: (S,) one signed score per stroke: above zero speaks for the target, below against it. Only
            Shapley values and what approximates them share the unit of the output.
        seconds: how long it took.
        points: one (P,) array per stroke with a score per point, whose sum is the stroke's score; or None.
        errors: (S,) standard errors of the scores where they were sampled, else None.
        note: a sentence on this result (how it was sampled, what was found), a `Sentence` where it is not "".
        details: further numbers by name.
    """

    method: str
    scores: Scores
    seconds: float = 0.0
    points: tuple[Scores, ...] | None = None
    errors: Scores | None = None
    note: str = ""
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A piece of a stroke, cut at its points.

    Attributes:
        stroke: 0-based order of its stroke.
        first, last: indices of its end points in the simplified stroke; neighbours share one.
    """

    stroke: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class PartAttribution:
    """What a method says of parts of strokes.

    Attributes:
        parts: in drawing order.
        attribution: with one score per part.
    """

    parts: tuple[Part, ...]
    attribution: Attribution


Change = Literal["removal", "movement", "swap"]


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """A small change of a sketch after which the network answers something else.

    Attributes:
        change: what was done to it.
        found: whether the answer flips; if not, the sketch is the one that came nearest to it.
        sketch: the changed one, in the units of the sketch that was given.
        strokes: 0-based orders of the strokes that were removed, moved, or swapped.
        before, after: categories the network answers to the two sketches.
        before_probabilities, after_probabilities: of `before` and `after`, on the sketch as given and as changed.
        size: strokes removed; total distance moved, normalised; or distance of the swapped orders.
        smallest: proven by search that no smaller change of this kind flips the answer.
        tried: changed sketches that the network has looked at.
        note: a sentence on how it was found.
    """

    change: Change
    found: bool
    sketch: Sketch
    strokes: tuple[int, ...]
    before: str
    after: str
    before_probabilities: tuple[float, float]
    after_probabilities: tuple[float, float]
    size: float
    smallest: bool
    tried: int
    note: str
