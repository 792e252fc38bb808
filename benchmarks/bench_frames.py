"""Whether a frame is ever missed: drawing, dragging among 500 strokes, and inversions at full rate.

For each, in the real program (offscreen) and in its GUI thread: how late the event loop is (by how much a heartbeat of
1 ms takes longer), how much processor time it spent in between (which other programs cannot disturb), and how long the
canvas paints. The budgets are 10 ms for the loop and 16 ms for the canvas.

    python benchmarks/bench_frames.py [draw] [drag500] [draw500] [fast1] [fast64] [watch4]
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Half of the processors this process may use, as the program would choose on a machine that has no more.
os.environ.setdefault("OMP_NUM_THREADS", str(max(1, len(getattr(os, "sched_getaffinity", lambda _: [0, 0])(0)) // 2)))
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.inversion_panel import Pace

#: Milliseconds between two events of a mouse that reports 125 times a second.
MOUSE = 8
LOOP_BUDGET, FRAME_BUDGET = 10.0, 16.0


class Meter(QObject):
    """Measures from `start` to `stop`."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.beats: list[float] = []
        self.work: list[float] = []
        self.paints: list[float] = []
        self._beat = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._note)
        self._measure_paints(program.window.canvas)

    def _note(self) -> None:
        self.beats.append(time.perf_counter())
        self.work.append(time.thread_time())

    def _measure_paints(self, canvas: Canvas) -> None:
        painted, meter = Canvas.paintEvent, self

        def paint(canvas: Canvas, event: QEvent) -> None:
            started = time.perf_counter()
            painted(canvas, event)
            meter.paints.append(1000 * (time.perf_counter() - started))

        Canvas.paintEvent = paint

    def start(self) -> None:
        self.beats, self.work, self.paints = [], [], []
        self._beat.start()

    def stop(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Milliseconds: delays of the event loop, its own work between two beats, times that the canvas painted."""
        self._beat.stop()
        return np.maximum(0.0, 1000 * np.diff(self.beats) - 1.0), 1000 * np.diff(self.work), np.array(self.paints)


def wait(until: Callable[[], bool], seconds: int = 120) -> None:
    """Sleep in the event loop, as the program does, and look every 20 ms."""
    loop, look = QEventLoop(), QTimer(interval=20)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    QTimer.singleShot(1000 * seconds, loop, lambda: sys.exit("gave up waiting"))
    if not until():
        loop.exec()


def rest(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def sketch_of(strokes: int, points: int = 30) -> Sketch:
    """A sketch of so many curls, always the same."""
    rng = np.random.default_rng(5)
    angles = np.linspace(0, 5, points)
    made = []
    for _ in range(strokes):
        centre, radius, turn = rng.uniform(20, 235, 2), rng.uniform(6, 26), rng.uniform(0, 6)
        curl = np.stack([np.cos(angles + turn), np.sin(1.3 * angles + turn)], axis=1)
        made.append(Stroke((centre + radius * curl).astype(np.float32)))
    return Sketch(tuple(made), word="bicycle")


def send(canvas: Canvas, kind: QEvent.Type, place: QPointF) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def play(events: Iterator[Callable[[], None]]) -> None:
    """One event every `MOUSE` milliseconds until there are no more."""
    loop, clock = QEventLoop(), QTimer(interval=MOUSE, timerType=Qt.TimerType.PreciseTimer)

    def one() -> None:
        event = next(events, None)
        if event is None:
            clock.stop()
            loop.quit()
        else:
            event()

    clock.timeout.connect(one)
    clock.start()
    loop.exec()


def strokes_by_hand(canvas: Canvas, count: int, points: int = 60) -> Iterator[Callable[[], None]]:
    """Draw so many strokes, a moment apart."""
    rng = np.random.default_rng(0)
    middle = QPointF(canvas.rect().center())
    for _ in range(count):
        x, y = rng.integers(-150, 150, 2).tolist()
        places = [middle + QPointF(x + 40 * math.cos(a / 9) + a / 3, y + 40 * math.sin(a / 7)) for a in range(points)]
        yield lambda at=places[0]: send(canvas, QEvent.Type.MouseButtonPress, at)
        for place in places[1:]:
            yield lambda at=place: send(canvas, QEvent.Type.MouseMove, at)
        yield lambda at=places[-1]: send(canvas, QEvent.Type.MouseButtonRelease, at)
        for _ in range(20):
            yield lambda: None


def drags(program: Program, count: int, points: int = 60) -> Iterator[Callable[[], None]]:
    """Take hold of stroke after stroke and move it about."""
    canvas = program.window.canvas
    for k in range(count):
        stroke = program.session.sketch.strokes[37 * k % len(program.session.sketch)]
        x, y = canvas.camera().view.to_view(stroke.points[len(stroke) // 2]).tolist()
        places = [QPointF(x + 50 * math.sin(a / 9), y + 50 * (1 - math.cos(a / 7))) for a in range(points)]
        yield lambda at=places[0]: send(canvas, QEvent.Type.MouseButtonPress, at)
        for place in places[1:]:
            yield lambda at=place: send(canvas, QEvent.Type.MouseMove, at)
        yield lambda at=places[-1]: send(canvas, QEvent.Type.MouseButtonRelease, at)
        for _ in range(40):
            yield lambda: None


def show(program: Program, sketch: Sketch, tool: str) -> None:
    program.session.open_sketch(sketch)
    program.window.canvas.set_tool(tool)
    rest(1500)


def draw(program: Program) -> None:
    play(strokes_by_hand(program.window.canvas, 10))


def drag500(program: Program) -> None:
    play(drags(program, 6))


def inverted(paths: int, steps: int, watch: bool = False) -> Callable[[Program], None]:
    def measured(program: Program) -> None:
        program.runs.set_pace(Pace(watch=watch, steps_per_second=None))
        before = program.session.run
        program.runs.start(InversionSettings("recovery", "bicycle", paths=paths, steps=steps))
        wait(lambda: program.session.run is not before and program.session.run_state is RunState.FINISHED)
        rest(200)

    return measured


SCENES: dict[str, tuple[str, int, str, Callable[[Program], None]]] = {
    "draw": ("drawing in a sketch of 10 strokes", 10, "draw", draw),
    "drag500": ("dragging a stroke among 500", 500, "select", drag500),
    "draw500": ("drawing in a sketch of 500 strokes", 500, "draw", draw),
    "fast1": ("recovery at full rate, 1 path", 10, "draw", inverted(1, 300)),
    "fast64": ("recovery at full rate, 64 paths", 10, "draw", inverted(64, 60)),
    "watch4": ("recovery watched, 4 paths", 10, "draw", inverted(4, 100, watch=True)),
}


def main() -> None:
    chosen = sys.argv[1:] or list(SCENES)
    if unknown := set(chosen) - set(SCENES):
        sys.exit(f"There is no scene called {', '.join(sorted(unknown))}.")
    make_application()
    program = Program("cpu")
    program.window.resize(1280, 800)
    meter = Meter(program)
    program.start()
    wait(lambda: program.session.inspection is not None)
    rest(3000)  # thumbnails and reference strokes are named
    head = "".join(f"{name:>22}" for name in ("event loop late", "work of one turn", "canvas paints"))
    print(f"{'milliseconds: p50 p99 max':36}{head}    p99 of budget")
    for name in chosen:
        title, strokes, tool, scene = SCENES[name]
        show(program, replace(sketch_of(strokes), key_id=name), tool)
        meter.start()
        scene(program)
        measured = meter.stop()
        figures = [np.percentile(values, [50, 99, 100]) for values in measured]
        cells = "".join(f"{p50:8.1f}{p99:7.1f}{most:7.1f}" for p50, p99, most in figures)
        loop, paint = figures[0][1] / LOOP_BUDGET, figures[2][1] / FRAME_BUDGET
        print(f"{title:36}{cells}    loop {loop:4.0%}, canvas {paint:4.0%} of {len(measured[2])} paints", flush=True)
    program.window.close()


if __name__ == "__main__":
    main()
