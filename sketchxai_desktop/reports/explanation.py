"""The pages of `sketchxai explain` and `sketchxai score-explanations`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from sketchxai_desktop.evaluation.estimate import RESAMPLES
from sketchxai_desktop.explain.cutting import part_names
from sketchxai_desktop.explain.measures import MEASURES, Measure, MethodScore, best_values, why_not_measured, written
from sketchxai_desktop.explain.question import Attribution, Counterfactual, PartAttribution
from sketchxai_desktop.explain.registry import METHODS, Method
from sketchxai_desktop.explain.score_table import ExplanationTable, Row
from sketchxai_desktop.reports.explanation_svg import attribution_svg, legend_svg, parts_svg
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
    parts: Sequence[PartAttribution] = (),
    *,
    drawing: str,
    seed: int,
) -> str:
    """HTML of what every method says of one drawing.

    Args:
        scores: how the methods did on it. changes: what flips the answer.
        parts: what methods say of parts of its strokes.
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
    best = best_values({score.method: score.measures for score in scores})
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
        part_cards=[_part_card(value, one) for one in parts],
        part_rows=_part_rows(parts),
        measures=list(MEASURES.values()),
        scores=[(METHODS[one.method], _scores_row(one, best)) for one in scores],
        changes=[_change_card(change) for change in changes],
        number=_number,
    )


def scores_page(table: ExplanationTable) -> str:
    """HTML of methods by measures over a file."""
    rows = table.rows()
    return render(
        "explanation_scores.html.j2",
        table=table,
        rows=[(row, [_cell(row, measure) for measure in MEASURES.values()]) for row in rows],
        measures=list(MEASURES.values()),
        resamples=RESAMPLES,
        mean_strokes=f"{np.mean(table.strokes):.1f}",
    )


def _part_card(value: StrokeValue, found: PartAttribution) -> Card:
    method = METHODS[found.attribution.method]
    return Card(method, found.attribution, parts_svg(value.sketch, found, title=f"{method.title}, parts of strokes"))


def _part_rows(found: Sequence[PartAttribution]) -> list[tuple[str, str, list[float]]]:
    """(name, its points, one score per method) of every part."""
    if not found:
        return []
    parts = found[0].parts
    scores = np.stack([one.attribution.scores for one in found], axis=1).tolist()
    points = [str(p.first + 1) if p.first == p.last else f"{p.first + 1} to {p.last + 1}" for p in parts]
    return list(zip(part_names(parts), points, scores, strict=True))


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
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}") if np.isfinite(value) else "\N{EN DASH}"


def _scores_row(score: MethodScore, best: dict[str, float]) -> list[dict[str, object]]:
    """A cell per measure: text, whether it is the best of its column, and why there is no number."""
    row: list[dict[str, object]] = []
    for name in MEASURES:
        number, why = score.measures[name], why_not_measured(METHODS[score.method], name)
        given = name == "shapley_correlation" and score.method == "exact_shapley"
        champion = number == best.get(name) and score.method != "random" and not given
        text = written(number) or ("n/a" if why else "\N{EN DASH}")
        row.append({"text": text, "best": champion, "why": why})
    return row


def _cell(row: Row, measure: Measure) -> dict[str, str]:
    """Text of a cell: value, interval, and from how many drawings or why there is none."""
    estimate, count = row.estimates[measure.name], row.counts[measure.name]
    why = why_not_measured(row.method, measure.name)
    if not np.isfinite(estimate.value):
        return {"value": "n/a" if why else "\N{EN DASH}", "interval": "", "note": why or "Not defined for any drawing."}
    note = f"{count:,} {'drawing' if count == 1 else 'drawings'}"
    if not np.isfinite(estimate.low):
        return {"value": written(estimate.value), "interval": "no interval", "note": f"{note}: too few for an interval"}
    interval = f"{written(estimate.low)} to {written(estimate.high)}"
    same = estimate.low == estimate.high
    return {"value": written(estimate.value), "interval": interval, "note": note + ", all alike" * same}
