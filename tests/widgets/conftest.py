"""What tests of widgets share: a session, made-up sketches and runs, a small network, a way to show a widget."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import THEMES, Theme
from sketchxai_desktop.session import Session

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.inspection import Inspection

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def session(qapp: object) -> Session:
    """An empty session."""
    return Session()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Both themes, one after the other."""
    return THEMES[request.param]


def circle(x: float, y: float, radius: float, points: int = 24) -> Stroke:
    """A closed stroke around (x, y)."""
    angle = np.linspace(0, 2 * np.pi, points)
    return Stroke(np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1))


def line(*points: tuple[float, float]) -> Stroke:
    """A stroke through the points."""
    return Stroke(np.array(points, np.float32))


@pytest.fixture
def face() -> Sketch:
    """Four strokes: a circle, a mouth, a nose, and a tap for an eye. Bounds 28..228."""
    return Sketch(
        (
            circle(128, 128, 100),
            line((90, 160), (128, 180), (166, 160)),
            line((128, 110), (128, 140)),
            line((95, 95)),
        ),
        word="face",
    )


@pytest.fixture
def bicycle() -> Sketch:
    """Five strokes: two wheels, the frame, handlebars, a saddle. Bounds 10..245 by 60..210."""
    return Sketch(
        (
            circle(60, 160, 50),
            circle(195, 160, 50),
            line((60, 160), (100, 95), (170, 95), (120, 160), (60, 160)),
            line((120, 160), (97, 85)),
            line((195, 160), (160, 70), (180, 60)),
        ),
        word="bicycle",
        country="DE",
        recognized=True,
        key_id="1234",
    )


@pytest.fixture
def many_strokes() -> Callable[[int], Sketch]:
    """Builds a sketch of so many short wavy strokes."""

    def make(strokes: int, points: int = 20) -> Sketch:
        rng = np.random.default_rng(strokes)
        steps = rng.normal(0, 4, (strokes, points, 2)).cumsum(axis=1)
        return Sketch(tuple(Stroke(p) for p in steps + rng.uniform(20, 236, (strokes, 1, 2))))

    return make


@pytest.fixture
def make_run(bicycle: Sketch) -> Callable[..., Run]:
    """Builds a run whose strokes drift apart while the target's probability rises evenly from 0 to 1."""

    def make(
        states: int = 6,
        paths: int = 1,
        *,
        mode: str = "transfer",
        target: str = "camera",
        original: str = "bicycle",
        steps: int | None = None,
        sketch: Sketch = bicycle,
        drift: float = 0.3,
    ) -> Run:
        asked = InversionSettings(
            mode,  # type: ignore[arg-type]
            target,
            original,
            steps=max(1, states - 1) if steps is None else steps,
            paths=paths,
        )
        run = Run(sketch, asked, target, original, "made-up")
        home = locations(sketch)
        away = np.random.default_rng(7).normal(0, drift, (paths, *home.shape))
        for k in range(states):
            share = k / asked.steps
            probability = np.full(paths, share, np.float32)
            run.steps.append(
                Step(
                    index=k,
                    locations=(home + share * away).astype(np.float32),
                    target_probability=probability,
                    original_probability=1 - probability if target != original else probability,
                    top_category=np.zeros(paths, np.int64),
                    loss=-np.log(probability + 1e-6),
                    seconds=0.01,
                    device="cpu",
                )
            )
        return run

    return make


def play(session: Session, run: Run, states: int | None = None) -> Sequence[Step]:
    """Start `run` in the session and deliver its first `states` steps (None: all). Returns the steps left over."""
    steps = list(run.steps)
    run.steps.clear()
    session.start_run(run)
    states = len(steps) if states is None else states
    session.add_steps(steps[:states])
    return steps[states:]


@pytest.fixture(name="play")
def _play() -> Callable[..., Sequence[Step]]:
    """`play(session, run, states=None)` starts a run and delivers its steps."""
    return play


CATEGORIES = (
    *("airplane", "alarm clock", "apple", "banana", "bicycle", "bird", "book", "bus", "cactus", "camera"),
    *("candle", "car", "cat", "chair", "clock", "cup", "door", "eye", "face", "fish"),
    *("flower", "hat", "house", "key", "moon", "shoe", "star", "sun", "tree", "umbrella"),
)


