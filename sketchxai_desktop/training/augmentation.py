"""Random changes to training drawings that leave what they show as it was.

Each change is a function of drawings, random numbers and a strength; strength 1 is its usual size, 0 changes
nothing. `CHANGES` lists them; `ON` says which of them are used unless something else is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.training.draws import Draws
from sketchxai_desktop.training.packing import DrawingArrays

_STRONGEST = 10.0


def affine(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """Mirror half of the drawings; rotate (6 degrees), scale unevenly (8 %) and shear (6 %) all.

    The numbers are standard deviations at strength 1.
    """
    tilt = draws.named("tilt").normal_each() * strength
    angle, shear = np.radians(6) * tilt[:, 0], 0.06 * tilt[:, 1]
    stretch = np.exp(draws.named("stretch").normal_each() * (0.08 * strength))
    if strength > 0:
        stretch[:, 0] *= np.where(draws.named("mirror").uniform_each()[:, 0] < 0.5, -1.0, 1.0)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.empty((len(drawings.counts), 2, 2), np.float32)
    matrix[:, 0, 0] = cos * stretch[:, 0]
    matrix[:, 0, 1] = (cos * shear - sin) * stretch[:, 1]
    matrix[:, 1, 0] = sin * stretch[:, 0]
    matrix[:, 1, 1] = (sin * shear + cos) * stretch[:, 1]
    x, y = drawings.points.T
    of_point = matrix[np.repeat(drawings.stroke_owner, drawings.lengths)]
    moved = np.stack(
        [of_point[:, 0, 0] * x + of_point[:, 0, 1] * y, of_point[:, 1, 0] * x + of_point[:, 1, 1] * y], axis=1
    )
    return DrawingArrays(moved, drawings.lengths, drawings.counts)


def drop_strokes(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """Leave one stroke out of a fifth (at strength 1) of the drawings that have at least four."""
    chance, which = draws.uniform_each(2).T
    chosen = (chance < 0.2 * strength) & (drawings.counts >= 4)
    first = np.cumsum(drawings.counts) - drawings.counts
    keep = np.ones(len(drawings.lengths), bool)
    keep[(first + _pick(which, drawings.counts))[chosen]] = False
    return drawings.select_points(np.repeat(keep, drawings.lengths))


def noise(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """Move every point a little: by 1 % of the drawing's longer side (standard deviation) at strength 1."""
    owner, place = _points_of(drawings)
    size = _longer_side(drawings)[owner, None] * np.float32(0.01 * strength)
    return DrawingArrays(drawings.points + draws.normal(owner, place) * size, drawings.lengths, drawings.counts)


