"""Strokes from SVG: geometry, order, transformations; files that would blow up are refused."""

from __future__ import annotations

import numpy as np
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.svg_paths import MAX_CHARACTERS, looks_like_svg, sketch_from_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def points(text: str) -> list[list[list[float]]]:
    return [s.points.round(2).tolist() for s in sketch_from_svg(text).strokes]


@pytest.mark.parametrize(
    ("data", "strokes"),
    [
        ("M0 0L255 0 255 100", [[[0, 0], [255, 0], [255, 100]]]),
        ("m10,10 l255,0 m-255,100 h255", [[[0, 0], [255, 0]], [[0, 100], [255, 100]]]),
        ("M0 0H255V51H0Z", [[[0, 0], [255, 0], [255, 51], [0, 51], [0, 0]]]),
        ("  M-1-1 254-1", [[[0, 0], [255, 0]]]),
        ("M5 5L5 5", [[[0, 0]]]),
    ],
)
def test_lines_become_their_corners(data: str, strokes: list[list[list[float]]]) -> None:
    assert points(data) == strokes


def test_curves_are_as_a_pen_would_leave_them() -> None:
    sketch = sketch_from_svg(SVG.format('<circle cx="9" cy="9" r="4"/>'))
    (circle,) = sketch.strokes
    assert circle.raw
    radius = np.hypot(*(circle.points - 127.5).T)
    assert np.abs(radius - 127.5).max() < 0.2
    assert np.hypot(*np.diff(circle.points, axis=0).T).max() < 8
    assert 10 < len(simplify(sketch).strokes[0]) < 60


def test_document_order_and_transformations() -> None:
    inside = (
        '<g transform="translate(100 0) scale(2)"><line x1="0" y1="0" x2="10" y2="5"/></g>'
        '<polyline points="0,0 5-5 1e1,0"/><rect x="1" y="2" width="3" height="4"/>'
        '<defs><path d="M0 0L900 900"/></defs><path d="M0 0L900 900" display="none"/>'
    )
    sketch = sketch_from_svg(SVG.format(inside))
    first, second, third = (s.points for s in sketch.strokes)
    unit = 255 / 120  # from x = 0 to x = 120; the top is at y = -5
    assert np.allclose(first / unit - [0, 5], [[100, 0], [120, 10]], atol=1e-3)
    assert np.allclose(second / unit - [0, 5], [[0, 0], [5, -5], [10, 0]], atol=1e-3)
    assert np.allclose((third / unit - [0, 5]).max(axis=0), [4, 6], atol=1e-3)


def test_what_was_copied_is_the_same() -> None:
    from sketchxai_desktop.rendering.svg_sketch import svg_of_sketch

    sketch = Sketch(
        (Stroke([[0, 0], [255, 17.25]], raw=True), Stroke([[3, 4], [5, 6], [99, 8]], raw=True)), word="a<b>"
    )
    back = sketch_from_svg(svg_of_sketch(sketch))
    for old, new in zip(sketch.strokes, back.strokes, strict=True):
        assert np.allclose(old.points, new.points, atol=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "M",
        "hello",
        "<svg",
        "<svg/>",
        SVG.format("<text>words</text>"),
        SVG.format('<path d="M nan nan L inf 0"/>'),
        SVG.format('<use href="#a"/>' * 1000),
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;"),
        "M" + "0 0L1 1" * (MAX_CHARACTERS // 7 + 1),
        SVG.format('<path d="M0 0L1 1"/>' * 2001),
        SVG.format("<g>" * 5000 + "</g>" * 5000),
    ],
)
def test_what_is_no_drawing_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError) as error:
        sketch_from_svg(text)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "svg"),
    [
        ("M0 0L1 1", True),
        ("<?xml version='1.0'?>\n<svg>", True),
        ("Move on", False),
        ('{"drawing": []}', False),
        ("", False),
    ],
)
def test_svg_is_told_from_other_text(text: str, svg: bool) -> None:
    assert looks_like_svg(text) is svg
