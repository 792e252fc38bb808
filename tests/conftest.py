"""Where test data is, and a clean environment for every test."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _data(variable: str, sibling: str) -> Path:
    folder = Path(os.environ.get(variable, ROOT.parent / "shared" / sibling))
    if not folder.is_dir():
        pytest.skip(f"needs {sibling} data: set {variable} to its folder")
    return folder


@pytest.fixture(scope="session")
def quickdraw() -> Path:
    """Folder with real Quick, Draw! drawings (train, valid, test, raw)."""
    return _data("SKETCHXAI_QUICKDRAW", "quickdraw")


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder with numbers from the authors' implementation."""
    return _data("SKETCHXAI_REFERENCE", "reference")


@pytest.fixture(autouse=True)
def _private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings, state or cache of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("APPDATA", str(home / "appdata"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "localappdata"))
