"""The locks of a release: every dependency, in the version that was tested, with the checksums of its files."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "packaging"
LOCKS = ("release.lock", "release-cpu.lock", "release-cuda.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return import_module("lock")


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(text: str) -> dict[str, str]:
    """Name and version, without the mark of a build (`+cpu`)."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([0-9.]+)", text, re.MULTILINE)
    return {_normalised(name): version for name, version in found}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_an_exact_version_with_checksums_and_names_no_place(name: str) -> None:
    text = re.sub(r" \\\n +", " ", _text(name))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if name != "release.lock":
        assert lines.pop(0) == "-r release.lock"
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9.]+(\+cpu)?( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+", line), line


@pytest.mark.parametrize("variant", ["cpu", "cuda"])
def test_all_that_runs_and_bundles_is_locked_as_it_was_tested(variant: str) -> None:
    locked = _pins(_text("release.lock")) | _pins(_text(f"release-{variant}.lock"))
    constraints = _pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    direct = {
        _normalised(re.split(r"[<>=!~; \[]", line)[0])
        for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["package"], "hatchling"]
    }
    assert direct <= set(locked), f"run make lock: {sorted(direct - set(locked))}"
    different = {name: version for name, version in locked.items() if constraints.get(name, version) != version}
    assert not different, f"run make lock: {different}"
    # CUDA's own packages are torch's matter; the rest is what the tests run with.
    free = {name for name in set(locked) - set(constraints) if not re.match(r"nvidia-|cuda-|triton$", name)}
    assert not free, f"not in constraints.txt: {sorted(free)}"


def test_what_the_locked_packages_need_here_is_locked_too() -> None:
    """One level down at a time, from what is installed: a lock with a hole would be refused by pip."""
    from packaging.requirements import Requirement

    locked = _pins(_text("release.lock")) | _pins(_text("release-cpu.lock"))
    missing = set()
    for name in locked:
        try:
            needs = distribution(name).requires or ()
        except ImportError:
            continue  # of another system, or of an extra that is not installed here
        for line in needs:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                missing |= {_normalised(requirement.name)} - set(locked)
    assert not missing


def test_cpu_lock_brings_no_cuda_and_the_other_one_does() -> None:
    assert not re.search(r"^(nvidia|cuda|triton)", _text("release.lock") + _text("release-cpu.lock"), re.MULTILINE)
    assert re.search(r"^torch==[0-9.]+\+cpu ; sys_platform == 'linux'", _text("release-cpu.lock"), re.MULTILINE)
    assert {"torch", "triton", "nvidia-cublas"} <= set(_pins(_text("release-cuda.lock")))


def test_release_workflow_installs_from_the_locks_alone() -> None:
    workflow = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    installs = re.findall(r"pip install[^\n]*", workflow)
    assert len(installs) == 3
    tools = [line for line in installs if "--require-hashes" not in line]
    assert tools == ["pip install -c constraints.txt pip-audit"], "only the audit's tool comes without a checksum"


def test_blocks_of_a_lock_keep_their_hashes_and_both_of_two(lock: ModuleType) -> None:
    text = "a==1 \\\n    --hash=sha256:00\nb==2 ; x == 'y' \\\n    --hash=sha256:11\nb==3 \\\n    --hash=sha256:22\n"
    found = lock.blocks(text)
    assert found == {
        "a": "a==1 \\\n    --hash=sha256:00",
        "b": "b==2 ; x == 'y' \\\n    --hash=sha256:11\nb==3 \\\n    --hash=sha256:22",
    }


def test_torch_of_a_folder_of_wheels_gets_its_checksum(lock: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "torch-9.9.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl").write_bytes(b"abc")
    (tmp_path / "torch-9.9.0+cpu-cp311-cp311-win_amd64.whl").write_bytes(b"other")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    line = lock.torch_without_cuda("9.9.0", str(tmp_path))
    assert line == f"torch==9.9.0+cpu ; sys_platform == 'linux' \\\n    --hash=sha256:{digest}"
    with pytest.raises(SystemExit, match=r"no wheel of torch 9\.9\.1\+cpu"):
        lock.torch_without_cuda("9.9.1", str(tmp_path))


def test_known_torch_is_kept_where_its_index_is_out_of_reach(
    lock: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable(*_: str) -> str:
        raise SystemExit("error: no way there")

    monkeypatch.setattr(lock, "compile_lock", unreachable)
    version = _pins(_text("release-cpu.lock"))["torch"]
    kept = lock.torch_without_cuda(version, "https://example.invalid/cpu")
    assert kept in _text("release-cpu.lock")
    assert kept.count("--hash=") >= 1
    assert kept.count("torch==") == 1
    assert "is kept" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="no way there"):
        lock.torch_without_cuda("0.0.1", "https://example.invalid/cpu")
