"""Make the pictures of the README and of the guide with the program itself: docs/images/*.

Run from the repository root: QT_QPA_PLATFORM=offscreen python tools/make_pictures.py [NAME ...]

Names are those of functions below (animations, windows, explain, ...); without one, all are made. Only the bundled
sketches appear, and nobody's settings are read or written.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from sketchxai_desktop import paths
from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.explain.registry import METHODS
from sketchxai_desktop.rendering.export import ExportRequest, perform_export
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_panel import Pace
from sketchxai_desktop.widgets.shapes_state import GroupsAsked

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SIZE = (1500, 940)


def wait(until: Callable[[], bool], seconds: float = 300) -> None:
    """Let the program work until something is true."""
    deadline = time.monotonic() + seconds
    while not until():
        QApplication.processEvents()
        time.sleep(0.01)
        if time.monotonic() > deadline:
            sys.exit("gave up waiting")


def settle(seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def save(widget: QWidget, name: str) -> None:
    """A picture of a widget, when what it shows has come to rest."""
    settle(0.8)
    widget.grab().save(str(IMAGES / f"{name}.png"))


def set_theme(program: Program, theme: str) -> None:
    program.settings = program.settings.changed("theme", theme)
    program._apply_settings()


def invert(program: Program, settings: InversionSettings) -> None:
    program.runs.set_pace(Pace(watch=False, steps_per_second=None))
    before = program.session.run
    program.runs.start(settings)
    wait(lambda: program.session.run is not before and program.session.run_state is RunState.FINISHED)


def recover(program: Program) -> None:
    """A finished recovery with four paths, stopped where something can be seen."""
    invert(program, InversionSettings("recovery", "bicycle", paths=4))
    program.session.select(2)
    program.session.show_state(path=1, step=3)


def animations(program: Program) -> None:
    session = program.session
    invert(program, InversionSettings("transfer", "camera"))
    assert session.run is not None
    style = FrameStyle("panels", size=256)
    perform_export(session.run, ExportRequest("animation", IMAGES / "bicycle-to-camera.gif", style, fps=12))
    recover(program)
    style = FrameStyle("grid", size=300)
    perform_export(session.run, ExportRequest("animation", IMAGES / "bicycle-recovery.gif", style, fps=12))


def windows(program: Program) -> None:
    recover(program)
    save(program.window, "window-light")
    set_theme(program, "dark")
    save(program.window, "window-dark")
    set_theme(program, "light")


def explain(program: Program) -> None:
    """The Explain tab beside the canvas, and its views one by one."""
    session, explanations = program.session, program.explanations
    session.show_sketch()
    session.select(None)
    program.window.inversion_dock.hide()
    explanations.show_page("scores")
    page = explanations.page
    wait(lambda: page.question is not None)
    explanations.run_all()
    wait(lambda: set(page.results.attributions) == set(METHODS))
    save(program.window, "explain")
    explanations.show_page("tests")
    explanations.test_all()
    wait(lambda: set(page.results.scores) == set(METHODS))
    save(page, "explain-tests")
    explanations.show_page("changes")
    for kind in ("removal", "movement", "swap"):
        explanations.find_change(kind)
        wait(lambda kind=kind: kind in page.results.changes)
    save(page, "explain-flip")
    explanations.show_page("attention")
    wait(lambda: page.results.attention is not None)
    save(page, "explain-attention")
    session.select(6)
    explanations.show_page("stroke")
    page.question_row.output.setCurrentIndex(page.question_row.output.findData("logit"))
    wait(lambda: page.results.stroke == 6 and page.results.what_ifs is not None and not explanations._jobs)
    save(program.window, "explain-what-if")
    page.question_row.output.setCurrentIndex(page.question_row.output.findData("probability"))
    session.select(None)
    program.window.show_strokes()
    program.window.inversion_dock.show()


def shapes(program: Program) -> None:
    """Groups of the bundled sketches' strokes, and the sketch redrawn."""
    program.analysis.show_shapes()
    window = program.analysis.shapes
    assert window is not None
    window.resize(1000, 540)
    window.group_count.setValue(12)
    window.stroke_count.setValue(1000)
    program.analysis.make_groups(GroupsAsked(groups=12, strokes=1000, seed=0))
    wait(lambda: window.codebook is not None and program.analysis._shapes_job is None)
    save(window, "shapes-groups")
    program.analysis.show_recast()
    program.analysis.recast()
    settle(1)
    wait(lambda: program.analysis._shapes_job is None)
    save(window, "shapes-recast")
    window.close()


def evaluation(program: Program) -> None:
    program.evaluation.show()
    window = program.evaluation.window
    assert window is not None
    window.resize(1100, 700)
    program.evaluation.evaluate()
    wait(lambda: program.evaluation._job is None and window._measured is not None)
    window.confusion.cell_chosen.emit(3, 3)
    save(window, "evaluation")
    window.close()


def scoring(program: Program) -> None:
    """Methods put to the test on the bundled sketches."""
    program.scoring.show()
    window = program.scoring.window
    assert window is not None
    window.resize(1240, 620)
    window.menu.choose(METHODS)
    window.count.most.setValue(12)
    window.start.click()
    wait(lambda: len(window.drawings) == 12 and window.start.isVisible(), 1200)
    save(window, "scoring")
    window.close()


def training(program: Program) -> None:
    program.training.show()
    window = program.training.window
    assert window is not None
    window.resize(940, 640)
    program.training.read([str(paths.resource("samples.ndjson"))])
    settle(1)
    save(window, "training")
    window.close()


def presentation(program: Program) -> None:
    invert(program, InversionSettings("transfer", "camera"))
    program.session.show_state(path=0, step=20)
    program.window.registry["view.present"].trigger()
    settle(1)
    program.window.resize(1280, 800)  # as on a projector, whatever the size of this screen
    save(program.window, "presentation")
    program.window.registry["view.present"].trigger()
    program.window.resize(*SIZE)


MAKERS = {
    maker.__name__: maker
    for maker in (animations, windows, explain, shapes, evaluation, scoring, training, presentation)
}


def main() -> None:
    unknown = set(sys.argv[1:]) - set(MAKERS)
    if unknown:
        sys.exit(f"No pictures are named {', '.join(sorted(unknown))}; there are {', '.join(MAKERS)}.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind.lower())
        make_pictures(sys.argv[1:] or list(MAKERS))


def make_pictures(names: list[str]) -> None:
    application = make_application()
    program = Program("cpu")
    program.settings = program.settings.changed("hint_seen", True)
    set_theme(program, "light")
    program.window.resize(*SIZE)
    program.start()
    program.window.resize(*SIZE)
    program.window.apply_default_layout()
    wait(lambda: program.session.inspection is not None)
    for name in names:
        MAKERS[name](program)
    program.window.close()
    program.stop()
    application.quit()


if __name__ == "__main__":
    main()
