"""The confusion matrix as a heat map: rows are what was drawn, columns what the network said."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from sketchxai_desktop.evaluation.estimate import Counts
from sketchxai_desktop.rendering.gui import picture_font
from sketchxai_desktop.rendering.palette import AGAINST, LIGHT, Theme, contrast, mix

#: Pixels of a cell: the least that can be hit, and beyond which nothing is gained.
_SMALLEST, _LARGEST = 2, 36
#: Cells may be that much wider than high: names and windows are.
_WIDEST = 2.0
_LABEL = 12
_MOST_LABEL = 104
_WITH_NUMBERS = (17, 13)


class ConfusionMap(QAbstractScrollArea):
    """Paints the counts of the categories it is given. What was named rightly is blue, mistakes are orange; the
    colour is the share of the row.

    Signals:
        cell_chosen: (true label, predicted label). row_chosen, column_chosen: a label whose name was clicked.
        pointed: (true label, predicted label) under the pointer or the keyboard's mark, (-1, -1) for none.
    """

    cell_chosen = Signal(int, int)
    row_chosen = Signal(int)
    column_chosen = Signal(int)
    pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._counts: Counts = np.zeros((0, 0), np.int64)  # as given, over all labels
        self._shares = np.zeros((0, 0))
        self._names: tuple[str, ...] = ()
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._left = self._top = 0  # pixels for names
        self._size = (_LARGEST, _LARGEST)
        self._cell = 0  # pixels; 0: as large as there is room for
        self._at = (-1, -1)  # row and column, by place
        self._chosen = (-1, -1)
        self._image: QImage | None = None
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 160)
        self.viewport().setMouseTracking(True)

    # What is shown ----------------------------------------------------------------------------------

    def set_counts(self, counts: Counts, names: tuple[str, ...], rows: list[int], columns: list[int]) -> None:
        """Show (C, C) counts.

        Args:
            names: of the C labels.
            rows, columns: labels that are shown, in this order.
        """
        self._counts, self._names, self._rows, self._columns = counts, names, list(rows), list(columns)
        totals = np.maximum(counts.sum(axis=1, keepdims=True), 1)
        self._shares = counts / totals
        self._at = self._chosen = (-1, -1)
        self._image = None
        self._fit_bars()
        self.setAccessibleDescription(self.tr("{0} by {1} categories").format(len(rows), len(columns)))
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._image = theme, None
        self.viewport().update()

    @property
    def rows(self) -> list[int]:
        return self._rows

    @property
    def columns(self) -> list[int]:
        return self._columns

    def zoom(self, factor: float | None) -> None:
        """Larger or smaller cells; None: as large as there is room for."""
        (old_width, old), middle = self.cell_size, self.viewport().rect().center()
        if factor is None:
            self._cell = 0
        else:
            wanted = round(old * factor)
            wanted += 0 if wanted != old else 1 if factor > 1 else -1
            self._cell = min(max(wanted, _SMALLEST), _LARGEST)
        self._fit_bars()
        width, height = self.cell_size
        for bar, place, band, grown in (
            (self.horizontalScrollBar(), middle.x(), self._left, width / old_width),
            (self.verticalScrollBar(), middle.y(), self._top, height / old),
        ):
            bar.setValue(round((bar.value() + place - band) * grown - (place - band)))
        self.viewport().update()

    @property
    def cell_size(self) -> tuple[int, int]:
        """Width and height of a cell in pixels."""
        return self._size

    def _measure(self) -> None:
        """Bands and cells for what is shown in a view of this size."""
        self._left, self._top = self._band(self._rows), self._band(self._columns)
        if not self._rows or not self._columns:
            return
        view = self.viewport().size()
        across = (view.width() - self._left - 2) // len(self._columns)
        down = (view.height() - self._top - 2) // len(self._rows)
        height = self._cell or min(max(min(across, down), _SMALLEST), _LARGEST)
        self._size = min(max(across, height), round(_WIDEST * height)), height

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where the cell at these places is in the viewport."""
        width, height = self.cell_size
        x = self._left + column * width - self.horizontalScrollBar().value()
        y = self._top + row * height - self.verticalScrollBar().value()
        return QRectF(x, y, width, height)

    def place_at(self, point: QPoint) -> tuple[int, int]:
        """(row, column) of a cell by place; -1 for the band of names; (-2, -2) outside."""
        width, height = self.cell_size
        inside_x, inside_y = point.x() >= self._left, point.y() >= self._top
        column = (point.x() - self._left + self.horizontalScrollBar().value()) // width if inside_x else -1
        row = (point.y() - self._top + self.verticalScrollBar().value()) // height if inside_y else -1
        if row >= len(self._rows) or column >= len(self._columns) or (row < 0 and column < 0):
            return (-2, -2)
        return row, column

    # Geometry ---------------------------------------------------------------------------------------

    def _band(self, labels: list[int]) -> int:
        """Room for names; less in a small view."""
        metrics = QFontMetrics(picture_font(11.5, bold=True))
        widest = max((metrics.horizontalAdvance(self._names[k]) for k in labels), default=0)
        least = min(self.viewport().width(), self.viewport().height())
        return int(min(widest + 10, _MOST_LABEL, max(44, 0.28 * least)))

    def _fit_bars(self) -> None:
        self._measure()
        (width, height), view = self.cell_size, self.viewport().size()
        for bar, count, band, room, size in (
            (self.horizontalScrollBar(), len(self._columns), self._left, view.width(), width),
            (self.verticalScrollBar(), len(self._rows), self._top, view.height(), height),
        ):
            bar.setPageStep(max(1, room - band))
            bar.setSingleStep(max(size, 12))
            bar.setRange(0, max(0, band + count * size + 2 - room))

    def sizeHint(self) -> QSize:
        return QSize(520, 460)

    # Painting ---------------------------------------------------------------------------------------

    def _colours(self) -> tuple[np.ndarray, np.ndarray]:
        """(256, 3) colours of a share: of what is right, and of mistakes."""
        page = self._theme.background
        right = [mix(page, self._theme.accent, k / 255) for k in range(256)]
        # The root lets a mistake be seen that happens once in a hundred.
        wrong = [mix(page, AGAINST, (0.25 + 0.75 * (k / 255) ** 0.5) if k else 0.0) for k in range(256)]
        return np.array(right, np.uint8), np.array(wrong, np.uint8)

    def _make_image(self) -> QImage:
        """One pixel for each cell."""
        grid = np.ix_(self._rows, self._columns)
        shares, counts = self._shares[grid], self._counts[grid]
        right, wrong = self._colours()
        level = np.clip(np.ceil(255 * shares), 0, 255).astype(int)
        level[counts == 0] = 0
        same = np.array(self._rows)[:, None] == np.array(self._columns)[None, :]
        rgb = np.ascontiguousarray(np.where(same[..., None], right[level], wrong[level]).astype(np.uint8))
        height, width = level.shape
        return QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        theme, view = self._theme, self.viewport().rect()
        painter.fillRect(view, QColor(*theme.background))
        if not self._rows or not self._columns:
            return
        if self._image is None:
            self._image = self._make_image()
        left, top, (width, height) = self._left, self._top, self.cell_size
        origin = self.rect_of(0, 0)
        whole = QRectF(origin.left(), origin.top(), width * len(self._columns), height * len(self._rows))
        painter.save()
        painter.setClipRect(QRect(left, top, view.width() - left, view.height() - top))
        painter.drawImage(whole, self._image)
        if height >= 8:
            self._paint_rules(painter, whole)
        painter.setPen(QPen(QColor(*theme.grid), 1))
        painter.drawRect(whole)
        if width >= _WITH_NUMBERS[0] and height >= _WITH_NUMBERS[1]:
            self._paint_numbers(painter)
        self._paint_marks(painter)
        painter.restore()
        self._paint_names(painter, rows=True)
        self._paint_names(painter, rows=False)

    def _visible(self) -> tuple[range, range]:
        width, height = self.cell_size
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        view = self.viewport().size()
        rows = range(y // height, min(len(self._rows), (y + view.height()) // height + 1))
        columns = range(x // width, min(len(self._columns), (x + view.width()) // width + 1))
        return rows, columns

    def _paint_rules(self, painter: QPainter, whole: QRectF) -> None:
        width, height = self.cell_size
        painter.setPen(QPen(QColor(*mix(self._theme.background, self._theme.grid, 0.55)), 1))
        rows, columns = self._visible()
        for row in rows:
            y = whole.top() + row * height
            painter.drawLine(QPointF(whole.left(), y), QPointF(whole.right(), y))
        for column in columns:
            x = whole.left() + column * width
            painter.drawLine(QPointF(x, whole.top()), QPointF(x, whole.bottom()))

    def _paint_numbers(self, painter: QPainter) -> None:
        width, height = self.cell_size
        assert self._image is not None
        rows, columns = self._visible()
        for row in rows:
            for column in columns:
                count = int(self._counts[self._rows[row], self._columns[column]])
                if not count:
                    continue
                text = str(count) if count < 1000 else f"{count // 1000}k"
                painter.setFont(picture_font(min(11.5, 0.75 * height, 1.35 * width / max(len(text), 2))))
                pixel = self._image.pixelColor(column, row)
                behind = (pixel.red(), pixel.green(), pixel.blue())
                inks = ((20, 23, 29), (255, 255, 255))
                painter.setPen(QColor(*max(inks, key=lambda ink: contrast(ink, behind))))
                painter.drawText(self.rect_of(row, column), int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_marks(self, painter: QPainter) -> None:
        row, column = self._at
        theme = self._theme
        if row >= 0 and column >= 0:
            cell = self.rect_of(row, column)
            painter.setPen(QPen(QColor(*theme.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(self._left, cell.center().y()), QPointF(cell.left(), cell.center().y()))
            painter.drawLine(QPointF(cell.center().x(), self._top), QPointF(cell.center().x(), cell.top()))
            painter.setPen(QPen(QColor(*theme.text), 1.4))
            painter.drawRect(cell.adjusted(-0.5, -0.5, 0.5, 0.5))
        if min(self._chosen) >= 0:
            painter.setPen(QPen(QColor(*theme.text), 2.2))
            painter.drawRect(self.rect_of(*self._chosen).adjusted(-1, -1, 1, 1))

    def _paint_names(self, painter: QPainter, *, rows: bool) -> None:
        """Every name where there is room, else every n-th, and always the one that is pointed at."""
        theme, view, size = self._theme, self.viewport().rect(), self.cell_size[1 if rows else 0]
        labels = self._rows if rows else self._columns
        band, other = (self._left, self._top) if rows else (self._top, self._left)
        marked = self._at[0 if rows else 1]
        step = max(1, -(-_LABEL // size))
        metrics = painter.fontMetrics()
        painter.save()
        painter.setClipRect(
            QRect(0, band if not rows else other, band, view.height())
            if rows
            else QRect(other, 0, view.width() - other, band)
        )
        for place in self._visible()[0 if rows else 1]:
            near = marked >= 0 and place != marked and abs(place - marked) * size < _LABEL
            if (place % step and place != marked) or near:
                continue
            painter.setFont(picture_font(11.5, bold=place == marked))
            metrics = painter.fontMetrics()
            painter.setPen(QColor(*(theme.text if place == marked or step == 1 else theme.muted)))
            text = metrics.elidedText(self._names[labels[place]], Qt.TextElideMode.ElideRight, band - 6)
            cell = self.rect_of(place, 0) if rows else self.rect_of(0, place)
            middle = Qt.AlignmentFlag.AlignVCenter
            if rows:
                box = QRectF(0, max(cell.center().y() - 8, other - 1 if place == 0 else 0), band - 4, 16)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | middle), text)
            else:
                painter.save()
                painter.translate(max(cell.center().x(), other + 7 if place == 0 else 0), band - 4)
                painter.rotate(-90)
                painter.drawText(QRectF(0, -8, band - 6, 16), int(Qt.AlignmentFlag.AlignLeft | middle), text)
                painter.restore()
        painter.restore()

    # Pointing ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bars()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point((-1, -1))
        return super().viewportEvent(event)

    def _point(self, place: tuple[int, int]) -> None:
        place = place if min(place) >= 0 else (-1, -1)
        if place != self._at:
            self._at = place
            row, column = place
            self.pointed.emit(*((self._rows[row], self._columns[column]) if row >= 0 else (-1, -1)))
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.place_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.place_at(event.position().toPoint()))

    def _choose(self, place: tuple[int, int]) -> None:
        row, column = place
        if place == (-2, -2):
            return
        self._chosen = place if min(place) >= 0 else (-1, -1)
        self.viewport().update()
        if row < 0:
            self.column_chosen.emit(self._columns[column])
        elif column < 0:
            self.row_chosen.emit(self._rows[row])
        else:
            self.cell_chosen.emit(self._rows[row], self._columns[column])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.25 if event.angleDelta().y() > 0 else 0.8)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = Qt.Key, event.key()
        ways = {keys.Key_Left: (0, -1), keys.Key_Right: (0, 1), keys.Key_Up: (-1, 0), keys.Key_Down: (1, 0)}
        if key in ways and self._rows and self._columns:
            down, across = ways[Qt.Key(key)]
            row = min(max(self._at[0] + down, 0), len(self._rows) - 1)
            column = min(max(self._at[1] + across, 0), len(self._columns) - 1)
            self._point((row, column))
            self._show_cell(row, column)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and self._at[0] >= 0:
            self._choose(self._at)
        elif key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self.zoom(0.8 if key == keys.Key_Minus else 1.25)
        elif key == keys.Key_0:
            self.zoom(None)
        else:
            super().keyPressEvent(event)

    def _show_cell(self, row: int, column: int) -> None:
        cell, view = self.rect_of(row, column), self.viewport().rect()
        for bar, low, high, band, room in (
            (self.horizontalScrollBar(), cell.left(), cell.right(), self._left, view.width()),
            (self.verticalScrollBar(), cell.top(), cell.bottom(), self._top, view.height()),
        ):
            if low < band:
                bar.setValue(bar.value() - round(band - low))
            elif high > room:
                bar.setValue(bar.value() + round(high - room))
