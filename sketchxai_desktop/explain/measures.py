"""What attributions are measured by, by name. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sketchxai_desktop.explain.question import Attribution


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
        "Shapley",
        "higher",
        "Whether strokes are ranked as by their exact Shapley values (Spearman, -1 to 1).",
    ),
    Measure(
        "deletion",
        "Deletion AUC",
        "deletion",
        "lower",
        "The mean output while strokes are taken away, the highest score first.",
    ),
    Measure(
        "insertion",
        "Insertion AUC",
        "insertion",
        "higher",
        "The mean output while strokes are added to nothing, the highest score first.",
    ),
    Measure(
        "comprehensiveness",
        "Comprehensiveness",
        "compr.",
        "higher",
        "How much the output falls without the top 1, 5, 10, 20 and 50 % of the strokes, on average.",
    ),
    Measure(
        "sufficiency",
        "Sufficiency",
        "suff.",
        "lower",
        "How much the output falls with only the top 1, 5, 10, 20 and 50 % of the strokes, on average.",
    ),
    Measure(
        "sensitivity_n",
        "Sensitivity-n",
        "sens.-n",
        "higher",
        "Whether summed scores foretell what removing several strokes does (correlation, mean over n).",
    ),
    Measure(
        "infidelity",
        "Infidelity",
        "infid.",
        "lower",
        "How badly summed scores, on their best scale, foretell what removing strokes does (mean square).",
    ),
    Measure(
        "max_sensitivity",
        "Max-sensitivity",
        "max-sens.",
        "lower",
        "The most that scores change, relative to their size, when locations jitter by 0.02.",
    ),
    Measure(
        "randomisation",
        "Similarity after randomising the network",
        "random net",
        "zero",
        "Whether strokes are still ranked the same when every weight is random: then scores ignore the network.",
    ),
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}


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
