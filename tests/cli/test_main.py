"""The entry point: arguments, errors, endings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sketchxai_desktop.__main__ as entry
from sketchxai_desktop import __version__
from sketchxai_desktop.cli.arguments import COMMANDS, PROGRAM
from sketchxai_desktop.cli.interrupts import interrupts_deferred
from sketchxai_desktop.core.errors import UserError

Run = Callable[..., Any]


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sketchxai_desktop", *map(str, arguments)],
        capture_output=True, text=True, timeout=110, check=False, stdin=subprocess.DEVNULL, **options,
    )  # fmt: skip


def test_version_answers_before_anything_else_is_imported() -> None:
    """Scripts and installers ask for it; reading arguments properly would take longer than Python's own start."""
    root = str(Path(entry.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); from sketchxai_desktop.__main__ import PROGRAM, main; "
        "main(['--version']); "
        "print(PROGRAM, sorted({'argparse', 'pathlib', 'typing', 'contextlib'} & set(sys.modules)))"
    )
    # Without site, whose own additions would be counted too.
    answer = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert answer.stdout == f"sketchxai {__version__}\n{PROGRAM} []\n", answer.stderr


def test_version_and_help(sketchxai: Run) -> None:
    assert sketchxai("--version").out == f"sketchxai {__version__}\n"
    answer = sketchxai("--help")
    assert answer.status == 0
    for command in COMMANDS:
        assert f"\n  {command} " in answer.out
        own = sketchxai(command, "--help")
        assert own.status == 0
        assert own.out.startswith(f"usage: sketchxai {command}")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["a.ndjson", "b.ndjson"], "unrecognized arguments"),
        (["classify"], "FILE"),
        (["classify", "x", "--top", "0"], "1 or more"),
        (["classify", "x", "--top", "many"], '"many" is not a whole number'),
        (["classify", "x", "--check", "c"], "unrecognized arguments"),
        (["invert", "x"], "--line, --mode"),
        (["invert", "x", "--line", "0", "--mode", "recovery"], "1 or more, not 0"),
        (["invert", "x", "--line", "1", "--mode", "dance"], "invalid choice"),
        (["invert", "x", "--line", "1", "--mode", "recovery", "--strokes", "1,x"], "list of stroke numbers"),
        (["invert", "x", "--line", "1", "--mode", "recovery", "--strokes", "0"], "strokes count from 1"),
        (["invert", "x", "--line", "1", "--mode", "recovery", "--size", "9"], "from 128 to 1024"),
        (["no-such-file.ndjson"], 'There is no file "no-such-file.ndjson"'),
        (["--device", "tpu"], "invalid choice"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_in_a_sentence(
    sketchxai: Run, arguments: list[str], complaint: str
) -> None:
    answer = sketchxai(*arguments)
    assert answer.refused(complaint), answer.err
    assert answer.out == ""


def test_a_file_named_like_a_command_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[tuple[object, ...]] = []

    def open_window(
        file: object = None,
        checkpoint: object = None,
        device: object = None,
        *,
        new_instance: bool = False,
        temporary: bool = False,
    ) -> int:
        opened.append((file, checkpoint, device, new_instance, temporary))
        return 0

    monkeypatch.setattr(entry, "_open_window", open_window)
    monkeypatch.chdir(tmp_path)
    assert entry.main(["./classify"]) == 0
    assert entry.main(["--checkpoint", "tiny-30", "--device", "cpu", "x.ndjson"]) == 0
    assert entry.main([]) == 0
    assert entry.main(["--new-instance", "--temp-config"]) == 0
    assert opened == [
        (Path("classify"), None, None, False, False),
        (Path("x.ndjson"), "tiny-30", "cpu", False, False),
        (None, None, None, False, False),
        (None, None, None, True, True),
    ]


@pytest.mark.parametrize(
    ("raised", "status", "err"),
    [
        (UserError("This is wrong."), 2, "This is wrong.\n"),
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device", "out.json"), 2, "out.json: No space left on device.\n"),
        (MemoryError(), 2, "There is not enough memory for this.\n"),
    ],
)
def test_endings(sketchxai: Run, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, err: str) -> None:
    def fail(_: object) -> int:
        raise raised

    monkeypatch.setattr(entry, "_run", fail)
    answer = sketchxai()
    assert (answer.status, answer.out, answer.err) == (status, "", err)


def test_defects_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(entry, "_run", fail)
    with pytest.raises(ZeroDivisionError):
        entry.main([])


def test_a_windowed_bundle_has_neither_stdout_nor_stderr(monkeypatch: pytest.MonkeyPatch, drawings: Path) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert entry.main(["--version"]) == 0
    assert entry.main(["--frobnicate"]) == 2
    assert entry.main(["invert", str(drawings), "--line", "99", "--mode", "recovery"]) == 2


def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a screen")
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    answer = process(env={**environment, "QT_QPA_PLATFORM": "xcb"})
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "Traceback" not in answer.stderr


def test_a_reader_that_leaves_early_is_no_error(drawings: Path, checkpoint: Path) -> None:
    many = drawings.with_name("many.ndjson")
    many.write_text(drawings.read_text(encoding="utf-8") * 300, encoding="utf-8")
    command = [sys.executable, "-m", "sketchxai_desktop", "classify", many, "--checkpoint", checkpoint, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith('{"line": 1,')
        running.stdout.close()
        err = running.stderr.read()
        assert running.wait(timeout=100) == entry.BROKEN_PIPE
    assert err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_quietly(drawings: Path, checkpoint: Path) -> None:
    command = [
        sys.executable, "-m", "sketchxai_desktop", "invert", drawings, "--line", "1", "--mode", "recovery",
        "--checkpoint", checkpoint, "--steps", "100000", "--record", drawings.with_name("run.json"),
    ]  # fmt: skip

    def listen_to_interrupts() -> None:
        # A shell starts what it puts into the background with SIGINT ignored, and children inherit that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=listen_to_interrupts
    ) as running:
        # The checkpoint is read when the program is well past its imports.
        deadline = time.monotonic() + 90
        while not _maps(running.pid, "libtorch") and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == entry.INTERRUPTED, err
    assert (out, err) == ("", "")
    assert not drawings.with_name("run.json").exists()


def test_an_interrupt_waits_until_the_block_is_done() -> None:
    done = []

    def interrupted_inside() -> None:
        with interrupts_deferred():
            signal.raise_signal(signal.SIGINT)
            done.append(True)

    # As at the start of a program, whatever other tests have set.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted_inside()
    finally:
        signal.signal(signal.SIGINT, before)
    assert done
    with interrupts_deferred():
        pass  # nothing was pressed this time


def _maps(pid: int, library: str) -> bool:
    try:
        return library in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    except OSError:
        return True


def test_commands_do_not_load_qt(drawings: Path, checkpoint: Path) -> None:
    code = (
        "import sys; from sketchxai_desktop.__main__ import main\n"
        f"s = main(['invert', {str(drawings)!r}, '--line', '1', '--mode', 'recovery', '--steps', '2',"
        f" '--checkpoint', {str(checkpoint)!r}])\n"
        f"s += main(['classify', {str(drawings)!r}, '--checkpoint', {str(checkpoint)!r}])\n"
        "sys.exit(s or int('PySide6' in sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=110, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr.count("\n") == 0
