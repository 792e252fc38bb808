"""`sketchxai score-explanations`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import Estimate
from sketchxai_desktop.explain import recoveries
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.score_table import ExplanationTable
from sketchxai_desktop.reports.explanation_markdown import scores_markdown

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _short_inversions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recoveries, "STEPS", 3)
    monkeypatch.setattr(recoveries, "PATHS", 2)


@pytest.fixture
def score(sketchxai: Run, drawings: Path, checkpoint: Path) -> Run:
    """The command on the drawings: two of them can be used."""

    def run(*options: object) -> Any:
        return sketchxai("score-explanations", drawings, "--checkpoint", checkpoint, *options)

    return run


def test_json(score: Run) -> None:
    answer = score("--limit", 9, "--methods", "exact_shapley,attention_last", "--json")
    assert answer.status == 0, answer.err
    found = json.loads(answer.out)
    assert found["drawings"] == 2
    assert found["left_out"] == {"unreadable": 1, "without extent": 1, "of one stroke": 1}
    assert list(found["measures"]) == list(MEASURES)
    assert list(found["methods"]) == ["exact_shapley", "attention_last", "random"]
    shapley = found["methods"]["exact_shapley"]["shapley_correlation"]
    # Ranks of two strokes say nothing: one drawing is left, and one drawing has no interval.
    assert shapley == {"value": pytest.approx(1), "low": None, "high": None, "drawings": 1}
    deletion = found["methods"]["random"]["deletion"]
    assert deletion["drawings"] == 2
    assert deletion["low"] <= deletion["value"] <= deletion["high"]


def test_limit_table_and_page(score: Run, tmp_path: Path) -> None:
    page = tmp_path / "scores.html"
    answer = score("--limit", 1, "--methods", "leave_one_out", "--html", page)
    assert answer.status == 0, answer.err
    rows = answer.out.splitlines()
    assert rows[0].startswith("drawings.ndjson: 1 drawing, small, probability, removal drop, seed 0; one drawing has")
    assert "nan" not in answer.out
    assert [row.split()[0] for row in rows[2:4]] == ["leave_one_out", "random"]
    html = page.read_text(encoding="utf-8")
    assert "Leave one out" in html
    assert "Random (control)" in html
    assert "no interval" in html
    assert "nan" not in html


def test_markdown_says_what_the_table_says(score: Run, tmp_path: Path) -> None:
    text = tmp_path / "scores.md"
    answer = score("--limit", 2, "--methods", "exact_shapley,inversion_gain", "--markdown", text)
    assert answer.status == 0, answer.err
    written = text.read_text(encoding="utf-8")
    lines = written.splitlines()
    assert "2 drawings" in lines[0]
    assert sum(line.startswith("| Exact Shapley | ") for line in lines) == 2
    assert "the yardstick" in written
    assert "n/a" in next(line for line in reversed(lines) if line.startswith("| Inversion gain"))
    assert "Too few drawings to tell" in written, "nothing is said in words of two drawings"
    assert "nan" not in written.replace("Nan", "")


def _table(values: dict[str, np.ndarray]) -> ExplanationTable:
    """Deletion of these methods on made-up drawings."""
    table = ExplanationTable(
        CheckpointSummary("n", "", "own", ("a",), 1, 2, 1, 1, 3, True, ""), "x", "logit", "drop", 0
    )
    for row in zip(*values.values(), strict=True):
        scores = []
        for name, value in zip(values, row, strict=True):
            measures = {**dict.fromkeys(MEASURES, float("nan")), "deletion": float(value)}
            scores.append(MethodScore(Attribution(name, np.zeros(5)), measures))
        table.add(5, scores)
    return table


def test_equal_numbers_have_an_interval_of_no_width() -> None:
    (row,) = _table({"lime": np.full(12, 0.25)}).rows()
    assert row.estimates["deletion"] == Estimate(0.25, 0.25, 0.25)


def test_leads_over_the_control_are_measured_drawing_by_drawing() -> None:
    hard = np.random.default_rng(0).normal(0, 5, 60)  # drawings differ far more than methods
    table = _table({"lime": hard - 0.5, "anchors": hard + 0.5, "random": hard})
    leads = table.leads("deletion")
    assert leads["lime"].low > 0, "lower deletion is better"
    assert leads["anchors"].high < 0
    said = scores_markdown(table)
    assert "Better than drawing lots, best first: LIME." in said
    assert "Worse than drawing lots: Anchors." in said


def test_nothing_to_score(score: Run, drawings: Path) -> None:
    drawings.write_text(drawings.read_text(encoding="utf-8").splitlines()[-1] + "\n", encoding="utf-8")
    assert score("--limit", 3).refused("no drawing of 2 to 12 strokes")
    assert score("--limit", 3, "--methods", "shap").refused('no method "shap"')


def test_intervals_are_of_the_mean() -> None:
    summary = CheckpointSummary("n", "", "own", ("a",), 1, 2, 1, 1, 3, True, "")
    table = ExplanationTable(summary, "made up", "probability", "drop", 0)
    values = np.random.default_rng(1).normal(0.3, 1.0, 400)
    for k, value in enumerate(values):
        measures = {**dict.fromkeys(MEASURES, float("nan")), "deletion": float(value)}
        if k % 2:
            measures["insertion"] = 2.0
        table.add(5, [MethodScore(Attribution("lime", np.zeros(5), seconds=1.0), measures)])
    (row,) = table.rows()
    found = row.estimates["deletion"]
    error = values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - 1.96 * error, abs=0.2 * error)
    assert found.high == pytest.approx(values.mean() + 1.96 * error, abs=0.2 * error)
    assert row.counts["insertion"] == 200
    assert row.estimates["insertion"].low == row.estimates["insertion"].high == 2.0
    assert row.seconds == 1.0


def test_real_drawings(sketchxai: Run, quickdraw: Path, checkpoint: Path) -> None:
    answer = sketchxai(
        "score-explanations", quickdraw / "test" / "bicycle.ndjson", "--limit", 2, "--checkpoint", checkpoint,
        "--methods", "exact_shapley,integrated_gradients", "--json",
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert json.loads(answer.out)["drawings"] == 2
