"""A small checkpoint and a file of drawings, good and bad."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from sketchxai_desktop.__main__ import main
from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    network = SketchXAINet(NetworkConfig(5, width=24, layers=2, heads=3, mlp_width=48, order_slots=12))
    with torch.no_grad():
        network.head.weight.mul_(30.0)
    path = tmp_path_factory.mktemp("models") / "small.safetensors"
    save_checkpoint(Checkpoint(network, ("apple", "bicycle", "camera", "cat", "door")), path)
    return path


LINES = [
    json.dumps({"word": "cat", "drawing": [[[0, 255, 90], [0, 20, 200]], [[10, 60], [50, 90]], [[200, 100], [9, 40]]]}),
    "{broken",
    "",
    json.dumps({"word": "zebra", "drawing": [[[0, 255], [255, 0]], [[0, 200, 255], [0, 30, 255]]]}),
    json.dumps({"word": "dot", "drawing": [[[5, 5], [9, 9]]]}),
    json.dumps({"drawing": [[[0, 100, 255], [3, 255, 7]]]}),
]


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    path = tmp_path / "drawings.ndjson"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


class Answer:
    """What a command wrote and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    def refused(self, complaint: str) -> bool:
        """One sentence on stderr that holds `complaint`, status 2, no traceback."""
        one_line = self.err.count("\n") == 1 and self.err.endswith((".\n", "?\n"))
        return self.status == 2 and one_line and complaint in self.err


@pytest.fixture
def sketchxai(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command in this process."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run
