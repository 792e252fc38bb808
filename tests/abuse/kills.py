"""Kills the program (kill -9) at random moments while it draws, saves, exports and trains, and looks at what is left.

    python -m tests.abuse.kills --count 200 --seed 1

After each kill the same scene is started again on what the kill left: what it shows, goes on with and tidies up is
part of what is looked at.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from sketchxai_desktop import paths
from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.quickdraw import LineError, format_line, parse_line
from sketchxai_desktop.core.sketch import Sketch, Stroke
from tests.abuse.fork_server import Child, ForkServer
from tests.abuse.kill_scenes import drawings_of, states_of
from tests.abuse.quits import MODULES, environment

#: Seconds after which a finished stroke must be on the disk: half a second until it is written, and the writing.
#: What the machine gave to others meanwhile is added.
WRITTEN_AFTER = 1.0
#: A file that was left half written is taken for that when nobody has written to it for so long.
TWO_HOURS = 7200
#: Shares of the kills.
SCENES = {"drawing": 0.4, "saving": 0.2, "exporting": 0.2, "training": 0.2}


@dataclass
class Report:
    """What was found."""

    kills: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    #: Kills at which something had been begun that was not done.
    in_the_middle: Counter[str] = field(default_factory=Counter)
    #: Seconds before the kill that the newest drawing on the disk was outdated.
    behind: list[float] = field(default_factory=list)
    strokes: int = 0
    recovered: int = 0
    twice: int = 0
    looks: int = 0
    unfinished: int = 0
    runs: int = 0

    def trouble(self, scene: str, text: str) -> None:
        self.troubles.append(f"{scene}, kill {self.kills[scene]}: {text}")
        print(self.troubles[-1], flush=True)


def until_kill(child: Child, seconds: float, heard: list[dict[str, Any]], look: Callable[[], None]) -> None:
    """Listen for `seconds`, look at the files meanwhile, kill; what it said until then is added to `heard`."""
    at = time.monotonic() + seconds
    while (left := at - time.monotonic()) > 0:
        text = child.line(min(left, 0.01))
        if text is not None:
            hear(text, heard)
        look()
    child.send(signal.SIGKILL)
    while (text := child.line(10)) is not None:
        hear(text, heard)


def hear(text: str, heard: list[dict[str, Any]]) -> None:
    """The scene's own lines; the program prints others."""
    heard.append(json.loads(text) if text.startswith("{") else {"said": text})


def wait_for(child: Child, heard: list[dict[str, Any]], wanted: Callable[[dict[str, Any]], bool]) -> bool:
    """Until it has said something wanted; False if it ended or fell silent before."""
    while (text := child.line()) is not None:
        hear(text, heard)
        if wanted(heard[-1]):
            return True
    return False


def visible(folder: Path) -> set[str]:
    """What a user sees in a folder."""
    return {p.name for p in folder.iterdir() if not p.name.startswith(".")} if folder.is_dir() else set()


def grow_old(*folders: Path) -> int:
    """Make hidden files look as if they had been left long ago; how many there are."""
    old, count = time.time() - TWO_HOURS, 0
    for folder in folders:
        for path in folder.glob(".*"):
            inside = list(path.rglob("*")) if path.is_dir() else []
            for each in (*inside, path):
                os.utime(each, (old, old))
            count += 1
    return count


# Drawing ----------------------------------------------------------------------------------------------------


