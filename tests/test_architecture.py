"""The arrows of ARCHITECTURE.md, read from the imports of every module."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "sketchxai_desktop"

# What each part may import from the others when it is imported. Single modules are parts too.
ALLOWED: dict[str, set[str]] = {
    "paths": set(),
    "system_libraries": {"core"},
    "core": {"paths"},
    "evaluation": {"core"},
    "downloads": {"core", "paths"},
    "explain": {"core", "evaluation"},
    "reports": {"core", "evaluation", "explain", "rendering"},
    "training": {"core", "evaluation", "paths"},
    "analysis": {"core"},
    "rendering": {"core", "paths"},
    "workers": {"core"},
    "session": {"core"},
    "widgets": {"analysis", "core", "evaluation", "explain", "paths", "rendering", "session", "workers"},
    "app": {
        "analysis",
        "core",
        "downloads",
        "evaluation",
        "explain",
        "paths",
        "rendering",
        "reports",
        "session",
        "system_libraries",
        "training",
        "widgets",
        "workers",
    },
    "cli": {
        "analysis",
        "core",
        "downloads",
        "evaluation",
        "explain",
        "paths",
        "rendering",
        "reports",
        "system_libraries",
        "training",
    },
    "__main__": {"cli", "core", "system_libraries"},
}
# What is allowed only inside a function, so that it costs nothing until it is called.
ALLOWED_LATER: dict[str, set[str]] = {
    "cli": {"app", "session", "workers"},
    "__main__": {"app"},
}
WITHOUT_QT = {
    "",
    "analysis",
    "paths",
    "system_libraries",
    "core",
    "downloads",
    "evaluation",
    "explain",
    "reports",
    "training",
    "__main__",
}
# Parts whose modules may import torch at their top (a command of cli is only imported when asked for; the test of
# --help watches the rest of cli). The others do it inside the function that needs it,
# so that the window is painted and --help is printed before torch is loaded.
WITH_TORCH = {"cli", "core", "explain", "evaluation", "training"}
# Modules of `core` that everything uses, and that therefore stay light.
LIGHT_CORE = {"errors", "sketch", "simplify", "quickdraw", "files", "categories", "run", "history", "drawing_file"}
# A widget is a module and its parts, which begin with the same word (canvas, canvas_tools); it imports no other
# widget. These are small building blocks that several share.
SHARED_WIDGETS = {"category", "common", "take"}
QT = {"PySide6", "shiboken6", "pyqtgraph"}


class Import(NamedTuple):
    """One import statement: the dotted name it asks for and whether it runs when the module is imported."""

    importer: str
    target: str
    line: int
    at_top: bool


def _modules() -> dict[str, Path]:
    modules = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


MODULES = _modules()


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of(name: str, source: str, *, is_package: bool = False) -> Iterator[Import]:
    """Every import statement of a module, except those for type checkers alone."""

    def visit(node: ast.AST, at_top: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, node.lineno, at_top)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = name.split(".") if is_package else name.split(".")[:-1]
                above = package[: len(package) - (node.level - 1)]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                # `from package import module` asks for the module as much as for its package.
                full = f"{base}.{alias.name}"
                is_module = full in MODULES or (base == PACKAGE and alias.name in ALLOWED)
                yield Import(name, full if is_module else base, node.lineno, at_top)
        elif _is_type_checking(node):
            assert isinstance(node, ast.If)
            for child in node.orelse:
                yield from visit(child, at_top)
        else:
            inside = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            for child in ast.iter_child_nodes(node):
                yield from visit(child, at_top and not inside)

    yield from visit(ast.parse(source), at_top=True)


def part_of(module: str) -> str:
    """`core` for `sketchxai_desktop.core.sketch`, `paths` for `sketchxai_desktop.paths`, "" for the package."""
    return [*module.split("."), ""][1]


def wrong_arrows(found: Import) -> str | None:
    """What is wrong with an import, or None."""
    where = f"{found.importer}:{found.line} imports {found.target}"
    source = part_of(found.importer)
    top = found.target.split(".")[0]
    if top in QT and source in WITHOUT_QT:
        return f"{where}: {source or PACKAGE} works without Qt"
    if top == "torch" and found.at_top:
        if source not in WITH_TORCH:
            return f"{where} at its top: only cli, core and training may, or the window waits for torch"
        if source == "core" and found.importer.rsplit(".", 1)[-1] in LIGHT_CORE:
            return f"{where} at its top: this module is used before torch is loaded"
    if top != PACKAGE:
        return None
    target = part_of(found.target)
    if source == "widgets" and target == "widgets":
        here, there = (name.split(".")[-1].split("_")[0] for name in (found.importer, found.target))
        if here != there and there not in SHARED_WIDGETS:
            return f"{where}: widgets know the session, never another widget"
    if target in ("", source):
        return None
    allowed = ALLOWED[source] | (set() if found.at_top else ALLOWED_LATER.get(source, set()))
    return None if target in allowed else f"{where}: {source} may import {sorted(allowed) or 'nothing'}"


def _all_imports() -> Iterator[Import]:
    for name, path in MODULES.items():
        yield from imports_of(name, path.read_text(encoding="utf-8"), is_package=path.name == "__init__.py")


def test_every_import_follows_the_arrows() -> None:
    wrong = [problem for found in _all_imports() if (problem := wrong_arrows(found))]
    assert not wrong, "\n".join(wrong)


def test_every_part_is_on_the_map() -> None:
    parts = {part_of(name) for name in MODULES} - {""}
    assert parts <= set(ALLOWED), f"ARCHITECTURE.md and this test do not know {sorted(parts - set(ALLOWED))}"


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("sketchxai_desktop.core.sketch", "from PySide6 import QtCore", "without Qt"),
        ("sketchxai_desktop.core.sketch", "def f():\n    from PySide6 import QtCore", "without Qt"),
        ("sketchxai_desktop.core.sketch", "import torch", "before torch is loaded"),
        ("sketchxai_desktop.core.sketch", "from ..session import Session", "may import"),
        ("sketchxai_desktop.training.train", "from sketchxai_desktop import rendering", "may import"),
        ("sketchxai_desktop.session", "import torch", "waits for torch"),
        ("sketchxai_desktop.widgets.canvas", "from .inspector import Inspector", "never another widget"),
        ("sketchxai_desktop.widgets.canvas", "from sketchxai_desktop.app import actions", "may import"),
        ("sketchxai_desktop.cli.main", "from sketchxai_desktop.app import window", "may import"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, source: str, complaint: str) -> None:
    problems = [wrong_arrows(found) for found in imports_of(module, source)]
    assert any(complaint in (problem or "") for problem in problems), problems


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sketchxai_desktop.core.network", "import torch"),
        ("sketchxai_desktop.core.sketch", "def f():\n    import torch"),
        ("sketchxai_desktop.core.run", "if TYPE_CHECKING:\n    import torch"),
        ("sketchxai_desktop.widgets.canvas", "from ..rendering.paint import paint_sketch"),
        ("sketchxai_desktop.widgets.canvas", "from .common import colour"),
        ("sketchxai_desktop.widgets.canvas", "from .canvas_tools import Tool"),
        ("sketchxai_desktop.cli.main", "def window():\n    from sketchxai_desktop.app import window"),
    ],
)
def test_a_right_arrow_passes(module: str, source: str) -> None:
    assert not any(wrong_arrows(found) for found in imports_of(module, source))


def _python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1", QT_QPA_PLATFORM="offscreen", **environment),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=110,
        check=False,
    )


# Runs `main()` as the console script does, and then says which of the heavy modules it has loaded.
ASK = """
import sys
sys.argv = ["sketchxai", sys.argv[1]]
from sketchxai_desktop.__main__ import main
try:
    status = main()
