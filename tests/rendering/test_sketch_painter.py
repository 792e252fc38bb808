from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering import view as view_module
from sketchxai_desktop.rendering.frames import image_pixels
from sketchxai_desktop.rendering.palette import DARK, LIGHT, THEMES, stroke_colour
from sketchxai_desktop.rendering.sketch_painter import DENSE, paint_sketch, shifted_bounds
from sketchxai_desktop.rendering.thumbnails import thumbnail
from sketchxai_desktop.rendering.view import View, ink_of

SNAPSHOTS = Path(__file__).parent / "snapshots"


def paint(
    sketch: Sketch, size: int = 160, theme: str = "light", place: View | None = None, **options: object
) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(*THEMES[theme].background))
    painter = QPainter(image)
    paint_sketch(painter, sketch, place or QRectF(0, 0, size, size), theme=THEMES[theme], **options)  # type: ignore[arg-type]
    painter.end()
    return image


def channels(image: QImage) -> np.ndarray:
    pixels = image_pixels(image.convertToFormat(QImage.Format.Format_RGB32)).astype(np.int64)
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1)


SHOTS: dict[str, dict[str, object]] = {
    "light-rainbow": {},
    "dark-viridis": {"theme": "dark", "scheme": "viridis"},
    "light-selected": {"selected": (0,), "hovered": 1, "width": 4.0},
    "dark-ghost-traces": {
        "theme": "dark",
        "shifts": [(10, 5), (0, 20), (-20, 0), (25, 25)],
        "ghost": True,
        "traces": [[(228, 128), (90, 160), (128, 110), (95, 95)], [(238, 133), (90, 180), (108, 110), (120, 120)]],
    },
}


@pytest.mark.parametrize("name", SHOTS)
def test_looks_as_it_did(name: str, face: Sketch, tmp_path: Path) -> None:
    options = dict(SHOTS[name])
    if options.pop("ghost", False):
        options["ghost"] = face
    image = paint(face, **options)  # type: ignore[arg-type]
    stored = SNAPSHOTS / f"{name}.png"
    if os.environ.get("SKETCHXAI_UPDATE_SNAPSHOTS"):
        assert image.save(str(stored))
    assert stored.is_file(), "run once with SKETCHXAI_UPDATE_SNAPSHOTS=1 and look at the picture"
    difference = np.abs(channels(image) - channels(QImage(str(stored))))
    # Antialiasing may differ by a little between versions of Qt; shapes and colours may not.
    assert difference.mean() < 0.5
    assert (difference.max(axis=-1) > 48).mean() < 0.002


def test_strokes_lie_where_the_view_says(face: Sketch) -> None:
    view = View(0.5, 10, 20)
    pixels = channels(paint(face, place=view, start_dots=False, width=4.0))
    x, y = np.rint(view.to_view(face.strokes[2].points.mean(axis=0))).astype(int)
    assert tuple(pixels[y, x]) == stroke_colour(2, 4)
    assert tuple(pixels[150, 150]) == LIGHT.background


def test_shifts_move_strokes_like_new_strokes_would(face: Sketch) -> None:
    shifts = np.array([(8.0, 0), (0, -8), (4, 4), (-8, 8)])
    moved = face.with_strokes(s.moved(*d) for s, d in zip(face.strokes, shifts.tolist(), strict=True))
    view = View(0.5, 10, 10)
    assert np.abs(channels(paint(face, place=view, shifts=shifts)) - channels(paint(moved, place=view))).max() <= 2
    assert shifted_bounds(face, shifts) == pytest.approx(moved.bounds)


def test_fitted_strokes_stay_inside_the_rectangle(face: Sketch) -> None:
    shifts = np.array([(300.0, 0), (0, -400), (0, 0), (-500, 0)])
    pixels = channels(paint(face, shifts=shifts, selected=(0,)))
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert (edge == LIGHT.background).all()


def test_halo_surrounds_only_the_selected_stroke(face: Sketch) -> None:
    plain, marked = channels(paint(face)), channels(paint(face, selected=(2,)))
    rows, columns = np.nonzero((plain != marked).any(axis=-1))
    nose = View.fit(face.bounds, QRectF(0, 0, 160, 160), 12).to_view(face.strokes[2].points)
    assert len(rows)
    assert rows.min() > nose[0, 1] - 8
    assert rows.max() < nose[1, 1] + 8
    assert np.abs(columns - nose[0, 0]).max() < 8
    assert (marked == LIGHT.halo).all(axis=-1).any()
    hovered = channels(paint(face, hovered=2))
    assert (hovered == LIGHT.hover).all(axis=-1).any()


def test_orders_outside_the_sketch_are_ignored(face: Sketch) -> None:
    assert paint(face, selected=(9, -1), hovered=7) == paint(face)