class Desk:
    """The folders of a user who draws, and what must be found in them."""

    def __init__(self, server: ForkServer, folder: Path, report: Report) -> None:
        self.server, self.home, self.report = server, folder, report
        self.values = environment(folder, "http://127.0.0.1:9")
        self.autosaved = folder / "xdg_state_home" / "sketchxai-desktop" / "autosave"
        self.days = folder / "xdg_data_home" / "sketchxai-desktop" / "drawings"
        self.settings = folder / "xdg_config_home" / "sketchxai-desktop" / "settings.json"
        self.must: set[str] = set()

    def lines(self, folder: Path) -> list[str]:
        """Every drawing of the files in a folder; a line that is none is a trouble."""
        found = []
        for path in sorted(folder.glob("*.ndjson")) if folder.is_dir() else []:
            content = path.read_bytes()
            if not content.endswith(b"\n"):
                self.report.trouble("drawing", f"{path.name} is cut off")
            for line in content.splitlines():
                try:
                    found.append(format_line(parse_line(line)).decode().strip())
                except LineError as error:
                    self.report.trouble("drawing", f"{path.name}: {error}")
        return found

    def kill(self, rng: random.Random) -> None:
        report, heard = self.report, []
        child = self.server.start("tests.abuse.kill_scenes:drawing", self.home, self.values, seed=rng.randrange(2**32))
        if rng.random() < 0.8:
            if not wait_for(child, heard, lambda said: said.get("what") == "shown"):
                report.trouble("drawing", "no window")
            until_kill(child, rng.uniform(0, 3), heard, lambda: None)
        else:  # while it starts, and looks what the one before has left
            until_kill(child, rng.uniform(0, 1.5), heard, lambda: None)
        end = child.wait()
        child.close()
        report.kills["drawing"] += 1
        self._look(heard, end.at, end.waited)
        if end.code != -signal.SIGKILL:
            report.trouble("drawing", f"it ended with {end.code}: {child.errors.read_text(errors='replace')[-500:]}")

    def _look(self, heard: list[dict[str, Any]], killed_at: float, waited: float) -> None:
        report = self.report
        kept, autosaved = self.lines(self.days), self.lines(self.autosaved)
        there = {*kept, *autosaved}
        lost = self.must - there
        if lost:
            report.trouble("drawing", f"{len(lost)} drawings that earlier sessions left are gone")
        limit = killed_at - WRITTEN_AFTER - waited
        chains: list[list[tuple[float, str]]] = [[]]
        for said in heard:
            if said.get("what") != "sketch":
                continue
            if said["drawn"]:
                chains[-1].append((said["at"], said["line"]))
                report.strokes += 1
            else:
                chains.append([])
        for chain in chains:
            on_disk = max((i for i, (_, line) in enumerate(chain) if line in there), default=-1)
            required = max((i for i, (at, _) in enumerate(chain) if at <= limit), default=-1)
            if on_disk < required:
                age = killed_at - chain[on_disk + 1][0]
                report.trouble("drawing", f"a stroke of {age:.2f} s before the kill is lost (waited {waited:.2f} s)")
            if chain is chains[-1] and on_disk + 1 < len(chain):
                report.behind.append(killed_at - chain[on_disk + 1][0])
                report.in_the_middle["drawing"] += 1
        self.must = there
        if self.settings.exists():
            json.loads(self.settings.read_text(encoding="utf-8"))
        odd = {n for n in visible(self.days) if not n.endswith(".ndjson")}
        if odd:
            report.trouble("drawing", f"a user sees {odd}")

    def end(self) -> None:
        """An ordinary session: it keeps everything and tidies up."""
        report, heard = self.report, []
        report.unfinished += grow_old(self.autosaved, self.days)
        child = self.server.start("tests.abuse.kill_scenes:drawing", self.home, self.values, seed=1)
        # It draws over what was recovered, so that was there.
        wait_for(child, heard, lambda said: said.get("drawn", False))
        time.sleep(2)
        child.send(signal.SIGTERM)
        while (text := child.line(10)) is not None:
            hear(text, heard)
        if child.wait().code != 0:
            report.trouble("drawing", f"the last session ended with {child.wait().code}")
        child.close()
        kept = self.lines(self.days)
        report.recovered, report.twice = len(set(kept)), len(kept) - len(set(kept))
        if self.must - set(kept):
            report.trouble("drawing", f"{len(self.must - set(kept))} drawings are gone in the end")
        left = [p.name for p in self.autosaved.iterdir()]
        left += [p.name for p in self.days.glob(".*.part")]
        left += [p.name for p in (self.autosaved.parent / "crashes").glob("*.running")]
        if left:
            report.trouble("drawing", f"left behind: {', '.join(left)}")


# Saving and exporting -----------------------------------------------------------------------------------------


def words(content: bytes) -> list[str]:
    """Of all drawings of an .ndjson file; raises if one is not whole."""
    if content and not content.endswith(b"\n"):
        raise ValueError("it is cut off")
    return [str(parse_line(line).word) for line in content.splitlines()]


