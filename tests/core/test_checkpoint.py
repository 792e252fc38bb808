"""Checkpoints: own format, authors' format, and files that are damaged, lying or hostile."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch

from sketchxai_desktop import paths
from sketchxai_desktop.core.categories import PAPER_30, default_names, quickdraw_345
from sketchxai_desktop.core.checkpoint import (
    FORMAT,
    Checkpoint,
    load_checkpoint,
    save_checkpoint,
)
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.network import SketchXAINet
from sketchxai_desktop.core.sketch import Sketch

MakeNetwork = Callable[..., SketchXAINet]


def a_sentence(text: str) -> bool:
    return text[-1] in ".?" and "\n" not in text


# Own format ---------------------------------------------------------------------------------------------


def test_own_format_comes_back_as_it_was(checkpoint: Checkpoint, sketches: list[Sketch], tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    facts = {"hours": 1.5, "nested": {"seed": 3}}
    save_checkpoint(Checkpoint(checkpoint.network, checkpoint.categories, facts), path, torch.float32)
    loaded = load_checkpoint(path)
    assert loaded.network.config == checkpoint.network.config
    assert loaded.categories == checkpoint.categories
    assert loaded.training == facts
    assert (loaded.name, loaded.origin, loaded.path) == ("mine", "own", path)
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not loaded.network.training
    assert not any(p.requires_grad for p in loaded.network.parameters())
    answers = [classify_sketches(c, sketches) for c in (loaded, checkpoint)]
    np.testing.assert_allclose(*answers, rtol=0, atol=1e-6)
    summary = loaded.summary()
    assert (summary.name, summary.parameters, summary.width) == ("mine", checkpoint.parameters, 24)


def test_half_precision_halves_the_file_and_keeps_the_answers(
    checkpoint: Checkpoint, sketches: list[Sketch], tmp_path: Path
) -> None:
    full, half = tmp_path / "full.safetensors", tmp_path / "half.safetensors"
    save_checkpoint(checkpoint, full, torch.float32)
    save_checkpoint(checkpoint, half)
    assert half.stat().st_size < 0.62 * full.stat().st_size
    loaded = load_checkpoint(half)
    assert {p.dtype for p in loaded.network.parameters()} == {torch.float32}
    np.testing.assert_allclose(classify_sketches(loaded, sketches), classify_sketches(checkpoint, sketches), atol=0.02)


@pytest.mark.parametrize(
    "options", [{"mask_empty": False}, {"shape_extractor": "gru", "pooling": "mean"}, {"without": ("order", "shape")}]
)
def test_every_option_is_stored(make_network: MakeNetwork, tmp_path: Path, options: dict[str, object]) -> None:
    network = make_network(**options)
    save_checkpoint(Checkpoint(network, tuple("abcde")), tmp_path / "c.safetensors")
    assert load_checkpoint(tmp_path / "c.safetensors").network.config == network.config


def test_metadata_says_all_that_is_needed_to_use_the_weights(checkpoint: Checkpoint, tmp_path: Path) -> None:
    save_checkpoint(checkpoint, tmp_path / "c.safetensors")
    with safetensors.safe_open(tmp_path / "c.safetensors", framework="pt") as file:
        description = json.loads(file.metadata()["sketchxai"])
    assert description["format"] == FORMAT
    assert set(description) == {"format", "config", "categories", "preprocessing", "training"}


def test_bundled_names_are_found_and_paths_win(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "models", lambda: tmp_path)
    save_checkpoint(checkpoint, tmp_path / "small-5.safetensors")
    assert paths.bundled_checkpoints() == ["small-5"]
    assert load_checkpoint("small-5").name == "small-5"
    with pytest.raises(UserError, match=r'There is no checkpoint "small-6": .* the bundled ones are small-5'):
        load_checkpoint("small-6")


def test_bundled_checkpoints_load() -> None:
    for name in paths.bundled_checkpoints():
        loaded = load_checkpoint(name)
        assert len(loaded.categories) == loaded.network.config.categories
        assert loaded.training, f"{name} does not say how it was trained"


# Names --------------------------------------------------------------------------------------------------


def test_default_names() -> None:
    assert default_names(30) == PAPER_30
    assert default_names(345) == quickdraw_345()
    assert default_names(3) == ("category 0", "category 1", "category 2")
    assert len(set(quickdraw_345())) == 345
    assert list(quickdraw_345()) == sorted(quickdraw_345(), key=str.lower)
    assert set(PAPER_30) <= set(quickdraw_345())


def authors_state(network: SketchXAINet) -> dict[str, torch.Tensor]:
    """The network's weights under the authors' names, with their left-overs."""
    state: dict[str, torch.Tensor] = {}
    for key, value in network.state_dict().items():
        parts = key.split(".")
        if parts[0] == "layers":
            inside = f"vit.encoder.layer.{parts[1]}."
            if parts[2] == "qkv":
                for name, part in zip(("query", "key", "value"), value.chunk(3), strict=True):
                    state[f"{inside}attention.attention.{name}.{parts[3]}"] = part.clone()
                continue
            names = {
                "attention_norm": "layernorm_before", "mlp_norm": "layernorm_after",
                "attention_out": "attention.output.dense", "mlp_in": "intermediate.dense", "mlp_out": "output.dense",
            }  # fmt: skip
            state[f"{inside}{names[parts[2]]}.{parts[3]}"] = value
            continue
        names = {
            "cls_token": "vit.embeddings.cls_token", "order_table": "vit.embeddings.order_embeddings",
            "location_map": "vit.embeddings.location_embeddings",
            "shape_extractor": "vit.embeddings.stroke_embeddings", "norm": "vit.layernorm", "head": "vit.fc",
        }  # fmt: skip
        state[".".join([names[parts[0]], *parts[1:]])] = value
    state["classifier.weight"] = torch.zeros(1000, 24)
    state["vit.embeddings.position_embeddings"] = torch.zeros(1, 197, 24)
    return state


def authors_folder(
    folder: Path, network: SketchXAINet, *, state: dict[str, Any] | None = None, **config: object
) -> Path:
    folder.mkdir(exist_ok=True)
    sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 48}
    (folder / "config.json").write_text(json.dumps({**sizes, **config}), encoding="utf-8")
    torch.save(state if state is not None else authors_state(network), folder / "pytorch_model.bin")
    return folder


@pytest.mark.parametrize(
    ("labels", "first", "last"),
    [(30, "airplane", "tree"), (345, "aircraft carrier", "zigzag"), (7, "category 0", "category 6")],
)
def test_names_of_the_authors_checkpoints(
    make_network: MakeNetwork, tmp_path: Path, labels: int, first: str, last: str
) -> None:
    loaded = load_checkpoint(authors_folder(tmp_path / "c", make_network(categories=labels)))
    assert (loaded.categories[0], loaded.categories[-1]) == (first, last)
    assert loaded.origin == "authors"
    assert not loaded.network.config.mask_empty


def test_names_in_their_config_count_unless_they_say_nothing(make_network: MakeNetwork, tmp_path: Path) -> None:
    network = make_network(categories=3)
    named = authors_folder(tmp_path / "a", network, id2label={"0": "ant", "1": "bee", "2": "cow"})
    assert load_checkpoint(named).categories == ("ant", "bee", "cow")
    unnamed = authors_folder(tmp_path / "b", network, id2label={str(k): f"LABEL_{k}" for k in range(3)})
    assert load_checkpoint(unnamed).categories == ("category 0", "category 1", "category 2")


def test_the_authors_weights_give_the_same_answers(
    make_network: MakeNetwork, sketches: list[Sketch], tmp_path: Path
) -> None:
    network = make_network(mask_empty=False)
    loaded = load_checkpoint(authors_folder(tmp_path / "c", network))
    wanted = classify_sketches(Checkpoint(network, tuple("abcde")), sketches)
    by_file = load_checkpoint(tmp_path / "c" / "pytorch_model.bin")
    for found in (loaded, by_file):
        np.testing.assert_allclose(classify_sketches(found, sketches), wanted, rtol=0, atol=1e-6)


# Hostile ------------------------------------------------------------------------------------------------


class _Reduce:
    """Unpickling calls a function of the file's choice."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.call


