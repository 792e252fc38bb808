"""Copying and saving views."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QWidget

from sketchxai_desktop.widgets.take_away import TakeAway, picture_of


class _Half(QWidget):
    """Red on the left, blue on the right."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("blue"))
        painter.fillRect(0, 0, self.width() // 2, self.height(), QColor("red"))


ROWS = [{"stroke": 1, "name": "line, long"}, {"stroke": 2, "name": "Ü"}]


@pytest.fixture
def view(show: Callable[..., QWidget]) -> QWidget:
    widget = _Half()
    show(widget, 100, 40)
    return widget


def _halves(image: QImage) -> tuple[str, str]:
    middle = image.height() // 2
    return tuple(image.pixelColor(round(x * image.width()), middle).name() for x in (0.25, 0.75))  # type: ignore[return-value]


def test_the_menu_has_data_only_where_there_are_some(view: QWidget) -> None:
    plain = TakeAway(view, "half")
    assert [a.isVisible() for a in plain.actions] == [True, True, False]
    assert view.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    full = TakeAway(view, "half", lambda: ROWS)
    assert all(a.isVisible() for a in full.actions)
    menu = full.button(view).menu()
    assert menu.actions() == full.actions


def test_the_picture_is_copied_twice_as_fine(view: QWidget) -> None:
    said: list[str] = []
    away = TakeAway(view, "half")
    away.taken.connect(said.append)
    away.copy_action.trigger()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (200, 80)
    assert _halves(image) == ("#ff0000", "#0000ff")
    assert said


def test_png_and_svg(view: QWidget, tmp_path: Path) -> None:
    away = TakeAway(view, "half")
    assert away.save_image(tmp_path / "half.png")
    assert _halves(QImage(str(tmp_path / "half.png"))) == ("#ff0000", "#0000ff")
    assert away.save_image(tmp_path / "half.svg")
    root = ET.parse(tmp_path / "half.svg").getroot()
    assert root.get("viewBox") == "0 0 100 40"
    assert "#ff0000" in (tmp_path / "half.svg").read_text(encoding="utf-8")


def test_another_widget_may_be_the_picture(view: QWidget, show: Callable[..., QWidget]) -> None:
    whole = QWidget()
    show(whole, 10, 10)
    TakeAway(whole, "whole", picture=view).copy_image()
    assert QGuiApplication.clipboard().image().width() == 200
    assert picture_of(view).width() == 200


def test_csv_and_json(view: QWidget, tmp_path: Path) -> None:
    away = TakeAway(view, "half", lambda: ROWS)
    assert away.save_data(tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [{k: str(v) for k, v in row.items()} for row in ROWS]
    assert away.save_data(tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == ROWS
    empty = TakeAway(view, "half", list)
    assert empty.save_data(tmp_path / "e.csv")
    assert empty.save_data(tmp_path / "e.json")
    assert json.loads((tmp_path / "e.json").read_text(encoding="utf-8")) == []


def test_charts_are_drawn_where_they_are_and_as_lines(show: Callable[..., QWidget], tmp_path: Path) -> None:
    """A chart beside something else: its background, bars and dots must be shapes, and none may be a picture."""
    import pyqtgraph as pg

    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    chart = pg.PlotWidget(background="#102030")
    chart.plot([0, 1, 2], [0, 1, 0], pen=None, symbol="o", symbolBrush="#ff8800", symbolSize=20)
    row.addWidget(QLabel("left"), 1)
    row.addWidget(chart, 1)
    show(whole, 400, 200)
    away = TakeAway(whole, "chart")
    for name in ("chart.png", "chart.svg"):
        assert away.save_image(tmp_path / name)
    picture = QImage(str(tmp_path / "chart.png"))
    assert picture.pixelColor(picture.width() - 20, 40).name() == "#102030"
    text = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "<image" not in text
    assert "#ff8800" in text
    assert _drawn(tmp_path / "chart.svg").pixelColor(390, 20).name() == "#102030"
    assert not any(item._exportOpts for item in chart.items() if hasattr(item, "_exportOpts")), "as before"


def _drawn(path: Path) -> QImage:
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(renderer.viewBox().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def test_words_are_as_large_in_a_drawing_as_on_the_screen(show: Callable[..., QWidget], tmp_path: Path) -> None:
    label = QLabel("Wide")
    font = label.font()
    font.setPointSizeF(30)
    label.setFont(font)
    show(label, 240, 80)
    away = TakeAway(label, "label")
    assert away.save_image(tmp_path / "label.svg")
    assert _drawn(tmp_path / "label.svg").size() == label.size()
    sizes = [float(e.get("font-size", 0)) for e in ET.parse(tmp_path / "label.svg").iter() if e.get("font-size")]
    assert max(sizes) == pytest.approx(30 * label.logicalDpiY() / 72, rel=0.05)


def test_what_is_painted_may_be_made_for_it(view: QWidget, tmp_path: Path) -> None:
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(_Half())
        made[-1].resize(60, 30)
        return made[-1]

    away = TakeAway(view, "half", picture=make)
    assert not made
    assert away.save_image(tmp_path / "half.png")
    assert QImage(str(tmp_path / "half.png")).width() == 120
    assert len(made) == 1


@pytest.mark.parametrize("name", ["none/t.csv", "t.xyz"])
def test_what_cannot_be_saved_is_said(view: QWidget, tmp_path: Path, name: str) -> None:
    away = TakeAway(view, "half", lambda: ROWS)
    assert not away.save_data(tmp_path / name)
    assert not away.save_image(tmp_path / name)
    boxes = view.window().findChildren(QMessageBox)
    assert boxes
    for box in boxes:
        assert box.text().endswith(".")
        box.close()
