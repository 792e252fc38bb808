"""What is installed and bundled is complete: versions agree, and the wheel carries resources and models."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import sketchxai_desktop

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _name(requirement: str) -> str:
    """`pyside6-essentials` for `PySide6-Essentials>=6.7,!=6.11.0`."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()


def _constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    return {_name(line): line for line in pins}


def test_constraints_are_exact_versions_and_name_no_place() -> None:
    """An address or an option here would force one build of torch on everybody."""
    for line in _constraints().values():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9.]+", line), line


def test_every_direct_dependency_is_pinned() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = {
        _name(line) for line in [*PROJECT["dependencies"], *extras["test"], *extras["package"], *extras["release"]]
    }
    assert wanted <= set(_constraints()), f"not in constraints.txt: {sorted(wanted - set(_constraints()))}"


def test_broken_releases_of_qt_are_excluded() -> None:
    qt = next(line for line in PROJECT["dependencies"] if line.startswith("PySide6"))
    assert "!=6.11.0" in qt
    assert "!=6.11.1" in qt
    assert "!=6.12.0" in qt


def test_citation_has_the_version_of_the_package() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sketchxai_desktop.__version__}\n" in citation


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=110,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    (built,) = folder.glob("*.whl")
    return built


def _files(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in paths if not path.name.startswith(".")}


def test_wheel_carries_package_resources_and_models(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    modules = {name for name in _files(ROOT / "sketchxai_desktop") if name.endswith((".py", ".j2"))}
    resources = {f"sketchxai_desktop/_{name}" for name in _files(ROOT / "resources")}
    models = {f"sketchxai_desktop/_{name}" for name in _files(ROOT / "models")}
    assert resources
    assert modules | resources | models <= inside, sorted((modules | resources | models) - inside)
    outside = {name for name in inside if not name.startswith(("sketchxai_desktop/", "sketchxai_desktop-"))}
    assert not outside, f"the wheel would put these beside the package: {sorted(outside)}"


def test_wheel_declares_both_programs_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = next(name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name)
        programs = archive.read(f"{info}/entry_points.txt").decode()
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert re.search(r"\[console_scripts\]\s+sketchxai = sketchxai_desktop\.__main__:main", programs)
    assert re.search(r"\[gui_scripts\]\s+sketchxai-desktop = sketchxai_desktop\.__main__:main", programs)
    assert metadata["Version"] == sketchxai_desktop.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Apache License" in licence


def test_unpacked_wheel_finds_its_own_resources_and_models(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "from sketchxai_desktop import paths; "
        "print(paths.resource('categories-345.txt').read_text(encoding='utf-8').count(chr(10))); "
        "print(paths.resource('')); print(paths.models())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=dict(os.environ, PYTHONPATH=str(tmp_path / "site"), PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    lines, resources, models = answer.stdout.splitlines()
    assert lines == "345"
    assert Path(resources).is_relative_to(tmp_path)
    assert Path(models).is_relative_to(tmp_path)


def test_installed_programs_are_there() -> None:
    """What `pip install` made beside this Python; a run straight from the source tree has none."""
    folder = Path(sys.executable).parent
    suffix = ".exe" if os.name == "nt" else ""
    if not (folder / f"sketchxai{suffix}").exists():
        pytest.skip("the package is not installed in this environment")
    answer = subprocess.run(
        [str(folder / f"sketchxai{suffix}"), "--version"], capture_output=True, text=True, cwd=folder, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert sketchxai_desktop.__version__ in answer.stdout