def version_of(path: Path) -> int | set[int]:
    """Which version a file is in (for an animation, which it may be: all with as many states); raises if in none."""
    if path.name == "more.ndjson":
        found = [int(word[1:]) for word in words(path.read_bytes())]
        if found != sorted(set(found)):
            raise ValueError("its lines are not those that were added")
        return found[-1]
    if path.name.startswith("over"):
        data = path.read_bytes()
        found = words(gzip.decompress(data) if path.suffix == ".gz" else data)
        version = int(found[0][1:])
        if found != [f"v{version}"] * drawings_of(version):
            raise ValueError(f"{len(found)} lines are no version")
        return version
    if path.suffix == ".json":
        record = json.loads(path.read_text(encoding="utf-8"))
        version = record["seed"]
        if len(record["paths"]) != 2 or len(record["paths"][1]["locations"]) != states_of(version):
            raise ValueError("the record is not complete")
        return int(version)
    with Image.open(path) as image:
        frames = getattr(image, "n_frames", 1)
        for frame in range(frames):
            image.seek(frame)
            image.load()
        if path.suffix == ".png":
            return set(range(100_000))  # a filmstrip does not say how long the run was; it is whole
    return {version for version in range(100_000) if states_of(version) == frames}


class Shelf:
    """A folder with files that are written over and over, by one of two scenes."""

    def __init__(self, server: ForkServer, folder: Path, report: Report, scene: str) -> None:
        self.server, self.home, self.report, self.scene = server, folder, report, scene
        self.files = folder / "files"
        self.files.mkdir()
        self.values = environment(folder, "http://127.0.0.1:9")
        self.next = 0
        self.present: dict[str, int] = {}  # the newest version that is known to have been written
        self._seen: dict[str, int] = {}

    def _look_meanwhile(self) -> None:
        """At one file that has changed, as a file manager does."""
        for name in visible(self.files):
            path = self.files / name
            stamp = path.stat().st_mtime_ns
            if self._seen.get(name) != stamp:
                self._seen[name] = stamp
                self.report.looks += 1
                self._version(path)
                return

    def _version(self, path: Path) -> int | set[int] | None:
        try:
            return version_of(path)
        except (OSError, ValueError, KeyError, IndexError, EOFError, SyntaxError) as error:
            self.report.trouble(self.scene, f"{path.name} is damaged: {error!r}")
            return None

    def kill(self, rng: random.Random) -> None:
        report, heard = self.report, []
        function = f"tests.abuse.kill_scenes:{self.scene}"
        child = self.server.start(function, self.home, self.values, folder=str(self.files), first=self.next)
        wait_for(child, heard, lambda said: "begins" in said)
        until_kill(child, rng.choice([rng.uniform(0, 0.1), rng.uniform(0, 0.8)]), heard, self._look_meanwhile)
        end = child.wait()
        child.close()
        report.kills[self.scene] += 1
        if end.code != -signal.SIGKILL:
            report.trouble(self.scene, f"it ended with {end.code}: {child.errors.read_text(errors='replace')[-500:]}")
        begun = {said["begins"]: said["version"] for said in heard if "begins" in said}
        done = {said["done"]: said["version"] for said in heard if "done" in said}
        if begun != done:
            report.in_the_middle[self.scene] += 1
        self.present |= done
        odd = visible(self.files) - set(self.present) - set(begun)
        if odd:
            report.trouble(self.scene, f"a user sees {odd}")
        for name in sorted(self.present.keys() | begun.keys()):
            path = self.files / name
            if not path.exists():
                if name in self.present:
                    report.trouble(self.scene, f"{name} is gone")
                continue
            version = self._version(path)
            allowed = {v for v in (self.present.get(name), begun.get(name)) if v is not None}
            if version is not None and not allowed & (version if isinstance(version, set) else {version}):
                report.trouble(self.scene, f"{name} has version {version}, not one of {sorted(allowed)}")
            self.present[name] = (
                begun[name] if version == begun.get(name) else self.present.get(name, begun.get(name, 0))
            )
        self.next = max(begun.values(), default=self.next) + 1

    def end(self) -> None:
        """What was left half written is taken away when somebody writes there again."""
        self.report.unfinished += grow_old(self.files)
        heard: list[dict[str, Any]] = []
        function = f"tests.abuse.kill_scenes:{self.scene}"
        child = self.server.start(function, self.home, self.values, folder=str(self.files), first=self.next)
        wait_for(child, heard, lambda said: "done" in said)
        os.kill(child.pid, signal.SIGSTOP)
        old = [p.name for p in self.files.glob(".*") if p.stat().st_mtime < time.time() - TWO_HOURS / 2]
        child.send(signal.SIGKILL)
        child.wait()
        child.close()
        if old:
            self.report.trouble(self.scene, f"left behind: {len(old)} unfinished files")


