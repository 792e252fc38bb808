"""How much order, shape and location contribute to a stroke's token."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketchxai_desktop.rendering.palette import mix
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inspector_plot import Panel
from sketchxai_desktop.widgets.inspector_state import ATTRIBUTES, InspectorState, attribute_colours, percent
from sketchxai_desktop.widgets.take_away import Rows


class ContributionsPanel(Panel):
    """Three signed bars that sum to 100 %: of one stroke, or on average over all."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Contribution"), parent, caption_lines=3)
        self.bars = SignedBars()
        self.body.addWidget(self.bars, 1)

    def refresh(self, state: InspectorState) -> None:
        message = self.nothing(state)
        if message or state.inspection is None:
            self.bars.show_message(message, state)
            self.say("")
            return
        shares = state.inspection.contributions
        if state.stroke is not None:
            self.bars.show_shares(shares[state.stroke], state)
            self.say(
                self.tr(
                    "How much of stroke {0}, as the network gets it, is its order, its shape and its location. "
                    "Below zero: pointing against the rest."
                ).format(state.stroke + 1)
            )
        else:
            self.bars.show_shares(shares.mean(axis=0), state)
            self.say(self.tr("Average over {0} strokes. Select a stroke to see its own.").format(len(shares)))

    def rows(self) -> Rows:
        """One row per stroke."""
        found = self.state.inspection
        shares = [] if found is None else found.contributions[: self.state.seen].tolist()
        return [{"stroke": k + 1, **dict(zip(ATTRIBUTES, own, strict=True))} for k, own in enumerate(shares)]


class SignedBars(QWidget):
    """A bar with its percentage for each attribute, from a common zero line."""

    def __init__(self) -> None:
        super().__init__()
        self.shares: tuple[float, ...] = ()
        self._message = ""
        self._state = InspectorState()
        self.setMinimumHeight(66)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Contributions to the token"))

    def sizeHint(self) -> QSize:
        return QSize(240, 96)

    def names(self) -> list[str]:
        """Of the bars."""
        known = {"order": self.tr("order"), "shape": self.tr("shape"), "location": self.tr("location")}
        return [known[a] for a in ATTRIBUTES]

    def show_shares(self, shares: np.ndarray, state: InspectorState) -> None:
        """(3,) shares of order, shape and location that sum to 1."""
        self.shares, self._message, self._state = tuple(float(s) for s in shares), "", state
        described = [f"{n} {percent(s)}" for n, s in zip(self.names(), self.shares, strict=True)]
        self.setAccessibleDescription(", ".join(described))
        self.update()

    def show_message(self, message: str, state: InspectorState) -> None:
        self.shares, self._message, self._state = (), message, state
        self.setAccessibleDescription(message)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._state.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.shares:
            painter.setPen(QColor(*theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(10, 0, -10, 0), int(flags), self._message)
            return
        metrics = QFontMetricsF(self.font())
        names = self.names()
        left = max(metrics.horizontalAdvance(name) for name in names) + 8
        right = max(metrics.horizontalAdvance(percent(s)) for s in (*self.shares, 1.0)) + 6
        track = max(self.width() - left - right, 10)
        low, high = min(0.0, *self.shares), max(1.0, *self.shares)
        unit = track / (high - low)
        zero = left - low * unit
        row = min(self.height() / 3, 34.0)
        top = (self.height() - 3 * row) / 2
        thick = min(0.55 * row, 16.0)
        middle = Qt.AlignmentFlag.AlignVCenter
        for k, (name, share, colour) in enumerate(zip(names, self.shares, attribute_colours(theme), strict=True)):
            y = top + k * row
            painter.setPen(QColor(*theme.text))
            painter.drawText(QRectF(0, y, left, row), int(Qt.AlignmentFlag.AlignLeft | middle), name)
            painter.drawText(
                QRectF(self.width() - right, y, right, row), int(Qt.AlignmentFlag.AlignRight | middle), percent(share)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            bar = QRectF(left, y + (row - thick) / 2, track, thick)
            painter.setBrush(QColor(*mix(theme.surface, theme.grid, 0.6)))
            painter.drawRect(bar)
            painter.setBrush(QColor(*colour))
            bar.setLeft(zero + min(share, 0.0) * unit)
            bar.setRight(zero + max(share, 0.0) * unit)
            painter.drawRect(bar)
        painter.setPen(QPen(QColor(*theme.muted), 1))
        painter.drawLine(QPointF(zero, top), QPointF(zero, top + 3 * row))
