"""The page of `sketchxai explain`: what it calls its numbers."""

from __future__ import annotations

import re

from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.workbench import explain
from sketchxai_desktop.reports.explanation import explanation_page
from tests.reports.test_sketch_report import SKETCH, check_page, checkpoint


def _page(versus: str | None) -> tuple[str, StrokeValue]:
    network, question = checkpoint(), Question("cat", versus)
    value = StrokeValue(network, SKETCH, question)
    found = list(explain(network, SKETCH, question, ("exact_shapley", "leave_one_out", "random")))
    return explanation_page(value, found, [], [], drawing="cats.ndjson, line 1", seed=0), value


def test_a_difference_is_not_called_a_probability() -> None:
    html, value = _page("bed")
    text = re.sub(r"\s+", " ", check_page(html).text)
    assert f"Probability of “cat” minus that of “bed”, with all strokes{value.value:.4g}" in text
    html, value = _page(None)
    assert f"Probability with all strokes{value.value:.4g}" in re.sub(r"\s+", " ", check_page(html).text)


def test_numbers_below_zero_have_the_sign_that_they_have_elsewhere() -> None:
    html, _ = _page(None)
    cells = re.findall(r"<td>([^<]*)</td>", html)
    assert any(cell.startswith("\N{MINUS SIGN}") for cell in cells)
    assert not any(cell.startswith("-") for cell in cells)


def test_measures_are_named_once() -> None:
    html, _ = _page(None)
    assert "<b>Deletion</b> Deletion AUC: " in html
    assert "<b>Sufficiency</b> How much" in html
