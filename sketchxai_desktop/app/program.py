"""The running program: session, lanes, controllers and window, put together."""

from __future__ import annotations

import logging
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QObject, Qt, QTimer, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from sketchxai_desktop import __version__, paths
from sketchxai_desktop.app import logs
from sketchxai_desktop.app.appearance import apply_theme, theme_for
from sketchxai_desktop.app.autosave import Autosave
from sketchxai_desktop.app.command_palette import CommandPalette
from sketchxai_desktop.app.commands import add_commands
from sketchxai_desktop.app.dialogs import AboutDialog, ModelDialog, ShortcutsDialog
from sketchxai_desktop.app.file_controller import FileController
from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.app.model_controller import ModelController
from sketchxai_desktop.app.run_controller import RunController
from sketchxai_desktop.app.settings import load_settings, save_settings
from sketchxai_desktop.core.kept_drawings import day_files
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.session import RunState, Session
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

log = logging.getLogger(__name__)

_OTHER_CHECKPOINT = "\N{HORIZONTAL ELLIPSIS}"
#: Seconds that leaving waits for work that is under way.
_PATIENCE = 2.5
#: Days that the menu of kept drawings shows.
_DAYS = 14


class Program(QObject):
    """Everything that lives as long as the window.

    Args:
        device: "auto", "cpu" or "cuda"; None: as the settings say.
    """

    def __init__(self, device: str | None = None) -> None:
        super().__init__()
        self.settings = load_settings()
        self.session = Session(self)
        self.model_lane, self.file_lane = Lane("model lane"), Lane("file lane")
        self.models = ModelController(self.session, self.model_lane, device or self.settings.device, self)
        self.runs = RunController(self.session, self.models, self)
        self.window = MainWindow(self.session)
        self.files = FileController(self.session, self.file_lane, self.window, self)
        self.autosave = Autosave(self.session, self.file_lane, self)
        self.recent_menu: QMenu | None = None
        self.kept_menu: QMenu | None = None
        self._first: tuple[str | None, str | None] = (None, None)
        self._remember_checkpoint = False
        self._stopped, self._all_ended = False, True
        add_commands(self)
        self._connect()
        self._apply_settings()
        self.window.restore_layout(self.settings)
        self._fill_model_box()
        self._refresh()

    # Start and end ------------------------------------------------------------------------------------

    def start(self, file: str | None = None, checkpoint: str | None = None) -> None:
        """Show the window, then load network and first sketch while it is already usable."""
        self.window.show()
        self._first = (file, checkpoint)
        QTimer.singleShot(0, self, self.autosave.recover)
        QTimer.singleShot(0, self, self._load_charts)

    def _load_first(self, lost: list[Sketch]) -> None:
        if self._stopped:
            return
        file, checkpoint = self._first
        if lost and file is None:
            self.session.open_sketch(lost[-1])
            self.window.canvas.fit()
        if lost:
            self._tell_recovered(len(lost), shown=file is None)
        samples = str(paths.resource("samples.ndjson"))
        self.files.open(file or samples, remember=file is not None, show_first=file is not None or not lost)
        self.load_checkpoint(checkpoint or self.settings.checkpoint or None, remember=False)

    def _load_charts(self) -> None:
        """Charts come after the first paint: importing what draws them takes as long as all the rest."""
        if self._stopped:
            return

        def work(_: Job) -> None:
            import pyqtgraph  # noqa: F401

        job = self.file_lane.submit(work, self.window.tr("Preparing the charts"))
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
        self._refresh_timer.stop()
        self.settings = self.window.layout_into(self.settings)
        save_settings(self.settings)
        self.window.hide()  # gone at once, whatever there is to wait for
        lanes = (self.file_lane, self.model_lane)
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
        for source in (models, runs, files):
            source.failed.connect(self._failed)
            source.noticed.connect(window.status.say)
            source.job_started.connect(window.status.watch)
        models.loading_changed.connect(self._loading)
        models.loaded.connect(self._checkpoint_loaded)
        models.not_loaded.connect(self._checkpoint_not_loaded)
        models.tables_ready.connect(window.inspector.set_tables)
        models.reference_ready.connect(window.inspector.set_reference)
        models.predicted.connect(window.browser.set_predictions)
        files.predictions_wanted.connect(models.predict)
        files.reference_sketches.connect(models.set_reference_sketches)
        files.file_remembered.connect(self._remember_file)
        files.sketch_saved.connect(self.autosave.mark_saved)
        self.autosave.looked.connect(self._load_first)
        self.autosave.failed.connect(window.status.say)

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
        window.predictions.category_chosen.connect(panel.set_target)

        session.checkpoint_changed.connect(self._checkpoint_changed)
        session.run_grew.connect(self._show_step_time)
        # At once where a key may follow a key; together where signals come in swarms.
        for signal in (session.history_changed, session.selection_changed, session.run_state_changed):
            signal.connect(self._refresh)
        for signal in (session.checkpoint_changed, session.run_changed, session.shown_changed, files.source_changed):
            signal.connect(self._refresh_soon)
        self._refresh_timer = QTimer(self, singleShot=True, interval=0)
        self._refresh_timer.timeout.connect(self._refresh)
        window.model_box.activated.connect(self._model_chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def _refresh_soon(self, *_: object) -> None:
        self._refresh_timer.start()

    def _refresh(self, *_: object) -> None:
        self.window.registry.refresh()

    def _failed(self, sentence: str) -> None:
        """A sentence that must not be missed: in the status bar, and in a box that waits for nobody."""
        log.warning("%s", sentence)
        if self._stopped:
            return
        self._say(sentence)

    def _say(self, sentence: str, *, warning: bool = True) -> None:
        """Show a sentence in the status bar and in a box that waits for nobody."""
        self.window.status.say(sentence)
        if any(b.isVisible() and b.text() == sentence for b in self.window.findChildren(QMessageBox)):
            return  # it is being said already
        look = QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Information
        box = QMessageBox(look, self.window.tr("SketchXAI Desktop"), sentence, parent=self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # Network -------------------------------------------------------------------------------------------

    def load_checkpoint(self, name_or_path: str | None, *, remember: bool = True) -> None:
        """Load a network; None: the first bundled one."""
        names = paths.bundled_checkpoints()
        wanted = name_or_path or (names[0] if names else "")
        if not wanted:
            self._failed(self.window.tr("No network is bundled; open one with File > Open Checkpoint."))
            return
        self._remember_checkpoint = remember
        self.models.load(wanted)

    def _checkpoint_loaded(self, name_or_path: str) -> None:
        """What was loaded is what the next start begins with; what failed never is."""
        if self._remember_checkpoint:
            self.settings = replace(self.settings, checkpoint=name_or_path)
            if name_or_path not in paths.bundled_checkpoints():
                self.settings = self.settings.with_recent("recent_checkpoints", name_or_path)
            self._fill_model_box()

    def _checkpoint_not_loaded(self, name_or_path: str) -> None:
        """Better a network other than the one wanted than none: a remembered file may be gone."""
        names = paths.bundled_checkpoints()
        if self.session.checkpoint is None and names and name_or_path != names[0]:
            self.load_checkpoint(names[0], remember=False)

    def open_anything(self, path: str) -> None:
        """A dropped or chosen path: drawings, or a checkpoint."""
        if path.lower().endswith((".safetensors", ".bin", ".pt", ".pth")) or Path(path).is_dir():
            self.load_checkpoint(path)
        else:
            self.files.open(path)

    def _fill_model_box(self) -> None:
        box, current = self.window.model_box, self.session.checkpoint
        box.clear()
        for name in [*paths.bundled_checkpoints(), *self.settings.recent_checkpoints]:
            title = name if "/" not in name and "\\" not in name else Path(name).name
            if current is not None and name in (current.name, current.path, str(Path(current.path).parent)):
                title = current.title
                box.addItem(title, name)
                box.setCurrentIndex(box.count() - 1)
            else:
                box.addItem(title, name)
            box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        box.addItem(self.window.tr("Open checkpoint") + _OTHER_CHECKPOINT, _OTHER_CHECKPOINT)

    def _model_chosen(self, index: int) -> None:
        name = self.window.model_box.itemData(index)
        if name == _OTHER_CHECKPOINT:
            self._fill_model_box()
            self.files.ask_and_open_checkpoint()
        else:
            self.load_checkpoint(name)

    def _loading(self, name: str) -> None:
        tr = self.window.tr
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
            self.window.status.model.setText(checkpoint.title)
            self.window.status.device.setText(self.models.device_in_use.upper())
            self._fill_model_box()

    def _show_step_time(self, _states: int) -> None:
        run = self.session.run
        if run is not None and run.steps:
            step = run.steps[-1]
            self.window.status.step_time.setText(self.window.tr("{:.0f} ms/step").format(1000 * step.seconds))
            self.window.status.device.setText(step.device.upper())

    # Settings ------------------------------------------------------------------------------------------

    def switch(self, field: str) -> Callable[[bool], None]:
        """A slot that stores a switch and applies it."""

        def changed(on: bool) -> None:
            self.settings = self.settings.changed(field, on)
            self._apply_settings()

        return changed

    def choose(self, field: str, value: str) -> Callable[[bool], None]:
        """A slot that stores one of several choices and applies it."""

        def changed(on: bool) -> None:
            if on:
                self.settings = self.settings.changed(field, value)
                self._apply_settings()

        return changed

    def _apply_settings(self) -> None:
        s, window = self.settings, self.window
        theme = theme_for(s.theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, theme)
        window.set_theme(theme)
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

    def _remember_file(self, path: str) -> None:
        self.settings = self.settings.with_recent("recent_files", path)
        self._fill_recent()

    def _fill_recent(self) -> None:
        menu = self.recent_menu
        if menu is None:
            return
        menu.clear()
        for path in self.settings.recent_files:
            action = menu.addAction(Path(path).name.replace("&", "&&"))
            action.setToolTip(path)
            action.setStatusTip(path)
            action.triggered.connect(lambda _=False, p=path: self.files.open(p))
        menu.addSeparator()
        clear = menu.addAction(self.window.tr("Clear List"), self._clear_recent)
        clear.setEnabled(bool(self.settings.recent_files))

    def fill_kept(self) -> None:
        """The menu of drawings that were kept, one entry for each day."""
        menu = self.kept_menu
        if menu is None:
            return
        menu.clear()
        for path in day_files(paths.drawings_dir())[:_DAYS]:
            day = QDate.fromString(path.stem, Qt.DateFormat.ISODate)
            action = menu.addAction(QLocale().toString(day, QLocale.FormatType.LongFormat))
            action.triggered.connect(lambda _=False, p=str(path): self.files.open(p, remember=False))
        if menu.isEmpty():
            menu.addAction(self.window.tr("Nothing has been kept yet")).setEnabled(False)

    def _tell_recovered(self, count: int, *, shown: bool) -> None:
        tr = self.window.tr
        where = tr("It is on the canvas again.") if shown else tr("File > My Drawings has it.")
        if count > 1:
            where = tr("All {} are under File > My Drawings.").format(count)
        self._say(tr("The program ended unexpectedly while a drawing was not saved. {}").format(where), warning=False)

    def _clear_recent(self) -> None:
        self.settings = replace(self.settings, recent_files=())
        self._fill_recent()

    # Why a command is off ---------------------------------------------------------------------------------

    def why_no_sketch(self) -> str | None:
        return None if self.session.sketch.strokes else self.window.tr("there is no stroke yet")

    def why_no_selection(self) -> str | None:
        if self.session.showing_run:
            return self.window.tr("a run is shown; go back to the sketch first")
        return None if self.session.selection is not None else self.window.tr("no stroke is selected")

    def why_no_undo(self) -> str | None:
        return None if self.session.undo_name is not None else self.window.tr("nothing to undo")

    def why_no_redo(self) -> str | None:
        return None if self.session.redo_name is not None else self.window.tr("nothing to redo")

    def why_no_file(self) -> str | None:
        return None if self.files.has_file else self.window.tr("no file is open")

    def why_no_model(self) -> str | None:
        return None if self.session.checkpoint is not None else self.window.tr("no network is loaded")

    def why_no_inversion(self) -> str | None:
        return self.why_no_model() or self.why_no_sketch()

    def why_not_running(self) -> str | None:
        return None if self.session.run_state.active else self.window.tr("no inversion is running")

    def why_no_run(self) -> str | None:
        if self.session.run is None or not self.session.run.states:
            return self.window.tr("no inversion has been run")
        return self.window.tr("the inversion is still running") if self.session.run_state is RunState.RUNNING else None

    def why_no_layout(self) -> str | None:
        return None if self.session.showing_run else self.window.tr("no run is shown")

    # Small things ------------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        palette = CommandPalette(self.window.registry, self.window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self.window.registry, self.window).open()

    def show_model(self) -> None:
        if self.session.checkpoint is not None:
            ModelDialog(self.session.checkpoint, self.window).open()

    def show_about(self) -> None:
        AboutDialog(self.diagnostics(), self.window).open()

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.window.canvas.grab())
        self.window.status.say(self.window.tr("The picture is on the clipboard."))

    def copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(self.diagnostics() + "\n\n" + logs.recent_lines())
        self.window.status.say(self.window.tr("Versions, device and recent log lines are on the clipboard."))

    def diagnostics(self) -> str:
        """Versions, device and network, one per line."""
        torch = sys.modules.get("torch")
        torch_version = torch.__version__ if torch else _installed("torch")
        lines = [
            f"SketchXAI Desktop {__version__}",
            f"Python {platform.python_version()}, {platform.platform()}",
            f"Qt {qVersion()}, PyTorch {torch_version}, NumPy {_installed('numpy')}",
            f"Device: {self.models.device_in_use or 'not known yet'}",
        ]
        if self.session.checkpoint is not None:
            lines.append(f"Network: {self.session.checkpoint.name}, SHA-256 {self.session.checkpoint.sha256}")
        return "\n".join(lines)

    @property
    def run(self) -> Run | None:
        return self.session.run


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # takes longer than one might think

    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
