"""The smallest change that flips the answer: found by search, shown as a picture, applied as an edit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sketchxai_desktop.core.sketch import NORMALISED_EXTENT
from sketchxai_desktop.explain.question import Counterfactual
from sketchxai_desktop.rendering.palette import AGAINST, legible
from sketchxai_desktop.rendering.sketch_painter import paint_sketch
from sketchxai_desktop.rendering.view import View as Place
from sketchxai_desktop.rendering.view import ink_of
from sketchxai_desktop.session import Preview, Session
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.explain_paint import paint_card, paint_message
from sketchxai_desktop.widgets.explain_state import ExplainState, percent
from sketchxai_desktop.widgets.explain_view import Caption, Heading, ProgressRow, View, tool_button
from sketchxai_desktop.widgets.take_away import Rows, TakeAway
from sketchxai_desktop.workers.saying import said

KINDS = ("removal", "movement", "swap")


class ChangesView(View):
    """Signals:
    wanted: kind of change, and the category it shall lead to or None. cancelled: stop searching.
    """

    wanted = Signal(str, object)
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("Smallest change"), parent)
        self.becomes = CategoryBox()
        self.becomes.setAccessibleName(self.tr("Category that the answer shall become"))
        self.becomes.edit.setPlaceholderText(self.tr("anything else"))
        self.becomes.edit.setClearButtonEnabled(True)
        row = QHBoxLayout()
        label = QLabel(self.tr("Make it"))
        label.setBuddy(self.becomes)
        row.addWidget(label)
        row.addWidget(self.becomes, 1)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.cancelled)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        texts = {
            "removal": (self.tr("Remove strokes"), self.tr("The fewest strokes whose removal flips the answer")),
            "movement": (self.tr("Move strokes"), self.tr("A small total movement that flips the answer")),
            "swap": (self.tr("Swap two orders"), self.tr("Two strokes drawn in each other's place in time")),
        }
        self.parts = {kind: _Change(*texts[kind]) for kind in KINDS}
        for kind, part in self.parts.items():
            part.search.clicked.connect(lambda _=False, k=kind: self.wanted.emit(k, self.becomes.category()))
            part.preview.clicked.connect(lambda _=False, k=kind: self.show_change(k))
            part.picture.clicked.connect(lambda k=kind: self.show_change(k))
            part.apply.clicked.connect(lambda _=False, k=kind: self.apply(k))
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "smallest-change", self.rows)

    def show_change(self, kind: str) -> None:
        """Look at the changed sketch on the canvas."""
        found = self.state.results.changes.get(kind)
        if found is not None and found.strokes:
            self.session.show_preview(Preview(found.sketch, self.parts[kind].answers(found)))

    def apply(self, kind: str) -> None:
        """The changed sketch becomes the sketch, as one edit."""
        found = self.state.results.changes.get(kind)
        if found is not None and found.strokes:
            self.session.edit(found.sketch, "Apply Counterfactual")

    def set_progress(self, kind: str, share: float | None, what: str) -> None:
        if kind == "change":
            self.progress.set_progress(share, what)

    def refresh(self, state: ExplainState) -> None:
        if self.session.checkpoint is not None:
            self.becomes.set_categories(self.session.checkpoint.categories)
        for kind, part in self.parts.items():
            part.show_change(state, state.results.changes.get(kind))

    def rows(self) -> Rows:
        """One row per change that was looked for."""
        return [
            {
                "change": kind,
                "found": found.found,
                "strokes": " ".join(str(k + 1) for k in found.strokes),
                "size": found.size,
                "before": found.before,
                "before_probability": found.before_probabilities[0],
                "after": found.after,
                "after_probability": found.after_probabilities[1],
                "smallest": found.smallest,
                "tried": found.tried,
            }
            for kind, found in self.state.results.changes.items()
        ]


class _Change(QWidget):
    """One kind of change: its picture, what it does, and buttons."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self.picture = _ChangePicture(title)
        self.heading = Heading(title)
        self.heading.setToolTip(tip)
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.RichText)
        self.answer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.note = Caption(tip + ".")
        self.search = tool_button(self.tr("Find"), tip)
        self.preview = tool_button(self.tr("Look"), self.tr("Show the changed sketch on the canvas; Esc goes back"))
        self.apply = tool_button(self.tr("Apply"), self.tr("Change the sketch like that; undo brings it back"))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.search, self.preview, self.apply):
            button.setAccessibleName(f"{title}: {button.text()}")
            buttons.addWidget(button)
        buttons.addStretch(1)
        text = QVBoxLayout()
        text.setSpacing(3)
        text.addWidget(self.heading)
        text.addWidget(self.answer)
        text.addWidget(self.note)
        text.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picture, 2, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 3)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 2, 0, 4)
        both.setSpacing(2)
        both.addLayout(row)
        both.addLayout(buttons)
        self._tip = tip

    def show_change(self, state: ExplainState, found: Counterfactual | None) -> None:
        """Show what was found, or that nothing was looked for."""
        self.picture.show_change(state, found)
        self.search.setEnabled(not state.message)
        shown = found is not None and bool(found.strokes)
        for button in (self.preview, self.apply):
            button.setVisible(shown)
        self.answer.setVisible(found is not None)
        if found is None:
            self.note.setText(self._tip + ".")
            return
        self.answer.setText(self._rich(found))
        if not found.found:
            note = self.tr("This does not flip it, but comes nearest.")
        else:
            note = self.tr("No smaller one does.") if found.smallest else self.tr("A smaller one may exist.")
        self.note.setText(f"{self._what(found)} {note}".strip())
        self.note.setToolTip(said(found.note))

    def _rich(self, found: Counterfactual) -> str:
        before = f"{found.before} {percent(found.before_probabilities[0])}"
        after_probability = found.after_probabilities[1 if found.found else 0]
        return f"{before} \N{RIGHTWARDS ARROW} <b>{found.after} {percent(after_probability)}</b>"

    def answers(self, found: Counterfactual) -> str:
        """As in "Without stroke 2: car 55.3%"."""
        probability = found.after_probabilities[1 if found.found else 0]
        return f"{self._what(found).rstrip('.')}: {found.after} {percent(probability)}"

    def _what(self, found: Counterfactual) -> str:
        numbers = ", ".join(str(k + 1) for k in found.strokes)
        if not found.strokes:
            return ""
        if found.change == "removal":
            one = len(found.strokes) == 1
            return (self.tr("Without stroke {0}.") if one else self.tr("Without strokes {0}.")).format(numbers)
        if found.change == "swap":
            first, second = (k + 1 for k in found.strokes)
            return self.tr("Orders {0} and {1} swapped.").format(first, second)
        return self.tr("Strokes {0} moved by {1:.0f}% of the sketch in all.").format(
            numbers, 100 * found.size / NORMALISED_EXTENT
        )


