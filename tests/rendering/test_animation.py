from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.animation import export_animation, frame_durations
from sketchxai_desktop.rendering.frames import FrameRenderer, image_pixels
from sketchxai_desktop.rendering.palette import LIGHT, SCHEMES
from sketchxai_desktop.rendering.quantise import Quantiser, palette_for
from sketchxai_desktop.rendering.style import FrameStyle

MakeRun = Callable[..., Run]
needs_webp = pytest.mark.skipif(not features.check("webp"), reason="this Pillow cannot read WebP")
FORMATS = ["gif", "png", pytest.param("webp", marks=needs_webp)]


def rgb(pixels: np.ndarray) -> np.ndarray:
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(np.uint8)


def decoded(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        frames = []
        for k in range(image.n_frames):
            image.seek(k)
            frames.append(np.asarray(image.convert("RGB")))
        return frames


def durations(path: Path) -> list[float]:
    with Image.open(path) as image:
        result = []
        for k in range(image.n_frames):
            image.seek(k)
            image.load()
            result.append(image.info["duration"])
        return result


@pytest.fixture
def resting_run(make_run: MakeRun) -> Run:
    """A run in which nothing at all changes between states 2, 3 and 4."""
    run = make_run(7)
    run.steps[3] = run.steps[4] = run.steps[2]
    return run


@pytest.mark.parametrize("style", ["panels", "sketch", "grid"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gif_frames_are_the_rendered_frames(make_run: MakeRun, tmp_path: Path, style: str, theme: str) -> None:
    run = make_run(7, paths=3)
    look = FrameStyle(style, size=200, theme=theme, path=1, show_traces=True, show_ghost=True)  # type: ignore[arg-type]
    target = tmp_path / "run.gif"
    assert export_animation(run, target, look)
    quantise = Quantiser(palette_for(look, len(run.sketch)))
    palette, renderer = np.array(quantise.palette, np.uint8), FrameRenderer(run, look)
    frames = decoded(target)
    assert len(frames) == 7
    for state, frame in enumerate(frames):
        pixels = image_pixels(renderer.render(state))
        np.testing.assert_array_equal(frame, palette[quantise(pixels)])
        assert np.abs(frame.astype(int) - rgb(pixels)).mean() < 0.6


@pytest.mark.parametrize("ending", FORMATS)
def test_a_step_without_change_is_a_frame_all_the_same(resting_run: Run, tmp_path: Path, ending: str) -> None:
    # The title counts the steps; the sketch alone has states that are equal to the last pixel.
    target, style = tmp_path / f"run.{ending}", FrameStyle("sketch", size=160)
    export_animation(resting_run, target, style, fps=10, hold_first=0.5, hold_last=0.7)
    frames = decoded(target)
    assert len(frames) == 7
    np.testing.assert_array_equal(frames[2], frames[4])
    assert (frames[4] != frames[5]).any()
    assert durations(target) == [500, 100, 100, 100, 100, 100, 700]


@pytest.mark.parametrize("ending", FORMATS[1:])
def test_true_colour_formats_lose_nothing(make_run: MakeRun, tmp_path: Path, ending: str) -> None:
    run, target, style = make_run(5), tmp_path / f"run.{ending}", FrameStyle(size=131)
    export_animation(run, target, style)
    renderer = FrameRenderer(run, style)
    for state, frame in enumerate(decoded(target)):
        np.testing.assert_array_equal(frame, rgb(image_pixels(renderer.render(state))))


def gif_blocks(data: bytes) -> tuple[list[int], list[tuple[int, int, int, int]], bool]:
    """(flags of every image, place of every image, whether it loops), read from the bytes."""
    assert data[:6] == b"GIF89a"
    assert data[10] & 0x80
    position, flags, places, loops = 13 + 3 * 2 ** ((data[10] & 7) + 1), [], [], False
    while data[position] != 0x3B:
        if data[position] == 0x21:
            loops |= data[position + 3 : position + 14] == b"NETSCAPE2.0"
            position += 2
        else:
            assert data[position] == 0x2C
            places.append(struct.unpack_from("<HHHH", data, position + 1))
            flags.append(data[position + 9])
            position += 11
        while data[position]:
            position += 1 + data[position]
        position += 1
    assert position == len(data) - 1
    return flags, places, loops


def test_gif_has_one_palette_and_small_parts(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run(6)
    export_animation(run, tmp_path / "loop.gif", FrameStyle(size=160))
    export_animation(run, tmp_path / "once.gif", FrameStyle(size=160), loop=False)
    flags, places, loops = gif_blocks((tmp_path / "loop.gif").read_bytes())
    assert not any(flag & 0x80 for flag in flags)  # no local palettes
    assert places[0] == (0, 0, 267, 160)
    assert all(width * height < 267 * 160 for _, _, width, height in places[1:])
    assert loops
    assert not gif_blocks((tmp_path / "once.gif").read_bytes())[2]
    with Image.open(tmp_path / "loop.gif") as image:
        assert (image.size, image.info["loop"]) == ((267, 160), 0)


def test_background_is_the_same_in_all_frames(make_run: MakeRun, tmp_path: Path) -> None:
    export_animation(make_run(8), tmp_path / "run.gif", FrameStyle("sketch", size=256))
    frames = np.stack(decoded(tmp_path / "run.gif"))
    assert (frames[:, :3] == LIGHT.background).all()
    assert (frames == LIGHT.background).all(axis=-1).all(axis=0).mean() > 0.4


@pytest.mark.parametrize("ending", FORMATS)
def test_same_run_and_style_give_the_same_bytes(make_run: MakeRun, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        export_animation(make_run(4), tmp_path / f"{name}.{ending}", FrameStyle(size=180))
    export_animation(make_run(4), tmp_path / f"c.{ending}", FrameStyle(size=180, theme="dark"))
    first, second, other = ((tmp_path / f"{n}.{ending}").read_bytes() for n in "abc")
    assert first == second != other


@pytest.mark.parametrize("ending", FORMATS)
def test_cancelling_leaves_nothing_behind(make_run: MakeRun, tmp_path: Path, ending: str) -> None:
    done: list[tuple[int, int]] = []
    target = tmp_path / f"run.{ending}"
    written = export_animation(
        make_run(9),
        target,
        FrameStyle(size=128),
        progress=lambda k, n: done.append((k, n)),
        cancelled=lambda: len(done) == 4,
    )
    assert not written
    assert done == [(1, 9), (2, 9), (3, 9), (4, 9)]
    assert list(tmp_path.iterdir()) == []
    target.write_text("before")
    assert not export_animation(make_run(9), target, cancelled=lambda: True)
    assert [p.name for p in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "before"


@pytest.mark.parametrize(("fps", "states"), [(5, 101), (12, 100), (7, 31), (30, 64), (50, 3), (0.5, 4)])
def test_durations_add_up(fps: float, states: int) -> None:
    shown = frame_durations(states, fps, 1.0, 2.0)
    whole = max(1.0, 1 / fps) + (states - 2) / fps + max(2.0, 1 / fps)
    assert sum(shown) == round(100 * whole)
    assert max(abs(d - 100 / fps) for d in shown[1:-1]) < 1
    assert min(shown) >= 2


def test_five_per_second_is_exact(make_run: MakeRun, tmp_path: Path) -> None:
    assert frame_durations(5, 5, 1.0, 2.0) == [100, 20, 20, 20, 200]
    assert frame_durations(1, 5, 1.0, 2.0) == [200]
    export_animation(make_run(5), tmp_path / "run.gif", FrameStyle(size=128))
    assert durations(tmp_path / "run.gif") == [1000, 200, 200, 200, 2000]


def test_a_run_of_one_state_and_a_growing_run(make_run: MakeRun, tmp_path: Path) -> None:
    for ending in ("gif", "png"):
        export_animation(make_run(1), tmp_path / f"one.{ending}", FrameStyle(size=128))
        assert len(decoded(tmp_path / f"one.{ending}")) == 1
    run = make_run(3)
    export_animation(
        run, tmp_path / "run.gif", FrameStyle(size=128), progress=lambda *_: run.steps.append(replace(run.steps[0]))
    )
    assert len(decoded(tmp_path / "run.gif")) == 3


def test_what_cannot_be_written_is_said(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run(2)
    for name, options in (
        ("run.mp4", {}),
        ("run.gif", {"fps": 0}),
        ("run.gif", {"fps": 51}),
        ("run.gif", {"fps": float("nan")}),
        ("run.gif", {"hold_last": -1}),
        ("no folder/run.gif", {}),
    ):
        with pytest.raises(UserError):
            export_animation(run, tmp_path / name, FrameStyle(size=128), **options)
    with pytest.raises(UserError, match="no steps"):
        export_animation(make_run(0), tmp_path / "run.gif")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("strokes", [1, 5, 12, 24, 196])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("style", ["panels", "grid"])
def test_palette_holds_the_theme_and_fits(strokes: int, scheme: str, style: str) -> None:
    look = FrameStyle(style, scheme=scheme, show_ghost=True)  # type: ignore[arg-type]
    palette = palette_for(look, strokes)
    assert len(palette) == len(set(palette)) <= 255
    assert palette[0] == LIGHT.background
    assert {LIGHT.text, LIGHT.accent, LIGHT.original, LIGHT.surface, LIGHT.ghost} <= set(palette)


def test_quantiser_finds_the_nearest_colour() -> None:
    rng = np.random.default_rng(3)
    palette = [tuple(c) for c in rng.integers(0, 256, (200, 3)).tolist()]
    pixels = rng.integers(0, 1 << 24, (40, 50)).astype(np.uint32)
    indices = Quantiser(palette)(pixels)
    distance = ((rgb(pixels)[..., None, :].astype(int) - np.array(palette)) ** 2).sum(axis=-1)
    np.testing.assert_array_equal(
        np.take_along_axis(distance, indices[..., None].astype(int), -1)[..., 0], distance.min(-1)
    )


def test_many_strokes_keep_their_colours(make_run: MakeRun, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    many = Sketch(tuple(Stroke(rng.uniform(0, 255, (4, 2))) for _ in range(60)))
    run, style = make_run(3, sketch=many), FrameStyle("sketch", size=256, scheme="rainbow")
    export_animation(run, tmp_path / "run.gif", style)
    exact = rgb(image_pixels(FrameRenderer(run, style).render(2))).astype(int)
    assert np.abs(decoded(tmp_path / "run.gif")[2] - exact).mean() < 4
