"""Windows of a file in memory that nobody can pull away."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketchxai_desktop.core.file_bytes import PlainBytes
from sketchxai_desktop.core.line_index import LineIndex
from sketchxai_desktop.core.mapped_window import mapped_window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file leases")

SIZE = 3 * mmap.ALLOCATIONGRANULARITY
_TRUNCATE = "import os, sys; print('now', flush=True); os.truncate(sys.argv[1], 0); print('done', flush=True)"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"0123456\n" * (SIZE // 8))
    descriptor = os.open(path, os.O_RDONLY)
    with mapped_window(descriptor, 0, 8) as window:
        if window is None:
            pytest.skip("this file system, user or kernel has no file leases")
    yield path, descriptor
    os.close(descriptor)


def test_a_window_holds_the_bytes(file: tuple[Path, int]) -> None:
    with mapped_window(file[1], mmap.ALLOCATIONGRANULARITY, 16) as window:
        assert window is not None
        assert bytes(window) == b"0123456\n0123456\n"


def test_who_truncates_the_file_waits_until_the_window_is_left(file: tuple[Path, int]) -> None:
    path, descriptor = file
    with mapped_window(descriptor, 0, SIZE) as window:
        assert window is not None
        other = subprocess.Popen([sys.executable, "-c", _TRUNCATE, str(path)], stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert other.stdout.readline() == "now\n"
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        # Without the lease, this line would have ended the process.
        assert bytes(window).count(b"\n") == SIZE // 8
    assert other.communicate(timeout=10)[0] == "done\n"
    assert other.returncode == 0
    assert path.stat().st_size == 0


@pytest.mark.parametrize(("offset", "size"), [(0, SIZE + 1), (0, 0), (1, 8)], ids=["too long", "empty", "unaligned"])
def test_what_cannot_be_mapped_is_left_to_reading(file: tuple[Path, int], offset: int, size: int) -> None:
    with mapped_window(file[1], offset, size) as window:
        assert window is None


def test_a_file_that_is_being_written_is_left_to_reading(file: tuple[Path, int]) -> None:
    path, descriptor = file
    with path.open("ab"), mapped_window(descriptor, 0, 8) as window:
        assert window is None
    content = PlainBytes(path)
    with path.open("ab"), content.next_window(8) as data:
        assert data == b"0123456\n"
    content.close()


def test_the_lease_is_given_back_when_the_block_fails(file: tuple[Path, int]) -> None:
    path, descriptor = file
    with pytest.raises(RuntimeError), mapped_window(descriptor, 0, 8):
        raise RuntimeError
    with path.open("r+b") as writer:  # would wait for the lease
        writer.truncate(8)


def test_a_mapped_and_a_read_file_have_the_same_lines(file: tuple[Path, int]) -> None:
    path, _ = file
    with path.open("r+b") as writer:
        writer.write(b"\xef\xbb\xbf{}\n \n\n")
    mapped, read = PlainBytes(path), PlainBytes(path)
    by_map, by_read = LineIndex(), LineIndex()
    while not mapped.ended:
        with mapped.next_window(mmap.ALLOCATIONGRANULARITY) as data:
            assert isinstance(data, memoryview)
            by_map.step(data, mapped.ended)
    while not read.ended:
        by_read.step(read.next_bytes(1000), read.ended)
    assert by_map.starts.tolist() == by_read.starts.tolist()
    assert by_map.line_number(5) == by_read.line_number(5) == 8
    mapped.close()
    read.close()
