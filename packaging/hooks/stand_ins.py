"""Runs in the bundle before the program: empty modules for what libraries import and never use here.

pyqtgraph imports Qt's OpenGL classes for charts drawn by a graphics card (10 MB). (What captum imports, and the bundle
leaves out as well, is stood in for where captum is imported: explain/captum_import.py.)
"""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

#: What is left out, and whose imports are answered; others do without if they find nothing, and shall.
STAND_INS = {
    "PySide6.QtOpenGL": "pyqtgraph",
    "PySide6.QtOpenGLWidgets": "pyqtgraph",
}


class _Absent:
    """Whatever is asked of an empty module; using it is a defect and says so."""

    def __init__(self, *_, **__):
        raise ImportError("this class is not part of the bundle")


class _Empty(ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname, path=None, target=None):
        for module, importer in STAND_INS.items():
            if (fullname == module or fullname.startswith(f"{module}.")) and _asked_by(importer):
                return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Empty(spec.name)

    def exec_module(self, module):
        pass


def _asked_by(package):
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] == package:
            return True
        frame = frame.f_back
    return False


sys.meta_path.append(_Finder())
