"""`sketchxai --smoke-test`: the real window does everything once, without a screen and without touching settings."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sketchxai_desktop import paths
from sketchxai_desktop.cli.output import notify
from sketchxai_desktop.cli.qt import prepare_for_qt
from sketchxai_desktop.core.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DEADLINE = 120.0
_STEPS = 3
#: Corners of the stroke that is drawn, as shares of the canvas.
_STROKE = ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7), (0.3, 0.3))


def smoke_test() -> int:
    """Load, draw, classify, invert 3 steps, write a GIF, read it back, group, explain, train, quit. Returns 0.

    Raises:
        UserError: something of that did not work; the sentence says what.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_for_qt("offscreen")
    started = time.monotonic()
    # What hangs inside Qt or torch hears no exception.
    watchdog = threading.Timer(DEADLINE, _give_up)
    watchdog.daemon = True
    watchdog.start()
    try:
        with tempfile.TemporaryDirectory(prefix="sketchxai-") as folder, _private_folders(Path(folder)):
            _journey(Path(folder) / "smoke.gif", started + DEADLINE - 5)
    finally:
        watchdog.cancel()
    print(f"Smoke test passed in {time.monotonic() - started:.1f} s.")
    return 0


def _journey(gif: Path, deadline: float) -> None:
    from sketchxai_desktop.app.launch import make_application
    from sketchxai_desktop.app.program import Program
    from sketchxai_desktop.cli.smoke_rooms import try_rooms
    from sketchxai_desktop.core.run import InversionSettings
    from sketchxai_desktop.rendering.export import ExportRequest
    from sketchxai_desktop.rendering.style import FrameStyle
    from sketchxai_desktop.session import RunState

    if not paths.bundled_checkpoints():
        raise UserError("The smoke test failed: no checkpoint is bundled.")
    application = make_application()
    program = Program("cpu")
    failures: list[str] = []
    for source in (program.models, program.runs, program.files):
        source.failed.connect(failures.append)
    session, window = program.session, program.window

    def wait(what: str, happened: Callable[[], bool]) -> None:
        while not happened():
            application.processEvents()
            if failures:
                raise UserError(f"The smoke test failed: {failures[0]}")
            if time.monotonic() > deadline:
                raise UserError(f"The smoke test failed: {what} did not happen in time.")
            time.sleep(0.005)
        print(f"{what}: ok", flush=True)

    def classified() -> bool:
        return session.inspection is not None and session.inspection.sketch is session.sketch

    try:
        program.start()
        wait("Opening the window", window.canvas.isVisible)
        wait("Loading the network", lambda: session.checkpoint is not None)
        wait("Opening the bundled sketches", lambda: len(session.sketch) > 0 and not program.file_lane.jobs)
        window.canvas.clear()
        window.canvas.set_tool("draw")
        _draw(window.canvas)
        wait("Drawing a stroke", lambda: len(session.sketch) == 1 and session.sketch.extent > 0)
        wait("Classifying", classified)
        assert session.inspection is not None
        best, _ = session.inspection.top(1)[0]
        program.runs.start(InversionSettings(mode="recovery", target=best, steps=_STEPS))
        wait("Inverting", lambda: session.run_state is RunState.FINISHED)
        if session.run is None or session.run.states != _STEPS + 1:
            raise UserError("The smoke test failed: the run does not have all of its states.")
        program.files.export(ExportRequest("animation", gif, FrameStyle(size=256)))
        wait("Writing a GIF", lambda: gif.exists() and not program.file_lane.jobs)
        _check_gif(gif)
        assert program.models.checkpoint is not None
        try_rooms(program.models.checkpoint, lambda what: print(f"{what}: ok", flush=True))
        window.close()
        wait("Closing the window", lambda: not window.isVisible())
    finally:
        program.stop()
    if program.model_lane.jobs or program.file_lane.jobs:
        raise UserError("The smoke test failed: work went on after the window was closed.")
    application.processEvents()


def _draw(canvas: QWidget) -> None:
    """A stroke with the mouse, through Qt's own event delivery."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    def send(kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        place = QPointF(x * canvas.width(), y * canvas.height())
        event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)

    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send(QEvent.Type.MouseButtonPress, *_STROKE[0], left, left)
    for (ax, ay), (bx, by) in itertools.pairwise(_STROKE):
        for k in range(1, 11):
            send(QEvent.Type.MouseMove, ax + (bx - ax) * k / 10, ay + (by - ay) * k / 10, none, left)
    send(QEvent.Type.MouseButtonRelease, *_STROKE[-1], left, none)


def _check_gif(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as image:
        frames = getattr(image, "n_frames", 1)
        for frame in range(frames):
            image.seek(frame)
            image.load()
    if frames != _STEPS + 1:
        raise UserError(f"The smoke test failed: the GIF has {frames} frames instead of {_STEPS + 1}.")


@contextlib.contextmanager
def _private_folders(folder: Path) -> Iterator[None]:
    """Settings, log and cache of the person who runs this stay as they are."""
    names = ("settings_dir", "state_dir", "cache_dir")
    before = {name: getattr(paths, name) for name in names}
    for name in names:
        setattr(paths, name, lambda name=name: folder / name)
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(paths, name, function)


def _give_up() -> None:
    notify(f"The smoke test failed: it hung for {DEADLINE:.0f} seconds.")
    os._exit(2)
