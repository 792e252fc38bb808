"""Labelled drawings from files and folders, one after another; what cannot be used is counted and remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from sketchxai_desktop.core.drawing_file import DrawingSource, LineError, open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import Facts
from sketchxai_desktop.core.sentences import Sentence, joined, reason_of
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.sketchrnn import NpzSource

#: What counts as a file of drawings in a folder.
ENDINGS = (".ndjson", ".ndjson.gz", ".npz")
_EXAMPLES = 10


@dataclass(frozen=True)
class Labelled:
    """A drawing and the label of its word; `file` and `drawing` say where it stands (both from 0)."""

    sketch: Sketch
    label: int
    file: int
    drawing: int


@dataclass
class Skipped:
    """What could not be measured.

    Attributes:
        unknown_words: drawings of each word that is none of the categories.
        without_word, without_extent: drawings that have no word, or no size that a network could see.
        bad_lines: lines that are no drawing; problems: the first of them, and files that cannot be read, in words.
    """

    unknown_words: Counter[str] = field(default_factory=Counter)
    without_word: int = 0
    without_extent: int = 0
    bad_lines: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def drawings(self) -> int:
        """Lines and drawings that were left out."""
        return self.unknown_words.total() + self.without_word + self.without_extent + self.bad_lines

    def sentences(self, words: int = 5) -> list[str]:
        """For people: what was left out, with the `words` most frequent unknown words; nothing for nothing."""
        found: list[str] = []
        if self.unknown_words:
            common = self.unknown_words.most_common(words)
            more = len(self.unknown_words) - words
            rest: str = Sentence(" and one other word") if more == 1 else ""
            if more > 1:
                rest = Sentence(" and {count:,} other words", count=more)
            found.append(
                Sentence(
                    "{drawings} of words that the network does not know ({words}{rest}).",
                    drawings=_drawings(self.unknown_words.total()),
                    words=joined((Sentence("{word} {count:,}", word=word, count=n) for word, n in common), ", "),
                    rest=rest,
                )
            )
        if self.without_word:
            found.append(Sentence("{drawings} without a word.", drawings=_drawings(self.without_word)))
        if self.without_extent:
            found.append(
                Sentence("{drawings} without a size: all points coincide.", drawings=_drawings(self.without_extent))
            )
        if self.bad_lines:
            found.append(
                Sentence("{count:,} bad line." if self.bad_lines == 1 else "{count:,} bad lines.", count=self.bad_lines)
            )
        return found


def _drawings(count: int) -> Sentence:
    return Sentence("{count:,} drawing" if count == 1 else "{count:,} drawings", count=count)


def _held_out(source: DrawingSource) -> Sequence[int]:
    """The drawings that may be measured on."""
    if isinstance(source, NpzSource) and source.parts.get("test"):
        return source.parts["test"]
    return range(len(source))


def drawing_files(paths: Sequence[Path]) -> list[Path]:
    """The files that paths mean: a folder stands for the files of drawings in it, in the order of their names.

    Raises:
        UserError: a path does not exist, or a folder holds no file of drawings.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise UserError('There is no file or folder "{path}".', path=path)
            files.append(path)
            continue
        inside = sorted(f for f in path.iterdir() if f.name.lower().endswith(ENDINGS) and f.is_file())
        if not inside:
            raise UserError("{path} holds no file of drawings ({endings}).", path=path, endings=", ".join(ENDINGS))
        files += inside
    return files


