"""The window in German, and back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLabel, QMenu
from pytestqt.qtbot import QtBot

import sketchxai_desktop
from sketchxai_desktop.app.language import install_language, language_of, remove_language, shown_edit_name
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.settings import Settings, load_settings, save_settings
from sketchxai_desktop.app.settings_dialog import SettingsDialog
from sketchxai_desktop.core.sketch import Sketch


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    assert install_language(qapp, "de") == "de"
    yield
    remove_language(qapp)


@pytest.fixture
def program(german: None, qtbot: QtBot) -> Iterator[Program]:
    """The window as it is made, without network or file."""
    made = Program("cpu")
    yield made
    made.window.close()
    made.stop()
    made.window.deleteLater()
    made.deleteLater()


def _plain(text: str) -> str:
    return text.replace("&", "").removesuffix("…")


def _menus(program: Program) -> list[QMenu]:
    return [menu for menu in program.window.menuBar().findChildren(QMenu) if not menu.isEmpty()]


@pytest.mark.parametrize(
    ("setting", "wanted", "language"),
    [
        ("de", ["en-GB"], "de"),
        ("en", ["de-DE"], "en"),
        ("system", ["de-AT", "en-US"], "de"),
        ("system", ["fr-FR", "de_DE.UTF-8", "en"], "de"),
        ("system", ["en-US", "de"], "en"),
        ("system", ["C"], "en"),
        ("system", [], "en"),
        ("system", ["den"], "en"),  # Slavey is not German
        ("klingon", ["de"], "de"),
    ],
)
def test_language_of(setting: str, wanted: list[str], language: str) -> None:
    assert language_of(setting, wanted) == language


def test_setting_is_kept_and_a_strange_one_is_not(qapp: QApplication) -> None:
    save_settings(Settings(language="de"))
    assert load_settings().language == "de"
    save_settings(Settings(language="klingon"))
    assert load_settings().language == "system"


def test_no_menu_is_english(program: Program) -> None:
    titles = [_plain(action.text()) for action in program.window.menuBar().actions()]
    assert titles == ["Datei", "Bearbeiten", "Ansicht", "Inversion", "Erklären", "Analyse", "Netz", "Hilfe"]


def test_every_command_is_as_it_was_translated(program: Program) -> None:
    """An English command would be one that is looked up elsewhere than it was read."""
    german = {command.name: command.title for command in program.window.registry}
    remove_language(QApplication.instance())  # type: ignore[arg-type]
    english = Program("cpu")
    try:
        same = {c.name for c in english.window.registry if c.title == german[c.name]}
    finally:
        english.window.close()
        english.stop()
        english.window.deleteLater()
        english.deleteLater()
    assert same == {"explain.attention"}  # a term that both use


def test_accelerators_of_a_menu_differ(program: Program) -> None:
    def keys(actions: list[QAction]) -> list[str]:
        texts = [action.text().replace("&&", "") for action in actions]
        return [text[text.index("&") + 1].casefold() for text in texts if "&" in text]

    for menu in [program.window.menuBar(), *_menus(program)]:
        found = keys(menu.actions())
        assert len(found) == len(set(found)), [action.text() for action in menu.actions()]


def test_classes_and_helpers_are_looked_up_where_they_were_read(program: Program) -> None:
    window = program.window
    assert window.browser_dock.windowTitle() == "Skizzen"  # self.tr of the window
    assert window.inversion.form.target.accessibleName() == "Zielkategorie"  # of a part of a widget
    assert program.why_no_sketch() == "noch gibt es keinen Strich"  # of a class that another inherits from
    assert window.canvas.accessibleDescription().startswith("Leere Skizze")  # of a helper


def test_undo_names_the_edit_in_german(program: Program, sketch: Sketch) -> None:
    undo = program.window.registry["edit.undo"]
    program.session.edit(sketch, "Draw Stroke")
    assert undo.text() == "&Rückgängig: Strich zeichnen"
    program.session.undo()
    assert undo.text() == "&Rückgängig"
    assert program.window.registry["edit.redo"].text() == "&Wiederholen: Strich zeichnen"


@pytest.fixture
def sketch() -> Sketch:
    from sketchxai_desktop.core.sketch import Stroke

    return Sketch((Stroke([[0, 0], [10, 20]]),))


def _edits(source: str) -> Iterator[str]:
    """Names of edits that `source` makes of a session."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "edit" and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.JoinedStr):
                yield "".join(part.value if isinstance(part, ast.Constant) else "3" for part in name.values)
            elif isinstance(name, ast.Constant):
                yield name.value


def test_every_edit_has_a_german_name(german: None) -> None:
    package = Path(sketchxai_desktop.__file__).parent
    names = {name for path in package.rglob("*.py") for name in _edits(path.read_text(encoding="utf-8"))}
    assert {"Draw Stroke", "Open Sketch", "Keep Only First 3 Strokes"} <= names
    english = sorted(name for name in names if shown_edit_name(name) == name)
    assert not english, "add them to app/language.py"


def test_edit_names_are_shown_in_the_language(german: None) -> None:
    assert shown_edit_name("Keep Only First 3 Strokes") == "Nur die ersten 3 Striche behalten"
    assert shown_edit_name("Something Else") == "Something Else"
    assert shown_edit_name(None) == ""


def test_buttons_of_qt_are_german(german: None, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert _plain(box.button(QDialogButtonBox.StandardButton.Cancel).text()) == "Abbrechen"


def test_nothing_stays_behind(qapp: QApplication) -> None:
    before = QLocale()
    install_language(qapp, "de")
    assert QLocale().language() == QLocale.Language.German
    remove_language(qapp)
    assert QLocale() == before
    assert shown_edit_name("Draw Stroke") == "Draw Stroke"


def test_settings_offer_each_language_in_its_own_words(program: Program, qtbot: QtBot) -> None:
    dialog = SettingsDialog(program)
    box: QComboBox = dialog.language
    assert [box.itemText(i) for i in range(box.count())] == ["Wie das System", "English", "Deutsch"]
    box.setCurrentIndex(box.findData("en"))
    assert program.settings.language == "en"
    assert any("nächsten Start" in label.text() for label in dialog.findChildren(QLabel))
    dialog.deleteLater()
