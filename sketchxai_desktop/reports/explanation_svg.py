"""A sketch whose strokes are coloured by signed scores, as inline SVG that follows the page's look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup, escape

from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.explain.cutting import part_names
from sketchxai_desktop.explain.question import PartAttribution
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
    scale, shift = _fit(sketch)
    names = [f"Stroke {number}: {score:.4g}" for number, score in enumerate(scores, start=1)]
    parts = _lines([stroke.points * scale + shift for stroke in sketch.strokes], scores, names)
    if numbers:
        starts = [(stroke.start * scale + shift).tolist() for stroke in sketch.strokes]
        for number, (x, y) in enumerate(_labels(starts), start=1):
            parts.append(
                Markup('<text x="{:.1f}" y="{:.1f}" font-size="6.5" stroke="none">{}</text>').format(x, y, number)
            )
    return _picture(title, parts)


def parts_svg(sketch: Sketch, found: PartAttribution, *, title: str) -> Markup:
    """The same for parts of strokes, with a dot wherever a stroke was cut.

    Args:
        sketch: the simplified one that was cut. title: what screen readers say and pointing shows.
    """
    scale, shift = _fit(sketch)
    lines = [sketch.strokes[p.stroke].points[p.first : p.last + 1] * scale + shift for p in found.parts]
    scores = found.attribution.scores.tolist()
    names = [f"Part {name}: {score:.4g}" for name, score in zip(part_names(found.parts), scores, strict=True)]
    drawn = _lines(lines, scores, names)
    for part, line in zip(found.parts, lines, strict=True):
        if part.first:
            x, y = line[0].tolist()
            drawn.append(Markup('<circle class="cut" cx="{:.1f}" cy="{:.1f}" r="1.1"/>').format(x, y))
    return _picture(title, drawn)


def _labels(starts: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Where the number of each stroke is written: beside its start, and not on another number where that can be."""
    found: list[tuple[float, float]] = []
    for x, y in starts:
        spots = [
            (min(max(x + dx, 1.0), _SIDE - 7), min(max(y + dy, 6.0), _SIDE - 1))
            for dx, dy in ((1.5, -1.5), (-5.5, -1.5), (1.5, 7.0), (-5.5, 7.0), (6.5, -1.5), (-10.5, -1.5), (1.5, -8.0))
        ]
        # The first that is clear of all others, else the one that is farthest from them.
        room = [min((max(abs(a - u) / 6, abs(b - v) / 6.5) for u, v in found), default=9.0) for a, b in spots]
        found.append(
            next((spot for spot, far in zip(spots, room, strict=True) if far >= 1), spots[int(np.argmax(room))])
        )
    return found


def _fit(sketch: Sketch) -> tuple[float, FloatArray]:
    """Scale and shift of the sketch's units to those of the picture."""
    left, top, right, bottom = sketch.bounds
    scale = (_SIDE - 2 * _MARGIN) / max(right - left, bottom - top, 1e-9)
    middle = np.array([left + right, top + bottom]) / 2
    return scale, (_SIDE / 2 - middle * scale).astype(np.float32)


def _lines(lines: Sequence[FloatArray], scores: Sequence[float], names: Sequence[str]) -> list[Markup]:
    """(P, 2) points each, in units of the picture, coloured by scores."""
    drawn = []
    # What counts most is painted last.
    for line, name, share in sorted(zip(lines, names, shares(scores), strict=True), key=lambda row: abs(row[2])):
        points = line if len(line) > 1 else line.repeat(2, axis=0)
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points.tolist())
        light, dark = (hex_colour(signed_colour(share, theme)) for theme in (LIGHT, DARK))
        width = _THIN + (_THICK - _THIN) * abs(share)
        dashes = Markup(' stroke-dasharray="5 3.4" stroke-linecap="butt"') if share < 0 else Markup("")
        drawn.append(
            Markup(
                '<g style="--l:{};--d:{}" stroke-width="{:.2f}"{}><title>{}</title><polyline points="{}"/></g>'
            ).format(light, dark, width, dashes, name, places)
        )
    return drawn


def _picture(title: str, drawn: Sequence[Markup]) -> Markup:
    return Markup('<svg class="sketch" viewBox="0 0 {0:g} {0:g}" role="img"><title>{1}</title>{2}</svg>').format(
        _SIDE, escape(title), Markup("").join(drawn)
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
