"""Pages that commands write hold what files say as text, whatever they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet
from sketchxai_desktop.explain import recoveries

EVIL = "</title></style></svg><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\"' onload='alert(1)"
COMMANDS = {
    "explain": ("--line", 1, "--methods", "exact_shapley,leave_one_out"),
    "report": ("--line", 1, "--device", "cpu"),
    "score-explanations": ("--limit", 2, "--methods", "leave_one_out"),
}


class Elements(HTMLParser):
    """Names of elements and their attributes; what looks like a script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.add((tag, tuple(name for name, _ in attrs)))


def _page(sketchxai: Callable[..., Any], command: str, name: str, folder: Path) -> Elements:
    torch.manual_seed(0)
    network = SketchXAINet(NetworkConfig(3, width=24, layers=2, heads=3, mlp_width=48, order_slots=12))
    checkpoint, drawings, page = folder / "small.safetensors", folder / "drawings.ndjson", folder / "page.html"
    save_checkpoint(Checkpoint(network, (name, name + "2", name + "3")), checkpoint)
    strokes = [[[0, 255, 90], [0, 20, 200]], [[10, 60], [50, 90]], [[200, 100], [9, 40]]]
    drawings.write_text((json.dumps({"word": name, "drawing": strokes}) + "\n") * 2, encoding="utf-8")
    answer = sketchxai(command, drawings, "--checkpoint", checkpoint, *COMMANDS[command], "--html", page)
    assert answer.status == 0, answer.err
    html = page.read_text(encoding="utf-8")
    if command != "score-explanations":  # which is about many drawings and names none
        assert ("alert(1)" in html) == (name == EVIL), "the page shows what the file says"
    return Elements(html)


@pytest.mark.parametrize("command", COMMANDS)
def test_names_make_no_elements(
    command: str, sketchxai: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recoveries, "STEPS", 3)
    plain, evil = (_page(sketchxai, command, name, tmp_path) for name in ("plain", EVIL))
    assert evil.made == plain.made
    assert not {"script", "img"} & ({tag for tag, _ in evil.made} - {tag for tag, _ in plain.made})
    assert not [n for _, names in evil.made for n in names if n.startswith("on")]
