"""Text from files, made safe to show."""

from __future__ import annotations

import html


def tooltip(text: str) -> str:
    """Plain text for a tooltip: Qt would take a word such as "<b>" for mark-up."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
