"""What an export will look like: one frame of it, drawn small, with a slider over the steps."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.export import Kind
from sketchxai_desktop.rendering.frames import FrameRenderer
from sketchxai_desktop.rendering.stills import filmstrip
from sketchxai_desktop.rendering.style import SMALLEST, FrameStyle

_LARGEST_PREVIEW = 360
_WAIT_MS = 40
#: A filmstrip of many paths is as readable with its first rows.
_MOST_ROWS = 4


def only_path(run: Run, path: int) -> Run:
    """The record of one path of a run, as a run of its own."""
    one = slice(path, path + 1)
    steps = [
        replace(
            step,
            locations=step.locations[one],
            target_probability=step.target_probability[one],
            original_probability=step.original_probability[one],
            top_category=step.top_category[one],
            loss=step.loss[one],
        )
        for step in run.steps
    ]
    return replace(run, settings=replace(run.settings, paths=1), steps=steps)


def frame_size(run: Run, style: FrameStyle) -> tuple[int, int]:
    """(width, height) of the frames in pixels, without drawing any."""
    one = replace(run, steps=run.steps[:1])
    renderer = FrameRenderer(one, replace(style, path=min(style.path, run.paths - 1)))
    return renderer.width, renderer.height


class ExportPreview(QWidget):
    """A picture of the chosen step, drawn when changes have come to rest.

    Signals:
        step_changed: 0-based state that is shown.
    """

    step_changed = Signal(int)

    def __init__(self, run: Run, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._kind: Kind = "animation"
        self._style = FrameStyle()
        self._all_paths = False
        self._renderer: tuple[FrameStyle, FrameRenderer] | None = None
        self._image: QImage | None = None
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_WAIT_MS)
        self._pending.timeout.connect(self._render)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.picture.setMinimumSize(220, 150)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.picture.setAccessibleName(self.tr("Preview"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, run.states - 1)
        self.slider.setValue(step)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(self.tr("Step"))
        self.slider.setToolTip(self.tr("Which step is shown here; it is the one exported where only one is"))
        self._words = QLabel()
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture, 1)
        column.addWidget(self._controls)
        self.slider.valueChanged.connect(self._moved)
        self._moved(step)

    @property
    def step(self) -> int:
        """0-based state that is shown."""
        return self.slider.value()

    @property
    def image(self) -> QImage | None:
        """The last picture drawn, or None where there is nothing to see."""
        return self._image

    def show_export(self, kind: Kind, style: FrameStyle, *, all_paths: bool) -> None:
        """Show what such an export looks like."""
        self._kind, self._style, self._all_paths = kind, style, all_paths
        self._controls.setVisible(kind in ("animation", "state"))
        self._pending.start()

    def sizeHint(self) -> QSize:
        return QSize(420, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pending.start()

    def _moved(self, step: int) -> None:
        self._words.setText(self.tr("step {0} / {1}").format(step, self._run.states - 1))
        self._pending.start()
        self.step_changed.emit(step)

    def _render(self) -> None:
        style = self._style
        if self._kind == "record":
            self._image = None
            self.picture.setText(self.tr("Numbers for other programs: there is nothing to see."))
            return
        if self._kind == "filmstrip":
            shown = self._run if self._all_paths else only_path(self._run, style.path)
            rows = range(min(shown.paths, _MOST_ROWS))
            self._image = filmstrip(shown, style, cell=96, paths=rows)
        else:
            small = replace(style, size=max(SMALLEST, min(style.size, _LARGEST_PREVIEW)))
            if self._renderer is None or self._renderer[0] != small:
                # One path of many is laid out much faster than all of them.
                alone = small.style != "grid"
                run = only_path(self._run, small.path) if alone else self._run
                self._renderer = (small, FrameRenderer(run, replace(small, path=0) if alone else small))
            self._image = self._renderer[1].render(self.step)
        ratio = self.devicePixelRatioF()
        room = self.picture.size() * ratio
        pixmap = QPixmap.fromImage(self._image)
        if pixmap.width() > room.width() or pixmap.height() > room.height():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaled(room, keep, smooth)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)
