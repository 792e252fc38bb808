from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchxai_desktop.core import drawing_file
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.drawing_metadata import Filter, Metadata, check_lines, scan_metadata
from sketchxai_desktop.core.quickdraw import format_line
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.workers import drawing_jobs
from sketchxai_desktop.workers.job import Job
from sketchxai_desktop.workers.lane import Lane

WORDS = ("cat", "bicycle", "ice cream")


def sketch(k: int) -> Sketch:
    points = np.array([(k % 200, 0), (255, 17), (3, 255)], np.float32)
    return Sketch((Stroke(points),), word=WORDS[k % 3], country="DE" if k % 2 else None, recognized=k % 4 > 0)


def write(path: Path, count: int, replaced: dict[int, bytes] | None = None) -> Path:
    lines = [(replaced or {}).get(k) or format_line(sketch(k)) for k in range(count)]
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture
def do(lane: Lane, listen: Any, qtbot: Any) -> Callable[..., Any]:
    def run(work: Callable[[Job], Any]) -> Any:
        heard = listen(lane.submit(work, "Testing"))
        qtbot.waitUntil(lambda: heard.ended, timeout=20000)
        return heard

    return run


def test_opening_gives_a_usable_source_at_once_and_a_complete_one_in_the_end(
    tmp_path: Path, do: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 1000)
    path = write(tmp_path / "many.ndjson", 200)
    heard = do(drawing_jobs.open_file(path))
    counts = [item.count for item in heard.items]
    assert counts == sorted(counts)
    assert 0 < counts[0] < 200
    assert counts[-1] == 200
    assert [item.complete for item in heard.items] == [False] * (len(counts) - 1) + [True]
    assert len({id(item.source) for item in heard.items}) == 1
    name, source = heard.heard[0]
    assert (name, len(source)) == ("finished", 200)
    assert source.sketch(150) == sketch(150)
    assert heard.progress[-1] == (1.0, "Indexing many.ndjson")
    source.close()


