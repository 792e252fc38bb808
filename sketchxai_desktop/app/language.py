"""The language of the window: English is in the source, others in resources/translations.

Words for people are `self.tr("...")` in classes of Qt's and `tr("...")` from here elsewhere in this room. Other rooms,
which do not know this one, ask `QCoreApplication.translate("Context", "...")`. The whole literal stands in the call:
tools/update_translations.py reads the calls, tests/test_translations.py fails on what it cannot read.

Rooms without Qt make sentences that know their template (`core.sentences.Sentence`, `core.errors.UserError`); jobs and
widgets translate them where they are shown (`workers.saying.said`). English stay what the command line, logs, files and
reports say, and categories, which are the network's own words.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sketchxai_desktop import paths
from sketchxai_desktop.core.summary import CheckpointSummary

log = logging.getLogger(__name__)

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")
#: Each in its own words: whoever looks for it may not read the others.
NAMES: dict[str, str] = {"en": "English", "de": "Deutsch"}

#: Dates are as the language has them, numbers everywhere as in files, charts and papers: 1,234.5. Of the places where
#: German is spoken, these write a point before the decimals.
_LOCALES: dict[Language, str] = {"en": "en_US", "de": "de_LI"}

_installed: list[QTranslator] = []


def tr(text: str) -> str:
    """`text` in the language of the window, for code outside classes of Qt's."""
    return QCoreApplication.translate("Program", text)


def language_of(setting: str, wanted: Sequence[str] | None = None) -> Language:
    """The language to use.

    Args:
        setting: "system", or one of LANGUAGES.
        wanted: what the system asks for, best first, as "de-AT"; None: as it is (on Linux: LANGUAGE, LC_ALL, LANG).

    Returns:
        With "system" the first wanted one that there is, else English.
    """
    for language in LANGUAGES:
        if setting == language:
            return language
    for name in QLocale.system().uiLanguages() if wanted is None else wanted:
        for language in LANGUAGES:
            if re.split(r"[-_.@]", name)[0].lower() == language:
                return language
    return "en"


def install_language(application: QCoreApplication, setting: str) -> Language:
    """Let `application` speak; call before any window is made, for windows do not change their words later.

    Args:
        setting: "system", or one of LANGUAGES.

    Returns:
        The language that was chosen. Without its files the words stay English, and the log says so.
    """
    remove_language(application)
    language = language_of(setting)
    if language != "en":
        # Qt's own first, for the buttons of message boxes: what is installed later is asked first.
        for name, folder in (
            (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            (f"sketchxai_{language}", str(paths.resource("translations"))),
        ):
            translator = QTranslator(application)
            if translator.load(name, folder) and application.installTranslator(translator):
                _installed.append(translator)
            else:
                log.warning("no translations %s in %s", name, folder)
    system = QLocale.system()
    same = system.language() == QLocale(language).language() and system.decimalPoint() == "."
    QLocale.setDefault(system if same else QLocale(_LOCALES[language]))
    return language


def remove_language(application: QCoreApplication) -> None:
    """English again, for windows made from now on."""
    while _installed:
        translator = _installed.pop()
        application.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale.system())


def shown_edit_name(name: str | None) -> str:
    """The name of an edit for "Undo ...": the session's names are identifiers, in English; None: "".

    A name that is not known here is shown as it is.
    """
    kept = re.fullmatch(r"Keep Only First (\d+) Strokes", name or "")
    if kept:
        return tr("Keep Only First {} Strokes").format(kept[1])
    known = {
        "Apply Counterfactual": tr("Apply Counterfactual"),
        "Apply What-If": tr("Apply What-If"),
        "Clear Drawing": tr("Clear Drawing"),
        "Delete Stroke": tr("Delete Stroke"),
        "Draw Stroke": tr("Draw Stroke"),
        "Duplicate Stroke": tr("Duplicate Stroke"),
        "Move Stroke": tr("Move Stroke"),
        "New Drawing": tr("New Drawing"),
        "Open Sketch": tr("Open Sketch"),
        "Paste Sketch": tr("Paste Sketch"),
        "Reorder Stroke": tr("Reorder Stroke"),
        "Set Category": tr("Set Category"),
        "Use Layout": tr("Use Layout"),
    }
    return known.get(name or "", name or "")


def shown_network(summary: CheckpointSummary) -> str:
    """As `CheckpointSummary.title`."""
    return tr("{} – {} categories").format(summary.name, len(summary.categories))
