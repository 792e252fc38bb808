"""Pictures of the report on one sketch: signed bars, a map of similarities, strokes and where they start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from sketchxai_desktop.core.sketch import NORMALISED_EXTENT
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Colour, Theme, contrast, hex_colour, mix, stroke_colour

#: Maps of more strokes get smaller cells without numbers in them.
_MANY = 14
#: Cells of still more say nothing when they are pointed at: a map of 196 strokes has 38,416 of them.
_HUGE = 40
_AGAINST, _FOR = (214, 77, 30), (38, 103, 214)


def share_bar(share: float) -> Markup:
    """0..1 as a bar on a rail."""
    width, height = 220, 12
    return Markup(
        '<svg class="bar" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">'
        '<rect class="rail" width="{0}" height="{1}" rx="2"/><rect class="fill" width="{2}" height="{1}" rx="2"/></svg>'
    ).format(width, height, _n(width * min(max(share, 0.0), 1.0)))


def signed_bar(value: float, low: float, high: float) -> Markup:
    """A bar from zero to `value` on a scale from `low` (0 or less) to `high` (0 or more)."""
    width, height = 84.0, 12.0
    scale = width / max(high - low, 1e-9)
    zero = -low * scale
    left, length = zero + min(0.0, value) * scale, abs(value) * scale
    kind = "fill" if value >= 0 else "fill against"
    line = Markup('<path class="whisker" d="M{0} 0V{1}"/>').format(_n(zero), _n(height)) if low < 0 else Markup("")
    return Markup(
        '<svg class="bar" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">'
        '<rect class="rail" width="{0}" height="{1}" rx="2"/>'
        '<rect class="{2}" x="{3}" width="{4}" height="{1}" rx="2"/>{5}</svg>'
    ).format(_n(width), _n(height), kind, _n(left), _n(length), line)


def swatch(order: int, count: int) -> Markup:
    """The colour of a stroke in the picture."""
    return Markup(
        '<svg class="sketch swatch" viewBox="0 0 22 10" aria-hidden="true">'
        '<g style="--l:{};--d:{}" stroke-width="4"><path d="M3 5H19"/></g></svg>'
    ).format(*_stroke_colours(order, count))


def similarity_map(matrix: npt.NDArray[np.floating], *, title: str) -> Markup:
    """(S, S) cosines -1..1 as a heat map, rows and columns numbered from 1; the numbers stand in the cells."""
    count = len(matrix)
    cell, font = (34.0, 10.0) if count <= _MANY else (max(5.0, 476 / count), 8.0)
    gutter, gap = 22.0, 1.0 if count <= _HUGE else 0.0
    side = gutter + cell * count + 2
    parts = []
    every = 1 if cell >= 12 else int(np.ceil(12 / cell))
    for row in range(count):
        middle = gutter + cell * (row + 0.5)
        if row % every == 0:
            parts.append(
                Markup(
                    '<text x="{0}" y="{1}" text-anchor="end">{4}</text><text x="{2}" y="{3}" text-anchor="middle">{4}'
                    "</text>"
                ).format(_n(gutter - 5), _n(middle + font * 0.36), _n(middle), _n(gutter - 6), row + 1)
            )
        for column in range(count):
            value = float(matrix[row, column])
            fills = [_cell_colour(value, theme) for theme in (LIGHT, DARK)]
            inks = [_on(fill) for fill in fills]
            x, y = gutter + cell * column, gutter + cell * row
            number = Markup("")
            if count <= _MANY:
                number = Markup('<text class="on" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    _n(x + (cell - 1) / 2), _n(y + cell / 2 + font * 0.36 - 0.5), _cosine(value)
                )
            box = Markup('x="{}" y="{}" width="{}" height="{}"').format(_n(x), _n(y), _n(cell - gap), _n(cell - gap))
            if count > _HUGE:
                colours = map(hex_colour, fills)
                parts.append(Markup('<rect style="--l:{};--d:{}" {}/>').format(*colours, box))
                continue
            words = f"Strokes {row + 1} and {column + 1}: {value:.3f}"
            parts.append(
                Markup('<g style="--l:{};--d:{};--il:{};--id:{}"><title>{}</title><rect {}/>{}</g>').format(
                    *map(hex_colour, (*fills, *inks)), words, box, number
                )
            )
    return Markup(
        '<svg class="cells" viewBox="0 0 {0} {0}" width="{0}" height="{0}" font-size="{1}" role="img">'
        "<title>{2}</title>{3}</svg>"
    ).format(_n(side), _n(font), title, Markup("").join(parts))


def location_map(locations: npt.NDArray[np.floating], *, title: str) -> Markup:
    """(S, 2) normalised locations as numbered dots on the canvas."""
    side, margin = 260.0, 16.0
    half = max(NORMALISED_EXTENT / 2, float(np.abs(locations).max(initial=0.0)))
    scale = (side / 2 - margin) / half
    box = NORMALISED_EXTENT / 2 * scale
    parts = [
        Markup('<rect class="frame" x="{0}" y="{0}" width="{1}" height="{1}"/>').format(
            _n(side / 2 - box), _n(2 * box)
        ),
        Markup('<path class="frame" d="M{0} {1}V{2}M{1} {0}H{2}"/>').format(
            _n(side / 2), _n(side / 2 - box), _n(side / 2 + box)
        ),
    ]
    # The first stroke is painted last: where strokes start at one place, it is the one to be seen.
    for order, (x, y) in reversed(list(enumerate(locations.tolist()))):
        colours = _stroke_colours(order, len(locations))
        inks = [hex_colour(_on(_stroke_rgb(order, len(locations), theme))) for theme in (LIGHT, DARK)]
        parts.append(
            Markup(
                '<g style="--l:{};--d:{};--il:{};--id:{}"><title>{}</title><circle cx="{}" cy="{}" r="8.5"/>'
                '<text class="on" x="{}" y="{}" text-anchor="middle">{}</text></g>'
            ).format(
                *colours, *inks, f"Stroke {order + 1}: {x:.3f}, {y:.3f}",
                _n(x * scale + side / 2), _n(y * scale + side / 2),
                _n(x * scale + side / 2), _n(y * scale + side / 2 + 3.4), order + 1,
            )
        )  # fmt: skip
    return Markup(
        '<svg class="cells places" viewBox="0 0 {0} {0}" width="{0}" height="{0}" font-size="9.5" role="img">'
        "<title>{1}</title>{2}</svg>"
    ).format(_n(side), title, Markup("").join(parts))


def similarity_legend(values: Sequence[float] = (-1.0, -0.5, 0.0, 0.5, 1.0)) -> Markup:
    """Colours of the map of similarities, from opposite to the same."""
    parts = []
    for k, value in enumerate(values):
        fills = [_cell_colour(value, theme) for theme in (LIGHT, DARK)]
        parts.append(
            Markup(
                '<g style="--l:{};--d:{};--il:{};--id:{}"><rect x="{}" y="1" width="33" height="16"/>'
                '<text class="on" x="{}" y="12.4" text-anchor="middle">{}</text></g>'
            ).format(*map(hex_colour, (*fills, *map(_on, fills))), 34 * k + 1, 34 * k + 17.5, _cosine(value))
        )
    width = 34 * len(values) + 2
    return Markup(
        '<svg class="cells" viewBox="0 0 {0} 18" width="{0}" height="18" font-size="10" aria-hidden="true">{1}</svg>'
    ).format(width, Markup("").join(parts))


def _stroke_rgb(order: int, count: int, theme: Theme) -> Colour:
    return stroke_colour(order, count, "rainbow", theme)


def _stroke_colours(order: int, count: int) -> tuple[str, str]:
    light, dark = (hex_colour(_stroke_rgb(order, count, theme)) for theme in (LIGHT, DARK))
    return light, dark


def _cell_colour(value: float, theme: Theme) -> Colour:
    """The page's own colour at 0, so that what is alike stands out of it."""
    return mix(theme.surface, _FOR if value >= 0 else _AGAINST, min(1.0, abs(value)) ** 0.75 * 0.92)


def _on(colour: Colour) -> Colour:
    """Black or white, whichever can be read on it."""
    return max(((16, 18, 22), (255, 255, 255)), key=lambda ink: contrast(ink, colour))


def _cosine(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "\N{MINUS SIGN}")


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
