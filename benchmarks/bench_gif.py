"""How long the three-panel GIF of 100 steps takes at 512 pixels, and how large it is; and how fast thumbnails are.

Compared with the usual way, one matplotlib figure per step collected by imageio, where these are installed: the same
three panels, frames of the same size. Thumbnails are of the program's own sample sketches, simplified.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from rows import Row, Times, hand_over, in_turn, in_words, missing

from sketchxai_desktop import paths
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import InversionSettings, Run, Step
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch, Stroke, locations
from sketchxai_desktop.rendering.animation import export_animation
from sketchxai_desktop.rendering.frames import FrameRenderer
from sketchxai_desktop.rendering.gui import ensure_gui_application
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.thumbnails import thumbnail

STATES, SIZE = 100, 512
AIM_GIF, AIM_RATE = 20.0, 10_000


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


def usual_way(run: Run, path: Path, width: int, height: int) -> None:
    """The same three panels through matplotlib and imageio, in frames of the same size."""
    import imageio.v2 as imageio
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    # Equal look: the sketch as large as in our frames, the first point of every stroke marked, titles as large.
    x0, y0, x1, y1 = _bounds(run)
    frames = []
    for state in range(run.states):
        figure, (left, middle, right) = plt.subplots(
            1, 3, figsize=(width / 100, height / 100), dpi=100, width_ratios=(3, 1, 1), layout="constrained"
        )
        layout = Placement(run.sketch).laid_out(run.steps[state].locations[0])
        for order, stroke in enumerate(layout.strokes):
            colour = plt.cm.rainbow(order / max(1, len(layout) - 1))
            left.plot(*stroke.points.T, color=colour, linewidth=3)
            left.plot(*stroke.start, "o", color=colour)
        left.set(xlim=(x0, x1), ylim=(y1, y0), aspect="equal", xticks=[], yticks=[])
        left.set_title(f"bicycle-{state}", fontsize=20, fontweight="bold")
        for panel, name, probability in (
            (middle, "bicycle", run.steps[state].original_probability[0]),
            (right, "camera", run.steps[state].target_probability[0]),
        ):
            panel.bar([name], [probability])
            panel.set_ylim(0, 1)
            panel.set_title(f"{100 * probability:.6f}%", fontsize=14, fontweight="bold")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        plt.close(figure)
        frames.append(imageio.imread(buffer))
    imageio.mimsave(path, frames, duration=200)


def _bounds(run: Run) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all states, and a margin."""
    placement = Placement(run.sketch)
    every = np.array([placement.laid_out(step.locations[0]).bounds for step in run.steps])
    (x0, y0), (x1, y1) = every[:, :2].min(axis=0) - 12, every[:, 2:].max(axis=0) + 12
    return x0, y0, x1, y1


def gif_rows(rounds: int, their_rounds: int) -> Iterator[Row]:
    """Time and size of the file."""
    run, style = made_up_run(STATES), FrameStyle(size=SIZE)
    renderer = FrameRenderer(run, style)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "ours.gif", Path(folder) / "other.gif"
        ways: dict[str, Callable[[], object]] = {"ours": lambda: export_animation(run, path, style)}
        remark = missing("matplotlib", "imageio")
        if not remark:
            ways["other"] = lambda: usual_way(run, other, renderer.width, renderer.height)
        what = f"GIF, {STATES} frames of {renderer.width} x {renderer.height}, three panels"
        # Both keep one processor busy, and its time is compared: that of others who want it does not count.
        times = in_turn(ways, their_rounds, warm_up=0, clock=time.process_time)
        more = in_turn({"ours": ways["ours"]}, rounds, warm_up=0, clock=time.process_time)["ours"]
        own = Times(times["ours"].seconds + more.seconds)
        if remark:
            yield Row(what, in_words(own.best), aim=f"{AIM_GIF:g}x", note=remark)
        else:
            _require_same_size(path, other)
            found = times["other"].best / own.best
            note = f"of the middle times {times['other'].middle / own.middle:.3g}x"
            yield Row(
                what, in_words(own.best), in_words(times["other"].best), found, f"{AIM_GIF:g}x", found >= AIM_GIF, note
            )
            sizes = [p.stat().st_size / 1024 for p in (path, other)]
            texts = [f"{size:,.0f} KiB" for size in sizes]
            yield Row("  its file", *texts, sizes[1] / sizes[0], "smaller", sizes[0] < sizes[1])


def _require_same_size(*paths: Path) -> None:
    sizes = set()
    for path in paths:
        with Image.open(path) as image:
            sizes.add((image.size, getattr(image, "n_frames", 1)))
    if len(sizes) > 1:
        sys.exit(f"The files cannot be compared: {sizes}.")


def thumbnail_row(rounds: int) -> Row:
    """Pictures of 96 pixels, with the processor's time of one thread."""
    source = open_drawings(paths.resource("samples.ndjson"))
    sketches = [simplify(source.sketch(k)) for k in range(len(source))]  # as in files of Quick, Draw!
    strokes, points = (np.mean([count(s) for s in sketches]) for count in (len, lambda s: sum(map(len, s.strokes))))

    def all_of_them() -> None:
        for sketch in sketches:
            thumbnail(sketch)

    times = in_turn({"ours": all_of_them}, 20 * rounds, warm_up=3, clock=time.process_time)["ours"]
    rate = len(sketches) / times.best
    note = (
        f"sketches of {strokes:.1f} strokes and {points:.0f} points on average; at the middle time "
        f"{len(sketches) / times.middle:,.0f}/s"
    )
    return Row("thumbnails of 96 px", f"{rate:,.0f}/s", aim=f"{AIM_RATE:,}/s", met=rate >= AIM_RATE, note=note)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", action="store_true", help="print rows for table.py")
    arguments = parser.parse_args()
    ensure_gui_application()
    hand_over([thumbnail_row(2 if arguments.quick else 10)], arguments.json)
    hand_over(gif_rows(*((2, 1) if arguments.quick else (6, 2))), arguments.json)


if __name__ == "__main__":
    main()
