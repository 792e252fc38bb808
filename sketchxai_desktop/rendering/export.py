"""Everything a run can be exported as, asked for by one value and done by one function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sentences import Sentence, either
from sketchxai_desktop.rendering.animation import ANIMATIONS, export_animation
from sketchxai_desktop.rendering.stills import export_filmstrip, export_state
from sketchxai_desktop.rendering.style import FrameStyle

Kind = Literal["animation", "filmstrip", "state", "record"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: Endings that each kind can be written to; the first is the one proposed.
ENDINGS: dict[Kind, tuple[str, ...]] = {
    "animation": ANIMATIONS,
    "filmstrip": (".png",),
    "state": (".svg", ".png"),
    "record": (".json",),
}
_NAMES: dict[Kind, Sentence] = {
    "animation": Sentence("An animation"),
    "filmstrip": Sentence("A filmstrip"),
    "state": Sentence("A single step"),
    "record": Sentence("The record of a run"),
}


@dataclass(frozen=True)
class ExportRequest:
    """What to write, where, and how it looks.

    Attributes:
        kind: "animation" (GIF, APNG, WebP), "filmstrip" (PNG of the paper's steps), "state" (SVG or PNG of one
            step) or "record" (the run as JSON).
        path: the file; its ending chooses the format.
        style: look of the pictures. For a filmstrip `style.size` is the side of one picture.
        fps, hold_first, hold_last, loop: timing of an animation, as in `export_animation`.
        step: 0-based state that "state" shows.
        all_paths: a filmstrip shows every path, one per row, instead of `style.path`.

    Raises:
        UserError: the kind is unknown, or the ending of `path` does not suit it.
    """

    kind: Kind
    path: Path
    style: FrameStyle = field(default_factory=FrameStyle)
    fps: float = 5.0
    hold_first: float = 1.0
    hold_last: float = 2.0
    loop: bool = True
    step: int = 0
    all_paths: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UserError(
                'The kind of export must be one of {kinds}, not "{kind}".', kinds=", ".join(KINDS), kind=self.kind
            )
        object.__setattr__(self, "path", Path(self.path))
        endings = ENDINGS[self.kind]
        if self.path.suffix.lower() not in endings:
            name = self.path.name or str(self.path)
            raise UserError(
                "{kind} cannot be written to {name}: the name must end in {endings}.",
                kind=_NAMES[self.kind],
                name=name,
                endings=_either(endings),
            )


def perform_export(
    run: Run,
    request: ExportRequest,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Write what `request` asks for. Blocks; meant for the file lane.

    Pictures need a QGuiApplication (`ensure_gui_application`).

    Args:
        run: with one state or more; a snapshot is taken first.
        progress: called with (parts done, parts in all) on this thread.
        cancelled: asked between parts; True ends the export and leaves nothing behind.

    Returns:
        True when the file is written, False when the export was cancelled.

    Raises:
        UserError: settings out of range, an empty run, or a file that cannot be written.
    """
    run = run.snapshot()
    if not run.states:
        raise UserError("This run has no steps yet, so there is nothing to export.")
    if request.kind == "animation":
        return export_animation(
            run,
            request.path,
            request.style,
            fps=request.fps,
            hold_first=request.hold_first,
            hold_last=request.hold_last,
            loop=request.loop,
            progress=progress,
            cancelled=cancelled,
        )
    if cancelled is not None and cancelled():
        return False
    if request.kind == "filmstrip":
        if not request.all_paths and request.style.path >= run.paths:
            raise UserError(
                "This run has {paths} paths; there is no path {path}.", paths=run.paths, path=request.style.path + 1
            )
        paths = None if request.all_paths else [request.style.path]
        export_filmstrip(run, request.path, request.style, cell=request.style.size, paths=paths)
    elif request.kind == "state":
        export_state(run, request.path, request.step, request.style)
    else:
        run.save_json(request.path)
    if progress is not None:
        progress(1, 1)
    return True


def _either(endings: tuple[str, ...]) -> str:
    return either([", ".join(endings[:-1]), endings[-1]] if len(endings) > 1 else endings)
