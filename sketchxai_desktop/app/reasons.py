"""Why a command is off now, in words for tool tips and the command palette; None: it is on."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sketchxai_desktop.app.file_controller import FileController
from sketchxai_desktop.app.main_window import MainWindow
from sketchxai_desktop.session import RunState, Session


class Reasons(QObject):
    """Looks at a program's session and files."""

    session: Session
    files: FileController
    window: MainWindow

    def why_no_sketch(self) -> str | None:
        return None if self.session.sketch.strokes else self.tr("there is no stroke yet")

    def why_no_selection(self) -> str | None:
        if self.session.showing_run:
            return self.tr("a run is shown; go back to the sketch first")
        return None if self.session.selection is not None else self.tr("no stroke is selected")

    def why_no_undo(self) -> str | None:
        return None if self.session.undo_name is not None else self.tr("nothing to undo")

    def why_no_redo(self) -> str | None:
        return None if self.session.redo_name is not None else self.tr("nothing to redo")

    def why_no_file(self) -> str | None:
        return None if self.files.has_file else self.tr("no file is open")

    def why_no_model(self) -> str | None:
        return None if self.session.checkpoint is not None else self.tr("no network is loaded")

    def why_no_inversion(self) -> str | None:
        return self.why_no_model() or self.why_no_sketch()

    def why_not_running(self) -> str | None:
        return None if self.session.run_state.active else self.tr("no inversion is running")

    def why_no_run(self) -> str | None:
        if self.session.run is None or not self.session.run.states:
            return self.tr("no inversion has been run")
        return self.tr("the inversion is still running") if self.session.run_state is RunState.RUNNING else None

    def why_no_layout(self) -> str | None:
        return None if self.session.showing_run else self.tr("no run is shown")

    def why_at_sketch(self) -> str | None:
        return None if self.session.preview is not None else self.why_no_layout()
