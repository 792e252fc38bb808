"""Export a run as an animation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.rendering.frames import FrameRenderer, image_pixels
from sketchxai_desktop.rendering.quantise import palette_for
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.rendering.writers import ApngWriter, GifWriter, WebpWriter, Writer

ANIMATIONS = (".gif", ".png", ".apng", ".webp")
#: Frames per second. Browsers slow frames below two hundredths of a second down.
LOWEST_FPS, HIGHEST_FPS = 0.1, 50.0
LONGEST_HOLD = 600.0


class _CancelledError(Exception):
    pass


def frame_durations(states: int, fps: float, hold_first: float, hold_last: float) -> list[int]:
    """Hundredths of a second that each of `states` frames is shown.

    Rounding is carried on from frame to frame, so that the whole lasts what it should. The first and last frame
    are shown for their hold (seconds), but never shorter than any other.

    Raises:
        UserError: the frame rate or a hold is out of range.
    """
    if not LOWEST_FPS <= fps <= HIGHEST_FPS:
        raise UserError(
            "The frame rate must be from {lowest:g} to {highest:g} per second, not {fps:g}.",
            lowest=LOWEST_FPS,
            highest=HIGHEST_FPS,
            fps=fps,
        )
    if not (0 <= hold_first <= LONGEST_HOLD and 0 <= hold_last <= LONGEST_HOLD):
        raise UserError("The first and last step can be held for 0 to {longest:g} seconds.", longest=LONGEST_HOLD)
    seconds = [1 / fps] * states
    if states:
        seconds[0] = max(seconds[0], hold_first)
        seconds[-1] = max(seconds[-1], hold_last)
    durations, elapsed, shown = [], 0.0, 0
    for duration in seconds:
        elapsed += duration
        durations.append(round(100 * elapsed) - shown)
        shown += durations[-1]
    return durations


def export_animation(
    run: Run,
    path: Path,
    style: FrameStyle | None = None,
    *,
    fps: float = 5,
    hold_first: float = 1.0,
    hold_last: float = 2.0,
    loop: bool = True,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Write every recorded state as one frame to `path`: GIF, APNG (.png, .apng) or WebP, by its ending.

    Blocks; meant for the file lane. Takes a snapshot of the run first. The same run and style give the same
    bytes. Needs a QGuiApplication (`ensure_gui_application`).

    Args:
        run: with one state or more.
        path: replaced whole, or not touched at all.
        style: what the frames look like; None: the default style.
        fps: frames per second, 0.1..50.
        hold_first, hold_last: seconds that the first and last state are shown, 0..600.
        loop: for ever, else once.
        progress: called with (frames done, frames in all) after every frame, on this thread.
        cancelled: asked before every frame; True ends the export and leaves nothing behind.

    Returns:
        True when the file is written, False when the export was cancelled.

    Raises:
        UserError: unknown ending, settings out of range, an empty run, or a file that cannot be written.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ANIMATIONS:
        raise UserError(
            "{file} must end in {endings} or {last}.",
            file=path.name,
            endings=", ".join(ANIMATIONS[:-1]),
            last=ANIMATIONS[-1],
        )
    run, style = run.snapshot(), style or FrameStyle()
    renderer = FrameRenderer(run, style)
    total = renderer.states
    durations = frame_durations(total, fps, hold_first, hold_last)
    size = (renderer.width, renderer.height)
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            writer: Writer
            if ending == ".gif":
                writer = GifWriter(file, size, palette_for(style, len(run.sketch)), loop=loop)
            elif ending == ".webp":
                writer = WebpWriter(file, size, loop=loop)
            else:
                writer = ApngWriter(file, size, total, loop=loop)
            for state, duration in enumerate(durations):
                if cancelled is not None and cancelled():
                    raise _CancelledError
                writer.add(image_pixels(renderer.render(state)), duration)
                if progress is not None:
                    progress(state + 1, total)
            writer.finish()
    except _CancelledError:
        return False
    return True
