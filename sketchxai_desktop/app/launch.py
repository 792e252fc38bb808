"""From the command line to a window and back."""

from __future__ import annotations

import logging
import os
import signal
import sys

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import __version__
from sketchxai_desktop.app.icons import program_icon
from sketchxai_desktop.app.logs import set_up_logging
from sketchxai_desktop.app.program import Program


def make_application() -> QApplication:
    """The QApplication, made once per process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Window and lanes hand Python's lock to one another this often: the window stays smooth while a file is read,
    # and the network, which takes the lock anew for each of its hundreds of operations, is not held up by painting.
    sys.setswitchinterval(0.0005)
    # Every point of a quick mouse stroke counts; tablets are not compressed anyway.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("sketchxai-desktop")
    application.setApplicationDisplayName("SketchXAI Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sketchxai-desktop")
    application.setWindowIcon(program_icon())
    return application


def run_window(file: str | None = None, checkpoint: str | None = None, device: str | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        file: drawings to open; None: the bundled samples.
        checkpoint: bundled name or path; None: the one used last, or the first bundled one.
        device: "auto", "cpu" or "cuda"; None: as the settings say.

    Returns:
        The exit status.
    """
    application = make_application()
    set_up_logging()
    program = Program(device)
    # Not left to "the last window was closed": a message box may outlive the window that it belongs to.
    program.window.closing.connect(lambda: application.exit(0), Qt.ConnectionType.QueuedConnection)
    _quit_on_signals(program)
    program.start(file, checkpoint)
    try:
        status = application.exec()
    finally:
        all_ended = program.stop()
    if not all_ended:
        # A step that cannot be interrupted, like the import of torch, still runs. What it works out is of no use
        # any more, and taking the interpreter down under it would crash.
        logging.shutdown()
        os._exit(status)
    return status


def _quit_on_signals(program: Program) -> None:
    """Ctrl+C and a polite kill close the window like its close button."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: program.window.close())
    # Python sees signals only between its own instructions, so the event loop must come back to it.
    timer = QTimer(program, interval=200)
    timer.timeout.connect(lambda: None)
    timer.start()
