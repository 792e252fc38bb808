"""The one entry point: of the window, the commands and the bundle.

Arguments are read first; --version and --help import neither Qt nor torch.
"""

from __future__ import annotations

import sys

from sketchxai_desktop import __version__
from sketchxai_desktop.core.errors import UserError

# Scripts and installers ask for --version, and most of its time would go into modules that it does not need. So
# everything else is imported where it is used, even what says that something is for type checkers alone.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROGRAM = "sketchxai"
FAILED = 2
INTERRUPTED = 130  # as a shell reports Ctrl-C
BROKEN_PIPE = 141  # as a shell reports SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say (None: those of the process) and return the exit status."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    # Words in a file can be in any script; a console that cannot show one shall not stop the program.
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except UserError as error:
        _complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    except MemoryError:
        _complain("There is not enough memory for this.")
        return FAILED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}.")
        return FAILED


def _run(argv: Sequence[str]) -> int:
    if list(argv) == ["--version"]:
        print(f"{PROGRAM} {__version__}")
        return 0
    if not argv:
        return _open_window()  # sooner than with the parser of arguments
    from sketchxai_desktop.cli.arguments import parse

    command, arguments = parse(argv)
    if command is not None:
        import importlib

        from sketchxai_desktop.cli.interrupts import interrupts_deferred

        with interrupts_deferred():
            run: object = importlib.import_module(f"sketchxai_desktop.cli.{command.replace('-', '_')}").run
        assert callable(run)
        return int(run(arguments))
    if arguments.version:
        print(f"{PROGRAM} {__version__}")
        return 0
    if arguments.smoke_test:
        from sketchxai_desktop.cli.smoke import smoke_test

        return smoke_test()
    return _open_window(
        arguments.file,
        arguments.checkpoint,
        arguments.device,
        new_instance=arguments.new_instance,
        temporary=arguments.temp_config,
    )


def _open_window(
    file: Path | None = None,
    checkpoint: str | None = None,
    device: str | None = None,
    *,
    new_instance: bool = False,
    temporary: bool = False,
) -> int:
    import gc

    from sketchxai_desktop.cli.qt import prepare_for_qt

    if file is not None and not file.exists():
        raise UserError(f'There is no file "{file}".')
    # Nothing that is made for the window becomes garbage; run_window lets Python look for some once it is painted.
    gc.disable()
    prepare_for_qt()
    from sketchxai_desktop.app.launch import run_window

    return run_window(
        None if file is None else str(file), checkpoint, device, new_instance=new_instance, temporary=temporary
    )


def _complain(sentence: str) -> None:
    # A windowed bundle has no stderr.
    if sys.stderr is not None:
        try:
            print(sentence, file=sys.stderr, flush=True)
        except OSError:
            pass
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "SketchXAI Desktop", 0x10)


def _forget_stdout() -> None:
    """Whoever read our output left. Without this, Python would complain when it flushes stdout at the end."""
    import os

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass


if __name__ == "__main__":
    sys.exit(main())
