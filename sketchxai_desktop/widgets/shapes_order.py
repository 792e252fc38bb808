"""Shuffle the order: what the network says when only the orders of the strokes change."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from sketchxai_desktop.analysis.order_test import ALL_UP_TO, SAMPLES, OrderTest
from sketchxai_desktop.rendering.palette import Theme, mix
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.common_charts import theme_axes
from sketchxai_desktop.widgets.shapes_pictures import Picture, PictureCard
from sketchxai_desktop.widgets.shapes_state import ShapesState, percent
from sketchxai_desktop.widgets.take_away import Rows, TakeAway

_BINS = 25


class OrderPage(QWidget):
    """The spread of the target's probability over orders, and the best and the worst order as pictures.

    Signals:
        order_test_wanted: (target, how many shuffled orders).
    """

    order_test_wanted = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ShapesState()
        self._test: OrderTest | None = None
        self._followed: str | None = None
        self._busy = False
        self.target = CategoryBox()
        self.target.setMaximumWidth(190)
        self.target.setToolTip(self.tr("The category whose probability is followed"))
        self.samples = QSpinBox()
        self.samples.setRange(10, 5000)
        self.samples.setSingleStep(50)
        self.samples.setValue(SAMPLES)
        self.samples.setAccessibleName(self.tr("Orders to try"))
        self.samples.setToolTip(
            self.tr("How many shuffled orders to try; up to {0} strokes, all of them are").format(ALL_UP_TO)
        )
        self.run = QPushButton(self.tr("Shuffle"))
        self.run.setToolTip(self.tr("Ask the network about the same strokes in other orders"))
        self.run.clicked.connect(self._run)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.plots = pg.GraphicsLayoutWidget()
        self.plots.setAccessibleName(self.tr("Probability of the target over orders"))
        self.plots.setMinimumSize(220, 120)
        self.histogram = self.plots.addPlot(row=0, col=0)
        self.scatter = self.plots.addPlot(row=0, col=1)
        for plot in (self.histogram, self.scatter):
            plot.setMouseEnabled(False, False)
            plot.hideButtons()
            plot.setMenuEnabled(False)
        self.cards = [PictureCard(self.tr("Best order"), 1), PictureCard(self.tr("Worst order"), 1)]
        self.use = [QPushButton(self.tr("Use on Canvas")) for _ in self.cards]

        controls = QHBoxLayout()
        controls.setSpacing(6)
        for text, widget in ((self.tr("&Target"), self.target), (self.tr("&Orders"), self.samples)):
            label = QLabel(text)
            label.setBuddy(widget)
            controls.addWidget(label)
            controls.addWidget(widget)
        controls.addWidget(self.run)
        controls.addStretch(1)
        self._view = QWidget()
        self._view.setAccessibleName(self.tr("Order test"))
        self.take_away = TakeAway(self._view, "orders", self.rows)
        controls.addWidget(self.take_away.button())
        self._grid = grid = QGridLayout(self._view)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.headline, 0, 0, 1, 2)
        grid.addWidget(self.plots, 1, 0, 1, 2)
        for k, (card, button) in enumerate(zip(self.cards, self.use, strict=True)):
            grid.addWidget(card, 2, k)
            button.setToolTip(self.tr("Draw the strokes in this order, as one edit that can be undone"))
            button.clicked.connect(lambda _=False, n=k: self._use(n))
        grid.setRowStretch(1, 3)
        grid.setRowStretch(2, 4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self.use:
            buttons.addWidget(button, 1, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(controls)
        layout.addWidget(self._view, 1)
        layout.addLayout(buttons)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        self.plots.setBackground(pg.mkColor(theme.surface))
        for plot in (self.histogram, self.scatter):
            theme_axes(plot, theme)

    # Changes ------------------------------------------------------------------------------------------

    def set_state(self, state: ShapesState) -> None:
        """Show another moment. A test of another sketch or by another network is taken off."""
        before, self._state = self._state, state
        if state.inspection is not None and state.inspection is not before.inspection:
            self.target.set_categories(state.inspection.categories)
            if self.target.category() in (None, self._followed):  # what a person has chosen stays
                self._followed = state.inspection.top(1)[0][0]
                self.target.set_category(self._followed)
        other = state.sketch is not before.sketch or state.checkpoint != before.checkpoint
        if other:
            self._test = None
        if other or state.theme is not before.theme or state.scheme != before.scheme:
            self._refresh()
        self._allow()

    def set_order_test(self, test: OrderTest) -> None:
        """The answer; one about another sketch is dropped."""
        if test.sketch is self._state.sketch:
            self._test = test
            self._refresh()

    def set_busy(self, busy: bool) -> None:
        """Whether something is worked out that a test would stop."""
        self._busy = busy
        self._allow()

    def _allow(self) -> None:
        self.run.setEnabled(not self._busy and self._state.inspection is not None and len(self._state.sketch) > 1)

    def _run(self) -> None:
        target = self.target.category()
        if target is not None:
            self.order_test_wanted.emit(target, self.samples.value())

    def _refresh(self) -> None:
        test, state = self._test, self._state
        for plot in (self.histogram, self.scatter):
            plot.clear()
        for widget in (self.plots, *self.cards, *self.use):
            widget.setVisible(test is not None)
        self._grid.setRowStretch(0, 1 if test is None else 0)  # what explains the empty page stands in its middle
        self._grid.setRowStretch(1, 0 if test is None else 3)
        self._grid.setRowStretch(2, 0 if test is None else 4)
        if test is None:
            self.headline.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self.headline.setAlignment(Qt.AlignmentFlag.AlignCenter)
            few = len(state.sketch) < 2
            self.headline.setText(
                self.tr("Shuffling needs a sketch of two strokes or more.")
                if few
                else self.tr(
                    "Does it matter in which order the strokes were drawn? “Shuffle” gives them other orders, "
                    "leaves shapes and locations as they are, and asks the network again."
                )
            )
            return
        self.headline.setForegroundRole(QPalette.ColorRole.WindowText)
        self.headline.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.headline.setText(self.summary())
        self._draw(test, state.theme)
        values = test.of_target
        order = np.argsort(-values, kind="stable")
        names = (self.tr("Best order"), self.tr("Worst order"))
        target = test.categories[test.target]
        for card, name, index in zip(self.cards, names, (int(order[0]), int(order[-1])), strict=True):
            picture = Picture(name, test.reordered(index), ((target, float(values[index])),), state.sketch.word, True)
            card.show_picture(picture, state.theme, state.scheme)

    def summary(self) -> str:
        """The finding in words."""
        test = self._test
        if test is None:
            return ""
        values, target = test.of_target, test.categories[test.target]
        tried = len(values) - 1
        what = self.tr("All {0:,} other orders") if test.every else self.tr("{0:,} of all possible orders, at random")
        flips = round(test.flips * tried)
        answers = ", ".join(f"{name} {n:,}" for name, n in test.counted_answers()[:4])
        return self.tr(
            "{0}: {1:,} ({2}) change the answer. Probability of {3}: {4} as drawn; from {5} to {6}, median {7}. "
            "Answers, the order as drawn with them: {8}."
        ).format(
            what.format(tried),
            flips,
            percent(test.flips),
            target,
            percent(float(values[0])),
            percent(float(values.min())),
            percent(float(values.max())),
            percent(float(np.median(values))),
            answers,
        )

    def _draw(self, test: OrderTest, theme: Theme) -> None:
        values = test.of_target.astype(np.float64)
        counts, edges = np.histogram(values[1:], bins=_BINS, range=(0.0, 1.0))
        bars = pg.BarGraphItem(
            x0=edges[:-1], x1=edges[1:], height=counts, y0=0, brush=theme.accent, pen=pg.mkPen(theme.surface)
        )
        self.histogram.addItem(bars)
        self.histogram.setXRange(0, 1, padding=0.02)
        self.histogram.setYRange(0, max(1, int(counts.max())), padding=0.05)
        drawn = pg.mkPen(theme.text, width=2, style=Qt.PenStyle.DashLine)
        line = pg.InfiniteLine(
            float(values[0]),
            pen=drawn,
            label=self.tr("as drawn"),
            labelOpts={
                "position": 0.9,
                "color": theme.text,
                "anchors": [(0, 0.5), (0, 0.5)] if values[0] < 0.7 else [(1, 0.5), (1, 0.5)],
            },
        )
        self.histogram.addItem(line)
        target = test.categories[test.target]
        self.histogram.setLabel("bottom", self.tr("probability of {0}").format(target))
        self.histogram.setLabel("left", self.tr("orders"))
        right = test.answers == test.answers[0]
        shuffling = test.shuffling.astype(np.float64)
        for same, colour in ((True, theme.accent), (False, mix((220, 90, 40), theme.text, 0.1))):
            chosen = (right == same) & (np.arange(len(values)) > 0)
            self.scatter.plot(
                shuffling[chosen],
                values[chosen],
                pen=None,
                symbol="o" if same else "x",
                symbolSize=6,
                symbolPen=None if same else pg.mkPen(colour, width=2),
                symbolBrush=pg.mkBrush((*colour, 150)),
            )
        self.scatter.plot([0.0], values[:1], pen=None, symbol="d", symbolSize=11, symbolBrush=theme.text)
        self.scatter.setXRange(0, 1, padding=0.03)
        self.scatter.setYRange(0, 1, padding=0.05)
        self.scatter.setLabel("bottom", self.tr("share of stroke pairs in reversed order"))
        self.scatter.setLabel("left", self.tr("probability"))
        marks = self.tr("◆ as drawn · ● same answer · × another answer")
        self.scatter.setTitle(marks, color=theme.muted, size="9pt")

    def _use(self, which: int) -> None:
        if self._test is not None:
            self._session.edit(self.cards[which].picture.sketch, self.tr("Use Order"))

    def rows(self) -> Rows:
        """One row per order that was tried, the true one first."""
        test = self._test
        if test is None:
            return []
        target = test.categories[test.target]
        return [
            {
                "order": " ".join(str(k + 1) for k in np.argsort(order)),
                "reversed": round(float(shuffled), 6),
                f"p({target})": round(float(p), 8),
                "answer": test.categories[int(answer)],
            }
            for order, shuffled, p, answer in zip(
                test.orders, test.shuffling, test.of_target, test.answers, strict=True
            )
        ]
