"""How long the three-panel GIF of 100 steps takes at 512 pixels, and how large it is.

Compared with the usual way, matplotlib figures collected by imageio, where these are installed.
"""

from __future__ import annotations

import importlib.util
import io
import tempfile
import time
from pathlib import Path

import numpy as np

from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.rendering.animation import export_animation
from sketchxai_desktop.rendering.gui import ensure_gui_application
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.thumbnails import thumbnail

STATES, SIZE, LIMIT = 100, 512, 2.0


def made_up_run(states: int) -> Run:
    """Two wheels, a frame and a few lines that drift apart while the target's probability rises."""
    angle = np.linspace(0, 2 * np.pi, 20)
    wheel = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 45
    shapes = [
        wheel + np.array([50, 150]),
        wheel + np.array([205, 150]),
        np.array([(50, 150), (90, 80), (170, 80), (205, 150)]),
        np.array([(90, 80), (125, 150), (170, 80)]),
        np.array([(80, 70), (100, 70)]),
    ]
    sketch = Sketch(tuple(Stroke(s) for s in shapes), word="bicycle")
    rng = np.random.default_rng(0)
    start = locations(sketch)
    drift = rng.normal(0, 0.25, start.shape)
    run = Run(sketch, InversionSettings("transfer", "camera", "bicycle", steps=states - 1), "camera", "bicycle", "none")
    for k in range(states):
        place = start + drift * (1 - np.exp(-4 * k / states)) + rng.normal(0, 0.002, start.shape)
        target = np.float32([1 / (1 + np.exp(-(k - 20) / 4))])
        label, loss = np.zeros(1, np.int64), np.zeros(1, np.float32)
        run.steps.append(Step(k, place[None].astype(np.float32), target, 1 - target, label, loss, 0.0, "cpu"))
    return run


def usual_way(run: Run, path: Path) -> None:
    """The same three panels through matplotlib and imageio."""
    import imageio.v2 as imageio
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    frames = []
    for state in range(run.states):
        figure, (left, middle, right) = plt.subplots(
            1, 3, figsize=(SIZE * 5 / 300, SIZE / 100), dpi=100, width_ratios=(3, 1, 1)
        )
        layout = Placement(run.sketch).laid_out(run.steps[state].locations[0])
        for order, stroke in enumerate(layout.strokes):
            left.plot(*stroke.points.T, color=plt.cm.rainbow(order / max(1, len(layout) - 1)), linewidth=3)
        left.set(xlim=(-80, 335), ylim=(335, -80), title=f"bicycle-{state}")
        middle.bar(["bicycle"], run.steps[state].original_probability)
        right.bar(["camera"], run.steps[state].target_probability)
        middle.set_ylim(0, 1)
        right.set_ylim(0, 1)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        plt.close(figure)
        frames.append(imageio.imread(buffer))
    imageio.mimsave(path, frames, duration=200)


def main() -> None:
    """Print the figures."""
    ensure_gui_application()
    run = made_up_run(STATES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.gif"
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            export_animation(run, path, FrameStyle(size=SIZE))
            times.append(time.perf_counter() - begin)
        ours, size = min(times), path.stat().st_size
        verdict = "within" if ours <= LIMIT else "OVER"
        print(f"{STATES} frames, three panels, {SIZE} px: {ours:.2f} s ({verdict} {LIMIT:g} s), {size / 1024:.0f} KiB")
        missing = [m for m in ("matplotlib", "imageio") if importlib.util.find_spec(m) is None]
        if missing:
            print(f"not compared with matplotlib + imageio: {' and '.join(missing)} not installed")
        else:
            begin = time.perf_counter()
            usual_way(run, path)
            theirs, their_size = time.perf_counter() - begin, path.stat().st_size
            print(f"matplotlib + imageio: {theirs:.2f} s, {their_size / 1024:.0f} KiB")
            print(f"ratio: {theirs / ours:.1f} times as fast, {their_size / size:.1f} times as small")
    count = 2000
    begin = time.perf_counter()
    for _ in range(count):
        thumbnail(run.sketch)
    print(f"thumbnails of {len(run.sketch)} strokes at 96 px: {count / (time.perf_counter() - begin):,.0f} per second")


if __name__ == "__main__":
    main()
