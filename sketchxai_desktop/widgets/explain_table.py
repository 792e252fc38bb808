"""Methods by measures as a table: the names stay where they are, the numbers scroll."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sketchxai_desktop.rendering.palette import LIGHT, mix
from sketchxai_desktop.widgets.explain_measures import PICTURE, SCORED, Index, MeasureModel
from sketchxai_desktop.widgets.explain_paint import paint_scored, two_lines
from sketchxai_desktop.widgets.take_away import is_drawing

_GAP, _PAD = 5, 5
#: Columns of numbers that are seen before names get more than the fewest pixels, and those pixels.
_FIRST, _NARROW = 3, 98


class _Header(QHeaderView):
    """Headings of two lines. The sorted column has a small triangle: arrows beside words say what is better."""

    def __init__(self, model: MeasureModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scores = model
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def small(self) -> QFontMetrics:
        return QFontMetrics(smaller(self.font()))

    def lines(self, section: int) -> list[str]:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal)).split("\n")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * self.small().height() + 12)

    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:
        place, theme = QRectF(rect), self._scores.theme  # type: ignore[call-overload]
        chosen = logicalIndex == self.sortIndicatorSection()
        painter.save()
        painter.fillRect(place, QColor(*mix(theme.surface, theme.grid, 0.35)))
        painter.setPen(QPen(QColor(*theme.grid), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        font = smaller(self.font())
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(QColor(*theme.text))
        side = Qt.AlignmentFlag.AlignRight if logicalIndex else Qt.AlignmentFlag.AlignLeft
        inner = place.adjusted(_PAD, 5, -_PAD if logicalIndex else 0, -2)
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), "\n".join(self.lines(logicalIndex)))
        if logicalIndex == 0:
            painter.setPen(QPen(QColor(*theme.grid), 1))
            painter.drawLine(place.topRight(), place.bottomRight())
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*theme.accent))
            x = place.right() - _PAD - 4 if logicalIndex else place.left() + _PAD + 4
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            near, far = (5, 1) if up else (1, 5)
            corners = ((-4, near), (4, near), (0, far))
            painter.drawPolygon(QPolygonF([QPointF(x + dx, place.top() + dy) for dx, dy in corners]))
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Small pictures beside names of one or two lines; numbers with little around them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.font = smaller(option.font)
        palette, place = option.palette, QRectF(option.rect)
        selected = bool(option.state & option.state.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(place, palette.highlight())
        elif isinstance(ground := index.data(Qt.ItemDataRole.BackgroundRole), QBrush):
            painter.fillRect(place, ground)
        colour = palette.highlightedText() if selected else palette.text()
        if not selected and isinstance(muted := index.data(Qt.ItemDataRole.ForegroundRole), QBrush):
            colour = muted
        painter.setFont(option.font)
        painter.setPen(colour.color())
        if index.column():
            self._paint_number(painter, place, str(index.data()), palette.placeholderText().color(), selected)
        else:
            self._paint_name(painter, place, index)
            painter.setPen(QPen(palette.mid().color(), 1))
            painter.drawLine(place.topRight(), place.bottomRight())  # the numbers scroll beneath it
        painter.restore()

    def _paint_number(self, painter: QPainter, place: QRectF, text: str, pale: QColor, selected: bool) -> None:
        value, _, interval = text.partition("\n")
        inner, side = place.adjusted(0, 0, -_PAD, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not interval:
            painter.drawText(inner, side, value)
            return
        line = painter.fontMetrics().height()
        upper = QRectF(inner.left(), inner.center().y() - line, inner.width(), line)
        painter.drawText(upper, side, value)
        font = painter.font()
        font.setBold(False)
        painter.setFont(font)
        if not selected:
            painter.setPen(pale)
        painter.drawText(upper.translated(0, line), side, interval)

    def _paint_name(self, painter: QPainter, place: QRectF, index: Index) -> None:
        spot = QRectF(place.left() + 3, place.center().y() - PICTURE / 2, PICTURE, PICTURE)
        scored, picture = index.data(SCORED), index.data(Qt.ItemDataRole.DecorationRole)
        if is_drawing() and scored is not None:
            pen = painter.pen()
            model = index.model()
            source = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else model
            theme = source.theme if isinstance(source, MeasureModel) else LIGHT
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            sketch, scores = scored
            paint_scored(painter, spot, sketch, scores, theme)
            painter.setPen(pen)
        elif picture is not None:
            painter.drawPixmap(spot.topLeft(), picture)
        words = place.adjusted(PICTURE + _GAP + 3, 0, -3, 0)
        metrics = painter.fontMetrics()
        room = int(words.width())
        lines = two_lines(str(index.data()), metrics, room)
        top = place.center().y() - len(lines) * metrics.height() / 2
        for k, line in enumerate(lines):
            row = QRectF(words.left(), top + k * metrics.height(), words.width(), metrics.height())
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def smaller(font: QFont) -> QFont:
    """A table of many numbers is set a size smaller than the rest."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(0.88 * font.pointSizeF())
    else:
        small.setPixelSize(max(9, round(0.88 * font.pixelSize())))
    return small


