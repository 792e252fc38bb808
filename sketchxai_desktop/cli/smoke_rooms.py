"""The rest of `sketchxai --smoke-test`: what windows of their own ask for, each with its libraries, on few drawings.

A bundle leaves out most of these libraries; whether it left out too much shows here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np

from sketchxai_desktop import paths
from sketchxai_desktop.core.errors import UserError

if TYPE_CHECKING:
    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.sketch import Sketch

_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1 C 20 0 30 20 40 10"/><circle cx="9" cy="9" r="5"/></svg>'


def try_rooms(checkpoint: Checkpoint, tried: Callable[[str], object]) -> None:
    """Do everything once.

    Args:
        tried: told what worked.

    Raises:
        UserError: something did not work; the sentence says what.
    """
    from sketchxai_desktop.core.drawing_file import open_drawings

    with closing(open_drawings(paths.resource("samples.ndjson"))) as source:
        for what, attempt in (
            ("Grouping and mapping strokes", lambda: _strokes(checkpoint, source)),
            ("Explaining by every method", lambda: _methods(checkpoint, source.sketch(0))),
            ("Training", lambda: _training(checkpoint, [source.sketch(k) for k in range(8)])),
            ("Reading SVG", _svg),
            ("Speaking HTTP", _http),
        ):
            try:
                attempt()
            except (ImportError, AttributeError) as error:  # as where a part of a library is missing
                raise UserError("The smoke test failed: {what}: {error}", what=what, error=str(error)) from error
            tried(what)


def _strokes(checkpoint: Checkpoint, source: Any) -> None:
    from sketchxai_desktop.analysis.codebook import build_codebook
    from sketchxai_desktop.analysis.projection import pca_map, tsne_map
    from sketchxai_desktop.analysis.strokes import collect_strokes

    strokes = _end(collect_strokes(checkpoint, source))
    codebook = _end(build_codebook(strokes, 8))
    _require(len(codebook.centres) > 1, "strokes are not grouped")
    steps = tsne_map(strokes)
    places = [next(steps)[1] for _ in range(4)][-1]
    steps.close()
    _require(np.isfinite(places).all() and np.isfinite(pca_map(strokes).places).all(), "the map has no places")


def _methods(checkpoint: Checkpoint, sketch: Sketch) -> None:
    from sketchxai_desktop.explain.question import Question
    from sketchxai_desktop.explain.registry import METHODS
    from sketchxai_desktop.explain.value import StrokeValue

    value = StrokeValue(checkpoint, sketch, Question(checkpoint.categories[0]))
    for method in METHODS.values():
        if method.family != "inversion":  # the slow ones, which use what others use
            scores = method.run(value).scores
            _require(np.isfinite(scores).all(), f"{method.title} answers with no numbers")


def _training(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    from sketchxai_desktop.training.fine_tune import FineTuneSettings, fine_tune

    trained = _end(fine_tune(checkpoint, sketches, FineTuneSettings(keep=True, epochs=1)))
    _require(trained.categories == checkpoint.categories, "training forgot categories")


def _svg() -> None:
    from sketchxai_desktop.core.svg_paths import sketch_from_svg

    _require(len(sketch_from_svg(_SVG)) == 2, "a drawing in SVG is not understood")


def _http() -> None:
    from huggingface_hub.hf_api import HfApi

    from sketchxai_desktop.downloads.transfer import open_client

    with open_client() as client:
        _require(not client.is_closed and HfApi().endpoint, "what downloads is not there")


def _end(steps: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def _require(right: object, what: str) -> None:
    if not right:
        raise UserError("The smoke test failed: {what}.", what=what)
