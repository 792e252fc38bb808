"""`sketchxai classify`: name every drawing of a file."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sketchxai_desktop.cli.loading import load_chosen, move_to
from sketchxai_desktop.cli.output import notify, percent, printable, progress_bar, say
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.devices import brief, is_device_failure
from sketchxai_desktop.core.drawing_file import DrawingSource, LineError, open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sketch import FloatArray, Sketch

#: Drawings read before the network is asked: enough to sort them by length, few enough to answer at once.
BATCH = 256
_NO_EXTENT = "all points of the drawing coincide, so it has no size and the network cannot see it"


@dataclass(frozen=True)
class Answer:
    """What is said of one line: best categories with their probabilities, or why there are none."""

    line: int
    word: str | None = None
    predictions: tuple[tuple[str, float], ...] = ()
    error: str | None = None

    @property
    def right(self) -> bool:
        """The best category is the drawing's word."""
        return (
            self.error is None and self.word is not None and self.word.casefold() == self.predictions[0][0].casefold()
        )


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: file or checkpoint cannot be used, or no line of the file can.
    """
    with progress_bar(None, "Opening", "line") as bar:
        source = open_drawings(arguments.file, progress=lambda _share: bar.update())
    try:
        checkpoint = load_chosen(arguments.checkpoint)
        move_to(checkpoint, arguments.device)
        writer = _JsonWriter() if arguments.json else _TableWriter(source, checkpoint, arguments.top)
        usable = 0
        with progress_bar(len(source), "Classifying", "drawing") as bar:
            for answer in answers(checkpoint, source, arguments.top):
                writer.write(answer)
                usable += answer.error is None
                bar.update()
        writer.finish()
        if source.damage:
            notify(f"{arguments.file}: {source.damage}.")
        if not usable:
            raise UserError(f"{arguments.file} has no line that holds a usable drawing.")
    finally:
        source.close()
    return 0


def answers(checkpoint: Checkpoint, source: DrawingSource, top: int) -> Iterator[Answer]:
    """One answer for each drawing of a completely opened source, in order; never holds more than a batch."""
    for start in range(0, len(source), BATCH):
        lines: dict[int, Answer] = {}
        sketches: dict[int, Sketch] = {}
        for index in range(start, min(start + BATCH, len(source))):
            line = source.line_number(index)
            try:
                sketch = source.sketch(index)
            except LineError as error:
                lines[line] = Answer(line, error=str(error))
                continue
            if sketch.extent > 0:
                sketches[line] = sketch
            else:
                lines[line] = Answer(line, error=_NO_EXTENT)
        probabilities = _classify(checkpoint, list(sketches.values()))
        for (line, sketch), row in zip(sketches.items(), probabilities, strict=True):
            lines[line] = Answer(line, sketch.word, _best(checkpoint.categories, row, top))
        for line in sorted(lines):
            yield lines[line]


def _classify(checkpoint: Checkpoint, sketches: list[Sketch]) -> FloatArray:
    try:
        return classify_sketches(checkpoint, sketches)
    except RuntimeError as error:
        if checkpoint.network.device.type == "cpu" or not is_device_failure(error):
            raise
        notify(f"The graphics card failed ({brief(error)}); going on on the CPU.")
    checkpoint.network.to("cpu")
    return classify_sketches(checkpoint, sketches)


def _best(categories: Sequence[str], row: FloatArray, top: int) -> tuple[tuple[str, float], ...]:
    return tuple((categories[k], float(row[k])) for k in np.argsort(-row, kind="stable")[:top])


class _Writer(Protocol):
    def write(self, answer: Answer) -> None: ...

    def finish(self) -> None: ...


class _JsonWriter:
    """One object per line, as the command line's contract says."""

    def write(self, answer: Answer) -> None:
        if answer.error is not None:
            say(json.dumps({"line": answer.line, "error": answer.error}))
            return
        predictions = [{"category": c, "probability": p} for c, p in answer.predictions]
        say(json.dumps({"line": answer.line, "word": answer.word, "predictions": predictions}))

    def finish(self) -> None:
        pass


class _TableWriter:
    """Aligned columns for people, written row by row. The last row counts."""

    def __init__(self, source: DrawingSource, checkpoint: Checkpoint, top: int) -> None:
        last = source.line_number(len(source) - 1)
        self._line_width = max(4, len(str(last)))
        # Words are only known line by line; longer ones push their row to the right.
        self._word_width = max(4, *map(len, checkpoint.categories))
        self._rows = self._labelled = self._right = self._bad = 0
        columns = min(top, len(checkpoint.categories))
        heads = [f"{f'{k}.':<{self._word_width + 8}}" for k in range(1, columns + 1)]
        say(f"{'line':>{self._line_width}}  {'word':<{self._word_width}}     {'  '.join(heads)}".rstrip())

    def write(self, answer: Answer) -> None:
        self._rows += 1
        line = f"{answer.line:>{self._line_width}}"
        if answer.error is not None:
            self._bad += 1
            say(f"{line}  not usable: {printable(answer.error)}")
            return
        self._labelled += answer.word is not None
        self._right += answer.right
        word = printable(answer.word) if answer.word is not None else "-"
        mark = " " if answer.word is None else "=" if answer.right else "!"
        cells = [f"{printable(c):<{self._word_width}} {percent(p)}" for c, p in answer.predictions]
        say(f"{line}  {word:<{self._word_width}}  {mark}  {'  '.join(cells)}")

    def finish(self) -> None:
        parts = [f"{self._rows - self._bad} drawings"]
        if self._labelled:
            parts.append(f"{self._right} of {self._labelled} with a word named by it (=)")
        if self._bad:
            parts.append(f"{self._bad} not usable")
        say(", ".join(parts))
