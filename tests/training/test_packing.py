"""Packed drawings: what comes out is what went in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.tensors import batch_of
from sketchxai_desktop.training.augmentation import limit_points
from sketchxai_desktop.training.packing import DrawingArrays, pack

MakeDrawings = Callable[[int, int], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three words, with bad, unlabelled and invisible lines between."""
    records = [
        {"word": "b", "drawing": [[[0, 255, 10], [0, 100, 90]], [[7], [9]]]},
        {"word": "A", "drawing": [[[0, 255], [255, 0]]]},
        {"word": "c", "drawing": [[[0, 0, 255], [255, 0, 3]], [[1, 2], [3, 4]], [[5, 6], [7, 8]]]},
        {"word": None, "drawing": [[[0, 255], [255, 0]]]},
        {"word": "A", "drawing": [[[4, 4], [4, 4]]]},
        {"word": "b", "drawing": [[[0, 255, 128], [200, 0, 3]]]},
    ]
    lines = [json.dumps(r) for r in records]
    lines.insert(2, "{broken")
    source = tmp_path / "data"
    source.mkdir()
    (source / "x.ndjson").write_text("\n".join(lines), encoding="utf-8")
    return source


def test_round_trip(folder: Path, tmp_path: Path) -> None:
    packed = pack([folder], tmp_path / "cache")
    assert packed.categories == ("A", "b", "c")
    assert np.asarray(packed.labels).tolist() == [1, 0, 2, 1]
    assert np.asarray(packed.stroke_counts).tolist() == [2, 1, 3, 1]
    chosen = packed.gather(np.array([2, 0]))
    assert chosen.counts.tolist() == [3, 2]
    assert chosen.lengths.tolist() == [3, 2, 2, 3, 1]
    assert chosen.points[:3].tolist() == [[0, 255], [0, 0], [255, 3]]
    assert chosen.points[-1].tolist() == [7, 9]


def test_a_batch_of_packed_drawings_is_that_of_their_sketches(make_drawings: MakeDrawings, tmp_path: Path) -> None:
    source = make_drawings(0, 6)
    packed = pack([source], tmp_path)
    lines = [line for path in sorted(source.glob("*.ndjson")) for line in path.read_bytes().splitlines()]
    indices = np.array([3, 8, 0])
    ours = packed.gather(indices).normalised().batch()
    theirs = batch_of([parse_line(lines[k]) for k in indices], 196)
    assert ours.lengths.tolist() == theirs.lengths.tolist()
    assert ours.orders.tolist() == theirs.orders.tolist()
    # Packing scales to 0..255 and rounds: half a unit of 255 is 0.003 in normalised units.
    np.testing.assert_allclose(ours.points.numpy(), theirs.points.numpy(), atol=0.013)
    np.testing.assert_allclose(ours.locations.numpy(), theirs.locations.numpy(), atol=0.013)


def test_only_the_wanted_words_are_kept_and_numbered(folder: Path, tmp_path: Path) -> None:
    packed = pack([folder], tmp_path, ["c", "b", "zebra"])
    assert packed.categories == ("b", "c", "zebra")
    assert np.asarray(packed.labels).tolist() == [0, 1, 0]
    with pytest.raises(UserError, match="No usable drawing with a word"):
        pack([folder], tmp_path, ["zebra"])


def test_one_file_may_stand_for_a_folder(folder: Path, tmp_path: Path) -> None:
    assert len(pack([folder / "x.ndjson"], tmp_path)) == 4
    with pytest.raises(UserError, match=r"holds no \.ndjson file"):
        pack([tmp_path / "nowhere"], tmp_path)


def test_a_pack_is_made_once_and_again_when_a_file_changes(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    pack([folder], cache)
    (made,) = cache.iterdir()
    stamp = (made / "points.npy").stat().st_mtime_ns
    pack([folder], cache)
    assert (made / "points.npy").stat().st_mtime_ns == stamp
    with (folder / "x.ndjson").open("a", encoding="utf-8") as file:
        file.write('\n{"word": "d", "drawing": [[[0, 9], [0, 9]]]}')
    assert len(pack([folder], cache)) == 5
    assert len(list(cache.iterdir())) == 2


def arrays(*drawings: list[int]) -> DrawingArrays:
    """Drawings of strokes with these lengths, all points different."""
    lengths = np.array([n for d in drawings for n in d])
    points = np.arange(2 * lengths.sum(), dtype=np.float32).reshape(-1, 2) ** 1.1
    return DrawingArrays(points, lengths, np.array([len(d) for d in drawings]))


def strokes_of(drawings: DrawingArrays) -> list[np.ndarray]:
    return np.split(drawings.points, np.cumsum(drawings.lengths)[:-1])


@pytest.mark.parametrize("most", [2, 3, 8, 32])
def test_limited_strokes_keep_their_ends(most: int) -> None:
    before = arrays([1, 2, 100], [most, most + 1, 2 * most], [33, 5])
    after = limit_points(before, most)
    assert after.counts.tolist() == before.counts.tolist()
    for long, short in zip(strokes_of(before), strokes_of(after), strict=True):
        assert len(short) == min(len(long), most)
        np.testing.assert_array_equal(short[[0, -1]], long[[0, -1]])
        places = [int(np.flatnonzero((long == p).all(axis=1))[0]) for p in short]
        gaps = np.diff(places)
        assert (gaps > 0).all()
        assert len(gaps) == 0 or gaps.max() <= gaps.min() + 1, "the points are not evenly chosen"


def test_short_strokes_are_left_alone() -> None:
    drawings = arrays([3, 4], [5])
    assert limit_points(drawings, 5) is drawings


def test_normalised_drawings_are_centred_with_the_longer_side_at_1_48() -> None:
    normalised = arrays([4, 3], [5], [2, 2, 2]).normalised()
    per_drawing = [normalised.points[:7], normalised.points[7:12], normalised.points[12:]]
    for points in per_drawing:
        low, high = points.min(axis=0), points.max(axis=0)
        assert (high - low).max() == pytest.approx(1.48, abs=1e-5)
        np.testing.assert_allclose(low + high, 0, atol=1e-5)


def test_simplified_drawings_stay_as_they_are_to_the_integer(tmp_path: Path) -> None:
    lines = [{"word": "cat", "drawing": [[[0, 7, 254], [0, 31, 101]]]}, {"word": "dog", "drawing": [[[0, 3], [0, 1]]]}]
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))
    packed = pack([tmp_path], tmp_path / "cache")
    assert packed.points[:3].tolist() == [[0, 0], [7, 31], [254, 101]]
    assert packed.points[3:].tolist() == [[0, 0], [255, 85]], "small ones keep their precision"
