"""Methods by measures as a table: the names stay where they are, the numbers scroll."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sketchxai_desktop.explain.measures import MEASURES, best_values, why_not_measured, written
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import LIGHT, Theme, mix
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_paint import paint_scored, scored_picture, two_lines
from sketchxai_desktop.widgets.explain_state import ExplainState
from sketchxai_desktop.widgets.take_away import is_drawing

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORTED = Qt.ItemDataRole.UserRole
#: (sketch, scores) of a row.
_SCORED = Qt.ItemDataRole.UserRole + 1
_PICTURE, _GAP, _PAD = 28, 5, 5
_ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "\N{RIGHTWARDS ARROW}0"}
#: Columns of numbers that are seen before names get more than the fewest pixels, and those pixels.
_FIRST, _NARROW = 3, 98


class ScoreModel(QAbstractTableModel):
    """Methods by measures; the control is a row like the others, but looks otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ExplainState()
        self._names: list[str] = []
        self._measures = list(MEASURES.values())
        self._best: dict[str, float] = {}
        self._pictures: dict[str, QPixmap] = {}
        self._shown: tuple[object, ...] = ()

    def method(self, row: int) -> str | None:
        """Name of a row's method."""
        return self._names[row] if 0 <= row < len(self._names) else None

    @property
    def theme(self) -> Theme:
        return self._state.theme

    def set_state(self, state: ExplainState, ratio: float) -> None:
        shown = (state.sketch, state.results.scores, state.theme)
        if shown == self._shown:
            return
        self.beginResetModel()
        self._state, self._shown = state, shown
        self._names = list(state.results.scores)
        self._best = best_values(state.results.scores.values())
        self._pictures = {
            name: QPixmap.fromImage(
                scored_picture(state.sketch, score.attribution.scores, _PICTURE, _PICTURE, ratio, state.theme)
            )
            for name, score in state.results.scores.items()
            if len(score.attribution.scores) == len(state.sketch)
        }
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2 + len(self._measures)

    def _headings(self) -> dict[str, str]:
        """Short enough for a narrow column: one or two lines."""
        return {
            "shapley_correlation": self.tr("Shapley\nrank"),
            "deletion": self.tr("Dele-\ntion"),
            "insertion": self.tr("Inser-\ntion"),
            "comprehensiveness": self.tr("Compre-\nhensive"),
            "sufficiency": self.tr("Suffi-\nciency"),
            "sensitivity_n": self.tr("Sensi-\ntivity-n"),
            "infidelity": self.tr("Infidel.\nremoved"),
            "location_infidelity": self.tr("Infidel.\nmoved"),
            "max_sensitivity": self.tr("Max-\nsensit."),
            "randomisation": self.tr("Random\nnetwork"),
        }

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        inside = 1 <= section <= len(self._measures)
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return self.tr("Method")
            if not inside:
                return self.tr("Time\nms")
            measure = self._measures[section - 1]
            return f"{self._headings()[measure.name]} {_ARROWS[measure.better]}"
        if role == Qt.ItemDataRole.ToolTipRole and inside:
            measure = self._measures[section - 1]
            better = {
                "higher": self.tr("Higher is better."),
                "lower": self.tr("Lower is better."),
                "zero": self.tr("Near zero is better."),
            }[measure.better]
            return f"{shown(measure.title)}\n{shown(measure.sentence)}\n{better}"
        if role == Qt.ItemDataRole.AccessibleTextRole and inside:
            return shown(self._measures[section - 1].title)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, column = self._names[index.row()], index.column()
        score, control = self._state.results.scores[name], name == "random"
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(QColor(*mix(self.theme.background, self.theme.halo, 0.16))) if control else None
        if column == 0:
            return self._name_data(name, role)
        inside = column <= len(self._measures)
        measure = self._measures[column - 1].name if inside else ""
        value = score.measures[measure] if inside else 1000 * score.attribution.seconds
        if role == SORTED:
            return value if math.isfinite(value) else -1e30
        if role == Qt.ItemDataRole.DisplayRole:
            if not inside:
                return f"{value:.0f}"
            return written(value) or (self.tr("n/a") if why_not_measured(METHODS[name], measure) else "\N{EN DASH}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._number_tip(name, measure, value)
        if role == Qt.ItemDataRole.ForegroundRole and inside and not control and not self._beats_control(column, value):
            return QBrush(QColor(*self.theme.muted))
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setItalic(control)
            given = name == "exact_shapley" and measure == "shapley_correlation"  # it is the yardstick
            font.setBold(inside and not control and not given and value == self._best.get(measure))
            return font
        return None

    def _name_data(self, name: str, role: int) -> object:
        score = self._state.results.scores[name]
        if role in (Qt.ItemDataRole.DisplayRole, SORTED):
            return shown(METHODS[name].title)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(name)
        if role == _SCORED and name in self._pictures:
            return self._state.sketch, score.attribution.scores
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{shown(METHODS[name].title)}\n{shown(METHODS[name].sentence)}"
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setItalic(name == "random")
            return font
        return None

    def _number_tip(self, name: str, measure: str, value: float) -> str | None:
        if not measure:
            return None
        if math.isfinite(value):
            return f"{shown(METHODS[name].title)}, {shown(MEASURES[measure].title)}: {written(value)}"
        if why_not_measured(METHODS[name], measure):
            return self.tr("Not applicable: moving strokes changes nothing that this method looks at.")
        return self.tr("Not defined for so few strokes.")

    def _beats_control(self, column: int, value: float) -> bool:
        """Whether a number is better than that of the random control; also where nobody can say."""
        measure, control = self._measures[column - 1], self._state.results.scores.get("random")
        if control is None or measure.better == "zero":
            return True
        limit = control.measures[measure.name]
        if not math.isfinite(value) or not math.isfinite(limit):
            return math.isfinite(value)
        return value > limit if measure.better == "higher" else value < limit


class _Header(QHeaderView):
    """Headings of two lines. The sorted column has a small triangle: arrows beside words say what is better."""

    def __init__(self, model: ScoreModel, parent: QWidget) -> None:
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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
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
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place.adjusted(0, 0, -_PAD, 0), int(side), str(index.data()))
        else:
            self._paint_name(painter, place, index)
            painter.setPen(QPen(palette.mid().color(), 1))
            painter.drawLine(place.topRight(), place.bottomRight())  # the numbers scroll beneath it
        painter.restore()

    def _paint_name(self, painter: QPainter, place: QRectF, index: _Index) -> None:
        spot = QRectF(place.left() + 3, place.center().y() - _PICTURE / 2, _PICTURE, _PICTURE)
        scored, picture = index.data(_SCORED), index.data(Qt.ItemDataRole.DecorationRole)
        if is_drawing() and scored is not None:
            pen = painter.pen()
            model = index.model()
            source = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else model
            theme = source.theme if isinstance(source, ScoreModel) else LIGHT
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            sketch, scores = scored
            paint_scored(painter, spot, sketch, scores, theme)
            painter.setPen(pen)
        elif picture is not None:
            painter.drawPixmap(spot.topLeft(), picture)
        words = place.adjusted(_PICTURE + _GAP + 3, 0, -3, 0)
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
    """The table over a sorted `ScoreModel`.

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
        assert isinstance(scores, ScoreModel)
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
        rows.setDefaultSectionSize(max(_PICTURE, two) + 6)
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
        metrics, model = QFontMetrics(bold), self.model()
        for column in range(1, model.columnCount()):
            texts = [*header.lines(column), *(str(model.index(row, column).data()) for row in range(model.rowCount()))]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
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
        return max(widest + _PICTURE + _GAP + 8, _NARROW)

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
