"""Text from files, made safe to show."""

from __future__ import annotations


def tooltip(text: str) -> str:
    """Plain text for a tooltip: Qt would take a word such as "<b>" for mark-up."""
    import html  # its list of 2,000 characters has to wait for the window to be painted

    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
