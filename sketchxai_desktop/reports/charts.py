"""Charts as inline SVG. Colours come from the page's CSS, so they follow its light or dark look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from sketchxai_desktop.evaluation.calibration import ReliabilityBin
from sketchxai_desktop.evaluation.estimate import Estimate, percent, percent_interval

#: Matrices with more categories get smaller cells.
_MANY = 60


def estimate_bar(estimate: Estimate) -> Markup:
    """A share 0..1 as a bar with its interval across."""
    if not math.isfinite(estimate.value):
        return Markup("")
    width, height = 160, 12
    whisker = Markup("")
    if math.isfinite(estimate.low):
        low, high = estimate.low * width, estimate.high * width
        whisker = Markup('<path class="whisker" d="M{0} 6H{1}M{0} 2.5V9.5M{1} 2.5V9.5"/>').format(_n(low), _n(high))
    return Markup(
        '<svg class="bar" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"><title>{2}</title>'
        '<rect class="rail" width="{0}" height="{1}" rx="2"/><rect class="fill" width="{3}" height="{1}" rx="2"/>{4}'
        "</svg>"
    ).format(
        width, height, f"{percent(estimate.value)} ({percent_interval(estimate)})", _n(estimate.value * width), whisker
    )


def heat_map(counts: npt.NDArray[np.int64], names: Sequence[str]) -> Markup:
    """A confusion matrix: row = true, column = answer; the darker, the larger the share of the row's drawings.

    Args:
        counts: (C, C); rows without drawings are left out, columns stay.
    """
    rows = np.flatnonzero(counts.sum(axis=1))
    columns = np.arange(counts.shape[1])
    cell, font = (17.0, 10.5) if len(columns) <= _MANY else (11.0, 8.5)
    gutter = 8 + 0.56 * font * max(len(name) for name in names)
    width, height = gutter + cell * len(columns) + 4, gutter + cell * len(rows) + 4
    parts = []
    for place, row in enumerate(rows.tolist()):
        y, total = gutter + cell * place, int(counts[row].sum())
        parts.append(
            Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
                _n(gutter - 4), _n(y + cell / 2 + font * 0.35), names[row]
            )
        )
        for column in np.flatnonzero(counts[row]).tolist():
            count = int(counts[row, column])
            kind = "right" if row == column else "wrong"
            words = f"{names[row]} named {names[column]}: {count:,} of {total:,} ({percent(count / total, 1)})"
            # The square root lets rare mistakes be seen.
            opacity = 0.15 + 0.85 * (math.sqrt(count / total) if kind == "wrong" else count / total)
            parts.append(_block(kind, gutter + cell * column, y, cell - 1, cell - 1, opacity, words))
    for column in columns.tolist():
        x = gutter + cell * (column + 0.5) + font * 0.35
        parts.append(
            Markup('<text transform="translate({},{}) rotate(-90)">{}</text>').format(
                _n(x), _n(gutter - 4), names[column]
            )
        )
    grid = Markup('<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>').format(
        _n(gutter - 1), _n(gutter - 1), _n(cell * len(columns) + 1), _n(cell * len(rows) + 1)
    )
    return Markup(
        '<svg class="heat" viewBox="0 0 {0} {1}" width="{0}" height="{1}" font-size="{2}" role="img">'
        "<title>Confusion matrix</title>{3}{4}</svg>"
    ).format(_n(width), _n(height), _n(font), grid, Markup("").join(parts))


def reliability_diagram(bins: Sequence[ReliabilityBin]) -> Markup:
    """Accuracy over confidence: bars beside the diagonal that a calibrated network would follow."""
    plot = _Plot("Confidence", "Accuracy", 0.0, 1.0)
    total = max(1, sum(row.drawings for row in bins))
    parts = []
    for row in bins:
        if not row.drawings:
            continue
        left, right = plot.x(row.low), plot.x(row.high)
        words = (
            f"Confidence {percent(row.low, 0)} to {percent(row.high, 0)}: {row.drawings:,} drawings, "
            f"{percent(row.accuracy, 1)} right, {percent(row.confidence, 1)} expected"
        )
        # Bins with few drawings are faint: their height is mostly chance.
        opacity = 0.3 + 0.7 * min(1.0, math.sqrt(4 * row.drawings / total))
        top = plot.y(row.accuracy)
        parts.append(_block("right", left + 0.5, top, right - left - 1, plot.y(0) - top, opacity, words))
        parts.append(
            Markup('<circle class="expected" cx="{}" cy="{}" r="2.6"/>').format(
                _n(plot.x(row.confidence)), _n(plot.y(row.accuracy))
            )
        )
    diagonal = Markup('<path class="diagonal" d="M{} {}L{} {}"/>').format(
        _n(plot.x(0)), _n(plot.y(0)), _n(plot.x(1)), _n(plot.y(1))
    )
    return plot.svg("Reliability diagram", Markup("").join(parts) + diagonal)


@dataclass(frozen=True)
class Series:
    """One line of a chart. `kind` is "right" (in the accent's colour) or "control" (grey, dashed)."""

    name: str
    values: Sequence[float]
    kind: str


def line_chart(series: Sequence[Series], x_title: str, y_title: str, title: str) -> Markup:
    """Shares 0..1 over 0, 1, 2, ...; the names stand at the ends of the lines."""
    longest = max(len(line.values) for line in series)
    plot = _Plot(x_title, y_title, 0.0, max(1.0, longest - 1.0), whole=True, margin=100)
    parts = []
    labels: list[float] = []
    for line in sorted(series, key=lambda s: -s.values[-1]):
        points = " ".join(f"{_n(plot.x(k))},{_n(plot.y(v))}" for k, v in enumerate(line.values))
        parts.append(Markup('<polyline class="line {}" points="{}"/>').format(line.kind, points))
        y = plot.y(line.values[-1]) + 4
        y = max([y, *(label + 14 for label in labels)])
        labels.append(y)
        parts.append(
            Markup('<text class="name {}" x="{}" y="{}">{}</text>').format(
                line.kind, _n(plot.x(len(line.values) - 1) + 6), _n(y), line.name
            )
        )
    return plot.svg(title, Markup("").join(parts))


class _Plot:
    """Axes from 0 to 1 upwards and `low` to `high` to the right."""

    def __init__(
        self, x_title: str, y_title: str, low: float, high: float, *, whole: bool = False, margin: float = 24
    ) -> None:
        self.x_title, self.y_title, self.low, self.high, self.whole = x_title, y_title, low, high, whole
        self.left, self.top, self.side_x, self.side_y, self.margin = 52.0, 12.0, 310.0, 250.0, margin

    def x(self, value: float) -> float:
        return self.left + self.side_x * (value - self.low) / (self.high - self.low)

    def y(self, share: float) -> float:
        return self.top + self.side_y * (1 - share)

    def svg(self, title: str, content: Markup) -> Markup:
        ticks = []
        for k in range(6):
            share = k / 5
            value = self.low + (self.high - self.low) * share
            label = f"{value:,.0f}" if self.whole else percent(value, 0)
            x, y, bottom = self.x(value), self.y(share), self.y(0)
            ticks.append(
                Markup(
                    '<path class="grid" d="M{0} {1}H{2}"/><text x="{3}" y="{4}" text-anchor="end">{5}</text>'
                    '<text x="{6}" y="{7}" text-anchor="middle">{8}</text>'
                ).format(
                    _n(self.left), _n(y), _n(self.left + self.side_x), _n(self.left - 6), _n(y + 4), percent(share, 0),
                    _n(x), _n(bottom + 17), label,
                )
            )  # fmt: skip
        width, height = self.left + self.side_x + self.margin, self.top + self.side_y + 42
        titles = Markup(
            '<text class="axis" x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="axis" transform="translate(12,{}) rotate(-90)" text-anchor="middle">{}</text>'
        ).format(
            _n(self.left + self.side_x / 2), _n(height - 6), self.x_title, _n(self.top + self.side_y / 2),
            self.y_title,
        )  # fmt: skip
        return Markup(
            '<svg class="plot" viewBox="0 0 {0} {1}" width="{0}" height="{1}" font-size="11" role="img">'
            "<title>{2}</title>{3}{4}{5}</svg>"
        ).format(_n(width), _n(height), title, Markup("").join(ticks), content, titles)


def _block(kind: str, x: float, y: float, width: float, height: float, opacity: float, words: str) -> Markup:
    """A filled rectangle that says something when it is pointed at."""
    return Markup(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill-opacity="{:.2f}"><title>{}</title></rect>'
    ).format(kind, _n(x), _n(y), _n(width), _n(height), opacity, words)


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
