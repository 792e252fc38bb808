"""The about box: versions, device, the network's fingerprint, how to cite, and the licences of what is bundled."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.app.icons import program_icon
from sketchxai_desktop.app.language import tr

_CITATION = (
    "Qu, Gryaditskaya, Li, Pang, Xiang, Song: SketchXAI: A First Look at Explainability for Human Sketches. CVPR 2023."
)
BIBTEX = """\
@inproceedings{qu2023sketchxai,
  title     = {{SketchXAI}: A First Look at Explainability for Human Sketches},
  author    = {Qu, Zhiyu and Gryaditskaya, Yulia and Li, Ke and Pang, Kaiyue and Xiang, Tao and Song, Yi-Zhe},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
  year      = {2023},
  eprint    = {2304.11744},
  archivePrefix = {arXiv}
}
"""
#: What comes with the program: distribution, its licence (SPDX), and where it lives.
BUNDLED = (
    ("PySide6_Essentials", "LGPL-3.0-only", "https://www.qt.io/qt-for-python"),
    ("torch", "BSD-3-Clause and others", "https://pytorch.org"),
    ("numpy", "BSD-3-Clause", "https://numpy.org"),
    ("scipy", "BSD-3-Clause", "https://scipy.org"),
    ("scikit-learn", "BSD-3-Clause", "https://scikit-learn.org"),
    ("openTSNE", "BSD-3-Clause", "https://github.com/pavlin-policar/openTSNE"),
    ("captum", "BSD-3-Clause", "https://captum.ai"),
    ("pyqtgraph", "MIT", "https://www.pyqtgraph.org"),
    ("pillow", "MIT-CMU", "https://python-pillow.github.io"),
    ("orjson", "MPL-2.0 AND (Apache-2.0 OR MIT)", "https://github.com/ijl/orjson"),
    ("safetensors", "Apache-2.0", "https://github.com/huggingface/safetensors"),
    ("huggingface_hub", "Apache-2.0", "https://github.com/huggingface/huggingface_hub"),
    ("httpx2", "BSD-3-Clause", "https://github.com/pydantic/httpx2"),
    ("filelock", "MIT", "https://github.com/tox-dev/filelock"),
    ("Jinja2", "BSD-3-Clause", "https://palletsprojects.com/p/jinja"),
    ("platformdirs", "MIT", "https://github.com/tox-dev/platformdirs"),
    ("tqdm", "MPL-2.0 AND MIT", "https://tqdm.github.io"),
    ("svgelements", "MIT", "https://github.com/meerk40t/svgelements"),
)


class AboutDialog(QDialog):
    """Three pages: the program, how to cite, licences."""

    def __init__(self, diagnostics: str, parent: QWidget) -> None:
        super().__init__(parent)
        tr = self.tr
        self.setWindowTitle(tr("About SketchXAI Desktop"))
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(56, 56))
        name = QLabel(
            "<h2 style='margin:0'>SketchXAI Desktop</h2>"
            + escape(tr("See why a neural network says \u201cbicycle\u201d to a drawing."))
        )
        name.setWordWrap(True)
        head.addWidget(picture)
        head.addSpacing(8)
        head.addWidget(name, 1)
        self.pages = QTabWidget()
        self.pages.setAccessibleName(tr("About"))
        self._page(
            tr("&Program"),
            _wrapped(diagnostics),
            tr("Copy &Versions"),
            diagnostics,
        )
        method = tr("The method and the network's architecture:")
        self._page(
            tr("&Citation"),
            f"<p>{escape(method)}</p><p>{escape(_CITATION)}</p>{_wrapped(BIBTEX)}",
            tr("Copy &BibTeX"),
            BIBTEX,
        )
        self._page(tr("&Licences"), _licences(), None, "")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(buttons)
        self.resize(min(620, parent.width() - 60), min(480, parent.height() - 60))

    def _page(self, title: str, html: str, copy: str | None, text: str) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        browser = QTextBrowser()
        browser.setAccessibleName(title.replace("&", ""))
        browser.setOpenExternalLinks(True)
        browser.setHtml(html)
        column.addWidget(browser)
        if copy is not None:
            row = QHBoxLayout()
            button = QPushButton(copy)
            button.setAutoDefault(False)
            button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        self.pages.addTab(page, title)


def _wrapped(text: str) -> str:
    return f"<pre style='white-space: pre-wrap'>{escape(text)}</pre>"


def _licences() -> str:
    rows = "".join(
        f"<tr><td><a href='{url}'>{escape(name)}</a>&nbsp;{escape(_version(name))}&nbsp;&nbsp;</td>"
        f"<td>{escape(licence)}</td></tr>"
        for name, licence, url in sorted(BUNDLED, key=lambda row: row[0].casefold())
    )
    program = tr("The program: Apache-2.0.")
    network = tr(
        "The bundled networks were trained on Quick, Draw! drawings, made available by Google, Inc. under CC BY 4.0."
    )
    qt = tr("Qt is used as a library of its own under the LGPL; you may replace it by another build.")
    return f"<p>{program} {network}</p><table cellpadding='2'>{rows}</table><p>{qt}</p>"


def _version(name: str) -> str:
    """As far as it is known: a bundle carries it for few packages."""
    from importlib.metadata import PackageNotFoundError, metadata  # takes longer than one might think

    try:
        return str(metadata(name)["Version"])
    except PackageNotFoundError:
        return ""
