"""Choosing networks in the window: summaries, the Network menu, published checkpoints. Real clicks, a local hub."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app.checkpoint_dialog import CheckpointDialog, _said
from sketchxai_desktop.app.program import Program
from sketchxai_desktop.app.published_dialog import PublishedDialog, PublishedRow
from sketchxai_desktop.app.settings import load_settings
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.downloads import transfer
from sketchxai_desktop.downloads.catalogue import PUBLISHED
from tests.core.test_checkpoint import authors_folder
from tests.local_server import Fault, LocalServer, Resource

Start = Callable[..., Program]
MODEL = PUBLISHED[0]


def network(categories: int = 5, **changes: object) -> SketchXAINet:
    torch.manual_seed(1)
    config = NetworkConfig(categories, width=24, layers=2, heads=3, mlp_width=48, order_slots=12, **changes)  # type: ignore[arg-type]
    return SketchXAINet(config)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.safetensors"
    save_checkpoint(Checkpoint(network(), ("ant", "bee", "cow", "dog", "eel"), {"seed": 7}), path)
    path.with_suffix(".md").write_text("# Mine\n\n<b>bold</b> claims.\n")
    return path


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalServer]:
    """A hub with one checkpoint in the authors' format."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(transfer, "FIRST_PAUSE", 0.0)
    folder = authors_folder(tmp_path / "published", network(7))
    with LocalServer().running() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.publish(MODEL.repository, {p.name: p.read_bytes() for p in folder.iterdir()})
        yield server


def weights_path(hub: LocalServer) -> str:
    return next(path for path in hub.resources if path.startswith("/cdn/"))


def click(qtbot: QtBot, button: QAbstractButton | None) -> None:
    assert button is not None
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def summary_dialog(qtbot: QtBot, program: Program) -> CheckpointDialog:
    def shown() -> list[CheckpointDialog]:
        return [d for d in program.window.findChildren(CheckpointDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=30_000)
    return shown()[0]


def published_dialog(program: Program) -> PublishedDialog:
    program.window.registry["model.published"].trigger()
    return next(d for d in program.window.findChildren(PublishedDialog) if d.isVisible())


def row_of(dialog: PublishedDialog, qtbot: QtBot) -> PublishedRow:
    row = dialog.rows[MODEL.name]
    qtbot.waitUntil(row.get.isEnabled, timeout=30_000)
    return row


def in_the_middle(qtbot: QtBot, hub: LocalServer) -> None:
    """Wait until a beginning has arrived from a server that says nothing more."""
    qtbot.waitUntil(lambda: hub.stalled.is_set() and MODEL.bytes_here > 20_000, timeout=30_000)


def close_boxes(program: Program) -> None:
    for box in QApplication.topLevelWidgets():
        if box is not program.window:
            box.close()


# A summary before it is used --------------------------------------------------------------------------------


def test_a_checkpoint_is_described_and_used_only_when_wanted(start: Start, qtbot: QtBot, own: Path) -> None:
    program = start()
    before = program.session.checkpoint
    program.open_anything(str(own))
    dialog = summary_dialog(qtbot, program)
    facts = dialog.facts()
    assert facts["Architecture"] == "SketchXAINet: 2 layers, width 24, 3 heads"
    assert facts["Categories"] == "5: ant, bee, cow, dog, eel"
    assert facts["Empty stroke slots"] == "masked"
    assert str(own) in facts["File"]
    assert len(facts["SHA-256"].replace(" ", "")) == 64
    assert dialog.more is not None
    text = dialog.more.toPlainText()
    assert "Seed" in text
    assert "<b>bold</b> claims." in text, "HTML from outside stays text"
    assert program.session.checkpoint is before
    click(qtbot, dialog.cancel)
    qtbot.waitUntil(lambda: not program.model_lane.jobs)
    assert program.session.checkpoint is before
    assert program.settings.recent_checkpoints == ()

    program.open_anything(str(own))
    click(qtbot, summary_dialog(qtbot, program).use)
    qtbot.waitUntil(lambda: program.session.checkpoint is not before)
    assert program.session.checkpoint is not None
    assert program.session.checkpoint.path == str(own)
    qtbot.waitUntil(lambda: program.settings.recent_checkpoints == (str(own),))
    assert program.window.model_box.currentData() == str(own)


def test_what_is_used_is_what_was_described(start: Start, qtbot: QtBot, own: Path) -> None:
    program = start()
    program.open_anything(str(own))
    dialog = summary_dialog(qtbot, program)
    own.write_bytes(b"something else by now")
    click(qtbot, dialog.use)
    qtbot.waitUntil(lambda: program.session.checkpoint is not None and program.session.checkpoint.path == str(own))
    close_boxes(program)


@pytest.mark.parametrize("content", [b"\xff" * 5000, b"", None])
def test_a_damaged_file_is_refused_in_words(start: Start, qtbot: QtBot, own: Path, content: bytes | None) -> None:
    program = start()
    said: list[str] = []
    program.models.failed.connect(said.append)
    own.write_bytes(own.read_bytes()[:-10] if content is None else content)
    program.open_anything(str(own))
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "mine.safetensors is damaged" in said[0]
    assert not program.window.findChildren(CheckpointDialog)
    close_boxes(program)


def test_the_last_of_several_is_shown(start: Start, qtbot: QtBot, own: Path, tmp_path: Path) -> None:
    program = start(ready=False)
    other = authors_folder(tmp_path / "theirs", network(30))
    program.open_anything(str(own))
    first = summary_dialog(qtbot, program)
    gone = threading.Event()
    first.destroyed.connect(gone.set)
    program.open_anything(str(other))
    qtbot.waitUntil(gone.is_set)
    facts = summary_dialog(qtbot, program).facts()
    assert facts["Empty stroke slots"].startswith("not masked")
    assert facts["Categories"].startswith("30: airplane, apple")
    close_boxes(program)


def test_settings_that_are_empty_are_not_listed() -> None:
    assert _said({"epochs": 3, "teacher": "", "augment": [], "warm_up": 0.04, "balance": 0.0}) == (
        "epochs 3, warm up 0.04, balance 0"
    )


def test_dropped_on_the_window(start: Start, qtbot: QtBot, own: Path) -> None:
    program = start(ready=False)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(own))])
    event = QDropEvent(
        QPoint(300, 300), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    program.window.dropEvent(event)
    click(qtbot, summary_dialog(qtbot, program).cancel)


@pytest.mark.parametrize("ending", ["bin", "pt", "pth"])
def test_whatever_can_be_opened_can_be_dropped(start: Start, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    program = start(ready=False)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"network.{ending}"))])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(program.window.file_dropped):
        program.window.dropEvent(QDropEvent(QPoint(300, 300), *held))


