"""Input, Primitives, Ours: a sketch, the same of primitives, the same of its groups' medoids, and what the network
says of each (figure of the paper on stroke shapes)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sketchxai_desktop.analysis.codebook import Codebook, Located
from sketchxai_desktop.analysis.primitives import Fit, fit_primitives
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import FloatArray, Sketch

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.checkpoint import Checkpoint


@dataclass(frozen=True, eq=False)
class Version:
    """One way to draw the sketch.

    Attributes:
        name: "input", "primitives" or "ours".
        sketch: with as many strokes as the input, in the input's units where the input is simplified.
        probabilities: (C,) 0..1; None when the network cannot see it (all points coincide).
    """

    name: str
    sketch: Sketch
    probabilities: FloatArray | None

    def top(self, categories: tuple[str, ...], count: int = 3) -> list[tuple[str, float]]:
        """The most probable categories with their probabilities, best first."""
        if self.probabilities is None:
            return []
        best = np.argsort(-self.probabilities, kind="stable")[:count]
        return [(categories[k], float(self.probabilities[k])) for k in best]


@dataclass(frozen=True, eq=False)
class Recast:
    """A sketch in two or three versions.

    Attributes:
        original: the sketch as it was asked about.
        categories: names of the labels.
        versions: input, primitives and, where there is a codebook, ours.
        fits: the primitive on each stroke.
        located: the group of each stroke, or None without a codebook.
    """

    original: Sketch
    categories: tuple[str, ...]
    versions: tuple[Version, ...]
    fits: tuple[Fit, ...]
    located: Located | None


def recast(checkpoint: Checkpoint, sketch: Sketch, codebook: Codebook | None = None) -> Generator[float, None, Recast]:
    """Redraw a sketch with primitives and, with a codebook of the same network, with the medoids of its groups.

    Yields the share 0..1 that is done, after each stroke.

    Raises:
        UserError: the sketch has no strokes or no size, or the codebook is another network's.
    """
    from sketchxai_desktop.core.inspection import classify_sketches, embed_shapes

    if not sketch.strokes or sketch.extent <= 0:
        raise UserError("The network cannot see this sketch: it has no size.")
    simple = simplify(sketch)
    fits = []
    for stroke in simple.strokes:
        fits.append(fit_primitives(stroke, simple.extent)[0])
        yield len(fits) / (len(simple) + 1)
    drawn = [("input", simple), ("primitives", simple.with_strokes(f.stroke for f in fits))]
    located = None
    if codebook is not None:
        embeddings = embed_shapes(checkpoint, [simple])
        if not codebook.fits(embeddings.shape[1], checkpoint.summary().sha256):
            raise UserError("The groups of strokes were made by another network; group the strokes again.")
        located = codebook.locate(embeddings)
        drawn.append(("ours", codebook.redrawn(simple, located)))
    seen = [k for k, (_, s) in enumerate(drawn) if s.extent > 0]
    answers = classify_sketches(checkpoint, [drawn[k][1] for k in seen])
    known = dict(zip(seen, answers, strict=True))
    versions = tuple(Version(name, s, known.get(k)) for k, (name, s) in enumerate(drawn))
    return Recast(sketch, checkpoint.categories, versions, tuple(fits), located)
