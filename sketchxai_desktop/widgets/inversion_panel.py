"""The inversion panel: ask for a run, watch it, go through it, keep what it found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme
from sketchxai_desktop.rendering.text import short_percent
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.widgets.common_charts import prepare_charts
from sketchxai_desktop.widgets.common_later import Later
from sketchxai_desktop.widgets.inversion_arrays import RunArrays
from sketchxai_desktop.widgets.inversion_column import ChartColumn, Legend, StatusLabel
from sketchxai_desktop.widgets.inversion_filmstrip import Filmstrip
from sketchxai_desktop.widgets.inversion_form import SettingsForm
from sketchxai_desktop.widgets.inversion_grid import PathGrid
from sketchxai_desktop.widgets.inversion_picture import Look
from sketchxai_desktop.widgets.inversion_scrubber import Scrubber
from sketchxai_desktop.widgets.inversion_transport import Pace, Transport
from sketchxai_desktop.workers.saying import said

if TYPE_CHECKING:
    from sketchxai_desktop.core.inspection import Inspection
    from sketchxai_desktop.rendering.export import ExportRequest
    from sketchxai_desktop.widgets.inversion_chart import PathChart
    from sketchxai_desktop.widgets.inversion_export_dialog import ExportDialog

__all__ = ["InversionPanel", "Pace", "seconds_per_step"]

#: Pictures and curves follow a run at most so often, half as often when there are many; the run never waits for them.
_REFRESH_MS, _MANY_PATHS = 33, 16
#: How many names of the network's answer are looked at for a default target.
_RANKED = 2
#: Steps over which the time per step is averaged.
_RECENT = 20
#: Pixels left and right of all, and between the form and the pictures.
_SIDES, _BETWEEN = 8, 10
#: Share of the width that the pictures have at least, if the form can be narrower.
_PICTURES = 0.52


def seconds_per_step(run: Run) -> float:
    """The mean of a run's latest steps, of which there is at least one."""
    return float(np.mean([step.seconds for step in run.steps[-_RECENT:]]))


