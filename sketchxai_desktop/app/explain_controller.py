"""Explanations: from what the Explain page asks to jobs on the model lane and back.

An answer belongs to one sketch, one network and one question. When any of them changes, everything that is under
way about the old ones is cancelled, and what comes late is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from sketchxai_desktop.app.work_controller import Surroundings, WorkController
from sketchxai_desktop.explain.question import Cancelled, Check, Question
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.palette import Scheme, Theme
from sketchxai_desktop.widgets.explain_state import FAST, Results
from sketchxai_desktop.workers.job import Job

if TYPE_CHECKING:  # torch is imported on the model lane
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.shape_reference import ShapeReference
    from sketchxai_desktop.core.sketch import Sketch, Stroke
    from sketchxai_desktop.explain.attention import AttentionMaps
    from sketchxai_desktop.explain.measures import MethodScore
    from sketchxai_desktop.explain.place_field import PlaceField
    from sketchxai_desktop.explain.question import Attribution, Counterfactual, PartAttribution
    from sketchxai_desktop.explain.time_line import TimeLine
    from sketchxai_desktop.explain.what_if import WhatIf
    from sketchxai_desktop.widgets.explain_page import ExplainPage, Wish

#: Below what names thumbnails: an explanation can wait, and is looked at longer than it takes.
_ALONE, _ASKED = -2, 1
#: Milliseconds of rest after a change before anything is computed anew.
_REST = 150
#: Strokes up to which exact Shapley values (sampled beyond 12) come of their own accord.
_QUICK_STROKES = 40
#: Methods that are asked about parts of strokes of their own accord.
_CUT = ("exact_shapley", "leave_one_out")
#: Places per side on which a stroke is tried, coarse first; while another stroke is dragged, the first two.
_GRIDS = (8, 16, 32)
#: Look-alikes whose shapes a stroke is tried with.
_NEIGHBOURS = 3


class ExplainController(WorkController):
    """Makes the Explain page when it is first shown, and answers it.

    Signals:
        file_wanted: methods are to be put to the test on all of the opened file.
    """

    file_wanted = Signal()

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(around, parent)
        self._scheme: Scheme = "rainbow"
        self._page: ExplainPage | None = None
        self._about: tuple[Checkpoint | None, Sketch, Question | None] | None = None  # what the results answer
        self._jobs: dict[str, Job] = {}
        self._names: list[str] = []  # methods that are being asked
        self._part_names: list[str] = []  # about parts of strokes
        self._cut = 0  # of at most so many points
        self._reference: ShapeReference | None = None
        self._next_drag: Sketch | None = None
        self._following = False
        self._warm = self._front = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._compute)
        self._session.sketch_changed.connect(self._changed)
        self._session.checkpoint_changed.connect(self._changed)
        self._session.dragged_changed.connect(self._dragged)
        self._models.reference_ready.connect(self._set_reference)
        self._main.explain_dock.visibilityChanged.connect(self._visibility_changed)

    # The page ---------------------------------------------------------------------------------------

    @property
    def page(self) -> ExplainPage:
        """The page; made at the first call."""
        if self._page is None:
            page = self._page = self._main.explain.get()
            page.set_front(self._front)
            page.set_scheme(self._scheme)
            page.set_theme(self._theme)
            page.asked.connect(self._changed)
            page.wished.connect(self._wished)
            page.cancelled.connect(self.cancel)
            page.said.connect(self.noticed)
            self._changed()
        return self._page

    def show_page(self, view: str | None = None) -> None:
        """Bring the page to the front, with a view of it."""
        self._main.explain_dock.show()
        self._main.explain_dock.raise_()
        page = self.page
        if view is not None:
            page.show_view(view)

    def run_all(self) -> None:
        """Show what every method says."""
        self.show_page("scores")
        self.page.check_methods(METHODS)
        self.attribute(list(METHODS))

    def test_all(self) -> None:
        """Put every method to the test."""
        self.show_page("tests")
        self.page.check_methods(METHODS)
        self.score(list(METHODS))

    def show_change(self, kind: str) -> None:
        """Look for a smallest change of that kind."""
        self.show_page("changes")
        self.find_change(kind)

    def pin(self) -> None:
        """Keep the present sketch to compare others with it."""
        self.show_page("compare")
        self.page.set_pinned(True)

    def unpin(self) -> None:
        if self._page is not None:
            self._page.set_pinned(False)

    def why_no_pin(self) -> str | None:
        inspection = self._session.inspection
        if inspection is None or inspection.sketch is not self._session.sketch:
            return self.tr("the network has not looked at this sketch yet")
        return None

    def why_no_unpin(self) -> str | None:
        return None if self._page is not None and self._page.pinned is not None else self.tr("no sketch is pinned")

    def set_look(self, theme: Theme, scheme: Scheme) -> None:
        """Colours of the page."""
        self._theme, self._scheme = theme, scheme
        if self._page is not None:
            self._page.set_scheme(scheme)
            self._page.set_theme(theme)

    def end(self) -> None:
        """The program ends: compute nothing any more."""
        self._ended = True
        self._rest.stop()
        self.cancel_all()

    def _visibility_changed(self, visible: bool) -> None:
        self._front = visible
        if self._page is not None:
            self._page.set_front(visible)
        if visible and self._page is None and not self._ended:
            QTimer.singleShot(0, self, self._make_page)  # after the window was painted

    def _make_page(self) -> None:
        if not self._ended:
            _ = self.page

    # Changes ------------------------------------------------------------------------------------------

    def _changed(self, _: object = None) -> None:
        """The sketch, the network, the question or the view may be another one."""
        page = self._page
        if page is None or self._ended:
            return
        about = (self._models.checkpoint, self._session.sketch, page.question)
        if about != self._about:
            self._about = about
            self.cancel_all()
            page.set_results(Results())
        self._rest.start()

    def cancel_all(self) -> None:
        """Stop whatever is being computed."""
        for kind in list(self._jobs):
            self.cancel(kind)

    def cancel(self, kind: str) -> None:
        """Stop one computation; what it has found stays."""
        job = self._jobs.pop(kind, None)
        if job is not None:
            job.cancel()
            self._show_progress(kind, None)

    def _compute(self) -> None:
        """What the shown view needs and does not have."""
        page = self._page
        if page is None or not page.shown or page.question is None or self._ended:
            return
        self._warm_up()
        if page.view in ("scores", "compare"):
            names = list(FAST)
            if len(self._session.sketch) > _QUICK_STROKES:
                names.remove("exact_shapley")
            self.attribute(names, _ALONE)
            if page.cut and page.view == "scores":
                self.attribute_parts([n for n in (page.method, *_CUT) if METHODS[n].on_parts], _ALONE)
        elif page.view == "time" and page.results.time_line is None:
            self._ask_time_line()
        elif page.view == "attention" and page.results.attention is None:
            self._ask_attention()
        elif page.view == "stroke":
            self._ask_stroke()

    def _warm_up(self) -> None:
        """The library behind many methods takes a second to import: not on the lane that predictions wait for."""
        if self._warm or self._models.checkpoint is None:
            return
        self._warm = True

        def work(_: Job) -> None:
            from sketchxai_desktop.explain.captum_import import load_captum

            load_captum()

        self._file_lane.submit(work, self.tr("Preparing explanations"), priority=_ALONE)

    def _wished(self, wish: Wish) -> None:
        if wish.kind == "attributions":
            self.attribute(list(wish.detail), _ASKED)
        elif wish.kind == "parts":
            self.attribute_parts(list(wish.detail))
        elif wish.kind == "scores":
            self.score(list(wish.detail))
        elif wish.kind == "file":
            self.file_wanted.emit()
        elif wish.kind == "change":
            self.find_change(*wish.detail)

    # Attributions -------------------------------------------------------------------------------------

    def attribute(self, names: list[str], priority: int = _ASKED) -> None:
        """Ask methods, in this order, that have not answered yet."""
        page = self.page
        names = [name for name in names if name not in page.results.attributions]
        running = self._jobs.get("attributions")
        if running is not None and priority == _ALONE:
            return  # they are on their way
        if running is not None:
            names += [name for name in self._names if name not in page.results.attributions and name not in names]
        asked = self._asked()
        if asked is None or not names:
            return
        self._names = names
        checkpoint, sketch, question = asked

        def work(job: Job) -> Generator[Attribution, None, None]:
            from sketchxai_desktop.explain.workbench import explain

            found = explain(checkpoint, sketch, question, names, check=_check(job))
            for k, name in enumerate(names):
                job.progressed.emit(k / len(names), name)
                yield next(found)

        job = self._submit("attributions", work, self.tr("Explaining"), priority)
        job.items_ready.connect(self._attributed)
        job.finished.connect(self._attributed)

    def _attributed(self, _: object = None) -> None:
        job: Any = self.sender()
        items = job.take_items()
        if items and self._page is not None and job is self._jobs.get("attributions"):
            known = {**self._page.results.attributions, **{one.method: one for one in items}}
            self._page.add_results(attributions=known)

    def attribute_parts(self, names: list[str], priority: int = _ASKED) -> None:
        """Ask methods about parts of strokes, cut as the page wants it."""
        page, cut = self.page, self.page.cut
        running = self._jobs.get("parts")
        if running is not None and self._cut == cut:
            if priority == _ALONE:
                return  # they are on their way
            names += self._part_names
        names = list(dict.fromkeys(name for name in names if (cut, name) not in page.results.parts))
        asked = self._asked()
        if asked is None or not cut or not names:
            return
        self._cut, self._part_names = cut, names
        checkpoint, sketch, question = asked

        def work(job: Job) -> Generator[PartAttribution, None, None]:
            from sketchxai_desktop.explain.parts import explain_parts
            from sketchxai_desktop.explain.question import PartAttribution

            found = explain_parts(checkpoint, sketch, question, cut, names, check=_check(job))
            for k, name in enumerate(names):
                job.progressed.emit(k / len(names), name)
                yield PartAttribution(*next(found))

        job = self._submit("parts", work, self.tr("Explaining parts of strokes"), priority)
        job.items_ready.connect(self._parts_attributed)
        job.finished.connect(self._parts_attributed)

    def _parts_attributed(self, _: object = None) -> None:
        job: Any = self.sender()
        items: list[PartAttribution] = job.take_items()
        if items and self._page is not None and job is self._jobs.get("parts"):
            new = {(self._cut, one.attribution.method): one for one in items}
            self._page.add_results(parts={**self._page.results.parts, **new})

    # Are they true? -----------------------------------------------------------------------------------

    def score(self, names: list[str]) -> None:
        """Put methods, and the control, to the test."""
        asked = self._asked()
        if asked is None:
            return
        checkpoint, sketch, question = asked
        total = len({*names, "random"})
        self.page.add_results(scores={})

        def work(job: Job) -> Generator[MethodScore, None, None]:
            from sketchxai_desktop.explain.scoring import Scorer

            scorer = Scorer(checkpoint, names, check=_check(job))
            found = scorer.score(sketch, question)
            for k, method in enumerate(scorer.methods):
                job.progressed.emit(k / total, method.name)
                yield next(found)

        job = self._submit("scores", work, self.tr("Testing the explanations"), _ASKED)
        job.items_ready.connect(self._scored)
        job.finished.connect(self._scored)

    def _scored(self, _: object = None) -> None:
        job: Any = self.sender()
        items: list[MethodScore] = job.take_items()
        page = self._page
        if not items or page is None or job is not self._jobs.get("scores"):
            return
        known = {**page.results.attributions}
        for one in items:
            if len(one.attribution.scores) == len(self._session.sketch):
                known.setdefault(one.method, one.attribution)
        scores = {**page.results.scores, **{one.method: one for one in items}}
        page.add_results(scores=scores, attributions=known)

    # The smallest change --------------------------------------------------------------------------------

    def find_change(self, kind: str, wanted: str | None = None) -> None:
        """Look for the smallest removal, movement or swap that flips the answer (to `wanted`)."""
        asked = self._asked()
        if asked is None:
            return
        checkpoint, sketch, _ = asked

        def work(job: Job) -> Counterfactual:
            from sketchxai_desktop.explain import counterfactual

            search = {
                "removal": counterfactual.fewest_removed,
                "movement": counterfactual.least_movement,
                "swap": counterfactual.one_swap,
            }[kind]
            return search(checkpoint, sketch, wanted=wanted, check=_check(job))

        job = self._submit("change", work, self.tr("Looking for the smallest change"), _ASKED)
        job.finished.connect(self._change_found)

    def _change_found(self, found: Counterfactual) -> None:
        if self._kind() == "change" and self._page is not None:
            self._page.add_results(changes={**self._page.results.changes, found.change: found})

    # Time and attention -----------------------------------------------------------------------------------

    def _ask_time_line(self) -> None:
        asked = self._asked()
        if asked is None or "time" in self._jobs:
            return
        checkpoint, sketch, _ = asked

        def work(_: Job) -> TimeLine:
            from sketchxai_desktop.explain.time_line import time_line

            return time_line(checkpoint, sketch)

        job = self._submit("time", work, self.tr("Classifying every moment"), _ALONE)
        job.finished.connect(self._time_line_found)

    def _time_line_found(self, found: TimeLine) -> None:
        if self._kind() == "time" and self._page is not None:
            self._page.add_results(time_line=found)

    def _ask_attention(self) -> None:
        asked = self._asked()
        if asked is None or "attention" in self._jobs:
            return
        checkpoint, sketch, question = asked

        def work(job: Job) -> AttentionMaps:
            from sketchxai_desktop.explain.attention import attention_maps
            from sketchxai_desktop.explain.value import StrokeValue

            return attention_maps(StrokeValue(checkpoint, sketch, question, _check(job)))

        job = self._submit("attention", work, self.tr("Reading the attention"), _ALONE)
        job.finished.connect(self._attention_found)

    def _attention_found(self, found: AttentionMaps) -> None:
        if self._kind() == "attention" and self._page is not None:
            self._page.add_results(attention=found)

    # One stroke -------------------------------------------------------------------------------------------

    def _ask_stroke(self) -> None:
        page, stroke = self.page, self.page.stroke
        if stroke is None:
            return
        if page.results.stroke != stroke:
            page.add_results(stroke=stroke, field=None, field_sketch=None, what_ifs=None)
            self.cancel("place")
            self.cancel("what if")
        if page.results.field is None and "place" not in self._jobs:
            self._ask_place(self._session.sketch, stroke, _GRIDS)
        if page.results.what_ifs is None and "what if" not in self._jobs:
            self._ask_what_ifs(stroke)

    def _ask_place(self, sketch: Sketch, stroke: int, grids: tuple[int, ...]) -> None:
        asked = self._asked()
        if asked is None:
            return
        checkpoint, _, question = asked

        def work(job: Job) -> Generator[tuple[Sketch, PlaceField], None, None]:
            from sketchxai_desktop.explain.place_field import place_fields
            from sketchxai_desktop.explain.value import StrokeValue

            value = StrokeValue(checkpoint, sketch, question, _check(job))
            if stroke < value.players:
                for found in place_fields(value, stroke, grids):
                    yield sketch, found

        job = self._submit("place", work, self.tr("Trying places"), _ALONE)
        job.items_ready.connect(self._place_found)
        job.finished.connect(self._place_found)

    def _place_found(self, _: object = None) -> None:
        job: Any = self.sender()
        items: list[tuple[Sketch, PlaceField]] = job.take_items()
        if items and self._page is not None and job is self._jobs.get("place"):
            sketch, found = items[-1]
            if found.stroke == self._page.results.stroke:
                self._page.add_results(field=found, field_sketch=sketch)

    def _dragged(self, sketch: Sketch | None) -> None:
        """While another stroke is dragged the field follows, coarse but at once; the newest place wins."""
        page = self._page
        if page is None or page.view != "stroke" or not page.shown or self._ended:
            return
        stroke = page.results.stroke
        if sketch is None:
            if page.results.field_sketch not in (None, self._session.sketch):
                page.add_results(field=None, field_sketch=None)
                self.cancel("place")
                self._rest.start()
            return
        if stroke is None or stroke == self._session.selection:
            return
        self._next_drag = sketch
        if "place" not in self._jobs or not self._following:
            self._follow()

    def _follow(self) -> None:
        sketch, self._next_drag = self._next_drag, None
        stroke = self.page.results.stroke
        self._following = sketch is not None and stroke is not None
        if sketch is not None and stroke is not None and sketch.extent > 0:
            self._ask_place(sketch, stroke, _GRIDS[:2])
            self._jobs["place"].ended.connect(self._followed)

    def _followed(self) -> None:
        if not self._ended and self._session.dragged is not None:
            self._follow()

    def _ask_what_ifs(self, stroke: int) -> None:
        asked = self._asked()
        if asked is None:
            return
        checkpoint, sketch, question = asked
        if stroke >= checkpoint.network.config.order_slots:
            return
        neighbours = self._neighbours(stroke)

        def work(_: Job) -> tuple[int, tuple[WhatIf, ...]]:
            from sketchxai_desktop.explain.what_if import what_ifs

            return stroke, tuple(what_ifs(checkpoint, sketch, stroke, question, neighbours))

        job = self._submit("what if", work, self.tr("Trying changes"), _ALONE)
        job.finished.connect(self._what_ifs_found)

    def _what_ifs_found(self, found: tuple[int, tuple[WhatIf, ...]]) -> None:
        page = self._page
        if self._kind() == "what if" and page is not None and found[0] == page.results.stroke:
            page.add_results(what_ifs=found[1])

    def _neighbours(self, stroke: int) -> list[Stroke]:
        """Strokes whose shapes look most like it to the network, other than itself."""
        reference, inspection = self._reference, self.page.state.inspection
        if reference is None or inspection is None or stroke >= len(inspection.shape):
            return []
        if not len(reference) or reference.embeddings.shape[1] != inspection.shape.shape[1]:
            return []
        nearest, distances = reference.nearest(inspection.shape[stroke], 3 * _NEIGHBOURS)
        found = [reference.strokes[k] for k, d in zip(nearest.tolist(), distances.tolist(), strict=True) if d > 1e-5]
        return found[:_NEIGHBOURS]

    def _set_reference(self, reference: ShapeReference | None) -> None:
        self._reference = reference

    # --------------------------------------------------------------------------------------------------

    def _asked(self) -> tuple[Checkpoint, Sketch, Question] | None:
        """What there is to be explained, if anything."""
        page, checkpoint = self._page, self._models.checkpoint
        if page is None or checkpoint is None or page.question is None:
            return None
        return checkpoint, self._session.sketch, page.question

    def _submit(self, kind: str, work: Callable[[Job], Any], title: str, priority: int) -> Job:
        """One computation of a kind at a time, with its progress in the page."""
        self.cancel(kind)
        job = self._models.lane.submit(work, title, key=f"explain {kind}", priority=priority)
        self._jobs[kind] = job
        self._show_progress(kind, 0.0, title)
        job.progressed.connect(self._progressed)
        job.failed.connect(self._failed)
        job.ended.connect(self._job_ended)
        return job

    def _kind(self) -> str | None:
        """Of the job that sends; None if nobody waits for it any more."""
        sender = self.sender()
        return next((kind for kind, job in self._jobs.items() if job is sender), None)

    def _progressed(self, share: float, what: str) -> None:
        kind = self._kind()
        if kind is not None:
            self._show_progress(kind, share, what)

    def _failed(self, sentence: str) -> None:
        if self._kind() is not None:
            self.noticed.emit(sentence)

    def _job_ended(self) -> None:
        kind = self._kind()
        if kind is not None:
            del self._jobs[kind]
            self._show_progress(kind, None)

    def _show_progress(self, kind: str, share: float | None, what: str = "") -> None:
        if self._page is not None:
            self._page.set_progress(kind, share, what)


def _check(job: Job) -> Check:
    """Raises when nobody wants the answer any more."""

    def check() -> None:
        if job.is_cancelled():
            raise Cancelled

    return check
