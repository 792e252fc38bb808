"""Files of every kind, good and bad, to packs; what is left out is said; the split belongs to the drawing."""

from __future__ import annotations

import gzip
import json
import pickle
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.training import sources
from sketchxai_desktop.training.packing import OwnSplit, PackedDrawings, Split, data_size, pack, pack_split

MakeDrawings = Callable[[int, int], Path]


def line(word: object, *strokes: list[list[float]]) -> str:
    return json.dumps({"word": word, "drawing": list(strokes)})


def drawing(packed: PackedDrawings, k: int) -> tuple[str, list[list[int]], list[int]]:
    one = packed.gather(np.array([k]))
    return packed.categories[int(packed.labels[k])], one.points.astype(int).tolist(), one.lengths.tolist()


def all_drawings(packed: PackedDrawings) -> list[tuple[str, list[list[int]], list[int]]]:
    return [drawing(packed, k) for k in range(len(packed))]


def test_a_gzipped_file_gives_the_same_as_a_plain_one(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    plain = make_drawings(5, 30)
    zipped = tmp_path / "zipped"
    zipped.mkdir()
    for path in plain.glob("*.ndjson"):
        (zipped / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert all_drawings(pack([zipped], tmp_path / "a")) == all_drawings(pack([plain], tmp_path / "b"))


def test_a_cut_off_gzip_file_gives_what_is_before_the_cut(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    data = (make_drawings(5, 400) / "circle.ndjson").read_bytes()
    cut = tmp_path / "circle.ndjson.gz"
    cut.write_bytes(gzip.compress(data)[:-4000])
    packed = pack([cut], tmp_path / "cache")
    assert 0 < len(packed) < 400
    assert packed.left_out[sources.LOST] == 1


def test_sketch_rnn_files_divide_themselves(tmp_path: Path) -> None:
    steps = np.array([[0, 0, 0], [10, 0, 0], [0, 20, 1], [5, -20, 0], [0, 10, 1]], np.int16)
    for word in ("ice cream", "cat"):
        arrays = {
            part: np.array([steps * (k + 1) for k in range(count)] + [None], dtype=object)[:-1]
            for part, count in (("train", 3), ("valid", 2), ("test", 1))
        }
        np.savez_compressed(tmp_path / f"sketchrnn_{word}.full.npz", **arrays)
    train, valid, test = pack_split([tmp_path], tmp_path / "cache", OwnSplit())
    assert valid is not None
    assert test is not None
    assert [len(p) for p in (train, valid, test)] == [6, 4, 2]
    assert train.categories == valid.categories == ("cat", "ice cream")
    word, points, lengths = drawing(train, 0)
    assert (word, lengths) == ("cat", [3, 2])
    assert points == [[0, 0], [128, 0], [128, 255], [191, 0], [191, 128]]
    # Together they are all drawings.
    assert len(pack([tmp_path], tmp_path / "cache")) == 12
    (tmp_path / "x.ndjson").write_text(line("cat", [[0, 9], [0, 9]]), encoding="utf-8")
    with pytest.raises(UserError, match=r"split \.ndjson files by shares"):
        pack_split([tmp_path], tmp_path / "cache", OwnSplit())


def test_what_is_left_out_is_counted_and_the_first_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    good = line("a", [[0, 255], [0, 9]])
    bad = ["{broken", '{"word": "a"}']
    bad += [line("a", stroke) for stroke in ([[0, True], [0, 9]], [[1, 2], [3]], [[1e9], [3]])]
    rows = [good, "", *bad, line(None, [[0, 9], [0, 9]]), line("a", [[4, 4], [4, 4]]), good]
    path.write_text("\n".join(rows), encoding="utf-8")
    packed = pack([path], tmp_path / "cache")
    assert len(packed) == 2
    assert packed.left_out == {sources.BAD: 5, sources.UNLABELLED: 1, sources.INVISIBLE: 1}
    assert packed.problem.startswith(f"{path}, line 3: the line is cut off")
    assert packed.drawings_per_category() == {"a": 2}


def test_raw_ink_is_packed_as_it_is_simplified(tmp_path: Path) -> None:
    angle = np.linspace(0, 6, 80)
    raw = [(300 + 90 * np.cos(angle)).tolist(), (200 + 60 * np.sin(angle)).tolist(), list(range(80))]
    text = line("ring", raw)
    (tmp_path / "x.ndjson").write_text(text + "\n", encoding="utf-8")
    expected = simplify(parse_line(text)).strokes[0].points
    packed = drawing(pack([tmp_path], tmp_path / "cache"), 0)[1]
    assert len(packed) == len(expected) < 80
    # Packing makes the box of what is left span 0..255.
    np.testing.assert_allclose(packed, expected, atol=1)


def test_many_small_blocks_and_helpers_give_the_same(
    make_drawings: MakeDrawings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_drawings(7, 60)
    whole = all_drawings(pack([source], tmp_path / "whole"))
    monkeypatch.setattr(sources, "_BLOCK_BYTES", 300)
    told: list[int] = []
    helped = pack([source], tmp_path / "helped", helpers=2, progress=told.append)
    assert all_drawings(helped) == whole
    assert sum(told) == data_size([source])
    assert len(told) > 20


def test_a_line_without_end_is_not_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_BLOCK_BYTES", 1000)
    monkeypatch.setattr(sources, "MAX_LINE_BYTES", 5000)
    good = line("a", [[0, 255], [0, 9]])
    (tmp_path / "x.ndjson").write_text(f"{good}\n{'[' * 100_000}\n{good}\n", encoding="utf-8")
    sizes = [len(p.read.args[0]) for p in sources.pieces_of(tmp_path / "x.ndjson")]  # type: ignore[attr-defined]
    assert max(sizes) < 10_000
    assert len(pack([tmp_path], tmp_path / "cache")) == 2


def test_the_split_belongs_to_the_drawing(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    source = make_drawings(9, 300)
    train, valid, test = pack_split([source], tmp_path / "cache", Split((80, 10, 10)))
    assert valid is not None
    assert test is not None
    assert len(train) + len(valid) + len(test) == 600
    assert 430 < len(train) < 530
    assert 35 < len(valid) < 90
    sides = [{str(d[1:]) for d in all_drawings(p)} for p in (train, valid, test)]
    assert not sides[0] & sides[1]
    assert not sides[0] & sides[2]
    # Other files, another order, other words, others beside them: the same sides.
    lines = [text for path in source.glob("*.ndjson") for text in path.read_text(encoding="utf-8").splitlines()]
    random.Random(1).shuffle(lines)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.ndjson").write_text("\n".join(lines[:200]).replace("circle", "ring"), encoding="utf-8")
    (other / "b.ndjson").write_text("\n".join([*lines[150:], line("new", [[0, 3], [0, 200]])]), encoding="utf-8")
    again = pack_split([other], tmp_path / "cache", Split((80, 10, 10)))
    for packed, side in zip(again, sides, strict=True):
        assert packed is not None
        found = {str(d[1:]) for d in all_drawings(packed) if d[0] != "new"}
        assert found == side


def test_a_side_without_share_is_empty(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    train, valid, test = pack_split([make_drawings(9, 100)], tmp_path, Split((90, 10, 0)))
    assert test is None
    assert valid is not None
    assert len(train) + len(valid) == 200
    assert train.categories == valid.categories == ("circle", "Zigzag")


def test_a_pack_on_disk_travels_by_its_place(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    packed = pack([make_drawings(2, 50)], tmp_path)
    assert isinstance(packed.points, np.memmap)
    data = pickle.dumps(packed)
    assert len(data) < 1000
    assert all_drawings(pickle.loads(data)) == all_drawings(packed)
    held = PackedDrawings(packed.points[:], *(np.array(a) for a in (packed.stroke_lengths, packed.stroke_counts)),
                          np.array(packed.labels), packed.categories)  # fmt: skip
    assert all_drawings(pickle.loads(pickle.dumps(held))) == all_drawings(packed)


def test_nothing_is_left_of_a_pack_that_failed(tmp_path: Path) -> None:
    (tmp_path / "x.ndjson").write_text("{broken\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"No usable drawing .* The first of 1 bad lines is .*x\.ndjson, line 1"):
        pack([tmp_path], tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
