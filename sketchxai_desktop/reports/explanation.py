"""The pages of `sketchxai explain` and `sketchxai score-explanations`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from sketchxai_desktop.evaluation.estimate import RESAMPLES, Estimate
from sketchxai_desktop.explain.measures import MEASURES, Measure, MethodScore
from sketchxai_desktop.explain.question import Attribution, Counterfactual
from sketchxai_desktop.explain.registry import METHODS, Method
from sketchxai_desktop.reports.explanation_svg import attribution_svg, legend_svg
from sketchxai_desktop.reports.explanation_table import ExplanationTable
from sketchxai_desktop.reports.page import render
from sketchxai_desktop.reports.sketch_svg import sketch_svg

if TYPE_CHECKING:
    from sketchxai_desktop.explain.value import StrokeValue

_CHANGES = {
    "removal": "Fewest strokes removed",
    "movement": "Small total movement",
    "swap": "One swap of order",
}


@dataclass(frozen=True)
class Card:
    """A method's picture."""

    method: Method
    attribution: Attribution
    picture: Markup


@dataclass(frozen=True)
class ChangeCard:
    """A counterfactual's picture."""

    title: str
    what: str
    change: Counterfactual
    picture: Markup


def explanation_page(
    value: StrokeValue,
    found: Sequence[Attribution],
    scores: Sequence[MethodScore],
    changes: Sequence[Counterfactual],
    *,
    drawing: str,
    seed: int,
) -> str:
    """HTML of what every method says of one drawing.

    Args:
        scores: how the methods did on it. changes: what flips the answer.
        drawing: where it comes from, in words.
    """
    cards = [
        Card(
            METHODS[one.method],
            one,
            attribution_svg(value.sketch, one.scores.tolist(), title=METHODS[one.method].title),
        )
        for one in found
    ]
    return render(
        "explanation.html.j2",
        checkpoint=value.checkpoint.summary(),
        question=value.question,
        value=value.value,
        base=value.base,
        drawing=drawing,
        seed=seed,
        strokes=len(value.sketch),
        picture=_numbered(value),
        legend=legend_svg(),
        cards=cards,
        measures=list(MEASURES.values()),
        scores=[(METHODS[one.method], [_number(one.measures[name]) for name in MEASURES]) for one in scores],
        changes=[_change_card(change) for change in changes],
        best=_best_of_scores(scores),
        number=_number,
    )


def scores_page(table: ExplanationTable) -> str:
    """HTML of methods by measures over a file."""
    rows = table.rows()
    return render(
        "explanation_scores.html.j2",
        table=table,
        rows=[(row, [_cell(row.estimates[name], measure) for name, measure in MEASURES.items()]) for row in rows],
        measures=list(MEASURES.values()),
        resamples=RESAMPLES,
        mean_strokes=f"{np.mean(table.strokes):.1f}",
    )


def _numbered(value: StrokeValue) -> Markup:
    grey = [0.0] * len(value.sketch)
    return attribution_svg(value.sketch, grey, title="The strokes by number", numbers=True)


def _change_card(change: Counterfactual) -> ChangeCard:
    numbers = ", ".join(str(k + 1) for k in change.strokes)
    if not change.strokes:
        what = "nothing"
    elif change.change == "removal":
        what = f"without {numbers}"
    elif change.change == "swap":
        what = f"{numbers} swapped"
    else:
        what = f"{numbers} moved by {change.size:.3g} in all"
    title = _CHANGES[change.change]
    return ChangeCard(title, what, change, sketch_svg(change.sketch, title=f"{title}: {what}"))


def _number(value: float) -> str:
    return f"{value:.3g}" if np.isfinite(value) else "\N{EN DASH}"


def _best_of_scores(scores: Sequence[MethodScore]) -> dict[tuple[str, str], bool]:
    """Which (method, measure) is best in its column, the control aside."""
    best = {}
    for name, measure in MEASURES.items():
        known = {s.method: s.measures[name] for s in scores if np.isfinite(s.measures[name]) and s.method != "random"}
        if name == "max_sensitivity":  # what does not look at locations is not stable but blind
            known = {method: number for method, number in known.items() if number > 0}
        if known and measure.better != "zero":
            top = (max if measure.better == "higher" else min)(known.values())
            best.update({(method, name): True for method, number in known.items() if number == top})
    return best


def _cell(estimate: Estimate, measure: Measure) -> dict[str, str]:
    """Text of a cell: value and interval."""
    if not np.isfinite(estimate.value):
        return {"value": "\N{EN DASH}", "interval": ""}
    return {"value": f"{estimate.value:.3f}", "interval": f"{estimate.low:.3f} to {estimate.high:.3f}"}
