"""Makes Qt's ICU data library small: `icu.py LIBRARY OUT`. Linux only, with `readelf`, `as` and `ld` of binutils.

Qt's libraries are linked against ICU, whose data (30 MB) describe every language: calendars, currencies, names of
places and units, spelling out numbers, transliteration, encodings of the last century. Qt has its own tables for nearly
all of that and asks ICU only to sort words and to change their case. What does that is kept, for every language.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

#: Names of items, without the folder that all of them are in ("icudt73l/").
_KEPT = re.compile(
    r"""
    [^/]+\.(icu|nrm)                                    # properties of characters, normal forms, names of encodings
  | coll/.*                                           # sorting
  | brkitr/(root|en|de|res_index|char|word|word_POSIX|line|line_.*|sent|title)\.(res|brk)  # where words begin
  | (root|en|en_US|de|de_DE|pool|res_index)\.res
  | [a-z]+[A-Z][A-Za-z0-9]*\.res | (icuver|icustd|metadata|plurals|units)\.res  # what is of no language
    """,
    re.VERBOSE,
)
_DROPPED = re.compile(r"unames\.icu")  # names of characters

TOOLS = ("readelf", "as", "ld")


def can_shrink() -> bool:
    return sys.platform.startswith("linux") and all(map(shutil.which, TOOLS))


def filtered(data: bytes) -> bytes:
    """A package of ICU's with the items that are kept: a header, a table of names and places, the items.

    Raises:
        ValueError: `data` is no such package, or none of its items is kept.
    """
    header, magic = struct.unpack_from("<H2s", data)
    if magic != b"\xda\x27":
        raise ValueError("this is no package of ICU's")
    (count,) = struct.unpack_from("<I", data, header)
    places = [struct.unpack_from("<II", data, header + 4 + 8 * k) for k in range(count)]
    ends = [start for _, start in places[1:]] + [len(data) - header]
    items = []
    for (name_at, start), end in zip(places, ends, strict=True):
        name = data[header + name_at : data.index(b"\0", header + name_at)]
        short = name.decode("ascii").partition("/")[2]
        if _KEPT.fullmatch(short) and not _DROPPED.fullmatch(short):
            items.append((name, data[header + start : header + end]))
    if not items:
        raise ValueError("nothing of this package is known")
    names = b"".join(name + b"\0" for name, _ in items)
    table = 4 + 8 * len(items)
    content, at = b"", table + len(names)
    entries, name_at = [], table
    for name, item in items:
        pad = -(header + at) % 16  # items are read in place, as numbers
        content += b"\0" * pad + item
        entries.append(struct.pack("<II", name_at, at + pad))
        at += pad + len(item)
        name_at += len(name) + 1
    return data[:header] + struct.pack("<I", len(items)) + b"".join(entries) + names + content


def shrink(library: Path, out: Path) -> None:
    """Write a library like `library` (libicudata.so.N) with the data that are kept.

    Raises:
        ValueError: the library has another form than expected.
    """
    symbol, address, size = _only_symbol(library)
    data = library.read_bytes()
    start = _offset(library, address)
    with tempfile.TemporaryDirectory() as folder:
        package, source, compiled = (Path(folder) / name for name in ("data", "data.s", "data.o"))
        package.write_bytes(filtered(data[start : start + size]))
        source.write_text(
            f'.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, @object\n{symbol}: .incbin "{package}"\n'
            f'.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",@progbits\n',
            encoding="utf-8",
        )
        subprocess.run(["as", "-o", compiled, source], check=True)
        subprocess.run(["ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", out, compiled], check=True)


def _only_symbol(library: Path) -> tuple[str, int, int]:
    """Name, address and size of the data."""
    for line in _readelf("--dyn-syms", library):
        words = line.split()
        if len(words) == 8 and re.fullmatch(r"icudt\d+_dat", words[7]):
            return words[7], int(words[1], 16), int(words[2], 0)
    raise ValueError(f"{library} holds no data of ICU's")


def _offset(library: Path, address: int) -> int:
    """Where in the file lies what is at `address` once loaded."""
    for line in _readelf("--program-headers", library):
        words = line.split()
        if words[:1] == ["LOAD"]:
            offset, start, _, size = (int(word, 16) for word in words[1:5])
            if start <= address < start + size:
                return offset + address - start
    raise ValueError(f"{library} does not hold what it promises")


def _readelf(what: str, library: Path) -> list[str]:
    answer = subprocess.run(["readelf", "--wide", what, library], capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


if __name__ == "__main__":
    shrink(Path(sys.argv[1]), Path(sys.argv[2]))
