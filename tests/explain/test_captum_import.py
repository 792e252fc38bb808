"""Captum comes without matplotlib, and leaves no trace of what stood in for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
from sketchxai_desktop.explain.captum_import import load_captum
before = list(sys.meta_path)
load_captum()
load_captum()
assert sys.meta_path == before
assert not [name for name in sys.modules if name.partition(".")[0] in ("matplotlib", "mpl_toolkits")]
from captum.attr import FeatureAblation, visualization
import numpy as np
try:
    visualization.visualize_image_attr(np.ones((3, 3, 3)))
except ImportError as error:
    print(error)
import matplotlib.colors
print(matplotlib.colors.to_hex("red"))
"""


def test_matplotlib_is_not_imported_with_it_and_can_be_afterwards(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, "MPLCONFIGDIR": str(tmp_path / "fonts"), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == ["Captum was imported without matplotlib", "#ff0000"]


def test_nothing_imports_captum_in_another_way() -> None:
    for path in (ROOT / "sketchxai_desktop").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "from captum" in text or "import captum" in text:
            assert "load_captum()" in text, path
