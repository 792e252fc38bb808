"""The card of a checkpoint that was fine-tuned on a person's own drawings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.words import FEW
from sketchxai_desktop.evaluation.estimate import percent
from sketchxai_desktop.training.data_origin import LICENCE, QUICKDRAW, is_quickdraw


def fine_tune_card(checkpoint: Checkpoint, name: str) -> str:
    """Markdown that goes beside the checkpoint, from what `FineTune.checkpoint` says of it."""
    training = checkpoint.training
    source: Mapping[str, Any] = training["fine_tuned_from"]
    settings: Mapping[str, Any] = training["settings"]
    learned: Mapping[str, int] = training["drawings_per_category"]
    sections = [
        f"# {name}",
        f"A SketchXAINet that names sketches in {len(checkpoint.categories)} categories, fine-tuned from "
        f"{source['name']}" + (f" (SHA-256 {source['sha256']})" if source.get("sha256") else "") + ".",
        "## Intended use",
        "To explain and to try things out on the drawings of the person who trained it. It is not meant to judge "
        "people or their drawings.",
        "## Accuracy",
        _accuracy(training),
        "## Drawings",
        f"{training['drawings']:,} drawings of {len(learned):,} "
        f"{'category' if len(learned) == 1 else 'categories'} to learn from. {_whose(training)} "
        f"{training['augmentation']}",
        "\n".join(
            ["| category | drawings |", "| --- | --- |"]
            + [f"| {_cell(word)} | {n:,}{' (few)' if n < FEW else ''} |" for word, n in learned.items()]
        ),
        *_few(checkpoint, learned),
        "## Training",
        f"{training['steps']:,} steps; "
        + ("only the classifier learned." if settings["layers"] == "head" else "all layers learned.")
        + " Settings: "
        + ", ".join(f"`{key} {_plain(value)}`" for key, value in settings.items())
        + f". sketchxai-desktop {training['program']}.",
        "## Limits",
        "Few drawings by few people: other people's drawings may be named less reliably. Every drawing gets one of "
        "the categories, also one that shows something else.",
        "## Categories",
        ", ".join(checkpoint.categories) + ".",
    ]
    return "\n\n".join(sections) + "\n"


def _accuracy(training: Mapping[str, Any]) -> str:
    valid = training.get("valid")
    if not isinstance(valid, dict):
        return "Not measured: there were too few drawings to hold any out."
    count = valid["drawings"]
    return (
        f"{percent(valid['top1'], 1)} of {count:,} held-out {'drawing' if count == 1 else 'drawings'} named rightly "
        "(top-1). They come from the same collection, so this says little about other people's drawings."
    )


def _whose(training: Mapping[str, Any]) -> str:
    if is_quickdraw(training.get("data")):
        whose = f"They carry the keys of {QUICKDRAW}, made available under {LICENCE}."
    else:
        whose = "They were collected by the person who trained; no licence of theirs is known to this program."
    before = training["fine_tuned_from"].get("training") or {}
    if is_quickdraw(before.get("data")):
        whose += f" What it began with had learned from {QUICKDRAW}, made available under {LICENCE}."
    return whose


def _few(checkpoint: Checkpoint, learned: Mapping[str, int]) -> list[str]:
    found = []
    few = [word for word, n in learned.items() if n < FEW]
    if few:
        found.append(f"Fewer than {FEW} drawings were learned of: {', '.join(few)}. These are known badly.")
    kept = [name for name in checkpoint.categories if name not in learned]
    if kept:
        them = "One category was" if len(kept) == 1 else f"{len(kept):,} categories were"
        found.append(f"{them} kept from before and not learned again.")
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "+".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
