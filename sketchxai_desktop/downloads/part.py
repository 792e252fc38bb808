"""The beginning of a file that is being fetched: it stays when a download is cut short, and the next one goes on."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import reason_of

_MAX_NOTE = 20_000


class Part:
    """`NAME.part` beside `NAME`, with a note of which version of which address it is the beginning of."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def version_of(self, url: str) -> str:
        """Which version of the file at `url` this is the beginning of; "" when that is not known."""
        note = read_note(self._note)
        return str(note.get("version", "")) if note.get("url") == url else ""

    def begin(self, url: str, version: str) -> None:
        """Forget what is there and begin again."""
        with writing(self.path):
            self.path.unlink(missing_ok=True)
            self._note.write_text(json.dumps({"url": url, "version": version}), encoding="utf-8")

    def begin_with(self, url: str, version: str, beginning: Path) -> None:
        """Begin with the content of another file."""
        self.begin(url, version)
        with writing(self.path):
            shutil.copyfile(beginning, self.path)

    @contextlib.contextmanager
    def appending(self) -> Iterator[IO[bytes]]:
        """The file, open at its end.

        Raises:
            UserError: it cannot be written to, now or later in the block.
        """
        with writing(self.path), self.path.open("ab") as file:
            yield file

    def land(self) -> None:
        """Take the place of the finished file; until this moment, whatever stood there was untouched."""
        with writing(self.target):
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(self.path, self.target)
            self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Throw it away."""
        with writing(self.path):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """For one download at a time, of all programs on this computer.

        Raises:
            UserError: another one is under way, or the folder cannot be written to.
        """
        from filelock import FileLock, Timeout  # the window imports this module at its start

        path = self.path.with_name(self.path.name + ".lock")
        with writing(self.target):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                raise UserError(
                    "{file} is being downloaded already, by another program.", file=self.target.name
                ) from None
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()
            lock.release()

    def require_room(self, missing: int) -> None:
        """Complain before the download, not after hours of it.

        Raises:
            UserError: the disk has less than `missing` bytes left.
        """
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self.target.parent).free
            if free < missing:
                raise UserError(
                    "{file} needs {missing:,.0f} MB more, and the disk of {folder} has {free:,.0f} MB left.",
                    file=self.target.name,
                    missing=missing / 1e6,
                    folder=self.target.parent,
                    free=free / 1e6,
                )


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns trouble with the disk into a sentence."""
    try:
        yield
    except OSError as error:
        raise UserError("Could not write {path}: {reason}.", path=path, reason=reason_of(error)) from error


def read_note(path: Path) -> dict[str, Any]:
    """A small JSON object that this program wrote; {} if it is missing, damaged or none."""
    try:
        with path.open("rb") as file:
            note = json.loads(file.read(_MAX_NOTE))
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}
