"""Pages: complete, escaped, self-contained."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.estimate import UNKNOWN, Estimate
from sketchxai_desktop.evaluation.evaluation import evaluate
from sketchxai_desktop.evaluation.inversion import InversionEvaluation, InversionScores
from sketchxai_desktop.evaluation.poster import STATES
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.reports.charts import Series, estimate_bar, heat_map, line_chart, reliability_diagram
from sketchxai_desktop.reports.evaluation_page import Mistake, evaluation_page
from sketchxai_desktop.reports.explanation_svg import attribution_svg
from sketchxai_desktop.reports.inversion_page import inversion_page
from sketchxai_desktop.reports.page import TEMPLATES, render, write_page
from sketchxai_desktop.reports.sketch_svg import sketch_svg

EVIL = '<script>alert("x")</script>&\'"'
SKETCH = Sketch((Stroke([[0, 0], [10, 30], [20, 5]]), Stroke([[5, 5]])), word="cat")
_VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Reader(HTMLParser):
    """Checks that tags are closed in order; collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check_page(html: str) -> Reader:
    """What holds for every page."""
    assert html.startswith("<!DOCTYPE html>")
    page = Reader(html)
    assert not {"script", "link", "iframe", "object", "img"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not {"src", "href", "xlink:href"} & names
    assert not {name for name in names if name.startswith("on")}
    assert "url(" not in html
    assert "@import" not in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
    assert "default-src 'none'" in html
    assert "nan" not in re.sub(r"[a-z]*nan[a-z]+|[a-z]+nan", "", page.text.lower())
    return page


def summary(name: str = "tiny", categories: tuple[str, ...] = ("apple", "bed", "cat")) -> CheckpointSummary:
    return CheckpointSummary(name, "", "own", categories, 1000, 24, 2, 3, 12, True, "ab" * 32)


def evaluation_html(names: tuple[str, ...], **changes: object) -> str:
    rng = np.random.default_rng(0)
    table = rng.dirichlet(np.ones(len(names)), 60)
    predictions = Predictions.of(table, rng.integers(0, len(names), 60), rng.integers(1, 5, 60))
    learned = {name: 100 * k for k, name in enumerate(names)}
    evaluation = evaluate(predictions, names, learned, resamples=50)
    mistakes = [Mistake(SKETCH, names[0], names[1], 0.9, 0.02, "a.ndjson, line 3")]
    values = {"source": "test", "left_out": ["1 bad line."], "problems": ["line 7: no drawing"], **changes}
    return evaluation_page(summary(categories=names), evaluation, mistakes, **values)  # type: ignore[arg-type]


def test_the_evaluation_page_tells_everything() -> None:
    page = check_page(evaluation_html(("apple", "bed", "cat")))
    for words in (
        "How well tiny names drawings", "60 drawings of 3 categories from test", "Macro top-1", "Calibration error",
        "1 bad line.", "line 7: no drawing", "By number of strokes", "By training drawings", "Worst mistakes",
        "a.ndjson, line 3", "Confusion matrix", "apple named bed",
    ):  # fmt: skip
        assert words in page.text, words


def test_whatever_a_file_says_is_escaped() -> None:
    html = evaluation_html((EVIL, "bed", "cat"), source=EVIL, left_out=[EVIL], problems=[EVIL])
    page = check_page(html)
    assert "<script" not in html
    assert page.text.count('<script>alert("x")</script>') > 10


def test_a_perfect_network_and_many_categories_have_a_page_too() -> None:
    names = tuple(f"category {k}" for k in range(80))
    predictions = Predictions.of(np.eye(80), np.arange(80), np.ones(80))
    evaluation = evaluate(predictions, names, resamples=20)
    page = check_page(evaluation_page(summary(categories=names), evaluation, [], source="test"))
    assert "There is none" in page.text
    assert "By training drawings" not in page.text


def estimate(value: float) -> Estimate:
    return Estimate(value, value / 2, min(1.0, value * 1.1))


def scores(success: float, error: Estimate) -> InversionScores:
    figures = [estimate(success), estimate(0.1), estimate(4.0), estimate(0.05), estimate(success), error, error]
    return InversionScores(*figures, (0.1, 0.5, success), (0.05, 0.4, success))


def poster_run(mode: str, original: str, target: str) -> Run:
    run = Run(SKETCH, InversionSettings(mode, target, steps=STATES[-1]), target, original, "tiny")  # type: ignore[arg-type]
    for k in range(STATES[-1] + 1):
        share = np.array([k / 100], np.float32)
        locations = np.full((1, 2, 2), 0.001 * k, np.float32)
        run.steps.append(Step(k, locations, share, share, np.array([int(k > 4)]), share, 0.0, "cpu"))
    return run


@pytest.mark.parametrize("mode", ["recovery", "transfer"])
def test_the_inversion_page_tells_everything(mode: str) -> None:
    error = estimate(0.4) if mode == "recovery" else UNKNOWN
    measured = InversionEvaluation(
        mode, 20, 40, 2, 100, scores(0.9, error), scores(0.1, error), estimate(0.8),  # type: ignore[arg-type]
        (("cat", 20, estimate(0.9)),), 2000, 0,
    )  # fmt: skip
    runs = [poster_run("recovery", "bed", "bed"), poster_run("transfer", EVIL, "bed")]
    names = ("apple", "bed", EVIL)
    html = inversion_page(summary(EVIL, names), measured, runs, ["The network does not know sun."], source="test")
    page = check_page(html)
    assert "<script" not in html
    assert html.count('class="sketch"') == 2 * (1 + len(STATES))
    assert html.count('class="won"') == 2 * sum(k > 4 for k in STATES)
    assert ("Location error" in page.text) == (mode == "recovery")
    for words in ("Random weights", "The network does not know sun.", "Steps to success", "100.0 %", "0.00 %"):
        assert words in page.text, words
    # Without a poster.
    check_page(inversion_page(summary(), measured, [], [], source="test"))


# Pieces -------------------------------------------------------------------------------------------------------


def coordinates(svg: str) -> np.ndarray:
    points = [pair.split(",") for found in re.findall(r'points="([^"]*)"', svg) for pair in found.split()]
    return np.array(points, float)


def test_a_sketch_fills_its_picture_and_keeps_its_shape() -> None:
    svg = sketch_svg(SKETCH, title="a cat", dots=True)
    assert isinstance(svg, Markup)
    points = coordinates(svg)
    assert points.min() >= 0
    assert points.max() <= 100
    width, height = np.ptp(points, axis=0)
    assert height == pytest.approx(86, abs=0.2)
    assert width / height == pytest.approx(20 / 30, abs=0.01)
    assert svg.count("<circle") == svg.count("<polyline") == 2
    assert "<title>a cat</title>" in svg
    light, dark = re.findall(r"--l:(#\w{6});--d:(#\w{6})", svg)[0]
    assert light != dark
    # A dot is drawn as a line between two equal points, which has round ends.
    assert len(coordinates(svg)) == 3 + 2


def test_pictures_of_a_row_can_share_a_scale() -> None:
    wide = coordinates(sketch_svg(SKETCH, title="", bounds=(0, 0, 60, 30)))
    alone = coordinates(sketch_svg(SKETCH, title=""))
    assert np.ptp(wide[:, 0]) == pytest.approx(np.ptp(alone[:, 0]) / 2, abs=0.2)


def test_a_sketch_without_size_is_a_dot() -> None:
    points = coordinates(sketch_svg(Sketch((Stroke([[7, 7]]),)), title=""))
    np.testing.assert_allclose(points, 50, atol=0.1)


def test_the_heat_map_shows_each_cell_that_has_drawings() -> None:
    svg = heat_map(np.array([[8, 2, 0], [0, 0, 0], [1, 0, 9]]), ("a<b", "bed", "cat"))
    assert svg.count('class="right"') == 2
    assert svg.count('class="wrong"') == 2
    assert "a&lt;b named bed: 2 of 10 (20.0 %)" in svg
    assert "bed named" not in svg
    assert svg.count("<text") == 2 + 3  # the row without drawings is left out


def test_bars_and_lines_stay_inside() -> None:
    full = estimate_bar(Estimate(1.0, 0.9, 1.0))
    assert 'width="160" height="12" rx="2"/><path' in full
    assert estimate_bar(UNKNOWN) == ""
    chart = line_chart([Series("a<b", (0.0, 0.5, 1.0), "right"), Series("c", (1.0,) * 3, "control")], "x", "y", "t")
    ends = [float(y) for y in re.findall(r'class="name \w+" x="[\d.]+" y="([\d.]+)"', chart)]
    assert abs(ends[0] - ends[1]) >= 14  # names at the same height give way
    assert "a&lt;b" in chart
    Reader(chart)
    Reader(reliability_diagram(()))


def test_a_template_that_misses_a_value_says_so() -> None:
    with pytest.raises(UndefinedError):
        render("evaluation.html.j2")


def test_pages_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_page("<p>\ud800 ä</p>", tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == "<p>? ä</p>".encode()
    with pytest.raises(UserError, match="Could not write"):
        write_page("", tmp_path / "nowhere" / "page.html")


def test_every_template_extends_the_base_or_is_part_of_it() -> None:
    parts = {"base.html.j2", "style.css.j2", "parts.html.j2"}
    for path in TEMPLATES.glob("*.j2"):
        assert path.name in parts or path.read_text(encoding="utf-8").startswith('{% extends "base.html.j2" %}')


def test_pages_need_neither_qt_nor_torch() -> None:
    code = (
        "import sys, sketchxai_desktop.reports.evaluation_page, sketchxai_desktop.evaluation.drawings; "
        "sys.exit(str({'torch', 'PySide6'} & set(sys.modules)) if {'torch', 'PySide6'} & set(sys.modules) else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_numbers_of_strokes_do_not_lie_on_each_other() -> None:
    """Strokes often begin where another does."""
    sketch = Sketch(tuple(Stroke([[100, 100], [20 * k, 10 * k]]) for k in range(5)))
    svg = ET.fromstring(attribution_svg(sketch, [0.0] * 5, title="t", numbers=True))
    places = [(float(e.get("x", 0)), float(e.get("y", 0))) for e in svg.iter("text")]
    assert len(places) == 5
    for k, (x, y) in enumerate(places):
        assert all(abs(x - u) >= 4 or abs(y - v) >= 6.5 for u, v in places[:k]), places
        assert 0 <= x <= 94
        assert 6 <= y <= 100
