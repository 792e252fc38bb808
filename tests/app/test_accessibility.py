"""Everything that can take the focus says what it is, and the canvas can be read instead of seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program

Start = Callable[..., Program]


def nameless(window: QWidget) -> list[str]:
    """What can have the focus, and a screen reader has no word for."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        # Parts that Qt makes itself, as the line inside a spin box, speak through the widget they belong to.
        own = not widget.objectName().startswith("qt_") and not _inside_of_one(widget)
        if own and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not _name(widget):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {_chain(widget)}")
    return found


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    spoken = interface.text(QAccessible.Text.Name) if interface is not None else ""
    text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
    return spoken or widget.accessibleName() or text


def _inside_of_one(widget: QWidget) -> bool:
    kinds = ("QAbstractSpinBox", "QSpinBox", "QDoubleSpinBox", "QComboBox", "QCalendarWidget", "QTabWidget")
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
        return True
    while parent is not None:
        if any(parent.inherits(kind) for kind in kinds[:-1]):
            return True
        parent = parent.parentWidget()
    return False


def _chain(widget: QWidget) -> str:
    names, parent = [], widget.parentWidget()
    while parent is not None and len(names) < 4:
        names.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)


def test_all_of_the_window_has_names(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.history_dock.show()
    program.window.explain.get()
    program.window.complete()
    QApplication.processEvents()
    found = nameless(program.window)
    assert not found, "\n".join(found)


def test_all_dialogs_have_names(start: Start, qtbot: QtBot) -> None:
    program = start()
    registry = program.window.registry
    for name in ("help.palette", "help.shortcuts", "help.model", "help.about", "help.show-log", "file.settings"):
        known = set(QApplication.topLevelWidgets())
        registry[name].trigger()
        opened = [w for w in QApplication.topLevelWidgets() if w not in known and w.isVisible()]
        assert opened, name
        for dialog in opened:
            assert nameless(dialog) == [], name
            assert dialog.windowTitle() or dialog.accessibleName(), name
            if isinstance(dialog, QDialog):
                dialog.reject()
            dialog.close()


def test_the_canvas_says_what_it_shows(start: Start, qtbot: QtBot) -> None:
    program = start()
    session, canvas = program.session, program.window.canvas
    assert session.inspection is not None
    category = session.inspection.top(1)[0][0]
    said = canvas.accessibleDescription()
    assert said.startswith(f"Sketch with {len(session.sketch)} strokes; the network says {category}, ")
    assert said.endswith("%")
    interface = QAccessible.queryAccessibleInterface(canvas)
    assert interface is not None
    assert interface.text(QAccessible.Text.Description) == said
    session.select(1)
    assert canvas.accessibleDescription().endswith("; stroke 2 selected")
    program.window.registry["edit.clear"].trigger()
    assert canvas.accessibleDescription() == "Empty sketch"


def test_every_stroke_is_reached_with_the_keyboard(start: Start, qtbot: QtBot) -> None:
    program = start()
    session, canvas = program.session, program.window.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_S)
    chosen = []
    for _ in session.sketch.strokes:
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        chosen.append(session.selection)
    assert chosen == list(range(len(session.sketch)))
    before = session.sketch
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert session.sketch != before
    assert session.undo_name == "Move Stroke"
