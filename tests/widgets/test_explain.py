"""The Explain page: its question, its views, what it asks for and what it puts on the canvas."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.language import Language, install_language, remove_language
from sketchxai_desktop.core.inspection import Inspection
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.explain.cutting import cut_strokes
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.place_field import PlaceField
from sketchxai_desktop.explain.question import Counterfactual, PartAttribution, Question
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.time_line import TimeLine
from sketchxai_desktop.explain.what_if import WhatIf
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.explain_attention import AttentionView
from sketchxai_desktop.widgets.explain_changes import ChangesView
from sketchxai_desktop.widgets.explain_compare import CompareView
from sketchxai_desktop.widgets.explain_page import ExplainPage, Wish
from sketchxai_desktop.widgets.explain_parts import cut_ink
from sketchxai_desktop.widgets.explain_scores import ScoresView
from sketchxai_desktop.widgets.explain_state import told_apart
from sketchxai_desktop.widgets.explain_stroke import StrokeView
from sketchxai_desktop.widgets.explain_tests import TestsView
from sketchxai_desktop.widgets.explain_time import TimeView
from tests.widgets.explain_page import SCORES, Show, fill, found, page, view

__all__ = ["page"]  # a fixture


def test_the_answer_is_explained_unless_a_category_is_chosen(page: ExplainPage, inspection: Inspection) -> None:
    answer = inspection.top(1)[0][0]
    assert page.question == Question(answer)
    page.question_row.set_question("camera", "cup")
    page.question_row.output.setCurrentIndex(1)
    page.question_row.removal.setCurrentIndex(1)
    assert page.question == Question("camera", "cup", "logit", "compact")
    page.question_row.set_question(None, answer)
    assert page.question == Question(answer, None, "logit", "compact"), "nothing is compared with itself"


def test_asking_otherwise_tells(page: ExplainPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.asked):
        page.question_row.versus.setCurrentText("camera")
    with qtbot.waitSignal(page.asked):
        page.question_row.output.setCurrentIndex(1)


def test_nothing_is_asked_while_there_is_nothing_to_explain(page: ExplainPage, session: Session) -> None:
    session.edit(Sketch(), "Clear Drawing")
    session.set_inspection(None)
    assert page.question is None
    assert "Draw" in page.message


def test_an_answer_without_an_attribute_is_not_what_is_explained(
    page: ExplainPage, session: Session, inspection: Inspection
) -> None:

    before = page.question
    other = np.roll(inspection.probabilities, 1)
    session.set_inspection(replace(inspection, without=("order",), probabilities=other))
    assert page.question == before


def test_views_are_chosen_by_mouse_and_keys(page: ExplainPage, qtbot: QtBot) -> None:
    buttons = page.segments._group.buttons()
    qtbot.mouseClick(buttons[3], Qt.MouseButton.LeftButton)
    assert page.view == "time"
    qtbot.keyClick(buttons[3], Qt.Key.Key_Right)
    assert page.view == "attention"
    for button in (*buttons, page.export):
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight())), button.text()


# Attributions -------------------------------------------------------------------------------------------


def test_scores_colour_the_canvas_while_they_are_shown(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    assert session.overlay is None
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley")})
    overlay = session.overlay
    assert overlay is not None
    assert overlay.sketch is session.sketch
    assert overlay.shares == pytest.approx(SCORES / 0.5)
    session.hover(2)
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert session.overlay is overlay, "pointing changes no colours"
    page.on_canvas.setChecked(False)
    assert session.overlay is None
    page.on_canvas.setChecked(True)
    assert session.overlay is not None
    page.window().hide()
    assert session.overlay is None
    page.window().show()


def test_a_column_points_at_its_stroke(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley")})
    shown = page.view_of("scores")
    assert isinstance(shown, ScoresView)
    chart = shown.chart
    place = QPoint(int(chart._place().left() + 0.3 * chart._place().width()), 40)
    qtbot.mouseMove(chart, place)
    qtbot.waitUntil(lambda: session.hovered == 1)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == 1
    assert "2: −0.250" in chart.accessibleDescription()


def test_a_card_shows_its_method_or_asks_for_it(page: ExplainPage, qtbot: QtBot) -> None:
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley"), "leave_one_out": found("leave_one_out")})
    shown = page.view_of("scores")
    assert isinstance(shown, ScoresView)
    wishes: list[Wish] = []
    page.wished.connect(wishes.append)
    order = shown.menu.chosen
    for name in ("leave_one_out", "lime"):
        centre = shown.cards.rect_of(order.index(name)).center()
        qtbot.mouseClick(shown.cards, Qt.MouseButton.LeftButton, pos=centre.toPoint())
        assert page.state.method == name
    assert wishes == [Wish("attributions", ("lime",))], "what is known is not asked again"
    shown.menu.choose(["lime", "anchors"])
    qtbot.mouseClick(shown.run, Qt.MouseButton.LeftButton)
    assert wishes[-1] == Wish("attributions", ("lime", "anchors"))


def test_single_points_are_shown_where_a_method_scores_them(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    points = tuple(np.linspace(-1, 1, len(s)) for s in session.sketch.strokes)
    scored = found("gradient_x_input", np.array([p.sum() for p in points]), points=points)
    page.set_method("gradient_x_input")
    fill(page, qtbot, attributions={"gradient_x_input": scored})
    shown = page.view_of("scores")
    assert isinstance(shown, ScoresView)
    assert shown.points.isVisible()
    qtbot.mouseClick(shown.points, Qt.MouseButton.LeftButton)
    overlay = session.overlay
    assert overlay is not None
    assert overlay.places is not None
    assert np.array_equal(overlay.places, np.concatenate([s.points for s in session.sketch.strokes]))
    page.set_method("exact_shapley")
    assert not shown.points.isVisible()


def test_scores_are_saved_as_a_table(page: ExplainPage, qtbot: QtBot, tmp_path: Path) -> None:
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley"), "lime": found("lime", -SCORES)})
    path = tmp_path / "scores.csv"
    assert page.view_of("scores").take_away.save_data(path)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert [float(r["score"]) for r in rows if r["method"] == "lime"] == pytest.approx((-SCORES).tolist())


# Are they true? ---------------------------------------------------------------------------------------


def test_the_table_sorts_and_marks_the_control(page: ExplainPage, qtbot: QtBot) -> None:
    shown = view(page, "tests", qtbot)
    assert isinstance(shown, TestsView)
    wishes: list[Wish] = []
    page.wished.connect(wishes.append)
    qtbot.mouseClick(shown.run, Qt.MouseButton.LeftButton)
    assert wishes[0].kind == "scores"
    assert "exact_shapley" in wishes[0].detail
    values = {"lime": 0.2, "random": 0.9, "exact_shapley": 0.7}
    scores = {
        name: MethodScore(found(name), {m: math.nan if m == "randomisation" else value for m in MEASURES})
        for name, value in values.items()
    }
    fill(page, qtbot, scores=scores)
    model, deletion = shown.sorted, 1 + list(MEASURES).index("deletion")

    def column(number: int) -> list[str]:
        return [model.data(model.index(row, number)) for row in range(model.rowCount())]

    shown.table.sortByColumn(deletion, Qt.SortOrder.AscendingOrder)
    assert column(deletion) == ["0.200", "0.700", "0.900"]
    assert column(1 + list(MEASURES).index("randomisation")) == ["–"] * 3
    assert model.data(model.index(0, 0), Qt.ItemDataRole.BackgroundRole) is None
    assert model.data(model.index(2, 0), Qt.ItemDataRole.BackgroundRole) is not None
    assert model.data(model.index(0, deletion), Qt.ItemDataRole.FontRole).bold(), "lower is better"
    shown.table.selectRow(0)
    assert page.state.method == "lime"


# The smallest change -----------------------------------------------------------------------------------


def test_a_change_is_looked_at_and_applied_as_one_edit(
    page: ExplainPage, session: Session, bicycle: Sketch, qtbot: QtBot
) -> None:
    shown = view(page, "changes", qtbot)
    assert isinstance(shown, ChangesView)
    wishes: list[Wish] = []
    page.wished.connect(wishes.append)
    part = shown.parts["removal"]
    shown.becomes.set_category("camera")
    qtbot.mouseClick(part.search, Qt.MouseButton.LeftButton)
    assert wishes == [Wish("change", ("removal", "camera"))]
    assert not part.apply.isVisible()
    changed = bicycle.without_strokes([1])
    fill(page, qtbot, changes={"removal": Counterfactual(
        "removal", True, changed, (1,), "bicycle", "camera", (0.9, 0.2), (0.05, 0.7), 1.0, True, 5, "All were tried."
    )})  # fmt: skip
    assert "camera 70.0%" in part.answer.text()
    qtbot.mouseClick(part.preview, Qt.MouseButton.LeftButton)
    assert session.preview is not None
    assert session.preview.sketch is changed
    assert session.sketch is bicycle
    qtbot.mouseClick(part.apply, Qt.MouseButton.LeftButton)
    assert [session.sketch, session.undo_name, session.preview] == [changed, "Apply Counterfactual", None]
    session.undo()
    assert session.sketch is bicycle


# Time, attention ------------------------------------------------------------------------------------------


def test_a_moment_is_looked_at_and_kept(page: ExplainPage, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    shown = view(page, "time", qtbot)
    assert isinstance(shown, TimeView)
    assert session.checkpoint is not None
    categories = session.checkpoint.categories
    probabilities = np.full((5, len(categories)), 0.01, np.float32)
    probabilities[0] = np.nan
    moments = tuple(bicycle.with_strokes(bicycle.strokes[: k + 1]) for k in range(5))
    fill(page, qtbot, time_line=TimeLine(moments, probabilities, categories))
    qtbot.mouseClick(shown.moments, Qt.MouseButton.LeftButton, pos=shown.moments.rect_of(1).center().toPoint())
    assert session.preview is not None
    assert len(session.preview.sketch) == 2
    qtbot.keyClick(shown.moments, Qt.Key.Key_Right)
    assert len(session.preview.sketch) == 3
    session.show_preview(None)
    assert shown.moment is None
    assert not shown.keep.isEnabled()
    place = shown.chart._place()
    qtbot.mouseClick(shown.chart, Qt.MouseButton.LeftButton, pos=QPointF(place.left() + 3, 50).toPoint())
    assert shown.moment == 0
    qtbot.mouseClick(shown.keep, Qt.MouseButton.LeftButton)
    assert [len(session.sketch), session.undo_name] == [1, "Keep Only First 1 Strokes"]


def test_attention_of_a_layer_and_head_becomes_links(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    from sketchxai_desktop.explain.attention import AttentionMaps

    shown = view(page, "attention", qtbot)
    assert isinstance(shown, AttentionView)
    weights = np.random.default_rng(0).random((2, 3, 6, 6)).astype(np.float32)
    fill(page, qtbot, attention=AttentionMaps(weights, weights.mean(axis=(0, 1))))
    assert [shown.layer.count(), shown.head.count()] == [3, 4]
    shown.layer.setCurrentIndex(2)
    shown.head.setCurrentIndex(3)
    assert np.array_equal(shown.weights, weights[1, 2])
    session.select(3)
    qtbot.waitUntil(lambda: not page._soon.isActive())
    overlay = session.overlay
    assert overlay is not None
    assert {link[0] for link in overlay.links} == {3}
    assert {link[1]: link[2] for link in overlay.links}[0] == pytest.approx(float(weights[1, 2, 4, 1]))
    row, column = 2, 4
    area = shown.map._place()
    cell = area.width() / 5
    at = QPointF(area.left() + (column + 0.5) * cell, area.top() + (row + 0.5) * cell)
    assert shown.map.cell_at(at) == (2, 4)


# One stroke -------------------------------------------------------------------------------------------------


def test_a_stroke_is_moved_to_its_best_place(
    page: ExplainPage, session: Session, bicycle: Sketch, inspection: Inspection, qtbot: QtBot
) -> None:
    shown = view(page, "stroke", qtbot)
    assert isinstance(shown, StrokeView)
    assert not shown.move_there.isEnabled()
    session.select(3)
    axis = np.linspace(-0.9, 0.9, 8, dtype=np.float32)
    here = tuple(inspection.locations[3].tolist())
    best = (float(axis[1]), float(axis[6]))
    field = PlaceField(3, axis, np.random.default_rng(0).random((8, 8)).astype(np.float32), 0.1, here, best, 0.9)
    fill(page, qtbot, stroke=3, field=field, field_sketch=bicycle)
    overlay = session.overlay
    assert overlay is not None
    assert overlay.map is not None
    assert "0.900" in shown.caption.text()
    qtbot.mouseClick(shown.move_there, Qt.MouseButton.LeftButton)
    assert session.undo_name == "Move Stroke"
    from sketchxai_desktop.core.sketch import Frame

    moved = Frame.of(bicycle).to_normalised(session.sketch.strokes[3].start)
    assert moved.tolist() == pytest.approx(best, abs=1e-4)


def test_a_kept_stroke_stays_while_others_are_selected(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    shown = view(page, "stroke", qtbot)
    assert isinstance(shown, StrokeView)
    session.select(2)
    qtbot.waitUntil(shown.keep.isEnabled)
    qtbot.mouseClick(shown.keep, Qt.MouseButton.LeftButton)
    session.select(4)
    assert page.stroke == 2
    qtbot.mouseClick(shown.keep, Qt.MouseButton.LeftButton)
    assert page.stroke == 4


def test_what_ifs_are_looked_at_and_applied(page: ExplainPage, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    shown = view(page, "stroke", qtbot)
    assert isinstance(shown, StrokeView)
    session.select(1)
    dropped, swapped = bicycle.without_strokes([1]), bicycle.reordered(1, 2)
    tried = (WhatIf("drop", "", dropped, -0.4, "camera", 0.5), WhatIf("swap", "3", swapped, 0.1, "bicycle", 0.99))
    fill(page, qtbot, stroke=1, what_ifs=tried)
    assert shown.what_ifs.name(1) == "order of 3"
    qtbot.mouseClick(shown.what_ifs, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert session.preview is not None
    assert session.preview.sketch is dropped
    qtbot.keyClick(shown.what_ifs, Qt.Key.Key_Down)
    assert session.preview.sketch is swapped
    session.show_preview(None)
    assert shown.what_ifs.current == -1
    qtbot.mouseDClick(shown.what_ifs, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert [session.sketch, session.undo_name] == [dropped, "Apply What-If"]


# Two sketches ---------------------------------------------------------------------------------------------


def test_a_pinned_sketch_stays_as_it_was(page: ExplainPage, session: Session, bicycle: Sketch, qtbot: QtBot) -> None:
    shown = view(page, "compare", qtbot)
    assert isinstance(shown, CompareView)
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley")})
    qtbot.mouseClick(shown.pin, Qt.MouseButton.LeftButton)
    session.edit(bicycle.without_strokes([0]), "Delete Stroke")
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert shown.pinned.one is not None
    assert shown.pinned.one.sketch is bicycle
    assert shown.present.one is None, "the network has not looked at it yet"
    assert {row["sketch"] for row in shown.rows()} == {"pinned"}
    qtbot.mouseClick(shown.unpin, Qt.MouseButton.LeftButton)
    assert shown.pinned.one is None


def test_compared_scores_have_one_scale_and_networks_are_told_apart(
    page: ExplainPage, session: Session, inspection: Inspection, bicycle: Sketch, qtbot: QtBot
) -> None:
    shown = view(page, "compare", qtbot)
    assert isinstance(shown, CompareView)
    small = np.array([0.1, 0.05, 0.0, -0.02, 0.01])
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley", small)})
    qtbot.mouseClick(shown.pin, Qt.MouseButton.LeftButton)
    session.set_inspection(replace(inspection, checkpoint="another"))
    qtbot.waitUntil(lambda: not page._soon.isActive())
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley", 10 * small)})
    place = QRectF(0, 0, 100, 60)
    reached = [
        column._share_of(place, column.one.attributions["exact_shapley"])
        for column in (shown.pinned, shown.present)
        if column.one is not None
    ]
    assert [round(r.height(), 3) for r in reached] == [6.0, 60.0]
    assert reached[0].top() == pytest.approx(45.0), "both have their zero at the same height"
    assert "longest bar is +1.000" in shown.caption.text()
    assert (shown.pinned.heading, shown.present.heading) == (f"Pinned · {inspection.checkpoint}", "Now · another")


@pytest.mark.parametrize("name", ["scores", "tests", "changes", "time", "attention", "stroke", "compare"])
def test_every_view_fits_into_a_narrow_panel(page: ExplainPage, name: str, qtbot: QtBot) -> None:
    shown = view(page, name, qtbot)
    assert shown.minimumSizeHint().width() <= 284
    assert shown.width() <= 300


# Parts of strokes ---------------------------------------------------------------------------------------


def test_parts_colour_the_canvas_and_have_columns_of_their_own(
    page: ExplainPage, session: Session, qtbot: QtBot
) -> None:
    shown = page.view_of("scores")
    assert isinstance(shown, ScoresView)
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley")})
    with qtbot.waitSignal(page.asked):
        shown.cut.setCurrentIndex(shown.cut.findData(4))
    assert page.cut == 4
    assert session.overlay is None, "whole strokes are not what is asked now"
    seen = page.state.seen
    parts = cut_strokes(seen.strokes, 4)
    scores = np.linspace(-1, 1, len(parts))
    fill(page, qtbot, parts={(4, "exact_shapley"): PartAttribution(parts, found("exact_shapley", scores))})
    overlay = session.overlay
    assert overlay is not None
    assert overlay.piece_shares == pytest.approx(scores)
    assert len(overlay.pieces) == len(parts)
    chart, last = shown.chart, len(parts) - 1
    assert chart.stroke_at(chart._place().right() - 1) == parts[last].stroke
    assert chart.column_at(chart._place().right() - 1) == last
    rows = shown.rows()
    assert [(row["stroke"], row["first_point"]) for row in rows] == [(p.stroke + 1, p.first + 1) for p in parts]
    shown.cut.setCurrentIndex(0)
    assert session.overlay is not None
    assert session.overlay.piece_shares is None


def test_what_cannot_take_parts_away_says_so(page: ExplainPage, qtbot: QtBot) -> None:
    shown = page.view_of("scores")
    assert isinstance(shown, ScoresView)
    page.set_cut(2)
    points = tuple(np.arange(len(s), dtype=float) for s in page.state.seen.strokes)
    sums = np.array([own.sum() for own in points])
    fill(page, qtbot, attributions={
        "grad_cam": found("grad_cam"), "integrated_gradients": found("integrated_gradients", sums, points=points),
    })  # fmt: skip
    assert shown.cut.currentData() == 2
    page.set_method("grad_cam")
    assert "whole strokes" in shown.caption.text()
    page.set_method("integrated_gradients")
    assert "sum over its points" in shown.caption.text()
    parts = page.state.part_attribution
    assert parts is not None
    assert parts.attribution.scores.sum() == pytest.approx(sums.sum())
    wishes: list[Wish] = []
    page.wished.connect(wishes.append)
    page.check_methods(["leave_one_out", "attention_rollout"])
    qtbot.mouseClick(shown.run, Qt.MouseButton.LeftButton)
    assert wishes == [Wish("parts", ("leave_one_out",)), Wish("attributions", ("attention_rollout",))]


def test_ink_is_cut_where_the_simplified_stroke_is() -> None:
    angle = np.linspace(0, 2 * np.pi, 200)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32) * 100
    pieces = cut_ink(circle, circle[[0, 50, 120, 199]])
    assert [len(piece) for piece in pieces] == pytest.approx([51, 71, 80], abs=2)
    np.testing.assert_allclose(pieces[0][-1], pieces[1][0])
    np.testing.assert_allclose(pieces[0][-1], circle[50], atol=1)
    assert pieces[-1][-1].tolist() == circle[-1].tolist()


def test_no_height_makes_the_page_lay_itself_out_for_ever(page: ExplainPage, qtbot: QtBot) -> None:
    """Cards are higher where they are wider, so a scroll bar that came and went would never settle."""
    page.check_methods(METHODS)
    fill(page, qtbot, attributions={name: found(name) for name in METHODS})
    place = page._places["scores"]
    for height in range(300, 900, 7):
        page.window().resize(300, height)
        assert place.verticalScrollBar().isVisible()


def test_the_row_that_is_chosen_colours_the_canvas(page: ExplainPage, session: Session, qtbot: QtBot) -> None:
    view(page, "tests", qtbot)
    assert session.overlay is None
    measures = dict.fromkeys(MEASURES, 0.5)
    fill(page, qtbot, attributions={"exact_shapley": found("exact_shapley")},
         scores={"exact_shapley": MethodScore(found("exact_shapley"), measures)})  # fmt: skip
    assert session.overlay is not None
    assert session.overlay.shares == pytest.approx(SCORES / 0.5)


@pytest.mark.parametrize("name", ["exact_shapley", "lime"])
def test_notes_are_said_in_the_language_of_the_window(page: ExplainPage, qtbot: QtBot, name: str) -> None:
    """What a method notes is made without Qt, in English."""
    install_language(QCoreApplication.instance(), "de")
    try:
        note = Sentence("Fitted to {count:,} random removals, seed {seed}.", count=1024, seed=3)
        fill(page, qtbot, attributions={name: found(name, note=note)})
        page.set_method(name)
        shown = page.view_of("scores")
        assert isinstance(shown, ScoresView)
        qtbot.waitUntil(lambda: "Weglassungen" in shown.caption.text())
        assert "Startwert 3" in shown.caption.text()
        assert "Fitted" not in shown.caption.text()
        assert "Weglassungen" in shown.cards._tip(name)
    finally:
        remove_language(QCoreApplication.instance())


def test_the_ends_of_a_legend_can_be_told_apart() -> None:
    assert told_apart(0.1, 0.9) == ("0.10", "0.90")
    assert told_apart(0.9961, 0.9997) == ("0.996", "1.000")
    assert told_apart(1.0, 1.0) == ("1.00", "1.00")


@pytest.mark.parametrize("language", ["en", "de"])
def test_buttons_of_a_found_change_are_not_cut(
    session: Session,
    summary: CheckpointSummary,
    bicycle: Sketch,
    inspection: Inspection,
    show: Show,
    qtbot: QtBot,
    language: Language,
) -> None:
    install_language(QCoreApplication.instance(), language)
    try:
        session.set_checkpoint(summary)
        session.open_sketch(bicycle)
        session.set_inspection(inspection)
        page = ExplainPage(session)
        show(page, 290, 600)
        shown = view(page, "changes", qtbot)
        assert isinstance(shown, ChangesView)
        changed = bicycle.without_strokes([1])
        fill(page, qtbot, changes={"removal": Counterfactual(
            "removal", True, changed, (1,), "bicycle", "camera", (0.9, 0.2), (0.05, 0.7), 1.0, True, 5, "Tried."
        )})  # fmt: skip
        part = shown.parts["removal"]
        for button in (part.search, part.preview, part.apply):
            qtbot.waitUntil(button.isVisible)
            assert button.width() >= button.sizeHint().width()
            assert shown.rect().contains(button.mapTo(shown, button.rect().bottomRight()))
    finally:
        remove_language(QCoreApplication.instance())


@pytest.mark.parametrize("width", [290, 420])
def test_maps_are_as_high_as_they_are_wide_with_no_gap_around_them(
    page: ExplainPage, session: Session, qtbot: QtBot, width: int
) -> None:
    page.window().resize(width, 1200)
    session.select(2)
    for name, picture in (("attention", "map"), ("stroke", "picture")):
        shown = view(page, name, qtbot)
        part = getattr(shown, picture)
        qtbot.waitUntil(lambda part=part: part.height() == part.heightForWidth(part.width()))
        above = [w for w in shown.children() if isinstance(w, QWidget) and w.isVisible() and w.y() < part.y()]
        assert part.y() - max(w.geometry().bottom() for w in above) <= 12
