"""Make the pictures of the README with the program itself: docs/images/*.

Run from the repository root: QT_QPA_PLATFORM=offscreen python tools/make_pictures.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.rendering.export import ExportRequest, perform_export
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_panel import Pace

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"


def wait(until: Callable[[], bool], seconds: float = 120) -> None:
    """Let the program work until something is true."""
    deadline = time.monotonic() + seconds
    while not until():
        QApplication.processEvents()
        time.sleep(0.01)
        if time.monotonic() > deadline:
            sys.exit("gave up waiting")


def settle(seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def invert(program: Program, settings: InversionSettings) -> None:
    program.runs.set_pace(Pace(watch=False, steps_per_second=None))
    before = program.session.run
    program.runs.start(settings)
    wait(lambda: program.session.run is not before and program.session.run_state is RunState.FINISHED)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    application = make_application()
    program = Program("cpu")
    program.settings = program.settings.changed("theme", "light")
    program._apply_settings()
    program.window.resize(1500, 940)
    program.start()
    program.window.resize(1500, 940)
    program.window.apply_default_layout()
    session = program.session
    wait(lambda: session.inspection is not None)

    invert(program, InversionSettings("transfer", "camera"))
    assert session.run is not None
    perform_export(
        session.run,
        ExportRequest("animation", IMAGES / "bicycle-to-camera.gif", FrameStyle("panels", size=256), fps=12),
    )
    invert(program, InversionSettings("recovery", "bicycle", paths=4))
    assert session.run is not None
    perform_export(
        session.run, ExportRequest("animation", IMAGES / "bicycle-recovery.gif", FrameStyle("grid", size=300), fps=12)
    )
    session.select(2)
    session.show_state(path=1, step=3)
    settle(1.0)
    program.window.grab().save(str(IMAGES / "window-light.png"))
    program.settings = program.settings.changed("theme", "dark")
    program._apply_settings()
    settle(0.6)
    program.window.grab().save(str(IMAGES / "window-dark.png"))
    program.window.close()
    application.quit()


if __name__ == "__main__":
    main()
