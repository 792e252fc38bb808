"""Loading what the commands work on."""

from __future__ import annotations

from pathlib import Path

from sketchxai_desktop import paths
from sketchxai_desktop.cli.output import notify
from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint
from sketchxai_desktop.core.devices import limit_threads, pick_device
from sketchxai_desktop.core.drawing_file import LineError, open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch


def load_chosen(name_or_path: str | None) -> Checkpoint:
    """The checkpoint of that name or path; None: the first bundled one.

    Raises:
        UserError: it cannot be used, or none is bundled.
    """
    if name_or_path is None:
        names = paths.bundled_checkpoints()
        if not names:
            raise UserError("No checkpoint is bundled; name one with --checkpoint.")
        name_or_path = names[0]
    limit_threads()
    return load_checkpoint(name_or_path)


def move_to(checkpoint: Checkpoint, device: str) -> None:
    """Put the network on "auto", "cpu" or "cuda"; says so where that is not possible."""
    chosen, message = pick_device(device)
    if message:
        notify(message)
    checkpoint.network.to(chosen)


def sketch_on_line(path: Path, line: int) -> Sketch:
    """The drawing on a line, counted from 1; reads no further than it has to.

    Raises:
        UserError: there is none, or it cannot be used.
    """
    source = open_drawings(path, complete=False)
    try:
        # The last known line may not have been read to its end yet.
        while not source.complete and (not len(source) or source.line_number(len(source) - 1) <= line):
            source.step()
        index = source.index_of_line(line)
        if index is None:
            if not len(source):
                raise UserError(f"{path} holds no drawings.")
            last = source.line_number(len(source) - 1)
            reason = f"the last drawing is on line {last}" if line > last else "that line is blank"
            raise UserError(f"{path} has no drawing on line {line}: {reason}.")
        try:
            return source.sketch(index)
        except LineError as error:
            raise UserError(f"{path}, line {line} is no drawing: {error}.") from None
    finally:
        source.close()
