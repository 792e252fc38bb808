"""Small files that would take all memory or all time, each read in a process of its own that may not have much."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.fuzz.targets import archive_of

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES, SECONDS = 300, 40  # seconds on a machine that is busy with something else
pytestmark = [
    pytest.mark.soak,  # a process for each: minutes together
    pytest.mark.skipif(sys.platform == "win32", reason="only Unix says how much memory a process took at most"),
]

READ = """
import sys, time, warnings
from pathlib import Path
from tests.fuzz.worker import UserError, make_target, peak_megabytes, said
warnings.simplefilter("ignore")
name, path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
target = make_target(name, folder)
for example in target.examples:
    target.read(example)
data = path.read_bytes()
before, began = peak_megabytes(), time.monotonic()
try:
    what = "read" if target.read(data) is not None else "refused"
except UserError as error:
    said(error)
    what = str(error)
print(f"{peak_megabytes() - before:.0f}\\n{time.monotonic() - began:.2f}\\n{what}")
"""


def deflated(unit: bytes, megabytes: int, wrapper: int = 31) -> bytes:
    """So many megabytes of `unit`, compressed without ever being there."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wrapper)
    block = unit * (2**20 // len(unit))
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def npz(member: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression, compresslevel=9) as archive:
        archive.writestr("train.npy", member)
    return stream.getvalue()


def npy(descr: str, shape: tuple[int, ...], content: bytes) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
    return stream.getvalue() + content


def header(description: object) -> bytes:
    return json.dumps(description).encode()


def _layers(count: int) -> bytes:
    sizes = {"categories": 3, "layers": count}
    said = {"format": 1, "config": sizes, "categories": ["a", "b", "c"], "training": {}}
    tensor = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    text = header({"__metadata__": {"sketchxai": json.dumps(said)}, f"layers.{count - 1}.qkv.weight": tensor})
    return struct.pack("<Q", len(text)) + text + bytes(4)


def _filled(unit: bytes) -> bytes:
    """As much of it as a line may hold."""
    return unit * (16 * 2**20 // len(unit) - 40)


#: (reader, content, words of the sentence)
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # A line that claims more than it is.
    "a thousand million points": (
        "lines", lambda: b'{"drawing":[[[' + b"0," * 10**6 + b'1e9],[1]]],"points":1000000000}', "refused",
    ),
    "points to the end of a line": ("lines", lambda: b'{"drawing":[[[' + _filled(b"1.5,") + b"1],[1]]]}", "refused"),
    "empty lists": ("lines", lambda: b'{"drawing":[' + _filled(b"[],") + b"[]]}", "refused"),
    "small objects": ("lines", lambda: b'{"drawing":[' + _filled(b'{"":0},') + b"{}]}", "refused"),
    "short texts": ("lines", lambda: b'{"drawing":[' + _filled('"\u00e4",'.encode()) + b'""]}', "refused"),
    "nested lists": ("lines", lambda: b'{"drawing":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "refused"),
    "nested objects": ("lines", lambda: b'{"drawing":' * 100_000 + b"1" + b"}" * 100_000, "refused"),
    "a number of a million digits": ("lines", lambda: b'{"drawing":[[[' + b"1" * 10**6 + b"],[1]]]}", "refused"),
    "an endless word": (
        "lines", lambda: b'{"word":"' + "\U0001f600".encode() * 10**6 + b'","drawing":[[[1],[2]]]}', "read",
    ),
    # A file of very many lines.
    "only line ends": ("plain file", lambda: b"\n" * 30_000_000, "far too short"),
    "very short lines": ("plain file", lambda: b"{\n" * 20_000_000, "far too short"),
    # Compressed files.
    "zeros in gzip": ("gzip file", lambda: deflated(b"\0", 1024), "expands"),
    "line ends in gzip": ("gzip file", lambda: deflated(b"\n", 1024), "far too short"),
    "short lines in gzip": ("gzip file", lambda: deflated(b"1\n", 1024), "far too short"),
    "gzip in gzip": ("gzip file", lambda: gzip.compress(deflated(b"\0", 1024)), ""),
    "zeros in a zip archive": ("npz file", lambda: npz(npy("|O", (9,), bytes(300 * 2**20))), "times its size"),
    "numbers in a zip archive": ("npz file", lambda: npz(npy("<i2", (50_000_000, 1, 3), bytes(300_000_000))), "times"),
    "a shape that claims too much": ("npz file", lambda: npz(npy("<i2", (2**40, 1, 3), b"")), "cannot be read"),
    "a program of lists": ("npz file", lambda: npz(npy("|O", (9,), b"\x80\x04" + b"]" * 7_000_000)), "attack"),
    "a program of notes": ("npz file", lambda: npz(npy("|O", (9,), b"\x80\x04N" + b"\x94" * 7_000_000)), "attack"),
    "a program of sets": ("npz file", lambda: npz(npy("|O", (9,), b"\x80\x04" + b"\x8f" * 7_000_000)), "attack"),
    "a text of two gigabytes": ("npz file", lambda: npz(npy("|O", (9,), b"\x80\x04B\xff\xff\xff\x7f")), "be read"),
    "bzip2 in a zip archive": ("npz file", lambda: npz(npy("|O", (9,), bytes(50 * 2**20)), zipfile.ZIP_BZIP2), "way"),
    "lzma in a zip archive": ("npz file", lambda: npz(npy("|O", (9,), bytes(50 * 2**20)), zipfile.ZIP_LZMA), "way"),
    "zeros in groups": ("codebook", lambda: npz(npy("<f4", (75_000_000, 2), bytes(600_000_000))), ""),
    # Networks.
    "65,536 layers": ("checkpoint file", lambda: _layers(65_536), "65536 layers"),
    "a tensor of 2^60 numbers": (
        "checkpoint header",
        lambda: header({"x": {"dtype": "F32", "shape": [2**30, 2**30], "data_offsets": [0, 2**62]}}),
        "damaged",
    ),
    "a nested header": ("checkpoint header", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "damaged"),
    "a nested description": (
        "checkpoint description", lambda: b'{"format":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "cannot be read",
    ),
    "a header of 2^60 bytes": ("checkpoint file", lambda: struct.pack("<Q", 2**60) + b'{"x":1}', "damaged"),
    "a call that fills memory": (
        "bin file", lambda: archive_of(b"\x80\x02cbuiltins\nbytearray\nJ\xff\xff\xff\x7f\x85R.", {}), "refused",
    ),
    "a storage that fills memory": (
        "bin file", lambda: archive_of(b"\x80\x02ctorch\nFloatStorage\nJ\xff\xff\xff\x7f\x85R.", {}), "refused",
    ),
    "numbers that are not there": (
        "bin file",
        lambda: archive_of(
            b"\x80\x02(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuJ\xff\xff\xff\x7ftQ.", {}
        ),
        "refused",
    ),
    "keys that take forever": (
        "bin file", lambda: archive_of(b"\x80\x02})" + b"q\0h\0\x86" * 60 + b"K\x01s.", {}), "refused",
    ),
    "a compressed program": ("bin file", lambda: npz(bytes(2**20)), "refused"),
    "nested settings of a network": ("config.json", lambda: b"[" * 100_000, "cannot be read"),
    "65,536 layers in config.json": (
        "config.json", lambda: header({**dict.fromkeys(
            ("hidden_size", "num_attention_heads", "intermediate_size"), 8), "num_hidden_layers": 65536}),
        "layers",
    ),
    # What the program wrote.
    "nested settings": ("settings", lambda: b"[" * 900_000, "read"),
    "nested locations": ("START.json", lambda: b"[" * 900_000, "not valid JSON"),
    "a million locations": ("START.json", lambda: b"[" + b"[0,0]," * 150_000 + b"[0,0]]", "150001 locations"),
    "very many locations": ("START.json", lambda: b"[" + b"[0,0]," * 5_000_000 + b"[0,0]]", "too large"),
    "a run that fills memory": (
        "run state", lambda: archive_of(b"\x80\x02cbuiltins\nbytearray\nJ\xff\xff\xff\x7f\x85R.", {}), "damaged",
    ),
    # SVG.
    "very many closings": ("svg", lambda: b"M0 0L9 9" + b"z" * 490_000, ""),
    "very many strokes": ("svg", lambda: b"M0 0" * 120_000, ""),
    "nested groups": ("svg", lambda: b"<svg>" + b"<g>" * 60_000 + b"</g>" * 60_000 + b"</svg>", ""),
    "very many curves": ("svg", lambda: b"M0 0" + b"c1 1 2 2 3 3" * 2_000, ""),
    "very many arcs": ("svg", lambda: b"M0 0" + b"a1e9 1e-9 9 1 1 5 5" * 2_000, ""),
    "entities in entities": (
        "svg",
        lambda: b"<!DOCTYPE svg [" + b"".join(
            b'<!ENTITY e%d "%s">' % (k + 1, b"&e%d;" % k * 10) for k in range(12)) + b"]><svg>&e12;</svg>",
        "entities",
    ),
    "entities in UTF-16": (
        "svg", lambda: "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>".encode("utf-16"), "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_file_takes_little_memory_and_time(bomb: str, tmp_path: Path) -> None:
    reader, content, words = BOMBS[bomb]
    path = tmp_path / "bomb"
    path.write_bytes(content())
    assert path.stat().st_size < 60_000_000
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-c", READ, reader, str(path), str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]
    grown, seconds, what = answer.stdout.splitlines()
    print(bomb, grown, "MB", seconds, "s", what[:100])
    assert float(grown) < MEGABYTES
    assert float(seconds) < SECONDS
    assert words in what