except SystemExit as leaving:
    status = leaving.code
heavy = sorted({name.split(".")[0] for name in sys.modules} & {"torch", "PySide6", "shiboken6", "pyqtgraph"})
print("status", status or 0, "heavy", heavy)
"""


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_neither_qt_nor_torch(option: str) -> None:
    answer = _python("-c", ASK, option)
    assert answer.stdout.splitlines()[-1:] == ["status 0 heavy []"], answer.stdout + answer.stderr


def test_importing_the_window_does_not_load_torch() -> None:
    code = "import sys, sketchxai_desktop.app.main_window; sys.exit('torch is loaded' if 'torch' in sys.modules else 0)"
    answer = _python("-c", code)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("module", sorted(LIGHT_CORE))
def test_light_core_modules_do_not_load_torch(module: str) -> None:
    name = f"{PACKAGE}.core.{module}"
    if name not in MODULES:
        pytest.fail(f"{name} is gone: take it off LIGHT_CORE")
    answer = _python("-c", f"import sys, {name}; sys.exit('torch is loaded' if 'torch' in sys.modules else 0)")
    assert answer.returncode == 0, answer.stderr


# A module that is None in sys.modules cannot be imported: this is a computer without Qt.
WITHOUT_PYSIDE = """
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


IMPORT_WITHOUT_PYSIDE = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
import sketchxai_desktop.core as core
names = [module.name for module in pkgutil.iter_modules(core.__path__, "sketchxai_desktop.core.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_core_is_imported_without_qt() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_PYSIDE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert int(answer.stdout) == len(list((ROOT / "sketchxai_desktop" / "core").glob("[!_]*.py")))


#: Not the hundreds of steps that are compared with the reference: they run anyway, and Qt plays no part in them.
FAST = "not whole_runs and not every_number and not chaotic"


@pytest.mark.soak  # every test of the room a second time
@pytest.mark.timeout(600)
def test_core_tests_pass_without_qt() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYSIDE, "tests/core", "-q", "-pno:pytest-qt", "-pno:cacheprovider", "-k", FAST],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=590,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]
