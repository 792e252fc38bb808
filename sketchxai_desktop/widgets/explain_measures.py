"""Methods by measures as a model of a table: what is the same for one sketch and for a whole file."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPixmap
from PySide6.QtWidgets import QWidget

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MEASURES, Measure, why_not_measured, written
from sketchxai_desktop.explain.question import Scores
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import LIGHT, Theme, mix
from sketchxai_desktop.widgets.common_words import shown
from sketchxai_desktop.widgets.explain_paint import scored_picture

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORTED = Qt.ItemDataRole.UserRole
#: (sketch, scores) of a row.
SCORED = Qt.ItemDataRole.UserRole + 1
#: Pixels of the picture beside a method's name.
PICTURE = 28
_ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "zero": "\N{RIGHTWARDS ARROW}0"}


class MeasureModel(QAbstractTableModel):
    """One row per method: its name, a number per measure, its time. The control looks otherwise than the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._theme: Theme = LIGHT
        self._measures = list(MEASURES.values())
        self._pictures: dict[str, QPixmap] = {}

    # What a kind of table has to say -----------------------------------------------------------------

    @abstractmethod
    def value(self, name: str, measure: str) -> float:
        """What a method reached; NaN where that is not known."""

    @abstractmethod
    def seconds(self, name: str) -> float:
        """How long a method takes."""

    @abstractmethod
    def is_best(self, name: str, measure: str) -> bool:
        """Whether no other method reached more."""

    @abstractmethod
    def beats_control(self, name: str, measure: str) -> bool:
        """Whether a method is better than the control; also where nobody can say."""

    @abstractmethod
    def scored(self, name: str) -> tuple[Sketch, Scores] | None:
        """The sketch that stands for a row, with the method's scores."""

    def interval(self, name: str, measure: str) -> str:
        """The second line of a cell; "" if there is none."""
        return ""

    def spoken(self, name: str, measure: str) -> str:
        """All that is known of a number, for who points at it."""
        return f"{shown(METHODS[name].title)}, {shown(MEASURES[measure].title)}: {written(self.value(name, measure))}"

    # What is the same for all ------------------------------------------------------------------------

    def method(self, row: int) -> str | None:
        """Name of a row's method."""
        return self._names[row] if 0 <= row < len(self._names) else None

    def measure(self, column: int) -> Measure | None:
        """What a column shows, if it is a measure."""
        return self._measures[column - 1] if 1 <= column <= len(self._measures) else None

    @property
    def theme(self) -> Theme:
        return self._theme

    def make_pictures(self, names: Iterable[str], ratio: float) -> None:
        """Of the rows that have something to show."""
        found = {name: self.scored(name) for name in names}
        self._pictures = {
            name: QPixmap.fromImage(scored_picture(*one, PICTURE, PICTURE, ratio, self._theme))
            for name, one in found.items()
            if one is not None
        }

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = _ROOT) -> int:
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
        measure = self.measure(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return self.tr("Method")
            if measure is None:
                return self.tr("Time\nms")
            return f"{self._headings()[measure.name]} {_ARROWS[measure.better]}"
        if role == Qt.ItemDataRole.ToolTipRole and section and measure is None:
            return self.tr("How long the method took. What an earlier one has worked out already is not in it.")
        if role == Qt.ItemDataRole.ToolTipRole and measure is not None:
            better = {
                "higher": self.tr("Higher is better."),
                "lower": self.tr("Lower is better."),
                "zero": self.tr("Near zero is better."),
            }[measure.better]
            return f"{shown(measure.title)}\n{shown(measure.sentence)}\n{better}"
        if role == Qt.ItemDataRole.AccessibleTextRole and measure is not None:
            return shown(measure.title)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, column = self._names[index.row()], index.column()
        control = name == "random"
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(QColor(*mix(self._theme.background, self._theme.halo, 0.16))) if control else None
        if column == 0:
            return self._name_data(name, role)
        measure = self.measure(column)
        if measure is None:
            return self._time_data(name, role)
        value = self.value(name, measure.name)
        if role == SORTED:
            return value if math.isfinite(value) else -1e30
        if role == Qt.ItemDataRole.DisplayRole:
            text = written(value)
            if not text:
                return self.tr("n/a") if why_not_measured(METHODS[name], measure.name) else "\N{EN DASH}"
            return "\n".join(filter(None, (text, self.interval(name, measure.name))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._number_tip(name, measure.name, value)
        if role == Qt.ItemDataRole.ForegroundRole and not control and not self.beats_control(name, measure.name):
            return QBrush(QColor(*self._theme.muted))
        if role == Qt.ItemDataRole.FontRole:
            font = _font(name)
            given = name == "exact_shapley" and measure.name == "shapley_correlation"  # it is the yardstick
            font.setBold(not control and not given and self.is_best(name, measure.name))
            return font
        return None

    def _time_data(self, name: str, role: int) -> object:
        if role == SORTED:
            return self.seconds(name)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{1000 * self.seconds(name):.0f}"
        if role == Qt.ItemDataRole.FontRole:
            return _font(name)
        return None

    def _name_data(self, name: str, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, SORTED):
            return shown(METHODS[name].title)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(name)
        if role == SCORED and name in self._pictures:
            return self.scored(name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{shown(METHODS[name].title)}\n{shown(METHODS[name].sentence)}"
        if role == Qt.ItemDataRole.FontRole:
            return _font(name)
        return None

    def _number_tip(self, name: str, measure: str, value: float) -> str:
        if math.isfinite(value):
            return self.spoken(name, measure)
        if why_not_measured(METHODS[name], measure):
            return self.tr("Not applicable: moving strokes changes nothing that this method looks at.")
        return self.tr("Not defined for so few strokes.")


def _font(method: str) -> QFont:
    font = QFont()
    font.setItalic(method == "random")
    return font
