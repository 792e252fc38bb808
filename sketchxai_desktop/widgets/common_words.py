"""Names and sentences of rooms that know no Qt, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def shown(words: str) -> str:
    """The title or sentence of a method or a measure of `explain`.

    These are data there, for the command line and reports too; tools/update_translations.py knows their tables.
    """
    return QCoreApplication.translate("Words", words)
