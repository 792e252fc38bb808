"""Put methods to the test on the drawings of a file, one drawing after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.drawing_file import DrawingSource, LineError
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence, joined
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.explain.measures import MethodScore
from sketchxai_desktop.explain.methods.exact_shapley import EXACT_UP_TO
from sketchxai_desktop.explain.question import Check, Output, Question, Removal, never
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.explain.score_table import ExplanationTable, ScoredDrawing
from sketchxai_desktop.explain.scoring import Scorer
from sketchxai_desktop.explain.workbench import best_category

#: Lines without a drawing to score that are passed over at a time.
_PASSED = 200


class FileScoring:
    """Scores the first drawings of a file that have 2 to 12 strokes: of more there is no exact Shapley value.

    Attributes:
        table: of the drawings on which all methods are through.
        limit: drawings to score; None: all of the file.
    """

    def __init__(
        self,
        source: DrawingSource,
        name: str,
        checkpoint: Checkpoint,
        methods: Iterable[str] = tuple(METHODS),
        *,
        limit: int | None = None,
        output: Output = "probability",
        removal: Removal = "drop",
        seed: int = 0,
        check: Check = never,
    ) -> None:
        """`name`: of the file, for the table. Raises UserError when there is no such method."""
        self._source, self._checkpoint, self.limit = source, checkpoint, limit
        self._output, self._removal, self._check = output, removal, check
        self._scorer = Scorer(checkpoint, methods, seed=seed, check=check)
        self._most = min(EXACT_UP_TO, checkpoint.network.config.order_slots)
        self._read = 0
        self.table = ExplanationTable(checkpoint.summary(), name, output, removal, seed)

    @property
    def methods(self) -> list[str]:
        """Their names, with the control's."""
        return [method.name for method in self._scorer.methods]

    @property
    def progress(self) -> float:
        """0..1, by drawings scored; of the whole file by lines read."""
        if self.limit is not None:
            return min(1.0, self.table.drawings / self.limit)
        return self._source.progress * min(1.0, self._read / max(1, len(self._source)))

    def run(self) -> Iterator[ScoredDrawing | None]:
        """Yield a drawing after each method, with what is known of it; None where nothing was found for a while.

        Raises:
            UserError: the network cannot see a sketch, or the file has no drawing that can be scored.
        """
        for found in self._usable():
            if found is None:
                yield None
                continue
            index, sketch = found
            target = best_category(self._checkpoint, sketch)
            question = Question(target, output=self._output, removal=self._removal)
            scores: tuple[MethodScore, ...] = ()
            for score in self._scorer.score(sketch, question):
                scores = (*scores, score)
                complete = len(scores) == len(self._scorer.methods)
                if complete:
                    self.table.add(len(sketch), scores)
                yield ScoredDrawing(index, self._source.line_number(index), sketch, target, scores, complete)
        if not self.table.drawings:
            left_out = self.table.left_out_sentences()
            raise UserError(
                "{file} has no drawing of 2 to {most} strokes that can be scored.{why}",
                file=self.table.source,
                most=self._most,
                why=Sentence(" Left out: {reasons}.", reasons=joined(left_out, "; ")) if left_out else "",
            )

    def _usable(self) -> Iterator[tuple[int, Sketch] | None]:
        """(index, sketch) of drawings that can be scored; reads no further than it has to."""
        source, found, passed = self._source, 0, 0
        while self.limit is None or found < self.limit:
            self._check()
            # The last known line may not have been read to its end yet.
            while not source.complete and self._read >= len(source) - 1:
                source.step()
            if self._read >= len(source):
                return
            self._read += 1
            sketch, why_not = self._look_at(self._read - 1)
            if sketch is not None:
                found += 1
                yield self._read - 1, sketch
                continue
            self.table.left_out[why_not] = self.table.left_out.get(why_not, 0) + 1
            passed += 1
            if passed % _PASSED == 0:
                yield None

    def _look_at(self, index: int) -> tuple[Sketch | None, str]:
        """The sketch, or why it is left out."""
        try:
            sketch = self._source.sketch(index)
        except LineError:
            return None, Sentence("unreadable")
        if not sketch.strokes or sketch.extent <= 0:
            return None, Sentence("without extent")
        if len(sketch) < 2:
            return None, Sentence("of one stroke")
        if len(sketch) > self._most:
            return None, Sentence("of more than {most} strokes", most=self._most)
        return sketch, ""
