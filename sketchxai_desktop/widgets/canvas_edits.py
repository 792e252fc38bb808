"""Edits of the selected stroke, each one action that can be undone."""

from __future__ import annotations

import numpy as np

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.session import Session


class StrokeEdits:
    """What menus, shortcuts and keys do to the selection. Nothing happens while a run is shown."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def _selected(self) -> int | None:
        return None if self._session.showing_run else self._session.selection

    def delete(self) -> bool:
        """Remove the selected stroke; the next one is selected then. False when nothing is selected."""
        stroke = self._selected
        if stroke is None:
            return False
        left = len(self._session.sketch) - 1
        following = min(stroke, left - 1) if left else None
        self._session.edit(self._session.sketch.without_strokes([stroke]), "Delete Stroke", select=following)
        return True

    def duplicate(self, offset: float) -> bool:
        """Add a copy, `offset` sketch units to the lower right, as the last stroke. False as above."""
        stroke = self._selected
        if stroke is None:
            return False
        sketch = self._session.sketch
        copy = sketch.strokes[stroke].moved(offset, offset)
        self._session.edit(sketch.with_stroke(copy), "Duplicate Stroke", select=len(sketch))
        return True

    def move(self, dx: float, dy: float) -> bool:
        """Shift the selected stroke by sketch units. False as above."""
        stroke = self._selected
        if stroke is None:
            return False
        self._session.edit(self._session.sketch.with_stroke_moved(stroke, dx, dy), "Move Stroke", select=stroke)
        return True

    def reorder(self, delta: int) -> bool:
        """Let the selected stroke be drawn `delta` places later (negative: earlier), as far as there are places.

        False when nothing is selected or it is there already.
        """
        stroke = self._selected
        if stroke is None:
            return False
        sketch = self._session.sketch
        to = min(max(stroke + delta, 0), len(sketch) - 1)
        if to == stroke:
            return False
        self._session.edit(sketch.reordered(stroke, to), "Reorder Stroke", select=to)
        return True

    def clear(self) -> bool:
        """Begin with an empty sketch. False when it is empty already or a run is shown."""
        if self._session.showing_run or not self._session.sketch.strokes:
            return False
        self._session.edit(Sketch(), "Clear Drawing")
        return True

    def start_new(self) -> bool:
        """An empty page, also in place of a run. False when the sketch is empty already."""
        if not self._session.sketch.strokes:
            return False
        self._session.edit(Sketch(), "New Drawing")
        return True


def same_drawing(before: Sketch, after: Sketch) -> bool:
    """Whether one may have come from the other by editing: a stroke in common, or the same strokes elsewhere."""
    known = {id(s) for s in before.strokes}
    if any(id(s) in known for s in after.strokes):
        return True
    return [len(s) for s in before.strokes] == [len(s) for s in after.strokes] and all(
        np.allclose(a.points - a.start, b.points - b.start, atol=1e-3 * (1 + before.extent))
        for a, b in zip(before.strokes, after.strokes, strict=True)
    )
