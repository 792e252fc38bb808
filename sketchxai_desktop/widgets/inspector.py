"""The stroke inspector: every stroke as the network sees it, and its three embeddings as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSplitter, QTabBar, QVBoxLayout, QWidget

from sketchxai_desktop.core.shape_reference import NetworkTables, ShapeReference
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.common_charts import prepare_charts
from sketchxai_desktop.widgets.common_later import Later
from sketchxai_desktop.widgets.inspector_list import StrokeList
from sketchxai_desktop.widgets.inspector_state import InspectorState, attribute_colours

if TYPE_CHECKING:
    from sketchxai_desktop.widgets.inspector_plot import Panel

#: Pixels that a panel needs so that all four are shown at once instead of one behind a tab.
_PANEL_HEIGHT, _PANEL_WIDTH = 280, 300
#: Lines of text below which the list of strokes gets a tab, too, so that one thing at a time has room.
_LOW = 21
#: Qt's QWIDGETSIZE_MAX.
_NO_LIMIT = (1 << 24) - 1


class Inspector(QWidget):
    """A list of the strokes, and panels for the selected one (or the one that is pointed at)."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tables: NetworkTables | None = None
        self._reference: ShapeReference | None = None
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self.setAccessibleName(self.tr("Stroke inspector"))

        self._count = QLabel()
        self._legend = _Legend()
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._note.hide()
        self.strokes = StrokeList(session)
        # The sizes that the panels ask for, so that nothing moves when they come.
        self._panels = Later(self._make_panels, smallest=QSize(200, 120), usual=QSize(295, 278))
        self._header = header = QHBoxLayout()
        header.setContentsMargins(8, 4, 8, 2)
        header.addWidget(self._count)
        header.addStretch(1)
        header.addWidget(self._legend)
        self._low = False
        self._upper = upper = QWidget()
        self._above = above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addLayout(header)
        above.addWidget(self.strokes, 1)
        note = QHBoxLayout()
        note.setContentsMargins(8, 0, 8, 0)
        note.addWidget(self._note)
        above.addLayout(note)
        self._splitter = splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(self._panels)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([180, 270])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

        session.sketch_changed.connect(self._refresh)
        session.inspection_changed.connect(self._refresh)
        session.checkpoint_changed.connect(self._refresh)
        session.selection_changed.connect(self._point)
        session.hover_changed.connect(self._point)
        self._refresh()

    def _make_panels(self) -> _Panels:
        prepare_charts(self._theme)
        from sketchxai_desktop.widgets.inspector_contributions import ContributionsPanel
        from sketchxai_desktop.widgets.inspector_location import LocationPanel
        from sketchxai_desktop.widgets.inspector_order import OrderPanel
        from sketchxai_desktop.widgets.inspector_shape import ShapePanel

        session = self._session
        panels = _Panels(
            [
                (OrderPanel(session), self.tr("How alike the network's embeddings of 1st, 2nd, 3rd ... stroke are")),
                (ShapePanel(session), self.tr("The strokes' shapes among other strokes, as the network sees them")),
                (LocationPanel(session), self.tr("How the location embedding changes over the canvas")),
                (ContributionsPanel(session), self.tr("How much order, shape and location make up of a stroke")),
            ]
        )
        panels.set_state(self._state())
        QTimer.singleShot(0, self, self._fit_height)
        return panels

    def minimumSizeHint(self) -> QSize:
        part, header = self._panels.part, self._header.sizeHint().height()
        least = self._panels.minimumSizeHint().height() if part is None else part.least_height()
        layout = self.layout()
        assert layout is not None
        return QSize(max(260, layout.minimumSize().width()), header + self._splitter.handleWidth() + least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """Where list and picture would both be too low, the list stands behind a tab like the pictures."""
        panels = self._panels.part
        low = panels is not None and self.height() < _LOW * self.fontMetrics().lineSpacing()
        if panels is None or low == self._low:
            return
        self._low = low
        if low:
            tip = self.tr("All strokes in the order in which they are drawn")
            panels.take_first(self.strokes, self.tr("List"), tip)
            self._upper.setMaximumHeight(self._upper.minimumSizeHint().height())
        else:
            panels.give_first()
            self._above.insertWidget(1, self.strokes, 1)
            self.strokes.show()
            self._upper.setMaximumHeight(_NO_LIMIT)
            self._splitter.setSizes([180, 270])
        self._splitter.handle(1).setEnabled(not low)

    @property
    def panels(self) -> _Panels:
        """The panels; made at the first call, which whoever shows the inspector does after it was painted."""
        return self._panels.get()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order."""
        self._scheme = scheme
        self._refresh()

    def set_tables(self, tables: NetworkTables | None) -> None:
        """The order table and location map of the session's checkpoint; None while they are not known."""
        self._tables = tables
        self._refresh()

    def set_reference(self, reference: ShapeReference | None) -> None:
        """The strokes to compare shapes with, embedded by the session's checkpoint; None while there are none."""
        self._reference = reference
        self._refresh()

    @property
    def note(self) -> str:
        """What is said of strokes that the network does not see, or ""."""
        return self._note.text() if not self._note.isHidden() else ""

    # Changes ------------------------------------------------------------------------------------------

    def _state(self) -> InspectorState:
        session = self._session
        return InspectorState(
            session.sketch,
            session.inspection,
            session.selection,
            session.hovered,
            self._tables,
            self._reference,
            self._theme,
            self._scheme,
        )

    def _refresh(self) -> None:
        state = self._state()
        self.strokes.set_state(state)
        self._legend.set_theme(self._theme)
        count = len(state.sketch)
        self._count.setText(self.tr("1 stroke") if count == 1 else self.tr("{0} strokes").format(count))
        slots = self._slots(state)
        too_many = slots is not None and count > slots
        if too_many:
            self._note.setText(self.tr("The network sees the first {0} strokes.").format(slots))
        self._note.setVisible(too_many)
        self._show(state)

    def _slots(self, state: InspectorState) -> int | None:
        if state.inspection is not None and state.inspection.sketch == state.sketch:
            return len(state.inspection.shape)
        return self._session.checkpoint.order_slots if self._session.checkpoint is not None else None

    def _point(self) -> None:
        self._show(self._state())

    def _show(self, state: InspectorState) -> None:
        """Pass a state to the panels, unless the network's answer about the present sketch is still on its way."""
        inspection = state.inspection
        answered = inspection is None or not len(state.sketch) or inspection.sketch == state.sketch
        if answered and self._panels.part is not None:
            self._panels.part.set_state(state)


class _Panels(QWidget):
    """One panel behind each tab; where there is room for all, all at once."""

    def __init__(self, panels: list[tuple[Panel, str]]) -> None:
        super().__init__()
        self.panels = [panel for panel, _ in panels]
        self._first: QWidget | None = None
        self.tabs = _Tabs()
        self.tabs.setAccessibleName(self.tr("What to show of the stroke"))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for panel, tip in panels:
            self.tabs.setTabToolTip(self.tabs.addTab(panel.heading.text()), tip)
            panel.setToolTip("")
            panel.heading.setToolTip(tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addLayout(self._grid, 1)
        self._columns = -1
        self.tabs.currentChanged.connect(self._arrange)
        self._arrange()

    def set_state(self, state: InspectorState) -> None:
        for panel in self.panels:
            panel.set_state(state)

    def take_first(self, widget: QWidget, name: str, tip: str) -> None:
        """Show `widget` behind a tab before all others, and every panel without its sentence."""
        self._first = widget
        self.tabs.setTabToolTip(self.tabs.insertTab(0, name), tip)
        self._columns = -1
        self.tabs.setCurrentIndex(0)
        self._arrange()

    def give_first(self) -> None:
        """Let go of that widget: its place is elsewhere."""
        if self._first is not None:
            self._grid.removeWidget(self._first)
            self._first, self._columns = None, -1
            self.tabs.removeTab(0)
            self._arrange()

    def least_height(self) -> int:
        """With one low panel behind the tabs."""
        return self.tabs.sizeHint().height() + max(panel.least_height() for panel in self.panels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _columns_that_fit(self) -> int:
        """Columns in which all panels fit at a good size; 0 when they do not."""
        if self._first is not None:
            return 0
        for columns in (1, 2):
            rows = -(-len(self.panels) // columns)
            if self.height() >= rows * _PANEL_HEIGHT and self.width() >= columns * _PANEL_WIDTH:
                return columns
        return 0

    def _arrange(self) -> None:
        columns = self._columns_that_fit()
        if columns != self._columns:
            self._columns = columns
            for k, panel in enumerate(self.panels):
                self._grid.removeWidget(panel)
                row, column = divmod(k, columns) if columns else (0, 0)
                self._grid.addWidget(panel, row, column)
                panel.heading.setVisible(bool(columns))
                panel.set_brief(self._first is not None)
            if self._first is not None:
                self._grid.addWidget(self._first, 0, 0)
        self.tabs.setVisible(not columns)
        behind: list[QWidget] = [*([] if self._first is None else [self._first]), *self.panels]
        for k, widget in enumerate(behind):
            widget.setVisible(bool(columns) or k == self.tabs.currentIndex())


class _Tabs(QTabBar):
    """As wide as there is room. Where that is too little, long names are shortened before short ones."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setProperty("compact", True)

    def minimumTabSizeHint(self, index: int) -> QSize:
        hint = self.tabSizeHint(index)
        return QSize(min(hint.width(), self._most()), hint.height())

    def minimumSizeHint(self) -> QSize:
        least = 3 * self.fontMetrics().lineSpacing()  # whatever the width is now: else the bar could not get narrower
        widths = [min(self.tabSizeHint(k).width(), least) for k in range(self.count())]
        return QSize(sum(widths), super().minimumSizeHint().height())

    def _most(self) -> int:
        """Pixels that the longest names get, so that what is shorter stays whole."""
        room = self.width()
        hints = sorted(self.tabSizeHint(k).width() for k in range(self.count()))
        for k, hint in enumerate(hints):
            share = room // (len(hints) - k)
            if hint > share:
                return share
            room -= hint
        return hints[-1] if hints else 0


class _Legend(QWidget):
    """Which colour stands for order, shape and location in the list's bars."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._names = [self.tr("order"), self.tr("shape"), self.tr("location")]
        self.setFixedWidth(sum(self.fontMetrics().horizontalAdvance(n) + 22 for n in self._names))
        self.setFixedHeight(self.fontMetrics().height() + 2)
        self.setToolTip(self.tr("How much order, shape and location make up of what the network sees of a stroke"))
        self.setAccessibleName(self.tr("Colours of the bars: {0}").format(", ".join(self._names)))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, metrics = 0, self.fontMetrics()
        for name, colour in zip(self._names, attribute_colours(self._theme), strict=True):
            painter.setBackground(QColor(*colour))  # not `fillRect`: see `paint_paper`
            painter.eraseRect(x + 4, self.height() // 2 - 4, 9, 9)
            painter.setPen(QColor(*self._theme.muted))
            painter.drawText(x + 17, (self.height() + metrics.ascent() - metrics.descent()) // 2, name)
            x += metrics.horizontalAdvance(name) + 22
