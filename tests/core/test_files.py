"""What is left of files that nobody finished."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sketchxai_desktop.core.files import atomic_path, forget_unfinished

HOURS_AGO = time.time() - 7200


def test_writing_takes_away_what_killed_processes_left(tmp_path: Path) -> None:
    old, young = (tmp_path / f".{digit * 16}.part" for digit in "0f")
    of_the_user = [tmp_path / name for name in (".mine.part", ".zzzzzzzzzzzzzzzz.part", "mine.part", "0" * 16)]
    for path in (old, young, *of_the_user):
        path.write_text("half")
        if path != young:
            os.utime(path, (HOURS_AGO, HOURS_AGO))
    with atomic_path(tmp_path / "new.txt") as temporary:
        assert not old.exists()
        temporary.write_text("whole")
    assert young.exists(), "somebody may still be writing it"
    assert all(path.exists() for path in of_the_user)


def test_a_folder_in_work_is_as_young_as_its_youngest_file(tmp_path: Path) -> None:
    for name in ("busy", "left"):
        folder = tmp_path / f".packing-{name}"
        folder.mkdir()
        (folder / "points.npy").write_bytes(b"half")
        paths = [folder, folder / "points.npy"] if name == "left" else [folder]
        for path in paths:
            os.utime(path, (HOURS_AGO, HOURS_AGO))
    forget_unfinished(tmp_path, ".packing-*")
    assert [p.name for p in tmp_path.iterdir()] == [".packing-busy"]
