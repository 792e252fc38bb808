"""Light and dark: Qt palette and style sheet from one `Theme`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import paths
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Theme, hex_colour, mix


def theme_for(choice: str) -> Theme:
    """The theme for "system", "light" or "dark"."""
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole program, which has the style Fusion from its start, the colours of `theme`."""
    application.setPalette(_palette(theme))
    application.setStyleSheet(_style_sheet(theme))


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
        "edge": hex_colour(mix(theme.grid, theme.muted, 0.5)),
        "icons": paths.resource("icons").as_posix(),
        "hover": hex_colour(mix(theme.surface, theme.accent, 0.14)),
        "chosen": hex_colour(mix(theme.surface, theme.accent, 0.28)),
        "raised": hex_colour(mix(theme.surface, theme.background, 0.5)),
        "faint": hex_colour(mix(theme.muted, theme.surface, 0.45)),
        "handle": hex_colour(mix(theme.surface, theme.muted, 0.5)),
    }
    return """
QMainWindow::separator {{ background: {grid}; width: 1px; height: 1px; margin: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: 0; border-bottom: 1px solid {grid}; padding: 0 3px; spacing: 1px; background: {surface}; }}
QToolBar::separator {{ background: {grid}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; }}
QToolBar > QToolButton {{ padding: 4px 5px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked, QToolButton:pressed {{ background: {chosen}; }}
QToolButton:focus {{ border-color: {accent}; }}
QFileDialog QToolButton {{ padding: 0; }}
QToolButton[compact="true"] {{ padding: 1px 4px; }}
QToolButton[quiet="true"]:checked {{ background: transparent; }}
QToolButton[quiet="true"]:checked:hover {{ background: {hover}; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {hover}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    padding: 5px 11px 4px 11px; border: 0; border-bottom: 2px solid transparent;
    background: transparent; color: {muted};
}}
QTabBar::tab:hover {{ color: {text}; background: {hover}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar[compact="true"]::tab {{ padding-left: 6px; padding-right: 6px; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {grid}; }}
QTabWidget[documentMode="true"]::pane {{ border: 0; }}
QPushButton {{
    border: 1px solid {edge}; border-radius: 5px; background: {raised}; padding: 4px 12px; min-height: 16px;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {chosen}; }}
QPushButton:focus, QPushButton:default {{ border-color: {accent}; }}
QPushButton:disabled {{ border-color: {grid}; background: {surface}; color: {faint}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{
    image: url("{icons}/chevron-down.svg"); width: 9px; height: 9px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 4px;
}}
QPushButton[menu="true"], QToolButton[popupMode="2"] {{ padding-right: 17px; }}
QToolButton[popupMode="1"] {{ padding-right: 19px; }}
QToolButton::menu-button {{ border: none; width: 16px; }}
QToolButton::menu-arrow {{ image: url("{icons}/chevron-down.svg"); width: 9px; height: 9px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {handle}; border: 3px solid {surface}; border-radius: 6px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ padding: 4px 8px; background: {surface}; border-bottom: 1px solid {grid}; }}
QStatusBar {{ border-top: 1px solid {grid}; }}
QStatusBar::item {{ border: 0; }}
QMenuBar {{ background: {surface}; }}
QMenuBar::item:selected {{ background: {hover}; border-radius: 4px; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: 13px; height: 13px; border: 1px solid {edge}; background: {background};
}}
QRadioButton, QCheckBox {{ padding-right: 2px; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 7px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{icons}/check.svg"); }}
QRadioButton::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{icons}/dot.svg"); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {grid}; background: {surface}; }}
QLineEdit, QAbstractSpinBox, QComboBox {{
    border: 1px solid {edge}; border-radius: 4px; background: {background}; padding: 0 2px; min-height: 17px;
    selection-background-color: {accent};
}}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
    background: {surface}; border-color: {grid}; color: {muted};
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; width: 13px; border: 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; width: 13px; border: 0; }}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/chevron-up.svg"); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 9px; height: 9px; }}
QComboBox::drop-down {{ border: 0; width: 16px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 10px; height: 10px; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: 0; padding: 0; min-height: 0; background: transparent; }}
QDialog#palette {{ border: 1px solid {edge}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {grid}; padding: 3px; }}
""".format(**c)
