"""Saving and appending drawings: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sketchxai_desktop.core.drawing_file import open_drawings, save_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch
from tests.core.test_drawing_file import ALWAYS_ROOT, drawing, write


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz"])
@pytest.mark.parametrize("trim", [False, True])
def test_saving_and_appending_read_back_equal(tmp_path: Path, name: str, trim: bool) -> None:
    path = tmp_path / name
    save_drawings(path, [drawing(0), drawing(1, None)], append=True)
    if trim and name.endswith("ndjson"):
        path.write_bytes(path.read_bytes().rstrip())
    save_drawings(path, (drawing(k) for k in (2, 3)), append=True)
    source = open_drawings(path)
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")
    expected = [drawing(0), drawing(1, None), drawing(2), drawing(3)]
    assert [source.sketch(k) for k in range(len(source))] == expected
    source.close()
    save_drawings(path, [drawing(9)])
    source = open_drawings(path)
    assert [source.sketch(k) for k in range(len(source))] == [drawing(9)]
    source.close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_saving_over_the_open_file_leaves_the_reader_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    save_drawings(path, [drawing(k) for k in range(50)])
    source = open_drawings(path)
    if os.name != "nt":
        save_drawings(path, [drawing(7)])
        assert [source.sketch(k) for k in range(50)] == [drawing(k) for k in range(50)]
    source.close()


def test_failures_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    save_drawings(path, [drawing(0)])
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"Drawing 2 cannot be saved: the drawing has no strokes"):
        save_drawings(path, [drawing(1), Sketch()])

    def interrupted() -> object:
        yield drawing(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_drawings(path, interrupted(), append=True)  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.ndjson"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_a_sentence_and_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ndjson"
    save_drawings(path, [drawing(0)])
    before = path.read_bytes()
    real_open = Path.open

    def full(self: Path, *args: object, **options: object) -> object:
        if self.suffix == ".part":
            return open("/dev/full", "wb")
        return real_open(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UserError, match="No space left"):
        save_drawings(path, [drawing(1)] * 10_000)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.ndjson"]


def test_places_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Could not write"):
        save_drawings(tmp_path / "none" / "a.ndjson", [drawing(0)])
    with pytest.raises(UserError, match="folder"):
        save_drawings(tmp_path, [drawing(0)])
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UserError, match="not a regular file"):
            save_drawings(tmp_path / "pipe", [drawing(0)])


@pytest.mark.skipif(ALWAYS_ROOT or os.name == "nt", reason="needs a user to whom permissions apply")
def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    save_drawings(path, [drawing(0)])
    path.chmod(0o444)
    with pytest.raises(UserError, match="read-only"):
        save_drawings(path, [drawing(1)])


@pytest.mark.skipif(os.name == "nt", reason="permission bits and links of POSIX")
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.ndjson"
    save_drawings(target, [drawing(0)])
    target.chmod(0o640)
    link = tmp_path / "link.ndjson"
    link.symlink_to(target)
    save_drawings(link, [drawing(1)], append=True)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.read_bytes().count(b"\n") == 2


def test_the_longest_file_name_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 248 + ".ndjson")
    save_drawings(path, [drawing(0)])
    assert path.exists()


def test_nothing_is_appended_to_other_files(tmp_path: Path) -> None:
    path = write(tmp_path / "cat.npz", b"PK\x03\x04\0\0\0")
    with pytest.raises(UserError, match=r"not \.ndjson"):
        save_drawings(path, [drawing(0)], append=True)
    assert path.read_bytes() == b"PK\x03\x04\0\0\0"
