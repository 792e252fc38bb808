"""A viewport that PySide knows."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """Give `area` a viewport like Qt's own; call first of all, for what is set on the area is handed on to it.

    Asked for a widget that Qt has made, PySide finds out of what class it is, and the first time sets up all classes of
    widgets there are for that: 15 to 40 ms before the window is painted.
    """
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    around = isinstance(area, QScrollArea)  # shows a widget, and through it what the area lies on
    viewport.setBackgroundRole(QPalette.ColorRole.NoRole if around else QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
