"""`sketchxai evaluate-inversion`: measure stroke location inversion on labelled drawings."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from sketchxai_desktop.cli.evaluate_text import left_out_lines, section, table
from sketchxai_desktop.cli.loading import load_chosen
from sketchxai_desktop.cli.output import notify, printable, progress_bar, require_folder_of, say
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.evaluation.drawings import Labelled, LabelledDrawings
from sketchxai_desktop.evaluation.estimate import RESAMPLES, Estimate, percent, percent_interval
from sketchxai_desktop.evaluation.inversion import InversionEvaluation, inversion_scores, success_by_category
from sketchxai_desktop.evaluation.poster import STATES, poster_runs
from sketchxai_desktop.evaluation.predicting import BATCH_SIZE, predict
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.evaluation.trials import runs_of, try_out, with_random_weights
from sketchxai_desktop.reports.inversion_page import inversion_page
from sketchxai_desktop.reports.page import write_page


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: checkpoint, data or settings cannot be used, or no drawing can be measured.
    """
    require_folder_of(arguments.html)
    checkpoint = load_chosen(arguments.checkpoint)
    targets = _targets(checkpoint, arguments.targets)
    drawings, chosen = _read(checkpoint, arguments, targets)
    evaluation = _measure(checkpoint, chosen, targets, arguments)
    poster: tuple[list[Run], list[str]] = ([], [])
    if arguments.html is not None or arguments.json:
        poster = poster_runs(checkpoint, arguments.data, seed=arguments.seed, device=arguments.device, notify=notify)
    if arguments.json:
        print(json.dumps(_as_json(checkpoint, drawings, evaluation, *poster)))
    else:
        for line in _report(checkpoint, drawings, evaluation):
            say(line)
    if arguments.html is not None:
        page = inversion_page(
            checkpoint.summary(), evaluation, *poster, source=drawings.source, left_out=drawings.skipped.sentences()
        )
        write_page(page, arguments.html)
        notify(f"Wrote {arguments.html}.")
    return 0


def _targets(checkpoint: Checkpoint, text: str | None) -> list[str] | None:
    """Names as the network spells them. Raises UserError for one that it does not know."""
    if text is None:
        return None
    names = [part.strip() for part in text.split(",") if part.strip()]
    if not names:
        raise UserError("--targets names no category.")
    return list(dict.fromkeys(checkpoint.categories[checkpoint.category_index(name)] for name in names))


def _read(
    checkpoint: Checkpoint, arguments: Namespace, targets: list[str] | None
) -> tuple[LabelledDrawings, list[Labelled]]:
    only = None
    if targets is not None and arguments.mode == "recovery":
        only = [checkpoint.category_index(name) for name in targets]
    drawings = LabelledDrawings(arguments.data, checkpoint.categories, arguments.limit, arguments.seed, only)
    chosen = list(drawings)
    if not chosen:
        places = ", ".join(map(str, arguments.data))
        raise UserError(f"No usable drawing with a word that the network knows was found in {places}.")
    return drawings, chosen


def _measure(
    checkpoint: Checkpoint, chosen: list[Labelled], targets: list[str] | None, arguments: Namespace
) -> InversionEvaluation:
    mode, seed = arguments.mode, arguments.seed
    runs, sketches = runs_of(
        checkpoint, chosen, mode, paths=arguments.paths, steps=arguments.steps, seed=seed, targets=targets
    )
    if not runs:
        raise UserError("Every drawing shows the target already, so there is nothing to transfer.")
    predictions = Predictions.joined(list(predict(checkpoint, chosen, BATCH_SIZE, notify)))
    right = int(predictions.right.sum())
    control = with_random_weights(checkpoint, seed)
    with progress_bar(2 * len(runs) * (arguments.steps + 1), "Inverting", "state") as bar:
        trials, controls = (
            try_out(network, runs, sketches, device=arguments.device, notify=notify, progress=bar.update)
            for network in (checkpoint, control)
        )
    return InversionEvaluation(
        mode=mode,
        sketches=len(set(sketches)),
        runs=len(runs),
        paths=arguments.paths,
        steps=arguments.steps,
        trained=inversion_scores(trials, mode, seed=seed),
        control=inversion_scores(controls, mode, seed=seed),
        as_drawn=Estimate.proportion(right / max(len(predictions), 1), len(predictions)),
        by_category=success_by_category(trials, [run.original for run in runs], seed=seed),
        resamples=RESAMPLES,
        seed=seed,
    )


def _as_json(
    checkpoint: Checkpoint,
    drawings: LabelledDrawings,
    evaluation: InversionEvaluation,
    runs: list[Run],
    missing: list[str],
) -> dict[str, Any]:
    poster = [
        {
            "mode": run.mode,
            "original": run.original,
            "target": run.target,
            "states": list(STATES),
            "target_probability": [float(run.target_probability[k, 0]) for k in STATES],
        }
        for run in runs
    ]
    return {
        "checkpoint": checkpoint.name,
        "sha256": checkpoint.sha256,
        **evaluation.to_json(),
        "left_out": drawings.skipped.sentences(),
        "poster": poster,
        "poster_missing": missing,
    }


def _report(checkpoint: Checkpoint, drawings: LabelledDrawings, evaluation: InversionEvaluation) -> Iterator[str]:
    e = evaluation
    paths = f"{e.paths} path{'' if e.paths == 1 else 's'} of {e.steps} steps each"
    yield (
        f"{printable(checkpoint.name)}: {e.mode} of {e.sketches:,} sketches, {e.runs:,} runs, {paths}; "
        f"success {percent(e.trained.success.value, 1)}, with random weights {percent(e.control.success.value, 1)}."
    )
    yield from left_out_lines(drawings.skipped)
    both = (e.trained, e.control)
    rows = [
        ("success", *(cell for s in both for cell in _shares(s.success))),
        ("already at the input", *(cell for s in both for cell in _shares(s.at_start))),
        ("steps to success, median", *(cell for s in both for cell in _numbers(s.steps, 0))),
        ("probability at the input", *(cell for s in both for cell in _shares(s.start_probability))),
        ("probability at the end", *(cell for s in both for cell in _shares(s.final_probability))),
    ]
    if e.mode == "recovery":
        rows += [
            ("location error at the input", *(cell for s in both for cell in _numbers(s.start_error, 3))),
            ("location error at the end", *(cell for s in both for cell in _numbers(s.location_error, 3))),
        ]
    yield ""
    yield from table(("", checkpoint.name, "95 % interval", "random weights", "95 % interval"), rows)
    yield ""
    yield f"The network names {percent(e.as_drawn.value, 1)} of the sketches rightly as they were drawn."
    if e.mode == "recovery":
        yield (
            "Location error: distance of the strokes from their true places after aligning the two layouts by a "
            "translation (root mean square; a sketch is 1.48 wide); sketches of one stroke are left out."
        )
    yield (
        f"Intervals: percentile bootstrap over sketches, {e.resamples:,} resamples, seed {e.seed}; Wilson's where all "
        "paths are alike."
    )
    rows = [(printable(n), f"{c:,}", percent(s.value, 1), percent_interval(s, 1)) for n, c, s in e.by_category]
    yield from section("By category of the sketch", table(("category", "sketches", "success", "95 % interval"), rows))


def _shares(estimate: Estimate) -> tuple[str, str]:
    return percent(estimate.value, 1), percent_interval(estimate, 1)


def _numbers(estimate: Estimate, digits: int) -> tuple[str, str]:
    return estimate.text(digits), estimate.interval_text(digits)
