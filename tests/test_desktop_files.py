"""Icon, menu entry, file type and package on Linux; the archive and its checksum everywhere."""

from __future__ import annotations

import configparser
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from sketchxai_desktop import __version__

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
ASSOCIATE = "sketchxai-associate"

needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux desktops")


def tool(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder that is laid out like a bundle."""
    folder = tmp_path / "bundle with space"
    (folder / "_internal/share").mkdir(parents=True)
    program = folder / "sketchxai-desktop"
    program.write_text('#!/bin/sh\necho started: "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / "_internal/library.so").write_bytes(b"\x7fELF" + bytes(1000))
    (folder / "_internal/library.so.1").symlink_to("library.so")
    for path in LINUX.iterdir():
        shutil.copy(path, folder / "_internal/share")
    return folder


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    answer = subprocess.run(
        list(map(str, command)), env={**os.environ, **environment},
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=110, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer


def entry_of(path: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


def test_the_menu_entry_takes_no_file_type_for_itself() -> None:
    entry = entry_of(LINUX / "sketchxai-desktop.desktop")
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "sketchxai-desktop %f"
    assert entry["Icon"] == entry["StartupWMClass"] == "sketchxai-desktop"
    assert "MimeType" not in entry, "opening .ndjson is opt-in"
    if shutil.which("desktop-file-validate"):
        run("desktop-file-validate", LINUX / "sketchxai-desktop.desktop")


def test_the_file_type_is_that_of_ndjson(tmp_path: Path) -> None:
    (found,) = ElementTree.parse(LINUX / "sketchxai-desktop-mime.xml").getroot()
    assert found.get("type") == "application/x-ndjson"
    globs = [e.get("pattern") for e in found if e.tag.endswith("glob")]
    assert globs == ["*.ndjson"]
    tool("update-mime-database")
    packages = tmp_path / "mime/packages"
    packages.mkdir(parents=True)
    shutil.copy(LINUX / "sketchxai-desktop-mime.xml", packages)
    run("update-mime-database", tmp_path / "mime")
    assert "application/x-ndjson:*.ndjson" in (tmp_path / "mime/globs").read_text(encoding="utf-8")


@needs_linux
def test_association_is_for_one_person_and_can_be_undone(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    places = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CURRENT_DESKTOP": "",
    }
    script = bundle / "_internal/share" / ASSOCIATE
    said = run("sh", script, **places).stdout
    assert "--remove" in said
    written = home / ".local/share/applications/sketchxai-desktop.desktop"
    entry = entry_of(written)
    assert entry["Exec"] == f'"{bundle / "sketchxai-desktop"}" %f'
    assert entry["MimeType"] == "application/x-ndjson;"
    assert entry["Name"] == "SketchXAI Desktop"
    assert (home / ".local/share/mime/packages/sketchxai-desktop-mime.xml").is_file()
    if shutil.which("xdg-mime"):
        assert "x-ndjson=sketchxai-desktop.desktop" in (home / ".config/mimeapps.list").read_text(encoding="utf-8")
    run("sh", script, **places)  # again, as somebody who moved the folder would

    run("sh", script, "--remove", **places)
    assert not written.exists()
    assert not (home / ".local/share/mime/packages/sketchxai-desktop-mime.xml").exists()
    if (home / ".config/mimeapps.list").exists():
        assert "sketchxai" not in (home / ".config/mimeapps.list").read_text(encoding="utf-8")


@needs_linux
def test_debian_package(bundle: Path, tmp_path: Path) -> None:
    tool("dpkg-deb")
    run(
        sys.executable, PACKAGING / "deb.py", bundle, tmp_path / "out", "--compression", "none",
        SOURCE_DATE_EPOCH="1700000000",
    )  # fmt: skip
    (package,) = (tmp_path / "out").iterdir()
    fields = run("dpkg-deb", "--field", package).stdout
    assert f"\nVersion: {__version__}\n" in fields
    assert "libegl1" in fields
    run("dpkg-deb", "--extract", package, tmp_path / "root")
    root = tmp_path / "root"
    assert (root / "opt/sketchxai-desktop/_internal/library.so.1").is_symlink()
    for name in ("sketchxai", "sketchxai-desktop"):
        assert os.readlink(root / "usr/bin" / name) == "/opt/sketchxai-desktop/sketchxai-desktop"
    share = root / "usr/share"
    for path in (
        "applications/sketchxai-desktop.desktop",
        "mime/packages/sketchxai-desktop-mime.xml",
        "icons/hicolor/scalable/apps/sketchxai-desktop.svg",
        "icons/hicolor/48x48/apps/sketchxai-desktop.png",
        "doc/sketchxai-desktop/copyright",
    ):
        assert (share / path).stat().st_size > 100, path
    info = ElementTree.parse(share / "metainfo/org.sketchxai.desktop.metainfo.xml")
    release = info.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": __version__, "date": "2023-11-14"}
    listed = run("dpkg-deb", "--contents", package).stdout.splitlines()
    assert all(" root/root " in line for line in listed)
    assert not [line for line in listed if line[1:10] not in ("rwxr-xr-x", "rw-r--r--", "rwxrwxrwx")]
    (associate,) = [line for line in listed if line.endswith(f"/share/{ASSOCIATE}") and " -> " not in line]
    assert associate.startswith("-rwxr-xr-x")


def test_archive_and_checksum(bundle: Path, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("a .zip there")
    run(sys.executable, PACKAGING / "archive.py", bundle, tmp_path / "out", "--variant", "cuda")
    (packed,) = (tmp_path / "out").glob("*.tar.xz")
    assert packed.name.startswith(f"sketchxai-desktop-{__version__}-")
    assert packed.name.endswith("-cuda.tar.xz")
    digest, name = packed.with_name(f"{packed.name}.sha256").read_text(encoding="utf-8").split()
    assert (digest, name) == (hashlib.sha256(packed.read_bytes()).hexdigest(), packed.name)
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
        assert {(m.uid, m.uname) for m in archive} == {(0, "root")}
    (top,) = (tmp_path / "unpacked").iterdir()
    assert run(top / "sketchxai-desktop", "a", "b").stdout == "started: a b\n"


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    for script in ("packaging/deb.py", ".ci/check_bundle"):
        answer = subprocess.run(
            [sys.executable, str(ROOT / script), str(tmp_path), *([str(tmp_path)] if "deb" in script else [])],
            capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip
        assert answer.returncode != 0
        assert "make package" in answer.stderr
        assert "Traceback" not in answer.stderr
