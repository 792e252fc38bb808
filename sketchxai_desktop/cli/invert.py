"""`sketchxai invert`: stroke location inversion of one drawing."""

from __future__ import annotations

from argparse import Namespace

from sketchxai_desktop.cli.loading import load_chosen, sketch_on_line
from sketchxai_desktop.cli.output import notify, percent, printable, progress_bar, require_folder_of
from sketchxai_desktop.cli.qt import prepare_for_pictures
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings, Run, read_start
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: file, line, category, or one of the settings cannot be used.
    """
    for path in (arguments.record, arguments.gif):
        require_folder_of(path)
    if arguments.gif is not None:
        _check_animation(arguments)
    if arguments.mode == "transfer" and arguments.target is None:
        raise UserError("A transfer needs to know where to: name a category with --target.")
    # As the network sees it: in a raw drawing, ink and locations would differ by the simplification.
    sketch = simplify(sketch_on_line(arguments.file, arguments.line))
    if sketch.extent <= 0:
        raise UserError(f"{arguments.file}, line {arguments.line}: all points coincide, so there is nothing to move.")
    checkpoint = load_chosen(arguments.checkpoint)
    settings = InversionSettings(
        mode=arguments.mode,
        target=arguments.target if arguments.target is not None else _own_category(checkpoint, sketch),
        steps=arguments.steps,
        paths=arguments.paths,
        seed=arguments.seed,
        noise=arguments.noise,
        step_size=arguments.step_size,
        strokes=arguments.strokes,
        start=None if arguments.start is None else read_start(arguments.start, len(sketch)),
    )
    record = start_run(checkpoint, sketch, settings)
    with progress_bar(settings.steps + 1, "Inverting", "state") as bar:
        for step in invert(checkpoint, record, device=arguments.device, notify=notify):
            record.steps.append(step)
            bar.update()
    _print_summary(record, checkpoint, f"{arguments.file.name}, line {arguments.line}")
    if arguments.record is not None:
        record.save_json(arguments.record)
    if arguments.gif is not None:
        _export(record, arguments)
    return 0


def _own_category(checkpoint: Checkpoint, sketch: Sketch) -> str:
    """What a recovery goes back to: the drawing's word if the network knows it, else what the network says."""
    known = {c.casefold(): c for c in checkpoint.categories}
    if sketch.word is not None and sketch.word.casefold() in known:
        return known[sketch.word.casefold()]
    best = checkpoint.categories[int(classify_sketches(checkpoint, [sketch])[0].argmax())]
    why = "the drawing has no word" if sketch.word is None else f'the network does not know "{printable(sketch.word)}"'
    notify(f'The target is "{best}", which the network sees: {why}.')
    return best


def _print_summary(record: Run, checkpoint: Checkpoint, drawing: str) -> None:
    shown = record.original != record.target
    target, original = record.target_probability, record.original_probability
    label = checkpoint.category_index(record.target)
    goal = f'{record.mode} of "{record.original}"' + (f' to "{record.target}"' if shown else "")
    settings, device = record.settings, record.steps[-1].device
    print(f"{printable(drawing)}: {goal}, {checkpoint.name} on {device}, {settings.steps} steps, seed {settings.seed}")
    width = max(len(record.target), 7)
    head = f"path  {'start':>7}  {'end':>7}  {'highest':>7}  best at the end"
    print(head if not shown else f"path  {'start':>7}  {'end':>7}  {'highest':>7}  {'original':>18}  best at the end")
    reached = 0
    for path in range(record.paths):
        tops = [int(step.top_category[path]) for step in record.steps]
        reached += tops[-1] == label
        values = [target[0, path], target[-1, path], target[:, path].max()]
        cells = "  ".join(percent(float(v)) for v in values)
        if shown:
            cells += f"  {percent(float(original[0, path]))} -> {percent(float(original[-1, path]))}"
        since = next((k for k in range(len(tops)) if all(t == label for t in tops[k:])), None)
        verdict = "not reached" if since is None else f"since step {since}"
        print(f"{path + 1:>4}  {cells}  {printable(checkpoint.categories[tops[-1]]):<{width}}  {verdict}")
    print(f'{reached} of {record.paths} {"path" if record.paths == 1 else "paths"} reached "{record.target}".')


def _check_animation(arguments: Namespace) -> None:
    """Complain about the animation's settings before minutes are spent on the run."""
    prepare_for_pictures()
    from sketchxai_desktop.rendering.animation import ANIMATIONS, frame_durations
    from sketchxai_desktop.rendering.style import FrameStyle

    FrameStyle(style=arguments.style, size=arguments.size)
    frame_durations(1, arguments.fps, 1.0, 2.0)
    if arguments.gif.suffix.lower() not in ANIMATIONS:
        raise UserError(f"{arguments.gif.name} must end in {', '.join(ANIMATIONS[:-1])} or {ANIMATIONS[-1]}.")


def _export(record: Run, arguments: Namespace) -> None:
    from sketchxai_desktop.rendering.animation import export_animation
    from sketchxai_desktop.rendering.gui import ensure_gui_application
    from sketchxai_desktop.rendering.style import FrameStyle

    application = ensure_gui_application()
    style = FrameStyle(style=arguments.style, size=arguments.size)
    with progress_bar(record.states, "Painting", "frame") as bar:
        export_animation(record, arguments.gif, style, fps=arguments.fps, progress=lambda done, _all: bar.update())
    del application
