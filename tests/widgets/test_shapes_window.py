"""The Shapes window: groups, map, input/primitives/ours, order test."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.analysis.codebook import Codebook
from sketchxai_desktop.analysis.order_test import OrderTest, shuffle_orders
from sketchxai_desktop.analysis.projection import pca_map
from sketchxai_desktop.analysis.recast import Recast, recast
from sketchxai_desktop.analysis.strokes import StrokeCollection, unit
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import DARK, LIGHT, THEMES
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.shapes_dots import DotCloud, packed
from sketchxai_desktop.widgets.shapes_map import ORDER, WORD, group_colour
from sketchxai_desktop.widgets.shapes_window import ShapesWindow

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection


def _colours(image: np.ndarray) -> int:
    """How many colours a (height, width, 3) picture has."""
    return len(np.unique(image @ (1 << 16, 1 << 8, 1)))


def returned(generator: Generator[Any, None, Any]) -> Any:
    """What a generator returns."""
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value


@pytest.fixture
def codebook(inspection: Inspection) -> Codebook:
    """400 strokes in eight groups around the directions of the bicycle's own strokes and three others."""
    rng = np.random.default_rng(0)
    width = inspection.shape.shape[1]
    centres = unit(np.concatenate([inspection.shape, rng.normal(size=(3, width))]))
    groups = np.sort(np.concatenate([np.arange(8), rng.integers(0, 8, 392)]))
    order = np.argsort(-np.bincount(groups), kind="stable")
    centres, groups = centres[order], np.argsort(order)[groups]
    embeddings = (centres[groups] + rng.normal(0, 0.002, (400, width))).astype(np.float32)
    points = rng.uniform(0, 255, (400 * 6, 2)).astype(np.float32)
    numbers = np.arange(400)
    strokes = StrokeCollection(
        points,
        (numbers + 1) * 6,
        ("bicycle", "cat"),
        numbers % 2,
        numbers // 4,
        numbers // 4 + 1,
        numbers % 4,
        embeddings,
    )
    distances = (1 - (strokes.directions * centres[groups]).sum(axis=1)).clip(0).astype(np.float32)
    return Codebook(
        strokes, centres.astype(np.float32), groups, distances, "made-up", "0" * 64, "f.ndjson", "/f.ndjson"
    )


@pytest.fixture
def window(
    session: Session, show: Callable[..., QWidget], bicycle: Sketch, summary: CheckpointSummary, inspection: Inspection
) -> ShapesWindow:
    session.open_sketch(bicycle)
    session.set_checkpoint(summary)
    shapes = ShapesWindow(session)
    shapes.set_theme(LIGHT)
    show(shapes, 980, 680)
    session.set_inspection(inspection)
    shapes.refresh()
    return shapes


@pytest.fixture
def full(window: ShapesWindow, codebook: Codebook) -> ShapesWindow:
    window.set_codebook(codebook)
    window.set_projection(pca_map(codebook.strokes))
    return window


def test_without_groups_every_page_says_what_to_do(window: ShapesWindow, pixels: Callable) -> None:
    asked: list[object] = []
    window.groups_wanted.connect(asked.append)
    window.group_count.setValue(12)
    window.stroke_count.setValue(700)
    QTest.mouseClick(window.make, Qt.MouseButton.LeftButton)
    assert [(a.groups, a.strokes) for a in asked] == [(12, 700)]  # type: ignore[attr-defined]
    assert window.groups.groups.count == 0
    assert not window.save.isEnabled()
    for page in (window.groups, window.map, window.recast, window.orders):
        window.tabs.setCurrentWidget(page)
        assert _colours(pixels(page)) > 3  # something is written there


def test_groups_are_shown_with_the_sketchs_strokes_located(full: ShapesWindow, codebook: Codebook) -> None:
    page = full.groups
    assert page.groups.count == 8
    assert page.own.count == 5
    located = codebook.locate(full._state.inspection.shape).groups  # type: ignore[union-attr]
    assert page.group == located[0]  # where the first stroke is
    for stroke, group in enumerate(located.tolist()):
        assert stroke + 1 in [n for n, _ in page._group_cell(group).chips]
        assert f"group {group + 1}" in page._own_cell(stroke).caption
    assert page.members.count == codebook.sizes[page.group]


def test_members_are_the_groups_strokes_nearest_first(full: ShapesWindow, codebook: Codebook) -> None:
    full._group_chosen(5)
    assert full.groups.group == 5
    members = codebook.members(5)
    assert full.groups.members.count == len(members)
    first = full.groups._member_cell(0)
    assert np.array_equal(first.stroke.points, codebook.medoid(5).points)
    assert f"line {codebook.strokes.lines[members[0]]}" in first.tip


