"""Two menus of files: those opened lately, and the drawings that were kept day by day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject, Qt
from PySide6.QtWidgets import QMenu

from sketchxai_desktop import paths
from sketchxai_desktop.core.kept_drawings import day_files

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program

#: Days that the menu of kept drawings shows.
_DAYS = 14


class FileMenus(QObject):
    """Fills "Open Recent" and "My Drawings".

    A file that was deleted or renamed leaves the list. One whose folder is away too, as that of an unplugged disk,
    stays and is greyed out. Which is which is found out on the file lane: a sleeping disk must not hold the menu up.
    """

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._away: frozenset[str] = frozenset()
        self.recent, self.kept = QMenu(program.window), QMenu(program.window)
        self.recent.setToolTipsVisible(True)
        self.recent.aboutToShow.connect(self.prune)
        self.kept.aboutToShow.connect(self.fill_kept)
        self.fill_recent()

    def add_to(self, menu: QMenu) -> None:
        """Put both into `menu`."""
        self.recent.setTitle(self.tr("Open &Recent"))
        self.kept.setTitle(self.tr("&My Drawings"))
        menu.addMenu(self.recent)
        menu.addMenu(self.kept)

    # Recent files -------------------------------------------------------------------------------------

    def remember(self, path: str) -> None:
        """`path` was opened or saved."""
        self._away -= {path}
        self._program.settings = self._program.settings.with_recent("recent_files", path)
        self.fill_recent()

    def prune(self) -> None:
        """Look which of the files are still there; the menu follows."""
        files = self._program.settings.recent_files
        if files:
            title = self.tr("Looking for recent files")
            job = self._program.file_lane.submit(lambda _job: _missing(files), title, key="recent", priority=8)
            job.finished.connect(self._pruned)

    def _pruned(self, found: tuple[frozenset[str], frozenset[str]]) -> None:
        gone, away = found
        settings = self._program.settings
        left = tuple(p for p in settings.recent_files if p not in gone)
        if left != settings.recent_files or away != self._away:
            self._away = away
            self._program.settings = replace(settings, recent_files=left)
            self.fill_recent()

    def fill_recent(self) -> None:
        menu, tr = self.recent, self.tr
        menu.clear()
        for path in self._program.settings.recent_files:
            action = menu.addAction(Path(path).name.replace("&", "&&"))
            away = path in self._away
            action.setEnabled(not away)
            action.setToolTip(tr("{} is not there now").format(path) if away else path)
            action.setStatusTip(path)
            action.triggered.connect(lambda _=False, p=path: self._program.files.open(p))
        menu.addSeparator()
        clear = menu.addAction(tr("Clear List"), self._clear_recent)
        clear.setEnabled(bool(self._program.settings.recent_files))

    def _clear_recent(self) -> None:
        self._program.settings = replace(self._program.settings, recent_files=())
        self.fill_recent()

    # Kept drawings ------------------------------------------------------------------------------------

    def fill_kept(self) -> None:
        """One entry for each day."""
        menu, tr = self.kept, self.tr
        menu.clear()
        for path in day_files(paths.drawings_dir())[:_DAYS]:
            day = QDate.fromString(path.stem, Qt.DateFormat.ISODate)
            action = menu.addAction(QLocale().toString(day, QLocale.FormatType.LongFormat))
            action.triggered.connect(lambda _=False, p=str(path): self._program.files.open(p, remember=False))
        if menu.isEmpty():
            menu.addAction(tr("Nothing has been kept yet")).setEnabled(False)


def _missing(files: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """(gone for good, out of reach)."""
    gone: set[str] = set()
    away: set[str] = set()
    for name in files:
        path = Path(name)
        try:
            if not path.exists():
                (gone if path.parent.is_dir() else away).add(name)
        except OSError:
            away.add(name)
    return frozenset(gone), frozenset(away)
