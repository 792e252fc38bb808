"""Where test data is, and a clean environment for every test."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from tqdm import tqdm

# Its watching thread would outlive the test that first shows a bar.
tqdm.monitor_interval = 0

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


@pytest.fixture(autouse=True)
def _nothing_left_behind(_private_home: None) -> Iterator[None]:
    """No test leaves a thread running or a window open."""
    threads = {t.ident for t in threading.enumerate()}
    yield
    # Python keeps a dummy for every foreign thread that ever logged, also when that thread has ended.
    own = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    left = [t for t in own if t.ident not in threads]
    for thread in left:
        thread.join(5)  # one that is ending may take a moment on a busy machine
    left = [t.name for t in left if t.is_alive()]
    assert not left, f"threads still run: {left}"
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:
        shown = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
        for window in shown:
            window.close()
        assert not shown, f"windows are still open: {shown}"
