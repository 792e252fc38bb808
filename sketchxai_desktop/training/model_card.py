"""The model card: what a person has to know before trusting a checkpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.evaluation.estimate import percent, percent_interval
from sketchxai_desktop.evaluation.evaluation import Evaluation, GroupScore, Scores, facts_of
from sketchxai_desktop.training.data_origin import LICENCE, QUICKDRAW, is_quickdraw

__all__ = ["facts_of", "model_card", "notes_of", "require_facts"]

_DATA_ADDRESS = "https://github.com/googlecreativelab/quickdraw-dataset"
_LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
_NOTES = "## Notes"
#: Facts of a training run that a card cannot do without.
_NEEDED = ("settings", "drawings", "drawings_seen", "hours")
_WEAKEST = 10

Measured = Scores | Evaluation


def require_facts(checkpoint: Checkpoint) -> None:
    """Raises UserError when the checkpoint does not say enough about its training for a card."""
    missing = [name for name in _NEEDED if name not in checkpoint.training]
    if missing:
        raise UserError(
            "There can be no card for {name}: the checkpoint does not say how it was trained ({missing}).",
            name=checkpoint.name,
            missing=", ".join(missing),
        )


def notes_of(path: Path) -> str:
    """The section "Notes" of the card that is at `path`, which a person wrote; "" if there is none.

    Raises:
        UserError: the card cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise UserError("{path} cannot be read ({reason}).", path=path, reason=str(error)) from None
    found = re.search(rf"^{_NOTES}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def model_card(
    checkpoint: Checkpoint,
    name: str,
    command: str,
    valid: Measured | None,
    test: Measured | None,
    hardware: str,
    *,
    evaluated_by: str = "",
    notes: str = "",
) -> str:
    """Markdown that goes beside the checkpoint.

    Args:
        command: what was typed to train.
        valid, test: measured with exactly these weights; None: not measured. An `Evaluation` brings intervals,
            calibration and the tables by strokes and training drawings with it.
        hardware: what it was trained on.
        evaluated_by: what was typed to measure.
        notes: what a person wants to add, in Markdown.
    """
    measured = [(title, m) for title, m in (("validation", valid), ("test", test)) if m is not None]
    sections = [
        f"# {name}",
        _architecture(checkpoint),
        "## Intended use",
        "To explain: the strokes of a sketch are what it looks at, so its answers can be taken apart by stroke, order, "
        "shape and location, and inverted (stroke location inversion). For research and teaching. It is not meant to "
        "judge people or their drawings, and not for pictures that were not drawn as strokes.",
        "## Accuracy",
        _accuracy_table(measured),
        _what_the_figures_mean(measured, test),
        *(_details(test, "test") if test is not None else _details(valid, "validation") if valid is not None else ()),
        *((f"Every figure above is printed by\n\n```\n{evaluated_by}\n```",) if evaluated_by else ()),
        "## Data",
        *_data(checkpoint, valid, test),
        "## Training",
        *_training(checkpoint, hardware),
        *((f"```\n{command}\n```",) if command else ()),
        *((_NOTES, notes) if notes else ()),
        "## Limits",
        _limits(checkpoint),
        "## Categories",
        ", ".join(checkpoint.categories) + ".",
    ]
    return "\n\n".join(sections) + "\n"


def _architecture(checkpoint: Checkpoint) -> str:
    config = checkpoint.network.config
    empty = "masked" if config.mask_empty else "not masked"
    return (
        f"A SketchXAINet that names sketches in {len(checkpoint.categories)} categories: "
        f"{checkpoint.parameters / 1e6:.1f} million parameters, width {config.width}, {config.layers} layers, "
        f"{config.heads} heads, {config.shape_extractor.upper()} shape extractor with {config.pooling} pooling, "
        f"empty stroke slots {empty}"
        + (f", without {', '.join(config.without)}" if config.without else "")
        + ". Architecture: Qu et al., *SketchXAI: A First Look at Explainability for Human Sketches*, CVPR 2023."
    )


def _accuracy_table(measured: Sequence[tuple[str, Measured]]) -> str:
    with_intervals = any(isinstance(m, Evaluation) for _, m in measured)
    columns = ("top-1", "top-5", "macro top-1", *(("macro top-5", "ECE") if with_intervals else ()))
    head = ["drawings", "number"]
    for column in columns:
        head += [column, "95 % interval"] if with_intervals else [column]
    rows = []
    for title, m in measured:
        row = [title, f"{m.drawings:,}"]
        if isinstance(m, Evaluation):
            for estimate in (m.top1, m.top5, m.macro_top1, m.macro_top5, m.ece):
                row += [percent(estimate.value), percent_interval(estimate)]
        else:
            for share in (m.top1, m.top5, m.macro_top1):
                row += [percent(share), ""] if with_intervals else [percent(share)]
            row += [""] * (len(head) - len(row))
        rows.append(row)
    return _table(head, rows)


