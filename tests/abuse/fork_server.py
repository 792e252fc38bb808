"""Many real processes for little: what takes seconds is imported once, and every process is a fork of that one.

Started as a program, this is the server: it imports the modules that its arguments name, makes no application, starts
no thread, and forks a child for each request that comes through its socket. A child is a process like any other: it
has its own output, calls one function and leaves through the interpreter's ordinary end.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class End:
    """How a child ended.

    Attributes:
        code: its exit status; negative: the signal that killed it.
        at: when, by `time.monotonic()`.
        waited: seconds in its life that its main thread could have run and the machine was busy with others.
    """

    code: int
    at: float
    waited: float


class Child:
    """One process. What it prints comes from `line`, one at a time; its complaints lie in the file `errors`."""

    def __init__(self, server: ForkServer, pid: int, output: int, errors: Path) -> None:
        self.pid, self.errors = pid, errors
        self._server, self._output, self._text = server, output, b""
        self._end: End | None = None

    def line(self, timeout: float = 60.0) -> str | None:
        """The next line that it prints; None when it has nothing more to say, or says nothing for `timeout` s."""
        import select

        until = time.monotonic() + timeout
        while b"\n" not in self._text:
            ready, _, _ = select.select([self._output], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self._output, 65536) if ready else b""
            if not more:
                return None
            self._text += more
        first, self._text = self._text.split(b"\n", 1)
        return first.decode()

    def send(self, number: int) -> None:
        """A signal, as from `kill`; none if it has ended."""
        with contextlib.suppress(ProcessLookupError):
            if self._end is None:
                os.kill(self.pid, number)

    def wait(self) -> End:
        """Its end."""
        if self._end is None:
            self._end = End(**self._server.answer())
        return self._end

    def close(self) -> None:
        os.close(self._output)


class ForkServer:
    """The server, seen from outside; a context manager. One child at a time.

    Args:
        modules: to import before the first fork.
    """

    def __init__(self, *modules: str, environment: Mapping[str, str] | None = None) -> None:
        ours, theirs = socket.socketpair()
        self._socket, self._lines = ours, ours.makefile("r")
        command = [sys.executable, "-m", "tests.abuse.fork_server", str(theirs.fileno()), *modules]
        values = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **(environment or {})}
        self._process = subprocess.Popen(command, cwd=ROOT, env=values, pass_fds=[theirs.fileno()])
        theirs.close()
        self.answer()

    def answer(self) -> dict[str, Any]:
        text = self._lines.readline()
        if not text:
            raise RuntimeError(f"the fork server has ended ({self._process.wait()})")
        answer: dict[str, Any] = json.loads(text)
        return answer

    def start(self, function: str, folder: Path, environment: Mapping[str, str], /, **arguments: Any) -> Child:
        """Fork a child that calls `function` ("module:name") in `folder`.

        Args:
            environment: its variables, beside those of the server.
        """
        errors = folder / "stderr"
        request = {"function": function, "folder": str(folder), "environment": dict(environment), "with": arguments}
        output, theirs = os.pipe()
        with errors.open("wb") as file:
            socket.send_fds(self._socket, [json.dumps(request).encode() + b"\n"], [theirs, file.fileno()])
        os.close(theirs)
        return Child(self, self.answer()["pid"], output, errors)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._lines.close()
        self._process.wait(60)


# The server itself ----------------------------------------------------------------------------------------


def serve(number: int) -> dict[str, Any] | None:
    """Answer requests until nobody asks any more.

    Returns:
        In a child, what is asked of it; None in the server when it has nothing more to do.
    """
    asked = socket.socket(fileno=number)
    asked.sendall(b"{}\n")
    while True:
        text, descriptors, _, _ = socket.recv_fds(asked, 65536, 2)
        if not text:
            return None
        pid = os.fork()
        if pid == 0:
            asked.detach()
            os.close(number)
            for standard, given in zip((1, 2), descriptors, strict=True):
                os.dup2(given, standard)
                os.close(given)
            # Python's own were made for the files that the server writes to.
            sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            request: dict[str, Any] = json.loads(text)
            return request
        for given in descriptors:
            os.close(given)
        asked.sendall(b'{"pid": %d}\n' % pid)
        # Looked at before it is taken away: what the kernel counted of it is gone after that.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        at, waited = time.monotonic(), waiting(pid)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        asked.sendall(json.dumps({"code": code, "at": at, "waited": waited}).encode() + b"\n")


def waiting(pid: int) -> float:
    """Seconds that a process's main thread has spent in the queue for a processor; 0 where nobody counts them."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def main() -> None:
    for module in sys.argv[2:]:
        importlib.import_module(module)
    assert len(os.listdir("/proc/self/task")) == 1, "a process with threads cannot be forked"
    asked = serve(int(sys.argv[1]))
    if asked is not None:
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        module, name = asked["function"].split(":")
        sys.exit(getattr(importlib.import_module(module), name)(**asked["with"]))


if __name__ == "__main__":
    main()
