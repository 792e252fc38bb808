"""The real program, offscreen, with leaks and Qt warnings made visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program


@pytest.fixture
def start(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Program]]:
    """A function that starts the program and waits until its network has named the first sample.

    After the test: no thread, timer or window may be left.
    """
    # A person is not kept waiting; a test on a busy machine is, and then it must have ended.
    monkeypatch.setattr("sketchxai_desktop.app.program._PATIENCE", 30.0)
    programs: list[Program] = []

    def begin(file: str | None = None, *, ready: bool = True, **options: str) -> Program:
        program = Program(options.get("device", "cpu"))
        programs.append(program)
        program.window.resize(1280, 800)
        program.start(file, options.get("checkpoint"))
        if ready:
            qtbot.waitUntil(lambda: program.session.inspection is not None, timeout=60_000)
        return program

    yield begin
    for program in programs:
        program.window.close()
        program.stop()
        assert not program.model_lane._thread.isRunning()
        assert not program.file_lane._thread.isRunning()
        active = [t for t in program.findChildren(QTimer) if t.isActive()]
        program.window.deleteLater()
        program.deleteLater()
        QApplication.processEvents()
        assert not active, f"timers still run: {active}"
    qtbot.waitUntil(lambda: not [w for w in QApplication.topLevelWidgets() if w.isVisible()], timeout=3000)
