"""Work that goes on while its process is killed. Each scene tells what it begins and what is done."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from sketchxai_desktop.__main__ import main
from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.core.drawing_save import save_drawings
from sketchxai_desktop.core.quickdraw import format_line
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.rendering.export import ExportRequest, perform_export
from sketchxai_desktop.rendering.style import FrameStyle
from tests.abuse.hand import draw_stroke, main_window, tell

# Drawing ----------------------------------------------------------------------------------------------


class Drawer(QObject):
    """Draws in the real window, now quickly, now slowly; sometimes undoes, clears, or opens the next sketch."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._rng = random.Random(seed)
        self._pause = self._rng.choice([0.05, 0.2, 0.8])
        self._watching = False
        self._own = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def _act(self) -> None:
        window = main_window()
        if window is None:
            self._timer.start(5)
            return
        rng, session = self._rng, window.session
        if not self._watching:
            self._watching = True
            session.sketch_changed.connect(self._changed)
            tell(what="shown")
        self._timer.start(round(1000 * rng.expovariate(1 / self._pause)))
        what = rng.random()
        if what < 0.04 and window.registry["file.next"].isEnabled():
            window.registry["file.next"].trigger()
        elif what < 0.08 and self._own:
            window.registry["edit.clear"].trigger()
        elif what < 0.14 and self._own > 1 and session.undo_name == "Draw Stroke":
            window.registry["edit.undo"].trigger()
        else:
            draw_stroke(window, rng, rng.randint(2, 25))

    def _changed(self, sketch: Sketch) -> None:
        window = main_window()
        if window is None:
            return
        name = window.session.undo_name
        line = format_line(sketch).decode().strip() if sketch.strokes else ""
        drawn = name == "Draw Stroke"
        self._own = self._own + 1 if drawn else 0
        tell(what="sketch", line=line, drawn=drawn)


def drawing(seed: int) -> int:
    """The whole program."""
    make_application()
    drawer = Drawer(seed)
    status = main([])
    del drawer
    return status


# Saving -----------------------------------------------------------------------------------------------


def drawings_of(version: int) -> int:
    """How many drawings a file has in this version."""
    return 150 + version * 37 % 400


def small_sketch(word: str, seed: int, strokes: int = 3) -> Sketch:
    rng = np.random.default_rng(seed)
    return Sketch(tuple(Stroke(rng.integers(0, 255, (20, 2)).astype(float)) for _ in range(strokes)), word=word)


def saving(folder: str, first: int) -> None:
    """Versions of a file over one another, plain and compressed, and lines added to a third one."""
    sketch = small_sketch("v", 1)
    for version in itertools.count(first):
        many = [replace(sketch, word=f"v{version}")] * drawings_of(version)
        for name, sketches, append in (
            ("over.ndjson", many, False),
            ("over.ndjson.gz", many, False),
            ("more.ndjson", [replace(sketch, word=f"v{version}")], True),
        ):
            tell(begins=name, version=version)
            save_drawings(Path(folder) / name, sketches, append=append)
            tell(done=name, version=version)


# Exporting --------------------------------------------------------------------------------------------


def states_of(version: int) -> int:
    """How many states the run of this version has."""
    return 3 + version % 9


def made_up_run(version: int) -> Run:
    """A run whose strokes drift apart."""
    sketch = small_sketch("face", 1, 4)
    home = locations(sketch)
    drift = np.random.default_rng(version).normal(0, 0.2, (2, *home.shape))
    settings = InversionSettings("transfer", "clock", "face", steps=states_of(version) - 1, paths=2, seed=version)
    run = Run(sketch, settings, "clock", "face", "made-up")
    for k in range(states_of(version)):
        share = k / settings.steps
        likely, zeros = np.full(2, share, np.float32), np.zeros(2, np.int64)
        moved = (home + share * drift).astype(np.float32)
        run.steps.append(Step(k, moved, likely, 1 - likely, zeros, np.zeros(2, np.float32), 0.0, "cpu"))
    return run


EXPORTS: dict[str, Any] = {
    "run.gif": {"kind": "animation", "style": FrameStyle("panels", size=160)},
    "run.webp": {"kind": "animation", "style": FrameStyle("sketch", size=160)},
    "run.json": {"kind": "record"},
    "run.png": {"kind": "filmstrip", "style": FrameStyle("sketch", size=128)},
}


def exporting(folder: str, first: int) -> None:
    """Runs in every kind of file, again and again over those before."""
    application = QGuiApplication([])
    for version in itertools.count(first):
        run = made_up_run(version)
        for name, how in EXPORTS.items():
            tell(begins=name, version=version)
            perform_export(run, ExportRequest(path=Path(folder) / name, **how))
            tell(done=name, version=version)
    del application


# Training ---------------------------------------------------------------------------------------------


def training(arguments: list[str], save_every_seconds: float) -> int:
    """`sketchxai train` with a network so small that a step takes milliseconds."""
    from sketchxai_desktop.cli import train as command
    from sketchxai_desktop.core.network import NetworkConfig
    from sketchxai_desktop.training import train as module

    def small(categories: int, **changes: Any) -> NetworkConfig:
        sizes = {"width": 24, "layers": 1, "heads": 3, "mlp_width": 48, "order_slots": 24}
        return NetworkConfig(categories, **{**sizes, **changes})

    save = module.save_state

    def telling(*given: Any) -> None:
        step = given[-1]["step"]
        tell(begins="last.pt", version=step)
        save(*given)
        tell(done="last.pt", version=step)

    setattr(command, "tiny", small)  # noqa: B010
    module.save_state = telling
    module.SAVE_EVERY_SECONDS = save_every_seconds
    status = main(["train", *arguments])
    tell(what="trained")
    return status
