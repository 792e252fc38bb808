"""A day's use in miniature, in one session of the real program: nothing may pile up.

Left out unless asked for with ``-m soak``. SKETCHXAI_SOAK says how much of the day is lived: 0.1 (the default) are 200
inversions, 50 opened files and 20 exports, 1 (``make soak-full``) are 2,000, 500 and 200.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import gzip
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.categories import PAPER_30
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.network import SketchXAINet, tiny
from sketchxai_desktop.core.run import InversionSettings, Rule
from sketchxai_desktop.core.sketch import Stroke
from sketchxai_desktop.rendering.export import ExportRequest, Kind
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.widgets.inversion_panel import Pace

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

RUNS, OPENED, EXPORTS = 2000, 500, 200
SHARE = float(os.environ.get("SKETCHXAI_SOAK", "0.1"))
#: Every so many inversions are by the bundled network; the rest are by one of two layers.
BUNDLED_OF = 10
#: What the first tenth is at least: every kind of file and of export was seen twice. Of a whole day a tenth is more; of
#: a short one, memory that libraries keep at second use is not all there before.
EACH_KIND_TWICE = 0.07
WAIT = 60_000


@dataclass(frozen=True)
class Figures:
    """What must not grow."""

    megabytes: float
    threads: int
    native_threads: int
    handles: int
    timers: int
    objects: int
    windows: int

    @classmethod
    def of(cls, program: Program) -> Figures:
        """As of now, with nothing under way.

        What Qt was asked to delete later is deleted, Python's cycles are collected, and the C library is asked to
        give back pages that are free: else its reserve, which grows and shrinks by itself, would be measured too.
        """
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        name = ctypes.util.find_library("c")
        trim = getattr(ctypes.CDLL(name), "malloc_trim", None) if name else None
        if trim is not None:
            trim(0)
        process = psutil.Process()
        roots: list[QObject] = [program, *QApplication.topLevelWidgets()]
        return cls(
            megabytes=process.memory_info().rss / 2**20,
            threads=len([t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]),
            native_threads=process.num_threads(),
            handles=len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else len(process.open_files()),
            timers=len({id(t) for root in roots for t in root.findChildren(QTimer)}),
            objects=sum(len(root.findChildren(QObject)) for root in roots),
            windows=len(QApplication.topLevelWidgets()),
        )


@pytest.fixture
def small_network(tmp_path: Path) -> str:
    """30 categories, two layers, random weights."""
    torch.manual_seed(0)
    checkpoint = Checkpoint(SketchXAINet(tiny(30, layers=2)).eval(), PAPER_30)
    save_checkpoint(checkpoint, tmp_path / "small.safetensors")
    return str(tmp_path / "small.safetensors")


def _line(word: str, seed: int) -> str:
    points = np.random.default_rng(seed).integers(0, 256, (4, 2, 8)).tolist()
    return json.dumps({"word": word, "countrycode": "DE", "recognized": bool(seed % 2), "drawing": points}) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, bool]]:
    """Paths of every kind, and whether there is a drawing in them."""
    few, many = tmp_path / "few.ndjson", tmp_path / "many.ndjson"
    few.write_text("".join(_line("cat", k) for k in range(40)))
    many.write_text("".join(_line("dog", k % 50) for k in range(3000)))
    packed, damaged, bad = tmp_path / "packed.ndjson.gz", tmp_path / "cut.ndjson.gz", tmp_path / "bad.ndjson"
    packed.write_bytes(gzip.compress(many.read_bytes()))
    damaged.write_bytes(packed.read_bytes()[:-2000])
    bad.write_text('{"drawing": []}\n' * 30)
    strokes = np.empty(20, object)
    for k in range(20):
        strokes[k] = np.array([[9, k, 0], [30, 9, 1], [k, 60, 1]], np.int16)
    np.savez(tmp_path / "bee.npz", train=strokes)
    good = (few, many, packed, damaged, tmp_path / "bee.npz", paths.resource("samples.ndjson"))
    return [*((str(path), True) for path in good), (str(bad), False), (str(tmp_path / "gone.ndjson"), False)]


class Day:
    """One user's doings, each finished before the next."""

    def __init__(self, program: Program, qtbot: QtBot, small: str, files: list[tuple[str, bool]], folder: Path) -> None:
        self.program, self.qtbot, self.small, self.files, self.folder = program, qtbot, small, files, folder
        self.random = np.random.default_rng(0)
        self.done: Counter[str] = Counter()
        self.said: list[str] = []
        program.files.failed.connect(self.said.append)
        program.runs.failed.connect(self.said.append)

    def wait(self, ready: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(ready, timeout=WAIT)

    def settle(self) -> None:
        """Until nothing is under way."""
        program = self.program
        self.wait(lambda: not program.model_lane.jobs and not program.file_lane.jobs)

    def invert(self) -> None:
        program, session, number = self.program, self.program.session, self.done["inversions"]
        if number % BUNDLED_OF == 0 or number % BUNDLED_OF == 1:
            self.load(None if number % BUNDLED_OF == 0 else self.small)
        assert session.checkpoint is not None
        categories = session.checkpoint.categories
        settings = InversionSettings(
            ("recovery", "transfer")[number % 2],  # type: ignore[arg-type]
            categories[number % len(categories)],
            steps=2 + number % 5,
            paths=(1, 1, 2, 4)[number % 4],
            seed=number,
            rule=_RULES[number % 3],
        )
        program.runs.set_pace(Pace(watch=number % 5 == 0, steps_per_second=None))
        program.runs.start(settings)
        if number % 7 == 3:  # stopped on its way
            self.wait(lambda: session.run is not None and session.run.settings is settings and session.run.states > 0)
            program.runs.stop()
        self.wait(lambda: not program.runs.running)
        assert session.run is not None
        assert session.run.settings is settings
        session.show_state(step=int(self.random.integers(0, 3)))
        if number % 11 == 0:
            session.use_shown_layout()
            session.undo()
        self.done["inversions"] += 1

    def load(self, checkpoint: str | None) -> None:
        before = self.program.models.checkpoint
        self.program.load_checkpoint(checkpoint, remember=False)
        self.wait(lambda: self.program.models.checkpoint is not before)

    def open(self) -> None:
        program, number = self.program, self.done["files"]
        path, good = self.files[number % len(self.files)]
        before = program.files.path, len(self.said)
        program.files.open(path, remember=False)
        if good:
            self.wait(lambda: program.files.path == Path(path))
        else:
            self.wait(lambda: program.files.path == Path(path) or len(self.said) > before[1])
        self.settle()
        program.files.open_drawing(int(self.random.integers(0, 20)))
        self.settle()
        for box in program.window.findChildren(QMessageBox):
            box.close()
        program.session.edit(
            program.session.sketch.with_stroke(Stroke(self.random.integers(0, 255, (6, 2)), raw=True)), "Draw Stroke"
        )
        self.done["files"] += 1

    def export(self) -> None:
        program, number = self.program, self.done["exports"]
        kind, ending, style = _EXPORTS[number % len(_EXPORTS)]
        path = self.folder / f"export{ending}"
        path.unlink(missing_ok=True)
        if number % 4 == 0:  # after a look at the dialog with its preview
            program.window.inversion.open_export()
            dialog = program.window.inversion.export_dialog
            assert dialog is not None
            QApplication.processEvents()
            dialog.reject()
        program.files.export(ExportRequest(kind, path, FrameStyle(style, size=160)))  # type: ignore[arg-type]
        self.wait(path.exists)
        self.settle()
        self.done["exports"] += 1

    def come_home(self) -> None:
        """To the bundled drawings, the small network and no run: what is measured must not depend on what came last."""
        program = self.program
        program.files.open(str(paths.resource("samples.ndjson")), remember=False)
        self.wait(lambda: program.files.path == paths.resource("samples.ndjson"))
        self.load(self.small)
        program.session.clear_run()
        self.settle()
        program.window.status.clearMessage()  # Qt's bar has a timer of its own while it shows a sentence

    def live(self, share: float) -> None:
        """That share of a day, evenly mixed."""
        wanted = {"inversions": round(RUNS * share), "files": round(OPENED * share), "exports": round(EXPORTS * share)}
        doings = {"inversions": self.invert, "files": self.open, "exports": self.export}
        until = {name: self.done[name] + count for name, count in wanted.items()}
        start = dict(self.done)
        while any(self.done[name] < until[name] for name in doings):
            late = min(doings, key=lambda name: (self.done[name] - start.get(name, 0)) / max(wanted[name], 1))
            doings[late]()
        self.settle()


_RULES: tuple[Rule, ...] = ("sgd", "momentum", "adam")
_EXPORTS: tuple[tuple[Kind, str, str], ...] = (
    ("animation", ".gif", "panels"),
    ("animation", ".png", "sketch"),
    ("animation", ".webp", "grid"),
    ("filmstrip", ".png", "sketch"),
    ("state", ".svg", "sketch"),
    ("state", ".png", "sketch"),
    ("record", ".json", "sketch"),
)


@pytest.fixture
def day(
    start: Callable[..., Program], qtbot: QtBot, small_network: str, files: list[tuple[str, bool]], tmp_path: Path
) -> Iterator[Day]:
    program = start(checkpoint=small_network)
    yield Day(program, qtbot, small_network, files, tmp_path)
    for window in QApplication.topLevelWidgets():
        if window is not program.window and isinstance(window, QWidget):
            window.close()


def test_a_day_of_use_leaves_nothing_behind(day: Day) -> None:
    began = time.monotonic()
    story = []
    for tenth in range(10):
        day.live(max(SHARE / 10, EACH_KIND_TWICE) if tenth == 0 else SHARE / 10)
        day.come_home()
        story.append(Figures.of(day.program))
    first, last = story[0], story[-1]
    print(f"\n{dict(day.done)} in {time.monotonic() - began:.0f} s")
    for figures in story:
        print(figures)
    for name in ("threads", "native_threads", "handles", "timers", "objects", "windows"):
        assert getattr(last, name) <= getattr(first, name), name
    assert last.megabytes <= 1.05 * first.megabytes
