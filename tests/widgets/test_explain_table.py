"""The Tests view of the Explain page, and taking its views away."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.inspection import Inspection
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.attention import AttentionMaps
from sketchxai_desktop.explain.measures import MEASURES, MethodScore
from sketchxai_desktop.explain.place_field import PlaceField
from sketchxai_desktop.explain.question import Counterfactual
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.time_line import TimeLine
from sketchxai_desktop.explain.what_if import WhatIf
from sketchxai_desktop.rendering.palette import LIGHT
from sketchxai_desktop.rendering.signed import paint_place_map
from sketchxai_desktop.rendering.view import View as Place
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.explain_page import ExplainPage
from sketchxai_desktop.widgets.explain_paint import two_lines
from sketchxai_desktop.widgets.explain_table import smaller
from sketchxai_desktop.widgets.explain_tests import TestsView
from tests.widgets.explain_page import fill, found, page, view

__all__ = ["page"]  # a fixture


def _scored(page: ExplainPage, qtbot: QtBot, names: Sequence[str] = ("exact_shapley", "lime", "random")) -> TestsView:
    """The Tests view with every measure of a method the same number, the control's in the middle."""
    shown = view(page, "tests", qtbot)
    assert isinstance(shown, TestsView)
    values = dict(zip(names, np.linspace(0.8, 0.2, len(names)).tolist(), strict=True)) | {"random": 0.5}
    fill(page, qtbot, scores={
        name: MethodScore(found(name), dict.fromkeys(MEASURES, value)) for name, value in values.items()
    })  # fmt: skip
    return shown


@pytest.mark.parametrize("points", [9.0, 13.0])
def test_several_measures_can_be_read_at_once(page: ExplainPage, qtbot: QtBot, points: float) -> None:
    font = page.font()
    font.setPointSizeF(points)
    page.setFont(font)
    shown = _scored(page, qtbot, tuple(METHODS))
    table, header = shown.table, shown.table.horizontalHeader()
    right = table.viewport().width()
    whole = [c for c in range(1, 12) if header.sectionViewportPosition(c) + header.sectionSize(c) <= right]
    widths = [header.sectionSize(c) for c in range(12)]
    assert len(whole) >= (3 if points < 10 else 2), f"{widths} in {right}"
    assert header.length() > right, "the rest is reached by scrolling"
    assert table.horizontalScrollBar().isVisible()
    for column in range(1, 12):
        lines = str(shown.sorted.headerData(column, Qt.Orientation.Horizontal)).split("\n")
        assert len(lines) <= 2
        widest = max(header.small().horizontalAdvance(line) for line in lines)
        assert widest < header.sectionSize(column), f"{lines} is cut"
        tip = shown.sorted.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert column == 11 or "\n" in str(tip)


def test_names_are_whole_where_there_is_room(page: ExplainPage, qtbot: QtBot) -> None:
    """In two lines where one is too short."""
    page.window().resize(420, 700)
    shown = _scored(page, qtbot, tuple(METHODS))
    table = shown.table
    qtbot.waitUntil(lambda: table.viewport().width() > 330)
    metrics = QFontMetrics(smaller(table.font()))
    room = table.columnWidth(0) - 28 - 5 - 6
    for method in METHODS.values():
        lines = two_lines(method.title, metrics, room)
        assert all(metrics.horizontalAdvance(line) <= room for line in lines), lines


def test_names_stay_while_numbers_scroll(page: ExplainPage, qtbot: QtBot) -> None:
    shown = _scored(page, qtbot, tuple(METHODS))
    table, names = shown.table, shown.table._frozen
    assert names is not None
    bar, header = table.horizontalScrollBar(), table.horizontalHeader()
    qtbot.waitUntil(lambda: bar.maximum() == header.length() - table.viewport().width())
    bar.setValue(bar.maximum())
    last = table.visualRect(table.model().index(0, 11))
    assert 0 < last.right() <= table.viewport().width()
    assert names.isVisible()
    assert names.geometry().left() <= table.frameWidth()
    assert names.visualRect(names.model().index(0, 0)).left() == 0
    assert last.left() >= names.width(), "the last column is not beneath the names"
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert names.verticalScrollBar().value() == table.verticalScrollBar().value() > 0
    names.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    shownames = [shown.sorted.index(row, 0).data() for row in range(shown.sorted.rowCount())]
    assert shownames == sorted(shownames, key=str)
    assert table.horizontalHeader().sortIndicatorSection() == 0


def test_what_is_no_better_than_the_control_is_pale(page: ExplainPage, qtbot: QtBot) -> None:
    shown = _scored(page, qtbot, ("exact_shapley", "lime"))  # 0.8 and 0.2 beside 0.5
    model = shown.model
    deletion, insertion = (1 + list(MEASURES).index(name) for name in ("deletion", "insertion"))

    def pale(method: str, column: int) -> bool:
        index = model.index([model.method(row) for row in range(3)].index(method), column)
        return model.data(index, Qt.ItemDataRole.ForegroundRole) is not None

    assert [pale("exact_shapley", c) for c in (deletion, insertion)] == [True, False]
    assert [pale("lime", c) for c in (deletion, insertion)] == [False, True]
    assert not pale("random", deletion)


