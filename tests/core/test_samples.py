"""The sketches that come with the program: our own, and the bundled network knows every one of them."""

from __future__ import annotations

from sketchxai_desktop import paths
from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings


def test_samples_are_recognised_and_recovered() -> None:
    source = open_drawings(paths.resource("samples.ndjson"))
    sketches = [source.sketch(k) for k in range(len(source))]
    source.close()
    checkpoint = load_checkpoint("tiny-30")
    best = classify_sketches(checkpoint, sketches).argmax(axis=1)
    answers = [checkpoint.categories[int(k)] for k in best]
    assert len(set(answers)) >= 12
    assert answers == [s.word for s in sketches]

    bicycle = sketches[0]
    run = start_run(checkpoint, bicycle, InversionSettings("recovery", "bicycle", paths=4))
    run.steps.extend(invert(checkpoint, run, device="cpu"))
    assert (run.target_probability[-1] > 0.95).all()
    run = start_run(checkpoint, bicycle, InversionSettings("transfer", "camera"))
    run.steps.extend(invert(checkpoint, run, device="cpu"))
    assert run.target_probability[0, 0] < 0.05
    assert run.target_probability[-1, 0] > 0.9