def test_a_cancelled_opening_leaves_what_was_found(
    tmp_path: Path, lane: Lane, listen: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 500)
    path = write(tmp_path / "many.ndjson", 500)
    job = lane.submit(drawing_jobs.open_file(path), "Opening")
    job.set_pace(None, wait_for_receipt=True)
    heard = listen(job, takes_items=False)
    qtbot.waitUntil(lambda: len(job._items) == 1, timeout=5000)
    job.cancel()
    qtbot.waitUntil(lambda: heard.ended, timeout=5000)
    assert heard.names == ["cancelled", "ended"]
    (item,) = job.take_items()
    assert not item.source.complete
    assert item.source.sketch(0) == sketch(0)
    item.source.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "Could not open"), (b"", "is empty"), (b"\n  \n\n", "holds no drawings"), (b"\0\1\2", "binary data")],
)
def test_what_cannot_be_opened_is_explained(tmp_path: Path, do: Any, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "a.ndjson"
    if content is not None:
        path.write_bytes(content)
    heard = do(drawing_jobs.open_file(path))
    assert heard.names == ["failed", "ended"]
    assert sentence in heard.heard[0][1]
    assert str(path) in heard.heard[0][1]


def test_a_file_whose_first_part_is_blank_opens(tmp_path: Path, do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 100)
    path = tmp_path / "blank.ndjson"
    path.write_bytes(b"\n" * 250 + format_line(sketch(1)))
    heard = do(drawing_jobs.open_file(path))
    assert heard.names[0] == "finished"
    assert [item.count for item in heard.items][-1] == 1
    path.write_bytes(b"\n" * 250)
    heard = do(drawing_jobs.open_file(path))
    assert heard.names[0] == "failed"


def test_scanning_in_parts_equals_scanning_at_once(tmp_path: Path, do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_jobs, "_READ_AT_ONCE", 7)
    source = open_drawings(write(tmp_path / "a.ndjson", 100, {13: b"not json\n", 14: b'{"word":"late"}\n'}))
    heard = do(drawing_jobs.scan(source))
    name, found = heard.heard[0]
    assert name == "finished"
    expected = scan_metadata(source)
    assert (found.words, found.countries) == (expected.words, expected.countries)
    for part in ("word_codes", "country_codes", "recognized"):
        np.testing.assert_array_equal(getattr(found, part), getattr(expected, part))
        assert getattr(found, part).dtype == getattr(expected, part).dtype
    assert len(heard.items) == 15, "an item per part, so that other jobs get in between"
    assert heard.items[-1] == 1.0


def test_nothing_scanned_is_no_metadata() -> None:
    assert len(drawing_jobs.joined([])) == 0


def test_checking_in_parts_equals_checking_at_once(tmp_path: Path, do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_jobs, "_READ_AT_ONCE", 7)
    bad = dict.fromkeys((3, 20, 21, 99), b"\n{broken\n")
    source = open_drawings(write(tmp_path / "a.ndjson", 100, bad))
    heard = do(drawing_jobs.check(source))
    found = heard.heard[0][1]
    assert found == check_lines(source)
    assert found.total == 4
    assert [line for line, _ in found.listed] == [5, 23, 25, 104], "blank lines count too"
    assert [p.checked for p in heard.items] == [*range(7, 99, 7), 100]


def test_the_list_of_problems_is_bounded(tmp_path: Path, do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_jobs, "_READ_AT_ONCE", 7)
    monkeypatch.setattr(drawing_jobs, "_LISTED_PROBLEMS", 10)
    source = open_drawings(write(tmp_path / "a.ndjson", 50, dict.fromkeys(range(50), b"{broken\n")))
    found = do(drawing_jobs.check(source)).heard[0][1]
    assert (found.total, len(found.listed), found.checked) == (50, 10, 50)
    assert found.listed[-1][0] == 10


def test_loading_never_waits_for_a_whole_scan(
    tmp_path: Path, lane: Lane, listen: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_jobs, "_READ_AT_ONCE", 5)
    source = open_drawings(write(tmp_path / "a.ndjson", 3000))
    scan = lane.submit(drawing_jobs.scan(source), "Scanning")
    scan.set_pace(None, wait_for_receipt=True)
    scanning = listen(scan, takes_items=False)
    qtbot.waitUntil(lambda: len(scan._items) == 1, timeout=5000)
    loading = listen(lane.submit(drawing_jobs.load(source, [1, 2]), "Loading", priority=1))
    qtbot.waitUntil(lambda: loading.ended, timeout=5000)
    assert not scanning.ended
    scan.set_pace(None)
    qtbot.waitUntil(lambda: scanning.ended, timeout=20000)
    assert loading.items[0].sketches == {1: sketch(1), 2: sketch(2)}


@pytest.mark.parametrize(
    ("chosen", "seed"),
    [(Filter(), None), (Filter(), 5), (Filter(word="CAT"), None), (Filter(recognized=False, country="de"), 3)],
)
def test_finding(tmp_path: Path, do: Any, chosen: Filter, seed: int | None) -> None:
    source = open_drawings(write(tmp_path / "a.ndjson", 60))
    found = do(drawing_jobs.find(scan_metadata(source), len(source), chosen, seed)).heard[0][1]
    if chosen == Filter() and seed is None:
        assert found is None
        return
    expected = [
        k
        for k in range(60)
        if chosen.word.lower() in WORDS[k % 3]
        and chosen.recognized in (None, k % 4 > 0)
        and (not chosen.country or k % 2)
    ]
    assert sorted(found.tolist()) == expected
    if seed is None:
        assert found.tolist() == expected
    elif expected:
        assert found.tolist() != expected
        again = do(drawing_jobs.find(scan_metadata(source), len(source), chosen, seed)).heard[0][1]
        np.testing.assert_array_equal(found, again)


def test_shuffling_needs_no_metadata_but_filtering_does(do: Any) -> None:
    assert sorted(do(drawing_jobs.find(None, 9, Filter(), 1)).heard[0][1].tolist()) == list(range(9))
    heard = do(drawing_jobs.find(None, 9, Filter(word="cat")))
    assert heard.names[0] == "failed"


def test_loading_gives_sketches_reasons_and_line_numbers_a_few_at_a_time(tmp_path: Path, do: Any) -> None:
    source = open_drawings(write(tmp_path / "a.ndjson", 100, {40: b"\n\n[1, 2]\n"}))
    heard = do(drawing_jobs.load(source, np.arange(30, 130)))
    assert len(heard.items) > 2
    sketches = {k: v for item in heard.items for k, v in item.sketches.items()}
    lines = {k: v for item in heard.items for k, v in item.lines.items()}
    assert list(sketches) == list(lines) == list(range(30, 100))
    assert sketches[31] == sketch(31)
    assert sketches[40] == "the line is not a JSON object"
    assert (lines[39], lines[40], lines[41]) == (40, 43, 44)


def test_loading_one(tmp_path: Path, do: Any) -> None:
    source = open_drawings(write(tmp_path / "a.ndjson", 5, {2: b"\n{}\n"}))
    assert do(drawing_jobs.load_one(source, 4)).heard[0] == ("finished", sketch(4))
    name, text = do(drawing_jobs.load_one(source, 2)).heard[0]
    assert name == "failed"
    assert text == f'{source.path}, line 4: there is no "drawing".'
    assert do(drawing_jobs.load_one(source, 5)).heard[0] == ("failed", f"{source.path} has no drawing 6.")


def test_copying_a_line(tmp_path: Path, do: Any) -> None:
    odd = b'{"drawing": [[[1,2],[3,4]]],   "word":"cat", "extra": 1}'
    source = open_drawings(write(tmp_path / "a.ndjson", 3, {1: odd + b"\n"}))
    assert do(drawing_jobs.line_text(source, 1)).heard[0] == ("finished", odd.decode())
    assert do(drawing_jobs.line_text(source, 3)).names[0] == "failed"


def test_copying_a_line_of_a_sketch_rnn_file(tmp_path: Path, do: Any) -> None:
    rows = np.array([[1, 2, 0], [10, 0, 1]], np.int16)
    np.savez(tmp_path / "cat.npz", train=np.stack([rows, rows]), valid=np.stack([rows]), test=np.stack([rows]))
    source = open_drawings(tmp_path / "cat.npz")
    name, text = do(drawing_jobs.line_text(source, 0)).heard[0]
    assert name == "finished"
    assert '"word":"cat"' in text
    assert "\n" not in text


@pytest.mark.parametrize("name", ["out.ndjson", "out.ndjson.gz"])
def test_saving_and_appending(tmp_path: Path, do: Any, name: str) -> None:
    path = tmp_path / name
    assert do(drawing_jobs.save(path, [sketch(0), sketch(1)])).heard[0] == ("finished", path)
    assert do(drawing_jobs.save(path, [sketch(2)], append=True)).names[0] == "finished"
    source = open_drawings(path)
    assert [source.sketch(k) for k in range(len(source))] == [sketch(0), sketch(1), sketch(2)]
    source.close()


def test_a_cancelled_save_leaves_the_file_that_was_there(
    tmp_path: Path, lane: Lane, listen: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.ndjson"
    path.write_bytes(format_line(sketch(7)))
    reached, go_on = threading.Event(), threading.Event()

    class Slow(list[Sketch]):
        def __iter__(self) -> Any:
            yield sketch(0)
            reached.set()
            assert go_on.wait(5)
            yield sketch(1)

    job = lane.submit(drawing_jobs.save(path, Slow([sketch(0), sketch(1)])), "Saving")
    heard = listen(job)
    qtbot.waitUntil(reached.is_set, timeout=5000)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: heard.ended, timeout=5000)
    assert heard.names == ["cancelled", "ended"]
    assert path.read_bytes() == format_line(sketch(7))
    assert [p.name for p in tmp_path.iterdir()] == ["out.ndjson"]


def test_a_save_that_fails_says_why(tmp_path: Path, do: Any) -> None:
    name, text = do(drawing_jobs.save(tmp_path / "missing" / "out.ndjson", [sketch(0)])).heard[0]
    assert name == "failed"
    assert "Could not write" in text


def test_a_damaged_gzip_file_still_shows_what_can_be_read(tmp_path: Path, do: Any) -> None:
    whole = gzip.compress(b"".join(format_line(sketch(k)) for k in range(2000)))
    path = tmp_path / "cut.ndjson.gz"
    path.write_bytes(whole[: len(whole) // 2])
    heard = do(drawing_jobs.open_file(path))
    assert heard.items, "the drawings before the damage are there"
    source = heard.items[-1].source
    assert source.sketch(0) == sketch(0)
    assert source.damage
    source.close()


def test_a_real_file(quickdraw: Path, do: Any) -> None:
    heard = do(drawing_jobs.open_file(quickdraw / "test" / "bicycle.ndjson"))
    source = heard.heard[0][1]
    found = do(drawing_jobs.scan(source)).heard[0][1]
    assert isinstance(found, Metadata)
    assert found.words == ("bicycle",)
    assert do(drawing_jobs.check(source)).heard[0][1].total == 0
    source.close()