class LabelledDrawings:
    """The drawings of files whose word is among the categories, read when they are asked for, in their order.

    One file is open at a time, and of each only the places of its lines are held. Of a Sketch-RNN file that is split
    into train, valid and test, only the drawings of test are read.

    Args:
        categories: names of the labels; upper and lower case do not matter.
        limit: only that many drawings, a random sample of those with known words that `seed` decides; None: all.
        only: labels of the categories to read; None: all. Drawings of the others are passed over.

    Attributes:
        files: the files, as `Labelled.file` counts them.
        skipped: what was left out so far.
        progress: share 0..1 of the bytes that are behind.

    Raises:
        UserError: as `drawing_files` does. While reading: the only file cannot be read; of several, an unreadable
            one is left out and remembered.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        categories: Sequence[str],
        limit: int | None = None,
        seed: int = 0,
        only: Collection[int] | None = None,
    ) -> None:
        self._paths = list(paths)
        self.files = drawing_files(paths)
        self.skipped = Skipped()
        self.progress = 0.0
        self._labels = {name.casefold(): k for k, name in reversed(list(enumerate(categories)))}
        self._limit, self._seed = limit, seed
        self._only = None if only is None else set(only)

    def __iter__(self) -> Iterator[Labelled]:
        self.skipped, self.progress = Skipped(), 0.0
        chosen = None if self._limit is None else self._sample(self._limit)
        sizes = np.array([max(1, file.stat().st_size) for file in self.files], np.float64)
        before = np.concatenate([[0.0], np.cumsum(sizes)])
        for number, file in enumerate(self.files):
            lines = None if chosen is None else chosen[number]
            source = self._open(file) if lines is None or lines else None
            if source is not None:
                try:
                    indices = _held_out(source) if lines is None else lines
                    for place, index in enumerate(indices):
                        self.progress = float((before[number] + sizes[number] * place / len(indices)) / before[-1])
                        found = self._labelled(source, number, index)
                        if found is not None:
                            yield found
                    if source.damage:
                        self.skipped.problems.append(
                            Sentence("{file}: {reason}.", file=file.name, reason=source.damage)
                        )
                finally:
                    source.close()
            self.progress = float(before[number + 1] / before[-1])

    @property
    def source(self) -> str:
        """Where the drawings come from, in words: "cat.ndjson", or "test (30 files)"."""
        names = dict.fromkeys(p.resolve().name for p in self._paths)
        count = len(self.files)
        return ", ".join(names) + (f" ({count:,} files)" if count > len(self._paths) else "")

    def again(self, file: int, drawing: int) -> tuple[Sketch, int] | None:
        """A drawing that was read before and its line as people count, or None if the file changed meanwhile."""
        try:
            source = open_drawings(self.files[file])
        except UserError:
            return None
        try:
            return source.sketch(drawing), source.line_number(drawing)
        except (LineError, IndexError):
            return None
        finally:
            source.close()

    def _open(self, file: Path) -> DrawingSource | None:
        try:
            return open_drawings(file)
        except UserError as error:
            if len(self.files) == 1:
                raise
            self.skipped.problems.append(reason_of(error))
            return None

    def _sample(self, limit: int) -> list[list[int]]:
        """Per file the places of a random sample of the drawings with known words, ascending.

        Reads the words alone, which is many times faster than the drawings. What has no known word is counted here.
        """
        candidates = []
        for file in self.files:
            source = self._open(file)
            known: list[int] = []
            if source is not None:
                try:
                    held_out = _held_out(source)
                    for index, facts in zip(held_out, _of(source.facts(), held_out), strict=True):
                        label = self._label(facts.word)
                        if label is None:
                            self._labelled(source, -1, index)
                        elif self._only is None or label in self._only:
                            known.append(index)
                finally:
                    source.close()
            candidates.append(np.array(known, np.int64))
        ends = np.cumsum([len(known) for known in candidates])
        total = int(ends[-1])
        places = np.random.default_rng(self._seed).choice(total, min(limit, total), replace=False, shuffle=False)
        parts = np.split(np.sort(places), np.searchsorted(np.sort(places), ends[:-1]))
        return [
            known[part - (end - len(known))].tolist()
            for known, part, end in zip(candidates, parts, ends.tolist(), strict=True)
        ]

    def _label(self, word: str | None) -> int | None:
        return None if word is None else self._labels.get(word.casefold())

    def _labelled(self, source: DrawingSource, file: int, index: int) -> Labelled | None:
        """The drawing, or None where it cannot be used, which is counted, or is not asked for."""
        try:
            sketch = source.sketch(index)
        except LineError as error:
            self.skipped.bad_lines += 1
            if len(self.skipped.problems) < _EXAMPLES:
                line = source.line_number(index)
                self.skipped.problems.append(
                    Sentence("{file}, line {line}: {reason}.", file=source.path.name, line=line, reason=error)
                )
            return None
        label = self._label(sketch.word)
        if sketch.word is None:
            self.skipped.without_word += 1
        elif label is None:
            self.skipped.unknown_words[sketch.word] += 1
        elif self._only is not None and label not in self._only:
            return None
        elif sketch.extent <= 0:
            self.skipped.without_extent += 1
        else:
            return Labelled(sketch, label, file, index)
        return None


def _of(values: Iterator[Facts], places: Sequence[int]) -> Iterator[Facts]:
    """The values at ascending places without gaps."""
    return islice(values, places[0], places[-1] + 1) if len(places) else iter(())
