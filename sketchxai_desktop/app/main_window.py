"""The window: where the widgets sit and which signal goes where. No logic of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.app.actions import ActionRegistry
from sketchxai_desktop.app.icons import program_icon
from sketchxai_desktop.app.language import shown_edit_name
from sketchxai_desktop.app.settings import Settings
from sketchxai_desktop.app.status_bar import StatusBar
from sketchxai_desktop.app.window_docks import SideSwitch, Tall, Titles
from sketchxai_desktop.app.window_network import NetworkBox
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.browser import SketchBrowser
from sketchxai_desktop.widgets.canvas import Canvas
from sketchxai_desktop.widgets.common_later import Later
from sketchxai_desktop.widgets.history_panel import HistoryPanel
from sketchxai_desktop.widgets.inspector import Inspector
from sketchxai_desktop.widgets.inversion_panel import InversionPanel
from sketchxai_desktop.widgets.predictions import PredictionBars

if TYPE_CHECKING:  # made when it is first shown
    from sketchxai_desktop.widgets.explain_page import ExplainPage

#: A resize by this factor at once is a window being maximised, not somebody dragging its edge.
_LEAP = 1.2
# In heights of the window's letters:
#: the width above which the toolbar has room for words, and the height of a panel in which there is room for two.
_ROOMY, _FOR_TWO = 66, 22
#: The panels on the right reach down to the bottom where the inversion beside them has so many times its least width.
_BESIDE = 1.1
_OPENABLE = (".ndjson", ".json", ".jsonl", ".gz", ".npz", ".svg", ".safetensors", ".bin", ".pt", ".pth")


class MainWindow(QMainWindow):
    """Canvas in the middle, sketches left, strokes right, inversion below.

    Signals:
        file_dropped: a path. closing: the window is about to close.
    """

    file_dropped = Signal(str)
    closing = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setWindowIcon(program_icon())
        self.setWindowTitle("SketchXAI Desktop")
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.registry = ActionRegistry(self)
        self.titles = Titles(self)
        self.share_below: float | None = None  # of its height for the inversion, whatever size the window is given
        self.canvas = Canvas(session)
        self.predictions = PredictionBars(session)
        self.browser = SketchBrowser(session)
        self.inspector = Inspector(session)
        self.inversion = InversionPanel(session)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)

        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas)  # without a stretch: where there is little room, both give way
        column.addWidget(self.predictions)
        self.setCentralWidget(centre)

        self.browser_dock = self._dock(
            self.tr("Sketches"), "sketches", self.browser, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self.inspector_dock = self._dock(
            self.tr("Strokes"), "strokes", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.explain: Later[ExplainPage] = Later(self._make_explain, smallest=QSize(260, 100), usual=QSize(300, 400))
        self.explain_dock = self._dock(
            self.tr("Explain"), "explain", Tall(self.explain, 150), Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.tabifyDockWidget(self.inspector_dock, self.explain_dock)
        self.inspector_dock.raise_()
        self.inversion_dock = self._dock(
            self.tr("Inversion"), "inversion", self.inversion, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.history = HistoryPanel(session, shown_edit_name)
        self.history_dock = self._dock(
            self.tr("Undo History"), "history", self.history, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self.history_dock.hide()
        for area in (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)

        self.model_box = NetworkBox()
        self.tool_bar = QToolBar(self.tr("Tools"))
        self.tool_bar.setObjectName("tools")
        self.tool_bar.setMovable(False)
        self.tool_bar.setIconSize(QSize(20, 20))
        self._network_words: QAction | None = None
        self.addToolBar(self.tool_bar)
        self.resize(1280, 800)

    @property
    def _line(self) -> int:
        return self.fontMetrics().height()

    def _make_explain(self) -> ExplainPage:
        from sketchxai_desktop.widgets.explain_page import ExplainPage

        return ExplainPage(self.session)

    def _dock(self, title: str, name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.addDockWidget(area, dock)
        self.titles.add(dock)
        return dock

    def show_history(self, on: bool) -> None:
        """The undo history: below the sketches, or in front of them where there is no room for both."""
        with_sketches = [self.dockWidgetArea(d) for d in (self.browser_dock, self.history_dock)]
        if on and with_sketches[0] == with_sketches[1] and self.browser_dock.height() < _FOR_TWO * self._line:
            self.tabifyDockWidget(self.browser_dock, self.history_dock)
        self.history_dock.setVisible(on)
        if on:
            self.history_dock.raise_()

    def show_strokes(self) -> None:
        """Bring the stroke inspector to the front."""
        self.inspector_dock.show()
        self.inspector_dock.raise_()

    def fill_tool_bar(self) -> None:
        """Toolbar from the registry; call once after the commands are there."""
        a = self.registry
        bar = self.tool_bar
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for group in (
            ("file.new", "file.open", "file.save"),
            ("edit.undo", "edit.redo"),
            ("tool.draw", "tool.select", "edit.delete"),
            ("view.fit",),
        ):
            bar.addActions(a.actions(*group))
            bar.addSeparator()
        self._network_words = bar.addWidget(QLabel(self.tr(" Network ")))
        bar.addWidget(self.model_box)
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spring)
        bar.addActions(a.actions("file.export", "help.palette"))
        bar.addSeparator()
        sides = {
            "view.left": ((self.browser_dock, self.history_dock), (self.browser_dock,)),
            "view.below": ((self.inversion_dock,),) * 2,
            "view.right": ((self.inspector_dock, self.explain_dock),) * 2,
        }
        for name, (docks, usual) in sides.items():
            bar.addAction(a[name])
            bar.widgetForAction(a[name]).setProperty("quiet", True)  # its picture says whether it is on
            SideSwitch(a[name], docks, usual)

    def complete(self, _: object = None) -> None:
        """Make what was left out so that the window could be shown sooner; one part per turn of the event loop."""
        for make in (lambda: self.inspector.panels, lambda: self.inversion.chart):
            QTimer.singleShot(0, self, make)

    def set_theme(self, theme: Theme) -> None:
        self.registry.set_theme(theme, self.tool_bar)
        for widget in (
            self.canvas, self.predictions, self.browser, self.inspector, self.inversion, self.history
        ):  # fmt: skip
            widget.set_theme(theme)

    # Layout that is remembered ------------------------------------------------------------------------

    def restore_layout(self, settings: Settings) -> None:
        """Size and docks as they were left; first time: proportions for this screen."""
        restored = bool(settings.geometry) and self.restoreGeometry(QByteArray.fromHex(settings.geometry.encode()))
        if not restored:
            available = self.screen().availableGeometry()
            width, height = available.width(), available.height()
            # Nearly all of a small screen, two thirds of a large one.
            self.resize(
                min(round(0.92 * width), max(1440, round(0.67 * width))),
                min(round(0.92 * height), max(900, round(0.67 * height))),
            )
        if not (settings.window_state and self.restoreState(QByteArray.fromHex(settings.window_state.encode()))):
            self.apply_default_layout()
        self._share_corner()

    def apply_default_layout(self) -> None:
        width, height = self.width(), self.height()
        large = max(1.0, self._line / 15)  # with a larger font, words need wider panels
        for dock in (self.browser_dock, self.explain_dock, self.inspector_dock, self.inversion_dock):
            dock.show()
        self.history_dock.hide()
        self.tabifyDockWidget(self.inspector_dock, self.explain_dock)
        self.inspector_dock.raise_()
        self.resizeDocks(
            [self.browser_dock, self.inspector_dock],
            [
                min(max(round(200 * large), width // 6), width // 5),
                min(max(round(300 * large), width // 4), width // 3),
            ],
            Qt.Orientation.Horizontal,
        )
        below = max(round(height * 0.33), min(230, round(height * 0.37)))
        self.resizeDocks([self.inversion_dock], [below], Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Maximised and restored, the panels keep their shares of the window; Qt gives all to the canvas."""
        super().resizeEvent(event)
        roomy = self.width() > _ROOMY * self._line
        self.model_box.set_roomy(roomy)
        if self._network_words is not None:  # where there is little room, the tool tip says it
            self._network_words.setVisible(roomy)
        self._share_corner()
        old, new = event.oldSize(), event.size()
        if old.isEmpty():
            return
        if self.share_below is not None:
            self._share_below(self.share_below)
            return
        across, down = new.width() / old.width(), new.height() / old.height()
        if not 1 / _LEAP < across < _LEAP:
            sides = [self.browser_dock, self.inspector_dock]
            self.resizeDocks(sides, [round(d.width() * across) for d in sides], Qt.Orientation.Horizontal)
        if not 1 / _LEAP < down < _LEAP:
            height = round(self.inversion_dock.height() * down)
            self.resizeDocks([self.inversion_dock], [height], Qt.Orientation.Vertical)

    def _share_corner(self) -> None:
        """Whose the corner below on the right is: explanations need height, and the inversion needs a least width."""
        sides = [d.width() for d in (self.inspector_dock, self.explain_dock) if not d.isHidden()]
        beside = self.width() - max(sides, default=0) > _BESIDE * self.inversion.minimumSizeHint().width()
        whose = Qt.DockWidgetArea.RightDockWidgetArea if beside else Qt.DockWidgetArea.BottomDockWidgetArea
        if self.corner(Qt.Corner.BottomRightCorner) != whose:
            self.setCorner(Qt.Corner.BottomRightCorner, whose)

    def _share_below(self, share: float) -> None:
        self.resizeDocks([self.inversion_dock], [round(share * self.height())], Qt.Orientation.Vertical)

    def layout_into(self, settings: Settings) -> Settings:
        return replace(
            settings,
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            window_state=bytes(self.saveState().toHex().data()).decode(),
        )

    # Files dropped on the window; leaving -----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(_openable(u.toLocalFile()) for u in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if _openable(url.toLocalFile()):
                event.acceptProposedAction()
                self.file_dropped.emit(url.toLocalFile())
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a command that is off come here: say why nothing happens."""
        why_off = None
        if event.key() != Qt.Key.Key_Escape:  # which is pressed to be on the safe side
            why_off = self.registry.why_off(QKeySequence(event.keyCombination()))
        if why_off is None:
            super().keyPressEvent(event)
        else:
            self.status.say(why_off)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()


def _openable(path: str) -> bool:
    return path.lower().endswith(_OPENABLE) or (bool(path) and Path(path).is_dir())
