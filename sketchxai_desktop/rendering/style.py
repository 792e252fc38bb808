"""What an exported picture looks like."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.rendering.palette import SCHEMES, THEMES, Scheme, Theme

Style = Literal["panels", "sketch", "grid"]
STYLES: tuple[Style, ...] = get_args(Style)
SMALLEST, LARGEST = 128, 1024


@dataclass(frozen=True)
class FrameStyle:
    """How the states of a run are drawn.

    Attributes:
        style: "panels" (sketch, original's bar, target's bar, 3:1:1, as in the paper), "sketch" (the picture
            with its probability in a corner box) or "grid" (all paths side by side).
        size: height of the picture in pixels, 128..1024.
        theme: "light" or "dark".
        scheme: how strokes are coloured by order.
        path: 0-based path that "panels" and "sketch" show.
        show_ghost: the sketch's own layout, faintly, behind.
        show_traces: where every stroke's location has travelled.
        show_numbers: orders, from 1, in the start dots.
        show_box: the probability in a corner box ("sketch" and "grid").
    """

    style: Style = "panels"
    size: int = 512
    theme: Literal["light", "dark"] = "light"
    scheme: Scheme = "rainbow"
    path: int = 0
    show_ghost: bool = False
    show_traces: bool = False
    show_numbers: bool = False
    show_box: bool = True

    def __post_init__(self) -> None:
        if not SMALLEST <= self.size <= LARGEST:
            raise UserError(
                "The size of a picture must be from {smallest} to {largest} pixels, not {size}.",
                smallest=SMALLEST,
                largest=LARGEST,
                size=self.size,
            )
        choices: tuple[tuple[str, str, tuple[str, ...]], ...] = (
            (Sentence("style"), self.style, STYLES),
            (Sentence("theme"), self.theme, tuple(THEMES)),
            (Sentence("colour scheme"), self.scheme, SCHEMES),
        )
        for name, value, known in choices:
            if value not in known:
                raise UserError(
                    'The {name} must be one of {known}, not "{value}".', name=name, known=", ".join(known), value=value
                )
        if self.path < 0:
            raise UserError("Paths are counted from the first one up.")

    @property
    def colours(self) -> Theme:
        """The theme's colours."""
        return THEMES[self.theme]


def grid_shape(paths: int) -> tuple[int, int]:
    """(rows, columns) for that many pictures: few empty places first, then close to the shape of a screen."""
    shapes = [
        (rows, columns)
        for rows in range(1, math.isqrt(paths) + 2)
        for columns in (math.ceil(paths / rows),)
        if rows <= columns <= 2 * rows or paths == 1
    ]
    return min(shapes, key=lambda shape: (shape[0] * shape[1] - paths, abs(shape[1] / shape[0] - 1.5)))
