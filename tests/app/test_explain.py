"""Explanations in the real program: computed on the model lane, about the sketch that is shown, cancelled in time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app import explain_controller
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.widgets.explain_page import ExplainPage

Start = Callable[..., Program]
Explained = Callable[[str], tuple[Program, ExplainPage]]


@pytest.fixture
def explained(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Explained:
    """Starts the program with a view of the Explain page, and only methods that need no library."""
    monkeypatch.setattr(explain_controller, "FAST", ("exact_shapley", "attention_rollout"))
    monkeypatch.setattr(explain_controller, "_GRIDS", (4, 6, 8))
    monkeypatch.setattr(explain_controller.ExplainController, "_warm_up", lambda _: None)

    def begin(view: str) -> tuple[Program, ExplainPage]:
        program = start()
        program.window.registry[f"explain.{view}"].trigger()
        return program, program.explanations.page

    return begin


def wait_for(qtbot: QtBot, found: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(found()), timeout=60_000)


def test_the_page_is_made_when_it_is_first_shown(start: Start, qtbot: QtBot) -> None:
    program = start()
    window = program.window
    assert window.explain.part is None
    assert not window.inspector.visibleRegion().isEmpty()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.explain.isVisible)
    assert window.explain.part is not None
    page = program.explanations.page
    qtbot.waitUntil(lambda: page.shown)
    assert window.inspector.visibleRegion().isEmpty()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.shown)
    assert not window.inspector.visibleRegion().isEmpty()


def test_scores_come_by_themselves_and_colour_the_canvas(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("scores")
    session = program.session
    wait_for(qtbot, lambda: len(page.results.attributions) == 2)
    shapley = page.results.attributions["exact_shapley"]
    assert len(shapley.scores) == len(session.sketch)
    assert session.inspection is not None
    assert shapley.scores.sum() == pytest.approx(session.inspection.top(1)[0][1], abs=0.1)
    wait_for(qtbot, lambda: session.overlay is not None)
    program.window.registry["view.strokes"].trigger()
    qtbot.waitUntil(lambda: session.overlay is None)
    program.window.registry["view.explain"].trigger()
    qtbot.waitUntil(lambda: session.overlay is not None)
    # Another question is answered anew.
    page.question_row.output.setCurrentIndex(1)
    assert not page.results.attributions
    wait_for(qtbot, lambda: len(page.results.attributions) == 2)
    assert not np.allclose(page.results.attributions["exact_shapley"].scores, shapley.scores)
    # So is another sketch.
    session.select(0)
    program.window.registry["edit.delete"].trigger()
    assert not page.results.attributions
    wait_for(qtbot, lambda: len(page.results.attributions) == 2)
    assert len(page.results.attributions["exact_shapley"].scores) == len(session.sketch)


def test_parts_of_strokes_are_explained_on_the_model_lane_and_cancelled(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("scores")
    page.set_cut(8)
    wait_for(qtbot, lambda: (8, "leave_one_out") in page.results.parts)
    found = page.results.parts[8, "leave_one_out"]
    assert len(found.attribution.scores) == len(found.parts) > len(program.session.sketch)
    wait_for(qtbot, lambda: not program.explanations._jobs)
    page.set_cut(2)
    program.explanations.attribute_parts(["anchors"])
    job = program.explanations._jobs["parts"]
    page.cancelled.emit("parts")
    assert job.is_cancelled()
    qtbot.waitUntil(lambda: job.done, timeout=60_000)
    assert (2, "anchors") not in page.results.parts


def test_an_edit_cancels_what_is_computed(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("changes")
    program.explanations.find_change("movement")
    job = program.explanations._jobs["change"]
    program.session.select(0)
    program.window.registry["edit.delete"].trigger()
    assert job.is_cancelled()
    qtbot.waitUntil(lambda: job.done, timeout=60_000)
    assert not page.results.changes
    assert not program.explanations._jobs


def test_a_smallest_change_is_found_applied_and_undone(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("changes")
    session = program.session
    before = session.sketch
    program.window.registry["explain.removal"].trigger()
    wait_for(qtbot, lambda: "removal" in page.results.changes)
    found = page.results.changes["removal"]
    qtbot.waitUntil(lambda: page.view_of("changes").parts["removal"].apply.isVisible())  # type: ignore[attr-defined]
    qtbot.mouseClick(page.view_of("changes").parts["removal"].apply, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert session.undo_name == "Apply Counterfactual"
    assert session.sketch is found.sketch
    wait_for(qtbot, lambda: session.inspection is not None and session.inspection.sketch is session.sketch)
    assert session.inspection is not None
    assert session.inspection.top(1)[0][0] == found.after
    program.window.registry["edit.undo"].trigger()
    assert session.sketch is before


def test_time_and_attention_follow_the_view(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("time")
    wait_for(qtbot, lambda: page.results.time_line is not None)
    assert page.results.time_line is not None
    assert page.results.attention is None
    assert program.session.inspection is not None
    last = page.results.time_line.best(len(program.session.sketch) - 1)
    assert last is not None
    assert last[0] == program.session.inspection.top(1)[0][0]
    program.window.registry["explain.attention"].trigger()
    wait_for(qtbot, lambda: page.results.attention is not None)


def test_the_field_follows_while_another_stroke_is_dragged(explained: Explained, qtbot: QtBot) -> None:
    program, page = explained("stroke")
    session, canvas = program.session, program.window.canvas
    program.window.registry["tool.select"].trigger()
    session.select(0)
    wait_for(qtbot, lambda: page.results.field is not None and len(page.results.field.axis) == 8)
    wait_for(qtbot, lambda: page.results.what_ifs)
    view = page.view_of("stroke")
    qtbot.waitUntil(view.keep.isEnabled)  # type: ignore[attr-defined]
    view.keep.click()  # type: ignore[attr-defined]
    place = canvas.camera().view.to_view(session.sketch.strokes[1].points[0]).tolist()
    start = QPoint(round(place[0]), round(place[1]))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 6):
        qtbot.mouseMove(canvas, start + QPoint(10 * k, 0))
    assert session.selection == 1
    wait_for(qtbot, lambda: page.results.field_sketch is session.dragged)
    assert page.results.field is not None
    assert page.results.field.stroke == 0
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(50, 0))
    wait_for(qtbot, lambda: page.results.field_sketch is session.sketch and page.results.field is not None)


def test_leaving_does_not_wait_for_an_explanation(explained: Explained, qtbot: QtBot) -> None:
    program, _ = explained("tests")
    program.explanations.score(["exact_shapley"])
    assert program.explanations._jobs
    assert program.stop()
