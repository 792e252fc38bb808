"""Versions, device and network: what a bug report needs."""

from __future__ import annotations

import platform
import sys

from PySide6.QtCore import qVersion

from sketchxai_desktop import __version__
from sketchxai_desktop.core.summary import CheckpointSummary


def diagnostics(device: str, checkpoint: CheckpointSummary | None) -> str:
    """One fact a line.

    Args:
        device: where the network computes; "" while that is not known.
        checkpoint: the loaded network.
    """
    torch = sys.modules.get("torch")
    torch_version = torch.__version__ if torch else installed("torch")
    lines = [
        f"SketchXAI Desktop {__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"Qt {qVersion()}, PyTorch {torch_version}, NumPy {installed('numpy')}",
        f"Device: {device or 'not known yet'}",
    ]
    if checkpoint is not None:
        lines.append(f"Network: {checkpoint.name}, SHA-256 {checkpoint.sha256}")
    return "\n".join(lines)


def installed(package: str) -> str:
    """Its version, "?" where that is not known."""
    from importlib.metadata import PackageNotFoundError, version  # takes longer than one might think

    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
