"""Sketches on the clipboard: out as picture, line of .ndjson or SVG; in from such lines, SVG, or files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import MAX_LINE_BYTES, LineError, format_line, parse_line
from sketchxai_desktop.core.sentences import reason_of
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.workers.saying import said

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program

_SVG = "image/svg+xml"
#: Name of the edit that puts a pasted sketch on the canvas.
PASTE = "Paste Sketch"


class Clipboard(QObject):
    """What Copy and Paste do."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program

    # Out ------------------------------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """The canvas as it is seen."""
        QGuiApplication.clipboard().setPixmap(self._program.window.canvas.grab())
        self._say(self.tr("The picture is on the clipboard."))

    def copy_line(self) -> None:
        """What the canvas shows as a line of .ndjson."""
        try:
            line = format_line(self._program.session.shown_sketch)
        except LineError as error:
            self._say(self.tr("This drawing cannot be copied: {}.").format(said(error)))
            return
        QGuiApplication.clipboard().setText(line.decode())
        self._say(self.tr("The sketch is on the clipboard, as a line of .ndjson."))

    def copy_svg(self) -> None:
        """What the canvas shows as an SVG document, for drawing programs and for text editors."""
        from sketchxai_desktop.rendering.svg_sketch import svg_of_sketch

        text = svg_of_sketch(self._program.session.shown_sketch, self._program.settings.scheme)
        data = QMimeData()
        data.setText(text)
        data.setData(_SVG, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._say(self.tr("The sketch is on the clipboard, as SVG."))

    # In -------------------------------------------------------------------------------------------------

    def paste(self) -> None:
        """A sketch from the clipboard on the canvas, as one edit; copied files are opened."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # none where nothing was ever copied
        files = [u.toLocalFile() for u in data.urls() if u.isLocalFile()]
        svg_file = next((f for f in files if f.lower().endswith(".svg")), None)
        if files and svg_file is None:
            self._program.open_anything(files[0])
        elif svg_file is not None:
            self.open_svg(svg_file)
        else:
            text = data.text() if data.hasText() else bytes(data.data(_SVG).data()).decode(errors="replace")
            self._read(lambda: sketch_of(text))

    def open_svg(self, path: str) -> None:
        """An SVG file on the canvas, as one edit."""
        self._read(lambda: sketch_of_file(path))

    def _read(self, work: object) -> None:
        assert callable(work)
        job = self._program.file_lane.submit(lambda _job: work(), self.tr("Pasting"), key="paste", priority=6)
        job.finished.connect(self._pasted)
        job.failed.connect(self._say)

    def _pasted(self, pasted: Pasted) -> None:
        self._program.session.edit(pasted.sketch, PASTE)
        self._program.window.canvas.fit()
        self._say(
            self.tr("Pasted the first of {:,} lines.").format(pasted.lines)
            if pasted.lines > 1
            else self.tr("Pasted; undo brings back what was here.")
        )

    def _say(self, sentence: str) -> None:
        self._program.window.status.say(sentence)


@dataclass(frozen=True)
class Pasted:
    """A sketch, and of how many lines it was the first (0: it was none)."""

    sketch: Sketch
    lines: int = 0


def sketch_of(text: str) -> Pasted:
    """The sketch that some text is.

    Raises:
        UserError: it is none; the sentence says why.
    """
    from sketchxai_desktop.core.svg_paths import looks_like_svg, sketch_from_svg  # and with it a parser of XML

    if not text.strip():
        raise UserError("There is no sketch on the clipboard.")
    if len(text) > 4 * MAX_LINE_BYTES:
        raise UserError("There is too much text on the clipboard; save it as a file and open that.")
    if looks_like_svg(text):
        return Pasted(sketch_from_svg(text))
    if text.lstrip().startswith("["):  # a drawing without its line, as programs print it
        return Pasted(_parsed([f'{{"drawing":{text}}}'])[0], 1)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines[0].lstrip().startswith("{"):
        raise UserError("The clipboard holds text that is no sketch: neither a line of .ndjson nor SVG.")
    return Pasted(*_parsed(lines))


def sketch_of_file(path: str) -> Pasted:
    """The sketch in an SVG file.

    Raises:
        UserError: it cannot be read, or there is none in it.
    """
    from sketchxai_desktop.core.svg_paths import MAX_CHARACTERS, sketch_from_svg

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(MAX_CHARACTERS + 1)
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=reason_of(error)) from error
    return Pasted(sketch_from_svg(text))


def _parsed(lines: Iterable[str]) -> tuple[Sketch, int]:
    """The first line that is a drawing, and how many lines there are."""
    found, reason, count = None, "", 0
    for line in lines:
        count += 1
        if found is None:
            try:
                found = parse_line(line)
            except LineError as error:
                reason = reason or reason_of(error)
    if found is None:
        raise UserError("This is no drawing: {reason}.", reason=reason)
    return found, count
