"""The panels of the stroke inspector, driven by real events and compared with the network's numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.shape_reference import NetworkTables, ShapeReference
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import DARK, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector import Inspector
from sketchxai_desktop.widgets.inspector_contributions import ContributionsPanel
from sketchxai_desktop.widgets.inspector_location import DISTANCE, GRID, LocationPanel, grid_points
from sketchxai_desktop.widgets.inspector_order import FIRST, OrderPanel
from sketchxai_desktop.widgets.inspector_plot import Panel, Plot
from sketchxai_desktop.widgets.inspector_shape import NEIGHBOURS, ShapePanel
from sketchxai_desktop.widgets.take_away import TakeAway

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection

Show = Callable[..., QWidget]


@pytest.fixture(scope="session")
def tables(checkpoint: Checkpoint) -> NetworkTables:
    from sketchxai_desktop.core.inspection import location_map, order_table

    return NetworkTables(order_table(checkpoint), *location_map(checkpoint))


@pytest.fixture
def reference(
    checkpoint: Checkpoint, bicycle: Sketch, face: Sketch, many_strokes: Callable[[int], Sketch]
) -> ShapeReference:
    from sketchxai_desktop.core.inspection import embed_shapes

    sketches = [bicycle, face, many_strokes(40)]
    strokes = tuple(s for sketch in sketches for s in sketch.strokes)
    words = tuple(sketch.word for sketch in sketches for _ in sketch.strokes)
    return ShapeReference(strokes, embed_shapes(checkpoint, sketches), words)


@pytest.fixture
def inspector(session: Session, show: Show) -> Inspector:
    widget = Inspector(session)
    show(widget, 300, 560)
    return widget


@pytest.fixture
def looking(
    inspector: Inspector,
    session: Session,
    summary: CheckpointSummary,
    inspection: Inspection,
    tables: NetworkTables,
    reference: ShapeReference,
) -> Inspector:
    """An inspector that knows everything about the bicycle."""
    session.set_checkpoint(summary)
    inspector.set_tables(tables)
    inspector.set_reference(reference)
    session.edit(inspection.sketch, "Open Sketch")
    session.set_inspection(inspection)
    return inspector


def panel(inspector: Inspector, kind: type) -> QWidget:
    """The panel of that kind, brought to the front."""
    index = next(k for k, p in enumerate(inspector.panels.panels) if isinstance(p, kind))
    inspector.panels.tabs.setCurrentIndex(index)
    found = inspector.panels.panels[index]
    assert found.isVisible()
    return found


def pixel(plot: Plot, x: float, y: float) -> QPoint:
    QApplication.processEvents()
    return QPoint(*(round(v) for v in plot.to_pixels((x, y)).tolist()))


# Order -------------------------------------------------------------------------------------------------


def test_order_map_shows_the_first_rows_or_all(looking: Inspector, tables: NetworkTables, qtbot: QtBot) -> None:
    order = panel(looking, OrderPanel)
    assert isinstance(order, OrderPanel)
    assert np.array_equal(order.plot.image.image, tables.order_similarity[:FIRST, :FIRST])
    order.all_orders.setFocus()
    qtbot.keyClick(order.all_orders, Qt.Key.Key_Space)
    assert order.plot.image.image.shape == (196, 196)


def test_order_map_grows_with_the_sketch(
    looking: Inspector, session: Session, inspection: Inspection, many_strokes: Callable[[int], Sketch]
) -> None:
    order = panel(looking, OrderPanel)
    assert isinstance(order, OrderPanel)
    session.edit(many_strokes(50), "Open Sketch")
    session.set_inspection(replace(inspection, sketch=session.sketch, simplified=session.sketch))
    assert order.plot.image.image.shape == (52, 52)


def test_pointing_at_the_order_map(looking: Inspector, session: Session, tables: NetworkTables, qtbot: QtBot) -> None:
    order = panel(looking, OrderPanel)
    assert isinstance(order, OrderPanel)
    assert order.tip(2, 6) == f"order 3 vs 7: {tables.order_similarity[2, 6]:.2f}".replace("-", "\N{MINUS SIGN}")
    viewport = order.plot.viewport()
    qtbot.mouseMove(viewport, pixel(order.plot, 6.5, 2.5))
    assert session.hovered == 2
    qtbot.mouseMove(viewport, pixel(order.plot, 6.5, 15.5))  # the sketch has no such stroke
    assert session.hovered is None
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(order.plot, 0.5, 3.5))
    assert session.selection == 3
    assert "order 4" in order.caption.text()


def test_the_selected_row_is_framed(
    looking: Inspector, session: Session, pixels: Callable[[QWidget], np.ndarray]
) -> None:
    order = panel(looking, OrderPanel)
    assert isinstance(order, OrderPanel)
    QApplication.processEvents()
    before = pixels(order.plot.viewport())
    session.select(1)
    after = pixels(order.plot.viewport())
    top, bottom = pixel(order.plot, 0, 1).y(), pixel(order.plot, 0, 2).y()
    changed = np.flatnonzero((before != after).any(axis=(1, 2)))
    assert len(changed)
    assert top - 4 <= changed[0] <= changed[-1] <= bottom + 4


# Shape -------------------------------------------------------------------------------------------------


def test_neighbours_are_the_nearest_but_not_the_stroke_itself(
    looking: Inspector, session: Session, inspection: Inspection, reference: ShapeReference
) -> None:
    shape = panel(looking, ShapePanel)
    assert isinstance(shape, ShapePanel)
    session.select(2)
    found = shape.strip.neighbours
    assert len(found) == NEIGHBOURS
    unit = reference.embeddings / np.linalg.norm(reference.embeddings, axis=1, keepdims=True)
    own = inspection.shape[2] / np.linalg.norm(inspection.shape[2])
    similar = unit @ own
    similar[2] = -2  # the bicycle is the first sketch of the reference
    assert [n.index for n in found] == np.argsort(-similar, kind="stable")[:NEIGHBOURS].tolist()
    assert [n.similarity for n in found] == pytest.approx(np.sort(similar)[::-1][:NEIGHBOURS].tolist(), abs=1e-5)
    assert found[0].stroke is reference.strokes[found[0].index]
    words = [n.word or "unknown" for n in found]
    assert words[0] in shape.strip.tip(1)
    assert shape.strip.accessibleDescription().startswith(words[0])


def test_pointing_at_the_shape_map(
    looking: Inspector, session: Session, reference: ShapeReference, qtbot: QtBot
) -> None:
    shape = panel(looking, ShapePanel)
    assert isinstance(shape, ShapePanel)
    places = shape.plot._places
    viewport = shape.plot.viewport()
    # The stroke whose chip lies farthest from the others is not covered by one.
    apart = np.linalg.norm(places[:, None] - places, axis=-1) + 9 * np.eye(len(places))
    alone = int(apart.min(axis=1).argmax())
    at = pixel(shape.plot, *places[alone].tolist())
    qtbot.mouseMove(viewport, at)
    assert session.hovered == alone
    assert shape.plot._card is not None
    assert shape.plot._card[1] == f"stroke {alone + 1}"
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == alone
    before = viewport.grab().toImage()
    pixels_away = np.linalg.norm(
        shape.plot.to_pixels(reference.places)[:, None] - shape.plot.to_pixels(places), axis=-1
    )
    at_dots = shape.plot.to_pixels(reference.places)
    inside = ((at_dots > 2) & (at_dots < (viewport.width() - 2, viewport.height() - 2))).all(axis=1)
    free = int(np.where(inside, pixels_away.min(axis=1), 0).argmax())
    assert pixels_away[free].min() > 12
    qtbot.mouseMove(viewport, pixel(shape.plot, *reference.places[free].tolist()))
    assert session.hovered is None
    assert shape.plot._card is not None
    assert viewport.grab().toImage() != before


def test_all_of_the_sketch_is_on_the_map(looking: Inspector) -> None:
    shape = panel(looking, ShapePanel)
    assert isinstance(shape, ShapePanel)
    for size in ((300, 560), (260, 460), (900, 500)):
        looking.resize(*size)
        QApplication.processEvents()
        at = shape.plot.to_pixels(shape.plot._places)
        assert (at > 8).all()
        assert (at < (shape.plot.viewport().width() - 8, shape.plot.viewport().height() - 8)).all()


def test_the_wheel_zooms_only_with_ctrl(looking: Inspector) -> None:
    shape = panel(looking, ShapePanel)
    assert isinstance(shape, ShapePanel)
    viewport = shape.plot.viewport()

    def turn(modifiers: Qt.KeyboardModifier) -> bool:
        middle = QPointF(viewport.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(viewport.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
        return event.isAccepted()

    QApplication.processEvents()
    before = shape.plot.box.viewRect()
    assert not turn(Qt.KeyboardModifier.NoModifier)
    assert shape.plot.box.viewRect() == before
    assert turn(Qt.KeyboardModifier.ControlModifier)
    assert shape.plot.box.viewRect().width() < before.width()
    shape.plot.fit()
    assert shape.plot.box.viewRect().width() == pytest.approx(before.width())


# Location ----------------------------------------------------------------------------------------------


def test_the_field_is_the_similarity_of_the_location_embeddings(
    looking: Inspector, session: Session, inspection: Inspection, checkpoint: Checkpoint
) -> None:
    import torch

    location = panel(looking, LocationPanel)
    assert isinstance(location, LocationPanel)
    session.select(3)
    with torch.inference_mode():
        there = checkpoint.network.embed_locations(torch.from_numpy(grid_points())).numpy()
    here = inspection.location[3]
    cosine = there @ here / np.linalg.norm(there, axis=1) / np.linalg.norm(here)
    assert np.allclose(location.plot.image.image.ravel(), cosine, atol=1e-4)
    location.measure.setCurrentIndex(DISTANCE)
    assert np.allclose(location.plot.image.image.ravel(), np.linalg.norm(there - here, axis=1), atol=1e-4)


def test_the_field_is_brightest_at_the_stroke_and_y_points_down(
    looking: Inspector, session: Session, inspection: Inspection
) -> None:
    location = panel(looking, LocationPanel)
    assert isinstance(location, LocationPanel)
    session.select(4)
    location.measure.setCurrentIndex(DISTANCE)
    row, column = np.unravel_index(location.plot.image.image.argmin(), (GRID, GRID))
    x, y = inspection.locations[4]
    assert column == pytest.approx((x + 0.8) / 1.6 * GRID, abs=1)
    assert row == pytest.approx((y + 0.8) / 1.6 * GRID, abs=1)
    assert pixel(location.plot, 0, 0.5).y() > pixel(location.plot, 0, -0.5).y()
    assert pixel(location.plot, 0.5, 0).x() > pixel(location.plot, -0.5, 0).x()


def test_a_click_on_a_start_selects(looking: Inspector, session: Session, inspection: Inspection, qtbot: QtBot) -> None:
    location = panel(looking, LocationPanel)
    assert isinstance(location, LocationPanel)
    at = pixel(location.plot, *inspection.locations[1].tolist())
    qtbot.mouseMove(location.plot.viewport(), at)
    assert session.hovered == 1
    qtbot.mouseClick(location.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == 1
    assert "similarity 1.00" in location.tip(QPointF(*inspection.locations[1].tolist()))


# Contributions -----------------------------------------------------------------------------------------


def test_contributions_of_one_stroke_and_of_all(looking: Inspector, session: Session, inspection: Inspection) -> None:
    contribution = panel(looking, ContributionsPanel)
    assert isinstance(contribution, ContributionsPanel)
    assert contribution.bars.shares == pytest.approx(inspection.contributions.mean(axis=0).tolist())
    session.select(2)
    assert contribution.bars.shares == pytest.approx(inspection.contributions[2].tolist())
    assert sum(contribution.bars.shares) == pytest.approx(1, abs=1e-4)
    session.select(None)
    session.hover(3)
    assert contribution.bars.shares == pytest.approx(inspection.contributions[3].tolist())


# The whole ---------------------------------------------------------------------------------------------


def test_nothing_known_yet(inspector: Inspector, session: Session, bicycle: Sketch) -> None:
    for kind in (OrderPanel, ShapePanel, LocationPanel):
        assert panel(inspector, kind).plot.message  # type: ignore[attr-defined]
    session.edit(bicycle, "Open Sketch", select=1)
    for kind in (OrderPanel, ShapePanel, LocationPanel):
        assert "network" in panel(inspector, kind).plot.message  # type: ignore[attr-defined]
    assert not inspector.grab().isNull()


def test_panels_wait_for_the_answer_to_the_present_sketch(
    looking: Inspector, session: Session, inspection: Inspection
) -> None:
    location = panel(looking, LocationPanel)
    assert isinstance(location, LocationPanel)
    session.select(4)
    before = location.plot.image.image.copy()
    session.edit(inspection.sketch.without_strokes([0]), "Delete Stroke", select=0)
    assert np.array_equal(location.plot.image.image, before)
    part = {
        name: getattr(inspection, name)[1:] for name in ("locations", "shape", "order", "location", "contributions")
    }
    session.set_inspection(replace(inspection, sketch=session.sketch, simplified=session.sketch, **part))
    assert not np.array_equal(location.plot.image.image, before)
    assert "stroke 1 " in location.caption.text()


def test_a_network_of_another_width(looking: Inspector, session: Session, inspection: Inspection) -> None:
    shape = panel(looking, ShapePanel)
    assert isinstance(shape, ShapePanel)
    assert shape.plot.message == ""
    session.select(1)
    session.set_inspection(replace(inspection, shape=inspection.shape[:, :48]))
    assert "gathered" in shape.plot.message
    session.set_inspection(inspection)
    assert shape.plot.message == ""
    assert len(shape.strip.neighbours) == NEIGHBOURS


def test_no_more_strokes_than_the_network_sees(
    looking: Inspector, session: Session, checkpoint: Checkpoint, many_strokes: Callable[[int], Sketch]
) -> None:
    from sketchxai_desktop.core.inspection import inspect_sketch

    assert looking.note == ""
    session.edit(many_strokes(210), "Open Sketch", select=205)
    assert "150 strokes" in looking.note  # what the checkpoint's summary says, until the answer is there
    session.set_inspection(inspect_sketch(checkpoint, session.sketch))
    assert looking.note == "The network sees the first 196 strokes."
    for kind in (OrderPanel, ShapePanel, LocationPanel, ContributionsPanel):
        panel(looking, kind)
        assert not looking.grab().isNull()
    session.edit(Sketch(), "Clear")
    assert looking.note == ""


def test_only_what_is_seen_is_drawn_anew(
    looking: Inspector, session: Session, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel(looking, OrderPanel)
    drawn: list[str] = []
    for each in looking.panels.panels:
        name = type(each).__name__
        original = each.refresh
        monkeypatch.setattr(each, "refresh", lambda s, n=name, o=original: (drawn.append(n), o(s)))
    session.set_inspection(replace(inspection))
    assert drawn == ["OrderPanel"]
    panel(looking, ShapePanel)
    assert drawn == ["OrderPanel", "ShapePanel"]


def test_all_panels_at_once_where_there_is_room(looking: Inspector) -> None:
    assert [p.isVisible() for p in looking.panels.panels].count(True) == 1
    looking.resize(700, 1100)
    assert all(p.isVisible() for p in looking.panels.panels)
    assert not looking.panels.tabs.isVisible()
    looking.resize(320, 2200)
    assert all(p.isVisible() for p in looking.panels.panels)
    looking.resize(300, 450)
    assert [p.isVisible() for p in looking.panels.panels].count(True) == 1


def test_pointing_changes_no_sizes(looking: Inspector, session: Session) -> None:
    for kind in (OrderPanel, ShapePanel, LocationPanel):
        shown = panel(looking, kind)
        QApplication.processEvents()
        before = shown.plot.size()  # type: ignore[attr-defined]
        session.hover(2)
        QApplication.processEvents()
        assert shown.plot.size() == before  # type: ignore[attr-defined]
        session.hover(None)


def test_both_themes(
    looking: Inspector, session: Session, theme: Theme, pixels: Callable[[QWidget], np.ndarray]
) -> None:
    looking.set_theme(theme)
    session.select(1)
    for kind in (OrderPanel, ShapePanel, LocationPanel):
        plot = panel(looking, kind).plot  # type: ignore[attr-defined]
        QApplication.processEvents()
        assert pixels(plot.viewport())[2, 2].tolist() == list(theme.surface)
    assert (theme is DARK) == (np.mean(theme.surface) < 128)


def test_importing_it_does_not_load_torch() -> None:
    code = (
        "import sys, sketchxai_desktop.widgets.inspector, sketchxai_desktop.widgets.predictions;"
        "sys.exit('torch is loaded' if 'torch' in sys.modules else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# Taking panels away -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [OrderPanel, ShapePanel, LocationPanel, ContributionsPanel])
def test_every_panel_is_saved_as_picture_drawing_and_data(
    looking: Inspector, session: Session, inspection: Inspection, tmp_path: Path, kind: type[Panel]
) -> None:
    session.select(2)
    shown = panel(looking, kind)
    assert isinstance(shown, kind)
    for ending in ("png", "svg"):
        assert shown.take_away.save_image(tmp_path / f"panel.{ending}")
    for ending in ("csv", "json"):
        assert shown.take_away.save_data(tmp_path / f"panel.{ending}")
    assert "<image" not in (tmp_path / "panel.svg").read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "panel.json").read_text(encoding="utf-8"))
    wanted = {OrderPanel: FIRST**2, LocationPanel: GRID**2, ContributionsPanel: 5, ShapePanel: 5 + NEIGHBOURS}
    assert len(rows) == wanted[kind]
    if kind is ContributionsPanel:
        found = [[row["order"], row["shape"], row["location"]] for row in rows]
        assert np.allclose(found, inspection.contributions)
    if kind is OrderPanel:
        assert all(row["similarity"] == pytest.approx(1, abs=1e-5) for row in rows if row["order"] == row["other"])


def test_a_map_is_drawn_in_the_colours_it_has_on_the_screen(looking: Inspector, tmp_path: Path) -> None:
    """As squares: the middle of each cell has the colour that it has in the picture."""
    shown = panel(looking, OrderPanel)
    assert isinstance(shown, OrderPanel)
    away = TakeAway(shown.plot, "map")
    away.save_image(tmp_path / "map.png")
    away.save_image(tmp_path / "map.svg")
    picture = QImage(str(tmp_path / "map.png"))
    drawing = QImage(picture.size(), QImage.Format.Format_RGB32)
    drawing.fill(0)
    painter = QPainter(drawing)
    QSvgRenderer(str(tmp_path / "map.svg")).render(painter)
    painter.end()
    ratio = picture.width() / shown.plot.width()
    different = 0
    for a in range(8, FIRST):
        for b in range(8, FIRST):
            x, y = shown.plot.to_pixels((b + 0.5, a + 0.5)).tolist()
            spot = round(x * ratio), round(y * ratio)
            first, second = picture.pixelColor(*spot), drawing.pixelColor(*spot)
            different += max(abs(p - q) for p, q in zip(first.getRgb(), second.getRgb(), strict=True)) > 6
    assert different == 0


def test_in_a_low_place_the_list_has_a_tab_of_its_own(looking: Inspector, session: Session) -> None:
    tabs, panels = looking.panels.tabs, looking.panels.panels
    looking.resize(300, 240)
    QApplication.processEvents()
    assert [tabs.count(), tabs.currentIndex()] == [5, 0]
    assert looking.strokes.isVisible()
    assert looking.strokes.height() >= 120, "all the room is the list's"
    assert not any(p.isVisible() for p in panels)
    tabs.setCurrentIndex(1)
    QApplication.processEvents()
    assert [p.isVisible() for p in panels] == [True, False, False, False]
    assert not looking.strokes.isVisible()
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        QApplication.processEvents()
        assert looking.minimumSizeHint().height() <= 240
        assert tabs.tabToolTip(place)
    looking.resize(300, 560)
    QApplication.processEvents()
    assert tabs.count() == 4
    assert looking.strokes.isVisible()
    assert [p.isVisible() for p in panels].count(True) == 1
    session.select(1)
    assert [i.row() for i in looking.strokes.selectedIndexes()] == [1]


def test_long_names_of_tabs_are_cut_before_short_ones(looking: Inspector) -> None:
    # Whatever the font: on a machine with another one, other names are short.
    tabs = looking.panels.tabs
    looking.resize(260, 240)
    QApplication.processEvents()
    assert tabs.tabRect(tabs.count() - 1).right() < tabs.width(), "all tabs are in sight"
    wanted = [tabs.tabSizeHint(k).width() for k in range(tabs.count())]
    given = [tabs.tabRect(k).width() for k in range(tabs.count())]
    assert sum(wanted) > tabs.width(), "there is too little room for all"
    cut = [k for k in range(tabs.count()) if given[k] < wanted[k]]
    assert wanted.index(max(wanted)) in cut
    assert wanted.index(min(wanted)) not in cut
    level = min(given[k] for k in cut)
    assert all(given[k] < level + tabs.count() for k in cut), "what is cut is cut to the same width, but for rounding"
    assert all(wanted[k] <= level for k in range(tabs.count()) if k not in cut)
    looking.resize(600, 240)
    QApplication.processEvents()
    assert all(tabs.tabRect(k).width() >= wanted[k] for k in range(tabs.count()))
