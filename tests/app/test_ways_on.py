"""The disk fills up, a folder is read-only, a stick is pulled out, a network deleted, a graphics card lost: each ends
in a sentence, and the program goes on."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.core import devices, inspection, inversion
from sketchxai_desktop.core.checkpoint import Checkpoint
from sketchxai_desktop.core.file_bytes import PlainBytes
from sketchxai_desktop.core.kept_drawings import read_kept
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.rendering.export import ExportRequest, Kind
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import RunState
from sketchxai_desktop.widgets.inversion_panel import Pace

Start = Callable[..., Program]
LINE = json.dumps({"word": "cat", "drawing": [[[0, 90, 255], [0, 40, 255]], [[9, 30], [200, 100]]]}) + "\n"
EXPORTS: list[tuple[Kind, str]] = [("animation", ".gif"), ("filmstrip", ".png"), ("state", ".svg"), ("record", ".json")]
FAST = Pace(watch=False, steps_per_second=None)
#: Where not even root may make a file.
FORBIDDEN = Path("/sys/kernel")


@pytest.fixture
def boxes(start: Start) -> Iterator[None]:
    """Closes the boxes that say what went wrong."""
    yield
    for window in QApplication.topLevelWidgets():
        window.close()


def heard(program: Program) -> list[str]:
    said: list[str] = []
    for source in (program.files, program.models, program.runs, program.autosave):
        source.failed.connect(said.append)
    for noticing in (program.models, program.runs):
        noticing.noticed.connect(said.append)
    return said


def drawn(x: float) -> Sketch:
    return Sketch((Stroke([[0, 0], [x, 90]]), Stroke([[5, 5], [70, 9]])))


def recover(program: Program, qtbot: QtBot, steps: int = 3) -> None:
    """A run of the present sketch, to its end."""
    program.runs.set_pace(FAST)
    assert program.session.checkpoint is not None
    program.runs.start(InversionSettings("recovery", program.session.checkpoint.categories[0], steps=steps))
    qtbot.waitUntil(lambda: program.session.run_state is RunState.FINISHED, timeout=60_000)


def still_works(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    """Opening, drawing, asking the network, saving."""
    path = tmp_path / "afterwards.ndjson"
    path.write_text(LINE.replace("cat", "dog"))
    program.files.open(str(path))
    qtbot.waitUntil(lambda: program.session.sketch.word == "dog", timeout=20_000)
    program.session.edit(drawn(123), "Draw Stroke")
    qtbot.waitUntil(
        lambda: program.session.inspection is not None and program.session.inspection.sketch == drawn(123),
        timeout=60_000,
    )
    with qtbot.waitSignal(program.files.sketch_saved, timeout=20_000):
        program.files.save(str(tmp_path / "saved.ndjson"))


class Disk:
    """Stands between the program and the disk; full while `full`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        self.asked = 0
        synchronise = os.fsync

        def fsync(file: int) -> None:
            self.asked += 1
            if self.full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            synchronise(file)

        # Everything is written by way of `atomic_path`, where data that still lies in memory first meets the disk.
        monkeypatch.setattr(os, "fsync", fsync)


# Full disk --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("boxes")
def test_exports_to_a_full_disk(start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    said, disk = heard(program), Disk(monkeypatch)
    recover(program, qtbot)
    folder = tmp_path / "out"
    folder.mkdir()
    disk.full = True
    for kind, ending in EXPORTS:
        said.clear()
        before = folder / f"run{ending}"
        before.write_bytes(b"what stood there")
        program.files.export(ExportRequest(kind, before, FrameStyle("sketch", size=160)))
        qtbot.waitUntil(lambda: bool(said), timeout=30_000)
        assert "No space left on device" in said[0]
        assert "choose another folder" in said[0]
        assert before.read_bytes() == b"what stood there"
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"run{ending}" for _, ending in EXPORTS)
    disk.full = False
    program.files.export(ExportRequest("animation", folder / "run.gif", FrameStyle("sketch", size=160)))
    qtbot.waitUntil(lambda: (folder / "run.gif").read_bytes()[:3] == b"GIF", timeout=30_000)
    still_works(program, qtbot, tmp_path)


