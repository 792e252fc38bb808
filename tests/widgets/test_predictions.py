"""The bars and the switches, driven by real events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.predictions import PredictionBars, rows_of
from sketchxai_desktop.widgets.predictions_bars import Row

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection

Show = Callable[..., QWidget]
MINUS = "\N{MINUS SIGN}"


def saying(inspection: Inspection, **probabilities: float) -> Inspection:
    """The inspection with these probabilities; the other categories share the rest."""
    rest = 1 - sum(probabilities.values())
    values = np.full(len(inspection.categories), rest / (len(inspection.categories) - len(probabilities)), np.float32)
    for name, value in probabilities.items():
        values[inspection.categories.index(name)] = value
    return replace(inspection, probabilities=values)


@pytest.fixture
def bars(session: Session, summary: CheckpointSummary, show: Show) -> PredictionBars:
    session.set_checkpoint(summary)
    widget = PredictionBars(session)
    show(widget, 560, 92)
    return widget


def look_at(session: Session, inspection: Inspection) -> None:
    session.edit(inspection.sketch, "Open Sketch")
    session.set_inspection(inspection)


def row_centre(bars: PredictionBars, row: int) -> QPoint:
    return bars.bars.row_rect(row).center().toPoint()


def test_the_five_most_probable_best_first(bars: PredictionBars, session: Session, inspection: Inspection) -> None:
    look_at(session, saying(inspection, bicycle=0.9712, camera=0.012, eye=0.005, sun=0.004, cat=0.003))
    assert [row.category for row in bars.rows] == ["bicycle", "camera", "eye", "sun", "cat"]
    assert bars.rows[0].percent == "97.1%"
    assert [row.own for row in bars.rows] == [True, False, False, False, False]
    assert bars.message == ""
    assert "bicycle 97.1%" in bars.bars.accessibleDescription()


def test_longer_bars_for_what_is_more_probable(
    bars: PredictionBars, session: Session, inspection: Inspection, pixels: Callable[[QWidget], np.ndarray]
) -> None:
    def inked(probability: float) -> int:
        look_at(session, saying(inspection, camera=probability))
        accent = np.array((29, 99, 224))
        return int((np.abs(pixels(bars.bars) - accent).max(axis=-1) < 12).sum())

    assert inked(0.9) > 1.6 * inked(0.5) > 0


def test_a_click_or_enter_chooses_a_category(
    bars: PredictionBars, session: Session, inspection: Inspection, qtbot: QtBot
) -> None:
    look_at(session, saying(inspection, bicycle=0.6, camera=0.2, eye=0.1))
    with qtbot.waitSignal(bars.category_chosen) as chosen:
        qtbot.mouseClick(bars.bars, Qt.MouseButton.LeftButton, pos=row_centre(bars, 1))
    assert chosen.args == ["camera"]
    bars.bars.setFocus()
    qtbot.keyClick(bars.bars, Qt.Key.Key_Down)
    with qtbot.waitSignal(bars.category_chosen) as chosen:
        qtbot.keyClick(bars.bars, Qt.Key.Key_Return)
    assert chosen.args == ["eye"]


def test_switches_leave_attributes_out(bars: PredictionBars, session: Session, qtbot: QtBot) -> None:
    def press(attribute: str) -> None:
        bars.switches[attribute].setFocus()
        qtbot.keyClick(bars.switches[attribute], Qt.Key.Key_Space)

    press("order")
    assert session.without == {"order"}
    press("location")
    assert session.without == {"order", "location"}
    press("order")
    assert session.without == {"location"}


def test_switches_follow_the_session(bars: PredictionBars, session: Session) -> None:
    session.set_without({"shape"})
    assert [name for name, switch in bars.switches.items() if switch.isChecked()] == ["shape"]
    assert session.without == {"shape"}


def test_what_leaving_out_changes(bars: PredictionBars, session: Session, inspection: Inspection) -> None:
    full = saying(inspection, bicycle=0.8, camera=0.1)
    look_at(session, full)
    assert [row.change for row in bars.rows][:2] == ["", ""]
    session.set_inspection(replace(saying(inspection, bicycle=0.458, camera=0.15), without=("location",)))
    assert [(row.category, row.change) for row in bars.rows[:2]] == [("bicycle", f"{MINUS}34.2"), ("camera", "+5.0")]
    session.set_inspection(full)
    assert bars.rows[0].change == ""


def test_the_former_leader_stays_in_sight(bars: PredictionBars, session: Session, inspection: Inspection) -> None:
    look_at(session, saying(inspection, bicycle=0.8))
    gone = saying(inspection, bicycle=0.001, camera=0.4, eye=0.2, sun=0.1, cat=0.1, bus=0.1)
    session.set_inspection(replace(gone, without=("shape",)))
    assert (bars.rows[-1].category, bars.rows[-1].change) == ("bicycle", f"{MINUS}79.9")
    bars.resize(560, 62)
    assert len(bars.bars.shown) < 5
    assert bars.bars.shown[-1].category == "bicycle"


def test_another_sketch_is_no_comparison(
    bars: PredictionBars, session: Session, inspection: Inspection, face: Sketch
) -> None:
    look_at(session, saying(inspection, bicycle=0.8))
    other = replace(saying(inspection, bicycle=0.2), sketch=face, without=("order",))
    look_at(session, other)
    assert {row.change for row in bars.rows} == {""}


def test_real_inspections_without_each_attribute(
    bars: PredictionBars, session: Session, checkpoint: Checkpoint, bicycle: Sketch
) -> None:
    from sketchxai_desktop.core.inspection import inspect_sketch

    full = inspect_sketch(checkpoint, bicycle)
    look_at(session, full)
    for attribute in ("order", "shape", "location"):
        without = inspect_sketch(checkpoint, bicycle, [attribute])
        session.set_inspection(without)
        for row in bars.rows:
            place = full.categories.index(row.category)
            assert row.full == pytest.approx(float(full.probabilities[place]))
            assert row.probability == pytest.approx(float(without.probabilities[place]))
        assert not np.allclose(full.probabilities, without.probabilities, atol=1e-7)


def test_sentences_instead_of_bars(
    session: Session, summary: CheckpointSummary, show: Show, inspection: Inspection, bicycle: Sketch
) -> None:
    widget = PredictionBars(session)
    show(widget, 560, 92)
    assert "Draw something" in widget.message
    session.edit(Sketch((Stroke(np.array([(5.0, 5.0)])),)), "Draw Stroke")
    assert "dot" in widget.message
    session.edit(bicycle, "Open Sketch")
    assert "No network" in widget.message
    widget.set_message("Loading the network...")
    assert widget.message == "Loading the network..."
    session.set_checkpoint(summary)
    session.set_inspection(inspection)
    assert widget.message == "Loading the network..."
    widget.set_message("")
    assert widget.message == ""
    assert len(widget.rows) == 5
    session.edit(Sketch(), "Clear")
    assert "Draw something" in widget.message
    assert widget.rows == []


def test_an_old_answer_is_muted_and_a_new_one_is_not(
    bars: PredictionBars, session: Session, inspection: Inspection, qtbot: QtBot
) -> None:
    look_at(session, inspection)
    session.edit(inspection.sketch.without_strokes([4]), "Delete Stroke")
    assert not bars.muted  # most answers come before anybody could see it
    qtbot.waitUntil(lambda: bars.muted, timeout=3000)
    session.set_inspection(replace(inspection, sketch=session.sketch))
    assert not bars.muted


def test_undoing_back_to_what_is_known_is_not_muted(
    bars: PredictionBars, session: Session, inspection: Inspection, qtbot: QtBot
) -> None:
    look_at(session, inspection)
    session.edit(inspection.sketch.without_strokes([4]), "Delete Stroke")
    session.undo()
    qtbot.waitUntil(lambda: not bars._stale.isActive(), timeout=3000)
    assert not bars.muted


@pytest.mark.parametrize(
    ("probability", "full", "text"),
    [(0.5, None, ""), (0.5, 0.5, "±0.0"), (0.5, 0.842, f"{MINUS}34.2"), (1.0, 0.0, "+100.0")],
)
def test_changes_in_percentage_points(probability: float, full: float | None, text: str) -> None:
    assert Row("cat", probability, full).change == text


def test_only_certainty_is_called_100_percent() -> None:
    assert Row("cat", 0.99999).percent == "99.9%"
    assert Row("cat", 1.0).percent == "100.0%"


def test_rows_of_a_network_with_two_labels(inspection: Inspection) -> None:
    two = replace(inspection, categories=("cat", "dog"), probabilities=np.array([0.3, 0.7], np.float32))
    assert [row.category for row in rows_of(two, two)] == ["dog", "cat"]


@pytest.mark.parametrize(("width", "height"), [(260, 78), (524, 66), (1600, 120)])
def test_it_fits_and_paints_in_both_themes(
    bars: PredictionBars, session: Session, inspection: Inspection, theme: Theme, width: int, height: int
) -> None:
    bars.set_theme(theme)
    look_at(session, inspection)
    bars.resize(width, height)
    for switch in bars.switches.values():
        assert switch.width() >= switch.minimumSizeHint().width()
    assert 3 <= len(bars.bars.shown) <= 5
    assert bars.bars.row_rect(len(bars.bars.shown) - 1).bottom() <= bars.bars.height() + 0.5
    assert not bars.grab().isNull()