def _what_the_figures_mean(measured: Sequence[tuple[str, Measured]], test: Measured | None) -> str:
    sentences = ["Macro: mean over the categories, each counting the same."]
    full = next((m for _, m in measured if isinstance(m, Evaluation)), None)
    if full is not None:
        sentences.append(
            f"ECE: expected calibration error, {len(full.reliability)} bins of equal width (Guo et al., ICML 2017): "
            "the mean distance between how sure the network is and how often it is right. Intervals: Wilson's (1927) "
            f"for shares of drawings; macro and ECE: percentile bootstrap, {full.resamples:,} resamples, "
            f"seed {full.seed}."
        )
    if test is None:
        sentences.append("The test drawings were not touched.")
    return " ".join(sentences)


def _details(measured: Measured, title: str) -> Iterable[str]:
    """Weakest categories, and of an `Evaluation` the tables."""
    if isinstance(measured, Scores):
        lowest = sorted(measured.per_category.items(), key=lambda item: item[1])[:_WEAKEST]
        yield f"Weakest on the {title} drawings: " + ", ".join(f"{c} {percent(a, 0)}" for c, a in lowest) + "."
        return
    weakest = ", ".join(f"{c.name} {percent(c.top1.value, 1)}" for c in measured.weakest(_WEAKEST))
    yield f"Weakest categories on the {title} drawings: {weakest}."
    confusions = ", ".join(
        f"{c.true} named {c.predicted} ({c.count:,}, {percent(c.share, 1)} of its drawings)"
        for c in measured.confusions(_WEAKEST)
    )
    if confusions:
        yield f"Commonest confusions: {confusions}."
    yield f"By number of strokes ({title} drawings):"
    yield _groups_table(measured.by_strokes, "strokes")
    if measured.by_training:
        yield f"By how many drawings of the category it learned from ({title} drawings):"
        yield _groups_table(measured.by_training, "training drawings", categories=True)


def _groups_table(groups: Sequence[GroupScore], heading: str, *, categories: bool = False) -> str:
    head = [heading, "drawings", *(["categories"] if categories else []), "top-1", "95 % interval", "top-5"]
    rows = [
        [
            g.label,
            f"{g.drawings:,}",
            *([f"{g.categories:,}"] if categories else []),
            percent(g.top1.value, 1),
            percent_interval(g.top1, 1),
            percent(g.top5.value, 1),
        ]
        for g in groups
    ]
    return _table(head, rows)


def _data(checkpoint: Checkpoint, valid: Measured | None, test: Measured | None) -> Iterable[str]:
    training = checkpoint.training
    numbers = [f"{training['drawings']:,} to learn from"]
    if valid is not None:
        numbers.append(f"{valid.drawings:,} to choose by (validation)")
    if test is not None:
        numbers.append(f"{test.drawings:,} to report on (test), which no choice was made by")
    said = training.get("data")
    if is_quickdraw(said):
        licence = f"[{LICENCE}]({_LICENCE_ADDRESS})"
        what = f"[{QUICKDRAW}]({_DATA_ADDRESS}), simplified drawings, made available under {licence}."
    else:
        # Markdown in what a person said, or in a folder's name, shall not make a link or a heading of it.
        plain = re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(str(said or "Not recorded").split()))
        what = f"{plain}. No licence of the drawings is known to this program."
    yield f"{what} Split: {'; '.join(numbers)}. Categories: {len(checkpoint.categories):,}."
    yield (
        "Each drawing is centred and scaled so that the longer side of its box spans 1.48. " + _augmentation(training)
    )


def _limits(checkpoint: Checkpoint) -> str:
    if is_quickdraw(checkpoint.training.get("data")):
        whose = "Learned from people playing a game against the clock, who mostly drew each thing in one typical way; "
    else:
        whose = "Learned from the drawings above; "
    return (
        f"{whose}other ways of drawing it are named less reliably. Every drawing gets one of the categories below, "
        "also one that shows something else."
    )


def _training(checkpoint: Checkpoint, hardware: str) -> Iterable[str]:
    config, training = checkpoint.network.config, checkpoint.training
    settings: Mapping[str, Any] = training["settings"]
    made_with = [
        f"{name} {training[key]}"
        for key, name in (("torch", "torch"), ("program", "sketchxai-desktop"))
        if key in training
    ]
    where = f" on {hardware}" if hardware else ""
    yield (
        f"AdamW with warm-up and a cosine, {training['drawings_seen']:,} drawings seen, dropout {config.dropout:g}, "
        f"seed {settings.get('seed', 'unknown')}. {training['hours']:.2f} hours{where}"
        + (f"; {', '.join(made_with)}." if made_with else ".")
    )
    yield "Settings: " + ", ".join(f"`{name} {_plain(value)}`" for name, value in settings.items()) + "."


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "+".join(map(str, value)) or "none"
    if value == "":
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _augmentation(training: Mapping[str, Any]) -> str:
    said = training.get("augmentation")
    if isinstance(said, str):
        return said
    # Checkpoints of the first version only say whether.
    if not training["settings"].get("augment"):
        return "Drawings were shown as they are."
    return (
        "While training, drawings are mirrored, rotated, stretched and sheared a little at random, and now and then "
        "a stroke is left out."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
