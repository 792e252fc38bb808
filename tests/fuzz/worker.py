"""Try damaged inputs on one reader, in a process of its own: ``python -m tests.fuzz.worker TARGET COUNT SEED FOLDER``.

Prints one line of JSON. Ends with 1 when anything but a sentence comes out, when one input takes too long or too much
memory, or when reading it does what no reader does: start a program, connect somewhere, write outside `FOLDER`. The
input is left in `FOLDER/failure`.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import logging
import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from sketchxai_desktop.core.errors import UserError
from tests.fuzz.mutate import Mutator
from tests.fuzz.targets import make_target, said

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

#: For one input, on a machine that is busy with something else.
SECONDS = 10
#: By which all inputs together may let the process grow.
MEGABYTES = 300
#: What no reader has a reason to do.
_FORBIDDEN = (
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "subprocess.Popen", "pty.spawn",
    "socket.connect", "socket.bind", "webbrowser.open", "pickle.find_class", "urllib.Request", "ftplib.connect",
)  # fmt: skip


class Watch:
    """What the audit events of Python say while `on`."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self.on = False
        self.seen: list[str] = []
        self._folders = folders
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event in _FORBIDDEN:
            self.seen.append(f"{event} {arguments!r}"[:300])
        elif event == "open":
            path, mode, flags = arguments
            writes = bool(mode and set(str(mode)) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))
            if writes and isinstance(path, str | bytes) and not os.fsdecode(path).startswith(self._folders):
                self.seen.append(f"open {path!r} {mode}"[:300])


class Failure(Exception):
    """What went wrong, in words."""


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    try:
        # What getrusage says includes the process that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 2**10
    except (OSError, IndexError, ValueError):
        pass
    if resource is None:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def run(name: str, count: int, seed: int, folder: Path) -> dict[str, Any]:
    """Try `count` inputs. Raises Failure."""
    target = make_target(name, folder)
    mutator = Mutator(target.examples, target.tokens, seed)
    watch = Watch((str(folder), tempfile.gettempdir(), "/var/tmp", "/dev/null"))
    found: Counter[str] = Counter()
    current = b""

    def give_up(_signal: int, _frame: FrameType | None) -> NoReturn:
        # Not an exception: a reader may catch it.
        (folder / "failure").write_bytes(current)
        faulthandler.dump_traceback(file=sys.stderr, all_threads=False)
        print(json.dumps({"target": name, "failure": f"one input took more than {SECONDS} s"}), flush=True)
        os._exit(1)

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, give_up)
    for example in target.examples:  # also imports what is imported late
        target.read(example)
    gc.collect()
    before, began, slowest = peak_megabytes(), time.monotonic(), 0.0
    watch.on = True
    for number in range(count):
        current = mutator.next()
        started = time.monotonic()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            found["read" if target.read(current) is not None else "refused"] += 1
        except UserError as error:
            found["refused in words"] += 1
            _require_sentence(error, current, folder)
        except BaseException as error:
            (folder / "failure").write_bytes(current)
            trace = traceback.format_exc(limit=-6)
            raise Failure(f"input {number}: {type(error).__name__}: {str(error)[:300]}\n{trace}") from error
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, time.monotonic() - started)
        if watch.seen:
            (folder / "failure").write_bytes(current)
            raise Failure(f"input {number} made the reader do this: {watch.seen[:3]}")
        if number % 64 == 0 and peak_megabytes() - before > MEGABYTES:
            (folder / "failure").write_bytes(current)
            raise Failure(f"by input {number}, memory had grown by {peak_megabytes() - before:.0f} MB")
    watch.on = False
    return {
        "target": name,
        "inputs": count,
        **found,
        "seconds": round(time.monotonic() - began, 1),
        "slowest_ms": round(slowest * 1000, 1),
        "grown_mb": round(peak_megabytes() - before, 1),
    }


def _require_sentence(error: UserError, current: bytes, folder: Path) -> None:
    try:
        said(error)
    except AssertionError as what:
        (folder / "failure").write_bytes(current)
        raise Failure(str(what)) from None


def main() -> int:
    """Exit status."""
    name, count, seed, place = sys.argv[1:5]
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
    folder = Path(place).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        print(json.dumps(run(name, int(count), int(seed), folder)), flush=True)
    except Failure as failure:
        print(json.dumps({"target": name, "failure": str(failure)}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
