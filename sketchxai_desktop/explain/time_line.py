"""What the network would have said after stroke 1, 2, ..., S."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.explain.value import seen_by_network


@dataclass(frozen=True, eq=False)
class TimeLine:
    """NumPy only, so it may travel between threads.

    Attributes:
        sketches: the sketch after each stroke; the last is the whole.
        probabilities: (S, C); rows of NaN where there was nothing to see yet (all points coincide).
        categories: C names.
    """

    sketches: tuple[Sketch, ...]
    probabilities: FloatArray
    categories: tuple[str, ...]

    def best(self, stroke: int) -> tuple[str, float] | None:
        """The most probable category after `stroke` (0-based), or None."""
        row = self.probabilities[stroke]
        if np.isnan(row).any():
            return None
        return self.categories[int(row.argmax())], float(row.max())


def time_line(checkpoint: Checkpoint, sketch: Sketch) -> TimeLine:
    """Classify the sketch as it was after each of its strokes.

    Each moment is looked at as a sketch of its own: framed anew, as it would have been if the drawer had stopped.

    Raises:
        UserError: the network cannot see the sketch.
    """
    seen = seen_by_network(sketch)
    moments = tuple(sketch.with_strokes(sketch.strokes[: k + 1]) for k in range(len(sketch)))
    visible = [k for k in range(len(seen)) if seen.with_strokes(seen.strokes[: k + 1]).extent > 0]
    probabilities = np.full((len(sketch), len(checkpoint.categories)), np.nan, np.float32)
    probabilities[visible] = classify_sketches(checkpoint, [moments[k] for k in visible])
    return TimeLine(moments, probabilities, checkpoint.categories)
