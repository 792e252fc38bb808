"""Write docs/shortcuts.md from the registry of commands, so that it says which keys do what.

Run from the repository root: QT_QPA_PLATFORM=offscreen python tools/make_shortcuts.py
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence

PAGE = Path(__file__).resolve().parents[1] / "docs" / "shortcuts.md"

_HEAD = """\
# Keyboard and mouse

<!-- Written by tools/make_shortcuts.py from the commands of the program; changes made here are lost. -->

On macOS, Ctrl is the Command key. **F1** shows this list in the program, and **Ctrl+K** finds every command, also those
without keys.
"""

#: The part of a command's name before its dot, and what such commands have in common.
_GROUPS = {
    "Files": ("file",),
    "Drawing and strokes": ("tool", "edit"),
    "View": ("view",),
    "Inversion": ("run",),
    "Explanations and analyses": ("explain", "analyse"),
    "Help": ("help",),
}

# What is no command, because it makes sense in one place only.
_ELSEWHERE = """\
## On the canvas

| keys or mouse | what it does |
|---|---|
| drag, with *Draw* | draw a stroke |
| click or drag, with *Select* | select or move a stroke |
| Arrow keys, with Shift farther | move the selected stroke |
| Tab, Shift+Tab, with *Select* | select the next or the previous stroke |
| Home, End, with *Select* | select the first or the last stroke |
| Space and drag, or middle button | move the view |
| Ctrl and wheel | zoom |
| Esc | end what is being drawn, go back to the sketch, or select nothing |

## In the other views

| keys or mouse | what it does |
|---|---|
| Alt+Up, Alt+Down, or drag, in the list of strokes | change a stroke's order |
| Left, Right, Home, End on chart, filmstrip or slider | go through the steps of an inversion |
| Arrow keys on the pictures of the paths | choose a path |
"""


def page() -> str:
    """The whole page. Needs a QApplication; starts nothing."""
    from sketchxai_desktop.app.program import Program

    program = Program("cpu")
    try:
        rows: dict[str, list[str]] = {title: [] for title in (*_GROUPS, "Others")}
        where = {word: title for title, words in _GROUPS.items() for word in words}
        for command in program.window.registry:
            portable = QKeySequence.SequenceFormat.PortableText
            keys = ", ".join(f"`{sequence.toString(portable)}`" for sequence in command.action.shortcuts())
            if keys:
                title = where.get(command.name.partition(".")[0], "Others")
                rows[title].append(f"| {keys} | {command.title.removesuffix('…')} |")
    finally:
        program.window.close()
        program.stop()
    parts = [_HEAD]
    for title, lines in rows.items():
        if lines:
            parts.append("\n".join([f"## {title}", "", "| keys | what it does |", "|---|---|", *lines, ""]))
    return "\n".join([*parts, _ELSEWHERE])


def main() -> None:
    from sketchxai_desktop.app.launch import make_application

    with tempfile.TemporaryDirectory() as home:  # nobody's settings are read or written
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind.lower())
        QLocale.setDefault(QLocale.c())
        application = make_application()
        PAGE.write_text(page(), encoding="utf-8")
        application.quit()


if __name__ == "__main__":
    main()
