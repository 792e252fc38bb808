"""Methods by measures as Markdown, to be pasted into documents: a table, and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sketchxai_desktop.evaluation.estimate import RESAMPLES, Estimate
from sketchxai_desktop.explain.measures import MEASURES, why_not_measured, written
from sketchxai_desktop.explain.registry import METHODS, Method
from sketchxai_desktop.explain.score_table import ENOUGH, ExplanationTable, Row

#: Measures with intervals, in a table of their own; the others follow with their means.
_FIRST = ("shapley_correlation", "deletion", "insertion")


def scores_markdown(table: ExplanationTable) -> str:
    """The whole text, ending in a line break."""
    rank = "shapley_correlation"
    rows = sorted(table.rows(), key=lambda row: -np.nan_to_num(row.estimates[rank].value, nan=-2.0))
    leads = {measure: table.leads(measure) for measure in _FIRST}
    removal = "orders of the others stay" if table.removal == "drop" else "orders of the others close up"
    counted = {row.counts[rank] for row in rows}
    parts = [
        f"{table.drawings:,} {'drawing' if table.drawings == 1 else 'drawings'} with {np.mean(table.strokes):.1f} "
        f"strokes on average; network {table.checkpoint.name}, SHA-256 `{(table.checkpoint.sha256 or '?')[:12]}`; "
        f"explained: the {table.output} of the network's answer; removal: {removal}; seed {table.seed}. In brackets: "
        f"{_interval_words(table)} A rank correlation needs three strokes and is known for "
        f"{' or '.join(f'{count:,}' for count in sorted(counted))} of them. **Bold**: better than the random control, "
        "drawing by drawing, by more than that uncertainty.",
        _table(
            ["method", *(f"{MEASURES[name].title} {_arrow(name)}" for name in _FIRST)],
            [[row.method.title, *(_cell(row, name, leads[name]) for name in _FIRST)] for row in rows],
        ),
        _table(
            ["method", *(f"{m.title} {_arrow(name)}" for name, m in MEASURES.items() if name not in _FIRST)],
            [[row.method.title, *(_mean(row, name) for name in MEASURES if name not in _FIRST)] for row in rows],
        ),
        *(_sentences(rows, name, leads[name]) for name in _FIRST),
    ]
    return "\n\n".join(parts) + "\n"


def _interval_words(table: ExplanationTable) -> str:
    if table.drawings < 2:
        return "nothing, because a single drawing has no interval."
    return f"the 95 % interval ({RESAMPLES:,} resamples of the drawings)."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _arrow(measure: str) -> str:
    return {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "\N{RIGHTWARDS ARROW} 0"}[
        MEASURES[measure].better
    ]


def _cell(row: Row, measure: str, leads: dict[str, Estimate]) -> str:
    if _is_yardstick(row.method, measure):
        return "the yardstick"
    found = row.estimates[measure]
    if not np.isfinite(found.value):
        return _mean(row, measure)
    text = f"{written(found.value)}"
    if np.isfinite(found.low):
        text += f" [{written(found.low)}, {written(found.high)}]"
    lead = leads.get(row.method.name)
    return f"**{text}**" if lead is not None and lead.low > 0 and row.counts[measure] >= ENOUGH else text


def _mean(row: Row, measure: str) -> str:
    text = written(row.estimates[measure].value)
    return text or ("n/a" if why_not_measured(row.method, measure) else "\N{EN DASH}")


def _is_yardstick(method: Method, measure: str) -> bool:
    return method.name == "exact_shapley" and measure == "shapley_correlation"


def _sentences(rows: Sequence[Row], measure: str, leads: dict[str, Estimate]) -> str:
    """Which methods beat the control, which cannot be told from it, and which are worse."""
    ahead: list[str] = []
    level: list[str] = []
    behind: list[str] = []
    counts = {row.method.name: row.counts[measure] for row in rows}
    for name, lead in sorted(leads.items(), key=lambda item: -np.nan_to_num(item[1].value, nan=-np.inf)):
        if _is_yardstick(METHODS[name], measure) or counts[name] < ENOUGH:
            continue
        (ahead if lead.low > 0 else behind if lead.high < 0 else level).append(METHODS[name].title)
    said = [
        f"{words}: {', '.join(names)}."
        for words, names in (
            ("Better than drawing lots, best first", ahead),
            ("Not to be told from drawing lots", level),
            ("Worse than drawing lots", behind),
        )
        if names
    ]
    if not said:
        said = ["Too few drawings to tell methods from drawing lots."]
    return f"*{MEASURES[measure].title}.* {' '.join(said)}"
