"""Choosing networks: a summary before one is used, the Network menu, and published checkpoints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from sketchxai_desktop import paths
from sketchxai_desktop.app.download_controller import DownloadController
from sketchxai_desktop.app.kept_networks import kept_networks
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.downloads.catalogue import WEIGHTS
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

if TYPE_CHECKING:
    from sketchxai_desktop.app.checkpoint_dialog import CheckpointDialog
    from sketchxai_desktop.app.program import Program
    from sketchxai_desktop.app.published_dialog import PublishedDialog


class CheckpointController(QObject):
    """What the Network menu does."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self.downloads = DownloadController(self)
        self.menu: QMenu | None = None
        self._fixed: list[str] = []
        self._examined: CheckpointDialog | None = None
        self._published: PublishedDialog | None = None
        program.models.examined.connect(self._show_summary)
        program.models.not_loaded.connect(lambda _: self.prune())
        self.downloads.job_started.connect(program.window.status.watch)
        self.downloads.arrived.connect(self._arrived)
        self.downloads.failed.connect(self._download_failed)

    def end(self) -> list[Lane]:
        """Close what is open and stop downloads, without waiting. Returns the lanes to wait for."""
        for dialog in (self._examined, self._published):
            if dialog is not None:
                dialog.close()
        return self.downloads.end()

    # Open checkpoint --------------------------------------------------------------------------------------

    def examine(self, path: str) -> None:
        """Show what is at `path` before it is used; what cannot be used is refused in words."""
        self._close_summary()
        self._program.models.examine(str(Path(path).absolute()))

    def _show_summary(self, path: str, summary: CheckpointSummary) -> None:
        from sketchxai_desktop.app.checkpoint_dialog import CheckpointDialog

        self._close_summary()
        dialog = CheckpointDialog(summary, self._program.window)
        dialog.accepted.connect(lambda: self._use(path))
        dialog.rejected.connect(self._program.models.drop_examined)
        dialog.destroyed.connect(self._summary_gone)
        self._examined = dialog
        dialog.open()

    def _use(self, path: str) -> None:
        self._program.load_checkpoint(path, examined=True)
        if self._published is not None:
            self._published.close()

    def _close_summary(self) -> None:
        if self._examined is not None:
            self._examined.reject()

    def _summary_gone(self) -> None:
        self._examined = None

    # Published checkpoints ----------------------------------------------------------------------------------

    def show_published(self) -> None:
        """Open the dialog; this asks the hub for sizes and licences."""
        from sketchxai_desktop.app.published_dialog import PublishedDialog

        if self._published is None:
            self._published = PublishedDialog(self.downloads, self._program.window)
            self._published.use_requested.connect(self.examine)
            self._published.destroyed.connect(self._published_gone)
        self._published.show()
        self._published.raise_()
        self._published.activateWindow()
        self.downloads.ask()

    def _published_gone(self) -> None:
        self._published = None

    def _arrived(self, name: str) -> None:
        self._program.fill_model_box()
        self._program.window.status.say(self.tr("{} is here; choose it in the Network menu.").format(name))

    def _download_failed(self, _name: str, sentence: str) -> None:
        """The dialog says it where it is open; otherwise it must not be missed."""
        if self._published is None:
            self._program.models.failed.emit(sentence)

    # Network menu -----------------------------------------------------------------------------------------

    def add_menu(self, menu: QMenu, fixed: list[str]) -> None:
        """Take charge of the menu.

        Args:
            fixed: commands below the list of networks, by name; "" is a separator.
        """
        self.menu, self._fixed = menu, fixed
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._fill_menu)
        menu.aboutToShow.connect(self.prune)
        self._fill_menu()

    def known(self) -> list[str]:
        """Names and paths of the networks to choose from: bundled, downloaded, trained here, opened before."""
        downloaded = [str(paths.user_models() / name) for name in paths.downloaded_checkpoints()]
        listed = [*paths.bundled_checkpoints(), *downloaded, *kept_networks()]
        return listed + [path for path in self._program.settings.recent_checkpoints if path not in listed]

    def is_current(self, name: str) -> bool:
        """Whether that name or path is the network in use."""
        current = self._program.session.checkpoint
        if current is None or not current.path:
            return False
        path = Path(current.path)
        if name in paths.bundled_checkpoints():
            return path == paths.models() / f"{name}.safetensors"
        return Path(name) == (path.parent if path.name in WEIGHTS and name != current.path else path)

    def _fill_menu(self) -> None:
        menu = self.menu
        if menu is None:
            return
        menu.clear()
        group = QActionGroup(menu)
        for name in self.known():
            action = menu.addAction(Path(name).name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.is_current(name))
            action.setToolTip(name)
            action.setStatusTip(name)
            action.triggered.connect(lambda _=False, n=name: self._program.load_checkpoint(n))
            group.addAction(action)
        menu.addSeparator()
        for name in self._fixed:
            if name:
                menu.addAction(self._program.window.registry[name])
            else:
                menu.addSeparator()

    def prune(self) -> None:
        """Forget opened checkpoints that are gone. Looked for on the file lane: a disk may be slow to answer."""
        recent = self._program.settings.recent_checkpoints
        if not recent:
            return

        def work(_: Job) -> list[str]:
            return [path for path in recent if not Path(path).exists()]

        job = self._program.file_lane.submit(work, self.tr("Looking for checkpoints"), key="prune")
        job.finished.connect(self._prune)

    def _prune(self, gone: list[str]) -> None:
        if gone:
            settings = self._program.settings
            kept = tuple(path for path in settings.recent_checkpoints if path not in gone)
            self._program.settings = replace(settings, recent_checkpoints=kept)
            self._program.fill_model_box()
            self._fill_menu()
