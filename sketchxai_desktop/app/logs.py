"""A rotating log file in the state folder, and what to do with exceptions nobody caught."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from sketchxai_desktop import paths

log = logging.getLogger("sketchxai_desktop")

#: Called, in whatever thread it happened, with the kind and text of every exception that nobody caught.
defect_listeners: list[Callable[[str], object]] = []

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_file() -> Path:
    return paths.state_dir() / "sketchxai-desktop.log"


def set_up_logging() -> None:
    """Log to the state folder (where possible) and warnings to stderr (where there is one)."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handlers: list[logging.Handler] = []
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(log_file(), maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        )
    except OSError:
        pass  # a read-only home must not keep the window from opening
    if sys.stderr is not None:
        console = logging.StreamHandler()
        console.setLevel(logging.WARNING)
        handlers.append(console)
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log_exception(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(_log_qt)


def recent_lines(count: int = 60) -> str:
    """The last lines of the log."""
    try:
        return "\n".join(log_file().read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""


def _log_exception(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    log.critical("unhandled exception", exc_info=(kind, error, traceback))
    for listener in defect_listeners:
        listener(f"{kind.__name__}: {error}"[:200])


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.INFO), message)
