"""`sketchxai evaluate`: measure a checkpoint on labelled drawings."""

from __future__ import annotations

import json
import shlex
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from sketchxai_desktop.cli.arguments import PROGRAM
from sketchxai_desktop.cli.evaluate_text import report_lines, summary_lines
from sketchxai_desktop.cli.loading import load_chosen, move_to
from sketchxai_desktop.cli.output import notify, progress_bar, require_folder_of, say
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.evaluation.drawings import LabelledDrawings
from sketchxai_desktop.evaluation.evaluation import Evaluation, evaluate, training_drawings_of
from sketchxai_desktop.evaluation.predicting import predict
from sketchxai_desktop.evaluation.predictions import Predictions
from sketchxai_desktop.reports.evaluation_json import evaluation_record
from sketchxai_desktop.reports.evaluation_page import MISTAKES, Mistake, evaluation_page
from sketchxai_desktop.reports.page import write_page
from sketchxai_desktop.training.model_card import model_card, notes_of, require_facts


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: the checkpoint cannot be used, or no drawing shows one of its categories.
    """
    for path in (arguments.html, arguments.card):
        require_folder_of(path)
    if (arguments.card is None) != (arguments.valid is None):
        raise UserError(
            "A model card tells of the validation and of the test drawings: give --card and --valid together."
        )
    checkpoint = load_chosen(arguments.checkpoint)
    if arguments.card is not None:
        require_facts(checkpoint)
    move_to(checkpoint, arguments.device)
    drawings, predictions = ask(checkpoint, arguments.data, arguments)
    evaluation = _measure(checkpoint, predictions, arguments.seed)
    valid = None
    if arguments.valid is not None:
        valid = _measure(checkpoint, ask(checkpoint, arguments.valid, arguments)[1], arguments.seed)
    if arguments.json:
        print(json.dumps(evaluation_record(checkpoint.summary(), drawings.skipped, evaluation, valid)))
    else:
        for line in report_lines(checkpoint.name, evaluation, drawings.skipped):
            say(line)
        for line in () if valid is None else summary_lines("Validation drawings", valid):
            say(line)
    if arguments.html is not None:
        write_page(_page(checkpoint, drawings, predictions, evaluation), arguments.html)
        notify(f"Wrote {arguments.html}.")
    if arguments.card is not None:
        _write_card(checkpoint, arguments, valid, evaluation)
    return 0


def ask(checkpoint: Checkpoint, data: Sequence[Path], arguments: Namespace) -> tuple[LabelledDrawings, Predictions]:
    """The network's answers for the drawings of files and folders, with a progress bar.

    Args:
        arguments: `limit`, `seed` and `batch_size` are looked at.

    Raises:
        UserError: nothing can be measured on them.
    """
    drawings = LabelledDrawings(data, checkpoint.categories, arguments.limit, arguments.seed)
    parts = []
    with progress_bar(100, "Evaluating", "%") as bar:
        for part in predict(checkpoint, drawings, arguments.batch_size, notify):
            parts.append(part)
            bar.update(round(100 * drawings.progress) - bar.n)
    if not parts:
        why = " ".join([*drawings.skipped.sentences(), *drawings.skipped.problems[:1]])
        places = ", ".join(map(str, data))
        raise UserError(
            f"No usable drawing with a word that the network knows was found in {places}{f': {why}' if why else '.'}"
        )
    return drawings, Predictions.joined(parts)


def _measure(checkpoint: Checkpoint, predictions: Predictions, seed: int) -> Evaluation:
    known = training_drawings_of(checkpoint.training)
    return evaluate(predictions, checkpoint.categories, known, seed=seed)


def _page(checkpoint: Checkpoint, drawings: LabelledDrawings, predictions: Predictions, evaluation: Evaluation) -> str:
    mistakes = []
    for place in predictions.worst_mistakes(MISTAKES).tolist():
        file, index = int(predictions.files[place]), int(predictions.drawings[place])
        found = drawings.again(file, index)
        if found is None:
            continue
        sketch, line = found
        true, answer = int(predictions.labels[place]), int(predictions.predicted[place])
        mistakes.append(
            Mistake(
                sketch,
                checkpoint.categories[true],
                checkpoint.categories[answer],
                float(predictions.confidence[place]),
                float(predictions.true_probability[place]),
                f"{drawings.files[file].name}, line {line:,}",
            )
        )
    return evaluation_page(
        checkpoint.summary(),
        evaluation,
        mistakes,
        source=drawings.source,
        left_out=drawings.skipped.sentences(),
        problems=drawings.skipped.problems,
    )


def _write_card(checkpoint: Checkpoint, arguments: Namespace, valid: Evaluation | None, test: Evaluation) -> None:
    training, path = checkpoint.training, arguments.card
    # What prints these figures again, without what else was written this time.
    command = [PROGRAM, "evaluate", path.stem, *map(str, arguments.data), "--valid", *map(str, arguments.valid)]
    command += [] if arguments.limit is None else ["--limit", str(arguments.limit)]
    command += ["--seed", str(arguments.seed)] if arguments.seed else []
    card = model_card(
        checkpoint,
        path.stem,
        str(training.get("command", "")),
        valid,
        test,
        str(training.get("hardware", "")),
        evaluated_by=shlex.join(command),
        notes=notes_of(path),
    )
    with atomic_path(path) as temporary:
        temporary.write_text(card, encoding="utf-8", newline="\n")
    notify(f"Wrote {path}.")
