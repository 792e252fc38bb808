"""The network's facts, and the list of shortcuts."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from sketchxai_desktop.app.actions import ActionRegistry
from sketchxai_desktop.app.language import tr
from sketchxai_desktop.core.summary import CheckpointSummary


class _TextDialog(QDialog):
    """A scrolling page of text with a Close button; fits small screens."""

    def __init__(self, title: str, html: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        text = QTextBrowser()
        text.setAccessibleName(title)
        text.setOpenExternalLinks(True)
        text.setHtml(html)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.resize(min(560, parent.width() - 60), min(480, parent.height() - 60))


class ModelDialog(_TextDialog):
    """The facts of the loaded network."""

    def __init__(self, checkpoint: CheckpointSummary, parent: QWidget) -> None:
        rows = {
            tr("Name"): checkpoint.name,
            tr("File"): checkpoint.path,
            tr("Made by"): tr("this program") if checkpoint.origin == "own" else tr("the authors' code"),
            tr("Architecture"): tr("{} layers, width {}, {} heads").format(
                checkpoint.layers, checkpoint.width, checkpoint.heads
            ),
            tr("Parameters"): f"{checkpoint.parameters:,}",
            tr("Empty stroke slots"): tr("masked")
            if checkpoint.masked
            else tr("always {}, not masked").format(checkpoint.order_slots),
            tr("SHA-256"): checkpoint.sha256,
            **{_words(key).capitalize(): _plain(value) for key, value in checkpoint.training.items()},
            tr("{} categories").format(len(checkpoint.categories)): ", ".join(checkpoint.categories),
        }
        cells = "".join(
            f"<tr><th align='left'>{escape(k)}&nbsp;&nbsp;</th><td>{escape(v)}</td></tr>" for k, v in rows.items()
        )
        super().__init__(tr("About This Network"), f"<table cellpadding='3'>{cells}</table>", parent)


def _words(key: object) -> str:
    return str(key).replace("_", " ")


def _plain(value: object) -> str:
    """A fact from a checkpoint, which may be a whole table of settings, as a person would write it."""
    if isinstance(value, dict):
        return ", ".join(f"{_words(key)} {_plain(part)}" for key, part in value.items() if part not in ("", None))
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


class ShortcutsDialog(_TextDialog):
    """Every command with its keys, straight from the registry, and what keys and mouse do on the views."""

    def __init__(self, registry: ActionRegistry, parent: QWidget) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        groups: dict[str, dict[str, str]] = {
            tr("Drawing and strokes"): {},
            tr("View"): {},
            tr("Inversion"): {},
            tr("Explanations and analyses"): {},
            tr("Files and program"): {},
        }
        drawing, view, inversion, explanations, program = groups.values()
        where = {"edit": drawing, "tool": drawing, "view": view, "run": inversion}
        where |= {"explain": explanations, "analyse": explanations}
        for command in registry:
            keys = ", ".join(s.toString(native) for s in command.action.shortcuts())
            if keys:
                where.get(command.name.partition(".")[0], program)[command.title] = keys
        drawing |= {
            tr("Move the selected stroke"): tr("Arrow keys, with Shift farther"),
            tr("Select the next or previous stroke"): tr("Tab, Shift+Tab on the canvas, with the Select tool"),
            tr("Move the selected stroke in the list"): tr("Alt+Up, Alt+Down, or drag it"),
            tr("Select nothing"): tr("Esc"),
        }
        view |= {
            tr("Pan"): tr("Space and drag, or middle button"),
            tr("Zoom"): tr("Ctrl and wheel"),
            tr("Go to a state in the undo history"): tr("Up, Down, Home, End in its list"),
            tr("Leave the presentation"): tr("Esc"),
        }
        inversion |= {
            tr("Go through the steps"): tr("Left, Right, Home, End on chart, filmstrip or slider"),
            tr("Choose a path"): tr("Arrow keys on the pictures of the paths"),
        }
        cells = "".join(_group(title, rows) for title, rows in groups.items())
        super().__init__(tr("Keyboard Shortcuts"), f"<table cellpadding='3' width='100%'>{cells}</table>", parent)


def _group(title: str, rows: dict[str, str]) -> str:
    lines = "".join(f"<tr><td>{escape(k)}&nbsp;&nbsp;</td><td><b>{escape(v)}</b></td></tr>" for k, v in rows.items())
    return f"<tr><td colspan='2'><h3>{escape(title)}</h3></td></tr>{lines}"
