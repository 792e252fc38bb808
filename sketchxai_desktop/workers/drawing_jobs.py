"""Jobs of the file lane: open a file of drawings, find and load drawings in it, check it, save.

Each function returns the `work` to submit. What takes long is cut into items, so that loading the drawings on
screen (submitted with a higher priority) never waits for more than one piece of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from sketchxai_desktop.core.drawing_file import DrawingFile, open_drawings
from sketchxai_desktop.core.drawing_metadata import (
    Filter,
    Indices,
    Metadata,
    Problems,
    check_lines,
    scan_metadata,
    shuffled,
)
from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.drawing_source import DrawingSource
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import Facts, LineError, format_line
from sketchxai_desktop.core.sentences import reason_of
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.workers.job import Job

#: Drawings parsed between two looks at who else waits: about 3 ms of work.
_LOADED_AT_ONCE = 24
#: Lines read between two looks: about 20 ms of work.
_READ_AT_ONCE = 4096
_LISTED_PROBLEMS = 1000


@dataclass(frozen=True)
class Opened:
    """A file as far as it is known; the same source again with every item, and longer.

    Attributes:
        source: usable at once, whatever becomes of the job. Whoever takes the item closes it in the end.
        count: drawings known now; complete: there are no more.
    """

    source: DrawingSource
    count: int
    complete: bool


@dataclass(frozen=True)
class Loaded:
    """Some drawings.

    Attributes:
        sketches: per drawing (from 0) the sketch, or the reason why its line is none.
        lines: per drawing the number of its line, as people count.
    """

    sketches: dict[int, Sketch | str]
    lines: dict[int, int]


def open_file(path: str | Path) -> Callable[[Job], Generator[Opened, None, DrawingSource]]:
    """Work that opens a file, yields an `Opened` per step of its index, and returns the complete source.

    Raises in the job:
        UserError: not a file of drawings, or it cannot be read to its end.
    """

    def work(job: Job) -> Generator[Opened, None, DrawingSource]:
        name = Path(path).name
        source = open_drawings(path, complete=False, cancelled=job.is_cancelled)
        more = not source.complete
        told = False
        try:
            while True:
                if more or len(source):
                    told = True
                    yield Opened(source, len(source), source.complete)
                if not more:
                    break
                job.report_progress(source.progress, _tr("Indexing {}").format(name))
                more = source.step()
            if len(source) == 0:
                raise UserError(
                    "{path} holds no drawings: {damage}." if source.damage else "{path} holds no drawings.",
                    path=path,
                    damage=source.damage,
                )
        finally:
            if not told or len(source) == 0:
                source.close()
        job.report_progress(1.0, _tr("Indexing {}").format(name))
        return source

    return work


def scan(source: DrawingSource) -> Callable[[Job], Generator[float, None, Metadata]]:
    """Work that yields the share 0..1 that is done and returns the `Metadata` of all drawings known now."""

    def work(job: Job) -> Generator[float, None, Metadata]:
        total = len(source)
        parts: list[Metadata] = []
        facts = source.facts()
        done = 0
        while block := list(itertools.islice(facts, _READ_AT_ONCE)):
            parts.append(scan_metadata(cast(DrawingSource, _Part(source, done, facts=block))))
            done += len(block)
            share = done / max(total, done)
            job.report_progress(share, _tr("Reading the words of {}").format(source.path.name))
            yield share
        return joined(parts)

    return work


def check(source: DrawingSource) -> Callable[[Job], Generator[Problems, None, Problems]]:
    """Work that parses every drawing known now, yields the `Problems` found so far and returns all of them."""

    def work(job: Job) -> Generator[Problems, None, Problems]:
        total = len(source)
        problems = Problems(0, (), 0)
        reasons = source.problems()
        while block := list(itertools.islice(reasons, _READ_AT_ONCE)):
            part = _Part(source, problems.checked, problems=block)
            room = _LISTED_PROBLEMS - len(problems.listed)
            new = check_lines(cast(DrawingSource, part), limit=room)
            problems = Problems(
                problems.total + new.total, problems.listed + new.listed, problems.checked + new.checked
            )
            job.report_progress(
                problems.checked / max(total, problems.checked), _tr("Checking {}").format(source.path.name)
            )
            yield problems
        return problems

    return work


def find(
    metadata: Metadata | None, count: int, chosen: Filter, seed: int | None = None
) -> Callable[[Job], Indices | None]:
    """Work that returns the drawings to show and their order, or None for all of them in file order.

    Args:
        metadata: needed if `chosen` leaves any drawing out.
        count: drawings of the file.
        seed: 0 or more to shuffle; None for file order.

    Raises in the job:
        UserError: there is something to filter by, but nothing is known about the drawings yet.
    """

    def work(_job: Job) -> Indices | None:
        rows: Indices | None = None
        if chosen != Filter():
            if metadata is None:
                raise UserError("The words of this file are not known yet; filter again when it has been read.")
            rows = chosen.indices(metadata)
        if seed is None:
            return rows
        return shuffled(np.arange(count, dtype=np.int64) if rows is None else rows, seed)

    return work


def load(source: DrawingSource, indices: Sequence[int] | npt.NDArray[np.integer]) -> Callable[[Job], Iterator[Loaded]]:
    """Work that parses some drawings and yields them a few at a time. Drawings there are not are left out."""
    wanted = [int(i) for i in indices]

    def work(_job: Job) -> Iterator[Loaded]:
        for first in range(0, len(wanted), _LOADED_AT_ONCE):
            loaded = Loaded({}, {})
            for index in wanted[first : first + _LOADED_AT_ONCE]:
                if 0 <= index < len(source):
                    loaded.lines[index] = source.line_number(index)
                    loaded.sketches[index] = _sketch_or_reason(source, index)
            yield loaded

    return work


def load_one(source: DrawingSource, index: int) -> Callable[[Job], Sketch]:
    """Work that returns one drawing.

    Raises in the job:
        UserError: there is no such drawing, or its line is none.
    """

    def work(_job: Job) -> Sketch:
        return _sketch(source, index)

    return work


def load_first(source: DrawingSource, among: int = 200) -> Callable[[Job], tuple[int, Sketch]]:
    """Work that returns the first drawing whose line is good, and its index.

    Raises in the job:
        UserError: none of the first `among` lines is a drawing; the message says what is wrong with the first.
    """

    def work(job: Job) -> tuple[int, Sketch]:
        count = min(among, len(source))
        for index in range(count):
            if job.is_cancelled():
                break
            sketch = _sketch_or_reason(source, index)
            if isinstance(sketch, Sketch):
                return index, sketch
        reason = _sketch_or_reason(source, 0)
        if count == 1:
            raise UserError("{path} holds no drawing: {reason}.", path=source.path, reason=reason)
        raise UserError(
            "None of the first {count} lines of {path} is a drawing. Line {line}: {reason}.",
            count=count,
            path=source.path,
            line=source.line_number(0),
            reason=reason,
        )

    return work


def line_text(source: DrawingSource, index: int) -> Callable[[Job], str]:
    """Work that returns a drawing as one line of .ndjson, without the newline: as it stands in the file if it can.

    Raises in the job:
        UserError: there is no such drawing, or it cannot be written as a line.
    """

    def work(_job: Job) -> str:
        try:
            if isinstance(source, DrawingFile):
                return source.line(index).decode("utf-8", "replace")
            return format_line(_sketch(source, index)).decode("utf-8").rstrip("\n")
        except LineError as error:
            raise UserError(
                "Drawing {number} of {path} cannot be copied: {reason}.",
                number=index + 1,
                path=source.path,
                reason=error,
            ) from error
        except IndexError:
            raise UserError("{path} has no drawing {number}.", path=source.path, number=index + 1) from None

    return work


def save(path: str | Path, sketches: Sequence[Sketch], append: bool = False) -> Callable[[Job], Path]:
    """Work that writes sketches as .ndjson and returns the path. Cancelled, it leaves what stood there.

    Raises in the job:
        UserError: see `core.drawing_save.save_drawings`.
    """

    def work(job: Job) -> Path:
        def watched() -> Iterator[Sketch]:
            for number, sketch in enumerate(sketches, start=1):
                if job.is_cancelled():
                    raise _CancelledError
                yield sketch
                job.report_progress(number / len(sketches), _tr("Saving {}").format(Path(path).name))

        save_drawings(path, watched(), append)
        return Path(path)

    return work


def joined(parts: Sequence[Metadata]) -> Metadata:
    """The metadata of drawings that were scanned part by part."""
    words, word_codes = _recoded([p.words for p in parts], [p.word_codes for p in parts])
    countries, country_codes = _recoded([p.countries for p in parts], [p.country_codes for p in parts])
    recognized = np.concatenate([np.empty(0, np.int8), *(p.recognized for p in parts)])
    return Metadata(words, word_codes, countries, country_codes, recognized)


def _recoded(
    names: list[tuple[str, ...]], codes: list[npt.NDArray[np.int32]]
) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    places: dict[str, int] = {}
    new = [np.empty(0, np.int32)]
    for own_names, own_codes in zip(names, codes, strict=True):
        # One more entry for code -1, which NumPy takes from the end.
        table = np.array([*(places.setdefault(n, len(places)) for n in own_names), -1], np.int32)
        new.append(table[own_codes])
    return tuple(places), np.concatenate(new)


class _CancelledError(Exception):
    """Unwinds a save, so that its temporary file goes; the job reports that it was cancelled."""


class _Part:
    """Drawings first.. of a source, as far as `scan_metadata` and `check_lines` look at them."""

    def __init__(
        self, source: DrawingSource, first: int, facts: Sequence[Facts] = (), problems: Sequence[str | None] = ()
    ) -> None:
        self._source, self._first, self._facts, self._problems = source, first, facts, problems

    def __len__(self) -> int:
        return len(self._facts) or len(self._problems)

    def facts(self) -> Iterator[Facts]:
        return iter(self._facts)

    def problems(self) -> Iterator[str | None]:
        return iter(self._problems)

    def line_number(self, index: int) -> int:
        return self._source.line_number(self._first + index)


def _sketch_or_reason(source: DrawingSource, index: int) -> Sketch | str:
    try:
        return source.sketch(index)
    except LineError as error:
        return reason_of(error)


def _sketch(source: DrawingSource, index: int) -> Sketch:
    try:
        return source.sketch(index)
    except LineError as error:
        raise UserError(
            "{path}, line {line}: {reason}.", path=source.path, line=source.line_number(index), reason=error
        ) from error
    except IndexError:
        raise UserError("{path} has no drawing {number}.", path=source.path, number=index + 1) from None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Workers", text)
