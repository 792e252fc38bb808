"""What the training window and its controller tell each other. No torch here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sketchxai_desktop.core.sketch import Sketch


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawing to learn from.

    Attributes:
        word: its category, None while nobody has said what it shows.
        source: name of the file it comes from, or what else. line: in that file, from 1; 0: from none.
    """

    sketch: Sketch
    word: str | None
    source: str
    line: int = 0

    def labelled(self) -> Sketch:
        """The sketch with the word it was given here."""
        return self.sketch if self.sketch.word == self.word else replace(self.sketch, word=self.word)


@dataclass(frozen=True)
class TrainingAsked:
    """How to train; see `FineTuneSettings`."""

    layers: str = "head"
    keep: bool = False
    epochs: int = 20
    seed: int = 0


@dataclass(frozen=True)
class TrainedFacts:
    """A network that was trained here.

    Attributes:
        accuracy: share 0..1 of `asked` held-out drawings named rightly, None if none were held out.
        complete: False if it was stopped before the last step.
        path: where it was saved, "" if it was not. kept: the program itself put it aside, so that it is not lost.
    """

    name: str
    categories: int
    drawings: int
    steps: int
    accuracy: float | None
    asked: int
    complete: bool
    path: str = ""
    kept: bool = False


def word_counts(drawings: Sequence[Drawing]) -> Counter[str]:
    """How many drawings each word has; those without a word do not count."""
    return Counter(d.word for d in drawings if d.word)
