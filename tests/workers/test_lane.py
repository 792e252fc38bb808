from __future__ import annotations

import gc
import itertools
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane


def until(qtbot: Any, condition: Any) -> None:
    qtbot.waitUntil(condition, timeout=5000)


def counting(to: int) -> Any:
    def work(_job: Job) -> Iterator[int]:
        yield from range(to)
        return to

    return work


def endless(_job: Job) -> Iterator[int]:
    k = 0
    while True:
        yield k
        k += 1


def test_a_value_arrives_in_the_thread_of_the_receiver(lane: Lane, listen: Any, qtbot: Any) -> None:
    heard = listen(lane.submit(lambda _job: threading.get_ident(), "Thinking"))
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["finished", "ended"]
    assert heard.heard[0][1] != threading.get_ident(), "the work must not run in the window's thread"
    assert heard.threads == {threading.get_ident()}


def test_nothing_starts_before_the_caller_returns_to_the_event_loop(lane: Lane, qtbot: Any) -> None:
    started = threading.Event()
    lane.submit(lambda _job: started.set(), "Thinking")
    assert not started.wait(0.1)
    until(qtbot, started.is_set)


def test_items_come_in_order_and_before_the_end(lane: Lane, listen: Any, qtbot: Any) -> None:
    heard = listen(lane.submit(counting(500), "Counting"))
    until(qtbot, lambda: heard.ended)
    assert heard.items == list(range(500))
    assert heard.heard[0] == ("finished", 500)


def test_an_iterator_that_is_no_generator_is_a_value(lane: Lane, listen: Any, qtbot: Any) -> None:
    heard = listen(lane.submit(lambda _job: map(str, [1, 2]), "Mapping"))
    until(qtbot, lambda: heard.ended)
    assert list(heard.heard[0][1]) == ["1", "2"]


def test_jobs_run_one_after_another_the_oldest_first(lane: Lane, listen: Any, qtbot: Any) -> None:
    log: list[tuple[str, int]] = []

    def work(name: str) -> Any:
        def steps(_job: Job) -> Iterator[None]:
            for k in range(3):
                log.append((name, k))
                yield

        return steps

    listeners = [listen(lane.submit(work(name), name)) for name in "abc"]
    until(qtbot, lambda: all(h.ended for h in listeners))
    assert log == [(name, k) for name in "abc" for k in range(3)]


def test_a_higher_priority_gets_in_between_items(lane: Lane, listen: Any, qtbot: Any) -> None:
    log: list[str] = []
    first_item = threading.Event()
    go_on = threading.Event()

    def long(_job: Job) -> Iterator[None]:
        for k in range(4):
            log.append(f"long {k}")
            if k == 1:
                first_item.set()
                assert go_on.wait(5)
            yield

    slow = listen(lane.submit(long, "Long"))
    until(qtbot, first_item.is_set)
    low = listen(lane.submit(lambda _job: log.append("low"), "Low"))
    high = listen(lane.submit(lambda _job: log.append("high"), "High", priority=5))
    QCoreApplication.processEvents()
    go_on.set()
    until(qtbot, lambda: slow.ended and low.ended and high.ended)
    assert log == ["long 0", "long 1", "high", "long 2", "long 3", "low"]


def test_cancelling_stops_before_the_next_item_and_keeps_what_was_delivered(
    lane: Lane, listen: Any, qtbot: Any
) -> None:
    closed = threading.Event()

    def work(_job: Job) -> Iterator[int]:
        try:
            yield from endless(_job)
        finally:
            closed.set()

    job = lane.submit(work, "Endless")
    heard = listen(job)
    until(qtbot, lambda: len(heard.items) > 3)
    job.cancel()
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]
    assert heard.items == list(range(len(heard.items)))
    assert closed.is_set()
    assert lane.jobs == []


def test_a_job_that_was_cancelled_before_it_began_never_runs(lane: Lane, listen: Any, qtbot: Any) -> None:
    ran = threading.Event()
    job = lane.submit(lambda _job: ran.set(), "Thinking")
    heard = listen(job)
    job.cancel()
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]
    assert not ran.is_set()


def test_whoever_cancels_hears_neither_result_nor_error(lane: Lane, listen: Any, qtbot: Any) -> None:
    def result(job: Job) -> int:
        job.cancel()
        return 3

    def sentence(job: Job) -> None:
        job.cancel()
        raise UserError("This is no longer of interest.")

    def defect(job: Job) -> None:
        job.cancel()
        raise ValueError("torn away")

    listeners = [listen(lane.submit(work, "Thinking")) for work in (result, sentence, defect)]
    until(qtbot, lambda: all(h.ended for h in listeners))
    assert [h.names for h in listeners] == [["cancelled", "ended"]] * 3


def test_a_new_job_of_the_same_key_takes_the_place_of_the_old_one(lane: Lane, listen: Any, qtbot: Any) -> None:
    old = listen(lane.submit(endless, "Old", key="inspect"))
    other = listen(lane.submit(counting(2), "Other", key="export"))
    until(qtbot, lambda: len(old.items) > 0)
    new = listen(lane.submit(counting(2), "New", key="inspect"))
    until(qtbot, lambda: old.ended and new.ended and other.ended)
    assert old.names == ["cancelled", "ended"]
    assert new.names == other.names == ["finished", "ended"]


