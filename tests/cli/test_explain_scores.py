"""`sketchxai score-explanations`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.explain import recoveries
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.reports.explanation_table import ExplanationTable

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
    # Ranks of two strokes say nothing: one drawing is left.
    assert shapley == {"value": pytest.approx(1), "low": pytest.approx(1), "high": pytest.approx(1), "drawings": 1}
    deletion = found["methods"]["random"]["deletion"]
    assert deletion["drawings"] == 2
    assert deletion["low"] <= deletion["value"] <= deletion["high"]


def test_limit_table_and_page(score: Run, tmp_path: Path) -> None:
    page = tmp_path / "scores.html"
    answer = score("--limit", 1, "--methods", "leave_one_out", "--html", page)
    assert answer.status == 0, answer.err
    rows = answer.out.splitlines()
    assert rows[0].startswith("drawings.ndjson: 1 drawings, small, probability, removal drop, seed 0")
    assert [row.split()[0] for row in rows[2:4]] == ["leave_one_out", "random"]
    html = page.read_text(encoding="utf-8")
    assert "Leave one out" in html
    assert "Random (control)" in html


def test_nothing_to_score(score: Run, drawings: Path) -> None:
    drawings.write_text(drawings.read_text(encoding="utf-8").splitlines()[-1] + "\n", encoding="utf-8")
    assert score("--limit", 3).refused("no drawing of 2 to 12 strokes")
    assert score("--limit", 3, "--methods", "shap").refused('no method "shap"')


def test_intervals_are_of_the_mean() -> None:
    summary = CheckpointSummary("n", "", "own", ("a",), 1, 2, 1, 1, 3, True, "")
    table = ExplanationTable(summary, "made up", "probability", "drop", 0)
    values = np.random.default_rng(1).normal(0.3, 1.0, 400)
    for k, value in enumerate(values):
        table.begin(5)
        measures = {**dict.fromkeys(MEASURES, float("nan")), "deletion": float(value)}
        if k % 2:
            measures["insertion"] = 2.0
        table.add(MethodScore(Attribution("lime", np.zeros(5), seconds=1.0), measures))
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
