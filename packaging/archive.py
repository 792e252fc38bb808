"""Packs the bundle into one file and writes its checksum: `archive.py BUNDLE OUT_FOLDER`.

.tar.xz where programs have rights and links, .zip on Windows. The list of what is in it (CycloneDX), which lies beside
the bundle, goes with it. OUT.sha256 is in the form that `sha256sum -c` reads.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

from version_info import version

NAME = "sketchxai-desktop"


def archive_name(variant: str = "") -> str:
    """`sketchxai-desktop-0.1.0-linux-x86_64`, with `-cuda` where that was built."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return "-".join(part for part in (NAME, version(), system, platform.machine().lower(), variant) if part)


def pack(bundle: Path, out: Path, *, variant: str = "", preset: int = 6) -> Path:
    """Write the archive and return its path.

    Args:
        bundle: the folder that PyInstaller made, or the .app.
        variant: added to the name. preset: xz's, 0 (fast) to 9 (small).
    """
    out.mkdir(parents=True, exist_ok=True)
    name = archive_name(variant)
    if os.name == "nt":
        target = out / f"{name}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in sorted(bundle.rglob("*")):
                packed.write(path, Path(name) / path.relative_to(bundle))
    else:
        target = out / f"{name}.tar.xz"
        top = bundle.name if bundle.suffix == ".app" else name
        with tarfile.open(target, "w:xz", preset=preset) as packed:
            packed.add(bundle, top, filter=_nobodys)
    _write_checksum(target)
    bill = bundle.with_name(f"{NAME}.sbom.cdx.json")
    if bill.is_file():
        _write_checksum(shutil.copy(bill, out / f"{name}.sbom.cdx.json"))
    return target


def _write_checksum(target: Path) -> None:
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    target.with_name(f"{target.name}.sha256").write_text(f"{digest}  {target.name}\n", encoding="utf-8")


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who built it is nobody's business."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack the bundle into one file with its checksum.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variant", default="", help="added to the name, such as cuda")
    arguments = parser.parse_args()
    target = pack(arguments.bundle.resolve(), arguments.out, variant=arguments.variant)
    print(f"{target}: {target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
