"""Single pictures: a filmstrip of a run, one state as PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.cell import Cell
from sketchxai_desktop.rendering.filmstrip_steps import filmstrip_states
from sketchxai_desktop.rendering.frames import FrameRenderer
from sketchxai_desktop.rendering.run_geometry import RunGeometry
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.svg import svg_of_state
from sketchxai_desktop.rendering.text import draw_text

#: Qt's own limit on the side of a picture that can be painted on.
_LARGEST_SIDE = 32000


def filmstrip(run: Run, style: FrameStyle, *, cell: int = 192, paths: Sequence[int] | None = None) -> QImage:
    """The states of `filmstrip_states` side by side, one row per path, each with its probability.

    Args:
        run: with one state or more.
        style: theme, colours, ghost, traces, numbers; its `style`, `size` and `path` are not looked at.
        cell: side of one picture in pixels, 48 or more.
        paths: 0-based paths to show; None: all.

    Returns:
        RGB32 picture.

    Raises:
        UserError: the run has no state, or the picture would be too large.
    """
    if not run.states:
        raise UserError("This run has no steps yet, so there is nothing to draw.")
    rows = list(range(run.paths)) if paths is None else list(paths)
    geometry, theme = RunGeometry(run), style.colours
    states = filmstrip_states(run.states)
    gap, margin = max(3, cell // 32), max(6, cell // 14)
    head, pixels = max(16, cell // 8), max(10.0, cell / 13)
    lane = round(5.2 * pixels) if len(rows) > 1 else 0
    width = 2 * margin + lane + len(states) * (cell + gap) - gap
    height = 2 * margin + head + len(rows) * (cell + gap) - gap
    if max(width, height) > _LARGEST_SIDE:
        raise UserError(
            "A filmstrip of {paths} paths is too large for one picture. Choose fewer paths.", paths=len(rows)
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(*theme.surface))
    probability = run.target_probability
    bounds = geometry.bounds(rows, with_sketch=style.show_ghost)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column, state in enumerate(states):
        left = margin + lane + column * (cell + gap)
        name = "input" if state == 0 else f"{state}"
        draw_text(painter, QRectF(left, margin * 0.6, cell, head), name, pixels, theme.text, bold=True)
        for row, path in enumerate(rows):
            place = Cell.at(QRectF(left, margin + head + row * (cell + gap), cell, cell), bounds, box=style.show_box)
            place.paint_card(painter, style)
            place.paint(painter, geometry, state, path, float(probability[state, path]), style)
    for row, path in enumerate(rows if lane else ()):
        box = QRectF(margin, margin + head + row * (cell + gap), lane - gap, cell)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, box, f"Path {path + 1}", pixels, theme.muted, align=side)
    painter.end()
    return image


def save_png(image: QImage, path: Path) -> None:
    """Write a picture whole or not at all. Raises UserError when the file cannot be written."""
    with atomic_path(path) as temporary:
        writer = QImageWriter(str(temporary), b"png")
        if not writer.write(image):
            raise OSError(writer.errorString())


def export_filmstrip(
    run: Run, path: Path, style: FrameStyle | None = None, *, cell: int = 192, paths: Sequence[int] | None = None
) -> None:
    """Write `filmstrip` as a PNG. Raises UserError as it and `save_png` do."""
    save_png(filmstrip(run.snapshot(), style or FrameStyle(), cell=cell, paths=paths), Path(path))


def export_state(run: Run, path: Path, state: int, style: FrameStyle | None = None) -> None:
    """Write one state: an animation frame as .png, or the sketch as .svg, by the ending of `path`.

    Raises:
        UserError: unknown ending, no such state or path, or the file cannot be written.
    """
    path, run, style = Path(path), run.snapshot(), style or FrameStyle(style="sketch")
    if not 0 <= state < run.states:
        raise UserError("This run has no step {step}; the last one is {last}.", step=state, last=run.states - 1)
    if style.path >= run.paths:
        raise UserError("This run has {paths} paths; there is no path {path}.", paths=run.paths, path=style.path + 1)
    ending = path.suffix.lower()
    if ending == ".png":
        save_png(FrameRenderer(run, style).render(state), path)
    elif ending == ".svg":
        with atomic_path(path) as temporary:
            temporary.write_text(svg_of_state(run, state, style), encoding="utf-8", newline="\n")
    else:
        raise UserError("{file} must end in .png or .svg.", file=path.name)
