"""Names the system libraries that Qt needs and this computer lacks, and the package that brings each.

Without this, Qt ends the whole process with "Could not load the Qt platform plugin", or Python shows an
`ImportError` that names a file but no package. Only Linux leaves libraries to the system.

Standard library only, and runs as a plain script before anything is installed::

    python3 sketchxai_desktop/system_libraries.py [--platform xcb|wayland|offscreen] [--install]
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple


class Needed(NamedTuple):
    """One thing of the system, and the package that brings it in each family of distributions."""

    name: str
    debian: str
    fedora: str
    arch: str


# What the libraries of PySide6 Essentials link to and do not bring along (`readelf -d`).
QT = (
    Needed("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Needed("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Needed("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Needed("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Needed("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Needed("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Needed("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Needed("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Needed("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Needed("libz.so.1", "zlib1g", "zlib", "zlib"),
    Needed("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
)
XCB = (
    Needed("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Needed("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Needed("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Needed("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Needed("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Needed("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Needed("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Needed("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Needed("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    Needed("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Needed("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Needed("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Needed("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Needed("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Needed("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Needed("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)
WAYLAND = (
    Needed("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Needed("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
)
# Programs with which the tests open a real window where nobody is looking.
WINDOW_TEST_PROGRAMS = (
    Needed("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Needed("xdotool", "xdotool", "xdotool", "xdotool"),
)

PLATFORM_LIBRARIES = {"offscreen": (), "minimal": (), "xcb": XCB, "wayland": WAYLAND}

_INSTALL = {
    "debian": "apt-get install -y --no-install-recommends",
    "fedora": "dnf install -y",
    "arch": "pacman -S --needed --noconfirm",
}


def default_platform(environment: Mapping[str, str] = os.environ) -> str:
    """The Qt platform that a window would use: what `QT_QPA_PLATFORM` says, else wayland, else xcb."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if chosen:
        return "wayland" if chosen.startswith("wayland") else chosen
    return "wayland" if environment.get("WAYLAND_DISPLAY") else "xcb"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(platform: str) -> list[Needed]:
    """What Qt needs for `platform` and the dynamic linker does not find; empty except on Linux.

    A platform that is not in `PLATFORM_LIBRARIES` (vnc, eglfs, ...) is checked for what every Qt program needs.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [needed for needed in QT + PLATFORM_LIBRARIES.get(platform, ()) if not _loads(needed.name)]


def missing_programs() -> list[Needed]:
    """The programs for tests with a real window that are not on the PATH; empty except on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    import shutil  # here and below: not when the window is opened

    return [needed for needed in WINDOW_TEST_PROGRAMS if shutil.which(needed.name) is None]


def distribution(os_release: str | None = None) -> str | None:
    """`debian`, `fedora` or `arch`: the family this Linux belongs to, None for another one.

    `os_release`: the text of that file; read from `/etc/os-release` when left out.
    """
    if os_release is None:
        try:
            os_release = Path("/etc/os-release").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
    values: dict[str, str] = {}
    for line in os_release.splitlines():
        key, _, value = line.partition("=")
        values[key.strip()] = value.strip().strip("\"'")
    names = [values.get("ID", ""), *values.get("ID_LIKE", "").split()]
    if {"debian", "ubuntu"} & set(names):
        return "debian"
    if {"fedora", "rhel", "centos"} & set(names):
        return "fedora"
    return "arch" if "arch" in names else None


def packages(missing: Iterable[Needed], family: str) -> list[str]:
    """The packages of `family` that bring what is `missing`, each once, in order."""
    return list(dict.fromkeys(str(getattr(needed, family)) for needed in missing))


def install_command(missing: Iterable[Needed], family: str) -> list[str]:
    """The command that installs what is `missing`, without sudo."""
    return [*_INSTALL[family].split(), *packages(missing, family)]


def explain(missing: list[Needed], family: str | None = None, *, purpose: str = "The window needs") -> str:
    """Sentences that name every missing thing, its package, and the command that installs them all.

    `family`: see `distribution`, which is asked when it is left out. On an unknown Linux the Debian
    names are given as a hint.
    """
    import shlex

    family = family or distribution()
    known = family or "debian"
    things = ", ".join(f"{needed.name} (package {getattr(needed, known)})" for needed in missing)
    verb = "is" if len(missing) == 1 else "are"
    hint = "Install with" if family else "On Debian and Ubuntu, install with"
    return f"{purpose} {things}, which {verb} not installed. {hint}: sudo {shlex.join(install_command(missing, known))}"


def _display_answers() -> bool:
    """Whether the X server that DISPLAY names accepts a connection; Qt aborts the process when not."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # nothing to ask with
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def check(platform: str | None = None) -> None:
    """Call before Qt is imported. Raises `UserError` when Qt would end the process instead of starting.

    `platform`: a Qt platform name; `default_platform()` when left out.
    """
    from sketchxai_desktop.core.errors import UserError  # not at the top: a plain script has no package

    if not sys.platform.startswith("linux"):
        return
    platform = platform or default_platform()
    missing = missing_libraries(platform)
    if missing and platform == "wayland" and os.environ.get("DISPLAY"):
        # Qt falls back to X11 by itself when Wayland does not work.
        platform = "xcb"
        missing = missing_libraries(platform)
    if missing:
        raise UserError(explain(missing))
    if platform != "xcb":
        return
    display = os.environ.get("DISPLAY")
    if not display:
        raise UserError(
            "There is no screen to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            "Start the app from a desktop session, or use the commands classify and invert, which need no screen."
        )
    if not _display_answers():
        raise UserError(
            f"The screen DISPLAY={display} does not answer or does not let this user in. "
            "Start the app from a desktop session, or use the commands classify and invert, which need no screen."
        )


def _run(command: list[str]) -> bool:
    import shlex
    import subprocess

    print("+", shlex.join(command), flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    return subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=False).returncode == 0


def install(missing: list[Needed]) -> bool:
    """Installs what is `missing` with apt-get where that needs no password; False when it cannot or did not."""
    import shutil

    if distribution() != "debian" or shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print("Installing system packages: " + " ".join(packages(missing, "debian")), flush=True)
    command = install_command(missing, "debian")
    # A fresh container has no package lists, an old one has outdated ones: try, refresh, try again.
    return _run(command) or (_run(["apt-get", "update", "-q"]) and _run(command))


def main(arguments: list[str] | None = None) -> int:
    """Reports (or installs) what is missing; returns the exit status: 0 when nothing is."""
    import argparse

    parser = argparse.ArgumentParser(description="Report the system libraries that the window needs and are missing.")
    parser.add_argument("--platform", choices=sorted(PLATFORM_LIBRARIES), default=None, help="Qt platform to check for")
    parser.add_argument("--programs", action="store_true", help="check for the programs of the window tests as well")
    parser.add_argument("--install", action="store_true", help="install with apt-get when run as root")
    options = parser.parse_args(arguments)
    platform = options.platform or default_platform()

    def missing() -> list[Needed]:
        return missing_libraries(platform) + (missing_programs() if options.programs else [])

    lacking = missing()
    if lacking and options.install and install(lacking):
        lacking = missing()
    if lacking:
        print(explain(lacking, purpose="SketchXAI Desktop needs"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
