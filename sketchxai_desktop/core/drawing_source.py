"""What every file of drawings can do, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from sketchxai_desktop.core.quickdraw import Facts
from sketchxai_desktop.core.sketch import Sketch


def never() -> bool:
    """The default of `cancelled`."""
    return False


def ignore(_share: float) -> None:
    """The default of `progress`."""


Cancelled = Callable[[], bool]
Progress = Callable[[float], None]


class DrawingSource(Protocol):
    """Drawings of one file, parsed when they are asked for.

    Drawings are counted from 0 here; people see line numbers, from 1 and with blank lines counted.
    One thread calls `step`; any thread may call the rest at any time.
    """

    @property
    def path(self) -> Path:
        """The file, as it was opened."""

    @property
    def complete(self) -> bool:
        """All drawings are known; `len` will not grow any more."""

    @property
    def progress(self) -> float:
        """Share 0..1 of the file that `step` has seen."""

    @property
    def damage(self) -> str | None:
        """What is wrong with the file as a whole (cut off, say), in words; None if nothing is known to be."""

    def __len__(self) -> int:
        """Drawings known so far, bad lines included."""

    def step(self) -> bool:
        """Look at some more of the file; False when nothing is left.

        Raises:
            UserError: the file cannot be read any further; what is known so far stays usable.
        """

    def sketch(self, index: int) -> Sketch:
        """Drawing `index`.

        Raises:
            IndexError: there is no such drawing (yet).
            LineError: the line is no drawing; the message says why.
        """

    def word(self, index: int) -> str | None:
        """The word of drawing `index`, also where the drawing itself is bad; None if it has none.

        Raises:
            IndexError: there is no such drawing (yet).
        """

    def line_number(self, index: int) -> int:
        """The line of drawing `index` as people count."""

    def index_of_line(self, line_number: int) -> int | None:
        """The drawing on a line, as people count; None for a blank line or beyond the end."""

    def facts(self) -> Iterator[Facts]:
        """What each drawing known now says about itself, in order, read in bulk. Bad lines give empty facts."""

    def problems(self) -> Iterator[str | None]:
        """For each drawing known now, in order, why it is bad, or None. Reads all of the file."""

    def close(self) -> None:
        """Let go of the file. Reading afterwards gives LineError."""
