"""How the inversion panel looks: colours, sizes, words that fit, and long runs of many paths."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Theme
from sketchxai_desktop.session import Session
from sketchxai_desktop.widgets.inversion_filmstrip import fewer_steps
from sketchxai_desktop.widgets.inversion_panel import InversionPanel
from tests.widgets.inversion_panel import MakeRun, Play, Show, caught_up, panel, uneven

__all__ = ["panel", "uneven"]  # fixtures


def test_selection_and_hover_reach_the_pictures(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, face: Sketch, qtbot: QtBot
) -> None:
    play(session, make_run(6, 2))
    caught_up(qtbot, panel)
    plain = panel.grid.grab().toImage()
    session.select(1)
    marked = panel.grid.grab().toImage()
    assert marked != plain
    session.select(None)
    session.hover(0)
    assert panel.grid.grab().toImage() not in (plain, marked)
    session.edit(face, "Open")  # another drawing: its strokes are not the run's
    session.select(1)
    caught_up(qtbot, panel)
    assert panel.grid.grab().toImage() == plain


def test_themes_and_schemes_change_the_pictures(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, qtbot: QtBot
) -> None:
    play(session, make_run(6, 2))
    caught_up(qtbot, panel)
    seen = []
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        seen += [part.grab().toImage() for part in (panel.grid, panel.filmstrip, panel.chart, panel.transport)]
    assert all(a != b for a, b in zip(seen[:4], seen[4:], strict=True))
    rainbow = panel.grid.grab().toImage()
    panel.set_scheme("ink")
    assert panel.grid.grab().toImage() != rainbow


@pytest.mark.parametrize("size", [(940, 200), (1000, 230), (1900, 320), (3840, 520)])
def test_nothing_is_clipped(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, size: tuple[int, int], qtbot: QtBot
) -> None:
    panel.resize(*size)
    play(session, make_run(120, 4))
    caught_up(qtbot, panel)
    assert panel.size().toTuple() == size, "the panel must fit"
    parts = (panel.form, panel.transport, panel.grid, panel.chart, panel.filmstrip, panel.scrubber)
    buttons = panel.scrubber.findChildren(QAbstractButton) + panel.transport.findChildren(QAbstractButton)
    for part in (*parts, *buttons):
        rect = part.rect().translated(part.mapTo(panel, QPoint(0, 0)))
        assert panel.rect().contains(rect), part
        assert part.width() >= part.minimumSizeHint().width(), part
    assert panel.chart.height() >= 60
    last = len(panel.filmstrip.steps()) - 1
    assert last >= 7
    assert panel.filmstrip.cell_rect(last).right() <= panel.filmstrip.width()


def test_a_wide_panel_shows_words_on_its_buttons(panel: InversionPanel, show: Show) -> None:
    beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    assert panel.scrubber.use.toolButtonStyle() == alone
    panel.resize(1700, 260)
    assert panel.scrubber.use.toolButtonStyle() == beside
    panel.resize(1000, 230)
    assert panel.scrubber.use.toolButtonStyle() == alone


def test_controls_have_names_and_can_be_reached_by_key(panel: InversionPanel, theme: Theme) -> None:
    panel.set_theme(theme)
    for button in panel.findChildren(QAbstractButton):
        if not button.objectName().startswith("qt_"):
            assert button.accessibleName() or button.text(), button
            assert button.toolTip(), button
    chart = panel.chart  # made now, long after what comes before and behind it
    seen, widget = [], panel.nextInFocusChain()
    while widget is not panel and widget not in seen:
        seen.append(widget)
        widget = widget.nextInFocusChain()
    parts = (panel.transport.run, panel.grid, chart, panel.filmstrip, panel.scrubber.slider)
    for part in parts:
        assert part in seen
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_long_run_of_many_paths_is_followed(
    panel: InversionPanel, session: Session, uneven: MakeRun, play: Play, qtbot: QtBot
) -> None:
    run = uneven(1001, 64)
    left = list(play(session, run, 1))
    while left:
        session.add_steps(left[:50])
        del left[:50]
        panel._refresh()
    assert panel.chart.curve()[1] == pytest.approx(run.target_probability[:, 0])
    x, _ = panel.chart._others_target.getData()
    assert 0 < len(x) < 30_000
    assert not panel.grab().isNull()


@pytest.mark.parametrize("points", [9, 13])
def test_a_small_panel_shows_less_but_all_of_it(
    panel: InversionPanel, session: Session, make_run: MakeRun, play: Play, points: int, qtbot: QtBot
) -> None:
    font = panel.font()
    font.setPointSize(points)
    panel.setFont(font)
    QApplication.processEvents()
    least = panel.minimumSizeHint()
    assert least.width() <= 880
    assert least.height() <= 150
    layout = panel.layout()
    assert layout is not None
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # as in a dock: what the panel says counts
    panel.setMinimumSize(0, 0)
    panel.resize(least)
    play(session, make_run(120, 4))
    caught_up(qtbot, panel)
    assert panel.size() == least
    alone = Qt.ToolButtonStyle.ToolButtonIconOnly
    assert panel.transport.pause.toolButtonStyle() == alone
    assert panel.transport.run.toolButtonStyle() != alone, "the word that counts stays"
    assert not panel.filmstrip.isVisible(), "the chart is worth more"
    assert panel.chart.height() >= 60
    assert not panel.scrubber.first.isVisible()
    assert panel.scrubber.label.text().endswith(" / 119")
    assert "step" not in panel.scrubber.label.text()
    buttons = panel.scrubber.findChildren(QAbstractButton) + panel.transport.findChildren(QAbstractButton)
    for button in buttons:
        if button.isVisible():
            rect = button.rect().translated(button.mapTo(panel, QPoint(0, 0)))
            assert panel.rect().contains(rect), button.accessibleName()
            assert button.width() >= button.minimumSizeHint().width(), button.accessibleName()
    fields = (panel.form.target, panel.form.paths, panel.form.seed, panel.form.strokes)
    for field in fields:

        def seen(field: QWidget = field) -> None:
            panel.form.ensureWidgetVisible(field)
            rect = field.rect().translated(field.mapTo(panel.form.viewport(), QPoint(0, 0)))
            assert panel.form.viewport().rect().contains(rect), (field.accessibleName(), rect)

        qtbot.waitUntil(seen)  # how far it can scroll is known when its layout has settled
    panel.resize(1400, 300)
    QApplication.processEvents()
    assert panel.filmstrip.isVisible()
    assert panel.scrubber.first.isVisible()
    assert panel.transport.pause.toolButtonStyle() != alone
    assert panel.form.steps.y() == panel.form.paths.y(), "two fields in a row again"


def test_a_narrow_filmstrip_keeps_the_steps_that_tell_most() -> None:
    steps = [0, 1, 2, 3, 4, 5, 10, 50, 100]
    assert fewer_steps(steps, 9) == steps
    assert fewer_steps(steps, 8) == [0, 1, 2, 3, 5, 10, 50, 100]
    assert fewer_steps(steps, 5) == [0, 3, 10, 50, 100]
    assert fewer_steps(steps, 2) == [0, 100]
    assert fewer_steps([0], 2) == [0]
