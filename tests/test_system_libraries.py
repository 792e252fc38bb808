"""Missing system libraries are named together with the package that brings them."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sketchxai_desktop import system_libraries
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.system_libraries import QT, WAYLAND, XCB, Needed

SCRIPT = Path(system_libraries.__file__)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves libraries to the system")

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n'
CURSOR = next(needed for needed in XCB if needed.name == "libxcb-cursor.so.0")
EGL = next(needed for needed in QT if needed.name == "libEGL.so.1")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names put into this set are not found by the dynamic linker."""
    gone: set[str] = set()
    monkeypatch.setattr(system_libraries, "_loads", lambda library: library not in gone)
    return gone


@pytest.mark.parametrize(
    ("text", "family"),
    [
        (DEBIAN, "debian"),
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', "debian"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "debian"),
        ("ID=fedora\n", "fedora"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("ID=arch\n", "arch"),
        ("ID=manjaro\nID_LIKE=arch\n", "arch"),
        ("ID=alpine\n", None),
        ("", None),
    ],
)
def test_distribution(text: str, family: str | None) -> None:
    assert system_libraries.distribution(text) == family


@pytest.mark.parametrize(
    ("family", "command"),
    [
        ("debian", "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0"),
        ("fedora", "sudo dnf install -y libglvnd-egl xcb-util-cursor"),
        ("arch", "sudo pacman -S --needed --noconfirm libglvnd xcb-util-cursor"),
    ],
)
def test_explanation_names_library_package_and_command(family: str, command: str) -> None:
    text = system_libraries.explain([EGL, CURSOR], family)
    assert "libEGL.so.1 (package " in text
    assert "libxcb-cursor.so.0 (package " in text
    assert text.endswith(command)


def test_explanation_on_an_unknown_linux_gives_the_debian_names_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "distribution", lambda: None)
    text = system_libraries.explain([CURSOR])
    assert "On Debian and Ubuntu, install with: sudo apt-get" in text


def test_one_package_that_brings_two_libraries_is_installed_once() -> None:
    glib = [needed for needed in QT if needed.debian == "libglib2.0-0"]
    assert len(glib) == 2
    assert system_libraries.packages(glib, "debian") == ["libglib2.0-0"]


@linux
def test_missing_library_is_found_for_the_platform_that_needs_it(without: set[str]) -> None:
    without.add("libxcb-cursor.so.0")
    assert system_libraries.missing_libraries("offscreen") == []
    assert system_libraries.missing_libraries("vnc") == []
    assert system_libraries.missing_libraries("xcb") == [CURSOR]


@linux
def test_the_linker_is_really_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = Needed("libno-such-thing.so.7", "libno-such-thing7", "no-such-thing", "no-such-thing")
    standard = Needed("libc.so.6", "libc6", "glibc", "glibc")
    monkeypatch.setattr(system_libraries, "QT", (invented, standard))
    assert system_libraries.missing_libraries("offscreen") == [invented]


@linux
def test_check_raises_a_sentence_with_the_package(without: set[str]) -> None:
    without.add("libEGL.so.1")
    with pytest.raises(UserError, match=r"libEGL\.so\.1 \(package .*egl.*\), which is not installed"):
        system_libraries.check("offscreen")


@linux
def test_wayland_falls_back_to_x11_as_qt_does(without: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    without.add("libwayland-cursor.so.0")
    monkeypatch.setattr(system_libraries, "_display_answers", lambda: True)
    monkeypatch.setenv("DISPLAY", ":0")
    system_libraries.check("wayland")
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(UserError, match="libwayland-cursor"):
        system_libraries.check("wayland")


@linux
def test_no_screen_is_a_sentence(without: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(UserError, match="no screen to open the window on"):
        system_libraries.check("xcb")


@linux
def test_a_screen_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch, without: set[str]) -> None:
    monkeypatch.setenv("DISPLAY", ":4093")
    try:
        ctypes.CDLL("libxcb.so.1")
    except OSError:
        pytest.skip("needs libxcb.so.1 (package libxcb1)")
    with pytest.raises(UserError, match="DISPLAY=:4093 does not answer"):
        system_libraries.check("xcb")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, "xcb"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen:enable_fonts"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
    ],
)
def test_default_platform(environment: dict[str, str], platform: str) -> None:
    assert system_libraries.default_platform(environment) == platform


def test_other_systems_bring_everything_along(monkeypatch: pytest.MonkeyPatch, without: set[str]) -> None:
    without.update(needed.name for needed in QT + XCB + WAYLAND)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system_libraries.missing_libraries("xcb") == []
    system_libraries.check("xcb")


def test_runs_as_a_plain_script_with_the_standard_library_alone() -> None:
    answer = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), "--platform", "offscreen"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")


@linux
def test_script_without_rights_prints_the_command(
    without: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without.add("libxcb-cursor.so.0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_libraries, "distribution", lambda: "debian")
    assert system_libraries.main(["--platform", "xcb", "--install"]) == 1
    assert "sudo apt-get install -y --no-install-recommends libxcb-cursor0" in capsys.readouterr().err


@linux
def test_script_as_root_installs_and_says_so(
    without: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without.add("libxcb-cursor.so.0")
    commands: list[list[str]] = []

    def run(command: list[str]) -> bool:
        commands.append(command)
        if commands[-2:-1] == [["apt-get", "update", "-q"]]:  # lists are there now
            without.clear()
            return True
        return command[1] == "update"

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_libraries, "distribution", lambda: "debian")
    monkeypatch.setattr(system_libraries, "_run", run)
    assert system_libraries.main(["--platform", "xcb", "--install"]) == 0
    assert [command[1] for command in commands] == ["install", "update", "install"]
    assert "Installing system packages: libxcb-cursor0" in capsys.readouterr().out


@linux
def test_tables_cover_what_the_installed_qt_links_to() -> None:
    """The list is what `readelf` finds, so that a new Qt with a new need is noticed here and not by a user."""
    if shutil.which("readelf") is None:
        pytest.skip("needs readelf (package binutils)")
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt"
    groups = {
        "Qt": (QT, ["lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "lib/libQt6DBus.so.6"]),
        "xcb": (QT + XCB, ["lib/libQt6XcbQpa.so.6", "plugins/platforms/libqxcb.so"]),
        "wayland": (QT + WAYLAND, ["lib/libQt6WaylandClient.so.6", "plugins/platforms/libqwayland.so"]),
        "offscreen": (QT, ["plugins/platforms/libqoffscreen.so"]),
    }
    # Parts of glibc and of the compiler's run time, which Python and torch need as well.
    always = re.compile(r"lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|Qt6\w+|icu\w+)\.so|ld-linux")
    for group, (table, files) in groups.items():
        for file in files:
            assert (folder / file).exists(), f"{file} has moved"
            answer = subprocess.run(
                ["readelf", "-d", str(folder / file)], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}
            )
            links = set(re.findall(r"\(NEEDED\).*\[(.*)\]", answer.stdout))
            unknown = {link for link in links if not always.match(link)} - {needed.name for needed in table}
            assert not unknown, f"{group}: {file} needs {sorted(unknown)}"
