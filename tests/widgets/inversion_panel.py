"""What tests of the inversion panel share: the panel under a bicycle, runs that we made up, and ways to use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import Run, Step
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inversion_panel import InversionPanel

LEFT = Qt.MouseButton.LeftButton
MakeRun = Callable[..., Run]
Play = Callable[..., Sequence[Step]]
Show = Callable[..., QWidget]


@pytest.fixture
def panel(session: Session, summary: CheckpointSummary, bicycle: Sketch, show: Show) -> Iterator[InversionPanel]:
    session.set_checkpoint(summary)
    session.edit(bicycle, "Open")
    panel = InversionPanel(session)
    show(panel, 1000, 230)
    yield panel
    panel.scrubber.pause_playing()


@pytest.fixture
def uneven(make_run: MakeRun) -> MakeRun:
    """Runs whose paths have probabilities of their own."""

    def make(states: int = 12, paths: int = 4, **more: object) -> Run:
        run = make_run(states, paths, **more)
        rng = np.random.default_rng(5)
        for step in run.steps:
            step.target_probability[:] = rng.random(paths)
            step.original_probability[:] = rng.random(paths)
        return run

    return make


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def caught_up(qtbot: QtBot, panel: InversionPanel) -> None:
    qtbot.waitUntil(lambda: not panel._refresh_timer.isActive())
