"""Google's simplification, checked on drawings that the data set has in both forms."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import orjson
import pytest

from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.simplify import MAX_RESAMPLED, ramer_douglas_peucker, resample, simplify
from sketchxai_desktop.core.sketch import Sketch, Stroke


@pytest.fixture(scope="module")
def pairs(quickdraw: Path) -> list[tuple[Sketch, Sketch]]:
    """(raw, simplified) drawings of the same key."""
    raw = {s.key_id: s for f in quickdraw.glob("raw/*.ndjson") for s in map(parse_line, f.read_bytes().splitlines())}
    found = []
    for split in ("train", "valid", "test"):
        for file in quickdraw.glob(f"{split}/*.ndjson"):
            for line in file.read_bytes().splitlines():
                key = orjson.loads(line).get("key_id")
                if key in raw:
                    found.append((raw[key], parse_line(line)))
    return found


def equal(a: Stroke, b: Stroke) -> bool:
    return np.array_equal(a.points, b.points)


def test_pairs_of_the_same_key_have_the_same_strokes(pairs: list[tuple[Sketch, Sketch]]) -> None:
    assert len(pairs) >= 10
    simplified = [(simplify(raw), official) for raw, official in pairs]
    assert all(len(ours) == len(official) for ours, official in simplified)
    identical = [all(map(equal, ours.strokes, official.strokes)) for ours, official in simplified]
    assert np.mean(identical) >= 0.85
    # Where a point is kept by us alone or by them alone, it was within a rounding of the limit.
    for ours, official in simplified:
        for a, b in zip(ours.strokes, official.strokes, strict=True):
            assert abs(len(a) - len(b)) <= 1
            assert np.abs(a.points[[0, -1]] - b.points[[0, -1]]).max() <= 1


def test_packed_training_drawings_agree(quickdraw: Path) -> None:
    """The shards hold no keys, so drawings are matched by word and by where their strokes start."""
    names = orjson.loads((quickdraw / "categories.json").read_bytes())
    ours: dict[object, list[Sketch]] = {}
    for file in quickdraw.glob("raw/*.ndjson"):
        for line in file.read_bytes().splitlines():
            sketch = simplify(parse_line(line))
            first = sketch.strokes[0].points[0]
            ours.setdefault((sketch.word, len(sketch), int(first[0]), int(first[1])), []).append(sketch)
    matched = identical = taps = 0
    with np.load(quickdraw / "train" / "shard-00.npz") as shard:
        points = np.cumsum(shard["differences"], axis=0, dtype=np.uint8).astype(np.float32)
        lengths, counts = shard["stroke_lengths"].astype(int), shard["stroke_counts"].astype(int)
        labels = shard["labels"]
    starts = np.cumsum(lengths) - lengths
    firsts = np.cumsum(counts) - counts
    heads = points[starts[firsts]].astype(int)
    for drawing in np.flatnonzero(np.isin(labels, [names.index(w) for w in {k[0] for k in ours}])):  # type: ignore[index]
        key = (names[labels[drawing]], int(counts[drawing]), int(heads[drawing, 0]), int(heads[drawing, 1]))
        for sketch in ours.get(key, ()):
            rows = range(firsts[drawing], firsts[drawing] + counts[drawing])
            theirs = [points[starts[r] : starts[r] + lengths[r]] for r in rows]
            ends = zip(sketch.strokes, theirs, strict=True)
            if any(np.abs(s.points[[0, -1]] - t[[0, -1]]).max() > 1 for s, t in ends):
                continue
            matched += 1
            identical += all(np.array_equal(s.points, t) for s, t in zip(sketch.strokes, theirs, strict=True))
            taps += sum(len(t) == 2 and bool((t[0] == t[1]).all()) for t in theirs)
    assert matched >= 30
    assert taps >= 1
    assert identical / matched >= 0.85


def test_a_tap_becomes_two_equal_points() -> None:
    line = Stroke(np.array([[0, 0], [100, 0]]), raw=True)
    for tap in ([[40, 40]], [[40, 40]] * 3):
        simple = simplify(Sketch((line, Stroke(np.array(tap), raw=True)))).strokes[1]
        assert simple.points.tolist() == [[102, 102], [102, 102]]
        assert not simple.raw


def test_the_box_is_aligned_and_scaled_to_255() -> None:
    sketch = Sketch((Stroke(np.array([[10, 20], [10, 70], [30, 70]]), raw=True),))
    simple = simplify(sketch)
    assert simple.bounds == (0, 0, 102, 255)
    assert simplify(simple) is simple


def test_strokes_that_are_simple_already_keep_their_points() -> None:
    simple = Stroke(np.array([[0, 0], [0.1, 0.1], [10, 0]]))
    raw = Stroke(np.array([[0, 0], [10, 10]]), raw=True)
    assert len(simplify(Sketch((simple, raw))).strokes[0]) == 3


def test_a_drawing_without_extent_stays_finite() -> None:
    simple = simplify(Sketch((Stroke(np.array([[5, 5], [5, 5]]), raw=True),)))
    assert simple.strokes[0].points.tolist() == [[0, 0], [0, 0]]


def test_resampling_is_even_and_keeps_the_ends() -> None:
    points = resample(np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 2.5]]), 1.0)
    assert np.allclose(points, [[0, 0], [1, 0], [2, 0], [3, 0], [3, 1], [3, 2], [3, 2.5]])


def test_no_dropped_point_is_farther_than_epsilon() -> None:
    points = np.cumsum(np.random.default_rng(0).normal(size=(400, 2)), axis=0)
    kept = ramer_douglas_peucker(points, 2.0)
    assert 2 < len(kept) < 400
    at = [int(np.flatnonzero((points == k).all(axis=1))[0]) for k in kept]
    for a, b in itertools.pairwise(at):
        chord = points[b] - points[a]
        inner = points[a : b + 1] - points[a]
        assert (np.abs(chord[0] * inner[:, 1] - chord[1] * inner[:, 0]) / np.hypot(*chord)).max() <= 2.0 + 1e-9


def test_a_hostile_scribble_takes_seconds_not_hours() -> None:
    zigzag = np.stack([np.tile([0.0, 255.0], 200_000), np.linspace(0, 1, 400_000)], axis=1)
    start = time.monotonic()
    simple = simplify(Sketch((Stroke(zigzag, raw=True),)))
    assert simple.point_count <= MAX_RESAMPLED + 1
    assert time.monotonic() - start < 30
