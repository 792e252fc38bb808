"""What the parts of the stroke inspector show, and how they name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sketchxai_desktop.core.shape_reference import NetworkTables, ShapeReference
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import LIGHT, Colour, Scheme, Theme, legible, stroke_colour

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.inspection import Inspection

#: In the columns of `Inspection.contributions`. Told apart without colour vision (Okabe and Ito).
ATTRIBUTES = ("order", "shape", "location")
_HUES: tuple[Colour, ...] = ((230, 159, 0), (0, 114, 178), (0, 158, 115))


@dataclass(frozen=True, eq=False)
class InspectorState:
    """One moment of the inspector.

    Attributes:
        sketch: the current one.
        inspection: what the network last said, or None. The panels are only shown states in which it is about
            `sketch`; the stroke list also those in which it is about an earlier sketch.
        selected, hovered: 0-based strokes of `sketch`, or None.
        tables, reference: what strokes are compared with; None until it is known.
        theme, scheme: of colours.
    """

    sketch: Sketch = field(default_factory=Sketch)
    inspection: Inspection | None = None
    selected: int | None = None
    hovered: int | None = None
    tables: NetworkTables | None = None
    reference: ShapeReference | None = None
    theme: Theme = LIGHT
    scheme: Scheme = "rainbow"

    @property
    def seen(self) -> int:
        """Strokes that the network has a slot for and spoke of."""
        return 0 if self.inspection is None else min(len(self.inspection.shape), len(self.sketch))

    @property
    def stroke(self) -> int | None:
        """The stroke to explain: the selected one, else the one under the pointer; None if it was not seen."""
        stroke = self.hovered if self.selected is None else self.selected
        return stroke if stroke is not None and stroke < self.seen else None

    def colour(self, stroke: int) -> Colour:
        """The colour of that stroke everywhere."""
        return stroke_colour(stroke, max(len(self.sketch), stroke + 1), self.scheme, self.theme)


@lru_cache(maxsize=4)
def attribute_colours(theme: Theme) -> tuple[Colour, ...]:
    """Colours of order, shape and location."""
    return tuple(legible(hue, theme) for hue in _HUES)


def number(value: float, decimals: int = 2) -> str:
    """As in "−0.31", never "−0.00"."""
    text = f"{abs(value):.{decimals}f}"
    return f"\N{MINUS SIGN}{text}" if value < 0 and float(text) else text


def place(location: tuple[float, float]) -> str:
    """As in "(−0.31, 0.20)"."""
    return f"({number(location[0])}, {number(location[1])})"


def percent(share: float) -> str:
    """As in "86.6%"."""
    return f"{number(100 * share, 1)}%"
