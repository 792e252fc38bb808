"""Words, countries and recognition of all drawings of a file; filters over them; the list of bad lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.drawing_source import Cancelled, DrawingSource, Progress, ignore, never
from sketchxai_desktop.core.quickdraw import Facts

_CODE_OF_RECOGNIZED = {None: -1, False: 0, True: 1}
#: Lines between two looks at `cancelled`: about 20 ms of work.
_BLOCK = 4096
_LISTED = 1000

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Metadata:
    """What L drawings say about themselves.

    Attributes:
        words: distinct words, in order of appearance.
        word_codes: (L,) int32 into `words`; -1 where a drawing has none.
        countries: distinct country codes, in order of appearance.
        country_codes: (L,) int32 into `countries`; -1 where a drawing has none.
        recognized: (L,) int8: 1 yes, 0 no, -1 unknown.
    """

    words: tuple[str, ...]
    word_codes: npt.NDArray[np.int32]
    countries: tuple[str, ...]
    country_codes: npt.NDArray[np.int32]
    recognized: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.word_codes)


@dataclass(frozen=True)
class Filter:
    """Which drawings to show.

    Attributes:
        word: text that the word must contain, upper and lower case alike; "" for any, also none.
        recognized: whether the game recognised it; None for any.
        country: its country code, upper and lower case alike; None or "" for any.
    """

    word: str = ""
    recognized: bool | None = None
    country: str | None = None

    def indices(self, metadata: Metadata) -> Indices:
        """(M,) the drawings that pass, in file order."""
        passes: npt.NDArray[np.bool_] = np.ones(len(metadata), bool)
        text = self.word.strip().casefold()
        if text:
            passes &= _chosen(metadata.word_codes, [text in w.casefold() for w in metadata.words])
        country = (self.country or "").strip().casefold()
        if country:
            passes &= _chosen(metadata.country_codes, [country == c.casefold() for c in metadata.countries])
        if self.recognized is not None:
            passes &= metadata.recognized == _CODE_OF_RECOGNIZED[self.recognized]
        return np.flatnonzero(passes)


def shuffled(indices: Indices, seed: int) -> Indices:
    """The same drawings in an order that depends on nothing but `seed` (0 or more)."""
    return np.random.default_rng(seed).permutation(indices)


def scan_metadata(source: DrawingSource, cancelled: Cancelled = never, progress: Progress = ignore) -> Metadata:
    """Metadata of every drawing that the source knows now; of the first ones, if cancelled.

    Coordinates are not looked at, so this is much faster than parsing.
    """
    # Drawings say few different things, so each says only a number, and the rest is done per different thing.
    seen: dict[Facts, int] = {}
    total = len(source)
    parts: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
    done = 0
    facts = source.facts()
    while block := list(itertools.islice(facts, _BLOCK)):
        parts.append(np.array([seen.setdefault(f, len(seen)) for f in block], np.int32))
        done += len(block)
        progress(done / max(total, done))
        if cancelled():
            break
    saying = np.concatenate(parts)
    words, word_codes = _numbered(f.word for f in seen)
    countries, country_codes = _numbered(f.country for f in seen)
    recognized = np.array([_CODE_OF_RECOGNIZED[f.recognized] for f in seen], np.int8)
    return Metadata(words, word_codes[saying], countries, country_codes[saying], recognized[saying])


def _numbered(texts: Iterable[str | None]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """The distinct texts in order of appearance, and for each text its place among them (None: -1)."""
    places: dict[str, int] = {}
    codes = [-1 if text is None else places.setdefault(text, len(places)) for text in texts]
    return tuple(places), np.array(codes, np.int32)


@dataclass(frozen=True)
class Problems:
    """Bad lines of a file.

    Attributes:
        total: how many there are among the lines that were checked.
        listed: (line number from 1, reason) of the first ones.
        checked: lines that were looked at; fewer than the file has if the check was cancelled.
    """

    total: int
    listed: tuple[tuple[int, str], ...]
    checked: int


def check_lines(
    source: DrawingSource, cancelled: Cancelled = never, progress: Progress = ignore, limit: int = _LISTED
) -> Problems:
    """Parse every drawing that the source knows now and collect what is wrong, `limit` entries at most."""
    total = len(source)
    bad = done = 0
    listed: list[tuple[int, str]] = []
    reasons = source.problems()
    while block := list(itertools.islice(reasons, _BLOCK)):
        for index, reason in enumerate(block, start=done):
            if reason is not None:
                bad += 1
                if len(listed) < limit:
                    listed.append((source.line_number(index), reason))
        done += len(block)
        progress(done / max(total, done))
        if cancelled():
            break
    return Problems(bad, tuple(listed), done)


def _chosen(codes: npt.NDArray[np.int32], choice: list[bool]) -> npt.NDArray[np.bool_]:
    # One more entry for code -1, which NumPy takes from the end.
    table: npt.NDArray[np.bool_] = np.array([*choice, False], bool)
    return table[codes]
