"""One palette for a whole animation, known before its first frame is drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.rendering.palette import Colour, mix, stroke_colour
from sketchxai_desktop.rendering.style import FrameStyle

#: Entries of a palette; one more index is left for "as in the frame before".
PALETTE_SIZE = 255
TRANSPARENT = 255
_UNKNOWN = 255
_MOST_HUES, _MOST_LEVELS = 24, 16


def palette_for(style: FrameStyle, strokes: int) -> list[Colour]:
    """Up to 255 colours: the theme's, the strokes' and what antialiasing makes of them on the page.

    The page comes first. The same style and number of strokes give the same palette.
    """
    theme = style.colours
    page, surface = theme.background, theme.surface
    palette: dict[Colour, None] = dict.fromkeys(
        (page, surface, theme.text, theme.muted, theme.grid, theme.accent, theme.original)
    )

    def blend(colour: Colour, ground: Colour, levels: int) -> None:
        palette.update(dict.fromkeys(mix(ground, colour, k / levels) for k in range(1, levels + 1)))

    blend(theme.text, page, 14)
    blend(theme.muted, page, 6)
    blend(theme.accent, page, 5)
    blend(theme.original, page, 3)
    blend(theme.grid, surface, 2)
    blend(theme.grid, page, 2)
    if style.style != "panels":
        blend(theme.text, surface, 10)
        blend(theme.muted, surface, 5)
    if style.show_ghost:
        blend(theme.ghost, page, 6)
    hues = strokes if strokes <= _MOST_HUES else _MOST_HUES
    chosen = dict.fromkeys(stroke_colour(k, hues, style.scheme, theme) for k in range(hues))
    if chosen:
        levels = min(_MOST_LEVELS, (PALETTE_SIZE - len(palette)) // len(chosen))
        for colour in chosen:
            blend(colour, page, levels)
    return list(palette)[:PALETTE_SIZE]


class Quantiser:
    """Maps pixels to the nearest colour of a palette.

    A table over all 16.7 million colours is filled as colours turn up: drawings use a few thousand of them, so the
    map is exact and costs one look-up per pixel.
    """

    def __init__(self, palette: Iterable[Colour]) -> None:
        """`palette`: 1..255 colours."""
        self.palette = list(palette)
        if not 1 <= len(self.palette) <= PALETTE_SIZE:
            raise ValueError("a palette has from 1 to 255 colours")
        self._colours = np.array(self.palette, np.int32)
        self._table = np.full(1 << 24, _UNKNOWN, np.uint8)

    def __call__(self, pixels: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
        """(...) 0xRRGGBB to (...) indices into the palette."""
        indices = self._table[pixels]
        unknown = indices == _UNKNOWN
        if unknown.any():
            new = np.unique(pixels[unknown])
            for part in np.array_split(new, len(new) // 4096 + 1):
                self._table[part] = self._nearest(part)
            indices[unknown] = self._table[pixels[unknown]]
        return indices

    def _nearest(self, pixels: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
        channels = np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(np.int32)
        distances = ((channels[:, None] - self._colours) ** 2).sum(axis=-1)
        return distances.argmin(axis=1).astype(np.uint8)