# Network menu -----------------------------------------------------------------------------------------------


def titles(program: Program) -> list[str]:
    assert program.checkpoints.menu is not None
    program.checkpoints.menu.aboutToShow.emit()
    return [a.text() for a in program.checkpoints.menu.actions() if a.isCheckable()]


def test_the_menu_remembers_and_forgets_what_is_gone(start: Start, qtbot: QtBot, own: Path) -> None:
    program = start()
    bundled = paths.bundled_checkpoints()
    assert titles(program) == bundled
    program.open_anything(str(own))
    click(qtbot, summary_dialog(qtbot, program).use)
    qtbot.waitUntil(lambda: program.settings.recent_checkpoints == (str(own),))
    assert titles(program) == [*bundled, "mine.safetensors"]
    menu = program.checkpoints.menu
    assert menu is not None
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["mine.safetensors"]
    next(a for a in menu.actions() if a.text() == bundled[0]).trigger()
    qtbot.waitUntil(lambda: program.session.checkpoint is not None and program.session.checkpoint.name == bundled[0])
    titles(program)
    assert [a.text() for a in menu.actions() if a.isChecked()] == [bundled[0]]
    own.unlink()
    titles(program)
    qtbot.waitUntil(lambda: program.settings.recent_checkpoints == ())
    assert titles(program) == bundled
    program.window.close()
    assert load_settings().recent_checkpoints == ()


# Published checkpoints ----------------------------------------------------------------------------------------


