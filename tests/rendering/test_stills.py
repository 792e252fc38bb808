from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QImage

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.filmstrip_steps import filmstrip_states
from sketchxai_desktop.rendering.frames import render_frame
from sketchxai_desktop.rendering.palette import hex_colour, stroke_colour
from sketchxai_desktop.rendering.stills import export_filmstrip, export_state, filmstrip
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.svg import svg_of_state

MakeRun = Callable[..., Run]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (101, [0, 1, 2, 3, 4, 5, 10, 50, 100]),
        (100, [0, 1, 2, 3, 4, 5, 10, 50, 99]),
        (8, [0, 1, 2, 3, 4, 5, 7]),
        (301, [0, 1, 2, 3, 4, 5, 10, 50, 100, 300]),
        (1, [0]),
        (0, []),
    ],
)
def test_filmstrip_shows_the_papers_states(states: int, shown: list[int]) -> None:
    assert filmstrip_states(states) == shown


def test_filmstrip_has_a_row_per_path(make_run: MakeRun, tmp_path: Path) -> None:
    run, style = make_run(12, paths=3), FrameStyle(theme="dark")
    one, all_rows = filmstrip(run, style, cell=96, paths=[1]), filmstrip(run, style, cell=96)
    assert all_rows.height() - one.height() == 2 * 99
    assert one.width() >= 8 * 96
    export_filmstrip(run, tmp_path / "strip.png", style, cell=96)
    assert QImage(str(tmp_path / "strip.png")).size() == all_rows.size()
    with pytest.raises(UserError, match="no steps"):
        filmstrip(make_run(0), style)


def test_png_of_a_state_is_the_frame(make_run: MakeRun, tmp_path: Path) -> None:
    run, style = make_run(4), FrameStyle(size=160)
    export_state(run, tmp_path / "state.png", 2, style)
    written = QImage(str(tmp_path / "state.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert written == render_frame(run, 2, style)


def test_svg_has_every_stroke_where_it_is(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run(4)
    style = FrameStyle("sketch", size=256, show_traces=True, show_ghost=True, show_numbers=True)
    export_state(run, tmp_path / "state.svg", 3, style)
    root = ElementTree.parse(tmp_path / "state.svg").getroot()
    assert root.get("viewBox") == "0 0 256 256"
    assert root.findtext(f"{SVG}title") == "face-3"
    lines = root.findall(f".//{SVG}polyline")
    assert len(lines) == 3 * len(run.sketch)  # ghost, traces, strokes
    strokes, dots = lines[-len(run.sketch) :], root.findall(f"{SVG}circle")
    assert [s.get("stroke") for s in strokes] == [hex_colour(stroke_colour(k, 4)) for k in range(4)]
    for stroke, dot in zip(strokes, dots, strict=True):
        points = np.array([p.split(",") for p in stroke.get("points", "").split()], float)
        np.testing.assert_allclose(points[0], [float(dot.get("cx", "")), float(dot.get("cy", ""))], atol=0.01)
        assert ((points > 0) & (points < 256)).all()
    assert [t.text for t in root.findall(f"{SVG}text")] == ["1", "2", "3", "4", "100.00%"]


def test_svg_escapes_names_and_knows_pressure(make_run: MakeRun, face: Sketch) -> None:
    pressed = Stroke(np.array([(0.0, 0), (100, 0), (100, 100)]), pressures=np.array([0.1, 0.5, 1.0]))
    run = make_run(2, sketch=face.with_stroke(pressed))
    run.original = "<cat & dog>"
    root = ElementTree.fromstring(svg_of_state(run, 1, FrameStyle("sketch")))
    assert root.findtext(f"{SVG}title") == "<cat & dog>-1"
    widths = [float(p.get("stroke-width", "")) for p in root.findall(f".//{SVG}path")]
    assert len(widths) == 2
    assert widths[0] < widths[1]


def test_what_cannot_be_exported_is_said(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run(3)
    for name, state, style in (
        ("state.pdf", 0, FrameStyle()),
        ("state.png", 3, FrameStyle()),
        ("state.svg", 0, FrameStyle(path=1)),
        ("no folder/state.png", 0, FrameStyle(size=128)),
    ):
        with pytest.raises(UserError):
            export_state(run, tmp_path / name, state, style)
    assert list(tmp_path.iterdir()) == []
