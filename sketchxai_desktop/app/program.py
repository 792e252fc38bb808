"""The running program: session, lanes, controllers and window, put together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import paths
from sketchxai_desktop.app import logs
from sketchxai_desktop.app.analysis_controller import AnalysisController
from sketchxai_desktop.app.appearance import apply_theme, theme_for
from sketchxai_desktop.app.autosave import Autosave
from sketchxai_desktop.app.checkpoint_controller import CheckpointController
from sketchxai_desktop.app.commands import add_commands
from sketchxai_desktop.app.crash_notice import CrashNotice, DefectNotice
from sketchxai_desktop.app.diagnostics import diagnostics
from sketchxai_desktop.app.evaluation_controller import EvaluationController
from sketchxai_desktop.app.explain_controller import ExplainController
from sketchxai_desktop.app.file_controller import FileController
from sketchxai_desktop.app.file_menus import FileMenus
from sketchxai_desktop.app.first_paint import FirstPaint
from sketchxai_desktop.app.habits import Habits
from sketchxai_desktop.app.known_classes import KnownClasses
from sketchxai_desktop.app.language import shown_network
from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.app.model_controller import CHARTS_PRIORITY, ModelController
from sketchxai_desktop.app.network_lane import NetworkLane
from sketchxai_desktop.app.reasons import Reasons
from sketchxai_desktop.app.report_controller import ReportController
from sketchxai_desktop.app.run_controller import RunController
from sketchxai_desktop.app.scoring_controller import ScoringController
from sketchxai_desktop.app.settings import load_settings, save_settings
from sketchxai_desktop.app.training_controller import TrainingController
from sketchxai_desktop.app.work_controller import Surroundings
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inversion_panel import seconds_per_step
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

if TYPE_CHECKING:  # torch is loaded on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint

log = logging.getLogger(__name__)

_OTHER_CHECKPOINT = "\N{HORIZONTAL ELLIPSIS}"
_PUBLISHED = "\N{DOWNWARDS ARROW}"
_PRESENT = "\N{BULLET}"
#: Seconds that leaving waits for work that is under way. Libraries that are being imported may have kept the window
#: from hearing of it for a second or more before that.
_PATIENCE = 1.5
#: Milliseconds in which signals that come in swarms are answered together.
_TOGETHER = 30


class Program(Reasons):
    """Everything that lives as long as the window.

    Args:
        device: "auto", "cpu" or "cuda"; None: as the settings say.
    """

    def __init__(self, device: str | None = None) -> None:
        super().__init__()
        self.settings = load_settings()
        self.session = Session(self)
        self.model_lane, self.file_lane = NetworkLane("model lane"), Lane("file lane")
        self.models = ModelController(self.session, self.model_lane, device or self.settings.device, self)
        self.runs = RunController(self.session, self.models, self)
        self.window = MainWindow(self.session)
        self.first_paint = FirstPaint(self.window.canvas, self)
        self.files = FileController(self.session, self.file_lane, self.window, self)
        self.autosave = Autosave(self.session, self.file_lane, self)
        self.crash_notice, self._defects = CrashNotice(self), DefectNotice(self)
        self.file_menus = FileMenus(self)
        self._first: tuple[str | None, str | None] = (None, None)
        self._remember_checkpoint = self._charts_wanted = False
        self._stopped, self._all_ended = False, True
        self._classes: KnownClasses | None = None
        self._theme: Theme | None = None
        self.checkpoints = CheckpointController(self)
        around = Surroundings(self.session, self.models, self.file_lane, self.window)
        self.analysis = AnalysisController(around, lambda: self.files.path, self.files.open_drawing, self)
        self.explanations = ExplainController(around, self)
        self.evaluation = EvaluationController(around, lambda: self.files.path, self.files.open_drawing, self)
        self.scoring = ScoringController(around, lambda: self.files.path, self.files.open_drawing, self)
        self.training = TrainingController(around, self)
        self.reports = ReportController(around, self.files.origin, self)
        self.habits = Habits(self)
        add_commands(self)
        self._connect()
        self._apply_settings()
        self.window.restore_layout(self.settings)
        self.fill_model_box()
        self._refresh()

    # Start and end ------------------------------------------------------------------------------------

    def start(self, file: str | None = None, checkpoint: str | None = None) -> None:
        """Show the window, then load network and first sketch while it is already usable."""
        self._first = (file, checkpoint)
        for look in (self.crash_notice.look, self.autosave.recover):  # in this order
            self.first_paint.happened.connect(look)
        self.first_paint.start()
        self.window.show()
        self.habits.start()

    def _load_first(self, lost: list[Sketch]) -> None:
        if self._stopped:
            return
        file, checkpoint = self._first
        if lost and file is None:
            self.session.open_sketch(lost[-1])
            self.window.canvas.fit()
        self.crash_notice.tell(len(lost), shown=file is None)
        if self.settings.drawing_left and not lost:
            self.window.status.say(self.tr("What you drew last is under File > My Drawings."))
        samples = str(paths.resource("samples.ndjson"))
        self.files.open(file or samples, remember=file is not None, show_first=file is not None or not lost)
        remembered = self.settings.first_checkpoint or self.settings.last_checkpoint or None
        self.load_checkpoint(checkpoint or remembered, remember=False)

    def _load_charts(self, _: object = None) -> None:
        """Charts come after the first prediction: importing what draws them takes as long as all the window."""
        if self._charts_wanted or self._stopped:
            return
        self._charts_wanted = True
        self._classes = KnownClasses(self)
        self._classes.done.connect(self._import_charts)

    def _import_charts(self) -> None:
        def work(_: Job) -> None:
            import pyqtgraph  # noqa: F401

        job = self.model_lane.submit(work, self.tr("Preparing the charts"), priority=CHARTS_PRIORITY)
        job.finished.connect(self.window.complete)

    def stop(self) -> bool:
        """Cancel and drain all work, store the settings. Idempotent.

        Returns:
            Whether all threads have ended; False if one outlasted the deadline.
        """
        if self._stopped:
            return self._all_ended
        self._stopped = True
        self.runs.stop()
        self.models.stop()
        self.explanations.end()
        self.scoring.end()
        self.training.end()
        self.reports.end()
        self._defects.end()
        self.habits.end()
        self._refresh_timer.stop()
        for waiting in (self.first_paint, self.window.registry, self._classes):
            if waiting is not None:
                waiting.end()
        left = self.autosave.unsaved and self.settings.keep_drawings
        self.settings = self.window.layout_into(self.settings).changed("drawing_left", left)
        save_settings(self.settings)
        self.window.hide()  # gone at once, whatever there is to wait for
        lanes = (self.file_lane, self.model_lane, *self.checkpoints.end(), *self.analysis.end(), *self.evaluation.end())
        for lane in lanes:
            lane.cancel_all()
        until = time.monotonic() + _PATIENCE
        outlasting = [lane.name for lane in lanes if not lane.stop(max(0.0, until - time.monotonic()))]
        if outlasting:
            log.info("left without waiting for: %s", ", ".join(outlasting))
        self._all_ended = not outlasting
        self.autosave.close()
        self.files.close()
        return self._all_ended

    # Wiring -------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window, session, models, runs, files = self.window, self.session, self.models, self.runs, self.files
        window.closing.connect(self.stop)
        window.file_dropped.connect(self.open_anything)
        files.checkpoint_wanted.connect(self.open_anything)
        asked = (self.explanations, self.evaluation, self.scoring, self.training, self.reports)
        for source in (models, runs, files, *asked):
            source.failed.connect(self._failed)
            source.noticed.connect(window.status.say)
            source.job_started.connect(window.status.watch)
        self.reports.changed.connect(self._refresh_soon)
        models.loading_changed.connect(self._loading)
        models.loaded.connect(self._checkpoint_loaded)
        models.not_loaded.connect(self._checkpoint_not_loaded)
        for ended in (models.loaded, models.not_loaded):
            # Later, so that the question about the sketch stands before them.
            ended.connect(self._load_charts, Qt.ConnectionType.QueuedConnection)
        models.tables_ready.connect(window.inspector.set_tables)
        models.reference_ready.connect(window.inspector.set_reference)
        models.predicted.connect(window.browser.set_predictions)
        self.model_lane.card_failed.connect(models.leave_card)
        self.training.use_wanted.connect(self._use_trained)
        self.training.saved.connect(self._trained_saved)
        self.training.kept.connect(self.fill_model_box)
        files.source_changed.connect(self.evaluation.refresh)
        files.source_changed.connect(self.scoring.refresh)
        self.explanations.file_wanted.connect(self.scoring.show)
        files.predictions_wanted.connect(models.predict)
        files.reference_sketches.connect(models.set_reference_sketches)
        files.file_remembered.connect(self.file_menus.remember)
        files.sketch_saved.connect(self.autosave.mark_saved)
        self.autosave.looked.connect(self._load_first)
        self.autosave.failed.connect(window.status.say)
        self._defects.told.connect(self._failed)

        panel = window.inversion
        panel.run_requested.connect(runs.start)
        panel.pause_requested.connect(runs.pause)
        panel.resume_requested.connect(runs.resume)
        panel.step_requested.connect(runs.step)
        panel.stop_requested.connect(runs.stop)
        panel.pace_changed.connect(runs.set_pace)
        panel.export_requested.connect(files.export)
        panel.ghost_toggled.connect(window.registry["view.ghost"].setChecked)
        panel.traces_toggled.connect(window.registry["view.traces"].setChecked)
        runs.set_pace(panel.pace)
        window.canvas.state_painted.connect(runs.state_painted)
        window.canvas.refused.connect(window.status.say)
        window.predictions.category_chosen.connect(panel.set_target)

        session.checkpoint_changed.connect(self._checkpoint_changed)
        session.run_grew.connect(self._show_step_time)
        # At once where a key may follow a key; together where signals come in swarms.
        for signal in (session.history_changed, session.selection_changed, session.run_state_changed):
            signal.connect(self._refresh)
        for signal in (session.checkpoint_changed, session.run_changed, session.shown_changed, files.source_changed):
            signal.connect(self._refresh_soon)
        for signal in (session.inspection_changed, session.preview_changed):
            signal.connect(self._refresh_soon)
        self._refresh_timer = QTimer(self, singleShot=True, interval=_TOGETHER)
        self._refresh_timer.timeout.connect(self._refresh)
        window.model_box.activated.connect(self._model_chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def _refresh_soon(self, *_: object) -> None:
        # Answers of the last jobs may still arrive. A swarm must not put it off for ever.
        if not self._stopped and not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh(self, *_: object) -> None:
        self.window.registry.refresh()

    def _failed(self, sentence: str) -> None:
        """A sentence that must not be missed: in the status bar, and in a box that waits for nobody."""
        log.warning("%s", sentence)
        if self._stopped:
            return
        from PySide6.QtWidgets import QMessageBox

        self.window.status.say(sentence)
        if any(b.isVisible() and b.text() == sentence for b in self.window.findChildren(QMessageBox)):
            return  # it is being said already
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("SketchXAI Desktop"), sentence, parent=self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # Network -------------------------------------------------------------------------------------------

    def load_checkpoint(self, name_or_path: str | None, *, remember: bool = True, examined: bool = False) -> None:
        """Load a network; None: the first bundled one. `examined`: as it was read for its summary."""
        names = paths.bundled_checkpoints()
        wanted = name_or_path or (names[0] if names else "")
        if not wanted:
            self._failed(self.tr("No network is bundled; open one with File > Open Checkpoint."))
            self._load_charts()
            return
        self._remember_checkpoint = remember
        (self.models.use_examined if examined else self.models.load)(wanted)

    def _checkpoint_loaded(self, name_or_path: str) -> None:
        """What was loaded is what the next start begins with; what failed never is."""
        if self._remember_checkpoint:
            self.settings = replace(self.settings, last_checkpoint=name_or_path)
            if name_or_path not in paths.bundled_checkpoints():
                self.settings = self.settings.with_recent("recent_checkpoints", name_or_path)
            self.fill_model_box()

    def _checkpoint_not_loaded(self, name_or_path: str) -> None:
        """Better a network other than the one wanted than none: a remembered file may be gone."""
        names = paths.bundled_checkpoints()
        if self.session.checkpoint is None and names and name_or_path != names[0]:
            self.load_checkpoint(names[0], remember=False)

    def _use_trained(self, checkpoint: Checkpoint, path: str) -> None:
        """A network that was trained here; the next start begins with it if it was saved."""
        self._remember_checkpoint = bool(path)
        self.models.load(path or checkpoint.name, checkpoint)

    def _trained_saved(self, path: str) -> None:
        self.settings = self.settings.with_recent("recent_checkpoints", path)
        self.fill_model_box()

    def open_anything(self, path: str) -> None:
        """A dropped or chosen path: drawings, or a checkpoint."""
        if path.lower().endswith(".svg"):
            self.habits.clipboard.open_svg(path)
        elif path.lower().endswith((".safetensors", ".bin", ".pt", ".pth")) or Path(path).is_dir():
            self.checkpoints.examine(path)
        else:
            self.files.open(path)

    def fill_model_box(self) -> None:
        """The toolbar's list of networks, anew."""
        box, current = self.window.model_box, self.session.checkpoint
        box.clear()
        for name in self.checkpoints.known():
            title = name if "/" not in name and "\\" not in name else Path(name).name
            if current is not None and self.checkpoints.is_current(name):
                title = shown_network(current)
                box.addItem(title, name)
                box.setCurrentIndex(box.count() - 1)
            else:
                box.addItem(title, name)
            box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        if current is not None and not any(self.checkpoints.is_current(name) for name in self.checkpoints.known()):
            box.insertItem(0, shown_network(current), _PRESENT)
            box.setCurrentIndex(0)
        box.addItem(self.tr("Open checkpoint") + _OTHER_CHECKPOINT, _OTHER_CHECKPOINT)
        box.addItem(self.tr("Get published checkpoints") + _OTHER_CHECKPOINT, _PUBLISHED)

    def _model_chosen(self, index: int) -> None:
        name = self.window.model_box.itemData(index)
        if name == _PRESENT:
            return
        if name == _OTHER_CHECKPOINT:
            self.fill_model_box()
            self.files.ask_and_open_checkpoint()
        elif name == _PUBLISHED:
            self.fill_model_box()
            self.checkpoints.show_published()
        else:
            self.load_checkpoint(name)

    def _loading(self, name: str) -> None:
        tr = self.tr
        if name:
            self.window.predictions.set_message(tr("Loading the network\N{HORIZONTAL ELLIPSIS}"))
            self.window.status.model.setText(tr("loading {}").format(Path(name).name))
        elif self.session.checkpoint is None:
            self.window.predictions.set_message(tr("No network is loaded"))
            self.window.status.model.setText(tr("no network"))
        else:
            self._checkpoint_changed(self.session.checkpoint)

    def _checkpoint_changed(self, checkpoint: CheckpointSummary | None) -> None:
        if checkpoint is not None:
            self.window.predictions.set_message("")
            self.window.status.model.setText(shown_network(checkpoint))
            self.window.status.device.setText(self.models.device_in_use.upper())
            self.fill_model_box()

    def _show_step_time(self, _states: int) -> None:
        run = self.session.run
        if run is not None and run.steps:
            step = run.steps[-1]
            self.window.status.step_time.setText(self.tr("{:.0f} ms/step").format(1000 * seconds_per_step(run)))
            self.window.status.device.setText(step.device.upper())

    # Settings ------------------------------------------------------------------------------------------

    def change_setting(self, field: str, value: object) -> None:
        """Store a setting and apply it."""
        self.settings = self.settings.changed(field, value)
        self._apply_settings()

    def use_device(self, device: str) -> None:
        """Compute on "auto", "cpu" or "cuda" from now on: the network is loaded anew."""
        self.change_setting("device", device)
        self.models.device = device
        if self.session.checkpoint is not None:
            self.load_checkpoint(self.session.checkpoint.path, remember=False)

    def switch(self, field: str) -> Callable[[bool], None]:
        """A slot that stores a switch and applies it."""

        def changed(on: bool) -> None:
            self.change_setting(field, on)

        return changed

    def choose(self, field: str, value: str) -> Callable[[bool], None]:
        """A slot that stores one of several choices and applies it."""

        def changed(on: bool) -> None:
            if on:
                self.change_setting(field, value)

        return changed

    def _apply_settings(self) -> None:
        s, window = self.settings, self.window
        theme = theme_for(s.theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if theme is not self._theme:
            self._theme = theme
            apply_theme(application, theme)
            window.set_theme(theme)
        self.analysis.set_look(theme, s.scheme)
        self.evaluation.set_look(theme)
        self.scoring.set_look(theme)
        self.training.set_look(theme)
        self.explanations.set_look(theme, s.scheme)
        self.habits.set_look(theme, s.scheme)
        self.autosave.keeping = s.keep_drawings
        window.canvas.set_scheme(s.scheme)
        window.inspector.set_scheme(s.scheme)
        window.inversion.set_scheme(s.scheme)
        window.canvas.set_show_dots(s.show_dots)
        window.canvas.set_show_numbers(s.show_numbers)
        window.canvas.set_show_ghost(s.show_ghost)
        window.canvas.set_show_traces(s.show_traces)
        window.inversion.set_switches(ghost=s.show_ghost, traces=s.show_traces)

    def _system_theme_changed(self, _scheme: object) -> None:
        if self.settings.theme == "system":
            self._apply_settings()

    def back_to_sketch(self) -> None:
        """From a preview or a run."""
        if self.session.preview is not None:
            self.session.show_preview(None)
        else:
            self.session.show_sketch()

    # Small things ------------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        from sketchxai_desktop.app.command_palette import CommandPalette

        palette = CommandPalette(self.window.registry, self.window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def show_shortcuts(self) -> None:
        from sketchxai_desktop.app.dialogs import ShortcutsDialog

        ShortcutsDialog(self.window.registry, self.window).open()

    def show_model(self) -> None:
        from sketchxai_desktop.app.dialogs import ModelDialog

        if self.session.checkpoint is not None:
            ModelDialog(self.session.checkpoint, self.window).open()

    def show_about(self) -> None:
        from sketchxai_desktop.app.about import AboutDialog

        AboutDialog(self.diagnostics(), self.window).open()

    def copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(self.diagnostics() + "\n\n" + logs.recent_lines())
        self.window.status.say(self.tr("Versions, device and recent log lines are on the clipboard."))

    def diagnostics(self) -> str:
        """Versions, device and network, one per line."""
        return diagnostics(self.models.device_in_use, self.session.checkpoint)

    @property
    def run(self) -> Run | None:
        return self.session.run
