"""Where things are: resources and models (from source, wheel or bundle), settings and cache.

The only module that knows. Imports neither Qt nor torch.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import platformdirs

APP_NAME = "sketchxai-desktop"


_instead: Path | None = None  # of the user's own folders


def use_folder(folder: Path) -> None:
    """Keep settings, state, cache and drawings below `folder` from now on, and nothing of them in the user's own."""
    global _instead
    _instead = folder


def _own(kind: str, usual: str) -> Path:
    return Path(usual) if _instead is None else _instead / kind


@lru_cache
def _root(name: str) -> Path:
    """`resources` or `models`: beside the package in a source tree, inside it in a wheel or bundle."""
    package = Path(__file__).resolve().parent
    candidates = [package / f"_{name}", package.parent / name]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        candidates.insert(0, Path(bundle) / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its {name!r} folder; reinstall {APP_NAME}")


def resource(name: str) -> Path:
    """A file of `resources/`."""
    return _root("resources") / name


def models() -> Path:
    """The folder with the bundled checkpoints and their cards."""
    return _root("models")


def bundled_checkpoints() -> list[str]:
    """Names of the checkpoints that come with the program, shortest first: the one to begin with."""
    try:
        return sorted((p.stem for p in models().glob("*.safetensors")), key=lambda n: (len(n), n))
    except OSError:
        return []  # an installation without its models can still open others


def user_models() -> Path:
    """The folder for checkpoints that were downloaded."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "models"


def downloaded_checkpoints() -> list[str]:
    """Names of the checkpoints in `user_models()`: folders with a configuration; unfinished ones begin with a dot."""
    try:
        found = [p.parent.name for p in user_models().glob("*/config.json")]
    except OSError:
        return []
    return sorted(name for name in found if not name.startswith("."))


def drawings_dir() -> Path:
    """The folder for drawings that nobody saved, a file for each day."""
    return _own("data", platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "drawings"


def trained_dir() -> Path:
    """The folder for networks that were trained in the window and that nobody saved."""
    return _own("data", platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "trained"


def settings_dir() -> Path:
    return _own("settings", platformdirs.user_config_dir(APP_NAME, appauthor=False))


def state_dir() -> Path:
    """Log files, autosaved work."""
    return _own("state", platformdirs.user_state_dir(APP_NAME, appauthor=False))


def cache_dir() -> Path:
    return _own("cache", platformdirs.user_cache_dir(APP_NAME, appauthor=False))
