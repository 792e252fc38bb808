"""The bytes of a plain or compressed file, readable anywhere and from any thread."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.mapped_window import mapped_window
from sketchxai_desktop.core.sentences import Sentence

GZIP_MAGIC = b"\x1f\x8b"
#: What decompression leaves free on the disk, in bytes.
MIN_FREE_BYTES = 1024**3
#: Text of drawings shrinks four- to eightfold; beyond this ratio a large file is a gzip bomb.
MAX_RATIO = 200
RATIO_CHECKED_FROM = 64 * 1024 * 1024
_READ_BYTES = 1024 * 1024
_WINDOW_GZIP = 31


class PlainBytes:
    """A file read at offsets, and mapped window by window where that is safe.

    Never mapped as a whole or for long: when another program truncates a mapped file, touching the lost pages
    kills the process with SIGBUS, while a read merely comes back short. One lock for seek, read and close
    makes it portable, and a read can never meet a descriptor that was closed and given to another file.
    """

    def __init__(self, path: Path) -> None:
        self._file: IO[Any] = path.open("rb", buffering=0)
        # A program that is left while a file is being opened has nobody who could close it.
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self._opened = self._stamp()
        #: Bytes in the file when it was opened.
        self.size = self._opened[0]
        #: What is wrong with the file as a whole, if anything.
        self.damage: str | None = None
        self._given = 0

    def _stamp(self) -> tuple[int, int]:
        status = os.fstat(self._file.fileno())
        return status.st_size, status.st_mtime_ns

    @property
    def changed(self) -> bool:
        """Another program has written into the file since it was opened."""
        with self._lock:
            return not self._file.closed and self._stamp() != self._opened

    @property
    def progress(self) -> float:
        """Share 0..1 of the file that `next_bytes` has given."""
        return min(self._given / max(self.size, 1), 1.0)

    @property
    def ended(self) -> bool:
        """`next_bytes` has no more to give."""
        return self._given >= self.size

    def read(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset`; fewer at the end.

        Raises:
            OSError: the disk failed.
            ValueError: the file is closed.
        """
        with self._lock:
            return _read_at(self._file, offset, size)

    @contextlib.contextmanager
    def next_window(self, size: int) -> Iterator[bytes | memoryview]:
        """The bytes after those given before, for as long as the block lasts; empty at the end. For one thread.

        Raises:
            OSError: the disk failed.
            ValueError: the file is closed.
        """
        # A file that grows meanwhile is read as it was when it was opened.
        wanted = min(size, self.size - self._given)
        with self._lock:
            descriptor = os.dup(self._file.fileno())
        try:
            with mapped_window(descriptor, self._given, wanted) as mapped:
                if mapped is None:
                    yield self.next_bytes(wanted)
                else:
                    self._given += wanted
                    yield mapped
        finally:
            os.close(descriptor)

    def next_bytes(self, size: int) -> bytes:
        """The same as `next_window`, but as a copy that stays.

        Raises:
            OSError: the disk failed.
            ValueError: the file is closed.
        """
        wanted = min(size, self.size - self._given)
        data = self.read(self._given, wanted)
        if len(data) < wanted:
            self.damage = Sentence("the file became shorter while it was being read")
            self.size = self._given + len(data)
        self._given += len(data)
        return data

    def close(self) -> None:
        with self._lock:
            self._file.close()