# Training -----------------------------------------------------------------------------------------------------


class Gym:
    """Runs of `sketchxai train`, each killed until it comes to its end."""

    def __init__(self, server: ForkServer, folder: Path, report: Report) -> None:
        self.server, self.home, self.report = server, folder, report
        self.values = environment(folder, "http://127.0.0.1:9")
        for name, copies, seed in (("train", 20, 1), ("valid", 4, 2)):
            (folder / f"{name}.ndjson").write_bytes(_shaken_samples(copies, seed))
        self.number, self.at_step = 0, 0
        self.finished: list[Path] = []

    @property
    def out(self) -> Path:
        return self.home / f"out{self.number}"

    @property
    def cache(self) -> Path:
        return self.home / f"cache{self.number}"

    def _start(self, out: Path, cache: Path, save_every: float) -> Child:
        arguments = [
            "--train", self.home / "train.ndjson", "--valid", self.home / "valid.ndjson", "--cache", cache,
            "--out", out, "--epochs", 12, "--batch-size", 16, "--learning-rate", 0.003, "--dropout", 0.1,
            "--name", "small", "--device", "cpu",
        ]  # fmt: skip
        given = {"arguments": [str(a) for a in arguments], "save_every_seconds": save_every}
        return self.server.start("tests.abuse.kill_scenes:training", self.home, self.values, **given)

    def kill(self, rng: random.Random) -> None:
        report, heard = self.report, []
        child = self._start(self.out, self.cache, rng.choice([0.0, 0.05]))
        if rng.random() < 0.8:
            wait_for(child, heard, lambda said: "begins" in said or said.get("what") == "trained")
        until_kill(child, rng.choice([rng.uniform(0, 0.1), rng.uniform(0, 1)]), heard, lambda: None)
        end = child.wait()
        child.close()
        report.kills["training"] += 1
        trained = any(said.get("what") == "trained" for said in heard)
        if end.code not in (-signal.SIGKILL, 0) or (end.code == 0 and not trained):
            report.trouble("training", f"it ended with {end.code}: {child.errors.read_text(errors='replace')[-500:]}")
        self._look(heard)
        if trained:
            self.finished.append(self.out)
            report.runs += 1
            self.number, self.at_step = self.number + 1, 0

    def _look(self, heard: list[dict[str, Any]]) -> None:
        report = self.report
        began = any("drawings of" in said.get("said", "") for said in heard)
        went_on = [said["said"] for said in heard if said.get("said", "").startswith("Going on after step")]
        if began and self.at_step and went_on != [f"Going on after step {self.at_step:,}."]:
            report.trouble("training", f"it said {went_on}, and {self.at_step} steps were done")
        begun = [said["version"] for said in heard if "begins" in said]
        done = [said["version"] for said in heard if "done" in said]
        allowed = {done[-1] if done else self.at_step, begun[-1] if begun else self.at_step}
        report.in_the_middle["training"] += len(allowed) == 2
        last = self.out / "last.pt"
        if last.exists():
            self.at_step = torch.load(last, weights_only=True)["step"]
        if self.at_step not in allowed:
            report.trouble("training", f"step {self.at_step} is on the disk, not one of {allowed}")
        odd = visible(self.out) - {"last.pt", "log.csv", "small.safetensors", "small.md", "tensorboard"}
        if odd:
            report.trouble("training", f"a user sees {odd}")
        if (self.out / "small.safetensors").exists():
            load_checkpoint(self.out / "small.safetensors")

    def end(self) -> None:
        """Finish the last run; all must be as one that nobody killed."""
        report = self.report
        report.unfinished += grow_old(self.cache, self.out)
        for out, cache, save_every in (
            (self.out, self.cache, 60.0),
            (self.home / "whole", self.home / "whole-cache", 60.0),
        ):
            child = self._start(out, cache, save_every)
            while child.line(120) is not None:
                pass
            if child.wait().code != 0:
                report.trouble("training", f"to the end: {child.errors.read_text(errors='replace')[-500:]}")
            child.close()
        report.runs += 1
        whole = self.home / "whole"
        left = [p.name for folder in (self.cache, self.out) for p in folder.glob(".*")]
        if left:
            report.trouble("training", f"left behind: {', '.join(left)}")
        for out in (*self.finished, self.out):
            mine, theirs = (torch.load(f / "last.pt", weights_only=True) for f in (out, whole))
            for kind in ("network", "smoothed"):
                if not all(torch.equal(mine[kind][k], theirs[kind][k]) for k in theirs[kind]):
                    report.trouble("training", f"{out.name} ended with other weights than the run that nobody killed")
            rows = [
                # Without the losses, which are means since the run was last begun or logged.
                [[line.split(",")[k] for k in (0, 6, 7, 8)] for line in (f / "log.csv").read_text().splitlines()]
                for f in (out, whole)
            ]
            if rows[0] != rows[1]:
                report.trouble("training", f"the log of {out.name} differs: {len(rows[0])} and {len(rows[1])} lines")


