"""`sketchxai report`."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Run = Callable[..., Any]


@pytest.fixture
def report(sketchxai: Run, drawings: Path, checkpoint: Path) -> Run:
    """The command on the drawings."""

    def run(line: int, *options: object) -> Any:
        return sketchxai("report", drawings, "--line", line, "--checkpoint", checkpoint, "--device", "cpu", *options)

    return run


def test_one_page_with_everything_in_it(report: Run, tmp_path: Path) -> None:
    page = tmp_path / "cat.html"
    answer = report(1, "--html", page, "--seed", 3)
    assert answer.status == 0, answer.err
    assert answer.err == f"Wrote {page}.\n"
    html = page.read_text(encoding="utf-8")
    assert "A sketch of “cat”" in html
    assert "drawings.ndjson, line 1, 3 strokes" in html
    assert "seed 3" in html
    assert "http" not in html.replace("http-equiv", "")
    pictures = [base64.b64decode(text) for text in re.findall(r"data:image/gif;base64,([\w+/=]+)", html)]
    assert len(pictures) == 2
    assert pictures[0] != pictures[1]  # for dark and for light pages
    for data in pictures:
        with Image.open(BytesIO(data)) as image:
            assert image.n_frames > 50  # type: ignore[attr-defined]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cat.html", "drawings.ndjson"]


def test_the_same_seed_makes_the_same_page(report: Run, tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{k}.html" for k in range(3))
    assert report(4, "--html", first).status == report(4, "--html", second).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert report(4, "--html", third, "--seed", 1).status == 0
    assert third.read_bytes() != first.read_bytes()


def test_complaints_come_before_the_work(report: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert report(2, "--html", page).refused("is no drawing")
    assert report(99, "--html", page).refused("no drawing on line 99")
    assert report(5, "--html", page).refused("All points of this sketch coincide")
    assert report(1, "--html", tmp_path / "nowhere" / "page.html").refused("there is no folder")
    assert report(1, "--html", tmp_path).refused("is a folder")
    assert not page.exists()


def test_the_page_has_to_be_named(report: Run) -> None:
    answer = report(1)
    assert answer.status == 2
    assert "--html" in answer.err