def test_a_tap_is_a_visible_dot() -> None:
    tap = Sketch((Stroke(np.array([(5.0, 5.0)])),))
    pixels = channels(paint(tap, size=40, start_dots=False, width=6))
    assert tuple(pixels[20, 20]) == stroke_colour(0, 1)


def test_pressure_changes_the_width_of_ink() -> None:
    points = np.stack([np.linspace(0, 100, 40), np.zeros(40)], axis=1)
    line = Stroke(points, pressures=np.linspace(0, 1, 40))
    ink = (channels(paint(Sketch((line,)), scheme="ink", start_dots=False, width=8)) != LIGHT.background).any(axis=-1)
    thickness = ink.sum(axis=0)
    assert thickness[130] > 2 * thickness[35] > 0


def test_numbers_are_painted_and_the_painter_is_left_as_found(face: Sketch) -> None:
    image = QImage(160, 160, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setPen(QPen(QColor(1, 2, 3), 5))
    before = (painter.pen(), painter.brush(), painter.transform(), painter.renderHints())
    paint_sketch(painter, face, QRectF(0, 0, 160, 160), numbers=True)
    assert (painter.pen(), painter.brush(), painter.transform(), painter.renderHints()) == before
    painter.end()
    assert (channels(image) != channels(paint(face))).any()


def test_empty_and_dense_sketches() -> None:
    assert (channels(paint(Sketch())) == LIGHT.background).all()
    rng = np.random.default_rng(0)
    dense = Sketch(tuple(Stroke(rng.uniform(0, 255, (3, 2))) for _ in range(DENSE)))
    assert (channels(paint(dense, theme="dark")) != DARK.background).any(axis=-1).mean() > 0.3


def test_paints_off_the_main_thread(face: Sketch) -> None:
    pictures: list[QImage] = []
    thread = threading.Thread(target=lambda: pictures.append(paint(face, numbers=True)))
    thread.start()
    thread.join(20)
    assert pictures
    assert pictures[0] == paint(face, numbers=True)


def test_polylines_are_kept_for_as_long_as_their_stroke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "_cache", {})
    stroke = Stroke(np.array([(0.0, 0.0), (1.0, 2.0)]))
    assert ink_of(stroke) is ink_of(stroke)
    assert ink_of(stroke).line.at(1) == QPointF(1, 2)
    assert len(view_module._cache) == 1
    del stroke
    gc.collect()
    assert not view_module._cache


def test_polylines_of_strokes_that_only_the_history_holds_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "_cache", {})
    monkeypatch.setattr(view_module, "_MOST", 8)
    strokes = [Stroke(np.array([(0.0, k), (1.0, 2.0)])) for k in range(12)]
    inks = [ink_of(stroke) for stroke in strokes]
    assert list(view_module._cache) == [id(stroke) for stroke in strokes[4:]]
    assert ink_of(strokes[11]) is inks[11]
    assert ink_of(strokes[0]).start == inks[0].start == (0.0, 0.0)


def test_view_goes_there_and_back() -> None:
    view = View.fit((10, 20, 110, 70), QRectF(0, 0, 220, 300), 10)
    assert view.scale == 2
    np.testing.assert_allclose(view.to_view([(10, 45)]), [(10, 150)])
    np.testing.assert_allclose(view.to_sketch(view.to_view([(33, 44)])), [(33, 44)])
    point = view.transform().map(QPointF(10, 45))
    assert (point.x(), point.y()) == (10, 150)


@pytest.mark.parametrize("scheme", ["ink", "rainbow"])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_thumbnail_is_sharp_and_whole(face: Sketch, ratio: float, scheme: str) -> None:
    image = thumbnail(face, 96, ratio, scheme=scheme)  # type: ignore[arg-type]
    assert (image.width(), image.devicePixelRatio()) == (round(96 * ratio), ratio)
    ink = (channels(image) != LIGHT.background).any(axis=-1)
    rows, columns = np.nonzero(ink)
    for low, high in ((rows.min(), rows.max()), (columns.min(), columns.max())):
        assert 0 < low < 8 * ratio
        assert image.width() - 8 * ratio < high < image.width() - 1
    eye = round(96 * ratio * (0.5 + 0.92 * (95 - 128) / 200))
    assert ink[eye - 2 : eye + 3, eye - 2 : eye + 3].any()


def test_thumbnail_of_nothing_and_of_a_tap() -> None:
    assert (channels(thumbnail(Sketch())) == LIGHT.background).all()
    assert (channels(thumbnail(Sketch((Stroke(np.array([(3.0, 4.0)])),)))) != LIGHT.background).any()
    assert thumbnail(Sketch(), background=False).pixelColor(5, 5).alpha() == 0
