"""The page on one sketch: what it tells, that it is true, that it needs nothing from outside."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.explain.question import Cancelled
from sketchxai_desktop.reports.sketch_charts import location_map, share_bar, signed_bar, similarity_map
from sketchxai_desktop.reports.sketch_findings import SketchFindings, find_out
from sketchxai_desktop.reports.sketch_report import Animation, animated, shown_states, sketch_page

EVIL = '<script>alert("x")</script>&\'"<img src=http://example.org/x>'
SKETCH = Sketch(
    (
        Stroke([[0, 0], [100, 30], [20, 90]]),
        Stroke([[50, 50], [60, 10]]),
        Stroke([[5, 80], [90, 85], [95, 40]]),
    ),
    word="cat",
)
GIF = b"GIF89a light"


def checkpoint(categories: tuple[str, ...] = ("apple", "bed", "cat"), slots: int = 12) -> Checkpoint:
    torch.manual_seed(0)
    config = NetworkConfig(len(categories), width=24, layers=2, heads=3, mlp_width=48, order_slots=slots)
    network = SketchXAINet(config).eval()
    with torch.no_grad():
        network.head.weight.mul_(30.0)
    training = {"test": {"top1": 0.9211, "top5": 0.99, "drawings": 2280}, "drawings": 1234, "data": "Quick, Draw!"}
    return Checkpoint(network, categories, name="small", sha256="ab" * 32, training=training)


def finish(work: Generator[float, None, SketchFindings]) -> tuple[list[float], SketchFindings]:
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def findings(sketch: Sketch = SKETCH, network: Checkpoint | None = None, **options: Any) -> SketchFindings:
    return finish(find_out(network or checkpoint(), sketch, steps=options.pop("steps", 4), device="cpu", **options))[1]


@pytest.fixture(scope="module")
def found() -> SketchFindings:
    return findings()


class Reader(HTMLParser):
    """Tags, attributes and text; tags that hold something are closed in order."""

    VOID = frozenset({"meta", "br", "col", "img", "source", "hr"})

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
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check_page(html: str) -> Reader:
    """Nothing in it is fetched or carried out."""
    page = Reader(html)
    assert not {"script", "link", "iframe", "object"} & set(page.tags)
    assert not {name for name, _ in page.attributes if name.startswith("on") or name in ("href", "xlink:href")}
    for name, value in page.attributes:
        if name in ("src", "srcset"):
            assert value is not None
            assert value.startswith("data:image/")
        else:
            assert "http" not in (value or "").removeprefix("http-equiv")
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'" in html
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"\bnan\b", page.text.lower())
    return page


def test_the_page_tells_everything(found: SketchFindings) -> None:
    html = sketch_page(found, drawing="cats.ndjson, line 7", animation=Animation("image/gif", GIF, b"GIF89a dark"))
    page = check_page(html)
    assert "http" not in html.replace("http-equiv", "")
    for words in (
        "A sketch of “cat”", "cats.ndjson, line 7, 3 strokes, 8 points, as small sees it", "Prediction", "Shape",
        "Order", "Location", "Exact Shapley", "Leave one out", "Gradient × input", "Stroke location inversion",
        "4 steps, seed 0", "top-1 92.11 %, top-5 99.00 % (2,280 drawings)", "ab" * 32, "3 categories", "Quick, Draw!",
    ):  # fmt: skip
        assert words in page.text, words
    name, share = found.inspection.top(1)[0]
    assert f"Which strokes count for “{name}”?" in page.text
    assert f"{100 * share:.2f} %" in page.text
    pictures = {
        base64.b64decode((v or "").partition("base64,")[2]) for n, v in page.attributes if n in ("src", "srcset")
    }
    assert pictures == {GIF, b"GIF89a dark"}
    assert html.count('class="cells"') == 2  # the map of similarities and its legend
    assert html.count('<span class="thumb">') == 3
    # drawn, and states 0 to 4
    assert html.count('<span class="frame">') == 6


def test_a_word_that_the_network_does_not_know_is_not_called_a_mistake(found: SketchFindings) -> None:
    known = sketch_page(replace(found, sketch=replace(SKETCH, word="Bed")))
    assert "does not know" not in known
    assert "does not know" in sketch_page(replace(found, sketch=replace(SKETCH, word="bedspread")))


def test_what_it_tells_is_what_the_network_says(found: SketchFindings) -> None:
    assert len(found.inspection.top(5)) == 3
    np.testing.assert_allclose(found.inspection.contributions.sum(axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(np.diag(found.order_similarity), 1, atol=1e-5)
    shapley = found.attributions[0]
    assert shapley.method == "exact_shapley"
    assert shapley.scores.sum() == pytest.approx(found.value - found.base, abs=1e-6)
    assert found.value == pytest.approx(found.inspection.top(1)[0][1], abs=1e-5)
    assert found.run is not None
    assert (found.run.target, found.run.mode, found.run.paths, found.run.states) == ("cat", "recovery", 1, 5)
    assert found.fresh


def test_whatever_a_file_says_is_escaped() -> None:
    network = checkpoint((EVIL, "bed", "cat"))
    network = replace(network, name=EVIL, training={"data": EVIL, "test": {"top1": EVIL, "drawings": EVIL}})
    evil = replace(SKETCH, word=EVIL)
    html = sketch_page(findings(evil, network, steps=1), drawing=EVIL)
    page = check_page(html)
    assert "<script" not in html
    assert "<img" not in html
    assert page.text.count('<script>alert("x")') > 5
    assert "not stated in the file" in page.text


def test_the_seed_decides(found: SketchFindings) -> None:
    again, other = findings(), findings(seed=5)
    assert sketch_page(again) == sketch_page(found)
    assert again.run is not None
    assert other.run is not None
    assert not np.array_equal(again.run.locations, other.run.locations)


def test_the_run_that_is_there_is_shown(found: SketchFindings) -> None:
    network = checkpoint()
    from sketchxai_desktop.core.inversion import invert, start_run

    run = start_run(network, SKETCH, InversionSettings("transfer", "bed", steps=30, paths=3, seed=8))
    run.steps.extend(invert(network, run, device="cpu"))
    shown = findings(network=network, run=run, path=2)
    assert shown.run is run
    assert not shown.fresh
    page = check_page(sketch_page(shown))
    assert "moves the strokes of “cat” towards “bed”" in page.text
    assert "30 steps, path 3 of 3, seed 8" in page.text
    states = shown_states(run)
    assert (states[0], states[-1], len(states)) == (0, 30, 9)
    # What is embedded has an end, however long the run.
    short = animated(run, most=7)
    assert [s.index for s in short.steps] == [0, 5, 10, 15, 20, 25, 30]
    assert run.states == 31
    assert animated(run) is run


def test_a_network_without_locations_has_a_page_without_inversion() -> None:
    network = checkpoint()
    blind = SketchXAINet(replace(network.network.config, without=("location",))).eval()
    found = findings(network=replace(network, network=blind))
    assert found.run is None
    page = check_page(sketch_page(found, animation=Animation("image/gif", GIF)))
    assert "was trained without locations" in page.text
    assert "img" not in page.tags


def test_strokes_beyond_the_slots_are_told_of(found: SketchFindings) -> None:
    page = check_page(sketch_page(findings(network=checkpoint(slots=2))))
    assert "The network has 2 slots" in page.text


def test_one_stroke_without_a_word() -> None:
    page = check_page(sketch_page(findings(Sketch((Stroke([[0, 0], [9, 4]]),)))))
    assert "A sketch\n" in page.text or "A sketch" in page.text
    assert "1 stroke," in page.text


@pytest.mark.parametrize("sketch", [Sketch(()), Sketch((Stroke([[3, 3]]),))])
def test_what_the_network_cannot_see_has_none(sketch: Sketch) -> None:
    with pytest.raises(UserError):
        next(find_out(checkpoint(), sketch))


def test_progress_grows_and_a_check_stops_it() -> None:
    shares, _ = finish(find_out(checkpoint(), SKETCH, steps=5, device="cpu"))
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1

    def stop() -> None:
        raise Cancelled

    work = find_out(checkpoint(), SKETCH, check=stop)
    next(work)
    with pytest.raises(Cancelled):
        next(work)


def test_bars_and_maps() -> None:
    assert 'width="220" height="12" rx="2"/></svg>' in share_bar(1.4)
    against = signed_bar(-0.25, -0.5, 1.0)
    assert 'class="fill against" x="14" width="14"' in against
    assert 'class="whisker"' in against
    many = similarity_map(np.eye(30), title="a<b")
    assert "a&lt;b" in many
    assert many.count("<rect") == 900
    assert 'class="on"' not in many
    assert similarity_map(np.eye(3), title="").count('class="on"') == 9
    far = location_map(np.array([[5.0, -5.0], [0.0, 0.0]]), title="")
    places = [float(v) for v in re.findall(r'c[xy]="([\d.-]+)"', far)]
    assert min(places) >= 8.5
    assert max(places) <= 260 - 8.5


def test_no_animation_of_nothing() -> None:
    with pytest.raises(ValueError, match="no moving picture"):
        Animation("text/html", GIF)
    with pytest.raises(ValueError, match="no moving picture"):
        Animation("image/gif", b"")


def test_the_page_needs_neither_qt_nor_torch() -> None:
    code = (
        "import sys, sketchxai_desktop.reports.sketch_report; found = {'torch', 'PySide6'} & set(sys.modules); "
        "sys.exit(str(found) if found else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
