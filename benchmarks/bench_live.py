"""How quickly the answer follows the pen, and whether the window stays responsive meanwhile.

Draws strokes by synthetic mouse events in the real program (offscreen) and measures, for each, the time from pen-up to
the new prediction; then runs an inversion at full rate and measures the gaps of the event loop. The comparison is one
plain forward pass of the same network on the same sketch, in the same process.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest

from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_panel import Pace


def wait(until: Callable[[], bool], changed: SignalInstance, seconds: int = 120) -> None:
    """Sleep in the event loop, as the program does, until a signal brought what is waited for."""
    loop = QEventLoop()
    changed.connect(lambda *_: loop.quit() if until() else None)
    QTimer.singleShot(1000 * seconds, lambda: sys.exit("gave up waiting"))
    if not until():
        loop.exec()


def pen_to_answer(program: Program, count: int) -> list[float]:
    """Milliseconds from pen-up to the prediction, for each of `count` strokes."""
    canvas, session = program.window.canvas, program.session
    canvas.clear()
    middle = canvas.rect().center()
    rng = np.random.default_rng(0)
    out = []
    for _ in range(count):
        x, y = rng.integers(-120, 120, 2).tolist()
        points = [middle + QPoint(x + round(30 * math.cos(a / 5)), y + round(30 * math.sin(a / 5))) for a in range(30)]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(canvas, point)
        started = time.perf_counter()
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])
        wait(
            lambda: session.inspection is not None and session.inspection.sketch is session.sketch,
            session.inspection_changed,
        )
        out.append(1000 * (time.perf_counter() - started))
    return out


def plain_forward(program: Program) -> float:
    """Milliseconds of one forward pass for the present sketch."""
    import torch

    from sketchxai_desktop.core.tensors import batch_of

    assert program.models.checkpoint is not None
    network = program.models.checkpoint.network
    times = []
    for _ in range(20):
        started = time.perf_counter()
        with torch.inference_mode():
            network(batch_of([program.session.sketch], network.config.order_slots))
        times.append(1000 * (time.perf_counter() - started))
    return float(np.median(times))


def gaps_while_inverting(program: Program) -> np.ndarray:
    """Milliseconds between turns of the event loop while 4 paths are inverted at full rate."""
    times: list[float] = []
    probe = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
    probe.timeout.connect(lambda: times.append(time.perf_counter()))
    program.runs.set_pace(Pace(watch=False, steps_per_second=None))
    program.runs.start(InversionSettings("recovery", "bicycle", paths=4))
    probe.start()
    wait(lambda: program.session.run_state is RunState.FINISHED, program.session.run_state_changed)
    probe.stop()
    return np.diff(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strokes", nargs="?", type=int, default=15, help="how many are drawn (default: 15)")
    count: int = parser.parse_args().strokes
    make_application()
    program = Program("cpu")
    program.window.resize(1280, 800)
    program.start()
    wait(lambda: program.session.inspection is not None, program.session.inspection_changed)
    QTest.qWait(2000)  # thumbnails and reference strokes are named
    answers = pen_to_answer(program, count)
    forward = plain_forward(program)
    gaps = gaps_while_inverting(program)
    print(np.round(answers))
    print(f"pen-up to prediction, {count} strokes: median {np.median(answers):.0f} ms, longest {max(answers):.0f} ms")
    print(f"one plain forward pass of the same sketch: {forward:.0f} ms (ratio {np.median(answers) / forward:.1f})")
    print(f"event loop while 4 paths run: gap p50 {np.median(gaps):.1f}, p99 {np.percentile(gaps, 99):.1f}, "
          f"longest {gaps.max():.1f} ms")  # fmt: skip
    program.window.close()


if __name__ == "__main__":
    main()
