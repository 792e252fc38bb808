"""The real program, offscreen, with leaks and Qt warnings made visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet


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


@pytest.fixture
def untrained(tmp_path: Path) -> Callable[..., Path]:
    """A function that saves a small checkpoint of three categories that has learnt nothing."""

    def save(categories: tuple[str, str, str], training: dict[str, Any] | None = None) -> Path:
        torch.manual_seed(2)
        network = SketchXAINet(NetworkConfig(3, width=24, layers=2, heads=3, mlp_width=48, order_slots=12))
        path = tmp_path / "small.safetensors"
        save_checkpoint(Checkpoint(network, categories, training or {}), path)
        return path

    return save