def test_pause_step_and_resume(lane: Lane, listen: Any, qtbot: Any) -> None:
    job = lane.submit(counting(50), "Counting")
    heard = listen(job)
    job.pause()
    assert job.paused
    marker = listen(lane.submit(lambda _job: None, "Marker"))
    until(qtbot, lambda: marker.ended)
    assert heard.items == []
    job.step()
    until(qtbot, lambda: heard.items == [0])
    job.step()
    job.step()
    until(qtbot, lambda: heard.items == [0, 1, 2])
    marker = listen(lane.submit(lambda _job: None, "Marker"))
    until(qtbot, lambda: marker.ended)
    assert heard.items == [0, 1, 2], "a paused job blocks nobody and does no more than it was told to"
    job.resume()
    until(qtbot, lambda: heard.ended)
    assert heard.items == list(range(50))


def test_a_paused_job_can_be_cancelled(lane: Lane, listen: Any, qtbot: Any) -> None:
    job = lane.submit(endless, "Endless")
    heard = listen(job)
    until(qtbot, lambda: bool(heard.items))
    job.pause()
    job.cancel()
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]


def test_pace_limits_the_items_per_second(lane: Lane, listen: Any, qtbot: Any) -> None:
    times: list[float] = []

    def work(_job: Job) -> Iterator[int]:
        for k in range(5):
            times.append(time.monotonic())
            yield k

    job = lane.submit(work, "Pacing")
    job.set_pace(50.0)
    heard = listen(job)
    until(qtbot, lambda: heard.ended)
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.019


def test_pace_waits_in_vain_once_it_was_lifted(lane: Lane, listen: Any, qtbot: Any) -> None:
    job = lane.submit(counting(20), "Pacing")
    job.set_pace(0.01)
    heard = listen(job)
    until(qtbot, lambda: len(heard.items) == 1)
    job.set_pace(None)
    until(qtbot, lambda: heard.ended)
    assert len(heard.items) == 20


def test_a_step_is_taken_at_once_whatever_the_pace(lane: Lane, listen: Any, qtbot: Any) -> None:
    job = lane.submit(counting(9), "Pacing")
    job.set_pace(0.01)
    heard = listen(job)
    until(qtbot, lambda: len(heard.items) == 1)
    job.pause()
    job.step()
    until(qtbot, lambda: len(heard.items) == 2)


def test_with_receipts_no_item_is_begun_before_the_last_was_taken(lane: Lane, listen: Any, qtbot: Any) -> None:
    begun: list[int] = []

    def work(_job: Job) -> Iterator[int]:
        for k in range(6):
            begun.append(k)
            yield k

    job = lane.submit(work, "Watching")
    job.set_pace(None, wait_for_receipt=True)
    heard = listen(job, takes_items=False)
    for k in range(6):
        until(qtbot, lambda k=k: begun == list(range(k + 1)))
        marker = listen(lane.submit(lambda _job: None, "Marker"))
        until(qtbot, lambda marker=marker: marker.ended)
        assert begun == list(range(k + 1))
        until(qtbot, lambda: len(job._items) == 1)
        assert job.take_items() == [k]
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["finished", "ended"]


def test_without_receipts_items_wait_for_whoever_is_late(lane: Lane, listen: Any, qtbot: Any) -> None:
    job = lane.submit(counting(30), "Counting")
    heard = listen(job, takes_items=False)
    until(qtbot, lambda: heard.ended)
    assert job.take_items() == list(range(30))
    assert job.take_items() == []


def test_a_sentence_for_the_user_is_passed_on(lane: Lane, listen: Any, qtbot: Any) -> None:
    def work(_job: Job) -> Iterator[int]:
        yield 1
        raise UserError("cats.ndjson is empty: it holds no drawings.")

    heard = listen(lane.submit(work, "Opening"))
    until(qtbot, lambda: heard.ended)
    assert heard.items == [1]
    assert heard.heard[0] == ("failed", "cats.ndjson is empty: it holds no drawings.")
    assert heard.names == ["failed", "ended"]


@pytest.mark.parametrize("error", [ValueError("seven"), SystemExit(3), KeyboardInterrupt()])
def test_a_defect_is_logged_and_ends_only_its_job(
    lane: Lane, listen: Any, qtbot: Any, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    def work(_job: Job) -> None:
        raise error

    heard = listen(lane.submit(work, "Dividing"))
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["failed", "ended"]
    assert type(error).__name__ in heard.heard[0][1]
    assert "Dividing failed" in caplog.text
    after = listen(lane.submit(counting(3), "Counting"))
    until(qtbot, lambda: after.ended)
    assert after.items == [0, 1, 2]


def test_a_defect_while_ending_does_not_end_the_lane(
    lane: Lane, listen: Any, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_job: Job) -> Iterator[int]:
        try:
            yield from endless(_job)
        finally:
            raise OSError("disk gone")

    job = lane.submit(work, "Writing")
    heard = listen(job)
    until(qtbot, lambda: bool(heard.items))
    job.cancel()
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]
    assert "disk gone" in caplog.text
    after = listen(lane.submit(counting(1), "Counting"))
    until(qtbot, lambda: after.ended)


