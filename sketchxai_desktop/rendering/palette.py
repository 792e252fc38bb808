"""Colours: themes, and stroke colours that stay legible on them. No Qt here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

#: Red, green, blue, each 0..255.
Colour = tuple[int, int, int]
Scheme = Literal["rainbow", "viridis", "ink"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

#: Lowest contrast (WCAG) of a stroke against the page. Text needs 4.5.
STROKE_CONTRAST = 3.0
# Rounding to 8 bits may cost a little of the contrast asked for.
_ROUNDING = 1.03

# Ten equidistant samples of the viridis map, dark to light.
_VIRIDIS: tuple[Colour, ...] = (
    (68, 1, 84),
    (72, 40, 120),
    (62, 73, 137),
    (49, 104, 142),
    (38, 130, 142),
    (31, 158, 137),
    (53, 183, 121),
    (110, 206, 88),
    (181, 222, 43),
    (253, 231, 37),
)


#: What speaks for a category and what speaks against it. Told apart without colour vision; the latter is dashed too.
FOR: Colour = (29, 99, 224)
AGAINST: Colour = (205, 84, 9)
_NEUTRAL: Colour = (140, 146, 156)


# Compared by identity: themes are constants, and keys of caches that are asked for every stroke.
@dataclass(frozen=True, eq=False)
class Theme:
    """The colours of one look.

    Attributes:
        name: "light" or "dark".
        background: the page that strokes are drawn on.
        surface: panels and cards beside the page.
        ink: a stroke without a colour of its own.
        grid: rules, axes and borders.
        text, muted: words, and words of less weight.
        accent: what is chosen, and the target category.
        original: the original category.
        halo, hover: glow behind the selected stroke and behind the stroke under the pointer.
        ghost: the layout that was, behind the layout that is.
    """

    name: Literal["light", "dark"]
    background: Colour
    surface: Colour
    ink: Colour
    grid: Colour
    text: Colour
    muted: Colour
    accent: Colour
    original: Colour
    halo: Colour
    hover: Colour
    ghost: Colour


LIGHT = Theme(
    name="light",
    background=(255, 255, 255),
    surface=(244, 246, 249),
    ink=(27, 32, 43),
    grid=(217, 222, 230),
    text=(27, 32, 43),
    muted=(92, 101, 117),
    accent=(29, 99, 224),
    original=(126, 136, 153),
    halo=(255, 199, 71),
    hover=(198, 218, 250),
    ghost=(214, 218, 225),
)
DARK = Theme(
    name="dark",
    background=(20, 23, 29),
    surface=(29, 33, 41),
    ink=(233, 236, 242),
    grid=(54, 60, 72),
    text=(233, 236, 242),
    muted=(156, 165, 181),
    accent=(96, 162, 255),
    original=(124, 134, 152),
    halo=(158, 110, 0),
    hover=(42, 70, 115),
    ghost=(60, 66, 78),
)
THEMES: dict[str, Theme] = {"light": LIGHT, "dark": DARK}


def hex_colour(colour: Colour) -> str:
    """`colour` as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@lru_cache(maxsize=1024)
def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0..1) of `second`, as antialiasing blends them."""
    return _colour([a + (b - a) * share for a, b in zip(first, second, strict=True)])


def luminance(colour: Colour) -> float:
    """Relative luminance by WCAG, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(v) for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Contrast ratio by WCAG, 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: Colour, theme: Theme, ratio: float = STROKE_CONTRAST) -> Colour:
    """`colour`, only as much darker or lighter as it takes to stand out by `ratio` from page and surface."""
    low, high = _luminance_range(theme, ratio)
    current = luminance(colour)
    return colour if low <= current <= high else _with_luminance(colour, min(max(current, low), high))


def signed_colour(share: float, theme: Theme) -> Colour:
    """The colour of a score: -1 (most against) over 0 (grey) to 1 (most for)."""
    hue = FOR if share >= 0 else AGAINST
    # The square root keeps small scores from looking like none.
    return legible(mix(_NEUTRAL, hue, min(1.0, abs(share)) ** 0.5), theme)


@lru_cache(maxsize=4)
def sequential_colours(theme: Theme) -> tuple[Colour, ...]:
    """256 colours from the page's to strong: for maps that strokes are drawn over."""
    strong = mix(theme.accent, (88, 40, 160), 0.25) if theme.name == "light" else theme.accent
    half = mix(theme.background, mix(theme.accent, (0, 170, 160), 0.6), 0.45)
    first = [mix(theme.background, half, k / 128) for k in range(128)]
    return (*first, *(mix(half, strong, k / 127) for k in range(128)))


@lru_cache(maxsize=4096)
def stroke_colour(order: int, count: int, scheme: Scheme = "rainbow", theme: Theme = LIGHT) -> Colour:
    """The colour of the stroke drawn as number `order` (0-based) of `count`.

    "rainbow" runs from violet over green to red, as in the paper; "viridis" changes in lightness all the way, so
    it reads without colour vision; "ink" is one colour. Each has a contrast of at least 3 on the theme.

    Raises:
        ValueError: unknown scheme, or `order` not in 0..count-1.
    """
    if not 0 <= order < count:
        raise ValueError(f"there is no stroke {order} among {count}")
    place = order / (count - 1) if count > 1 else 0.0
    if scheme == "ink":
        return theme.ink
    if scheme == "rainbow":
        return legible(_rainbow(place), theme)
    if scheme == "viridis":
        low, high = (_lightness(y) for y in _luminance_range(theme, STROKE_CONTRAST))
        # The dark end would turn grey on a dark page, the light end brown on a light one: leave it out there.
        light = theme.name == "light"
        low, high = (max(low, 14.0), high) if light else (low, min(high, 92.0))
        hue = _viridis(0.9 * place if light else 0.25 + 0.75 * place)
        return _with_luminance(hue, _luminance_of(low + (high - low) * place))
    raise ValueError(f"unknown colour scheme {scheme!r}")


def _rainbow(place: float) -> Colour:
    """Phase-shifted waves: violet, blue, cyan, green, orange, red."""
    red = abs(2 * place - 0.5)
    return _colour([255 * min(red, 1.0), 255 * math.sin(math.pi * place), 255 * math.cos(math.pi / 2 * place)])


def _viridis(place: float) -> Colour:
    position = place * (len(_VIRIDIS) - 1)
    index = min(int(position), len(_VIRIDIS) - 2)
    return mix(_VIRIDIS[index], _VIRIDIS[index + 1], position - index)


def _luminance_range(theme: Theme, ratio: float) -> tuple[float, float]:
    """The luminances that stand out by `ratio` from the theme's page and surface."""
    pages = [luminance(theme.background), luminance(theme.surface)]
    if theme.name == "light":
        return 0.0, (min(pages) + 0.05) / (ratio * _ROUNDING) - 0.05
    return (max(pages) + 0.05) * ratio * _ROUNDING - 0.05, 1.0


def _with_luminance(colour: Colour, wanted: float) -> Colour:
    """The colour of the same hue with that luminance: scaled towards black, or mixed with white, in linear light."""
    current = luminance(colour)
    values = [_linear(v) for v in colour]
    if wanted <= current:
        values = [v * wanted / current for v in values]
    else:
        share = (wanted - current) / (1 - current)
        values = [v + (1 - v) * share for v in values]
    return _colour([255 * _encoded(v) for v in values])


def _lightness(y: float) -> float:
    """CIE L* of a luminance."""
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def _luminance_of(lightness: float) -> float:
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _linear(value: float) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _colour(values: list[float]) -> Colour:
    red, green, blue = (min(255, max(0, round(v))) for v in values)
    return red, green, blue
