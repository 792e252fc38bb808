"""Collecting strokes, grouping them, and keeping the groups in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketchxai_desktop.analysis.codebook import Codebook, build_codebook, placed_on
from sketchxai_desktop.analysis.codebook_file import load_codebook, save_codebook
from sketchxai_desktop.analysis.strokes import StrokeCollection, collect_strokes, unit
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sketch import Sketch, Stroke


@pytest.fixture
def codebook(blobs: Callable[..., StrokeCollection], finish: Callable) -> Codebook:
    strokes = blobs([30, 60, 10])
    return finish(build_codebook(strokes, 3, checkpoint="made-up", sha256="ab", source="f", path="/f"))[0]


def test_strokes_are_collected_with_what_is_known_of_them(drawings: Path, checkpoint: object, finish: Callable) -> None:
    source = open_drawings(drawings)
    strokes, shares = finish(collect_strokes(checkpoint, source))
    source.close()
    assert len(strokes) == sum(1 + k % 4 for k in range(40))  # neither the bad line's nor the dot's
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    index = int(np.flatnonzero((strokes.drawings == 10) & (strokes.orders == 1))[0])
    again = open_drawings(drawings)
    assert np.array_equal(strokes.stroke(index).points, again.sketch(10).strokes[1].points)
    assert strokes.word(index) == again.sketch(10).word
    assert int(strokes.lines[index]) == again.line_number(10)
    again.close()


def test_embeddings_are_those_of_the_network(drawings: Path, checkpoint: object, finish: Callable) -> None:
    from sketchxai_desktop.core.inspection import inspect_sketch

    source = open_drawings(drawings)
    strokes, _ = finish(collect_strokes(checkpoint, source))
    own = inspect_sketch(checkpoint, source.sketch(3)).shape  # type: ignore[arg-type]
    source.close()
    rows = np.flatnonzero(strokes.drawings == 3)
    rows = rows[np.argsort(strokes.orders[rows])]
    assert np.allclose(strokes.embeddings[rows], own, atol=1e-4)


def test_no_more_strokes_than_asked_for_and_the_same_for_the_same_seed(
    drawings: Path, checkpoint: object, finish: Callable
) -> None:
    source = open_drawings(drawings)
    first, again, other = (finish(collect_strokes(checkpoint, source, 25, seed))[0] for seed in (1, 1, 2))
    source.close()
    assert len(first) == 25
    assert np.array_equal(first.drawings, again.drawings)
    assert not np.array_equal(first.drawings, other.drawings)


def test_a_file_without_usable_drawings_is_refused(tmp_path: Path, checkpoint: object, finish: Callable) -> None:
    path = tmp_path / "dots.ndjson"
    path.write_text(json.dumps({"drawing": [[[5, 5], [9, 9]]]}) + "\n", encoding="utf-8")
    source = open_drawings(path)
    with pytest.raises(UserError, match="no strokes"):
        finish(collect_strokes(checkpoint, source))
    source.close()


def test_known_groups_are_found_largest_first(codebook: Codebook) -> None:
    assert codebook.sizes.tolist() == [60, 30, 10]
    # Each group holds the strokes of one word and no other.
    assert [codebook.words(g) for g in range(3)] == [[("word 1", 1.0)], [("word 0", 1.0)], [("word 2", 1.0)]]
    assert np.allclose(np.linalg.norm(codebook.centres, axis=1), 1)


def test_members_come_nearest_first_and_the_medoid_is_the_first(codebook: Codebook) -> None:
    for group in range(len(codebook)):
        members = codebook.members(group)
        assert set(members.tolist()) == set(np.flatnonzero(codebook.groups == group).tolist())
        assert (np.diff(codebook.distances[members]) >= 0).all()
        rows = unit(codebook.strokes.embeddings[members]).astype(np.float64)
        sums = ((rows[:, None] - rows[None]) ** 2).sum(axis=(1, 2))
        assert int(codebook.medoids[group]) == int(members[sums.argmin()])  # by the definition


def test_the_medoid_is_one_by_definition_wherever_the_centre_is(blobs: Callable[..., StrokeCollection]) -> None:
    strokes = blobs([9], spread=0.4)
    centre = strokes.directions[7:8]  # as k-means may leave it: no longer the mean of the group's strokes
    distances = (1 - strokes.directions @ centre[0]).astype(np.float32).clip(0)
    codebook = Codebook(strokes, centre, np.zeros(9, np.int64), distances)
    rows = strokes.directions.astype(np.float64)
    sums = ((rows[:, None] - rows[None]) ** 2).sum(axis=(1, 2))
    assert int(sums.argmin()) != 7
    assert codebook.members(0)[0] == 7
    assert codebook.medoids.tolist() == [int(sums.argmin())]


def test_strokes_are_located_in_their_own_groups(codebook: Codebook) -> None:
    located = codebook.locate(codebook.strokes.embeddings * 3)
    assert np.array_equal(located.groups, codebook.groups)
    assert np.allclose(located.distances, codebook.distances, atol=1e-5)
    medoids = codebook.locate(codebook.strokes.embeddings[codebook.medoids])
    assert (medoids.inside > 0.85).all()


def test_the_same_seed_gives_the_same_groups(blobs: Callable, finish: Callable) -> None:
    strokes = blobs([40, 40, 40], spread=0.5)
    first, again = (finish(build_codebook(strokes, 7, seed=4))[0] for _ in range(2))
    assert np.array_equal(first.groups, again.groups)


def test_grouping_reports_and_can_be_left_early(blobs: Callable) -> None:
    working = build_codebook(blobs([50, 50], spread=0.6), 9)
    shares = [next(working), next(working)]
    working.close()
    assert 0 < shares[0] < shares[1] < 1


def test_equal_strokes_make_fewer_groups_than_asked_for(finish: Callable) -> None:
    count = 12
    numbers = np.arange(count)
    same = np.repeat(np.eye(4, dtype=np.float32)[:2], 6, axis=0)
    strokes = StrokeCollection(
        np.zeros((count, 2), np.float32), numbers + 1, (), numbers * 0 - 1, numbers, numbers, numbers * 0, same
    )
    codebook, _ = finish(build_codebook(strokes, 8))
    assert len(codebook) == 2
    assert codebook.words(0) == []


def test_one_stroke_cannot_be_grouped(blobs: Callable, finish: Callable) -> None:
    with pytest.raises(UserError, match="two strokes"):
        finish(build_codebook(blobs([1]), 3))


def test_a_stroke_put_on_another_fills_its_box() -> None:
    stroke = Stroke(np.array([[0, 0], [10, 5], [20, 0]], np.float32))
    other = Stroke(np.array([[100, 50], [140, 90]], np.float32))
    placed = placed_on(stroke, other).points
    assert placed.min(axis=0).tolist() == [100, 50]
    assert placed.max(axis=0).tolist() == [140, 90]
    # What has no width stands in the middle.
    upright = placed_on(Stroke(np.array([[3, 0], [3, 9]], np.float32)), other).points
    assert upright.tolist() == [[120, 50], [120, 90]]


def test_redrawn_with_medoids(codebook: Codebook) -> None:
    sketch = Sketch(tuple(Stroke(np.array([[k, 0], [k + 9, 30]], np.float32)) for k in (0, 50, 90)))
    located = codebook.locate(codebook.strokes.embeddings[[0, 40]])
    redrawn = codebook.redrawn(sketch, located)
    medoid = codebook.medoid(int(located.groups[0]))
    assert len(redrawn.strokes[0]) == len(medoid)
    assert redrawn.strokes[0].points.min(axis=0).tolist() == [0, 0]
    assert redrawn.strokes[2] == sketch.strokes[2]  # not located, so not replaced


def test_a_codebook_survives_a_file(codebook: Codebook, tmp_path: Path) -> None:
    again = load_codebook(save_codebook(codebook, tmp_path / "groups.npz"))
    assert np.array_equal(again.groups, codebook.groups)
    assert np.array_equal(again.centres, codebook.centres)
    assert np.array_equal(again.strokes.embeddings, codebook.strokes.embeddings)
    assert again.strokes.words == codebook.strokes.words
    assert (again.checkpoint, again.sha256, again.source, again.path) == ("made-up", "ab", "f", "/f")
    assert again.fits(8, "ab")
    assert not again.fits(8, "cd")
    assert not again.fits(9, "ab")


@pytest.mark.parametrize("damage", ["text", "cut", "other", "pickle", "wrong group", "missing"])
def test_damaged_codebooks_are_refused_in_a_sentence(codebook: Codebook, tmp_path: Path, damage: str) -> None:
    path = save_codebook(codebook, tmp_path / "groups.npz")
    with np.load(path) as stored:
        arrays = dict(stored)
    if damage == "text":
        path.write_text("no archive", encoding="utf-8")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-900])
    elif damage == "other":
        np.savez(path, numbers=np.arange(4))
    elif damage == "pickle":
        np.savez(path, **{**arrays, "words": np.array([{"a": 1}], dtype=object), "points": np.array([{}], object)})
    elif damage == "wrong group":
        np.savez(path, **{**arrays, "groups": arrays["groups"] + 1})
    else:
        path.unlink()
    with pytest.raises(UserError, match=r"groups\.npz"):
        load_codebook(path)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one core there is nothing to be told")
def test_grouping_runs_no_other_program(tmp_path: Path) -> None:
    """Neither asks for the number of cores by them, nor complains where they cannot be found."""
    code = """
import subprocess, numpy as np
from sketchxai_desktop.analysis.codebook import _iterate
def refuse(*arguments, **options):
    raise AssertionError(arguments)
subprocess.Popen.__init__ = refuse
rows = np.random.default_rng(0).normal(size=(300, 4)).astype(np.float32)
print(len(_iterate(rows, rows[:5], 0)[0]))
"""
    unlimited = {k: v for k, v in os.environ.items() if k not in {"OMP_NUM_THREADS", "LOKY_MAX_CPU_COUNT"}}
    answer = subprocess.run([sys.executable, "-c", code], env=unlimited, capture_output=True, text=True, check=True)
    assert (answer.stdout, answer.stderr) == ("5\n", "")


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, importlib\n"
        "for n in ('codebook', 'codebook_file', 'projection', 'primitives', 'recast', 'order_test', 'statistics'):\n"
        "    importlib.import_module('sketchxai_desktop.analysis.' + n)\n"
        "heavy = {'torch', 'sklearn', 'scipy', 'openTSNE', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
