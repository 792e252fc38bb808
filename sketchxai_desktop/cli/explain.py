"""`sketchxai explain`: how much each stroke of one drawing counts."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence

from sketchxai_desktop.cli.explain_parts import methods_on_parts, of_parts, parts_as_json, parts_as_lines
from sketchxai_desktop.cli.loading import load_chosen, move_to, sketch_on_line
from sketchxai_desktop.cli.output import notify, printable, progress_bar, require_folder_of, say
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.counterfactual import fewest_removed, least_movement, one_swap
from sketchxai_desktop.explain.question import Attribution, PartAttribution, Question
from sketchxai_desktop.explain.registry import METHODS, Method, chosen_methods
from sketchxai_desktop.explain.scoring import Scorer
from sketchxai_desktop.explain.value import StrokeValue
from sketchxai_desktop.explain.workbench import best_category, explain


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: file, line, category, or a method cannot be used.
    """
    require_folder_of(arguments.html)
    methods = chosen_methods(arguments.methods)
    on_parts = [] if arguments.parts is None else methods_on_parts(methods)
    sketch = sketch_on_line(arguments.file, arguments.line)
    checkpoint = load_chosen(arguments.checkpoint)
    move_to(checkpoint, arguments.device)
    question = question_of(arguments, checkpoint, sketch)
    value = StrokeValue(checkpoint, sketch, question)
    found, parts = [], []
    with progress_bar(len(methods) + len(on_parts), "Explaining", "method") as bar:
        for attribution in explain(checkpoint, sketch, question, [m.name for m in methods], seed=arguments.seed):
            found.append(attribution)
            bar.update()
        for part_attribution in of_parts(value, on_parts, found, arguments.parts, arguments.seed):
            parts.append(part_attribution)
            bar.update()
    if arguments.json:
        answer = as_json(arguments.line, value, found)
        print(json.dumps(answer | ({"parts": parts_as_json(parts, arguments.parts)} if parts else {})))
    else:
        drawing = f"{printable(arguments.file.name)}, line {arguments.line}"
        lines = _lines(drawing, value, found)
        lines += ["", *parts_as_lines(methods, parts, arguments.parts)] if parts else []
        for line in lines:
            say(line)
    if arguments.html is not None:
        _write_page(arguments, sketch, value, methods, found, parts)
    return 0


def question_of(arguments: Namespace, checkpoint: Checkpoint, sketch: Sketch) -> Question:
    """What the arguments ask of a sketch, with names as the network spells them.

    Raises:
        UserError: a category is unknown, or the network cannot see the sketch.
    """

    def known(name: str) -> str:
        return checkpoint.categories[checkpoint.category_index(name)]

    target = best_category(checkpoint, sketch) if arguments.target is None else known(arguments.target)
    versus = None if arguments.versus is None else known(arguments.versus)
    return Question(target, versus, arguments.output, arguments.removal)


def as_json(line: int, value: StrokeValue, found: Sequence[Attribution]) -> dict[str, object]:
    """The contract of the command line; `versus` is there only where it was asked for."""
    question = value.question
    return {
        "line": line,
        "target": question.target,
        **({} if question.versus is None else {"versus": question.versus}),
        "output": question.output,
        "value": value.value,
        "base": value.base,
        "methods": {one.method: one.scores.tolist() for one in found},
        "seconds": {one.method: one.seconds for one in found},
    }


def asked(question: Question) -> str:
    """The question in words."""
    versus = "" if question.versus is None else f' and not "{question.versus}"'
    return f'Why "{question.target}"{versus}?'


def _lines(drawing: str, value: StrokeValue, found: Sequence[Attribution]) -> list[str]:
    question = value.question
    removal = "orders kept" if question.removal == "drop" else "orders closed up"
    head = [
        f"{drawing}: {printable(asked(question))} {value.checkpoint.name}, {question.output}, {removal}",
        f"all strokes {value.value:.6g}, no strokes {value.base:.6g}, difference {value.value - value.base:.6g}",
    ]
    width = max(map(len, METHODS))
    columns = range(1, len(value.sketch.strokes) + 1)
    rows = [f"{'method':<{width}}  {'seconds':>7}  " + "  ".join(f"{f'stroke {k}':>10}" for k in columns)]
    rows += [
        f"{one.method:<{width}}  {one.seconds:>7.3f}  " + "  ".join(f"{score:>10.4g}" for score in one.scores)
        for one in found
    ]
    return [*head, *rows, *(f"{METHODS[one.method].title}: {one.note}" for one in found if one.note)]


def _write_page(
    arguments: Namespace,
    sketch: Sketch,
    value: StrokeValue,
    methods: Sequence[Method],
    found: Sequence[Attribution],
    parts: Sequence[PartAttribution],
) -> None:
    from sketchxai_desktop.reports.explanation import explanation_page
    from sketchxai_desktop.reports.page import write_page

    scores, changes = [], []
    scorer = Scorer(value.checkpoint, [m.name for m in methods], seed=arguments.seed)
    with progress_bar(len(scorer.methods) + 3, "Testing", "step") as bar:
        for score in scorer.score(sketch, value.question):
            scores.append(score)
            bar.update()
        for search in (fewest_removed, least_movement, one_swap):
            changes.append(search(value.checkpoint, sketch))
            bar.update()
    page = explanation_page(
        value,
        found,
        scores,
        changes,
        parts,
        drawing=f"{arguments.file.name}, line {arguments.line}",
        seed=arguments.seed,
    )
    write_page(page, arguments.html)
    notify(f"Wrote {arguments.html}.")