class InversionPanel(QWidget):
    """Binds the form, the transport, the chart, the pictures and the scrubber to the session.

    Signals (wishes; somebody else fulfils them):
        run_requested: InversionSettings, already checked against the sketch and the network.
        pause_requested, resume_requested, step_requested, stop_requested.
        pace_changed: Pace.
        export_requested: ExportRequest about the session's run.
        ghost_toggled, traces_toggled: bool.
    """

    run_requested = Signal(object)
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()
    pace_changed = Signal(object)
    export_requested = Signal(object)
    ghost_toggled = Signal(bool)
    traces_toggled = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self._arrays: RunArrays | None = None
        self._linked = False
        self._export_folder: Path | None = None
        self.export_dialog: ExportDialog | None = None
        self.form = SettingsForm()
        self.transport = Transport()
        self.grid = PathGrid()
        self._chart = Later(self._make_chart, smallest=QSize(180, 60), usual=QSize(480, 140))
        self.legend = Legend()
        self.status = StatusLabel()
        self.filmstrip = Filmstrip()
        self.scrubber = Scrubber()
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self._refresh)
        self.setAccessibleName(self.tr("Inversion"))
        self._lay_out()
        self._connect()
        self._checkpoint_changed(session.checkpoint)
        self._sketch_changed(session.sketch)
        self._inspection_changed(session.inspection)
        self.form.set_selection(session.selection)
        self._run_changed(session.run)
        self.set_theme(LIGHT)

    def _lay_out(self) -> None:
        left = self._left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.form, 1)
        column.addWidget(self.form.error)
        column.addWidget(self.transport)
        left.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

        self._pictures = QSplitter(Qt.Orientation.Horizontal)
        self._pictures.setChildrenCollapsible(False)
        self._pictures.setHandleWidth(7)
        self._pictures.addWidget(self.grid)
        self._pictures.addWidget(ChartColumn(self.legend, self.status, self._chart, self.filmstrip))
        self._pictures.setStretchFactor(0, 2)
        self._pictures.setStretchFactor(1, 5)
        self._pictures.setSizes([200, 500])
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addWidget(self._pictures, 1)
        right.addWidget(self.scrubber)

        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDES, 5, _SIDES, 5)
        row.setSpacing(_BETWEEN)
        row.addWidget(left)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        session, transport, scrubber = self._session, self.transport, self.scrubber
        session.checkpoint_changed.connect(self._checkpoint_changed)
        session.sketch_changed.connect(self._sketch_changed)
        session.inspection_changed.connect(self._inspection_changed)
        session.selection_changed.connect(self.form.set_selection)
        session.selection_changed.connect(self._look_changed)
        session.hover_changed.connect(self._look_changed)
        session.run_changed.connect(self._run_changed)
        session.run_state_changed.connect(self._run_state_changed)
        session.run_grew.connect(self._shown_changed)
        session.shown_changed.connect(self._shown_changed)
        transport.run_clicked.connect(self.run)
        transport.pause_clicked.connect(self.pause_requested)
        transport.resume_clicked.connect(self.resume_requested)
        transport.step_clicked.connect(self.step_requested)
        transport.stop_clicked.connect(self.stop_requested)
        transport.pace_changed.connect(self.pace_changed)
        self.grid.path_chosen.connect(self._choose_path)
        self.filmstrip.step_chosen.connect(self._scrub)
        scrubber.step_chosen.connect(self._show_step)
        scrubber.use_layout_clicked.connect(session.use_shown_layout)
        scrubber.back_clicked.connect(session.show_sketch)
        scrubber.export_clicked.connect(self.open_export)
        scrubber.ghost_toggled.connect(self.ghost_toggled)
        scrubber.traces_toggled.connect(self.traces_toggled)

    def _make_chart(self) -> PathChart:
        prepare_charts(self._theme)
        from sketchxai_desktop.widgets.inversion_chart import PathChart

        chart = PathChart()
        chart.step_chosen.connect(self._scrub)
        chart.set_theme(self._theme)
        chart.set_arrays(self._arrays)
        if self._arrays is not None:
            chart.set_shown(self._session.path, self._session.step)
        return chart

    # What can be asked of it --------------------------------------------------------------------------

    @property
    def chart(self) -> PathChart:
        """The chart; made at the first call, which whoever shows the panel does after it was painted."""
        return self._chart.get()

    @property
    def pace(self) -> Pace:
        """How steps are to be shown, as chosen now."""
        return self.transport.pace

    def why_not(self) -> str | None:
        """Why no inversion can be run now, as a sentence; None when it can."""
        sketch = self._session.sketch
        if self._session.checkpoint is None:
            return self.tr("No network is loaded yet.")
        if not sketch.strokes:
            return self.tr("There is no stroke yet: draw something or open a sketch first.")
        if sketch.extent <= 0:
            return self.tr("All points of this sketch coincide, so the network cannot see it.")
        return None

    def run(self) -> None:
        """Ask for a run with the form's settings, or show why they cannot be used."""
        if self.why_not() is not None or self._session.run_state.active:
            return
        try:
            settings = self.form.settings()
        except UserError as error:
            self.form.show_error(said(error))
            self.form.focus_problem()
            return
        self.form.show_error("")
        self.scrubber.pause_playing()
        self.run_requested.emit(settings)

    def set_target(self, category: str) -> None:
        """Choose a target category: recovery when it is the sketch's own, else transfer."""
        self.form.set_mode("recovery" if category == self.form.own_category() else "transfer")
        self.form.set_target(category)

    def open_export(self) -> None:
        """Show the export dialog for the session's run, if there is one."""
        run = self._session.run
        if run is None or not run.states or self.export_dialog is not None:
            return
        from sketchxai_desktop.widgets.inversion_export_dialog import ExportDialog

        dialog = ExportDialog(
            run.snapshot(),
            self,
            path=self._session.path,
            step=self._session.step,
            theme=self._theme,
            scheme=self._scheme,
            ghost=self.scrubber.ghost.isChecked(),
            traces=self.scrubber.traces.isChecked(),
            folder=self._export_folder,
        )
        dialog.export_chosen.connect(self._export_chosen)
        dialog.finished.connect(self._export_closed)
        self.export_dialog = dialog
        dialog.open()

    def set_switches(self, *, ghost: bool, traces: bool) -> None:
        """Set the switches for ghost and traces without emitting anything."""
        self.scrubber.set_switches(ghost=ghost, traces=traces)

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order in the pictures."""
        self._scheme = scheme
        self._look_changed()

    def set_theme(self, theme: Theme) -> None:
        """Colours of another look."""
        self._theme = theme
        for part in (
            self.form, self.transport, self.grid, self.legend, self.status, self.filmstrip, self.scrubber
        ):  # fmt: skip
            part.set_theme(theme)
        if self._chart.part is not None:
            self._chart.part.set_theme(theme)
        if self.export_dialog is not None:
            self.export_dialog.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(1100, 260)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        right = max(self.scrubber.minimumSizeHint().width(), self._pictures.minimumSizeHint().width())
        return QSize(self._least_left() + _BETWEEN + right + 2 * _SIDES, layout.minimumSize().height())

    def _least_left(self) -> int:
        return max(self.form.minimumSizeHint().width(), self.transport.minimumSizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._share_width()

    def _share_width(self) -> None:
        """The form gets what it likes where that leaves enough for buttons and pictures, else as little as it needs."""
        usual = max(self.form.sizeHint().width(), self.transport.sizeHint().width())
        whole = self.width() - 2 * _SIDES - _BETWEEN
        enough = max(self.scrubber.minimumSizeHint().width(), round(_PICTURES * whole))
        self._left.setFixedWidth(usual if usual + enough <= whole else self._least_left())

    # From the session ---------------------------------------------------------------------------------

    def _checkpoint_changed(self, checkpoint: CheckpointSummary | None) -> None:
        self.form.set_categories(() if checkpoint is None else checkpoint.categories)
        self._update_transport()

    def _sketch_changed(self, sketch: Sketch) -> None:
        self.form.set_sketch(sketch)
        self._link()
        self._update_transport()
        self.status.set_words(self._status_words())

    def _inspection_changed(self, inspection: Inspection | None) -> None:
        # While the network has nothing to say yet, its last answer is the better guess.
        if inspection is not None:
            self.form.set_ranked([name for name, _ in inspection.top(_RANKED)])

    def _run_changed(self, run: Run | None) -> None:
        self.scrubber.pause_playing()
        visible = run is not None and run.sketch.extent > 0
        self._arrays = RunArrays(run) if run is not None and visible else None
        for part in (self.grid, self.filmstrip):
            part.set_arrays(self._arrays)
        if self._chart.part is not None:
            self._chart.part.set_arrays(self._arrays)
        self._link()
        self._shown_changed()
        self._refresh()

    def _run_state_changed(self, _state: RunState) -> None:
        self._update_transport()
        self._shown_changed()

    def _shown_changed(self, *_: object) -> None:
        session, run = self._session, self._session.run
        if run is None:
            self.scrubber.set_position(0, 0, 0)
        else:
            self.scrubber.set_position(session.step, run.states, run.settings.steps)
        self.scrubber.set_showing(session.showing_run)
        if not self._refresh_timer.isActive():
            many = run is not None and run.paths > _MANY_PATHS
            self._refresh_timer.start(2 * _REFRESH_MS if many else _REFRESH_MS)

    def _update_transport(self) -> None:
        self.transport.set_state(self._session.run_state, self.why_not())

    def _link(self) -> None:
        """Strokes of the run's pictures answer to pointing only while they are the sketch's strokes."""
        run, sketch = self._session.run, self._session.sketch
        self._linked = run is not None and (
            run.sketch is sketch or [len(s) for s in run.sketch.strokes] == [len(s) for s in sketch.strokes]
        )
        self._look_changed()

    def _look_changed(self, *_: object) -> None:
        session = self._session
        chosen = (session.selection,) if self._linked and session.selection is not None else ()
        look = Look(self._scheme, chosen, session.hovered if self._linked else None)
        self.grid.set_look(look)
        self.filmstrip.set_look(look)

    # Showing ------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Let curves, pictures and words catch up with the session; called at most some 30 times a second."""
        self._refresh_timer.stop()
        if not self.isVisible():
            return  # the show event catches up
        arrays, session = self._arrays, self._session
        if arrays is not None:
            arrays.update()
            self.grid.set_shown(session.path, session.step)
            self.filmstrip.set_shown(session.path, session.step, session.run_state.active)
            if self._chart.part is not None:
                self._chart.part.set_shown(session.path, session.step)
        self.legend.set_entries(self._legend_entries())
        self.status.set_words(self._status_words())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _legend_entries(self) -> list[tuple[str, bool]]:
        arrays = self._arrays
        if arrays is None or not arrays.states:
            return []
        run, step, path = arrays.run, min(self._session.step, arrays.states - 1), self._session.path
        entries = [(f"{run.target} {short_percent(float(arrays.target[step, path]))}", False)]
        if run.original != run.target:
            entries.append((f"{run.original} {short_percent(float(arrays.original[step, path]))}", True))
        return entries

    def _status_words(self) -> str:
        run, state, tr = self._session.run, self._session.run_state, self.tr
        if run is None:
            return ""
        if not run.states:
            return tr("Starting…") if state.active else ""
        if not state.active and run.sketch != self._session.sketch:
            return tr("the run of an earlier sketch")
        last, steps = run.states - 1, run.settings.steps
        pace = tr("{0} ms per step").format(f"{1000 * seconds_per_step(run):.3g}")
        words = {
            RunState.RUNNING: tr("step {0} of {1}, {2}"),
            RunState.PAUSED: tr("paused at step {0} of {1}, {2}"),
            RunState.STOPPED: tr("stopped at step {0} of {1}, {2}"),
            RunState.FINISHED: tr("finished, {2}"),
            RunState.NONE: tr("step {0} of {1}, {2}"),
        }
        return words[state].format(last, steps, pace)

    # Choosing -----------------------------------------------------------------------------------------

    def _choose_path(self, path: int) -> None:
        self._session.show_state(path=path)

    def _scrub(self, step: int) -> None:
        self.scrubber.pause_playing()
        self._show_step(step)

    def _show_step(self, step: int) -> None:
        self._session.show_state(step=step)

    # Export -------------------------------------------------------------------------------------------

    def _export_chosen(self, request: ExportRequest) -> None:
        self._export_folder = request.path.parent
        self.export_requested.emit(request)

    def _export_closed(self, _result: int) -> None:
        if self.export_dialog is not None:
            self.export_dialog.deleteLater()
            self.export_dialog = None
