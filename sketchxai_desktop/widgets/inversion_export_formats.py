"""What a run can be exported as, in the order it is offered, and how the file is called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.export import Kind
from sketchxai_desktop.rendering.style import Style

#: (kind, style) of every entry of "What", in this order.
CHOICES: tuple[tuple[Kind, Style], ...] = (
    ("animation", "panels"),
    ("animation", "sketch"),
    ("animation", "grid"),
    ("filmstrip", "sketch"),
    ("state", "sketch"),
    ("record", "sketch"),
)
#: Formats by kind: (name, ending proposed, all endings that mean it).
FORMATS: dict[Kind, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "animation": (("GIF", ".gif", (".gif",)), ("APNG", ".png", (".png", ".apng")), ("WebP", ".webp", (".webp",))),
    "filmstrip": (("PNG", ".png", (".png",)),),
    "state": (("SVG", ".svg", (".svg",)), ("PNG", ".png", (".png",))),
    "record": (("JSON", ".json", (".json",)),),
}


def proposed_name(run: Run) -> str:
    """A file name that says what the run was, as in "bicycle-to-camera.gif"."""
    name = f"{run.original}-to-{run.target}" if run.mode == "transfer" else f"{run.target}-recovery"
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    return f"{safe[:60]}.gif"


def with_ending(path: str, ending: str) -> str:
    """`path` with `ending` in place of the ending of another format."""
    known = {e for formats in FORMATS.values() for _, _, endings in formats for e in endings}
    name = Path(path)
    return f"{name.with_suffix('') if name.suffix.lower() in known else name}{ending}"


def usual_folder(folder: Path | None) -> Path:
    """`folder` if it is there, else the one for pictures, else the home folder."""
    if folder is not None and folder.is_dir():
        return folder
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures) if pictures and Path(pictures).is_dir() else Path.home()
