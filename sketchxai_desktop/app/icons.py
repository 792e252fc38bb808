"""Icons from resources/icons/*.svg, drawn in the theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sketchxai_desktop import paths
from sketchxai_desktop.rendering.palette import Theme, hex_colour, mix
from sketchxai_desktop.widgets.common_icon_sizes import icon_sizes

#: Sides of icons in device-independent pixels.
_SIDES = (16, 20)
#: Those that look different while they are on.
_SWITCHES = ("view-left", "view-below", "view-right")


@lru_cache(maxsize=256)
def icon(name: str, theme: Theme) -> QIcon:
    """The icon `name` in the text colour of `theme`, and paler for what is disabled."""
    result = QIcon()
    for file, state in ((f"icons/{name}.svg", QIcon.State.Off), (f"icons/{name}-on.svg", QIcon.State.On)):
        if state == QIcon.State.On and name not in _SWITCHES:
            continue
        source = paths.resource(file).read_text(encoding="utf-8")
        for mode, colour in (
            (QIcon.Mode.Normal, theme.text),
            (QIcon.Mode.Disabled, mix(theme.muted, theme.surface, 0.5)),
        ):
            renderer = QSvgRenderer(QByteArray(source.replace("currentColor", hex_colour(colour)).encode()))
            for size in icon_sizes(_SIDES):
                pixmap = QPixmap(size, size)
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                renderer.render(painter, QRectF(0, 0, size, size))
                painter.end()
                result.addPixmap(pixmap, mode, state)
    return result


def program_icon() -> QIcon:
    """The icon of the program itself."""
    return QIcon(str(paths.resource("icons/sketchxai-desktop.svg")))
