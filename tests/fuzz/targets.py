"""Everything that reads what comes from outside: good examples of it, and what a reader may say of anything else.

A target's `read` gets any bytes. It may raise `UserError` with a sentence; whatever else comes out is a defect.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sketchxai_desktop import paths
from sketchxai_desktop.core.errors import UserError

Read = Callable[[bytes], object]

SMALL = {"categories": 3, "width": 8, "layers": 2, "heads": 2, "mlp_width": 8, "order_slots": 5}
JSON_TOKENS = (
    *rb"""[ ] { } , : " [[ ]] [] {} null true false "" \u0000 "\ud800" "../../etc/x" "<script>" NaN""".split(),
    *(b"[" * 2000, b'{"a":' * 1100, b"]" * 2000, b"\xff\xfe", b"\xef\xbb\xbf"),
)
LINE_TOKENS = (
    *JSON_TOKENS, b'"drawing":', b'"word":', b'"recognized":', b'"key_id":', b'"countrycode":', b'"timestamp":', b"\n",
    b"[[0,1],[2,3]]", b"[[0,1],[2,3],[4,5]]", b'{"drawing":[[[1],[2]]]}', b"\r\n", b"\0",
)  # fmt: skip
PICKLE_TOKENS = (
    *b"( ) . 0 2 N } ] \x85 \x86 \x87 \x94 \x8f R b s u Q a e t l d q\x01 h\x00 r\xff\xff\xff\x7f \x80\x05".split(),
    *(b"cos\nsystem\n", b"cbuiltins\neval\n", b"cbuiltins\nbytearray\n", b"\x8c\x02os", b"\x81", b"\x92", b"j\0\0\0\0"),
    *(b"B\xff\xff\xff\x7f", b"X\xff\xff\xff\x7f", b"\x8e" + b"\xff" * 8, b"\x96" + b"\xff" * 8, b"2\x86" * 60, b"I1\n"),
)


class _SentenceError(AssertionError):
    """What was said is not fit for a person."""