def drop_points(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """Leave out a tenth (at strength 1) of the points between the ends of strokes."""
    owner, place = _points_of(drawings)
    keep = draws.uniform(owner, place)[:, 0] >= 0.1 * strength
    ends = np.cumsum(drawings.lengths)
    keep[ends - 1] = True
    keep[ends - drawings.lengths] = True
    return drawings.select_points(keep)


def swap_neighbours(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """In a fifth (at strength 1) of the drawings with at least two strokes, two neighbours swap their orders."""
    chance, which = draws.uniform_each(2).T
    chosen = (chance < 0.2 * strength) & (drawings.counts >= 2)
    at = (np.cumsum(drawings.counts) - drawings.counts + _pick(which, drawings.counts - 1))[chosen]
    order = np.arange(len(drawings.lengths))
    order[at], order[at + 1] = at + 1, at
    return drawings.with_strokes(order, drawings.counts)


def reverse_strokes(drawings: DrawingArrays, draws: Draws, strength: float) -> DrawingArrays:
    """Draw a tenth (at strength 1) of the strokes from their other end."""
    owner = drawings.stroke_owner
    place = np.arange(len(owner)) - np.repeat(np.cumsum(drawings.counts) - drawings.counts, drawings.counts)
    turned = np.repeat(draws.uniform(owner, place)[:, 0] < 0.1 * strength, drawings.lengths)
    here = np.arange(len(drawings.points))
    first = np.repeat(drawings.first_points, drawings.lengths)
    mirrored = 2 * first + np.repeat(drawings.lengths, drawings.lengths) - 1 - here
    return DrawingArrays(drawings.points[np.where(turned, mirrored, here)], drawings.lengths, drawings.counts)


Change = Callable[[DrawingArrays, Draws, float], DrawingArrays]

#: All changes by name, in the order in which they are applied, each with words for the model card.
CHANGES: dict[str, tuple[Change, str]] = {
    "drop-strokes": (drop_strokes, "now and then a stroke is left out"),
    "swap-neighbours": (swap_neighbours, "now and then two strokes swap their orders"),
    "reverse-strokes": (reverse_strokes, "some strokes are drawn from their other end"),
    "drop-points": (drop_points, "some points are left out"),
    "noise": (noise, "points are moved a little"),
    "affine": (affine, "drawings are mirrored, rotated, stretched and sheared a little"),
}
#: Which are on by default: those of use on validation drawings (models/TRAINING.md).
ON = ("affine",)


@dataclass(frozen=True)
class Augmentation:
    """Changes with their strengths, as in ``affine,noise:0.5``; those without a strength have 1."""

    strengths: tuple[tuple[str, float], ...] = tuple((name, 1.0) for name in ON)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Augmentation:
        """From "name" or "name:strength" each.

        Raises:
            UserError: there is no such change, or the strength is none.
        """
        strengths: dict[str, float] = {}
        for text in texts:
            name, colon, number = text.strip().partition(":")
            if name not in CHANGES:
                raise UserError(
                    "--augment knows {changes}, not {name}.",
                    changes=", ".join(CHANGES),
                    name=name or Sentence("an empty name"),
                )
            try:
                strength = float(number) if colon else 1.0
            except ValueError:
                strength = -1.0
            if not 0 <= strength <= _STRONGEST:
                raise UserError(
                    "The strength of {name} must be a number from 0 to {strongest:g}, not {number}.",
                    name=name,
                    strongest=_STRONGEST,
                    number=number,
                )
            strengths[name] = strength
        return cls(tuple((name, strengths[name]) for name in CHANGES if strengths.get(name)))

    def texts(self) -> tuple[str, ...]:
        """What `parse` reads."""
        return tuple(name if strength == 1 else f"{name}:{strength:g}" for name, strength in self.strengths)

    def __call__(self, drawings: DrawingArrays, draws: Draws) -> DrawingArrays:
        for name, strength in self.strengths:
            drawings = CHANGES[name][0](drawings, draws.named(name), strength)
        return drawings


def in_words(texts: Iterable[str]) -> str:
    """A sentence for the model card about changes as in `Augmentation.texts`."""
    said = [
        CHANGES[name][1] + (f" (strength {strength:g})" if strength != 1 else "")
        for name, strength in reversed(Augmentation.parse(texts).strengths)
    ]
    return f"While training, at random: {'; '.join(said)}." if said else "Drawings were shown as they are."


def limit_points(drawings: DrawingArrays, most: int) -> DrawingArrays:
    """Strokes with more than `most` points keep `most` of them, evenly chosen, the ends included.

    The recurrent network's time grows with the longest stroke of a batch; 99 % of strokes have at most 38.
    """
    if drawings.lengths.max() <= most:
        return drawings
    place = np.arange(len(drawings.points)) - np.repeat(drawings.first_points, drawings.lengths)
    length = np.repeat(drawings.lengths, drawings.lengths)
    # Point i is kept when it is the first to reach its share i * (most - 1) / (length - 1).
    share = place * (most - 1) // np.maximum(length - 1, 1)
    before = (place - 1) * (most - 1) // np.maximum(length - 1, 1)
    return drawings.select_points((length <= most) | (place == 0) | (share != before))


def _pick(share: npt.NDArray[np.float32], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One of `counts` things each, by a number in 0..1."""
    return np.minimum((share * counts).astype(np.int64), np.maximum(counts - 1, 0))


def _points_of(drawings: DrawingArrays) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(P,) drawing of every point and its place in it."""
    per_drawing = np.add.reduceat(drawings.lengths, np.cumsum(drawings.counts) - drawings.counts)
    owner = np.repeat(np.arange(len(per_drawing)), per_drawing)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(per_drawing) - per_drawing, per_drawing)


def _longer_side(drawings: DrawingArrays) -> npt.NDArray[np.float32]:
    """(B,) of the drawings' boxes."""
    owner, _ = _points_of(drawings)
    starts = np.searchsorted(owner, np.arange(len(drawings.counts)))
    low = np.minimum.reduceat(drawings.points, starts, axis=0)
    return (np.maximum.reduceat(drawings.points, starts, axis=0) - low).max(axis=1)
