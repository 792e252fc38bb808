"""The guide: what it names exists, what is written from the program is up to date, and it can be built."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from sketchxai_desktop import paths
from sketchxai_desktop.cli.arguments import COMMANDS, PROGRAM, parse
from sketchxai_desktop.explain.measures import MEASURES
from sketchxai_desktop.explain.registry import METHODS, chosen_methods

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXTS = [*PAGES, ROOT / "README.md"]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written_commands() -> list[tuple[str, str]]:
    """(page, command line) of every call of the program in a block of code."""
    found = []
    for path in TEXTS:
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            found += [(path.name, line) for line in block.splitlines() if line.split(" ")[0] in (PROGRAM, "torchrun")]
    return found


def test_the_command_line_page_is_up_to_date() -> None:
    made = tool("make_cli_reference").page()
    assert made == (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8"), "run tools/make_cli_reference.py"


@pytest.mark.skipif(sys.platform != "linux", reason="standard keys differ from system to system")
def test_the_page_of_keys_is_up_to_date(qapp: QApplication) -> None:
    made = tool("make_shortcuts").page()
    assert made == (ROOT / "docs" / "shortcuts.md").read_text(encoding="utf-8"), "run tools/make_shortcuts.py"


@pytest.mark.parametrize(("page", "line"), written_commands())
def test_every_command_that_is_written_down_is_understood(page: str, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    words = words[words.index("sketchxai_desktop") + 1 :] if words[0] == "torchrun" else words[1:]
    if page == "command-line.md" and ("[options]" in words or "FILE" in words or line == PROGRAM):
        return  # how to write it, not an example
    if "--help" in words or words == ["COMMAND"]:
        return
    command, arguments = parse(words)
    if command in ("explain", "score-explanations"):
        chosen_methods(arguments.methods)
    assert command is not None or words[0].startswith("-") or words[0].endswith(".ndjson"), f"no command: {line}"


def test_every_command_that_is_mentioned_exists() -> None:
    for path in TEXTS:
        for name in re.findall(rf"`{PROGRAM} ([a-z][a-z-]*)", path.read_text(encoding="utf-8")):
            assert name in COMMANDS, f"{path.name} mentions {name}"


def test_every_method_and_measure_has_its_place() -> None:
    text = (ROOT / "docs" / "explanations.md").read_text(encoding="utf-8")
    for method in METHODS.values():
        assert f"**{method.title.removesuffix(' (control)')}** (`{method.name}`)" in text
    for measure in MEASURES.values():
        assert f"| {measure.title} |" in text
    known = {*METHODS}
    assert set(re.findall(r"^\*\*[^*]+\*\* \(`(\w+)`\)", text, re.MULTILINE)) == known


def test_pictures_and_pages_that_are_named_are_there() -> None:
    for path in TEXTS:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name} names {target}"


def test_no_code_is_broken_across_lines() -> None:
    for path in TEXTS:
        text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        broken = [line for line in text.splitlines() if line.count("`") % 2]
        assert not broken, f"{path.name}: {broken}"


def test_every_picture_is_shown_somewhere() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in TEXTS)
    for picture in (ROOT / "docs" / "images").iterdir():
        assert f"images/{picture.name}" in shown


def test_the_bundled_network_is_told_of() -> None:
    text = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    for name in paths.bundled_checkpoints():
        assert f"`{name}`" in text


def test_the_guide_can_be_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason='needs the extra "docs": pip install -e ".[docs]"')
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    for page in PAGES:
        html = (tmp_path / f"{page.stem}.html").read_text(encoding="utf-8")
        # Readers' browsers ask nobody for anything but what they click.
        fetched = re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=[\"']?(https?:[^\"' >]+)", html)
        fetched += re.findall(r"<link[^>]*rel=[\"']?(?:stylesheet|preconnect)[^>]*href=[\"']?(https?:[^\"' >]+)", html)
        assert not fetched, f"{page.name} fetches {fetched}"