def said(error: UserError) -> None:
    """Check the sentence: short, ended, one line; raises AssertionError."""
    text = str(error)
    if not 10 < len(text) < 1500 or text[-1] not in ".?!" or "\n" in text:
        raise _SentenceError(f"no sentence: {text[:300]!r}")


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        examples: what it accepts.
        tokens: pieces of the format.
        read: reads one input; scratch files go into the folder that the target was made with.
    """

    examples: list[bytes]
    tokens: tuple[bytes, ...]
    read: Read


# Drawings -----------------------------------------------------------------------------------------------


def _lines(_folder: Path) -> Target:
    from sketchxai_desktop.core.quickdraw import LineError, check_line, format_line, parse_facts, parse_line
    from sketchxai_desktop.training.sources import _quick_columns

    def read(data: bytes) -> object:
        parse_facts(data)
        _quick_columns(data)
        sketch = reason = None
        try:
            sketch = parse_line(data)
        except LineError as error:
            reason = str(error)
        checked = None
        try:
            check_line(data)
        except LineError as error:
            checked = str(error)
        assert checked == reason
        if sketch is None:
            assert reason is not None
            if not 5 < len(reason) < 200 or "\n" in reason:
                raise _SentenceError(repr(reason[:300]))
            return None
        assert parse_line(format_line(sketch)).strokes == sketch.strokes
        return sketch

    return Target(line_examples(), LINE_TOKENS, read)


def line_examples() -> list[bytes]:
    """Lines of every kind that Quick, Draw! has, made up."""
    random = np.random.default_rng(0)

    def drawing(strokes: int, rows: int) -> list[list[list[int]]]:
        return [random.integers(0, 256, (rows, int(random.integers(1, 9)))).tolist() for _ in range(strokes)]

    records: list[dict[str, Any]] = [
        {"word": "cat", "countrycode": "US", "timestamp": "2017-03-02 20:00:00.1 UTC", "recognized": True,
         "key_id": "5891796615823360", "drawing": drawing(3, 2)},
        {"key_id": 5891796615823360, "word": "ice cream", "recognized": False, "drawing": drawing(1, 2)},
        {"word": "raw", "drawing": [[[0.5, 1e2, -3.25], [1, 2, 3], [0, 16.5, 40]]]},
        {"drawing": [[[0], [0]]]},
        {"word": "\u00e4\u2192\U0001f600", "drawing": drawing(6, 3)},
    ]  # fmt: skip
    return [json.dumps(record, ensure_ascii=k == 0).encode() for k, record in enumerate(records)]


def look_through(path: Path) -> int:
    """Everything that the window does with a file of drawings. Returns how many drawings it has."""
    from sketchxai_desktop.core.drawing_file import Filter, LineError, check_lines, open_drawings, scan_metadata

    source = open_drawings(path)
    try:
        for index in range(min(len(source), 4)):
            source.word(index)
            source.line_number(index)
            try:
                source.sketch(index)
            except LineError:
                pass
        problems, metadata = check_lines(source), scan_metadata(source)
        assert problems.checked == len(metadata) == len(source)
        Filter(word="a", country="us").indices(metadata)
        return len(source)
    finally:
        source.close()


def _from_file(folder: Path, name: str, read: Callable[[Path], object]) -> Read:
    path = folder / name

    def from_bytes(data: bytes) -> object:
        path.write_bytes(data)
        return read(path)

    return from_bytes


def _plain(folder: Path) -> Target:
    whole = b"\n".join([*line_examples(), b"", b"no json", *line_examples()])
    return Target([whole, whole.replace(b"\n", b"\r\n")], LINE_TOKENS, _from_file(folder, "a.ndjson", look_through))


def _gzip(folder: Path) -> Target:
    whole = b"\n".join(line_examples())
    examples = [gzip.compress(whole, mtime=0), gzip.compress(whole, mtime=0) * 2, gzip.compress(whole, 0, mtime=0)]
    tokens = (b"\x1f\x8b\x08", b"\0" * 8, b"\xff" * 8, gzip.compress(b"", mtime=0))
    return Target(examples, tokens, _from_file(folder, "a.ndjson.gz", look_through))


def _drawings(count: int, kind: Any) -> Any:
    random = np.random.default_rng(count)
    made = np.empty(count, object)
    for k in range(count):
        made[k] = random.integers(-40, 40, (int(random.integers(1, 9)), 3)).astype(kind)
    return made


def _npz(folder: Path) -> Target:
    examples = []
    for arrays, save in (
        ({"train": _drawings(3, np.int16), "test": _drawings(1, np.float32)}, np.savez),
        ({"train": _drawings(2, np.int16)}, np.savez_compressed),
        ({"valid": np.zeros((2, 4, 3), np.int16)}, np.savez),
    ):
        stream = io.BytesIO()
        save(stream, **arrays)  # type: ignore[operator]
        examples.append(stream.getvalue())
    tokens = (*PICKLE_TOKENS, b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\xff" * 4, b"\0" * 4, b"(999999999,)")
    return Target(examples, tokens, _from_file(folder, "sketchrnn_cat.npz", look_through))


def _npz_pickle(folder: Path) -> Target:
    """The pickle in a good archive, without the checksum that catches most damage."""
    import pickle

    from sketchxai_desktop.core.safe_unpickle import load_arrays

    def read(data: bytes) -> object:
        try:
            return load_arrays(data)
        except ValueError:  # which sketchrnn makes a sentence
            return None

    examples = [pickle.dumps(_drawings(3, np.int16), protocol=p) for p in range(5)]
    return Target(examples, PICKLE_TOKENS, read)


# Networks -----------------------------------------------------------------------------------------------


def small_checkpoint() -> Any:
    """Three categories, two layers, 8 numbers wide."""
    import torch

    from sketchxai_desktop.core.checkpoint import Checkpoint
    from sketchxai_desktop.core.network import NetworkConfig, SketchXAINet

    torch.manual_seed(0)
    return Checkpoint(SketchXAINet(NetworkConfig(**SMALL)), ("ant", "bee", "cow"), {"epochs": 1, "by": "nobody"})  # type: ignore[arg-type]


def own_parts(folder: Path) -> tuple[bytes, bytes]:
    """Header (JSON) and numbers of a good .safetensors file."""
    from sketchxai_desktop.core.checkpoint import save_checkpoint

    path = folder / "good.safetensors"
    save_checkpoint(small_checkpoint(), path)
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    return data[8 : 8 + length], data[8 + length :]


def _describe(path: Path) -> object:
    from sketchxai_desktop.core.checkpoint_summary import describe_checkpoint

    return describe_checkpoint(path)


_HEADER_TOKENS = (
    *JSON_TOKENS,
    *rb"""
    "F64" "F16" "BOOL" "F8_E4M3" "data_offsets":[0,9999999999] "shape":[4294967296,2] "x":
    "__metadata__":{"sketchxai":"{}"} \"layers\":65536 \"format\":2 \"categories\":[]
    """.split(),
)


def _header(folder: Path) -> Target:
    header, numbers = own_parts(folder)
    read = _from_file(folder, "header.safetensors", _describe)
    return Target([header], _HEADER_TOKENS, lambda data: read(struct.pack("<Q", len(data)) + data + numbers))


def _description(folder: Path) -> Target:
    """What an own checkpoint says of itself, in a header that is right."""
    import safetensors.torch

    from sketchxai_desktop.core.checkpoint import save_checkpoint

    good, path = folder / "good.safetensors", folder / "description.safetensors"
    save_checkpoint(small_checkpoint(), good)
    with safetensors.safe_open(good, framework="pt") as file:
        description = file.metadata()["sketchxai"]
        tensors = {key: file.get_tensor(key) for key in list(file.keys())}

    def read(data: bytes) -> object:
        safetensors.torch.save_file(tensors, path, {"sketchxai": data.decode("utf-8", "replace")})
        return _describe(path)

    tokens = (*JSON_TOKENS, b'"layers": 65536', b'"format": 2', b'"without": ["order"]', b'"config"', b'"training"')
    return Target([description.encode()], tokens, read)


def _whole_checkpoint(folder: Path) -> Target:
    header, numbers = own_parts(folder)
    whole = struct.pack("<Q", len(header)) + header + numbers
    return Target([whole], _HEADER_TOKENS, _from_file(folder, "whole.safetensors", _describe))


def authors_parts() -> tuple[dict[str, Any], dict[str, Any]]:
    """State and config of a small network as the authors' code saves it."""
    from tests.core.test_checkpoint import authors_state

    state = {
        k: v for k, v in authors_state(small_checkpoint().network).items() if k.startswith("vit.") and v.numel() < 2000
    }
    config = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 8}
    return state, {**config, "id2label": {"0": "ant", "1": "bee", "2": "cow"}}


