"""What there is to say about a checkpoint. No torch here: windows and records keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CheckpointSummary:
    """Facts of a loaded checkpoint.

    Attributes:
        name: bundled name or file name; path: of the file, as text; origin: "own" or "authors".
        categories: names of the labels.
        parameters: number of weights; width, layers, heads: of the encoder; order_slots: most strokes seen.
        masked: whether empty stroke slots are masked.
        sha256: of the file; training: facts from the file.
        without: attributes that the network does not look at; size: bytes of the file.
        card: text about it that lies beside it; source: where it was downloaded from; licence: of it, if stated.
            Filled in by `checkpoint_summary`, and not to be trusted further than the file.
    """

    name: str
    path: str
    origin: str
    categories: tuple[str, ...]
    parameters: int
    width: int
    layers: int
    heads: int
    order_slots: int
    masked: bool
    sha256: str
    training: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    size: int = 0
    card: str = ""
    source: str = ""
    licence: str = ""

    @property
    def title(self) -> str:
        """As in "tiny-30 - 30 categories"."""
        return f"{self.name} \N{EN DASH} {len(self.categories)} categories"

    @property
    def architecture(self) -> str:
        """As in "SketchXAINet-Tiny"; sizes that the paper does not have are just "SketchXAINet"."""
        known = {(192, 12, 3): "-Tiny", (768, 12, 12): "-Base"}
        return "SketchXAINet" + known.get((self.width, self.layers, self.heads), "")
