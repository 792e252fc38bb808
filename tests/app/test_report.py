"""The report from the window: the command, its reasons, the page, and leaving amid."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering import embedded
from sketchxai_desktop.reports.sketch_findings import find_out
from sketchxai_desktop.session import RunState


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Every save dialog is answered with `path`; returns the names they proposed."""
    proposed: list[str] = []

    def answer(dialog: QFileDialog) -> int:
        proposed.extend(Path(name).name for name in dialog.selectedFiles())
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    original = QFileDialog.selectedFiles
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(path)] if proposed else original(dialog))
    return proposed


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recoveries of a report take 12 steps."""
    few = {**(find_out.__kwdefaults__ or {}), "steps": 12}
    monkeypatch.setattr(find_out, "__kwdefaults__", few)


def test_from_the_command_to_the_page(
    start: Callable[..., Program], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: None
) -> None:
    program = start()
    action, page = program.window.registry["file.report"], tmp_path / "report.html"
    proposed = choose(monkeypatch, page)
    said: list[str] = []
    program.reports.noticed.connect(said.append)
    assert action.isEnabled()
    action.trigger()
    assert program.reports.running
    word = program.session.sketch.word
    assert proposed == [f"{word}.html"]
    assert program.window.status.job is not None
    qtbot.waitUntil(lambda: not action.isEnabled(), timeout=5000)  # one at a time
    qtbot.waitUntil(lambda: not program.reports.running, timeout=120_000)
    assert said == [f"Saved {page}."]
    html = page.read_text(encoding="utf-8")
    assert f"A sketch of “{word}”" in html
    assert "samples.ndjson, line 1" in html
    assert program.files.origin(Sketch()) == "", "of other sketches nobody knows where they stand"
    assert len(re.findall(r"data:image/gif;base64,", html)) == 2
    assert "12 steps, seed 0" in html
    qtbot.waitUntil(action.isEnabled, timeout=5000)

    # A run of this very sketch is what the next report shows.
    program.runs.set_pace(program.window.inversion.pace.__class__(watch=False, steps_per_second=None))
    program.runs.start(InversionSettings("recovery", word or "", steps=3, seed=12))
    qtbot.waitUntil(lambda: program.session.run_state is RunState.FINISHED, timeout=60_000)
    program.reports.make(str(page))
    qtbot.waitUntil(lambda: not program.reports.running, timeout=120_000)
    assert "3 steps, seed 12" in page.read_text(encoding="utf-8")


def test_why_there_can_be_none(start: Callable[..., Program], tmp_path: Path) -> None:
    program = start()
    reports, session = program.reports, program.session
    assert reports.why_not() is None
    session.edit(Sketch((Stroke([[3, 3]]),)), "Draw Stroke")
    assert "coincide" in (reports.why_not() or "")
    session.edit(Sketch(()), "Clear Drawing")
    assert "no stroke" in (reports.why_not() or "")
    session.set_checkpoint(None)
    assert "no network" in (reports.why_not() or "")


@pytest.mark.parametrize("drawing", [False, True])
def test_cancel_leaves_nothing(
    start: Callable[..., Program],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    short: None,
    drawing: bool,
) -> None:
    """On the model lane, and amid the animation on the file lane."""
    begun = threading.Event()

    def slow(*_: object, cancelled: Callable[[], bool], **__: object) -> bool:
        begun.set()
        while not cancelled():
            threading.Event().wait(0.005)
        return False

    monkeypatch.setattr(embedded, "export_animation", slow)
    program = start()
    page = tmp_path / "report.html"
    page.write_text("as it was", encoding="utf-8")
    said: list[str] = []
    program.reports.noticed.connect(said.append)
    program.reports.failed.connect(said.append)
    program.reports.make(str(page))
    if drawing:
        qtbot.waitUntil(begun.is_set, timeout=60_000)
    program.window.status.cancel.click()
    qtbot.waitUntil(lambda: not program.reports.running, timeout=60_000)
    assert begun.is_set() == drawing
    assert page.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [page]
    assert said == []


def test_a_place_that_cannot_be_written_to_is_told(
    start: Callable[..., Program], qtbot: QtBot, tmp_path: Path, short: None
) -> None:
    program = start()
    with qtbot.waitSignal(program.reports.failed, timeout=60_000) as told:
        program.reports.make(str(tmp_path / "nowhere" / "report.html"))
    assert "Could not write" in told.args[0]
    program.window.close()


@pytest.mark.parametrize("drawing", [False, True])
def test_leaving_amid_is_clean(
    start: Callable[..., Program], qtbot: QtBot, tmp_path: Path, short: None, drawing: bool
) -> None:
    program = start()
    page = tmp_path / "report.html"
    program.reports.make(str(page))
    first = program.reports._job
    assert first is not None
    if drawing:  # amid the second half, on the file lane
        qtbot.waitUntil(lambda: program.reports._job is not first, timeout=60_000)
    program.window.close()  # the fixture sees that nothing is left
    assert not page.exists() or page.read_text(encoding="utf-8").endswith("</html>")
    assert [p for p in tmp_path.iterdir() if p != page] == []
