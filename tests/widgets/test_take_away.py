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
from PySide6.QtWidgets import QMessageBox, QWidget

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
