"""`sketchxai report`: one drawing with everything the network says of it, as one page."""

from __future__ import annotations

from argparse import Namespace

from sketchxai_desktop.cli.loading import load_chosen, move_to, sketch_on_line
from sketchxai_desktop.cli.output import notify, printable, progress_bar, require_folder_of
from sketchxai_desktop.cli.qt import prepare_for_pictures
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.reports.sketch_findings import SketchFindings, find_out
from sketchxai_desktop.reports.sketch_report import Animation, animated


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: file, line, network or page cannot be used.
    """
    from sketchxai_desktop.reports.page import write_page
    from sketchxai_desktop.reports.sketch_report import sketch_page

    require_folder_of(arguments.html)
    prepare_for_pictures()
    sketch = sketch_on_line(arguments.file, arguments.line)
    checkpoint = load_chosen(arguments.checkpoint)
    move_to(checkpoint, arguments.device)
    findings = _find_out(checkpoint, sketch, arguments)
    if findings.run_note:
        notify(findings.run_note)
    drawing = f"{printable(arguments.file.name)}, line {arguments.line}"
    write_page(sketch_page(findings, drawing=drawing, animation=_animation(findings)), arguments.html)
    notify(f"Wrote {arguments.html}.")
    return 0


def _find_out(checkpoint: Checkpoint, sketch: Sketch, arguments: Namespace) -> SketchFindings:
    work = find_out(checkpoint, sketch, seed=arguments.seed, device=arguments.device)
    with progress_bar(100, "Looking", "%") as bar:
        while True:
            try:
                share = next(work)
            except StopIteration as end:
                found: SketchFindings = end.value
                return found
            bar.update(round(100 * share) - bar.n)


def _animation(findings: SketchFindings) -> Animation | None:
    from sketchxai_desktop.rendering.embedded import MEDIA_TYPE, embedded_animations
    from sketchxai_desktop.rendering.gui import ensure_gui_application

    if findings.run is None:
        return None
    application = ensure_gui_application()
    shown = animated(findings.run)
    with progress_bar(None, "Painting", "frame") as bar:
        found = embedded_animations(shown, path=findings.path, progress=lambda done, _all: bar.update())
    del application
    assert found is not None  # nobody cancels
    return Animation(MEDIA_TYPE, found["light"], found["dark"])
