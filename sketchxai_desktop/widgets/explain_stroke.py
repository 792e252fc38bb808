"""This stroke: where the network wants it, and what if it were otherwise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from sketchxai_desktop.session import Overlay, Preview, Session
from sketchxai_desktop.widgets.explain_place import PlacePicture, moved_there, place_map
from sketchxai_desktop.widgets.explain_state import ExplainState, signed, told_apart
from sketchxai_desktop.widgets.explain_view import Caption, Heading, View, tool_button
from sketchxai_desktop.widgets.explain_what_ifs import WhatIfList
from sketchxai_desktop.widgets.take_away import Rows, TakeAway


class StrokeView(View):
    """Signals:
    stroke_changed: it is about another stroke now.
    """

    stroke_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, self.tr("This stroke"), parent)
        self._kept: int | None = None
        self.heading = Heading("")
        self.keep = tool_button(
            self.tr("Keep"),
            self.tr("Stay with this stroke, so that another one can be selected and dragged meanwhile"),
            checked=False,
        )
        self.keep.toggled.connect(self._keep_toggled)
        self.move_there = QPushButton(self.tr("Move There"))
        self.move_there.setToolTip(self.tr("Move the stroke to the best place, as one edit that can be undone"))
        self.move_there.clicked.connect(self._move)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.heading, 1)
        row.addWidget(self.keep)
        row.addWidget(self.move_there)
        self.picture = PlacePicture()
        self.caption = Caption()
        self.what_ifs = WhatIfList()
        self.what_ifs.chosen.connect(self._look)
        self.what_ifs.applied.connect(self._apply)
        self.what_if_heading = Heading(self.tr("What if it were\N{HORIZONTAL ELLIPSIS}"))
        self.hint = Caption(self.tr("Click to look at it on the canvas, double-click or Enter to change the sketch."))
        self.body.addLayout(row)
        self.body.addWidget(self.picture)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.what_if_heading)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.what_ifs)
        self.body.addStretch(1)
        self.take_away = TakeAway(self, "stroke", self.rows)
        session.preview_changed.connect(self._preview_changed)
        session.selection_changed.connect(lambda _: self.stroke_changed.emit())

    @property
    def stroke(self) -> int | None:
        """The stroke that it is about: the kept one, else the selected one."""
        count = len(self.session.sketch)
        if self.keep.isChecked() and self._kept is not None and self._kept < count:
            return self._kept
        return self.session.selection

    def _keep_toggled(self, on: bool) -> None:
        self._kept = self.session.selection if on else None
        self.stroke_changed.emit()
        self.refresh(self.state)

    def refresh(self, state: ExplainState) -> None:
        stroke, found = self.stroke, state.results.field
        self.keep.setEnabled(stroke is not None)
        message = state.message
        if not message and stroke is None:
            message = self.tr("Select a stroke, on the canvas or in any list, to see where the network wants it.")
        about = state.results.stroke == stroke
        if not message and (found is None or not about):
            message = self.tr("Computing\N{HORIZONTAL ELLIPSIS}")
        seen = stroke is not None and not state.message
        if seen and stroke is not None and self._slots(state) <= stroke:
            message, seen = self.tr("The network has no slot for this stroke and does not see it."), False
        self.heading.setText(self.tr("This stroke") if stroke is None else self.tr("Stroke {0}").format(stroke + 1))
        self.picture.show_state(state, message)
        self.move_there.setEnabled(not message and moved_there(state) is not None)
        for part in (self.what_if_heading, self.hint, self.what_ifs):
            part.setVisible(seen and about and state.results.what_ifs is not None)
        self.what_ifs.show_state(state)
        self.caption.setText("" if message or found is None else self._sentence(state))

    def _slots(self, state: ExplainState) -> int:
        checkpoint = self.session.checkpoint
        return len(state.sketch) if checkpoint is None else checkpoint.order_slots

    def _sentence(self, state: ExplainState) -> str:
        found, question = state.results.field, state.question
        assert found is not None
        if question is None:
            return ""
        where = self.tr("{0} with the stroke there: from {1:.3f} (pale) to {2:.3f} (strong).").format(
            question.target, float(found.values.min()), float(found.values.max())
        )
        if found.best <= found.here:
            return where + " " + self.tr("It is at its best place already ({0:.3f}).").format(found.here)
        gain = signed(found.best - found.here)
        return where + " " + self.tr("Here {0:.3f}, at the mark {1:.3f} ({2}).").format(found.here, found.best, gain)

    def overlay_key(self, state: ExplainState) -> tuple[object, ...]:
        return (state.sketch, state.question, state.results.field, self.stroke)

    def make_overlay(self, state: ExplainState) -> Overlay | None:
        found = place_map(state)
        if found is None or state.question is None or state.results.stroke != self.stroke:
            return None
        ends = told_apart(float(found.values.min()), float(found.values.max()))
        title = self.tr("{0} with stroke {1} there").format(state.question.target, found.stroke + 1)
        return Overlay(state.sketch, title, ends=ends, map=found)

    # What is done -------------------------------------------------------------------------------------

    def _move(self) -> None:
        sketch = moved_there(self.state)
        if sketch is not None:
            self.session.edit(sketch, "Move Stroke", select=self.session.selection)

    def _look(self, index: int) -> None:
        found = (self.state.results.what_ifs or ())[index]
        stroke = self.state.results.stroke
        if stroke is not None:
            title = self.tr("Stroke {0} {1}: {2} {3:.1f}%").format(
                stroke + 1, self.what_ifs.name(index), found.answer, 100 * found.probability
            )
            self.session.show_preview(Preview(found.sketch, title))

    def _apply(self, index: int) -> None:
        found = (self.state.results.what_ifs or ())[index]
        keep = found.change not in ("drop", "swap")
        self.session.edit(found.sketch, "Apply What-If", select=self.state.results.stroke if keep else None)

    def _preview_changed(self, preview: object) -> None:
        found, current = self.state.results.what_ifs or (), self.what_ifs.current
        if 0 <= current < len(found) and (
            not isinstance(preview, Preview) or preview.sketch is not found[current].sketch
        ):
            self.what_ifs.set_current(-1)

    def rows(self) -> Rows:
        """One row per change."""
        return [
            {
                "stroke": (self.state.results.stroke or 0) + 1,
                "change": one.change,
                "detail": one.detail,
                "difference": one.difference,
                "answer": one.answer,
                "probability": one.probability,
            }
            for one in self.state.results.what_ifs or ()
        ]