class _ChangePicture(QWidget):
    """The changed sketch; what is gone or was elsewhere in orange dashes."""

    clicked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._state = ExplainState()
        self._found: Counterfactual | None = None
        self.setAccessibleName(name)
        self.setMinimumSize(90, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(130, 116)

    def show_change(self, state: ExplainState, found: Counterfactual | None) -> None:
        self._state, self._found = state, found
        self.setCursor(Qt.CursorShape.PointingHandCursor if found is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, found = self._state, self._found
        place = QRectF(self.rect())
        paint_card(painter, place, state.theme)
        if found is None:
            paint_message(painter, place, "?" if not state.message else "", state.theme)
            return
        bounds = [s.bounds for s in (state.sketch, found.sketch) if s.strokes]
        left, top = min(b[0] for b in bounds), min(b[1] for b in bounds)
        right, bottom = max(b[2] for b in bounds), max(b[3] for b in bounds)
        view = Place.fit((left, top, right, bottom), place.adjusted(7, 7, -7, -7), 2.0)
        if found.change in ("removal", "movement"):
            self._paint_gone(painter, view, found)
        swapped = found.strokes if found.change == "swap" else ()
        paint_sketch(painter, found.sketch, view, theme=state.theme, scheme=state.scheme, width=2.0, selected=swapped,
                     numbers=found.change == "swap" and len(found.sketch) <= 12, start_dots=False)  # fmt: skip

    def _paint_gone(self, painter: QPainter, view: Place, found: Counterfactual) -> None:
        painter.save()
        painter.setTransform(view.transform(), combine=True)
        pen = QPen(QColor(*legible(AGAINST, self._state.theme)), 1.6 / view.scale, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.4, 1.8])
        painter.setPen(pen)
        for k in found.strokes:
            ink = ink_of(self._state.sketch.strokes[k])
            if ink.dot is None:
                painter.drawPolyline(ink.line)
            else:
                painter.drawEllipse(QPointF(*ink.start), 2 / view.scale, 2 / view.scale)
        painter.restore()
