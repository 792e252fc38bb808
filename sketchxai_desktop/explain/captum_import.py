"""Captum without matplotlib.

Captum imports matplotlib, for pictures of its own that are never drawn here: that takes seconds and, the first time on
a computer, many of them for a list of its fonts. While Captum is imported, empty modules stand in for it.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_STOOD_IN = ("matplotlib", "mpl_toolkits")
_lock = threading.Lock()


def load_captum() -> None:
    """Import `captum.attr`, at first in a fifth of a second. Whoever imports matplotlib later gets the real one."""
    with _lock:
        if "captum.attr" in sys.modules:
            return
        finder = None if "matplotlib" in sys.modules else _Finder()
        if finder is not None:
            sys.meta_path.insert(0, finder)
        try:
            importlib.import_module("captum.attr")
        finally:
            if finder is not None:
                sys.meta_path.remove(finder)
                for name in [name for name, module in list(sys.modules.items()) if isinstance(module, _Empty)]:
                    del sys.modules[name]


class _Nothing(type):
    """What is asked of an absent class is absent, too."""

    def __getattr__(cls, name: str) -> type[_Absent]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class _Absent(metaclass=_Nothing):
    """Whatever is asked of an empty module; using it is a defect and says so."""

    def __init__(self, *_: object, **__: object) -> None:
        raise ImportError("Captum was imported without matplotlib")


class _Empty(ModuleType):
    def __getattr__(self, name: str) -> type[_Absent]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        ours = fullname.partition(".")[0] in _STOOD_IN
        return ModuleSpec(fullname, self, is_package=True) if ours else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Empty(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass
