"""What tests of the Explain page share: the page about a bicycle, and ways to fill and show it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.inspection import Inspection
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.explain_page import ExplainPage

Show = Callable[..., QWidget]
SCORES = np.array([0.5, -0.25, 0.1, 0.0, 0.3])


@pytest.fixture
def page(
    session: Session, summary: CheckpointSummary, bicycle: Sketch, inspection: Inspection, show: Show, qtbot: QtBot
) -> ExplainPage:
    """The page about the bicycle, in a panel of 300 pixels."""
    session.set_checkpoint(summary)
    session.open_sketch(bicycle)
    session.set_inspection(inspection)
    page = ExplainPage(session)
    show(page, 300, 560)
    return page


def found(method: str, scores: np.ndarray = SCORES, **more: object) -> Attribution:
    return Attribution(method, scores, 0.01, **more)  # type: ignore[arg-type]


def view(page: ExplainPage, name: str, qtbot: QtBot) -> QWidget:
    page.show_view(name)
    shown = page.view_of(name)
    qtbot.waitUntil(shown.isVisible)
    return shown


def fill(page: ExplainPage, qtbot: QtBot, **results: object) -> None:
    page.add_results(**results)
    qtbot.waitUntil(lambda: not page._soon.isActive())
