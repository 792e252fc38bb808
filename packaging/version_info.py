"""Writes what Windows shows under Properties > Details of a program: `version_info.py PROGRAM OUT.txt`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

TEMPLATE = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)
  ),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The SketchXAI Desktop contributors"),
      StringStruct("FileDescription", "{description}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{program}"),
      StringStruct("LegalCopyright", "Apache License 2.0"),
      StringStruct("OriginalFilename", "{program}.exe"),
      StringStruct("ProductName", "SketchXAI Desktop"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
  ],
)
"""


def version() -> str:
    """The program's version, without importing it."""
    text = (ROOT / "sketchxai_desktop/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "(.+)"', text)
    assert found
    return found[1]


def version_info(program: str) -> str:
    """The text that PyInstaller reads for `program` (its name without .exe)."""
    parts = [int(part) for part in re.findall(r"\d+", version())][:4]
    numbers = tuple(parts + [0] * (4 - len(parts)))
    windowed = program == "sketchxai-desktop"
    description = "SketchXAI Desktop" if windowed else "SketchXAI Desktop (command line)"
    return TEMPLATE.format(numbers=numbers, version=version(), program=program, description=description)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(version_info(sys.argv[1]), encoding="utf-8")
