"""Text from files, made safe to show."""

from __future__ import annotations


def tooltip(text: str) -> str:
    """Plain text for a tooltip: Qt would take a word such as "<b>" for mark-up."""
    # Not `html.escape`: its module reads a list of 2,000 characters, and the window has a tooltip before it is painted.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped.replace(chr(10), '<br>')}</qt>" if text else ""
