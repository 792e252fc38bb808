"""In how many sizes an icon is painted: as many as the screens need, for each costs time before the window is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication


def icon_sizes(sides: Iterable[int]) -> list[int]:
    """Sides in pixels of the screens that there are, and one twice as large, which Qt scales for any other screen.

    Args:
        sides: in device-independent pixels.
    """
    sides = list(sides)
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return sorted({math.ceil(side * ratio) for side in sides for ratio in ratios} | {2 * max(sides)})
