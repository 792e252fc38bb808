"""Leaves the real program at random moments, in every way there is, and looks how it ends.

    python -m tests.abuse.quits --count 300 --seed 1            # 300 of them
    python -m tests.abuse.quits --seed 1 --only 17 --verbose    # the 18th once more, with all that was done

Each is a process of its own, forked from one that has imported Qt and torch; one in ten is started from nothing, so
that it is also left while torch is being imported.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sketchxai_desktop import paths
from tests.abuse.fork_server import ROOT, Child, End, ForkServer, waiting

MODULES = (
    "torch", "PySide6.QtWidgets", "PySide6.QtTest", "PySide6.QtNetwork", "PySide6.QtSvg", "pyqtgraph",
    "sketchxai_desktop.app.launch", "sketchxai_desktop.app.program", "sketchxai_desktop.core.checkpoint",
    "sketchxai_desktop.core.inversion", "tests.abuse.quit_scene",
)  # fmt: skip
WAYS = {"key": 3, "close": 3, "SIGTERM": 2, "SIGINT": 2}
#: Seconds from the wish to leave to the end of the process. What the machine gave to others meanwhile is not counted.
LIMIT = 3.0
#: A process that is still there after so many seconds hangs.
PATIENCE = 30.0
COLD = 10
#: What may stand on stderr: sentences for the user, and Qt's offscreen platform on what it cannot do.
EXPECTED = (
    re.compile(r"^[-\d:, ]+ WARNING sketchxai_desktop\.app\.(program|autosave): "),
    re.compile(r"This plugin does not support"),
)


@dataclass
class Quit:
    """One of them and what was wrong with it."""

    number: int
    way: str
    cold: bool
    seconds: float = 0.0
    computed: float = 0.0
    troubles: list[str] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """The address of somebody who takes every call and never says a word, in place of all of the network."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def make_files(folder: Path) -> list[str]:
    """What a user might open: many drawings, few, broken ones, no drawing at all."""
    samples = paths.resource("samples.ndjson").read_bytes()
    folder.mkdir()
    (folder / "many.ndjson").write_bytes(samples * 100)
    (folder / "few.ndjson").write_bytes(samples[: len(samples) // 2])
    (folder / "noise.ndjson").write_bytes(random.Random(5).randbytes(20_000))
    (folder / "line.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L9 5L3 8"/></svg>')
    network = paths.models() / f"{paths.bundled_checkpoints()[-1]}.safetensors"
    return [*(str(p) for p in sorted(folder.iterdir())), str(network)]


def environment(home: Path, network: str) -> dict[str, str]:
    """Nothing of the user's own is read or written, and nobody outside is called."""
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TMPDIR")
    own = {name: str(home / name.lower()) for name in names}
    for path in own.values():
        Path(path).mkdir(parents=True, mode=0o700, exist_ok=True)
    return {
        **own, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1",
        "HF_ENDPOINT": network, "SKETCHXAI_QUICKDRAW_URL": network,
    }  # fmt: skip


class ColdChild(Child):
    """A process that was not forked but started, as by a user."""

    def __init__(self, home: Path, values: dict[str, str], arguments: list[str]) -> None:
        command = [sys.executable, "-m", "tests.abuse.quit_scene", *arguments]
        whole = {**os.environ, **values, "PYTHONPATH": str(ROOT)}
        output, theirs = os.pipe()
        with (home / "stderr").open("wb") as file:
            self._process = subprocess.Popen(command, cwd=home, env=whole, stdout=theirs, stderr=file)
        os.close(theirs)
        self.pid, self.errors, self._output, self._text, self._end = (
            self._process.pid, home / "stderr", output, b"", None,
        )  # fmt: skip

    def wait(self) -> End:
        if self._end is None:
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            at, waited = time.monotonic(), waiting(self.pid)
            self._end = End(self._process.wait(), at, waited)
        return self._end


def one_quit(server: ForkServer, number: int, seed: int, home: Path, files: list[str], network: str) -> Quit:
    """Number `number` of the quits that `seed` makes."""
    rng = random.Random(f"{seed} {number}")
    way = rng.choices(list(WAYS), list(WAYS.values()))[0]
    # Mostly soon: what starts is more fragile than what runs.
    leave_after = rng.choice([rng.uniform(0, 0.6), rng.uniform(0, 4)])
    quit = Quit(number, way, cold=number % COLD == COLD - 1)
    values, scene_seed = environment(home, network), rng.randrange(2**32)
    child: Child
    if quit.cold:
        child = ColdChild(home, values, [str(scene_seed), str(leave_after), way, *files])
    else:
        arguments = {"seed": scene_seed, "files": files, "leave_after": leave_after, "way": way}
        child = server.start("tests.abuse.quit_scene:scene", home, values, **arguments)
    try:
        _watch(quit, child, leave_after)
    finally:
        child.close()
    _look_at_what_is_left(quit, child, home)
    return quit


def _watch(quit: Quit, child: Child, leave_after: float) -> None:
    left_at: float | None = None
    waited = 0.0
    last: dict[str, Any] = {}
    patience = PATIENCE
    while True:
        if quit.way.startswith("SIG") and left_at is None and last.get("what") == "shown":
            time.sleep(leave_after)
            left_at, waited = time.monotonic(), waiting(child.pid)
            child.send(signal.Signals[quit.way])
        text = child.line(patience)
        if text is None:
            break
        last = json.loads(text)
        quit.deeds.append(f"{last['at']:.3f} { ({k: v for k, v in last.items() if k != 'at'}) }")
        if last.get("what") == "leaves":
            left_at, waited = last["at"], waiting(child.pid)
        if last.get("what") == "left":
            left = [name for name in last["threads"] if name != "MainThread"]
            if left:
                quit.troubles.append(f"threads are left: {', '.join(left)}")
    if _hangs(child):
        quit.troubles.append("it hangs")
        child.send(signal.SIGABRT)  # the stacks of all threads are then in its crash log
    end = child.wait()
    if end.code != 0:
        quit.troubles.append(f"it ended with {end.code}")
    if left_at is None:
        quit.troubles.append("it ended before anybody asked it to")
        return
    quit.seconds = end.at - left_at
    quit.computed = quit.seconds - (end.waited - waited)
    if quit.computed > LIMIT:
        quit.troubles.append(
            f"leaving took {quit.seconds:.2f} s, {quit.computed:.2f} s without waiting for the machine"
        )


def _hangs(child: Child) -> bool:
    """Whether it is still there although it has nothing more to say."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{child.pid}/stat").read_text().rsplit(") ", 1)[1][0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.02)
    return True


def _look_at_what_is_left(quit: Quit, child: Child, home: Path) -> None:
    for line in child.errors.read_text(errors="replace").splitlines():
        if line and not any(pattern.search(line) for pattern in EXPECTED):
            quit.troubles.append(f"stderr: {line[:300]}")
    state = home / "xdg_state_home" / "sketchxai-desktop"
    for path in (state / "crashes").glob("*") if state.is_dir() else []:
        quit.troubles.append(f"crash log {path.name}: {path.read_text(errors='replace')[:3000]}")
        path.unlink()
    temporary = [path for name in ("tmpdir", "xdg_runtime_dir") for path in (home / name).iterdir()]
    for path in [*(state / "autosave").glob("*"), *home.rglob("*.part"), *temporary]:
        quit.troubles.append(f"left behind: {path.relative_to(home)}")
        with contextlib.suppress(OSError):
            path.unlink()


def run(count: int, seed: int, *, only: int | None = None, verbose: bool = False) -> list[Quit]:
    """All of them, or one; prints what it finds."""
    numbers = range(count) if only is None else [only]
    done: list[Quit] = []
    with tempfile.TemporaryDirectory() as name, silent_server() as network:
        folder = Path(name)
        files = make_files(folder / "files")
        # What is imported may write down where things are: not in the user's own folders either.
        server = ForkServer(*MODULES, environment=environment(folder / "server", network))
        with server, contextlib.suppress(KeyboardInterrupt):  # what was done by then counts
            for number in numbers:
                home = folder / str(number // 20)  # settings and recent files live on for a while, as they do
                home.mkdir(exist_ok=True)
                quit = one_quit(server, number, seed, home, files, network)
                done.append(quit)
                if verbose:
                    print("\n".join(quit.deeds))
                if quit.troubles:
                    print(f"quit {number} of seed {seed} ({quit.way}{', cold' * quit.cold}):")
                    print("\n".join(f"    {trouble}" for trouble in quit.troubles), flush=True)
    return done


def summary(done: list[Quit]) -> str:
    """In one line."""
    times = sorted(q.computed for q in done)
    ways = ", ".join(f"{n} by {way}" for way, n in sorted(Counter(q.way for q in done).items()))
    bad = sum(bool(q.troubles) for q in done)
    return (
        f"{len(done)} quits ({ways}; {sum(q.cold for q in done)} from a cold start): {bad} with trouble.\n"
        f"Seconds to the end: median {times[len(times) // 2]:.2f}, 95 % {times[int(0.95 * (len(times) - 1))]:.2f}, "
        f"most {times[-1]:.2f} (with waiting for the machine {max(q.seconds for q in done):.2f})."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="K", help="just this one, counted from 0")
    parser.add_argument("--verbose", action="store_true", help="everything that was done")
    arguments = parser.parse_args()
    done = run(arguments.count, arguments.seed, only=arguments.only, verbose=arguments.verbose)
    print(f"Seed {arguments.seed}: {summary(done)}")
    return int(any(q.troubles for q in done))


if __name__ == "__main__":
    sys.exit(main())
