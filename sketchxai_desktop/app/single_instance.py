"""One window for each user and settings folder: a second start hands its files to the first and leaves.

Whoever holds the lock is the first. It listens on a local socket (on Windows a named pipe) that only its user can
open. What comes in is data from outside: it is limited in size, and paths are opened like dropped files.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from sketchxai_desktop import paths

if TYPE_CHECKING:  # 20 to 90 ms that the first window does not wait for
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

_MOST_BYTES = 64 * 1024
_MOST_FILES = 20
#: Milliseconds: a first instance that is busy answers late, one that hangs never does.
_CONNECTING, _ANSWERING = 1000, 3000
_ANSWER = b"taken\n"
#: What a Unix socket's path may be long, less than the smallest limit of all systems (104).
_LONGEST = 100


def socket_name() -> str:
    """The socket's path, or the pipe's name on Windows: the same for all starts with these settings."""
    import getpass  # not before the window is painted
    import hashlib

    key = f"{getpass.getuser()}\n{paths.settings_dir()}".encode(errors="surrogateescape")
    name = f"sketchxai-{hashlib.sha256(key).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    for folder in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir()):
        if folder and Path(folder).is_dir() and len(os.fsencode(f"{folder}/{name}")) < _LONGEST:
            return str(Path(folder) / name)
    return name


class SingleInstance(QObject):
    """This start's part in it: first or later.

    Signals:
        files_forwarded: list of paths from a later start; empty where it had none.
    """

    files_forwarded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._server: QLocalServer | None = None
        self._inputs: dict[QLocalSocket, bytes] = {}
        self._lock: QLockFile | None = None
        with contextlib.suppress(OSError):
            paths.state_dir().mkdir(parents=True, exist_ok=True)
            lock = QLockFile(str(paths.state_dir() / "instance.lock"))
            lock.setStaleLockTime(0)  # only a program that has ended lets go
            # Where no lock can be made at all, there is no first one, and every start opens a window of its own.
            self._lock = lock
        self.first = self._lock is not None and self._lock.tryLock(0)

    # A later start ------------------------------------------------------------------------------------

    def forward(self, files: list[str]) -> bool:
        """Hand `files` (absolute paths) to the first instance. False: nobody took them, so open a window here."""
        if self.first or self._lock is None or self._lock.error() != QLockFile.LockError.LockFailedError:
            return False
        from PySide6.QtNetwork import QLocalSocket

        name = socket_name()
        if not _is_ours(name):
            return False
        socket = QLocalSocket()
        socket.connectToServer(name)
        if not socket.waitForConnected(_CONNECTING):
            return False
        socket.write(json.dumps({"files": files}).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n") and socket.waitForReadyRead(_ANSWERING):
            answer += socket.readAll().data()
        socket.abort()
        return answer == _ANSWER

    # The first one --------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Take what later starts hand over; does nothing unless this is the first."""
        if not self.first or self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = socket_name()
        QLocalServer.removeServer(name)  # left by a crash: we hold the lock, so nobody listens there
        if not server.listen(name):
            log.warning("files of later starts cannot be taken: %s", server.errorString())
            return
        server.newConnection.connect(self._connected)
        self._server = server

    def close(self) -> None:
        """The next start is the first."""
        if self._server is not None:
            self._server.newConnection.disconnect(self._connected)
            self._server.close()
            self._server.deleteLater()
            self._server = None
        waiting, self._inputs = list(self._inputs), {}
        for socket in waiting:
            socket.abort()
            socket.deleteLater()
        if self.first and self._lock is not None:
            self._lock.unlock()
            self.first = False

    def _connected(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)  # else it would be Python's, and die in its own signal
            self._inputs[socket] = b""
            # No lambdas: they would hold this object, and let go of it in the middle of the socket's end.
            socket.readyRead.connect(self._ready)
            socket.disconnected.connect(self._gone)
            self._read(socket)  # what came before the connection was taken

    def _ready(self) -> None:
        self._read(cast("QLocalSocket", self.sender()))

    def _gone(self) -> None:
        socket = cast("QLocalSocket", self.sender())
        self._inputs.pop(socket, None)
        socket.deleteLater()

    def _read(self, socket: QLocalSocket) -> None:
        if socket not in self._inputs:
            return
        text = self._inputs[socket] + socket.read(_MOST_BYTES + 1).data()
        self._inputs[socket] = text
        if len(text) > _MOST_BYTES:
            self._refuse(socket)
        elif text.endswith(b"\n"):
            files = _files_in(text)
            self._inputs[socket] = b""
            if files is None:
                self._refuse(socket)
                return
            socket.write(_ANSWER)
            socket.flush()
            self.files_forwarded.emit(files)

    def _refuse(self, socket: QLocalSocket) -> None:
        self._inputs.pop(socket, None)
        QTimer.singleShot(0, socket, socket.abort)  # not in the middle of its own signal


def _files_in(text: bytes) -> list[str] | None:
    """The paths of a message; None if it is none."""
    try:
        files = json.loads(text)["files"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    if not isinstance(files, list) or len(files) > _MOST_FILES:
        return None
    if not all(isinstance(f, str) and f and "\0" not in f for f in files):
        return None
    return files


def _is_ours(name: str) -> bool:
    """Whether the socket belongs to this user: in a shared folder, somebody else's could stand there."""
    if sys.platform == "win32" or not os.path.isabs(name):
        return True
    try:
        return os.stat(name).st_uid == os.getuid()
    except OSError:
        return False
