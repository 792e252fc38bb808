"""The QGuiApplication that text needs, and the fonts of exported pictures."""

from __future__ import annotations

import os
import sys
import threading

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

_kept_alive: list[QGuiApplication] = []


def ensure_gui_application() -> QGuiApplication:
    """The running QGuiApplication, or a new one that needs no screen.

    On Linux the new one uses Qt's offscreen platform, so that it neither needs nor touches a display; on
    Windows and macOS the system's own platform knows the fonts. QT_QPA_PLATFORM, when set, decides.

    Raises:
        RuntimeError: there is none yet and this is not the main thread, or the running application
            has no GUI part.
    """
    running = QCoreApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if running is not None:
        raise RuntimeError("pictures need a QGuiApplication, but a QCoreApplication is running")
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("the QGuiApplication must be made on the main thread")
    arguments = ["sketchxai"]
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        arguments += ["-platform", "offscreen"]
    application = QGuiApplication(arguments)
    _kept_alive.append(application)
    return application


def picture_font(pixels: float, *, bold: bool = False) -> QFont:
    """The default sans-serif font, `pixels` high (at least 1), without coloured subpixel edges."""
    font = QFont()
    font.setStyleHint(QFont.StyleHint.SansSerif, QFont.StyleStrategy.NoSubpixelAntialias)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def fitting_font(text: str, width: float, pixels: float, smallest: float, *, bold: bool = False) -> QFont | None:
    """The largest font from `pixels` down to `smallest` in which `text` is at most `width` pixels wide, else None."""
    size = round(pixels)
    while size >= smallest:
        font = picture_font(size, bold=bold)
        needed = QFontMetricsF(font).horizontalAdvance(text)
        if needed <= width:
            return font
        size = min(size - 1, int(size * width / needed))
    return None
