"""How large a window opens."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size, in pixels before scaling, but none beyond its screen: at 200 % that is small."""
    available = window.screen().availableGeometry()
    window.resize(min(width, available.width()), min(height, available.height()))
