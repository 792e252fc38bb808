"""The status bar while several things are under way."""

from __future__ import annotations

from collections.abc import Generator

from pytestqt.qtbot import QtBot

from sketchxai_desktop.app.status_bar import StatusBar
from sketchxai_desktop.workers.job import Job


def _idle(_: Job) -> Generator[int, None, None]:
    while True:
        yield 0


def _bar(qtbot: QtBot, *titles: str) -> tuple[StatusBar, list[Job]]:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    jobs = [Job(_idle, title) for title in titles]
    for job in jobs:
        bar.watch(job)
    qtbot.waitUntil(lambda: bar.cancel.isVisible(), timeout=3000)
    return bar, jobs


def test_the_newest_is_shown_with_the_number_of_the_others(qtbot: QtBot) -> None:
    bar, jobs = _bar(qtbot, "Reading", "Training", "Exporting")
    assert bar.what.text() == "Exporting"
    assert bar.others.isVisible()
    assert bar.others.text() == "and 2 more"
    jobs[0].report_progress(1.0, "Reading, nearly done")
    qtbot.waitUntil(lambda: bar._told[jobs[0]][0] == 1.0, timeout=3000)
    assert bar.what.text() == "Exporting"
    for job in (jobs[2], jobs[1]):
        job.cancel()
        job.advance()
    qtbot.waitUntil(lambda: bar.job is jobs[0], timeout=3000)
    assert (bar.what.text(), bar.progress.value()) == ("Reading, nearly done", 1000)
    assert not bar.others.isVisible()
    jobs[0].cancel()
    jobs[0].advance()
    qtbot.waitUntil(lambda: not bar.cancel.isVisible(), timeout=3000)
    assert bar.job is None
    assert not bar._told


def test_each_of_the_others_can_be_cancelled_from_the_menu(qtbot: QtBot) -> None:
    bar, jobs = _bar(qtbot, "Reading", "Training", "Exporting")
    bar.others.menu().aboutToShow.emit()
    names = [action.text() for action in bar.others.menu().actions()]
    assert names == ["Cancel “Reading”", "Cancel “Training”"]
    bar.others.menu().actions()[0].trigger()
    assert [job.is_cancelled() for job in jobs] == [True, False, False]
    bar.cancel.click()
    assert [job.is_cancelled() for job in jobs] == [True, False, True]


def test_work_that_is_over_at_once_never_shows(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    job = Job(_idle, "Blink")
    bar.watch(job)
    job.cancel()
    job.advance()
    qtbot.waitUntil(lambda: bar.job is None, timeout=3000)
    assert not bar._delay.isActive()
    assert not bar.what.isVisible()
