"""`sketchxai score-explanations`: put methods of explanation to the test on the drawings of a file."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

import numpy as np

from sketchxai_desktop.cli.loading import load_chosen, move_to
from sketchxai_desktop.cli.output import notify, printable, progress_bar, require_folder_of, say
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.drawing_file import DrawingSource, LineError, open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, why_not_measured, written
from sketchxai_desktop.explain.methods.exact_shapley import EXACT_UP_TO
from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.registry import METHODS, chosen_methods
from sketchxai_desktop.explain.scoring import Scorer
from sketchxai_desktop.explain.workbench import best_category
from sketchxai_desktop.reports.explanation_markdown import scores_markdown
from sketchxai_desktop.reports.explanation_table import ExplanationTable, Row


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: file, checkpoint or a method cannot be used, or no drawing can.
    """
    require_folder_of(arguments.html)
    require_folder_of(arguments.markdown)
    chosen_methods(arguments.methods)
    source = open_drawings(arguments.file, complete=False)
    try:
        checkpoint = load_chosen(arguments.checkpoint)
        move_to(checkpoint, arguments.device)
        names = [method.name for method in chosen_methods(arguments.methods)]
        scorer = Scorer(checkpoint, names, seed=arguments.seed)
        table = ExplanationTable(
            checkpoint.summary(), arguments.file.name, arguments.output, arguments.removal, arguments.seed
        )
        left_out: Counter[str] = Counter()
        with progress_bar(arguments.limit * len(scorer.methods), "Scoring", "method") as bar:
            for _, sketch in _usable(source, arguments.limit, checkpoint, left_out):
                question = Question(
                    best_category(checkpoint, sketch), output=arguments.output, removal=arguments.removal
                )
                table.begin(len(sketch))
                for score in scorer.score(sketch, question):
                    table.add(score)
                    bar.update()
    finally:
        source.close()
    table.left_out = dict(left_out)
    if not table.drawings:
        why = f" Left out: {'; '.join(table.left_out_sentences())}." if left_out else ""
        raise UserError(f"{arguments.file} has no drawing of 2 to {EXACT_UP_TO} strokes that can be scored.{why}")
    if arguments.json:
        print(json.dumps(table.to_json()))
    else:
        for line in _lines(table):
            say(line)
    if arguments.html is not None:
        from sketchxai_desktop.reports.explanation import scores_page
        from sketchxai_desktop.reports.page import write_page

        write_page(scores_page(table), arguments.html)
        notify(f"Wrote {arguments.html}.")
    if arguments.markdown is not None:
        with atomic_path(arguments.markdown) as temporary:
            temporary.write_text(scores_markdown(table), encoding="utf-8", newline="\n")
        notify(f"Wrote {arguments.markdown}.")
    return 0


def _usable(
    source: DrawingSource, limit: int, checkpoint: Checkpoint, left_out: Counter[str]
) -> Iterator[tuple[int, Sketch]]:
    """The first `limit` drawings with 2 to 12 strokes; reads no further than it has to."""
    index = found = 0
    most = min(EXACT_UP_TO, checkpoint.network.config.order_slots)
    while found < limit:
        # The last known line may not have been read to its end yet.
        while not source.complete and index >= len(source) - 1:
            source.step()
        if index >= len(source):
            return
        index += 1
        try:
            sketch = source.sketch(index - 1)
        except LineError:
            left_out["unreadable"] += 1
            continue
        if not sketch.strokes or sketch.extent <= 0:
            left_out["without extent"] += 1
        elif len(sketch) < 2:
            left_out["of one stroke"] += 1
        elif len(sketch) > most:
            left_out[f"of more than {most} strokes"] += 1
        else:
            found += 1
            yield source.line_number(index - 1), sketch


def _lines(table: ExplanationTable) -> list[str]:
    width = max(len(method.name) for method in METHODS.values())
    columns = list(MEASURES.values())
    drawings = f"{table.drawings} {'drawing' if table.drawings == 1 else 'drawings'}"
    uncertainty = "mean and 95 % bootstrap interval" if table.drawings > 1 else "one drawing has no interval"
    lines = [
        f"{printable(table.source)}: {drawings}, {table.checkpoint.name}, {table.output}, "
        f"removal {table.removal}, seed {table.seed}; {uncertainty}"
    ]
    lines += [f"left out: {sentence}" for sentence in table.left_out_sentences()]
    lines.append(f"{'method':<{width}}  " + "  ".join(f"{m.short + _arrow(m.better):^24}" for m in columns))
    rows = table.rows()
    for row in rows:
        cells = [f"{_cell(row, measure.name):^24}" for measure in columns]
        lines.append(f"{row.method.name:<{width}}  " + "  ".join(cells).rstrip())
    lines += [f"{m.short}: {m.title}; {_better(m.better)} is better. {m.sentence}" for m in columns]
    if any(why_not_measured(row.method, m.name) for row in rows for m in columns):
        lines.append("n/a: the measure would say nothing true of that method; -: not defined for these drawings.")
    return lines


def _cell(row: Row, measure: str) -> str:
    found = row.estimates[measure]
    if not np.isfinite(found.value):
        return "n/a" if why_not_measured(row.method, measure) else "-"
    if not np.isfinite(found.low):
        return written(found.value)
    return f"{written(found.value)} ({written(found.low)} to {written(found.high)})"


def _arrow(better: str) -> str:
    return {"higher": " \N{UPWARDS ARROW}", "lower": " \N{DOWNWARDS ARROW}", "zero": " 0"}[better]


def _better(better: str) -> str:
    return "near 0" if better == "zero" else better
