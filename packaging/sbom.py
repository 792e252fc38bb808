"""Lists what a bundle is made of, as CycloneDX JSON. build.spec asks, with the files that it bundles.

cyclonedx-py knows the installed packages with their licences and what needs what; here those are kept of which a file
is bundled, and what came from elsewhere is added: Python, libraries of the system, the networks. So nothing stands in
the list that is not in the bundle, and every bundled file belongs to something in the list.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from version_info import ROOT, version

NAME = "sketchxai-desktop"
SPEC_VERSION = "1.6"
#: Part of every bundle, whatever its modules are: PyInstaller's program that starts it.
_STARTER = "pyinstaller"
#: Python's own library, and the modules that PyInstaller packs because it needs them before all others.
_PYTHON = re.compile(r"(lib)?python3|base_library\.zip$")

Component = dict[str, Any]


def normalised(name: str) -> str:
    """`pyside6-essentials` for `PySide6_Essentials`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sort_out(files: Iterable[str | Path]) -> tuple[set[str], list[Path]]:
    """Whose the files are.

    Returns:
        The (normalised) names of the installed packages that at least one file is of, and the files that are neither
        of a package nor of Python's standard library nor from this repository.
    """
    owner: dict[str, str] = {}
    for found in distributions():
        name = normalised(found.metadata["Name"])
        if name == NAME:
            continue  # installed as it lies here
        for file in found.files or ():
            owner[os.path.realpath(str(found.locate_file(file)))] = name
    homes = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), str(ROOT)]
    python = tuple(os.path.realpath(home) + os.sep for home in homes)
    packages, others = {_STARTER}, []
    for file in sorted({os.path.realpath(str(file)) for file in files}):
        if file in owner:
            packages.add(owner[file])
        elif not file.startswith(python) and not _PYTHON.match(Path(file).name):
            others.append(Path(file))
    return packages, others


def installed() -> dict[str, Any]:
    """What cyclonedx-py says of the environment that this runs in.

    Raises:
        SystemExit: it is not installed, or failed; its words are in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "environment.json"
        command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--output-reproducible"]
        command += [
            "--no-validate",
            "--pyproject",
            str(ROOT / "pyproject.toml"),
            "--sv",
            SPEC_VERSION,
            "-o",
            str(target),
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise SystemExit(f"The list of what is bundled needs cyclonedx-bom:\n{answer.stderr.strip()}")
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return found


def bill_of(files: Iterable[str | Path]) -> dict[str, Any]:
    """The bill of materials of a bundle of these files.

    Args:
        files: where everything that is bundled comes from.

    Raises:
        SystemExit: cyclonedx-py is missing.
    """
    packages, others = sort_out(files)
    bill = installed()
    components: list[Component] = [c for c in bill["components"] if normalised(c["name"]) in packages]
    for component in components:  # where the builder had a file lie helps nobody else
        known = component.pop("externalReferences", [])
        component["externalReferences"] = [r for r in known if not r["url"].startswith("file:")]
    added = [_python(), *_networks(), *_system_libraries(others)]
    program = {
        "bom-ref": NAME,
        "type": "application",
        "name": NAME,
        "version": version(),
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    bill["metadata"]["component"] = {**bill["metadata"].get("component", {}), **program}
    bill["components"] = sorted([*components, *added], key=lambda c: (c["name"].lower(), c["bom-ref"]))
    inside = {c["bom-ref"] for c in bill["components"]}
    graph = {
        entry["ref"]: sorted(inside & set(entry.get("dependsOn", ())))
        for entry in bill.get("dependencies", ())
        if entry["ref"] in inside
    }
    graph.update({c["bom-ref"]: [] for c in added})
    graph[NAME] = sorted(inside)
    bill["dependencies"] = [{"ref": ref, **({"dependsOn": needs} if needs else {})} for ref, needs in graph.items()]
    return bill


def write(target: Path, files: Iterable[str | Path]) -> None:
    """Write the list; it is checked against the schema first.

    Raises:
        SystemExit: cyclonedx-py is missing.
        ValueError: the list is not valid, which is a defect here.
    """
    text = json.dumps(bill_of(files), indent=1, ensure_ascii=False)
    check(text)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def check(text: str) -> None:
    """Hold a list against CycloneDX's own schema.

    Raises:
        ValueError: it does not fit.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise ValueError(str(wrong))


def _python() -> Component:
    number = platform.python_version()
    return {
        "bom-ref": f"python@{number}",
        "type": "platform",
        "name": "Python",
        "version": number,
        "licenses": [{"license": {"id": "Python-2.0"}}],
        "purl": f"pkg:generic/python@{number}",
    }


def _networks() -> list[Component]:
    return [
        {
            "bom-ref": f"models/{path.name}",
            "type": "machine-learning-model",
            "name": path.stem,
            "version": version(),
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "hashes": _hashes(path),
        }
        for path in sorted((ROOT / "models").glob("*.safetensors"))
    ]


def _hashes(path: Path) -> list[dict[str, str]]:
    with path.open("rb") as file:
        return [{"alg": "SHA-256", "content": hashlib.file_digest(file, "sha256").hexdigest()}]


def _system_libraries(files: list[Path]) -> list[Component]:
    """Packages of a Debian system that the files are of; files by themselves where there are no such packages."""
    found: dict[str, Component] = {}
    for path in files:
        component = _debian(path) or {
            "bom-ref": f"file/{path.name}",
            "type": "library",
            "name": path.name,
            "hashes": _hashes(path),
        }
        found[component["bom-ref"]] = component
    return list(found.values())


def _debian(path: Path) -> Component | None:
    # Packages list their files where they lay before /lib became a link to /usr/lib.
    for place in (str(path), str(path).removeprefix("/usr")):
        said = _said("dpkg-query", "--search", place)
        if said:
            name = said.partition(": ")[0].split(",")[0]
            number = _said("dpkg-query", "--show", "--showformat=${Version}", name)
            plain, _, architecture = name.partition(":")
            system = platform.freedesktop_os_release().get("ID", "debian")
            qualifier = f"?arch={architecture}" if architecture else ""
            component = {
                "bom-ref": f"{system}/{plain}@{number}",
                "type": "library",
                "name": plain,
                "version": number,
                "purl": f"pkg:deb/{system}/{plain}@{number}{qualifier}".replace("+", "%2B"),
            }
            licences = _debian_licences(plain)
            return {**component, "licenses": licences} if licences else component
    return None


def _debian_licences(package: str) -> list[Component]:
    """The short names in the package's machine-readable copyright file, if it has one."""
    path = Path("/usr/share/doc") / package / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if not text.startswith("Format:"):
        return []
    names = sorted({name.strip() for name in re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)})
    return [{"license": {"name": name}} for name in names]


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
