"""`sketchxai get-model` and `sketchxai get-data`, against a local server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sketchxai_desktop import paths
from sketchxai_desktop.downloads import transfer
from sketchxai_desktop.downloads.catalogue import PUBLISHED
from tests.local_server import Fault, LocalServer, Resource

Run = Callable[..., Any]
MODEL = PUBLISHED[2]
CAT = "/full/simplified/cat.ndjson"
LINES = [json.dumps({"word": "cat", "drawing": [[[0, 255, k], [0, 20, 200]]]}).encode() + b"\n" for k in range(2000)]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(transfer, "FIRST_PAUSE", 0.0)
    with LocalServer().running() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.setenv("SKETCHXAI_QUICKDRAW_URL", f"{running.url}/full")
        running.resources[CAT] = Resource(b"".join(LINES), '"one"')
        yield running


def test_get_model(sketchxai: Run, server: LocalServer, reference: Path, drawings: Path) -> None:
    files = {name: (reference / name).read_bytes() for name in ("config.json", "pytorch_model.bin")}
    server.publish(MODEL.repository, files, licence=None)
    answer = sketchxai("get-model", "base-quickdraw30")
    assert answer.status == 0, answer.err
    first, facts, place = answer.out.splitlines()
    assert first.startswith(f"{MODEL.name}: ")
    assert "licence not stated" in first
    assert "30 categories, empty stroke slots always 196, not masked, SHA-256 " in facts
    assert str(paths.user_models() / MODEL.name) in place
    assert answer.err == "", "no progress bar where there is no terminal"
    server.asked.clear()
    again = sketchxai("get-model", MODEL.name)
    assert again.out.startswith(f"{MODEL.name} is here already.\n")
    assert server.asked == []
    used = sketchxai("classify", drawings, "--checkpoint", MODEL.name, "--json")
    assert used.status == 0, used.err
    wrong = sketchxai("classify", drawings, "--checkpoint", "SketchXAI-Bass")
    assert wrong.refused(f"the downloaded ones {MODEL.name}")


def test_get_model_lists_without_asking(sketchxai: Run, server: LocalServer) -> None:
    answer = sketchxai("get-model", "--list")
    assert [line.split("  ")[0].strip() for line in answer.out.splitlines()] == [m.name for m in PUBLISHED]
    assert answer.out.count("not here") == 3
    assert server.asked == []


def test_get_model_refuses_in_a_sentence(
    sketchxai: Run, server: LocalServer, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sketchxai("get-model").refused("--list")
    assert sketchxai("get-model", "base-quickdraw31").refused("Did you mean SketchXAI-Base-QuickDraw30?")
    assert sketchxai("get-model", MODEL.name).refused("has no WinKawaks/SketchXAI-Base-QuickDraw30 (404)")
    # What arrives whole can still be no network.
    server.publish(MODEL.repository, {"config.json": b"{}", "pytorch_model.bin": b"nonsense"})
    assert sketchxai("get-model", MODEL.name).refused("pytorch_model.bin")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    assert sketchxai("get-model", PUBLISHED[0].name).refused("cannot be reached (Connection refused)")


def test_get_data(sketchxai: Run, server: LocalServer, tmp_path: Path) -> None:
    out = tmp_path / "data"
    answer = sketchxai("get-data", "--categories", "cat", "--limit", "30", "--out", out)
    assert answer.status == 0
    assert answer.out == f"{out / 'cat.ndjson'}: the first 30 drawings\n"
    assert "CC BY 4.0" in answer.err
    assert answer.err.count("\n") == 1, "no progress bar where there is no terminal"
    assert (out / "cat.ndjson").read_bytes() == b"".join(LINES[:30])
    assert "Google" in (out / "ATTRIBUTION.txt").read_text()
    assert sketchxai("get-data", "--categories", "cat", "--limit", "30", "--out", out).out.endswith("here already\n")
    assert sketchxai("get-data", "--categories", "CAT", "--out", out).out.endswith(": all 2,000 drawings\n")
    assert (out / "cat.ndjson").read_bytes() == b"".join(LINES)


def test_get_data_refuses_in_a_sentence(
    sketchxai: Run, server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sketchxai("get-data").refused("--categories")
    assert sketchxai("get-data", "--categories", "cta").refused('no category "cta"')
    assert list(tmp_path.iterdir()) == []
    assert sketchxai("get-data", "--categories", "cat", "--limit", "0").refused("1 or more")
    assert sketchxai("get-data", "--categories", "cat", "--form", "svg").refused("invalid choice")
    (tmp_path / "file").write_text("")
    assert sketchxai("get-data", "--categories", "cat", "--out", "file").refused("file is a file")
    assert sketchxai("get-data", "--categories", "dog").refused("404")
    assert sketchxai("get-data", "--categories", "cat", "--limit", "5").status == 0
    assert (tmp_path / "quickdraw-simplified" / "cat.ndjson").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_keeps_what_has_arrived(server: LocalServer, tmp_path: Path) -> None:
    server.fail(CAT, Fault(cut=20_000, stall=True))
    command = [sys.executable, "-m", "sketchxai_desktop", "get-data", "--categories", "cat", "--out", str(tmp_path)]

    def listen_to_interrupts() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=listen_to_interrupts
    ) as running:
        try:
            assert server.stalled.wait(60)
            part, deadline = tmp_path / "cat.ndjson.part", time.monotonic() + 20
            while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
                time.sleep(0.02)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 130, err
    assert out == ""
    assert err == "Stopped. What has arrived is kept; the same command goes on.\n"
    there = part.read_bytes()
    assert there
    assert b"".join(LINES).startswith(there)
    assert not (tmp_path / "cat.ndjson").exists()


def test_get_data_needs_neither_torch_nor_qt_nor_the_hub(server: LocalServer, tmp_path: Path) -> None:
    code = (
        "import sys; from sketchxai_desktop.__main__ import main\n"
        f"s = main(['get-data', '--categories', 'cat', '--limit', '3', '--out', {str(tmp_path)!r}])\n"
        "sys.exit(s or ', '.join({'torch', 'PySide6', 'huggingface_hub'} & set(sys.modules)) or 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=False)
    assert answer.returncode == 0, answer.stderr
