"""How long it takes to show and scroll a long list of drawings, against QListView with the same model and cells.

Everything is painted into memory, without a screen. The times are those of the views themselves: nothing is read
from disk, and cells show what they show before their drawings are loaded.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from sketchxai_desktop.widgets.browser_cache import ThumbnailCache
from sketchxai_desktop.widgets.browser_cell import CellDelegate
from sketchxai_desktop.widgets.browser_grid import CELL_WIDTH, SketchGrid
from sketchxai_desktop.widgets.browser_model import SketchModel

_PAGES = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000, help="default: a million")
    rows: int = parser.parse_args().rows
    application = QApplication([])
    ours = _measure(application, rows, _grid)
    theirs = _measure(application, rows, _list_view)
    print(f"{rows:,} rows")
    print(f"{'':24s}{'SketchGrid':>12s}{'QListView':>12s}{'ratio':>10s}")
    for name, own in ours.items():
        print(f"{name:24s}{1000 * own:9.2f} ms{1000 * theirs[name]:9.2f} ms{own / theirs[name]:10.5f}")


def _grid(model: SketchModel) -> QAbstractItemView:
    return SketchGrid(model, CellDelegate(model, ThumbnailCache(model), model))


def _list_view(model: SketchModel) -> QAbstractItemView:
    view = QListView()
    cells = CellDelegate(model, ThumbnailCache(model), model)
    view.setItemDelegate(cells)
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(CELL_WIDTH, cells.cell_height(CELL_WIDTH)))
    view.setModel(model)
    return view


def _measure(
    application: QApplication, rows: int, make: Callable[[SketchModel], QAbstractItemView]
) -> dict[str, float]:
    """Seconds per thing to do."""
    model = SketchModel()
    view = make(model)
    view.resize(200, 400)
    view.show()
    times = {}

    def timed(name: str, work: Callable[[], object], repeats: int = 1) -> None:
        started = time.perf_counter()
        for _ in range(repeats):
            work()
            application.processEvents()
            view.viewport().grab()
        times[name] = (time.perf_counter() - started) / repeats

    bar = view.verticalScrollBar()
    timed("show all rows", lambda: model.reset(rows))
    timed("make it wider", lambda: view.resize(300, 400))
    timed("scroll by a page", lambda: bar.setValue(bar.value() + bar.pageStep()), _PAGES)
    timed("jump to the end", lambda: bar.setValue(bar.maximum()))
    view.close()
    return times


if __name__ == "__main__":
    main()