def _torch_archive(payload: bytes) -> bytes:
    """A file as torch.save writes it, with any pickle inside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", payload)
        archive.writestr("archive/byteorder", "little")
        archive.writestr("archive/version", "3\n")
    return buffer.getvalue()


def _hostile(marker: Path) -> dict[str, bytes]:
    command = f"echo owned > {marker}"
    by_hand = b"cos\nsystem\n(S'" + command.encode() + b"'\ntR."
    return {
        "os.system": pickle.dumps({"a": _Reduce(os.system, command)}, protocol=2),
        "exec": pickle.dumps({"a": _Reduce(exec, f"open({str(marker)!r}, 'w').close()")}, protocol=2),
        "eval": pickle.dumps(_Reduce(eval, f"open({str(marker)!r}, 'w').close()"), protocol=2),
        "open": pickle.dumps([_Reduce(open, str(marker), "w")], protocol=2),
        "getattr": pickle.dumps(_Reduce(getattr, _Reduce(importlib.import_module, "os"), "system"), protocol=2),
        "torch.load": pickle.dumps({"a": _Reduce(torch.load, str(marker))}, protocol=2),
        "global opcode": by_hand,
        "inst opcode": b"(S'" + command.encode() + b"'\nios\nsystem\n.",
    }


@pytest.mark.parametrize("kind", sorted(_hostile(Path("x"))))
@pytest.mark.parametrize("wrapped", [True, False], ids=["archive", "bare"])
def test_a_hostile_pickle_is_refused_and_runs_nothing(
    make_network: MakeNetwork, tmp_path: Path, kind: str, wrapped: bool
) -> None:
    marker = tmp_path / "owned"
    folder = authors_folder(tmp_path / "c", make_network())
    payload = _hostile(marker)[kind]
    (folder / "pytorch_model.bin").write_bytes(_torch_archive(payload) if wrapped else payload)
    with pytest.raises(UserError) as refusal:
        load_checkpoint(folder)
    assert not marker.exists()
    assert a_sentence(str(refusal.value))
    assert "pytorch_model.bin" in str(refusal.value)
    if wrapped:
        assert "was refused" in str(refusal.value)


def test_a_file_that_poses_as_larger_than_it_is_is_refused(make_network: MakeNetwork, tmp_path: Path) -> None:
    network = make_network()
    repeated = {**authors_state(network), "vit.layernorm.weight": torch.ones(1).expand(24)}
    assert "claims more numbers" in _refusal(authors_folder(tmp_path / "a", network, state=repeated))
    sparse = {**authors_state(network), "vit.layernorm.weight": torch.ones(24).to_sparse()}
    assert "refused" in _refusal(authors_folder(tmp_path / "b", network, state=sparse))
    folder = authors_folder(tmp_path / "c", network)
    saved = folder / "pytorch_model.bin"
    with zipfile.ZipFile(saved) as archive:
        entries = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content + bytes(1_000_000))
    assert "it is compressed" in _refusal(folder)


# Damaged or lying -----------------------------------------------------------------------------------------


def _refusal(path: Path) -> str:
    with pytest.raises(UserError) as refusal:
        load_checkpoint(path)
    text = str(refusal.value)
    assert a_sentence(text), text
    return text


@pytest.fixture
def own_file(checkpoint: Checkpoint, tmp_path: Path) -> Path:
    path = tmp_path / "own.safetensors"
    save_checkpoint(checkpoint, path)
    return path


def test_truncated_and_foreign_files_are_refused(own_file: Path, tmp_path: Path) -> None:
    content = own_file.read_bytes()
    for cut in (0, 4, 8, 100, len(content) // 2, len(content) - 1):
        own_file.write_bytes(content[:cut])
        assert "own.safetensors is damaged" in _refusal(own_file)
    own_file.write_bytes(b"\xff" * 8 + content[8:])  # a header of 18 exabytes
    assert "damaged" in _refusal(own_file)
    other = tmp_path / "other.safetensors"
    safetensors.torch.save_file({"weight": torch.zeros(3)}, other)
    assert "not those of a SketchXAINet" in _refusal(other)
    (tmp_path / "c.bin").write_bytes(b"\x80\x02garbage")
    assert "c.bin" in _refusal(tmp_path / "c.bin")
    (tmp_path / "c.txt").write_text("hello", encoding="utf-8")
    assert "not a checkpoint" in _refusal(tmp_path / "c.txt")
    (tmp_path / "empty").mkdir()
    assert "holds no checkpoint" in _refusal(tmp_path / "empty")
    torch.save([1, 2], tmp_path / "list.bin")
    assert "named weights" in _refusal(tmp_path / "list.bin")


def rewrite(path: Path, change: Callable[[dict[str, Any], dict[str, torch.Tensor]], None]) -> None:
    """Change description and tensors of an own checkpoint."""
    with safetensors.safe_open(path, framework="pt") as file:
        description = json.loads(file.metadata()["sketchxai"])
        tensors = {key: file.get_tensor(key) for key in list(file.keys())}
    change(description, tensors)
    safetensors.torch.save_file(tensors, path, {"sketchxai": json.dumps(description)})


LIES: dict[str, tuple[Callable[[dict[str, Any], dict[str, torch.Tensor]], object], str]] = {
    "huge width": (lambda d, t: d["config"].update(width=65_536, heads=1), "does not fit its description"),
    "huge mlp": (lambda d, t: d["config"].update(mlp_width=65_536), "does not fit its description"),
    "impossible width": (lambda d, t: d["config"].update(width=2**60), "cannot be read"),
    "many layers": (lambda d, t: d["config"].update(layers=65_000), "lacks layers.64999.qkv.weight"),
    "other heads": (lambda d, t: d["config"].update(heads=0), "cannot be read"),
    "heads as text": (lambda d, t: d["config"].update(heads="3"), "cannot be read"),
    "unknown entry": (lambda d, t: d["config"].update(depth=3), "cannot be read"),
    "long entry": (lambda d, t: d["config"].update({"depth" * 1000: 3}), "cannot be read"),
    "long text": (lambda d, t: d["config"].update(pooling="sum" * 1000), "cannot be read"),
    "no config": (lambda d, t: d.pop("config"), "cannot be read"),
    "newer format": (lambda d, t: d.update(format=99), "format 99"),
    "too few names": (lambda d, t: d.update(categories=["a"]), "1 names for 5 categories"),
    "missing weights": (lambda d, t: t.pop("norm.weight"), "lacks 1 of the network's tensors, among them norm.weight"),
    "NaN": (lambda d, t: t["norm.weight"].fill_(float("nan")), "not finite"),
    "infinity": (lambda d, t: t["head.weight"][0, 0].fill_(float("inf")), "not finite"),
    "other shape": (lambda d, t: t.update({"head.bias": torch.zeros(6)}), "head.bias is 6, expected 5"),
}


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_description_that_lies_is_refused_without_taking_memory(own_file: Path, lie: str) -> None:
    resource = pytest.importorskip("resource", reason="only Unix says how much memory a process took at most")
    change, complaint = LIES[lie]
    rewrite(own_file, lambda d, t: (change(d, t), None)[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal = _refusal(own_file)
    assert complaint in refusal
    assert len(refusal) < 500, "a file put as much text into a sentence as it liked"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000, f"{grown // 1000} MB were taken"


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"hidden_size": 65_536, "num_attention_heads": 1}, "does not fit"),
        ({"num_hidden_layers": 5}, "lacks"),
        ({"hidden_size": "24"}, "does not describe"),
        ({"hidden_size": None}, "does not describe"),
    ],
)
def test_a_config_of_the_authors_format_that_lies_is_refused(
    make_network: MakeNetwork, tmp_path: Path, config: dict[str, object], complaint: str
) -> None:
    assert complaint in _refusal(authors_folder(tmp_path / "c", make_network(), **config))


def test_a_config_that_is_missing_or_no_config_is_named(make_network: MakeNetwork, tmp_path: Path) -> None:
    folder = authors_folder(tmp_path / "c", make_network())
    for text in ("{", "[]", '"text"', "[" * 100_000):
        (folder / "config.json").write_text(text, encoding="utf-8")
        assert "config.json" in _refusal(folder)
    (folder / "config.json").unlink()
    assert "needs its config.json" in _refusal(folder)


def test_weights_of_the_wrong_kind_are_refused(make_network: MakeNetwork, tmp_path: Path) -> None:
    network = make_network()
    state = authors_state(network)
    no_head = {k: v for k, v in state.items() if not k.startswith("vit.fc")}
    assert "no vit.fc.weight" in _refusal(authors_folder(tmp_path / "a", network, state=no_head))
    scalar = {**state, "vit.fc.weight": torch.tensor(1.0)}
    assert a_sentence(_refusal(authors_folder(tmp_path / "b", network, state=scalar)))
    broken = {**state, "vit.layernorm.weight": torch.full((24,), float("nan"))}
    assert "not finite" in _refusal(authors_folder(tmp_path / "d", network, state=broken))
    whole = {**state, "vit.layernorm.weight": torch.ones(24, dtype=torch.int64)}
    load_checkpoint(authors_folder(tmp_path / "e", network, state=whole))
    bad_query = {**state, "vit.encoder.layer.0.attention.attention.query.weight": torch.zeros(24, 7)}
    assert a_sentence(_refusal(authors_folder(tmp_path / "f", network, state=bad_query)))
    nested = authors_folder(tmp_path / "g", network, state={"state_dict": state})
    assert load_checkpoint(nested).parameters == sum(p.numel() for p in network.parameters())


def test_unreadable_files_are_named(own_file: Path, tmp_path: Path) -> None:
    assert "There is no checkpoint" in _refusal(tmp_path / "none.safetensors")
    (tmp_path / "dir.safetensors").mkdir()
    assert "holds no checkpoint" in _refusal(tmp_path / "dir.safetensors")


def test_loading_does_not_import_the_compiler(tmp_path: Path, checkpoint: Checkpoint) -> None:
    """Initial weights for a network without memory would, and the first prediction would come seconds later."""
    path = tmp_path / "small.safetensors"
    save_checkpoint(checkpoint, path)
    code = (
        "import sys, torch; from sketchxai_desktop.core.checkpoint import load_checkpoint; "
        f"load_checkpoint({str(path)!r}); sys.exit('loaded' if 'torch._dynamo' in sys.modules else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=110, check=False)
    assert answer.returncode == 0, answer.stderr
