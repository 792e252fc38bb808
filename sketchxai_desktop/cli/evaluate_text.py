"""What `sketchxai evaluate` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sketchxai_desktop.cli.output import printable
from sketchxai_desktop.evaluation.drawings import Skipped
from sketchxai_desktop.evaluation.estimate import Estimate, percent, percent_interval
from sketchxai_desktop.evaluation.evaluation import Evaluation, GroupScore, describe


def report_lines(name: str, evaluation: Evaluation, skipped: Skipped) -> Iterator[str]:
    """The whole report, line by line."""
    yield f"{printable(name)}: {describe(evaluation.scores)}."
    yield from left_out_lines(skipped)
    yield from _figures(evaluation)
    yield from section("By number of strokes", _groups(evaluation.by_strokes, "strokes"))
    if evaluation.by_training:
        heading = "By training drawings of the category"
        yield from section(heading, _groups(evaluation.by_training, "learned from", categories=True))
    rows: list[tuple[str, ...]] = [
        (
            f"{percent(b.low, 1)} to {percent(b.high, 1)}",
            f"{b.drawings:,}",
            percent(b.confidence, 1),
            percent(b.accuracy, 1),
        )
        for b in evaluation.reliability
    ]
    yield from section("Calibration", table(("confidence", "drawings", "mean", "right"), rows))
    rows = [
        (
            printable(c.name),
            f"{c.drawings:,}",
            percent(c.top1.value, 1),
            percent_interval(c.top1, 1),
            percent(c.top5, 1),
        )
        for c in evaluation.per_category
    ]
    yield from section("Categories", table(("category", "drawings", "top-1", "95 % interval", "top-5"), rows))
    weakest = ", ".join(f"{printable(c.name)} {percent(c.top1.value, 1)}" for c in evaluation.weakest())
    yield from section("Weakest categories", [weakest])
    rows = [
        (printable(c.true), printable(c.predicted), f"{c.count:,}", percent(c.share, 1))
        for c in evaluation.confusions()
    ]
    if rows:
        yield from section("Commonest confusions", table(("shows", "named", "drawings", "of its drawings"), rows, 2))


def summary_lines(title: str, evaluation: Evaluation) -> Iterator[str]:
    """The figures alone, under a title."""
    yield from section(title, [f"{describe(evaluation.scores)}."])
    yield from _figures(evaluation)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> Iterator[str]:
    """Aligned columns: the first `texts` to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (
            f"{cell:<{width}}" if k < texts else f"{cell:>{width}}"
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _figures(evaluation: Evaluation) -> Iterator[str]:
    figures: tuple[tuple[str, Estimate], ...] = (
        ("top-1", evaluation.top1),
        ("top-5", evaluation.top5),
        ("macro top-1", evaluation.macro_top1),
        ("macro top-5", evaluation.macro_top5),
        (f"ECE ({len(evaluation.reliability)} bins)", evaluation.ece),
    )
    rows = [(name, percent(e.value), percent_interval(e)) for name, e in figures]
    yield ""
    yield from ("  " + line for line in table(("", "measured", "95 % interval"), rows))
    yield (
        f"  Intervals: Wilson's for shares of drawings; macro and ECE percentile bootstrap, {evaluation.resamples:,} "
        f"resamples, seed {evaluation.seed}."
    )


def _groups(groups: Iterable[GroupScore], heading: str, *, categories: bool = False) -> Iterator[str]:
    head = (heading, "drawings", *(("categories",) if categories else ()), "top-1", "95 % interval", "top-5")
    rows = [
        (
            g.label,
            f"{g.drawings:,}",
            *((f"{g.categories:,}",) if categories else ()),
            percent(g.top1.value, 1),
            percent_interval(g.top1, 1),
            percent(g.top5.value, 1),
        )
        for g in groups
    ]
    return table(head, rows)


def left_out_lines(skipped: Skipped) -> Iterator[str]:
    """What was not measured, and why; nothing for nothing."""
    if skipped.drawings:
        yield "Not counted: " + printable(" ".join(skipped.sentences()))
    for problem in skipped.problems:
        yield "  " + printable(problem)


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A blank line, the title, and indented lines."""
    yield ""
    yield f"{title}:"
    yield from ("  " + line for line in lines)
