"""What the commands write: progress and notices on stderr, results on stdout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from sketchxai_desktop.core.errors import UserError


def progress_bar(total: int | None, what: str, unit: str) -> Any:
    """A bar on a terminal, silence in a pipe."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    return tqdm(total=total, desc=what, unit=unit, leave=False, disable=not shown, dynamic_ncols=True)


def notify(sentence: str) -> None:
    """A sentence that is no result."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr, flush=True)


def say(line: str) -> None:
    """One line of the result; does not tear a progress bar that is on the same terminal."""
    if sys.stdout is not None and sys.stdout.isatty():
        tqdm.write(line, file=sys.stdout)
    else:
        print(line)


def printable(text: str) -> str:
    """Text from a file without what could steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def percent(share: float) -> str:
    """As in " 97.1 %", always seven characters; 100.0 only where it is true to the digit."""
    return f"{100 * share:5.1f} %"


def require_folder_of(path: Path | None) -> None:
    """Complain before the work, not after it, about a place that nothing can be written to.

    Raises:
        UserError: the folder does not exist, or a folder is in the way.
    """
    if path is None:
        return
    if path.is_dir():
        raise UserError(f"{path} is a folder; name a file.")
    if not path.resolve().parent.is_dir():
        raise UserError(f"{path} cannot be written: there is no folder {path.resolve().parent}.")
