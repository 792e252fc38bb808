"""What has to happen before Qt is first imported."""

from __future__ import annotations

import builtins
import os
import sys

from sketchxai_desktop import system_libraries


def prepare_for_qt(platform: str | None = None) -> None:
    """Call before Qt is first imported.

    Args:
        platform: a Qt platform name; None: the one that a window would use.

    Raises:
        UserError: a system library or the screen is missing, and Qt would end the process.
    """
    system_libraries.check(platform)
    if sys.platform == "win32":
        # After Qt, torch finds the wrong C++ runtime and does not load (pytorch issue 166628).
        import torch  # noqa: F401
    # PySide puts its own `import` in place of Python's, for `from __feature__ import snake_case`, and then reads the
    # source of every module that is imported, to see whether it mentions PySide: a fifth of the time that torch takes.
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain


def prepare_for_pictures() -> None:
    """The same for commands that paint and show nothing: no screen is needed, whatever the environment says.

    Raises:
        UserError: a system library is missing.
    """
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_for_qt("offscreen")
