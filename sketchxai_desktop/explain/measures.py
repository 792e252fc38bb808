"""What attributions are measured by, by name. No torch here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.registry import Method


@dataclass(frozen=True)
class Measure:
    """A number that says something on the truth of a method's scores; `metrics.py` computes it.

    Attributes:
        name: as in JSON.
        title: for people. short: for the head of a column.
        better: whether higher or lower values are better, or values near 0.
        sentence: what it says.
    """

    name: str
    title: str
    short: str
    better: Literal["higher", "lower", "zero"]
    sentence: str


_ALL = (
    Measure(
        "shapley_correlation",
        "Rank correlation with exact Shapley",
        "Shapley rank",
        "higher",
        "Whether strokes are ranked as by their exact Shapley values (Spearman, -1 to 1).",
    ),
    Measure(
        "deletion",
        "Deletion AUC",
        "Deletion",
        "lower",
        "The mean output while strokes are taken away, the highest score first.",
    ),
    Measure(
        "insertion",
        "Insertion AUC",
        "Insertion",
        "higher",
        "The mean output while strokes are added to nothing, the highest score first.",
    ),
    Measure(
        "comprehensiveness",
        "Comprehensiveness",
        "Comprehensiveness",
        "higher",
        "How much the output falls without the top 1, 5, 10, 20 and 50 % of the strokes, on average.",
    ),
    Measure(
        "sufficiency",
        "Sufficiency",
        "Sufficiency",
        "lower",
        "How much the output falls with only the top 1, 5, 10, 20 and 50 % of the strokes, on average.",
    ),
    Measure(
        "sensitivity_n",
        "Sensitivity-n",
        "Sensitivity-n",
        "higher",
        "Whether summed scores foretell what removing several strokes does (correlation, mean over n).",
    ),
    Measure(
        "infidelity",
        "Infidelity, strokes removed",
        "Infidelity (removed)",
        "lower",
        "How badly summed scores, on their best scale, foretell what removing strokes does (mean square).",
    ),
    Measure(
        "location_infidelity",
        "Infidelity, strokes moved",
        "Infidelity (moved)",
        "lower",
        "How badly summed scores, on their best scale, foretell what moving strokes a little does (mean square).",
    ),
    Measure(
        "max_sensitivity",
        "Max-sensitivity",
        "Max-sensitivity",
        "lower",
        "The most that scores change, relative to their size, when locations jitter by 0.02.",
    ),
    Measure(
        "randomisation",
        "Similarity after randomising the network",
        "Random network",
        "zero",
        "Whether strokes are still ranked the same when every weight is random: then scores ignore the network.",
    ),
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


def why_not_measured(method: Method, measure: str) -> str:
    """A sentence on why a measure would say nothing true of a method, or ""."""
    if measure == "max_sensitivity" and not method.drawn_places:
        return "Not applicable: where strokes were drawn plays no part in this method, so moving them changes nothing."
    return ""


@dataclass(frozen=True, eq=False)
class MethodScore:
    """How a method did on one sketch.

    Attributes:
        attribution: its scores for the sketch. Its seconds leave out what earlier methods have computed already.
        measures: a number for every name in `MEASURES`; NaN where it is not defined.
    """

    attribution: Attribution
    measures: Mapping[str, float]

    @property
    def method(self) -> str:
        return self.attribution.method


def best_values(measured: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The best value of every measure that has one; neither the control nor the yardstick itself competes.

    Args:
        measured: what methods reached, by method and measure.
    """
    best: dict[str, float] = {}
    for name, measure in MEASURES.items():
        known = [
            values[name]
            for method, values in measured.items()
            if math.isfinite(values[name])
            and method != "random"
            and not (name == "shapley_correlation" and method == "exact_shapley")
        ]
        if known and measure.better != "zero":
            best[name] = max(known) if measure.better == "higher" else min(known)
    return best


def written(value: float) -> str:
    """A measured number for a table: three decimals, or two digits where that would say 0; "" if there is none."""
    if not math.isfinite(value):
        return ""
    text = f"{value:.3f}" if value == 0 or abs(value) >= 0.01 else f"{value:.2g}"
    return text.replace("-", "\N{MINUS SIGN}")
