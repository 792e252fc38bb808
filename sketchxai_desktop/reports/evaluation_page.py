"""The page of `sketchxai evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.evaluation import Evaluation
from sketchxai_desktop.reports.charts import heat_map, reliability_diagram
from sketchxai_desktop.reports.page import render
from sketchxai_desktop.reports.sketch_svg import sketch_svg

#: Pictures of mistakes on a page.
MISTAKES = 40


@dataclass(frozen=True)
class Mistake:
    """A drawing that was named wrongly.

    Attributes:
        true, predicted: names, with the network's probabilities 0..1 in `true_probability` and `confidence`.
        place: where the drawing stands, in words.
    """

    sketch: Sketch
    true: str
    predicted: str
    confidence: float
    true_probability: float
    place: str

    @property
    def picture(self) -> Markup:
        """The drawing as inline SVG."""
        return sketch_svg(self.sketch, title=f"{self.true} named {self.predicted}")


def evaluation_page(
    checkpoint: CheckpointSummary,
    evaluation: Evaluation,
    mistakes: Sequence[Mistake],
    *,
    source: str,
    left_out: Sequence[str] = (),
    problems: Sequence[str] = (),
) -> str:
    """HTML of everything that was measured.

    Args:
        mistakes: worst first.
        source: where the drawings come from, in words.
        left_out, problems: sentences on what was not measured, and why.
    """
    return render(
        "evaluation.html.j2",
        checkpoint=checkpoint,
        evaluation=evaluation,
        confusions=evaluation.confusions(),
        mistakes=mistakes,
        source=source,
        left_out=left_out,
        problems=problems,
        matrix=heat_map(evaluation.confusion, evaluation.categories),
        reliability_chart=reliability_diagram(evaluation.reliability),
    )
