"""Anchors over strokes.

Source: Ribeiro, Singh & Guestrin, "Anchors: High-Precision Model-Agnostic Explanations", AAAI 2018.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.explain.coalitions import all_coalitions
from sketchxai_desktop.explain.methods.exact_shapley import EXACT_UP_TO
from sketchxai_desktop.explain.question import Attribution, Masks, Scores
from sketchxai_desktop.explain.value import ValueFunction

#: Share of random removals of the other strokes that the answer must survive.
PRECISION = 0.95
# Beyond 12 strokes: draws to compare candidates by, and draws to confirm the best one.
_DRAWS, _CONFIRMING = 64, 512


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: how much of the anchor's precision is lost without it; 0 outside the anchor.

    The anchor is a smallest set of strokes that holds the answer: if they are there and each other stroke is there
    with probability 1/2, the answer is the same in at least 95 % of the cases (its precision). The answer is
    whether the network's best category is the target or, in a comparison, whether target beats versus; where it is
    not, the anchor holds that, and scores are below zero. Up to 12 strokes precision is exact and no smaller anchor
    exists (ties: the more precise); beyond, strokes are added greedily by sampled precision. Removing a stroke: as
    the question says. Range: -1..1. `details`: "precision", "coverage" (share of coalitions that hold the anchor),
    "size", "holds" (1: the answer is the target).
    """
    yes = bool(_verdicts(value, np.ones((1, value.players), bool))[0])
    if value.players <= EXACT_UP_TO:
        anchor, precision, without = _exact(value, yes)
    else:
        anchor, precision, without = _greedy(value, yes, seed)
    scores = np.zeros(value.players)
    scores[anchor] = (precision - without) * (1 if yes else -1)
    size = len(anchor)
    named = ", ".join(map(value.name_of, anchor.tolist())) or Sentence("none")
    if value.players <= EXACT_UP_TO:
        note = Sentence("Anchor: {strokes}; precision {share:.0f} %.", strokes=named, share=100 * precision)
    else:
        note = Sentence("Anchor: {strokes}; precision {share:.0f} % (sampled).", strokes=named, share=100 * precision)
    details = {"precision": precision, "coverage": 0.5**size, "size": float(size), "holds": float(yes)}
    return Attribution("anchors", scores, note=note, details=details)


def _verdicts(value: ValueFunction, masks: Masks) -> npt.NDArray[np.bool_]:
    """(K,) whether the target wins."""
    logits = value.logits(masks)
    if value.versus is not None:
        won: npt.NDArray[np.bool_] = logits[:, value.target] > logits[:, value.versus]
    else:
        won = logits.argmax(axis=1) == value.target
    return won


def _exact(value: ValueFunction, yes: bool) -> tuple[npt.NDArray[np.intp], float, Scores]:
    """A smallest anchor, its precision, and (size,) its precision without each of its strokes."""
    n = value.players
    masks = all_coalitions(n)
    held = (_verdicts(value, masks) == yes).astype(np.float64)
    # Sum over all supersets, one player at a time: entry k is then the mean over coalitions that contain k's bits.
    precision = held.reshape((2,) * n)
    for axis in range(n):
        absent, present = np.moveaxis(precision, axis, 0)
        precision = np.stack([(absent + present) / 2, present], axis=axis)
    flat = precision.reshape(-1)
    sizes = masks.sum(axis=1)
    enough = np.flatnonzero(flat >= PRECISION)
    best = enough[np.lexsort((enough, -flat[enough], sizes[enough]))[0]]
    anchor = np.flatnonzero(masks[best])
    without = np.array([flat[best - (1 << int(k))] for k in anchor])
    return anchor, float(flat[best]), without


def _greedy(value: ValueFunction, yes: bool, seed: int) -> tuple[npt.NDArray[np.intp], float, Scores]:
    n = value.players
    draws = np.random.default_rng([seed, 0xA2C4]).integers(0, 2, (_CONFIRMING, n)).astype(bool)

    def precision(members: list[int], count: int) -> float:
        masks = draws[:count].copy()
        masks[:, members] = True
        return float((_verdicts(value, masks) == yes).mean())

    anchor: list[int] = []
    reached = precision(anchor, _CONFIRMING)
    while reached < PRECISION:
        others = [k for k in range(n) if k not in anchor]
        anchor.append(max(others, key=lambda k: precision([*anchor, k], _DRAWS)))
        reached = precision(anchor, _CONFIRMING)
    anchor.sort()
    without = np.array([precision([k for k in anchor if k != gone], _CONFIRMING) for gone in anchor])
    return np.array(anchor, np.intp), reached, without
