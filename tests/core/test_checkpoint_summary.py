"""What is said of a checkpoint before it is used."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from pathlib import Path

import pytest
import torch

from sketchxai_desktop.core.checkpoint import Checkpoint, save_checkpoint
from sketchxai_desktop.core.checkpoint_summary import describe_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet, base, tiny
from sketchxai_desktop.core.summary import CheckpointSummary


def small(**changes: object) -> SketchXAINet:
    torch.manual_seed(0)
    return SketchXAINet(NetworkConfig(3, width=24, layers=2, heads=3, mlp_width=48, order_slots=12, **changes))  # type: ignore[arg-type]


def test_an_own_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    save_checkpoint(Checkpoint(small(without=("order",)), ("ant", "bee", "cow"), {"seed": 3}), path)
    (tmp_path / "README.md").write_text("of some other project")
    summary = describe_checkpoint(path)
    assert (summary.name, summary.origin, summary.masked) == ("mine", "own", True)
    assert (summary.layers, summary.width, summary.heads, summary.order_slots) == (2, 24, 3, 12)
    assert summary.parameters == sum(p.numel() for p in small().parameters())
    assert summary.categories == ("ant", "bee", "cow")
    assert summary.without == ("order",)
    assert summary.training == {"seed": 3}
    assert summary.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert summary.size == path.stat().st_size
    assert (summary.card, summary.source) == ("", "")
    path.with_suffix(".md").write_text("# Mine\n")
    assert describe_checkpoint(path).card == "# Mine"


def test_a_downloaded_folder(reference: Path, tmp_path: Path) -> None:
    for name in ("config.json", "pytorch_model.bin"):
        (tmp_path / name).write_bytes((reference / name).read_bytes())
    plain = describe_checkpoint(tmp_path)
    assert (plain.origin, plain.masked, plain.source, plain.card, plain.licence) == ("authors", False, "", "", "")
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# Card\n")
    source = {"page": "https://hub/owner/name", "commit": "0123456789abcdef", "licence": "mit"}
    (tmp_path / "source.json").write_text(json.dumps(source))
    summary = describe_checkpoint(tmp_path)
    assert summary.card == "# Card"
    assert summary.source == "https://hub/owner/name (0123456789)"
    assert summary.licence == "mit"
    for note in ("", "[]", "{", "[" * 50_000, '{"page": 5}'):
        (tmp_path / "source.json").write_text(note)
        assert describe_checkpoint(tmp_path).licence == ""
    (tmp_path / "README.md").write_bytes(b"\xff\xfe" + bytes(range(256)) * 4000)
    assert len(describe_checkpoint(tmp_path).card) <= 200_000


def test_nothing_in_the_file_is_executed(tmp_path: Path) -> None:
    marker = tmp_path / "owned"

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str, ...]]:
            return os.system, (f"echo > {marker}",)

    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps({"a": Hostile()}, protocol=2))
    with pytest.raises(UserError, match=r"pytorch_model\.bin"):
        describe_checkpoint(tmp_path)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("config", "name"),
    [(tiny(3), "SketchXAINet-Tiny"), (base(3), "SketchXAINet-Base"), (tiny(3, layers=2), "SketchXAINet")],
)
def test_architectures_have_the_papers_names(config: NetworkConfig, name: str) -> None:
    summary = CheckpointSummary("", "", "own", (), 1, config.width, config.layers, config.heads, 196, True, "")
    assert summary.architecture == name
