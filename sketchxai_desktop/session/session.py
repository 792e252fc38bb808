"""Session: the current sketch, what is selected, what the network said, and the current run."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sketchxai_desktop.core.history import Edit, History
from sketchxai_desktop.core.layout import Placement
from sketchxai_desktop.core.run import Run, Step
from sketchxai_desktop.core.sketch import FloatArray, Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.session.overlay import Overlay, Preview

if TYPE_CHECKING:  # importing it for real would load torch before the window is painted
    from sketchxai_desktop.core.inspection import Inspection


class RunState(enum.Enum):
    """What the current run is doing."""

    NONE = "none"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def active(self) -> bool:
        return self in (RunState.RUNNING, RunState.PAUSED)


class Session(QObject):
    """Lives in the window's thread. Widgets change it by its methods and learn of changes by its signals.

    Stroke indices are 0-based here and shown from 1. While `showing_run`, the canvas shows a layout of the
    run instead of the sketch, and the sketch is not edited.
    """

    sketch_changed = Signal(object)  # Sketch
    history_changed = Signal()
    selection_changed = Signal(object)  # int | None
    hover_changed = Signal(object)  # int | None
    checkpoint_changed = Signal(object)  # CheckpointSummary | None
    inspection_changed = Signal(object)  # Inspection | None: None while there is nothing to say
    without_changed = Signal(object)  # frozenset[str]: attributes left out of the tokens
    run_changed = Signal(object)  # Run | None: another run, or none
    run_grew = Signal(int)  # number of states recorded now
    run_state_changed = Signal(object)  # RunState
    shown_changed = Signal()  # which state of which path is shown, or that the sketch is shown again
    overlay_changed = Signal(object)  # Overlay | None: scores shown over the sketch
    preview_changed = Signal(object)  # Preview | None: a sketch shown in place of the present one
    dragged_changed = Signal(object)  # Sketch | None: the sketch as it would be if the drag ended now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(Sketch())
        self._selection: int | None = None
        self._hovered: int | None = None
        self._checkpoint: CheckpointSummary | None = None
        self._inspection: Inspection | None = None
        self._without: frozenset[str] = frozenset()
        self._run: Run | None = None
        self._run_state = RunState.NONE
        self._showing_run = False
        self._path = 0
        self._step = 0
        self._following = True
        self._overlay: Overlay | None = None
        self._preview: Preview | None = None
        self._dragged: Sketch | None = None

    # The sketch -------------------------------------------------------------------------------------

    @property
    def sketch(self) -> Sketch:
        return self._history.sketch

    @property
    def undo_name(self) -> str | None:
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        return self._history.redo_name

    def edit(self, sketch: Sketch, name: str, select: int | None = None) -> None:
        """Replace the sketch by an edited one. `name` as in "Draw Stroke"; `select`: a stroke to select."""
        if sketch == self.sketch:
            # It was asked for all the same, as where it is opened again from its file.
            self.show_sketch()
            self.show_preview(None)
            return
        self._history.add(name, sketch)
        self._sketch_replaced(select)

    def open_sketch(self, sketch: Sketch) -> None:
        """Show a sketch from a file: an edit like any other, but the first one is where history begins."""
        if self.sketch.strokes or self.undo_name is not None or self.redo_name is not None:
            self.edit(sketch, "Open Sketch")
        else:
            self._history = History(sketch)
            self._sketch_replaced(None)

    def undo(self) -> None:
        if self._history.undo():
            self._sketch_replaced(self._selection)

    def redo(self) -> None:
        if self._history.redo():
            self._sketch_replaced(self._selection)

    @property
    def edits(self) -> Sequence[Edit]:
        """All states of the drawing that undo and redo reach, oldest first."""
        return self._history.edits

    @property
    def present_edit(self) -> int:
        """Index of the present state in `edits`."""
        return self._history.present

    def go_to_edit(self, index: int) -> None:
        """Undo or redo up to state `index` of `edits`. Raises IndexError when there is no such state."""
        if self._history.go_to(index):
            self._sketch_replaced(self._selection)

    def _sketch_replaced(self, select: int | None) -> None:
        self.show_sketch()
        self.show_preview(None)
        self.drag(None)
        self.hover(None)
        self._selection = None if select is None or select >= len(self.sketch) else select
        self.sketch_changed.emit(self.sketch)
        self.history_changed.emit()
        self.selection_changed.emit(self._selection)

    # Pointing ---------------------------------------------------------------------------------------

    @property
    def selection(self) -> int | None:
        return self._selection

    def select(self, stroke: int | None) -> None:
        if stroke is not None and not 0 <= stroke < len(self.sketch):
            stroke = None
        if stroke != self._selection:
            self._selection = stroke
            self.selection_changed.emit(stroke)

    @property
    def hovered(self) -> int | None:
        return self._hovered

    def hover(self, stroke: int | None) -> None:
        if stroke is not None and not 0 <= stroke < len(self.sketch):
            stroke = None
        if stroke != self._hovered:
            self._hovered = stroke
            self.hover_changed.emit(stroke)

    # Over the sketch and in its place -----------------------------------------------------------------

    @property
    def overlay(self) -> Overlay | None:
        """What is shown over the sketch; it may be about an earlier sketch, and then nothing is shown."""
        return self._overlay

    def set_overlay(self, overlay: Overlay | None) -> None:
        if overlay is not self._overlay:
            self._overlay = overlay
            self.overlay_changed.emit(overlay)

    @property
    def preview(self) -> Preview | None:
        """A sketch that is shown in place of the present one, which is not edited meanwhile."""
        return self._preview

    def show_preview(self, preview: Preview | None) -> None:
        """Show another sketch without an edit; None: the present one again. Any edit ends it."""
        if preview is not self._preview:
            if preview is not None:
                self.show_sketch()
                self.hover(None)
            self._preview = preview
            self.preview_changed.emit(preview)

    @property
    def dragged(self) -> Sketch | None:
        """While a stroke is dragged: the sketch as it would be if that ended now."""
        return self._dragged

    def drag(self, sketch: Sketch | None) -> None:
        if sketch is not self._dragged:
            self._dragged = sketch
            self.dragged_changed.emit(sketch)

    # The network ------------------------------------------------------------------------------------

    @property
    def checkpoint(self) -> CheckpointSummary | None:
        """The loaded network, or None while none is."""
        return self._checkpoint

    def set_checkpoint(self, checkpoint: CheckpointSummary | None) -> None:
        self._checkpoint = checkpoint
        self.checkpoint_changed.emit(checkpoint)

    @property
    def inspection(self) -> Inspection | None:
        return self._inspection

    def set_inspection(self, inspection: Inspection | None) -> None:
        self._inspection = inspection
        self.inspection_changed.emit(inspection)

    @property
    def without(self) -> frozenset[str]:
        """Attributes ("order", "shape", "location") that the network is not shown."""
        return self._without

    def set_without(self, attributes: Iterable[str]) -> None:
        without = frozenset(attributes)
        if without != self._without:
            self._without = without
            self.without_changed.emit(without)

    # The run ----------------------------------------------------------------------------------------

    @property
    def run(self) -> Run | None:
        return self._run

    @property
    def run_state(self) -> RunState:
        return self._run_state

    def start_run(self, run: Run) -> None:
        """A new run takes the place of the old one and is shown as it grows."""
        self.show_preview(None)
        self._run, self._path, self._step = run, 0, 0
        self._showing_run = self._following = True
        self.run_changed.emit(run)
        self.set_run_state(RunState.RUNNING)
        self.shown_changed.emit()

    def set_run_state(self, state: RunState) -> None:
        if state is not self._run_state:
            self._run_state = state
            self.run_state_changed.emit(state)

    def add_steps(self, steps: Sequence[Step]) -> None:
        """States arrived. While following, the newest is shown."""
        if self._run is None or not steps:
            return
        self._run.steps.extend(steps)
        if self._following:
            self._step = self._run.states - 1
        self.run_grew.emit(self._run.states)
        if self._following and self._showing_run:
            self.shown_changed.emit()

    def clear_run(self) -> None:
        self.show_sketch()
        self._run = None
        self.run_changed.emit(None)
        self.set_run_state(RunState.NONE)

    # What of the run is shown -------------------------------------------------------------------------

    @property
    def showing_run(self) -> bool:
        """Whether the canvas shows the run's layout rather than the sketch itself."""
        return self._showing_run and self._run is not None and self._run.states > 0

    @property
    def path(self) -> int:
        return self._path

    @property
    def step(self) -> int:
        return self._step

    @property
    def following(self) -> bool:
        """Whether new states are shown as they arrive (until somebody scrubs back)."""
        return self._following

    def show_state(self, path: int | None = None, step: int | None = None) -> None:
        """Show a state of a path (None: keep). Choosing the newest state follows the run again."""
        if self._run is None or not self._run.states:
            return
        self.show_preview(None)
        if path is not None:
            self._path = min(max(path, 0), self._run.paths - 1)
        if step is not None:
            self._step = min(max(step, 0), self._run.states - 1)
            self._following = self._step == self._run.states - 1
        self._showing_run = True
        self.shown_changed.emit()

    def show_sketch(self) -> None:
        """Back from the run's layouts to the sketch itself."""
        if self._showing_run:
            self._showing_run = False
            self.shown_changed.emit()

    @property
    def shown_layout(self) -> FloatArray | None:
        """(S, 2) normalised locations of the shown state, or None when the sketch itself is shown."""
        if not self.showing_run or self._run is None:
            return None
        layout: FloatArray = self._run.steps[self._step].locations[self._path]
        return layout

    @property
    def shown_sketch(self) -> Sketch:
        """What the canvas shows: the sketch, or the run's sketch in the shown layout."""
        layout = self.shown_layout
        if layout is None or self._run is None:
            return self.sketch
        return Placement(self._run.sketch).laid_out(layout)

    def use_shown_layout(self) -> None:
        """The shown layout becomes the sketch, as one edit that can be undone."""
        if self.showing_run:
            self.edit(self.shown_sketch, "Use Layout")
            self.show_sketch()
