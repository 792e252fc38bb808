"""`sketchxai score-explanations`: put methods of explanation to the test on the drawings of a file."""

from __future__ import annotations

import json
from argparse import Namespace

import numpy as np

from sketchxai_desktop.cli.loading import load_chosen, move_to
from sketchxai_desktop.cli.output import notify, printable, progress_bar, require_folder_of, say
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.explain.file_scoring import FileScoring
from sketchxai_desktop.explain.measures import MEASURES, why_not_measured, written
from sketchxai_desktop.explain.registry import METHODS, chosen_methods
from sketchxai_desktop.explain.score_table import ExplanationTable, Row
from sketchxai_desktop.reports.explanation_markdown import scores_markdown


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
        scoring = FileScoring(
            source,
            arguments.file.name,
            checkpoint,
            [method.name for method in chosen_methods(arguments.methods)],
            limit=arguments.limit,
            output=arguments.output,
            removal=arguments.removal,
            seed=arguments.seed,
        )
        with progress_bar(arguments.limit * len(scoring.methods), "Scoring", "method") as bar:
            for found in scoring.run():
                bar.update(found is not None)
    finally:
        source.close()
    table = scoring.table
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