class GzipBytes:
    """A gzip file, decompressed step by step into an unnamed temporary file.

    Gzip cannot be read from the middle, so what was decompressed once is kept on the disk.
    """

    def __init__(self, path: Path) -> None:
        self._packed = PlainBytes(path)
        self._inflate = zlib.decompressobj(_WINDOW_GZIP)
        self._folder = _temporary_folder()
        self._file: IO[Any] = tempfile.TemporaryFile(buffering=0, dir=self._folder)  # noqa: SIM115
        self._lock = threading.Lock()
        self._ended = False
        #: Bytes decompressed so far.
        self.size = 0
        self.damage: str | None = None

    @property
    def changed(self) -> bool:
        """Never: the temporary file belongs to this process."""
        return False

    @property
    def progress(self) -> float:
        """Share 0..1 of the compressed file that was read."""
        return self._packed.progress

    @property
    def ended(self) -> bool:
        """`next_bytes` has no more to give."""
        return self._ended

    def read(self, offset: int, size: int) -> bytes:
        """At most `size` decompressed bytes from `offset`; fewer at the end of what is decompressed so far.

        Raises:
            OSError: the disk failed.
            ValueError: the file is closed.
        """
        with self._lock:
            return _read_at(self._file, offset, size)

    @contextlib.contextmanager
    def next_window(self, size: int) -> Iterator[bytes]:
        """`next_bytes`, in the form that a plain file has."""
        yield self.next_bytes(size)

    def next_bytes(self, size: int) -> bytes:
        """The next decompressed bytes, at most `size`; empty at the end. For one thread.

        Damage ends the file and is described in `damage`; what came before it stays.

        Raises:
            OSError: the disk failed.
            UserError: the disk is nearly full or the file expands beyond reason.
        """
        data = b""
        while not data and not self._ended:
            data = self._inflate_some(size)
        if data:
            self._keep(data)
        return data

    def _inflate_some(self, size: int) -> bytes:
        if self._inflate.eof:
            # Several gzip files in a row count as one; zeros between them are padding.
            packed = self._inflate.unused_data.lstrip(b"\0") or self._packed.next_bytes(_READ_BYTES).lstrip(b"\0")
            if packed:
                self._inflate = zlib.decompressobj(_WINDOW_GZIP)
            elif self._packed.ended:
                self._end(None)
        else:
            packed = self._inflate.unconsumed_tail or self._packed.next_bytes(_READ_BYTES)
            if not packed:
                self._end(Sentence("the compressed file is cut off; drawings after the cut are lost"))
        if not packed:
            return b""
        before = self._inflate.copy()
        try:
            return self._inflate.decompress(packed, size)
        except zlib.error:
            self._end(Sentence("the compressed data is damaged; drawings after the damage are lost"))
            return _salvage(before, packed, size)

    def _end(self, damage: str | None) -> None:
        self._ended = True
        self.damage = damage

    def _keep(self, data: bytes) -> None:
        if self.size > RATIO_CHECKED_FROM and self.size > MAX_RATIO * self._packed.size:
            self._end(Sentence("it expands beyond reason"))
            raise UserError(
                "The compressed file expands more than {most} times, as no file of drawings does. Reading was "
                "stopped to protect the disk.",
                most=MAX_RATIO,
            )
        if shutil.disk_usage(self._folder).free < MIN_FREE_BYTES + len(data):
            self._end(Sentence("the disk is nearly full"))
            raise UserError(
                "The compressed file needs more room than {folder} has left. Free some space there, or set TMPDIR to "
                "a folder on a larger disk.",
                folder=self._folder,
            )
        with self._lock:
            self._file.seek(self.size)
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
        self.size += len(data)

    def close(self) -> None:
        self._packed.close()
        with self._lock:
            self._file.close()


def _salvage(inflate: Any, packed: bytes, size: int) -> bytes:
    """What decompresses before the damage: fed byte by byte, since an error takes its whole call with it."""
    parts: list[bytes] = []
    found = 0
    for at in range(len(packed)):
        try:
            part = inflate.decompress(packed[at : at + 1])
        except zlib.error:
            break
        parts.append(part)
        found += len(part)
        if found >= size:
            break
    return b"".join(parts)


def _read_at(file: IO[Any], offset: int, size: int) -> bytes:
    file.seek(offset)
    parts = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _temporary_folder() -> str:
    """On a disk: /tmp often lies in memory, /var/tmp by convention does not."""
    chosen = os.environ.get("TMPDIR")
    if not chosen and os.path.isdir("/var/tmp") and os.access("/var/tmp", os.W_OK | os.X_OK):
        return "/var/tmp"
    return tempfile.gettempdir()
