"""Paths of stroke location inversion that two methods read their scores off."""

from __future__ import annotations

from dataclasses import dataclass

from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.sketch import FloatArray
from sketchxai_desktop.explain.value import StrokeValue

PATHS = 8
STEPS = 30


@dataclass(frozen=True, eq=False)
class Recoveries:
    """Where strokes were scattered and where inversion has taken them.

    Attributes:
        starts, ends: (P, S, 2) normalised.
        reached: share of the paths at whose end the target is the best category.
        note: a sentence on them.
    """

    starts: FloatArray
    ends: FloatArray
    reached: float
    note: Sentence


def recoveries(value: StrokeValue, seed: int) -> Recoveries:
    """8 recoveries of the target in 30 steps, remembered for the next who asks."""
    key = f"recoveries {seed}"
    if key not in value.memo:
        settings = InversionSettings("recovery", value.question.target, steps=STEPS, paths=PATHS, seed=seed)
        run = start_run(value.checkpoint, value.sketch, settings)
        first = last = None
        for step in invert(value.checkpoint, run, device=value.network.device.type):
            value.check()
            first, last = first or step, step
        assert first is not None
        assert last is not None
        seen = slice(0, value.players)  # strokes without a slot stay where they are
        reached = float((last.top_category == value.target).mean())
        note = Sentence(
            "{paths} recoveries of {steps} steps, seed {seed}; {share:.0f} % reached the target.",
            paths=PATHS,
            steps=STEPS,
            seed=seed,
            share=100 * reached,
        )
        value.memo[key] = Recoveries(first.locations[:, seen], last.locations[:, seen], reached, note)
    found: Recoveries = value.memo[key]
    return found
