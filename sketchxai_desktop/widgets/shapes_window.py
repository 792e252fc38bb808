"""Shapes: groups of look-alike strokes, their map, the sketch redrawn with them, and its orders shuffled."""

from __future__ import annotations

from pathlib import Path

import numpy.typing as npt
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.analysis.codebook import GROUPS, Codebook
from sketchxai_desktop.analysis.order_test import OrderTest
from sketchxai_desktop.analysis.projection import Projection
from sketchxai_desktop.analysis.recast import Recast
from sketchxai_desktop.analysis.strokes import MOST_STROKES
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_progress import MessageLine, WorkBar
from sketchxai_desktop.widgets.common_size import open_at
from sketchxai_desktop.widgets.shapes_groups import GroupsPage
from sketchxai_desktop.widgets.shapes_map import MapPage
from sketchxai_desktop.widgets.shapes_order import OrderPage
from sketchxai_desktop.widgets.shapes_recast import RecastPage
from sketchxai_desktop.widgets.shapes_state import GroupsAsked, ShapesState


class ShapesWindow(QWidget):
    """A window of its own.

    Signals:
        groups_wanted: `GroupsAsked`. map_wanted: "pca" or "tsne". recast_wanted.
        order_test_wanted: (target, how many orders). drawing_wanted: index in the codebook's file.
        save_wanted, load_wanted: path of a codebook. cancel_wanted: stop what is being done.
    """

    groups_wanted = Signal(object)
    map_wanted = Signal(str)
    recast_wanted = Signal()
    order_test_wanted = Signal(str, int)
    drawing_wanted = Signal(int)
    save_wanted = Signal(str)
    load_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._codebook: Codebook | None = None
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self._state = ShapesState()
        self._folder = str(Path.home())
        self._doing, self._busy = "", False
        self.setWindowTitle(self.tr("Shapes and Groups"))
        self.setMinimumSize(560, 400)
        open_at(self, 980, 680)
        self._make_controls()
        self.groups = GroupsPage(session)
        self.map = MapPage(session)
        self.recast = RecastPage(session)
        self.orders = OrderPage(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, title in (
            (self.groups, self.tr("&Groups")),
            (self.map, self.tr("&Map")),
            (self.recast, self.tr("&Input / Primitives / Ours")),
            (self.orders, self.tr("Shuffle the &Order")),
        ):
            self.tabs.addTab(page, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 4)
        layout.setSpacing(4)
        layout.addLayout(self._top)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._bottom)
        self.set_progress(None)
        self._connect()

    def _make_controls(self) -> None:
        tr = self.tr
        self.group_count = QSpinBox()
        self.group_count.setRange(2, 1000)
        self.group_count.setValue(GROUPS)
        self.group_count.setAccessibleName(tr("Groups"))
        self.group_count.setToolTip(tr("How many groups to make"))
        self.stroke_count = QSpinBox()
        self.stroke_count.setRange(100, MOST_STROKES)
        self.stroke_count.setSingleStep(1000)
        self.stroke_count.setGroupSeparatorShown(True)
        self.stroke_count.setValue(20_000)
        self.stroke_count.setAccessibleName(tr("Strokes"))
        self.stroke_count.setToolTip(tr("How many strokes to take from randomly chosen drawings of the opened file"))
        self.make = QPushButton(tr("Group Strokes"))
        self.make.setToolTip(tr("Group the strokes of the opened file by their shapes, as the network sees them"))
        self.load = QToolButton()
        self.load.setText(tr("Load…"))
        self.load.setToolTip(tr("Load groups that were saved"))
        self.save = QToolButton()
        self.save.setText(tr("Save…"))
        self.save.setToolTip(tr("Save these groups with their strokes"))
        self.save.setEnabled(False)
        self.about = QLabel()
        self.about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(10, 0, 10, 0)
        self._top.setSpacing(6)
        for text, widget in ((tr("Gro&ups"), self.group_count), (tr("of s&trokes"), self.stroke_count)):
            label = QLabel(text)
            label.setBuddy(widget)
            self._top.addWidget(label)
            self._top.addWidget(widget)
        self._top.addWidget(self.make)
        self._top.addSpacing(6)
        self._top.addWidget(self.about, 1)
        self._top.addWidget(self.load)
        self._top.addWidget(self.save)
        self.message, self.progress = MessageLine(), WorkBar()
        self.cancel = QToolButton()
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop this work"))
        self._bottom = QHBoxLayout()
        self._bottom.setContentsMargins(10, 0, 10, 0)
        self._bottom.addWidget(self.message, 1)
        self._bottom.addWidget(self.progress)
        self._bottom.addWidget(self.cancel)
        for part in (self.progress, self.cancel):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)

    def _connect(self) -> None:
        session = self._session
        # Signals of one change come together; one refresh answers them all.
        self._refresh_timer = QTimer(self, singleShot=True, interval=0)
        self._refresh_timer.timeout.connect(self.refresh)
        for signal in (
            session.sketch_changed,
            session.inspection_changed,
            session.checkpoint_changed,
            session.selection_changed,
            session.hover_changed,
        ):
            signal.connect(self._refresh_soon)
        self.make.clicked.connect(self._make)
        self.load.clicked.connect(self.ask_and_load)
        self.save.clicked.connect(self.ask_and_save)
        self.cancel.clicked.connect(self.cancel_wanted)
        for part in (self.groups, self.map):
            part.group_chosen.connect(self._group_chosen)
            part.drawing_wanted.connect(self.drawing_wanted)
        self.map.map_wanted.connect(self.map_wanted)
        self.recast.recast_wanted.connect(self.recast_wanted)
        self.orders.order_test_wanted.connect(self.order_test_wanted)
        for page in (self.groups, self.map, self.recast, self.orders):
            page.take_away.taken.connect(self.say)

    # Changes ------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for page in (self.groups, self.map, self.recast, self.orders):
            page.set_theme(theme)
        self.refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order."""
        self._scheme = scheme
        self.refresh()

    def set_codebook(self, codebook: Codebook) -> None:
        """Show other groups."""
        self._codebook = codebook
        self._allow()
        self.refresh()

    @property
    def codebook(self) -> Codebook | None:
        return self._codebook

    @property
    def usable_codebook(self) -> Codebook | None:
        """The codebook if the present network made it."""
        return None if self._state.outdated else self._codebook

    def set_projection(self, projection: Projection) -> None:
        """A finished map of the codebook's strokes."""
        self.map.set_projection(projection)

    def show_places(self, places: npt.ArrayLike) -> None:
        """A map that is still being made."""
        self.map.show_places(places)

    def set_recast(self, recast: Recast) -> None:
        self.recast.set_recast(recast)

    def set_order_test(self, test: OrderTest) -> None:
        self.orders.set_order_test(test)

    def set_progress(self, share: float | None, what: str = "") -> None:
        """How far the work is, 0..1; None when there is none."""
        for widget in (self.progress, self.cancel):
            widget.setVisible(share is not None)
        if share is not None:
            self.progress.setValue(round(1000 * share))
            self.message.setText(what)
        elif self.message.text() == self._doing:
            self.message.setText("")  # what was said of the work's end stays
        self._doing = what
        self._busy = share is not None
        self._allow()

    def _allow(self) -> None:
        """While something is worked out, nothing can be begun that would stop it unasked."""
        free = not self._busy
        self.make.setEnabled(free)
        self.load.setEnabled(free)
        self.save.setEnabled(free and self._codebook is not None)
        self.map.kind.setEnabled(free or self.map.in_the_making)
        self.orders.set_busy(self._busy)

    def say(self, sentence: str) -> None:
        """A sentence at the bottom."""
        self.message.setText(sentence)

    def _refresh_soon(self, *_: object) -> None:
        if self.isVisible():
            self._refresh_timer.start()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Show the session as it is now."""
        session, codebook = self._session, self._codebook
        inspection = session.inspection
        if inspection is not None and inspection.sketch is not session.sketch:
            inspection = None
        before = self._state
        sha256 = session.checkpoint.sha256 if session.checkpoint is not None else ""
        outdated = (
            codebook is not None
            and session.checkpoint is not None
            and not codebook.fits(session.checkpoint.width, sha256)
        )
        located = None
        if codebook is not None and inspection is not None and not outdated:
            same = before.inspection is inspection and before.codebook is codebook and before.located is not None
            located = before.located if same else codebook.locate(inspection.shape)
        self._state = ShapesState(
            session.sketch,
            inspection,
            codebook,
            located,
            outdated,
            session.selection,
            session.hovered,
            self._theme,
            self._scheme,
            session.checkpoint,
        )
        self._describe()
        for page in (self.groups, self.map, self.recast, self.orders):
            page.set_state(self._state)

    def _describe(self) -> None:
        codebook = self._codebook
        if codebook is None:
            text = ""
        elif self._state.outdated:
            text = self.tr("Made by another network ({0}): group the strokes again.").format(codebook.checkpoint)
        else:
            text = self.tr("{0}, seen by {1}").format(codebook.source, codebook.checkpoint)
        self.about.setText(text)
        self.about.setToolTip(text)

    def _make(self) -> None:
        self.groups_wanted.emit(GroupsAsked(self.group_count.value(), self.stroke_count.value()))

    def _group_chosen(self, group: int) -> None:
        self.groups.show_group(group)
        self.map.show_group(-1 if self.map.isVisible() and group == self.map._group else group)

    # Files ----------------------------------------------------------------------------------------------

    def ask_and_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save Groups"), self._folder, self.tr("Groups of strokes (*.npz)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("npz")
        dialog.selectFile("groups.npz")
        dialog.fileSelected.connect(self._save_chosen)
        dialog.open()

    def ask_and_load(self) -> None:
        dialog = QFileDialog(self, self.tr("Load Groups"), self._folder, self.tr("Groups of strokes (*.npz)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._load_chosen)
        dialog.open()

    def _save_chosen(self, path: str) -> None:
        self._folder = str(Path(path).parent)
        self.save_wanted.emit(path)

    def _load_chosen(self, path: str) -> None:
        self._folder = str(Path(path).parent)
        self.load_wanted.emit(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._refresh_timer.stop()
        super().closeEvent(event)
