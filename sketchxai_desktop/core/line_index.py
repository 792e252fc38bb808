"""Where the lines of a file are, found step by step without holding the file."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.errors import UserError

#: Bytes per step: small enough that the first lines are there at once and a cancelled scan ends at once.
STEP_BYTES = 4 * 1024 * 1024
#: Twice the whole Quick, Draw! data set. Their offsets take 800 MB.
MAX_LINES = 100_000_000
#: The shortest drawing takes 24 bytes. Many lines shorter than this on average are none, and their offsets would
#: take more memory than the file has bytes: a compressed file of 1 MB can hold a thousand million line ends.
_SHORTEST, _MANY = 8, 1_000_000

_BOM = b"\xef\xbb\xbf"
_NEWLINE = ord("\n")
_IS_SPACE = np.zeros(256, bool)
_SPACE = b"\t\n\r "  # what JSON allows around values
_IS_SPACE[list(_SPACE)] = True


class Bytes(Protocol):
    """Bytes that can be read anywhere, from any thread."""

    def read(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset`; fewer at the end."""


class _Growing:
    """An array of uint64 that one thread appends to while others read.

    Readers take `values` at any time. The writer fills memory past the length that readers know before it
    raises that length, and never moves what it has published.
    """

    def __init__(self) -> None:
        self._memory: npt.NDArray[np.uint64] = np.empty(1024, np.uint64)
        self._published = self._memory[:0]

    @property
    def values(self) -> npt.NDArray[np.uint64]:
        return self._published

    def extend(self, values: npt.NDArray[np.integer]) -> None:
        used, needed = len(self._published), len(self._published) + len(values)
        if needed > len(self._memory):
            larger: npt.NDArray[np.uint64] = np.empty(max(needed, 2 * len(self._memory)), np.uint64)
            larger[:used] = self._published
            self._memory = larger
        self._memory[used:needed] = values
        self._published = self._memory[:needed]


class LineIndex:
    """Offsets of the lines that are not blank.

    One thread calls `step`; any thread may ask for what is known so far.
    """

    def __init__(self) -> None:
        self._starts = _Growing()
        # For each blank line, how many others stand above it: enough to tell physical line numbers.
        self._blanks = _Growing()
        self._scanned = 0  # bytes looked at
        self._line_start = 0  # of the line that the last step ended in
        self._line_is_blank = True  # as far as it was seen

    def __len__(self) -> int:
        return len(self._starts.values)

    @property
    def scanned(self) -> int:
        """Bytes looked at so far."""
        return self._scanned

    @property
    def starts(self) -> npt.NDArray[np.uint64]:
        """(L,) offset of the first byte of each line known so far."""
        return self._starts.values

    def line_number(self, index: int) -> int:
        """Physical line number, from 1, of line `index`, from 0 and without blank lines."""
        return index + 1 + int(np.searchsorted(self._blanks.values, index, side="right"))

    def index_of(self, line_number: int) -> int | None:
        """The reverse of `line_number`; None for a blank line or one that is not known (yet)."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.line_number(middle) < line_number:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self.line_number(low) == line_number else None

    def step(self, data: bytes | memoryview, is_last: bool) -> None:
        """Look at the bytes that follow those of the last step.

        Args:
            data: they may end anywhere in a line. Not kept.
            is_last: no more bytes follow, so that the line they end in is complete.

        Raises:
            UserError: there are more lines than `MAX_LINES`, or so short ones that they cannot be drawings.
        """
        offset = self._scanned
        if offset == 0 and bytes(data[: len(_BOM)]) == _BOM:
            self._line_start = len(_BOM)
        ends = np.flatnonzero(np.frombuffer(data or b" ", np.uint8) == _NEWLINE)
        lines = len(self) + len(self._blanks.values) + len(ends)
        if lines > _MANY and lines * _SHORTEST > offset + len(data):
            raise UserError("its lines are far too short to be drawings; it is no file of drawings.")
        if len(ends):
            starts = np.concatenate([[0], ends[:-1] + 1])
            blank = _blank_lines(data, starts, ends)
            # The first line began in an earlier step, or behind a byte order mark.
            blank[0] = self._line_is_blank and _is_blank(data[max(self._line_start - offset, 0) : ends[0]])
            offsets = starts + offset
            offsets[0] = self._line_start
            above = len(self) + np.cumsum(~blank)
            self._blanks.extend(above[blank])
            self._starts.extend(offsets[~blank])
            self._line_start = offset + int(ends[-1]) + 1
            self._line_is_blank = True
        if self._line_is_blank:
            self._line_is_blank = _is_blank(data[max(self._line_start - offset, 0) :])
        self._scanned = offset + len(data)
        if is_last and not self._line_is_blank:
            self._starts.extend(np.array([self._line_start]))
            self._line_is_blank = True
        if len(self) + len(self._blanks.values) > MAX_LINES:
            raise UserError("The file has more than {most:,} lines; split it into smaller files.", most=MAX_LINES)


def _is_blank(data: bytes | memoryview) -> bool:
    return not bytes(data).strip(_SPACE)


def _blank_lines(
    data: bytes | memoryview, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """(L,) whether data[start:end] holds nothing but white space, for every line."""
    values = np.frombuffer(data, np.uint8)
    blank: npt.NDArray[np.bool_] = _IS_SPACE[values[starts]]
    if blank.any():
        # Only now count the visible characters; a good file never gets here.
        visible = np.concatenate([[0], np.cumsum(~_IS_SPACE[values], dtype=np.int32)])
        blank = visible[ends] == visible[starts]
    return blank
