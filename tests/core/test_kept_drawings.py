"""The file of the day, written by several programs at once."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sketchxai_desktop.core.kept_drawings import day_file, keep, read_kept
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.sketch import Sketch, Stroke


def drawn(x: float) -> Sketch:
    return Sketch((Stroke([[0, 0], [x, 9]]),))


def kept(folder: Path) -> list[Sketch]:
    return [parse_line(line) for line in day_file(folder).read_bytes().splitlines()]


def test_programs_that_end_at_once_do_not_lose_one_another_s_drawings(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda k: keep(tmp_path, [drawn(k)]), range(1, 41)))
    assert sorted(s.strokes[0].points[1][0] for s in kept(tmp_path)) == list(range(1, 41))


def test_what_is_kept_already_is_not_kept_twice(tmp_path: Path) -> None:
    for _ in range(2):  # as when a program is killed between keeping a drawing and forgetting where it lay
        keep(tmp_path, [drawn(1), drawn(2)])
    keep(tmp_path, [drawn(1)])
    assert kept(tmp_path) == [drawn(1), drawn(2), drawn(1)]


def test_a_file_that_holds_no_drawing_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ndjson"
    empty.write_bytes(b"")
    assert read_kept(empty) is None
    with pytest.raises(OSError):  # noqa: PT011
        read_kept(tmp_path)
    if sys.platform != "win32" and os.geteuid() != 0:
        empty.chmod(0)
        with pytest.raises(PermissionError):
            read_kept(empty)
