"""Import torch on a lane without stopping the window's thread."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import os
import sys
from pathlib import Path


def import_torch() -> None:
    """What ``import torch`` does, with the interpreter's lock held for tens of milliseconds at most.

    Python holds its lock while it loads a library, and torch's are hundreds of MB: the window would stand still
    for half a second. A C function that is called from Python gives the lock away, so the libraries are loaded
    that way first. Afterwards, torch's half million objects are left out of Python's garbage collections, each of
    which would hold the lock for a tenth of a second.
    """
    if "torch" in sys.modules:
        return
    # On Windows, torch itself loads its libraries in this way.
    if os.name == "posix":
        with contextlib.suppress(OSError, AttributeError):
            _load_libraries()
    collecting = gc.isenabled()
    gc.disable()
    try:
        import torch  # noqa: F401
    finally:
        if collecting:
            gc.enable()
    gc.freeze()


def _load_libraries() -> None:
    """Load what torch is about to load. A library that cannot be loaded is left to torch, which says why."""
    torch = importlib.util.find_spec("torch")
    if torch is None or torch.origin is None:
        return
    folder = Path(torch.origin).parent / "lib"
    load = ctypes.CDLL(None).dlopen
    load.restype, load.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_int]
    ending = "dylib" if sys.platform == "darwin" else "so"
    # In torch's own order and visibility.
    for name, visible in (("libtorch_global_deps", os.RTLD_GLOBAL), ("libtorch_python", os.RTLD_LOCAL)):
        path = folder / f"{name}.{ending}"
        if not path.is_file():
            return
        if not load(os.fsencode(path), os.RTLD_NOW | visible):
            return
