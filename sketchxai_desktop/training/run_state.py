"""The state of a run on the disk, from which it goes on."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.network import NetworkConfig
from sketchxai_desktop.core.weights_pickle import require_weights
from sketchxai_desktop.training.settings import TrainingSettings

NAME = "last.pt"


def save_state(
    folder: Path, settings: TrainingSettings, config: NetworkConfig, drawings: int, values: Mapping[str, Any]
) -> None:
    """Replace `last.pt` as a whole: whatever happens meanwhile, one that can be read stays there.

    Args:
        drawings: to learn from. values: tensors, numbers and their dictionaries.

    Raises:
        UserError: the folder cannot be written to.
    """
    state = {
        **values,
        "settings": settings.to_json(),
        "config": json.dumps(config.to_dict()),
        "drawings": drawings,
    }
    with atomic_path(folder / NAME) as temporary:
        torch.save(state, temporary)


def load_state(
    folder: Path, settings: TrainingSettings, config: NetworkConfig, drawings: int, device: torch.device
) -> dict[str, Any] | None:
    """What was saved, also by an earlier version; None if nothing was.

    A state that does not say what settings or network it belongs to is taken to belong to these.

    Raises:
        UserError: it is damaged, or that run had other settings.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        require_weights(path)
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
        theirs = TrainingSettings.from_json(state["settings"]) if "settings" in state else settings
        their_config = NetworkConfig.from_dict(json.loads(state["config"])) if "config" in state else config
        there = {
            **asdict(theirs),
            **their_config.to_dict(),
            "drawings": state.get("drawings", drawings),
        }
    except (OSError, pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(
            "{path} is damaged ({reason}); delete it to start again.", path=path, reason=reason.rstrip(".")
        ) from None
    here = {**asdict(settings), **config.to_dict(), "drawings": drawings}
    differences = ", ".join(f"{k} {_text(there[k])}" for k in here if there[k] != here[k])
    if differences:
        raise UserError(
            "{folder} holds a run with other settings ({differences}); use another --out or the same settings.",
            folder=folder,
            differences=differences,
        )
    return state


def _text(value: object) -> str:
    return (",".join(map(str, value)) or "none") if isinstance(value, tuple) else str(value) or "none"


def forget_unfinished(folder: Path) -> None:
    """Remove what a killed process had begun to write."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)
