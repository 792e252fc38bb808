"""When the window could be used: for benchmarks/bench_startup.py and .ci/check_bundle.

With the variable SKETCHXAI_STARTUP_LOG set to a path, every moment of `MOMENTS` becomes a line of JSON there:
`{"moment": "painted", "time": seconds since 1970, "processor": seconds of processor time that the program took so far,
"torch": whether torch had begun to load}`. Without it, nothing of this is even imported.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject

from sketchxai_desktop.app.first_paint import FirstPaint
from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.session import Session

VARIABLE = "SKETCHXAI_STARTUP_LOG"
#: The canvas was painted and the event loop is back: drawing can begin. The first sketch is there. The network is
#: there. It has named the first sketch.
MOMENTS = ("painted", "sketch", "network", "prediction")


class StartupLog(QObject):
    """Watches a window that is about to be shown and appends a line at each moment, once."""

    def __init__(self, path: Path, window: MainWindow, session: Session, first_paint: FirstPaint) -> None:
        super().__init__(window)
        self._path, self._session = path, session
        self._noted: set[str] = set()
        first_paint.happened.connect(self._painted)
        session.sketch_changed.connect(self._look)
        session.checkpoint_changed.connect(self._look)
        session.inspection_changed.connect(self._look)

    def _painted(self) -> None:
        self._note("painted")

    def _look(self, *_: object) -> None:
        session = self._session
        if len(session.sketch):
            self._note("sketch")
        if session.checkpoint is not None:
            self._note("network")
        if session.inspection is not None and session.inspection.sketch is session.sketch and len(session.sketch):
            self._note("prediction")

    def _note(self, moment: str) -> None:
        if moment not in self._noted:
            self._noted.add(moment)
            now = {"time": time.time(), "processor": time.process_time(), "torch": "torch" in sys.modules}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"moment": moment, **now}) + "\n")