def test_progress_is_thinned_out_but_its_end_is_told(lane: Lane, listen: Any, qtbot: Any) -> None:
    def work(job: Job) -> None:
        for k in range(1, 1001):
            job.report_progress(k / 1000, "counting")
        job.notify("Done.")

    heard = listen(lane.submit(work, "Counting"))
    until(qtbot, lambda: heard.ended)
    assert 1 <= len(heard.progress) < 200
    assert heard.progress[-1] == (1.0, "counting")
    assert heard.heard[0] == ("noticed", "Done.")


class Busy(QObject):
    """Remembers what a lane says about being busy."""

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self.told: list[bool] = []
        lane.busy_changed.connect(self.on_busy)

    def on_busy(self, busy: bool) -> None:
        self.told.append(busy)


def test_busy_is_told_when_it_changes_and_ends_up_true_to_fact(lane: Lane, listen: Any, qtbot: Any) -> None:
    busy = Busy(lane)
    for _ in range(30):
        before = len(busy.told)
        listeners = [listen(lane.submit(counting(1), "Counting")) for _ in range(3)]
        assert busy.told[-1] is True
        until(qtbot, lambda listeners=listeners: all(h.ended for h in listeners))
        until(qtbot, lambda: busy.told[-1] is False)
        # A lane may fall idle in between, but never says the same thing twice.
        assert all(a != b for a, b in itertools.pairwise(busy.told))
        assert len(busy.told) - before in (2, 4, 6)


def test_jobs_die_in_the_window_s_thread(lane: Lane, listen: Any, qtbot: Any) -> None:
    died_on: list[int] = []
    job = lane.submit(counting(3), "Counting")
    weakref.finalize(job, lambda: died_on.append(threading.get_ident()))
    ended = threading.Event()
    job.ended.connect(ended.set)
    del job
    assert not died_on
    until(qtbot, ended.is_set)
    until(qtbot, lambda: gc.collect() >= 0 and bool(died_on))
    assert died_on == [threading.get_ident()]


def test_stop_cancels_everything_and_leaves_no_thread(listen: Any, qtbot: Any) -> None:
    threads_before = threading.active_count()
    lane = Lane("short-lived")
    running = listen(lane.submit(endless, "Endless"))
    paused_job = lane.submit(endless, "Paused")
    paused_job.pause()
    paused = listen(paused_job)
    until(qtbot, lambda: bool(running.items))
    waiting = listen(lane.submit(counting(1), "Never begun"))
    assert lane.stop(5.0)
    assert lane._thread.isFinished()
    until(qtbot, lambda: running.ended and paused.ended and waiting.ended)
    assert [h.names for h in (running, paused, waiting)] == [["cancelled", "ended"]] * 3
    assert lane.jobs == []
    assert lane.stop(5.0), "a second stop does no harm"
    # Python knows a QThread only while Python code runs on it.
    until(qtbot, lambda: threading.active_count() <= threads_before)


def test_a_stopped_lane_refuses_jobs_and_says_so(listen: Any, qtbot: Any) -> None:
    lane = Lane("stopped")
    assert lane.stop(5.0)
    busy = Busy(lane)
    ran = threading.Event()
    heard = listen(lane.submit(lambda _job: ran.set(), "Too late"))
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]
    assert not ran.is_set()
    assert lane.jobs == []
    assert busy.told == []


def test_stop_gives_up_at_its_deadline(listen: Any, qtbot: Any) -> None:
    lane = Lane("stubborn")
    begun, go_on = threading.Event(), threading.Event()

    def work(_job: Job) -> None:
        begun.set()
        go_on.wait(20)

    heard = listen(lane.submit(work, "Stubborn"))
    until(qtbot, begun.is_set)
    started = time.monotonic()
    assert not lane.stop(0.2)
    assert 0.15 < time.monotonic() - started < 5
    go_on.set()
    assert lane.stop(5.0)
    until(qtbot, lambda: heard.ended)
    assert heard.names == ["cancelled", "ended"]


def test_a_lane_is_a_named_qthread(lane: Lane, listen: Any, qtbot: Any) -> None:
    heard = listen(lane.submit(lambda _job: QThread.currentThread().objectName(), "Asking"))
    until(qtbot, lambda: heard.ended)
    assert heard.heard[0] == ("finished", "test")


def test_an_idle_lane_uses_no_processor_time(lane: Lane, listen: Any, qtbot: Any) -> None:
    advanced = 0
    original = lane._next

    def counted() -> Job | None:
        nonlocal advanced
        advanced += 1
        return original()

    lane._next = counted  # type: ignore[method-assign]
    job = lane.submit(endless, "Endless")
    heard = listen(job)
    job.set_pace(2.0)
    until(qtbot, lambda: bool(heard.items))
    advanced = 0
    with qtbot.waitSignal(job.cancelled, timeout=250, raising=False):
        pass
    assert advanced < 10
    job.cancel()
    until(qtbot, lambda: heard.ended)
