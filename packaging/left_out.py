"""What the bundle leaves out. build.spec asks; tests/test_bundle_contents.py runs the program without these modules."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

_found = find_spec("torch")
assert _found is not None
assert _found.origin is not None
TORCH = Path(_found.origin).parent

# Modules that something imports if it can, and that this app never reaches.
EXCLUDED_MODULES = [
    "IPython",
    "PIL.AvifImagePlugin",
    "PIL.ImageCms",
    "PIL.ImageFont",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._imagingcms",
    "PIL._imagingft",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "OpenGL",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuick3D",
    "PySide6.QtQuickControls2",
    "PySide6.QtQuickTest",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "_curses",
    "_pytest",
    "_tkinter",
    "caffe2",
    "cupy",
    "dask",
    "functorch",
    "h5py",
    "hf_xet",  # a faster way to download many large files; we download a few small ones
    "hypothesis",
    "huggingface_hub.cli",
    "huggingface_hub.commands",
    "huggingface_hub.inference",
    "jupyter_client",
    "networkx",
    "pandas",
    "pip",
    "polars",
    "pyarrow",
    "pygments",
    "pyqtgraph.console",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "pytest",
    "readline",
    "setuptools",
    "sqlite3",
    "tensorboard",
    "tkinter",
    "triton",  # compiles for a graphics card what torch.compile asks for, which nothing here does
    # What libraries offer to use if somebody has it; the list of what is bundled (sbom.py) shows such guests.
    "ast_serialize",
    "attr",
    "chardet",
    "charset_normalizer",
    "defusedxml",
    "librt",
    "lxml",
    "mypy",
    "mypyc",
    "numpy.typing.mypy_plugin",
    "psutil",
    "py",
    "pydantic",
    "pylab",
    "requests",
    "rich",
    "tokenizers",
    "transformers",
    "urllib3",
    # captum draws with matplotlib what we draw ourselves; explain/captum_import.py stands in for it.
    "contourpy",
    "cycler",
    "dateutil",
    "fontTools",
    "kiwisolver",
    "matplotlib",
    "mpl_toolkits",
    "pyparsing",
    # scikit-learn is here for k-means; what it imports all the same is stood in for (hooks/stand_ins.py).
    "scipy.cluster",
    "scipy.datasets",
    "scipy.fftpack",
    "scipy.io",
    "scipy.misc",
    "scipy.odr",
    "scipy.signal",
    "sklearn.calibration",
    "sklearn.compose",
    "sklearn.covariance",
    "sklearn.cross_decomposition",
    "sklearn.datasets",
    "sklearn.discriminant_analysis",
    "sklearn.ensemble",
    "sklearn.experimental",
    "sklearn.feature_extraction",
    "sklearn.feature_selection",
    "sklearn.gaussian_process",
    "sklearn.impute",
    "sklearn.inspection",
    "sklearn.isotonic",
    "sklearn._isotonic",
    "sklearn._loss",
    "sklearn.mixture",
    "sklearn.model_selection",
    "sklearn.multiclass",
    "sklearn.multioutput",
    "sklearn.naive_bayes",
    "sklearn.neural_network",
    "sklearn.pipeline",
    "sklearn.semi_supervised",
    "sklearn.svm",
    "sklearn.tree",
    # torch's optimisers import torch._dynamo, and that sympy; the compiler behind it is not reached.
    "sympy.categories",
    "sympy.crypto",
    "sympy.diffgeom",
    "sympy.holonomic",
    "sympy.liealgebras",
    "sympy.parsing.autolev",
    "sympy.parsing.latex",
    "sympy.physics",
    "sympy.stats",
    "sympy.vector",
    "torch._inductor.autoheuristic",
    "torch._inductor.codegen",
    "torch._inductor.fx_passes",
    "torch._inductor.ir",
    "torch._inductor.kernel",
    "torch._inductor.lowering",
    "torch._inductor.scheduler",
    "torch._inductor.select_algorithm",
    "torch._inductor.template_heuristics",
    "torch._vendor.quack",
    "torch.ao.ns",
    "torch.ao.pruning",
    "torch.distributed._tools",
    "torch.distributed.checkpoint",
    "torch.distributed.pipelining",
    "torch.utils.benchmark",
    "torch.utils.bottleneck",
    "torch.utils.hipify",
    "torch.utils.tensorboard",
]
# Stood in for where something imports them nevertheless.
_HOOK = ast.parse((Path(__file__).parent / "hooks/stand_ins.py").read_text(encoding="utf-8"))
EXCLUDED_MODULES += next(
    ast.literal_eval(line.value)
    for line in _HOOK.body
    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "STAND_INS"
)
# torch imports three small modules of its own tests' helpers; the rest describes every operator there is.
EXCLUDED_MODULES += [
    f"torch.testing._internal.{path.stem}"
    for path in (TORCH / "testing/_internal").iterdir()
    if path.stem not in ("__init__", "__pycache__", "common_dtype", "logging_tensor", "distributed")
]
EXCLUDED_MODULES += [
    f"torch.testing._internal.distributed.{path.stem}"
    for path in (TORCH / "testing/_internal/distributed").iterdir()
    if path.stem not in ("__init__", "__pycache__", "fake_pg")
]

# Modules of torch that read their own source when they are imported: settings, for their comments, and functions with
# overloads for TorchScript.
_READS_ITSELF = re.compile(r"install_config_module\(|_overload as overload|^\s*@[\w.]*_overload", re.MULTILINE)
SOURCES_OF_TORCH = [
    ".".join(path.relative_to(TORCH.parent).with_suffix("").parts)
    for path in sorted(TORCH.rglob("*.py"))
    if path.name != "__init__.py" and _READS_ITSELF.search(path.read_text(encoding="utf-8"))
]

# Files that hooks collect and nothing here opens: Qt Quick and what belongs to it, plugins for embedded
# screens, the GTK theme (it would drag GTK itself along), torch's headers, its tests and its compiler's helpers.
UNUSED_FILES = re.compile(
    r"""
    (^|/)(lib)?Qt6(Qml|Quick|Labs|VirtualKeyboard|Pdf|Designer|Help|Sql|EglF[Ss]|Lottie|WaylandCompositor|WaylandEglComp)
  | PySide6/(Qt/)?(qml|translations(?!/qtbase_de\.qm)|metatypes|resources)/
  | /plugins/(egldeviceintegrations|generic|qmltooling|sqldrivers|designer|vectorimageformats|printsupport|tls
             |wayland-graphics-integration-server)/
  | /plugins/platforms/(lib)?q(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc)\.
  | /plugins/platformthemes/libqgtk3\.
  | /plugins/networkinformation/
  | /plugins/platforminputcontexts/(lib)?qtvirtualkeyboardplugin\.
  | /plugins/imageformats/(lib)?q(pdf|icns|tga|tiff|wbmp)\.
  | ^torch/(include|share|test|testing|utils/(benchmark|hipify|model_dump))/
  | ^torch/bin/(?!torch_shm_manager)
  | ^torch/lib/lib(torchbind_test|jitbackend_test|backend_with_compiler|aoti_custom_ops)\.
  | ^(sklearn|scipy|numpy|joblib|captum|pyqtgraph)/(.*/)?(tests?|testing|examples|datasets)/
  | ^sklearn/.*\.(pyx|pxd|tp|c|build)$
  | ^(attrs|hypothesis|pytest|click|pluggy|pydantic)-[^/]*\.dist-info/
  | \.dist-info/(licenses/third_party/|RECORD$|INSTALLER$|direct_url\.json$)
  | \.(pyi|pxd|pyx|h|hpp|cuh|cmake|lib|a)$
    """,
    re.VERBOSE,
)
