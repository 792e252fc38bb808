"""Ask a network about labelled drawings, block by block."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.devices import brief, is_device_failure
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.evaluation.drawings import Labelled
from sketchxai_desktop.evaluation.predictions import Predictions

BATCH_SIZE = 64
# Batches read at a time: sorted by their strokes, their drawings share batches with others of their length.
_BATCHES = 16


def predict(
    checkpoint: Checkpoint,
    drawings: Iterable[Labelled],
    batch_size: int = BATCH_SIZE,
    notify: Callable[[str], None] = lambda _: None,
) -> Iterator[Predictions]:
    """The network's answers, in blocks, in the order of the drawings; no more than a block of them is ever held.

    Args:
        notify: receives a sentence when the graphics card fails and the CPU takes over.

    Raises:
        UserError: the network answers with something that is no number.
    """
    for block in _blocks(drawings, batch_size):
        probabilities = classify(checkpoint, [d.sketch for d in block], batch_size, notify)
        try:
            yield Predictions.of(
                probabilities,
                [d.label for d in block],
                [len(d.sketch) for d in block],
                [d.file for d in block],
                [d.drawing for d in block],
            )
        except ValueError as error:
            raise UserError("{name} cannot be measured: {reason}.", name=checkpoint.name, reason=error) from None


def classify(
    checkpoint: Checkpoint, sketches: list[Sketch], batch_size: int, notify: Callable[[str], None]
) -> FloatArray:
    """(N, C) probabilities as `classify_sketches` gives them; on the CPU if the graphics card fails."""
    try:
        return classify_sketches(checkpoint, sketches, batch_size)
    except RuntimeError as error:
        if checkpoint.network.device.type == "cpu" or not is_device_failure(error):
            raise
        notify(Sentence("The graphics card failed ({reason}); going on on the CPU.", reason=brief(error)))
    checkpoint.network.to("cpu")
    return classify_sketches(checkpoint, sketches, batch_size)


def _blocks(drawings: Iterable[Labelled], batch_size: int) -> Iterator[list[Labelled]]:
    iterator = iter(drawings)
    while block := list(itertools.islice(iterator, batch_size * _BATCHES)):
        yield block
