"""The bundle leaves modules out; here the program runs from source without them, long before a bundle is built."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sketchxai_desktop import paths

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
SAMPLES = paths.resource("samples.ndjson")

# Hides what is left out, adds the bundle's stand-ins, and then does what one process after another would do.
WITHOUT = f"""
import json, sys
from importlib.machinery import PathFinder
sys.path.insert(0, {str(PACKAGING)!r})
from left_out import EXCLUDED_MODULES

left_out, look = set(EXCLUDED_MODULES), PathFinder.find_spec

def find_spec(name, path=None, target=None):
    parts = name.split(".")
    hidden = any(".".join(parts[:k]) in left_out for k in range(1, len(parts) + 1))
    return None if hidden else look(name, path, target)

PathFinder.find_spec = find_spec
stand_ins = {str(PACKAGING / "hooks/stand_ins.py")!r}
exec(compile(open(stand_ins, encoding="utf-8").read(), stand_ins, "exec"))
from sketchxai_desktop.__main__ import main
for arguments in json.loads(sys.argv[1]):
    print("==", *arguments, flush=True)
    status = main(arguments)
    if status:
        sys.exit(f"{{arguments[0]}} ended with {{status}}")
"""


@pytest.mark.soak  # several commands; .ci/check_bundle tries them and more in a real bundle
@pytest.mark.timeout(400)
def test_nothing_that_is_left_out_is_missed(tmp_path: Path) -> None:
    drawings = tmp_path / "drawings"
    drawings.mkdir()
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()[:4]
    few = drawings / "few.ndjson"
    few.write_text("\n".join(lines) + "\n", encoding="utf-8")
    invert = ("invert", few, "--line", 1, "--mode", "recovery", "--steps", 2)
    commands: list[tuple[object, ...]] = [
        ("--smoke-test",),
        ("classify", few, "--json"),
        (*invert, "--gif", "a.gif", "--record", "a.json"),
        ("explain", few, "--line", 1, "--methods", "lime,kernel_shap,integrated_gradients", "--html", "a.html"),
        ("get-model", "--list"),
        ("train", "--train", drawings, "--valid", drawings, "--out", "run", "--epochs", 1, "--threads", 1),
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PYTEST_"))}
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT, json.dumps([list(map(str, command)) for command in commands])],
        cwd=tmp_path,
        env={**environment, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=390,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-1000:] + answer.stderr[-3000:]


@functools.cache
def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_settings_of_torch_keep_their_source() -> None:
    """They read it when they are imported; without it torch does not start."""
    left_out = load("left_out")
    assert {"torch.distributed.config", "torch._dynamo.config", "torch.nn.functional"} <= set(left_out.SOURCES_OF_TORCH)
    assert len(left_out.SOURCES_OF_TORCH) < 40


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/test/nn.py", False),
        ("torch/bin/protoc", False),
        ("torch/bin/torch_shm_manager", True),
        ("torch/include/ATen/ATen.h", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("resources/samples.ndjson", True),
        ("models/tiny-30.safetensors", True),
        ("sketchxai_desktop/reports/templates/page.html", True),
        ("sklearn/datasets/data/digits.csv.gz", False),
    ],
)
def test_files_that_are_used(name: str, used: bool) -> None:
    assert (load("left_out").UNUSED_FILES.search(name) is None) == used


def icu_package(**items: bytes) -> bytes:
    """As ICU keeps its data: a header of 32 bytes, a table of names and places, the items."""
    names = [f"icudt99l/{name.replace('__', '/').replace('_X_', '.')}".encode() + b"\0" for name in items]
    table = 4 + 8 * len(items)
    at, name_at, entries = table + sum(map(len, names)), table, b""
    for name, item in zip(names, items.values(), strict=True):
        entries += struct.pack("<II", name_at, at)
        name_at, at = name_at + len(name), at + len(item)
    header = struct.pack("<H", 32) + b"\xda\x27" + bytes(28)
    return header + struct.pack("<I", len(items)) + entries + b"".join(names) + b"".join(items.values())


def test_what_sorts_words_is_kept_of_icu() -> None:
    icu = load("icu")
    package = icu_package(
        coll__root_X_res=b"a" * 5, coll__sv_X_res=b"b" * 7, curr__sv_X_res=b"c" * 9, nfc_X_nrm=b"d" * 3, sv_X_res=b"e"
    )
    small = icu.filtered(package)
    assert icu.filtered(small) == small  # it is a package again, with nothing to leave out
    assert [b in small for b in (b"aaaaa", b"bbbbbbb", b"c", b"ddd")] == [True, True, True, True]  # c: in "coll"
    assert b"ccc" not in small
    assert b"curr" not in small
    for start in (small.index(b"aaaaa"), small.index(b"bbbbbbb"), small.index(b"ddd")):
        assert start % 16 == 0  # read in place, as numbers
    with pytest.raises(ValueError, match="no package"):
        icu.filtered(b"\0" * 40)


SORTED = """
from PySide6.QtCore import QCollator, QLocale
for name in ("de_DE", "sv_SE", "en_US"):
    locale = QLocale(name)
    print(sorted(["ä", "z", "a", "Zebra", "ö"], key=QCollator(locale).sortKey), locale.toUpper("straße"))
print(any(MARK in line for line in open("/proc/self/maps")))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt uses what the system has")
def test_words_are_sorted_as_before_with_less_icu(tmp_path: Path) -> None:
    import PySide6

    icu = load("icu")
    libraries = list(Path(PySide6.__path__[0]).glob("Qt/lib/libicudata.so.*"))
    if not icu.can_shrink() or not libraries:
        pytest.skip("needs binutils, and Qt's own ICU")
    small = tmp_path / libraries[0].name
    icu.shrink(libraries[0], small)
    assert small.stat().st_size < libraries[0].stat().st_size / 4

    def answer(folder: str) -> list[str]:
        environment = {**os.environ, "LD_LIBRARY_PATH": folder}
        code = SORTED.replace("MARK", repr(str(small)))
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
        ).stdout.splitlines()

    usual, little = answer(""), answer(str(tmp_path))
    assert (usual[-1], little[-1]) == ("False", "True")
    assert usual[:-1] == little[:-1]


def test_windows_is_told_the_version() -> None:
    from sketchxai_desktop import __version__

    text = load("version_info").version_info("sketchxai")
    made: dict[str, Any] = {}

    class Node:
        def __init__(self, *arguments: object, **named: object) -> None:
            made.update({str(arguments[0]): arguments[1]} if len(arguments) == 2 else {}, **named)

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    eval(text, dict.fromkeys((*names, "VarStruct"), Node))  # as PyInstaller does
    assert made["ProductVersion"] == __version__
    assert ".".join(map(str, made["filevers"][:3])) == __version__
    assert made["OriginalFilename"] == "sketchxai.exe"


def test_icons_of_every_system(tmp_path: Path) -> None:
    from PIL import Image

    for name in ("icon.ico", "icon.icns", "icon.png"):
        target = tmp_path / name
        answer = subprocess.run(
            [sys.executable, str(PACKAGING / "icons.py"), str(target)],
            capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr
        with Image.open(target) as image:
            image.load()
            assert image.width == image.height >= 256
            assert image.convert("RGBA").getextrema()[3] == (0, 255)  # something, and nothing around it
    with Image.open(tmp_path / "icon.ico") as image:
        assert {(16, 16), (32, 32), (256, 256)} <= set(image.info["sizes"])
