"""Take a view away: copy it or save it as a picture, save the numbers behind it as a table."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPixmap, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QFileDialog,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QProgressBar,
    QToolButton,
    QWidget,
)

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.workers.saying import said

#: One mapping of column to value per row; all rows have the same columns.
Rows = Sequence[Mapping[str, object]]

#: Pictures are saved this many times as fine as the screen, so that they can be printed.
_FINER = 2.0


class TakeAway(QObject):
    """Gives a widget a context menu: Copy Image, Save Image..., Save Data...

    The picture is the widget as it is painted now, at twice the screen's resolution or as SVG.

    Args:
        widget: what the menu belongs to, and what is painted.
        name: proposed name of the file, without ending.
        rows: makes the table behind the view; None: there is none. Called when data are saved.
        picture: what is painted instead of `widget`, or makes a widget that is painted once and closed.

    Signals:
        taken: a sentence that says what was done.
    """

    taken = Signal(str)

    def __init__(
        self,
        widget: QWidget,
        name: str,
        rows: Callable[[], Rows] | None = None,
        *,
        picture: QWidget | Callable[[], QWidget] | None = None,
    ) -> None:
        super().__init__(widget)
        self._widget, self._picture, self._name, self._rows = widget, picture or widget, name, rows
        self._folder = Path.home()
        self.copy_action = self._action(self.tr("&Copy Image"), self.copy_image)
        self.image_action = self._action(self.tr("Save &Image…"), self.ask_for_image)
        self.data_action = self._action(self.tr("Save &Data…"), self.ask_for_data)
        self.data_action.setVisible(rows is not None)
        widget.addActions(self.actions)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @property
    def actions(self) -> list[QAction]:
        return [self.copy_action, self.image_action, self.data_action]

    def button(self, parent: QWidget | None = None) -> QToolButton:
        """A button with the same menu, for those who do not look for context menus."""
        button = QToolButton(parent)
        button.setText(self.tr("Export"))
        button.setToolTip(self.tr("Copy this view or save it as a picture or as data"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addActions(self.actions)
        button.setMenu(menu)
        return button

    def _action(self, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _=False: slot())
        return action

    # Pictures ---------------------------------------------------------------------------------------

    def copy_image(self) -> None:
        """Put the picture on the clipboard."""
        with self._painted() as widget:
            QGuiApplication.clipboard().setPixmap(picture_of(widget))
        self.taken.emit(self.tr("The picture is on the clipboard."))

    def ask_for_image(self) -> None:
        filters = self.tr("PNG picture (*.png);;SVG drawing (*.svg)")
        self._ask(self.tr("Save Image"), ".png", filters, self.save_image)

    def save_image(self, path: str | Path) -> bool:
        """Write a .png or .svg. Returns whether that was possible; says so to the user if not."""
        with self._painted() as widget:
            return self._write(Path(path), lambda p: save_picture(widget, p))

    @contextlib.contextmanager
    def _painted(self) -> Iterator[QWidget]:
        if isinstance(self._picture, QWidget):
            yield self._picture
            return
        widget = self._picture()
        try:
            yield widget
        finally:
            widget.close()

    # Data -------------------------------------------------------------------------------------------

    def ask_for_data(self) -> None:
        self._ask(self.tr("Save Data"), ".csv", self.tr("Table (*.csv);;JSON (*.json)"), self.save_data)

    def save_data(self, path: str | Path) -> bool:
        """Write a .csv or .json. Returns whether that was possible; says so to the user if not."""
        return self._write(Path(path), lambda p: save_rows(self._rows() if self._rows is not None else [], p))

    # ------------------------------------------------------------------------------------------------

    def _ask(self, title: str, ending: str, filters: str, save: Callable[[str], object]) -> None:
        dialog = QFileDialog(self._widget.window(), title, str(self._folder), filters)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.removeprefix("."))
        # The ending follows the kind that is chosen, unless another one is typed.
        dialog.filterSelected.connect(lambda f: dialog.setDefaultSuffix(f.rpartition("*.")[2].rstrip(")")))
        dialog.selectFile(self._name + ending)
        dialog.fileSelected.connect(save)
        dialog.open()

    def _write(self, path: Path, write: Callable[[Path], None]) -> bool:
        try:
            write(path)
        except UserError as error:
            box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Not saved"), said(error), parent=self._widget.window())
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()
            return False
        self._folder = path.parent
        self.taken.emit(self.tr("Saved {0}.").format(path))
        return True


def picture_of(widget: QWidget) -> QPixmap:
    """The widget as it is painted now, without buttons and the like, twice as fine as on the screen."""
    parts, area = _parts_of(widget)
    ratio = _FINER * widget.devicePixelRatioF()
    pixmap = QPixmap(area.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(widget.palette().window().color())
    painter = QPainter(pixmap)
    for part, place in parts:
        _render(part, painter, place - area.topLeft())
    painter.end()
    return pixmap


def _render(part: QWidget, painter: QPainter, place: QPoint) -> None:
    # As any widget: views of scenes have a `render` of their own that knows nothing of places.
    QWidget.render(part, painter, place, QRegion(), QWidget.RenderFlag.DrawChildren)


def _parts_of(widget: QWidget) -> tuple[list[tuple[QWidget, QPoint]], QRect]:
    """What belongs in a picture of the widget and where it is, and the rectangle around all of it.

    Of what only holds other widgets, those that show something: in a figure, nobody needs what is to be pushed.
    """
    found: list[tuple[QWidget, QPoint]] = []

    def look(part: QWidget, place: QPoint) -> None:
        named = part.buddy() if isinstance(part, QLabel) else None
        if any(isinstance(one, (QAbstractButton, QComboBox, QProgressBar, QLineEdit)) for one in (part, named)):
            return
        if isinstance(part, QAbstractScrollArea) and not isinstance(part, (QAbstractItemView, QGraphicsView)):
            found.append((part.viewport(), place + part.viewport().pos()))  # without scroll bars
            return
        paints = any("paintEvent" in c.__dict__ for c in type(part).__mro__ if not c.__module__.startswith("PySide6"))
        if part.layout() is None or paints:
            found.append((part, place))
            return
        for child in part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child.isVisibleTo(part) and not child.isWindow():
                look(child, place + child.pos())

    look(widget, QPoint())
    area = QRect()
    for part, place in found:
        area = area.united(QRect(place, part.size()))
    if not found or area.isEmpty():
        return [(widget, QPoint())], widget.rect()
    alone = len(found) == 1 and found[0][0] in (widget, getattr(widget, "viewport", lambda: None)())
    return found, area if alone else area.adjusted(-8, -8, 8, 8)


def save_picture(widget: QWidget, path: Path) -> None:
    """Write the widget as .png or .svg, by the ending of `path`.

    Raises:
        UserError: unknown ending, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        data = svg_of(widget)
    elif ending == ".png":
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture_of(widget).save(buffer, "PNG")
        data = bytes(buffer.data().data())
    else:
        raise UserError("{file} must end in .png or .svg.", file=path.name)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


