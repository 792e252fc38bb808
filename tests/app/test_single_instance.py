"""A second start hands its files to the first; strangers and broken messages get nowhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.app import single_instance
from sketchxai_desktop.app.single_instance import SingleInstance, socket_name

LATER = """
import sys
from sketchxai_desktop.app.single_instance import SingleInstance
instance = SingleInstance()
print(instance.first, instance.forward(sys.argv[1:]))
"""


def later(*files: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", LATER, *files], stdout=subprocess.PIPE, text=True)


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SingleInstance]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    instance = SingleInstance()
    assert instance.first
    assert not instance.forward(["/a"])
    instance.listen()
    yield instance
    instance.close()


@pytest.mark.parametrize("files", [[], ["/drawings/cats & dogs.ndjson", "/ж.ndjson"]])
def test_a_later_start_hands_its_files_over(first: SingleInstance, qtbot: QtBot, files: list[str]) -> None:
    with qtbot.waitSignal(first.files_forwarded, timeout=30_000) as taken:
        process = later(*files)
    assert taken.args == [files]
    assert process.communicate(timeout=30)[0].split() == ["False", "True"]


def test_after_the_end_the_next_start_is_the_first(first: SingleInstance) -> None:
    first.close()
    assert later("/a").communicate(timeout=30)[0].split() == ["True", "False"]


def test_other_settings_are_another_program(first: SingleInstance, tmp_path: Path) -> None:
    name = socket_name()
    paths.use_folder(tmp_path / "other")
    try:
        assert socket_name() != name
        other = SingleInstance()
        assert other.first
        other.close()
    finally:
        paths._instead = None


def test_a_killed_first_start_is_no_obstacle(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    killed = """
import os, signal
from PySide6.QtCore import QCoreApplication
from sketchxai_desktop.app.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance()
instance.listen()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", killed], check=False, timeout=60)
    instance = SingleInstance()
    assert instance.first
    instance.listen()
    with qtbot.waitSignal(instance.files_forwarded, timeout=30_000):
        process = later("/a")
    assert process.communicate(timeout=30)[0].split() == ["False", "True"]
    instance.close()


def test_a_first_start_that_does_not_answer_is_left_alone(
    first: SingleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody runs the event loop of the first one here.
    monkeypatch.setattr(single_instance, "_ANSWERING", 50)
    second = SingleInstance()
    assert not second.first
    assert not second.forward(["/a"])


@pytest.mark.parametrize(
    "message",
    [
        b"GET / HTTP/1.1\n",
        b"[]\n",
        b'{"files": "one"}\n',
        b'{"files": [1]}\n',
        b'{"files": ["a\\u0000b"]}\n',
        b'{"files": [' + b'"a",' * 100 + b'"a"]}\n',
        b"[" * 5000 + b"\n",
        b"x" * 80_000,
        bytes(range(256)) + b"\n",
    ],
)
def test_broken_messages_open_nothing(first: SingleInstance, qtbot: QtBot, message: bytes) -> None:
    heard: list[object] = []
    first.files_forwarded.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name())
    assert socket.waitForConnected(5000)
    socket.write(message)
    socket.flush()
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    assert first._inputs == {}


def test_a_message_may_come_in_pieces(first: SingleInstance, qtbot: QtBot) -> None:
    socket = QLocalSocket()
    socket.connectToServer(socket_name())
    assert socket.waitForConnected(5000)
    text = json.dumps({"files": ["/a", "/b"]}).encode() + b"\n"
    socket.write(text[:9])
    socket.flush()
    qtbot.waitUntil(lambda: list(first._inputs.values()) == [text[:9]])
    with qtbot.waitSignal(first.files_forwarded) as taken:
        socket.write(text[9:])
        socket.flush()
    assert taken.args == [["/a", "/b"]]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no files")
def test_only_the_user_can_open_the_socket(first: SingleInstance) -> None:
    assert os.stat(socket_name()).st_mode & 0o077 == 0
