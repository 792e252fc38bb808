"""The window where there is little room: small screens, large letters, long words; in English and German."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.scaled_window import look_at

#: A Full HD screen at 200 % leaves about so much beside title bar and panel, in pixels before scaling.
WIDTH, HEIGHT = 900, 480
CASES = [("en", 9, 1.0), ("en", 13, 1.5), ("de", 10, 2.0), ("de", 13, 1.0)]

# A process of its own: Qt reads scale and fonts once, when the application is made. No network is loaded.
LOOK = """
import json, sys
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton, QAbstractScrollArea, QComboBox, QDialog, QLabel, QTabBar, QToolButton, QWidget
)
from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.language import install_language
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.sketch import Sketch, Stroke
import numpy as np

language, points, width, height = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
application = make_application()
font = application.font()
font.setPointSizeF(points)
application.setFont(font)
install_language(application, language)
program = Program("cpu")
window = program.window
window.resize(width, height)
window.show()
window.apply_default_layout()
window.complete()
window.explain.get()
rng = np.random.default_rng(0)
program.session.open_sketch(Sketch(tuple(Stroke(rng.uniform(0, 255, (9, 2))) for _ in range(6)), word="bicycle"))

def settle():
    for _ in range(30):
        application.processEvents()

settle()
found = {"size": [window.width(), window.height()]}
found["least"] = [window.minimumSizeHint().width(), window.minimumSizeHint().height()]

def scrolled(widget):
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False

def chain(widget):
    names = []
    while widget is not None and widget is not window:
        names.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names)

def clipped():
    # What can be seen and is not in a scroll area lies inside of its parent, and is as wide as its words.
    bad = []
    for widget in window.findChildren(QWidget):
        own = widget.objectName().startswith("qt_")
        # Qt keeps panels behind others somewhere outside.
        if not widget.isVisible() or widget.isWindow() or own or scrolled(widget) or widget.visibleRegion().isEmpty():
            continue
        if not widget.parentWidget().rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            bad.append(f"outside: {chain(widget)} {widget.geometry()} {widget.parentWidget().rect()}")
        if isinstance(widget, (QAbstractButton, QLabel, QComboBox)):
            least = widget.minimumSizeHint()
            elides = type(widget).paintEvent is not QLabel.paintEvent and bool(widget.toolTip())
            if isinstance(widget, QLabel) and (widget.wordWrap() or elides):
                continue
            if widget.width() < least.width() or widget.height() < least.height() - 1:
                bad.append(f"too small: {chain(widget)} {getattr(widget, 'text', str)()} {widget.size()} {least}")
    return bad

found["clipped"] = clipped()
boxes = [window.canvas, window.predictions, window.browser, window.inspector, window.inversion]
places = [QRect(box.mapTo(window, QPoint(0, 0)), box.size()) for box in boxes]
found["overlapping"] = [
    [type(boxes[a]).__name__, type(boxes[b]).__name__]
    for a in range(len(boxes)) for b in range(a) if places[a].intersects(places[b])
]
found["no tooltip"] = [
    tabs.tabText(k) for tabs in window.inspector.findChildren(QTabBar) for k in range(tabs.count())
    if not tabs.tabToolTip(k)
]
bar = window.tool_bar
found["hidden commands"] = [
    action.text() for action in bar.actions()
    if action.text() and action.isVisible() and not bar.widgetForAction(action).isVisible()
]
window.inversion_dock.close()
settle()
found["canvas alone"] = window.canvas.height()
window.inversion_dock.show()
found["panels"] = {}
for name in ("view.left", "view.below", "view.right"):
    window.registry[name].trigger()
settle()
found["folded"] = [window.canvas.width(), window.width()]
dialogs = {}
for name in ("help.about", "help.shortcuts", "help.palette", "help.show-log", "file.settings"):
    known = set(application.topLevelWidgets())
    window.registry[name].trigger()
    settle()
    for dialog in application.topLevelWidgets():
        if dialog not in known and dialog.isVisible():
            dialogs[name] = [dialog.width(), dialog.height()]
            dialog.close()
found["dialogs"] = dialogs
print(json.dumps(found))
window.close()
program.stop()
"""


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "{}-{}pt-{}".format(*case))
def look(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    language, points, scale = request.param
    folder = tmp_path_factory.mktemp("small")
    return look_at(LOOK, language, str(points), str(WIDTH), str(HEIGHT), scale=scale, folder=folder)


def test_the_window_fits_a_small_screen(look: dict[str, Any]) -> None:
    assert look["least"][0] <= WIDTH
    assert look["least"][1] <= HEIGHT
    assert look["size"] == [WIDTH, HEIGHT]


def test_nothing_is_clipped_or_lies_over_something_else(look: dict[str, Any]) -> None:
    assert not look["clipped"], "\n".join(look["clipped"])
    assert not look["overlapping"]


def test_what_is_shortened_says_so(look: dict[str, Any]) -> None:
    assert not look["no tooltip"]
    assert not look["hidden commands"], "the toolbar has room for all of its commands"


def test_panels_fold_away(look: dict[str, Any]) -> None:
    assert look["canvas alone"] >= 0.45 * HEIGHT
    canvas, window = look["folded"]
    assert canvas >= window - 2


def test_dialogs_fit(look: dict[str, Any]) -> None:
    assert len(look["dialogs"]) == 5
    for name, (width, height) in look["dialogs"].items():
        assert width <= WIDTH, name
        assert height <= HEIGHT, name