def test_pointing_at_an_own_stroke_hovers_and_selects_it(full: ShapesWindow, session: Session) -> None:
    own = full.groups.own
    place = own.rect_of(3).center()
    QTest.mouseMove(own.viewport(), place.toPoint())
    own.mouseMoveEvent(_move(own.viewport(), place))
    assert session.hovered == 3
    QTest.mouseClick(own.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert session.selection == 3
    assert full.groups.group == full._state.located.groups[3]  # type: ignore[union-attr]


def _move(widget: QWidget, place: QPointF) -> object:
    from PySide6.QtGui import QMouseEvent

    return QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(widget.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_the_grid_is_walked_through_with_keys(full: ShapesWindow, qtbot: QtBot) -> None:
    grid = full.groups.groups
    grid.set_current(0)
    grid.setFocus()
    with qtbot.waitSignal(grid.chosen):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == 1
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.current == 7
    assert full.groups.group == 7
    opened: list[int] = []
    full.drawing_wanted.connect(opened.append)
    members = full.groups.members
    members.set_current(0)
    QTest.keyClick(members, Qt.Key.Key_Return)
    assert len(opened) == 1


def test_cells_are_found_where_they_are_painted(full: ShapesWindow) -> None:
    grid = full.groups.members
    for index in (0, 1, grid.columns, grid.columns + 1):
        assert grid.index_at(grid.rect_of(index).center().toPoint()) == index
    assert grid.index_at(grid.rect_of(0).topLeft().toPoint() - QPointF(3, 3).toPoint()) == -1


def test_a_grid_of_a_million_makes_only_what_is_seen(full: ShapesWindow) -> None:
    made: list[int] = []
    grid = full.groups.members
    inner = grid._make

    def make(index: int) -> object:
        made.append(index)
        return inner(0)

    grid.set_cells(1_000_000, make)  # type: ignore[arg-type]
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    grid.viewport().repaint()
    assert max(made) == 999_999
    assert len(made) < 400


def test_another_networks_groups_are_outdated(full: ShapesWindow, session: Session, summary: CheckpointSummary) -> None:
    assert full.usable_codebook is not None
    session.set_checkpoint(replace(summary, sha256="1" * 64))
    full.refresh()
    assert full.usable_codebook is None
    assert "another network" in full.about.text()
    assert full.groups._group_cell(0).chips == ()


# Map ---------------------------------------------------------------------------------------------------------


def test_dots_are_painted_where_they_are() -> None:
    cloud = DotCloud()
    colours = packed([(255, 0, 0), (0, 255, 0), (0, 0, 255)])
    places = np.array([[10.0, 5.0], [10.0, 5.0], [30.4, 19.6]])
    image = cloud.paint(places, colours, (40, 20), 1, (1, 2, 3)).copy()
    assert image.pixelColor(10, 5).getRgb()[:3] == (0, 255, 0)  # the later one lies above
    assert image.pixelColor(11, 6).getRgb()[:3] == (0, 255, 0)
    assert image.pixelColor(12, 5).getRgb()[:3] == (1, 2, 3)
    assert image.pixelColor(30, 19).getRgb()[:3] == (0, 0, 255)  # half of it is below the edge
    far = np.array([[-50.0, 5.0], [1e7, 1e7], [39.0, 0.0]])
    image = cloud.paint(far, colours, (40, 20), 3, (1, 2, 3))
    assert image.pixelColor(39, 0).getRgb()[:3] == (0, 0, 255)
    assert image.pixelColor(0, 5).getRgb()[:3] == (1, 2, 3)


def test_the_map_has_the_strokes_and_the_sketchs_own(full: ShapesWindow, session: Session) -> None:
    full.tabs.setCurrentWidget(full.map)
    full.refresh()
    view = full.map.view
    assert len(view._places) == 400
    assert len(view._own) == 5
    pixels = view.to_pixels(view._own)
    assert view.own_at(QPointF(*pixels[2])) in range(5)
    view.own_chosen.emit(2)
    assert session.selection == 2
    view.own_pointed.emit(4)
    assert session.hovered == 4
    view.own_pointed.emit(-1)
    assert session.hovered is None


def test_pictures_appear_when_there_is_room_and_stay_while_panned(full: ShapesWindow) -> None:
    full.tabs.setCurrentWidget(full.map)
    view = full.map.view
    view.resize(900, 560)
    rng = np.random.default_rng(1)
    view.set_places(rng.uniform(0, 1, (400, 2)), fit=True)
    view.box.setRange(xRange=(0.3, 0.6), yRange=(0.3, 0.5))
    view.viewport().repaint()
    shown = set(view.pictured)
    assert len(shown) > 10
    pixels = view.to_pixels(view._places)
    middle = [k for k in shown if 150 < pixels[k, 0] < 750 and 150 < pixels[k, 1] < 410]
    assert middle
    view.box.translateBy(x=0.004, y=0.003)
    view.viewport().repaint()
    assert set(middle) <= set(view.pictured)
    view.set_places(np.zeros((400, 2)) + rng.normal(0, 1e-4, (400, 2)), fit=False)
    view.box.setRange(xRange=(-5, 5), yRange=(-5, 5))
    view.viewport().repaint()
    assert len(view.pictured) <= 4  # all in one place: one picture a cell


def test_pointing_at_a_dot_says_what_it_is(full: ShapesWindow, codebook: Codebook) -> None:
    full.tabs.setCurrentWidget(full.map)
    view = full.map.view
    view.set_own(np.zeros((0, 2)), full._state)
    pixels = view.to_pixels(view._places)
    stroke = view.stroke_at(QPointF(*pixels[17]))
    assert np.hypot(*(pixels[stroke] - pixels[17])) < 1
    view._point(stroke, -1)
    assert view._details[0] == codebook.strokes.word(stroke)
    assert f"group {codebook.groups[stroke] + 1} " in view._details[3]
    view.stroke_chosen.emit(stroke)
    assert full.groups.group == codebook.groups[stroke]
    opened: list[int] = []
    full.drawing_wanted.connect(opened.append)
    view.stroke_activated.emit(stroke)
    assert opened == [int(codebook.strokes.drawings[stroke])]


def test_colours_say_what_is_chosen(full: ShapesWindow, codebook: Codebook) -> None:
    page = full.map
    by_group = page.colours()
    assert len(np.unique(by_group)) == 8
    page.show_group(3)
    lit = page.colours()
    assert len(np.unique(lit)) == 2
    assert (lit[codebook.groups == 3] == packed(group_colour(3, LIGHT))).all()
    page.colour_by.setCurrentIndex(ORDER)
    assert len(np.unique(page.colours())) == 4
    page.colour_by.setCurrentIndex(WORD)
    page.word.set_category("cat")
    assert (page.colours() == packed(LIGHT.accent)).tolist() == (codebook.strokes.word_codes == 1).tolist()


def test_a_map_in_the_making_is_shown_and_replaced(full: ShapesWindow, codebook: Codebook) -> None:
    full.show_places(np.random.default_rng(0).normal(size=(400, 2)))
    assert len(full.map.view._own) == 0  # there is nothing yet to place them by
    full.show_places(np.zeros((3, 2)))  # of another collection
    assert len(full.map.view._places) == 400
    full.set_projection(pca_map(codebook.strokes))
    assert len(full.map.view._own) == 5
    wanted: list[str] = []
    full.map_wanted.connect(wanted.append)
    full.map.kind.activated.emit(1)
    assert wanted == ["tsne"]


def test_rows_of_groups_and_map(full: ShapesWindow, codebook: Codebook) -> None:
    rows = full.groups.rows()
    assert len(rows) == 400
    assert [r["group"] for r in rows] == (codebook.groups + 1).tolist()
    assert sum(bool(r["medoid"]) for r in rows) == 8
    places = full.map.rows()
    assert places[5]["x"] == pytest.approx(float(pca_map(codebook.strokes).places[5, 0]), abs=1e-5)


# Input / Primitives / Ours -------------------------------------------------------------------------------------


@pytest.fixture
def redrawn(checkpoint: Checkpoint, bicycle: Sketch) -> Recast:
    return returned(recast(checkpoint, bicycle))


def test_redrawing_is_asked_for_only_while_it_is_seen(full: ShapesWindow, session: Session, face: Sketch) -> None:
    asked: list[None] = []
    full.recast_wanted.connect(lambda: asked.append(None))
    full.refresh()
    assert not asked
    full.tabs.setCurrentWidget(full.recast)
    assert len(asked) == 1
    full.refresh()
    assert len(asked) == 1  # once for each sketch


def test_versions_are_shown_with_their_answers(
    full: ShapesWindow, redrawn: Recast, session: Session, bicycle: Sketch
) -> None:
    full.tabs.setCurrentWidget(full.recast)
    full.set_recast(redrawn)
    page = full.recast
    for card, version in zip(page.cards, redrawn.versions, strict=False):
        assert card.picture.sketch is version.sketch
        assert card.picture.answers == tuple(version.top(redrawn.categories))
    assert page.table.rowCount() == 5
    assert [page.table.item(k, 1).text() for k in range(5)] == [f.name for f in redrawn.fits]
    assert not page.use[1].isEnabled()  # no groups were asked about
    page.table.setCurrentCell(3, 0)
    assert session.selection == 3
    QTest.mouseClick(page.use[0], Qt.MouseButton.LeftButton)
    assert session.sketch == redrawn.versions[1].sketch
    assert session.undo_name == "Use Primitives"
    full.refresh()
    assert page.table.rowCount() == 0  # the answer was about the sketch before


def test_an_answer_about_another_sketch_is_dropped(full: ShapesWindow, checkpoint: Checkpoint, face: Sketch) -> None:
    full.set_recast(returned(recast(checkpoint, face)))
    assert full.recast.table.rowCount() == 0


def test_strokes_are_pointed_at_in_the_pictures(full: ShapesWindow, redrawn: Recast, session: Session) -> None:
    full.tabs.setCurrentWidget(full.recast)
    full.set_recast(redrawn)
    card = full.recast.cards[0]
    view = card._view()
    assert view is not None
    for k, stroke in enumerate(redrawn.versions[0].sketch.strokes[:2]):
        place = QPointF(*view.to_view(stroke.points[6]).tolist())
        assert card.stroke_at(place) == k
    assert card.stroke_at(QPointF(1, 1)) == -1


# Orders -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shuffled(checkpoint: Checkpoint, bicycle: Sketch) -> OrderTest:
    working = shuffle_orders(checkpoint, bicycle, "bicycle")
    while True:
        try:
            next(working)
        except StopIteration as stop:
            return stop.value


def test_the_order_test_is_asked_for_and_shown(full: ShapesWindow, shuffled: OrderTest, session: Session) -> None:
    page = full.orders
    full.tabs.setCurrentWidget(page)
    asked: list[tuple[str, int]] = []
    full.order_test_wanted.connect(lambda target, n: asked.append((target, n)))
    page.target.set_category("bicycle")
    QTest.mouseClick(page.run, Qt.MouseButton.LeftButton)
    assert asked == [("bicycle", 200)]
    full.set_order_test(shuffled)
    assert "119" in page.headline.text()
    values = shuffled.of_target
    assert page.cards[0].picture.answers[0][1] == pytest.approx(values.max())
    assert page.cards[1].picture.answers[0][1] == pytest.approx(values.min())
    rows = page.rows()
    assert len(rows) == 120
    assert rows[0]["order"] == "1 2 3 4 5"
    QTest.mouseClick(page.use[1], Qt.MouseButton.LeftButton)
    assert session.sketch == shuffled.reordered(int(np.argsort(-values, kind="stable")[-1]))


def test_a_test_of_another_sketch_is_taken_off(full: ShapesWindow, shuffled: OrderTest, session: Session) -> None:
    full.set_order_test(shuffled)
    assert not full.orders.plots.isHidden()
    session.edit(session.sketch.without_strokes([0]), "Delete Stroke")
    full.refresh()
    assert full.orders.plots.isHidden()


def test_a_test_by_another_network_is_taken_off(
    full: ShapesWindow, shuffled: OrderTest, redrawn: Recast, session: Session, summary: CheckpointSummary
) -> None:
    full.tabs.setCurrentWidget(full.recast)
    full.set_order_test(shuffled)
    full.set_recast(redrawn)
    asked: list[None] = []
    full.recast_wanted.connect(lambda: asked.append(None))
    session.set_checkpoint(replace(summary, name="other", sha256="1" * 64))
    full.refresh()
    assert full.orders.rows() == []
    assert full.recast.table.rowCount() == 0
    assert asked, "the present network is asked instead"


def test_the_target_follows_the_answer_until_one_is_chosen(
    full: ShapesWindow, session: Session, inspection: Inspection
) -> None:
    page, categories = full.orders, inspection.categories

    def another(answer: int) -> None:
        session.edit(session.sketch.with_strokes(session.sketch.strokes[:3]), "Edit")  # the answer comes later
        full.refresh()
        probabilities = np.eye(len(categories), dtype=np.float32)[answer]
        session.set_inspection(replace(inspection, sketch=session.sketch, probabilities=probabilities))
        full.refresh()

    another(3)
    assert page.target.category() == categories[3]
    another(5)
    assert page.target.category() == categories[5]
    page.target.set_category(categories[7])
    another(4)
    assert page.target.category() == categories[7]


# The window itself ------------------------------------------------------------------------------------------------


def test_while_something_is_worked_out_nothing_is_begun_that_would_stop_it(full: ShapesWindow) -> None:
    full.orders.target.set_category("bicycle")
    buttons = (full.make, full.load, full.save, full.orders.run, full.map.kind)
    assert all(button.isEnabled() for button in buttons)
    full.set_progress(0.5, "Grouping")
    assert not any(button.isEnabled() for button in buttons)
    full.show_places(np.zeros((400, 2)))
    full.set_progress(0.6, "Mapping")
    assert full.map.kind.isEnabled(), "from a map in the making there is a way back"
    full.set_progress(None)
    assert all(button.isEnabled() for button in buttons)


def test_what_is_said_of_the_end_of_work_stays(full: ShapesWindow) -> None:
    full.set_progress(0.5, "Saving groups")
    full.say("Saved g.npz.")
    full.set_progress(None)
    assert full.message.text() == "Saved g.npz."
    full.set_progress(0.5, "Grouping")
    full.set_progress(None)
    assert full.message.text() == ""


def test_progress_and_cancel(window: ShapesWindow, qtbot: QtBot) -> None:
    window.set_progress(0.25, "Embedding strokes")
    assert window.progress.value() == 250
    assert not window.make.isEnabled()
    with qtbot.waitSignal(window.cancel_wanted):
        QTest.mouseClick(window.cancel, Qt.MouseButton.LeftButton)
    window.set_progress(None)
    assert window.cancel.isHidden()
    assert window.make.isEnabled()


@pytest.mark.parametrize("name", ["groups", "map", "recast", "orders"])
def test_every_page_is_saved_as_picture_drawing_and_data(
    full: ShapesWindow, redrawn: Recast, shuffled: OrderTest, tmp_path: Path, name: str
) -> None:
    full.set_recast(redrawn)
    full.set_order_test(shuffled)
    full.refresh()
    page = getattr(full, name)
    full.tabs.setCurrentWidget(page)
    page.repaint()
    for ending in ("png", "svg", "csv", "json"):
        save = page.take_away.save_image if ending in ("png", "svg") else page.take_away.save_data
        assert save(tmp_path / f"page.{ending}")
    text = (tmp_path / "page.svg").read_text(encoding="utf-8")
    assert "<image" not in text, "dots, bars and backgrounds are shapes, too"
    assert QSvgRenderer(str(tmp_path / "page.svg")).isValid()
    assert json.loads((tmp_path / "page.json").read_text(encoding="utf-8"))


def test_the_dots_of_a_drawn_map_are_where_they_are_on_the_screen(full: ShapesWindow, tmp_path: Path) -> None:
    full.tabs.setCurrentWidget(full.map)
    view = full.map.view
    view.set_own(np.zeros((0, 2)), full._state)
    view.set_strokes(None)  # no small pictures
    places = np.random.default_rng(3).uniform(0, 1, (400, 2))
    view.set_places(places, fit=True)
    view.set_colours(np.full(400, packed((200, 30, 30))))
    view.repaint()
    assert full.map.take_away.save_image(tmp_path / "map.svg")
    drawn = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    QSvgRenderer(str(tmp_path / "map.svg")).render(painter)
    painter.end()
    seen = [(x, y) for x, y in view.to_pixels(places).round().astype(int).tolist()
            if 5 < x < view.width() - 5 and 5 < y < view.height() - 5]  # fmt: skip
    assert len(seen) > 300
    missing = [spot for spot in seen if drawn.pixelColor(*spot).name() != "#c81e1e"]
    assert not missing, f"{len(missing)} of {len(seen)}, {drawn.pixelColor(*missing[0]).name()}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(560, 400), (1600, 1000)])
def test_every_page_is_painted_in_every_theme_and_size(
    full: ShapesWindow, redrawn: Recast, shuffled: OrderTest, pixels: Callable, theme: str, size: tuple[int, int]
) -> None:
    full.set_recast(redrawn)
    full.set_order_test(shuffled)
    full.set_theme(THEMES[theme])
    full.resize(*size)
    assert (full.width(), full.height()) == size  # nothing needs more room
    for page in (full.groups, full.map, full.recast, full.orders):
        full.tabs.setCurrentWidget(page)
        assert _colours(pixels(page)) > 20


def test_themes_differ(full: ShapesWindow, pixels: Callable) -> None:
    full.tabs.setCurrentWidget(full.map)
    light = pixels(full.map.view).mean()
    full.set_theme(DARK)
    assert pixels(full.map.view).mean() < light - 80
