"""Makes a Debian package of the bundle: `deb.py BUNDLE OUT_FOLDER [--compression xz|zstd|none]`.

The bundle goes to /opt/sketchxai-desktop. The package declares the program, its icon and the file type; which program
opens the file type stays everybody's own choice (`sketchxai-associate`).
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from icons import write as write_icon
from version_info import ROOT, version

NAME = "sketchxai-desktop"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
ICON_SIDES = (16, 24, 32, 48, 64, 128, 256)
LINUX = ROOT / "packaging/linux"
ICON = ROOT / "resources/icons/sketchxai-desktop.svg"

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Section: education
Priority: optional
Installed-Size: {kilobytes}
Depends: libc6 (>= {libc}), libegl1, libgl1
Recommends: fonts-dejavu-core | fonts-freefont-ttf | fonts-noto-core, xdg-utils
Maintainer: The SketchXAI Desktop contributors <{name}@example.invalid>
Description: see why a neural network says what it says of a sketch
 Draw a sketch, or open one of the Quick, Draw! data set, and look at it as a
 sketch classifier does: stroke by stroke, with what the network makes of each
 stroke's order, shape and location.
 .
 Stroke location inversion scatters the strokes and lets the network move them
 back until it sees the drawing again, or another category's.
"""

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: SketchXAI Desktop

Files: *
Copyright: The SketchXAI Desktop contributors
License: Apache-2.0
 On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.
Comment: The folder /opt/{name}/_internal also holds Python, PyTorch, Qt and other
 libraries under their own licences; the about box names them.
"""


def lay_out(bundle: Path, root: Path, *, when: float) -> None:
    """Put the bundle and everything around it where a Debian system expects it, below `root`.

    Args:
        bundle: the folder that PyInstaller made.
        when: seconds since 1970, the date of the release.

    Raises:
        SystemExit: `bundle` is none.
    """
    if not os.access(bundle / NAME, os.X_OK):
        raise SystemExit(f"{bundle} is no bundle: it holds no program {NAME}. Make one with make package.")
    opt = root / "opt" / NAME
    shutil.copytree(bundle, opt, symlinks=True)
    share, programs = root / "usr/share", root / "usr/bin"
    for folder in ("applications", "mime/packages", "metainfo", f"doc/{NAME}", "icons/hicolor/scalable/apps"):
        (share / folder).mkdir(parents=True)
    programs.mkdir(parents=True)
    for program in (NAME, "sketchxai"):
        (programs / program).symlink_to(f"/opt/{NAME}/{NAME}")
    associate = opt / "_internal/share/sketchxai-associate"
    associate.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(LINUX / "sketchxai-associate", associate)
    (programs / "sketchxai-associate").symlink_to(f"/opt/{NAME}/_internal/share/sketchxai-associate")

    shutil.copy(LINUX / f"{NAME}.desktop", share / "applications")
    shutil.copy(LINUX / f"{NAME}-mime.xml", share / "mime/packages")
    info = (LINUX / "org.sketchxai.desktop.metainfo.xml").read_text(encoding="utf-8")
    info = info.replace("@VERSION@", version()).replace("@DATE@", time.strftime("%Y-%m-%d", time.gmtime(when)))
    (share / "metainfo/org.sketchxai.desktop.metainfo.xml").write_text(info, encoding="utf-8")
    shutil.copy(ICON, share / "icons/hicolor/scalable/apps")
    for side in ICON_SIDES:
        icon = share / f"icons/hicolor/{side}x{side}/apps/{NAME}.png"
        write_icon(icon, side)
    doc = share / "doc" / NAME
    (doc / "copyright").write_text(COPYRIGHT.format(name=NAME), encoding="utf-8")
    with gzip.GzipFile(doc / "changelog.gz", "wb", mtime=0) as changelog:
        changelog.write((ROOT / "CHANGELOG.md").read_bytes())

    control = CONTROL.format(
        name=NAME,
        version=version(),
        architecture=ARCHITECTURES.get(platform.machine(), platform.machine()),
        kilobytes=sum(f.stat().st_size for f in root.rglob("*") if f.is_file() and not f.is_symlink()) // 1024,
        # PyInstaller leaves the C library to the system; older ones than the builder's have not been tried.
        libc=platform.libc_ver()[1] or "2.31",
    )
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN/control").write_text(control, encoding="utf-8")
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100 or path == associate
            path.chmod(0o755 if runs else 0o644)


def build(bundle: Path, out: Path, *, compression: str = "xz", when: float | None = None) -> Path:
    """Write the package and return its path.

    Raises:
        SystemExit: there is no dpkg-deb, or `bundle` is no bundle.
    """
    if shutil.which("dpkg-deb") is None:
        raise SystemExit("Making a .deb needs dpkg-deb (package dpkg).")
    when = float(os.environ.get("SOURCE_DATE_EPOCH", time.time())) if when is None else when
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}_{version()}_{ARCHITECTURES.get(platform.machine(), platform.machine())}.deb"
    with tempfile.TemporaryDirectory(prefix="sketchxai-deb-", dir=out) as folder:
        root = Path(folder) / "root"
        root.mkdir(mode=0o755)
        lay_out(bundle, root, when=when)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", str(root), str(target)],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(when))},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a Debian package of the bundle.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--compression", choices=("xz", "zstd", "none"), default="xz")
    arguments = parser.parse_args()
    made = build(arguments.bundle.resolve(), arguments.out.resolve(), compression=arguments.compression)
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
