"""What the program remembers between sessions: one small JSON file, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from sketchxai_desktop import paths
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.rendering.palette import SCHEMES, Scheme

log = logging.getLogger(__name__)

#: 1: "checkpoint" was the network used last. 2: that is "last_checkpoint", because one to start with can be chosen.
_FORMAT = 2
_CHOICES = {
    "language": ("system", "en", "de"),
    "theme": ("system", "light", "dark"),
    "scheme": SCHEMES,
    "device": ("auto", "cpu", "cuda"),
}
_RANGES: dict[str, tuple[int, int]] = {"watch_rate": (1, 60)}
_RECENT = 10
#: No honest settings come near these.
_MAX_BYTES = 1_000_000
_MAX_TEXT = 20_000
_ASCII = ("geometry", "window_state")
_PATHS = ("first_checkpoint", "last_checkpoint", "last_folder")


@dataclass(frozen=True)
class Settings:
    """Choices of the user.

    Attributes:
        language: "system", "en" or "de"; from the next start on.
        theme: "system", "light" or "dark".
        scheme: stroke colours, one of `rendering.palette.SCHEMES`.
        show_dots, show_numbers, show_ghost, show_traces: what the canvas draws beside the strokes.
        device: "auto", "cpu" or "cuda".
        first_checkpoint: what a start begins with, bundled name or path; "" for the one used last.
        last_checkpoint: the one used last; "" for the first bundled one.
        watch: each step of a run is shown before the next is taken. watch_rate: steps per second then, 1..60.
        keep_drawings: drawings that were not saved are kept under "My Drawings".
        drawing_left: when the program was closed, a drawing that was not saved was kept.
        hint_seen: the hint of the first start was there and is not shown again.
        recent_files, recent_checkpoints: newest first.
        last_folder: where file dialogs start.
        geometry, window_state: Qt's own, hexadecimal.
    """

    language: str = "system"
    theme: str = "system"
    scheme: Scheme = "rainbow"
    show_dots: bool = True
    show_numbers: bool = False
    show_ghost: bool = True
    show_traces: bool = True
    device: str = "auto"
    first_checkpoint: str = ""
    last_checkpoint: str = ""
    watch: bool = True
    watch_rate: int = 10
    keep_drawings: bool = True
    drawing_left: bool = False
    hint_seen: bool = False
    recent_files: tuple[str, ...] = ()
    recent_checkpoints: tuple[str, ...] = ()
    last_folder: str = ""
    geometry: str = ""
    window_state: str = ""

    def changed(self, field: str, value: Any) -> Settings:
        """With one entry changed."""
        return replace(self, **{field: value})

    def with_recent(self, kind: str, path: str) -> Settings:
        """With `path` first in `recent_files` or `recent_checkpoints`."""
        others = [p for p in getattr(self, kind) if p != path]
        return self.changed(kind, (path, *others)[:_RECENT])


def settings_file() -> Path:
    return paths.settings_dir() / "settings.json"


def load_settings() -> Settings:
    """The stored settings; entries that are missing, unknown or of the wrong type fall back to the defaults."""
    try:
        with settings_file().open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError("the file is too large")
        stored = json.loads(content)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("settings were not usable, starting with the defaults: %s", error)
        return Settings()
    return _from_json(_migrated(stored))


def _migrated(stored: Any) -> Any:
    """Settings of an earlier format in the terms of this one; those of a later one are kept aside and used as they are.

    Files without a format are of the first.
    """
    if not isinstance(stored, dict):
        return stored
    number = stored.get("format", 1)
    if not isinstance(number, int) or number > _FORMAT:
        log.info("these settings are of a later version; they are kept as they were beside those of this version")
        with contextlib.suppress(OSError):
            shutil.copyfile(settings_file(), settings_file().with_suffix(".later.json"))
        return stored
    if number < 2:
        stored = {**stored, "last_checkpoint": stored.get("checkpoint", "")}
    return stored


def _from_json(stored: Any) -> Settings:
    defaults = Settings()
    if not isinstance(stored, dict):
        return defaults
    values: dict[str, Any] = {}
    for field in fields(Settings):
        value = stored.get(field.name)
        if field.type == "tuple[str, ...]":
            if isinstance(value, list):
                values[field.name] = tuple(v for v in value if _is_path(v))[:_RECENT]
        elif isinstance(value, str) and not _is_usable(field.name, value):
            continue
        elif type(value) is type(getattr(defaults, field.name)) and value in _CHOICES.get(field.name, (value,)):
            values[field.name] = value
            if field.name in _RANGES and isinstance(value, int):
                lowest, highest = _RANGES[field.name]
                values[field.name] = min(max(value, lowest), highest)
    return replace(defaults, **values)


def _is_text(value: Any) -> bool:
    """Whether it is a text that a file name or a label can hold."""
    if not isinstance(value, str) or len(value) > _MAX_TEXT or "\0" in value:
        return False
    # U+DC80..DCFF stand for bytes of file names that are not UTF-8; other surrogates cannot be encoded.
    return not any("\ud800" <= c < "\udc80" or "\udcff" < c <= "\udfff" for c in value)


def _is_usable(name: str, text: str) -> bool:
    if name in _PATHS:
        return _is_path(text)
    return _is_text(text) and (text.isascii() or name not in _ASCII)


def _is_path(value: Any) -> bool:
    """Whether the system can be asked about it: a name that is too long is an error there, not a missing file."""
    if not _is_text(value) or len(value) > 4000:
        return False
    return all(len(os.fsencode(part)) <= 255 for part in Path(value).parts)


def save_settings(settings: Settings) -> None:
    """Store them. A folder that cannot be written to costs the settings, never the session."""
    path = settings_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps({"format": _FORMAT, **asdict(settings)}, indent=1), encoding="utf-8")
    except (OSError, UserError) as error:
        log.warning("settings were not saved: %s", error)
