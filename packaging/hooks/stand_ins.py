"""Runs in the bundle before the program: empty modules for what libraries import and never use here.

pyqtgraph imports Qt's OpenGL classes for charts drawn by a graphics card (10 MB). scikit-learn imports all of its ways
of grouping, and for them most of itself and of SciPy (45 MB), where k-means is asked for. (What captum imports, and the
bundle leaves out as well, is stood in for where captum is imported: explain/captum_import.py.)
"""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

#: What is left out, and whose imports are answered; others do without if they find nothing, and shall.
STAND_INS = {
    "PySide6.QtOpenGL": ("pyqtgraph",),
    "PySide6.QtOpenGLWidgets": ("pyqtgraph",),
    # Ways of grouping beside k-means.
    "sklearn.cluster._affinity_propagation": ("sklearn",),
    "sklearn.cluster._agglomerative": ("sklearn",),
    "sklearn.cluster._bicluster": ("sklearn",),
    "sklearn.cluster._birch": ("sklearn",),
    "sklearn.cluster._bisect_k_means": ("sklearn",),
    "sklearn.cluster._dbscan": ("sklearn",),
    "sklearn.cluster._hdbscan": ("sklearn",),
    "sklearn.cluster._mean_shift": ("sklearn",),
    "sklearn.cluster._optics": ("sklearn",),
    "sklearn.cluster._spectral": ("sklearn",),
    # Measures of other things than distances.
    "sklearn.metrics._classification": ("sklearn",),
    "sklearn.metrics._plot": ("sklearn",),
    "sklearn.metrics._ranking": ("sklearn",),
    "sklearn.metrics._regression": ("sklearn",),
    "sklearn.metrics._scorer": ("sklearn",),
    "sklearn.metrics.cluster": ("sklearn",),
    # What those needed, and openTSNE offers to begin a map with or to find neighbours by; ours are worked out before.
    "scipy.stats": ("sklearn", "openTSNE"),
    "sklearn.decomposition": ("sklearn", "openTSNE"),
    "sklearn.linear_model": ("sklearn", "captum"),
    "sklearn.manifold": ("sklearn", "openTSNE"),
    "sklearn.neighbors": ("sklearn", "openTSNE"),
    "sklearn.preprocessing": ("sklearn", "openTSNE"),
    # Parts of SciPy that its other parts mention.
    "scipy.constants": ("scipy", "sklearn"),
    "scipy.fft": ("scipy", "sklearn"),
    "scipy.integrate": ("scipy", "sklearn"),
    "scipy.interpolate": ("scipy", "sklearn"),
    "scipy.ndimage": ("scipy", "sklearn"),
    "scipy.optimize": ("scipy", "sklearn"),
    "scipy.sparse.csgraph": ("scipy", "sklearn"),
    "scipy.sparse.linalg": ("scipy", "sklearn"),
    "scipy.spatial": ("scipy", "sklearn", "openTSNE"),
    "scipy.special": ("scipy", "sklearn", "openTSNE"),
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
        for module, importers in STAND_INS.items():
            if (fullname == module or fullname.startswith(f"{module}.")) and _asked_by(importers):
                return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Empty(spec.name)

    def exec_module(self, module):
        pass


def _asked_by(packages):
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] in packages:
            return True
        frame = frame.f_back
    return False


sys.meta_path.append(_Finder())
