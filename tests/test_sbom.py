"""The list of what is bundled names what the files are of, and nothing else."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy
import pyqtgraph
import PySide6
import pytest

import sketchxai_desktop
from sketchxai_desktop import paths

ROOT = Path(__file__).resolve().parents[1]
pytest.importorskip("cyclonedx_py", reason="needs cyclonedx-bom (extra test)")
pytestmark = pytest.mark.soak  # it looks up the owner of every installed file


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging"))
        return import_module("sbom")


@pytest.fixture(scope="module")
def written(sbom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As of a bundle of a few files; one of them nobody knows."""
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "libunknown.so.1").write_bytes(b"abc")
    torch = Path(numpy.__file__).parents[1] / "torch" / "__init__.py"
    modules = [m.__file__ for m in (numpy, PySide6, pyqtgraph, json, sketchxai_desktop)]
    target = folder / "list.cdx.json"
    sbom.write(target, [torch, *modules, folder / "libunknown.so.1"])
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def _by_name(bill: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {component["name"].replace("_", "-"): component for component in bill["components"]}


@pytest.mark.timeout(240)
def test_bundled_packages_stand_there_with_version_and_licence(written: dict[str, Any]) -> None:
    components = _by_name(written)
    for name, licence in (
        ("torch", "BSD-3-Clause"),
        ("numpy", "BSD-3-Clause"),
        ("PySide6-Essentials", "LGPL-3.0-only"),
        ("pyqtgraph", "MIT"),
    ):
        assert components[name]["version"] == version(name)
        assert licence in json.dumps(components[name]["licenses"]), name
        assert components[name]["purl"].startswith(f"pkg:pypi/{name.lower()}@")


def test_nothing_else_of_the_environment_is_in_it(written: dict[str, Any]) -> None:
    names = {component["name"] for component in written["components"]}
    models = {path.stem for path in paths.models().glob("*.safetensors")}
    assert models
    expected = {"torch", "numpy", "PySide6_Essentials", "pyqtgraph", "Python", "libunknown.so.1", *models}
    assert names - {"pyinstaller"} == expected, "pyinstaller starts every bundle; all else was not given"


def test_a_file_that_belongs_to_nobody_has_its_checksum(written: dict[str, Any]) -> None:
    (digest,) = _by_name(written)["libunknown.so.1"]["hashes"]
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest == {"alg": "SHA-256", "content": expected}


def test_it_is_about_this_program_and_names_no_place_of_the_builder(written: dict[str, Any]) -> None:
    program = written["metadata"]["component"]
    assert (program["name"], program["version"]) == ("sketchxai-desktop", sketchxai_desktop.__version__)
    text = json.dumps(written)
    assert "file:" not in text
    assert str(ROOT) not in text
    refs = {component["bom-ref"] for component in written["components"]} | {program["bom-ref"]}
    for entry in written["dependencies"]:
        assert {entry["ref"], *entry.get("dependsOn", ())} <= refs


def test_schema_refuses_what_is_no_such_list(sbom: ModuleType, written: dict[str, Any]) -> None:
    sbom.check(json.dumps(written))
    with pytest.raises(ValueError, match="components"):
        sbom.check(json.dumps({**written, "components": [{"name": "without a type"}]}))


def test_library_of_a_debian_system_is_named_after_its_package(sbom: ModuleType, tmp_path: Path) -> None:
    try:
        listed = subprocess.run(["dpkg-query", "--listfiles", "libc6"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no Debian system")
    library = next(Path(line) for line in listed.stdout.splitlines() if line.endswith("/libc.so.6"))
    (component,) = sbom._system_libraries([library.resolve()])
    assert component["name"] == "libc6"
    assert component["purl"].startswith("pkg:deb/")
    assert component["version"]
