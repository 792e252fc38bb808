"""Writes the Python part of PySide, compiled, as a folder that PySide looks for: `pyside_support.py OUT/files.dir`.

It lies as source in a library, and every program with PySide compiles it whenever it starts, 200 KB of it, unless the
folder "files.dir" is beside that library (PySide makes one itself where SBK_EMBED is set to 0). What only writes stubs
for type checkers stays empty here; it would compile patterns for 20 ms.
"""

from __future__ import annotations

import py_compile
import shutil
import sys
import tempfile
from pathlib import Path

STAND_INS = ("shibokensupport/signature/lib/pyi_generator.py",)


def write(folder: Path) -> None:
    import shiboken6  # noqa: F401
    import signature_bootstrap

    shutil.rmtree(folder, ignore_errors=True)
    _, finder = signature_bootstrap.prepare_zipfile()
    with tempfile.TemporaryDirectory() as sources:
        for name in (n for n in finder.zfile.namelist() if n.startswith("shibokensupport/") and n.endswith(".py")):
            source, target = Path(sources, name), folder / f"{name}c"
            source.parent.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(b"" if name in STAND_INS else finder.zfile.read(name))
            py_compile.compile(str(source), str(target), name, doraise=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