_drawing = False


def is_drawing() -> bool:
    """Whether what is painted now becomes an SVG: then lines should be painted as lines, not as a kept picture."""
    return _drawing


def svg_of(widget: QWidget) -> bytes:
    """The widget as an SVG document; what it paints as pictures even though `is_drawing`, is embedded as such."""
    global _drawing
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(widget.logicalDpiX())  # or letters measured in points would be smaller than they are
    parts, area = _parts_of(widget)
    whole = QRect(QPoint(), area.size())
    generator.setSize(area.size())
    generator.setViewBox(whole)
    generator.setTitle(widget.accessibleName() or widget.windowTitle())
    painter = QPainter(generator)
    painter.fillRect(whole, widget.palette().window())
    _drawing = True
    try:
        with _lines_of_scenes([part for part, _ in parts]):
            for part, place in parts:
                _render(part, painter, place - area.topLeft())
    finally:
        _drawing = False
    painter.end()
    return bytes(buffer.data().data())


@contextlib.contextmanager
def _lines_of_scenes(parts: Sequence[QWidget]) -> Iterator[None]:
    """Views of scenes keep pictures of their backgrounds, and charts those of their symbols: not while this lasts."""
    views = [v for part in parts for v in (part, *part.findChildren(QGraphicsView)) if isinstance(v, QGraphicsView)]
    modes = [view.cacheMode() for view in views]
    items = [item for view in views for item in view.items() if hasattr(item, "setExportMode")]  # those of pyqtgraph
    try:
        for view in views:
            view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        for item in items:
            item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
        yield
    finally:
        for view, mode in zip(views, modes, strict=True):
            view.setCacheMode(mode)
        for item in items:
            item.setExportMode(False)


def save_rows(rows: Rows, path: Path) -> None:
    """Write rows as .csv (with a header) or .json (a list of objects), by the ending of `path`.

    Raises:
        UserError: unknown ending, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".json":
        text = json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    elif ending == ".csv":
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
        text = stream.getvalue()
    else:
        raise UserError("{file} must end in .csv or .json.", file=path.name)
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")
