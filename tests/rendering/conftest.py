"""Sketches and runs that we made up, small enough to reason about."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations


@pytest.fixture(autouse=True)
def _gui(qapp: object) -> None:
    """Text needs an application; tests of widgets in the same process need it to be a QApplication."""


def circle(x: float, y: float, radius: float, points: int = 24) -> Stroke:
    """A closed stroke around (x, y)."""
    angle = np.linspace(0, 2 * np.pi, points)
    return Stroke(np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1))


@pytest.fixture
def face() -> Sketch:
    """A circle, a tap and two lines."""
    mouth = Stroke(np.array([(90, 160), (128, 180), (166, 160)]))
    nose = Stroke(np.array([(128, 110), (128, 140)]))
    return Sketch((circle(128, 128, 100), mouth, nose, Stroke(np.array([(95.0, 95.0)]))), word="face")


@pytest.fixture
def make_run(face: Sketch) -> Callable[..., Run]:
    """Builds runs whose strokes drift apart while the target's probability rises evenly from 0 to 1."""

    def make(
        states: int = 6, paths: int = 1, *, mode: str = "transfer", target: str = "clock", sketch: Sketch = face
    ) -> Run:
        rng = np.random.default_rng(7)
        original = "face"
        home = locations(sketch)
        drift = rng.normal(0, 0.3, (paths, *home.shape))
        settings = InversionSettings(mode, target, original, steps=max(1, states - 1), paths=paths)  # type: ignore[arg-type]
        run = Run(sketch, settings, target, original, "made-up")
        for k in range(states):
            share = k / max(1, states - 1)
            probability = np.full(paths, share, np.float32)
            run.steps.append(
                Step(
                    index=k,
                    locations=(home + share * drift).astype(np.float32),
                    target_probability=probability,
                    original_probability=1 - probability if target != original else probability,
                    top_category=np.zeros(paths, np.int64),
                    loss=np.zeros(paths, np.float32),
                    seconds=0.0,
                    device="cpu",
                )
            )
        return run

    return make