@pytest.mark.usefixtures("boxes")
def test_autosave_on_a_full_disk_says_so_and_catches_up(
    start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    said, disk = heard(program), Disk(monkeypatch)
    disk.full = True
    program.session.edit(drawn(50), "Draw Stroke")
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "No space left on device" in said[0]
    folder = paths.state_dir() / "autosave"
    assert not list(folder.glob("*.ndjson"))
    disk.full = False
    program.session.edit(drawn(60), "Draw Stroke")
    qtbot.waitUntil(lambda: [read_kept(p) for p in folder.glob("*.ndjson")] == [drawn(60)], timeout=20_000)
    still_works(program, qtbot, tmp_path)


def test_leaving_with_a_full_disk(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and the drawing cannot be stored: it is logged, and the program ends all the same."""
    program = start()
    disk = Disk(monkeypatch)
    disk.full = True
    program.session.edit(drawn(50), "Draw Stroke")
    program.window.close()
    assert disk.asked >= 2
    assert program.stop()
    disk.full = False


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix limits the size of files")
@pytest.mark.parametrize(("option", "name"), [("--gif", "run.gif"), ("--record", "run.json")])
def test_the_command_line_meets_the_end_of_the_disk(tmp_path: Path, option: str, name: str) -> None:
    """A write that really fails in the middle: no file of this process may become larger than 200 bytes."""
    drawings = tmp_path / "cats.ndjson"
    drawings.write_text(LINE)
    which = ["--line", "1", "--mode", "transfer", "--target", "camera", "--steps", "2"]
    arguments = ["invert", str(drawings), *which, option, str(tmp_path / name)]
    code = (
        "import resource, sys; from sketchxai_desktop.__main__ import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); sys.exit(main(sys.argv[1:]))"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    assert answer.returncode == 2, answer.stderr
    assert "File too large" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["cats.ndjson"]


# Read-only places -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FORBIDDEN.is_dir(), reason="needs a folder where not even root may write")
@pytest.mark.usefixtures("boxes")
def test_saving_and_exporting_to_a_read_only_folder(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = start()
    said = heard(program)
    recover(program, qtbot)
    program.files.save(str(FORBIDDEN / "mine.ndjson"))
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    for kind, ending in EXPORTS:
        program.files.export(ExportRequest(kind, FORBIDDEN / f"run{ending}", FrameStyle("sketch", size=160)))
    qtbot.waitUntil(lambda: len(said) == 1 + len(EXPORTS), timeout=30_000)
    for sentence in said:
        assert str(FORBIDDEN) in sentence
        assert "choose another folder" in sentence
    still_works(program, qtbot, tmp_path)


@pytest.mark.skipif(not FORBIDDEN.is_dir(), reason="needs a folder where not even root may write")
@pytest.mark.usefixtures("boxes")
def test_a_home_that_is_read_only(start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(FORBIDDEN / name.lower()))
    program = start()
    said = heard(program)
    program.session.edit(drawn(50), "Draw Stroke")
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "Could not write" in said[0]
    still_works(program, qtbot, tmp_path)
    program.window.close()
    assert program.stop()


# A file, a network that is gone -----------------------------------------------------------------------------


@pytest.mark.usefixtures("boxes")
def test_a_file_on_a_stick_that_is_pulled_out(
    start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = stick / "cats.ndjson"
    path.write_text(LINE * 300)
    program = start(str(path))
    qtbot.waitUntil(lambda: not program.file_lane.jobs, timeout=20_000)
    said, before = heard(program), program.session.sketch
    read = PlainBytes.read

    def gone(self: PlainBytes, offset: int, size: int) -> bytes:
        if self.size == path_size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(self, offset, size)

    path_size = path.stat().st_size
    monkeypatch.setattr(PlainBytes, "read", gone)
    shutil.rmtree(stick)
    program.files.open_drawing(120)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "cannot be read any more: Input/output error" in said[0]
    assert "line 121" in said[0]
    assert program.session.sketch == before
    program.files._filter_changed(program.files._query)
    program.files._check()  # every line is bad now, and that is a list, not a crash
    qtbot.waitUntil(lambda: not program.file_lane.jobs, timeout=20_000)
    program.files.open(str(path))
    qtbot.waitUntil(lambda: any("No such file" in s for s in said), timeout=20_000)
    still_works(program, qtbot, tmp_path)


@pytest.mark.usefixtures("boxes")
def test_a_network_that_is_deleted_while_it_is_used(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    own = tmp_path / "own.safetensors"
    shutil.copyfile(paths.models() / f"{paths.bundled_checkpoints()[0]}.safetensors", own)
    program = start(checkpoint=str(own))
    said, used = heard(program), program.models.checkpoint
    own.unlink()
    recover(program, qtbot)  # what is in memory needs no file
    assert not said
    program.load_checkpoint(str(own))
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "own.safetensors" in said[0]
    assert program.models.checkpoint is used
    assert program.session.checkpoint is not None
    assert program.session.checkpoint.name == "own"
    still_works(program, qtbot, tmp_path)


# The graphics card ------------------------------------------------------------------------------------------

CARD = torch.device("meta")


class Card:
    """A graphics card made of the CPU: what is on the device "meta" is answered for by its twin there, until the card
    is `lost`."""

    def __init__(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lost = False
        for module in (devices, inversion):
            monkeypatch.setattr(module, "pick_device", self._pick)
        for name in ("inspect_sketch", "classify_sketches", "embed_shapes"):
            monkeypatch.setattr(inspection, name, self._asking(program, getattr(inspection, name)))
        make, look = inversion._Eye.__init__, inversion._Eye.look

        def making(eye: inversion._Eye, checkpoint: Checkpoint, runs: Any, device: torch.device) -> None:
            make(eye, checkpoint, runs, device)
            if device == CARD:
                self._twins[eye] = inversion._Eye(checkpoint, runs, torch.device("cpu"))

        def looking(eye: inversion._Eye, places: torch.Tensor, *, with_gradient: bool) -> object:
            if eye in self._twins:
                self._ask()
                eye = self._twins[eye]
            return look(eye, places, with_gradient=with_gradient)

        self._twins: dict[inversion._Eye, inversion._Eye] = {}
        monkeypatch.setattr(inversion._Eye, "__init__", making)
        monkeypatch.setattr(inversion._Eye, "look", looking)

    def _pick(self, wanted: str = "auto") -> tuple[torch.device, str | None]:
        return (torch.device("cpu") if wanted == "cpu" else CARD), None

    def _ask(self) -> None:
        if self.lost:
            raise RuntimeError("CUDA error: unspecified launch failure\nCompile with TORCH_USE_CUDA_DSA.")

    def _asking(self, program: Program, function: Callable[..., Any]) -> Callable[..., Any]:
        def ask(checkpoint: Checkpoint, *arguments: Any, **options: Any) -> Any:
            if checkpoint.network.device == CARD:
                self._ask()
                assert program.models.safe_checkpoint is not None
                checkpoint = program.models.safe_checkpoint
            return function(checkpoint, *arguments, **options)

        return ask


@pytest.mark.usefixtures("boxes")
def test_a_graphics_card_that_is_lost_in_mid_run(
    start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    card = Card(program, monkeypatch)
    said, session = heard(program), program.session
    program.models.device = "auto"
    program.load_checkpoint(paths.bundled_checkpoints()[0])
    qtbot.waitUntil(lambda: program.models.device_in_use == "meta", timeout=30_000)
    program.runs.set_pace(Pace(watch=True, steps_per_second=None))
    program.runs.start(InversionSettings("recovery", str(session.sketch.word), steps=12))
    qtbot.waitUntil(lambda: session.run is not None and session.run.states >= 4, timeout=60_000)
    card.lost = True
    qtbot.waitUntil(lambda: session.run_state is RunState.FINISHED, timeout=60_000)
    # The run itself goes on where it was.
    assert session.run is not None
    assert [step.index for step in session.run.steps] == list(range(13))
    ran_on = [step.device for step in session.run.steps]
    assert ran_on == sorted(ran_on, reverse=True)
    assert set(ran_on) == {"meta", "cpu"}
    failing = "The graphics card failed (CUDA error: unspecified launch failure)"
    assert f"{failing}; the run goes on on the CPU." in said
    # The next question (or one that was waiting) fails, and brings the network back to the CPU for all that follow.
    session.edit(drawn(70), "Draw Stroke")
    qtbot.waitUntil(
        lambda: any(s.startswith(f"{failing}. The network goes on on the CPU") for s in said), timeout=60_000
    )
    qtbot.waitUntil(lambda: session.inspection is not None and session.inspection.sketch == drawn(70), timeout=60_000)
    assert program.models.device_in_use == "cpu"
    recover(program, qtbot)
    still_works(program, qtbot, tmp_path)


@pytest.mark.usefixtures("boxes")
def test_a_defect_on_the_card_is_no_lost_card(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()

    def defect(*_: object, **__: object) -> None:
        raise RuntimeError("shapes do not match")

    said = heard(program)
    monkeypatch.setattr(inspection, "inspect_sketch", defect)
    used = program.models.checkpoint
    program.session.edit(drawn(70), "Draw Stroke")
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "shapes do not match" in said[0]
    assert "graphics card" not in said[0]
    assert program.models.checkpoint is used
