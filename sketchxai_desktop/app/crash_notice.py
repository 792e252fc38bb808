"""What is said about trouble nobody expected: a session that crashed, and a fault in this one.

One box at most when the program starts, whatever was found: stacks of a crash, drawings that were not saved, or both.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from sketchxai_desktop.app import logs
from sketchxai_desktop.app.crash_log import crash_folder, take_crashes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from sketchxai_desktop.app.program import Program

log = logging.getLogger(__name__)


class CrashNotice(QObject):
    """Finds out, and tells."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._crashes: list[str] = []

    def look(self) -> None:
        """Collect the crashes of earlier sessions; call before `Autosave.recover`, which uses the same lane."""
        title = self.tr("Looking for crashes")
        job = self._program.file_lane.submit(lambda _job: take_crashes(), title, priority=9)
        job.finished.connect(self._found)

    def _found(self, crashes: list[str]) -> None:
        self._crashes = crashes

    def tell(self, lost: int, *, shown: bool) -> None:
        """Say what was found, if anything.

        Args:
            lost: drawings that had not been saved, and are kept now.
            shown: the last of them is on the canvas.
        """
        stacks = [text.strip() for text in self._crashes if text.strip()]
        if not self._crashes and not lost:
            return
        log.info("an earlier session ended unexpectedly: %d with stacks, %d drawings", len(stacks), lost)
        sentence = self._sentence(lost, shown=shown)
        self._program.window.status.say(sentence)
        if not stacks and not lost:
            return  # killed from outside, as when a computer is switched off: nothing to do, so nothing to click
        from PySide6.QtWidgets import QMessageBox  # costs the start of the program, and not this

        look = QMessageBox.Icon.Warning if stacks else QMessageBox.Icon.Information
        box = QMessageBox(look, self.tr("SketchXAI Desktop"), sentence, parent=self._program.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.addButton(QMessageBox.StandardButton.Ok)
        if stacks:
            box.setInformativeText(self.tr("The crash log stays on this computer. It helps in a bug report."))
            show: QPushButton = box.addButton(self.tr("&Show Crash Log"), QMessageBox.ButtonRole.ActionRole)
            show.clicked.connect(lambda: self._show(stacks))
        box.open()

    def _sentence(self, lost: int, *, shown: bool) -> str:
        tr = self.tr
        if not lost:
            return tr("The program ended unexpectedly last time.")
        where = tr("It is on the canvas again.") if shown else tr("File > My Drawings has it.")
        if lost > 1:
            where = tr("All {} are under File > My Drawings.").format(lost)
        return tr("The program ended unexpectedly while a drawing was not saved. {}").format(where)

    def _show(self, stacks: list[str]) -> None:
        from sketchxai_desktop.app.text_window import TextWindow

        text = "\n\n".join([*stacks, self._program.diagnostics()])
        TextWindow(self.tr("Crash Log"), lambda: text, self._program.window, folder=crash_folder()).show()


class DefectNotice(QObject):
    """Says once per session that something in the program went wrong; the log has it each time.

    Signals:
        told: a sentence.
    """

    told = Signal(str)
    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said = False
        # Queued: an exception may come from any thread, and in the middle of painting, where no box may be opened.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._listener = self._happened.emit
        logs.defect_listeners.append(self._listener)

    def end(self) -> None:
        """Hear no more."""
        if self._listener in logs.defect_listeners:
            logs.defect_listeners.remove(self._listener)

    def _tell(self, what: str) -> None:
        if not self._said:
            self._said = True
            self.told.emit(
                self.tr(
                    "Something went wrong inside the program ({}). It goes on, but save what matters to you. "
                    "Help > Show Log has the details."
                ).format(what)
            )
