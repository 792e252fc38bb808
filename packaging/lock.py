"""Writes the locks that release builds install from: `lock.py [--torch-cpu PLACE]`, or `make lock`.

    release.lock        everything but torch, exact versions, the SHA-256 of every file that may be installed
    release-cpu.lock    that, and torch for the processor alone
    release-cuda.lock   that, and torch as the Python Package Index has it: on Linux with CUDA and all that it brings

The versions are those of constraints.txt. The locks name no place to install from, so they work with any mirror; pip
refuses a file that is not in them. uv resolves them for all three systems at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "packaging"
#: Where the builds for Linux without CUDA are; the Python Package Index has none.
TORCH_CPU = "https://download.pytorch.org/whl/cpu"
#: What torch brings on Linux with CUDA and nothing else wants.
_CUDA = re.compile(r"nvidia-|cuda-|triton$")
_HEADER = """\
# {what}
# Made by `make lock` from pyproject.toml and constraints.txt; do not edit.
#   pip install --require-hashes -r packaging/{name}
"""


def blocks(lock: str) -> dict[str, str]:
    """The requirements of a lock by name, each with its hashes. A name that stands there twice keeps both."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        name = re.match(r"[A-Za-z0-9._-]+", block)
        if name:
            found[name[0]] = "\n".join(filter(None, [found.get(name[0]), block]))
    return found


def compile_lock(*arguments: str) -> str:
    """What `uv pip compile` makes of the arguments: requirements with hashes, no comments.

    Raises:
        SystemExit: uv did not find what is asked for; its words are in it.
    """
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--fork-strategy", "fewest", "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--python-version", "3.11", *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if answer.returncode:
        raise SystemExit(answer.stderr.strip())
    return answer.stdout


def torch_without_cuda(version: str, place: str) -> str:
    """torch for Linux without CUDA, from an index (an address) or a folder of wheels.

    The present lock's lines are kept where the place cannot be reached and the version is the same.

    Raises:
        SystemExit: it is not there, and not in the present lock either.
    """
    wanted = f"torch=={version}+cpu ; sys_platform == 'linux'"
    if "://" not in place:
        wheels = sorted(Path(place).glob(f"torch-{version}+cpu-*linux*.whl"))
        if not wheels:
            raise SystemExit(f"{place} holds no wheel of torch {version}+cpu for Linux.")
        return _requirement(wanted, [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "torch.in"
        source.write_text(wanted + "\n", encoding="utf-8")
        try:
            return compile_lock("--no-deps", "--index", place, os.fspath(source)).strip()
        except SystemExit as reason:
            lock = FOLDER / "release-cpu.lock"
            present = blocks(lock.read_text(encoding="utf-8")).get("torch", "") if lock.exists() else ""
            kept = next((b for b in re.split(r"\n(?=torch)", present) if b.startswith(wanted)), None)
            if kept is None:
                raise
            print(f"{place} cannot be read ({str(reason).splitlines()[0]}); the known torch=={version}+cpu is kept.")
            return kept


def _requirement(wanted: str, digests: list[str]) -> str:
    return " \\\n    ".join([wanted, *(f"--hash=sha256:{digest}" for digest in sorted(set(digests)))])


def write(place: str = TORCH_CPU) -> None:
    """Write the three locks."""
    found = blocks(compile_lock("--extra", "package", "--constraint", "constraints.txt", "pyproject.toml"))
    found = {name: block for name, block in found.items() if "sys_platform == 'emscripten'" not in block}
    torch = found.pop("torch")
    cuda = "\n".join(found.pop(name) for name in sorted(found) if _CUDA.match(name))
    pinned = re.match(r"torch==([0-9.]+)", torch)
    assert pinned
    without_cuda = torch_without_cuda(pinned[1], place)
    elsewhere = torch.replace(pinned[0], f"{pinned[0]} ; sys_platform != 'linux'", 1)
    for name, what, content in (
        ("release.lock", "Everything that a release is built from, but torch.", "\n".join(found.values())),
        ("release-cpu.lock", "A release for the processor alone.", f"-r release.lock\n{without_cuda}\n{elsewhere}"),
        ("release-cuda.lock", "A release with CUDA (on Linux).", f"-r release.lock\n{cuda}\n{torch}"),
    ):
        text = f"{_HEADER.format(what=what, name=name)}{content}\n"
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"packaging/{name}: {len(blocks(content))} packages, {content.count('--hash=')} hashes")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the locks that release builds install from.")
    parser.add_argument(
        "--torch-cpu", default=TORCH_CPU, metavar="PLACE", help="index or folder of torch without CUDA (%(default)s)"
    )
    write(parser.parse_args().torch_cpu)


if __name__ == "__main__":
    main()