def archive_of(program: bytes, records: dict[str, bytes]) -> bytes:
    """A file as torch.save writes it, with any program inside."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.pkl", program)
        archive.writestr("archive/byteorder", "little")
        for key, content in records.items():
            archive.writestr(f"archive/data/{key}", content)
        archive.writestr("archive/version", "3\n")
    return stream.getvalue()


def _authors_folder(folder: Path) -> tuple[Path, list[bytes], bytes, dict[str, bytes]]:
    import torch

    state, config = authors_parts()
    place = folder / "authors"
    place.mkdir(exist_ok=True)
    (place / "config.json").write_text(json.dumps(config))
    new, old = io.BytesIO(), io.BytesIO()
    torch.save(state, new)
    torch.save(state, old, _use_new_zipfile_serialization=False)
    with zipfile.ZipFile(new) as archive:
        entries = {entry.filename.partition("/")[2]: archive.read(entry) for entry in archive.infolist()}
    records = {name.removeprefix("data/"): content for name, content in entries.items() if name.startswith("data/")}
    return place, [new.getvalue(), old.getvalue()], entries["data.pkl"], records


def _bin(folder: Path) -> Target:
    place, examples, _, _ = _authors_folder(folder)
    read = _from_file(place, "pytorch_model.bin", lambda path: _describe(path.parent))
    tokens = (*PICKLE_TOKENS, b"PK\x01\x02", b"PK\x05\x06", b"\xff" * 4, b"\0" * 4)
    return Target(examples, tokens, read)


def _bin_program(folder: Path) -> Target:
    """The program in an archive that is right."""
    place, _, program, records = _authors_folder(folder)
    read = _from_file(place, "pytorch_model.bin", lambda path: _describe(path.parent))
    return Target([program], PICKLE_TOKENS, lambda data: read(archive_of(data, records)))


def _config(folder: Path) -> Target:
    place, examples, _, _ = _authors_folder(folder)
    (place / "pytorch_model.bin").write_bytes(examples[0])
    good = (place / "config.json").read_bytes()
    read = _from_file(place, "config.json", lambda path: _describe(path.parent))
    return Target([good], (*JSON_TOKENS, b'"LABEL_0"', b'"id2label"', b'"num_hidden_layers": 65536'), read)


# What the program wrote itself --------------------------------------------------------------------------


def _settings(_folder: Path) -> Target:
    from dataclasses import asdict

    from sketchxai_desktop.app.settings import Settings, load_settings, settings_file

    settings_file().parent.mkdir(parents=True, exist_ok=True)
    defaults = Settings(recent_files=("a.ndjson", "b.npz"), geometry="00ff", watch_rate=20)

    def read(data: bytes) -> object:
        settings_file().write_bytes(data)
        loaded = load_settings()
        for name, value in asdict(loaded).items():
            assert type(value) is type(getattr(defaults, name)), name
        assert len(loaded.recent_files) <= 10
        assert loaded.theme in ("system", "light", "dark")
        assert 1 <= loaded.watch_rate <= 60
        for text in (*loaded.recent_files, *loaded.recent_checkpoints, loaded.last_folder, loaded.first_checkpoint):
            Path(text).exists()  # no name that a system call cannot take
        json.dumps(asdict(loaded))
        return loaded

    old = {"format": 1, "checkpoint": "tiny", "theme": "dark", "recent_files": ["x"]}
    examples = [json.dumps({"format": 2, **asdict(defaults)}).encode(), json.dumps(old).encode()]
    tokens = (*JSON_TOKENS, b'"format": 99', b'"theme"', b'"dark"', b'"recent_files"', b'"geometry"', b'"zz"')
    return Target(examples, tokens, read)


def _start(folder: Path) -> Target:
    from sketchxai_desktop.core.run import read_start

    def read(path: Path) -> object:
        places = read_start(path, 3)
        assert len(places) == 3
        assert all(abs(v) <= 1e3 for pair in places for v in pair)
        return places

    good = b"[[0.1, -0.2], [0, 0], [-0.74, 7.4e-1]]"
    return Target([good], JSON_TOKENS, _from_file(folder, "START.json", read))


def _run_state(folder: Path) -> Target:
    """The record of a training run that is gone on with."""
    import torch

    from sketchxai_desktop.core.network import NetworkConfig
    from sketchxai_desktop.training.run_state import NAME, load_state, save_state
    from sketchxai_desktop.training.settings import TrainingSettings

    settings, config = TrainingSettings(), NetworkConfig(**SMALL)  # type: ignore[arg-type]
    values = {"network": {"a.weight": torch.zeros(3)}, "step": 7, "optimizer": {"state": {0: {"step": torch.ones(1)}}}}
    save_state(folder, settings, config, 12, values)
    good = (folder / NAME).read_bytes()
    read = _from_file(folder, NAME, lambda path: load_state(path.parent, settings, config, 12, torch.device("cpu")))
    return Target([good], (*PICKLE_TOKENS, *JSON_TOKENS[:16]), read)


def _kept(folder: Path) -> Target:
    from sketchxai_desktop.core.kept_drawings import read_kept

    return Target(line_examples(), LINE_TOKENS, _from_file(folder, "kept.ndjson", read_kept))


def _codebook(folder: Path) -> Target:
    from sketchxai_desktop.analysis.codebook import Codebook
    from sketchxai_desktop.analysis.codebook_file import load_codebook, save_codebook
    from sketchxai_desktop.analysis.strokes import StrokeCollection

    whole = {name: np.arange(2) for name in ("word_codes", "drawings", "lines", "orders")}
    strokes = StrokeCollection(
        points=np.zeros((5, 2), np.float32), ends=np.array([2, 5]), embeddings=np.zeros((2, 4), np.float32),
        words=("ant", "bee"), **whole,
    )  # fmt: skip
    codebook = Codebook(
        strokes, np.zeros((1, 4), np.float32), np.zeros(2, np.int64), np.zeros(2, np.float32), "tiny", "", "", ""
    )
    path = save_codebook(codebook, folder / "good.npz")

    def read(path: Path) -> object:
        loaded = load_codebook(path)
        for k in range(len(loaded.strokes.ends)):
            loaded.strokes.stroke(k)
        return loaded

    stored = io.BytesIO()
    with np.load(path) as arrays:
        np.savez(stored, **dict(arrays))
    tokens = (*JSON_TOKENS[:16], b"'<f8'", b"'|O'", b"(999999999,)", b"PK\x01\x02", b"\xff" * 4, b"\0" * 4)
    return Target([path.read_bytes(), stored.getvalue()], tokens, _from_file(folder, "groups.npz", read))


def _notes(folder: Path) -> Target:
    """Small notes beside downloads and checkpoints, and what another start of the program sends."""
    from sketchxai_desktop.app.single_instance import _files_in
    from sketchxai_desktop.core.checkpoint_summary import _source
    from sketchxai_desktop.downloads.catalogue import Published
    from sketchxai_desktop.downloads.part import read_note

    class Here(Published):
        @property
        def folder(self) -> Path:
            return folder / "note"

    place = folder / "note"
    place.mkdir(exist_ok=True)
    published = Here("tiny", "nobody/tiny", "Tiny", 3)

    def read(data: bytes) -> object:
        (place / "source.json").write_bytes(data)
        assert isinstance(read_note(place / "source.json"), dict)
        assert not published.is_here
        assert all(len(text) < 700 for text in _source(place / "source.json"))
        files = _files_in(data)
        assert files is None or all("\0" not in f for f in files)
        return files

    examples = [
        json.dumps(
            {"page": "https://example.org", "commit": "ab" * 20, "licence": "mit", "files": {"config.json": 5}}
        ).encode(),
        json.dumps({"files": ["/home/me/a.ndjson", "b"]}).encode(),
        json.dumps({"url": "https://example.org/a", "version": '"abc"'}).encode(),
    ]
    return Target(examples, JSON_TOKENS, read)


def _svg(_folder: Path) -> Target:
    from sketchxai_desktop.core.svg_paths import looks_like_svg, sketch_from_svg

    def read(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        looks_like_svg(text)
        sketch = sketch_from_svg(text)
        assert 0 < len(sketch) <= 2000
        return sketch

    document = (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        b'<g transform="translate(10 20) rotate(30)"><path d="M0 0L10 5 C 1 2 3 4 5 6 S 7 8 9 10"/>'
        b'<polyline points="0,0 5-5 1e1,0"/><rect x="1" y="2" width="30" height="4"/></g>'
        b'<circle cx="9" cy="9" r="4"/><ellipse cx="1" cy="1" rx="2" ry="3"/><line x1="0" y1="0" x2="9" y2="9"/></svg>'
    )
    examples = [document, b"M0 0L10 10 20 0", b"m1-1c1 1 2 2 3 3s1 1 2 2q1 1 2 2t3 3a5 5 0 0 1 9 9h3v3z m5 5 l3-3z"]
    tokens = (
        *b"M m Z z L h V C s Q t 1e308 -1e308 1e-308 nan 100% 1in 1em <g> </g> <path/> ]]> &a; <![CDATA[".split(),
        *(b"A5 5 0 1 0 9 9", b"A0 0 0 0 0 0 0", b"A1e9 1e-9 9 1 1 5 5", b"<!DOCTYPE svg>", b"<!ENTITY a 'b'>"),
        *(b'transform="scale(1e200)"', b'transform="matrix(0 0 0 0 0 0)"', b'transform="rotate(1e99deg)"'),
        *(b"0 0 0", b"<use href='#a'/>", b"<path d=", b"<g>" * 500, b"z" * 500, b"M0 0" * 300),
    )
    return Target(examples, tokens, read)


TARGETS: dict[str, Callable[[Path], Target]] = {
    "lines": _lines,
    "plain file": _plain,
    "gzip file": _gzip,
    "npz file": _npz,
    "npz pickle": _npz_pickle,
    "checkpoint header": _header,
    "checkpoint description": _description,
    "checkpoint file": _whole_checkpoint,
    "bin file": _bin,
    "bin program": _bin_program,
    "config.json": _config,
    "settings": _settings,
    "START.json": _start,
    "run state": _run_state,
    "autosave": _kept,
    "codebook": _codebook,
    "notes": _notes,
    "svg": _svg,
}


def make_target(name: str, folder: Path) -> Target:
    """The target of that name; nothing is written outside `folder`, settings included."""
    paths.use_folder(folder / "own")
    return TARGETS[name](folder)
