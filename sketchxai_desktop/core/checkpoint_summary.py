"""What a checkpoint is, before it is used. Nothing in the file is executed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint
from sketchxai_desktop.core.summary import CheckpointSummary

#: A card longer than this is cut.
_MAX_CARD = 200_000
_MAX_SOURCE = 20_000


def describe_checkpoint(path: str | Path) -> CheckpointSummary:
    """Read the checkpoint as it would be read for use, and say what it is.

    Every weight is looked at: what is described here without complaint can be used.

    Args:
        path: as for `load_checkpoint`.

    Raises:
        UserError: it is missing, damaged, hostile, or for another network; the message says which.
    """
    return describe_loaded(load_checkpoint(path))


def describe_loaded(checkpoint: Checkpoint) -> CheckpointSummary:
    """The summary of a checkpoint that was just loaded, with what lies beside its file."""
    summary = replace(checkpoint.summary(), without=checkpoint.network.config.without)
    if checkpoint.path is None:
        return summary
    path = checkpoint.path
    source, licence = _source(path.parent / "source.json") if checkpoint.origin == "authors" else ("", "")
    return replace(summary, size=_size(path), card=_card(checkpoint, path), source=source, licence=licence)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _card(checkpoint: Checkpoint, path: Path) -> str:
    """The text with the file's name; in the authors' format, where a checkpoint is a folder, its README.md."""
    candidates = [path.with_suffix(".md")]
    if checkpoint.origin == "authors":
        candidates.append(path.parent / "README.md")
    for beside in candidates:
        try:
            with beside.open("rb") as file:
                text = file.read(_MAX_CARD).decode("utf-8", errors="replace")
        except OSError:
            continue
        # The hub's cards begin with settings for its own pages.
        head, _, rest = text.removeprefix("---\n").partition("\n---\n")
        return rest.strip() if text.startswith("---\n") and rest and head else text.strip()
    return ""


def _source(path: Path) -> tuple[str, str]:
    """Where `downloads.models` fetched the folder from, and the licence stated there."""
    try:
        with path.open("rb") as file:
            note = json.loads(file.read(_MAX_SOURCE))
    except (OSError, ValueError, RecursionError):
        return "", ""
    if not isinstance(note, dict):
        return "", ""
    page, commit, licence = (str(note.get(key, ""))[:300] for key in ("page", "commit", "licence"))
    return (f"{page} ({commit[:10]})" if page and commit else page), licence
