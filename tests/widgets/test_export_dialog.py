"""The export dialog and what is done with its request."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import Run
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.rendering.export import ExportRequest, perform_export
from sketchxai_desktop.rendering.palette import DARK, Theme
from sketchxai_desktop.rendering.style import FrameStyle
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inversion_export_dialog import ExportDialog
from sketchxai_desktop.widgets.inversion_panel import InversionPanel

LEFT = Qt.MouseButton.LeftButton
MakeRun = Callable[..., Run]


@pytest.fixture
def dialog(make_run: MakeRun, show: Callable[..., QWidget], tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(make_run(6, 3), path=1, step=4, theme=DARK, scheme="viridis", traces=True, folder=tmp_path)
    show(dialog, 800, 440)
    return dialog


def write_path(qtbot: QtBot, dialog: ExportDialog, path: Path) -> None:
    dialog.path_edit.setFocus()
    qtbot.waitUntil(dialog.path_edit.hasFocus)
    dialog.path_edit.selectAll()
    qtbot.keyClicks(dialog.path_edit, str(path))


def test_it_begins_with_what_the_window_shows(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.export_chosen) as chosen:
        qtbot.mouseClick(dialog.export_button, LEFT)
    style = FrameStyle("panels", 512, "dark", "viridis", path=1, show_traces=True)
    path = tmp_path / "bicycle-to-camera.gif"
    assert chosen.args == [ExportRequest("animation", path, style, 5.0, 1.0, 2.0, True, step=4)]
    assert not dialog.isVisible()


def test_every_control_reaches_the_request(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.choose("animation", "sketch")
    dialog.format.setCurrentText("WebP")
    dialog.path_box.setValue(3)
    dialog.theme_box.setCurrentIndex(0)
    dialog.scheme_box.setCurrentIndex(2)
    for field, text in (
        (dialog.size_box, "256"),
        (dialog.fps, "20"),
        (dialog.hold_first, "0"),
        (dialog.hold_last, "3"),
    ):
        field.selectAll()
        qtbot.keyClicks(field, text)
    for switch in (dialog.ghost, dialog.traces, dialog.numbers, dialog.loop):
        qtbot.mouseClick(switch, LEFT, pos=switch.rect().center() - switch.rect().center() / 1.2)
    style = FrameStyle("sketch", 256, "light", "ink", path=2, show_ghost=True, show_numbers=True)
    path = tmp_path / "bicycle-to-camera.webp"
    assert dialog.request() == ExportRequest("animation", path, style, 20.0, 0.0, 3.0, False, step=4)


@pytest.mark.parametrize(
    ("kind", "style", "ending"),
    [
        ("animation", "grid", ".gif"),
        ("filmstrip", "sketch", ".png"),
        ("state", "sketch", ".svg"),
        ("record", "sketch", ".json"),
    ],
)
def test_the_ending_follows_the_kind(dialog: ExportDialog, kind: str, style: str, ending: str) -> None:
    dialog.choose(kind, style)  # type: ignore[arg-type]
    request = dialog.request()
    assert request.kind == kind
    assert request.path.name == f"bicycle-to-camera{ending}"
    assert request.style.style == style


def test_only_what_applies_is_shown(dialog: ExportDialog) -> None:
    assert dialog.fps.isVisible()
    assert dialog.path_box.isVisible()
    dialog.choose("animation", "grid")
    assert not dialog.path_box.isVisible()
    dialog.choose("record")
    assert not dialog.fps.isVisible()
    assert not dialog.size_box.isVisible()
    dialog.choose("filmstrip")
    assert dialog.size_box.isVisible()
    assert not dialog.loop.isVisible()
    dialog.path_box.setValue(0)
    assert dialog.request().all_paths


def test_the_format_follows_what_is_typed(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    write_path(qtbot, dialog, tmp_path / "movie.apng")
    qtbot.keyClick(dialog.path_edit, Qt.Key.Key_Tab)
    assert dialog.format.currentText() == "APNG"
    assert dialog.request().path == tmp_path / "movie.apng"
    write_path(qtbot, dialog, tmp_path / "movie")
    dialog.path_edit.editingFinished.emit()
    assert dialog.request().path == tmp_path / "movie.png"


@pytest.mark.parametrize("name", ["", "movie.mp4", "movie.json", "missing/movie.gif", "."])
def test_a_file_that_cannot_be_written_is_refused_at_once(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    dialog.path_edit.setText(str(tmp_path / name) if name else "")
    assert dialog.message.text().endswith(".")
    assert not dialog.export_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.export_chosen):
        dialog.accept()
    assert dialog.isVisible()
    dialog.path_edit.setText(str(tmp_path / "movie.gif"))
    assert dialog.export_button.isEnabled()


def test_a_name_alone_is_enough(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    write_path(qtbot, dialog, Path("walk"))
    assert dialog.request().path == tmp_path / "walk.gif"
    assert dialog.export_button.isEnabled()  # a button that is off takes no focus, so nothing would add the ending


@pytest.mark.parametrize("name", ["x" * 300 + ".gif", "~nobody-of-that-name/x.gif", "x" * 300 + "/y"])
def test_names_that_cannot_be_looked_up(dialog: ExportDialog, qtbot: QtBot, name: str) -> None:
    dialog.path_edit.setText(name)
    assert dialog.folder.name
    assert dialog.export_button.isEnabled() == ("/" not in name)  # a folder that is not there is refused at once
    dialog.accept()


def test_replacing_a_file_is_announced(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.gif").touch()
    assert dialog.message.text() == ""
    dialog.path_edit.setText(str(tmp_path / "old.gif"))
    assert "replaced" in dialog.message.text()
    assert dialog.export_button.isEnabled()


def test_the_preview_follows(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.preview.image is not None)
    panels = dialog.preview.image
    assert panels is not None
    assert panels.width() > panels.height()
    dialog.preview.slider.setValue(0)
    qtbot.waitUntil(lambda: dialog.preview.image != panels)
    assert dialog.request().step == 0
    dialog.choose("animation", "sketch")
    qtbot.waitUntil(lambda: dialog.preview.image.width() == dialog.preview.image.height())
    dialog.choose("filmstrip")
    qtbot.waitUntil(lambda: dialog.preview.image.width() > 3 * dialog.preview.image.height())
    dialog.choose("record")
    qtbot.waitUntil(lambda: dialog.preview.image is None)


def test_duration_and_size_are_told(dialog: ExportDialog) -> None:
    assert dialog.facts.text() == "6 frames, 3.8 seconds, 853 × 512 pixels"
    dialog.fps.setValue(10)
    dialog.size_box.setValue(256)
    assert dialog.facts.text() == "6 frames, 3.4 seconds, 427 × 256 pixels"


def test_browse_fills_in_the_file(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.mouseClick(dialog.browse, LEFT)
    browser = dialog.findChild(QFileDialog)
    assert browser is not None
    browser.fileSelected.emit(str(tmp_path / "chosen.gif"))
    browser.reject()
    assert dialog.request().path == tmp_path / "chosen.gif"


def test_it_fits_a_small_screen(dialog: ExportDialog, theme: Theme) -> None:
    dialog.set_theme(theme)
    hint = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert hint.width() <= 1000
    assert hint.height() <= 560


def test_the_panel_opens_it_and_passes_the_request_on(
    session: Session,
    summary: CheckpointSummary,
    bicycle: Sketch,
    make_run: MakeRun,
    play: Callable[..., Sequence[object]],
    show: Callable[..., QWidget],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    session.set_checkpoint(summary)
    session.edit(bicycle, "Open")
    panel = InversionPanel(session)
    show(panel, 1000, 230)
    panel.open_export()
    assert panel.export_dialog is None, "there is nothing to export yet"
    play(session, make_run(6, 3))
    session.show_state(path=2, step=3)
    qtbot.mouseClick(panel.scrubber.export, LEFT)
    dialog = panel.export_dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.request().style.path == 2
    assert dialog.request().step == 3
    dialog.path_edit.setText(str(tmp_path / "out.gif"))
    with qtbot.waitSignal(panel.export_requested) as asked:
        qtbot.mouseClick(dialog.export_button, LEFT)
    assert asked.args[0].path == tmp_path / "out.gif"
    assert panel.export_dialog is None
    panel.open_export()
    assert panel.export_dialog is not None
    assert panel.export_dialog.folder == tmp_path, "the folder is remembered"
    panel.export_dialog.reject()
    assert panel.export_dialog is None
    # Closed dialogs are deleted while their panel lives, as in the program: it outlives them there.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# Doing it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name"),
    [("animation", "a.mp4"), ("animation", "a.json"), ("filmstrip", "a.gif"), ("state", "a"), ("record", "a.png")],
)
def test_an_unknown_ending_is_refused(kind: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="must end in"):
        ExportRequest(kind, tmp_path / name)  # type: ignore[arg-type]


def test_every_kind_is_written(qapp: object, make_run: MakeRun, tmp_path: Path) -> None:
    run, style = make_run(6, 3), FrameStyle("sketch", 128)
    done: list[tuple[int, int]] = []
    for kind, name in (
        ("animation", "a.gif"),
        ("animation", "a.png"),
        ("filmstrip", "f.png"),
        ("state", "s.svg"),
        ("state", "s.png"),
        ("record", "r.JSON"),
    ):
        request = ExportRequest(kind, tmp_path / name, style, step=2)  # type: ignore[arg-type]
        assert perform_export(run, request, lambda k, n: done.append((k, n)))
        assert (tmp_path / name).stat().st_size > 0
        assert done[-1][0] == done[-1][1]
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 6
    with Image.open(tmp_path / "f.png") as strip:
        assert strip.width > 6 * 128
        assert strip.height < 2 * 128
    assert "<svg" in (tmp_path / "s.svg").read_text(encoding="utf-8")
    record = json.loads((tmp_path / "r.JSON").read_text(encoding="utf-8"))
    assert len(record["paths"]) == 3
    assert len(record["paths"][0]["target_probability"]) == 6
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gif", "a.png", "f.png", "r.JSON", "s.png", "s.svg"]


def test_a_filmstrip_of_all_paths_has_a_row_for_each(qapp: object, make_run: MakeRun, tmp_path: Path) -> None:
    request = ExportRequest("filmstrip", tmp_path / "f.png", FrameStyle("sketch", 128), all_paths=True)
    assert perform_export(make_run(3, 3), request)
    with Image.open(request.path) as strip:
        assert strip.height > 3 * 128


@pytest.mark.parametrize(("kind", "name"), [("animation", "a.gif"), ("filmstrip", "a.png"), ("record", "a.json")])
def test_a_cancelled_export_leaves_nothing(
    qapp: object, make_run: MakeRun, tmp_path: Path, kind: str, name: str
) -> None:
    request = ExportRequest(kind, tmp_path / name)  # type: ignore[arg-type]
    assert not perform_export(make_run(6, 3), request, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there_is_refused(qapp: object, make_run: MakeRun, tmp_path: Path) -> None:
    beyond = FrameStyle("sketch", 128, path=7)
    for kind, name in (("animation", "a.gif"), ("filmstrip", "a.png"), ("state", "a.svg")):
        with pytest.raises(UserError, match="no path 8"):
            perform_export(make_run(6, 3), ExportRequest(kind, tmp_path / name, beyond))  # type: ignore[arg-type]
    with pytest.raises(UserError, match="no steps yet"):
        perform_export(make_run(0, 1, steps=5), ExportRequest("record", tmp_path / "a.json"))
