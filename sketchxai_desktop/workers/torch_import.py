"""Import torch on a lane without stopping the window's thread."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

_FOR_COMPILER = "torch._meta_registrations"
#: How the names of modules begin that count on it.
_COMPILER = ("torch._dynamo", "torch._inductor", "torch._decomp", "torch._prims", "torch._refs", "torch.utils._content")


def import_torch() -> None:
    """What ``import torch`` does, with the interpreter's lock held for tens of milliseconds at most.

    Python holds its lock while it loads a library, and torch's are hundreds of MB: the window would stand still
    for half a second. A C function that is called from Python gives the lock away, so the libraries are loaded
    that way first. What torch's compiler alone needs is left until something asks for it. Afterwards, torch's half
    million objects are left out of Python's garbage collections, each of which would hold the lock for a tenth of a
    second.
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
        with _without_compiler():
            import torch  # noqa: F401
    finally:
        if collecting:
            gc.enable()
    gc.freeze()


@contextlib.contextmanager
def _without_compiler() -> Iterator[None]:
    """Inside, an empty module stands in for one that takes two fifths of the time of importing torch.

    It says, in Python, which shape each of 1,000 operators answers with: `torch.compile` and tensors that are only
    pretended ask for that, computing does not. It is imported as soon as any of those is, as by torch's optimisers.
    """
    stand_in = ModuleType(_FOR_COMPILER)
    sys.modules[_FOR_COMPILER] = stand_in
    try:
        yield
        sys.meta_path.insert(0, _Forerunner())
    finally:
        if sys.modules.get(_FOR_COMPILER) is stand_in:
            del sys.modules[_FOR_COMPILER]
        package, _, name = _FOR_COMPILER.rpartition(".")
        torch = sys.modules.get(package)
        if torch is not None and getattr(torch, name, None) is stand_in:
            delattr(torch, name)


class _Forerunner:
    """Has what was left out imported before anything that counts on its being there."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname.startswith(_COMPILER) and self in sys.meta_path:
            sys.meta_path.remove(self)
            importlib.import_module(_FOR_COMPILER)


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
