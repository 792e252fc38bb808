"""Writes the program's icon in the form that a system wants: `icons.py OUT.ico|OUT.icns|OUT.png [SIDE]`.

Drawn from resources/icons/sketchxai-desktop.svg, so that there is one picture and not one for each system.
"""

from __future__ import annotations

import functools
import io
import os
import sys
from pathlib import Path
from typing import Any

from PIL import Image

SOURCE = Path(__file__).resolve().parents[1] / "resources/icons/sketchxai-desktop.svg"
ICO_SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LARGEST = 1024


@functools.cache
def _application() -> Any:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication([])


def draw(side: int) -> Image.Image:
    """The icon, `side` pixels wide and high, on nothing."""
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _application()
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def write(target: Path, side: int = 256) -> None:
    """Write the icon; the ending of `target` chooses the format, `side` is for PNG alone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".png":
        draw(side).save(target)
        return
    # Small sizes are drawn small: shrinking the large one would blur its lines.
    if target.suffix == ".ico":
        drawn = [draw(s) for s in ICO_SIDES]
        drawn[-1].save(target, sizes=[(s, s) for s in ICO_SIDES], append_images=drawn[:-1])
    else:
        drawn = [draw(s) for s in (16, 32, 64, 128, 256, 512)]
        draw(LARGEST).save(target, append_images=drawn)


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:]))
