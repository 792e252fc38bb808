"""How long one frame of the map of strokes takes while it is panned and zoomed.

Made-up strokes in 100 groups, painted into memory without a screen. The comparison is pyqtgraph's own scatter item
with as many dots, in a view of the same size.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from sketchxai_desktop.analysis.codebook import Codebook
from sketchxai_desktop.analysis.projection import pca_map
from sketchxai_desktop.analysis.strokes import StrokeCollection, unit
from sketchxai_desktop.rendering.palette import LIGHT
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.shapes_map import MapPage
from sketchxai_desktop.widgets.shapes_state import ShapesState

_GROUPS, _POINTS, _WIDTH, _FRAMES = 100, 12, 64, 60


def codebook_of(count: int) -> Codebook:
    """Random walks whose embeddings lie around 100 centres."""
    rng = np.random.default_rng(0)
    points = rng.normal(0, 9, (count, _POINTS, 2)).cumsum(axis=1).reshape(-1, 2).astype(np.float32)
    groups = np.concatenate([np.arange(_GROUPS), rng.integers(0, _GROUPS, count - _GROUPS)])
    centres = unit(rng.normal(size=(_GROUPS, _WIDTH)))
    embeddings = (centres[groups] + rng.normal(0, 0.05, (count, _WIDTH))).astype(np.float32)
    numbers = np.arange(count)
    strokes = StrokeCollection(
        points,
        (numbers + 1) * _POINTS,
        ("made up",),
        0 * numbers,
        numbers // 5,
        numbers // 5 + 1,
        numbers % 5,
        embeddings,
    )
    return Codebook(strokes, centres, groups, np.zeros(count, np.float32))


def frames(application: QApplication, view: pg.GraphicsView, change: Callable[[int], object]) -> np.ndarray:
    """(frames, 2) milliseconds of each frame, by the clock and of the processor alone.

    A frame is a change of the view, and all painting that it causes. On a busy machine the clock also counts the
    time of others.
    """
    out = []
    for k in range(_FRAMES):
        clock, processor = time.perf_counter(), time.process_time()
        change(k)
        view.viewport().repaint()
        out.append([1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)])
        application.processEvents()
    return np.array(out)


def report(name: str, times: np.ndarray) -> None:
    clock, processor = times.T
    numbers = (np.median(processor), np.median(clock), np.percentile(clock, 95), clock.max())
    print(f"{name:34s}" + "".join(f"{n:8.1f} ms" for n in numbers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("strokes", 50_000), ("width", 1280), ("height", 760)):
        parser.add_argument(name, nargs="?", type=int, default=usual, help=f"default: {usual}")
    arguments = parser.parse_args()
    count, width, height = arguments.strokes, arguments.width, arguments.height
    application = QApplication([])
    page = MapPage(Session())
    page.resize(width, height)
    page.show()
    codebook = codebook_of(count)
    page.set_theme(LIGHT)
    page.set_state(ShapesState(codebook=codebook))
    page.set_projection(pca_map(codebook.strokes))
    application.processEvents()
    view = page.view
    print(f"{count:,} strokes, {view.viewport().width()} x {view.viewport().height()} pixels")
    print(f"{'':34s}{'processor':>11s}{'median':>11s}{'95 %':>11s}{'longest':>11s}")
    report("pan, all dots", frames(application, view, lambda k: view.box.translateBy(x=0.002 * (-1) ** k, y=0)))
    report("zoom in", frames(application, view, lambda _: view.box.scaleBy((0.95, 0.95))))
    step = view.box.viewRect().width() / 100
    times = frames(application, view, lambda _: view.box.translateBy(x=step, y=step))
    report(f"pan, {len(view.pictured)} pictures", times)
    places = view._places
    page.close()

    plain = pg.GraphicsView()
    plain.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
    box = pg.ViewBox()
    plain.setCentralItem(box)
    box.addItem(pg.ScatterPlotItem(pos=places, size=4, pen=None, brush=pg.mkBrush(29, 99, 224)))
    plain.resize(width, height)
    plain.show()
    application.processEvents()
    times = frames(application, plain, lambda k: box.translateBy(x=0.002 * (-1) ** k, y=0))
    report("pan, pyqtgraph's ScatterPlotItem", times)
    plain.close()


if __name__ == "__main__":
    main()
