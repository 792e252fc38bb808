"""Files of drawings: any damage, any size, any thread."""

from __future__ import annotations

import gzip
import os
import threading
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketchxai_desktop.core import drawing_file, file_bytes, line_index
from sketchxai_desktop.core.drawing_file import (
    DrawingFile,
    Filter,
    LineError,
    check_lines,
    open_drawings,
    scan_metadata,
    shuffled,
)
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.file_bytes import PlainBytes
from sketchxai_desktop.core.line_index import LineIndex
from sketchxai_desktop.core.quickdraw import format_line
from sketchxai_desktop.core.sketch import Sketch, Stroke

ALWAYS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def drawing(k: int, word: str | None = "cat", **facts: object) -> Sketch:
    return Sketch((Stroke(np.array([[k % 256, 0], [k // 256, 255]])),), word=word, **facts)  # type: ignore[arg-type]


def line(k: int, word: str = "cat") -> bytes:
    return format_line(drawing(k, word))


def first_x(sketch: Sketch) -> int:
    return int(sketch.strokes[0].points[0, 0])


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 100)
    monkeypatch.setattr(file_bytes, "_READ_BYTES", 64)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# Reading


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("packed", [False, True])
def test_reads_every_kind_of_text_file(tmp_path: Path, ending: bytes, mark: bytes, last: bool, packed: bool) -> None:
    content = mark + ending.join(line(k).strip() for k in range(20)) + (ending if last else b"")
    source = open_drawings(write(tmp_path / "cats.txt", gzip.compress(content) if packed else content))
    assert source.complete
    assert source.progress == 1.0
    assert source.damage is None
    assert [source.sketch(k) for k in range(len(source))] == [drawing(k) for k in range(20)]
    assert [source.line_number(k) for k in range(20)] == list(range(1, 21))
    assert source.word(3) == "cat"
    assert list(source.problems()) == [None] * 20
    for index in (20, -1):
        with pytest.raises(IndexError):
            source.sketch(index)
    source.close()


@pytest.mark.usefixtures("small_steps")
def test_blank_lines_are_skipped_but_counted(tmp_path: Path) -> None:
    blank = b" " * 250 + b"\n"
    source = open_drawings(
        write(tmp_path / "a.ndjson", b"\n\r\n" + line(0) + b"\n  \t\r\n" + line(1) + blank + line(2) + blank * 2)
    )
    assert [source.line_number(k) for k in range(len(source))] == [3, 6, 8]
    assert [source.index_of_line(n) for n in range(1, 12)] == [None, None, 0, None, None, 1, None, 2, None, None, None]
    assert [first_x(source.sketch(k)) for k in range(3)] == [0, 1, 2]
    assert list(source.problems()) == [None] * 3
    source.close()


def expected_lines(content: bytes) -> list[tuple[int, bytes]]:
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [(n, text) for n, text in enumerate(lines, start=1) if text.strip(b"\t\r ")]


@given(
    st.lists(st.sampled_from([b"\n", b"\r", b" ", b"{", b"ab", b"]", b'"', b"\t", b"\n\n"]), max_size=60),
    st.integers(3, 17),
)
def test_index_agrees_with_splitting(parts: list[bytes], step: int) -> None:
    content = b"".join(parts)
    index = LineIndex()
    for at in range(0, max(len(content), 1), step):
        index.step(content[at : at + step], is_last=at + step >= len(content))
    expected = expected_lines(content)
    assert [index.line_number(k) for k in range(len(index))] == [n for n, _ in expected]
    for k, (number, text) in enumerate(expected):
        start = int(index.starts[k])
        assert content[start : start + len(text)] == text
        assert index.index_of(number) == k


@settings(max_examples=40)
@given(content=st.binary(max_size=400).map(lambda b: b"x" + b.replace(b"\0", b"\n")))
def test_any_bytes_open_and_every_line_has_a_reason(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.mktemp("any") / "a.ndjson", content)
    if content[:2] in (b"\x1f\x8b",):
        return
    source = open_drawings(path)
    expected = expected_lines(content)
    assert isinstance(source, DrawingFile)
    assert [source.line(k).strip(b"\t\r ") for k in range(len(source))] == [t.strip(b"\t\r ") for _, t in expected]
    problems = check_lines(source)
    assert [n for n, _ in problems.listed] == [n for n, _ in expected]
    source.close()


def test_first_drawings_are_there_before_the_index_is_complete(tmp_path: Path) -> None:
    many = b"".join(line(k) for k in range(100)) * 1000
    source = open_drawings(write(tmp_path / "a.ndjson", many), complete=False)
    known = len(source)
    assert 0 < known < 100_000
    assert not source.complete
    assert 0 < source.progress < 1
    assert source.sketch(known - 1) == drawing((known - 1) % 100)
    steps = 0
    while source.step():
        steps += 1
        assert len(source) > known
        known = len(source)
    assert steps >= 1
    assert len(source) == 100_000
    assert source.complete
    assert not source.step()
    source.close()


def test_indexing_reports_progress_and_can_be_cancelled(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson", b"".join(line(k) for k in range(100)) * 1000)
    shares: list[float] = []
    source = open_drawings(path, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 1
    assert shares[-1] == 1.0
    source.close()
    source = open_drawings(path, cancelled=lambda: True)
    assert not source.complete
    assert 0 < len(source) < 100_000
    source.close()


def test_reading_from_other_threads_while_indexing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 5_000)
    source = open_drawings(
        write(tmp_path / "a.ndjson", b"".join(line(k) + b"\n" for k in range(20_000))), complete=False
    )
    wrong: list[object] = []
    done = threading.Event()

    def read(seed: int) -> None:
        random = np.random.default_rng(seed)
        while not done.is_set():
            k = int(random.integers(len(source)))
            for index in (k, len(source) - 1):
                try:
                    if source.sketch(index) != drawing(index) or source.line_number(index) != 2 * index + 1:
                        wrong.append(index)
                except Exception as error:
                    wrong.append(error)

    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(3)]
    for reader in readers:
        reader.start()
    while source.step():
        pass
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(source) == 20_000
    source.close()


def test_memory_is_for_offsets_only(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    block = b"".join(line(k) for k in range(500)) * 20
    with path.open("wb") as file:
        for _ in range(60):
            file.write(block)
    assert path.stat().st_size > 50_000_000
    tracemalloc.start()
    try:
        source = open_drawings(path)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(source) == 600_000
    assert held < 20_000_000
    assert peak < 40_000_000
    source.close()


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sketchxai_desktop.core import quickdraw

    monkeypatch.setattr(quickdraw, "MAX_LINE_BYTES", 1024**2)
    monkeypatch.setattr(drawing_file, "MAX_LINE_BYTES", 1024**2)
    long = b'{"drawing":[[[' + b"1," * 4_000_000 + b"1]]]}\n"
    source = open_drawings(write(tmp_path / "a.ndjson", line(0) + long + line(1)))
    assert len(source) == 3
    with pytest.raises(LineError, match="longer than 1 MB"):
        source.sketch(1)
    assert first_x(source.sketch(2)) == 1
    assert check_lines(source).listed == ((2, "the line is longer than 1 MB"),)
    assert source.word(1) is None
    assert scan_metadata(source).word_codes.tolist() == [0, -1, 0]
    source.close()


def test_too_many_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_index, "MAX_LINES", 10)
    with pytest.raises(UserError, match="more than 10 lines"):
        open_drawings(write(tmp_path / "a.ndjson", b"x\n\n" * 10))


# Files that cannot be opened


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "holds no drawings"),
        (b"\xef\xbb\xbf", "holds no drawings"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary data"),
        (line(0).decode().encode("utf-16"), "UTF-16"),
        (gzip.compress(b"", mtime=0), "holds no drawings"),
        (b"\x1f\x8b", "cut off"),
        (b"\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "damaged"),
        (b"PK\x03\x04 and then nothing", "Sketch-RNN"),
    ],
)
def test_unusable_files_are_refused_in_words(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = write(tmp_path / "a.ndjson", content)
    with pytest.raises(UserError, match=sentence) as caught:
        open_drawings(path)
    assert str(path) in str(caught.value)


def test_missing_folders_and_devices_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        open_drawings(tmp_path / "none.ndjson")
    with pytest.raises(UserError, match="is a folder"):
        open_drawings(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UserError, match="not a regular file"):
            open_drawings(tmp_path / "pipe")


@pytest.mark.skipif(ALWAYS_ROOT or os.name == "nt", reason="needs a user to whom permissions apply")
def test_an_unreadable_file_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson", line(0))
    path.chmod(0)
    with pytest.raises(UserError, match="Permission denied"):
        open_drawings(path)


# Files that change or end early


def test_a_file_that_shrinks_gives_reasons_not_crashes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson", b"".join(line(k) for k in range(1000)))
    source = open_drawings(path)
    with path.open("r+b") as file:
        file.truncate(200)
    assert first_x(source.sketch(0)) == 0
    with pytest.raises(LineError, match="changed after it was opened"):
        source.sketch(999)
    assert source.word(999) is None
    assert check_lines(source).total > 990
    assert len(scan_metadata(source)) == 1000
    source.close()


def test_a_file_that_shrinks_while_it_is_indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 500)
    path = write(tmp_path / "a.ndjson", b"".join(line(k) for k in range(100)))
    source = open_drawings(path, complete=False)
    with path.open("r+b") as file:
        file.truncate(1200)
    while source.step():
        pass
    assert source.complete
    assert source.damage is not None
    assert "shorter" in source.damage
    assert 5 < len(source) < 20
    source.close()


def test_a_file_that_grows_is_read_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 500)
    path = write(tmp_path / "a.ndjson", b"".join(line(k) for k in range(100)))
    source = open_drawings(path, complete=False)
    with path.open("ab") as file:
        file.write(line(100))
    while source.step():
        pass
    assert len(source) == 100
    assert first_x(source.sketch(99)) == 99
    source.close()


def test_reading_after_close_is_a_reason(tmp_path: Path) -> None:
    source = open_drawings(write(tmp_path / "a.ndjson", line(0)))
    source.close()
    source.close()
    with pytest.raises(LineError, match="closed"):
        source.sketch(0)
    assert source.word(0) is None


def test_closing_while_indexing_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_file, "STEP_BYTES", 100)
    source = open_drawings(write(tmp_path / "a.ndjson", line(0) * 100), complete=False)
    source.close()
    with pytest.raises(UserError, match="closed"):
        source.step()
    assert not source.step()


# Gzip


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_a_cut_off_gzip_keeps_the_good_drawings(tmp_path: Path, keep: float) -> None:
    random = np.random.default_rng(0)
    lines = [format_line(Sketch((Stroke(random.integers(0, 256, (30, 2))),), word="cat")) for _ in range(2000)]
    packed = gzip.compress(b"".join(lines))
    source = open_drawings(write(tmp_path / "a.ndjson.gz", packed[: int(len(packed) * keep)]))
    assert source.damage is not None
    assert "cut off" in source.damage
    assert abs(len(source) / 2000 - keep) < 0.05
    assert all(format_line(source.sketch(k)) == lines[k] for k in range(len(source) - 1))
    assert check_lines(source).total <= 1
    source.close()


def test_a_damaged_gzip_keeps_what_comes_before_the_damage(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    lines = [format_line(Sketch((Stroke(random.integers(0, 256, (30, 2))),))) for _ in range(2000)]
    packed = bytearray(gzip.compress(b"".join(lines)))
    middle = len(packed) // 2
    packed[middle : middle + 2000] = bytes(2000)
    source = open_drawings(write(tmp_path / "a.gz", bytes(packed)))
    assert source.damage is not None
    assert "damaged" in source.damage
    assert len(source) > 800
    assert all(format_line(source.sketch(k)) == lines[k] for k in range(800))
    source.close()


def test_a_wrong_checksum_loses_nothing(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"".join(line(k) for k in range(300))))
    packed[-6] ^= 1
    source = open_drawings(write(tmp_path / "a.gz", bytes(packed)))
    assert source.damage is not None
    assert [first_x(source.sketch(k)) for k in range(len(source))] == [k % 256 for k in range(300)]
    source.close()


@pytest.mark.usefixtures("small_steps")
def test_gzip_files_in_a_row_and_padding(tmp_path: Path) -> None:
    content = gzip.compress(line(0)) + bytes(300) + gzip.compress(b"".join(line(k) for k in range(1, 50))) + bytes(200)
    source = open_drawings(write(tmp_path / "a.gz", content))
    assert source.damage is None
    assert [first_x(source.sketch(k)) for k in range(len(source))] == list(range(50))
    source.close()


def test_a_gzip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_bytes, "RATIO_CHECKED_FROM", 10_000_000)
    path = write(tmp_path / "a.gz", gzip.compress(b"x" * 60_000_000, 9))
    with pytest.raises(UserError, match="expands more than 200 times"):
        open_drawings(path)


def test_a_full_disk_stops_decompression(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_bytes, "MIN_FREE_BYTES", 1 << 60)
    with pytest.raises(UserError, match="more room"):
        open_drawings(write(tmp_path / "a.gz", gzip.compress(line(0))))


@settings(max_examples=60)
@given(at=st.integers(2, 400), junk=st.binary(min_size=1, max_size=4))
def test_any_damage_to_gzip_is_damage_or_a_sentence(
    at: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    packed = bytearray(gzip.compress(b"".join(line(k) for k in range(30))))
    packed[at : at + len(junk)] = junk
    path = write(tmp_path_factory.mktemp("gz") / "a.gz", bytes(packed))
    try:
        source = open_drawings(path)
    except UserError:
        return
    check_lines(source)
    source.close()


def test_salvage_stops_at_the_damage() -> None:
    packed = zlib.compress(bytes(range(200)), 0)
    broken = packed[:-4] + b"\0\0\0\0"
    assert file_bytes._salvage(zlib.decompressobj(), broken, 10_000) == bytes(range(200))


# Metadata, filters, bad lines


@pytest.fixture
def mixed(tmp_path: Path) -> DrawingFile:
    sketches = [
        drawing(0, "hot dog", country="DE", recognized=True),
        drawing(1, "dog", country="US", recognized=False),
        drawing(2, None, country="de"),
        drawing(3, "Straße", recognized=True),
    ]
    content = b"".join(map(format_line, sketches)) + b"\nnonsense\n" + format_line(drawing(5, "dog", recognized=True))
    source = open_drawings(write(tmp_path / "mixed.ndjson", content))
    assert isinstance(source, DrawingFile)
    return source


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(), [0, 1, 2, 3, 4, 5]),
        (Filter(word="DOG"), [0, 1, 5]),
        (Filter(word=" hot "), [0]),
        (Filter(word="strasse"), [3]),
        (Filter(word="zebra"), []),
        (Filter(recognized=True), [0, 3, 5]),
        (Filter(recognized=False), [1]),
        (Filter(country="De"), [0, 2]),
        (Filter(country=""), [0, 1, 2, 3, 4, 5]),
        (Filter(word="dog", recognized=True, country="DE"), [0]),
    ],
)
def test_filters(mixed: DrawingFile, chosen: Filter, expected: list[int]) -> None:
    metadata = scan_metadata(mixed)
    assert metadata.words == ("hot dog", "dog", "Straße")
    assert metadata.countries == ("DE", "US", "de")
    assert metadata.recognized.tolist() == [1, 0, -1, 1, -1, 1]
    assert chosen.indices(metadata).tolist() == expected
    mixed.close()


