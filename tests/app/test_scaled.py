"""On a screen at 200 %, everything is drawn with twice the pixels: nothing is a small picture made large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.app.scaled_window import look_at

# A process of its own: Qt reads the scale once, when the application is made. No network is loaded.
LOOK = """
import json, sys, time
from PySide6.QtWidgets import QToolButton
from sketchxai_desktop import paths
from sketchxai_desktop.app.launch import make_application
from sketchxai_desktop.app.program import Program

application = make_application()
program = Program("cpu")
window = program.window
window.resize(1024, 640)
window.show()
program.settings = program.settings.changed("theme", "light")
program._apply_settings()
program.files.open(str(paths.resource("samples.ndjson")), remember=False, show_first=True)
thumbnails = window.browser._thumbnails
until = time.monotonic() + 60
while time.monotonic() < until and not (program.session.sketch.strokes and thumbnails.pixmap(0)):
    application.processEvents()
pixmap = thumbnails.pixmap(0)
buttons = {
    button.defaultAction().objectName() or button.text(): button
    for button in window.tool_bar.findChildren(QToolButton)
    if button.defaultAction() is not None and not button.icon().isNull() and button.isVisible()
}
wanted = {"canvas": window.canvas, "grid": window.browser.grid.viewport(), "pace": window.inversion.transport}
wanted |= {f"button {name}": button for name, button in buttons.items() if button.isEnabled()}
found = {}
for number, (name, widget) in enumerate(wanted.items()):
    picture = widget.grab()
    path = f"{sys.argv[1]}/{number}.png"
    picture.save(path)
    found[name] = [path, widget.width(), widget.height(), picture.width(), picture.height()]
print(json.dumps({"thumbnail": [pixmap.devicePixelRatio(), pixmap.width(), thumbnails.look.size], "seen": found}))
window.close()
program.stop()
"""


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("scaled")
    return look_at(LOOK, str(folder), scale=2, folder=folder)


def _sharpness(path: str) -> tuple[float, float]:
    """Of a picture: the hardest edge between neighbouring pixels, as a share of the picture's whole range of grey; and
    the share of edges that lie inside a block of 2 x 2 pixels, of which a picture made large has none."""
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        grey = np.asarray(image.convert("L"), np.float64)
    across, down = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0))
    least = 0.25 * np.ptp(grey)
    count = (across > least).sum() + (down > least).sum()
    inside = (across[:, ::2] > least).sum() + (down[::2] > least).sum()
    return float(max(across.max(), down.max()) / np.ptp(grey)), float(inside / max(count, 1))


def test_thumbnails_have_twice_the_pixels(look: dict[str, Any]) -> None:
    ratio, width, size = look["thumbnail"]
    assert ratio == 2.0
    assert width == 2 * size


def test_nothing_in_the_window_is_a_small_picture_made_large(look: dict[str, Any]) -> None:
    assert len([name for name in look["seen"] if name.startswith("button")]) >= 5
    for name, (path, width, height, across, down) in look["seen"].items():
        assert (across, down) == (2 * width, 2 * height), name
        hardest, inside = _sharpness(path)
        assert hardest > 0.6, f"{name} is blurred"
        assert inside > 0.1, f"{name} is made of doubled pixels"


def test_the_measure_knows_a_picture_made_large(look: dict[str, Any], tmp_path: Path) -> None:
    from PIL import Image

    path = look["seen"]["canvas"][0]
    with Image.open(path) as image:
        small = image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
        for name, way in (("doubled", Image.Resampling.NEAREST), ("smooth", Image.Resampling.BILINEAR)):
            small.resize(image.size, way).save(tmp_path / f"{name}.png")
    assert _sharpness(str(tmp_path / "doubled.png"))[1] < 0.02
    assert _sharpness(str(tmp_path / "smooth.png"))[0] < 0.6
