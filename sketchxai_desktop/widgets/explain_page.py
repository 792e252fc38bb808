"""The Explain page: one question about the sketch, and views of what answers it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.explain.question import Question
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import LIGHT, Scheme, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.explain_methods import MethodMenu
from sketchxai_desktop.widgets.explain_question import QuestionRow
from sketchxai_desktop.widgets.explain_segments import Segments
from sketchxai_desktop.widgets.explain_state import ExplainState, Pinned, Results
from sketchxai_desktop.widgets.explain_view import View, tool_button

if TYPE_CHECKING:  # importing it for real would load torch
    from sketchxai_desktop.core.inspection import Inspection


@dataclass(frozen=True)
class Wish:
    """Something that the page wants computed.

    Attributes:
        kind: "attributions", "scores", "change", ...; see the controller.
        detail: names of methods, the kind of change, and so on.
    """

    kind: str
    detail: tuple[Any, ...] = ()


class ExplainPage(QWidget):
    """Knows the session and what was found out; whoever computes listens to its signals and fills in `results`.

    Signals:
        asked: the question, the shown view, or whether anything is shown at all has changed.
        wished: a `Wish` of a person, for something that is not computed of its own accord.
        cancelled: kind of the computation to stop.
        said: a sentence about something that was done.
    """

    asked = Signal()
    wished = Signal(object)
    cancelled = Signal(str)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme: Theme = LIGHT
        self._scheme: Scheme = "rainbow"
        self._front = True
        self._results = Results()
        self._pinned: Pinned | None = None
        self._method = "exact_shapley"
        self._cut = 0
        self._inspection: Inspection | None = None
        self.setAccessibleName(self.tr("Explanation"))
        self.setMinimumWidth(260)

        self.question_row = QuestionRow()
        self.question_row.changed.connect(self._ask)
        self.on_canvas = self.question_row.on_canvas
        self.on_canvas.toggled.connect(lambda _: self._show_overlay())
        self.export = tool_button(self.tr("Export"), self.tr("Copy this view or save it as a picture or as data"))
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._export_menu = QMenu(self.export)
        self._export_menu.aboutToShow.connect(self._fill_export)
        self.export.setMenu(self._export_menu)
        self.segments = Segments()
        self.segments.chosen.connect(self._show_view)
        self._stack = QStackedWidget()
        self._makers: dict[str, Callable[[], View]] = {}
        self._views: dict[str, View] = {}
        self._places: dict[str, QScrollArea] = {}
        self._menu = MethodMenu(self)
        self._add_views()

        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        self.segments.add_extra(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.question_row)
        layout.addWidget(self.segments)
        layout.addWidget(line)
        layout.addWidget(self._stack, 1)

        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh)
        session.sketch_changed.connect(self._sketch_changed)
        session.inspection_changed.connect(self._inspected)
        session.checkpoint_changed.connect(self._checkpoint_changed)
        for signal in (session.selection_changed, session.hover_changed):
            signal.connect(self.refresh_soon)
        self._checkpoint_changed()
        self._inspected(session.inspection)
        self._show_view(self.segments.current)

    def _add_views(self) -> None:
        tr = self.tr
        self._add("scores", tr("Strokes"), tr("How much each stroke counts, by many methods"), self._make_scores)
        self._add("tests", tr("Tests"), tr("Are the methods right? Put them to the test"), self._make_tests)
        self._add("changes", tr("Flip"), tr("The smallest change that flips the answer"), self._make_changes)
        self._add("time", tr("Time"), tr("What the network says after each stroke"), self._make_time)
        self._add(
            "attention", tr("Attention"), tr("Which strokes the network looks at, and from which"), self._make_attention
        )
        self._add("stroke", tr("What If"), tr("Where the network wants this stroke; what if it were otherwise"),
                  self._make_stroke)  # fmt: skip
        self._add("compare", tr("Compare"), tr("Two sketches side by side"), self._make_compare)

    def _make_scores(self) -> View:
        from sketchxai_desktop.widgets.explain_scores import ScoresView

        view = ScoresView(self._session, self._menu)
        view.wanted.connect(self._want_scores)
        for kind in ("attributions", "parts"):
            view.cancelled.connect(lambda kind=kind: self.cancelled.emit(kind))
        view.method_chosen.connect(self.set_method)
        view.cut_chosen.connect(self.set_cut)
        return view

    def _make_tests(self) -> View:
        from sketchxai_desktop.widgets.explain_tests import TestsView

        view = TestsView(self._session, self._menu)
        view.wanted.connect(lambda names: self.wished.emit(Wish("scores", tuple(names))))
        view.cancelled.connect(lambda: self.cancelled.emit("scores"))
        view.file_wanted.connect(lambda: self.wished.emit(Wish("file")))
        view.method_chosen.connect(self.set_method)
        return view

    def _make_changes(self) -> View:
        from sketchxai_desktop.widgets.explain_changes import ChangesView

        view = ChangesView(self._session)
        view.wanted.connect(lambda kind, wanted: self.wished.emit(Wish("change", (kind, wanted))))
        view.cancelled.connect(lambda: self.cancelled.emit("change"))
        return view

    def _make_time(self) -> View:
        from sketchxai_desktop.widgets.explain_time import TimeView

        return TimeView(self._session)

    def _make_attention(self) -> View:
        from sketchxai_desktop.widgets.explain_attention import AttentionView

        return AttentionView(self._session)

    def _make_stroke(self) -> View:
        from sketchxai_desktop.widgets.explain_stroke import StrokeView

        view = StrokeView(self._session)
        view.stroke_changed.connect(self.asked)
        return view

    def _make_compare(self) -> View:
        from sketchxai_desktop.widgets.explain_compare import CompareView

        view = CompareView(self._session)
        view.pin.clicked.connect(lambda: self.set_pinned(True))
        view.unpin.clicked.connect(lambda: self.set_pinned(False))
        return view

    def _add(self, name: str, text: str, tip: str, make: Callable[[], View]) -> None:
        place = QScrollArea()
        place.setWidgetResizable(True)
        place.setFrameShape(QFrame.Shape.NoFrame)
        place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Pictures are lower the less wide they are: a bar that came and went could make itself come and go for ever.
        place.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._makers[name], self._places[name] = make, place
        self._stack.addWidget(place)
        self.segments.add(name, text, tip)

    # What is shown ----------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Name of the shown view."""
        return self.segments.current

    def show_view(self, name: str) -> None:
        """Show another view."""
        self.segments.choose(name)

    def view_of(self, name: str) -> View:
        """A view, which is made now if it was not."""
        if name not in self._views:
            view = self._makers[name]()
            self._views[name] = view
            view.overlay_changed.connect(self._show_overlay)
            view.take_away.taken.connect(self.said)
            view.set_state(self.state)
            self._places[name].setWidget(view)
        return self._views[name]

    def made_view(self, name: str) -> View | None:
        """A view, if it has been made."""
        return self._views.get(name)

    def _show_view(self, name: str) -> None:
        self._session.show_preview(None)  # what the view before was showing
        self.view_of(name).set_state(self.state)
        self._stack.setCurrentWidget(self._places[name])
        self._show_overlay()
        self.asked.emit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """How strokes are coloured by order."""
        self._scheme = scheme
        self._refresh()

    def set_method(self, name: str) -> None:
        """Show another method large and on the canvas."""
        if name != self._method:
            self._method = name
            self._refresh()

    def set_cut(self, most_points: int) -> None:
        """Score parts of strokes of at most that many points; 0: whole strokes."""
        if most_points != self._cut:
            self._cut = most_points
            self._refresh()
            self.asked.emit()

    @property
    def method(self) -> str:
        """The method that is shown large."""
        return self._method

    @property
    def cut(self) -> int:
        """Most points of the parts that are scored; 0: whole strokes are."""
        return self._cut

    def _want_scores(self, names: list[str]) -> None:
        parts = [name for name in names if self._cut and METHODS[name].on_parts]
        whole = [name for name in names if name not in parts]
        if parts:
            self.wished.emit(Wish("parts", tuple(parts)))
        if whole:
            self.wished.emit(Wish("attributions", tuple(whole)))

    def check_methods(self, names: Collection[str]) -> None:
        """Check these methods in the list."""
        self._menu.choose(names)

    def set_pinned(self, on: bool) -> None:
        """Keep the present sketch with what is known about it to compare others with it, or forget the kept one."""
        state = self.state
        if not on:
            self._pinned = None
        elif state.inspection is not None and state.question is not None:
            self._pinned = Pinned(state.sketch, state.inspection, state.question, state.results.attributions)
        self._refresh()
        self.asked.emit()

    @property
    def pinned(self) -> Pinned | None:
        return self._pinned

    @property
    def stroke(self) -> int | None:
        """The stroke that "What If" is about."""
        from sketchxai_desktop.widgets.explain_stroke import StrokeView

        view = self.made_view("stroke")
        return view.stroke if isinstance(view, StrokeView) else self._session.selection

    @property
    def results(self) -> Results:
        return self._results

    def set_results(self, results: Results) -> None:
        """What has been found out about the session's sketch and the question."""
        self._results = results
        self.refresh_soon()

    def add_results(self, **found: object) -> None:
        """The same with some of it changed."""
        self.set_results(replace(self._results, **found))  # type: ignore[arg-type]

    def set_progress(self, kind: str, share: float | None, what: str = "") -> None:
        """How far a computation is; None: it has ended."""
        for view in self._views.values():
            view.set_progress(kind, share, what)

    @property
    def question(self) -> Question | None:
        """What is asked; None while there is nothing to explain."""
        return None if self.message else self.question_row.question

    @property
    def message(self) -> str:
        """Why nothing can be explained, or ""."""
        session = self._session
        if not session.sketch.strokes:
            return self.tr("Draw a stroke or open a sketch to have it explained.")
        if session.sketch.extent <= 0:
            return self.tr("All points of this sketch coincide: there is nothing to see yet.")
        if session.checkpoint is None:
            return self.tr("This is shown as soon as a network is loaded.")
        if self.question_row.question is None:
            return self.tr("The network has not looked at this sketch yet.")
        return ""

    @property
    def state(self) -> ExplainState:
        """This moment."""
        session = self._session
        current = self._inspection if self._about_sketch(self._inspection) else None
        return ExplainState(
            session.sketch,
            current,
            self.question,
            self._results,
            self._method,
            self._pinned,
            self.message,
            session.selection,
            session.hovered,
            self._theme,
            self._scheme,
            self._cut,
        )

    # Changes ----------------------------------------------------------------------------------------

    def _about_sketch(self, inspection: Inspection | None) -> bool:
        return inspection is not None and inspection.sketch is self._session.sketch

    def _inspected(self, inspection: Inspection | None) -> None:
        if inspection is not None and inspection.without:
            return  # what is explained is what the network says when it is shown everything
        before = self.question
        self._inspection = inspection
        if inspection is not None:
            self.question_row.set_answer(inspection.top(1)[0][0])
        self.refresh_soon()
        if self.question != before:
            self.asked.emit()

    def _checkpoint_changed(self, _: object = None) -> None:
        checkpoint = self._session.checkpoint
        if checkpoint is not None:
            self.question_row.set_categories(checkpoint.categories)
        self.question_row.set_answer(None)
        self._inspection = None
        self._ask()

    def _sketch_changed(self, _: object = None) -> None:
        # The answer to the sketch before is no answer to this one; the next is a few milliseconds away.
        self.question_row.set_answer(None)
        self._ask()

    def _ask(self) -> None:
        self.refresh_soon()
        self.asked.emit()

    def refresh_soon(self, _: object = None) -> None:
        """Signals come in swarms."""
        self._soon.start()

    def set_front(self, on: bool) -> None:
        """Whether it can be seen: behind another tab it is visible to Qt, but not to anybody else."""
        if on != self._front:
            self._front = on
            self._refresh()
            self._show_overlay()
            self.asked.emit()

    @property
    def shown(self) -> bool:
        """Whether somebody can see it."""
        return self._front and self.isVisible()

    def _refresh(self) -> None:
        if not self.shown:
            return
        self.view_of(self.view).set_state(self.state)
        self._show_overlay()

    def _show_overlay(self) -> None:
        shown = self.shown and self.on_canvas.isChecked()
        view = self.made_view(self.view)
        self._session.set_overlay(view.overlay(self.state) if shown and view is not None else None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self.asked.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_overlay()
        self.asked.emit()

    def _fill_export(self) -> None:
        self._export_menu.clear()
        self._export_menu.addActions(self.view_of(self.view).take_away.actions)