def test_bad_lines_are_counted_and_listed_with_their_numbers(mixed: DrawingFile) -> None:
    problems = check_lines(mixed)
    assert (problems.total, problems.checked) == (1, 6)
    assert problems.listed == ((6, "the line is cut off or is not JSON"),)
    assert check_lines(mixed, limit=0).listed == ()
    assert check_lines(mixed, limit=0).total == 1
    mixed.close()


def test_scans_report_progress_and_can_be_cancelled(tmp_path: Path) -> None:
    source = open_drawings(write(tmp_path / "a.ndjson", line(1) * 20_000))
    for scan in (scan_metadata, check_lines):
        shares: list[float] = []
        scan(source, progress=shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
    assert 0 < len(scan_metadata(source, cancelled=lambda: True)) < 20_000
    assert 0 < check_lines(source, cancelled=lambda: True).checked < 20_000
    assert len(Filter("cat").indices(scan_metadata(source, cancelled=lambda: True))) < 20_000
    source.close()


@pytest.mark.usefixtures("small_steps")
def test_bulk_reading_agrees_with_single_reading(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    words = ["a", "b", "a very long word " * 20]
    content = b"".join(
        random.choice([b"\n", b"", b"{bad}\r\n"]) + line(k, words[k % 3])
        for k in range(200)  # type: ignore[operator]
    )
    source = open_drawings(write(tmp_path / "a.ndjson", content))
    metadata = scan_metadata(source)
    said = [metadata.words[c] if c >= 0 else None for c in metadata.word_codes]
    assert said == [source.word(k) for k in range(len(source))]
    for k, reason in enumerate(source.problems()):
        if reason is None:
            source.sketch(k)
        else:
            with pytest.raises(LineError) as caught:
                source.sketch(k)
            assert str(caught.value) == reason
    source.close()


def test_shuffling_is_a_permutation_that_depends_on_the_seed_alone() -> None:
    indices = np.arange(5, 500)
    assert sorted(shuffled(indices, 0)) == indices.tolist()
    assert shuffled(indices, 0).tolist() == shuffled(indices, 0).tolist()
    assert shuffled(indices, 0).tolist() != shuffled(indices, 1).tolist()
    assert indices[0] == 5


def test_real_files(quickdraw: Path) -> None:
    for file in [*sorted(quickdraw.glob("test/*.ndjson"))[::40], *sorted(quickdraw.glob("raw/*.ndjson"))[::10]]:
        source = open_drawings(file)
        assert len(source) == len(file.read_bytes().splitlines())
        assert check_lines(source).total == 0
        assert scan_metadata(source).words == (file.stem,)
        source.close()


def test_plain_bytes_read_a_file_that_was_truncated(tmp_path: Path) -> None:
    """A mapped file that another program truncates kills the process; reads only come back short."""
    path = write(tmp_path / "a", b"x" * 10_000)
    content = PlainBytes(path)
    path.write_bytes(b"")
    assert content.read(5000, 100) == b""
    assert content.changed
    content.close()
    assert not content.changed
