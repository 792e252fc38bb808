"""The page on one sketch: what the network says of it, why, and where it would move its strokes."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from markupsafe import Markup

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import percent
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.registry import METHODS, Method
from sketchxai_desktop.reports.charts import Series, line_chart
from sketchxai_desktop.reports.explanation_svg import attribution_svg, legend_svg
from sketchxai_desktop.reports.page import render
from sketchxai_desktop.reports.sketch_charts import (
    location_map,
    share_bar,
    signed_bar,
    similarity_legend,
    similarity_map,
    swatch,
)
from sketchxai_desktop.reports.sketch_findings import SketchFindings
from sketchxai_desktop.reports.sketch_svg import bounds_of, sketch_svg

#: States of the filmstrip, as on the paper's poster; of runs of another length, as many evenly spread ones.
_POSTER = (0, 1, 2, 3, 4, 5, 10, 50, 100)
#: Above that many states a line through all of them says no more than one through a few.
_CHARTED = 5000
#: Numbers of more strokes than that would cover them.
_NUMBERED = 20
_TYPES = ("image/gif", "image/png", "image/webp")
#: Columns of `Inspection.contributions`, in the order the page shows them.
_PARTS = (("Shape", 1), ("Order", 0), ("Location", 2))


@dataclass(frozen=True)
class Animation:
    """The run as a moving picture.

    Attributes:
        media_type: "image/gif", "image/png" (APNG) or "image/webp".
        light: the file's bytes. dark: the same for dark pages; b"": there is none.
    """

    media_type: str
    light: bytes
    dark: bytes = b""

    def __post_init__(self) -> None:
        if self.media_type not in _TYPES or not self.light:
            raise ValueError(f"no moving picture: {self.media_type}, {len(self.light)} bytes")

    def uri(self, dark: bool = False) -> str:
        """The bytes as a data URI."""
        text = base64.b64encode(self.dark if dark else self.light).decode("ascii")
        return f"data:{self.media_type};base64,{text}"


@dataclass(frozen=True)
class StrokeRow:
    """What the table says of a stroke; `contributions` is (bar, number) for shape, order, location."""

    number: int
    swatch: Markup
    picture: Markup
    points: int
    place: str
    contributions: tuple[tuple[Markup, str], ...]


@dataclass(frozen=True)
class Card:
    """A method of attribution: its picture and its scores as text."""

    method: Method
    picture: Markup
    scores: tuple[str, ...]
    total: str
    note: str


@dataclass(frozen=True)
class Frame:
    """A picture of the filmstrip; `won`: the target is what the network would answer."""

    name: str
    picture: Markup
    probability: float
    won: bool


def sketch_page(findings: SketchFindings, *, drawing: str = "", animation: Animation | None = None) -> str:
    """HTML of one sketch, with everything it shows inside.

    Args:
        drawing: where the sketch comes from, in words; "": nowhere to be named.
        animation: of `findings.run`; None: the filmstrip has to do.
    """
    sketch, inspection = findings.sketch, findings.inspection
    seen = len(inspection.contributions)
    return render(
        "sketch.html.j2",
        findings=findings,
        checkpoint=findings.checkpoint,
        question=findings.question,
        word=sketch.word,
        drawing=drawing,
        strokes=len(sketch),
        seen=seen,
        points=sketch.point_count,
        picture=sketch_svg(sketch, title=_title(sketch), dots=True),
        top=[(name, share, share_bar(share)) for name, share in inspection.top(5)],
        rows=_stroke_rows(findings),
        parts=[name for name, _ in _PARTS],
        similarity=similarity_map(findings.order_similarity, title="Similarity of the order embeddings"),
        similarity_legend=similarity_legend(),
        places=location_map(inspection.locations, title="Where the strokes start"),
        legend=legend_svg(),
        cards=[_card(one, inspection.simplified) for one in findings.attributions],
        frames=_frames(findings) if findings.run is not None else [],
        run=findings.run,
        run_states=0 if findings.run is None else findings.run.states,
        chart=None if findings.run is None else _chart(findings.run, findings.path),
        animation=animation if findings.run is not None else None,
        facts=_facts(findings.checkpoint),
        number=_number,
    )


def _title(sketch: Sketch) -> str:
    return "The sketch" if sketch.word is None else f"Sketch of {sketch.word}"


def _stroke_rows(findings: SketchFindings) -> list[StrokeRow]:
    inspection = findings.inspection
    shares = inspection.contributions
    low, high = min(0.0, float(shares.min(initial=0.0))), float(shares.max(initial=0.0))
    rows = []
    for k, row in enumerate(shares.tolist()):
        stroke = inspection.simplified.strokes[k]
        x, y = inspection.locations[k].tolist()
        bars = tuple((signed_bar(row[column], low, high), _signed_percent(row[column])) for _, column in _PARTS)
        alone = sketch_svg(Sketch((stroke,)), title=f"Stroke {k + 1}", scheme="ink")
        count = len(inspection.simplified)
        rows.append(StrokeRow(k + 1, swatch(k, count), alone, len(stroke), f"{_coordinate(x)}, {_coordinate(y)}", bars))
    return rows


def _card(one: Attribution, sketch: Sketch) -> Card:
    method = METHODS[one.method]
    picture = attribution_svg(sketch, one.scores.tolist(), title=method.title, numbers=len(sketch) <= _NUMBERED)
    scores = tuple(_number(score) for score in one.scores.tolist())
    return Card(method, picture, scores, _number(float(one.scores.sum())), one.note)


def shown_states(run: Run) -> list[int]:
    """Which states of a run the filmstrip shows: first and last always."""
    last = run.states - 1
    if last == _POSTER[-1]:
        return list(_POSTER)
    return sorted({round(k) for k in np.linspace(0, last, min(len(_POSTER), last + 1)).tolist()})


def _frames(findings: SketchFindings) -> list[Frame]:
    run, path = findings.run, findings.path
    assert run is not None
    placement = Placement(run.sketch)
    shown = shown_states(run)
    layouts = [placement.laid_out(run.steps[k].locations[path]) for k in shown]
    bounds = bounds_of([run.sketch, *layouts])
    label = list(findings.inspection.categories).index(run.target)
    frames = [Frame("drawn", sketch_svg(run.sketch, title="As drawn", bounds=bounds), float("nan"), False)]
    for k, layout in zip(shown, layouts, strict=True):
        step = run.steps[k]
        name = "start" if k == 0 else f"step {k}"
        picture = sketch_svg(layout, title=f"{run.target}, {name}", bounds=bounds)
        won = int(step.top_category[path]) == label
        frames.append(Frame(name, picture, float(step.target_probability[path]), won))
    return frames


def _chart(run: Run, path: int) -> Markup | None:
    if not 2 <= run.states <= _CHARTED:
        return None
    lines = [Series("target", run.target_probability[:, path].tolist(), "right")]
    if run.original != run.target:
        lines.append(Series("original", run.original_probability[:, path].tolist(), "control"))
    return line_chart(lines, "Step", "Probability", "Probability over the steps of the inversion")


def animated(run: Run, most: int = 101) -> Run:
    """The run with at most that many states, evenly spread: what an embedded animation shows of it."""
    if run.states <= most:
        return run
    kept = sorted({round(k) for k in np.linspace(0, run.states - 1, most).tolist()})
    return replace(run, steps=[run.steps[k] for k in kept])


def _facts(checkpoint: CheckpointSummary) -> list[tuple[str, str]]:
    """The model card in short. What the file says of itself may be anything."""
    facts = [
        ("Name", checkpoint.name),
        ("Architecture", f"{checkpoint.architecture}: {checkpoint.layers} layers, width {checkpoint.width}, "
                         f"{checkpoint.heads} heads, {checkpoint.parameters:,} parameters"),
        ("Strokes it can see", f"{checkpoint.order_slots}, empty slots "
                               f"{'masked' if checkpoint.masked else 'not masked'}"),
        ("Without", ", ".join(checkpoint.without)),
        ("Accuracy, test drawings", _accuracy(checkpoint.training.get("test"))),
        ("Accuracy, validation drawings", _accuracy(checkpoint.training.get("valid"))),
        ("Trained on", _trained_on(checkpoint.training)),
        ("Source", checkpoint.source),
        ("Licence", checkpoint.licence),
        ("SHA-256", checkpoint.sha256 or "unknown"),
    ]  # fmt: skip
    if not any(name.startswith("Accuracy") and words for name, words in facts):
        facts.insert(3, ("Accuracy", "not stated in the file"))
    return [(name, words) for name, words in facts if words]


def _accuracy(measured: Any) -> str:
    if not isinstance(measured, dict):
        return ""
    shares = [
        f"{title} {percent(float(measured[key]))}"
        for key, title in (("top1", "top-1"), ("top5", "top-5"), ("macro_top1", "macro top-1"))
        if _is_number(measured.get(key)) and 0 <= measured[key] <= 1
    ]
    drawings = measured.get("drawings")
    of = f" ({drawings:,} drawings)" if _is_number(drawings) and shares else ""
    return ", ".join(shares) + of


def _trained_on(training: dict[str, Any]) -> str:
    drawings, data = training.get("drawings"), training.get("data")
    words = [f"{drawings:,} drawings" if _is_number(drawings) else "", data if isinstance(data, str) else ""]
    return ", ".join(word for word in words if word)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _signed_percent(share: float) -> str:
    return f"{100 * share:.0f} %".replace("-0 %", "0 %").replace("-", "\N{MINUS SIGN}")


def _coordinate(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}") if np.isfinite(value) else "\N{EN DASH}"
