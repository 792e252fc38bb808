from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.frames import FrameRenderer, image_pixels, render_frame
from sketchxai_desktop.rendering.palette import LIGHT, Colour
from sketchxai_desktop.rendering.panels import Panels
from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.style import FrameStyle, grid_shape
from sketchxai_desktop.rendering.text import percent, short_percent

MakeRun = Callable[..., Run]


def number(colour: Colour) -> int:
    return colour[0] << 16 | colour[1] << 8 | colour[2]


def bar_height(frame: np.ndarray, panels: Panels, which: int, colour: Colour) -> float:
    plot, (left, right) = panels.plots[which], panels.bars[which]
    column = frame[int(plot.top()) : int(plot.bottom()), (left + right) // 2]
    return float((column == number(colour)).sum() / plot.height())


@pytest.mark.parametrize("size", [128, 512, 1024])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bars_are_as_high_as_their_probability(make_run: MakeRun, size: int, theme: str) -> None:
    run, style = make_run(6), FrameStyle(size=size, theme=theme)  # type: ignore[arg-type]
    panels, renderer = Panels(run, RunGeometry(run), style), FrameRenderer(run, style)
    for state in range(6):
        frame = image_pixels(renderer.render(state))
        tolerance = 1.5 / panels.plots[0].height()
        assert bar_height(frame, panels, 0, style.colours.original) == pytest.approx(1 - state / 5, abs=tolerance)
        assert bar_height(frame, panels, 1, style.colours.accent) == pytest.approx(state / 5, abs=tolerance)


@pytest.mark.parametrize("size", [128, 300, 512, 1024])
def test_panels_are_three_to_one_to_one(make_run: MakeRun, size: int) -> None:
    run, style = make_run(2), FrameStyle(size=size)
    panels = Panels(run, RunGeometry(run), style)
    sketch, first, second = (card.width() for card in panels.cards)
    assert first == pytest.approx(second)
    assert sketch == pytest.approx(3 * first)
    image = render_frame(run, 0, style)
    assert (image.width(), image.height()) == (round(size * 5 / 3), size)
    assert image.format() == QImage.Format.Format_RGB32


def test_a_recovery_shows_the_course_instead_of_a_second_bar(make_run: MakeRun) -> None:
    run, style = make_run(6, target="face", mode="recovery"), FrameStyle()
    panels = Panels(run, RunGeometry(run), style)
    assert panels.single
    frames = [image_pixels(render_frame(run, k, style)) for k in range(6)]
    assert bar_height(frames[3], panels, 0, LIGHT.accent) == pytest.approx(0.6, abs=0.01)
    plot = panels.plots[1]
    course = [f[int(plot.top()) : int(plot.bottom()), int(plot.left()) : int(plot.right())] for f in frames]
    assert [(c == number(LIGHT.accent)).sum() for c in course] == sorted(
        (c == number(LIGHT.accent)).sum() for c in course
    )


def test_probabilities_that_are_not_numbers_have_no_bar(make_run: MakeRun) -> None:
    run, style = make_run(3), FrameStyle()
    run.steps[1] = replace(run.steps[1], original_probability=np.full(1, np.nan, np.float32))
    panels = Panels(run, RunGeometry(run), style)
    assert bar_height(image_pixels(render_frame(run, 1, style)), panels, 0, LIGHT.original) == 0
    assert percent(float("nan"), 6) == short_percent(float("nan")) == "–"


@pytest.mark.parametrize("style", ["panels", "sketch", "grid"])
@pytest.mark.parametrize("size", [128, 512])
def test_no_stroke_ever_leaves_the_picture(make_run: MakeRun, style: str, size: int) -> None:
    run = make_run(5, paths=3)
    far = [replace(s, locations=s.locations + np.float32([4 * k, -2 * k])) for k, s in enumerate(run.steps)]
    run.steps[:] = far
    renderer = FrameRenderer(run, FrameStyle(style, size=size, show_ghost=True, show_traces=True))  # type: ignore[arg-type]
    frames = np.stack([image_pixels(renderer.render(k)) for k in range(5)])
    for edge in (frames[:, :2], frames[:, -2:], frames[:, :, :2], frames[:, :, -2:]):
        assert len(np.unique(edge)) == 1
    # What the frames share (the page, cards, axes) is equal to the last bit, or the animation would flicker.
    assert (frames == frames[0]).all(axis=0).mean() > 0.6


def test_the_view_does_not_depend_on_the_state(make_run: MakeRun) -> None:
    run, style = make_run(4), FrameStyle("sketch", scheme="ink", show_box=False)
    still = replace(run, steps=[replace(s, locations=run.steps[0].locations) for s in run.steps])
    assert render_frame(still, 0, style) == render_frame(still, 3, style)
    assert render_frame(run, 0, style) != render_frame(still, 0, style)  # zoomed out to hold later states


@pytest.mark.parametrize("option", ["show_ghost", "show_traces", "show_numbers", "show_box"])
def test_options_change_the_picture(make_run: MakeRun, option: str) -> None:
    run, style = make_run(4), FrameStyle("sketch", size=256)
    assert render_frame(run, 3, style) != render_frame(run, 3, replace(style, **{option: not getattr(style, option)}))


def test_paths_differ(make_run: MakeRun) -> None:
    run = make_run(3, paths=2)
    assert render_frame(run, 2, FrameStyle(path=0)) != render_frame(run, 2, FrameStyle(path=1))


@pytest.mark.parametrize("paths", range(1, 65))
def test_grid_holds_every_path(paths: int) -> None:
    rows, columns = grid_shape(paths)
    assert rows * columns >= paths > (rows - 1) * columns
    assert paths == 1 or 1 <= columns / rows <= 2


@pytest.mark.parametrize("paths", [1, 5, 64])
@pytest.mark.parametrize("size", [128, 1024])
def test_grid_of_any_number_of_paths(make_run: MakeRun, paths: int, size: int) -> None:
    image = render_frame(make_run(2, paths), 1, FrameStyle("grid", size=size))
    assert image.height() == size
    assert size * 0.8 < image.width() < size * 2.2


def test_what_cannot_be_drawn_is_said(make_run: MakeRun) -> None:
    with pytest.raises(UserError, match="no steps"):
        FrameRenderer(make_run(0), FrameStyle())
    with pytest.raises(UserError, match="no path 2"):
        FrameRenderer(make_run(2), FrameStyle(path=1))
    with pytest.raises(IndexError):
        render_frame(make_run(2), 2, FrameStyle())
    for wrong in ({"size": 127}, {"size": 1025}, {"style": "film"}, {"theme": "blue"}, {"scheme": "jet"}, {"path": -1}):
        with pytest.raises(UserError):
            FrameStyle(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0.00%"), (0.0004, "0.04%"), (0.471, "47.1%"), (0.9999, "99.99%"), (0.999999, "99.99%"), (1.0, "100.00%")],
)
def test_corner_box_never_rounds_up_to_certainty(probability: float, text: str) -> None:
    assert short_percent(probability) == text


def test_percentages_have_six_decimals_where_there_is_room() -> None:
    assert percent(0.99912345678, 6) == "99.912346%"
