"""A sketch whose strokes are coloured by signed scores, as inline SVG that follows the page's look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup, escape

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import DARK, LIGHT, hex_colour, signed_colour

_SIDE, _MARGIN = 100.0, 9.0
_THIN, _THICK = 1.2, 4.2


def shares(scores: Sequence[float]) -> list[float]:
    """Scores over the largest of them without its sign, so -1..1; all 0 where all are."""
    most = max((abs(score) for score in scores), default=0.0)
    return [score / most if most > 0 else 0.0 for score in scores]


def attribution_svg(sketch: Sketch, scores: Sequence[float], *, title: str, numbers: bool = False) -> Markup:
    """A square picture: colour and width say how much a stroke counts, dashes that it speaks against the target.

    Args:
        scores: one per stroke.
        title: what screen readers say and pointing shows.
        numbers: write every stroke's number beside its first point.
    """
    left, top, right, bottom = sketch.bounds
    scale = (_SIDE - 2 * _MARGIN) / max(right - left, bottom - top, 1e-9)
    shift = _SIDE / 2 - np.array([left + right, top + bottom]) / 2 * scale
    parts = []
    rows = list(zip(sketch.strokes, scores, shares(scores), strict=True))
    # What counts most is painted last.
    for number, (stroke, score, share) in sorted(enumerate(rows, start=1), key=lambda row: abs(row[1][2])):
        points = stroke.points if len(stroke) > 1 else stroke.points.repeat(2, axis=0)
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (points * scale + shift).tolist())
        light, dark = (hex_colour(signed_colour(share, theme)) for theme in (LIGHT, DARK))
        width = _THIN + (_THICK - _THIN) * abs(share)
        dashes = Markup(' stroke-dasharray="5 3.4" stroke-linecap="butt"') if share < 0 else Markup("")
        parts.append(
            Markup(
                '<g style="--l:{};--d:{}" stroke-width="{:.2f}"{}><title>{}</title><polyline points="{}"/></g>'
            ).format(light, dark, width, dashes, f"Stroke {number}: {score:.4g}", places)
        )
    if numbers:
        for number, stroke in enumerate(sketch.strokes, start=1):
            x, y = (stroke.start * scale + shift).tolist()
            parts.append(Markup('<text x="{:.1f}" y="{:.1f}" font-size="6.5" stroke="none">{}</text>').format(
                min(x + 1.5, _SIDE - 7), max(y - 1.5, 6), number
            ))  # fmt: skip
    return Markup('<svg class="sketch" viewBox="0 0 {0:g} {0:g}" role="img"><title>{1}</title>{2}</svg>').format(
        _SIDE, escape(title), Markup("").join(parts)
    )


def legend_svg() -> Markup:
    """From most against to most for the target."""
    parts = []
    steps = [-1.0, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6, 1.0]
    for k, share in enumerate(steps):
        light, dark = (hex_colour(signed_colour(share, theme)) for theme in (LIGHT, DARK))
        width = _THIN + (_THICK - _THIN) * abs(share)
        dashes = Markup(' stroke-dasharray="5 3.4" stroke-linecap="butt"') if share < 0 else Markup("")
        parts.append(
            Markup('<g style="--l:{};--d:{}" stroke-width="{:.2f}"{}><path d="M{} 6h22"/></g>').format(
                light, dark, width, dashes, 74 + 28 * k
            )
        )
    return Markup(
        '<svg class="sketch" viewBox="0 0 370 12" style="width:23rem" role="img"><title>Against the target: orange, '
        'dashed. For it: blue.</title><text x="66" y="9.5" font-size="10" text-anchor="end" stroke="none">against'
        '</text>{}<text x="304" y="9.5" font-size="10" stroke="none">for</text></svg>'
    ).format(Markup("").join(parts))
