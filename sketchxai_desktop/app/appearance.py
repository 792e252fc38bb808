"""Light and dark: Qt palette, style sheet and pyqtgraph colours from one `Theme`."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sketchxai_desktop.rendering.palette import DARK, LIGHT, Theme, hex_colour, mix


def theme_for(choice: str) -> Theme:
    """The theme for "system", "light" or "dark"."""
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole program the colours of `theme`."""
    application.setStyle("Fusion")
    application.setPalette(_palette(theme))
    application.setStyleSheet(_style_sheet(theme))
    pyqtgraph.setConfigOptions(background=theme.background, foreground=theme.muted, antialias=True)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    raised = mix(theme.surface, theme.background, 0.5)
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.background,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.text,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: (255, 255, 255) if theme is LIGHT else (12, 16, 22),
        role.Link: theme.accent,
        role.Light: raised,
        role.Midlight: theme.surface,
        role.Mid: theme.grid,
        role.Dark: mix(theme.grid, theme.ink, 0.2),
        role.Shadow: mix(theme.background, (0, 0, 0), 0.6),
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(name, QColor(*colour))
    off = QColor(*mix(theme.muted, theme.surface, 0.45))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, off)
    return palette


def _style_sheet(theme: Theme) -> str:
    c = {
        "surface": hex_colour(theme.surface),
        "background": hex_colour(theme.background),
        "grid": hex_colour(theme.grid),
        "text": hex_colour(theme.text),
        "muted": hex_colour(theme.muted),
        "accent": hex_colour(theme.accent),
        "hover": hex_colour(mix(theme.surface, theme.accent, 0.14)),
        "chosen": hex_colour(mix(theme.surface, theme.accent, 0.28)),
    }
    return """
QMainWindow::separator {{ background: {grid}; width: 1px; height: 1px; margin: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: 0; border-bottom: 1px solid {grid}; padding: 3px 6px; spacing: 2px; background: {surface}; }}
QToolBar::separator {{ background: {grid}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked, QToolButton:pressed {{ background: {chosen}; }}
QToolButton:focus {{ border-color: {accent}; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ padding: 4px 8px; background: {surface}; border-bottom: 1px solid {grid}; }}
QStatusBar {{ border-top: 1px solid {grid}; }}
QStatusBar::item {{ border: 0; }}
QMenuBar {{ background: {surface}; }}
QMenuBar::item:selected {{ background: {hover}; border-radius: 4px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {grid}; padding: 3px; }}
""".format(**c)
