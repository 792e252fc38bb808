"""Sentences of rooms that know no Qt, in the language of the window."""

from __future__ import annotations

import string
from typing import Any

from PySide6.QtCore import QCoreApplication

from sketchxai_desktop.core.sentences import Sentence, reason_of


def said(what: str | BaseException) -> str:
    """A sentence, or what an exception says, in the language of the window; from any thread.

    Texts that are no `Sentence` come back as they are, and so does a template that has no translation.
    """
    text = reason_of(what) if isinstance(what, BaseException) else what
    if not isinstance(text, Sentence):
        return str(text)
    template = _translated(text.template)
    return _Filled().vformat(template, (), text.values) if text.values else template


def _translated(template: str) -> str:
    return QCoreApplication.translate("Sentences", template)


class _Filled(string.Formatter):
    """`str.format` with each sentence among the values in the language of the window; numbers look alike in all."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return format(said(value), format_spec)
        return format(value, format_spec)
