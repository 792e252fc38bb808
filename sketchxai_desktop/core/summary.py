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

    @property
    def title(self) -> str:
        """As in "tiny-30 - 30 categories"."""
        return f"{self.name} \N{EN DASH} {len(self.categories)} categories"
