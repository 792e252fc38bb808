"""PySide's own Python part, as the bundle has it: compiled, and without what writes stubs."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "packaging/pyside_support.py"

USE = """
import sys
from PySide6.QtCore import QObject
loader = sys.modules["shibokensupport.signature.loader"]
print(loader.__file__)
try:
    QObject().setObjectName([])
except TypeError as error:
    print(str(error).replace("\\n", " "))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the libraries find one another otherwise")
def test_pyside_uses_what_the_bundle_brings(tmp_path: Path) -> None:
    spec = importlib.util.find_spec("shiboken6")
    assert spec is not None
    assert spec.origin is not None
    package = tmp_path / "shiboken6"
    shutil.copytree(Path(spec.origin).parent, package, ignore=shutil.ignore_patterns("include", "files.dir"))
    subprocess.run([sys.executable, str(SCRIPT), str(package / "files.dir")], check=True, timeout=60)

    environment = {name: value for name, value in os.environ.items() if name != "SBK_EMBED"}
    environment["PYTHONPATH"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", USE], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    where, complaint = done.stdout.splitlines()
    assert Path(where) == package / "files.dir/shibokensupport/signature/loader.pyc"
    assert "called with wrong argument types" in complaint
    assert "name: str" in complaint, "the signatures are not known"
    assert not done.stderr
