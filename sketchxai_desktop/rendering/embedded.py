"""A run as animations to be put inside a page, for light and for dark ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.animation import export_animation
from sketchxai_desktop.rendering.palette import THEMES
from sketchxai_desktop.rendering.style import FrameStyle

#: Of these few flat colours a GIF needs a quarter of the bytes of WebP without loss, and every browser shows it.
MEDIA_TYPE, _ENDING = "image/gif", ".gif"
_SIZE = 320


def embedded_animations(
    run: Run,
    *,
    path: int = 0,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, bytes] | None:
    """The bytes of the run's animation by the name of the theme, "light" and "dark"; None: cancelled.

    Blocks; meant for the file lane. Needs a QGuiApplication (`ensure_gui_application`).

    Args:
        run: with one state or more.
        path: 0-based path that is shown.
        progress: called with (frames done, frames in all). cancelled: asked before every frame.

    Raises:
        UserError: an empty run, no such path, or the disk is full.
    """
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="sketchxai-") as folder:
        for number, theme in enumerate(THEMES.values()):

            def report(done: int, total: int, before: int = number) -> None:
                if progress is not None:
                    progress(before * total + done, len(THEMES) * total)

            style = FrameStyle(style="sketch", size=_SIZE, theme=theme.name, path=path, show_ghost=True)
            file = Path(folder) / f"{theme.name}{_ENDING}"
            if not export_animation(run, file, style, fps=12.5, progress=report, cancelled=cancelled):
                return None
            found[theme.name] = file.read_bytes()
    return found
