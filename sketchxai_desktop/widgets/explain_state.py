"""What the views of the Explain page show, and how they name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.cutting import summed_points
from sketchxai_desktop.explain.question import Attribution, Counterfactual, PartAttribution, Question
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, stroke_colour

if TYPE_CHECKING:  # importing them for real would load torch
    from sketchxai_desktop.core.inspection import Inspection
    from sketchxai_desktop.explain.attention import AttentionMaps
    from sketchxai_desktop.explain.measures import MethodScore
    from sketchxai_desktop.explain.place_field import PlaceField
    from sketchxai_desktop.explain.time_line import TimeLine
    from sketchxai_desktop.explain.what_if import WhatIf

#: Methods that answer at once; the others wait until they are asked for.
FAST = ("exact_shapley", "leave_one_out", "gradient_x_input")
#: Methods whose cards are there at first.
AT_FIRST = (*FAST, "attention_rollout", "integrated_gradients", "lime")


@dataclass(frozen=True, eq=False)
class Results:
    """What has been found out about one sketch and one question. Everything empty: nothing yet.

    Attributes:
        attributions: by name of the method. scores: the same, put to the test.
        parts: of parts of strokes, by the most points of a part and name of the method.
        changes: smallest changes by their kind.
        field: for `stroke`, as are `what_ifs` (None: not asked yet).
        field_sketch: the sketch that the field is about: the present one, or while a stroke is dragged that one.
    """

    attributions: Mapping[str, Attribution] = field(default_factory=dict)
    parts: Mapping[tuple[int, str], PartAttribution] = field(default_factory=dict)
    scores: Mapping[str, MethodScore] = field(default_factory=dict)
    changes: Mapping[str, Counterfactual] = field(default_factory=dict)
    time_line: TimeLine | None = None
    attention: AttentionMaps | None = None
    stroke: int | None = None
    field: PlaceField | None = None
    field_sketch: Sketch | None = None
    what_ifs: tuple[WhatIf, ...] | None = None


@dataclass(frozen=True, eq=False)
class Pinned:
    """A sketch that is kept to be compared with."""

    sketch: Sketch
    inspection: Inspection
    question: Question
    attributions: Mapping[str, Attribution]


@dataclass(frozen=True, eq=False)
class ExplainState:
    """One moment of the Explain page.

    Attributes:
        sketch: the current one.
        inspection: what the network, shown everything, says of `sketch`; None while it has not.
        question: what is explained, or None while that is not known.
        results: what has been found out about it.
        method: the method that is shown large and on the canvas.
        message: why nothing can be explained, or "".
        selected, hovered: 0-based strokes of `sketch`, or None.
        theme, scheme: of colours.
        cut: most points of the parts that strokes are cut into; 0: they stay whole.
    """

    sketch: Sketch = field(default_factory=Sketch)
    inspection: Inspection | None = None
    question: Question | None = None
    results: Results = field(default_factory=Results)
    method: str = "exact_shapley"
    pinned: Pinned | None = None
    message: str = ""
    selected: int | None = None
    hovered: int | None = None
    theme: Theme = LIGHT
    scheme: Scheme = "rainbow"
    cut: int = 0

    @property
    def seen(self) -> Sketch:
        """The sketch as the network sees it: simplified."""
        return simplify(self.sketch) if self.inspection is None else self.inspection.simplified

    def parts_by(self, method: str) -> PartAttribution | None:
        """What a method says of parts of strokes, if they are wanted and it can and has answered."""
        if not self.cut:
            return None
        whole = self.results.attributions.get(method)
        if METHODS[method].per_point and whole is not None and whole.points is not None:
            return summed_points(whole, self.seen.strokes, self.cut)
        return self.results.parts.get((self.cut, method))

    def found_by(self, method: str) -> Attribution | None:
        """What a method says of what it is asked about: parts, if they are wanted and it can, else whole strokes."""
        parts = self.parts_by(method)
        if parts is not None:
            return parts.attribution
        if self.cut and METHODS[method].on_parts:
            return None
        return self.results.attributions.get(method)

    @property
    def attribution(self) -> Attribution | None:
        """Of the chosen method, if it has answered."""
        return self.results.attributions.get(self.method)

    @property
    def part_attribution(self) -> PartAttribution | None:
        """The same of parts of strokes, if they are wanted."""
        return self.parts_by(self.method)

    @property
    def shown(self) -> Attribution | None:
        """What is shown large, as by `found_by`."""
        return self.found_by(self.method)

    def colour(self, stroke: int) -> Colour:
        """The colour of that stroke everywhere."""
        return stroke_colour(stroke, max(len(self.sketch), stroke + 1), self.scheme, self.theme)


def signed(value: float, decimals: int = 3) -> str:
    """As in "+0.213" and "−0.021"; zero has no sign."""
    if not np.isfinite(value):
        return "\N{EN DASH}"
    text = f"{abs(value):.{decimals}f}" if abs(value) < 1000 else f"{abs(value):.3g}"
    if not float(text):
        return text
    return f"{'+' if value > 0 else chr(0x2212)}{text}"


def percent(share: float) -> str:
    """As in "97.1%"; only certainty is called 100%."""
    return f"{min(share * 100, 99.9 if share < 1 else 100.0):.1f}%"


def told_apart(low: float, high: float) -> tuple[str, str]:
    """Both with two decimals, or with as many (up to five) as make them look different."""
    for decimals in range(2, 6):
        ends = f"{low:.{decimals}f}", f"{high:.{decimals}f}"
        if ends[0] != ends[1] or low == high:
            break
    return ends


def why(question: Question) -> str:
    """As in "bicycle" or "bicycle, not eyeglasses"."""
    if question.versus is None:
        return question.target
    return QCoreApplication.translate("ExplainPage", "{0}, not {1}").format(question.target, question.versus)


def is_signed(method: str) -> bool:
    """Whether the method can speak against the target."""
    return METHODS[method].signed