def _shaken_samples(copies: int, seed: int) -> bytes:
    """Drawings to learn from: the program's own samples of five categories, many times, the points moved."""
    rng = np.random.default_rng(seed)
    samples = [parse_line(line) for line in paths.resource("samples.ndjson").read_bytes().splitlines()][:5]
    shaken = [
        Sketch(tuple(Stroke(np.clip(s.points + rng.normal(0, 6, s.points.shape), 0, 255)) for s in sample.strokes),
               word=sample.word)
        for _ in range(copies) for sample in samples
    ]  # fmt: skip
    return b"".join(format_line(sketch) for sketch in shaken)


# All of it ----------------------------------------------------------------------------------------------------


def run(count: int, seed: int, scenes: tuple[str, ...] = tuple(SCENES)) -> Report:
    """Kill `count` times, divided among the scenes; prints what it finds."""
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = (*MODULES, "tests.abuse.kill_scenes", "sketchxai_desktop.cli.train")
        with ForkServer(*modules, environment=environment(folder / "server", "http://127.0.0.1:9")) as server:
            total = sum(SCENES[scene] for scene in scenes)
            for scene in scenes:
                home = folder / scene
                home.mkdir()
                place = (
                    Desk(server, home, report) if scene == "drawing"
                    else Gym(server, home, report) if scene == "training"
                    else Shelf(server, home, report, scene)
                )  # fmt: skip
                for number in range(round(count * SCENES[scene] / total)):
                    place.kill(random.Random(f"{seed} {scene} {number}"))
                place.end()
    return report


def summary(report: Report) -> str:
    """In a few lines."""
    kills = ", ".join(f"{n} {scene}" for scene, n in report.kills.items())
    middle = ", ".join(f"{n} {scene}" for scene, n in report.in_the_middle.items())
    behind = f"at most {max(report.behind, default=0):.2f} s old"
    return (
        f"{report.kills.total()} kills ({kills}), {len(report.troubles)} troubles.\n"
        f"In the middle of something: {middle}.\n"
        f"{report.strokes} strokes drawn; {report.recovered} drawings kept ({report.twice} of them twice); "
        f"the oldest stroke not yet written was {behind}. {report.looks} looks at files while they were written; "
        f"{report.unfinished} unfinished hidden files taken away. {report.runs} training runs came to their end."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=tuple(SCENES), help="just this scene")
    arguments = parser.parse_args()
    report = run(arguments.count, arguments.seed, (arguments.only,) if arguments.only else tuple(SCENES))
    print(f"Seed {arguments.seed}: {summary(report)}")
    return int(bool(report.troubles))


if __name__ == "__main__":
    sys.exit(main())
