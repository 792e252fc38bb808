"""What people expect of any desktop program: settings, clipboard, history, presentation, hint, log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog

from sketchxai_desktop.app import logs
from sketchxai_desktop.app.clipboard import Clipboard
from sketchxai_desktop.app.icons import icon
from sketchxai_desktop.app.presentation import Presentation
from sketchxai_desktop.app.take_out import TakeOut
from sketchxai_desktop.rendering.palette import Scheme, Theme
from sketchxai_desktop.widgets.canvas_hint import CanvasHint
from sketchxai_desktop.widgets.inversion_transport import Pace

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program

_LOG_LINES = 2000


class Habits(QObject):
    """Puts them together and gives them their commands."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self.clipboard = Clipboard(program)
        self.presentation = Presentation(program.window)
        self.take_out: TakeOut | None = None
        self.hint: CanvasHint | None = None
        self._settings: QDialog | None = None
        self._theme: Theme | None = None
        transport = program.window.inversion.transport
        transport.watch.setChecked(program.settings.watch)
        transport.rate.setValue(program.settings.watch_rate)
        program.window.inversion.pace_changed.connect(self._pace_changed)

    # Start and end --------------------------------------------------------------------------------------

    def start(self) -> None:
        """The window is on the screen."""
        program = self._program
        if not program.settings.hint_seen:
            self.hint = CanvasHint(program.session, program.window.canvas)
            self.hint.dismissed.connect(self._hint_gone)
            if self._theme is not None:
                self.hint.set_theme(self._theme)
        program.file_menus.prune()

    def end(self) -> None:
        """Close what is open."""
        if self.take_out is not None:
            self.take_out.end()
        from sketchxai_desktop.app.text_window import TextWindow

        for window in self._program.window.findChildren(TextWindow):
            window.close()
        if self._settings is not None:
            self._settings.close()

    def open_forwarded(self, files: list[str]) -> None:
        """A later start brought these; without any it asks for the window."""
        window = self._program.window
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)  # where no program may push itself to the front
        for path in files:
            self._program.open_anything(path)

    def _hint_gone(self) -> None:
        self.hint = None
        self._program.settings = self._program.settings.changed("hint_seen", True)

    def set_look(self, theme: Theme, scheme: Scheme) -> None:
        self._theme = theme
        self._program.window.history.set_scheme(scheme)
        if self.hint is not None:
            self.hint.set_theme(theme)
        if self.take_out is not None:
            self.take_out.setIcon(icon("take", theme))

    def _pace_changed(self, pace: Pace) -> None:
        rate = self._program.window.inversion.transport.rate.value()
        self._program.settings = self._program.settings.changed("watch", pace.watch).changed("watch_rate", rate)

    # Commands -------------------------------------------------------------------------------------------

    def add_commands(self) -> None:
        p, clipboard = self._program, self.clipboard
        add, tr, window = p.window.registry.add, self.tr, p.window
        add("edit.copy", tr("&Copy Sketch"), clipboard.copy_line, shortcut="Ctrl+C", why_not=p.why_no_sketch,
            icon_name="copy", tip=tr("Copy the sketch as a line of .ndjson"))  # fmt: skip
        add("edit.copy-svg", tr("Copy as S&VG"), clipboard.copy_svg, why_not=p.why_no_sketch,
            tip=tr("Copy the sketch for drawing programs: a path for each stroke"))  # fmt: skip
        add("edit.paste", tr("&Paste Sketch"), clipboard.paste, shortcut="Ctrl+V",
            tip=tr("Put a line of .ndjson, an SVG or the data of an SVG path on the canvas"))  # fmt: skip
        history = add("view.history", tr("Undo &History"), window.show_history, shortcut="Ctrl+Shift+H",
                      checked=False, tip=tr("Every state of the drawing; a click goes there"))  # fmt: skip
        window.history_dock.toggleViewAction().toggled.connect(history.setChecked)
        present = add("view.present", tr("P&resentation"), self.presentation.set_on, shortcut=["F11", "Shift+F5"],
                      checked=False, tip=tr("Canvas, predictions and inversion on the whole screen, in large type; "
                                            "Esc leaves"))  # fmt: skip
        self.presentation.changed.connect(present.setChecked)
        add("file.settings", tr("Se&ttings…"), self.show_settings, shortcut="Ctrl+,", icon_name="settings",
            tip=tr("Everything that can be set, in one place"))  # fmt: skip
        add("help.show-log", tr("Show &Log"), self.show_log, tip=tr("What the program noted down, on this computer"))

    def fill_tool_bar(self) -> None:
        """Call when the other buttons are there."""
        bar = self._program.window.tool_bar
        self.take_out = TakeOut(self._program)
        self.take_out.setIconSize(QSize(bar.iconSize()))
        bar.insertWidget(self._program.window.registry["help.palette"], self.take_out)

    def start_new(self) -> None:
        """An empty page; what was on the canvas is kept."""
        p = self._program
        lost, unsaved = p.session.sketch, p.autosave.unsaved
        p.window.canvas.start_new()
        if lost.strokes and unsaved and p.settings.keep_drawings:
            p.window.status.say(self.tr("The drawing before is under File > My Drawings; Undo brings it back, too."))
        elif lost.strokes:
            p.window.status.say(self.tr("Undo brings the drawing before back."))

    def show_settings(self) -> None:
        if self._settings is None:
            from sketchxai_desktop.app.settings_dialog import SettingsDialog

            self._settings = dialog = SettingsDialog(self._program)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(self._settings_gone)
        self._settings.show()
        self._settings.raise_()
        self._settings.activateWindow()

    def _settings_gone(self) -> None:
        self._settings = None

    def show_log(self) -> None:
        folder = logs.log_file().parent
        from sketchxai_desktop.app.text_window import TextWindow

        TextWindow(self.tr("Log"), lambda: logs.recent_lines(_LOG_LINES), self._program.window, folder=folder).show()