@pytest.fixture(scope="session")
def checkpoint() -> Checkpoint:
    """A network of two layers that has learnt nothing, for 30 categories."""
    import torch

    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.network import SketchXAINet, tiny

    torch.set_num_threads(1)
    torch.manual_seed(3)
    return Checkpoint(SketchXAINet(tiny(30, layers=2)).eval(), CATEGORIES, name="made-up")


@pytest.fixture
def summary() -> CheckpointSummary:
    """Facts about such a network, without loading torch."""
    return CheckpointSummary(
        name="made-up",
        path="made-up.safetensors",
        origin="own",
        categories=CATEGORIES,
        parameters=1_234_567,
        width=192,
        layers=2,
        heads=3,
        order_slots=150,
        masked=True,
        sha256="0" * 64,
    )


@pytest.fixture
def inspection(checkpoint: Checkpoint, bicycle: Sketch) -> Inspection:
    """What that network says of the bicycle."""
    from sketchxai_desktop.core.inspection import inspect_sketch

    return inspect_sketch(checkpoint, bicycle)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., QWidget]:
    """`show(widget, width, height)` shows a widget, gives it the focus and waits until it is on the screen."""

    def shown(widget: QWidget, width: int = 640, height: int = 480) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        widget.setFocus()
        return widget

    return shown


def channels(image: QImage) -> np.ndarray:
    """(height, width, 3) 0..255 in device pixels, of signed whole numbers, so that differences are easy."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int64)


@pytest.fixture
def pixels() -> Callable[[QWidget], np.ndarray]:
    """`pixels(widget)`: what the widget looks like, (height, width, 3) in device pixels."""
    return lambda widget: channels(widget.grab().toImage())


@pytest.fixture
def looks_as_before() -> Callable[[QImage, str], None]:
    """`looks_as_before(image, name)` compares with snapshots/name.png, which must not hold text.

    SKETCHXAI_UPDATE_SNAPSHOTS=1 stores the picture instead; look at it before it is committed.
    """

    def compare(image: QImage, name: str) -> None:
        stored = SNAPSHOTS / f"{name}.png"
        if os.environ.get("SKETCHXAI_UPDATE_SNAPSHOTS"):
            assert image.save(str(stored))
        assert stored.is_file(), "run once with SKETCHXAI_UPDATE_SNAPSHOTS=1 and look at the picture"
        now, before = channels(image), channels(QImage(str(stored)))
        assert now.shape == before.shape
        difference = np.abs(now - before)
        # Antialiasing may differ by a little between versions of Qt; shapes and colours may not.
        assert difference.mean() < 0.5
        assert (difference.max(axis=-1) > 48).mean() < 0.002

    return compare


def mouse(
    widget: QWidget,
    kind: QEvent.Type,
    place: tuple[float, float],
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    *,
    at: int | None = None,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """One mouse event with a fractional position and a time of our choosing (ms)."""
    moving, up = kind == QEvent.Type.MouseMove, kind == QEvent.Type.MouseButtonRelease
    point = QPointF(*place)
    event = QMouseEvent(
        kind,
        point,
        QPointF(widget.mapToGlobal(point)),
        Qt.MouseButton.NoButton if moving else button,
        Qt.MouseButton.NoButton if up else button,
        modifiers,
    )
    if at is not None:
        event.setTimestamp(at)
    QApplication.sendEvent(widget, event)


@pytest.fixture(name="mouse")
def _mouse() -> Callable[..., None]:
    """`mouse(widget, kind, place, button, at=ms)` sends one mouse event."""
    return mouse


@pytest.fixture
def drag() -> Callable[..., None]:
    """`drag(widget, [(x, y), ...], button=..., first=0, every=8)`: press at the first place, release at the last."""

    def dragged(
        widget: QWidget,
        places: Sequence[tuple[float, float]],
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        *,
        first: int = 1000,
        every: int = 8,
    ) -> None:
        mouse(widget, QEvent.Type.MouseButtonPress, places[0], button, at=first)
        for k, place in enumerate(places[1:], 1):
            mouse(widget, QEvent.Type.MouseMove, place, button, at=first + k * every)
        mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], button, at=first + len(places) * every)

    return dragged
