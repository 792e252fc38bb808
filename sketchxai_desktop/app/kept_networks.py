"""Networks that were trained in the window and not saved: kept in a folder of their own, as drawings are.

Whoever quits, or whose computer does, finds the last few among the networks in the toolbar.
"""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sketchxai_desktop import paths

if TYPE_CHECKING:  # torch is loaded on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint

#: As many are kept; up to 12 MB each where they began with a bundled one.
MOST = 5
_SUFFIX = ".safetensors"


def kept_networks() -> list[str]:
    """Paths of the kept networks, newest first."""
    try:
        found = [p for p in paths.trained_dir().glob(f"*{_SUFFIX}") if p.is_file()]
        return [str(p) for p in sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)]
    except OSError:
        return []


def keep_network(checkpoint: Checkpoint) -> Path:
    """Write a network to the folder; the oldest of more than MOST go. Takes a tenth of a second: not for the window.

    Raises:
        UserError: it cannot be written.
    """
    from sketchxai_desktop.core.checkpoint import save_checkpoint

    folder = paths.trained_dir()
    with contextlib.suppress(OSError):  # what is wrong with the folder is said when the file is written
        folder.mkdir(parents=True, exist_ok=True)
    # The name comes from a file of anybody's.
    name = re.sub(r"[^\w .-]", "", checkpoint.name).strip(" .")[:60] or "network"
    target = folder / f"{name} {datetime.now():%Y-%m-%d %H%M%S}{_SUFFIX}"
    save_checkpoint(checkpoint, target)
    for path in kept_networks()[MOST:]:
        drop_network(path)
    return target


def drop_network(path: str | Path) -> None:
    """Remove a kept network; other files are not touched."""
    if Path(path).parent == paths.trained_dir():
        with contextlib.suppress(OSError):
            Path(path).unlink()
