"""What happened during a run: a CSV file, and one for TensorBoard where its writer is installed."""

from __future__ import annotations

import csv
import importlib.util
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from sketchxai_desktop.core.files import atomic_path

_COLUMNS = (
    "step", "epoch", "loss", "learning_rate", "seconds", "sketches_per_second",
    "valid_top1", "valid_top5", "valid_macro_top1",
)  # fmt: skip
_DIGITS = {"epoch": 3, "loss": 5, "seconds": 0, "sketches_per_second": 1}


def tensorboard_is_there() -> bool:
    """Whether a log for TensorBoard can be written (the optional package tensorboardX)."""
    return importlib.util.find_spec("tensorboardX") is not None


class RunLog:
    """The log of one run; a context manager.

    Args:
        folder: for `log.csv` and the folder `tensorboard`. step: the run goes on after it: what was logged of later
            steps, which were lost when the run was cut short, is taken out.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._path = folder / "log.csv"
        self._columns = self._forget_after(step)
        self._board = _Board(folder / "tensorboard", step) if tensorboard_is_there() else None

    def _forget_after(self, step: int) -> list[str]:
        """The columns of the file, which may be of an earlier version."""
        if not self._path.exists():
            self._path.write_text(",".join(_COLUMNS) + "\n", encoding="utf-8")
            return list(_COLUMNS)
        with self._path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            columns = list(reader.fieldnames or _COLUMNS)
            rows = [row for row in reader if (row.get("step") or "").isdigit() and int(row["step"]) <= step]
        with atomic_path(self._path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return columns

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """One row: values by the names of the columns; those that are not given stay empty."""
        row: dict[str, float] = {"step": step}
        for name, value in values.items():
            digits = _DIGITS.get(name)
            row[name] = value if digits is None else round(value, digits or None)
        with self._path.open("a", newline="", encoding="utf-8") as file:
            csv.DictWriter(file, self._columns, extrasaction="ignore", lineterminator="\n").writerow(row)
        if self._board is not None:
            self._board.add(step, values)

    def __enter__(self) -> RunLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._board is not None:
            self._board.close()


class _Board:
    """Writes what TensorBoard reads. With the plain writer of tensorboardX: its `SummaryWriter` brings a queue with
    threads, for more than a few numbers a second."""

    def __init__(self, folder: Path, step: int) -> None:
        from tensorboardX.event_file_writer import EventsWriter
        from tensorboardX.proto.event_pb2 import Event, SessionLog
        from tensorboardX.summary import scalar

        folder.mkdir(parents=True, exist_ok=True)
        self._event, self._scalar = Event, scalar
        # The writer names its file by the second; a run that went on at once would replace the file before.
        self._writer = EventsWriter(str(folder / "events"), filename_suffix=f".{step}")
        # Tells TensorBoard to forget what was logged from here on by a run that was cut short.
        start = SessionLog(status=SessionLog.START)
        self._writer.write_event(Event(wall_time=time.time(), step=step + 1, session_log=start))

    def add(self, step: int, values: Mapping[str, float]) -> None:
        for name, value in values.items():
            if name not in ("epoch", "seconds"):
                group = "validation" if name.startswith("valid_") else "training"
                summary = self._scalar(f"{group}/{name.removeprefix('valid_')}", value)
                self._writer.write_event(self._event(wall_time=time.time(), step=step, summary=summary))
        self._writer.flush()

    def close(self) -> None:
        self._writer.close()
