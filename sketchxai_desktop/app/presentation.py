"""Presentation mode: the whole screen for canvas, predictions and inversion, in large type, for a room to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDockWidget, QToolBar, QWidget

if TYPE_CHECKING:
    from sketchxai_desktop.app.main_window import MainWindow

#: How much larger letters are.
LARGER = 1.45
#: Share of the window's height that the inversion gets.
_BELOW = 0.36


class Presentation(QObject):
    """Enters and leaves; so does F11, and Escape leaves when there is nothing else to leave.

    Signals:
        changed: whether it is on.
    """

    changed = Signal(bool)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._layout: QByteArray | None = None  # as it was before; None while it is off
        self._place: QByteArray | None = None
        self._font: QFont | None = None  # the program's own
        self._title: QWidget | None = None  # the inversion's own
        self._escape = QShortcut(QKeySequence("Esc"), window, self.leave)
        self._escape.setEnabled(False)
        window.session.shown_changed.connect(self._watch_escape)
        window.session.preview_changed.connect(self._watch_escape)
        window.closing.connect(self.leave)  # the layout that is remembered is the ordinary one

    @property
    def on(self) -> bool:
        return self._layout is not None

    def set_on(self, on: bool) -> None:
        """Enter or leave."""
        self.enter() if on else self.leave()

    def enter(self) -> None:
        window = self._window
        if self.on:
            return
        self._layout, self._place = window.saveState(), window.saveGeometry()
        # Shortcuts of a menu bar that is hidden do not work; those of the window do.
        window.addActions([command.action for command in window.registry])
        for bar in (window.menuBar(), window.statusBar(), *window.findChildren(QToolBar)):
            bar.hide()
        for dock in window.findChildren(QDockWidget):
            dock.setVisible(dock is window.inversion_dock)
        self._title = window.inversion_dock.titleBarWidget()
        window.inversion_dock.setTitleBarWidget(QWidget(window.inversion_dock))
        self._set_font(LARGER)
        self._watch_escape()
        window.showFullScreen()
        height = max(window.height(), window.screen().availableGeometry().height())
        window.share_below = _BELOW  # it may take a while until the window has its new size
        window.resizeDocks([window.inversion_dock], [round(_BELOW * height)], Qt.Orientation.Vertical)
        self._refit()
        self.changed.emit(True)

    def leave(self) -> None:
        window, layout = self._window, self._layout
        if layout is None:
            return
        self._layout = window.share_below = None
        self._watch_escape()
        self._set_font(1.0)
        blank = window.inversion_dock.titleBarWidget()
        if self._title is not None:
            window.inversion_dock.setTitleBarWidget(self._title)
            self._title.show()
        blank.deleteLater()
        window.menuBar().show()
        window.statusBar().show()
        for command in window.registry:
            window.removeAction(command.action)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        if self._place is not None:
            window.restoreGeometry(self._place)
        window.restoreState(layout)
        self._refit()
        self.changed.emit(False)

    def _set_font(self, factor: float) -> None:
        """For the whole program: a dialog that is opened meanwhile is for the room, too."""
        if self._font is None:
            self._font = QFont(QApplication.font())
        font = QFont(self._font)
        if font.pointSizeF() > 0:
            font.setPointSizeF(factor * font.pointSizeF())
        else:
            font.setPixelSize(round(factor * font.pixelSize()))
        QApplication.setFont(font)
        application = QApplication.instance()
        if isinstance(application, QApplication):  # under a style sheet, widgets keep their font until it is set anew
            application.setStyleSheet(application.styleSheet())

    def _refit(self) -> None:
        centre = self._window.canvas.parentWidget()
        layout = None if centre is None else centre.layout()
        if layout is not None:
            layout.activate()
        self._window.canvas.fit()

    def _watch_escape(self, *_: object) -> None:
        """While a run or a preview is shown, Escape leads back to the sketch, as the canvas says; after that, out."""
        session = self._window.session
        self._escape.setEnabled(self.on and not session.showing_run and session.preview is None)