def test_the_whole_table_has_a_window(page: ExplainPage, qtbot: QtBot) -> None:
    shown = view(page, "tests", qtbot)
    assert isinstance(shown, TestsView)
    assert not shown.whole.isEnabled(), "nothing to enlarge yet"
    shown = _scored(page, qtbot, tuple(METHODS))
    shown.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    before = [shown.sorted.index(row, 0).data() for row in range(len(METHODS))]
    qtbot.mouseClick(shown.whole, Qt.MouseButton.LeftButton)
    window = shown._window
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    assert window.heading.text().startswith(f"Why {page.question.target}?")  # type: ignore[union-attr]
    assert [window.table.model().index(row, 0).data() for row in range(len(METHODS))] == before, "sorted alike"
    window.table.selectRow(2)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_saved_picture_holds_the_whole_table(page: ExplainPage, qtbot: QtBot, tmp_path: Path) -> None:
    shown = _scored(page, qtbot, tuple(METHODS))
    shown.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    before = [shown.sorted.index(row, 0).data() for row in range(len(METHODS))]
    for name in ("table.svg", "table.png"):
        assert shown.take_away.save_image(tmp_path / name)
    assert [shown.sorted.index(row, 0).data() for row in range(len(METHODS))] == before, "sorted as before"
    text = (tmp_path / "table.svg").read_text(encoding="utf-8")
    assert "<image" not in text, "pictures of strokes are lines, too"
    for method in METHODS.values():
        assert method.title in text
    assert text.count(">0.800<") >= 10
    assert QImage(str(tmp_path / "table.png")).width() > 2 * 600


@pytest.mark.parametrize("name", ["scores", "tests", "changes", "time", "attention", "stroke", "compare"])
def test_every_view_is_saved_as_picture_drawing_and_data(
    page: ExplainPage,
    session: Session,
    bicycle: Sketch,
    inspection: Inspection,
    qtbot: QtBot,
    tmp_path: Path,
    name: str,
) -> None:
    """With something to show in it: shapes and words, no bitmap, and a table with rows."""
    _fill_everything(page, session, bicycle, inspection, qtbot)
    away = view(page, name, qtbot).take_away
    for ending in ("png", "svg", "csv", "json"):
        path = tmp_path / f"view.{ending}"
        assert (away.save_image if ending in ("png", "svg") else away.save_data)(path)
    text = (tmp_path / "view.svg").read_text(encoding="utf-8")
    assert "<image" not in text
    assert "<text" in text
    assert "Run Checked" not in text, "no buttons in a figure"
    drawn, picture = QSvgRenderer(str(tmp_path / "view.svg")), QImage(str(tmp_path / "view.png"))
    assert drawn.isValid()
    assert picture.size() == 2 * drawn.viewBox().size()
    rows = json.loads((tmp_path / "view.json").read_text(encoding="utf-8"))
    assert rows
    with (tmp_path / "view.csv").open(encoding="utf-8", newline="") as file:
        assert [list(row) for row in csv.DictReader(file)] == [list(row) for row in rows]
    away.copy_action.trigger()
    assert QGuiApplication.clipboard().image().size() == picture.size()


def _fill_everything(
    page: ExplainPage, session: Session, bicycle: Sketch, inspection: Inspection, qtbot: QtBot
) -> None:
    draws = np.random.default_rng(0)
    categories = session.checkpoint.categories  # type: ignore[union-attr]
    moments = tuple(bicycle.with_strokes(bicycle.strokes[: k + 1]) for k in range(5))
    weights = draws.random((2, 3, 6, 6)).astype(np.float32)
    here = tuple(inspection.locations[3].tolist())
    field = PlaceField(
        3,
        np.linspace(-0.9, 0.9, 8, dtype=np.float32),
        draws.random((8, 8)).astype(np.float32),
        0.1,
        here,
        (0.3, 0.4),
        1.0,
    )
    removed = bicycle.without_strokes([1])
    session.select(3)
    view(page, "stroke", qtbot)
    _scored(page, qtbot)
    page.set_pinned(True)
    fill(
        page,
        qtbot,
        attributions={"exact_shapley": found("exact_shapley"), "lime": found("lime")},
        changes={
            "removal": Counterfactual(
                "removal",
                True,
                removed,
                (1,),
                "bicycle",
                "cup",
                (0.9, 0.2),
                (0.05, 0.7),
                1.0,
                True,
                5,
                "All were tried.",
            )
        },
        time_line=TimeLine(moments, np.full((5, len(categories)), 0.01, np.float32), categories),
        attention=AttentionMaps(weights, weights.mean(axis=(0, 1))),
        stroke=3,
        field=field,
        field_sketch=bicycle,
        what_ifs=(WhatIf("drop", "", removed, -0.4, "camera", 0.5),),
    )


def test_a_map_of_places_is_the_same_as_squares_and_as_a_picture() -> None:
    """In a drawing: the colours of the values, and no seams between them."""
    values = np.arange(16, dtype=np.float32).reshape(4, 4)
    images = []
    for squares in (False, True):
        image = QImage(160, 160, QImage.Format.Format_RGB32)
        image.fill(QColor(*LIGHT.background))
        painter = QPainter(image)
        place = QRectF(20, 20, 120, 120)  # middles of the outer cells
        box = (0.0, 0.0, 3.0, 3.0)
        paint_place_map(painter, values, box, Place.fit(box, place, 0.0), LIGHT, squares=squares)
        painter.end()
        images.append(image)
    for row in range(4):
        for column in range(4):
            spots = [image.pixelColor(20 + 40 * column, 20 + 40 * row) for image in images]
            assert all(
                abs(a - b) <= 3
                for a, b in zip(spots[0].getRgb(), spots[1].getRgb(), strict=True)  # type: ignore[arg-type]
            )
    colours = {images[1].pixelColor(x, 60).name() for x in range(1, 159)}
    assert len(colours) == 4, "no seams"
