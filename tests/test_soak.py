"""Hours of use in minutes: nothing may grow, hang or be lost. Left out unless asked for with ``-m soak``."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from sketchxai_desktop import paths
from sketchxai_desktop.core.checkpoint import Checkpoint, load_checkpoint
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.inspection import inspect_sketch
from sketchxai_desktop.core.inversion import invert, start_run
from sketchxai_desktop.core.run import InversionSettings
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]


def _megabytes() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


def _growth(work: Callable[[int], None], warm_up: int, rounds: int) -> float:
    """Megabytes by which `rounds` more calls let this process grow after the first `warm_up`."""
    for index in range(warm_up):
        work(index)
    before = _megabytes()
    for index in range(warm_up, warm_up + rounds):
        work(index)
    return _megabytes() - before


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return load_checkpoint(paths.bundled_checkpoints()[0])


@pytest.fixture(scope="module")
def sketches() -> list[Sketch]:
    source = open_drawings(paths.resource("samples.ndjson"))
    try:
        return [source.sketch(index) for index in range(len(source))]
    finally:
        source.close()


def test_inspecting_and_inverting_all_day_does_not_grow(checkpoint: Checkpoint, sketches: list[Sketch]) -> None:
    def work(index: int) -> None:
        sketch = sketches[index % len(sketches)]
        for _ in range(5):
            inspect_sketch(checkpoint, sketch)
        target = checkpoint.categories[index % len(checkpoint.categories)]
        settings = InversionSettings(mode="transfer", target=target, steps=10, paths=4, seed=index)
        steps = invert(checkpoint, start_run(checkpoint, sketch, settings), device="cpu")
        for _ in range(8 if index % 3 == 0 else 11):  # every third one is dropped before its end
            next(steps)

    assert _growth(work, warm_up=15, rounds=100) < 40


def test_opening_a_file_again_and_again_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "many.ndjson"
    line = json.dumps({"word": "cat", "drawing": [[[0, 90, 255], [0, 40, 255]]]})
    path.write_text((line + "\n") * 100_000, encoding="utf-8")

    def work(index: int) -> None:
        source = open_drawings(path)
        assert len(source) == 100_000
        assert source.sketch(index * 97 % 100_000).word == "cat"
        source.close()

    handles = len(psutil.Process().open_files())
    assert _growth(work, warm_up=10, rounds=200) < 40
    assert len(psutil.Process().open_files()) <= handles


def test_lane_survives_thousands_of_jobs_and_cancellations(qtbot: QtBot) -> None:
    threads = threading.active_count()
    lane = Lane("soak lane")
    jobs: list[Job] = []

    def count(job: Job) -> Iterator[int]:
        for number in range(20):
            if job.is_cancelled():
                return
            yield number

    try:
        for index in range(3000):
            # Two of three share a key, and so cancel the one before them, as strokes drawn quickly do.
            job = lane.submit(count, f"job {index}", key="stale" if index % 3 else None, priority=index % 5)
            jobs.append(job)
            if index % 7 == 0:
                job.cancel()
            if index % 50 == 0:
                qtbot.wait(1)
        qtbot.waitUntil(lambda: not lane.jobs, timeout=120_000)
        assert all(job.done for job in jobs)
        kept = [job for index, job in enumerate(jobs) if index % 3 == 0 and index % 7]
        assert all(job.take_items() == list(range(20)) for job in kept)
    finally:
        assert lane.stop()
    assert threading.active_count() == threads
