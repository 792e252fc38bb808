"""Undo and redo as a list of references to immutable sketches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sketchxai_desktop.core.sketch import Sketch


@dataclass(frozen=True)
class Edit:
    """A state of the drawing and the action that led to it, as in "Draw Stroke"."""

    name: str
    sketch: Sketch


class History:
    """Edits up to the present one, and those that were undone."""

    def __init__(self, sketch: Sketch, limit: int = 1000) -> None:
        self._edits = [Edit("", sketch)]
        self._present = 0
        self._limit = limit

    @property
    def sketch(self) -> Sketch:
        return self._edits[self._present].sketch

    @property
    def undo_name(self) -> str | None:
        """Name of the action that `undo` takes back, or None."""
        return self._edits[self._present].name if self._present else None

    @property
    def redo_name(self) -> str | None:
        """Name of the action that `redo` brings back, or None."""
        following = self._edits[self._present + 1 :]
        return following[0].name if following else None

    @property
    def edits(self) -> Sequence[Edit]:
        """All states, oldest first, those that were undone included. The first has no name unless older ones
        were forgotten."""
        return tuple(self._edits)

    @property
    def present(self) -> int:
        """Index of the present state in `edits`."""
        return self._present

    def add(self, name: str, sketch: Sketch) -> None:
        """Record an action; what had been undone is forgotten."""
        del self._edits[self._present + 1 :]
        self._edits.append(Edit(name, sketch))
        del self._edits[: max(0, len(self._edits) - self._limit)]
        self._present = len(self._edits) - 1

    def undo(self) -> bool:
        """One action back; False when there is none."""
        if self._present == 0:
            return False
        self._present -= 1
        return True

    def redo(self) -> bool:
        """One action forward; False when there is none."""
        if self._present + 1 == len(self._edits):
            return False
        self._present += 1
        return True

    def go_to(self, index: int) -> bool:
        """As many actions back or forward as lead to state `index` of `edits`; False when that is the present one.

        Raises:
            IndexError: there is no such state.
        """
        if not 0 <= index < len(self._edits):
            raise IndexError(f"there is no state {index}")
        if index == self._present:
            return False
        self._present = index
        return True
