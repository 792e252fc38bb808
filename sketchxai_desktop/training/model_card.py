"""The model card: what a person has to know before trusting a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.training.evaluate import Scores

DATA = "Quick, Draw! by Google, Inc."
LICENCE = "CC BY 4.0"
_DATA_ADDRESS = "https://github.com/googlecreativelab/quickdraw-dataset"
_LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
_WEAKEST = 10


def facts_of(scores: Scores) -> dict[str, Any]:
    """Scores for a checkpoint's metadata, rounded to what their number of drawings can tell."""
    facts = asdict(scores)
    facts["per_category"] = {name: round(value, 4) for name, value in scores.per_category.items()}
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in facts.items()}


def weakest(scores: Scores, count: int = _WEAKEST) -> list[tuple[str, float]]:
    """The categories with the lowest accuracy, lowest first."""
    return sorted(scores.per_category.items(), key=lambda item: item[1])[:count]


def model_card(
    checkpoint: Checkpoint, name: str, command: str, valid: Scores, test: Scores | None, hardware: str
) -> str:
    """Markdown that goes beside the checkpoint.

    Args:
        command: what was typed.
        valid, test: scores of exactly these weights; None: not measured.
        hardware: what it was trained on.
    """
    config, training = checkpoint.network.config, checkpoint.training
    settings = training["settings"]
    empty = "masked" if config.mask_empty else "not masked"
    parts = [
        f"# {name}",
        f"A SketchXAINet that names sketches in {len(checkpoint.categories)} categories: "
        f"{checkpoint.parameters / 1e6:.1f} million parameters, width {config.width}, {config.layers} layers, "
        f"{config.heads} heads, {config.shape_extractor.upper()} shape extractor with {config.pooling} pooling, "
        f"empty stroke slots {empty}"
        + (f", without {', '.join(config.without)}" if config.without else "")
        + ". Architecture: Qu et al., *SketchXAI: A First Look at Explainability for Human Sketches*, CVPR 2023.",
        "## Accuracy",
        _table([("validation", valid), *([("test", test)] if test is not None else [])]),
        "Macro: mean over the categories, each counting the same."
        + ("" if test is not None else " The test drawings were not touched."),
        f"Weakest on the {'test' if test is not None else 'validation'} drawings: "
        + ", ".join(f"{c} {a:.0%}".replace("%", " %") for c, a in weakest(test or valid))
        + ".",
        "## Data",
        f"[{DATA}]({_DATA_ADDRESS}), simplified drawings, made available under [{LICENCE}]({_LICENCE_ADDRESS}). "
        f"{training['drawings']:,} drawings to learn from and {valid.drawings:,} to choose by"
        + (f"; {test.drawings:,} test drawings were looked at once, for the table above." if test is not None else "."),
        "Each drawing is centred and scaled so that the longer side of its box spans 1.48. "
        + _augmentation(settings["augment"]),
        "## Training",
        f"AdamW, learning rate {settings['learning_rate']:g} with warm-up and cosine, weight decay "
        f"{settings['weight_decay']:g}, batch {settings['batch_size']}, {settings['epochs']} passes over the drawings "
        f"({training['drawings_seen']:,} seen), dropout {config.dropout:g}, weights averaged with decay "
        f"{settings['ema']:g}, seed {settings['seed']}. {training['hours']:.2f} hours on {hardware}; "
        f"torch {training['torch']}, sketchxai-desktop {training['program']}.",
        f"```\n{command}\n```",
        "## Limits",
        "Learned from people playing a game against the clock, who mostly drew each thing in one typical way; other "
        "ways of drawing it are named less reliably. Every drawing gets one of the categories below, also one that "
        "shows something else. Probabilities are not calibrated.",
        "## Categories",
        ", ".join(checkpoint.categories) + ".",
    ]
    return "\n\n".join(parts) + "\n"


def _augmentation(on: bool) -> str:
    if not on:
        return "Drawings were shown as they are."
    return (
        "While training, drawings are mirrored, rotated, stretched and sheared a little at random, and now and then "
        "a stroke is left out."
    )


def _table(rows: Sequence[tuple[str, Scores]]) -> str:
    head = "| drawings | number | top-1 | top-5 | macro top-1 |\n|---|---|---|---|---|\n"
    return head + "\n".join(
        f"| {name} | {s.drawings:,} | {100 * s.top1:.2f} % | {100 * s.top5:.2f} % | {100 * s.macro_top1:.2f} % |"
        for name, s in rows
    )
