"""The page of `sketchxai evaluate-inversion`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.inversion import InversionEvaluation
from sketchxai_desktop.evaluation.poster import STATES
from sketchxai_desktop.reports.charts import Series, line_chart
from sketchxai_desktop.reports.page import render
from sketchxai_desktop.reports.sketch_svg import bounds_of, sketch_svg


@dataclass(frozen=True)
class State:
    """One picture of a strip: `name` is "input" or the step; `won`: the target is what the network would answer."""

    name: str
    picture: Markup
    probability: float
    won: bool


@dataclass(frozen=True)
class Strip:
    """A run as pictures, before them the sketch as it was drawn."""

    original: str
    target: str
    drawn: Markup
    states: tuple[State, ...]


def strip(run: Run, categories: Sequence[str]) -> Strip:
    """The states of the poster of the first path of a complete run; all pictures share a scale."""
    placement = Placement(run.sketch)
    shown = [k for k in STATES if k < run.states]
    layouts = [placement.laid_out(run.steps[k].locations[0]) for k in shown]
    bounds = bounds_of([run.sketch, *layouts])
    label = list(categories).index(run.target)
    states = []
    for k, layout in zip(shown, layouts, strict=True):
        name = "input" if k == 0 else str(k)
        picture = sketch_svg(layout, title=f"{run.target}, {name}", bounds=bounds)
        step = run.steps[k]
        states.append(State(name, picture, float(step.target_probability[0]), int(step.top_category[0]) == label))
    drawn = sketch_svg(run.sketch, title=f"{run.original} as drawn", bounds=bounds)
    return Strip(run.original, run.target, drawn, tuple(states))


def inversion_page(
    checkpoint: CheckpointSummary,
    evaluation: InversionEvaluation,
    poster: Sequence[Run],
    missing: Sequence[str],
    *,
    source: str,
    left_out: Sequence[str] = (),
) -> str:
    """HTML of everything that was measured, and the poster's two tables.

    Args:
        poster, missing: from `poster_runs`.
        source: where the drawings come from, in words.
        left_out: sentences on what was not measured.
    """
    trained, control = evaluation.trained, evaluation.control
    success, probability = (
        line_chart(
            [
                Series(checkpoint.name, getattr(trained, values), "right"),
                Series("random weights", getattr(control, values), "control"),
            ],
            "Step",
            title,
            title,
        )
        for values, title in (
            ("success_by_state", "Paths whose answer is the target"),
            ("probability_by_state", "Mean probability of the target"),
        )
    )
    strips = [strip(run, checkpoint.categories) for run in poster]
    recoveries = [s for s, run in zip(strips, poster, strict=True) if run.mode == "recovery"]
    transfers = [s for s, run in zip(strips, poster, strict=True) if run.mode == "transfer"]
    return render(
        "inversion.html.j2",
        checkpoint=checkpoint,
        evaluation=evaluation,
        success=success,
        probability=probability,
        recoveries=recoveries,
        transfers=transfers,
        missing=missing,
        source=source,
        left_out=left_out,
    )