def test_downloaded_described_and_used(start: Start, qtbot: QtBot, hub: LocalServer) -> None:
    program = start(ready=False)
    assert program.checkpoints.downloads.lane is None
    assert hub.asked == [], "nothing is asked before the user asks"
    dialog = published_dialog(program)
    row = row_of(dialog, qtbot)
    assert "licence apache-2.0" in row.facts.text()
    assert "MB" in row.facts.text()
    assert not hub.contents_asked(weights_path(hub)), "nothing is fetched before the user asks"
    other = dialog.rows[PUBLISHED[2].name]
    assert "has no WinKawaks/SketchXAI-Base-QuickDraw30" in other.state.text()
    assert not other.get.isEnabled()
    click(qtbot, row.get)
    qtbot.waitUntil(row.use.isVisible, timeout=30_000)
    assert row.state.text() == "Here"
    click(qtbot, row.use)
    summary = summary_dialog(qtbot, program)
    assert summary.facts()["Licence"] == "apache-2.0"
    assert summary.facts()["Downloaded from"].startswith(f"{hub.url}/{MODEL.repository}")
    click(qtbot, summary.use)
    qtbot.waitUntil(lambda: program.session.checkpoint is not None and program.session.checkpoint.name == MODEL.name)
    assert MODEL.name in titles(program)
    qtbot.waitUntil(lambda: not program.window.findChildren(PublishedDialog))


def test_cancelled_in_the_middle_and_resumed(start: Start, qtbot: QtBot, hub: LocalServer) -> None:
    program = start(ready=False)
    row = row_of(published_dialog(program), qtbot)
    hub.fail(weights_path(hub), Fault(cut=30_000, stall=True))
    click(qtbot, row.get)
    in_the_middle(qtbot, hub)
    qtbot.waitUntil(lambda: "Downloading" in row.state.text())
    click(qtbot, row.cancel)
    qtbot.waitUntil(row.get.isVisible, timeout=10_000)
    hub.go_on.set()
    assert row.get.text() == "Resume"
    assert "Interrupted" in row.state.text()
    assert not MODEL.folder.exists()
    click(qtbot, row.get)
    qtbot.waitUntil(row.use.isVisible, timeout=30_000)
    assert hub.contents_asked(weights_path(hub))[-1].range.startswith("bytes=")


def test_quitting_in_the_middle_is_clean(start: Start, qtbot: QtBot, hub: LocalServer) -> None:
    program = start()
    row = row_of(published_dialog(program), qtbot)
    hub.fail(weights_path(hub), Fault(cut=30_000, stall=True))
    click(qtbot, row.get)
    in_the_middle(qtbot, hub)
    lane = program.checkpoints.downloads.lane
    assert lane is not None
    program.window.close()
    assert program.stop()
    assert not lane._thread.isRunning()
    hub.go_on.set()
    assert MODEL.bytes_here > 0
    assert not MODEL.is_here


def test_without_a_network_one_sentence_and_another_try(
    start: Start, qtbot: QtBot, hub: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    program = start(ready=False)
    dialog = published_dialog(program)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=30_000)
    assert dialog.trouble.text() == ("127.0.0.1 cannot be reached (Connection refused). Check the network connection.")
    assert not any(row.get.isEnabled() for row in dialog.rows.values())
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    qtbot.waitUntil(dialog.again.isEnabled)
    click(qtbot, dialog.again)
    row_of(dialog, qtbot)
    assert not dialog.trouble.isVisible()


def test_a_wrong_checksum_is_said_in_the_row(start: Start, qtbot: QtBot, hub: LocalServer) -> None:
    program = start(ready=False)
    row = row_of(published_dialog(program), qtbot)
    path = weights_path(hub)
    hub.resources[path] = Resource(bytes(len(hub.resources[path].content)), '"x"')
    click(qtbot, row.get)
    qtbot.waitUntil(lambda: "arrived damaged" in row.state.text(), timeout=30_000)
    assert row.get.isEnabled()
    assert not MODEL.is_here


def test_a_download_goes_on_when_the_dialog_is_closed(start: Start, qtbot: QtBot, hub: LocalServer) -> None:
    program = start(ready=False)
    dialog = published_dialog(program)
    row = row_of(dialog, qtbot)
    hub.fail(weights_path(hub), Fault(cut=30_000, stall=True))
    click(qtbot, row.get)
    in_the_middle(qtbot, hub)
    dialog.close()
    qtbot.waitUntil(lambda: not program.window.findChildren(PublishedDialog))
    again = published_dialog(program)
    assert again.rows[MODEL.name].cancel.isVisible()
    hub.go_on.set()
    qtbot.waitUntil(again.rows[MODEL.name].use.isVisible, timeout=30_000)
