"""From the command line to a window and back."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import __version__, paths
from sketchxai_desktop.app.crash_log import CrashLog
from sketchxai_desktop.app.icons import program_icon
from sketchxai_desktop.app.language import install_language
from sketchxai_desktop.app.logs import set_up_logging
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.settings import load_settings
from sketchxai_desktop.app.single_instance import SingleInstance

#: Platforms without a screen, on which Qt keeps what was copied in a variable that outlives Python: what Python has
#: made must be gone by then, or taking it away crashes.
_WITHOUT_CLIPBOARD = ("offscreen", "minimal")


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
    # Said here, because PySide would set up all classes of styles for what `setStyle` answers with.
    application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("sketchxai-desktop")
    application.setApplicationDisplayName("SketchXAI Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sketchxai-desktop")
    application.setWindowIcon(program_icon())
    return application


def run_window(
    file: str | None = None,
    checkpoint: str | None = None,
    device: str | None = None,
    *,
    new_instance: bool = False,
    temporary: bool = False,
) -> int:
    """Open the window and stay until it is closed; or hand the files to the window that is open already.

    Args:
        file: drawings to open; None: the bundled samples.
        checkpoint: bundled name or path; None: the one used last, or the first bundled one.
        device: "auto", "cpu" or "cuda"; None: as the settings say. Who says it gets a window of his own.
        new_instance: a window of its own, whatever is open.
        temporary: settings, state and cache lie in a folder that is removed at the end.

    Returns:
        The exit status.
    """
    folder = Path(tempfile.mkdtemp(prefix="sketchxai-")) if temporary else None
    if folder is not None:
        paths.use_folder(folder)
    instance = None if new_instance or temporary or device is not None else SingleInstance()
    wanted = [os.path.abspath(f) for f in (file, _path_of(checkpoint)) if f]
    if instance is not None and instance.forward(wanted):
        return 0
    application = make_application()
    set_up_logging()
    crash_log = CrashLog()
    install_language(application, load_settings().language)
    program = Program(device)
    if os.environ.get("SKETCHXAI_STARTUP_LOG"):
        from sketchxai_desktop.app.startup_log import StartupLog

        StartupLog(Path(os.environ["SKETCHXAI_STARTUP_LOG"]), program.window, program.session, program.first_paint)
    # Not left to "the last window was closed": a message box may outlive the window that it belongs to.
    program.window.closing.connect(lambda: application.exit(0), Qt.ConnectionType.QueuedConnection)
    _quit_on_signals(program)
    if instance is not None:
        instance.files_forwarded.connect(program.habits.open_forwarded)
        program.window.closing.connect(instance.close)
        program.first_paint.happened.connect(instance.listen)
    program.first_paint.happened.connect(_collect_garbage)
    program.start(file, checkpoint)
    try:
        status = application.exec()
    finally:
        all_ended = program.stop()
    if application.platformName() in _WITHOUT_CLIPBOARD:
        application.clipboard().clear()
    crash_log.close()
    if folder is not None:
        logging.shutdown()  # Windows removes no open file
        shutil.rmtree(folder, ignore_errors=True)
    if not all_ended:
        # A step that cannot be interrupted, like the import of torch, still runs. What it works out is of no use
        # any more, and taking the interpreter down under it would crash.
        logging.shutdown()
        os._exit(status)
    return status


def _collect_garbage() -> None:
    """From now on, and only among what is made from now on: the window itself stays."""
    gc.freeze()
    gc.enable()


def _path_of(checkpoint: str | None) -> str | None:
    """The path that `checkpoint` is; None where it is the name of a bundled one."""
    return checkpoint if checkpoint and os.path.exists(checkpoint) else None


def _quit_on_signals(program: Program) -> None:
    """Ctrl+C and a polite kill close the window like its close button."""
    window = program.window
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not at once: Python calls this between any two of its instructions, also in the middle of painting.
        signal.signal(number, lambda *_: QTimer.singleShot(0, window, window.close))
    # Python sees signals only between its own instructions, so the event loop must come back to it.
    timer = QTimer(program, interval=200)
    timer.timeout.connect(lambda: None)
    timer.start()