class ScoreTable(QTableView):
    """The table over a sorted `MeasureModel`.

    Args:
        frozen: the names stay in place while the numbers scroll.
    """

    def __init__(self, model: QSortFilterProxyModel, *, frozen: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen: QTableView | None = None
        self._prepare(self, model)
        self.setAccessibleName(self.tr("Methods by measures"))
        model.modelReset.connect(self.fit_columns)
        model.layoutChanged.connect(self.fit_columns)
        if frozen:
            self._frozen = QTableView(self)
            self._prepare(self._frozen, model)
            self._freeze(self._frozen)
        self.fit_columns()

    @staticmethod
    def _prepare(table: QTableView, model: QSortFilterProxyModel) -> None:
        scores = model.sourceModel()
        assert isinstance(scores, MeasureModel)
        table.setModel(model)
        table.setHorizontalHeader(_Header(scores, table))
        table.setItemDelegate(_Cells(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        two = 2 * QFontMetrics(smaller(table.font())).height()
        rows.setDefaultSectionSize(max(PICTURE, two) + 6)
        table.horizontalHeader().setSortIndicator(model.sortColumn(), model.sortOrder())  # enabling sorts by that
        table.setSortingEnabled(True)

    def _freeze(self, names: QTableView) -> None:
        names.setSelectionModel(self.selectionModel())
        names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names.setFrameShape(QTableView.Shape.NoFrame)
        names.setAccessibleName(self.tr("Methods"))
        for set_policy in (names.setHorizontalScrollBarPolicy, names.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column in range(1, self.model().columnCount()):
            names.setColumnHidden(column, True)
        own, other = self.verticalScrollBar(), names.verticalScrollBar()
        own.valueChanged.connect(other.setValue)
        other.valueChanged.connect(own.setValue)
        ours, theirs = self.horizontalHeader(), names.horizontalHeader()
        ours.sortIndicatorChanged.connect(lambda column, order: _show_sorted(theirs, column, order))
        theirs.sortIndicatorChanged.connect(lambda column, order: _show_sorted(ours, column, order))
        names.raise_()
        names.show()

    def least_height(self) -> int:
        """That shows one row and the scroll bar."""
        bar = self.horizontalScrollBar().sizeHint().height()
        row = self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().sizeHint().height() + row + bar + 2 * self.frameWidth()

    def fit_columns(self) -> None:
        """Columns as wide as what stands in them; names take what is left, within limits."""
        header = self.horizontalHeader()
        assert isinstance(header, _Header)
        bold = smaller(self.font())
        bold.setBold(True)
        metrics, small, model = QFontMetrics(bold), QFontMetrics(smaller(self.font())), self.model()
        for column in range(1, model.columnCount()):
            cells = [str(model.index(row, column).data()).partition("\n") for row in range(model.rowCount())]
            values = max(map(metrics.horizontalAdvance, [*header.lines(column), *(cell[0] for cell in cells)]))
            widest = max([values, *(small.horizontalAdvance(cell[2]) for cell in cells)])
            self.setColumnWidth(column, max(metrics.horizontalAdvance("0.000"), widest) + 2 * _PAD)
        self._fit_names()

    def whole_size(self) -> QSize:
        """That shows every row and column at once."""
        edge = 2 * self.frameWidth()
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
        return QSize(self._widest_name() + self._numbers() + edge, height + edge)

    def _numbers(self) -> int:
        """Pixels of all columns of numbers."""
        return sum(self.columnWidth(column) for column in range(1, self.model().columnCount()))

    def _widest_name(self, lines: int = 1) -> int:
        """Pixels that the first column needs, so that every name fits into one line or two."""
        model, metrics = self.model(), QFontMetrics(smaller(self.font()))
        names = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        widest = max((_needed(name, metrics, lines) for name in names), default=0)
        return max(widest + PICTURE + _GAP + 8, _NARROW)

    def _fit_names(self) -> None:
        # Three columns of numbers first, then names of two lines at most, then more numbers.
        room, numbers = self.viewport().width(), [self.columnWidth(k) for k in range(1, self.model().columnCount())]
        share = min(max(room - sum(numbers[:_FIRST]), _NARROW), self._widest_name(lines=2))
        width = max(share, room - sum(numbers))
        self.setColumnWidth(0, width)
        if self._frozen is not None:
            self._frozen.setColumnWidth(0, width)
            height = self.horizontalHeader().height() + self.viewport().height()
            self._frozen.setGeometry(self.frameWidth(), self.frameWidth(), width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._frozen is not None:
            self._fit_names()


def _needed(name: str, metrics: QFontMetrics, lines: int) -> int:
    """Pixels in which a name fits into so many lines, broken at spaces and hyphens."""
    ends = [k + (letter == "-") for k, letter in enumerate(name) if letter in " -"] if lines > 1 else []
    pairs = [(name[:end].rstrip(), name[end:].lstrip()) for end in ends]
    halves = [max(map(metrics.horizontalAdvance, pair)) for pair in pairs]
    return min([metrics.horizontalAdvance(name), *halves]) + 2


def _show_sorted(header: QHeaderView, column: int, order: Qt.SortOrder) -> None:
    header.blockSignals(True)
    header.setSortIndicator(column, order)
    header.blockSignals(False)
    header.viewport().update()
